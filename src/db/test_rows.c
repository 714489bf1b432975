/* SPDX-License-Identifier: MIT */
/*
 * test_rows.c -- values in, rows out, and the text that is prepared between.
 *
 * Statements of the program come from mksql; those here are written by hand,
 * for what no statement of the program may do.
 */
#include "t/t.h"

#include "base/fault.h"
#include "db/inside.h"
#include "db/db.sql.h"

#include <string.h>

/* ---- every type there and back ------------------------------------------ */

struct every {
	int64_t i; TeamId id; const char *text; struct bytes bytes;
	Date day; Moment at; Minutes mins; Money cost;
};
static const char *const every_args[] = { "i", "id", "text", "bytes", "day", "at", "mins", "cost" };
static const struct sql_piece every_pieces[] = {
	{ "SELECT ?1 AS i, ?2 AS id, ?3 AS text, ?4 AS bytes, ?5 AS day, ?6 AS at,"
	  " ?7 AS mins, ?8 AS cost", -1, 0 },
};
static const struct col every_cols[] = {
	{ "i", offsetof(struct every, i), COL_INT }, { "id", offsetof(struct every, id), COL_ID },
	{ "text", offsetof(struct every, text), COL_TEXT },
	{ "bytes", offsetof(struct every, bytes), COL_BYTES },
	{ "day", offsetof(struct every, day), COL_DATE }, { "at", offsetof(struct every, at),
	                                                    COL_MOMENT },
	{ "mins", offsetof(struct every, mins), COL_MINUTES },
	{ "cost", offsetof(struct every, cost), COL_MONEY },
};
static const struct sql every_sql = {
	.name = "every", .file = __FILE__, .pieces = every_pieces, .npieces = 1,
	.nargs = COUNT(every_args), .args = every_args, .cols = every_cols,
	.ncols = COUNT(every_cols),
	.row_size = sizeof(struct every), .types = "iitbiiii",
};
struct every_in {
	In_int i; In_TeamId id; In_text text; In_bytes bytes;
	In_Date day; In_Moment at; In_Minutes mins; In_Money cost;
};

static bool every_one(struct t *t, struct every *row, const struct every_in *in)
{
	return db_one(t->db, t->arena, &every_sql, (const struct val *)in, 0, row);
}

TEST(values_come_back_as_they_went)
{
	struct every r;
	struct every_in in = {
		V((int64_t)-7), V((TeamId){ 12 }), V("Béa \xf0\x9f\x8c\xb7"),
		V(((struct bytes){ "a\0b", 3 })),
		V(date_make(1900, 2, 28)), V((Moment){ 1781512200123 }), V(minutes(95)),
		V(money(-41250)),
	};

	OK(every_one(t, &r, &in));
	IS(r.i, -7);
	IS(r.id.v, 12);
	SAME(r.text, "Béa \xf0\x9f\x8c\xb7");
	IS(r.bytes.n, 3);
	OK(!memcmp(r.bytes.p, "a\0b", 3));
	SAME(date_iso(t->arena, r.day), "1900-02-28");
	IS(r.at.ms, 1781512200123);
	IS(r.mins.n, 95);
	IS(money_pence(r.cost), -41250);
}

TEST(none_is_null_and_null_is_none)
{
	struct every r;
	struct every_in in = {
		V(INT_NONE), V((TeamId){ 0 }), V((const char *)NULL), V(((struct bytes){ NULL,
		                                                                         0 })),
		V(DATE_NONE), V(MOMENT_NONE), V(((Minutes){ INT_NONE })), V(MONEY_NONE),
	};

	for (size_t i = 0; i < COUNT(every_args); i++)
		IS(((const struct val *)&in)[i].kind, VAL_NULL);
	OK(every_one(t, &r, &in));
	IS(r.i, INT_NONE);
	IS(r.id.v, 0);
	OK(!r.text);
	OK(!r.bytes.p);
	OK(!date_known(r.day));
	OK(!moment_known(r.at));
	IS(r.mins.n, INT_NONE);
	OK(!money_known(r.cost));
}

TEST(nought_and_empty_are_not_none)
{
	struct every r;
	struct every_in in = {
		V((int64_t)0), V((TeamId){ 1 }), V(""), V(((struct bytes){ "", 0 })),
		V(date_of_day(0)), V((Moment){ 1 }), V(minutes(0)), V(money(0)),
	};

	OK(every_one(t, &r, &in));
	IS(r.i, 0);
	SAME(r.text, "");
	OK(r.bytes.p != NULL);
	IS(r.bytes.n, 0);
	SAME(date_iso(t->arena, r.day), "1970-01-01");
	IS(r.mins.n, 0);
	IS(money_pence(r.cost), 0);
}

/* ---- values of another kind ------------------------------------------------- */

static const struct col one_int[] = { { "v", 0, COL_INT } };
static const struct col one_text[] = { { "v", 0, COL_TEXT } };
#define HAND(name_, text_, cols_)                                                        \
	static const struct sql_piece name_##_pieces[] = { { text_, -1, 0 } };           \
	static const struct sql name_ = { .name = #name_, .file = __FILE__,              \
		.pieces = name_##_pieces, .npieces = 1, .cols = cols_, .ncols = COUNT(cols_), \
		.row_size = 16 }
HAND(text_for_int, "SELECT 'x' AS v", one_int);
HAND(fraction_for_int, "SELECT 1.5 AS v", one_int);
HAND(int_for_text, "SELECT 1 AS v", one_text);
HAND(bytes_for_text, "SELECT x'00' AS v", one_text);
HAND(column_too_few, "SELECT 1 AS v, 2 AS w", one_int);
HAND(no_such_table, "SELECT v FROM nowhere", one_int);

static bool hand_one(struct t *t, const struct sql *q)
{
	char row[16];

	return db_one(t->db, t->arena, q, NULL, 0, row);
}

/* Not tortured: each dies in a child. */
TEST_PLAIN(a_value_of_another_kind_is_a_bug)
{
	DIES(hand_one(t, &text_for_int));
	DIES(hand_one(t, &fraction_for_int));
	DIES(hand_one(t, &int_for_text));
	DIES(hand_one(t, &bytes_for_text));
	DIES(hand_one(t, &column_too_few));
}

/* Not tortured: the fault is the point. */
TEST_PLAIN(a_fault_names_the_statement)
{
	struct boundary b;

	BOUNDARY_AROUND(b, hand_one(t, &no_such_table));
	IS(b.broke.kind, FAULT_DB);
	HAS(b.broke.why, "no_such_table");
}

/* ---- optional lines and orders ------------------------------------------------- */

struct name_row { const char *name; int64_t kind; };
static const struct col name_cols[] = {
	{ "name", offsetof(struct name_row, name), COL_TEXT },
	{ "kind", offsetof(struct name_row, kind), COL_INT },
};
static const struct sql_piece pick_pieces[] = {
	{ "SELECT name, kind FROM team WHERE kind < ?1", -1, 0 },
	{ "AND kind = ?2", 1, 0 },
	{ "AND (name, id) > (?3, ?4)", 2, 0 },
	{ "ORDER BY name, id", -1, 1 },
	{ "ORDER BY kind DESC, id", -1, 2 },
};
static const char *const pick_args[] = { "below", "kind", "after", "after_id" };
static const char *const pick_orders[] = { "name", "kind", NULL };
static const struct sql pick_sql = {
	.name = "pick", .file = __FILE__, .pieces = pick_pieces, .npieces = COUNT(pick_pieces),
	.nargs = 4, .args = pick_args, .order_names = pick_orders, .cols = name_cols, .ncols = 2,
	.row_size = sizeof(struct name_row),
};
struct pick { In_int below; In_int kind; In_text after; In_int after_id; };

static const struct sql_piece add_pieces[] = {
	{ "INSERT INTO team (id, name, kind) VALUES (?1, ?2, ?3)", -1, 0 },
};
static const char *const add_args[] = { "id", "name", "kind" };
static const struct sql add_sql = {
	.name = "add", .file = __FILE__, .pieces = add_pieces, .npieces = 1, .nargs = 3,
	.args = add_args, .writes = true,
};
struct add { In_TeamId id; In_text name; In_int kind; };

static void add(struct t *t, int64_t id, const char *name, int64_t kind)
{
	struct add in = { V((TeamId){ id }), V(name), V(kind) };

	IS(db_do(t->db, &add_sql, (const struct val *)&in), 1);
}

static size_t pick(struct t *t, struct name_row **rows, int order, struct pick in)
{
	return db_all(t->db, t->arena, &pick_sql, (const struct val *)&in, order, rows);
}

static void add_three(struct t *t)
{
	add(t, 1, "Ash", 1);
	add(t, 2, "Birch", 2);
	add(t, 3, "Cedar", 2);
}

TEST(an_optional_line_counts_when_its_argument_is_given)
{
	struct name_row *rows;

	add_three(t);
	IS(pick(t, &rows, 1, (struct pick){ .below = V(9) }), 3);
	SAME(rows[0].name, "Ash");
	SAME(rows[2].name, "Cedar");
	IS(pick(t, &rows, 1, (struct pick){ .below = V(9), .kind = V(2) }), 2);
	SAME(rows[0].name, "Birch");
	IS(pick(t, &rows, 1, (struct pick){ V(9), V(2), V("Birch"), V(2) }), 1);
	SAME(rows[0].name, "Cedar");
	/* A NULL is given, and equals nothing. */
	IS(pick(t, &rows, 1, (struct pick){ .below = V(9), .kind = V(INT_NONE) }), 0);
}

static const struct sql_piece wide_pieces[] = {
	{ "SELECT name", -1, 0 }, { ", kind, name AS again", 0, 0 },
	{ "FROM team ORDER BY name, id", -1, 0 },
};
static const char *const wide_args[] = { "files" };
struct wide_row { const char *name; int64_t kind; const char *again; };
static const struct col wide_cols[] = {
	{ "name", offsetof(struct wide_row, name), COL_TEXT },
	{ "kind", offsetof(struct wide_row, kind), COL_INT },
	{ "again", offsetof(struct wide_row, again), COL_TEXT },
};
static const struct sql wide_sql = {
	.name = "wide", .file = __FILE__, .pieces = wide_pieces, .npieces = COUNT(wide_pieces),
	.nargs = 1, .args = wide_args, .cols = wide_cols, .ncols = COUNT(wide_cols),
	.row_size = sizeof(struct wide_row),
};

TEST(columns_of_a_line_that_is_left_out_are_none)
{
	struct { In_int files; } in = { V(1) }, none = { 0 };
	struct wide_row *rows;

	add_three(t);
	IS(db_all(t->db, t->arena, &wide_sql, (const struct val *)&in, 0, &rows), 3);
	OK(rows[2].kind == 2);
	SAME(rows[2].again, "Cedar");
	IS(db_all(t->db, t->arena, &wide_sql, (const struct val *)&none, 0, &rows), 3);
	SAME(rows[2].name, "Cedar");
	OK(rows[2].kind == INT_NONE && !rows[2].again);
}

TEST(the_order_is_the_one_asked_for)
{
	struct name_row *rows;

	add_three(t);
	IS(pick(t, &rows, 2, (struct pick){ .below = V(9) }), 3);
	SAME(rows[0].name, "Birch");
	SAME(rows[2].name, "Ash");
}

/* Not tortured: each dies in a child. */
TEST_PLAIN(what_is_forgotten_is_a_bug)
{
	struct name_row *rows;

	DIES(pick(t, &rows, 1, (struct pick){ .kind = V(2) }));
	DIES(pick(t, &rows, 1, (struct pick){ .below = V(9), .after = V("A") }));
	DIES(pick(t, &rows, 0, (struct pick){ .below = V(9) }));
	DIES(pick(t, &rows, 3, (struct pick){ .below = V(9) }));
}

/* ---- many rows ------------------------------------------------------------------- */

TEST_PLAIN(many_rows_keep_their_texts)        /* plain: a thousand of the same call */
{
	struct name_row *rows;

	for (int i = 1; i <= 1000; i++)
		add(t, i, arena_fmt(t->arena, "team %04d", i), i);
	IS(pick(t, &rows, 1, (struct pick){ .below = V(5000) }), 1000);
	for (int i = 0; i < 1000; i++) {
		IS(rows[i].kind, i + 1);
		SAME(rows[i].name, arena_fmt(t->arena, "team %04d", i + 1));
	}
}

TEST(no_row_is_false_and_zero)
{
	struct name_row r = { "left over", 5 }, *rows;
	struct pick in = { .below = V(0) };

	OK(!db_one(t->db, t->arena, &pick_sql, (const struct val *)&in, 1, &r));
	OK(!r.name);
	IS(r.kind, 0);
	IS(pick(t, &rows, 1, in), 0);
}

/* A change that returns rows is made, though only its first row was wanted. */
TEST(a_change_with_rows_is_whole)
{
	struct id_block_take_row r;

	OK(ONE(t->db, t->arena, id_block_take, &r, .name = V("x"), .n = V(5)));
	IS(r.first_id, 1);
	OK(ONE(t->db, t->arena, id_block_take, &r, .name = V("x"), .n = V(5)));
	IS(r.first_id, 6);
	IS(DO(t->db, id_block_take, .name = V("x"), .n = V(1)), 1);
}

/* ---- row by row --------------------------------------------------------------------- */

static struct db_cursor *open_pick(struct t *t, const char *after)
{
	struct pick in = { .below = V(9), .after = V(after), .after_id = V(0) };

	return db_open_rows(t->db, t->arena, &pick_sql, (const struct val *)&in, 1);
}

TEST(rows_one_at_a_time)
{
	struct name_row r, s;
	struct db_cursor *c, *d;
	char after[] = "A";

	add_three(t);
	c = open_pick(t, after);
	memcpy(after, "Z", 1);                      /* the cursor has its own copy */
	OK(db_next(c, t->arena, &r));
	SAME(r.name, "Ash");
	d = open_pick(t, "B");                      /* the same text, open twice */
	OK(db_next(d, t->arena, &s));
	SAME(s.name, "Birch");
	OK(db_next(c, t->arena, &r));
	SAME(r.name, "Birch");
	db_close_rows(d);
	OK(db_next(c, t->arena, &r));
	SAME(r.name, "Cedar");
	OK(!db_next(c, t->arena, &r));
	db_close_rows(c);                           /* once more does nothing */
	IS(cursors_any_open(t->db), false);
}

TEST(a_cursor_that_is_over_leaves_the_next_alone)
{
	struct name_row r;
	struct db_cursor *old, *new;

	add_three(t);
	old = open_pick(t, "Cedar!");
	OK(!db_next(old, t->arena, &r));
	new = open_pick(t, "A");
	db_close_rows(old);
	OK(db_next(new, t->arena, &r));
	db_abandon(t->db);
	IS(cursors_any_open(t->db), false);
}

/* ---- prepared once --------------------------------------------------------------------- */

TEST(a_variant_is_prepared_once)
{
	struct name_row *rows;
	size_t before;

	pick(t, &rows, 1, (struct pick){ .below = V(9) });
	before = t->db->nprepared;
	pick(t, &rows, 1, (struct pick){ .below = V(3) });
	IS(t->db->nprepared, before);
	pick(t, &rows, 2, (struct pick){ .below = V(9) });
	pick(t, &rows, 1, (struct pick){ .below = V(9), .kind = V(1) });
	IS(t->db->nprepared, before + 2);
	prepared_forget_all(t->db);
	IS(pick(t, &rows, 1, (struct pick){ .below = V(9) }), 0);
	IS(t->db->nprepared, 1);
}

/* Plain: two thousand of the same call. */
TEST_PLAIN(a_full_store_begins_anew)
{
	struct sql *q = NEWN(t->arena, struct sql, PREPARED_MOST + 10);
	char row[16];

	for (int i = 0; i < PREPARED_MOST + 10; i++) {
		q[i] = text_for_int;
		q[i].cols = one_text;
		OK(db_one(t->db, t->arena, &q[i], NULL, 0, row));
	}
	OK(t->db->nprepared < PREPARED_MOST);
}

/* ---- refusals that are answers ------------------------------------------------------------ */

static const struct sql_piece session_pieces[] = {
	{ "INSERT INTO session (id, token_hash, user_account, csrf, started_ms, seen_ms)"
	  " VALUES (?1, ?2, ?3, '', 1, 1)", -1, 0 },
};
static const char *const session_args[] = { "id", "token_hash", "user_account" };
static const struct sql session_sql = {
	.name = "session", .file = __FILE__, .pieces = session_pieces, .npieces = 1, .nargs = 3,
	.args = session_args, .writes = true,
};
struct session_in { In_SessionId id; In_bytes token_hash; In_UserAccountId user_account; };

TEST(a_constraint_may_be_an_answer)
{
	struct add in = { V((TeamId){ 1 }), V("Ash"), V(1) };
	struct session_in s = { V((SessionId){ 1 }), V(((struct bytes){ "short", 5 })),
	                        V((UserAccountId){ 77 }) };

	IS(db_try(t->db, &add_sql, (const struct val *)&in), TRY_DONE);
	IS(db_try(t->db, &add_sql, (const struct val *)&in), TRY_UNIQUE);
	in = (struct add){ V((TeamId){ 2 }), V(""), V(1) };
	IS(db_try(t->db, &add_sql, (const struct val *)&in), TRY_CHECK);
	IS(db_try(t->db, &session_sql, (const struct val *)&s), TRY_CHECK);
	s.token_hash = V(((struct bytes){ "0123456789abcdef0123456789abcdef", 32 }));
	IS(db_try(t->db, &session_sql, (const struct val *)&s), TRY_FOREIGN);
	/* A NOT NULL is never an answer. */
	in.name = V((const char *)NULL);
	FAULTS(FAULT_DB, db_try(t->db, &add_sql, (const struct val *)&in));
}

TEST(a_list_of_ids)
{
	struct db_list l = db_list_new(t->arena);

	SAME(db_list_text(&l), "[]");
	db_list_add(&l, 11);
	db_list_add(&l, -2);
	SAME(db_list_text(&l), "[11,-2]");
	db_list_add(&l, 3);
	SAME(db_list_text(&l), "[11,-2,3]");
}
