/* SPDX-License-Identifier: MIT */
/*
 * mksql_views.c -- the views of schema/views/ as C.
 *
 *	{NAME}            a code, as in statements
 *	{WORDS list x}    CASE x WHEN 1 THEN 'Not sent yet' ... END
 *	{VOCABULARY}      SELECT list, code, word, label: of all lists asked for before
 *
 * The words come from the VOCAB() lists of the headers and are nowhere typed
 * twice.  What is left is the dialect with the marks of src/db/views.c, for
 * which SQLite is given stand-ins here; each view is read once, so that a
 * misspelt column stops the build.
 */
#include <string.h>

#include "mksql.h"

enum { MAX_LISTS = 100 };

static const char *lists[MAX_LISTS];
static int nlists;

static const char *quoted(const char *s)
{
	char *out = form("'");

	for (; *s; s++)
		out = form(*s == '\'' ? "%s'%c" : "%s%c", out, *s);
	return form("%s'", out);
}

static void list_note(const char *list)
{
	for (int i = 0; i < nlists; i++)
		if (same(lists[i], list))
			return;
	if (nlists == MAX_LISTS)
		die("more than %d lists", MAX_LISTS);
	lists[nlists++] = list;
}

/* "request_stage r.stage" */
static char *words_case(const char *s)
{
	const char *list = word_at(s, SMALL), *value = s + strlen(list);
	char *out;
	int n = 0;

	value += strspn(value, " ");
	out = form("CASE %s", value);
	for (int i = 0; i < nwords; i++)
		if (same(words[i].list, list)) {
			out = form("%s WHEN %ld THEN %s", out, words[i].code,
			           quoted(words[i].label));
			n++;
		}
	if (!n || !*value)
		die("{WORDS %s}: not a vocabulary and a value", s);
	list_note(list);
	return form("%s END", out);
}

static char *vocabulary(void)
{
	char *out = form("SELECT v.list, CAST(v.code AS BIGINT) AS code, v.word, v.label FROM "
	                 "(WITH x(list, code, word, label) AS (VALUES");
	const char *sep = "";

	for (int i = 0; i < nlists; i++)
		for (int k = 0; k < nwords; k++)
			if (same(words[k].list, lists[i])) {
				out = form("%s%s\n(%s, %ld, %s, %s)", out, sep, quoted(lists[i]),
				           words[k].code, quoted(words[k].key),
				           quoted(words[k].label));
				sep = ",";
			}
	return form("%s) SELECT x.list, x.code, x.word, x.label FROM x) v", out);
}

static char *brace(const char *inner, int n)
{
	const char *s = form("%.*s", n, inner);

	if (begins(s, "WORDS "))
		return words_case(s + 6);
	return same(s, "VOCABULARY") ? vocabulary() : form("%ld", code_of(s, n));
}

/* The text without comments, and with what stands in braces. */
static char *compile(const char *s)
{
	char *out = form("%s", "");
	bool quote = false;

	for (here.line = 1; *s; s++) {
		if (*s == '\'')
			quote = !quote;
		if (*s == '\n')
			here.line++;
		if (!quote && begins(s, "--")) {
			s += strcspn(s, "\n") - 1;
		} else if (*s == '\n' && ends(form("\n%s", out), "\n")) {
			continue;                            /* of a line of its own */
		} else if (!quote && *s == '{') {
			int n = (int)strcspn(s, "}");

			out = form("%s%s", out, brace(s + 1, n - 1));
			s += n;
		} else {
			out = form("%s%c", out, *s);
		}
	}
	return out;
}

/* ---- trying ------------------------------------------------------------------ */

static void as_it_is(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	sqlite3_result_value(c, v[0]);
}

static void marks_add(sqlite3 *db)
{
	static const char *const names[] = {
		"day", "moment", "london_day", "pounds", "hours", "hours_of_ms", "days_of_ms",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		sqlite3_create_function(db, names[i], 1, SQLITE_UTF8, NULL, as_it_is, NULL, NULL);
}

static void views_try(sqlite3 *db)
{
	sqlite3_stmt *names, *st;

	if (sqlite3_prepare_v2(db, "SELECT 'SELECT * FROM ' || name FROM sqlite_schema "
	                       "WHERE type = 'view'", -1, &names, NULL))
		die("%s", sqlite3_errmsg(db));
	while (sqlite3_step(names) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(names, 0);

		if (sqlite3_prepare_v2(db, text, -1, &st, NULL))
			die("%s: %s", text, sqlite3_errmsg(db));
		sqlite3_finalize(st);
	}
	sqlite3_finalize(names);
}

void views_write(const char *out, const char *in, sqlite3 *db)
{
	char *text, *err;
	FILE *f;

	here = (struct place){ in, 0 };
	text = compile(slurp(in));
	here.line = 0;
	functions_forget(db);            /* the reader has none of ours */
	marks_add(db);
	if (sqlite3_exec(db, text, NULL, NULL, &err))
		die("%s", err);
	views_try(db);
	f = create(out);
	fputs("/* made by tools/mksql from schema/views/; do not edit */\n"
	      "#include \"db/engine.h\"\n"
	      "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
	      "const char db_views[] =\n", f);
	put_cstr(f, text);
	fputs(";\n", f);
	fclose(f);
}
