/* SPDX-License-Identifier: MIT */
/*
 * test_plans.c -- no statement begins to read or sort a whole table unseen.
 *
 * t/golden/plans.txt keeps, for every statement and each of its orders, the
 * lines of SQLite's plan that read rows nobody asked for (SCAN) or sort by
 * hand (USE TEMP B-TREE), with the number of the statement's texts (optional
 * lines kept or not) that have it:
 *
 *	work_list =hours: USE TEMP B-TREE FOR ORDER BY (32)
 *		only what is open
 *
 * A plan that is not in the file, and a line of the file that is no plan any
 * more, fail.  So does a line without a reason beneath it, where it needs one:
 * a whole table or index that is read to its end, a sort of a list that pages.
 * `make plans` writes the file anew and keeps the reasons.
 *
 * On PostgreSQL the file is t/golden/plans-pg.txt: what is scanned though
 * scans are made dear, an index walked without a condition (SCAN ... USING
 * INDEX), a SORT.  It is there so that a change is seen; the reasons are in
 * the other.  `t/pg/run plans` writes it.
 */
#include "t/t.h"

#include "brokerage/offer.sql.h"
#include "brokerage/request.sql.h"
#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOLDEN "t/golden/plans.txt"
#define GOLDEN_PG "t/golden/plans-pg.txt"

static const char head[] =
	"# What statements read or sort beyond what they were asked for, in how many of\n"
	"# their texts, and why that is right.  `make plans` writes this anew and keeps\n"
	"# the reasons; t/test_plans.c compares.\n";

struct plan { const char *key, *reason; const struct sql *q; int texts; };
struct plans { struct plan all[1000]; size_t n; };

/* ---- what is ---------------------------------------------------------------- */

static void plan_count(struct plans *p, const struct sql *q, const char *key)
{
	for (size_t i = 0; i < p->n; i++)
		if (text_same(p->all[i].key, key)) {
			p->all[i].texts++;
			return;
		}
	SURE(p->n < COUNT(p->all));
	p->all[p->n++] = (struct plan){ .key = key, .q = q, .texts = 1 };
}

/* "list =newest ?team ?stage: SCAN r" is counted under "list =newest: SCAN r". */
static void plans_add(struct plans *p, struct arena *a, struct db *db, const struct sql *q,
                      int order)
{
	const char *end;

	for (const char *s = db_plan(db, a, q, order); *s; s = end + 1) {
		const char *colon = strstr(s, ": "), *args = strstr(s, " ?");
		const char *cut = args && args < colon ? args : colon;

		end = strchr(s, '\n');
		/* A sub-select's number changes with every other one: leave it out. */
		if (text_begins(colon, ": SCAN (subquery-"))
			colon = ": SCAN (subquery)";
		plan_count(p, q, arena_fmt(a, "%.*s%.*s", (int)(cut - s), s,
		                           (int)strcspn(colon, "\n"), colon));
	}
}

static void plans_find(struct plans *p, struct arena *a, struct db *db)
{
	for (size_t i = 0; i < db_nstatements; i++) {
		const struct sql *q = db_statements[i];

		if (!q->order_names[0])
			plans_add(p, a, db, q, 0);
		for (int order = 1; q->order_names[order - 1]; order++)
			plans_add(p, a, db, q, order);
	}
}

static bool has_text(const struct sql *q, const char *part)
{
	for (size_t i = 0; i < q->npieces; i++)
		if (strstr(q->pieces[i].text, part))
			return true;
	return false;
}

/*
 * An index that is walked until a LIMIT is reached is what an index is for,
 * and a sort of what one owner has is short; else somebody has to say why.
 */
static bool needs_reason(const struct plan *p)
{
	bool limited = has_text(p->q, "LIMIT");

	if (strstr(p->key, ": USE TEMP B-TREE"))
		return limited;
	return !limited || !strstr(p->key, " USING ");
}

/* ---- what is kept ------------------------------------------------------------- */

static char *golden_read(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b = buf_new(a);
	char part[4096];

	for (size_t n; f && (n = fread(part, 1, sizeof part, f)) > 0;)
		buf_add(&b, part, n);
	if (f)
		fclose(f);
	return buf_text(&b);
}

/* The reason that the file gives beneath a plan, however many texts had it. */
static const char *reason_of(struct arena *a, const char *golden, const char *key)
{
	for (const char *s = golden; (s = strstr(s, key)); s++) {
		const char *next = s + strlen(key);

		if ((s > golden && s[-1] != '\n') || !text_begins(next, " ("))
			continue;
		next += strcspn(next, "\n");
		if (text_begins(next, "\n\t"))
			return arena_dupn(a, next + 2, strcspn(next + 2, "\n"));
		return NULL;
	}
	return NULL;
}

static char *plans_text(struct arena *a, const struct plans *p)
{
	struct buf b = buf_new(a);

	buf_str(&b, head);
	for (size_t i = 0; i < p->n; i++) {
		buf_fmt(&b, "%s (%d)\n", p->all[i].key, p->all[i].texts);
		if (p->all[i].reason)
			buf_fmt(&b, "\t%s\n", p->all[i].reason);
	}
	return buf_text(&b);
}

static void golden_write(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	SURE(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

/* The first line that is in `text` and not in `other`; NULL: there is none. */
static const char *line_missing(struct arena *a, const char *text, const char *other)
{
	const char *in = arena_fmt(a, "\n%s", other);

	for (size_t n; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		if (!strstr(in, arena_fmt(a, "\n%.*s\n", (int)n, text)))
			return arena_dupn(a, text, n);
	}
	return NULL;
}

/* ---- the tests ------------------------------------------------------------------ */

/* Not tortured: nothing but the database is asked, some thousand times. */
TEST_PLAIN(plans_are_as_they_were)
{
	struct plans *p = NEW(t->arena, struct plans);
	const char *path = t->address ? GOLDEN_PG : GOLDEN;
	const char *golden = golden_read(t->arena, path), *now;

	plans_find(p, t->arena, t->db);
	OK(p->n > 20);
	for (size_t i = 0; i < p->n; i++)
		p->all[i].reason = reason_of(t->arena, golden, p->all[i].key);
	now = plans_text(t->arena, p);
	if (text_same(getenv("T_GOLDEN"), "write"))
		golden_write(path, golden = now);
	SAME(line_missing(t->arena, now, golden), NULL);
	SAME(line_missing(t->arena, golden, now), NULL);
	for (size_t i = 0; i < p->n && !t->address; i++)
		if (needs_reason(&p->all[i]) && !p->all[i].reason)
			SAME(p->all[i].key, "(give the reason beneath it in " GOLDEN ")");
}

static const char *const no_names[] = { NULL };

static struct sql by_hand(const struct sql_piece *piece)
{
	return (struct sql){ .name = "by_hand", .file = __FILE__, .pieces = piece, .npieces = 1,
	                     .args = no_names, .order_names = no_names, .writes = true };
}

/* A statement that sorts all requests for one page: seen, and refused without a reason. */
TEST(a_bad_statement_is_seen)
{
	static const struct sql_piece bad = {
		"SELECT id FROM request ORDER BY notes LIMIT 10", -1, 0
	};
	static const struct sql_piece good = {
		"SELECT id FROM request WHERE open = 1 ORDER BY due_ms, id LIMIT 10", -1, 0
	};
	struct plans *p = NEW(t->arena, struct plans);
	struct sql one = by_hand(&bad), two = by_hand(&good);

	if (t->address) {
		plans_add(p, t->arena, t->db, &one, 0);
		IS(p->n, 2);
		SAME(p->all[0].key, "by_hand: SORT");
		HAS(p->all[1].key, "by_hand: SCAN request");
		return;
	}
	plans_add(p, t->arena, t->db, &two, 0);
	IS(p->n, 0);
	plans_add(p, t->arena, t->db, &one, 0);
	IS(p->n, 2);
	SAME(p->all[0].key, "by_hand: SCAN request");
	SAME(p->all[1].key, "by_hand: USE TEMP B-TREE FOR ORDER BY");
	OK(needs_reason(&p->all[0]) && needs_reason(&p->all[1]));
	HAS(line_missing(t->arena, plans_text(t->arena, p), head), "SCAN request (1)");
	SAME(reason_of(t->arena, "by_hand: SCAN request (2)\n\tsmall\n", p->all[0].key), "small");
	SAME(reason_of(t->arena, "by_hand: SCAN request (2)\n", p->all[0].key), NULL);
	SAME(reason_of(t->arena, "not_by_hand: SCAN request (2)\n\tsmall\n", p->all[0].key), NULL);
}

/*
 * Years on: 20,000 requests, 200 of them open.  Statistics may lead SQLite to
 * other plans than an empty file does, but never to sort what is paged.
 * Not tortured: it is the plan that is asked for.
 */
TEST_PLAIN(lists_walk_when_full)
{
	static const struct sql_piece fill[] = {
		{ "INSERT INTO locality (id, name, name_key) "
		  "VALUES (1, 'North', 'north'), (2, 'South', 'south')", -1, 0 },
		{ "INSERT INTO person (id, given_name, family_name, name_key, made_ms, "
		  "postcode, district) "
		  "VALUES (1, 'Ada', 'Archer', 'archer ada', 1, 'WM1 1AA', 'WM1')", -1, 0 },
		{ "INSERT INTO user_account (id, email, email_key, name, roles, password_hash, "
		  "made_ms) VALUES (1, 'a@b.example', 'a@b.example', 'A', 2, '', 1)", -1, 0 },
		{ "INSERT INTO team (id, name, kind) VALUES (1, 'One', 2), (2, 'Two', 2)", -1, 0 },
		{ "INSERT INTO request (id, person, stage, open, reason, service, locality, "
		  "district, funding, council_pct, start_day, due_ms, week_mins, week_visits, "
		  "most_carers, most_daily, team, made_by, made_ms) "
		  "WITH RECURSIVE n(i) AS "
		  "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
		  "SELECT i, 1, 1, CASE WHEN i > 19800 THEN 1 ELSE 0 END, 2, 1, 1 + i % 2, "
		  "'WM1', 1, 100, 20000, i, 600, 7, 1, 1, 1 + i % 2, 1, i FROM n", -1, 0 },
	};
	/* Prepared once and known by its address, so each needs one of its own. */
	static struct sql statements[COUNT(fill)];
	const char *plan;

	if (t->address)                      /* there the plan is asked for as if all were full */
		return;
	for (size_t i = 0; i < COUNT(fill); i++) {
		statements[i] = by_hand(&fill[i]);
		db_do(t->db, &statements[i], NULL);
	}
	db_refresh_statistics(t->db);
	plan = db_plan(t->db, t->arena, &work_list_sql, WORK_LIST_BY_URGENT);
	LACKS(plan, "TEMP B-TREE");
	LACKS(plan, "SCAN r");
	HAS(db_plan(t->db, t->arena, &work_list_sql, WORK_LIST_BY_HOURS), "TEMP B-TREE");
	LACKS(db_plan(t->db, t->arena, &team_requests_sql, 1), "TEMP B-TREE");
	LACKS(db_plan(t->db, t->arena, &portal_invitations_sql, 1), "TEMP B-TREE");
}
