/* SPDX-License-Identifier: MIT */
/*
 * lint_text.c -- what holds for every file: its licence line, its width, no
 * note of work left to do, and nothing that only the author's machine knows.
 */
#include <string.h>

#include "lint.h"

enum { MAX_COLUMNS = 100, MAX_LINES = 600, TAB = 8 };

/* Written in pieces, so that this file may be linted too. */
static const char *const left_to_do[] = { "TO" "DO", "FIX" "ME", "XX" "X" };
static const char *const machine[] = {
	"/wor" "k/", "../sha" "red", "/tmp/br" "ief", "/ro" "ot/", "\"reso" "lved\":",
};

bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

const char *word_find(const char *s, const char *word)
{
	size_t n = strlen(word);
	const char *start = s;

	for (; (s = strstr(s, word)); s += n)
		if ((s == start || !word_char(s[-1])) && !word_char(s[n]))
			return s;
	return NULL;
}

static void licence_rule(const struct file *f)
{
	const char *line = f->text, *end;

	if (f->kind == KIND_DATA)
		return;
	if (begins(line, "#!") && strchr(line, '\n'))
		line = strchr(line, '\n') + 1;
	end = line + strcspn(line, "\n");
	line = strstr(line, "SPDX-License-Identifier: MIT");
	if (!line || line > end)
		found(f, f->text, "no licence: the first line is SPDX-License-Identifier: MIT");
}

static void words_rule(const struct file *f)
{
	const char *at;

	for (size_t i = 0; i < sizeof left_to_do / sizeof *left_to_do; i++)
		if ((at = word_find(f->text, left_to_do[i])) && f->kind != KIND_DATA)
			found(f, at, "%s: do it, or write an issue", left_to_do[i]);
	for (size_t i = 0; i < sizeof machine / sizeof *machine; i++)
		if ((at = strstr(f->text, machine[i])))
			found(f, at, "%s: known to one machine only", machine[i]);
}

static int columns_of(const char *s, const char *end)
{
	int n = 0;

	for (; s < end; s++) {
		if (*s == '\t')
			n += TAB - n % TAB;
		else if (((unsigned char)*s & 0xC0) != 0x80)   /* not inside a character */
			n++;
	}
	return n;
}

static void lines_rule(const struct file *f)
{
	const char *s = f->text, *end;
	bool narrow = f->kind == KIND_C || f->kind == KIND_SQL || f->kind == KIND_SCRIPT;

	for (; *s; s = *end ? end + 1 : end) {
		int n;

		end = s + strcspn(s, "\n");
		n = columns_of(s, end);
		if (end > s && (end[-1] == ' ' || end[-1] == '\t'))
			found(f, s, "blanks at the end of the line");
		if (end > s && end[-1] == '\r')
			found(f, s, "a carriage return at the end of the line");
		if (narrow && n > MAX_COLUMNS)
			found(f, s, "%d columns: at most %d", n, MAX_COLUMNS);
		if (!*end)
			found(f, s, "the last line has no end");
	}
}

void text_rules(const struct file *f)
{
	licence_rule(f);
	words_rule(f);
	if (f->kind == KIND_DATA)
		return;
	lines_rule(f);
	if (f->kind == KIND_C && f->lines > MAX_LINES)
		found(f, NULL, "%d lines in one file: at most %d", f->lines, MAX_LINES);
}
