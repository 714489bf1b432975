/* SPDX-License-Identifier: MIT */
/*
 * policy_pages.c -- the order of priority: what held when, and a new one from
 * a day on, begun from the present one.
 */
#include "brokerage/pages.h"
#include "brokerage/policy.h"
#include "brokerage/policy.sql.h"
#include "list/record.h"

/* ---- the list ---------------------------------------------------------------------- */

static struct cell last_cell(struct rq *rq, const void *row)
{
	const struct policy_list_row *r = row;

	(void)rq;
	return date_cmp(r->until_day, DATE_OPEN) == 0 ? cell_none()
	                                              : cell_of_date(date_plus(r->until_day, -1));
}

static void list_above(struct rq *rq, struct page *pg)
{
	if (rq_may(rq, MAY_MARKET))
		gov_button(pg,
		           (struct gov_button){ .text = "Set a new policy",
		           .href = "/policies/new" });
}

static const struct list_col policy_cols[] = {
	{ .name = "id", .label = "Policy", .link = "/policies/{id}" },
	{ .name = "name", .label = "Name" },
	{ .name = "service", .label = "Service", .words = &service_vocab, .order = "service" },
	{ .name = "from_day", .label = "From", .order = "newest" },
	{ .name = "last", .label = "Last day", .make = last_cell, .as = CELL_DATE },
	{ .name = "tiers", .label = "Tiers", .as = CELL_INT },
};
static const struct list_filter policy_filters[] = {
	{ .name = "service", .label = "Service", .words = &service_vocab },
};
const struct list policy_list_list = {
	.name = "policies", .title = "Tier policies",
	.why = "Commissioners keep the published order of priority; brokers and auditors look up "
	"what held", .sql = &policy_list_sql, .cols = policy_cols, .ncols = COUNT(policy_cols),
	.filters = policy_filters, .nfilters = COUNT(policy_filters), .order = "service",
	.none = "There is no policy yet: without one, no request can be sent.", .above = list_above,
};

/* ---- one policy ---------------------------------------------------------------------- */

static const struct column tier_cols[] = {
	{ .key = "tier", .from = "tier_no", .label = "Tier", .kind = CELL_INT },
	{ .key = "name", .from = "name", .label = "Name" },
	{ .key = "who", .from = "who", .label = "Who is asked", .kind = CELL_WORD,
	  .words = &tier_who_vocab },
	{ .key = "price", .from = "price", .label = "At what price", .kind = CELL_WORD,
	  .words = &tier_price_vocab },
	{ .key = "choice", .from = "choice", .label = "Which offer", .kind = CELL_WORD,
	  .words = &tier_choice_vocab },
	{ .key = "urgent", .from = "urgent_mins", .label = "Window of a discharge",
	  .kind = CELL_MINUTES },
	{ .key = "standard", .from = "standard_mins", .label = "Window of all others",
	  .kind = CELL_MINUTES },
	{ .key = "ceiling", .from = "ceiling_pence", .label = "No offer above",
	  .kind = CELL_MONEY },
	{ .key = "approval", .from = "needs_approval", .label = "A manager approves",
	  .kind = CELL_BOOL },
};

static void record_tiers(struct rq *rq, struct record *rec, PolicyId id)
{
	struct table *t = record_table(rec, "tiers", "Tiers, in the order in which they are asked",
	                               tier_cols, COUNT(tier_cols));
	struct policy_tier *tiers;
	size_t n = ALL(rq->db, rq->arena, tier_list, &tiers, .policy = V(id));

	record_fill(t, &tier_list_sql, tiers, n);
}

struct reply policy_get(struct rq *rq)
{
	struct record *rec;
	struct policy p;
	struct page *pg;

	if (!ONE(rq->db, rq->arena, policy_load, &p, .id = V(ID(rq, PolicyId, "policy"))))
		return not_found(rq);
	rec = record_new(rq->arena, "policy", p.id.v, p.name);
	record_word(rec, "service", "Service", &service_vocab, p.service);
	record_date(rec, "from", "From", p.from_day);
	record_date(rec, "last", "Last day", date_cmp(p.until_day, DATE_OPEN) == 0 ? DATE_NONE
	            : date_plus(p.until_day, -1));
	record_word(rec, "floor", "Rated at least", &floor_vocab, p.floor_rank);
	record_text(rec, "unrated", "Providers without a rating", p.unrated_ok ? "May be asked"
	                                                                      : "Are not asked");
	record_minutes(rec, "rounding", "Part hours are paid up to the next", p.rounding_mins);
	record_minutes(rec, "shortest", "A visit is paid for at least", p.short_call_mins);
	record_tiers(rq, rec, p.id);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = p.name;
	rq->look.back = "/policies";
	rq->look.wide = true;
	pg = show_begin(rq);
	if (rq_may(rq, MAY_MARKET))
		gov_button(pg, (struct gov_button){ .text = "Set a new policy from this one",
			.href = arena_fmt(rq->arena, "/policies/new?policy=%lld",
			                  (long long)p.id.v) });
	record_draw_facts(rq, pg, rec);
	record_draw_table(rq, pg, rec, "tiers");
	return show(rq, pg);
}

/* ---- a new one -------------------------------------------------------------------------- */

struct tier_row {
	const char *name;
	unsigned    who, price, choice;
	Minutes     urgent, standard;
	Money       ceiling;
	bool        approval;
};
struct policy_form {
	unsigned    service;
	Date        from;
	const char *name;
	unsigned    floor;
	bool        unrated_ok;
	Minutes     rounding, shortest;
	struct rows tiers;              /* of struct tier_row */
};

static const struct field tier_fields[] = {
	{ IN(struct tier_row, name), .label = "Name", .max = 120,
	  .need = "Enter a name for the tier" },
	{ IN(struct tier_row, who), .label = "Who is asked", .as = AS_SELECT,
	  .words = &tier_who_vocab, .need = "Choose who is asked" },
	{ IN(struct tier_row, price), .label = "At what price", .as = AS_SELECT,
	  .words = &tier_price_vocab, .need = "Choose at what price" },
	{ IN(struct tier_row, choice), .label = "Which offer", .as = AS_SELECT,
	  .words = &tier_choice_vocab, .need = "Choose which offer is taken" },
	{ IN(struct tier_row, urgent), .label = "Hours to answer, discharge", .as = AS_HOURS,
	  .width = "5",
	  .min = 1, .max = 60 * 24 * 30, .need = "Enter the hours to answer for a discharge" },
	{ IN(struct tier_row, standard), .label = "Hours to answer, others", .as = AS_HOURS,
	  .width = "5",
	  .min = 1, .max = 60 * 24 * 30, .need = "Enter the hours to answer for all others" },
	{ IN(struct tier_row, ceiling), .label = "No offer above", .min = 1, .max = 100000,
	  .width = "5" },
	{ IN(struct tier_row, approval), .label = "A manager must approve" },
};
static const struct form tier_group = { FORM(struct tier_row, tier_fields), .title = "Tier" };

static const struct field policy_fields[] = {
	{ IN(struct policy_form, service), .label = "Service", .as = AS_SELECT,
	  .words = &service_vocab, .need = "Choose the service" },
	{ IN(struct policy_form, from), .label = "From",
	  .need = "Enter the first day of the policy",
	  .hint = "The present policy ends the day before. Steps that run keep their terms" },
	{ IN(struct policy_form, name), .label = "Name", .max = 120,
	  .need = "Enter a name for the policy" },
	{ IN(struct policy_form, floor), .label = "Rated at least", .as = AS_SELECT,
	  .words = &floor_vocab, .hint = "Nobody with a lower rating is asked. Empty: anybody" },
	{ IN(struct policy_form, unrated_ok), .label = "Providers without a rating may be asked" },
	{ IN(struct policy_form, rounding),
	  .label = "Part hours are paid up to the next so many minutes",
	  .max = 60, .width = "3", .hint = "15 pays for quarters; 0 pays to the minute" },
	{ IN(struct policy_form, shortest), .label = "A visit is paid for at least so many minutes",
	  .max = 240, .width = "3" },
	{ IN(struct policy_form, tiers), .section = "Tiers",
	  .label = "Tiers, first to be asked first",
	  .group = &tier_group, .rows = 9, .need = "Add at least one tier" },
};

static void policy_check(struct rq *rq, void *form)
{
	const struct policy_form *f = form;

	if (date_cmp(f->from, rq->today) < 0)
		problem_add(rq, "from",
		            "The first day must be today or later: what has been is not changed");
}

const struct form policy_new_form = { FORM(struct policy_form, policy_fields), .name = "policy",
	.title = "Set a new policy", .button = "Set the policy", .check = policy_check };

static void tiers_from(struct rq *rq, struct policy_form *f, PolicyId id)
{
	struct policy_tier *tiers;
	struct tier_row *rows;

	f->tiers.n = ALL(rq->db, rq->arena, tier_list, &tiers, .policy = V(id));
	f->tiers.at = rows = NEWN(rq->arena, struct tier_row, f->tiers.n + 1);
	for (size_t i = 0; i < f->tiers.n; i++)
		rows[i] = (struct tier_row){ tiers[i].name, (unsigned)tiers[i].who,
			(unsigned)tiers[i].price,
			(unsigned)tiers[i].choice, tiers[i].urgent_mins, tiers[i].standard_mins,
			tiers[i].ceiling_pence, tiers[i].needs_approval };
}

/* Begun from the policy of the address, else from the present one of homecare. */
struct reply policy_new_load(struct rq *rq, void *form)
{
	struct policy_form *f = form;
	struct policy p;
	int64_t id;
	bool there;

	f->service = SERVICE_HOMECARE;
	there = int_parse(param(&rq->query, "policy"), &id)
	      ? ONE(rq->db, rq->arena, policy_load, &p, .id = V((PolicyId){ id }))
	      : ONE(rq->db, rq->arena, policy_on, &p, .service = V((int64_t)SERVICE_HOMECARE),
	            .on_day = V(rq->today));
	if (!there)
		return (struct reply){ REPLY_DEFAULT };
	f->service = (unsigned)p.service;
	f->name = p.name;
	f->floor = p.floor_rank > 0 ? (unsigned)p.floor_rank : 0;
	f->unrated_ok = p.unrated_ok;
	f->rounding = p.rounding_mins;
	f->shortest = p.short_call_mins;
	tiers_from(rq, f, p.id);
	return (struct reply){ REPLY_DEFAULT };
}

static Minutes or_none(Minutes m)
{
	return m.n == INT_NONE ? minutes(0) : m;
}

struct reply policy_new_post(struct rq *rq, void *form)
{
	const struct policy_form *f = form;
	const struct tier_row *rows = f->tiers.at;
	struct tier_terms *tiers = NEWN(rq->arena, struct tier_terms, f->tiers.n + 1);
	PolicyId id;

	for (size_t i = 0; i < f->tiers.n; i++)
		tiers[i] = (struct tier_terms){ .name = rows[i].name, .who = rows[i].who,
			.price = rows[i].price, .choice = rows[i].choice,
			.approval = rows[i].approval,
			.urgent = rows[i].urgent, .standard = rows[i].standard,
			.ceiling = rows[i].ceiling };
	switch (policy_set(rq->db, rq->arena, &(struct policy_terms){ .name = f->name,
		.service = f->service, .from = f->from,
		.floor = f->floor ? (int64_t)f->floor : INT_NONE,
		.unrated_ok = f->unrated_ok, .pay = { or_none(f->rounding), or_none(f->shortest) },
		.tiers = tiers, .ntiers = f->tiers.n }, rq->me->id, &id)) {
	case POLICY_SET:
		return go(rq, "The policy is set", "/policies/%lld", (long long)id.v);
	case POLICY_NOT_LATER:
		return refuse(rq, "from",
		              "A policy of this service begins on that day or later. Choose a "
		              "later day");
	case POLICY_NO_TIERS:
		return refuse(rq, "tiers", "Add at least one tier");
	}
	return not_found(rq);
}
