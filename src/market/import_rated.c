/* SPDX-License-Identifier: MIT */
/*
 * import_rated.c -- the ratings of a row against those that are stored.
 *
 * A question's grade is another when its value or its day is not that of the
 * newest one.  What became of all of them is told as one event, of the worst:
 * a question that fell though the overall rating stands is what a contract
 * manager wants to hear of.
 */
#include "market/import_inside.h"
#include "market/import.sql.h"

struct telling_apart { struct buf was, now; bool down, up, anew, again; };

static const char *question_name(struct arena *a, const struct reg_rating *r)
{
	const char *question = vocab_label(&reg_question_vocab, (unsigned)r->question);

	return BLANK(r->service) ? question : arena_fmt(a, "%s, %s", r->service, question);
}

static void say(struct telling_apart *c, const char *question, const char *was, const char *now)
{
	if (was)
		buf_fmt(&c->was, "%s%s: %s", c->was.n ? "; " : "", question, was);
	buf_fmt(&c->now, "%s%s: %s", c->now.n ? "; " : "", question, now);
}

/* A first rating is news when it is younger than what was known; an older one never. */
static void compare_one(struct telling_apart *c, const struct import_ratings_row *newest,
                        const struct reg_rating *r, const char *question, Date latest)
{
	if (!newest) {
		if (date_known(r->on) && date_cmp(r->on, latest) > 0) {
			c->anew = true;
			say(c, question, NULL, r->text);
		}
		return;
	}
	if (date_known(r->on) && date_known(newest->given_day) &&
	    date_cmp(r->on, newest->given_day) < 0)
		return;
	if (text_same(newest->value, r->text)) {
		c->again = true;
		return;
	}
	if (newest->rank > 0 && r->rank > 0)
		*(r->rank < newest->rank ? &c->down : &c->up) = true;
	else
		c->anew = true;
	say(c, question, newest->value, r->text);
}

static const struct import_ratings_row *newest_of(const struct import_ratings_row *old, size_t n,
                                                  const struct reg_rating *r)
{
	const struct import_ratings_row *newest = NULL;

	for (size_t k = 0; k < n; k++)
		if (old[k].question == r->question && text_same(old[k].rated_service, r->service))
			newest = &old[k];
	return newest;
}

/* The day up to which what is published is no news. */
static Date known_until(const struct import_ratings_row *old, size_t n, Moment known)
{
	Date latest = DATE_NONE;

	for (size_t k = 0; k < n; k++)
		if (date_cmp(old[k].given_day, latest) > 0)
			latest = old[k].given_day;
	return date_known(latest) ? latest : moment_date(known);
}

struct ratings_compared ratings_compare(struct import *im, LocationId id, Moment known,
                                        const struct reg_location *l)
{
	struct telling_apart c = { .was = buf_new(im->row), .now = buf_new(im->row) };
	struct ratings_compared out = { .list = NEWN(im->row, struct rating_other, l->nratings) };
	struct import_ratings_row *old;
	size_t n = ALL(im->db, im->row, import_ratings, &old, .location = V(id));
	const Date latest = known_until(old, n, known);

	for (size_t i = 0; i < l->nratings; i++) {
		const struct reg_rating *r = &l->ratings[i];
		const struct import_ratings_row *newest = newest_of(old, n, r);
		const char *question = question_name(im->row, r);

		if (newest && text_same(newest->value, r->text) && newest->given_day.n == r->on.n)
			continue;
		out.list[out.n++] = (struct rating_other){ question,
			newest ? newest->value : "", r };
		compare_one(&c, newest, r, question, latest);
	}
	out.event = c.down ? EVENT_RATED_DOWN : c.up ? EVENT_RATED_UP : c.anew ? EVENT_RATED : 0;
	out.again = c.again;
	out.was = buf_text(&c.was);
	out.now = buf_text(&c.now);
	return out;
}
