/* SPDX-License-Identifier: MIT */
/*
 * test_many.c -- the list of test_list.h, and a reader of HTML tables.
 */
#include <string.h>

#include "list/test_list.h"

#define MANY_KINDS(X, P)                                        \
	X(P, 1, ONE,   "one",   "blue", "The first <kind>")     \
	X(P, 2, TWO,   "two",   NULL,   "The second, \"kind\"") \
	X(P, 3, THREE, "three", "red",  "=The third")
VOCAB_WORDS(many_kind, MANY, MANY_KINDS)

/* ---- statements ---- */

#define MANY_SELECT                                                                       \
	"SELECT id, name, kind, CASE WHEN id % 7 = 0 THEN NULL ELSE id * 12345 - 20000 END," \
	" CASE WHEN id % 5 = 0 THEN NULL ELSE 20000 + id * 37 END,"                        \
	" CASE WHEN id % 6 = 0 THEN NULL ELSE 1774969507123 + id * 7654321 END,"           \
	" CASE WHEN id % 4 = 0 THEN NULL ELSE id * 17 - 20 END,"                           \
	" CASE WHEN id % 9 = 0 THEN NULL ELSE id * 111 - 300 END, id % 2,"                 \
	" CASE WHEN id % 3 = 0 THEN NULL ELSE name || ', \"quoted\" <i>' || id END"         \
	" FROM team WHERE id > 0"

static const struct sql_piece many_pieces[] = {
	{ MANY_SELECT, -1, 0 },
	{ " AND kind = ?1", 0, 0 },
	{ " AND instr(name, ?2) > 0", 1, 0 },
	{ " AND id >= ?3", 2, 0 },
	{ " AND id % 2 = ?4", 3, 0 },
	{ " AND id = ?5", 4, 0 },
	{ " ORDER BY id", -1, 1 },
	{ " ORDER BY name DESC, id", -1, 2 },
	{ " ORDER BY name, id DESC", -1, 3 },
	{ " LIMIT ?6 OFFSET ?7", -1, 0 },
};
static const char *const many_args[] = {
	"kind", "q", "since", "odd", "one", "limit", "skip", NULL,
};
static const char *const many_orders[] = { "id", "name_down", "name", NULL };
static const struct col many_sql_cols[] = {
	{ "id", offsetof(struct many_row, id), COL_ID },
	{ "name", offsetof(struct many_row, name), COL_TEXT },
	{ "kind", offsetof(struct many_row, kind), COL_INT },
	{ "pence", offsetof(struct many_row, cost), COL_MONEY },
	{ "day", offsetof(struct many_row, day), COL_DATE },
	{ "at", offsetof(struct many_row, at), COL_MOMENT },
	{ "mins", offsetof(struct many_row, mins), COL_MINUTES },
	{ "tenths", offsetof(struct many_row, tenths), COL_INT },
	{ "yes", offsetof(struct many_row, yes), COL_INT },
	{ "note", offsetof(struct many_row, note), COL_TEXT },
};
const struct sql many_sql = {
	.name = "many", .file = __FILE__, .pieces = many_pieces, .npieces = COUNT(many_pieces),
	.args = many_args, .nargs = 7, .order_names = many_orders, .cols = many_sql_cols,
	.ncols = COUNT(many_sql_cols), .row_size = sizeof(struct many_row), .types = "itiiiii",
};
static const struct sql short_sql = {
	.name = "short", .file = __FILE__, .pieces = many_pieces, .npieces = COUNT(many_pieces) - 1,
	.args = many_args, .nargs = 5, .order_names = many_orders, .cols = many_sql_cols,
	.ncols = COUNT(many_sql_cols), .row_size = sizeof(struct many_row), .types = "itiii",
};

static const struct sql_piece count_pieces[] = {
	{ "SELECT count(*) AS n FROM team WHERE id > 0", -1, 0 },
	{ " AND kind = ?1", 0, 0 },
	{ " AND instr(name, ?2) > 0", 1, 0 },
};
static const struct col count_cols[] = { { "n", 0, COL_INT } };
static const struct sql count_sql = {
	.name = "many_count", .file = __FILE__, .pieces = count_pieces, .npieces = 3,
	.args = many_args, .nargs = 2, .cols = count_cols, .ncols = 1, .row_size = sizeof(int64_t),
	.types = "it",
};

struct option_row { int64_t id; const char *label; };
static const struct sql_piece option_pieces[] = {
	{ "SELECT id, name AS label FROM team WHERE id <= 3 ORDER BY id", -1, 0 },
};
static const struct col option_cols[] = {
	{ "id", offsetof(struct option_row, id), COL_ID },
	{ "label", offsetof(struct option_row, label), COL_TEXT },
};
static const struct sql option_sql = {
	.name = "many_options", .file = __FILE__, .pieces = option_pieces, .npieces = 1,
	.cols = option_cols, .ncols = 2, .row_size = sizeof(struct option_row),
};

/* ---- the list ---- */

static struct cell twice_cell(struct rq *rq, const void *row)
{
	const struct many_row *r = row;

	return cell_of_text(arena_fmt(rq->arena, "twice %lld", (long long)(2 * r->id)));
}

static void button_draw(struct rq *rq, struct page *pg, const void *row)
{
	const struct many_row *r = row;

	(void)rq;
	el_text(pg, "em", NULL, r->name);
}

static const struct list_col many_cols[MANY_COLS] = {
	{ .name = "id", .label = "Id", .link = "/many/{id}/of/{name}", .order = "id" },
	{ .name = "name", .label = "Name", .order = "name", .order_down = "name_down" },
	{ .name = "kind", .label = "Kind", .words = &many_kind_vocab },
	{ .name = "pence", .label = "Money", .total = TOTAL_SUM },
	{ .name = "day", .label = "Day" },
	{ .name = "at", .label = "Moment" },
	{ .name = "mins", .label = "Length", .total = TOTAL_SUM },
	{ .name = "tenths", .label = "Tenths", .as = CELL_DECIMAL, .places = 1 },
	{ .name = "yes", .label = "Odd", .as = CELL_BOOL },
	{ .name = "twice", .label = "Twice", .make = twice_cell },
	{ .name = "note", .label = "Note", .in_files_only = true },
	{ .name = "do", .label = "Do", .draw = button_draw, .on_page_only = true },
};
static const struct list_filter many_filters[] = {
	{ .name = "kind", .label = "Kind", .words = &many_kind_vocab },
	{ .name = "q", .label = "Name has", .as = FILTER_TEXT },
	{ .name = "since", .label = "Since", .as = FILTER_DATE },
	{ .name = "odd", .label = "Odd only", .as = FILTER_YES },
	{ .name = "one", .label = "Just", .from = &option_sql },
};
#define MANY .name = "many", .title = "Many <things>", .why = "Read by tests",       \
	.cols = many_cols, .ncols = COUNT(many_cols), .filters = many_filters,        \
	.nfilters = COUNT(many_filters), .order = "id", .none = "There is nothing.",  \
	.person = "id"
const struct list many_list = { MANY, .sql = &many_sql };
const struct list many_counted_list = { MANY, .sql = &many_sql, .count = &count_sql };
const struct list many_short_list = { MANY, .sql = &short_sql, .page_rows = 20 };

/* ---- rows ---- */

static const struct sql_piece make_pieces[] = {
	{ "INSERT INTO team (id, name, kind) WITH RECURSIVE n (i) AS "
	  "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
	  "SELECT i, CASE i % 4 WHEN 0 THEN '=Team ' WHEN 1 THEN 'Ängla & <b>' "
	  "ELSE 'Team ' END || i, "
	  "i % 3 + 1 FROM n", -1, 0 },
};
static const char *const make_args[] = { "n", NULL };
static const struct sql make_sql = {
	.name = "many_make", .file = __FILE__, .pieces = make_pieces, .npieces = 1,
	.args = make_args, .nargs = 1, .types = "i", .writes = true,
};
struct make { struct db *db; int64_t n; };

static bool rows_make(void *arg)
{
	const struct make *make = arg;
	struct val n = { VAL_INT, make->n, NULL, 0 };

	return db_do(make->db, &make_sql, &n) == make->n;
}

void many_make(struct t *t, int64_t n)
{
	struct make make = { t->db, n };

	NEED(db_write(t->db, rows_make, &make));
}

size_t many_rows(struct t *t, struct many_row **rows)
{
	struct val args[7] = { [5] = { VAL_INT, 1000000, NULL, 0 }, [6] = { VAL_INT, 0, NULL, 0 } };

	return db_all(t->db, t->arena, &many_sql, args, 1, rows);
}

struct rq many_rq(struct t *t, enum format format, struct params query)
{
	static const struct me me = { .id = { 7 }, .name = "Ada", .csrf = "token" };

	return (struct rq){
		.db = t->db, .arena = t->arena, .path = "/many", .me = &me, .now = T_NOW,
		.today = moment_date(T_NOW), .format = format, .query = query,
		.look = { .council = "Westmarch", .service = "Care" },
	};
}

const char *many_page(struct rq *rq, const struct list *list)
{
	struct reply reply = list_reply(rq, list);
	size_t n;

	SURE(reply.kind == REPLY_PAGE);
	return layout_end(reply.page, &rq->look, &n);
}

/* ---- reading HTML ---- */

/* The text between tags, with references resolved and without what is not text. */
static const char *text_of(struct arena *a, const char *s, const char *stop)
{
	static const struct { const char *code, *letter; } all[] = {
		{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" },
		{ "&#39;", "'" },
	};
	struct buf out = buf_new(a);

	while (s < stop) {
		size_t i = 0;

		if (*s == '<') {
			s = strchr(s, '>') + 1;
			continue;
		}
		while (i < COUNT(all) && !text_begins(s, all[i].code))
			i++;
		if (i < COUNT(all)) {
			buf_str(&out, all[i].letter);
			s += strlen(all[i].code);
		} else {
			buf_char(&out, *s++);
		}
	}
	return buf_text(&out);
}

const char *html_cell(struct arena *a, const char *html, size_t row, size_t col)
{
	const char *s = strstr(html, "<tbody"), *stop;

	for (size_t i = 0; s && i <= row; i++) {
		s = strstr(s, "<tr ");
		s = s ? s + 1 : NULL;
	}
	stop = s ? strstr(s, "</tr>") : NULL;
	for (size_t i = 0; s && i <= col; i++) {
		const char *td = strstr(s, "<td "), *th = strstr(s, "<th ");

		s = td && (!th || td < th) ? td : th;
		s = s && s < stop ? strchr(s, '>') + 1 : NULL;
	}
	if (!s)
		return NULL;
	for (stop = s; !text_begins(stop, "</td>") && !text_begins(stop, "</th>"); stop++)
		;
	return text_of(a, s, stop);
}
