/* SPDX-License-Identifier: MIT */
/*
 * emergency.c -- tonight's packages as plain pages, for the day on which no server runs.
 *
 *	FOLDER/index.html            localities and providers, with links
 *	FOLDER/locality-N.html       its packages: who, where, whom to call, when somebody comes
 *	FOLDER/provider-N.html       the same by provider
 *	FOLDER/packages.csv          all of it, a row for each visit
 *
 * Nothing in it needs a network or a script: it opens from a stick and prints
 * on paper.  People on restricted records stand in it by number only.  It is
 * made beside and then takes the place of yesterday's; only its owner may open
 * it.  The audit trail says when, and of whom.
 */
#include "backup/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "backup/emergency.sql.h"
#include "base/fault.h"
#include "exchange/csv.h"
#include "html/html.h"
#include "market/market.h"
#include "site/setting.h"

typedef struct emergency_visits_row Visit;

struct emergency {
	struct db    *db;
	struct arena *arena;
	const char   *to;                /* the folder that is being made */
	Moment        now;
	Visit        *rows;
	size_t        n;
};

/* ---- files ------------------------------------------------------------------- */

static void file_write(struct emergency *g, const char *name, const char *bytes, size_t n)
{
	const char *path = arena_fmt(g->arena, "%s/%s", g->to, name);
	int fd = fault_due() ? (errno = EIO, -1)
	                     : open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok = fd >= 0;

	while (ok && n) {
		ssize_t done = write(fd, bytes, n);

		ok = done > 0;
		bytes += ok ? done : 0;
		n -= ok ? (size_t)done : 0;
	}
	ok = ok && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	if (!ok)
		fault(errno == ENOSPC ? FAULT_FULL : FAULT_IO, "cannot write %s: %s", path,
		      strerror(errno));
}

static const char *person_name(struct arena *a, const Visit *v)
{
	if (v->restricted)
		return arena_fmt(a, "Restricted record %lld", (long long)v->person.v);
	return arena_fmt(a, "%s %s%s%s%s", v->given_name, v->family_name,
	                 BLANK(v->known_as) ? "" : " (", BLANK(v->known_as) ? "" : v->known_as,
	                 BLANK(v->known_as) ? "" : ")");
}

/* ---- pages --------------------------------------------------------------------- */

#define STYLE HTML_LIT("body{font:14px/1.35 sans-serif;margin:1em}"                 \
	"h2{font-size:1.1em;margin:1.2em 0 .2em}p{margin:.1em 0}"                      \
	"table{border-collapse:collapse;margin:.3em 0}td,th{border:1px solid #555;"    \
	"padding:.15em .5em;text-align:left}section{break-inside:avoid}"               \
	"@media print{a{color:#000;text-decoration:none}}")

static struct page *page_begin(struct emergency *g, const char *title)
{
	struct page *pg = page_new(g->arena);

	EL(pg, "html", "lang", "en");
	el(pg, "head");
	VOID(pg, "meta", "charset", "utf-8");
	el_text(pg, "title", NULL, title);
	el(pg, "style");
	put(pg, STYLE);
	end(pg);
	end(pg);
	el(pg, "body");
	el_text(pg, "h1", NULL, title);
	el_text(pg, "p", NULL, arena_fmt(g->arena, "%s, as at %s. Personal data: keep it locked "
	        "away, and destroy it when a newer one is there.", setting(g->db, "council.name"),
	        moment_text(g->arena, g->now)));
	return pg;
}

static void page_end(struct emergency *g, struct page *pg, const char *name)
{
	static const char doctype[] = "<!DOCTYPE html>\n";
	struct buf b = buf_new(g->arena);
	const char *bytes;
	size_t n;

	end(pg);
	end(pg);
	bytes = page_text(pg, &n);
	buf_str(&b, doctype);
	buf_add(&b, bytes, n);
	file_write(g, name, b.s, b.n);
}

static void fact(struct page *pg, const char *label, const char *value)
{
	if (BLANK(value))
		return;
	el(pg, "p");
	el_text(pg, "b", NULL, label);
	text(pg, " ");
	bdi(pg, value);
	end(pg);
}

static void person_facts(struct emergency *g, struct page *pg, const Visit *v)
{
	if (v->restricted) {
		fact(pg, "Who it is:", "ask those who are named on the record");
		return;
	}
	fact(pg, "Born:", date_text(g->arena, v->born_day));
	fact(pg, "Address:", arena_fmt(g->arena, "%s %s", v->address ? v->address : "",
	                               v->postcode ? v->postcode : ""));
	fact(pg, "Telephone:", v->phone);
	fact(pg, "Carer or next of kin:", arena_fmt(g->arena, "%s %s",
	     v->contact_name ? v->contact_name : "", v->contact_phone ? v->contact_phone : ""));
	fact(pg, "Language:", v->language);
	fact(pg, "Communication:", v->communication);
	fact(pg, "For those who visit:", v->warnings);
}

static void visit_row(struct emergency *g, struct page *pg, const Visit *v)
{
	el(pg, "tr");
	el_text(pg, "td", NULL, days_text(g->arena, v->days));
	el_text(pg, "td", NULL, time_text(g->arena, v->start_mins));
	el_text(pg, "td", NULL, span_text(g->arena, v->length_mins));
	el_text(pg, "td", NULL, v->carers == 2 ? "2" : "1");
	end(pg);
}

/* One package: its rows from i on; returns the first that is not of it. */
static size_t package_draw(struct emergency *g, struct page *pg, size_t i)
{
	static const char *const heads[] = { "Days", "From", "For", "Carers" };
	const Visit *v = &g->rows[i];

	el(pg, "section");
	el_text(pg, "h2", NULL, person_name(g->arena, v));
	fact(pg, "Provider:", arena_fmt(g->arena, "%s %s", v->provider_name,
	                                v->provider_phone ? v->provider_phone : ""));
	fact(pg, "Locality:", v->locality_name);
	person_facts(g, pg, v);
	el(pg, "table");
	el(pg, "tr");
	for (size_t h = 0; h < COUNT(heads); h++)
		el_text(pg, "th", NULL, heads[h]);
	end(pg);
	for (const int64_t id = v->id.v; i < g->n && g->rows[i].id.v == id; i++)
		visit_row(g, pg, &g->rows[i]);
	end(pg);
	end(pg);
	return i;
}

struct grouping { const char *kind, *heading; bool by_locality; };

static int64_t group_of(const struct grouping *by, const Visit *v)
{
	return by->by_locality ? v->locality.v : v->provider.v;
}

/* A page for each group, and a link to it; returns how many packages there were. */
static size_t groups_write(struct emergency *g, struct page *index, const struct grouping *by)
{
	size_t packages = 0;

	el_text(index, "h2", NULL, by->heading);
	el(index, "ul");
	for (size_t i = 0; i < g->n; ) {
		const int64_t id = group_of(by, &g->rows[i]);
		const char *title = by->by_locality ? g->rows[i].locality_name
		                                    : g->rows[i].provider_name;
		const char *name = arena_fmt(g->arena, "%s-%lld.html", by->kind, (long long)id);
		struct page *pg = page_begin(g, title);
		size_t before = packages;

		for (; i < g->n && group_of(by, &g->rows[i]) == id; packages++)
			i = package_draw(g, pg, i);
		page_end(g, pg, name);
		el(index, "li");
		el_link(index, name, title);
		text(index, arena_fmt(g->arena, ": %zu", packages - before));
		end(index);
	}
	end(index);
	return packages;
}

/* ---- the spreadsheet -------------------------------------------------------------- */

static void csv_row(struct buf *b, const char *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(b, ',');
		csv_put_text(b, cells[i] ? cells[i] : "", true);
	}
	buf_str(b, "\r\n");
}

static void csv_file(struct emergency *g)
{
	static const char *const heads[] = {
		"Package", "Person", "Born", "Address", "Postcode", "Telephone", "Contact",
		"Contact's telephone", "Communication", "For those who visit", "Locality",
		"Provider", "Provider's telephone", "Days", "From", "Minutes", "Carers" };
	struct buf b = buf_new(g->arena);

	csv_put_mark(&b);
	csv_row(&b, heads, COUNT(heads));
	for (size_t i = 0; i < g->n; i++) {
		const Visit *v = &g->rows[i];
		const bool shown = !v->restricted;
		const char *const cells[] = {
			arena_fmt(g->arena, "%lld", (long long)v->id.v), person_name(g->arena, v),
			shown ? date_iso(g->arena, v->born_day) : "", shown ? v->address : "",
			shown ? v->postcode : "", shown ? v->phone : "",
			shown ? v->contact_name : "", shown ? v->contact_phone : "",
			shown ? v->communication : "", shown ? v->warnings : "",
			v->locality_name, v->provider_name, v->provider_phone,
			days_text(g->arena, v->days), time_text(g->arena, v->start_mins),
			arena_fmt(g->arena, "%lld", (long long)v->length_mins.n),
			v->carers == 2 ? "2" : "1" };

		csv_row(&b, cells, COUNT(cells));
	}
	file_write(g, "packages.csv", b.s, b.n);
}

/* ---- all of it ---------------------------------------------------------------------- */

struct trail { struct emergency *of; const char *detail; };

static bool trail_write(void *arg)
{
	struct trail *t = arg;

	audit_write(t->of->db, &(struct audit_entry){ .verb = "emergency.export",
	            .thing = "placement", .detail = t->detail });
	return true;
}

/* Before the pages are there: who has them must stand in the trail. */
static void trail(struct emergency *g, size_t packages)
{
	struct buf b = buf_new(g->arena);
	int64_t last = 0;

	buf_fmt(&b, "{\"packages\":%zu,\"placements\":[", packages);
	for (size_t i = 0; i < g->n; i++)
		if (g->rows[i].id.v != last) {
			buf_fmt(&b, "%s%lld", last ? "," : "", (long long)g->rows[i].id.v);
			last = g->rows[i].id.v;
		}
	buf_str(&b, "]}");
	db_write(g->db, trail_write, &(struct trail){ g, buf_text(&b) });
}

static size_t folder_fill(struct emergency *g)
{
	static const struct grouping locality = { "locality", "By locality", true };
	static const struct grouping provider = { "provider", "By provider", false };
	const Date today = moment_date(g->now);
	struct page *index = page_begin(g, "Emergency pages");
	size_t packages;

	el(index, "p");
	el_link(index, "packages.csv", "All of it as a spreadsheet (CSV)");
	end(index);
	g->n = ALL(g->db, g->arena, emergency_visits, &g->rows, .today = V(today),
	           .order = EMERGENCY_VISITS_BY_LOCALITY);
	packages = groups_write(g, index, &locality);
	trail(g, packages);
	csv_file(g);
	g->n = ALL(g->db, g->arena, emergency_visits, &g->rows, .today = V(today),
	           .order = EMERGENCY_VISITS_BY_PROVIDER);
	groups_write(g, index, &provider);
	page_end(g, index, "index.html");
	folder_sync(g->to);
	return packages;
}

struct making { struct emergency *of; size_t packages; };

static void fill_work(void *arg)
{
	struct making *m = arg;

	folder_make(m->of->to);
	m->packages = folder_fill(m->of);
}

size_t emergency_write(struct db *db, struct arena *a, const char *to, Moment now)
{
	struct emergency g = { .db = db, .arena = a, .now = now,
	                       .to = arena_fmt(a, "%s.part", to) };
	const char *old = arena_fmt(a, "%s.old", to);
	struct making m = { .of = &g };
	struct fault broke;

	folder_remove(g.to);
	boundary_run(fill_work, &m, &broke);
	if (broke.kind != FAULT_NONE) {
		folder_remove(g.to);
		fault(broke.kind, "%s", broke.why);
	}
	folder_remove(old);
	(void)rename(to, old);                           /* the first time there is none */
	if (rename(g.to, to) != 0)
		fault(FAULT_IO, "cannot make %s: %s", to, strerror(errno));
	folder_remove(old);
	return m.packages;
}
