/* SPDX-License-Identifier: MIT */
/*
 * vocab.c -- looking words up.  Lists are short: they are walked.
 */
#include "base/vocab.h"

#include <strings.h>

const struct word *vocab_find(const struct vocab *v, int64_t code)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->words[i].code == code)
			return &v->words[i];
	return NULL;
}

const struct word *vocab_by_key(const struct vocab *v, const char *key)
{
	if (BLANK(key))
		return NULL;
	for (size_t i = 0; i < v->n; i++)
		if (text_same(v->words[i].key, key))
			return &v->words[i];
	/* Only then by label: one word's label may be another's key. */
	for (size_t i = 0; i < v->n; i++)
		if (strcasecmp(v->words[i].label, key) == 0)
			return &v->words[i];
	return NULL;
}

const char *vocab_label(const struct vocab *v, int64_t code)
{
	const struct word *w = vocab_find(v, code);

	return w ? w->label : "";
}
