/* SPDX-License-Identifier: MIT */
/*
 * import_row.c -- one row of a regulator's file: what of it is new, and its
 * writing.
 *
 * A row whose hash differs is compared fact by fact with what is stored.
 * Ratings are only ever added: one for each question whose value or date is
 * not that of the newest.  The Care Inspectorate publishes no overall grade;
 * the lowest of the current key questions stands for it, as in contracts.
 */
#include "market/import_inside.h"
#include "market/import.sql.h"

#include "base/utf8.h"
#include "exchange/identifiers.h"

#include <string.h>

/* The CQC's directory, Ofsted's joiners and leavers, the CQC's list of ratings. */
enum {
	DIRECTORY = 1, JOINERS = 2, RATINGS = 4, BOTH = DIRECTORY | JOINERS, EACH = BOTH | RATINGS,
	NOT_LISTS = DIRECTORY | RATINGS, NOT_NAMES = JOINERS | RATINGS
};

enum fact_kind { FACT_TEXT, FACT_NUMBER, FACT_DAY, FACT_STATUS };

/* The facts that are compared, and the event that a change of each is. */
static const struct fact {
	const char *label;
	size_t      at;
	enum fact_kind kind;
	int         event;               /* enum registration_event; 0: none      */
	unsigned    silent;              /* files that do not say it: it stays    */
} facts[] = {
	{ "Name",           offsetof(struct facts, name),          FACT_TEXT,   EVENT_RENAMED,
	  RATINGS },
	{ "Provider",       offsetof(struct facts, provider_ref),  FACT_TEXT,   EVENT_PROVIDER,
	  NOT_NAMES },
	{ "Provider name",  offsetof(struct facts, provider_name), FACT_TEXT,   0, NOT_NAMES },
	{ "Status",         offsetof(struct facts, status),        FACT_STATUS, EVENT_STATUS,
	  RATINGS },
	{ "Address",        offsetof(struct facts, address),       FACT_TEXT,   EVENT_MOVED,
	  NOT_NAMES },
	{ "Town",           offsetof(struct facts, town),          FACT_TEXT,   0, EACH },
	{ "Postcode",       offsetof(struct facts, postcode),      FACT_TEXT,   EVENT_MOVED,
	  NOT_NAMES },
	{ "Authority",      offsetof(struct facts, authority),     FACT_TEXT,   0, RATINGS },
	{ "Telephone",      offsetof(struct facts, phone),         FACT_TEXT,   0, NOT_NAMES },
	{ "UPRN",           offsetof(struct facts, uprn),          FACT_TEXT,   0, EACH },
	{ "Combined with",  offsetof(struct facts, combined),      FACT_TEXT,   0, EACH },
	{ "Hidden",         offsetof(struct facts, hidden),        FACT_NUMBER, 0, EACH },
	{ "Registered on",  offsetof(struct facts, registered),    FACT_DAY,    0, NOT_LISTS },
	{ "Registered until", offsetof(struct facts, ended),       FACT_DAY,    0, NOT_LISTS },
	{ "Places",         offsetof(struct facts, places),        FACT_NUMBER, 0, NOT_LISTS },
	{ "Inspected on",   offsetof(struct facts, inspected),     FACT_DAY,    0, EACH },
	{ "Rating",         offsetof(struct facts, rating),        FACT_TEXT,   0, BOTH },
	{ "Rank",           offsetof(struct facts, rank),          FACT_NUMBER, 0, BOTH },
	{ "Rated on",       offsetof(struct facts, rated),         FACT_DAY,    0, BOTH },
};

static const char *const *fact_text(const struct facts *f, const struct fact *k)
{
	return (const char *const *)(const void *)((const char *)f + k->at);
}

static const int64_t *fact_number(const struct facts *f, const struct fact *k)
{
	return (const int64_t *)(const void *)((const char *)f + k->at);
}

static const Date *fact_day(const struct facts *f, const struct fact *k)
{
	return (const Date *)(const void *)((const char *)f + k->at);
}

static bool fact_same(const struct facts *x, const struct facts *y, const struct fact *k)
{
	switch (k->kind) {
	case FACT_TEXT:
		return text_same(*fact_text(x, k), *fact_text(y, k));
	case FACT_NUMBER:
	case FACT_STATUS:
		return *fact_number(x, k) == *fact_number(y, k);
	case FACT_DAY:
		return fact_day(x, k)->n == fact_day(y, k)->n;
	}
	return false;
}

/* In people's words; "" for what is not there. */
static const char *fact_words(struct arena *a, const struct facts *f, const struct fact *k)
{
	const char *text;
	int64_t n;

	switch (k->kind) {
	case FACT_TEXT:
		text = *fact_text(f, k);
		return text ? text : "";
	case FACT_NUMBER:
		n = *fact_number(f, k);
		return n == INT_NONE ? "" : arena_fmt(a, "%lld", (long long)n);
	case FACT_STATUS:
		return vocab_label(&reg_status_vocab, *fact_number(f, k));
	case FACT_DAY:
		return date_text(a, *fact_day(f, k));
	}
	return "";
}

static void fact_copy(struct facts *to, const struct facts *from, const struct fact *k)
{
	size_t n = k->kind == FACT_TEXT ? sizeof(const char *)
	         : k->kind == FACT_DAY ? sizeof(Date) : sizeof(int64_t);

	memcpy((char *)to + k->at, (const char *)from + k->at, n);
}

/* ---- what the file says ------------------------------------------------------ */

static const char *or_null(const char *s)
{
	return BLANK(s) ? NULL : s;
}

/* Names have room for 300 characters; longer ones are cut between characters. */
static const char *name_of(struct arena *a, const char *s)
{
	size_t at = 0, n = 0;
	uint32_t cp;

	while (s[at] && n < 300) {
		at += utf8_next(s + at, &cp);
		n++;
	}
	return s[at] ? arena_dupn(a, s, at) : s;
}

/* The overall rating: the regulator's own, or the lowest of the key questions. */
static void overall_of(struct arena *a, const struct reg_location *l, struct facts *f)
{
	const struct reg_rating *worst = NULL;

	for (size_t i = 0; i < l->nratings; i++) {
		const struct reg_rating *r = &l->ratings[i];

		if (r->question == ASKED_OVERALL) {
			worst = r;
			break;
		}
		if (l->regulator == REGULATOR_CARE_INSPECTORATE && r->question != ASKED_COVID &&
		    r->rank > 0 && (!worst || r->rank < worst->rank))
			worst = r;
	}
	f->rank = INT_NONE;
	if (!worst)
		return;
	f->rating = worst->question == ASKED_OVERALL ? worst->text
	          : arena_fmt(a, "%d %s", worst->rank, reg_grade_ci(worst->rank));
	f->rank = worst->rank ? worst->rank : INT_NONE;
	f->rated = worst->on;
}

static struct facts facts_of(struct arena *a, const struct reg_location *l)
{
	struct facts f = {
		.name = name_of(a, l->name), .address = or_null(l->address),
		.town = or_null(l->town),
		.postcode = or_null(l->postcode), .authority = or_null(l->council),
		.phone = or_null(l->phone), .uprn = or_null(l->uprn), .hidden = l->hidden,
		.status = l->status, .places = l->places != INT_NONE ? l->places : l->beds,
		.registered = l->registered, .ended = l->deregistered,
		.inspected = date_known(l->inspected) ? l->inspected : l->checked,
	};
	char district[5] = "";

	/* One that trades in its own name has no organisation beside it. */
	f.provider_ref = BLANK(l->provider_ref) ? l->ref : l->provider_ref;
	f.provider_name = name_of(a, l->provider_name);
	if (f.postcode)
		postcode_district(f.postcode, district);
	f.district = or_null(arena_dup(a, district));
	for (size_t i = 0; i < l->nlinks; i++)
		if (l->links[i].kind == LINK_COMBINED)
			f.combined = or_null(l->links[i].ref);
	overall_of(a, l, &f);
	return f;
}

/* ---- what is stored ------------------------------------------------------------ */

static struct facts facts_stored(struct db *db, struct arena *a, LocationId id,
                                 ProviderId *provider, Moment *made)
{
	struct import_location_services_row *s;
	struct import_location_row r;
	struct facts f;
	size_t n;

	SURE(ONE(db, a, import_location, &r, .id = V(id)));
	f = (struct facts){
		r.name, r.address, r.town, r.postcode, r.district, r.authority, r.phone, r.uprn,
		r.combined_ref, r.hidden, r.status, r.places, r.registered_day, r.ended_day,
		r.inspected_day, r.latest_rating, r.latest_rank, r.latest_day, r.provider_ref,
		r.provider_name, 0,
	};
	n = ALL(db, a, import_location_services, &s, .location = V(id));
	for (size_t i = 0; i < n; i++)
		f.services |= 1u << s[i].service;
	*provider = r.provider;
	*made = r.made_ms;
	return f;
}

static const char *service_names(struct arena *a, unsigned bits)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < service_vocab.n; i++)
		if (bits >> service_vocab.words[i].code & 1) {
			buf_str(&b, b.n ? ", " : "");
			buf_str(&b, service_vocab.words[i].label);
		}
	return buf_text(&b);
}

/* ---- writing ----------------------------------------------------------------------- */

static ProviderId provider_of(struct import *im, const struct reg_location *l,
                              const struct facts *f)
{
	struct known_provider *p = known_provider(im->known, f->provider_ref);
	const char *name = f->provider_name;

	if (!p) {
		ProviderId id = NEW_ID(im->db, ProviderId);

		TELL(im->db, provider_insert, .id = V(id), .name = V(name),
		   .name_key = V(utf8_key(im->row, name)), .regulator = V((int64_t)im->regulator),
		   .ref = V(f->provider_ref), .kind = V(sector_of(l)),
		   .made_ms = V(im->order->now));
		p = known_provider_add(im->known, f->provider_ref, name, id);
	} else if (!p->settled && !text_same(p->name, name)) {
		TELL(im->db, provider_rename, .id = V(p->id), .name = V(name),
		   .name_key = V(utf8_key(im->row, name)));
		p->name = arena_dup(im->a, name);
	}
	p->settled = true;
	return p->id;
}

static void write_rating(struct import *im, LocationId id, const struct reg_rating *r)
{
	TELL(im->db, rating_insert, .id = V(NEW_ID(im->db, RatingId)), .location = V(id),
	   .rated_service = V(r->service), .question = V((int64_t)r->question), .value = V(r->text),
	   .rank = V(r->rank ? (int64_t)r->rank : INT_NONE), .given_day = V(r->on),
	   .noticed_ms = V(im->order->now), .import_run = V(im->run));
}

static void write_services(struct import *im, LocationId id, unsigned bits)
{
	for (size_t i = 0; i < service_vocab.n; i++)
		if (bits >> service_vocab.words[i].code & 1)
			TELL(im->db, location_service_insert, .location = V(id),
			   .service = V((int64_t)service_vocab.words[i].code));
}

/* What the regulator says of those before and after it. */
static void write_links(struct import *im, const struct reg_location *l)
{
	for (size_t i = 0; i < l->nlinks; i++) {
		if (l->links[i].kind == LINK_BEFORE)
			news_follows(im, l->links[i].ref, l->ref);
		if (l->links[i].kind == LINK_AFTER)
			news_follows(im, l->ref, l->links[i].ref);
	}
}

static void write_new(struct import *im, const struct reg_row *row, const struct reg_location *l,
                      const struct facts *f)
{
	LocationId id = NEW_ID(im->db, LocationId);
	ProviderId provider = provider_of(im, l, f);
	const struct whose whose = { id, provider, provider, f->district, f->authority };

	TELL(im->db, location_insert, .id = V(id), .provider = V(provider),
	   .regulator = V((int64_t)im->regulator), .ref = V(l->ref), .name = V(f->name),
	   .name_key = V(utf8_key(im->row, f->name)), .address = V(f->address), .town = V(f->town),
	   .postcode = V(f->postcode), .district = V(f->district), .authority = V(f->authority),
	   .phone = V(f->phone), .uprn = V(f->uprn), .hidden = V(f->hidden), .status = V(f->status),
	   .registered_day = V(f->registered), .ended_day = V(f->ended), .places = V(f->places),
	   .inspected_day = V(f->inspected), .combined_ref = V(f->combined),
	   .latest_rating = V(f->rating), .latest_rank = V(f->rank), .latest_day = V(f->rated),
	   .row_hash = V(((struct bytes){ &row->hash, sizeof row->hash })),
	   .made_ms = V(im->order->now));
	write_services(im, id, f->services);
	for (size_t i = 0; i < l->nratings; i++)
		write_rating(im, id, &l->ratings[i]);
	/* When the register is read for the first time, nothing has happened yet. */
	if (!im->first) {
		news_event(im, &whose, EVENT_REGISTERED, "", date_text(im->row, f->registered));
		news_began(im, &whose);
	}
	write_links(im, l);
}

static void write_changed(struct import *im, const struct reg_row *row,
                          const struct reg_location *l, LocationId id, const struct facts *f)
{
	TELL(im->db, location_update, .id = V(id), .provider = V(provider_of(im, l, f)),
	   .name = V(f->name), .name_key = V(utf8_key(im->row, f->name)), .address = V(f->address),
	   .town = V(f->town), .postcode = V(f->postcode), .district = V(f->district),
	   .authority = V(f->authority), .phone = V(f->phone), .uprn = V(f->uprn),
	   .hidden = V(f->hidden), .status = V(f->status), .registered_day = V(f->registered),
	   .ended_day = V(f->ended), .places = V(f->places), .inspected_day = V(f->inspected),
	   .combined_ref = V(f->combined), .latest_rating = V(f->rating), .latest_rank = V(f->rank),
	   .latest_day = V(f->rated), .row_hash = V(((struct bytes){ &row->hash,
	   sizeof row->hash })));
}

/* ---- what is different ----------------------------------------------------------------- */

struct changing {
	struct import *im;
	const struct reg_row *row;
	const char *name;
	LocationId id;
	ProviderId provider;         /* it was that one's               */
	Moment known;                /* since when it is known here     */
	size_t n;                    /* differences found               */
	struct { int kind; const char *was, *now; } events[16]; size_t nevents;
};

static void happened(struct changing *c, int event, const char *was, const char *now)
{
	SURE(c->nevents < COUNT(c->events));
	c->events[c->nevents].kind = event;
	c->events[c->nevents].was = was;
	c->events[c->nevents++].now = now;
}

static void differs(struct changing *c, const char *field, const char *was, const char *now,
                    int event)
{
	c->n++;
	import_note(c->im, (struct import_note){ FINDING_CHANGED, c->row->row, c->row->ref, c->name,
		field, was, now });
	if (event)
		happened(c, event, was, now);
}

/*
 * An address and its postcode are one move, and the CQC's two files write one address in
 * two ways.  Ofsted's joiners and leavers do not name the owner: when another list does, no
 * home has changed hands.
 */
static int event_of(const struct changing *c, const struct fact *k, const struct facts *was,
                    const struct facts *now, bool moved)
{
	const bool cqc = c->im->regulator == REGULATOR_CQC;

	switch (k->event) {
	case EVENT_MOVED:
		return moved || (cqc && k->at == offsetof(struct facts, address)) ? 0 : k->event;
	case EVENT_STATUS:
		return now->status == REG_GONE ? EVENT_CANCELLED : k->event;
	case EVENT_PROVIDER:
		return c->im->regulator == REGULATOR_OFSTED &&
		       text_same(was->provider_ref, c->row->ref) ? 0 : k->event;
	default:
		return k->event;
	}
}

static void compare_facts(struct changing *c, const struct facts *was, const struct facts *now)
{
	bool moved = false;

	for (size_t i = 0; i < COUNT(facts); i++) {
		const struct fact *k = &facts[i];

		if (fact_same(was, now, k))
			continue;
		const int event = event_of(c, k, was, now, moved);

		moved |= k->event == EVENT_MOVED;
		differs(c, k->label, fact_words(c->im->row, was, k), fact_words(c->im->row, now, k),
		        event);
	}
	/* A kind of care that had no name here before is none that began. */
	if (was->services != now->services)
		differs(c, "Services", service_names(c->im->row, was->services),
		        service_names(c->im->row, now->services),
		        was->services == 1u << SERVICE_OTHER ? 0 : EVENT_SERVICES);
}

/* All that one file says of a location's ratings is one event: of the worst of it. */
static void compare_ratings(struct changing *c, const struct reg_location *l,
                            const struct facts *was, const struct facts *now)
{
	const bool later = date_known(was->inspected) &&
	                   date_cmp(now->inspected, was->inspected) > 0;
	struct ratings_compared r = ratings_compare(c->im, c->id, c->known, l);

	for (size_t i = 0; i < r.n; i++) {
		differs(c, r.list[i].question, r.list[i].was, r.list[i].now->text, 0);
		if (c->im->apply)
			write_rating(c->im, c->id, r.list[i].now);
	}
	if (r.event)
		happened(c, r.event, r.was, r.now);
	else if (r.again || later)
		happened(c, EVENT_INSPECTED, date_text(c->im->row, was->inspected),
		         date_text(c->im->row, later ? now->inspected : now->rated));
}

/* ---- a row that is known --------------------------------------------------------------- */

/* The CQC's API says when it inspected, its directory when it published that: of the two the
 * later stays, and the directory's counts only when it is beyond the last rating too. */
static Date later_of(Date said, Date inspected, Date rated)
{
	if (date_cmp(said, inspected) > 0 &&
	    (!date_known(inspected) || !date_known(rated) || date_cmp(said, rated) > 0))
		return said;
	return inspected;
}

/*
 * What this kind of file does not say stays as it was.  The CQC's directory
 * has the town within the address, its API has them apart: while the postcode
 * is the same, the finer one is kept.
 */
static void keep_unsaid(const struct import *im, const struct facts *was, struct facts *f)
{
	const Date said = f->inspected;

	if (!f->services)
		f->services = was->services;
	const unsigned file = im->order->kind == IMPORTED_CQC_DIRECTORY ? DIRECTORY
	                    : im->order->kind == IMPORTED_CQC_RATINGS ? RATINGS
	                    : im->partial ? JOINERS : 0;

	for (size_t i = 0; i < COUNT(facts); i++)
		if (facts[i].silent & file)
			fact_copy(f, was, &facts[i]);
	if (im->regulator == REGULATOR_CQC)
		f->inspected = later_of(said, was->inspected, was->rated);
	if (im->order->kind != IMPORTED_CQC_DIRECTORY)
		return;
	if (was->address && text_same(was->postcode, f->postcode))
		f->address = was->address;
}

/* Once the row is written: whoever owns it now is known by then. */
static void tell(struct changing *c, const struct facts *f)
{
	const struct whose whose = { c->id, c->provider,
		known_provider(c->im->known, f->provider_ref)->id, f->district, f->authority };

	for (size_t i = 0; i < c->nevents; i++) {
		news_event(c->im, &whose, c->events[i].kind, c->events[i].was, c->events[i].now);
		if (c->events[i].kind == EVENT_CANCELLED)
			news_ended(c->im, &whose);
	}
}

static void take_known(struct import *im, const struct reg_row *row, const struct reg_location *l,
                       struct known_location *known, struct facts *f)
{
	struct changing c = { .im = im, .row = row, .name = f->name, .id = known->id };
	struct facts was = facts_stored(im->db, im->row, known->id, &c.provider, &c.known);
	struct known_provider *p;

	keep_unsaid(im, &was, f);
	/* Two rows may spell one provider's name in two ways: the first decides. */
	p = text_same(was.provider_ref, f->provider_ref)
	  ? known_provider(im->known, f->provider_ref) : NULL;
	if (p && p->settled)
		f->provider_name = was.provider_name = p->name;
	if (known->gone)
		differs(&c, "In the register", "No", "Yes", EVENT_BACK);
	compare_facts(&c, &was, f);
	compare_ratings(&c, l, &was, f);
	im->out->n_changed += c.n > 0;
	im->out->n_unchanged += c.n == 0;
	if (p && !p->settled && (!im->apply || !c.n)) {
		p->name = arena_dup(im->a, f->provider_name);
		p->settled = true;
	}
	if (!im->apply)
		return;
	write_links(im, l);
	if (!c.n) {
		TELL(im->db, location_hash, .id = V(known->id),
		   .row_hash = V(((struct bytes){ &row->hash, sizeof row->hash })));
		return;
	}
	write_changed(im, row, l, known->id, f);
	if (was.services != f->services) {
		TELL(im->db, location_service_clear, .location = V(known->id));
		write_services(im, known->id, f->services);
	}
	tell(&c, f);
}

void import_row_take(struct import *im, const struct reg_row *row, const struct reg_location *l,
                     struct known_location *known)
{
	struct facts f = facts_of(im->row, l);
	struct area *area = known_area(im->known, f.authority);
	struct known_provider *p = known_provider(im->known, f.provider_ref);

	if (area)
		area->mentioned = true;
	if (date_cmp(f.registered, im->latest) > 0)
		im->latest = f.registered;
	if (BLANK(f.provider_name))
		f.provider_name = p ? p->name : f.name;
	/* A CQC record without its types says nothing of them. */
	if (l->regulator != REGULATOR_CQC || l->ntypes)
		f.services = services_of(l);
	if (known) {
		take_known(im, row, l, known, &f);
		return;
	}
	if (!f.services)
		f.services = 1u << SERVICE_OTHER;
	im->out->n_new++;
	import_note(im, (struct import_note){ FINDING_NEW, row->row, l->ref, f.name, "", "",
		service_names(im->row, f.services) });
	if (im->apply)
		write_new(im, row, l, &f);
}

void import_row_gone(struct import *im, struct known_location *l)
{
	struct import_location_row r;
	struct whose whose;

	im->out->n_gone++;
	SURE(ONE(im->db, im->row, import_location, &r, .id = V(l->id)));
	import_note(im, (struct import_note){ FINDING_GONE, 0, l->ref, r.name, "In the register",
		"Yes",
		"No" });
	if (!im->apply)
		return;
	TELL(im->db, location_gone, .id = V(l->id), .gone_ms = V(im->order->now));
	whose = (struct whose){ l->id, r.provider, r.provider, r.district, r.authority };
	news_event(im, &whose, EVENT_GONE, "", "");
	news_ended(im, &whose);
}
