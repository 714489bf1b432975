/* SPDX-License-Identifier: MIT */
/*
 * notice_pages.c -- what the regulators' files brought: a list, looking at one,
 * and whose a provider's contracts are.
 */
#include "market/page.sql.h"
#include "market/pages.h"
#include "market/watch.sql.h"

#include <string.h>

/* ---- the list -------------------------------------------------------------------------- */

static struct cell looked_cell(struct rq *rq, const void *row)
{
	const struct notice_list_row *r = row;

	(void)rq;
	return cell_of_word(moment_known(r->looked_ms) ? NOTICE_LOOKED : NOTICE_OPEN);
}

static struct cell manager_cell(struct rq *rq, const void *row)
{
	const struct notice_list_row *r = row;

	(void)rq;
	return cell_of_text(r->manager_name ? r->manager_name : "Nobody: everybody's");
}

/* On the page as much as fits into a row; all of it in files and behind the number. */
enum { CHANGE_SHOWN = 80 };

static const char *cut(struct arena *a, const char *s)
{
	size_t n = strlen(s);

	if (n <= CHANGE_SHOWN)
		return s;
	for (n = CHANGE_SHOWN; ((unsigned char)s[n] & 0xC0) == 0x80;)
		n--;
	return arena_fmt(a, "%.*s...", (int)n, s);
}

static struct cell change_cell(struct rq *rq, const void *row)
{
	const struct notice_list_row *r = row;

	return cell_of_text(arena_fmt(rq->arena, "%s%s%s", cut(rq->arena, r->was),
	                              *r->was && *r->now_is ? " \xE2\x86\x92 " : "",
	                              cut(rq->arena, r->now_is)));
}

static const struct list_col notice_cols[] = {
	{ "id",            "Number",   .as = CELL_INT, .link = "/notices/{id}" },
	{ "made_ms",       "Noticed",  .as = CELL_MOMENT },
	{ "kind",          "What",     .as = CELL_WORD, .words = &registration_event_vocab },
	{ "location_name", "Location", .link = "/locations/{location}" },
	{ "ref",           "Reference", .in_files_only = true },
	{ "provider_name", "Provider", .link = "/providers/{provider}" },
	{ "change",        "Before and after", .make = change_cell, .on_page_only = true },
	{ "was",           "Before", .in_files_only = true },
	{ "now_is",        "After", .in_files_only = true },
	{ "why",           "Told because it", .as = CELL_WORD, .words = &watched_vocab,
	  .in_files_only = true },
	{ "manager",       "Contract manager", .make = manager_cell },
	{ "state",         "Looked at", .as = CELL_WORD, .words = &notice_state_vocab,
	  .make = looked_cell },
	{ "looked_ms",     "Looked at on", .as = CELL_MOMENT, .in_files_only = true },
	{ "looked_name",   "By",       .in_files_only = true },
	{ "did",           "What was done" },
	{ "import_run",    "Import",   .as = CELL_INT, .link = "/imports/{import_run}",
	  .in_files_only = true },
};

static const struct list_filter notice_filters[] = {
	{ "q",     "Provider, location or reference", FILTER_TEXT },
	{ "whose", "Whose", FILTER_CHOICE, .words = &notices_whose_vocab },
	{ "kind",  "What", FILTER_CHOICE, .words = &registration_event_vocab },
	{ "why",   "Told because it", FILTER_CHOICE, .words = &watched_vocab },
	{ "open",  "Looked at", FILTER_CHOICE, .words = &notice_state_vocab, .otherwise = "open" },
	{ "import_run", "Import", FILTER_CHOICE, .from = &notice_import_choices_sql },
};

const struct list market_notices_list = {
	.name = "notices", .title = "Notices from the regulators",
	.why = "Read by contract managers: what became of their providers in the registers since "
	       "the file before",
	.sql = &notice_list_sql, .cols = notice_cols, .ncols = COUNT(notice_cols),
	.filters = notice_filters, .nfilters = COUNT(notice_filters), .page_rows = 50,
	.wide = true, .none = "There is nothing to look at",
};

/* ---- one of them ------------------------------------------------------------------------- */

static bool notice_here(struct rq *rq, struct regulator_notice *n)
{
	return ONE(rq->db, rq->arena, notice_load, n,
	           .id = V(ID(rq, RegulatorNoticeId, "notice")));
}

static const char *what_text(struct arena *a, const struct regulator_notice *n)
{
	return arena_fmt(a, "%s: %s", vocab_label(&registration_event_vocab, (unsigned)n->kind),
	                 n->location_name);
}

static void put_notice(struct rq *rq, struct record *rec, const struct regulator_notice *n)
{
	struct contract_manager_on_row m;

	record_word(rec, "what", "What", &registration_event_vocab, n->kind);
	record_text(rec, "location", "Location", n->location_name);
	record_link(rec, arena_fmt(rq->arena, "/locations/%lld", (long long)n->location.v));
	record_text(rec, "ref", "Reference", n->ref);
	record_text(rec, "provider", "Provider", n->provider_name);
	record_link(rec, arena_fmt(rq->arena, "/providers/%lld", (long long)n->provider.v));
	record_text(rec, "was", "Before", n->was);
	record_if_any(rec);
	record_text(rec, "now", "After", n->now_is);
	record_if_any(rec);
	record_moment(rec, "noticed", "Noticed", n->made_ms);
	record_word(rec, "why", "Told because the provider", &watched_vocab, n->why);
	record_text(rec, "manager", "Contract manager",
	            ONE(rq->db, rq->arena, contract_manager_on, &m, .provider = V(n->provider),
	                .today = V(rq->today)) ? m.name : "");
	record_moment(rec, "looked", "Looked at", n->looked_ms);
	record_if_any(rec);
	record_text(rec, "by", "By", n->looked_name);
	record_if_any(rec);
	record_text(rec, "did", "What was done", n->did);
	record_if_any(rec);
}

struct reply notice_get(struct rq *rq)
{
	struct regulator_notice n;
	struct record *rec;
	struct page *pg;

	if (!notice_here(rq, &n))
		return not_found(rq);
	rec = record_new(rq->arena, "notice", n.id.v, what_text(rq->arena, &n));
	put_notice(rq, rec, &n);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = what_text(rq->arena, &n);
	rq->look.back = "/notices";
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	if (!moment_known(n.looked_ms) && rq_may(rq, MAY_MARKET))
		gov_button(pg, (struct gov_button){ .text = "I have looked at it",
			.href = arena_fmt(rq->arena, "/notices/%lld/look", (long long)n.id.v) });
	return show(rq, pg);
}

struct look_in { const char *did; };

static const struct field look_fields[] = {
	{ IN(struct look_in, did), .label = "What did you do?", .as = AS_LONG, .max = 2000,
	  .hint = "Read the report and spoke with the provider; suspended; nothing, because...",
	  .need = "Enter what you did, or why there is nothing to do" },
};
const struct form notice_look_form = {
	.name = "look", FORM(struct look_in, look_fields), .title = "Look at a notice",
	.button = "Save",
};

struct reply notice_look_load(struct rq *rq, void *form)
{
	struct regulator_notice n;

	(void)form;
	if (!notice_here(rq, &n))
		return not_found(rq);
	rq->look.back = arena_fmt(rq->arena, "/notices/%lld", (long long)n.id.v);
	rq->look.caption = what_text(rq->arena, &n);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply notice_look_post(struct rq *rq, void *form)
{
	const struct look_in *in = form;

	switch (notice_look(rq->db, rq->arena, ID(rq, RegulatorNoticeId, "notice"), in->did,
	                    rq->me->id, rq->now)) {
	case WATCH_DONE:
		return go(rq, "Noted", "/notices");
	case WATCH_ALREADY:
		return refuse(rq, NULL, "Somebody has looked at it already. Open it again to see "
		              "what was done");
	case WATCH_GONE:
	case WATCH_WRONG:
		break;
	}
	return not_found(rq);
}

/* ---- whose a provider's contracts are ------------------------------------------------------ */

struct manager_in { UserAccountId who; Date from; };

static const struct field manager_fields[] = {
	{ IN(struct manager_in, who), .label = "Contract manager", .as = AS_SELECT,
	  .from = &contract_manager_choices_sql,
	  .hint = "Empty: nobody; its notices are then everybody's who keeps the market" },
	{ IN(struct manager_in, from), .label = "From",
	  .need = "Enter the day from which it is so" },
};
const struct form manager_form = {
	.name = "contract-manager", FORM(struct manager_in, manager_fields),
	.title = "Contract manager",
	.lead = "Whoever looks after the council's contracts with this provider: she is told what "
	        "becomes of it in the regulators' registers.",
	.button = "Save",
};

struct reply manager_load(struct rq *rq, void *form)
{
	struct manager_in *in = form;
	struct contract_manager_on_row m;
	const ProviderId id = ID(rq, ProviderId, "provider");

	if (ONE(rq->db, rq->arena, contract_manager_on, &m, .provider = V(id),
	        .today = V(rq->today)))
		in->who = m.user_account;
	in->from = rq->today;
	return provider_form_load(rq, form);
}

struct reply manager_post(struct rq *rq, void *form)
{
	const struct manager_in *in = form;
	const ProviderId id = ID(rq, ProviderId, "provider");

	switch (contract_manager_set(rq->db, rq->arena, id, in->who, in->from, rq->me->id,
	                             rq->now)) {
	case WATCH_DONE:
		return go(rq, "Contract manager saved", "/providers/%lld", (long long)id.v);
	case WATCH_WRONG:
		return refuse(rq, "who", "Choose somebody whose account is in use and who keeps "
		              "the market");
	case WATCH_ALREADY:
	case WATCH_GONE:
		break;
	}
	return not_found(rq);
}

/* ---- on a provider's page -------------------------------------------------------------------- */

static const struct column manager_cols[] = {
	{ .key = "who", .label = "Contract manager" },
	{ .key = "from", .label = "From", .kind = CELL_DATE },
	{ .key = "last_day", .label = "Last day", .kind = CELL_DATE },
	{ .key = "by", .label = "Set by" },
};

size_t put_managers(struct rq *rq, struct record *rec)
{
	struct table *t = record_table(rec, "managers", "Contract managers", manager_cols,
	                               COUNT(manager_cols));
	struct contract_manager_list_row *m;
	size_t n = ALL(rq->db, rq->arena, contract_manager_list, &m,
	               .provider = V(ID(rq, ProviderId, "provider")));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(m[i].who ? m[i].who : "Nobody");
		c[1] = cell_of_date(m[i].from_day);
		c[2] = last_day_cell(m[i].until_day);
		c[3] = cell_of_text(m[i].set_name);
	}
	return n;
}

static const struct column notice_of_cols[] = {
	{ .key = "noticed", .from = "made_ms", .label = "Noticed", .kind = CELL_MOMENT },
	{ .key = "kind", .from = "kind", .label = "What", .kind = CELL_WORD,
	  .words = &registration_event_vocab },
	{ .key = "location", .from = "location_name", .label = "Location" },
	{ .key = "was", .from = "was", .label = "Before" },
	{ .key = "now", .from = "now_is", .label = "After" },
	{ .key = "looked", .from = "looked_ms", .label = "Looked at", .kind = CELL_MOMENT },
	{ .key = "by", .from = "looked_name", .label = "By" },
	{ .key = "did", .from = "did", .label = "What was done" },
	{ .key = "open", .label = "Open", .on_page_only = true },
};

static void link_notice(struct rq *rq, struct table *t, size_t row, RegulatorNoticeId id)
{
	/* The last column; record_fill() leaves it empty. */
	t->cells[row * t->ncolumns + t->ncolumns - 1] = cell_linked(cell_of_text("Open"),
		arena_fmt(rq->arena, "/notices/%lld", (long long)id.v));
}

size_t put_notices(struct rq *rq, struct record *rec)
{
	struct table *t = record_table(rec, "notices", "Notices from the regulator",
	                               notice_of_cols, COUNT(notice_of_cols));
	struct notice_of_provider *r;
	size_t n = ALL(rq->db, rq->arena, notices_of_provider, &r,
	               .provider = V(ID(rq, ProviderId, "provider")));

	record_fill(t, &notices_of_provider_sql, r, n);
	for (size_t i = 0; i < n; i++)
		link_notice(rq, t, i, r[i].id);
	return n;
}

size_t put_location_notices(struct rq *rq, struct record *rec)
{
	struct table *t = record_table(rec, "notices", "Notices from the regulator",
	                               notice_of_cols, COUNT(notice_of_cols));
	struct notices_of_locations_row *r;
	size_t n = ALL(rq->db, rq->arena, notices_of_locations, &r,
	               .location = V(ID(rq, LocationId, "location")));

	record_fill(t, &notices_of_locations_sql, r, n);
	for (size_t i = 0; i < n; i++)
		link_notice(rq, t, i, r[i].id);
	return n;
}
