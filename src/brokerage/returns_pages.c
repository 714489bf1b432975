/* SPDX-License-Identifier: MIT */
/*
 * returns_pages.c -- the returns on pages and as files: as they count now, and
 * as they were issued.
 *
 * Whoever may read returns reads no names.  Directors, commissioners and
 * finance read numbers alone: who waits in which ward, and the lists behind a
 * number, are for those who work with people's records.
 */
#include "brokerage/returns_pages.h"

#include <string.h>

#include "html/alm.h"
#include "list/record.h"

enum { MONTHS_USUAL = 13, MONTHS_MOST = 36, DIFFERENCES = 200 };

Date day_asked(struct rq *rq, const char *name, Date otherwise)
{
	Date d;

	return date_parse(param(&rq->query, name), &d) ? d : otherwise;
}

static void links_drop(struct table *t)
{
	for (size_t i = 0; i < t->nrows * t->ncolumns; i++)
		t->cells[i].link = NULL;
}

/* Does it tell of single people who wait, by the ward? */
static bool tells_wards(const struct table *t)
{
	for (size_t i = 0; i < t->ncolumns; i++)
		if (text_same(t->columns[i].key, "ward"))
			return true;
	return false;
}

/* Without such sheets, for those who may not see whose they are. */
static void sheets_for_reader(struct rq *rq, struct figures *f)
{
	size_t n = 0;

	if (rq_may(rq, MAY_SEE_PERSON))
		return;
	for (size_t i = 0; i < f->nparts; i++)
		if (!tells_wards(&f->parts[i].table))
			f->parts[n++] = f->parts[i];
	f->nparts = n;
	for (size_t i = 0; i < n; i++)          /* charts take their links from the tables */
		links_drop(&f->parts[i].table);
}

/* ---- a return as the format that was asked for ----------------------------------- */

/* All of it; with "part" in the address one table. */
static struct reply file_of_return(struct rq *rq, const struct figures *f)
{
	const char *part = param(&rq->query, "part"), *json;
	const struct table *t = part ? figures_part(f, part) : NULL;
	struct book all = figures_book(rq->arena, f);

	if (part ? !t : !f->nparts)
		return not_found(rq);
	if (t)
		return table_reply(rq, t);
	if (rq->format != AS_JSON)
		return book_reply(rq, &all);
	json = figures_json(rq->arena, f);
	return (struct reply){ .kind = REPLY_BYTES, .type = "application/json", .bytes = json,
	                       .len = strlen(json) };
}

/* Whom it leaves out, and all of it as a file. */
static void draw_whole(struct rq *rq, struct page *pg, const struct figures *f, const char *query)
{
	if (f->rule)
		para(pg, f->rule);
	if (f->nparts)
		alm_downloads_of(pg, "The whole return", rq->path, query);
}

static void draw_parts(struct rq *rq, struct page *pg, struct figures *f, const char *query)
{
	for (size_t i = 0; i < f->nparts; i++) {
		struct buf b = buf_new(rq->arena);

		EL(pg, "section", "id", f->parts[i].key);
		if (f->parts[i].table.nrows)
			table_draw(pg, &f->parts[i].table);
		else
			alm_empty(pg, arena_fmt(rq->arena, "%s: none.", f->parts[i].table.title),
			          NULL, NULL);
		if (!BLANK(f->parts[i].table.about))
			para(pg, f->parts[i].table.about);
		buf_fmt(&b, "%s%spart=%s", query, *query ? "&" : "", f->parts[i].key);
		if (f->parts[i].table.nrows)
			alm_downloads_of(pg, "This table", rq->path, buf_text(&b));
		end(pg);
	}
}

/* ---- live ------------------------------------------------------------------------------ */

/* Any day: the one before, the one after, or one that is typed. */
static void draw_days(struct rq *rq, struct page *pg, const struct figures *f)
{
	bool month = f->kind == RETURN_MONTHLY;
	const char *name = month ? "month" : "day";
	Date before = month ? date_plus_months(f->day, -1) : date_plus(f->day, -1);
	Date after = month ? date_plus_months(f->day, 1) : date_plus(f->day, 1);
	struct alm_filter panel = { .action = rq->path,
		.summary = month ? "Another month" : "Another day" };

	EL(pg, "p", "class", "govuk-body");
	el_link(pg, arena_fmt(rq->arena, "%s?%s=%s", rq->path, name, date_iso(rq->arena, before)),
	        month ? "The month before" : "The day before");
	if (date_cmp(after, rq->today) <= 0) {
		text(pg, " | ");
		el_link(pg, arena_fmt(rq->arena, "%s?%s=%s", rq->path, name,
		                      date_iso(rq->arena, after)),
		        month ? "The month after" : "The day after");
	}
	end(pg);
	alm_filter_begin(pg, panel);
	gov_input(pg, (struct gov_input){ .name = name, .label = month ? "A day of the month"
		: "Day",
		.hint = "Like 31/3/2026", .classes = "govuk-input--width-10",
		.value = date_iso(rq->arena, f->day) });
	alm_filter_end(pg, panel);
}

static void draw_issued_link(struct rq *rq, struct page *pg, const struct figures *f)
{
	struct issued row;

	if (!ONE(rq->db, rq->arena, issued_find, &row, .kind = V((int64_t)f->kind),
	         .for_day = V(f->day)))
		return;
	EL(pg, "p", "class", "govuk-body");
	text(pg, "Counted now from the facts. ");
	el_link(pg, arena_fmt(rq->arena, "/returns/issued/%lld", (long long)row.id.v),
	        arena_fmt(rq->arena, "As it was issued on %s",
	                  moment_text(rq->arena, row.made_ms)));
	end(pg);
}

static int months_asked(struct rq *rq)
{
	int64_t n;

	if (!int_parse(param(&rq->query, "months"), &n) || n < 1 || n > MONTHS_MOST)
		return MONTHS_USUAL;
	return (int)n;
}

static struct reply live_get(struct rq *rq, enum return_kind kind)
{
	const char *name = kind == RETURN_MONTHLY ? "month" : "day", *query;
	Date day = day_asked(rq, name, rq->today);
	struct figures *f;
	struct page *pg;

	if (date_cmp(day, rq->today) > 0)
		day = rq->today;
	f = figures_make(rq->db, rq->arena, kind, day, rq->now, months_asked(rq),
	                 rq_may(rq, MAY_BROKER));
	sheets_for_reader(rq, f);
	if (rq->format != AS_PAGE)
		return file_of_return(rq, f);
	rq->look.title = rq->look.h1 = f->title;
	rq->look.caption = arena_fmt(rq->arena, "As at %s", moment_text(rq->arena, f->as_at));
	rq->look.back = "/returns";
	rq->look.wide = true;
	pg = show_begin(rq);
	draw_days(rq, pg, f);
	draw_issued_link(rq, pg, f);
	query = arena_fmt(rq->arena, "%s=%s", name, date_iso(rq->arena, f->day));
	if (param(&rq->query, "months"))
		query = arena_fmt(rq->arena, "%s&months=%d", query, months_asked(rq));
	draw_whole(rq, pg, f, query);
	if (kind == RETURN_MONTHLY)
		monthly_charts(pg, f);
	draw_parts(rq, pg, f, query);
	return show(rq, pg);
}

struct reply noon_get(struct rq *rq)
{
	return live_get(rq, RETURN_NOON);
}

struct reply five_get(struct rq *rq)
{
	return live_get(rq, RETURN_FIVE);
}

struct reply monthly_get(struct rq *rq)
{
	return live_get(rq, RETURN_MONTHLY);
}

/* ---- as issued -------------------------------------------------------------------------- */

static void draw_differences(struct rq *rq, struct page *pg, const struct figures *issued)
{
	static const struct gov_cell head[] = {
		{ "Table" }, { "Line" }, { "Figure" }, { "As issued" }, { "Counted now" },
	};
	struct difference *d = NEWN(rq->arena, struct difference, DIFFERENCES);
	struct figures *now = figures_make(rq->db, rq->arena, issued->kind, issued->day, rq->now,
	                                   MONTHS_USUAL, false);
	size_t n = figures_differ(rq->arena, issued, now, d, DIFFERENCES);

	if (!n) {
		para(pg, "A count of today from the facts gives the same figures.");
		return;
	}
	gov_details_begin(pg, (struct gov_details){ .summary = arena_fmt(rq->arena,
		"A count of today differs in %zu figures", n) });
	para(pg, "Facts were corrected after this return was issued. It stays as it was.");
	gov_table_begin(pg, (struct gov_table){ .head = head, .nhead = COUNT(head),
		.caption = "What a count of today says differently" });
	for (size_t i = 0; i < n; i++) {
		table_row(pg);
		cell(pg, d[i].part);
		cell(pg, d[i].line);
		cell(pg, d[i].column);
		cell(pg, d[i].issued);
		cell(pg, d[i].now);
		table_row_end(pg);
	}
	gov_table_end(pg);
	gov_details_end(pg);
}

struct reply issued_get(struct rq *rq)
{
	struct figures *f;
	struct issued row;
	struct page *pg;

	if (!ONE(rq->db, rq->arena, issued_load, &row,
	         .id = V(ID(rq, IssuedReturnId, "issued_return"))))
		return not_found(rq);
	f = figures_kept(rq->arena, row.figures);
	SURE(f);
	sheets_for_reader(rq, f);
	if (rq->format != AS_PAGE)
		return file_of_return(rq, f);
	rq->look.title = rq->look.h1 = f->title;
	rq->look.caption = arena_fmt(rq->arena, "As at %s, issued %s",
	                             moment_text(rq->arena, f->as_at),
	                             moment_text(rq->arena, row.made_ms));
	rq->look.back = "/returns";
	rq->look.wide = true;
	pg = show_begin(rq);
	draw_differences(rq, pg, f);
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, arena_fmt(rq->arena, "/returns/%s?%s=%s", vocab_find(&return_kind_vocab,
		f->kind)->key,
	        f->kind == RETURN_MONTHLY ? "month" : "day", date_iso(rq->arena, f->day)),
	        "The same, counted now: every number opens");
	end(pg);
	draw_whole(rq, pg, f, "");
	draw_parts(rq, pg, f, "");
	return show(rq, pg);
}

/* ---- the list --------------------------------------------------------------------------- */

static void issued_above(struct rq *rq, struct page *pg)
{
	static const struct { const char *href, *name, *says; } live[] = {
		{ "/returns/noon", "Noon return",
		  "Packages waiting to facilitate hospital discharge" },
		{ "/returns/five", "5 pm return", "Packages outstanding and sourced" },
		{ "/returns/monthly", "Monthly dashboard",
		  "The same by month, pre-purchased hours, in house" },
	};

	(void)rq;
	heading(pg, 2, "As it stands now");
	EL(pg, "ul", "class", "govuk-list");
	for (size_t i = 0; i < COUNT(live); i++) {
		el(pg, "li");
		el_link(pg, live[i].href, live[i].name);
		text(pg, ": ");
		text(pg, live[i].says);
		end(pg);
	}
	end(pg);
	heading(pg, 2, "As issued");
}

static struct cell for_cell(struct rq *rq, const void *row)
{
	const struct issued_list_row *r = row;

	return cell_of_text(return_day_text(rq->arena, (enum return_kind)r->kind, r->for_day));
}

static const struct list_col issued_cols[] = {
	{ .name = "id", .label = "Number", .link = "/returns/issued/{id}" },
	{ .name = "kind", .label = "Return", .words = &return_kind_vocab },
	{ .name = "for", .label = "For", .make = for_cell, .on_page_only = true,
	  .order = "oldest", .order_down = "newest" },
	{ .name = "for_day", .label = "Day", .in_files_only = true },
	{ .name = "as_at_ms", .label = "As at", .as = CELL_MOMENT },
	{ .name = "made_ms", .label = "Made", .as = CELL_MOMENT,
	  .means = "Later than \"as at\" where the machine stood still at the time" },
};
static const struct list_filter issued_filters[] = {
	{ .name = "kind", .label = "Return", .words = &return_kind_vocab },
};
const struct list issued_list_list = {
	.name = "returns", .title = "Returns",
	.why = "Commissioners, directors and hospital teams find what was reported, and when",
	.sql = &issued_list_sql, .cols = issued_cols, .ncols = COUNT(issued_cols),
	.filters = issued_filters, .nfilters = COUNT(issued_filters), .order = "newest",
	.none = "No return has been issued yet. The first is made at noon or at 5 pm.",
	.above = issued_above,
};
