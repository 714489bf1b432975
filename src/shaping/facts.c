/* SPDX-License-Identifier: MIT */
/*
 * facts.c -- what a data pack counts: each person's support as it last was in
 * the months, each request as it stood at their end.
 */
#include "shaping/inside.h"
#include "shaping/pack.sql.h"

#include <stdlib.h>

#include "brokerage/brokerage.h"
#include "site/setting.h"

_Static_assert((int)SIZES_MOST == (int)SETTING_NUMBERS_MOST, "sizes are such a setting");

struct places { struct pack_localities_row *list; size_t n; };
struct bands { struct pack_bands_row *list; size_t n; };

/* ---- the lines and columns ------------------------------------------------------------ */

/* The line of a locality, from 1. */
static size_t line_of(const struct places *p, LocalityId id)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->list[i].id.v == id.v)
			return i + 1;
	SURE(!"a locality");
	return 0;
}

static void names_put(struct arena *a, struct pack_facts *f, const struct places *p,
                      const struct bands *b)
{
	f->places = NEWN(a, const char *, p->n + 1);
	for (f->nplaces = 0; f->nplaces < p->n; f->nplaces++)
		f->places[f->nplaces] = p->list[f->nplaces].name;
	f->bands = NEWN(a, const char *, b->n + 1);
	for (size_t i = 0; i < b->n; i++)
		f->bands[i] = b->list[i].name;
	f->bands[b->n] = "Other times";
	f->nbands = b->n + 1;
}

/* ---- people --------------------------------------------------------------------------- */

static int by_person(const void *one, const void *two)
{
	const struct pack_element *a = one, *b = two;

	if (a->person.v != b->person.v)
		return a->person.v < b->person.v ? -1 : 1;
	return (a->id.v > b->id.v) - (a->id.v < b->id.v);
}

static int by_element(const void *one, const void *two)
{
	const struct pack_visit *a = one, *b = two;

	return (a->element.v > b->element.v) - (a->element.v < b->element.v);
}

/* Minutes of the visit a week: each of its days in the first band that has its start. */
static void visit_count(const struct pack_visit *v, const struct bands *b, int64_t *times)
{
	for (int day = 0; day < 7; day++) {
		size_t at = 0;

		if (!(v->days >> day & 1))
			continue;
		while (at < b->n && !(b->list[at].days >> day & 1 &&
		                      v->start_mins.n >= b->list[at].start_mins.n &&
		                      v->start_mins.n < b->list[at].end_mins.n))
			at++;
		times[at] += v->length_mins.n * v->carers;
	}
}

struct visits { struct pack_visit *list; size_t n; };

static void visits_count(const struct visits *all, ElementId element, const struct bands *b,
                         struct pack_person *p)
{
	const struct pack_visit key = { .element = element };
	const struct pack_visit *v = all->n ? bsearch(&key, all->list, all->n, sizeof key,
	                                              by_element) : NULL;

	while (v && v > all->list && v[-1].element.v == element.v)
		v--;
	for (; v && v < all->list + all->n && v->element.v == element.v; v++) {
		visit_count(v, b, p->times);
		if (v->carers > p->hands)
			p->hands = v->carers;
	}
}

/* The last day of [.., until) on which any of them ran. */
static Date last_day(const struct pack_element *e, size_t n, Date until)
{
	Date last = DATE_NONE;

	for (size_t i = 0; i < n; i++) {
		const Date end = date_plus(date_cmp(e[i].until_day, until) < 0 ? e[i].until_day
		                           : until, -1);

		if (!date_known(last) || date_cmp(end, last) > 0)
			last = end;
	}
	return last;
}

/* One person's elements: those that ran on the last day are what is counted. */
static struct pack_person person_of(struct arena *a, const struct pack_element *e, size_t n,
                                    Date until, const struct places *places,
                                    const struct bands *b, const struct visits *visits)
{
	struct pack_person p = { .id = e->person, .times = NEWN(a, int64_t, b->n + 1), .hands = 1 };
	const Date on = last_day(e, n, until);
	int64_t most = -1;

	for (size_t i = 0; i < n; i++) {
		if (date_cmp(e[i].from_day, on) > 0 || date_cmp(e[i].until_day, on) <= 0)
			continue;
		p.week.n += e[i].week_mins.n;
		visits_count(visits, e[i].id, b, &p);
		if (e[i].week_mins.n > most) {
			most = e[i].week_mins.n;
			p.line = line_of(places, e[i].locality);
			p.service = e[i].service;
		}
	}
	return p;
}

static void people_load(struct db *db, struct arena *a, Date from, Date until,
                        const struct places *places, const struct bands *b,
                        struct pack_facts *f)
{
	struct pack_element *e;
	struct visits v;
	size_t n = ALL(db, a, pack_elements, &e, .from_day = V(from), .until_day = V(until));

	v.n = ALL(db, a, pack_visits, &v.list, .from_day = V(from), .until_day = V(until));
	if (n)
		qsort(e, n, sizeof *e, by_person);
	if (v.n)
		qsort(v.list, v.n, sizeof *v.list, by_element);
	f->people = NEWN(a, struct pack_person, n + 1);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && e[end].person.v == e[i].person.v; end++)
			;
		f->people[f->npeople++] = person_of(a, e + i, end - i, until, places, b, &v);
	}
}

/* ---- requests -------------------------------------------------------------------------- */

static int by_asker(const void *one, const void *two)
{
	const struct pack_request *a = one, *b = two;

	return (a->person.v > b->person.v) - (a->person.v < b->person.v);
}

static int64_t outcome_of(const struct pack_requests_row *r, Moment end)
{
	if (!moment_known(r->closed_ms) || moment_cmp(r->closed_ms, end) >= 0)
		return BECAME_WAITING;
	return r->stage == STAGE_AWARDED ? BECAME_FOUND
	     : r->stage == STAGE_UNMET ? BECAME_UNMET : BECAME_WITHDRAWN;
}

static void requests_load(struct db *db, struct arena *a, Date from, Date until,
                          const struct places *places, struct pack_facts *f)
{
	const Moment end = moment_at(until, minutes(0));
	struct pack_requests_row *r;
	size_t n = ALL(db, a, pack_requests, &r, .from_ms = V(moment_at(from, minutes(0))),
	               .until_ms = V(end));

	f->requests = NEWN(a, struct pack_request, n + 1);
	for (f->nrequests = 0; f->nrequests < n; f->nrequests++) {
		const struct pack_requests_row *at = &r[f->nrequests];

		f->requests[f->nrequests] = (struct pack_request){ at->person,
			line_of(places, at->locality), outcome_of(at, end) };
	}
	if (n)
		qsort(f->requests, n, sizeof *f->requests, by_asker);
}

struct pack_facts pack_facts_load(struct db *db, struct arena *a, Date from, Date until)
{
	struct pack_facts f = { .nplaces = 0 };
	struct places places;
	struct bands bands;

	places.n = ALL(db, a, pack_localities, &places.list, .none = { 0 });
	bands.n = ALL(db, a, pack_bands, &bands.list, .on_day = V(date_plus(until, -1)));
	names_put(a, &f, &places, &bands);
	f.nsizes = setting_numbers(db, "packs.sizes", f.sizes);
	people_load(db, a, from, until, &places, &bands, &f);
	requests_load(db, a, from, until, &places, &f);
	return f;
}
