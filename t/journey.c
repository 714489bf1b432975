/* SPDX-License-Identifier: MIT */
/*
 * journey.c -- reads a journey and does what it says, line by line.
 *
 * Every t/journeys/NAME.journey is a test of its own; every one in
 * t/journeys/controls must fail, which test_journey.c sees to.
 */
#include "t/journey.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jobs/calendar.h"
#include "jobs/jobs.h"
#include "t/journey_inside.h"
#include "t/world.h"

enum { WORDS = 90, JOURNEYS = 300 };

/* ---- words of a line --------------------------------------------------- */

/* Cut at blanks, but not within quotes; quotes go, and \" in them is a quote. */
static int words_cut(struct arena *a, const char *s, char **out)
{
	int n = 0;

	for (s += strspn(s, " \t"); *s && *s != '#' && n < WORDS; s += strspn(s, " \t")) {
		struct buf b = buf_new(a);
		bool quoted = false;

		for (; *s && (quoted || !strchr(" \t", *s)); s++) {
			if (*s == '\\' && s[1] == '"')
				buf_char(&b, *++s);
			else if (*s == '"')
				quoted = !quoted;
			else
				buf_char(&b, *s);
		}
		out[n++] = buf_text(&b);
	}
	return n;
}

/* {request} -> the number that an earlier line took. */
char *journey_filled(struct journey *j, const char *s)
{
	struct buf b = buf_new(j->t->arena);

	while (*s) {
		size_t n = strcspn(s + 1, "}"), i = 0;

		while (*s == '{' && i < j->nknown &&
		       (strlen(j->known[i].name) != n || strncmp(j->known[i].name, s + 1, n) != 0))
			i++;
		if (*s != '{' || i == j->nknown) {
			buf_char(&b, *s++);
			continue;
		}
		buf_int(&b, j->known[i].v);
		s += n + 2;
	}
	return buf_text(&b);
}

void journey_learn(struct journey *j, const char *name, int64_t v)
{
	size_t i = 0;

	while (i < j->nknown && strcmp(j->known[i].name, name) != 0)
		i++;
	SURE(i < NAMES);
	j->known[i].name = name;
	j->known[i].v = v;
	if (i == j->nknown)
		j->nknown++;
}

/* ---- what lines do ----------------------------------------------------- */

static void do_as(struct journey *j, const char *name)
{
	static const char *const schedulers[] = {
		"brook", "cedar", "dale", "elm", "fern", "gorse", "holly",
	};

	if (strcmp(name, "nobody") == 0) {
		client_sign_out(j->c);
		return;
	}
	for (size_t i = 0; i < COUNT(schedulers); i++)
		if (strcmp(name, schedulers[i]) == 0)
			name = arena_fmt(j->t->arena, "p%zu", i + 1);
	client_as(j->c, name);
}

static void do_get(struct journey *j, const char *path)
{
	client_get(j->c, journey_filled(j, path));
	client_follow(j->c);
}

char *journey_fields(struct journey *j, char **words, int n)
{
	struct buf b = buf_new(j->t->arena);

	for (int i = 0; i < n; i++) {
		char *eq = strchr(words[i], '=');

		if (!eq) {
			FAIL(j, "\"%s\" is not name=value", words[i]);
			continue;
		}
		url_add(&b, arena_dupn(j->t->arena, words[i], (size_t)(eq - words[i])),
		        journey_filled(j, eq + 1));
	}
	return buf_text(&b) + (b.n ? 1 : 0);
}

/* The status and the place stay those of the answer; the page is the one it led to. */
void journey_follow(struct journey *j)
{
	int status;
	const char *went;

	status = j->c->status;
	went = j->c->location;
	client_follow(j->c);
	j->c->status = status;
	j->c->location = went;
}

static void do_post(struct journey *j, const char *path, char **words, int n)
{
	client_send(j->c, journey_filled(j, path), journey_fields(j, words, n));
	journey_follow(j);
}

static void do_json(struct journey *j, const char *path, char **words, int n)
{
	struct buf b = buf_new(j->t->arena);

	buf_char(&b, '{');
	for (int i = 0; i < n; i++) {
		char *eq = strchr(words[i], '=');
		const char *v = eq ? journey_filled(j, eq + 1) : "";
		bool json = *v == '[' || *v == '{';

		buf_fmt(&b, "%s\"%.*s\":", i ? "," : "", eq ? (int)(eq - words[i]) : 0, words[i]);
		buf_fmt(&b, json ? "%s" : "\"%s\"", v);
	}
	buf_char(&b, '}');
	client_json(j->c, journey_filled(j, path), buf_text(&b));
}

static void do_goes(struct journey *j, const char *want)
{
	const char *went = j->c->location, *w = journey_filled(j, want);

	while (*w && *went) {
		if (*w == '{' && *went >= '0' && *went <= '9') {
			size_t n = strcspn(w + 1, "}");
			char *end;

			journey_learn(j, arena_dupn(j->t->arena, w + 1, n), strtoll(went, &end,
			                10));
			went = end;
			w += n + 2;
		} else if (*w++ != *went++) {
			w = went = "x";          /* not the same */
			break;
		}
	}
	if (*w || (*went && *went != '?'))
		FAIL(j, "it went to \"%s\", not to \"%s\"", j->c->location, want);
}

static void do_sees(struct journey *j, const char *text, bool wanted)
{
	const char *has = journey_filled(j, text);

	if ((strstr(j->c->text, has) != NULL) != wanted)
		FAIL(j, "%s \"%s\" on %s (%d): %.700s", wanted ? "no" : "there is", has, j->c->path,
		     j->c->status, j->c->text);
}

static void do_clock(struct journey *j, char **words, int n)
{
	const char *s = words[0];
	int64_t by;
	Date day;
	Minutes time = { 0 };
	char *unit;

	if (*s == '=' && date_parse(s + 1, &day) && (n == 1 || time_parse(words[1], &time))) {
		clock_set(moment_at(day, time));
		return;
	}
	by = strtoll(s, &unit, 10);
	if (*s != '+' || !by || !*unit || !strchr("mhd", *unit)) {
		FAIL(j, "no time: \"%s\"", s);
		return;
	}
	by *= *unit == 'm' ? 1 : *unit == 'h' ? 60 : 1440;
	clock_set((Moment){ clock_now().ms + by * 60000 });
}

/* ---- lines ------------------------------------------------------------- */

static void do_status(struct journey *j, const char *want)
{
	int64_t n = 0;

	if (!int_parse(want, &n) || j->c->status != n)
		FAIL(j, "status %d, not %s, on %s: %.300s", j->c->status, want, j->c->path,
		     j->c->text);
}

static void step(struct journey *j, char **w, int n)
{
	const char *verb = w[0];

	j->steps++;
	if (strcmp(verb, "as") == 0 && n == 2)
		do_as(j, w[1]);
	else if (strcmp(verb, "get") == 0 && n == 2)
		do_get(j, w[1]);
	else if (strcmp(verb, "post") == 0 && n >= 2)
		do_post(j, w[1], w + 2, n - 2);
	else if (strcmp(verb, "json") == 0 && n >= 2)
		do_json(j, w[1], w + 2, n - 2);
	else if (strcmp(verb, "goes") == 0 && n == 2)
		do_goes(j, w[1]);
	else if (strcmp(verb, "status") == 0 && n == 2)
		do_status(j, w[1]);
	else if (strcmp(verb, "sees") == 0 && n == 2)
		do_sees(j, w[1], true);
	else if (strcmp(verb, "not") == 0 && n == 2)
		do_sees(j, w[1], false);
	else if (strcmp(verb, "clock") == 0 && n >= 2)
		do_clock(j, w + 1, n - 1);
	else if (strcmp(verb, "run-clerk") == 0 && n == 1)
		clerk_turn(j->clerk, clock_now());
	else if (!journey_page_step(j, w, n))
		FAIL(j, "not understood: %s, with %d words after it", verb, n - 1);
}

/* "post ... goes /there" in one line: the last two words are a step of their own. */
static void line(struct journey *j, const char *s)
{
	char *w[WORDS];
	int n = words_cut(j->t->arena, s, w);
	bool goes = n > 2 && strcmp(w[n - 2], "goes") == 0;

	if (!n || strcmp(w[0], "journey") == 0 || strcmp(w[0], "paper") == 0)
		return;
	step(j, w, goes ? n - 2 : n);
	if (goes)
		step(j, w + n - 2, 2);
}

static char *slurp(struct arena *a, const char *file)
{
	struct buf b = buf_new(a);
	char part[4096];
	size_t n;
	FILE *f = fopen(file, "r");

	if (!f)
		return NULL;
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&b, part, n);
	fclose(f);
	return buf_text(&b);
}

/* The next line, with those that a backslash at its end carries over. */
static char *line_take(struct journey *j, char **at)
{
	struct buf b = buf_new(j->t->arena);
	bool more = true;

	while (more && **at) {
		size_t n = strcspn(*at, "\n");

		more = n && (*at)[n - 1] == '\\';
		buf_add(&b, *at, n - more);
		*at += n + ((*at)[n] == '\n');
		j->line++;
	}
	return buf_text(&b);
}

/* Working days around the small council's day: returns count them. */
static bool fill_calendar(void *arg)
{
	struct db *db = arg;

	calendar_fill_years(db, 2025, 2027);
	return true;
}

void journey_run(struct t *t, const char *file)
{
	world_make(t->db);
	db_write(t->db, fill_calendar, t->db);
	journey_more(t, file);
}

void journey_more(struct t *t, const char *file)
{
	struct journey j = { .t = t, .file = file };
	char *s = slurp(t->arena, file);

	if (!s) {
		FAIL(&j, "cannot be read");
		return;
	}
	j.c = j.tabs[0] = client_new(t);
	j.clerk = clerk_new(t->arena, t->db, t_directory(t), clock_now());
	/* After the first failure others would only follow from it. */
	while (*s && (!t_now.outcome || !t_now.outcome->failures))
		line(&j, line_take(&j, &s));
	if (!j.steps)
		FAIL(&j, "a journey of no steps");
}

/* ---- one test for each file -------------------------------------------- */

static void run_named(struct t *t)
{
	journey_run(t, t->test->file);
}

static void register_all(const char *pattern, enum test_kind kind)
{
	static glob_t found[2];
	static struct test made[JOURNEYS];
	static size_t n;
	glob_t *g = &found[kind == TEST_CONTROL];

	if (glob(pattern, 0, NULL, g) != 0)
		return;
	for (size_t i = 0; i < g->gl_pathc; i++) {
		const char *file = g->gl_pathv[i];

		SURE(n < JOURNEYS);
		made[n] = (struct test){ .file = file, .name = strrchr(file, '/') + 1,
		                         .run = run_named, .kind = kind };
		test_register(&made[n++]);
	}
}

__attribute__((constructor)) static void journeys_register(void)
{
	register_all("t/journeys/*.journey", TEST_STRAIGHT);
	register_all("t/journeys/controls/*.journey", TEST_CONTROL);
}
