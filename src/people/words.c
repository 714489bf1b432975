/* SPDX-License-Identifier: MIT */
/*
 * words.c -- cutting names into words, and words into pieces; how alike two are.
 *
 *	distance(i, j) = least of  distance(i-1, j) + 1        a letter too many
 *	                           distance(i, j-1) + 1        a letter missing
 *	                           distance(i-1, j-1) + (a[i] != b[j])
 *	                           distance(i-2, j-2) + 1      two letters swapped
 */
#include "people/words.h"

#include <string.h>

#include "base/utf8.h"

/* ---- sound -------------------------------------------------------------------- */

static bool vowel(char c)
{
	return c && strchr("aeiouy", c);
}

/* What a consonant is written as; `after` is the letter behind it. */
static char sounded(char c, char after)
{
	switch (c) {
	case 'c': return after == 'e' || after == 'i' || after == 'y' ? 's' : 'k';
	case 'g': return after == 'e' || after == 'i' ? 'j' : 'g';
	case 'q': return 'k';
	case 'x': return 'k';
	case 'z': return 's';
	case 'v': return 'f';                 /* and Welsh f and ff */
	default:  return c;
	}
}

/* Letters said as one, at the beginning of a word or anywhere; `as` 0: not said. */
static const struct pair { const char *pair; char as; size_t takes; bool first; } pairs[] = {
	{ "kn", 'n', 2, true },  { "gn", 'n', 2, true },  { "wr", 'r', 2, true },
	{ "mac", 'm', 2, true }, { "rh", 'r', 2, false }, { "ph", 'f', 2, false },
	{ "ck", 'k', 2, false }, { "gh", 0, 2, false },   { "mb", 'm', 2, false },
};

static const struct pair *pair_at(const char *s, bool first)
{
	if (!strchr("kgwmrpc", *s))
		return NULL;
	for (size_t i = 0; i < COUNT(pairs); i++)
		if (text_begins(s, pairs[i].pair) && (first || !pairs[i].first))
			return &pairs[i];
	return NULL;
}

/* The consonants as they are said, and the first letter; a vowel between two alike parts them. */
static void sound_of(const char *word, char out[WORD_SOUND])
{
	char last = 0;
	size_t n = 0;

	for (const char *s = word; *s && n + 1 < WORD_SOUND; ) {
		const struct pair *pair = pair_at(s, s == word);
		char c = pair ? pair->as : sounded(*s, s[1]);

		if (s == word && c == 'y')
			c = 'i';
		else if (s != word && (vowel(c) || c == 'w' || c == 'h'))
			c = 0;
		s += pair ? pair->takes : 1;
		if (c && c != last)
			out[n++] = c;
		last = c;
	}
	out[n < 2 ? 0 : n] = 0;
}

/* ---- cutting -------------------------------------------------------------------- */

struct name_word name_word_of(struct arena *a, const char *folded)
{
	struct name_word w = { 0 };
	const char *s = folded;

	while (*s && w.n < WORD_LETTERS)
		s += utf8_next(s, &w.letters[w.n++]);
	w.text = arena_dupn(a, folded, (size_t)(s - folded));
	sound_of(w.text, w.sound);
	return w;
}

struct name_word name_word_joined(struct arena *a, const struct name_word *x,
                                  const struct name_word *y)
{
	return name_word_of(a, arena_fmt(a, "%s%s", x->text, y->text));
}

void name_words_cut(struct arena *a, struct name_words *out, const char *name)
{
	const char *key = utf8_key(a, name);

	while (*key && out->n < WORDS_MOST) {
		size_t n = strcspn(key, " ");

		out->at[out->n++] = name_word_of(a, arena_dupn(a, key, n));
		key += n + (key[n] == ' ');
	}
}

static void word_add(struct name_words *out, struct name_word w)
{
	for (size_t i = 0; i < out->n; i++)
		if (strcmp(out->at[i].text, w.text) == 0)
			return;
	if (out->n < WORDS_MOST && w.n)
		out->at[out->n++] = w;
}

void name_words_add(struct arena *a, struct name_words *out, const char *name)
{
	struct name_words *cut = NEW(a, struct name_words);
	struct buf whole = buf_new(a);

	name_words_cut(a, cut, name);
	for (size_t i = 0; i < cut->n; i++) {
		word_add(out, cut->at[i]);
		buf_str(&whole, cut->at[i].text);
	}
	for (size_t i = 0; i + 1 < cut->n; i++)
		word_add(out, name_word_joined(a, &cut->at[i], &cut->at[i + 1]));
	if (cut->n > 2)
		word_add(out, name_word_of(a, buf_text(&whole)));
}

/* ---- likeness ---------------------------------------------------------------------- */

static int least(int a, int b)
{
	return a < b ? a : b;
}

int word_distance(const struct name_word *a, const struct name_word *b)
{
	int row[3][WORD_LETTERS + 1], *two = row[0], *one = row[1], *now = row[2];

	if (a->n > b->n + 2 || b->n > a->n + 2)
		return 3;
	for (size_t j = 0; j <= b->n; j++)
		one[j] = (int)j;
	for (size_t i = 1; i <= a->n; i++) {
		int *spare = two, best = now[0] = (int)i;

		for (size_t j = 1; j <= b->n; j++) {
			bool same = a->letters[i - 1] == b->letters[j - 1];

			now[j] = least(least(one[j], now[j - 1]) + 1, one[j - 1] + !same);
			if (i > 1 && j > 1 && a->letters[i - 1] == b->letters[j - 2]
			    && a->letters[i - 2] == b->letters[j - 1])
				now[j] = least(now[j], two[j - 2] + 1);
			best = least(best, now[j]);
		}
		if (best > 2)
			return 3;
		two = one;
		one = now;
		now = spare;
	}
	return least(one[b->n], 3);
}

int word_likeness(const struct name_word *typed, const struct name_word *w)
{
	size_t shorter = typed->n < w->n ? typed->n : w->n;
	int like = 0;

	if (typed->n == 1 && w->n > 1)
		return typed->letters[0] == w->letters[0] ? 60 : 0;       /* an initial */
	switch (word_distance(typed, w)) {
	case 0:
		return 100;
	case 1:
		like = shorter >= 4 ? 88 : shorter == 3 ? 78 : shorter == 2 ? 66 : 0;
		break;
	case 2:
		like = shorter >= 6 ? 72 : shorter >= 5 ? 62 : shorter >= 3 ? 30 : 0;
		if (like < 70 && shorter >= 3 && *w->sound && strcmp(typed->sound, w->sound) == 0)
			like = 70;
		break;
	default:
		if (shorter >= 6 && *w->sound && strcmp(typed->sound, w->sound) == 0)
			like = 68;
	}
	if (typed->n >= 2 && typed->n < w->n
	    && memcmp(typed->letters, w->letters, typed->n * sizeof *w->letters) == 0
	    && like < (typed->n > 2 ? 76 : 64))
		like = typed->n > 2 ? 76 : 64;
	return like;
}

/* ---- pieces --------------------------------------------------------------------------- */

/* Folded words hold neither quotes nor backslashes, so they need no escaping. */
static void piece_begin(struct buf *b, char kind)
{
	buf_str(b, b->n > 1 ? ",\"" : "\"");
	buf_char(b, kind);
}

static void letters_put(struct buf *b, const struct name_word *w, size_t from, size_t until)
{
	for (size_t i = from; i < until; i++)
		utf8_put(b, w->letters[i]);
}

static void near_add(struct buf *b, const struct name_word *w)
{
	piece_begin(b, '-');
	letters_put(b, w, 0, w->n);
	buf_char(b, '"');
	for (size_t gone = 0; gone < w->n && w->n > 1; gone++) {
		if (gone && w->letters[gone] == w->letters[gone - 1])
			continue;               /* the same word without either of the two */
		piece_begin(b, '-');
		letters_put(b, w, 0, gone);
		letters_put(b, w, gone + 1, w->n);
		buf_char(b, '"');
	}
	if (*w->sound) {
		piece_begin(b, '~');
		buf_str(b, w->sound);
		buf_char(b, '"');
	}
}

static void trigrams_add(struct buf *b, const struct name_word *w)
{
	for (size_t i = 0; i < w->n; i++) {
		piece_begin(b, '3');
		if (i == 0)
			buf_char(b, '^');
		letters_put(b, w, i ? i - 1 : 0, i + 2 < w->n ? i + 2 : w->n);
		if (i + 1 == w->n)
			buf_char(b, '$');
		buf_char(b, '"');
	}
}

static const char *list_end(struct buf *b)
{
	buf_char(b, ']');
	return buf_text(b);
}

const char *word_near_pieces(struct arena *a, const struct name_word *w)
{
	struct buf b = buf_new(a);

	buf_char(&b, '[');
	near_add(&b, w);
	return list_end(&b);
}

const char *word_trigrams(struct arena *a, const struct name_word *w)
{
	struct buf b = buf_new(a);

	buf_char(&b, '[');
	trigrams_add(&b, w);
	return list_end(&b);
}

const char *word_pieces(struct arena *a, const struct name_word *w)
{
	struct buf b = buf_new(a);

	buf_char(&b, '[');
	piece_begin(&b, '=');
	buf_str(&b, w->text);
	buf_char(&b, '"');
	near_add(&b, w);
	trigrams_add(&b, w);
	return list_end(&b);
}
