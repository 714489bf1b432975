/* SPDX-License-Identifier: MIT */
/*
 * words.h -- what makes two names alike.
 *
 * A name is cut into folded words (utf8_key), 32 letters of each at most;
 * neighbours are also joined, so that "O Neil" is "oneil" and "Smith-Jones"
 * "smithjones".  A word is found again, though misspelt, by its pieces:
 *
 *	=smith                       the word, for those who typed its beginning
 *	-smith -mith -sith -smth...  the word, and without each of its letters:
 *	                             two words one edit apart share one of these
 *	3^sm 3smi 3mit 3ith 3th$     its trigrams: two edits apart share some
 *	~smt                         its sound: Smith, Smyth
 */
#ifndef ALM_PEOPLE_WORDS_H
#define ALM_PEOPLE_WORDS_H

#include "base/base.h"

enum { WORD_LETTERS = 32, WORD_SOUND = 16, WORDS_MOST = 24 };

struct name_word {
	size_t      n;                       /* letters                                   */
	uint32_t    letters[WORD_LETTERS];
	const char *text;
	char        sound[WORD_SOUND];       /* "": too little of one to compare          */
};
struct name_words { size_t n; struct name_word at[WORDS_MOST]; };

struct name_word name_word_of(struct arena *, const char *folded);
/* Add the words of a name and its joined neighbours, each once; what is over WORDS_MOST is left. */
void name_words_add(struct arena *, struct name_words *, const char *name);
/* The words alone, in their order: what somebody typed. */
void name_words_cut(struct arena *, struct name_words *, const char *name);
/* Two neighbours as one word. */
struct name_word name_word_joined(struct arena *, const struct name_word *,
                                  const struct name_word *);

/* Insertions, deletions, changes and swaps of neighbours between words; 3: more than 2. */
int word_distance(const struct name_word *, const struct name_word *);
/* How well a typed word fits a word of a name: 100 the same, 0 not at all. */
int word_likeness(const struct name_word *typed, const struct name_word *);

/* Pieces as JSON texts: all of them; those shared by what is one edit or a sound away; trigrams. */
const char *word_pieces(struct arena *, const struct name_word *);
const char *word_near_pieces(struct arena *, const struct name_word *);
const char *word_trigrams(struct arena *, const struct name_word *);

#endif
