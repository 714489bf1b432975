/* SPDX-License-Identifier: MIT */
/*
 * lot_pages.c -- the lots of a framework: what they are for, what they pay from
 * day to day, who is on them, and what is called off from them.
 */
#include "market/lot.sql.h"
#include "market/lot_page.sql.h"
#include "market/page.sql.h"
#include "market/pages.h"
#include "market/term.sql.h"

#define FRAMEWORK(rq) ID((rq), FrameworkId, "framework")
#define LOT(rq) ID((rq), LotId, "lot")

static const char *lot_path(struct rq *rq, LotId id, const char *more)
{
	return arena_fmt(rq->arena, "/lots/%lld%s", (long long)id.v, more);
}

/* ---- the lots of a framework ------------------------------------------------------------ */

static struct cell places_cell(struct rq *rq, const void *row)
{
	const struct market_lot_list_row *r = row;

	(void)rq;
	return cell_of_text(BLANK(r->localities) ? "Everywhere" : r->localities);
}

static struct cell last_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return last_day_cell(((const struct market_lot_list_row *)row)->ends_day);
}

static const struct list_col lot_cols[] = {
	{ "id",         "Lot's number here", .as = CELL_INT, .in_files_only = true },
	{ "number",     "Lot",      .as = CELL_INT },
	{ "name",       "Name",     .link = "/lots/{id}" },
	{ "service",    "Service",  .as = CELL_WORD, .words = &service_vocab },
	{ "part",       "Part",     .as = CELL_WORD, .words = &part_vocab },
	{ "localities", "Localities", .make = places_cell },
	{ "starts_day", "From",     .as = CELL_DATE },
	{ "last_day",   "Last day", .as = CELL_DATE, .make = last_cell },
	{ "rate_kind",  "Rate",     .as = CELL_WORD, .words = &rate_kind_vocab,
	  .means = "Of an hour, today, where no locality has its own" },
	{ "rate_pence", "An hour",  .as = CELL_MONEY },
	{ "providers",  "Providers", .as = CELL_INT, .means = "On it today" },
	{ "calloffs",   "Called off", .as = CELL_INT, .total = TOTAL_SUM,
	  .means = "Placements that run today; of nobody whose record is restricted" },
	{ "week_mins",  "Hours a week", .as = CELL_MINUTES, .total = TOTAL_SUM },
	{ "week_pence", "A week",   .as = CELL_MONEY, .total = TOTAL_SUM },
};

static void lots_above(struct rq *rq, struct page *pg)
{
	if (!rq_may(rq, MAY_MARKET))
		return;
	gov_button(pg, (struct gov_button){ .text = "Add a lot",
		.href = arena_fmt(rq->arena, "/frameworks/%lld/lots/new",
		                  (long long)FRAMEWORK(rq).v) });
}

const struct list market_lots_list = {
	.name = "lots", .title = "Lots of a framework",
	.why = "Read by commissioners: what a framework is divided into, what each lot pays, who "
	       "is on it and what is called off from it",
	.sql = &market_lot_list_sql, .cols = lot_cols, .ncols = COUNT(lot_cols),
	.wide = true, .none = "It has no lots yet: nobody can be accredited on it",
	.above = lots_above,
};

/* ---- what is called off ------------------------------------------------------------------ */

static struct cell calloff_last_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return last_day_cell(((const struct market_calloff_list_row *)row)->until_day);
}

static struct cell calloff_lot_cell(struct rq *rq, const void *row)
{
	const struct market_calloff_list_row *r = row;

	return cell_of_text(lot_title(rq->arena, r->number, r->lot_name));
}

/* A placement is shown on its request's page, to those who may open it. */
static struct cell calloff_cell(struct rq *rq, const void *row)
{
	const struct market_calloff_list_row *r = row;
	const struct cell id = cell_of_int(r->id.v);

	return rq_may(rq, MAY_SEE_PERSON)
	       ? cell_linked(id, arena_fmt(rq->arena, "/requests/%lld", (long long)r->request.v))
	       : id;
}

static const struct list_col calloff_cols[] = {
	{ "placement",     "Placement", .as = CELL_INT, .make = calloff_cell },
	{ "lot",           "Lot",       .make = calloff_lot_cell },
	{ "provider_name", "Provider" },
	{ "service",       "Service",   .as = CELL_WORD, .words = &service_vocab },
	{ "locality_name", "Locality" },
	{ "from_day",      "From",      .as = CELL_DATE },
	{ "last_day",      "Last day",  .as = CELL_DATE, .make = calloff_last_cell },
	{ "rate_pence",    "Rate an hour", .as = CELL_MONEY, .means = "As it was awarded" },
	{ "week_mins",     "Hours a week", .as = CELL_MINUTES, .total = TOTAL_SUM },
	{ "week_pence",    "A week",    .as = CELL_MONEY, .total = TOTAL_SUM },
};

static const struct list_filter calloff_filters[] = {
	{ "lot",  "Lot", FILTER_CHOICE, .from = &market_framework_lot_choices_sql },
	{ "live", "Running today", FILTER_YES },
};

const struct list market_calloffs_list = {
	.name = "call-offs", .title = "Called off from a framework",
	.why = "Read by commissioners and finance: what a framework is used for, their own or one "
	       "that another authority hosts",
	.sql = &market_calloff_list_sql, .cols = calloff_cols, .ncols = COUNT(calloff_cols),
	.filters = calloff_filters, .nfilters = COUNT(calloff_filters), .page_rows = 50,
	.wide = true, .none = "Nothing has been called off from it",
};

/* ---- one lot --------------------------------------------------------------------------------- */

static const struct column rate_cols[] = {
	{ .key = "locality", .label = "Locality" },
	{ .key = "unit", .label = "Unit", .kind = CELL_WORD, .words = &rate_unit_vocab },
	{ .key = "kind", .label = "Kind", .kind = CELL_WORD, .words = &rate_kind_vocab },
	{ .key = "rate", .label = "Rate", .kind = CELL_MONEY },
	{ .key = "from", .label = "From", .kind = CELL_DATE },
	{ .key = "last", .label = "Last day", .kind = CELL_DATE },
	{ .key = "now", .label = "Holds today", .kind = CELL_BOOL },
	{ .key = "made_by", .label = "Entered by" },
};

static size_t put_rates(struct rq *rq, struct record *rec, LotId id)
{
	struct table *t = record_table(rec, "rates", "What it pays", rate_cols, COUNT(rate_cols));
	struct market_lot_rates_row *r;
	size_t n = ALL(rq->db, rq->arena, market_lot_rates, &r, .lot = V(id));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(BLANK(r[i].locality_name) ? "All of the lot"
		                                              : r[i].locality_name);
		c[1] = cell_of_word(r[i].unit);
		c[2] = cell_of_word(r[i].kind);
		c[3] = money_known(r[i].rate_pence) ? cell_of_money(r[i].rate_pence) : cell_none();
		c[4] = cell_of_date(r[i].from_day);
		c[5] = last_day_cell(r[i].until_day);
		c[6] = cell_of_bool(date_cmp(r[i].from_day, rq->today) <= 0 &&
		                    date_cmp(r[i].until_day, rq->today) > 0);
		c[7] = cell_of_text(r[i].made_name);
	}
	return n;
}

static const struct column provider_cols[] = {
	{ .key = "provider", .label = "Provider" },
	{ .key = "localities", .label = "Localities" },
	{ .key = "from", .label = "From", .kind = CELL_DATE },
	{ .key = "last", .label = "Last day", .kind = CELL_DATE },
};

static size_t put_providers(struct rq *rq, struct record *rec, LotId id)
{
	struct table *t = record_table(rec, "providers", "Who is on it", provider_cols,
	                               COUNT(provider_cols));
	struct market_lot_providers_row *r;
	size_t n = ALL(rq->db, rq->arena, market_lot_providers, &r, .lot = V(id),
	               .today = V(rq->today));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_linked(cell_of_text(r[i].provider_name),
		                   arena_fmt(rq->arena, "/providers/%lld",
		                             (long long)r[i].provider.v));
		c[1] = cell_of_text(r[i].localities);
		c[2] = cell_of_date(r[i].from_day);
		c[3] = last_day_cell(r[i].until_day);
	}
	return n;
}

static const char *places_text(struct rq *rq, LotId id)
{
	struct lot_localities_row *l;
	struct buf b = buf_new(rq->arena);
	size_t n = ALL(rq->db, rq->arena, lot_localities, &l, .lot = V(id));

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%s", i ? ", " : "", l[i].name);
	return n ? buf_text(&b) : "Everywhere";
}

static void put_lot(struct rq *rq, struct record *rec, const struct lot *lot)
{
	record_text(rec, "framework", "Framework", lot->framework_name);
	record_link(rec, arena_fmt(rq->arena, "/frameworks/%lld", (long long)lot->framework.v));
	record_word(rec, "kind", "Terms", &framework_kind_vocab, lot->framework_kind);
	record_text(rec, "host", "Hosted by", lot->host);
	record_if_any(rec);
	record_int(rec, "number", "Lot", lot->number);
	record_word(rec, "service", "Service", &service_vocab, lot->service);
	record_word(rec, "part", "Part", &part_vocab, lot->part);
	record_text(rec, "localities", "Localities", places_text(rq, lot->id));
	record_date(rec, "from", "From", lot->starts_day);
	record_date(rec, "last", "Last day", date_plus(lot->ends_day, -1));
}

static void lot_buttons(struct rq *rq, struct page *pg, LotId id)
{
	EL(pg, "div", "class", "govuk-button-group");
	gov_button(pg, (struct gov_button){ .text = "Set a rate",
		.href = lot_path(rq, id, "/rates/new") });
	gov_button(pg, (struct gov_button){ .text = "Change the lot",
		.href = lot_path(rq, id, "/change"), .classes = "govuk-button--secondary" });
	end(pg);
}

struct reply lot_get(struct rq *rq)
{
	struct record *rec;
	struct lot lot;
	struct page *pg;
	size_t rates, providers;

	if (!ONE(rq->db, rq->arena, lot_load, &lot, .id = V(LOT(rq))))
		return not_found(rq);
	rec = record_new(rq->arena, "lot", lot.id.v, lot.name);
	record_text(rec, "name", "Name", lot.name);
	put_lot(rq, rec, &lot);
	rates = put_rates(rq, rec, lot.id);
	providers = put_providers(rq, rec, lot.id);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = arena_fmt(rq->arena, "Lot %lld: %s", (long long)lot.number,
	                                         lot.name);
	rq->look.caption = lot.framework_name;
	rq->look.back = arena_fmt(rq->arena, "/frameworks/%lld", (long long)lot.framework.v);
	pg = show_begin(rq);
	if (rq_may(rq, MAY_MARKET))
		lot_buttons(rq, pg, lot.id);
	record_draw_facts(rq, pg, rec);
	if (rates)
		record_draw_table(rq, pg, rec, "rates");
	else
		para(pg, "No rate has been set: offers are not held to one.");
	if (providers)
		record_draw_table(rq, pg, rec, "providers");
	else
		para(pg, "Nobody is on it.");
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, arena_fmt(rq->arena, "/frameworks/%lld/call-offs?lot=%lld",
	                      (long long)lot.framework.v, (long long)lot.id.v),
	        "What is called off from it");
	end(pg);
	return show(rq, pg);
}

/* ---- adding and changing ---------------------------------------------------------------- */

/* What a verb answered, as a reply. */
static struct reply lotted_reply(struct rq *rq, enum lotted got, LotId id, const char *flash)
{
	switch (got) {
	case LOTTED:
		return go(rq, flash, "/lots/%lld", (long long)id.v);
	case LOT_GONE:
		return not_found(rq);
	case LOT_STALE:
		return refuse(rq, NULL,
		              "Someone else changed this since you opened it. Open it again");
	case LOT_TAKEN:
		return refuse(rq, "number",
		              "The framework has a lot of this number. Choose another");
	case LOT_DATES:
		return refuse(rq, "from",
		              "Its days must be in order, and lie within the framework's");
	case LOT_HELD:
		return refuse(rq, NULL,
		              "Providers stand on this lot for what you would take from it: its "
		              "service or part, a locality, or a day. Change or end their "
		              "standings first");
	case LOT_RATED:
		return refuse(rq, "from",
		              "A rate that has begun begins on this day. Choose a later day");
	case LOT_PLACE:
		return refuse(rq, "locality", "The lot does not cover this locality");
	}
	return not_found(rq);
}

struct lot_in {
	int64_t     number;
	const char *name;
	unsigned    service, part;
	const char *localities;
	Date        from, last;
	int64_t     revision;
};

static const struct field lot_fields[] = {
	{ IN(struct lot_in, number), .label = "Number", .min = 1, .max = 999, .width = "3",
	  .need = "Enter the lot's number" },
	{ IN(struct lot_in, name), .label = "Name", .max = 120, .need = "Enter the lot's name" },
	{ IN(struct lot_in, service), .label = "Service", .words = &service_vocab,
	  .need = "Choose the service" },
	{ IN(struct lot_in, part), .label = "Part", .words = &part_vocab,
	  .need = "Choose the part" },
	{ IN(struct lot_in, localities), .label = "Localities", .as = AS_CHECKBOXES,
	  .from = &market_locality_choices_sql, .hint = "Choose none if it is for everywhere" },
	{ IN(struct lot_in, from), .label = "From",
	  .hint = "Leave it empty if it begins with the framework" },
	{ IN(struct lot_in, last), .label = "Last day",
	  .hint = "Leave it empty if it runs as long as the framework" },
	{ IN(struct lot_in, revision), .as = AS_HIDDEN },
};
const struct form lot_form = {
	.name = "lot", FORM(struct lot_in, lot_fields), .title = "Add a lot", .button = "Add",
};
const struct form lot_change_form = {
	.name = "lot-change", FORM(struct lot_in, lot_fields), .title = "Change a lot",
	.lead = "What has been called off stays as it was awarded.", .button = "Change",
};

static struct lot_answers lot_answers(const struct lot_in *in)
{
	return (struct lot_answers){ .number = in->number, .name = in->name,
		.service = in->service, .part = in->part, .localities = in->localities,
		.from = in->from,
		.until = date_known(in->last) ? date_plus(in->last, 1) : DATE_NONE };
}

/* The next number; homecare, Part A. */
struct reply lot_new_load(struct rq *rq, void *form)
{
	struct lot_next_number_row next;
	struct lot_in *in = form;
	struct framework f;

	if (!ONE(rq->db, rq->arena, framework_load, &f, .id = V(FRAMEWORK(rq))) ||
	    !ONE(rq->db, rq->arena, lot_next_number, &next, .framework = V(f.id)))
		return not_found(rq);
	rq->look.caption = f.name;
	rq->look.back = arena_fmt(rq->arena, "/frameworks/%lld", (long long)f.id.v);
	in->number = next.number;
	in->service = SERVICE_HOMECARE;
	in->part = PART_A;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply lot_new_post(struct rq *rq, void *form)
{
	const struct lot_answers in = lot_answers(form);
	LotId id = { 0 };

	return lotted_reply(rq, lot_add(rq->db, rq->arena, FRAMEWORK(rq), &in, rq->me->id, rq->now,
	                                &id), id, "Lot added");
}

static bool lot_here(struct rq *rq, struct lot *lot)
{
	if (!ONE(rq->db, rq->arena, lot_load, lot, .id = V(LOT(rq))))
		return false;
	rq->look.caption = arena_fmt(rq->arena, "%s, lot %lld: %s", lot->framework_name,
	                             (long long)lot->number, lot->name);
	rq->look.back = lot_path(rq, lot->id, "");
	return true;
}

struct reply lot_change_load(struct rq *rq, void *form)
{
	struct db_list ids = db_list_new(rq->arena);
	struct lot_localities_row *l;
	struct lot lot;
	size_t n;

	if (!lot_here(rq, &lot))
		return not_found(rq);
	n = ALL(rq->db, rq->arena, lot_localities, &l, .lot = V(lot.id));
	for (size_t i = 0; i < n; i++)
		db_list_add(&ids, l[i].id.v);
	*(struct lot_in *)form = (struct lot_in){ .number = lot.number, .name = lot.name,
		.service = (unsigned)lot.service, .part = (unsigned)lot.part,
		.localities = db_list_text(&ids), .from = lot.from_day,
		.last = date_plus(lot.until_day, -1), .revision = lot.revision };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply lot_change_post(struct rq *rq, void *form)
{
	const struct lot_answers in = lot_answers(form);
	const struct lot_in *f = form;
	struct lot lot;

	if (!lot_here(rq, &lot))
		return not_found(rq);
	return lotted_reply(rq, lot_change(rq->db, rq->arena, lot.id, f->revision, &in, rq->me->id),
	                    lot.id, "Lot changed");
}

/* ---- a rate from a day ------------------------------------------------------------------ */

struct rate_in { LocalityId locality; unsigned unit, kind; Money rate; Date from; };

static const struct field rate_fields[] = {
	{ IN(struct rate_in, locality), .label = "Locality", .from = &market_locality_choices_sql,
	  .hint = "Leave it empty for all of the lot. A locality's own rate goes before it" },
	{ IN(struct rate_in, unit), .label = "Unit", .words = &rate_unit_vocab,
	  .hint = "Requests are offered by the hour: rates of an hour hold offers, the others are "
	          "shown", .need = "Choose the unit" },
	{ IN(struct rate_in, kind), .label = "Kind", .words = &rate_kind_vocab,
	  .need = "Choose whether it is fixed, the most, or as offered" },
	{ IN(struct rate_in, rate), .label = "Rate", .min = 1, .max = 10000000, .width = "5",
	  .hint = "Leave it empty if it is as offered",
	  .bad = "Rate must be an amount of money, like 21.50" },
	{ IN(struct rate_in, from), .label = "From",
	  .hint = "It holds from this day until another begins",
	  .need = "Enter the first day" },
};

static void rate_check(struct rq *rq, void *form)
{
	const struct rate_in *in = form;

	if (in->kind == RATED_OFFERED && money_known(in->rate))
		problem_add(rq, "rate", "What is as offered has no rate: leave it empty");
	if ((in->kind == RATED_FIXED || in->kind == RATED_MOST) && !money_known(in->rate))
		problem_add(rq, "rate", "Enter the rate");
}

const struct form lot_rate_form = {
	.name = "lot-rate", FORM(struct rate_in, rate_fields), .title = "Set a rate",
	.lead = "What was asked for and awarded before keeps the rate that it was asked for at.",
	.button = "Set it", .check = rate_check,
};

struct reply lot_rate_load(struct rq *rq, void *form)
{
	struct rate_in *in = form;
	struct lot lot;

	if (!lot_here(rq, &lot))
		return not_found(rq);
	*in = (struct rate_in){ .unit = UNIT_HOUR, .rate = MONEY_NONE,
		.from = date_cmp(lot.starts_day, rq->today) > 0 ? lot.starts_day
		                                                : date_plus(rq->today, 1) };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply lot_rate_post(struct rq *rq, void *form)
{
	const struct rate_in *in = form;
	const struct rate_answers answers = { .locality = in->locality, .unit = in->unit,
		.kind = in->kind, .rate = in->rate, .from = in->from };
	LotRateId id;

	return lotted_reply(rq, lot_rate_set(rq->db, rq->arena, LOT(rq), &answers, rq->me->id,
	                                     rq->now, &id), LOT(rq), "Rate set");
}
