/* SPDX-License-Identifier: MIT */
/*
 * returns_day.c -- the noon and the 5 pm return (003, 2nd line of defence).
 */
#include "brokerage/returns_inside.h"

/* ---- noon: packages waiting to facilitate hospital discharge ---------------------- */

static const struct column waiting_cols[] = {
	{ .key = "request", .label = "Request" },
	{ .key = "hospital", .label = "Hospital" },
	{ .key = "ward", .label = "Ward" },
	{ .key = "area", .label = "Area" },
	{ .key = "ready", .label = "Ready from", .kind = CELL_MOMENT },
	{ .key = "waiting", .label = "Waiting, days", .kind = CELL_DECIMAL, .places = 1,
	  .means = "From ready to the return's moment; empty: not ready yet" },
	{ .key = "week", .label = "A week", .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ .key = "carers", .label = "Care workers", .kind = CELL_INT },
	{ .key = "stage", .label = "Stage" },
	{ .key = "tier", .label = "Tier", .kind = CELL_INT },
};

static void waiting_row(struct making *m, struct table *t, const struct fact *f)
{
	const struct return_fact *r = &f->row;
	int64_t waited = moment_minus_ms(m->facts.as_at, r->ready_ms);
	struct cell *c = table_add(t);

	c[0] = request_cell(m->arena, r);
	c[1] = cell_of_text(r->hospital);
	c[2] = cell_of_text(r->ward);
	c[3] = cell_of_text(r->locality_name);
	c[4] = cell_of_moment(r->ready_ms);
	c[5] = days_cell(waited < 0 ? INT_NONE : waited);
	c[6] = cell_of_minutes(r->week_mins);
	c[7] = cell_of_int(r->most_carers);
	c[8] = cell_of_text(vocab_label(&request_stage_vocab, f->stage));
	c[9] = f->last ? cell_of_int(f->last->tier_no) : cell_none();
}

static const struct column place_cols[] = {
	{ .key = "place", .label = "Place" },
	{ .key = "waiting", .label = "Waiting", .kind = CELL_INT, .total = TOTAL_SUM },
	{ .key = "ready", .label = "Of them ready", .kind = CELL_INT, .total = TOTAL_SUM },
	{ .key = "week", .label = "A week", .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ .key = "longest", .label = "Longest wait, days", .kind = CELL_DECIMAL, .places = 1,
	  .means = "Since ready to leave" },
};

static int64_t longest_wait(const struct facts *f, struct pick p)
{
	int64_t longest = INT_NONE;

	p.until = f->as_at;
	for (size_t i = 0; i < f->n; i++)
		if (fact_picked(&f->list[i], &p)) {
			int64_t ms = moment_minus_ms(f->as_at, f->list[i].row.ready_ms);

			longest = ms > longest ? ms : longest;
		}
	return longest;
}

static void place_row(struct making *m, struct table *t, const char *name, struct pick p)
{
	struct pick ready = p;
	struct cell waiting;
	struct cell *c;

	p.set = SET_DISCHARGE;
	ready.set = SET_READY;
	waiting = count_cell(m, p);
	if (!waiting.n)
		return;
	c = table_add(t);
	c[0] = cell_of_text(name);
	c[1] = waiting;
	c[2] = count_cell(m, ready);
	c[3] = cell_of_minutes(facts_week(&m->facts, p));
	c[4] = days_cell(longest_wait(&m->facts, ready));
}

/* The hospitals that wait, each once, in the order of the longest standing. */
static void hospital_rows(struct making *m, struct table *t)
{
	for (size_t i = 0; i < m->facts.n; i++) {
		const char *name = m->facts.list[i].row.hospital;
		bool before = BLANK(name);

		for (size_t j = 0; j < i && !before; j++)
			before = text_same(m->facts.list[j].row.hospital, name);
		if (!before)
			place_row(m, t, name, (struct pick){ .hospital = name });
	}
}

void make_noon(struct making *m)
{
	struct return_localities_row *places;
	size_t n = ALL(m->db, m->arena, return_localities, &places, .none = { 0 });
	struct table *t;

	m->figures->title = "Noon return: packages waiting to facilitate hospital discharge";
	t = SHEET(m, "waiting", "Packages waiting for a hospital discharge",
	          "Read by hospital discharge teams at noon. Requests stand under their numbers; "
	          "no person is named.", waiting_cols);
	for (size_t i = 0; i < m->facts.n; i++)
		if (fact_picked(&m->facts.list[i], &(struct pick){ .set = SET_DISCHARGE }))
			waiting_row(m, t, &m->facts.list[i]);
	t = SHEET(m, "hospitals", "By hospital", NULL, place_cols);
	hospital_rows(m, t);
	m->figures->parts[1].in_mail = SIZE_MAX;
	t = SHEET(m, "areas", "By area", NULL, place_cols);
	for (size_t i = 0; i < n; i++)
		place_row(m, t, places[i].name, (struct pick){ .locality = places[i].id });
	m->figures->parts[2].in_mail = SIZE_MAX;
}

/* ---- five ---------------------------------------------------------------------------- */

enum { SPAN_DAYS = 28 };

static const struct column outstanding_cols[] = {
	{ .key = "kind", .label = "Outstanding" },
	{ .key = "packages", .label = "Packages", .kind = CELL_INT },
	{ .key = "week", .label = "A week", .kind = CELL_MINUTES },
	{ .key = "longest", .label = "Longest since asked, days", .kind = CELL_DECIMAL,
	  .places = 1 },
	{ .key = "new", .label = "Not sent yet", .kind = CELL_INT },
	{ .key = "sent", .label = "With providers", .kind = CELL_INT },
	{ .key = "offers", .label = "Offers to decide", .kind = CELL_INT },
	{ .key = "stuck", .label = "Needs a decision", .kind = CELL_INT },
};

static void outstanding_row(struct making *m, struct table *t, const char *name,
                            enum return_set set)
{
	struct pick p = { .set = set, .until = m->facts.as_at };
	int64_t longest = INT_NONE, at[STAGE_UNMET + 1] = { 0 };
	struct cell *c = table_add(t);

	for (size_t i = 0; i < m->facts.n; i++) {
		const struct fact *f = &m->facts.list[i];

		if (!fact_picked(f, &p))
			continue;
		at[f->stage]++;
		longest = f->elapsed_ms > longest ? f->elapsed_ms : longest;
	}
	c[0] = cell_of_text(name);
	c[1] = count_cell(m, p);
	c[2] = cell_of_minutes(facts_week(&m->facts, p));
	c[3] = days_cell(longest);
	for (int s = STAGE_NEW; s <= STAGE_STUCK; s++)
		c[3 + s] = cell_of_int(at[s]);
}

static const struct column sourcing_cols[] = {
	{ .key = "span", .label = "Span" },
	{ .key = "requested", .label = "Requested", .kind = CELL_INT },
	{ .key = "sourced", .label = "Sourced", .kind = CELL_INT },
	{ .key = "withdrawn", .label = "Withdrawn", .kind = CELL_INT },
	{ .key = "unmet", .label = "Unmet", .kind = CELL_INT },
	{ .key = "mean_days", .label = "Days to source, mean", .kind = CELL_DECIMAL, .places = 1,
	  .means = "From the request to the award, day and night, to a tenth of a day" },
	{ .key = "median_days", .label = "Median", .kind = CELL_DECIMAL, .places = 1 },
	{ .key = "longest_days", .label = "Longest", .kind = CELL_DECIMAL, .places = 1 },
	{ .key = "mean_workdays", .label = "Working days, mean", .kind = CELL_DECIMAL, .places = 1,
	  .means = "Working days of the council's nation; the day of asking is day nought" },
	{ .key = "median_workdays", .label = "Median of working days", .kind = CELL_DECIMAL,
	  .places = 1 },
	{ .key = "longest_workdays", .label = "Longest of working days", .kind = CELL_INT },
	{ .key = "rate", .label = "Average hourly rate", .kind = CELL_MONEY,
	  .means = "Of what was sourced, weighted by hours a week" },
	{ .key = "week", .label = "Hours placed a week", .kind = CELL_MINUTES },
	{ .key = "out_of_order", .label = "Outside the order", .kind = CELL_INT,
	  .means = "A tier was skipped or gone back to, or needed approval" },
	{ .key = "not_first", .label = "Not the first in order", .kind = CELL_INT,
	  .means = "Another offer of the same tier was chosen, for a reason" },
};

static void sourcing_row(struct making *m, struct table *t, const char *name, Moment since)
{
	struct pick p = { .set = SET_SOURCED, .since = since, .until = m->facts.as_at };
	struct spread s = facts_spread(m->arena, &m->facts, &p);
	struct cell *c = table_add(t);

	c[0] = cell_of_text(name);
	for (int i = 0; i < 4; i++) {
		static const enum return_set sets[] = { SET_REQUESTED, SET_SOURCED, SET_WITHDRAWN,
			SET_UNMET };

		p.set = sets[i];
		c[1 + i] = count_cell(m, p);
	}
	c[5] = days_cell(s.mean_ms);
	c[6] = days_cell(s.median_ms);
	c[7] = days_cell(s.longest_ms);
	c[8] = tenths_cell(s.mean_work10);
	c[9] = tenths_cell(s.median_work10);
	c[10] = cell_of_int(s.longest_work);
	c[11] = cell_of_money(s.rate);
	c[12] = cell_of_minutes(s.week);
	p.set = SET_OUT_OF_ORDER;
	c[13] = count_cell(m, p);
	p.set = SET_NOT_FIRST;
	c[14] = count_cell(m, p);
}

static const struct column split_cols[] = {
	{ .key = "what", .label = "Requests" },
	{ .key = "requested_today", .label = "Requested today", .kind = CELL_INT,
	  .total = TOTAL_SUM },
	{ .key = "requested", .label = "Requested in 28 days", .kind = CELL_INT,
	  .total = TOTAL_SUM },
	{ .key = "sourced_today", .label = "Sourced today", .kind = CELL_INT, .total = TOTAL_SUM },
	{ .key = "sourced", .label = "Sourced in 28 days", .kind = CELL_INT, .total = TOTAL_SUM },
	{ .key = "outstanding", .label = "Outstanding", .kind = CELL_INT, .total = TOTAL_SUM },
	{ .key = "mean_days", .label = "Days to source, mean", .kind = CELL_DECIMAL, .places = 1 },
};

static void split_row(struct making *m, struct table *t, const char *name, struct pick p,
                      Moment today, Moment since)
{
	struct cell *c = table_add(t);

	c[0] = cell_of_text(name);
	p.set = SET_REQUESTED;
	p.since = today;
	c[1] = count_cell(m, p);
	p.since = since;
	c[2] = count_cell(m, p);
	p.set = SET_SOURCED;
	p.since = today;
	c[3] = count_cell(m, p);
	p.since = since;
	c[4] = count_cell(m, p);
	p.until = m->facts.as_at;
	c[6] = days_cell(facts_spread(m->arena, &m->facts, &p).mean_ms);
	p.set = SET_OUTSTANDING;
	p.since = MOMENT_NONE;
	c[5] = count_cell(m, p);
}

/* Time of day requested against time of day sourced: rows asked, columns found. */
static void clock_sheet(struct making *m, Moment since)
{
	struct column *cols = NEWN(m->arena, struct column, day_part_vocab.n + 2);
	struct table *t;

	cols[0] = (struct column){ .key = "requested", .label = "Requested" };
	for (size_t i = 0; i < day_part_vocab.n; i++)
		cols[i + 1] = (struct column){ .key = day_part_vocab.words[i].key,
			.label = arena_fmt(m->arena, "Sourced %s", day_part_vocab.words[i].label),
			.kind = CELL_INT, .total = TOTAL_SUM };
	cols[day_part_vocab.n + 1] = (struct column){ .key = "all", .label = "All",
		.kind = CELL_INT, .total = TOTAL_SUM };
	t = sheet_add(m, "clock", "Time of day requested against time of day sourced, 28 days",
	              NULL, cols, day_part_vocab.n + 2);
	for (size_t i = 0; i < day_part_vocab.n; i++) {
		struct pick p = { .set = SET_SOURCED, .since = since,
			.asked = day_part_vocab.words[i].code };
		struct cell *c = table_add(t);

		c[0] = cell_of_text(day_part_vocab.words[i].label);
		c[day_part_vocab.n + 1] = count_cell(m, p);
		for (size_t j = 0; j < day_part_vocab.n; j++) {
			p.found = day_part_vocab.words[j].code;
			c[j + 1] = count_cell(m, p);
		}
	}
}

static const struct column block_cols[] = {
	{ .key = "area", .label = "Area" },
	{ .key = "provider", .label = "Provider" },
	{ .key = "block", .label = "Contract" },
	{ .key = "bought", .label = "Bought a week", .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ .key = "used", .label = "Used", .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ .key = "free", .label = "Free", .kind = CELL_MINUTES, .total = TOTAL_SUM,
	  .means = "Bought less used (law 5)" },
};

static void block_sheet(struct making *m)
{
	Date day = m->figures->day;
	struct given g = given_load(m->db, m->arena, day, day, m->facts.as_at, true);
	struct blocks b = blocks_used(m->arena, &g, day, day, m->facts.as_at, true);
	struct table *t = SHEET(m, "blocks", "Pre-purchased hours on the day",
	                        blocks_about, block_cols);

	for (size_t i = 0; i < b.n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(b.list[i].row.locality_name);
		c[1] = cell_of_text(b.list[i].row.provider_name);
		c[2] = cell_of_text(b.list[i].row.name);
		c[3] = cell_of_minutes(b.list[i].bought);
		c[4] = cell_of_minutes(b.list[i].used);
		c[5] = cell_of_minutes(minutes(b.list[i].bought.n - b.list[i].used.n));
	}
}

static const struct column exception_cols[] = {
	{ .key = "request", .label = "Request" },
	{ .key = "sourced", .label = "Sourced", .kind = CELL_MOMENT },
	{ .key = "area", .label = "Area" },
	{ .key = "tier", .label = "Tier", .kind = CELL_INT },
	{ .key = "what", .label = "What" },
	{ .key = "reason", .label = "Reason kept",
	  .means = "Shown to brokers and commissioners only" },
};

/* In words; several may hold of one placement. */
static const char *exception_text(struct arena *a, const struct fact *f)
{
	struct buf b = buf_new(a);

	if (f->jumps > 0)
		buf_str(&b, "Tier skipped or gone back to");
	if (f->row.rank_no > 1)
		buf_fmt(&b, "%sNot the first in order", b.n ? "; " : "");
	if (f->won && f->won->approved_by.v)
		buf_fmt(&b, "%sApproved by a manager", b.n ? "; " : "");
	return buf_text(&b);
}

static void exception_sheet(struct making *m, Moment since)
{
	struct pick outside = { .set = SET_OUT_OF_ORDER, .since = since, .until = m->facts.as_at };
	struct pick other = { .set = SET_NOT_FIRST, .since = since, .until = m->facts.as_at };
	struct table *t = SHEET(m, "exceptions", "Sourced otherwise than first in order, 28 days",
	                        "Each has its reason on the request (B&NES 3g.4).", exception_cols);

	for (size_t i = 0; i < m->facts.n; i++) {
		const struct fact *f = &m->facts.list[i];
		const struct return_fact *r = &f->row;
		struct cell *c;

		if (!fact_picked(f, &outside) && !fact_picked(f, &other))
			continue;
		c = table_add(t);
		c[0] = request_cell(m->arena, r);
		c[1] = cell_of_moment(r->awarded_ms);
		c[2] = cell_of_text(r->locality_name);
		c[3] = f->won ? cell_of_int(f->won->tier_no) : cell_none();
		c[4] = cell_of_text(exception_text(m->arena, f));
		if (m->reasons)
			c[5] = cell_of_text(!BLANK(r->award_reason) ? r->award_reason
			                    : f->won ? f->won->jump_reason : NULL);
	}
}

static void split_sheets(struct making *m, Moment today, Moment since)
{
	struct return_localities_row *places;
	size_t n = ALL(m->db, m->arena, return_localities, &places, .none = { 0 });
	struct table *t = SHEET(m, "areas", "Requests per area", NULL, split_cols);

	for (size_t i = 0; i < n; i++)
		split_row(m, t, places[i].name, (struct pick){ .locality = places[i].id }, today,
		          since);
	t = SHEET(m, "calls", "Single or multiple calls", "On the fullest day of the week.",
	          split_cols);
	split_row(m, t, "One call a day", (struct pick){ .calls = 1 }, today, since);
	split_row(m, t, "Several calls a day", (struct pick){ .calls = 2 }, today, since);
	t = SHEET(m, "carers", "One or two care workers", NULL, split_cols);
	split_row(m, t, "One care worker", (struct pick){ .carers = 1 }, today, since);
	split_row(m, t, "Two care workers", (struct pick){ .carers = 2 }, today, since);
}

void make_five(struct making *m)
{
	Date day = m->figures->day;
	Moment today = moment_at(day, minutes(0));
	Moment since = moment_at(date_plus(day, 1 - SPAN_DAYS), minutes(0));
	struct table *t;

	m->figures->title = "5 pm return: packages outstanding and sourced";
	t = SHEET(m, "outstanding", "Packages outstanding and waiting",
	          "Read by commissioners and hospital discharge teams at the end of the day.",
	          outstanding_cols);
	outstanding_row(m, t, "Waiting for a hospital discharge", SET_DISCHARGE);
	outstanding_row(m, t, "Of them ready to leave", SET_READY);
	outstanding_row(m, t, "Other reasons", SET_OTHER);
	outstanding_row(m, t, "All", SET_OUTSTANDING);
	m->figures->parts[0].in_mail = SIZE_MAX;
	t = SHEET(m, "sourcing", "Requested and sourced", NULL, sourcing_cols);
	sourcing_row(m, t, "Today", today);
	sourcing_row(m, t, "28 days", since);
	m->figures->parts[1].in_mail = SIZE_MAX;
	split_sheets(m, today, since);
	clock_sheet(m, since);
	block_sheet(m);
	exception_sheet(m, since);
}
