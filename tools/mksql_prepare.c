/* SPDX-License-Identifier: MIT */
/*
 * mksql_prepare.c -- what each argument and each result column is, and that
 * SQLite accepts every text that the optional lines and orders can make.
 *
 * A statement is tried in each order with no optional line and with each of
 * them alone, and once with all.
 */
#include <ctype.h>
#include <string.h>

#include "db/shelf.h"
#include "mksql.h"

/* ---- the table ------------------------------------------------------------- */

/* The name that follows `key` in a text; "": none. */
static const char *word_after(const char *text, const char *key)
{
	const char *s = strstr(text, key);

	if (!s)
		return "";
	s += strlen(key);
	return word_at(s + strspn(s, " \t\n"), SMALL);
}

static bool is_change(const char *text)
{
	static const char *const verbs[] = { "INSERT", "UPDATE", "DELETE" };

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (begins(text, verbs[i]))
			return true;
	return begins(text, "WITH") && (strstr(text, "INSERT INTO") ||
	                                strstr(text, "\nUPDATE ") ||
	                                strstr(text, "DELETE FROM"));
}

/* The table that "id" belongs to: the one changed, else the first read. */
static void table_find(struct query *q)
{
	const char *first = q->pieces[0].text;

	q->writes = is_change(first + strspn(first, " \t\n"));
	for (int i = 0; i < q->npieces && !*q->table; i++) {
		const char *text = q->pieces[i].text;

		if (q->writes)
			q->table = word_after(text, "INSERT INTO");
		if (q->writes && !*q->table)
			q->table = word_after(text, "UPDATE");
		if (!*q->table)
			q->table = word_after(text, "FROM");
	}
}

/* ---- types -------------------------------------------------------------------- */

static const char *type_given(const struct query *q, const char *name)
{
	for (int i = 0; i < q->ngiven; i++)
		if (same(q->given[i].name, name))
			return q->given[i].type;
	return NULL;
}

/* "made_by_person" is a PersonId, if there is a table person. */
static const char *type_of_last_words(const char *name)
{
	for (const char *s = name; s; s = strchr(s, '_')) {
		s += *s == '_';
		if (is_table_with_id(s))
			return id_of_table(s);
	}
	return NULL;
}

static const char *type_of_name(const struct query *q, const char *name)
{
	const char *t = type_given(q, name);

	if (!t)
		t = type_of_column(q->table, name);
	if (!t)
		t = type_of_last_words(name);
	if (!t)
		t = type_of_ending(name);
	return t || same(name, "id") ? t : type_of_column(NULL, name);
}

static void args_type(struct query *q)
{
	for (int i = 0; i < q->nargs; i++) {
		struct arg *a = &q->args[i];

		a->type = type_of_name(q, a->name);
		if (!a->type && (same(a->name, "limit") || same(a->name, "skip")))
			a->type = "int";
		here.line = a->line;
		if (!a->type)
			die("%s: what is :%s? Say it: -- :in %s TYPE", q->name, a->name, a->name);
	}
}

/* A type that :in or :out gives to nothing is a misspelt name. */
static void given_check(const struct query *q)
{
	for (int i = 0; i < q->ngiven; i++) {
		bool used = false;

		for (int j = 0; j < q->nargs; j++)
			used = used || same(q->args[j].name, q->given[i].name);
		for (int j = 0; j < q->nouts; j++)
			used = used || same(q->outs[j].name, q->given[i].name);
		if (!used)
			die("%s: nothing here is named %s", q->name, q->given[i].name);
	}
}

/* A column that is called as a table holds that table's ids and no other's. */
static void out_check(const struct query *q, const struct column *c)
{
	if (is_table_with_id(c->name) && ends(c->type, "Id") &&
	    !same(c->type, id_of_table(c->name)))
		die("%s: column %s is named as a table, but is a %s", q->name, c->name, c->type);
}

static void out_type(struct query *q, sqlite3_stmt *st, int i)
{
	const char *name = form("%s", sqlite3_column_name(st, i)), *type = type_given(q, name);
	const char *table = sqlite3_column_table_name(st, i);
	const char *origin = sqlite3_column_origin_name(st, i);

	if (!isalpha((unsigned char)*name) || strpbrk(name, " ().*'"))
		die("%s: column %d needs a name: %s", q->name, i + 1, name);
	if (q->nouts == MAX_OUTS)
		die("%s: more than %d columns", q->name, MAX_OUTS);
	if (!type && table && origin)
		type = type_of_column(table, origin);
	if (!type && (ends(name, "_name") || ends(name, "_text") || ends(name, "_key")))
		type = "text";
	if (!type)
		type = type_of_name(q, name);
	q->outs[q->nouts] = (struct column){ NULL, name, type ? type : "int" };
	out_check(q, &q->outs[q->nouts++]);
}

/* ---- preparing every variant ------------------------------------------------------ */

enum { NO_ARG = -1, ALL_ARGS = -2 };

/* The text in that order, with the optional lines of no argument, of one, or of all. */
static struct text variant(const struct query *q, int arg, int order)
{
	int *lines = get((MAX_LINES * MAX_PIECES + 1) * sizeof *lines), n = 0;
	const char *s = "";

	for (int i = 0; i < q->npieces; i++) {
		const struct piece *p = &q->pieces[i];

		if (p->arg >= 0 && arg != ALL_ARGS && arg != p->arg)
			continue;
		if (p->order && p->order != order)
			continue;
		s = form("%s%s\n", s, p->text);
		memcpy(lines + n, p->lines, (size_t)p->nlines * sizeof *lines);
		n += p->nlines;
	}
	lines[n] = q->line;
	return (struct text){ s, lines };
}

/* Columns may be left out with a line, but only the last ones: the row has the others. */
static void columns_check(const struct query *q, sqlite3_stmt *st)
{
	for (int i = 0; i < sqlite3_column_count(st); i++)
		if (!same(sqlite3_column_name(st, i), q->outs[i].name))
			die("%s: without its optional lines column %d is %s, with them %s; columns "
			    "of an optional line come last", q->name, i + 1,
			    sqlite3_column_name(st, i), q->outs[i].name);
}

/* What SQLite asks while it prepares: may this table be read? */
static int read_noted(void *arg, int what, const char *table, const char *column,
                      const char *schema, const char *trigger)
{
#define QUOTED(t) #t,
	static const char *const shelf[] = { SHELVED_TABLES(QUOTED) };
#undef QUOTED
	struct query *q = arg;
	bool on = what != SQLITE_READ;

	(void)column, (void)schema, (void)trigger;
	for (size_t i = 0; i < sizeof shelf / sizeof *shelf && !on; i++)
		on = same(shelf[i], table);
	q->shelved &= on;
	return SQLITE_OK;
}

static void variant_try(sqlite3 *db, struct query *q, int arg, int order, bool describe)
{
	struct text text = variant(q, arg, order);
	const char *tail;
	sqlite3_stmt *st;

	here.line = q->line;
	if (sqlite3_prepare_v2(db, text.s, -1, &st, &tail)) {
		int at = sqlite3_error_offset(db);

		if (at >= 0)
			here.line = text_line(&text, (size_t)at);
		die("%s: %s", q->name, sqlite3_errmsg(db));
	}
	tail += strspn(tail, " \t\n;");
	if (*tail) {
		here.line = text_line(&text, (size_t)(tail - text.s));
		die("%s: more than one statement", q->name);
	}
	if (q->writes == !!sqlite3_stmt_readonly(st))
		die("%s: is it a change? Write INSERT INTO, UPDATE or DELETE FROM plainly",
		    q->name);
	for (int i = 0; describe && i < sqlite3_column_count(st); i++)
		out_type(q, st, i);
	columns_check(q, st);
	sqlite3_finalize(st);
	kinds_check(q, &text);
}

void query_prepare(sqlite3 *db, struct query *q)
{
	int norders = q->norders ? q->norders : 1;

	for (int order = 1; order <= norders; order++) {
		struct text text = variant(q, ALL_ARGS, order);

		dialect_check(q, &text);
	}
	table_find(q);
	args_type(q);
	q->shelved = !q->writes && !q->nargs && *q->table;
	sqlite3_set_authorizer(db, read_noted, q);
	variant_try(db, q, ALL_ARGS, 1, true);
	sqlite3_set_authorizer(db, NULL, NULL);
	for (int order = 1; order <= norders; order++) {
		variant_try(db, q, NO_ARG, order, false);
		for (int i = 0; i < q->nargs; i++)
			if (q->args[i].optional)
				variant_try(db, q, i, order, false);
	}
	here.line = q->line;
	given_check(q);
}
