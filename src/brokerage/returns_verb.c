/* SPDX-License-Identifier: MIT */
/*
 * returns_verb.c -- `almoner report noon|five|monthly`: a return on standard output.
 */
#include "brokerage/returns_pages.h"

#include <stdio.h>
#include <string.h>

#include "site/verb.h"

enum { MONTHS = 13 };

static void put_bytes(const char *s, size_t n)
{
	if (fwrite(s, 1, n, stdout) != n || fflush(stdout) != 0)
		fault(FAULT_IO, "standard output cannot be written");
}

static void text_row(struct buf *b, const struct table *t, const struct cell *row)
{
	for (size_t i = 0; i < t->ncolumns; i++)
		buf_fmt(b, "%s%s", i ? "\t" : "", row ? cell_text(b->arena, &t->columns[i], &row[i])
		                                      : t->columns[i].label);
	buf_char(b, '\n');
}

static void say_text(struct arena *a, const struct figures *f, const struct table *only)
{
	struct buf b = buf_new(a);

	buf_fmt(&b, "%s\nAs at %s\n%s\n", f->title, moment_text(a, f->as_at), f->rule);
	for (size_t i = 0; i < f->nparts; i++) {
		const struct table *t = &f->parts[i].table;

		if (only && t != only)
			continue;
		buf_fmt(&b, "\n%s\n", t->title);
		text_row(&b, t, NULL);
		for (size_t r = 0; r < t->nrows; r++)
			text_row(&b, t, table_at(t, r));
	}
	put_bytes(b.s, b.n);
}

static void say_csv(struct arena *a, const struct figures *f, const struct table *only)
{
	struct book all = figures_book(a, f);
	size_t n;
	const char *bytes = only ? table_file(a, only, TABLE_CSV, &n)
	                         : book_file(a, &all, TABLE_CSV, &n);

	put_bytes(bytes, n);
}

static bool say(struct words *w, const struct figures *f, const char *format, const char *part)
{
	const struct table *only = part ? figures_part(f, part) : NULL;
	const char *json;

	if (part && !only) {
		fprintf(stderr, "almoner: this return has no part %s\n", part);
		return false;
	}
	if (strcmp(format, "csv") == 0) {
		say_csv(w->arena, f, only);
	} else if (strcmp(format, "json") == 0) {
		json = figures_json(w->arena, f);
		put_bytes(json, strlen(json));
		put_bytes("\n", 1);
	} else if (strcmp(format, "text") == 0) {
		say_text(w->arena, f, only);
	} else {
		fprintf(stderr, "almoner: --format is csv, json or text, not %s\n", format);
		return false;
	}
	return true;
}

static int report_verb(struct words *w)
{
	const char *day = words_option(w, "--day", NULL), *format = words_option(w, "--format",
		"text");
	const char *part = words_option(w, "--part", NULL);
	const struct word *kind;
	const char *name;
	Moment now = clock_now();
	Date on = moment_date(now);
	struct figures *f;

	words_data(w);
	name = words_next(w, "noon, five or monthly");
	if (!words_done(w))
		return VERB_MISUSED;
	kind = vocab_by_key(&return_kind_vocab, name);
	if (!kind || (day && !date_parse(day, &on))) {
		fprintf(stderr, "almoner: %s\n", kind ? "--day is a date, like 2026-03-31"
		                                      : "the return is noon, five or monthly");
		return VERB_MISUSED;
	}
	verb_open(w, DB_READ_ONLY);
	f = figures_make(w->db, w->arena, (enum return_kind)kind->code, on, now, MONTHS, false);
	return say(w, f, format, part) ? VERB_OK : VERB_MISUSED;
}

const struct verb return_verbs[] = {
	{ "report", "noon|five|monthly --data DIR [--day D] [--format text|csv|json] [--part KEY]",
	  "Say a return, counted from the facts as they are now.", report_verb },
};
const size_t return_nverbs = COUNT(return_verbs);
