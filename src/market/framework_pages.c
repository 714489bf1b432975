/* SPDX-License-Identifier: MIT */
/*
 * framework_pages.c -- frameworks: their days, windows and who is on them.
 */
#include "market/lot_page.sql.h"
#include "market/page.sql.h"
#include "market/pages.h"
#include "market/term.sql.h"

#include "site/setting.h"

#define HERE(rq) ID(rq, FrameworkId, "framework")

/* Months after which one usually applies again, ends, is reviewed (B&NES 3e.7). */
enum { USUAL_TERM = 60, USUAL_MORE = 24, USUAL_REVIEW = 36 };

/* ---- the list --------------------------------------------------------------------------- */

#define DAYS_OF(f) (&(struct framework_days){ .apply_from = (f)->apply_from_day,        \
	.apply_until = (f)->apply_until_day, .told = (f)->told_day, .from = (f)->from_day, \
	.term = (f)->term_day, .until = (f)->until_day })

static struct cell state_cell(struct rq *rq, const void *row)
{
	const struct market_framework_list_row *f = row;

	return cell_of_word(framework_state_on(DAYS_OF(f), rq->today));
}

static struct cell last_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return last_day_cell(((const struct market_framework_list_row *)row)->until_day);
}

static struct cell extend_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return last_day_cell(((const struct market_framework_list_row *)row)->extend_day);
}

static const struct list_col framework_cols[] = {
	{ "id",         "Number",    .as = CELL_INT, .in_files_only = true },
	{ "name",       "Name",      .link = "/frameworks/{id}" },
	{ "state",      "State",     .as = CELL_WORD, .words = &framework_state_vocab,
	  .make = state_cell, .means = "As its days say today" },
	{ "kind",       "Terms",     .as = CELL_WORD, .words = &framework_kind_vocab },
	{ "host",       "Hosted by", .means = "Empty: the council's own" },
	{ "from_day",   "From",      .as = CELL_DATE },
	{ "last_day",   "Last day",  .as = CELL_DATE, .make = last_cell },
	{ "extend_last", "May be extended until", .as = CELL_DATE, .make = extend_cell },
	{ "review_day", "Review",    .as = CELL_DATE },
	{ "providers",  "Providers", .as = CELL_INT, .means = "Accredited on it today" },
};

static void frameworks_above(struct rq *rq, struct page *pg)
{
	if (rq_may(rq, MAY_MARKET))
		gov_button(pg, (struct gov_button){ .text = "Add a framework",
			.href = "/frameworks/new" });
}

const struct list market_frameworks_list = {
	.name = "frameworks", .title = "Frameworks",
	.why = "Read by commissioners: the agreements on which providers are accredited",
	.sql = &market_framework_list_sql, .cols = framework_cols, .ncols = COUNT(framework_cols),
	.page_rows = 50, .wide = true, .none = "There is no framework yet",
	.above = frameworks_above,
};

/* ---- one of them -------------------------------------------------------------------------- */

static const struct column window_cols[] = {
	{ .key = "opens", .label = "Opens", .kind = CELL_DATE },
	{ .key = "last", .label = "Last day", .kind = CELL_DATE },
	{ .key = "early", .label = "Exception", .kind = CELL_BOOL },
	{ .key = "reason", .label = "Reason" },
	{ .key = "made_by", .label = "Opened by" },
};
static void put_day(struct record *rec, const char *key, const char *label, Date day)
{
	record_date(rec, key, label, day);
	record_if_any(rec);
}

static void put_last(struct record *rec, const char *key, const char *label, Date until)
{
	put_day(rec, key, label, date_plus(until, -1));
}

static void put_facts(struct rq *rq, struct record *rec, const struct framework *f)
{
	record_word(rec, "state", "State", &framework_state_vocab,
	            framework_state_on(DAYS_OF(f), rq->today));
	record_word(rec, "kind", "Terms", &framework_kind_vocab, f->kind);
	record_text(rec, "host", "Hosted by", f->host);
	record_if_any(rec);
	record_fact(rec, &(struct column){ .key = "takes_applications",
		.label = "Open to applications today", .kind = CELL_BOOL },
	            cell_of_bool(framework_takes_applications(rq->db, rq->arena, f->id,
	                                                      rq->today)));
	put_day(rec, "apply_from", "Applications from", f->apply_from_day);
	put_last(rec, "apply_last", "Applications until", f->apply_until_day);
	put_day(rec, "told", "Decisions told, standstill from", f->told_day);
	record_date(rec, "from", "From", f->from_day);
	put_last(rec, "term_last", "Last day of the first term", f->term_day);
	record_date(rec, "last", "Last day", date_plus(f->until_day, -1));
	put_last(rec, "extend_last", "May be extended until", f->extend_day);
	put_day(rec, "refer_from", "Packages called off from", f->refer_from_day);
	put_last(rec, "refer_last", "Packages called off until", f->refer_until_day);
	put_day(rec, "review", "Review", f->review_day);
	put_day(rec, "reviewed", "Reviewed on", f->reviewed_day);
	record_text(rec, "review_words", "What the review came to", f->review);
	record_if_any(rec);
}

static size_t put_windows(struct rq *rq, struct record *rec, const struct framework *f)
{
	struct table *t = record_table(rec, "windows", "Windows for applications", window_cols,
	                               COUNT(window_cols));
	struct framework_window_list_row *w;
	size_t n = ALL(rq->db, rq->arena, framework_window_list, &w, .framework = V(f->id));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_date(w[i].opens_day);
		c[1] = last_day_cell(w[i].closes_day);
		c[2] = cell_of_bool(w[i].early);
		c[3] = cell_of_text(w[i].reason);
		c[4] = cell_of_text(w[i].made_name);
	}
	return n;
}

static const struct column lot_cols[] = {
	{ .key = "number", .label = "Lot", .kind = CELL_INT },
	{ .key = "name", .label = "Name" },
	{ .key = "service", .label = "Service", .kind = CELL_WORD, .words = &service_vocab },
	{ .key = "part", .label = "Part", .kind = CELL_WORD, .words = &part_vocab },
	{ .key = "rate", .label = "An hour today" },
	{ .key = "providers", .label = "Providers", .kind = CELL_INT },
	{ .key = "calloffs", .label = "Called off", .kind = CELL_INT },
	{ .key = "week", .label = "Hours a week", .kind = CELL_MINUTES },
	{ .key = "cost", .label = "A week", .kind = CELL_MONEY },
};

/* Its lots, and what is called off from all of them together. */
static size_t put_lots(struct rq *rq, struct record *rec, const struct framework *f)
{
	struct table *t = record_table(rec, "lots", "Lots", lot_cols, COUNT(lot_cols));
	int64_t calloffs = 0, mins = 0;
	struct market_lot_list_row *l;
	size_t n = ALL(rq->db, rq->arena, market_lot_list, &l, .framework = V(f->id),
	               .today = V(rq->today));
	Money week = money(0);

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_int(l[i].number);
		c[1] = cell_linked(cell_of_text(l[i].name),
		                   arena_fmt(rq->arena, "/lots/%lld", (long long)l[i].id.v));
		c[2] = cell_of_word(l[i].service);
		c[3] = cell_of_word(l[i].part);
		c[4] = cell_of_text(lot_terms_text(rq->arena, l[i].rate_kind, l[i].rate_pence));
		c[5] = cell_of_int(l[i].providers);
		c[6] = cell_of_int(l[i].calloffs);
		c[7] = cell_of_minutes(l[i].week_mins);
		c[8] = cell_of_money(l[i].week_pence);
		calloffs += l[i].calloffs;
		mins += l[i].week_mins.n;
		week = money_plus(week, l[i].week_pence);
	}
	record_int(rec, "calloffs", "Placements called off from it today", calloffs);
	record_link(rec, arena_fmt(rq->arena, "/frameworks/%lld/call-offs?live=yes",
	                           (long long)f->id.v));
	record_minutes(rec, "week", "Hours a week", minutes(mins));
	record_money(rec, "cost", "Cost a week", week);
	return n;
}

static void framework_buttons(struct rq *rq, struct page *pg, const struct framework *f)
{
	const bool more = date_known(f->extend_day) && date_cmp(f->until_day, f->extend_day) < 0;
	const struct { const char *text, *to; bool shown; } ways[] = {
		{ "Add a lot", "lots/new", true },
		{ "Open a window for applications", "windows/new", f->kind == TERMS_OWN },
		{ "What applying asks", "asks", f->kind != TERMS_HOSTED },
		{ "Extend", "extend", more }, { "Note the review", "review", true },
	};

	EL(pg, "div", "class", "govuk-button-group");
	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].shown)
			gov_button(pg, (struct gov_button){ .text = ways[i].text,
				.href = arena_fmt(rq->arena, "/frameworks/%lld/%s",
				                  (long long)f->id.v, ways[i].to),
				.classes = i ? "govuk-button--secondary" : NULL });
	end(pg);
}

struct reply framework_get(struct rq *rq)
{
	struct framework f;
	struct record *rec;
	struct page *pg;
	size_t windows, lots;

	if (!ONE(rq->db, rq->arena, framework_load, &f, .id = V(HERE(rq))))
		return not_found(rq);
	rec = record_new(rq->arena, "framework", f.id.v, f.name);
	record_text(rec, "name", "Name", f.name);
	put_facts(rq, rec, &f);
	lots = put_lots(rq, rec, &f);
	windows = put_windows(rq, rec, &f);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = f.name;
	rq->look.back = "/frameworks";
	pg = show_begin(rq);
	if (rq_may(rq, MAY_MARKET))
		framework_buttons(rq, pg, &f);
	record_draw_facts(rq, pg, rec);
	if (lots)
		record_draw_table(rq, pg, rec, "lots");
	else
		para(pg, "It has no lots yet: nobody can be accredited on it.");
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, arena_fmt(rq->arena, "/frameworks/%lld/lots", (long long)f.id.v),
	        "Its lots as a list");
	end(pg);
	if (windows)
		record_draw_table(rq, pg, rec, "windows");
	return show(rq, pg);
}

/* What a verb answered, as a reply; `on`: the field that the days are about. */
static struct reply termed_reply(struct rq *rq, enum termed got, const char *on, const char *order,
                                 FrameworkId id, const char *flash)
{
	switch (got) {
	case TERMED:
		return go(rq, flash, "/frameworks/%lld", (long long)id.v);
	case TERM_GONE:
		return not_found(rq);
	case TERM_STALE:
		return refuse(rq, NULL,
		              "Someone else changed this since you opened it. Open it again");
	case TERM_ORDER:
		return refuse(rq, on, "%s", order);
	case TERM_CLASH:
		return refuse(rq, on, "Another window is open on some of these days");
	case TERM_HOST:
		return refuse(rq, "host", "Say who hosts it, if another authority does, and only "
		              "then");
	case TERM_ALWAYS:
		return refuse(rq, on, "A dynamic purchasing list is open to applications all its "
		              "life, and needs no window");
	case TERM_REASON:
		return refuse(rq, "reason", "It opens sooner after another window than every %lld "
		              "months: say why this is an exception",
		              (long long)setting_int(rq->db, "framework.window_months"));
	}
	return not_found(rq);
}

/* ---- adding ---------------------------------------------------------------------------------- */

struct framework_in {
	const char *name, *host;
	unsigned kind;
	Date apply_from, apply_last, told, from, last, extend_last, review, refer_from, refer_last;
};

static const struct field framework_fields[] = {
	{ IN(struct framework_in, name), .label = "Name", .max = 120,
	  .need = "Enter the framework's name" },
	{ IN(struct framework_in, kind), .label = "Whose terms?", .as = AS_RADIOS,
	  .words = &framework_kind_vocab,
	  .hint = "A dynamic list is open to applications all its life",
	  .need = "Choose whose terms they are" },
	{ IN(struct framework_in, host), .label = "Hosted by", .max = 120,
	  .hint = "Who runs it, where it is not this council: packages are called off on its "
	          "terms" },
	{ IN(struct framework_in, apply_from), .label = "Applications from",
	  .section = "Before it begins" },
	{ IN(struct framework_in, apply_last), .label = "Applications until" },
	{ IN(struct framework_in, told), .label = "Decisions told on",
	  .hint = "From that day until it begins is the standstill" },
	{ IN(struct framework_in, from), .label = "From", .section = "Its term",
	  .need = "Enter the first day" },
	{ IN(struct framework_in, last), .label = "Last day of the first term",
	  .need = "Enter the last day" },
	{ IN(struct framework_in, extend_last), .label = "May be extended until",
	  .hint = "Empty: it may not be extended" },
	{ IN(struct framework_in, review), .label = "Review of the whole framework",
	  .hint = "Early enough to have another in its place" },
	{ IN(struct framework_in, refer_from), .label = "Packages called off from",
	  .section = "When packages may be called off",
	  .hint = "Empty: as soon as it begins" },
	{ IN(struct framework_in, refer_last), .label = "Packages called off until",
	  .hint = "Empty: as long as it lives" },
};
const struct form framework_form = {
	.name = "framework", FORM(struct framework_in, framework_fields),
	.title = "Add a framework", .button = "Add",
};

/* Five years and two more, and a review in the fourth. */
struct reply framework_load_form(struct rq *rq, void *form)
{
	struct framework_in *in = form;

	in->kind = TERMS_OWN;
	in->from = date_plus_months(date_month_start(rq->today), 6);
	in->last = date_plus(date_plus_months(in->from, USUAL_TERM), -1);
	in->extend_last = date_plus(date_plus_months(in->from, USUAL_TERM + USUAL_MORE), -1);
	in->review = date_plus_months(in->from, USUAL_REVIEW);
	rq->look.back = "/frameworks";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply framework_post(struct rq *rq, void *form)
{
	const struct framework_in *in = form;
	const struct framework_answers answers = {
		.name = in->name, .host = in->host, .kind = in->kind, .apply_from = in->apply_from,
		.apply_until = date_plus(in->apply_last, 1), .told = in->told, .from = in->from,
		.term = date_plus(in->last, 1), .extend = date_plus(in->extend_last, 1),
		.review = in->review, .refer_from = in->refer_from,
		.refer_until = date_plus(in->refer_last, 1),
	};
	FrameworkId id = { 0 };
	enum termed got = framework_add(rq->db, rq->arena, &answers, rq->me->id, &id);

	return termed_reply(rq, got, "from", "These days are not in order: applications, "
	                    "decisions, first day, last day, extension; review and packages "
	                    "within its life", id, "Framework added");
}

/* ---- extending, reviewing ---------------------------------------------------------- */

static bool framework_here(struct rq *rq, struct framework *f)
{
	if (!ONE(rq->db, rq->arena, framework_load, f, .id = V(HERE(rq))))
		return false;
	rq->look.caption = f->name;
	rq->look.back = arena_fmt(rq->arena, "/frameworks/%lld", (long long)f->id.v);
	return true;
}

struct extend_in { Date last; const char *reason; int64_t revision; };

static const struct field extend_fields[] = {
	{ IN(struct extend_in, last), .label = "New last day",
	  .hint = "Standings that run to its end go on with it", .need = "Enter the new last day" },
	{ IN(struct extend_in, reason), .label = "Reason", .as = AS_LONG, .max = 2000,
	  .need = "Enter the reason" },
	{ IN(struct extend_in, revision), .as = AS_HIDDEN },
};
const struct form extend_form = {
	.name = "framework-extension", FORM(struct extend_in, extend_fields),
	.title = "Extend a framework", .button = "Extend",
};

struct reply extend_load(struct rq *rq, void *form)
{
	struct extend_in *in = form;
	struct framework f;

	if (!framework_here(rq, &f))
		return not_found(rq);
	in->last = date_plus(f.extend_day, -1);
	in->revision = f.revision;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply extend_post(struct rq *rq, void *form)
{
	const struct extend_in *in = form;
	size_t standings;
	enum termed got = framework_extend(rq->db, rq->arena, HERE(rq), in->revision,
	                                   date_plus(in->last, 1), in->reason, rq->me->id,
	                                   &standings);

	return termed_reply(rq, got, "last", "The new last day must be after the one it has, and "
	                    "within what its terms allow", HERE(rq),
	                    arena_fmt(rq->arena, "Extended, and %zu standing%s with it", standings,
	                              standings == 1 ? "" : "s"));
}

struct review_in { Date on; const char *words; int64_t revision; };

static const struct field review_fields[] = {
	{ IN(struct review_in, on), .label = "Reviewed on", .need = "Enter the day of the review" },
	{ IN(struct review_in, words), .label = "What it came to", .as = AS_LONG, .max = 4000,
	  .hint = "Extend, replace or let end; and what follows from it",
	  .need = "Enter what the review came to" },
	{ IN(struct review_in, revision), .as = AS_HIDDEN },
};
const struct form review_form = {
	.name = "framework-review", FORM(struct review_in, review_fields),
	.title = "Note the review", .button = "Save",
};

struct reply review_load(struct rq *rq, void *form)
{
	struct review_in *in = form;
	struct framework f;

	if (!framework_here(rq, &f))
		return not_found(rq);
	in->on = date_known(f.reviewed_day) ? f.reviewed_day : rq->today;
	in->words = f.review;
	in->revision = f.revision;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply review_post(struct rq *rq, void *form)
{
	const struct review_in *in = form;

	return termed_reply(rq, framework_review(rq->db, rq->arena, HERE(rq), in->revision, in->on,
	                                         in->words, rq->me->id),
	                    "on", "", HERE(rq), "Review noted");
}

/* ---- windows ------------------------------------------------------------------------ */

struct window_in { Date opens, last; const char *reason; };

static const struct field window_fields[] = {
	{ IN(struct window_in, opens), .label = "Opens", .need = "Enter the first day" },
	{ IN(struct window_in, last), .label = "Last day", .need = "Enter the last day" },
	{ IN(struct window_in, reason), .label = "Reason", .as = AS_LONG, .max = 2000,
	  .hint = "Asked for an exception: for one project, or a provider new to the market" },
};
const struct form window_form = {
	.name = "framework-window", FORM(struct window_in, window_fields),
	.title = "Open a window for applications", .button = "Open",
};

/* The next that policy has, and four weeks of it. */
struct reply window_load(struct rq *rq, void *form)
{
	const int months = (int)setting_int(rq->db, "framework.window_months");
	struct window_in *in = form;
	struct framework_window_list_row *w;
	struct framework f;
	size_t n;

	if (!framework_here(rq, &f))
		return not_found(rq);
	n = ALL(rq->db, rq->arena, framework_window_list, &w, .framework = V(f.id));
	in->opens = date_plus_months(n ? w[0].opens_day : f.from_day, months);
	if (date_cmp(in->opens, rq->today) < 0)
		in->opens = date_plus(rq->today, 1);
	in->last = date_plus(in->opens, 27);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply window_post(struct rq *rq, void *form)
{
	const int months = (int)setting_int(rq->db, "framework.window_months");
	const struct window_in *in = form;
	FrameworkWindowId id;

	return termed_reply(rq, framework_window_add(rq->db, rq->arena, HERE(rq), in->opens,
	                                             date_plus(in->last, 1), months, in->reason,
	                                             rq->me->id, rq->now, &id),
	                    "last", "A window must end after it opens, and lie within the "
	                    "framework's life", HERE(rq), "Window opened");
}
