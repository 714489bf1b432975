/* SPDX-License-Identifier: MIT */
/*
 * mksql_schema.c -- what the schema says a name is.
 *
 *	id of table care_request     CareRequestId
 *	REFERENCES person (id)       PersonId
 *	named as a table: person     PersonId, also where no foreign key can say so
 *	_day _ms _pence _mins        Date, Moment, Money, Minutes
 *	BIGINT TEXT BYTEA            int, text, bytes
 */
#include <ctype.h>
#include <string.h>

#include "mksql.h"

struct column columns[MAX_COLUMNS];
int ncolumns;

const char *id_of_table(const char *table)
{
	char *id = get(strlen(table) + sizeof "Id"), *o = id;
	bool up = true;

	for (; *table; table++) {
		if (*table != '_')
			*o++ = up ? (char)toupper((unsigned char)*table) : *table;
		up = *table == '_';
	}
	memcpy(o, "Id", sizeof "Id");
	return id;
}

bool is_table_with_id(const char *name)
{
	for (int i = 0; i < ncolumns; i++)
		if (same(columns[i].table, name) && same(columns[i].name, "id"))
			return true;
	return false;
}

const char *type_of_ending(const char *name)
{
	static const char *const endings[][2] = {
		{ "_day", "Date" }, { "_ms", "Moment" }, { "_pence", "Money" },
		{ "_mins", "Minutes" },
	};

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (ends(name, endings[i][0]) || same(name, endings[i][0] + 1))
			return endings[i][1];
	return same(name, "now") ? "Moment" : NULL;
}

const char *type_of_column(const char *table, const char *name)
{
	const char *found = NULL;

	for (int i = 0; i < ncolumns; i++) {
		if (!same(columns[i].name, name) || (table && !same(columns[i].table, table)))
			continue;
		if (found && !same(found, columns[i].type))
			return NULL;             /* two tables disagree */
		found = columns[i].type;
	}
	return found;
}

static sqlite3_stmt *ask(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL))
		die("%s", sqlite3_errmsg(db));
	return st;
}

/* A copy, or NULL for NULL: what SQLite hands out is gone with the next row. */
static const char *text_at(sqlite3_stmt *st, int i)
{
	const unsigned char *s = sqlite3_column_text(st, i);

	return s ? form("%s", s) : NULL;
}

static const char *type_declared(const char *table, const char *name, const char *type)
{
	const char *unit = type_of_ending(name);

	if (same(type, "BIGINT"))
		return same(name, "id") ? id_of_table(table) : unit ? unit : "int";
	if (same(type, "BYTEA"))
		return "bytes";
	if (same(type, "TEXT"))
		return "text";
	die("%s.%s: type %s; only BIGINT, TEXT and BYTEA are allowed", table, name, type);
}

/* A foreign key to an id makes the column one. */
static void references_read(sqlite3 *db, const char *table, int first)
{
	sqlite3_stmt *st = ask(db, form("SELECT \"from\", \"table\", \"to\" "
	                                "FROM pragma_foreign_key_list('%s')", table));

	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *from = text_at(st, 0), *to = text_at(st, 1), *key = text_at(st, 2);

		if (key && !same(key, "id"))
			continue;
		if (is_table_with_id(from) && !same(from, to))
			die("%s.%s: is named as the table %s, but is an id of %s",
			    table, from, from, to);
		for (int i = first; i < ncolumns; i++)
			if (same(columns[i].table, table) && same(columns[i].name, from))
				columns[i].type = id_of_table(to);
	}
	sqlite3_finalize(st);
}

static void columns_read(sqlite3 *db, const char *table)
{
	sqlite3_stmt *st = ask(db, form("SELECT name, type FROM pragma_table_info('%s')", table));

	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *name = text_at(st, 0);

		if (ncolumns == MAX_COLUMNS)
			die("more than %d columns", MAX_COLUMNS);
		columns[ncolumns++] = (struct column){
			table, name, type_declared(table, name, text_at(st, 1)),
		};
	}
	sqlite3_finalize(st);
}

static void tables_read(sqlite3 *db)
{
	sqlite3_stmt *st = ask(db, "SELECT name FROM sqlite_schema "
	                           "WHERE type IN ('table', 'view') ORDER BY name");

	while (sqlite3_step(st) == SQLITE_ROW)
		columns_read(db, text_at(st, 0));
	sqlite3_finalize(st);
	for (int i = 0; i < ncolumns; i++)
		if (!i || !same(columns[i].table, columns[i - 1].table))
			references_read(db, columns[i].table, i);
	for (int i = 0; i < ncolumns; i++)
		if (same(columns[i].type, "int") && is_table_with_id(columns[i].name))
			columns[i].type = id_of_table(columns[i].name);
}

/* ---- stand-ins for the functions that db/functions.c registers --------------- */

static void no_value(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	(void)v;
	sqlite3_result_null(c);
}

static void no_final(sqlite3_context *c)
{
	sqlite3_result_null(c);
}

static const char *const ours[] = {
	"greatest", "least", "div_floor", "div_half_up", "mul_chk", "add_chk", "iso_day",
	"day_iso", "day_year", "day_month", "day_dom", "day_mon",
};

void functions_forget(sqlite3 *db)
{
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		sqlite3_create_function(db, ours[i], -1, SQLITE_UTF8, NULL, NULL, NULL, NULL);
	sqlite3_create_function(db, "string_agg", 2, SQLITE_UTF8, NULL, NULL, NULL, NULL);
}

static void functions_add(sqlite3 *db)
{
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		sqlite3_create_function(db, ours[i], -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
		                        NULL, no_value, NULL, NULL);
	sqlite3_create_window_function(db, "string_agg", 2, SQLITE_UTF8, NULL, no_value,
	                               no_final, no_final, no_value, NULL);
}

sqlite3 *schema_open(char **paths, int n)
{
	sqlite3 *db;
	char *err;

	if (sqlite3_open(":memory:", &db))
		die("no database");
	functions_add(db);
	for (int i = 0; i < n; i++) {
		here.file = paths[i];
		if (sqlite3_exec(db, slurp(paths[i]), NULL, NULL, &err))
			die("%s", err);
	}
	tables_read(db);
	return db;
}
