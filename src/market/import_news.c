/* SPDX-License-Identifier: MIT */
/*
 * import_news.c -- what of a regulator's file is news to somebody here.
 *
 *	each difference --> registration_event
 *	                --> watched? then it waits, and is a notice at the end
 *	location ended, another began --> proposed as one going on as the other
 *
 * A notice waits to the end because a file that brings very many locations
 * covers more than the one before it did: none of them is news then.
 */
#include "market/import_inside.h"
#include "market/news.sql.h"

#include "site/setting.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* More new ones than this share of what was known, in per cent, are no news. */
enum { MANY_NEW = 20 };

/* ---- whom we watch --------------------------------------------------------------- */

struct watched_one { int64_t provider; enum watched why; };

struct watching {
	enum watched far;               /* as far as that reason                   */
	struct watched_one *list; size_t n;     /* by provider                     */
	const char **districts;   size_t ndistricts;
	const char **authorities; size_t nauthorities;
};

static int by_provider(const void *a, const void *b)
{
	const struct watched_one *x = a, *y = b;

	return x->provider != y->provider ? (x->provider < y->provider ? -1 : 1)
	                                  : (int)x->why - (int)y->why;
}

/* "Westmarch; North Westmarch" */
static void authorities_read(struct arena *a, const char *text, struct watching *w)
{
	size_t room = 1;

	for (const char *p = text; *p; p++)
		room += *p == ';';
	w->authorities = NEWN(a, const char *, room);
	while (*text) {
		size_t n = strcspn(text, ";");
		char *name = arena_dupn(a, text, n), *last;

		name += strspn(name, " ");
		last = name + strlen(name);
		while (last > name && last[-1] == ' ')
			*--last = 0;
		if (*name)
			w->authorities[w->nauthorities++] = name;
		text += n + (text[n] != 0);
	}
}

static struct watching *watching_load(struct import *im)
{
	struct watching *w = NEW(im->a, struct watching);
	const Date today = moment_date(im->order->now);
	const struct word *far = vocab_by_key(&notices_of_vocab, setting(im->db, "notices.of"));
	struct news_used_row *u;
	struct news_standing_row *s;
	struct news_districts_row *d;
	size_t nu = ALL(im->db, im->a, news_used, &u, .today = V(today));
	size_t ns = ALL(im->db, im->a, news_standing, &s, .today = V(today));
	size_t nd = ALL(im->db, im->a, news_districts, &d, .today = V(today));

	w->far = far ? (enum watched)far->code : WATCHED_AREA;
	w->list = NEWN(im->a, struct watched_one, nu + ns + 1);
	for (size_t i = 0; i < nu; i++)
		w->list[w->n++] = (struct watched_one){ u[i].provider.v, WATCHED_USED };
	for (size_t i = 0; i < ns; i++)
		w->list[w->n++] = (struct watched_one){ s[i].provider.v, WATCHED_STANDING };
	qsort(w->list, w->n, sizeof *w->list, by_provider);
	w->districts = NEWN(im->a, const char *, nd + 1);
	for (size_t i = 0; i < nd; i++)
		w->districts[w->ndistricts++] = d[i].district;
	authorities_read(im->a, arena_dup(im->a, setting(im->db, "notices.authorities")), w);
	return w;
}

/* The strongest reason to watch a provider; 0: none. */
static int why_provider(const struct watching *w, ProviderId id)
{
	size_t low = 0, high = w->n;

	while (low < high) {
		const size_t mid = (low + high) / 2;

		if (w->list[mid].provider < id.v)
			low = mid + 1;
		else
			high = mid;
	}
	return low < w->n && w->list[low].provider == id.v && w->list[low].why <= w->far
	     ? (int)w->list[low].why : 0;
}

static bool in_area(const struct watching *w, const char *district, const char *authority)
{
	for (size_t i = 0; district && i < w->ndistricts; i++)
		if (strcmp(w->districts[i], district) == 0)
			return true;
	for (size_t i = 0; authority && i < w->nauthorities; i++)
		if (strcasecmp(w->authorities[i], authority) == 0)
			return true;
	return false;
}

/* Why it is somebody's news, and of which provider: of two, the one that matters more. */
static int why_watched(struct import *im, const struct whose *l, ProviderId *of)
{
	int was, is;

	if (!im->watching)
		im->watching = watching_load(im);
	was = why_provider(im->watching, l->was);
	is = why_provider(im->watching, l->is);
	*of = was && (!is || was < is) ? l->was : l->is;
	if (was || is)
		return was && (!is || was < is) ? was : is;
	return im->watching->far == WATCHED_AREA &&
	       in_area(im->watching, l->district, l->authority) ? WATCHED_AREA : 0;
}

/* ---- events ---------------------------------------------------------------------- */

struct waiting { RegistrationEventId event; ProviderId provider; int why; bool new_one; };
struct pair { const char *before, *after; };

struct telling {
	struct waiting *list; size_t n, room;
	LocationId *began; size_t nbegan, began_room;
	LocationId *ended; size_t nended, ended_room;
	struct pair *pairs; size_t npairs, pair_room;
};

#define ROOM_FOR_ONE(im, list, n, room)                                                      \
	do {                                                                                 \
		if ((n) == (room)) {                                                         \
			size_t more_ = (room) ? 2 * (room) : 64;                              \
			(list) = arena_grow((im)->a, (list), (room) * sizeof *(list),        \
			                    more_ * sizeof *(list));                         \
			(room) = more_;                                                      \
		}                                                                            \
	} while (0)

static struct telling *telling_of(struct import *im)
{
	if (!im->telling)
		im->telling = NEW(im->a, struct telling);
	return im->telling;
}

void news_event(struct import *im, const struct whose *l, int event, const char *was,
                const char *now)
{
	struct telling *t = telling_of(im);
	RegistrationEventId id = NEW_ID(im->db, RegistrationEventId);
	ProviderId of;
	int why;

	TELL(im->db, registration_event_insert, .id = V(id), .location = V(l->location),
	   .kind = V((int64_t)event), .was = V(was), .now_is = V(now),
	   .noticed_ms = V(im->order->now), .import_run = V(im->run));
	/* Another name is kept with the location, and is nothing to look at. */
	if (event == EVENT_RENAMED || (why = why_watched(im, l, &of)) == 0)
		return;
	ROOM_FOR_ONE(im, t->list, t->n, t->room);
	t->list[t->n++] = (struct waiting){ id, of, why, event == EVENT_REGISTERED };
}

void news_began(struct import *im, const struct whose *l)
{
	struct telling *t = telling_of(im);
	ProviderId of;

	if (!why_watched(im, l, &of))
		return;
	ROOM_FOR_ONE(im, t->began, t->nbegan, t->began_room);
	t->began[t->nbegan++] = l->location;
}

void news_ended(struct import *im, const struct whose *l)
{
	struct telling *t = telling_of(im);
	ProviderId of;

	if (!why_watched(im, l, &of))
		return;
	ROOM_FOR_ONE(im, t->ended, t->nended, t->ended_room);
	t->ended[t->nended++] = l->location;
}

void news_follows(struct import *im, const char *before, const char *after)
{
	struct telling *t = telling_of(im);

	ROOM_FOR_ONE(im, t->pairs, t->npairs, t->pair_room);
	t->pairs[t->npairs++] = (struct pair){ arena_dup(im->a, before), arena_dup(im->a, after) };
}

/* ---- one location goes on as another ----------------------------------------------- */

static void propose(struct import *im, LocationId before, LocationId after, enum follows rule)
{
	struct succession_of_row known;

	if (ONE(im->db, im->row, succession_of, &known, .successor = V(after),
	        .predecessor = V(before)) ||
	    ONE(im->db, im->row, succession_of, &known, .successor = V(before),
	        .predecessor = V(after)))
		return;
	TELL(im->db, succession_insert, .id = V(NEW_ID(im->db, LocationSuccessionId)),
	   .predecessor = V(before), .successor = V(after), .rule = V((int64_t)rule),
	   .made_ms = V(im->order->now), .import_run = V(im->run));
}

static bool has_ended(const struct news_location_row *l)
{
	return moment_known(l->gone_ms) || l->status == REG_GONE;
}

/*
 * Between which days it ended.  One that is missing in this file ended after the last file was
 * made and before this one was: files are read late, so their youngest registrations say when.
 */
static void end_of(const struct import *im, const struct news_location_row *l, Date *from,
                   Date *until)
{
	*from = *until = date_known(l->ended_day) ? l->ended_day : moment_date(l->gone_ms);
	if (date_known(l->ended_day) || l->gone_ms.ms != im->order->now.ms)
		return;
	if (date_known(im->known->latest) && date_cmp(im->known->latest, *from) < 0)
		*from = im->known->latest;
	if (date_known(im->latest) && date_cmp(im->latest, *from) >= 0 &&
	    date_cmp(im->latest, *until) < 0)
		*until = im->latest;
}

static Date start_of(const struct news_location_row *l)
{
	return date_known(l->registered_day) ? l->registered_day : moment_date(l->made_ms);
}

/* Its first line, less blanks, marks and capitals: "1, High St." is "1highst". */
static const char *address_key(struct arena *a, const char *address)
{
	struct buf b = buf_new(a);

	for (const char *p = address; p && *p && *p != '\n'; p++)
		if (isalnum((unsigned char)*p))
			buf_char(&b, (char)tolower((unsigned char)*p));
	return buf_text(&b);
}

/* By which rule they are at one place; 0: by none. */
static int same_place(struct arena *a, const struct news_location_row *x,
                      const struct news_location_row *y)
{
	const char *key = address_key(a, x->address);

	if (x->uprn && y->uprn)
		return strcmp(x->uprn, y->uprn) == 0 ? FOLLOWS_UPRN : 0;
	return x->postcode && text_same(x->postcode, y->postcode) && *key &&
	       strcmp(key, address_key(a, y->address)) == 0 ? FOLLOWS_ADDRESS : 0;
}

/* One ended about when the other began, at the same place, and gives some care that it gave. */
static void compare_two(struct import *im, const struct news_location_row *x, LocationId other)
{
	const int64_t days = setting_int(im->db, "notices.succession_days");
	const struct news_location_row *before = x, *after;
	struct news_service_shared_row shared;
	struct news_location_row y;
	Date began, from, until;
	int rule;

	SURE(ONE(im->db, im->row, news_location, &y, .id = V(other)));
	if (has_ended(x) == has_ended(&y))
		return;
	after = &y;
	if (has_ended(&y)) {
		before = &y;
		after = x;
	}
	began = start_of(after);
	end_of(im, before, &from, &until);
	rule = same_place(im->row, x, &y);
	if (!rule || date_minus(began, until) > days || date_minus(from, began) > days)
		return;
	SURE(ONE(im->db, im->row, news_service_shared, &shared, .location = V(x->id),
	         .other = V(other)));
	if (shared.n)
		propose(im, before->id, after->id, (enum follows)rule);
}

static void look_around(struct import *im, LocationId id)
{
	struct arena_mark mark = arena_mark(im->row);
	struct news_location_row l;
	struct news_at *at;
	size_t n;

	SURE(ONE(im->db, im->row, news_location, &l, .id = V(id)));
	if (l.uprn) {
		n = ALL(im->db, im->row, news_at_uprn, &at, .uprn = V(l.uprn),
		        .regulator = V(l.regulator), .id = V(id));
		for (size_t i = 0; i < n; i++)
			compare_two(im, &l, at[i].id);
	}
	if (l.postcode) {
		n = ALL(im->db, im->row, news_at_postcode, &at, .postcode = V(l.postcode),
		        .regulator = V(l.regulator), .id = V(id));
		for (size_t i = 0; i < n; i++)
			compare_two(im, &l, at[i].id);
	}
	arena_back(im->row, mark);
}

/* Both must be known, and one of them watched. */
static void pair_take(struct import *im, const struct pair *p)
{
	const struct known_location *k[2] = { known_location(im->known, p->before),
	                                      known_location(im->known, p->after) };
	LocationId id[2];
	bool watched = false;

	for (int i = 0; i < 2; i++) {
		struct news_location_by_ref_row by_ref;
		struct news_location_row l;
		ProviderId of;

		if (k[i])
			id[i] = k[i]->id;
		else if (ONE(im->db, im->row, news_location_by_ref, &by_ref,
		             .regulator = V((int64_t)im->regulator),
		             .ref = V(i ? p->after : p->before)))
			id[i] = by_ref.id;
		else
			return;
		SURE(ONE(im->db, im->row, news_location, &l, .id = V(id[i])));
		watched |= why_watched(im, &(struct whose){ l.id, l.provider, l.provider,
			l.district, l.authority }, &of) != 0;
	}
	if (watched && id[0].v != id[1].v)
		propose(im, id[0], id[1], FOLLOWS_SAID);
}

void news_end(struct import *im)
{
	struct telling *t = im->telling;
	bool many;

	if (!t || !im->apply)
		return;
	many = im->out->n_new * 100 > (int64_t)im->known->nlocations * MANY_NEW;
	for (size_t i = 0; i < t->n; i++)
		if (!many || !t->list[i].new_one)
			TELL(im->db, notice_insert, .id = V(NEW_ID(im->db, RegulatorNoticeId)),
			   .registration_event = V(t->list[i].event),
			   .provider = V(t->list[i].provider), .why = V((int64_t)t->list[i].why),
			   .made_ms = V(im->order->now));
	for (size_t i = 0; i < t->npairs; i++) {
		struct arena_mark mark = arena_mark(im->row);

		pair_take(im, &t->pairs[i]);
		arena_back(im->row, mark);
	}
	for (size_t i = 0; i < t->nbegan; i++)
		look_around(im, t->began[i]);
	for (size_t i = 0; i < t->nended; i++)
		look_around(im, t->ended[i]);
}
