/* SPDX-License-Identifier: MIT */
/*
 * mksql_check.c -- what SQLite would accept and this house does not.
 *
 *	INSERT OR ..., REPLACE INTO     only in one engine
 *	SELECT *, t.*                   a new column would change what a row is
 *	PRAGMA, CREATE, BEGIN ...       not for statements
 *	col = :arg, (col) VALUES (:arg) where the two are of different kinds
 *
 * A statement is read as words.  Where a name could be a column of two
 * tables that disagree, nothing is said.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mksql.h"

enum { MAX_TOKENS = 4000, MAX_TABLES = 40 };

struct token { const char *s; size_t at; };          /* s "": the end */
struct name  { const char *table, *alias; };

static struct token tokens[MAX_TOKENS + 4];
static int ntokens;
static struct name names[MAX_TABLES];
static int nnames;

int text_line(const struct text *t, size_t offset)
{
	int line = 0;

	for (size_t i = 0; i < offset && t->s[i]; i++)
		line += t->s[i] == '\n';
	return t->lines[line];
}

/* ---- words -------------------------------------------------------------------- */

static size_t token_length(const char *s)
{
	static const char *const pairs[] = { "<=", ">=", "<>", "||" };
	const char *end;

	if (*s == '\'') {
		end = strchr(s + 1, '\'');
		return end ? (size_t)(end - s) + 1 : strlen(s);
	}
	if (isalpha((unsigned char)*s) || *s == '_')
		return strspn(s, TYPE "0123456789_.");
	if (*s == '?' || isdigit((unsigned char)*s))
		return 1 + strspn(s + 1, "0123456789");
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (begins(s, pairs[i]))
			return 2;
	return 1;
}

static void tokens_read(const struct text *t)
{
	size_t n;

	ntokens = 0;
	for (const char *s = t->s + strspn(t->s, " \t\n"); *s; s += n + strspn(s + n, " \t\n")) {
		n = token_length(s);
		if (ntokens == MAX_TOKENS)
			die("more than %d words in one statement", MAX_TOKENS);
		tokens[ntokens++] = (struct token){ form("%.*s", (int)n, s), (size_t)(s - t->s) };
	}
	for (int i = 0; i < 4; i++)
		tokens[ntokens + i] = (struct token){ "", strlen(t->s) };
}

static bool is_word(int i, const char *word)
{
	return i >= 0 && same(tokens[i].s, word);
}

static bool is_one_of(int i, const char *const *list)
{
	for (; *list; list++)
		if (is_word(i, *list))
			return true;
	return false;
}

/* A table's, column's or alias's: in small letters. */
static bool is_name(int i)
{
	return islower((unsigned char)*tokens[i].s);
}

/* ---- the dialect ----------------------------------------------------------------- */

void dialect_check(const struct query *q, const struct text *t)
{
	static const char *const verbs[] = {
		"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", NULL,
	};
	static const char *const before_star[] = {
		"SELECT", "DISTINCT", "ALL", "RETURNING", ",", NULL,
	};

	tokens_read(t);
	for (int i = 0; i < ntokens; i++) {
		here.line = text_line(t, tokens[i].at);
		if ((is_word(i, "INSERT") || is_word(i, "UPDATE")) && is_word(i + 1, "OR"))
			die("%s: %s OR %s: write ON CONFLICT", q->name, tokens[i].s,
			    tokens[i + 2].s);
		if (is_word(i, "REPLACE") && is_word(i + 1, "INTO"))
			die("%s: REPLACE INTO: write ON CONFLICT", q->name);
		if (is_word(i, "*") && (is_one_of(i - 1, before_star) ||
		                        (i && ends(tokens[i - 1].s, "."))))
			die("%s: SELECT *: name the columns", q->name);
	}
	here.line = text_line(t, tokens[0].at);
	if (!is_one_of(0, verbs))
		die("%s: %s is not for statements: SELECT, INSERT, UPDATE, DELETE or WITH",
		    q->name, tokens[0].s);
}

/* ---- kinds ------------------------------------------------------------------------ */

/* FROM request r, JOIN person AS p, UPDATE offer: what stands for which table. */
static void tables_read(void)
{
	static const char *const before[] = { "FROM", "JOIN", "UPDATE", "INTO", NULL };

	nnames = 0;
	for (int i = 0; i < ntokens; i++) {
		bool listed = is_word(i, ",") && is_name(i + 1) && is_name(i + 2);
		int alias = is_word(i + 2, "AS") ? i + 3 : i + 2;

		if ((!is_one_of(i, before) && !listed) || !is_name(i + 1) || nnames == MAX_TABLES)
			continue;
		names[nnames++] = (struct name){
			tokens[i + 1].s, is_name(alias) ? tokens[alias].s : tokens[i + 1].s,
		};
	}
}

/* Of "r.locality" or "locality"; NULL: not known, or not sure. */
static const char *kind_of(const char *name)
{
	const char *dot = strchr(name, '.'), *column = dot ? dot + 1 : name, *found = NULL;

	for (int i = 0; i < nnames; i++) {
		const char *alias = names[i].alias, *type;

		if (dot && !same(form("%.*s", (int)(dot - name), name), alias))
			continue;
		type = type_of_column(names[i].table, column);
		if (type && found && !same(type, found))
			return NULL;
		if (type)
			found = type;
	}
	return found;
}

/* Token `at` is ?N and meets that column: are both of one kind? */
static void kind_check(const struct query *q, const struct text *t, int at, const char *column)
{
	const char *kind = kind_of(column);
	const struct arg *a;

	if (*tokens[at].s != '?' || !kind)
		return;
	a = &q->args[strtol(tokens[at].s + 1, NULL, 10) - 1];
	/* A plain number may be counted against anything but an id. */
	if (same(kind, a->type) || (!ends(kind, "Id") && !ends(a->type, "Id") &&
	                            (same(kind, "int") || same(a->type, "int"))))
		return;
	here.line = text_line(t, tokens[at].at);
	die("%s: :%s is %s, but %s is %s. If that is meant: -- :in %s %s", q->name, a->name,
	    a->type, column, kind, a->name, kind);
}

/* Token i opens a bracket: the token after the one that closes it. */
static int after_bracket(int i)
{
	int depth = 0;

	for (; i < ntokens; i++) {
		depth += is_word(i, "(") - is_word(i, ")");
		if (!depth)
			return i + 1;
	}
	return i;
}

/* INSERT INTO t (a, b) VALUES (?1, ?2), or SELECT ?1, ?2: each against its column. */
static void insert_check(const struct query *q, const struct text *t, int into)
{
	int column = into + 3, value = after_bracket(into + 2);

	if (!is_word(into + 2, "("))
		return;
	value += is_word(value, "VALUES") ? 2 : 1;
	for (; column < ntokens && is_name(column); column += 2) {
		int next = value;

		while (next < ntokens && !is_word(next, ",") && !is_word(next, ")") &&
		       !is_word(next, "FROM") && !is_word(next, "WHERE"))
			next = is_word(next, "(") ? after_bracket(next) : next + 1;
		if (next == value + 1)
			kind_check(q, t, value, form("%s.%s", tokens[into + 1].s,
			                             tokens[column].s));
		if (!is_word(next, ","))
			return;
		value = next + 1;
	}
}

void kinds_check(const struct query *q, const struct text *t)
{
	static const char *const compare[] = { "=", "<>", "<", ">", "<=", ">=", NULL };

	tokens_read(t);
	tables_read();
	for (int i = 0; i < ntokens; i++) {
		if (is_one_of(i, compare) && i && is_name(i - 1))
			kind_check(q, t, i + 1, tokens[i - 1].s);
		if (is_one_of(i, compare) && is_name(i + 1))
			kind_check(q, t, i ? i - 1 : 0, tokens[i + 1].s);
		if (is_word(i, "INTO"))
			insert_check(q, t, i);
	}
}
