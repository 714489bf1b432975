/* SPDX-License-Identifier: MIT */
/*
 * pilot_pages.c -- the pilots, and one of them: its stages, decisions, measures.
 */
#include "shaping/pages.h"

#include "html/chart.h"

/* ---- what pages beneath a pilot share ------------------------------------------------ */

static bool pilot_found(struct rq *rq, struct pilot *p)
{
	return ONE(rq->db, rq->arena, pilot_list, p, .pilot = V(ID(rq, PilotId, "pilot")),
	           .today = V(rq->today), .limit = V((int64_t)1), .skip = V((int64_t)0),
	           .order = PILOT_LIST_BY_NAME);
}

bool pilot_asked(struct rq *rq, struct pilot *p)
{
	if (!pilot_found(rq, p))
		return false;
	rq->look.caption = p->name;
	rq->look.back = arena_fmt(rq->arena, "/pilots/%lld", (long long)p->id.v);
	return true;
}

struct reply piloted_reply(struct rq *rq, enum piloted got, const char *on, const char *order,
                           PilotId id, const char *flash)
{
	switch (got) {
	case PILOTED:
		return go(rq, flash, "/pilots/%lld", (long long)id.v);
	case PILOT_GONE:
		return not_found(rq);
	case PILOT_STALE:
		return refuse(rq, NULL,
		              "Someone else changed this since you opened it. Open it again");
	case PILOT_ENDED:
		return refuse(rq, NULL, "This pilot has ended: it is not changed any more");
	case PILOT_ORDER:
		return refuse(rq, on, "%s", order);
	case PILOT_NOT_YET:
		return refuse(rq, NULL, "%s", order);
	case PILOT_ALREADY:
		return refuse(rq, on, "%s", order);
	case PILOT_LACKS:
		return refuse(rq, "framework", "Say on which framework's Part B it goes on, and "
		              "from which day");
	}
	return not_found(rq);
}

/* ---- the list --------------------------------------------------------------------------- */

static struct cell stage_cell(struct rq *rq, const void *row)
{
	const struct pilot *p = row;

	if (!p->stage_name || date_known(p->ended_day))
		return cell_none();
	return cell_of_text(arena_fmt(rq->arena, "%lld of %lld: %s", (long long)p->passed + 1,
	                              (long long)p->stages, p->stage_name));
}

static struct cell due_cell(struct rq *rq, const void *row)
{
	const struct pilot *p = row;

	(void)rq;
	return date_known(p->ended_day) ? cell_none() : cell_of_date(p->due_day);
}

static const struct list_col pilot_cols[] = {
	{ "id",           "Number",    .as = CELL_INT, .in_files_only = true },
	{ "name",         "Name",      .link = "/pilots/{id}" },
	{ "state",        "State",     .as = CELL_WORD, .words = &pilot_state_vocab,
	  .order = "state" },
	{ "stage",        "Stage",     .make = stage_cell },
	{ "due",          "Stage due", .as = CELL_DATE, .make = due_cell },
	{ "owner_name",   "Owner" },
	{ "cohort",       "People",    .as = CELL_INT, .means = "In the cohort" },
	{ "run_from_day", "Runs from", .as = CELL_DATE },
	{ "ended_day",    "Ended",     .as = CELL_DATE },
	{ "idea",         "Idea",      .in_files_only = true },
	{ "funding",      "Funded by", .in_files_only = true },
	{ "funds_pence",  "Funds",     .as = CELL_MONEY, .in_files_only = true },
	{ "learned",      "What was learned", .in_files_only = true },
	{ "framework_name", "Part B of", .in_files_only = true },
};
static const struct list_filter pilot_filters[] = {
	{ "q",     "Name",  FILTER_TEXT },
	{ "state", "State", FILTER_CHOICE, .words = &pilot_state_vocab },
	{ "owner", "Owner", FILTER_CHOICE, .from = &pilot_owner_choices_sql },
};

static void pilots_above(struct rq *rq, struct page *pg)
{
	const bool may = rq_may(rq, MAY_MARKET);
	const struct alm_way ways[] = {
		{ "Add a pilot", "new", may },
		{ "Begin with the long list of ideas", "start", may }, { "Stages", "stages", true },
	};

	alm_ways(pg, "/pilots", ways, COUNT(ways));
}

const struct list pilots_list = {
	.name = "pilots", .title = "Pilots",
	.why = "Read by commissioners: ideas for better support, how far they are, and what was "
	       "learned",
	.sql = &pilot_list_sql, .cols = pilot_cols, .ncols = COUNT(pilot_cols),
	.filters = pilot_filters, .nfilters = COUNT(pilot_filters), .order = "state",
	.page_rows = 50, .wide = true, .none = "There is no pilot yet", .above = pilots_above,
};

/* ---- one of them -------------------------------------------------------------------------- */

static const struct column step_cols[] = {
	{ .key = "place", .from = "position", .label = "Stage", .kind = CELL_INT },
	{ .key = "name", .from = "name", .label = "Name" },
	{ .key = "due", .from = "due_day", .label = "Planned", .kind = CELL_DATE },
	{ .key = "done", .from = "done_day", .label = "Passed", .kind = CELL_DATE },
	{ .key = "guide", .from = "guide", .label = "What it is for" },
};
static const struct column decision_cols[] = {
	{ .key = "on", .from = "on_day", .label = "Day", .kind = CELL_DATE },
	{ .key = "stage", .from = "stage_name", .label = "Stage" },
	{ .key = "how", .from = "how", .label = "Decision", .kind = CELL_WORD,
	  .words = &pilot_decision_vocab },
	{ .key = "reason", .from = "reason", .label = "Why" },
	{ .key = "by", .from = "made_name", .label = "By" },
};
static const struct column provider_cols[] = {
	{ .key = "provider", .from = "provider_name", .label = "Provider" },
	{ .key = "role", .from = "role", .label = "Part", .kind = CELL_WORD,
	  .words = &pilot_role_vocab },
	{ .key = "from", .from = "from_day", .label = "From", .kind = CELL_DATE },
	{ .key = "note", .from = "note", .label = "Note" },
};
static const struct column measure_cols[] = {
	{ .key = "name", .from = "name", .label = "Measure" },
	{ .key = "unit", .from = "unit", .label = "Unit" },
	{ .key = "aim", .from = "aim", .label = "Aim", .kind = CELL_WORD,
	  .words = &pilot_aim_vocab },
	{ .key = "baseline", .from = "baseline", .label = "Before", .kind = CELL_INT },
	{ .key = "target", .from = "target", .label = "Target", .kind = CELL_INT },
	{ .key = "last", .from = "last_reading", .label = "Last reading", .kind = CELL_INT },
	{ .key = "last_on", .from = "last_day", .label = "Read on", .kind = CELL_DATE },
	{ .key = "met", .label = "Met", .kind = CELL_BOOL,
	  .means = "The last reading is at the target or better" },
	{ .key = "read", .label = "Read it", .on_page_only = true },
	{ .key = "id", .from = "id", .label = "Number", .kind = CELL_INT, .in_files_only = true },
};
static const struct column reading_cols[] = {
	{ .key = "on", .from = "on_day", .label = "Day", .kind = CELL_DATE },
	{ .key = "measure", .from = "measure_name", .label = "Measure" },
	{ .key = "reading", .from = "reading", .label = "Reading", .kind = CELL_INT },
	{ .key = "unit", .from = "unit", .label = "Unit" },
	{ .key = "note", .from = "note", .label = "Note" },
	{ .key = "by", .from = "made_name", .label = "By" },
};

static void put_texts(struct record *rec, const struct pilot *p)
{
	record_text(rec, "idea", "Idea", p->idea);
	record_text(rec, "owner", "Owner", p->owner_name);
	record_int(rec, "cohort", "People in the cohort", p->cohort);
	record_if_any(rec);
	record_text(rec, "cohort_words", "Which people", p->cohort_words);
	record_if_any(rec);
	record_text(rec, "examples", "Work elsewhere", p->examples);
	record_if_any(rec);
	record_text(rec, "funding", "Funded by", p->funding);
	record_if_any(rec);
	record_money(rec, "funds", "Funds", p->funds_pence);
	record_if_any(rec);
}

static void put_course(struct rq *rq, struct record *rec, const struct pilot *p)
{
	record_date(rec, "run_from", "Runs from", p->run_from_day);
	record_if_any(rec);
	record_date(rec, "run_last", "Runs until, as planned", date_plus(p->run_until_day, -1));
	record_if_any(rec);
	record_date(rec, "ended", "Ended on", p->ended_day);
	record_if_any(rec);
	record_text(rec, "learned", "What was learned", p->learned);
	record_if_any(rec);
	record_text(rec, "ended_by", "Ended by", p->ended_name);
	record_if_any(rec);
	record_text(rec, "framework", "Goes on under Part B of", p->framework_name);
	if (p->framework.v)
		record_link(rec, arena_fmt(rq->arena, "/frameworks/%lld",
		                           (long long)p->framework.v));
	record_if_any(rec);
	record_date(rec, "onto", "From", p->onto_day);
	record_if_any(rec);
}

/* ---- its measures ------------------------------------------------------------------------- */

struct measured {
	struct pilot_measure *list;
	size_t n;
	struct pilot_readings_row *readings;
	size_t nreadings;
};

static struct measured measured_load(struct rq *rq, PilotId id)
{
	struct measured m;

	m.n = ALL(rq->db, rq->arena, measure_list, &m.list, .pilot = V(id));
	m.nreadings = ALL(rq->db, rq->arena, pilot_readings, &m.readings, .pilot = V(id));
	return m;
}

static struct cell met_cell(const struct pilot_measure *m)
{
	if (m->last_reading == INT_NONE)
		return cell_none();
	return cell_of_bool(m->aim == AIM_MORE ? m->last_reading >= m->target
	                                       : m->last_reading <= m->target);
}

static void put_measures(struct rq *rq, struct record *rec, const struct measured *m, bool open)
{
	struct table *t = record_table(rec, "measures", "Measures of success", measure_cols,
	                               COUNT(measure_cols));
	struct table *r = record_table(rec, "readings", "Readings", reading_cols,
	                               COUNT(reading_cols));

	record_fill(t, &measure_list_sql, m->list, m->n);
	for (size_t i = 0; i < m->n; i++) {
		struct cell *c = t->cells + i * t->ncolumns;

		c[7] = met_cell(&m->list[i]);
		if (open)
			c[8] = cell_linked(cell_of_text("Add a reading"), arena_fmt(rq->arena,
				"/pilots/measures/%lld/read", (long long)m->list[i].id.v));
	}
	record_fill(r, &pilot_readings_sql, m->readings, m->nreadings);
}

/* The first label is the baseline's, then each day on which it was read. */
static void chart_measure(struct rq *rq, struct page *pg, const struct measured *all,
                          const struct pilot_measure *m)
{
	const char **days = NEWN(rq->arena, const char *, all->nreadings + 1);
	int64_t *values = NEWN(rq->arena, int64_t, all->nreadings + 1);
	struct chart_series line = { .name = m->name, .values = values };
	size_t n = 0;

	days[n] = "Before";
	values[n++] = m->baseline;
	for (size_t i = 0; i < all->nreadings; i++)
		if (all->readings[i].measure.v == m->id.v) {
			days[n] = date_short(rq->arena, all->readings[i].on_day);
			values[n++] = all->readings[i].reading;
		}
	if (n < 2)
		return;
	chart(pg, (struct chart){ .id = arena_fmt(rq->arena, "measure-%lld", (long long)m->id.v),
		.kind = CHART_LINES, .title = arena_fmt(rq->arena, "%s, %s", m->name, m->unit),
		.label_head = "Day", .labels = days, .nlabels = n, .series = &line, .nseries = 1,
		.has_target = true, .target = m->target, .target_name = "Target" });
}

/* ---- the page ------------------------------------------------------------------------------ */

static void pilot_ways(struct rq *rq, struct page *pg, const struct pilot *p)
{
	const bool may = rq_may(rq, MAY_MARKET) && !date_known(p->ended_day);
	const bool begun = date_known(p->run_from_day), passed = p->passed == p->stages;
	const struct alm_way ways[] = {
		{ "Decide on this stage", "decide", may && !passed },
		{ "Begin the pilot", "begin", may && passed && !begun },
		{ "Conclude the pilot", "conclude", may && (begun || passed) },
		{ "Plan the stages", "plan", may && !passed },
		{ "Add a measure", "measures/new", may },
		{ "Add a provider", "providers/new", may },
		{ "Move to Part B", "transfer", may && begun && !p->framework.v },
		{ "Change", "change", may },
	};

	alm_ways(pg, arena_fmt(rq->arena, "/pilots/%lld", (long long)p->id.v), ways,
	          COUNT(ways));
}

static size_t put_providers(struct rq *rq, struct record *rec, PilotId id)
{
	struct table *t = record_table(rec, "providers", "Providers", provider_cols,
	                               COUNT(provider_cols));
	struct pilot_providers_row *rows;
	size_t n = ALL(rq->db, rq->arena, pilot_providers, &rows, .pilot = V(id));

	record_fill(t, &pilot_providers_sql, rows, n);
	for (size_t i = 0; i < n; i++)
		t->cells[i * t->ncolumns].link = arena_fmt(rq->arena, "/providers/%lld",
		                                           (long long)rows[i].provider.v);
	return n;
}

static void put_stages(struct rq *rq, struct record *rec, PilotId id, size_t *ndecided)
{
	struct pilot_decisions_row *d;
	struct pilot_step *s;
	size_t n = ALL(rq->db, rq->arena, pilot_steps, &s, .pilot = V(id));

	record_fill(record_table(rec, "stages", "Stages", step_cols, COUNT(step_cols)),
	            &pilot_steps_sql, s, n);
	*ndecided = ALL(rq->db, rq->arena, pilot_decisions, &d, .pilot = V(id));
	record_fill(record_table(rec, "decisions", "Decisions", decision_cols,
	                         COUNT(decision_cols)), &pilot_decisions_sql, d, *ndecided);
}

struct reply pilot_get(struct rq *rq)
{
	struct measured m;
	struct record *rec;
	struct page *pg;
	struct pilot p;
	size_t ndecided, nproviders;

	if (!pilot_found(rq, &p))
		return not_found(rq);
	rec = record_new(rq->arena, "pilot", p.id.v, p.name);
	record_word(rec, "state", "State", &pilot_state_vocab, p.state);
	record_text(rec, "name", "Name", p.name);
	record_not_on_page(rec);
	put_texts(rec, &p);
	put_course(rq, rec, &p);
	put_stages(rq, rec, p.id, &ndecided);
	nproviders = put_providers(rq, rec, p.id);
	m = measured_load(rq, p.id);
	put_measures(rq, rec, &m, rq_may(rq, MAY_MARKET));
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = p.name;
	rq->look.back = "/pilots";
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	pilot_ways(rq, pg, &p);
	record_draw_table(rq, pg, rec, "stages");
	if (ndecided)
		record_draw_table(rq, pg, rec, "decisions");
	if (nproviders)
		record_draw_table(rq, pg, rec, "providers");
	if (m.n)
		record_draw_table(rq, pg, rec, "measures");
	for (size_t i = 0; i < m.n; i++)
		chart_measure(rq, pg, &m, &m.list[i]);
	if (m.nreadings)
		record_draw_table(rq, pg, rec, "readings");
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, arena_fmt(rq->arena, "/engagement-log?pilot=%lld", (long long)p.id.v),
	        "Sessions about this pilot");
	end(pg);
	return show(rq, pg);
}
