/* SPDX-License-Identifier: MIT */
/*
 * mksql.c -- compile a room's SQL files into C.
 *
 *	mksql ids OUT.h -- SCHEMA.sql ...                   ids.h: one XId per table X
 *	mksql schema OUT.c -- SCHEMA.sql ...                the migrations, embedded
 *	mksql list OUT.c -- src/ROOM/NAME.sql ...            every statement of the program
 *	mksql sql OUTBASE IN.sql -- SCHEMA.sql ... -- src/ROOM/NAME.h ...
 *	mksql views OUT.c IN.sql -- SCHEMA.sql ... -- src/ROOM/NAME.h ...    (mksql_views.c)
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
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "mksql.h"

struct place here;

/* ---- what all need -------------------------------------------------------- */

void die(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:", here.file ? here.file : "mksql");
	if (here.line)
		fprintf(stderr, "%d:", here.line);
	fputc(' ', stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

void *get(size_t n)
{
	void *p = calloc(1, n);

	if (!p)
		die("no memory");
	return p;
}

char *form(const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		die("cannot write text");
	s = get((size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}

char *slurp(const char *path)
{
	FILE *f = fopen(path, "rb");
	long n;
	char *s;

	if (!f)
		die("cannot open %s", path);
	if (fseek(f, 0, SEEK_END) || (n = ftell(f)) < 0)
		die("cannot read %s", path);
	rewind(f);
	s = get((size_t)n + 1);
	if (fread(s, 1, (size_t)n, f) != (size_t)n)
		die("cannot read %s", path);
	fclose(f);
	return s;
}

const char *word_at(const char *s, const char *set)
{
	return form("%.*s", (int)strspn(s, set), s);
}

bool same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

bool begins(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool ends(const char *s, const char *tail)
{
	size_t n = strlen(s), m = strlen(tail);

	return n >= m && same(s + n - m, tail);
}

/* ---- the modes -------------------------------------------------------- */

static void make_sql(const char *base, const char *in, char **schema, int nschema,
                     char **headers, int nheaders)
{
	sqlite3 *db = schema_open(schema, nschema);
	struct query *all;
	int n;

	for (int i = 0; i < nheaders; i++)
		vocabularies_read(headers[i]);
	n = queries_read(in, &all);
	for (int i = 0; i < n; i++) {
		here.line = all[i].line;
		for (int j = 0; j < i; j++)
			if (same(all[i].name, all[j].name))
				die("%s: two statements of that name", all[i].name);
		query_prepare(db, &all[i]);
	}
	queries_write(base, all, n);
	sqlite3_close(db);
}

static void make_ids(const char *out, char **schema, int n)
{
	FILE *f;

	sqlite3_close(schema_open(schema, n));
	f = create(out);
	fputs("/* made by tools/mksql from schema/; do not edit */\n"
	      "#pragma once\n#define ID_KINDS(X)", f);
	for (int i = 0; i < ncolumns; i++)
		if (same(columns[i].name, "id") && ends(columns[i].type, "Id"))
			fprintf(f, " \\\n\tX(%s)", id_of_table(columns[i].table));
	fputc('\n', f);
	fclose(f);
}

static void make_views(const char *out, const char *in, char **schema, int nschema,
                       char **headers, int nheaders)
{
	sqlite3 *db = schema_open(schema, nschema);

	for (int i = 0; i < nheaders; i++)
		vocabularies_read(headers[i]);
	views_write(out, in, db);
	sqlite3_close(db);
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

	fputs("/* made by tools/mksql from schema/; do not edit */\n#include \"db/db.h\"\n"
	      "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
	      "const struct db_step db_steps[] = {\n", f);
	for (int i = 0; i < n; i++) {
		const char *slash = strrchr(schema[i], '/');
		const char *name = slash ? slash + 1 : schema[i];
		char *text = slurp(schema[i]);

		fprintf(f, "\t{ %ld, \"%s\",\n", strtol(name, NULL, 10), name);
		put_cstr(f, text);
		fprintf(f, ",\n\t%lluULL },\n", checksum(text));
	}
	fputs("};\nconst size_t db_nsteps = COUNT(db_steps);\n", f);
	fclose(f);
}

/* Each statement of the files, between those two texts. */
static void put_names(FILE *f, char **files, int n, const char *before, const char *after)
{
	static const char mark[] = "-- :name ";

	for (int i = 0; i < n; i++)
		for (const char *s = slurp(files[i]); (s = strstr(s, mark));) {
			s += sizeof mark - 1;
			fprintf(f, "%s%s_sql%s", before, word_at(s, SMALL), after);
		}
}

static void make_list(const char *out, char **files, int n)
{
	FILE *f = create(out);

	fputs("/* made by tools/mksql; do not edit */\n#include \"db/db.h\"\n", f);
	put_names(f, files, n, "extern const struct sql ", ";\n");
	fputs("const struct sql *const db_statements[] = {\n", f);
	put_names(f, files, n, "\t&", ",\n");
	fputs("};\nconst size_t db_nstatements = COUNT(db_statements);\n", f);
	fclose(f);
}

/* The next "--" from argument i on, or argc. */
static int dash_at(int argc, char **argv, int i)
{
	while (i < argc && !same(argv[i], "--"))
		i++;
	return i;
}

int main(int argc, char **argv)
{
	int dash = dash_at(argc, argv, 1), second = dash_at(argc, argv, dash + 1);
	const char *mode = argc > 1 ? argv[1] : "";
	char **rest = argv + dash + 1;
	int nrest = second - dash - 1;

	if (dash == 3 && same(mode, "ids"))
		make_ids(argv[2], rest, nrest);
	else if (dash == 3 && same(mode, "schema"))
		make_schema(argv[2], rest, nrest);
	else if (dash == 3 && same(mode, "list"))
		make_list(argv[2], rest, nrest);
	else if (dash == 4 && second < argc && same(mode, "sql"))
		make_sql(argv[2], argv[3], rest, nrest, argv + second + 1, argc - second - 1);
	else if (dash == 4 && second < argc && same(mode, "views"))
		make_views(argv[2], argv[3], rest, nrest, argv + second + 1, argc - second - 1);
	else
		die("usage: see the head of tools/mksql.c");
	return 0;
}
