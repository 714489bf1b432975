/* SPDX-License-Identifier: MIT */
/*
 * history_pages.c -- the public register's history: a list, and an Atom feed (RFC 4287).
 *
 * Whoever arranges care for a parent, and whoever writes about it, hears of a
 * suspension or a removal without looking every day (B&NES 3g.9).
 */
#include "market/page.sql.h"
#include "market/pages.h"

#include "site/setting.h"

VOCAB_WORDS(standing_change, CHANGE, STANDING_CHANGES)

enum { FEED_MOST = 100 };

/* Standings go by the day, suspensions by the second. */
static Date change_day(const struct register_change *c)
{
	return moment_known(c->at_ms) ? moment_date(c->at_ms) : c->day;
}

static struct cell day_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return cell_of_date(change_day(row));
}

static struct cell lot_cell(struct rq *rq, const void *row)
{
	const struct register_change *c = row;

	return BLANK(c->lot_name) ? cell_none()
	                          : cell_of_text(lot_title(rq->arena, c->lot_number, c->lot_name));
}

static const struct list_col history_cols[] = {
	{ "day",           "Day",      .as = CELL_DATE, .make = day_cell },
	{ "at_ms",         "At",       .as = CELL_MOMENT, .in_files_only = true },
	{ "provider_name", "Provider", .link = "/register?q={ref}" },
	{ "location_name", "Location", .means = "Empty: the provider with all its locations" },
	{ "lot",           "Lot",      .make = lot_cell,
	  .means = "Of a suspension: empty where every lot is suspended" },
	{ "locality_name", "Locality", .means = "Of a suspension: empty where it is everywhere" },
	{ "kind",          "What became of it", .as = CELL_WORD, .words = &standing_change_vocab },
	{ "service",       "Service",  .as = CELL_WORD, .words = &service_vocab },
	{ "part",          "Part",     .as = CELL_WORD, .words = &part_vocab },
	{ "reason",        "Reason",   .means = "Where the council publishes it" },
	{ "ref",           "Reference", .in_files_only = true },
};

static const struct list_filter history_filters[] = {
	{ "q",    "Name or registration number", FILTER_TEXT },
	{ "kind", "What became of it", FILTER_CHOICE, .words = &standing_change_vocab },
};

static void history_above(struct rq *rq, struct page *pg)
{
	(void)rq;
	EL(pg, "p", "class", "govuk-body");
	text(pg, "To be told of each: ");
	el_link(pg, "/register/feed", "Atom feed of this history");
	end(pg);
}

const struct list market_history = {
	.name = "register-changes", .title = "Changes of the register",
	.why = "Read by anybody who has placed a relative, and by the press: who joined, who was "
	       "suspended or removed, and when it was lifted",
	.sql = &market_register_changes_sql, .cols = history_cols, .ncols = COUNT(history_cols),
	.filters = history_filters, .nfilters = COUNT(history_filters), .page_rows = 50,
	.wide = true, .none = "Nothing has changed yet", .above = history_above,
};

/* ---- the feed ----------------------------------------------------------------------- */

/* Of a suspension what it is of; of a standing its service. */
static const char *change_title(struct arena *a, const struct register_change *c)
{
	const char *kind = vocab_label(&standing_change_vocab, (unsigned)c->kind);
	const char *scope;

	if (c->kind != CHANGE_SUSPENDED && c->kind != CHANGE_LIFTED)
		return arena_fmt(a, "%s: %s, %s", c->provider_name, kind,
		                 vocab_label(&service_vocab, (unsigned)c->service));
	scope = embargo_scope_text(a, c->location_name, c->lot_number, c->lot_name,
	                           c->locality_name);
	if (!*scope)
		return arena_fmt(a, "%s: %s", c->provider_name, kind);
	return arena_fmt(a, "%s: %s %s", c->provider_name,
	                 c->kind == CHANGE_SUSPENDED ? "Suspended" : "Suspension lifted", scope);
}

/* A standing begins with its day. */
static const char *change_moment(struct arena *a, const struct register_change *c)
{
	return moment_iso(a, moment_known(c->at_ms) ? c->at_ms : moment_at(c->day, (Minutes){ 0 }));
}

static void entry_put(struct rq *rq, struct page *xml, const char *site,
                      const struct register_change *c)
{
	struct buf href = buf_new(rq->arena);

	buf_fmt(&href, "%s/register", site);
	url_add(&href, "q", c->ref);
	el(xml, "entry");
	el_text(xml, "title", NULL, change_title(rq->arena, c));
	/* Of this change alone, and for ever. */
	el_text(xml, "id", NULL, arena_fmt(rq->arena, "%s/register/changes#%lld-%lld", site,
	                                   (long long)c->row_kind, (long long)c->row_id));
	el_text(xml, "updated", NULL, change_moment(rq->arena, c));
	EL(xml, "link", "href", buf_text(&href));
	end(xml);
	if (!BLANK(c->reason))
		el_text(xml, "summary", NULL, c->reason);
	end(xml);
}

struct reply history_feed_get(struct rq *rq)
{
	const char *site = arena_dup(rq->arena, setting(rq->db, "council.address"));
	const char *name = arena_dup(rq->arena, setting(rq->db, "council.name"));
	struct page *xml = page_new(rq->arena);
	struct register_change *list;
	const char *bytes;
	size_t n = ALL(rq->db, rq->arena, market_register_changes, &list, .today = V(rq->today),
	               .now = V(rq->now), .limit = V((int64_t)FEED_MOST), .skip = V((int64_t)0));

	put(xml, HTML_LIT("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
	EL(xml, "feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", "en-GB");
	el_text(xml, "title", NULL, arena_fmt(rq->arena, "%s: changes of the register of care "
	                                      "providers", name));
	el_text(xml, "id", NULL, arena_fmt(rq->arena, "%s/register/changes", site));
	EL(xml, "link", "rel", "self", "href", arena_fmt(rq->arena, "%s/register/feed", site));
	end(xml);
	EL(xml, "link", "href", arena_fmt(rq->arena, "%s/register/changes", site));
	end(xml);
	el(xml, "author");
	el_text(xml, "name", NULL, name);
	end(xml);
	el_text(xml, "updated", NULL, n ? change_moment(rq->arena, list)
	                                : moment_iso(rq->arena, rq->now));
	for (size_t i = 0; i < n; i++)
		entry_put(rq, xml, site, &list[i]);
	end(xml);
	bytes = page_text(xml, &n);
	return file_reply(rq, "application/atom+xml", NULL, bytes, n);
}
