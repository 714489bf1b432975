/* SPDX-License-Identifier: MIT */
/*
 * returns_month.c -- the monthly dashboard: the same figures by month, and
 * what became of the hours bought ahead (003: "overall performance and use of
 * commissioned pre purchased hours and in house provision").
 *
 * One load of facts serves all months: each month's row is a pick of what had
 * happened by its end.
 */
#include "brokerage/returns_inside.h"

static const struct column month_cols[] = {
	{ .key = "month", .label = "Month" },
	{ .key = "requested", .label = "Requested", .kind = CELL_INT, .total = TOTAL_SUM },
	{ .key = "sourced", .label = "Sourced", .kind = CELL_INT, .total = TOTAL_SUM },
	{ .key = "withdrawn", .label = "Withdrawn", .kind = CELL_INT, .total = TOTAL_SUM },
	{ .key = "unmet", .label = "Unmet", .kind = CELL_INT, .total = TOTAL_SUM },
	{ .key = "outstanding", .label = "Outstanding at its end", .kind = CELL_INT },
	{ .key = "mean_days", .label = "Days to source, mean", .kind = CELL_DECIMAL, .places = 1 },
	{ .key = "median_days", .label = "Median", .kind = CELL_DECIMAL, .places = 1 },
	{ .key = "longest_days", .label = "Longest", .kind = CELL_DECIMAL, .places = 1 },
	{ .key = "mean_workdays", .label = "Working days, mean", .kind = CELL_DECIMAL,
	  .places = 1 },
	{ .key = "rate", .label = "Average hourly rate", .kind = CELL_MONEY },
	{ .key = "week", .label = "Hours placed a week", .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ .key = "out_of_order", .label = "Outside the order", .kind = CELL_INT,
	  .total = TOTAL_SUM },
	{ .key = "not_first", .label = "Not the first in order", .kind = CELL_INT,
	  .total = TOTAL_SUM, .means = "Another offer of the same tier was chosen, for a reason" },
};

struct month { Date first, last; Moment since, until; const char *name; };

static struct month month_of(struct arena *a, Date first, Moment now)
{
	Moment until = month_moment(first, now);
	struct civil c = date_civil(first);

	return (struct month){ first, moment_date(until), moment_at(first, minutes(0)), until,
	                       arena_fmt(a, "%.3s %d", month_name(c.month), c.year) };
}

/* A number of one month, which opens to that month's own list. */
static struct cell month_cell(struct making *m, const struct month *mo, struct pick p)
{
	size_t n;

	p.since = mo->since;
	p.until = mo->until;
	n = facts_count(&m->facts, &p);
	return n ? cell_linked(cell_of_int((int64_t)n),
	                       pick_href(m->arena, RETURN_MONTHLY, mo->first, &p))
	         : cell_of_int(0);
}

/* Open at a moment before the facts' own. */
static size_t open_then(const struct facts *f, Moment then, LocalityId locality)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct return_fact *r = &f->list[i].row;

		n += moment_cmp(r->made_ms, then) <= 0 &&
			(!locality.v || locality.v == r->locality.v) &&
		     (!moment_known(r->closed_ms) || moment_cmp(r->closed_ms, then) > 0);
	}
	return n;
}

static struct cell open_cell(struct making *m, const struct month *mo, LocalityId locality)
{
	struct pick p = { .set = SET_OUTSTANDING, .locality = locality };

	return cell_linked(cell_of_int((int64_t)open_then(&m->facts, mo->until, locality)),
	                   pick_href(m->arena, RETURN_MONTHLY, mo->first, &p));
}

static void month_row(struct making *m, struct table *t, const struct month *mo)
{
	struct pick p = { .set = SET_SOURCED, .since = mo->since, .until = mo->until };
	struct spread s = facts_spread(m->arena, &m->facts, &p);
	struct cell *c = table_add(t);

	c[0] = cell_linked(cell_of_text(mo->name), arena_fmt(m->arena, "/returns/monthly?month=%s",
	                   date_iso(m->arena, mo->first)));
	c[1] = month_cell(m, mo, (struct pick){ .set = SET_REQUESTED });
	c[2] = month_cell(m, mo, p);
	c[3] = month_cell(m, mo, (struct pick){ .set = SET_WITHDRAWN });
	c[4] = month_cell(m, mo, (struct pick){ .set = SET_UNMET });
	c[5] = open_cell(m, mo, (LocalityId){ 0 });
	c[6] = days_cell(s.mean_ms);
	c[7] = days_cell(s.median_ms);
	c[8] = days_cell(s.longest_ms);
	c[9] = tenths_cell(s.mean_work10);
	c[10] = cell_of_money(s.rate);
	c[11] = cell_of_minutes(s.week);
	c[12] = month_cell(m, mo, (struct pick){ .set = SET_OUT_OF_ORDER });
	c[13] = month_cell(m, mo, (struct pick){ .set = SET_NOT_FIRST });
}

/* ---- hours bought ahead -------------------------------------------------------- */

static const struct column bought_cols[] = {
	{ .key = "month", .label = "Month" },
	{ .key = "bought", .label = "Bought", .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ .key = "used", .label = "Used", .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ .key = "wasted", .label = "Wasted", .kind = CELL_MINUTES, .total = TOTAL_SUM,
	  .means = "Bought less used (law 5)" },
	{ .key = "share", .label = "Used", .kind = CELL_PERCENT, .places = 1 },
};
static const struct column block_cols[] = {
	{ .key = "area", .label = "Area" },
	{ .key = "provider", .label = "Provider" },
	{ .key = "block", .label = "Contract" },
	{ .key = "bought", .label = "Bought", .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ .key = "used", .label = "Used", .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ .key = "wasted", .label = "Wasted", .kind = CELL_MINUTES, .total = TOTAL_SUM },
};

/* Tenths of a per cent, half up. */
static struct cell percent_cell(int64_t part, int64_t of)
{
	return of > 0 ? cell_of_int((part * 2000 + of) / (2 * of)) : cell_none();
}

static void hours_cells(struct cell *c, Minutes bought, Minutes used)
{
	c[0] = cell_of_minutes(bought);
	c[1] = cell_of_minutes(used);
	c[2] = cell_of_minutes(minutes(bought.n - used.n));
}

/* The sum of the month's blocks, each rounded by itself, so that the two tables agree. */
static void bought_row(struct making *m, struct table *t, const struct given *g,
                       const struct month *mo)
{
	struct blocks b = blocks_used(m->arena, g, mo->first, mo->last, mo->until, false);
	Minutes bought = { 0 }, used = { 0 };
	struct cell *c = table_add(t);

	for (size_t i = 0; i < b.n; i++) {
		bought.n += b.list[i].bought.n;
		used.n += b.list[i].used.n;
	}
	c[0] = cell_of_text(mo->name);
	hours_cells(c + 1, bought, used);
	c[4] = percent_cell(used.n, bought.n);
}

static void block_rows(struct making *m, struct table *t, const struct given *g,
                       const struct month *mo)
{
	struct blocks b = blocks_used(m->arena, g, mo->first, mo->last, mo->until, false);

	for (size_t i = 0; i < b.n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(b.list[i].row.locality_name);
		c[1] = cell_of_text(b.list[i].row.provider_name);
		c[2] = cell_of_text(b.list[i].row.name);
		hours_cells(c + 3, b.list[i].bought, b.list[i].used);
	}
}

/* ---- in house and elsewhere ---------------------------------------------------------- */

static const struct column provision_cols[] = {
	{ .key = "month", .label = "Month" },
	{ .key = "in_house", .label = "In house, a week", .kind = CELL_MINUTES },
	{ .key = "elsewhere", .label = "Other providers, a week", .kind = CELL_MINUTES },
	{ .key = "share", .label = "In-house share", .kind = CELL_PERCENT, .places = 1,
	  .means = "Of the hours a week being given on the month's last day" },
};

static void provision_row(struct table *t, const struct given *g, const struct month *mo)
{
	Minutes ours = { 0 }, theirs = { 0 };
	struct cell *c = table_add(t);

	for (size_t i = 0; i < g->n; i++) {
		const struct return_element *e = &g->list[i];

		if (!e->secret && date_cmp(e->from_day, mo->last) <= 0 &&
		    date_cmp(e->until_day, mo->last) > 0 && moment_cmp(e->made_ms, mo->until) <= 0)
			*(e->sector == SECTOR_COUNCIL ? &ours.n : &theirs.n) += e->week_mins.n;
	}
	c[0] = cell_of_text(mo->name);
	c[1] = cell_of_minutes(ours);
	c[2] = cell_of_minutes(theirs);
	c[3] = percent_cell(ours.n, ours.n + theirs.n);
}

/* ---- areas of the month ------------------------------------------------------------------ */

static const struct column area_cols[] = {
	{ .key = "area", .label = "Area" },
	{ .key = "requested", .label = "Requested", .kind = CELL_INT, .total = TOTAL_SUM },
	{ .key = "sourced", .label = "Sourced", .kind = CELL_INT, .total = TOTAL_SUM },
	{ .key = "outstanding", .label = "Outstanding at its end", .kind = CELL_INT,
	  .total = TOTAL_SUM },
	{ .key = "mean_days", .label = "Days to source, mean", .kind = CELL_DECIMAL, .places = 1 },
	{ .key = "rate", .label = "Average hourly rate", .kind = CELL_MONEY },
};

static void area_rows(struct making *m, struct table *t, const struct month *mo)
{
	struct return_localities_row *places;
	size_t n = ALL(m->db, m->arena, return_localities, &places, .none = { 0 });

	for (size_t i = 0; i < n; i++) {
		struct pick p = { .set = SET_SOURCED, .since = mo->since, .until = mo->until,
		                  .locality = places[i].id };
		struct spread s = facts_spread(m->arena, &m->facts, &p);
		struct cell *c = table_add(t);

		c[0] = cell_of_text(places[i].name);
		c[2] = month_cell(m, mo, p);
		p.set = SET_REQUESTED;
		c[1] = month_cell(m, mo, p);
		c[3] = open_cell(m, mo, places[i].id);
		c[4] = days_cell(s.mean_ms);
		c[5] = cell_of_money(s.rate);
	}
}

void make_monthly(struct making *m, int months, Moment now)
{
	struct month *mo = NEWN(m->arena, struct month, months);
	struct table *all, *bought, *provision;
	struct given g;

	m->figures->title = arena_fmt(m->arena, "Monthly dashboard, %s",
	                              return_day_text(m->arena, RETURN_MONTHLY, m->figures->day));
	for (int i = 0; i < months; i++)
		mo[i] = month_of(m->arena, date_plus_months(m->figures->day, i + 1 - months), now);
	all = SHEET(m, "months", "Requested and sourced by month",
	            "Read by commissioners and directors each month.", month_cols);
	m->figures->parts[0].in_mail = 1;
	bought = SHEET(m, "bought", "Pre-purchased hours by month", blocks_about, bought_cols);
	provision = SHEET(m, "provision", "In-house and other provision", NULL, provision_cols);
	g = given_load(m->db, m->arena, mo[0].first, mo[months - 1].last, m->facts.as_at,
	               false);
	for (int i = 0; i < months; i++) {
		month_row(m, all, &mo[i]);
		bought_row(m, bought, &g, &mo[i]);
		provision_row(provision, &g, &mo[i]);
	}
	area_rows(m, SHEET(m, "areas", "By area, this month", NULL, area_cols), &mo[months - 1]);
	block_rows(m, SHEET(m, "blocks", "Pre-purchased hours by contract, this month",
	                    blocks_about, block_cols), &g, &mo[months - 1]);
}
