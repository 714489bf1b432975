/* SPDX-License-Identifier: MIT */
/*
 * mksql.c -- compile a room's SQL files into C.
 *
 *	mksql ids OUT.h -- SCHEMA.sql ...                   ids.h: one XId per table X
 *	mksql schema OUT.c -- SCHEMA.sql ...                the migrations, embedded
 *	mksql list OUT.c -- src/ROOM/NAME.sql ...            every statement of the program
 *	mksql sql OUTBASE IN.sql -- SCHEMA.sql ... -- src/ROOM/NAME.h ...
 *
 * A .sql file holds named statements:
 *
 *	-- :name offer_list
 *	-- Offers for a request, cheapest first.        (goes into the header)
 *	-- :row offer                                   share struct offer with others
 *	-- :in since Moment, q text                     types that the names do not tell
 *	-- :out hits int
 *	SELECT ... WHERE request = :request AND state = {OFFER_OPEN}
 *	--?provider AND provider = :provider            kept when .provider is given
 *	--=cheapest ORDER BY rate_pence, id             exactly one of the --= is kept
 *	--=newest   ORDER BY offered_ms DESC, id
 *
 * Types come from the schema: the column of that name in the statement's
 * table, a table of that name (an id), or the ending: _day Date, _ms Moment,
 * _pence Money, _mins Minutes.  Each variant is prepared on the real schema,
 * so that a misspelt column, table or argument stops the build.
 * {NAME} is looked up in the VOCAB() lists of the headers.
 */
#include <sqlite3.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_COLUMNS = 4000, MAX_WORDS = 2000, MAX_ARGS = 64, MAX_PIECES = 64, MAX_OUT = 100 };

struct column { char table[64], name[64], type[64]; };
struct word   { char name[96]; int code; };
struct piece  { char *text; int arg, order; };
struct query {
	char name[64], row[64], *doc;
	struct piece pieces[MAX_PIECES];
	int npieces;
	char args[MAX_ARGS][64], arg_types[MAX_ARGS][64];
	bool optional[MAX_ARGS];
	int nargs;
	char orders[16][64];
	int norders;
	char table[64];
	struct column given[MAX_ARGS], outs[MAX_OUT];    /* :in and :out lines; result columns */
	int ngiven, nouts;
	bool writes;
};

static struct column columns[MAX_COLUMNS];
static int ncolumns;
static struct word words[MAX_WORDS];
static int nwords;
static char row_done[200][64];
static int nrow_done;
static const char *file;

static void __attribute__((noreturn, format(printf, 1, 2))) die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "%s: ", file ? file : "mksql");
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

static void *get(size_t n)
{
	void *p = calloc(1, n);

	if (!p)
		die("no memory");
	return p;
}

static char *slurp(const char *path)
{
	FILE *f = fopen(path, "rb");
	long n;
	char *s;

	if (!f)
		die("cannot open %s", path);
	fseek(f, 0, SEEK_END);
	n = ftell(f);
	rewind(f);
	s = get((size_t)n + 1);
	if (fread(s, 1, (size_t)n, f) != (size_t)n)
		die("cannot read %s", path);
	fclose(f);
	return s;
}

static FILE *create(const char *path)
{
	FILE *f = fopen(path, "wb");

	if (!f)
		die("cannot write %s", path);
	return f;
}

static void copy(char *to, size_t cap, const char *from, size_t n)
{
	if (n >= cap)
		die("name too long: %.*s", (int)n, from);
	memcpy(to, from, n);
	to[n] = '\0';
}

static void put_cstr(FILE *f, const char *s)
{
	fputs("\t\"", f);
	for (; *s; s++) {
		if (*s == '\n')
			fputs(s[1] ? "\\n\"\n\t\"" : "\\n", f);
		else if (*s == '"' || *s == '\\')
			fprintf(f, "\\%c", *s);
		else if (*s == '\t')
			fputs("\\t", f);
		else if (*s != '\r')
			fputc(*s, f);
	}
	fputc('"', f);
}

static bool ends(const char *s, const char *tail)
{
	size_t n = strlen(s), m = strlen(tail);

	return n >= m && !strcmp(s + n - m, tail);
}

/* ---- the schema ------------------------------------------------------- */

/* care_request -> CareRequestId */
static void id_of_table(const char *table, char *out)
{
	bool up = true;

	for (; *table; table++) {
		if (*table == '_') {
			up = true;
			continue;
		}
		*out++ = up ? (char)toupper((unsigned char)*table) : *table;
		up = false;
	}
	strcpy(out, "Id");
}

static bool is_table_with_id(const char *name)
{
	for (int i = 0; i < ncolumns; i++)
		if (!strcmp(columns[i].table, name) && !strcmp(columns[i].name, "id"))
			return true;
	return false;
}

/* What the ending of a name says about its unit; NULL: nothing. */
static const char *type_of_ending(const char *name)
{
	static const char *const ends_in[][2] = {
		{ "_day", "Date" }, { "_ms", "Moment" }, { "_pence", "Money" }, { "_mins", "Minutes" },
	};

	for (size_t i = 0; i < sizeof ends_in / sizeof *ends_in; i++)
		if (ends(name, ends_in[i][0]) || !strcmp(name, ends_in[i][0] + 1))
			return ends_in[i][1];
	return !strcmp(name, "now") ? "Moment" : NULL;
}

static void read_columns_of(sqlite3 *db, const char *table)
{
	char sql[256];
	sqlite3_stmt *st;
	int first = ncolumns;

	snprintf(sql, sizeof sql, "SELECT name, type FROM pragma_table_info('%s')", table);
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL))
		die("%s", sqlite3_errmsg(db));
	while (sqlite3_step(st) == SQLITE_ROW) {
		struct column *c = &columns[ncolumns++];
		const char *name = (const char *)sqlite3_column_text(st, 0);
		const char *type = (const char *)sqlite3_column_text(st, 1);
		const char *unit = type_of_ending(name);

		if (ncolumns == MAX_COLUMNS)
			die("more than %d columns", MAX_COLUMNS);
		copy(c->table, sizeof c->table, table, strlen(table));
		copy(c->name, sizeof c->name, name, strlen(name));
		if (!strcmp(name, "id") && !strcmp(type, "BIGINT"))
			id_of_table(table, c->type);
		else if (!strcmp(type, "BIGINT"))
			strcpy(c->type, unit ? unit : "int");
		else if (!strcmp(type, "BYTEA"))
			strcpy(c->type, "bytes");
		else if (!strcmp(type, "TEXT"))
			strcpy(c->type, "text");
		else
			die("%s.%s: type %s; only BIGINT, TEXT and BYTEA are allowed", table, name, type);
	}
	sqlite3_finalize(st);
	snprintf(sql, sizeof sql, "SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list('%s')",
	         table);
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL))
		die("%s", sqlite3_errmsg(db));
	while (sqlite3_step(st) == SQLITE_ROW)
		for (int i = first; i < ncolumns; i++)
			if (!strcmp(columns[i].name, (const char *)sqlite3_column_text(st, 0)) &&
			    (!sqlite3_column_text(st, 2) ||
			     !strcmp((const char *)sqlite3_column_text(st, 2), "id")))
				id_of_table((const char *)sqlite3_column_text(st, 1), columns[i].type);
	sqlite3_finalize(st);
}

/* Stand-ins for the functions that db/functions.c registers. */
static void no_value(sqlite3_context *c, int n, sqlite3_value **v) { (void)n; (void)v; sqlite3_result_null(c); }
static void no_final(sqlite3_context *c) { sqlite3_result_null(c); }

static sqlite3 *open_schema(char **paths, int n)
{
	static const char *const functions[] = {
		"greatest", "least", "div_floor", "div_half_up", "mul_chk", "add_chk", "iso_day",
		"day_iso", "day_year", "day_month", "day_dom", "day_mon",
	};
	sqlite3 *db;
	sqlite3_stmt *st;
	char *err;

	if (sqlite3_open(":memory:", &db))
		die("no database");
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		sqlite3_create_function(db, functions[i], -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
		                        no_value, NULL, NULL);
	sqlite3_create_window_function(db, "string_agg", 2, SQLITE_UTF8, NULL, no_value, no_final,
	                               no_final, no_value, NULL);
	for (int i = 0; i < n; i++) {
		file = paths[i];
		if (sqlite3_exec(db, slurp(paths[i]), NULL, NULL, &err))
			die("%s", err);
	}
	if (sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
	                       "ORDER BY name", -1, &st, NULL))
		die("%s", sqlite3_errmsg(db));
	while (sqlite3_step(st) == SQLITE_ROW)
		read_columns_of(db, (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	/* A column named as a table points at it, also where no foreign key can say so. */
	for (int i = 0; i < ncolumns; i++)
		if (!strcmp(columns[i].type, "int") && is_table_with_id(columns[i].name))
			id_of_table(columns[i].name, columns[i].type);
	return db;
}

/* ---- the vocabularies ----------------------------------------------------- */

/* The body of "#define LIST(X, P)": its lines, as long as they go on. */
static void read_list(const char *text, const char *list, const char *prefix)
{
	char head[128];
	const char *s;

	snprintf(head, sizeof head, "#define %s(X, P)", list);
	s = strstr(text, head);
	if (!s)
		die("no %s", head);
	for (;;) {
		const char *end = strchr(s, '\n'), *x = strstr(s, "X(P,");
		char name[64];
		int code;

		if (!end)
			end = s + strlen(s);
		if (x && x < end && sscanf(x, "X(P, %d , %63[A-Z0-9_]", &code, name) == 2) {
			if (nwords == MAX_WORDS)
				die("more than %d words", MAX_WORDS);
			snprintf(words[nwords].name, sizeof words->name, "%s_%s", prefix, name);
			words[nwords++].code = code;
		}
		if (end == s || end[-1] != '\\' || !*end)
			break;
		s = end + 1;
	}
}

static void read_vocabularies(const char *path)
{
	char *text = slurp(path);

	file = path;
	for (char *s = text; (s = strstr(s, "\nVOCAB(")); s++) {
		char name[64], prefix[64], list[64];

		if (sscanf(s, "\nVOCAB( %63[a-z0-9_], %63[A-Z0-9_], %63[A-Z0-9_] )", name, prefix, list) == 3)
			read_list(text, list, prefix);
	}
}

static int code_of(const char *name, size_t n)
{
	for (int i = 0; i < nwords; i++)
		if (strlen(words[i].name) == n && !memcmp(words[i].name, name, n))
			return words[i].code;
	die("no vocabulary has {%.*s}", (int)n, name);
}

/* ---- reading a statement ------------------------------------------------------ */

static int arg_number(struct query *q, const char *name, size_t n)
{
	for (int i = 0; i < q->nargs; i++)
		if (strlen(q->args[i]) == n && !memcmp(q->args[i], name, n))
			return i;
	if (q->nargs == MAX_ARGS)
		die("%s: more than %d arguments", q->name, MAX_ARGS);
	copy(q->args[q->nargs], sizeof *q->args, name, n);
	return q->nargs++;
}

/* Write a line's text with :name as ?N and {NAME} as its code. */
static char *compile_line(struct query *q, const char *s, size_t n)
{
	char *out = get(n * 4 + 64), *o = out;
	bool quoted = false;

	for (size_t i = 0; i < n; i++) {
		size_t j = i + 1;

		if (s[i] == '\'')
			quoted = !quoted;
		if (!quoted && s[i] == '-' && j < n && s[j] == '-')
			break;
		if (!quoted && s[i] == ':' && j < n && islower((unsigned char)s[j])) {
			while (j < n && (isalnum((unsigned char)s[j]) || s[j] == '_'))
				j++;
			o += sprintf(o, "?%d", arg_number(q, s + i + 1, j - i - 1) + 1);
			i = j - 1;
		} else if (!quoted && s[i] == '{') {
			while (j < n && s[j] != '}')
				j++;
			o += sprintf(o, "%d", code_of(s + i + 1, j - i - 1));
			i = j;
		} else {
			*o++ = s[i];
		}
	}
	while (o > out && isspace((unsigned char)o[-1]))
		*--o = '\0';
	*o = '\0';
	return out;
}

static void add_piece(struct query *q, char *text, int arg, int order)
{
	struct piece *last = q->npieces ? &q->pieces[q->npieces - 1] : NULL;

	if (!*text)
		return;
	if (last && last->arg < 0 && !last->order && arg < 0 && !order) {
		char *both = get(strlen(last->text) + strlen(text) + 2);

		sprintf(both, "%s\n%s", last->text, text);
		last->text = both;
		return;
	}
	if (q->npieces == MAX_PIECES)
		die("%s: more than %d pieces", q->name, MAX_PIECES);
	q->pieces[q->npieces++] = (struct piece){ text, arg, order };
}

/* "-- :in since Moment, q text" */
static void read_given(struct query *q, const char *s, size_t n)
{
	while (n) {
		struct column *c = &q->given[q->ngiven];
		int used = 0;

		if (sscanf(s, " %63[a-z0-9_] %63[A-Za-z] %n", c->name, c->type, &used) < 2)
			die("%s: not \"name Type, name Type\": %.*s", q->name, (int)n, s);
		q->ngiven++;
		while (used < (int)n && s[used] == ',')
			used++;
		if ((size_t)used >= n)
			break;
		s += used;
		n -= (size_t)used;
	}
}

static void read_comment(struct query *q, const char *s, size_t n)
{
	if (!strncmp(s, "-- :row ", 8))
		sscanf(s, "-- :row %63s", q->row);
	else if (!strncmp(s, "-- :in ", 7) || !strncmp(s, "-- :out ", 8))
		read_given(q, strchr(s + 4, ' '), n - (size_t)(strchr(s + 4, ' ') - s));
	else if (n > 3) {
		char *more = get((q->doc ? strlen(q->doc) : 0) + n + 8);

		sprintf(more, "%s%s * %.*s", q->doc ? q->doc : "", q->doc ? "\n" : "", (int)(n - 3), s + 3);
		q->doc = more;
	}
}

static void read_line(struct query *q, const char *s, size_t n)
{
	char mark[64];
	int used = 0;

	if (!strncmp(s, "--?", 3) && sscanf(s, "--?%63[a-z0-9_]%n", mark, &used) == 1) {
		int arg = arg_number(q, mark, strlen(mark));

		q->optional[arg] = true;
		add_piece(q, compile_line(q, s + used, n - (size_t)used), arg, 0);
	} else if (!strncmp(s, "--=", 3) && sscanf(s, "--=%63[a-z0-9_]%n", mark, &used) == 1) {
		int order = 0;

		while (order < q->norders && strcmp(q->orders[order], mark))
			order++;
		if (order == q->norders)
			strcpy(q->orders[q->norders++], mark);
		add_piece(q, compile_line(q, s + used, n - (size_t)used), -1, order + 1);
	} else if (!strncmp(s, "--", 2)) {
		read_comment(q, s, n);
	} else {
		add_piece(q, compile_line(q, s, n), -1, 0);
	}
}

static void word_after(const char *text, const char *key, char *out)
{
	const char *s = strstr(text, key);

	if (s)
		sscanf(s + strlen(key), " %63[a-z0-9_]", out);
}

/* The table that an "id" belongs to. */
static void find_table(struct query *q)
{
	const char *text = q->pieces[0].text;

	while (isspace((unsigned char)*text))
		text++;
	q->writes = !strncmp(text, "INSERT", 6) || !strncmp(text, "UPDATE", 6) ||
	            !strncmp(text, "DELETE", 6) ||
	            (!strncmp(text, "WITH", 4) &&
	             (strstr(text, "INSERT INTO") || strstr(text, "\nUPDATE ") || strstr(text, "DELETE FROM")));
	for (int i = 0; i < q->npieces && !*q->table; i++) {
		text = q->pieces[i].text;
		if (q->writes) {
			word_after(text, "INSERT INTO", q->table);
			if (!*q->table)
				word_after(text, "UPDATE", q->table);
		}
		if (!*q->table)
			word_after(text, "FROM", q->table);
	}
}

/* ---- types ------------------------------------------------------------------------ */

static const char *type_given(const struct query *q, const char *name)
{
	for (int i = 0; i < q->ngiven; i++)
		if (!strcmp(q->given[i].name, name))
			return q->given[i].type;
	return NULL;
}

static const char *type_of_column(const char *table, const char *name)
{
	const char *found = NULL;

	for (int i = 0; i < ncolumns; i++) {
		if (strcmp(columns[i].name, name) || (table && strcmp(columns[i].table, table)))
			continue;
		if (found && strcmp(found, columns[i].type))
			return NULL;             /* two tables disagree */
		found = columns[i].type;
	}
	return found;
}

static const char *type_of_name(const struct query *q, const char *name)
{
	static char id[80];
	const char *t = type_given(q, name), *s;

	if (t)
		return t;
	if ((t = type_of_column(q->table, name)))
		return t;
	for (s = name; s; s = strchr(s, '_') ? strchr(s, '_') + 1 : NULL)
		if (is_table_with_id(s)) {
			id_of_table(s, id);
			return id;
		}
	if ((t = type_of_ending(name)))
		return t;
	return strcmp(name, "id") ? type_of_column(NULL, name) : NULL;
}

static void type_args(struct query *q)
{
	for (int i = 0; i < q->nargs; i++) {
		const char *t = type_of_name(q, q->args[i]);

		if (!t && (!strcmp(q->args[i], "limit") || !strcmp(q->args[i], "skip")))
			t = "int";
		if (!t)
			die("%s: what is :%s? Say it: -- :in %s TYPE", q->name, q->args[i], q->args[i]);
		copy(q->arg_types[i], sizeof *q->arg_types, t, strlen(t));
	}
}

static void type_out(struct query *q, sqlite3_stmt *st, int i)
{
	struct column *c = &q->outs[q->nouts++];
	const char *name = sqlite3_column_name(st, i), *t;
	const char *table = sqlite3_column_table_name(st, i), *origin = sqlite3_column_origin_name(st, i);

	copy(c->name, sizeof c->name, name, strlen(name));
	if (!isalpha((unsigned char)*name) || strpbrk(name, " ().*'"))
		die("%s: column %d needs a name: %s", q->name, i + 1, name);
	t = type_given(q, name);
	if (!t && table && origin)
		t = type_of_column(table, origin);
	if (!t && (ends(name, "_name") || ends(name, "_text") || ends(name, "_key")))
		t = "text";
	if (!t)
		t = type_of_name(q, name);
	if (!t)
		t = "int";
	copy(c->type, sizeof c->type, t, strlen(t));
}

/* ---- preparing every variant ----------------------------------------------------- */

static char *variant(const struct query *q, int only_arg, bool all, int order)
{
	size_t n = 1;
	char *text, *o;

	for (int i = 0; i < q->npieces; i++)
		n += strlen(q->pieces[i].text) + 1;
	o = text = get(n);
	for (int i = 0; i < q->npieces; i++) {
		const struct piece *p = &q->pieces[i];

		if ((p->arg >= 0 && !all && p->arg != only_arg) || (p->order && p->order != order))
			continue;
		o += sprintf(o, "%s\n", p->text);
	}
	return text;
}

static void try_variant(sqlite3 *db, struct query *q, int only_arg, bool all, int order, bool describe)
{
	char *text = variant(q, only_arg, all, order);
	const char *tail;
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, text, -1, &st, &tail))
		die("%s: %s\n%s", q->name, sqlite3_errmsg(db), text);
	while (isspace((unsigned char)*tail))
		tail++;
	if (*tail)
		die("%s: more than one statement", q->name);
	if (describe)
		for (int i = 0; i < sqlite3_column_count(st); i++)
			type_out(q, st, i);
	sqlite3_finalize(st);
	free(text);
}

static void prepare(sqlite3 *db, struct query *q)
{
	find_table(q);
	type_args(q);
	try_variant(db, q, -1, true, 1, true);
	for (int order = 1; order <= (q->norders ? q->norders : 1); order++) {
		try_variant(db, q, -1, false, order, false);
		for (int i = 0; i < q->nargs; i++)
			if (q->optional[i])
				try_variant(db, q, i, false, order, false);
	}
}

/* ---- writing C ------------------------------------------------------------------------ */

static const char *c_type(const char *t)
{
	return !strcmp(t, "int") ? "int64_t" : !strcmp(t, "text") ? "const char *"
	     : !strcmp(t, "bytes") ? "struct bytes" : t;
}

static const char *col_kind(const char *t)
{
	static const char *const kinds[][2] = {
		{ "int", "COL_INT" }, { "text", "COL_TEXT" }, { "bytes", "COL_BYTES" }, { "Date", "COL_DATE" },
		{ "Moment", "COL_MOMENT" }, { "Minutes", "COL_MINUTES" }, { "Money", "COL_MONEY" },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!strcmp(kinds[i][0], t))
			return kinds[i][1];
	if (!ends(t, "Id"))
		die("no type %s", t);
	return "COL_ID";
}

static const char *row_of(const struct query *q)
{
	static char name[80];

	snprintf(name, sizeof name, "%s%s", *q->row ? q->row : q->name, *q->row ? "" : "_row");
	return name;
}

static void put_row(FILE *h, const struct query *q)
{
	for (int i = 0; i < nrow_done; i++)
		if (!strcmp(row_done[i], row_of(q)))
			return;
	copy(row_done[nrow_done++], sizeof *row_done, row_of(q), strlen(row_of(q)));
	fprintf(h, "struct %s {\n", row_of(q));
	for (int i = 0; i < q->nouts; i++)
		fprintf(h, "\t%s%s%s;\n", c_type(q->outs[i].type),
		        ends(c_type(q->outs[i].type), "*") ? "" : " ", q->outs[i].name);
	fputs("};\n", h);
}

static void put_functions(FILE *h, const struct query *q)
{
	const char *n = q->name, *row = row_of(q), *order = q->norders ? "(int)in->order" : "0";

	if (q->nouts) {
		fprintf(h, "static inline bool %s_one(struct db *db, struct arena *a, struct %s *row, "
		        "const struct %s *in)\n{\n\treturn db_one(db, a, &%s_sql, (const struct val *)in, %s, row);\n}\n",
		        n, row, n, n, order);
		fprintf(h, "static inline size_t %s_all(struct db *db, struct arena *a, struct %s **rows, "
		        "const struct %s *in)\n{\n\treturn db_all(db, a, &%s_sql, (const struct val *)in, %s, rows);\n}\n",
		        n, row, n, n, order);
		fprintf(h, "static inline struct db_cursor *%s_rows(struct db *db, struct arena *a, "
		        "const struct %s *in)\n{\n\treturn db_open_rows(db, a, &%s_sql, (const struct val *)in, %s);\n}\n",
		        n, n, n, order);
	}
	if (q->writes) {
		fprintf(h, "static inline int64_t %s_do(struct db *db, const struct %s *in)\n"
		        "{\n\treturn db_do(db, &%s_sql, (const struct val *)in);\n}\n", n, n, n);
		fprintf(h, "static inline enum db_try %s_try(struct db *db, const struct %s *in)\n"
		        "{\n\treturn db_try(db, &%s_sql, (const struct val *)in);\n}\n", n, n, n);
	}
}

static void put_header(FILE *h, const struct query *q)
{
	if (q->doc)
		fprintf(h, "\n/*\n%s\n */\n", q->doc);
	if (q->norders) {
		fprintf(h, "enum %s_order {", q->name);
		for (int i = 0; i < q->norders; i++) {
			fprintf(h, " ");
			for (const char *s = q->name; *s; s++)
				fputc(toupper((unsigned char)*s), h);
			fputs("_BY_", h);
			for (const char *s = q->orders[i]; *s; s++)
				fputc(toupper((unsigned char)*s), h);
			fprintf(h, " = %d,", i + 1);
		}
		fputs(" };\n", h);
	}
	fprintf(h, "struct %s {\n", q->name);
	for (int i = 0; i < q->nargs; i++)
		fprintf(h, "\tIn_%s %s;%s\n", q->arg_types[i], q->args[i], q->optional[i] ? " /* may be left out */" : "");
	if (!q->nargs)
		fputs("\tstruct val none;\n", h);
	if (q->norders)
		fprintf(h, "\tenum %s_order order;\n", q->name);
	fputs("};\n", h);
	if (q->nouts)
		put_row(h, q);
	fprintf(h, "extern const struct sql %s_sql;\n", q->name);
	put_functions(h, q);
}

static void put_source(FILE *c, const struct query *q)
{
	int optional = 0;

	fprintf(c, "\nstatic const struct sql_piece %s_pieces[] = {\n", q->name);
	for (int i = 0; i < q->npieces; i++) {
		fputs("\t{\n", c);
		put_cstr(c, q->pieces[i].text);
		fprintf(c, ", %d, %d },\n", q->pieces[i].arg, q->pieces[i].order);
	}
	fprintf(c, "};\nstatic const char *const %s_args[] = {", q->name);
	for (int i = 0; i < q->nargs; i++) {
		fprintf(c, " \"%s\",", q->args[i]);
		optional += q->optional[i];
	}
	fprintf(c, " NULL };\nstatic const char *const %s_orders[] = {", q->name);
	for (int i = 0; i < q->norders; i++)
		fprintf(c, " \"%s\",", q->orders[i]);
	fputs(" NULL };\n", c);
	if (q->nouts) {
		fprintf(c, "static const struct col %s_cols[] = {\n", q->name);
		for (int i = 0; i < q->nouts; i++)
			fprintf(c, "\t{ \"%s\", offsetof(struct %s, %s), %s },\n", q->outs[i].name, row_of(q),
			        q->outs[i].name, col_kind(q->outs[i].type));
		fputs("};\n", c);
	}
	fprintf(c, "const struct sql %s_sql = {\n\t.name = \"%s\", .file = \"%s\",\n"
	        "\t.pieces = %s_pieces, .npieces = COUNT(%s_pieces),\n"
	        "\t.args = %s_args, .nargs = %d, .order_names = %s_orders,\n",
	        q->name, q->name, file, q->name, q->name, q->name, q->nargs, q->name);
	if (q->nouts)
		fprintf(c, "\t.cols = %s_cols, .ncols = COUNT(%s_cols), .row_size = sizeof(struct %s),\n",
		        q->name, q->name, row_of(q));
	fprintf(c, "\t.writes = %s,\n};\n", q->writes ? "true" : "false");
	(void)optional;
}

static void write_outputs(const char *base, struct query *all, int n)
{
	char path[512];
	FILE *h, *c;
	const char *stem = strrchr(base, '/') ? strrchr(base, '/') + 1 : base;

	snprintf(path, sizeof path, "%s.h", base);
	h = create(path);
	snprintf(path, sizeof path, "%s.c", base);
	c = create(path);
	fprintf(h, "/* made by tools/mksql from %s; do not edit */\n#pragma once\n#include \"db/db.h\"\n", file);
	fprintf(c, "/* made by tools/mksql from %s; do not edit */\n#include \"%s.h\"\n", file, stem);
	for (int i = 0; i < n; i++) {
		put_header(h, &all[i]);
		put_source(c, &all[i]);
	}
	fclose(h);
	fclose(c);
}

/* ---- the four modes ---------------------------------------------------------------------- */

static int read_queries(const char *path, struct query **out)
{
	char *text = slurp(path), *s = text;
	struct query *all = get(200 * sizeof *all), *q = NULL;
	int n = 0;

	file = path;
	for (char *end; *s; s = *end ? end + 1 : end) {
		end = strchr(s, '\n') ? strchr(s, '\n') : s + strlen(s);
		if (!strncmp(s, "-- :name ", 9)) {
			if (n == 200)
				die("more than 200 statements");
			q = &all[n++];
			sscanf(s, "-- :name %63[a-z0-9_]", q->name);
		} else if (q) {
			read_line(q, s, (size_t)(end - s));
		}
	}
	for (int i = 0; i < n; i++)
		if (!all[i].npieces)
			die("%s: no text", all[i].name);
	*out = all;
	return n;
}

static void make_sql(const char *base, const char *in, char **schema, int nschema, char **headers, int nheaders)
{
	sqlite3 *db = open_schema(schema, nschema);
	struct query *all;
	int n;

	for (int i = 0; i < nheaders; i++)
		read_vocabularies(headers[i]);
	n = read_queries(in, &all);
	for (int i = 0; i < n; i++) {
		for (int j = 0; j < i; j++)
			if (!strcmp(all[i].name, all[j].name))
				die("%s: two statements of that name", all[i].name);
		prepare(db, &all[i]);
	}
	write_outputs(base, all, n);
	sqlite3_close(db);
}

static void make_ids(const char *out, char **schema, int n)
{
	FILE *f;
	char id[80];

	sqlite3_close(open_schema(schema, n));
	f = create(out);
	fputs("/* made by tools/mksql from schema/; do not edit */\n#pragma once\n#define ID_KINDS(X)", f);
	for (int i = 0; i < ncolumns; i++)
		if (!strcmp(columns[i].name, "id") && ends(columns[i].type, "Id")) {
			id_of_table(columns[i].table, id);
			fprintf(f, " \\\n\tX(%s)", id);
		}
	fputc('\n', f);
	fclose(f);
}

/* FNV-1a over the text: a released step must never change. */
static unsigned long long checksum(const char *s)
{
	unsigned long long h = 14695981039346656037ULL;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211ULL;
	return h;
}

static void make_schema(const char *out, char **schema, int n)
{
	FILE *f = create(out);

	fputs("/* made by tools/mksql from schema/; do not edit */\n#include \"db/db.h\"\n", f);
	fputs("#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n", f);
	fputs("const struct db_step db_steps[] = {\n", f);
	for (int i = 0; i < n; i++) {
		const char *name = strrchr(schema[i], '/') ? strrchr(schema[i], '/') + 1 : schema[i];
		char *text = slurp(schema[i]);

		fprintf(f, "\t{ %d, \"%s\",\n", atoi(name), name);
		put_cstr(f, text);
		fprintf(f, ",\n\t%lluULL },\n", checksum(text));
	}
	fputs("};\nconst size_t db_nsteps = COUNT(db_steps);\n", f);
	fclose(f);
}

static void make_list(const char *out, char **files, int n)
{
	FILE *f = create(out);
	struct query *all;

	fputs("/* made by tools/mksql; do not edit */\n#include \"db/db.h\"\n", f);
	for (int i = 0; i < n; i++) {
		char *text = slurp(files[i]);

		for (char *s = text; (s = strstr(s, "-- :name ")); s++) {
			char name[64];

			sscanf(s, "-- :name %63[a-z0-9_]", name);
			fprintf(f, "extern const struct sql %s_sql;\n", name);
		}
	}
	fputs("const struct sql *const db_statements[] = {\n", f);
	for (int i = 0; i < n; i++) {
		char *text = slurp(files[i]);

		for (char *s = text; (s = strstr(s, "-- :name ")); s++) {
			char name[64];

			sscanf(s, "-- :name %63[a-z0-9_]", name);
			fprintf(f, "\t&%s_sql,\n", name);
		}
	}
	fputs("};\nconst size_t db_nstatements = COUNT(db_statements);\n", f);
	(void)all;
	fclose(f);
}

int main(int argc, char **argv)
{
	int dash = 1, second;

	while (dash < argc && strcmp(argv[dash], "--"))
		dash++;
	for (second = dash + 1; second < argc && strcmp(argv[second], "--"); second++)
		;
	if (argc >= 4 && dash == 3 && !strcmp(argv[1], "ids"))
		make_ids(argv[2], argv + dash + 1, argc - dash - 1);
	else if (argc >= 4 && dash == 3 && !strcmp(argv[1], "schema"))
		make_schema(argv[2], argv + dash + 1, argc - dash - 1);
	else if (argc >= 4 && dash == 3 && !strcmp(argv[1], "list"))
		make_list(argv[2], argv + dash + 1, argc - dash - 1);
	else if (dash == 4 && second <= argc && !strcmp(argv[1], "sql"))
		make_sql(argv[2], argv[3], argv + dash + 1, second - dash - 1, argv + second + 1,
		         second < argc ? argc - second - 1 : 0);
	else
		die("usage: see the head of tools/mksql.c");
	return 0;
}
