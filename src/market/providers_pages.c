/* SPDX-License-Identifier: MIT */
/*
 * providers_pages.c -- the providers, and all that is known of one.
 */
#include "market/inside.h"
#include "market/page.sql.h"
#include "market/pages.h"

#include <stdlib.h>

VOCAB_WORDS(market_status, STANDING, MARKET_STATUSES)

/* ---- words ----------------------------------------------------------------------- */

const char *day_end_text(struct arena *a, Minutes end_mins)
{
	return end_mins.n == 1440 ? "24:00" : time_text(a, end_mins);
}

const char *service_list_text(struct arena *a, const char *codes)
{
	struct buf b = buf_new(a);

	while (codes && *codes) {
		char *rest;
		long code = strtol(codes, &rest, 10);

		if (rest == codes)
			break;
		buf_fmt(&b, "%s%s", b.n ? ", " : "", vocab_label(&service_vocab, code));
		codes = *rest == ',' ? rest + 1 : rest;
	}
	return buf_text(&b);
}

const char *embargo_what(struct arena *a, const char *location, int64_t lot_number, const char *lot,
                         const char *locality)
{
	char *what = arena_dup(a, embargo_scope_text(a, location, lot_number, lot, locality));

	if (!*what)
		return "The whole provider";
	*what = *what == 'a' ? 'A' : *what == 'o' ? 'O' : 'I';   /* at, on, in */
	return what;
}

const char *lot_title(struct arena *a, int64_t number, const char *name)
{
	return arena_fmt(a, "%lld: %s", (long long)number, name);
}

const char *last_day_text(struct arena *a, Date until)
{
	if (!date_known(until) || date_cmp(until, DATE_OPEN) >= 0)
		return "";
	return date_text(a, date_plus(until, -1));
}

struct cell last_day_cell(Date until)
{
	if (!date_known(until) || date_cmp(until, DATE_OPEN) >= 0)
		return cell_none();
	return cell_of_date(date_plus(until, -1));
}

/* ---- the list ------------------------------------------------------------------------ */

static const struct list_col provider_cols[] = {
	{ "id",        "Number",    .as = CELL_INT, .in_files_only = true },
	{ "name",      "Name",      .link = "/providers/{id}", .order = "name" },
	{ "town",      "Town" },
	{ "part",      "Part",      .as = CELL_WORD, .words = &part_vocab,
	  .means = "The best part held today, for any service" },
	{ "status",    "Standing",  .as = CELL_WORD, .words = &market_status_vocab,
	  .order = "status" },
	{ "rating",    "Latest rating", .means =
		"Of the location that was rated last, as published" },
	{ "locations", "Locations", .as = CELL_INT, .means = "Registered today" },
	{ "kind",      "Sector",    .as = CELL_WORD, .words = &sector_vocab },
	{ "regulator", "Regulator", .as = CELL_WORD, .words = &regulator_vocab,
	  .in_files_only = true },
	{ "ref",       "Reference", .in_files_only = true },
};

static const struct list_filter provider_filters[] = {
	{ "q",         "Name or registration number", FILTER_TEXT },
	{ "service",   "Service",   FILTER_CHOICE, .words = &service_vocab },
	{ "authority", "Authority", FILTER_CHOICE, .from = &market_authority_choices_sql },
	{ "status",    "Standing",  FILTER_CHOICE, .words = &market_status_vocab },
	{ "part",      "Part",      FILTER_CHOICE, .words = &part_vocab },
};

const struct list market_providers_list = {
	.name = "providers", .title = "Providers",
	.why = "Read by brokers and commissioners to see who there is, and on what standing",
	.sql = &market_provider_list_sql,
	.cols = provider_cols, .ncols = COUNT(provider_cols),
	.filters = provider_filters, .nfilters = COUNT(provider_filters),
	.order = "name", .page_rows = 50, .wide = true,
	.none = "No provider is known yet: import a regulator's file first",
};

/* ---- one provider: tables -------------------------------------------------------------- */

#define ROOM_OF(rec, key, title, cols) record_table((rec), (key), (title), (cols), COUNT(cols))
#define PROVIDER_HERE(rq) V(ID((rq), ProviderId, "provider"))

static const struct column location_cols[] = {
	{ .key = "name", .label = "Name" }, { .key = "ref", .label = "Reference" },
	{ .key = "services", .label = "Services" }, { .key = "town", .label = "Town" },
	{ .key = "authority", .label = "Authority" },
	{ .key = "status", .label = "Registration", .kind = CELL_WORD, .words = &reg_status_vocab },
	{ .key = "rating", .label = "Rating" },
	{ .key = "rated", .label = "Rated on", .kind = CELL_DATE },
	{ .key = "inspected", .label = "Inspected on", .kind = CELL_DATE },
};

static const char *services_of_location(struct arena *a,
                                        const struct market_location_services_row *s,
                                        size_t n, LocationId id)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < n; i++)
		if (s[i].location.v == id.v)
			buf_fmt(&b, "%s%s", b.n ? ", " : "",
			        vocab_label(&service_vocab, s[i].service));
	return buf_text(&b);
}

static size_t put_locations(struct rq *rq, struct record *rec)
{
	struct table *t = ROOM_OF(rec, "locations", "Locations", location_cols);
	struct market_location_services_row *s;
	struct market_locations_row *l;
	size_t ns = ALL(rq->db, rq->arena, market_location_services, &s,
	                .provider = PROVIDER_HERE(rq));
	size_t n = ALL(rq->db, rq->arena, market_locations, &l, .provider = PROVIDER_HERE(rq));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(l[i].name);
		c[1] = cell_of_text(l[i].ref);
		c[2] = cell_of_text(services_of_location(rq->arena, s, ns, l[i].id));
		c[3] = cell_of_text(l[i].town);
		c[4] = cell_of_text(l[i].authority);
		c[5] = cell_of_word(moment_known(l[i].gone_ms) ? REG_GONE : l[i].status);
		c[6] = cell_of_text(l[i].latest_rating);
		c[7] = cell_of_date(l[i].latest_day);
		c[8] = cell_of_date(l[i].inspected_day);
	}
	return n;
}

static const struct column rating_cols[] = {
	{ .key = "location", .from = "name", .label = "Location" },
	{ .key = "question", .from = "question", .label = "Question", .kind = CELL_WORD,
	  .words = &reg_question_vocab },
	{ .key = "value", .from = "value", .label = "Rating" },
	{ .key = "given", .from = "given_day", .label = "Published", .kind = CELL_DATE },
	{ .key = "noticed", .from = "noticed_ms", .label = "Read here", .kind = CELL_MOMENT },
};

static size_t put_ratings(struct rq *rq, struct record *rec)
{
	struct table *t = ROOM_OF(rec, "ratings", "Ratings, newest first", rating_cols);
	struct market_ratings_row *r;
	size_t n = ALL(rq->db, rq->arena, market_ratings, &r, .provider = PROVIDER_HERE(rq));

	record_fill(t, &market_ratings_sql, r, n);
	return n;
}

static const struct column event_cols[] = {
	{ .key = "location", .from = "name", .label = "Location" },
	{ .key = "kind", .from = "kind", .label = "What", .kind = CELL_WORD,
	  .words = &registration_event_vocab },
	{ .key = "was", .from = "was", .label = "Before" },
	{ .key = "now", .from = "now_is", .label = "After" },
	{ .key = "noticed", .from = "noticed_ms", .label = "Read here", .kind = CELL_MOMENT },
};

static size_t put_events(struct rq *rq, struct record *rec)
{
	struct table *t = ROOM_OF(rec, "events", "Changes of registration", event_cols);
	struct market_events_row *e;
	size_t n = ALL(rq->db, rq->arena, market_events, &e, .provider = PROVIDER_HERE(rq));

	record_fill(t, &market_events_sql, e, n);
	return n;
}

static const struct column standing_cols[] = {
	{ .key = "framework", .label = "Framework" },
	{ .key = "lot", .label = "Lot" },
	{ .key = "service", .label = "Service", .kind = CELL_WORD, .words = &service_vocab },
	{ .key = "part", .label = "Part", .kind = CELL_WORD, .words = &part_vocab },
	{ .key = "localities", .label = "Localities" },
	{ .key = "from", .label = "From", .kind = CELL_DATE },
	{ .key = "last_day", .label = "Last day", .kind = CELL_DATE },
	{ .key = "reason", .label = "Reason" },
	{ .key = "ended", .label = "Ended", .kind = CELL_WORD, .words = &standing_end_vocab },
	{ .key = "change", .label = "Change", .on_page_only = true },
	{ .key = "end", .label = "End", .on_page_only = true },
};

static const char *localities_of(struct arena *a,
                                 const struct market_accreditation_localities_row *l,
                                 size_t n, AccreditationId id)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < n; i++)
		if (l[i].accreditation.v == id.v)
			buf_fmt(&b, "%s%s", b.n ? ", " : "", l[i].name);
	return buf_text(&b);
}

/* What has not ended yet can be changed or ended. */
static void put_standing_ways(struct rq *rq, struct cell *change, struct cell *end_cell, int64_t id)
{
	*change = cell_linked(cell_of_text("Change"),
	                      arena_fmt(rq->arena, "/accreditations/%lld/change", (long long)id));
	*end_cell = cell_linked(cell_of_text("End"),
	                        arena_fmt(rq->arena, "/accreditations/%lld/end", (long long)id));
}

static size_t put_standings(struct rq *rq, struct record *rec)
{
	struct table *t = ROOM_OF(rec, "standings", "Standing on the framework", standing_cols);
	struct market_accreditation_localities_row *l;
	struct market_accreditations_row *r;
	size_t nl = ALL(rq->db, rq->arena, market_accreditation_localities, &l,
	                .provider = PROVIDER_HERE(rq));
	size_t n = ALL(rq->db, rq->arena, market_accreditations, &r, .provider = PROVIDER_HERE(rq));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(r[i].framework_name);
		c[1] = cell_linked(cell_of_text(lot_title(rq->arena, r[i].lot_number,
		                                          r[i].lot_name)),
		                   arena_fmt(rq->arena, "/lots/%lld", (long long)r[i].lot.v));
		c[2] = cell_of_word(r[i].service);
		c[3] = cell_of_word(r[i].part);
		c[4] = cell_of_text(localities_of(rq->arena, l, nl, r[i].id));
		c[5] = cell_of_date(r[i].from_day);
		c[6] = last_day_cell(r[i].until_day);
		c[7] = cell_of_text(r[i].end_reason ? r[i].end_reason : r[i].reason);
		c[8] = r[i].ended_how == INT_NONE ? cell_none() : cell_of_word(r[i].ended_how);
		if (rq_may(rq, MAY_MARKET) && date_cmp(r[i].until_day, rq->today) > 0)
			put_standing_ways(rq, &c[9], &c[10], r[i].id.v);
	}
	return n;
}

static const struct column block_cols[] = {
	{ .key = "name", .label = "Name" },
	{ .key = "service", .label = "Service", .kind = CELL_WORD, .words = &service_vocab },
	{ .key = "locality", .label = "Locality" },
	{ .key = "from", .label = "From", .kind = CELL_DATE },
	{ .key = "last_day", .label = "Last day", .kind = CELL_DATE },
	{ .key = "week", .label = "Bought a week", .kind = CELL_MINUTES },
	{ .key = "left", .label = "Left a week", .kind = CELL_MINUTES,
	  .means = "Bought less the most that placements draw in any week from today" },
	{ .key = "rate", .label = "Rate an hour", .kind = CELL_MONEY },
	{ .key = "end", .label = "End", .on_page_only = true },
};

static size_t put_blocks(struct rq *rq, struct record *rec)
{
	struct table *t = ROOM_OF(rec, "blocks", "Hours bought ahead", block_cols);
	struct market_blocks_row *r;
	size_t n = ALL(rq->db, rq->arena, market_blocks, &r, .provider = PROVIDER_HERE(rq));

	for (size_t i = 0; i < n; i++) {
		bool lives = date_cmp(r[i].until_day, rq->today) > 0;
		struct cell *c = table_add(t);

		c[0] = cell_of_text(r[i].name);
		c[1] = cell_of_word(r[i].service);
		c[2] = cell_of_text(r[i].locality_name);
		c[3] = cell_of_date(r[i].from_day);
		c[4] = last_day_cell(r[i].until_day);
		c[5] = cell_of_minutes(r[i].week_mins);
		if (lives)
			c[6] = cell_of_minutes(block_left(rq->db, rq->arena, r[i].id, rq->today));
		c[7] = cell_of_money(r[i].rate_pence);
		if (lives && rq_may(rq, MAY_MARKET))
			c[8] = cell_linked(cell_of_text("End"),
			                   arena_fmt(rq->arena, "/blocks/%lld/end",
			                                                  (long long)r[i].id.v));
	}
	return n;
}

static const struct column embargo_cols[] = {
	{ .key = "what", .label = "What" },
	{ .key = "from", .label = "Since", .kind = CELL_MOMENT },
	{ .key = "reason", .label = "Reason" }, { .key = "evidence", .label = "Evidence" },
	{ .key = "decided", .label = "Decided by" }, { .key = "by", .label = "Entered by" },
	{ .key = "review", .label = "Review on", .kind = CELL_DATE },
	{ .key = "lifted", .label = "Lifted", .kind = CELL_MOMENT },
	{ .key = "lift_reason", .label = "Why lifted" },
	{ .key = "lift", .label = "Lift", .on_page_only = true },
};

static size_t put_embargoes(struct rq *rq, struct record *rec)
{
	struct table *t = ROOM_OF(rec, "embargoes", "Suspensions", embargo_cols);
	struct market_embargoes_row *e;
	size_t n = ALL(rq->db, rq->arena, market_embargoes, &e, .provider = PROVIDER_HERE(rq));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(embargo_what(rq->arena, e[i].location_name, e[i].lot_number,
		                                 e[i].lot_name, e[i].locality_name));
		c[1] = cell_of_moment(e[i].from_ms);
		c[2] = cell_of_text(e[i].reason);
		c[3] = cell_of_text(e[i].evidence);
		c[4] = cell_of_text(e[i].decided_name);
		c[5] = cell_of_text(e[i].made_name);
		c[6] = cell_of_date(e[i].review_day);
		c[7] = cell_of_moment(e[i].lift_ms);
		c[8] = cell_of_text(e[i].lift_reason);
		if (!moment_known(e[i].lift_ms) && rq_may(rq, MAY_MARKET))
			c[9] = cell_linked(cell_of_text("Lift"),
			                   arena_fmt(rq->arena, "/embargoes/%lld/lift",
			                                                   (long long)e[i].id.v));
	}
	return n;
}

static const struct column capacity_cols[] = {
	{ .key = "locality", .from = "locality_name", .label = "Locality" },
	{ .key = "band", .from = "band_name", .label = "Time band" },
	{ .key = "free", .from = "free_mins", .label = "Free a week", .kind = CELL_MINUTES },
	{ .key = "stated", .from = "stated_ms", .label = "Stated", .kind = CELL_MOMENT },
	{ .key = "by", .from = "stated_name", .label = "By" },
};

static size_t put_capacity(struct rq *rq, struct record *rec)
{
	struct table *t = ROOM_OF(rec, "capacity", "Free hours, as stated", capacity_cols);
	struct market_capacity_row *r;
	size_t n = ALL(rq->db, rq->arena, market_capacity, &r, .provider = PROVIDER_HERE(rq),
	               .today = V(rq->today));

	record_fill(t, &market_capacity_sql, r, n);
	return n;
}

/* ---- one provider ------------------------------------------------------------------------- */

static const char *skills_text(struct rq *rq)
{
	struct market_provider_skills_row *s;
	struct buf b = buf_new(rq->arena);
	size_t n = ALL(rq->db, rq->arena, market_provider_skills, &s,
	               .provider = PROVIDER_HERE(rq));

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%s", i ? ", " : "", s[i].name);
	return buf_text(&b);
}

static void put_facts(struct rq *rq, struct record *rec, const struct market_provider_row *p)
{
	const char *base = arena_fmt(rq->arena, "/providers/%lld", (long long)p->id.v);
	bool embargoed = provider_embargoed(rq->db, rq->arena, p->id, rq->now);

	record_text(rec, "name", "Name", p->name);
	record_fact(rec, &(struct column){ .key = "suspended", .label = "Suspended",
		.kind = CELL_BOOL },
	            cell_of_bool(embargoed));
	record_word(rec, "kind", "Sector", &sector_vocab, p->kind);
	record_word(rec, "regulator", "Regulator", &regulator_vocab, p->regulator);
	record_text(rec, "ref", "Reference", p->ref);
	record_text(rec, "email", "Requests are announced to", p->email);
	if (rq_may(rq, MAY_MARKET))
		record_change(rec, arena_fmt(rq->arena, "%s/email", base));
	record_text(rec, "skills", "Skills", skills_text(rq));
	if (rq_may(rq, MAY_MARKET))
		record_change(rec, arena_fmt(rq->arena, "%s/skills", base));
}

/* What it must show and does not, and what follows. */
static void gaps_draw(struct rq *rq, struct page *pg, ProviderId id)
{
	struct evidence_gap *gaps;
	size_t n = evidence_gaps(rq->db, rq->arena, id, false, rq->now, &gaps);

	for (size_t i = 0; i < n; i++)
		gov_warning_text(pg, (struct gov_warning){ .text = arena_fmt(rq->arena, "%s: %s.",
			gaps[i].words, vocab_label(&evidence_lapse_vocab, gaps[i].lapse)) });
}

static void provider_buttons(struct rq *rq, struct page *pg, ProviderId id)
{
	static const struct { const char *text, *to; bool second; } ways[] = {
		{ "Accredit", "accredit", false }, { "Add hours bought ahead", "blocks", true },
		{ "Suspend", "suspend", true },
	};

	EL(pg, "div", "class", "govuk-button-group");
	for (size_t i = 0; i < COUNT(ways); i++)
		gov_button(pg, (struct gov_button){ .text = ways[i].text,
			.href = arena_fmt(rq->arena, "/providers/%lld/%s", (long long)id.v,
			                  ways[i].to),
			.classes = ways[i].second ? "govuk-button--secondary" : NULL });
	end(pg);
}

static const struct column evidence_cols[] = {
	{ .key = "kind", .label = "What" },
	{ .key = "state", .label = "State", .kind = CELL_WORD, .words = &evidence_state_vocab },
	{ .key = "from", .label = "From", .kind = CELL_DATE },
	{ .key = "last_day", .label = "Last day", .kind = CELL_DATE },
	{ .key = "cover", .label = "Cover", .kind = CELL_MONEY },
	{ .key = "words", .label = "Of whom, number" },
};

static size_t put_evidence(struct rq *rq, struct record *rec)
{
	struct table *t = ROOM_OF(rec, "evidence", "Evidence", evidence_cols);
	struct evidence_of_provider_row *e;
	size_t n = ALL(rq->db, rq->arena, evidence_of_provider, &e, .provider = PROVIDER_HERE(rq));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(e[i].kind_name);
		c[1] = cell_of_word(evidence_state_on(e[i].sound, e[i].until_day, rq->today));
		c[2] = cell_of_date(e[i].from_day);
		c[3] = last_day_cell(e[i].until_day);
		c[4] = cell_of_money(e[i].cover_pence);
		c[5] = cell_of_text(e[i].words);
	}
	return n;
}

static const struct {
	const char *key, *title, *none;
	size_t (*put)(struct rq *, struct record *);
} parts[] = {
	{ "standings", "Standing on the framework", "Not accredited for anything.", put_standings },
	{ "embargoes", "Suspensions", "Never suspended.", put_embargoes },
	{ "evidence", "Evidence", "Nothing was shown.", put_evidence },
	{ "blocks", "Hours bought ahead", "None.", put_blocks },
	{ "capacity", "Free hours, as stated", "None stated.", put_capacity },
	{ "locations", "Locations", "None.", put_locations },
	{ "ratings", "Ratings, newest first", "None published.", put_ratings },
	{ "events", "Changes of registration", "None noticed.", put_events },
};

static void part_draw(struct rq *rq, struct page *pg, const struct record *rec, size_t i,
                      size_t rows)
{
	if (rows) {
		record_draw_table(rq, pg, rec, parts[i].key);
		return;
	}
	heading(pg, 2, parts[i].title);
	para(pg, parts[i].none);
}

/* Of all of it, or of each part that is suspended. */
static void warn_of_suspensions(struct rq *rq, struct page *pg, const struct market_provider_row *p)
{
	struct market_embargoes_row *e;
	size_t n;

	if (provider_embargoed(rq->db, rq->arena, p->id, rq->now)) {
		gov_warning_text(pg, (struct gov_warning){
			.text = "This provider is suspended: it is offered nothing new." });
		return;
	}
	n = ALL(rq->db, rq->arena, market_embargoes, &e, .provider = V(p->id));
	for (size_t i = 0; i < n; i++)
		if (!moment_known(e[i].lift_ms) || moment_cmp(e[i].lift_ms, rq->now) > 0)
			gov_warning_text(pg, (struct gov_warning){ .text = arena_fmt(rq->arena,
				"This provider is suspended %s: it is offered nothing new there.",
				embargo_scope_text(rq->arena, e[i].location_name, e[i].lot_number,
				                   e[i].lot_name, e[i].locality_name)) });
}

struct reply provider_get(struct rq *rq)
{
	size_t rows[COUNT(parts)];
	struct market_provider_row p;
	struct record *rec;
	struct page *pg;

	if (!ONE(rq->db, rq->arena, market_provider, &p, .provider = PROVIDER_HERE(rq)))
		return not_found(rq);
	rec = record_new(rq->arena, "provider", p.id.v, p.name);
	put_facts(rq, rec, &p);
	for (size_t i = 0; i < COUNT(parts); i++)
		rows[i] = parts[i].put(rq, rec);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = p.name;
	rq->look.back = "/providers";
	rq->look.wide = true;
	pg = show_begin(rq);
	warn_of_suspensions(rq, pg, &p);
	gaps_draw(rq, pg, p.id);
	if (rq_may(rq, MAY_MARKET))
		provider_buttons(rq, pg, p.id);
	record_draw_facts(rq, pg, rec);
	for (size_t i = 0; i < COUNT(parts); i++)
		part_draw(rq, pg, rec, i, rows[i]);
	return show(rq, pg);
}
