/* SPDX-License-Identifier: MIT */
/*
 * seek.c -- from what was typed to those who could be meant.
 *
 *	"Jon Smyth 3/4/1950 BA1 2QX"  ->  words, numbers, date, postcode
 *	word -> words like it (by its pieces) -> the people who bear them
 *
 * Each person is marked with the best word for each that is sought; the few
 * hundred with the highest marks are loaded, for find.c to rank.
 */
#include "people/inside.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/identifiers.h"

enum { SEEK_MOST = 400, TOKENS_MOST = 16, LIKE_LEAST = 60 };

/* ---- reading ------------------------------------------------------------------- */

/* Tokens from..from+n as one text with blanks between. */
static const char *span(struct arena *a, char *const *token, size_t n)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%s", i ? " " : "", token[i]);
	return buf_text(&b);
}

/* Of up to five tokens, "943-476 5919": ten digits.  0: it is none. */
static size_t number_take(struct arena *a, struct sought *s, char *const *token, size_t left)
{
	char *digits = arena_dup(a, "0123456789");
	size_t n = 0;

	for (size_t used = 0; used < left && used < 5; used++) {
		for (const char *c = token[used]; *c; c++) {
			if (*c == '-')
				continue;
			if (!isdigit((unsigned char)*c) || n == 10)
				return 0;
			digits[n++] = *c;
		}
		if (n == 10 && s->nnumbers < SOUGHT_NUMBERS) {
			s->numbers[s->nnumbers++] = digits;
			return used + 1;
		}
	}
	return 0;
}

static size_t date_take(struct arena *a, struct sought *s, char *const *token, size_t left,
                        Date today)
{
	for (size_t n = left < 3 ? left : 3; n; n--) {
		Date d;

		if (date_known(s->born) || !date_parse(span(a, token, n), &d))
			continue;
		/* "3/4/28" is a birthday of the last century. */
		if (date_cmp(d, today) > 0)
			d = date_plus_months(d, -1200);
		s->born = d;
		return n;
	}
	return 0;
}

static size_t postcode_take(struct arena *a, struct sought *s, char *const *token, size_t left)
{
	for (size_t n = left < 2 ? left : 2; n; n--) {
		char whole[9], district[5];

		if (postcode_check(span(a, token, n), whole) == ID_FINE) {
			s->postcode = arena_dup(a, whole);
			return n;
		}
		/* A district alone is what makes a postcode with "1AA" behind it. */
		if (n == 1 && strlen(*token) <= 4 && strpbrk(*token, "0123456789")
		    && postcode_check(arena_fmt(a, "%s 1AA", *token), whole) == ID_FINE) {
			postcode_district(whole, district);
			s->district = arena_dup(a, district);
			return 1;
		}
	}
	return 0;
}

static void words_take(struct arena *a, struct sought *s, const char *name)
{
	struct name_words *cut = NEW(a, struct name_words);

	name_words_cut(a, cut, name);
	for (size_t i = 0; i < cut->n && s->nwords < SOUGHT_WORDS; i++)
		s->words[s->nwords++] = cut->at[i];
}

void sought_read(struct arena *a, struct sought *s, const char *q, Date today)
{
	char *tokens[TOKENS_MOST], *rest = text_trim(a, q);
	size_t n = 0, took;

	while (*rest && n < TOKENS_MOST) {
		size_t len = strcspn(rest, " \t\r\n,;");

		if (len)
			tokens[n++] = arena_dupn(a, rest, len);
		rest += len + (rest[len] != 0);
	}
	for (size_t i = 0; i < n; i += took) {
		if (!(took = number_take(a, s, tokens + i, n - i))
		    && !(took = date_take(a, s, tokens + i, n - i, today))
		    && !(took = postcode_take(a, s, tokens + i, n - i))) {
			words_take(a, s, tokens[i]);
			took = 1;
		}
	}
}

void sought_of_form(struct arena *a, struct sought *s, const struct person_form *f)
{
	char digits[11], whole[9];

	words_take(a, s, f->family_name);
	words_take(a, s, f->given_name);
	words_take(a, s, f->known_as);
	if (nhs_number_check(f->nhs_number, digits) == ID_FINE)
		s->numbers[s->nnumbers++] = arena_dup(a, digits);
	if (chi_number_check(f->chi_number, digits) == ID_FINE)
		s->numbers[s->nnumbers++] = arena_dup(a, digits);
	s->born = f->born;
	if (postcode_check(f->postcode, whole) == ID_FINE)
		s->postcode = arena_dup(a, whole);
}

bool sought_anything(const struct sought *s)
{
	for (size_t i = 0; i < s->nwords; i++)
		if (s->words[i].n > 1)
			return true;
	return s->nnumbers || date_known(s->born) || s->postcode || s->district;
}

/* ---- words like a word ------------------------------------------------------------ */

struct like { const char *word; int likeness; };
struct likes { struct arena *a; struct like *at; size_t n, room; };

static void like_add(struct likes *l, const struct name_word *sought, const char *text)
{
	struct name_word w = name_word_of(l->a, text);
	int likeness = word_likeness(sought, &w);

	if (likeness < LIKE_LEAST)
		return;
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->at[i].word, text) == 0)
			return;
	if (l->n == l->room) {
		l->at = arena_grow(l->a, l->at, l->room * sizeof *l->at,
		                   (l->room + 32) * sizeof *l->at);
		l->room += 32;
	}
	l->at[l->n++] = (struct like){ arena_dup(l->a, text), likeness };
}

/* `joined`: two typed words as one, of which only the whole is meant. */
static void likes_find(struct db *db, struct likes *l, const struct name_word *w, bool joined)
{
	struct word_near_row *close;
	struct word_like_row *far;
	struct word_beginning_row *longer;
	size_t n = ALL(db, l->a, word_near, &close, .pieces = V(word_near_pieces(l->a, w)));

	for (size_t i = 0; i < n; i++)
		like_add(l, w, close[i].word);
	if (joined)
		return;
	n = ALL(db, l->a, word_beginning, &longer, .from = V(arena_fmt(l->a, "=%s", w->text)),
	        .until = V(arena_fmt(l->a, "=%s\xF4\x8F\xBF\xBF", w->text)));
	for (size_t i = 0; i < n; i++)
		like_add(l, w, longer[i].word);
	if (w->n < 5)
		return;
	n = ALL(db, l->a, word_like, &far, .pieces = V(word_trigrams(l->a, w)),
	        .least = V((int64_t)w->n / 3 + 1));
	for (size_t i = 0; i < n; i++)
		like_add(l, w, far[i].word);
}

/* ---- people, marked ---------------------------------------------------------------- */

/* An open table of people; mark[i] is how well word i is met; sum: with extra, in the end. */
struct marked { PersonId id; int extra, sum; uint8_t mark[SOUGHT_WORDS]; };
struct crowd { struct arena *a; const char *district; struct marked *at; size_t n, size; };

static size_t slot_of(const struct crowd *c, PersonId id)
{
	size_t i = (size_t)((uint64_t)id.v * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (c->size - 1);

	while (c->at[i].id.v && c->at[i].id.v != id.v)
		i = (i + 1) & (c->size - 1);
	return i;
}

static struct marked *marked_of(struct crowd *c, PersonId id)
{
	size_t i;

	if (2 * (c->n + 1) > c->size) {
		struct crowd old = *c;

		c->size = old.size ? old.size * 4 : 1024;
		c->at = NEWN(c->a, struct marked, c->size);
		for (size_t k = 0; k < old.size; k++)
			if (old.at[k].id.v)
				c->at[slot_of(c, old.at[k].id)] = old.at[k];
	}
	i = slot_of(c, id);
	if (!c->at[i].id.v) {
		c->at[i].id = id;
		c->n++;
	}
	return &c->at[i];
}

static void mark_word(struct crowd *c, PersonId id, size_t word, int likeness)
{
	struct marked *m = marked_of(c, id);

	if (m->mark[word] < likeness)
		m->mark[word] = (uint8_t)likeness;
}

/* The people of all words of one likeness, at once: a statement each for half a dozen. */
static void crowd_of_likes(struct db *db, struct crowd *c, const struct likes *l, size_t first,
                           size_t last)
{
	In_text district = c->district ? V(c->district) : (In_text){ { .kind = VAL_MISSING } };

	for (int likeness = 100; likeness >= LIKE_LEAST; likeness--) {
		struct people_of_words_row *rows;
		struct buf b = buf_new(c->a);
		size_t n;

		for (size_t i = 0; i < l->n; i++)
			if (l->at[i].likeness == likeness)
				buf_fmt(&b, "%s\"%s\"", b.n ? "," : "[", l->at[i].word);
		if (!b.n)
			continue;
		buf_char(&b, ']');
		n = ALL(db, c->a, people_of_words, &rows, .words = V((const char *)buf_text(&b)),
		        .district = district);
		for (size_t i = 0; i < n; i++)
			for (size_t w = first; w <= last; w++)
				mark_word(c, rows[i].person, w, likeness);
	}
}

static void crowd_of_words(struct db *db, struct crowd *c, const struct sought *s)
{
	for (size_t i = 0; i < s->nwords; i++) {
		struct likes l = { .a = c->a }, both = { .a = c->a };

		/* A single letter is an initial: it ranks, but does not find. */
		if (s->words[i].n > 1) {
			likes_find(db, &l, &s->words[i], false);
			crowd_of_likes(db, c, &l, i, i);
		}
		if (i + 1 < s->nwords) {
			struct name_word w = name_word_joined(c->a, &s->words[i], &s->words[i + 1]);

			likes_find(db, &both, &w, true);
			crowd_of_likes(db, c, &both, i, i + 1);
		}
	}
}

#define CROWD_ADD(db, c, query, extra_, ...)                                   \
	do {                                                                   \
		struct query##_row *rows_;                                     \
		size_t n_ = ALL((db), (c)->a, query, &rows_, __VA_ARGS__);     \
		for (size_t i_ = 0; i_ < n_; i_++)                             \
			marked_of((c), rows_[i_].id)->extra += (extra_);       \
	} while (0)

static void crowd_of_facts(struct db *db, struct crowd *c, const struct sought *s)
{
	for (size_t i = 0; i < s->nnumbers; i++)
		CROWD_ADD(db, c, people_of_number, 1000, .number = V(s->numbers[i]));
	if (date_known(s->born))
		CROWD_ADD(db, c, people_of_born, 100, .born_day = V(s->born));
	if (s->postcode)
		CROWD_ADD(db, c, people_of_postcode, 60, .postcode = V(s->postcode));
	/* Of a district with names, those who bear them are found by these. */
	if (s->district && !s->nwords && !date_known(s->born))
		CROWD_ADD(db, c, people_of_district, 1, .district = V(s->district),
		          .most = V((int64_t)SEEK_MOST));
}

/* ---- the best of them ------------------------------------------------------------------ */

static int best_first(const void *x, const void *y)
{
	const struct marked *a = x, *b = y;

	if (a->sum != b->sum)
		return b->sum - a->sum;
	return (a->id.v > b->id.v) - (a->id.v < b->id.v);
}

/*
 * The ids of the best.  Ten thousand may bear a common name: count how
 * many have each sum first, so that only those near the top are sorted.
 */
static const char *crowd_best(struct crowd *c)
{
	struct db_list ids = db_list_new(c->a);
	enum { SUMS = 4096 };
	size_t *with = NEWN(c->a, size_t, SUMS), n = 0, above = 0;
	int least = SUMS - 1;

	for (size_t i = 0; i < c->size; i++) {
		struct marked *m = &c->at[i];

		if (!m->id.v)
			continue;
		m->sum = m->extra;
		for (size_t w = 0; w < SOUGHT_WORDS; w++)
			m->sum += m->mark[w];
		m->sum = m->sum < SUMS ? m->sum : SUMS - 1;
		with[m->sum]++;
	}
	while (least > 0 && (above += with[least]) < SEEK_MOST)
		least--;
	for (size_t i = 0; i < c->size; i++)
		if (c->at[i].id.v && c->at[i].sum >= least)
			c->at[n++] = c->at[i];
	if (n)
		qsort(c->at, n, sizeof *c->at, best_first);
	for (size_t i = 0; i < n && i < SEEK_MOST; i++)
		db_list_add(&ids, c->at[i].id.v);
	return db_list_text(&ids);
}

size_t sought_candidates(struct db *db, struct arena *a, const struct sought *s, UserAccountId me,
                         struct candidate **out)
{
	struct crowd c = { .a = a };
	struct candidate *open, *named;
	size_t n, nnamed;

	/* "Smith BA1": of a thousand Smiths those who live there; if none does, any. */
	c.district = s->district;
	crowd_of_words(db, &c, s);
	if (s->district && !c.n) {
		c.district = NULL;
		crowd_of_words(db, &c, s);
	}
	crowd_of_facts(db, &c, s);
	n = ALL(db, a, candidate_list, &open, .ids = V(crowd_best(&c)));
	nnamed = ALL(db, a, candidate_named, &named, .me = V(me), .now = V(clock_now()));
	*out = NEWN(a, struct candidate, n + nnamed + 1);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = open[i];
	for (size_t i = 0; i < nnamed; i++)
		(*out)[n + i] = named[i];
	return n + nnamed;
}
