/* SPDX-License-Identifier: MIT */
/*
 * find.c -- ranks those who could be meant, and says why.
 *
 *	score = sum(weight * fit) / sum(weight) of what was sought:
 *	        names 60, date of birth 30, postcode 20, district 10; fit 0 to 100
 *	        the same number: 100, whatever else
 *
 * "Alike" is stricter: a number is the same; or the names are like each other,
 * first with first and last with last (or the other way round), and the date
 * of birth or the postcode agrees.
 */
#include "people/inside.h"

#include <stdlib.h>
#include <string.h>

enum { SCORE_LEAST = 55, ALIKE_NAME = 65, ALIKE_MOST = 10 };

/* ---- dates ---------------------------------------------------------------------- */

/* One key beside another, one digit wrong or two swapped: 1954 for 1945, 1928 for 1938. */
static bool year_near(int a, int b)
{
	int by = abs(a - b);

	return by <= 1 || by % 10 == 0 || (a / 100 == b / 100 && a % 10 == b / 10 % 10
	                                   && b % 10 == a / 10 % 10);
}

enum date_fit date_fits(Date a, Date b)
{
	struct civil x, y;

	if (!date_known(a) || !date_known(b))
		return DATE_OTHER;
	if (date_cmp(a, b) == 0)
		return DATE_SAME;
	x = date_civil(a);
	y = date_civil(b);
	if (llabs((long long)date_minus(a, b)) == 1)
		return DATE_NEAR;
	if (x.year == y.year && ((x.month == y.month || x.day == y.day)
	                         || (x.month == y.day && x.day == y.month)))
		return DATE_NEAR;
	if (x.month == y.month && x.day == y.day && year_near(x.year, y.year))
		return DATE_NEAR;
	return DATE_OTHER;
}

/* ---- how a candidate fits what was sought ------------------------------------------ */

static bool has_number(const struct candidate *c, const char *number)
{
	return text_same(c->nhs_number, number) || text_same(c->chi_number, number);
}

/* The best fit of a typed word among a person's own. */
static int word_best(const struct name_words *own, const struct name_word *typed)
{
	int best = 0;

	for (size_t i = 0; i < own->n; i++) {
		int like = word_likeness(typed, &own->at[i]);

		best = like > best ? like : best;
	}
	return best;
}

/* Every typed word alone, or joined with a neighbour, whichever fits better. */
static int names_fit(struct arena *a, const struct sought *s, const struct candidate *c)
{
	struct arena_mark mark = arena_mark(a);
	struct name_words *own = NEW(a, struct name_words);
	int fits[SOUGHT_WORDS] = { 0 }, sum = 0;

	name_words_add(a, own, c->family_name);
	name_words_add(a, own, c->given_name);
	name_words_add(a, own, c->known_as);
	for (size_t i = 0; i < s->nwords; i++) {
		int alone = word_best(own, &s->words[i]);

		fits[i] = alone > fits[i] ? alone : fits[i];
		if (i + 1 < s->nwords) {
			struct name_word w = name_word_joined(a, &s->words[i], &s->words[i + 1]);
			int both = word_best(own, &w);

			fits[i] = both > fits[i] ? both : fits[i];
			fits[i + 1] = both;
		}
	}
	for (size_t i = 0; i < s->nwords; i++)
		sum += fits[i];
	arena_back(a, mark);
	return sum / (int)s->nwords;
}

static void why_add(struct buf *why, const char *words)
{
	if (*words)
		buf_fmt(why, "%s%s", why->n ? ", " : "", words);
}

static void why_names(struct buf *why, int fit)
{
	if (fit >= 60)
		why_add(why, fit == 100 ? "same name"
		           : fit >= 80 ? "similar name" : "name a little alike");
}

static const char *number_why(const struct candidate *c, const char *number)
{
	return text_same(c->nhs_number, number) ? "same NHS number" : "same CHI number";
}

struct scored { struct candidate *c; int score; const char *why; };

static struct scored score(struct arena *a, const struct sought *s, struct candidate *c)
{
	struct buf why = buf_new(a);
	int of = 0, sum = 0, fit;
	bool number = false;

	for (size_t i = 0; i < s->nnumbers; i++)
		if (has_number(c, s->numbers[i]) && !number) {
			why_add(&why, number_why(c, s->numbers[i]));
			number = true;
		}
	if (s->nwords) {
		fit = names_fit(a, s, c);
		why_names(&why, fit);
		sum += 60 * fit;
		of += 60;
	}
	if (date_known(s->born)) {
		enum date_fit d = date_fits(s->born, c->born_day);

		why_add(&why, d == DATE_SAME ? "same date of birth"
		            : d == DATE_NEAR ? "date of birth nearly the same" : "");
		sum += 30 * (d == DATE_SAME ? 100 : d == DATE_NEAR ? 70 : 0);
		of += 30;
	}
	if (s->postcode) {
		bool same = text_same(s->postcode, c->postcode);

		why_add(&why, same ? "same postcode" : "");
		sum += same ? 2000 : 0;
		of += 20;
	}
	if (s->district) {
		bool same = text_same(s->district, c->district);

		why_add(&why, same ? "same postcode district" : "");
		sum += same ? 1000 : 0;
		of += 10;
	}
	return (struct scored){ c, number ? 100 : of ? sum / of : 0, buf_text(&why) };
}

/* ---- in order ------------------------------------------------------------------------ */

static int best_first(const void *x, const void *y)
{
	const struct scored *a = x, *b = y;
	int by = b->score - a->score;

	if (!by)
		by = strcmp(a->c->name_key, b->c->name_key);
	return by ? by : (a->c->id.v > b->c->id.v) - (a->c->id.v < b->c->id.v);
}

static size_t hits_of(struct arena *a, struct scored *found, size_t n, size_t max,
                      struct person_hit **out)
{
	if (n)
		qsort(found, n, sizeof *found, best_first);
	n = n < max ? n : max;
	*out = NEWN(a, struct person_hit, n + 1);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct person_hit){
			.id = found[i].c->id, .given_name = found[i].c->given_name,
			.family_name = found[i].c->family_name, .postcode = found[i].c->postcode,
			.locality_name = found[i].c->locality_name, .born = found[i].c->born_day,
			.score = found[i].score, .why = found[i].why,
		};
	return n;
}

size_t person_find(struct db *db, struct arena *a, UserAccountId me, const char *q, size_t max,
                   struct person_hit **out)
{
	struct sought s = { 0 };
	struct candidate *c;
	struct scored *found;
	size_t n, kept = 0;

	sought_read(a, &s, q, moment_date(clock_now()));
	n = sought_anything(&s) ? sought_candidates(db, a, &s, me, &c) : 0;
	found = NEWN(a, struct scored, n + 1);
	for (size_t i = 0; i < n; i++) {
		found[kept] = score(a, &s, &c[i]);
		kept += found[kept].score >= SCORE_LEAST;
	}
	return hits_of(a, found, kept, max, out);
}

/* ---- near duplicates -------------------------------------------------------------------- */

static int field_fit(struct arena *a, const char *x, const char *y)
{
	struct name_words *typed = NEW(a, struct name_words), *own = NEW(a, struct name_words);
	int best = 0;

	name_words_add(a, typed, x);
	name_words_add(a, own, y);
	for (size_t i = 0; i < typed->n; i++) {
		int like = word_best(own, &typed->at[i]);

		best = like > best ? like : best;
	}
	return best;
}

static int greater(int a, int b)
{
	return a > b ? a : b;
}

/* What she is called counts as a first name on either side. */
static int alike_names(struct arena *a, const struct person_form *f, const struct candidate *c)
{
	int given = greater(field_fit(a, f->given_name, c->given_name),
	                    greater(field_fit(a, f->known_as, c->given_name),
	                            field_fit(a, f->given_name, c->known_as)));
	int straight = given + field_fit(a, f->family_name, c->family_name);
	int crossed = field_fit(a, f->given_name, c->family_name)
	            + field_fit(a, f->family_name, c->given_name);

	return greater(straight, crossed) / 2;
}

/* False: it is nobody whom one would take for the other. */
static bool alike(struct arena *a, const struct person_form *f, const struct sought *s,
                  struct candidate *c, struct scored *out)
{
	struct buf why = buf_new(a);
	enum date_fit born = date_fits(f->born, c->born_day);
	bool place = s->postcode && text_same(s->postcode, c->postcode);
	int names, sum;

	for (size_t i = 0; i < s->nnumbers; i++)
		if (has_number(c, s->numbers[i])) {
			*out = (struct scored){ c, 100, number_why(c, s->numbers[i]) };
			return true;
		}
	/* Names last: they cost most, and mostly one of the others settles it. */
	if (born == DATE_OTHER && !place)
		return false;
	sum = names = alike_names(a, f, c);
	if (names < ALIKE_NAME)
		return false;
	why_names(&why, names);
	if (born != DATE_OTHER)
		why_add(&why, born == DATE_SAME ? "same date of birth"
		                               : "date of birth nearly the same");
	if (place)
		why_add(&why, "same postcode");
	sum += born == DATE_SAME ? 100 : born == DATE_NEAR ? 60 : 0;
	*out = (struct scored){ c, (sum + (place ? 100 : 0)) / 3, buf_text(&why) };
	return true;
}

size_t person_alike(struct db *db, struct arena *a, UserAccountId me, const struct person_form *f,
                    struct person_hit **out)
{
	struct sought s = { 0 };
	struct candidate *c;
	struct scored *found;
	size_t n, kept = 0;

	sought_of_form(a, &s, f);
	n = sought_candidates(db, a, &s, me, &c);
	found = NEWN(a, struct scored, n + 1);
	for (size_t i = 0; i < n; i++)
		kept += alike(a, f, &s, &c[i], &found[kept]);
	return hits_of(a, found, kept, ALIKE_MOST, out);
}
