/* SPDX-License-Identifier: MIT */
/*
 * lint_scan.c -- tells code from comments and strings, and finds functions.
 *
 * A function body is a { at depth nought whose last character before it is a
 * closing parenthesis; its length is counted from { to }, both included.
 */
#include <stdlib.h>
#include <string.h>

#include "lint.h"

enum { MAX_FUNCTION = 70 };

static void blank(char *s, const char *end)
{
	for (; s < end; s++)
		if (*s != '\n')
			*s = ' ';
}

/* Past the closing quote of the string or character that opens at s. */
static char *string_end(char *s, bool c)
{
	char quote = *s++;

	for (; *s && *s != quote && !(c && *s == '\n'); s++)
		if (c && *s == '\\' && s[1])
			s++;
	return *s ? s + 1 : s;
}

/* Blanks out comments and the insides of strings; SQL knows no backslash. */
void code_blank(struct file *f)
{
	bool c = f->kind == KIND_C;
	char *s, *end;

	if (!(f->code = malloc(strlen(f->text) + 1)))
		abort();
	for (s = strcpy(f->code, f->text); *s; s = end) {
		end = s + 1;
		if (c ? begins(s, "//") : begins(s, "--")) {
			end = s + strcspn(s, "\n");
			blank(s, end);
		} else if (begins(s, "/*")) {
			end = strstr(s + 2, "*/");
			end = end ? end + 2 : s + strlen(s);
			blank(s, end);
		} else if (*s == '"' || *s == '\'') {
			end = string_end(s, c);
			if (end > s + 1)
				blank(s + 1, end - 1);
		}
	}
}

/* Lines of preprocessor, with what a backslash carries over, have braces of their own. */
static char *without_macros(const struct file *f)
{
	char *copy = strdup(f->code), *s = copy;

	if (!copy)
		abort();
	while (*s) {
		char *first = s + strspn(s, " \t"), *end = s + strcspn(s, "\n");

		if (*first == '#') {
			while (*end && end[-1] == '\\')
				end = end + 1 + strcspn(end + 1, "\n");
			blank(s, end);
		}
		s = *end ? end + 1 : end;
	}
	return copy;
}

static void function_measure(const struct file *f, const char *at, int lines)
{
	if (lines > MAX_FUNCTION)
		found(f, at, "%d lines in one function: at most %d", lines, MAX_FUNCTION);
	if (measured.nfunctions < (int)(sizeof measured.functions / sizeof *measured.functions))
		measured.functions[measured.nfunctions++] = lines;
}

/* Does a comment open between text and end?  Inside strings it is taken for one too. */
static bool comment_opens(const char *text, const char *code, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (code[i] == ' ' && text[i] == '/' && (text[i + 1] == '*' || text[i + 1] == '/'))
			return true;
	return false;
}

/* The share of lines with something on them that say something in words. */
static void comments_measure(const struct file *f)
{
	const char *t = f->text, *c = f->code;

	while (*t) {
		size_t n = strcspn(t, "\n");
		bool text = strspn(t, " \t") < n, code = strspn(c, " \t") < n;

		measured.used_lines += text;
		measured.comment_lines += text && (!code || comment_opens(t, c, n));
		t += n + (t[n] != 0);
		c += n + (c[n] != 0);
	}
}

void function_rules(const struct file *f)
{
	char *code = without_macros(f), before = 0;
	const char *open = NULL;
	int depth = 0, lines = 0;

	for (const char *s = code; *s; s++) {
		lines += *s == '\n';
		if (*s == '{' && depth++ == 0) {
			open = before == ')' ? f->code + (s - code) : NULL;
			lines = 1;
		} else if (*s == '}' && depth > 0 && --depth == 0 && open) {
			function_measure(f, open, lines);
			open = NULL;
		}
		if (*s != ' ' && *s != '\t' && *s != '\n')
			before = *s;
	}
	free(code);
	comments_measure(f);
}
