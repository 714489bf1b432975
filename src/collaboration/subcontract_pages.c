/* SPDX-License-Identifier: MIT */
/*
 * subcontract_pages.c -- leads and their subcontractors, how packages are shared,
 * and what a lead says of who delivers.
 */
#include "collaboration/pages.h"

#include "collaboration/subcontract.sql.h"
#include "html/chart.h"
#include "market/market.h"

enum { SHARE_MONTHS = 12 };

struct reply joined_reply(struct rq *rq, enum joined got, const char *on, const char *order,
                          const char *to, const char *flash)
{
	switch (got) {
	case JOINED:
		return go(rq, flash, "%s", to);
	case JOIN_GONE:
		return not_found(rq);
	case JOIN_STALE:
		return refuse(rq, NULL,
		              "Someone else changed this since you opened it. Open it again");
	case JOIN_ORDER:
		return refuse(rq, on, "%s", order);
	case JOIN_ITSELF:
		return refuse(rq, NULL, "Choose two different providers");
	case JOIN_OVERLAP:
		return refuse(rq, "from", "These two have a subcontract on this framework for some "
		              "of these days. End that one, or begin after it");
	case JOIN_NO_SUBCONTRACT:
		return refuse(rq, "sub", "Nothing is agreed with this provider on that day");
	case JOIN_ALREADY:
		return refuse(rq, on, "%s", order);
	}
	return not_found(rq);
}

/* ---- the list --------------------------------------------------------------------------- */

static struct cell last_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return cell_of_date(date_plus(((const struct subcontract_list_row *)row)->until_day, -1));
}

static struct cell end_cell(struct rq *rq, const void *row)
{
	const struct subcontract_list_row *s = row;

	if (!rq_may(rq, MAY_MARKET) || date_cmp(s->until_day, rq->today) <= 0)
		return cell_none();
	return cell_linked(cell_of_text("End it"), arena_fmt(rq->arena, "/subcontracts/%lld/end",
	                                                     (long long)s->id.v));
}

static const struct list_col subcontract_cols[] = {
	{ "id",        "Number",        .as = CELL_INT, .in_files_only = true },
	{ "lead_name", "Lead provider", .link = "/subcontracts/shares/{lead}" },
	{ "sub_name",  "Subcontractor" },
	{ "framework_name", "Framework" },
	{ "block_name", "Block contract" },
	{ "from_day",  "From",          .as = CELL_DATE },
	{ "last_day",  "Last day",      .as = CELL_DATE, .make = last_cell },
	{ "packages",  "Packages",      .as = CELL_INT, .means = "That it delivers today" },
	{ "terms",     "Terms",         .in_files_only = true },
	{ "end_reason", "Why it ended", .in_files_only = true },
	{ "end",       "End",           .make = end_cell, .on_page_only = true },
};
static const struct list_filter subcontract_filters[] = {
	{ "lead", "Lead provider", FILTER_CHOICE, .from = &together_lead_choices_sql },
};

static void subcontracts_above(struct rq *rq, struct page *pg)
{
	const struct alm_way ways[] = { { "Add a subcontract", "new", true } };

	if (rq_may(rq, MAY_MARKET))
		alm_ways(pg, "/subcontracts", ways, COUNT(ways));
}

const struct list subcontracts_list = {
	.name = "subcontracts", .title = "Subcontracts",
	.why = "Read by commissioners: who works for whom, and whether packages are shared fairly",
	.sql = &subcontract_list_sql, .cols = subcontract_cols, .ncols = COUNT(subcontract_cols),
	.filters = subcontract_filters, .nfilters = COUNT(subcontract_filters), .order = "name",
	.page_rows = 50, .wide = true, .none = "No lead provider has a subcontractor",
	.above = subcontracts_above,
};

/* ---- added, ended -------------------------------------------------------------------------- */

struct subcontract_in {
	ProviderId lead, sub;
	FrameworkId framework;
	BlockId block;
	Date from, last;
	const char *terms;
};
static const struct field subcontract_fields[] = {
	{ IN(struct subcontract_in, lead), .label = "Lead provider", .as = AS_SEARCH,
	  .from = &together_provider_choices_sql, .need = "Choose the lead provider" },
	{ IN(struct subcontract_in, sub), .label = "Subcontractor", .as = AS_SEARCH,
	  .from = &together_provider_choices_sql, .need = "Choose the subcontractor" },
	{ IN(struct subcontract_in, framework), .label = "Framework",
	  .from = &together_framework_choices_sql, .need = "Choose a framework" },
	{ IN(struct subcontract_in, block), .label = "Block contract",
	  .from = &together_block_choices_sql, .as = AS_SEARCH,
	  .hint = "Empty: all that the lead does on the framework" },
	{ IN(struct subcontract_in, from), .label = "From", .need = "Enter the first day" },
	{ IN(struct subcontract_in, last), .label = "Last day",
	  .hint = "Empty: as long as the framework" },
	{ IN(struct subcontract_in, terms), .label = "Terms", .as = AS_LONG, .max = 2000,
	  .hint = "What protects the subcontractor: how packages are shared, what is paid" },
};
const struct form subcontract_form = { .name = "subcontract",
	FORM(struct subcontract_in, subcontract_fields), .title = "Add a subcontract",
	.button = "Add" };

struct reply subcontract_load_form(struct rq *rq, void *form)
{
	((struct subcontract_in *)form)->from = rq->today;
	rq->look.back = "/subcontracts";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply subcontract_post(struct rq *rq, void *form)
{
	const struct subcontract_in *in = form;
	const struct subcontract_answers answers = { in->lead, in->sub, in->framework, in->block,
		in->from, date_plus(in->last, 1), in->terms };
	SubcontractId id;

	return joined_reply(rq, subcontract_add(rq->db, rq->arena, &answers, rq->me->id, rq->now,
	                                        &id), "last", "The days must be in order, and "
	                    "within the framework's life", "/subcontracts", "Subcontract added");
}

struct end_in { Date last; const char *reason; int64_t revision; };
static const struct field end_fields[] = {
	{ IN(struct end_in, last), .label = "Last day", .need = "Enter the last day" },
	{ IN(struct end_in, reason), .label = "Why", .as = AS_LONG, .max = 2000,
	  .need = "Enter why it ends" },
	{ IN(struct end_in, revision), .as = AS_HIDDEN },
};
const struct form subcontract_end_form = { .name = "subcontract-end",
	FORM(struct end_in, end_fields), .title = "End a subcontract", .button = "End it",
	.lead = "Packages that are with the subcontractor go back to the lead after that day." };

static bool subcontract_asked(struct rq *rq, struct subcontract *s)
{
	if (!ONE(rq->db, rq->arena, subcontract_load, s,
	         .id = V(ID(rq, SubcontractId, "subcontract"))))
		return false;
	rq->look.caption = arena_fmt(rq->arena, "%s for %s", s->sub_name, s->lead_name);
	rq->look.back = "/subcontracts";
	return true;
}

struct reply subcontract_end_load(struct rq *rq, void *form)
{
	struct end_in *in = form;
	struct subcontract s;

	if (!subcontract_asked(rq, &s))
		return not_found(rq);
	in->last = rq->today;
	in->revision = s.revision;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply subcontract_end_post(struct rq *rq, void *form)
{
	const struct end_in *in = form;

	return joined_reply(rq, subcontract_end(rq->db, rq->arena,
	                                        ID(rq, SubcontractId, "subcontract"),
	                                        in->revision, date_plus(in->last, 1), in->reason,
	                                        rq->me->id), "last",
	                    "The last day must be sooner than it was, and not before it began",
	                    "/subcontracts", "Subcontract ended");
}

/* ---- how a lead shares --------------------------------------------------------------------- */

static const struct column share_cols[] = {
	{ .key = "month", .label = "Month" },
	{ .key = "provider", .label = "Delivered by" },
	{ .key = "packages", .label = "Packages", .kind = CELL_INT },
	{ .key = "packages_share", .label = "Share of packages", .kind = CELL_PERCENT,
	  .places = 1 },
	{ .key = "week", .label = "Hours a week", .kind = CELL_MINUTES },
	{ .key = "week_share", .label = "Share of hours", .kind = CELL_PERCENT, .places = 1 },
	{ .key = "size", .label = "Hours a package", .kind = CELL_MINUTES,
	  .means = "Does one have the great packages, and one the small?" },
	{ .key = "rate", .label = "Council pays an hour", .kind = CELL_MONEY,
	  .means = "The average, weighted by hours" },
	{ .key = "paid", .label = "Lead pays an hour", .kind = CELL_MONEY,
	  .means = "The average of what the lead told, weighted by hours" },
};

static struct cell of_all(int64_t n, int64_t all)
{
	return all > 0 ? cell_of_int((2000 * n + all) / (2 * all)) : cell_none();
}

static void put_shares(struct rq *rq, struct record *rec, const struct share *s, size_t n)
{
	struct table *t = record_table(rec, "shares", "Who delivers what", share_cols,
	                               COUNT(share_cols));

	t->about = "Of the placements of this lead on the last day of each month; people whose "
		"record is restricted are left out.";
	for (size_t i = 0; i < n; i++) {
		const struct civil m = date_civil(s[i].month);
		struct cell *c = table_add(t);

		c[0] = cell_of_text(arena_fmt(rq->arena, "%s %d", month_name(m.month), m.year));
		c[1] = cell_of_text(s[i].name);
		c[2] = cell_of_int(s[i].packages);
		c[3] = of_all(s[i].packages, s[i].packages_of);
		c[4] = cell_of_minutes(s[i].week);
		c[5] = of_all(s[i].week.n, s[i].week_of.n);
		c[6] = cell_of_minutes(minutes((2 * s[i].week.n + s[i].packages) /
		                               (2 * s[i].packages)));
		c[7] = cell_of_money(s[i].rate);
		c[8] = cell_of_money(s[i].paid);
	}
}

/* The share of hours that the lead keeps, month by month. */
static void chart_kept(struct rq *rq, struct page *pg, ProviderId lead, const struct share *s,
                       size_t n)
{
	const char *labels[SHARE_MONTHS];
	int64_t kept[SHARE_MONTHS], packages[SHARE_MONTHS];
	const struct chart_series lines[] = { { .name = "Of hours", .values = kept },
	                                      { .name = "Of packages", .values = packages } };
	size_t months = 0;

	for (size_t i = n; i-- > 0;) {
		if (s[i].provider.v != lead.v || months == SHARE_MONTHS)
			continue;
		labels[months] = arena_fmt(rq->arena, "%.3s",
		                           month_name(date_civil(s[i].month).month));
		kept[months] = s[i].week_of.n ? s[i].week.n * 100 / s[i].week_of.n : 0;
		packages[months++] = s[i].packages * 100 / s[i].packages_of;
	}
	if (months < 2)
		return;
	chart(pg, (struct chart){ .id = "kept", .kind = CHART_LINES,
		.title = "What the lead keeps, per cent", .label_head = "Month", .labels = labels,
		.nlabels = months, .series = lines, .nseries = COUNT(lines) });
}

struct reply shares_get(struct rq *rq)
{
	ProviderId lead = ID(rq, ProviderId, "provider");
	struct subcontract_provider_row p;
	struct record *rec;
	struct share *s;
	struct page *pg;
	size_t n;

	if (!ONE(rq->db, rq->arena, subcontract_provider, &p, .id = V(lead)))
		return not_found(rq);
	rec = record_new(rq->arena, "shares", p.id.v, p.name);
	record_text(rec, "lead", "Lead provider", p.name);
	record_link(rec, arena_fmt(rq->arena, "/providers/%lld", (long long)p.id.v));
	n = shares_load(rq->db, rq->arena, lead, rq->today, SHARE_MONTHS, &s);
	put_shares(rq, rec, s, n);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = arena_fmt(rq->arena, "How %s shares", p.name);
	rq->look.back = "/subcontracts";
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	chart_kept(rq, pg, lead, s, n);
	if (n)
		record_draw_table(rq, pg, rec, "shares");
	else
		para(pg, "It has had no placement in the last twelve months.");
	return show(rq, pg);
}

/* ---- what a lead says of who delivers ------------------------------------------------------ */

static const struct list_col delivery_cols[] = {
	{ "id",            "Placement", .link = "/portal/placements/{id}/delivered-by" },
	{ "locality_name", "Locality" },
	{ "service",       "Service",   .as = CELL_WORD, .words = &service_vocab },
	{ "from_day",      "From",      .as = CELL_DATE },
	{ "sub_name",      "Delivered by", .means = "Empty: by yourselves" },
	{ "since_day",     "Since",     .as = CELL_DATE },
	{ "rate_pence",    "You pay an hour", .as = CELL_MONEY },
};
const struct list deliveries_list = {
	.name = "deliveries", .title = "Who delivers your placements",
	.why = "For lead providers: say which subcontractor gives the care",
	.sql = &delivery_own_list_sql, .cols = delivery_cols, .ncols = COUNT(delivery_cols),
	.order = "newest", .page_rows = 50, .wide = true, .none = "You have no placement now",
};

struct delivery_in { ProviderId sub; Date from; Money rate; };
static const struct field delivery_fields[] = {
	{ IN(struct delivery_in, sub), .label = "Delivered by",
	  .from = &delivery_sub_choices_sql, .as = AS_SELECT,
	  .hint = "Empty: by yourselves" },
	{ IN(struct delivery_in, from), .label = "From", .need = "Enter the day" },
	{ IN(struct delivery_in, rate), .label = "You pay an hour", .min = 1, .max = 100000,
	  .hint = "The council sees it, to see that sharing is fair" },
};
const struct form delivery_form = { .name = "delivery", FORM(struct delivery_in, delivery_fields),
	.title = "Who delivers this placement", .button = "Save" };

static bool placement_own(struct rq *rq, struct delivery_placement_row *pl)
{
	return ONE(rq->db, rq->arena, delivery_placement, pl,
	           .id = V(ID(rq, PlacementId, "placement"))) &&
	       pl->provider.v == rq->me->provider.v;
}

struct reply delivery_load(struct rq *rq, void *form)
{
	struct delivery_placement_row pl;

	if (!placement_own(rq, &pl))
		return not_found(rq);
	((struct delivery_in *)form)->from = date_cmp(rq->today, pl.from_day) < 0 ? pl.from_day
	                                                                       : rq->today;
	rq->look.caption = arena_fmt(rq->arena, "Placement %lld", (long long)pl.id.v);
	rq->look.back = "/portal/deliveries";
	return (struct reply){ REPLY_DEFAULT };
}

void delivery_above(struct rq *rq, struct page *pg, const void *form)
{
	struct delivery_history_row *h;
	size_t n = ALL(rq->db, rq->arena, delivery_history, &h,
	               .placement = V(ID(rq, PlacementId, "placement")));

	(void)form;
	for (size_t i = 0; i < n; i++)
		para(pg, arena_fmt(rq->arena, "%s to %s: %s", date_text(rq->arena, h[i].from_day),
		                   date_text(rq->arena, date_plus(h[i].until_day, -1)),
		                   h[i].sub_name));
}

struct reply delivery_post(struct rq *rq, void *form)
{
	const struct delivery_in *in = form;

	return joined_reply(rq, delivery_set(rq->db, rq->arena, ID(rq, PlacementId, "placement"),
	                                     rq->me->provider, in->sub, in->from, in->rate,
	                                     rq->me->id, rq->now), "from",
	                    "The day must be within the placement, and after the last change",
	                    "/portal/deliveries", "Saved");
}
