/* SPDX-License-Identifier: MIT */
/*
 * lint_c.c -- what C code of ours does not call, and what each row must say.
 */
#include <string.h>

#include "lint.h"

/* Only base/ may: it gives the rest something better. */
static const struct { const char *name, *instead; } banned[] = {
	{ "malloc",    "arena_get" },       { "calloc",   "arena_get" },
	{ "realloc",   "struct buf" },      { "free",     "an arena" },
	{ "strdup",    "arena_dup" },       { "strndup",  "arena_dupn" },
	{ "asprintf",  "arena_fmt" },       { "strcpy",   "arena_dup" },
	{ "strcat",    "struct buf" },      { "sprintf",  "arena_fmt" },
	{ "strtok",    "a loop" },          { "atoi",     "int_parse" },
	{ "atol",      "int_parse" },       { "strtod",   "money_parse" },
	{ "localtime", "moment_date" },     { "localtime_r", "moment_date" },
	{ "gmtime",    "moment_iso" },      { "gmtime_r", "moment_iso" },
	{ "system",    "no shell" },        { "popen",    "no shell" },
	{ "setjmp",    "boundary_run" },    { "longjmp",  "fault" },
	{ "gets",      "nothing" },
};

/* What host programs and the harness may not either. */
static const char *const banned_everywhere[] = {
	"strcat", "sprintf", "strtok", "atoi", "atol", "gets", "strtod",
};

/* Foreign libraries hand over memory that is to be given back. */
static const char *const may_free[] = { "web", "exchange" };

/* Pixels and spreadsheet cells are not money. */
static const char *const may_float[] = { "src/html/chart", "src/exchange/xlsx" };

static bool calls(const char *at, const char *name)
{
	const char *after = at + strlen(name);

	after += strspn(after, " \t\n");
	return *after == '(' && at[-1] != '.' && at[-1] != '>';
}

static void call_rule(const struct file *f, const char *name, const char *instead)
{
	for (const char *at = f->code; (at = word_find(at + (at != f->code), name));)
		if (at > f->code && calls(at, name))
			found(f, at, "%s() is not used here: %s instead", name, instead);
}

static void calls_rule(const struct file *f)
{
	bool freeing = false;

	if (!begins(f->path, "src/")) {
		for (size_t i = 0; i < sizeof banned_everywhere / sizeof *banned_everywhere; i++)
			call_rule(f, banned_everywhere[i], "what base/ has");
		return;
	}
	if (strcmp(f->room, "base") == 0)
		return;
	for (size_t i = 0; i < sizeof may_free / sizeof *may_free; i++)
		freeing = freeing || strcmp(f->room, may_free[i]) == 0;
	for (size_t i = 0; i < sizeof banned / sizeof *banned; i++)
		if (!(freeing && strcmp(banned[i].name, "free") == 0))
			call_rule(f, banned[i].name, banned[i].instead);
}

static void float_rule(const struct file *f)
{
	static const char *const types[] = { "float", "double" };
	const char *at;

	if (!begins(f->path, "src/"))
		return;
	for (size_t i = 0; i < sizeof may_float / sizeof *may_float; i++)
		if (begins(f->path, may_float[i]))
			return;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if ((at = word_find(f->code, types[i])))
			found(f, at, "%s: amounts, days and minutes are whole numbers", types[i]);
}

static void pence_rule(const struct file *f)
{
	if (begins(f->path, "src/base/money."))
		return;
	for (const char *s = f->code; (s = word_find(s, "pence")); s++)
		if (s > f->code && (s[-1] == '.' || (s[-1] == '>' && s[-2] == '-')))
			found(f, s, ".pence is seen by base/money.c only: money_pence()");
}

/* A statement that begins with blanks where the house has tabs. */
static void indent_rule(const struct file *f)
{
	char before = 0;

	for (const char *s = f->code; *s;) {
		const char *end = s + strcspn(s, "\n"), *last = end;

		if (*s == ' ' && strspn(s, " ") < (size_t)(end - s) &&
		    (before == ';' || before == '{' || before == '}'))
			found(f, s, "indent with tabs");
		while (last > s && (last[-1] == ' ' || last[-1] == '\t'))
			last--;
		if (last > s)
			before = last[-1];
		s = *end ? end + 1 : end;
	}
}

/* The end of the braces that open at s. */
static const char *brace_end(const char *s)
{
	int depth = 0;

	for (; *s; s++) {
		depth += (*s == '{') - (*s == '}');
		if (depth == 0)
			return s;
	}
	return s;
}

static bool has_within(const char *s, const char *end, const char *member)
{
	const char *at = word_find(s, member);

	return at && at < end && at > s && at[-1] == '.';
}

/* Where the braces of `struct TYPE NAME = {` open; NULL: at is another use of it. */
static const char *row_begin(const char *at)
{
	const char *row = at + strcspn(at, "={;()*");

	if (*row != '=')
		return NULL;
	row += 1 + strspn(row + 1, " \t\n");
	return *row == '{' ? row : NULL;
}

/*
 * A row that opens with `{ .path = "` is a route, and has to say who may take
 * it; a list or report has to say who reads it, and when.
 */
static void rows_rule(const struct file *f)
{
	static const char *const readable[] = { "struct report", "struct list" };
	const char *row;

	if (!begins(f->path, "src/") || strstr(f->path, "/test_"))
		return;
	for (const char *s = f->code; (s = strchr(s, '{')); s++) {
		row = s + 1 + strspn(s + 1, " \t\n");
		if (begins(row, ".path = \"") && !has_within(s, brace_end(s), "may"))
			found(f, s, "a route without .may: who may take it?");
	}
	for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
		for (const char *s = f->code; (s = word_find(s, readable[i])); s++)
			if ((row = row_begin(s)) && !has_within(row, brace_end(row), "why"))
				found(f, row, "without .why: who reads it, and when?");
}

void c_rules(const struct file *f)
{
	calls_rule(f);
	float_rule(f);
	pence_rule(f);
	indent_rule(f);
	rows_rule(f);
}
