/* SPDX-License-Identifier: MIT */
/*
 * test_demo.c -- the invented council has the paper's shape, keeps the laws, and is
 * the same each time.
 */
#include "demo/inside.h"
#include "site/site.h"
#include "t/t.h"

#include "audit/audit.h"
#include "exchange/identifiers.h"

/* Enough for the shape, little enough for the sanitisers. */
enum { TEST_REQUESTS = 500 };

static struct demo_order order_of(uint64_t seed)
{
	return (struct demo_order){ .size = DEMO_SMALL, .requests = TEST_REQUESTS, .seed = seed,
		.now = T_NOW, .passphrase = "seven silver herons" };
}

static void make(struct t *t, struct db *db, uint64_t seed, struct demo_made *made,
                 struct demo_figures *f)
{
	static const unsigned char key[AUDIT_KEY] = "a key for tests";
	struct demo_order o = order_of(seed);

	audit_key_set(key);
	auth_cheap_for_tests();
	demo_make(db, t->arena, &o, made, f);
	clock_set(T_NOW);
}

/* ---- the shape --------------------------------------------------------------------- */

static void in_bounds(int64_t n, int64_t least, int64_t most)
{
	OK(n >= least);
	OK(n <= most);
}

static void shape_of_the_paper(const struct demo_figures *f)
{
	in_bounds(f->six_permille, 650, 750);                   /* "approximately 70%" (3a.7) */
	in_bounds(f->strategic_permille, 360, 440);             /* "about 40%" (3a.7) */
	OK(f->strategic_before_permille > f->strategic_permille + 100); /* "notably less" */
	in_bounds(f->hours_council.n, 7 * 60, 9 * 60);          /* 8 h (3a.6) */
	in_bounds(f->hours_nhs.n, 10 * 60, 17 * 60);            /* 13.5 h (3a.6), of some twenty */
	in_bounds(f->under_five_permille, 300, 550);            /* "a significant number" (3a.5) */
	OK(f->team_bought >= 4 * f->team_bought_before);        /* 29 after 3 (3a.9) */
	IS(f->team_bought_before, 3);
	OK(f->other_bought < f->other_bought_before);
	/* A council spends 10.05 million on 3,550 requests in three years (5.1). */
	in_bounds(money_pence(money_plus(f->spend_council, f->spend_nhs)) / TEST_REQUESTS,
	          INT64_C(1005000000) / 3700 * 80 / 100, INT64_C(1005000000) / 3700 * 120 / 100);
	IS(f->open, 60);
}

/* ---- sameness ----------------------------------------------------------------------- */

/* Statements of this test alone, each with one text to a row. */
static const char *const no_names[] = { NULL };
static const struct col line_col[] = { { "line", 0, COL_TEXT } };

#define TEST_SQL(name_, ...)                                                             \
	static const struct sql_piece name_##_piece = { __VA_ARGS__, -1, 0 };            \
	static const struct sql name_ = { .name = #name_, .file = __FILE__,              \
		.pieces = &name_##_piece, .npieces = 1, .args = no_names,                \
		.order_names = no_names, .cols = line_col, .ncols = 1,                   \
		.row_size = sizeof(const char *) }

/* All the trail says: what happened to whom, when, in which order. */
TEST_SQL(trail_lines,
	"SELECT coalesce(CAST(at_ms AS TEXT), '') || '|' || coalesce(CAST(user_account "
	"AS TEXT), '') || '|' || coalesce(CAST(verb AS TEXT), '') || '|' || "
	"coalesce(CAST(thing AS TEXT), '') || '|' || coalesce(CAST(thing_id AS TEXT), "
	"'') || '|' || coalesce(CAST(person AS TEXT), '') || '|' || "
	"coalesce(CAST(reason AS TEXT), '') || '|' || coalesce(CAST(detail AS TEXT), "
	"'') || '|' AS line FROM audit ORDER BY id");
/* What could be seen of every request. */
TEST_SQL(request_lines,
	"SELECT coalesce(CAST(r.id AS TEXT), '') || '|' || coalesce(CAST(p.family_name "
	"AS TEXT), '') || '|' || coalesce(CAST(p.given_name AS TEXT), '') || '|' || "
	"coalesce(CAST(p.postcode AS TEXT), '') || '|' || coalesce(CAST(p.born_day AS "
	"TEXT), '') || '|' || coalesce(CAST(r.made_ms AS TEXT), '') || '|' || "
	"coalesce(CAST(r.week_mins AS TEXT), '') || '|' || coalesce(CAST(r.stage AS "
	"TEXT), '') || '|' || coalesce(CAST(r.awarded_ms AS TEXT), '') || '|' || "
	"coalesce(CAST(o.provider AS TEXT), '') || '|' || coalesce(CAST(o.rate_pence AS "
	"TEXT), '') || '|' || coalesce(CAST(o.start_day AS TEXT), '') || '|' || "
	"coalesce(CAST(o.state AS TEXT), '') || '|' AS line FROM request r JOIN person "
	"p ON p.id = r.person LEFT JOIN offer o ON o.request = r.id ORDER BY r.id, o.id "
	"NULLS FIRST");

/* FNV-1a of all lines. */
static uint64_t digest(struct t *t, struct db *db, const struct sql *q)
{
	struct db_cursor *rows = db_open_rows(db, t->arena, q, NULL, 0);
	uint64_t sum = UINT64_C(14695981039346656037);
	const char *line;

	for (struct arena_mark m = arena_mark(t->arena); db_next(rows, t->arena, &line);
	     arena_back(t->arena, m))
		for (; *line; line++)
			sum = (sum ^ (unsigned char)*line) * UINT64_C(1099511628211);
	return sum;
}

/* Rows of the trail that are older than the one before. */
TEST_SQL(trail_backwards,
	"SELECT CAST(a.id AS TEXT) || ' ' || b.verb || ' ' || a.verb AS line "
	"FROM audit a JOIN audit b "
	"ON b.id = a.id - 1 WHERE b.at_ms > a.at_ms ORDER BY a.id LIMIT 1");

static const char *first_line(struct t *t, const struct sql *q)
{
	const char *line = NULL;

	db_one(t->db, t->arena, q, NULL, 0, &line);
	return line;
}

/* Not tortured: a whole council takes seconds, and a failed making is thrown away as a file. */
TEST_PLAIN(a_council_has_the_papers_shape_and_keeps_the_laws)
{
	struct demo_made made;
	struct demo_figures f;
	struct audit_finding trail;
	struct buf why = buf_new(t->arena);

	make(t, t->db, 1, &made, &f);
	shape_of_the_paper(&f);
	IS(site_check(t->db, t->arena, &why), 0);
	LACKS(buf_text(&why), "BROKEN");
	trail = audit_verify(t->db, 0, NULL);
	IS(trail.state, AUDIT_SOUND);
	OK(trail.row > 10 * TEST_REQUESTS);
	SAME(first_line(t, &trail_backwards), NULL);
	HAS(made.import_line[0], "new 40, changed 0, unchanged 0, gone 0, refused 0");
	OK(made.import_line[1] != NULL);
	OK(made.nsign_ins >= 12);
}

/* Every offer that won was made after its deadline. */
static const struct sql_piece break_piece = {
	"UPDATE offer SET changed_ms = offered_ms + 864000000 WHERE state = 3", -1, 0
};
static const struct sql break_offers = { .name = "break_offers", .file = __FILE__,
	.pieces = &break_piece, .npieces = 1, .args = no_names, .order_names = no_names,
	.writes = true };

/* Control: a row that breaks a law is found, so a check that is silent says something. */
TEST_PLAIN(a_broken_row_is_found)
{
	struct demo_order o = order_of(1);
	struct demo_made made;
	struct demo_figures f;
	struct buf why = buf_new(t->arena);
	static const unsigned char key[AUDIT_KEY] = "a key for tests";

	audit_key_set(key);
	auth_cheap_for_tests();
	o.requests = 60;
	demo_make(t->db, t->arena, &o, &made, &f);
	clock_set(T_NOW);
	IS(site_check(t->db, t->arena, &why), 0);
	OK(db_do(t->db, &break_offers, NULL) > 0);
	OK(site_check(t->db, t->arena, &why) > 0);
	HAS(buf_text(&why), "offer-late");
}

TEST_PLAIN(the_same_seed_makes_the_same_council)
{
	struct db *again = db_open_memory(), *other = db_open_memory();
	struct demo_order o = order_of(7);
	struct demo_made made;
	struct demo_figures f, g, h;
	static const unsigned char key[AUDIT_KEY] = "a key for tests";

	audit_key_set(key);
	auth_cheap_for_tests();
	o.requests = 100;
	demo_make(t->db, t->arena, &o, &made, &f);
	demo_make(again, t->arena, &o, &made, &g);
	o.seed = 8;
	demo_make(other, t->arena, &o, &made, &h);
	clock_set(T_NOW);
	OK(digest(t, t->db, &trail_lines) == digest(t, again, &trail_lines));
	OK(digest(t, t->db, &request_lines) == digest(t, again, &request_lines));
	IS(money_pence(f.spend_council), money_pence(g.spend_council));
	OK(digest(t, t->db, &trail_lines) != digest(t, other, &trail_lines));
	OK(digest(t, t->db, &request_lines) != digest(t, other, &request_lines));
	db_close(&again);
	db_close(&other);
}

/* ---- the parts ------------------------------------------------------------------------ */

TEST(numbers_are_of_the_range_for_tests_with_the_right_digit_and_never_twice)
{
	static bool seen[1000000];
	char number[11], checked[11];

	for (int64_t i = 0; i < 110000; i += 37) {
		int64_t at = 0;

		nhs_number_make(i, number);
		OK(nhs_number_check(number, checked) == ID_FINE);
		OK(text_begins(number, "999"));
		for (int k = 3; k < 9; k++)
			at = at * 10 + (number[k] - '0');
		OK(!seen[at]);
		seen[at] = true;
	}
	for (size_t i = 0; i < COUNT(seen); i++)
		seen[i] = false;
}

TEST(postcodes_are_shaped_like_postcodes_of_districts_that_we_serve)
{
	struct chance c = { 3 };
	char code[9], district[5];

	for (int i = 0; i < 200; i++) {
		OK(postcode_check(postcode_make(&c, t->arena, "WM7"), code) == ID_FINE);
		postcode_district(code, district);
		SAME(district, "WM7");
	}
}

TEST(shares_come_true_in_small_numbers)
{
	static const int weights[] = { 88, 8, 4, 0 };
	int64_t owed[4] = { 0 };
	int count[4] = { 0 };

	for (int i = 0; i < 100; i++)
		count[share_next(owed, weights, 4)]++;
	IS(count[0], 88);
	IS(count[1], 8);
	IS(count[2], 4);
	IS(count[3], 0);
	/* What was taken out of turn is given back by the next ones. */
	for (int i = 0; i < 8; i++)
		share_took(owed, weights, 4, 1);
	for (int i = 0; i < 92; i++)
		OK(share_next(owed, weights, 4) != 1);
}

TEST(what_comes_at_night_or_on_a_saturday_is_seen_to_the_next_working_morning)
{
	Moment friday = moment_at(date_make(2026, 6, 12), minutes(19 * 60));
	Moment noon = moment_at(date_make(2026, 6, 10), minutes(12 * 60));
	Moment next = office_hours(friday);

	IS(date_weekday(moment_date(next)), 1);
	OK(moment_time(next).n >= 8 * 60 + 30 && moment_time(next).n < 10 * 60);
	IS(office_hours(noon).ms, noon.ms);
}

TEST(a_present_moment_is_told_as_a_day_and_a_time)
{
	Moment m;

	NEED(demo_moment("2026-06-15T10:30", &m));
	SAME(moment_text(t->arena, m), "15 June 2026 at 10:30am");
	NEED(demo_moment("2026-06-15", &m));
	SAME(moment_text(t->arena, m), "15 June 2026 at 10am");
	OK(!demo_moment("2026-06-31T10:30", &m));
	OK(!demo_moment("2026-06-15T25:00", &m));
	OK(!demo_moment("1926-06-15", &m));
}
