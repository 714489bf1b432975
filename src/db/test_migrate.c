/* SPDX-License-Identifier: MIT */
/*
 * test_migrate.c -- steps of a schema, the rewrite for SQLite, and what a
 * connection may not do to the schema or the audit trail.
 */
#include "t/t.h"

#include "base/fault.h"
#include "db/inside.h"
#include "db/db.sql.h"

#include <string.h>

/* The program's own steps with one more behind. */
static size_t steps_with(struct t *t, struct db_step **steps, const char *name, const char *text,
                         uint64_t checksum)
{
	*steps = NEWN(t->arena, struct db_step, db_nsteps + 1);
	memcpy(*steps, db_steps, db_nsteps * sizeof **steps);
	(*steps)[db_nsteps] = (struct db_step){ db_steps[db_nsteps - 1].number + 1, name, text,
	                                        checksum };
	return db_nsteps + 1;
}

static int one_more(struct t *t, const char *text)
{
	struct db_step *steps;
	size_t n = steps_with(t, &steps, "more.sql", text, 7);

	return migrate_steps(t->db, steps, n);
}

static bool has_table(struct t *t, const char *name)
{
	bool has;

	if (!engine_has_table(t->db->engine, name, &has))
		db_fault(t->db, "has_table");
	return has;
}

static int64_t run(struct t *t, const char *text)
{
	struct sql_piece *p = NEW(t->arena, struct sql_piece);
	struct sql *q = NEW(t->arena, struct sql);

	*p = (struct sql_piece){ text, -1, 0 };
	*q = (struct sql){ .name = "hand", .file = __FILE__, .pieces = p, .npieces = 1,
	                   .writes = true };
	return db_do(t->db, q, NULL);
}

TEST(all_steps_once)
{
	struct schema_version_list_row *rows;
	size_t n = ALL(t->db, t->arena, schema_version_list, &rows);

	IS(n, db_nsteps);
	SAME(rows[0].name, db_steps[0].name);
	IS(strlen(rows[0].checksum), 16);
	IS(rows[0].number, 1);
	IS(db_schema_version(t->db), db_schema_wanted());
	IS(db_migrate(t->db), 0);
	IS(db_migrate(t->db), 0);
}

TEST(a_new_step_runs_once)
{
	IS(one_more(t, "CREATE TABLE more (id BIGINT NOT NULL PRIMARY KEY);"
	               "INSERT INTO more (id) VALUES (1)"), 1);
	IS(one_more(t, "never looked at"), 0);
	OK(has_table(t, "more"));
	IS(db_schema_version(t->db), db_schema_wanted() + 1);
}

TEST(a_step_that_fails_leaves_nothing)
{
	FAULTS(FAULT_DB, one_more(t, "CREATE TABLE more (id BIGINT);"
	                             "INSERT INTO nowhere VALUES (1)"));
	OK(!has_table(t, "more"));
	IS(db_schema_version(t->db), db_schema_wanted());
	OK(!engine_in_transaction(t->db->engine));
}

/* ---- the views for reporting -------------------------------------------------- */

static int64_t views_there(struct t *t)
{
	int64_t n = 0;

	if (!engine_number(t->db->engine, t->address ? "SELECT count(*) FROM pg_views "
	                   "WHERE schemaname = 'reporting'" : "SELECT count(*) FROM "
	                   "sqlite_schema WHERE type = 'view'", &n))
		db_fault(t->db, "views");
	return n;
}

/* Else neither engine would let the column go. */
TEST(a_step_changes_what_views_stand_on)
{
	OK(views_there(t) > 20);
	IS(one_more(t, "ALTER TABLE request DROP COLUMN first_offer_ms"), 1);
	IS(views_there(t), 0);
}

TEST(views_that_are_gone_or_others_are_made_anew)
{
	const int64_t n = views_there(t);
	struct engine *e = t->db->engine;

	if (!engine_schema_begin(e) || !engine_views_drop(e, t->arena) || !engine_run(e, "COMMIT"))
		db_fault(t->db, "drop");
	engine_schema_end(e);
	IS(views_there(t), 0);
	OK(!db_views_are(t->db, t->arena));
	IS(db_migrate(t->db), 0);
	IS(views_there(t), n);
	OK(db_views_are(t->db, t->arena));
}

/* Not tortured: the faults are the point. */
TEST_PLAIN(a_changed_step_is_refused)
{
	struct db_step *steps;
	struct boundary b;
	size_t n = steps_with(t, &steps, "more.sql", "CREATE TABLE more (id BIGINT)", 7);

	IS(migrate_steps(t->db, steps, n), 1);
	steps[n - 1].checksum = 8;
	BOUNDARY_AROUND(b, migrate_steps(t->db, steps, n));
	IS(b.broke.kind, FAULT_DB);
	HAS(b.broke.why, "may not be changed");
	BOUNDARY_AROUND(b, db_migrate(t->db));
	IS(b.broke.kind, FAULT_DB);
	HAS(b.broke.why, "newer");
}

static int64_t number(struct t *t, const char *text)
{
	int64_t n = 0;

	if (!engine_number(t->db->engine, text, &n))
		db_fault(t->db, text);
	return n;
}

static int64_t references(struct t *t)
{
	return number(t, t->address ? "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND "
	              "convalidated AND connamespace = CAST('public' AS regnamespace)"
	              : "SELECT count(*) FROM sqlite_schema m, pragma_foreign_key_list(m.name) f "
	              "WHERE m.type = 'table' AND EXISTS (SELECT 1 FROM sqlite_schema p "
	              "WHERE p.name = f.\"table\")");
}

#define A_TEAM "INSERT INTO team (id, name, kind) VALUES (1, 'Ash', 1);"                      \
	"INSERT INTO user_account (id, email, email_key, name, roles, team, password_hash,"   \
	" made_ms) VALUES (1, 'a@b', 'a@b', 'A', 0, 1, '', 1);"
#define A_NEW_TEAM "CREATE TABLE team_new (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL," \
	" kind BIGINT NOT NULL CHECK (kind < 77), ended_day BIGINT);"                         \
	"INSERT INTO team_new (id, name, kind, ended_day)"                                    \
	" SELECT id, name, kind, ended_day FROM team;"

/* A table that others refer to is made anew: its references hold again afterwards. */
TEST(a_table_may_be_made_anew)
{
	const int64_t before = references(t);

	IS(one_more(t, A_TEAM A_NEW_TEAM
	               "DROP TABLE team; ALTER TABLE team_new RENAME TO team -- at the end"), 1);
	OK(before > 50);
	IS(references(t), before);
	IS(number(t, "SELECT count(*) FROM team"), 1);
	OK(!db_integrity(t->db, t->arena));
}

/* One that refers to itself, with checks that wait for the end, and that another refers to. */
TEST(a_chain_may_be_made_anew)
{
	static const char make[] = "(id BIGINT NOT NULL PRIMARY KEY, owner BIGINT NOT NULL, "
		"until_day BIGINT NOT NULL, prev_until BIGINT, UNIQUE (owner, until_day), "
		"FOREIGN KEY (owner, prev_until) REFERENCES chain (owner, until_day) "
		"DEFERRABLE INITIALLY DEFERRED);";
	const int64_t before = references(t);

	IS(one_more(t, arena_fmt(t->arena, "CREATE TABLE chain %s CREATE TABLE hangs "
	            "(id BIGINT NOT NULL PRIMARY KEY, chain BIGINT NOT NULL REFERENCES chain (id));"
	            "INSERT INTO chain (id, owner, until_day, prev_until) VALUES (2, 1, 20, 10), "
	            "(1, 1, 10, NULL); INSERT INTO hangs (id, chain) VALUES (1, 2);"
	            "CREATE TABLE chain_new %s INSERT INTO chain_new (id, owner, until_day, "
	            "prev_until) SELECT id, owner, until_day, prev_until FROM chain;"
	            "DROP TABLE chain; ALTER TABLE chain_new RENAME TO chain", make, make)), 1);
	IS(references(t), before + 2 + !t->address);     /* SQLite says each column of a key */
	IS(number(t, "SELECT count(*) FROM chain"), 2);
	OK(!db_integrity(t->db, t->arena));
}

TEST_PLAIN(what_was_made_anew_is_referred_to) /* plain: the faults are the point */
{
	IS(one_more(t, A_TEAM A_NEW_TEAM
	               "DROP TABLE team; ALTER TABLE team_new RENAME TO team"), 1);
	FAULTS(FAULT_DB, run(t, "DELETE FROM team"));
	FAULTS(FAULT_DB, run(t, "UPDATE user_account SET team = 2"));
	FAULTS(FAULT_DB, run(t, "UPDATE team SET kind = 77"));
	IS(run(t, "UPDATE team SET kind = 76"), 1);
}

/* One that goes and does not come back, or comes back without the row. */
TEST_PLAIN(what_is_referred_to_may_not_go)    /* plain: as above */
{
	FAULTS(FAULT_DB, one_more(t, A_TEAM "DROP TABLE team"));
	FAULTS(FAULT_DB, one_more(t, A_TEAM A_NEW_TEAM "DROP TABLE team; DELETE FROM team_new;"
	                             "ALTER TABLE team_new RENAME TO team"));
	IS(db_schema_version(t->db), db_schema_wanted());
	OK(references(t) > 50);
}

TEST_PLAIN(a_step_may_not_leave_dangling_rows) /* plain: the fault is the point */
{
	FAULTS(FAULT_DB, one_more(t,
		"INSERT INTO user_account (id, email, email_key, name, roles, team, password_hash,"
		" made_ms) VALUES (1, 'a@b', 'a@b', 'A', 0, 77, '', 1)"));
	IS(db_schema_version(t->db), db_schema_wanted());
}

/* ---- the rewrite ------------------------------------------------------------ */

static const struct { const char *ours, *sqlite; } texts[] = {
	{ "CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY, h BYTEA CHECK (length(h) = 32));",
	  "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, h BLOB CHECK (length(h) = 32))"
	  " STRICT;" },
	{ "-- CREATE TABLE (BIGINT);\nCREATE TABLE a (t TEXT DEFAULT 'BIGINT)' -- ) BYTEA; here\n"
	  ", n BIGINT);",
	  "-- CREATE TABLE (BIGINT);\nCREATE TABLE a (t TEXT DEFAULT 'BIGINT)' -- ) BYTEA; here\n"
	  ", n INTEGER) STRICT;" },
	{ "ALTER TABLE a ADD COLUMN n BIGINT; CREATE TABLE b (x BIGINT)",
	  "ALTER TABLE a ADD COLUMN n INTEGER; CREATE TABLE b (x INTEGER) STRICT" },
	{ "INSERT INTO a SELECT CAST(x AS BIGINT) FROM b",
	  "INSERT INTO a SELECT CAST(x AS BIGINT) FROM b" },
	{ "CREATE INDEX i ON a (n); CREATE UNIQUE INDEX j ON a (BIGINT)",
	  "CREATE INDEX i ON a (n); CREATE UNIQUE INDEX j ON a (BIGINT)" },
	{ "CREATE TABLE a (s TEXT DEFAULT 'it''s (', BIGINT_ BIGINT)",
	  "CREATE TABLE a (s TEXT DEFAULT 'it''s (', BIGINT_ INTEGER) STRICT" },
	{ "-- to the end", "-- to the end" },
};

TEST(the_schema_is_rewritten_for_sqlite)
{
	for (size_t i = 0; i < COUNT(texts); i++)
		SAME(engine_ddl(t->arena, texts[i].ours), texts[i].sqlite);
}

/* ---- what no connection may do --------------------------------------------------- */

#define AUDIT_ROW "INSERT INTO audit (id, at_ms, verb, thing, thing_id, detail, prev_hash, hash) " \
	"VALUES (1, 1, 'v', 't', 1, '', CAST('0123456789abcdef0123456789abcdef' AS BLOB), " \
	"CAST('0123456789abcdef0123456789abcdef' AS BLOB))"

static const char *const forbidden[] = {
	"UPDATE audit SET verb = 'x'", "UPDATE audit SET verb = 'x' WHERE id = 99",
	"DELETE FROM audit", "DELETE FROM audit WHERE id = 1",
	AUDIT_ROW " ON CONFLICT (id) DO UPDATE SET verb = 'x'",
	"DELETE FROM schema_version", "UPDATE schema_version SET checksum = ''",
	"CREATE TABLE x (a TEXT)", "CREATE TEMP TABLE x (a TEXT)", "CREATE INDEX x ON team (name)",
	"CREATE TRIGGER x AFTER INSERT ON audit BEGIN DELETE FROM audit; END",
	"CREATE VIEW x AS SELECT 1", "DROP TABLE audit", "DROP INDEX audit_thing",
	"ALTER TABLE audit RENAME TO x", "ALTER TABLE audit DROP COLUMN verb",
	"PRAGMA foreign_keys = OFF", "PRAGMA writable_schema = ON", "PRAGMA synchronous = OFF",
	"ATTACH 'x' AS x", "VACUUM", "REINDEX", "ANALYZE",
	"UPDATE sqlite_schema SET sql = ''",
};

/* Not tortured: the faults are the point. */
TEST_PLAIN(nobody_changes_the_audit_trail_or_the_schema)
{
	if (t->address) {                    /* the rest is for roles: t/pg/run */
		FAULTS(FAULT_DB, run(t, "UPDATE audit SET verb = 'x'"));
		FAULTS(FAULT_DB, run(t, "DELETE FROM audit"));
		FAULTS(FAULT_DB, run(t, "TRUNCATE audit"));
		FAULTS(FAULT_DB, run(t, "DELETE FROM schema_version"));
		return;
	}
	IS(run(t, AUDIT_ROW), 1);
	for (size_t i = 0; i < COUNT(forbidden); i++) {
		struct boundary b;

		BOUNDARY_AROUND(b, run(t, forbidden[i]));
		if (b.broke.kind != FAULT_DB)
			SAME("it was done", forbidden[i]);
	}
	/* And what is next to it is allowed. */
	IS(run(t, "INSERT INTO team (id, name, kind) VALUES (1, 'Ash', 1)"), 1);
	IS(run(t, "UPDATE team SET name = 'Oak' WHERE id = 1"), 1);
	IS(run(t, "DELETE FROM team"), 1);
}

TEST_PLAIN(the_trail_stays_guarded_after_a_step) /* plain: the fault is the point */
{
	IS(one_more(t, "CREATE TABLE more (id BIGINT)"), 1);
	FAULTS(FAULT_DB, run(t, "DELETE FROM audit"));
	if (!t->address)
		FAULTS(FAULT_DB, run(t, "DROP TABLE more"));
	/* References hold again, too. */
	FAULTS(FAULT_DB, run(t, "INSERT INTO session (id, token_hash, user_account, csrf,"
	       " started_ms, seen_ms) VALUES"
	       " (1, CAST('0123456789abcdef0123456789abcdef' AS BLOB), 77, '', 1, 1)"));
}

/* A number column refuses a text: the tables are STRICT. */
TEST_PLAIN(a_text_is_no_number)               /* plain: the fault is the point */
{
	FAULTS(FAULT_DB, run(t, "INSERT INTO team (id, name, kind) VALUES (1, 'Ash', 'x')"));
}

/* ---- every statement of the program ------------------------------------------------ */

TEST_PLAIN(every_statement_prepares)          /* plain: thousands of prepares */
{
	struct buf why = buf_new(t->arena);

	OK(db_nstatements >= 3);
	IS(db_prepare_all(t->db, &why), 0);
	SAME(buf_text(&why), "");
}

/* The control: without a table its statements do not. */
TEST_PLAIN(a_statement_that_does_not_prepare_is_named)   /* plain: as above */
{
	struct buf why = buf_new(t->arena);

	if (t->address)                      /* one refusal is the end of its transaction */
		return;
	OK(engine_schema_begin(t->db->engine));
	OK(engine_script(t->db->engine, t->arena, "DROP TABLE schema_version"));
	IS(db_prepare_all(t->db, &why), 2);
	HAS(buf_text(&why), "schema_version_add: no such table");
	engine_schema_end(t->db->engine);
}

static const struct sql_piece plan_pieces[] = {
	{ "SELECT id FROM team WHERE kind = 1", -1, 0 }, { "AND id = ?1", 0, 0 },
	{ "ORDER BY name", -1, 1 }, { "ORDER BY id", -1, 2 },
};
static const char *const plan_args[] = { "id" }, *const plan_orders[] = { "name", "id", NULL };
static const struct col plan_cols[] = { { "id", 0, COL_ID } };
static const struct sql plan_sql = {
	.name = "plan", .file = __FILE__, .pieces = plan_pieces, .npieces = 4, .args = plan_args,
	.nargs = 1,
	.order_names = plan_orders, .cols = plan_cols, .ncols = 1, .row_size = sizeof(int64_t),
};

TEST(scans_and_sorts_are_named)
{
	if (t->address)
		SAME(db_plan(t->db, t->arena, &plan_sql, 1),
		     "plan =name: SORT\nplan =name: SCAN team\nplan =name ?id: SORT\n");
	else
		SAME(db_plan(t->db, t->arena, &plan_sql, 1),
		     "plan =name: SCAN team\nplan =name: USE TEMP B-TREE FOR ORDER BY\n");
	SAME(db_plan(t->db, t->arena, &plan_sql, 2), t->address ?
	     "plan =id: SCAN team USING INDEX team_pkey\n" : "plan =id: SCAN team\n");
	SAME(db_plan(t->db, t->arena, &id_block_take_sql, 0), "");
}
