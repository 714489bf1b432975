/* SPDX-License-Identifier: MIT */
/*
 * lint.c -- the ways of the house that a compiler does not know.
 *
 *	lint           from the top of the tree: proves each rule on t/lint, then
 *	               reads the tree; ends with "N passed, N failed"
 *	lint FILE ...  only those files
 *
 * t/lint/NAME.bad begins with a line "lint: PATH | MESSAGE": the rest of it,
 * taken for a file at PATH, must give exactly one finding, which contains
 * MESSAGE.  t/lint/NAME.good must give none.  So no rule can fall asleep.
 */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lint.h"

struct measures measured;

static struct { int count; bool quiet; char last[400]; } findings;

static const struct { const char *ending; enum kind kind; } kinds[] = {
	{ ".c", KIND_C },         { ".h", KIND_C },        { ".sql", KIND_SQL },
	{ ".js", KIND_SCRIPT },   { ".mjs", KIND_SCRIPT }, { ".scss", KIND_SCRIPT },
	{ "Makefile", KIND_SCRIPT }, { "/run", KIND_SCRIPT }, { "/deps", KIND_SCRIPT },
	{ "/mkdeb", KIND_SCRIPT },
	{ ".sh", KIND_SCRIPT },   { ".py", KIND_SCRIPT },  { ".service", KIND_SCRIPT },
	{ ".md", KIND_WORDS },    { ".1", KIND_WORDS },    { "LICENSE", KIND_WORDS },
	{ ".svg", KIND_WORDS },   { ".journey", KIND_SCRIPT }, { ".gitignore", KIND_SCRIPT },
	{ ".editorconfig", KIND_SCRIPT },
};

bool begins(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && strcmp(s + n - m, suffix) == 0;
}

void found(const struct file *f, const char *at, const char *fmt, ...)
{
	const char *start = f->code && at >= f->code && at <= f->code + strlen(f->text)
	                  ? f->code : f->text;
	int line = 1;
	va_list ap;

	for (const char *s = start; at && s < at; s++)
		line += *s == '\n';
	va_start(ap, fmt);
	vsnprintf(findings.last, sizeof findings.last, fmt, ap);
	va_end(ap);
	findings.count++;
	if (!findings.quiet)
		printf("%s:%d: %s\n", f->path, line, findings.last);
}

static void file_lint(const char *path, char *text)
{
	struct file f = { .path = path, .text = text, .kind = KIND_DATA };
	const char *slash;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (ends(path, kinds[i].ending))
			f.kind = kinds[i].kind;
	/* What is kept to be compared with stays as it came. */
	if (begins(path, "t/fixtures/") || begins(path, "t/golden/"))
		f.kind = ends(path, ".md") ? KIND_WORDS : KIND_DATA;
	if (begins(path, "src/") && (slash = strchr(path + 4, '/')))
		snprintf(f.room, sizeof f.room, "%.*s", (int)(slash - path - 4), path + 4);
	for (const char *s = text; *s; s++)
		f.lines += *s == '\n';
	text_rules(&f);
	if (f.kind == KIND_C || f.kind == KIND_SQL) {
		code_blank(&f);
		if (f.kind == KIND_SQL) {
			sql_rules(&f);
		} else {
			function_rules(&f);
			c_rules(&f);
			room_rules(&f);
		}
	}
	free(f.code);
}

static char *file_read(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t n = 0, cap = 1 << 16;
	char *s = malloc(cap);

	if (!f || !s) {
		fprintf(stderr, "lint: %s: %s\n", path, strerror(errno));
		exit(2);
	}
	while ((n += fread(s + n, 1, cap - n - 1, f)) == cap - 1)
		if (!(s = realloc(s, cap *= 2)))
			exit(2);
	s[n] = 0;
	fclose(f);
	return s;
}

static void file_lint_at(const char *path)
{
	static const char *const binary[] = { ".png", ".ico", ".gz", ".xlsx", ".pdf" };

	for (size_t i = 0; i < sizeof binary / sizeof *binary; i++)
		if (ends(path, binary[i]))
			return;
	char *text = file_read(path);

	file_lint(path, text);
	free(text);
}

/* ---- the tree ---------------------------------------------------------------- */

static int not_dots(const struct dirent *e)
{
	return strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
}

static void tree_lint(const char *dir)
{
	static const char *const leave[] = { ".git", "build", "t/lint", "node_modules" };
	struct dirent **list;
	int n = scandir(dir, &list, not_dots, alphasort);

	for (int i = 0; i < n; i++) {
		char path[1024];
		struct stat st;
		bool skip = false;

		snprintf(path, sizeof path, "%s%s%s", strcmp(dir, ".") ? dir : "",
		         strcmp(dir, ".") ? "/" : "", list[i]->d_name);
		for (size_t k = 0; k < sizeof leave / sizeof *leave; k++)
			skip = skip || strcmp(path, leave[k]) == 0;
		if (!skip && lstat(path, &st) == 0) {
			if (S_ISDIR(st.st_mode))
				tree_lint(path);
			else if (S_ISREG(st.st_mode))
				file_lint_at(path);
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

/* ---- each rule must be able to refuse ------------------------------------------ */

/* "TO^^DO" in a control is one word: the file itself shall not have it. */
static void pieces_join(char *s)
{
	while ((s = strstr(s, "^^")))
		memmove(s, s + 2, strlen(s + 2) + 1);
}

static bool control_passes(const char *file, char *text)
{
	bool good = ends(file, ".good");
	char path[200] = "", want[200] = "", *body = strchr(text, '\n');
	bool fine;

	if (!body || sscanf(text, "lint: %199[^ |\n] | %199[^\n]", path, want) < (good ? 1 : 2)) {
		printf("not ok %s: wants a first line `lint: PATH | MESSAGE`\n", file);
		return false;
	}
	pieces_join(body);
	findings.count = 0;
	findings.last[0] = 0;
	findings.quiet = true;
	file_lint(path, body + 1);
	findings.quiet = false;
	fine = good ? findings.count == 0
	            : findings.count == 1 && strstr(findings.last, want);
	if (!fine)
		printf("not ok %s: %d findings, the last \"%s\"\n", file, findings.count,
		       findings.last);
	return fine;
}

static void controls_run(int *passed, int *failed)
{
	struct dirent **list;
	int n = scandir("t/lint", &list, not_dots, alphasort);

	for (int i = 0; i < n; i++) {
		char path[600], *text;

		snprintf(path, sizeof path, "t/lint/%s", list[i]->d_name);
		text = file_read(path);
		++*(control_passes(path, text) ? passed : failed);
		free(text);
		free(list[i]);
	}
	if (n <= 0) {
		printf("not ok t/lint: no controls: nothing shows that a rule works\n");
		++*failed;
	}
	if (n >= 0)
		free(list);
}

static int int_cmp(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void measures_print(void)
{
	struct measures *m = &measured;

	if (m->nfunctions == 0)
		return;
	qsort(m->functions, (size_t)m->nfunctions, sizeof *m->functions, int_cmp);
	printf("lint: %d functions, median %d lines, 95th percentile %d; comments %d %%\n",
	       m->nfunctions, m->functions[m->nfunctions / 2],
	       m->functions[m->nfunctions * 95 / 100],
	       m->used_lines ? 100 * m->comment_lines / m->used_lines : 0);
}

int main(int argc, char **argv)
{
	int passed = 0, failed = 0;

	if (argc > 1) {
		for (int i = 1; i < argc; i++)
			file_lint_at(argv[i]);
		return findings.count > 0;
	}
	controls_run(&passed, &failed);
	memset(&measured, 0, sizeof measured);
	findings.count = 0;
	tree_lint(".");
	++*(findings.count == 0 ? &passed : &failed);
	if (findings.count)
		printf("not ok lint: %d findings\n", findings.count);
	measures_print();
	printf("%d passed, %d failed\n", passed, failed);
	return failed > 0;
}
