/* SPDX-License-Identifier: MIT */
/*
 * pack_pages.c -- data packs: previewed, issued, read by everybody, withdrawn.
 */
#include "shaping/pack_pages.h"

#include "shaping/pack.sql.h"
#include "site/setting.h"

#define HERE(rq) ID(rq, DataPackId, "data_pack")

/* Months that a pack usually has. */
enum { USUAL_MONTHS = 6 };

static const char rule_restricted[] = "People whose record is restricted are never in these "
	"figures.";

/* ---- the list ------------------------------------------------------------------------------ */

static struct cell last_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return cell_of_date(date_plus(((const struct pack_list_row *)row)->until_day, -1));
}

static const struct list_col pack_cols[] = {
	{ "id",        "Number",   .as = CELL_INT, .in_files_only = true },
	{ "name",      "Pack",     .link = "/data-packs/{id}" },
	{ "from_day",  "From",     .as = CELL_DATE },
	{ "last_day",  "Last day", .as = CELL_DATE, .make = last_cell },
	{ "number",    "Version",  .as = CELL_INT },
	{ "issued_ms", "Issued",   .as = CELL_MOMENT },
	{ "hidden",    "Figures hidden", .as = CELL_INT },
	{ "withdrawn_ms", "Withdrawn", .as = CELL_MOMENT },
};

static void packs_above(struct rq *rq, struct page *pg)
{
	const struct alm_way ways[] = { { "Make a data pack", "preview", true } };

	if (rq_may(rq, MAY_MARKET))
		alm_ways(pg, "/data-packs", ways, COUNT(ways));
}

const struct list packs_list = {
	.name = "data-packs", .title = "Data packs",
	.why = "Read by providers who think of bidding: what is bought where, and what is not "
	       "found",
	.sql = &pack_list_sql, .cols = pack_cols, .ncols = COUNT(pack_cols), .order = "newest",
	.page_rows = 50, .none = "No data pack has been issued yet", .above = packs_above,
};

/* ---- a pack as the format that was asked for ----------------------------------------------- */

static const char *rule_text(struct arena *a, struct pack_rule rule)
{
	return arena_fmt(a, "%s means that a figure is hidden: it tells of fewer than %lld people, "
	                 "or would tell such a figure.%s", cell_held_mark,
	                 (long long)rule.smallest,
	                 rule.zeros_shown ? " A nought is shown." : "");
}

static void tables_put(struct rq *rq, struct record *rec, const struct pack_figure *f, size_t n,
                       const struct table *all[PARTS_OF_PACK])
{
	for (int64_t p = 1; p <= PARTS_OF_PACK; p++)
		all[p - 1] = pack_table(rec, rq->arena, f, n, p);
}

/* All of it as one file; "?table=" of the address: one of them. */
static struct reply pack_file(struct rq *rq, struct record *rec, const char *name,
                              const char *title, const char *about, Moment as_at,
                              const struct table *const all[PARTS_OF_PACK])
{
	const struct book book = { .name = name, .title = title, .about = about,
		.council = setting(rq->db, "council.name"), .as_at = as_at, .tables = all,
		.ntables = PARTS_OF_PACK };

	if (rq->format == AS_JSON || param(&rq->query, "table"))
		return record_reply(rq, rec);
	return book_reply(rq, &book);
}

static void tables_draw(struct page *pg, const struct table *const all[PARTS_OF_PACK])
{
	for (size_t i = 0; i < PARTS_OF_PACK; i++) {
		table_draw(pg, all[i]);
		para(pg, all[i]->about);
	}
}

/* ---- one of them ---------------------------------------------------------------------------- */

static void put_pack(struct rq *rq, struct record *rec, const struct data_pack *p)
{
	record_date(rec, "from", "From", p->from_day);
	record_date(rec, "last", "Last day", date_plus(p->until_day, -1));
	record_int(rec, "version", "Version", p->number);
	record_moment(rec, "issued", "Issued", p->issued_ms);
	if (rq_may(rq, MAY_SEE_MARKET)) {
		record_text(rec, "issued_by", "Issued by", p->issued_name);
		record_text(rec, "reason", "Why it was issued again", p->reason);
		record_if_any(rec);
	}
	record_moment(rec, "withdrawn", "Withdrawn", p->withdrawn_ms);
	record_if_any(rec);
	record_text(rec, "withdrawn_why", "Why it was withdrawn", p->withdrawn_why);
	record_if_any(rec);
	record_int(rec, "hidden", "Figures hidden", p->hidden);
}

struct reply pack_get(struct rq *rq)
{
	const struct table *all[PARTS_OF_PACK];
	const struct alm_way ways[] = { { "Withdraw", "withdraw", true } };
	struct pack_figure *f;
	struct data_pack p;
	struct record *rec;
	struct page *pg;
	const char *about;
	size_t n;
	bool shown;

	if (!ONE(rq->db, rq->arena, pack_load, &p, .id = V(HERE(rq))))
		return not_found(rq);
	shown = !moment_known(p.withdrawn_ms);
	rec = record_new(rq->arena, "data-pack", p.id.v, p.name);
	put_pack(rq, rec, &p);
	about = arena_fmt(rq->arena, "%s %s", rule_text(rq->arena, (struct pack_rule){ p.smallest,
	                  p.zeros_shown }), rule_restricted);
	record_text(rec, "rule", "What is hidden", about);
	n = shown ? pack_figures_load(rq->db, rq->arena, p.id, &f) : 0;
	if (shown)
		tables_put(rq, rec, f, n, all);
	if (rq->format != AS_PAGE)
		return shown ? pack_file(rq, rec, arena_fmt(rq->arena, "data-pack-%s-%lld",
		                         date_iso(rq->arena, p.from_day), (long long)p.number),
		                         p.name, about, p.issued_ms, all) : record_reply(rq, rec);
	rq->look.title = rq->look.h1 = p.name;
	rq->look.back = "/data-packs";
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	if (shown) {
		alm_downloads_of(pg, "The whole pack", rq->path, "");
		tables_draw(pg, all);
		if (rq_may(rq, MAY_MARKET))
			alm_ways(pg, arena_fmt(rq->arena, "/data-packs/%lld",
			                            (long long)p.id.v), ways, COUNT(ways));
	}
	return show(rq, pg);
}

/* ---- previewed ------------------------------------------------------------------------------- */

static Date day_asked(struct rq *rq, const char *name, Date otherwise)
{
	Date d;

	return date_parse(param(&rq->query, name), &d) ? d : otherwise;
}

static void months_ask(struct rq *rq, struct page *pg, Date from, Date last)
{
	const struct alm_filter panel = { .action = rq->path, .summary = "Other months",
		.open = true };

	alm_filter_begin(pg, panel);
	gov_input(pg, (struct gov_input){ .name = "from", .label = "From",
		.hint = "The first of a month", .classes = "govuk-input--width-10",
		.value = date_iso(rq->arena, from) });
	gov_input(pg, (struct gov_input){ .name = "last", .label = "Last day",
		.hint = "The last of a month that is over", .classes = "govuk-input--width-10",
		.value = date_iso(rq->arena, last) });
	alm_filter_end(pg, panel);
}

static void preview_draw(struct rq *rq, struct page *pg, const struct pack_made *made,
                         const struct table *const all[PARTS_OF_PACK], Date from, Date last)
{
	if (!made->sound) {
		para(pg, "What must be hidden was not found: choose more months, or fewer sizes.");
		return;
	}
	para(pg, arena_fmt(rq->arena, "%zu of %zu figures are hidden.", made->hidden, made->n));
	para(pg, rule_text(rq->arena, pack_rule_now(rq->db)));
	gov_button(pg, (struct gov_button){ .text = "Issue this pack",
		.href = arena_fmt(rq->arena, "/data-packs/new?from=%s&last=%s",
		                  date_iso(rq->arena, from), date_iso(rq->arena, last)) });
	tables_draw(pg, all);
}

struct reply pack_preview_get(struct rq *rq)
{
	const Date month = date_month_start(rq->today);
	const Date from = day_asked(rq, "from", date_plus_months(month, -USUAL_MONTHS));
	const Date last = day_asked(rq, "last", date_plus(month, -1));
	struct record *rec = record_new(rq->arena, "data-pack-preview", 1, "Make a data pack");
	const bool sound = pack_months(from, date_plus(last, 1), rq->today) == PACKED;
	const struct table *all[PARTS_OF_PACK];
	struct pack_made made = { .n = 0 };
	struct page *pg;

	record_date(rec, "from", "From", from);
	record_date(rec, "last", "Last day", last);
	if (sound) {
		struct pack_facts facts = pack_facts_load(rq->db, rq->arena, from,
		                                          date_plus(last, 1));

		made = pack_make(rq->arena, &facts, pack_rule_now(rq->db), false);
	}
	if (made.sound)
		tables_put(rq, rec, made.list, made.n, all);
	if (rq->format != AS_PAGE)
		return made.sound ? pack_file(rq, rec, "data-pack-preview", "Make a data pack",
		                              rule_restricted, rq->now, all)
		                  : record_reply(rq, rec);
	rq->look.title = rq->look.h1 = "Make a data pack";
	rq->look.back = "/data-packs";
	rq->look.wide = true;
	pg = show_begin(rq);
	months_ask(rq, pg, from, last);
	if (sound)
		preview_draw(rq, pg, &made, all, from, last);
	else
		para(pg, "A pack has whole months that are over, at most 24 of them.");
	return show(rq, pg);
}

/* ---- issued ---------------------------------------------------------------------------------- */

static struct reply packed_reply(struct rq *rq, enum packed got, DataPackId id, const char *flash)
{
	switch (got) {
	case PACKED:
		return go(rq, flash, "/data-packs/%lld", (long long)id.v);
	case PACK_GONE:
		return not_found(rq);
	case PACK_STALE:
		return refuse(rq, NULL,
		              "Someone else changed this since you opened it. Open it again");
	case PACK_ORDER:
		return refuse(rq, "last", "A pack has whole months that are over, from the first "
		              "of one to the last of another, at most %d of them", PACK_MONTHS);
	case PACK_OVERLAP:
		return refuse(rq, "from", "Some of these months are in another pack: what both "
		              "say could be subtracted. Choose months that are in none, or "
		              "withdraw that pack and issue its own months again");
	case PACK_REASON:
		return refuse(rq, "reason", "These months were issued before: say why they are "
		              "issued again");
	case PACK_EMPTY:
		return refuse(rq, NULL, "There is no locality: add the council's localities first");
	case PACK_UNSOUND:
		return refuse(rq, NULL, "What must be hidden was not found: choose more months, or "
		              "fewer sizes of packages in the settings");
	case PACK_ALREADY:
		return refuse(rq, NULL, "This pack is withdrawn already");
	}
	return not_found(rq);
}

struct pack_in { const char *name; Date from, last; const char *reason; };
static const struct field pack_fields[] = {
	{ IN(struct pack_in, name), .label = "Name", .max = 200, .need = "Enter a name" },
	{ IN(struct pack_in, from), .label = "From", .need = "Enter the first day" },
	{ IN(struct pack_in, last), .label = "Last day", .need = "Enter the last day" },
	{ IN(struct pack_in, reason), .label = "Why they are issued again", .as = AS_LONG,
	  .max = 2000, .hint = "Where these months were in a pack that was withdrawn. Whoever kept "
	  "that pack can compare the two" },
};
const struct form pack_form = { .name = "data-pack", FORM(struct pack_in, pack_fields),
	.title = "Issue a data pack", .button = "Issue",
	.lead = "An issued pack is seen by everybody, and is never changed." };

struct reply pack_form_load(struct rq *rq, void *form)
{
	const Date month = date_month_start(rq->today);
	struct pack_in *in = form;

	in->from = day_asked(rq, "from", date_plus_months(month, -USUAL_MONTHS));
	in->last = day_asked(rq, "last", date_plus(month, -1));
	in->name = arena_fmt(rq->arena, "Homecare market, %s to %s", date_text(rq->arena, in->from),
	                     date_text(rq->arena, in->last));
	rq->look.back = "/data-packs";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply pack_post(struct rq *rq, void *form)
{
	const struct pack_in *in = form;
	DataPackId id = { 0 };
	enum packed got = pack_issue(rq->db, rq->arena, in->name, in->from,
	                             date_plus(in->last, 1), in->reason, rq->me->id, rq->now, &id);

	return packed_reply(rq, got, id, "Data pack issued");
}

/* ---- withdrawn ------------------------------------------------------------------------------- */

struct withdraw_in { const char *why; int64_t revision; };
static const struct field withdraw_fields[] = {
	{ IN(struct withdraw_in, why), .label = "What was wrong", .as = AS_LONG, .max = 2000,
	  .hint = "Everybody reads it", .need = "Enter what was wrong" },
	{ IN(struct withdraw_in, revision), .as = AS_HIDDEN },
};
const struct form pack_withdraw_form = { .name = "data-pack-withdrawal",
	FORM(struct withdraw_in, withdraw_fields), .title = "Withdraw a data pack",
	.button = "Withdraw", .danger = true,
	.lead = "Its figures are no longer shown. What was read and kept cannot be taken back." };

struct reply pack_withdraw_load(struct rq *rq, void *form)
{
	struct data_pack p;

	if (!ONE(rq->db, rq->arena, pack_load, &p, .id = V(HERE(rq))))
		return not_found(rq);
	((struct withdraw_in *)form)->revision = p.revision;
	rq->look.caption = p.name;
	rq->look.back = arena_fmt(rq->arena, "/data-packs/%lld", (long long)p.id.v);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply pack_withdraw_post(struct rq *rq, void *form)
{
	const struct withdraw_in *in = form;

	return packed_reply(rq, pack_withdraw(rq->db, rq->arena, HERE(rq), in->revision, in->why,
	                                      rq->me->id, rq->now),
	                    HERE(rq), "Data pack withdrawn");
}
