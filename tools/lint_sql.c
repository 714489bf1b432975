/* SPDX-License-Identifier: MIT */
/*
 * lint_sql.c -- SQL is source that an analyst reads: its words in capitals,
 * its columns by name.
 */
#include <ctype.h>
#include <string.h>

#include "lint.h"

static const char *const keywords[] = {
	"select", "insert", "update", "delete", "from", "where", "join", "left", "inner", "and",
	"or", "not", "null", "order", "group", "having", "limit", "values", "into", "set", "case",
	"when", "then", "else", "end", "exists", "union", "create", "table", "index", "references",
	"primary", "unique", "check", "with", "as", "on", "by", "distinct", "between", "like", "is",
	"returning", "conflict", "partition", "over", "recursive",
};

/* An argument :from, a vocabulary word {X}, a column r.end or a "quoted" name. */
static bool is_name(const char *code, const char *at)
{
	return at > code && strchr(":{.\"", at[-1]);
}

void sql_rules(const struct file *f)
{
	const char *at;

	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
		for (at = f->code; (at = word_find(at, keywords[i])); at++) {
			if (is_name(f->code, at))
				continue;
			found(f, at, "%s: SQL's own words are in capitals", keywords[i]);
			break;
		}
	}
	for (at = f->code; (at = word_find(at, "SELECT")); at++) {
		const char *next = at + 6;

		while (isspace((unsigned char)*next))
			next++;
		if (*next == '*')
			found(f, at, "SELECT *: name the columns");
	}
}
