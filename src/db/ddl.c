/* SPDX-License-Identifier: MIT */
/*
 * ddl.c -- our dialect's CREATE TABLE as SQLite wants it.
 *
 * In the text of CREATE TABLE and ALTER TABLE only, BIGINT becomes INTEGER
 * and BYTEA becomes BLOB; behind a CREATE TABLE's last bracket comes STRICT.
 * A key that is INTEGER is SQLite's own row number: half the room, twice the
 * speed; and a STRICT table refuses a text where a number belongs.
 * Comments and quoted texts are passed over.
 */
#include "db/engine.h"

#include <ctype.h>
#include <string.h>

enum what { OTHER, CREATE_TABLE, ALTER_TABLE };

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

size_t ddl_untouched(const char *s)
{
	const char *end = NULL;

	if (s[0] == '-' && s[1] == '-')
		end = strchr(s, '\n');
	else if (*s == '\'')
		end = strchr(s + 1, '\'');
	else
		return 0;
	return end ? (size_t)(end - s) + 1 : strlen(s);
}

static bool word_is(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && !strncmp(s, word, n);
}

struct reading { enum what what; int depth; int words; bool create; };

/* The first two words tell what statement it is. */
static void see_word(struct reading *r, const char *s, size_t n)
{
	if (r->words == 0)
		r->create = word_is(s, n, "CREATE");
	if (r->words == 0 && !r->create && !word_is(s, n, "ALTER"))
		r->words = 2;
	if (r->words == 1 && word_is(s, n, "TABLE"))
		r->what = r->create ? CREATE_TABLE : ALTER_TABLE;
	r->words++;
}

static void put_word(struct buf *b, const struct reading *r, const char *s, size_t n)
{
	if (r->what != OTHER && word_is(s, n, "BIGINT"))
		buf_str(b, "INTEGER");
	else if (r->what != OTHER && word_is(s, n, "BYTEA"))
		buf_str(b, "BLOB");
	else
		buf_add(b, s, n);
}

static void put_char(struct buf *b, struct reading *r, char c)
{
	buf_char(b, c);
	if (c == '(')
		r->depth++;
	if (c == ')' && --r->depth == 0 && r->what == CREATE_TABLE)
		buf_str(b, " STRICT");
	if (c == ';' && r->depth == 0)
		*r = (struct reading){ OTHER };
}

char *engine_ddl(struct arena *a, const char *sql)
{
	struct buf b = buf_new(a);
	struct reading r = { OTHER };

	for (size_t n; *sql; sql += n) {
		n = ddl_untouched(sql);
		if (n) {
			buf_add(&b, sql, n);
			continue;
		}
		while (is_word(sql[n]))
			n++;
		if (n) {
			see_word(&r, sql, n);
			put_word(&b, &r, sql, n);
		} else {
			put_char(&b, &r, *sql);
			n = 1;
		}
	}
	return buf_text(&b);
}
