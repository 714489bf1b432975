/* SPDX-License-Identifier: MIT */
/*
 * pg_ddl.c -- a schema step as PostgreSQL wants it.
 *
 *	session_user     quoted: an index of 0001 has a name that it keeps for itself
 *	DROP TABLE t     what refers to t lets go of it first, and takes hold again at the end
 *
 * To change a constraint of a table is to make it anew: new table, copy, drop, rename
 * (dialect.md).  SQLite lets references be for the length of a step; here they are taken
 * away before the drop, whoever has them, and put back behind the last statement, by
 * then to the table that has the name.  What refers to nothing then is refused, as
 * there.  Comments and quoted texts are passed over.
 */
#include "db/pg.h"

#include <ctype.h>
#include <string.h>

/* Kept by the number of the table that refers, for that one may be renamed too.  No table
 * with checks that are still to come may be changed, so they come now. */
static const char begin[] =
	"CREATE TEMP TABLE let_go (n bigint GENERATED ALWAYS AS IDENTITY, rel oid, con name, "
	"says text) ON COMMIT DROP;";

static const char let_go[] =
	"SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"
	"DO $$ DECLARE r record; BEGIN FOR r IN SELECT conrelid, conname, "
	"pg_get_constraintdef(oid) AS says FROM pg_constraint WHERE contype = 'f' AND "
	"confrelid = to_regclass('public.%s') AND conrelid <> confrelid ORDER BY conname LOOP "
	"INSERT INTO let_go (rel, con, says) VALUES (r.conrelid, r.conname, r.says); "
	"EXECUTE format('ALTER TABLE %%s DROP CONSTRAINT %%I', CAST(r.conrelid AS regclass), "
	"r.conname); END LOOP; END $$;";

static const char take_hold[] =
	"\n;SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"
	"DO $$ DECLARE r record; BEGIN FOR r IN SELECT rel, con, says FROM let_go "
	"WHERE EXISTS (SELECT FROM pg_class WHERE oid = rel) ORDER BY n LOOP "
	"EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', CAST(r.rel AS regclass), r.con, "
	"r.says); END LOOP; END $$; DROP TABLE let_go";

static size_t word_length(const char *s)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	return n;
}

static size_t words_pass(const char *s, const char *one, const char *two)
{
	const size_t n = strlen(one);
	size_t blank;

	if (word_length(s) != n || strncmp(s, one, n) != 0)
		return 0;
	blank = strspn(s + n, " \t\n");
	if (!blank || word_length(s + n + blank) != strlen(two) ||
	    strncmp(s + n + blank, two, strlen(two)) != 0)
		return 0;
	return n + blank + strlen(two);
}

/* Before `DROP TABLE t`: the statement that lets go of t. */
static bool put_let_go(struct arena *a, struct buf *b, const char *s)
{
	const size_t n = words_pass(s, "DROP", "TABLE");
	const char *name = s + n + strspn(s + n, " \t\n");

	if (n)
		buf_fmt(b, let_go, arena_fmt(a, "%.*s", (int)word_length(name), name));
	return n > 0;
}

char *pg_ddl(struct arena *a, const char *sql)
{
	struct buf b = buf_new(a);
	bool drops = false;

	for (size_t n; *sql; sql += n) {
		n = ddl_untouched(sql);
		if (!n && (n = word_length(sql)) > 0) {
			drops |= put_let_go(a, &b, sql);
			if (n == 12 && strncmp(sql, "session_user", n) == 0)
				buf_str(&b, "\"session_user\"");
			else
				buf_add(&b, sql, n);
			continue;
		}
		n = n ? n : 1;
		buf_add(&b, sql, n);
	}
	return drops ? arena_fmt(a, "%s%s%s", begin, buf_text(&b), take_hold) : buf_text(&b);
}
