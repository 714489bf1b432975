/* SPDX-License-Identifier: MIT */
/*
 * location_pages.c -- one registered location, for staff: its ratings, its
 * history and what it takes along from the location that it follows.
 */
#include "market/page.sql.h"
#include "market/pages.h"
#include "market/watch.sql.h"

#define HERE(rq) ID((rq), LocationId, "location")

/* ---- ratings -------------------------------------------------------------------------- */

/* A registration that another location has taken over with its history. */
static struct cell given_cell(struct rq *rq, const void *row)
{
	const struct location_ratings_row *r = row;

	return cell_of_text(r->location.v == HERE(rq).v ? "" :
	                    arena_fmt(rq->arena, "%s, %s", r->location_name, r->ref));
}

static const struct list_col rating_cols[] = {
	{ "question",  "Question", .as = CELL_WORD, .words = &reg_question_vocab },
	{ "rated_service", "Service or group", .means = "Empty: the location as a whole" },
	{ "value",     "Rating",   .means = "As published" },
	{ "rank",      "Rank",     .as = CELL_INT, .in_files_only = true,
	  .means = "1 worst; 4 best of the CQC and Ofsted, 6 of the Care Inspectorate" },
	{ "given_day", "Published", .as = CELL_DATE },
	{ "noticed_ms", "Read here", .as = CELL_MOMENT },
	{ "former",    "Given to its predecessor", .make = given_cell },
};

static const struct list_filter rating_filters[] = {
	{ "question", "Question", FILTER_CHOICE, .words = &reg_question_vocab },
};

const struct list market_ratings_list = {
	.name = "ratings", .title = "Ratings of a location",
	.why = "Read by contract managers: how a location was rated over the years, whoever ran it",
	.sql = &location_ratings_sql, .cols = rating_cols, .ncols = COUNT(rating_cols),
	.filters = rating_filters, .nfilters = COUNT(rating_filters), .page_rows = 100,
	.wide = true, .none = "None published",
};

static const struct column newest_cols[] = {
	{ .key = "question", .label = "Question", .kind = CELL_WORD, .words = &reg_question_vocab },
	{ .key = "service", .label = "Service or group" },
	{ .key = "value", .label = "Rating" },
	{ .key = "given", .label = "Published", .kind = CELL_DATE },
	{ .key = "former", .label = "Given to its predecessor" },
};
static const struct column history_cols[] = {
	{ .key = "question", .from = "question", .label = "Question", .kind = CELL_WORD,
	  .words = &reg_question_vocab },
	{ .key = "service", .from = "rated_service", .label = "Service or group" },
	{ .key = "value", .from = "value", .label = "Rating" },
	{ .key = "given", .from = "given_day", .label = "Published", .kind = CELL_DATE },
	{ .key = "noticed", .from = "noticed_ms", .label = "Read here", .kind = CELL_MOMENT },
	{ .key = "ref", .from = "ref", .label = "Given to" },
};

static bool asked_before(const struct location_ratings_row *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (r[k].question == r[i].question &&
		    text_same(r[k].rated_service, r[i].rated_service))
			return true;
	return false;
}

/* The newest of each question, a predecessor's where this one has none yet; then all. */
void put_rating_tables(struct rq *rq, struct record *rec)
{
	struct table *newest = record_table(rec, "ratings", "Newest ratings", newest_cols,
	                                    COUNT(newest_cols));
	struct table *all = record_table(rec, "rating_history", "Ratings over the years",
	                                 history_cols, COUNT(history_cols));
	struct location_ratings_row *r;
	size_t n = ALL(rq->db, rq->arena, location_ratings, &r, .location = V(HERE(rq)),
	               .limit = V(INT64_C(500)), .skip = V(INT64_C(0)));

	for (size_t i = 0; i < n; i++) {
		if (asked_before(r, i))
			continue;
		struct cell *c = table_add(newest);

		c[0] = cell_of_word(r[i].question);
		c[1] = cell_of_text(r[i].rated_service);
		c[2] = cell_of_text(r[i].value);
		c[3] = cell_of_date(r[i].given_day);
		c[4] = given_cell(rq, &r[i]);
	}
	record_fill(all, &location_ratings_sql, r, n);
}

/* ---- other tables ----------------------------------------------------------------------- */

static const struct column event_cols[] = {
	{ .key = "location", .from = "name", .label = "Location" },
	{ .key = "ref", .from = "ref", .label = "Reference" },
	{ .key = "kind", .from = "kind", .label = "What", .kind = CELL_WORD,
	  .words = &registration_event_vocab },
	{ .key = "was", .from = "was", .label = "Before" },
	{ .key = "now", .from = "now_is", .label = "After" },
	{ .key = "noticed", .from = "noticed_ms", .label = "Read here", .kind = CELL_MOMENT },
};
static const struct column embargo_cols[] = {
	{ .key = "provider", .from = "provider_name", .label = "Provider" },
	{ .key = "location", .from = "location_name", .label = "Location" },
	{ .key = "from", .from = "from_ms", .label = "Since", .kind = CELL_MOMENT },
	{ .key = "reason", .from = "reason", .label = "Reason" },
	{ .key = "lifted", .from = "lift_ms", .label = "Lifted", .kind = CELL_MOMENT },
	{ .key = "lift_reason", .from = "lift_reason", .label = "Why lifted" },
};
static const struct column follows_cols[] = {
	{ .key = "before", .label = "From" }, { .key = "before_ref", .label = "Reference" },
	{ .key = "after", .label = "To" }, { .key = "after_ref", .label = "Reference" },
	{ .key = "rule", .label = "Because", .kind = CELL_WORD, .words = &follows_vocab },
	{ .key = "state", .label = "State", .kind = CELL_WORD, .words = &succession_vocab },
	{ .key = "open", .label = "Open", .on_page_only = true },
};

struct embargoed { size_t n, running; };

static struct embargoed put_embargoes(struct rq *rq, struct record *rec)
{
	struct table *t = record_table(rec, "embargoes", "Suspensions", embargo_cols,
	                               COUNT(embargo_cols));
	struct location_embargoes_row *e;
	struct embargoed got = { ALL(rq->db, rq->arena, location_embargoes, &e,
	                             .location = V(HERE(rq))), 0 };

	for (size_t i = 0; i < got.n; i++)
		got.running += !moment_known(e[i].lift_ms) || e[i].lift_ms.ms > rq->now.ms;
	record_fill(t, &location_embargoes_sql, e, got.n);
	return got;
}

static size_t put_events(struct rq *rq, struct record *rec)
{
	struct table *t = record_table(rec, "events", "Changes of registration", event_cols,
	                               COUNT(event_cols));
	struct location_events_row *e;
	size_t n = ALL(rq->db, rq->arena, location_events, &e, .location = V(HERE(rq)));

	record_fill(t, &location_events_sql, e, n);
	return n;
}

static size_t put_follows(struct rq *rq, struct record *rec)
{
	struct table *t = record_table(rec, "follows", "Registered before and after", follows_cols,
	                               COUNT(follows_cols));
	struct succession_of_location_row *s;
	size_t n = ALL(rq->db, rq->arena, succession_of_location, &s, .location = V(HERE(rq)));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_linked(cell_of_text(s[i].before_name), arena_fmt(rq->arena,
			"/locations/%lld", (long long)s[i].predecessor.v));
		c[1] = cell_of_text(s[i].before_ref);
		c[2] = cell_linked(cell_of_text(s[i].after_name), arena_fmt(rq->arena,
			"/locations/%lld", (long long)s[i].successor.v));
		c[3] = cell_of_text(s[i].after_ref);
		c[4] = cell_of_word(s[i].rule);
		c[5] = cell_of_word(s[i].confirmed == 1 ? SUCCESSION_CONFIRMED
		                                        : SUCCESSION_PROPOSED);
		c[6] = cell_linked(cell_of_text("Open"), arena_fmt(rq->arena, "/successions/%lld",
			(long long)s[i].id.v));
	}
	return n;
}

/* ---- the page --------------------------------------------------------------------------- */

static const char *services_text(struct rq *rq)
{
	struct location_page_services_row *s;
	struct buf b = buf_new(rq->arena);
	size_t n = ALL(rq->db, rq->arena, location_page_services, &s, .location = V(HERE(rq)));

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%s", i ? ", " : "",
		        vocab_label(&service_vocab, (unsigned)s[i].service));
	return buf_text(&b);
}

static void put_facts(struct rq *rq, struct record *rec, const struct location_page_row *l)
{
	record_text(rec, "provider", "Provider", l->provider_name);
	record_link(rec, arena_fmt(rq->arena, "/providers/%lld", (long long)l->provider.v));
	record_word(rec, "regulator", "Regulator", &regulator_vocab, l->regulator);
	record_text(rec, "ref", "Reference", l->ref);
	record_word(rec, "registration", "Registration", &reg_status_vocab,
	            moment_known(l->gone_ms) ? REG_GONE : l->status);
	record_date(rec, "registered", "Registered on", l->registered_day);
	record_date(rec, "ended", "Registered until", l->ended_day);
	record_if_any(rec);
	record_text(rec, "services", "Services", services_text(rq));
	record_text(rec, "authority", "Authority", l->authority);
	record_text(rec, "address", "Address", l->hidden ? "Kept back by the regulator"
	                                                  : l->address);
	record_text(rec, "postcode", "Postcode", l->hidden ? "" : l->postcode);
	record_if_any(rec);
	record_text(rec, "uprn", "Property reference (UPRN)", l->hidden ? "" : l->uprn);
	record_if_any(rec);
	record_int(rec, "places", "Places", l->places);
	record_if_any(rec);
	record_text(rec, "rating", "Rating", l->latest_rating);
	record_int(rec, "rank", "On the common scale, 1 to 4",
	           rank_on_common_scale(l->regulator, l->latest_rank));
	record_if_any(rec);
	record_date(rec, "rated", "Rated on", l->latest_day);
	record_if_any(rec);
	record_date(rec, "inspected", "Inspected on", l->inspected_day);
	record_if_any(rec);
}

static void draw_table(struct rq *rq, struct page *pg, struct record *rec, const char *key,
                       const char *title, size_t rows, const char *none)
{
	if (rows) {
		record_draw_table(rq, pg, rec, key);
		return;
	}
	heading(pg, 2, title);
	para(pg, none);
}

struct reply location_get(struct rq *rq)
{
	struct location_page_row l;
	struct embargoed shut;
	struct record *rec;
	struct page *pg;
	size_t notices, events, follows;

	if (!ONE(rq->db, rq->arena, location_page, &l, .location = V(HERE(rq))))
		return not_found(rq);
	rec = record_new(rq->arena, "location", l.id.v, l.name);
	put_facts(rq, rec, &l);
	put_rating_tables(rq, rec);
	notices = put_location_notices(rq, rec);
	shut = put_embargoes(rq, rec);
	follows = put_follows(rq, rec);
	events = put_events(rq, rec);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = l.name;
	rq->look.back = arena_fmt(rq->arena, "/providers/%lld", (long long)l.provider.v);
	rq->look.wide = true;
	pg = show_begin(rq);
	if (shut.running)
		gov_warning_text(pg, (struct gov_warning){ .text = "This location, the one that it "
			"follows, or its provider is suspended: see the suspensions below." });
	record_draw_facts(rq, pg, rec);
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, arena_fmt(rq->arena, "/locations/%lld/ratings", (long long)l.id.v),
	        "All its ratings as a list, spreadsheet or CSV file");
	end(pg);
	if (rq_may(rq, MAY_MARKET))
		gov_button(pg, (struct gov_button){ .text = "It was registered before as another",
			.href = arena_fmt(rq->arena, "/locations/%lld/follows", (long long)l.id.v),
			.classes = "govuk-button--secondary" });
	record_draw_table(rq, pg, rec, "ratings");
	draw_table(rq, pg, rec, "notices", "Notices from the regulator", notices, "None.");
	draw_table(rq, pg, rec, "embargoes", "Suspensions", shut.n, "Never suspended.");
	draw_table(rq, pg, rec, "follows", "Registered before and after", follows,
	           "Nothing is known of another registration.");
	record_draw_table(rq, pg, rec, "rating_history");
	draw_table(rq, pg, rec, "events", "Changes of registration", events, "None noticed.");
	return show(rq, pg);
}
