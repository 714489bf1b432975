/* SPDX-License-Identifier: MIT */
/*
 * mksql_write.c -- a statement as C: in the header a struct of typed
 * arguments, a struct row and inline functions; in the source its text and
 * the shape of its rows.
 */
#include <ctype.h>
#include <string.h>

#include "mksql.h"

FILE *create(const char *path)
{
	FILE *f = fopen(path, "wb");

	if (!f)
		die("cannot write %s", path);
	return f;
}

void put_cstr(FILE *f, const char *s)
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

static void put_upper(FILE *f, const char *s)
{
	for (; *s; s++)
		fputc(toupper((unsigned char)*s), f);
}

/* `fmt` with $1 for the statement's name, $2 for its struct row, $3 for its order. */
static void put_shape(FILE *f, const char *fmt, const char *name, const char *row,
                      const char *order)
{
	for (; *fmt; fmt++) {
		if (*fmt != '$') {
			fputc(*fmt, f);
			continue;
		}
		fmt++;
		fputs(*fmt == '1' ? name : *fmt == '2' ? row : order, f);
	}
}

/* ---- the header -------------------------------------------------------------- */

static const char *c_type(const char *t)
{
	return same(t, "int") ? "int64_t " : same(t, "text") ? "const char *"
	     : same(t, "bytes") ? "struct bytes " : form("%s ", t);
}

static const char *col_kind(const char *t)
{
	static const char *const kinds[][2] = {
		{ "int", "COL_INT" },   { "text", "COL_TEXT" },     { "bytes", "COL_BYTES" },
		{ "Date", "COL_DATE" }, { "Moment", "COL_MOMENT" }, { "Minutes", "COL_MINUTES" },
		{ "Money", "COL_MONEY" },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (same(kinds[i][0], t))
			return kinds[i][1];
	if (!ends(t, "Id"))
		die("no type %s", t);
	return "COL_ID";
}

static const char *row_of(const struct query *q)
{
	return *q->row ? q->row : form("%s_row", q->name);
}

static const char reading[] =
	"static inline bool $1_one(struct db *db, struct arena *a, struct $2 *row, "
	"const struct $1 *in)\n{\n"
	"\treturn db_one(db, a, &$1_sql, (const struct val *)in, $3, row);\n}\n"
	"static inline size_t $1_all(struct db *db, struct arena *a, struct $2 **rows, "
	"const struct $1 *in)\n{\n"
	"\treturn db_all(db, a, &$1_sql, (const struct val *)in, $3, rows);\n}\n"
	"static inline struct db_cursor *$1_rows(struct db *db, struct arena *a, "
	"const struct $1 *in)\n{\n"
	"\treturn db_open_rows(db, a, &$1_sql, (const struct val *)in, $3);\n}\n";

static const char writing[] =
	"static inline int64_t $1_do(struct db *db, const struct $1 *in)\n{\n"
	"\treturn db_do(db, &$1_sql, (const struct val *)in);\n}\n"
	"static inline void $1_tell(struct db *db, const struct $1 *in)\n{\n"
	"\tdb_tell(db, &$1_sql, (const struct val *)in);\n}\n"
	"static inline enum db_try $1_try(struct db *db, const struct $1 *in)\n{\n"
	"\treturn db_try(db, &$1_sql, (const struct val *)in);\n}\n";

static void put_orders(FILE *h, const struct query *q)
{
	fprintf(h, "enum %s_order {", q->name);
	for (int i = 0; i < q->norders; i++) {
		fputc(' ', h);
		put_upper(h, q->name);
		fputs("_BY_", h);
		put_upper(h, q->orders[i]);
		fprintf(h, " = %d,", i + 1);
	}
	fputs(" };\n", h);
}

static void put_args(FILE *h, const struct query *q)
{
	fprintf(h, "struct %s {\n", q->name);
	for (int i = 0; i < q->nargs; i++)
		fprintf(h, "\tIn_%s %s;%s\n", q->args[i].type, q->args[i].name,
		        q->args[i].optional ? " /* may be left out */" : "");
	if (!q->nargs)
		fputs("\tstruct val none;\n", h);
	if (q->norders)
		fprintf(h, "\tenum %s_order order;\n", q->name);
	fputs("};\n", h);
}

/* The struct of its rows, unless an earlier statement of the file has said it. */
static void put_row(FILE *h, const struct query *all, const struct query *q)
{
	for (; all < q; all++)
		if (all->nouts && same(row_of(all), row_of(q)))
			return;
	fprintf(h, "struct %s {\n", row_of(q));
	for (int i = 0; i < q->nouts; i++)
		fprintf(h, "\t%s%s;\n", c_type(q->outs[i].type), q->outs[i].name);
	fputs("};\n", h);
}

static void put_header(FILE *h, const struct query *all, const struct query *q)
{
	if (q->doc)
		fprintf(h, "\n/*\n%s\n */\n", q->doc);
	if (q->norders)
		put_orders(h, q);
	put_args(h, q);
	if (q->nouts)
		put_row(h, all, q);
	fprintf(h, "extern const struct sql %s_sql;\n", q->name);
	if (q->nouts)
		put_shape(h, reading, q->name, row_of(q), q->norders ? "(int)in->order" : "0");
	if (q->writes)
		put_shape(h, writing, q->name, "", "");
}

/* ---- the source ------------------------------------------------------------------ */

static void put_pieces(FILE *c, const struct query *q)
{
	fprintf(c, "\nstatic const struct sql_piece %s_pieces[] = {\n", q->name);
	for (int i = 0; i < q->npieces; i++) {
		fputs("\t{\n", c);
		put_cstr(c, q->pieces[i].text);
		fprintf(c, ", %d, %d },\n", q->pieces[i].arg, q->pieces[i].order);
	}
	fprintf(c, "};\nstatic const char *const %s_args[] = {", q->name);
	for (int i = 0; i < q->nargs; i++)
		fprintf(c, " \"%s\",", q->args[i].name);
	fprintf(c, " NULL };\nstatic const char *const %s_orders[] = {", q->name);
	for (int i = 0; i < q->norders; i++)
		fprintf(c, " \"%s\",", q->orders[i]);
	fputs(" NULL };\n", c);
}

static void put_cols(FILE *c, const struct query *q)
{
	fprintf(c, "static const struct col %s_cols[] = {\n", q->name);
	for (int i = 0; i < q->nouts; i++)
		fprintf(c, "\t{ \"%s\", offsetof(struct %s, %s), %s },\n", q->outs[i].name,
		        row_of(q), q->outs[i].name, col_kind(q->outs[i].type));
	fputs("};\n", c);
}

static void put_source(FILE *c, const struct query *q)
{
	put_pieces(c, q);
	if (q->nouts)
		put_cols(c, q);
	fprintf(c, "const struct sql %s_sql = {\n\t.name = \"%s\", .file = \"%s\",\n"
	        "\t.pieces = %s_pieces, .npieces = COUNT(%s_pieces),\n"
	        "\t.args = %s_args, .nargs = %d, .order_names = %s_orders,\n",
	        q->name, q->name, here.file, q->name, q->name, q->name, q->nargs, q->name);
	if (q->nouts)
		fprintf(c, "\t.cols = %s_cols, .ncols = COUNT(%s_cols), "
		        ".row_size = sizeof(struct %s),\n", q->name, q->name, row_of(q));
	fprintf(c, "\t.writes = %s, .shelved = %s, .types = \"", q->writes ? "true" : "false",
	        q->shelved ? "true" : "false");
	for (int i = 0; i < q->nargs; i++)
		fputc(same(q->args[i].type, "text") ? 't'
		    : same(q->args[i].type, "bytes") ? 'b' : 'i', c);
	fputs("\",\n};\n", c);
}

/*
 * Two statements that share a struct row must have the same columns: an
 * offset past the end of the struct would not be seen by the compiler.
 */
static void rows_check(const struct query *all, const struct query *q)
{
	for (; all < q; all++) {
		bool alike = all->nouts == q->nouts;

		if (!all->nouts || !q->nouts || !same(row_of(all), row_of(q)))
			continue;
		for (int i = 0; alike && i < q->nouts; i++)
			alike = same(all->outs[i].name, q->outs[i].name) &&
			        same(all->outs[i].type, q->outs[i].type);
		if (!alike)
			die("%s: struct %s has other columns in %s", q->name, row_of(q), all->name);
	}
}

void queries_write(const char *base, const struct query *all, int n)
{
	const char *slash = strrchr(base, '/'), *stem = slash ? slash + 1 : base;
	FILE *h, *c;

	for (int i = 0; i < n; i++) {
		here.line = all[i].line;
		rows_check(all, &all[i]);
	}
	h = create(form("%s.h", base));
	c = create(form("%s.c", base));
	fprintf(h, "/* made by tools/mksql from %s; do not edit */\n"
	        "#pragma once\n#include \"db/db.h\"\n", here.file);
	fprintf(c, "/* made by tools/mksql from %s; do not edit */\n#include \"%s.h\"\n",
	        here.file, stem);
	for (int i = 0; i < n; i++) {
		put_header(h, all, &all[i]);
		put_source(c, &all[i]);
	}
	fclose(h);
	fclose(c);
}
