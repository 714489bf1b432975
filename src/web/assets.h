/* SPDX-License-Identifier: MIT */
/*
 * assets.h -- what tools/mkasset.c put into the executable: the style sheet,
 * the scripts, the pictures, each at an address that holds a hash of its bytes.
 */
#ifndef ALM_WEB_ASSETS_H
#define ALM_WEB_ASSETS_H

#include "web/wire.h"

extern const struct wire_asset assets_all[];     /* for struct wire_app */
extern const char *const       assets_names[];   /* of the same length, same order */
extern const size_t            assets_count;

/* The address of "almoner.css", "almoner.js", "favicon.svg", "licences.txt":
 * for the layout.  A name that was not built in is a bug. */
const char *asset_path(const char *name);

#endif
