/* SPDX-License-Identifier: MIT */
/*
 * assets.c -- from a name that a page knows to the address with its hash.
 */
#include "web/assets.h"

const char *asset_path(const char *name)
{
	/* There are fewer than ten: a search costs less than a table would. */
	for (size_t i = 0; i < assets_count; i++)
		if (text_same(assets_names[i], name))
			return assets_all[i].path;
	bug(__FILE__, __LINE__, name);
}
