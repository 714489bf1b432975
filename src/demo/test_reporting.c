/* SPDX-License-Identifier: MIT */
/*
 * test_reporting.c -- the views for reporting say what the pages say, the same
 * on both engines, and nothing about a person.
 */
#include "demo/test_reporting.h"

#include "brokerage/returns.h"
#include "db/db.h"

#include <stdio.h>
#include <string.h>

enum { REQUESTS = 400, MONTHS = 6 };

static struct seen all_of(struct t *t, struct db *db, const char *view)
{
	return views_read(t, db, arena_fmt(t->arena, "SELECT v.* FROM @%s v", view));
}

static bool is_among(const char *const *list, size_t n, const char *what)
{
	for (size_t i = 0; i < n; i++)
		if (text_same(list[i], what))
			return true;
	return false;
}

/* ---- they are there ------------------------------------------------------------------ */

static const char *const filled[] = { "requests", "steps", "invitations", "offers", "placements",
	"elements", "providers", "locations", "location_services", "accreditations",
	"accreditation_localities", "lots", "lot_rates", "lot_localities", "suspensions",
	"blocks", "block_months", "fair_prices", "free_hours",
	"localities", "teams", "issued_returns", "dates", "vocabulary" };

TEST_PLAIN(every_view_reads_and_has_rows)
{
	struct seen views;

	council_invent(t, t->db, REQUESTS);
	views = views_all(t, t->db);
	IS(views.n, 25);
	for (size_t i = 0; i < views.n; i++)
		OK(all_of(t, t->db, views.lines[i]).ncolumns > 0);
	for (size_t i = 0; i < COUNT(filled); i++)
		if (!all_of(t, t->db, filled[i]).n)
			SAME(filled[i], "has rows");
}

/* The first line in which they differ; NULL: none. */
static const char *difference(const struct seen *a, const struct seen *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++)
		if (strcmp(a->lines[i], b->lines[i]) != 0)
			return a->lines[i];
	return a->n == b->n ? NULL : "one has more";
}

static void alike(struct t *t, struct db *other, const char *view)
{
	struct seen a = all_of(t, t->db, view), b = all_of(t, other, view);

	NEED(a.ncolumns == b.ncolumns);
	for (size_t i = 0; i < a.ncolumns; i++)
		SAME(a.names[i], b.names[i]);
	SAME(difference(&a, &b), NULL);
}

/* On SQLite alone it says only that the same council is made twice. */
TEST_PLAIN(the_views_have_the_same_rows_on_both_engines)
{
	struct db *other = db_open_memory();
	struct seen views, one, two;

	council_invent(t, t->db, REQUESTS);
	council_invent(t, other, REQUESTS);
	views = views_all(t, t->db);
	for (size_t i = 0; i < views.n; i++)
		alike(t, other, views.lines[i]);
	/* Control: one millisecond in one of them is seen. */
	council_bend(t, other, "UPDATE request SET made_ms = made_ms - 1 WHERE id = "
	             "(SELECT min(number) FROM @requests)");
	one = all_of(t, t->db, "requests");
	two = all_of(t, other, "requests");
	OK(difference(&one, &two));
	db_close(&other);
}

/* ---- they say what the returns say ------------------------------------------------------- */

#define MONTH(what) "substr(CAST(" what " AS TEXT), 1, 7)"
#define COUNTED(which) "(SELECT count(*) FROM @requests r WHERE " which ")"
#define SOURCED MONTH("r.sourced_day") " = m.year_month"

static const char months_sql[] =
	"SELECT m.year_month, " COUNTED(MONTH("r.requested_day") " = m.year_month") ", "
	COUNTED(SOURCED) ", "
	COUNTED("r.stage_code = 6 AND " MONTH("r.closed_day") " = m.year_month") ", "
	COUNTED("r.stage_code = 7 AND " MONTH("r.closed_day") " = m.year_month") ", "
	COUNTED(SOURCED " AND r.out_of_order = 1") ", "
	COUNTED(SOURCED " AND r.rank_chosen > 1") ", "
	"(SELECT CAST(sum(r.milliseconds_to_source) AS BIGINT) FROM @requests r WHERE "
	SOURCED "), "
	"(SELECT max(r.milliseconds_to_source) FROM @requests r WHERE " SOURCED "), "
	"(SELECT CAST(sum(e.minutes_week) AS BIGINT) FROM @requests r "
	"JOIN @elements e ON e.request = r.number AND e.is_first = 1 WHERE " SOURCED "), "
	"(SELECT CAST(sum(e.minutes_week * e.rate_pence) AS BIGINT) FROM @requests r "
	"JOIN @elements e ON e.request = r.number AND e.is_first = 1 WHERE " SOURCED ") "
	"FROM @dates m WHERE m.day_of_month = 1 AND m.year_month >= '2026-01' "
	"AND m.year_month <= '2026-06'";

struct month_said {
	long long requested, sourced, withdrawn, unmet, out, second, sum, longest, week, paid;
};

/* Of what is never negative. */
static int64_t half_up(int64_t n, int64_t of)
{
	return (2 * n + of) / (2 * of);
}

static void month_agrees(const struct cell *c, const char *line)
{
	struct month_said s = { 0 };

	IS(sscanf(line, "%*7s|%lld|%lld|%lld|%lld|%lld|%lld|%lld|%lld|%lld|%lld", &s.requested,
	          &s.sourced, &s.withdrawn, &s.unmet, &s.out, &s.second, &s.sum, &s.longest,
	          &s.week, &s.paid), 10);
	IS(c[1].n, s.requested);
	IS(c[2].n, s.sourced);
	IS(c[3].n, s.withdrawn);
	IS(c[4].n, s.unmet);
	NEED(s.sourced && s.week);
	IS(c[6].n, half_up(half_up(s.sum, s.sourced), 8640000));
	IS(c[8].n, half_up(s.longest, 8640000));
	IS(c[10].n, half_up(s.paid, s.week));
	IS(c[11].n, s.week);
	IS(c[12].n, s.out);
	IS(c[13].n, s.second);
}

static void months_agree(struct t *t)
{
	const struct figures *f = figures_make(t->db, t->arena, RETURN_MONTHLY, moment_date(T_NOW),
	                                       T_NOW, MONTHS, false);
	const struct table *months = figures_part(f, "months");
	struct seen said = views_read(t, t->db, months_sql);

	NEED(said.n == MONTHS && months->nrows == MONTHS);
	for (size_t i = 0; i < MONTHS; i++)
		month_agrees(table_at(months, i), said.lines[i]);
	IS(table_at(months, MONTHS - 1)[5].n,
	   views_number(t, t->db, "SELECT count(*) FROM @requests WHERE is_open = 1"));
}

static void hours_agree(struct t *t)
{
	const struct figures *f = figures_make(t->db, t->arena, RETURN_MONTHLY, moment_date(T_NOW),
	                                       T_NOW, MONTHS, false);
	const struct table *bought = figures_part(f, "bought");
	struct seen said = views_read(t, t->db,
		"SELECT " MONTH("m.month_day") ", CAST(sum(m.bought_minutes) AS BIGINT), "
		"CAST(sum(m.used_minutes) AS BIGINT) FROM @block_months m WHERE "
		MONTH("m.month_day") " >= '2026-01' AND " MONTH("m.month_day") " <= '2026-05' "
		"GROUP BY m.month_day");

	NEED(said.n == MONTHS - 1);       /* this month is not over */
	for (size_t i = 0; i < said.n; i++) {
		long long n, used;

		IS(sscanf(said.lines[i], "%*7s|%lld|%lld", &n, &used), 2);
		IS(table_at(bought, i)[1].n, n);
		IS(table_at(bought, i)[2].n, used);
	}
}

/* Those whose record is restricted are in neither; hours bought ahead: in the returns alone. */
TEST_PLAIN(the_views_say_what_the_returns_say)
{
	council_invent(t, t->db, REQUESTS);
	OK(views_number(t, t->db, "SELECT count(*) FROM person WHERE restricted = 1") > 0);
	months_agree(t);
	council_bend(t, t->db, "UPDATE person SET restricted = 0");
	months_agree(t);
	hours_agree(t);
}

/* ---- who is in none of them ---------------------------------------------------------------- */

/* In how many views there is a request of hers, of how many that say of which they are. */
static int64_t seen_in(struct t *t, long long person, int *views_of_requests)
{
	struct seen views = views_all(t, t->db);
	int64_t rows = 0;

	for (size_t v = 0; v < views.n; v++) {
		struct seen s = all_of(t, t->db, views.lines[v]);
		const char *column = text_same(views.lines[v], "requests") ? "number" : "request";

		if (!is_among(s.names, s.ncolumns, column))
			continue;
		++*views_of_requests;
		rows += views_number(t, t->db, arena_fmt(t->arena, "SELECT count(*) FROM @%s WHERE "
			"%s IN (SELECT r.id FROM request r WHERE r.person = %lld)", views.lines[v],
			column, person)) > 0;
	}
	return rows;
}

TEST_PLAIN(a_restricted_person_is_in_no_view)
{
	static const char sum[] = "SELECT CAST(sum(used_minutes) AS BIGINT) FROM @block_months";
	long long who, used;

	council_invent(t, t->db, REQUESTS);
	who = views_number(t, t->db, "SELECT min(p.person) FROM placement p "
	      "JOIN element e ON e.placement = p.id AND e.block IS NOT NULL "
	      "JOIN person q ON q.id = p.person AND q.restricted = 0");
	used = views_number(t, t->db, sum);
	for (int restricted = 0; restricted < 2; restricted++) {
		int views = 0;
		int64_t rows;

		council_bend(t, t->db, arena_fmt(t->arena, "UPDATE person SET restricted = %d "
		             "WHERE id = %lld", restricted, who));
		rows = seen_in(t, who, &views);
		IS(views, 6);
		IS(rows, restricted ? 0 : 6);
	}
	OK(views_number(t, t->db, sum) < used);
}

/* ---- what is in none of them -------------------------------------------------------------- */

/* The texts that may be read: names and words of the council's own and of public registers. */
static const char *const open_texts[] = { "provider.name", "provider.ref", "location.name",
	"location.ref", "location.town", "location.authority", "location.latest_rating",
	"rating.value", "team.name", "locality.name", "framework.name", "framework.host",
	"lot.name", "block.name",
	"policy_tier.name", "time_band.name" };
/* Only added to, or not of a council's people: their texts are keys of others. */
static const char *const left_out[] = { "audit", "schema_version", "calendar", "setting",
	"id_block", "locality_district" };

static bool is_seen(struct t *t, const char *word)
{
	struct seen views = views_all(t, t->db);

	for (size_t v = 0; v < views.n; v++) {
		struct seen s = all_of(t, t->db, views.lines[v]);

		for (size_t i = 0; i < s.n; i++)
			if (strstr(s.lines[i], word))
				return true;
	}
	return false;
}

/* In each text of each table that has numbered rows, but those: so in that of a later step, too. */
static int plant(struct t *t)
{
	struct db *schema = db_open_memory();
	struct seen texts = views_read(t, schema, "SELECT m.name, c.name FROM sqlite_schema m, "
		"pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'TEXT' AND EXISTS "
		"(SELECT 1 FROM pragma_table_info(m.name) k WHERE k.name = 'id')");
	int n = 0;

	for (size_t i = 0; i < texts.n; i++) {
		char table[60], column[60];

		NEED(sscanf(texts.lines[i], "%59[^|]|%59[^|]|", table, column) == 2);
		if (is_among(left_out, COUNT(left_out), table) ||
		    is_among(open_texts, COUNT(open_texts),
		             arena_fmt(t->arena, "%s.%s", table, column)))
			continue;
		council_bend(t, t->db, arena_fmt(t->arena, "UPDATE %s SET %s = 'canary' || id",
		                                 table, column));
		n++;
	}
	db_close(&schema);
	return n;
}

TEST_PLAIN(no_view_has_a_word_about_a_person)
{
	council_invent(t, t->db, REQUESTS);
	OK(plant(t) > 70);
	OK(!is_seen(t, "canary"));
	/* 14 March 1936, and the next day. */
	council_bend(t, t->db, "UPDATE person SET born_day = -12346, died_day = -12345");
	OK(!is_seen(t, "1936-03-14") && !is_seen(t, "1936-03-15"));
}

/* Control: each text that may be read is found, and a day as well. */
TEST_PLAIN(what_may_be_read_is_found)
{
	council_invent(t, t->db, 60);
	council_bend(t, t->db, "INSERT INTO rating (id, location, question, value, noticed_ms) "
	             "SELECT 90000, min(id), 1, 'Good', 1 FROM location WHERE hidden = 0");
	for (size_t i = 0; i < COUNT(open_texts); i++) {
		char table[60], column[60];

		NEED(sscanf(open_texts[i], "%59[^.].%59s", table, column) == 2);
		council_bend(t, t->db, arena_fmt(t->arena, "UPDATE %s SET %s = 'a' || id || "
		                                 "'canary%zu.'", table, column, i));
		if (!is_seen(t, arena_fmt(t->arena, "canary%zu.", i)))
			SAME(open_texts[i], "is seen");
	}
	council_bend(t, t->db, "UPDATE request SET start_day = -12346");
	OK(is_seen(t, "1936-03-14"));
}

/* ---- what is sealed ------------------------------------------------------------------------ */

TEST_PLAIN(offers_and_answers_are_sealed_until_their_step_is_over)
{
	static const char sealed[] = "SELECT count(*) FROM @%s v JOIN step s ON s.id = %s "
		"WHERE s.ended_ms IS NULL";
	const char *answers = arena_fmt(t->arena, sealed, "invitations", "v.step");
	const char *offers = arena_fmt(t->arena, sealed, "offers",
		"(SELECT i.step FROM invitation i WHERE i.id = v.invitation)");

	council_invent(t, t->db, REQUESTS);
	/* Every step is made to run again, so there is something to hide. */
	OK(views_number(t, t->db, "SELECT count(*) FROM @offers") > 0);
	council_bend(t, t->db, "UPDATE step SET ended_ms = NULL, ended_how = NULL");
	OK(views_number(t, t->db, "SELECT count(*) FROM offer") > 0);
	IS(views_number(t, t->db, answers), 0);
	IS(views_number(t, t->db, offers), 0);
}

/* ---- days ------------------------------------------------------------------------------------ */

/* Around both changes of the clocks, at half past eleven in the evening, UTC. */
TEST_PLAIN(days_are_londons)
{
	for (int year = 1996; year < 2040; year += 4)
		for (int month = 3; month <= 10; month += 7)
			for (int d = 22; d <= 31; d++) {
				int64_t day = date_day(date_make(year, month, d));
				Moment m = { (day * 1440 + 23 * 60 + 30) * 60000 };

				SAME(views_london_day(t, t->db, m),
				     date_iso(t->arena, moment_date(m)));
			}
}
