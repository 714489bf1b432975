/* SPDX-License-Identifier: MIT */
/*
 * vocab.h -- closed lists of words, written once.
 *
 * A list is an X-macro in its room's header; codes are stored, so append and
 * never renumber.  VOCAB() makes the enum and declares the table of words;
 * VOCAB_WORDS(), in one .c file of the room, defines it.  tools/mksql reads
 * the same lines, so that a statement may say {STAGE_OPEN}.
 *
 *	#define REQUEST_STAGES(X, P)                                \
 *		X(P, 1, OPEN,    "open",    "blue",  "Open")        \
 *		X(P, 2, AWARDED, "awarded", "green", "Awarded")
 *	VOCAB(request_stage, STAGE, REQUEST_STAGES)
 *
 * gives enum request_stage { STAGE_OPEN = 1, STAGE_AWARDED = 2 } and
 * request_stage_vocab.  Columns: code, NAME, key (addresses, CSV, JSON),
 * colour (of a tag), label (for people).
 */
#ifndef ALM_VOCAB_H
#define ALM_VOCAB_H

#include "base/base.h"

struct word  { int code; const char *key, *colour, *label; };
struct vocab { const char *name; const struct word *words; size_t n; };

#define VOCAB_ENUM_(P, code, NAME, key, colour, label) P##_##NAME = code,
#define VOCAB_WORD_(P, code, NAME, key, colour, label) { code, key, colour, label },

#define VOCAB(name, PREFIX, LIST)            \
	enum name { LIST(VOCAB_ENUM_, PREFIX) }; \
	extern const struct vocab name##_vocab;

#define VOCAB_WORDS(name, PREFIX, LIST)                                            \
	static const struct word name##_words[] = { LIST(VOCAB_WORD_, PREFIX) };    \
	const struct vocab name##_vocab = { #name, name##_words, COUNT(name##_words) };

const struct word *vocab_find(const struct vocab *, int64_t code);        /* NULL: none such */
/* By key, or by label in any case; NULL: none such. */
const struct word *vocab_by_key(const struct vocab *, const char *key);
const char        *vocab_label(const struct vocab *, int64_t code);       /* "" if none such */

#endif
