/* SPDX-License-Identifier: MIT */
/*
 * journey_page.c -- what a journey does with the page that is open: fill it in
 * late, send it twice, read its links and its order; browsers side by side;
 * and what was mailed meanwhile.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html/html.h"
#include "t/journey_inside.h"

/* ---- forms that lie open ------------------------------------------------------ */

/* The form of the page: the one that leads to its own address, or, where a
 * session has ended, the one that leads back to it. */
static char *open_form(struct journey *j, const char **to)
{
	char *form = page_form(j->t->arena, j->c->body, j->c->path);

	*to = form ? j->c->path : "/sign-in";
	return form ? form : page_form(j->t->arena, j->c->body, *to);
}

static void send_again(struct journey *j)
{
	client_raw(j->c, j->sent_to, "application/x-www-form-urlencoded", j->sent, strlen(j->sent));
	journey_follow(j);
}

static void do_press(struct journey *j, char **words, int n)
{
	char *form = open_form(j, &j->sent_to);

	if (!form) {
		FAIL(j, "no form on %s (%d): %.300s", j->c->path, j->c->status, j->c->text);
		return;
	}
	j->sent = client_fields_over(j->c, form, journey_fields(j, words, n));
	send_again(j);
}

static void do_again(struct journey *j)
{
	if (j->sent)
		send_again(j);
	else
		FAIL(j, "nothing was pressed before");
}

static void do_holds(struct journey *j, char *word)
{
	const char *to;
	char *form = open_form(j, &to), *want = journey_fields(j, &word, 1);

	if (!form || !strstr(arena_fmt(j->t->arena, "&%s&", form),
	                     arena_fmt(j->t->arena, "&%s&", want)))
		FAIL(j, "the form on %s (%d) does not hold %s: %.1500s", j->c->path, j->c->status,
		     want, form ? form : "there is none");
}

/* ---- links and order -------------------------------------------------------------- */

/* Does `at` begin with the pattern, up to a quotation mark?  Its number goes to *v. */
static bool link_is(const char *at, const char *want, int64_t *v)
{
	for (; *want; want++) {
		if (*want != '{') {
			if (*at++ != *want)
				return false;
			continue;
		}
		if (*at < '0' || *at > '9')
			return false;
		*v = strtoll(at, (char **)&at, 10);
		want = strchr(want, '}');
	}
	return *at == '"' || *at == '?';
}

static const char *link_text(struct journey *j, const char *href)
{
	const char *in = strchr(href, '>'), *end = in ? strstr(in, "</a>") : NULL;

	return end ? page_words(j->t->arena, arena_dupn(j->t->arena, in + 1,
	                                                (size_t)(end - in - 1))) : "";
}

static void do_link(struct journey *j, const char *pattern, const char *text)
{
	const char *want = journey_filled(j, pattern), *open = strchr(want, '{');
	int64_t v = 0;

	for (const char *s = j->c->body; (s = strstr(s, " href=\"")); s++) {
		if (!link_is(s + 7, want, &v) || (text && !strstr(link_text(j, s), text)))
			continue;
		if (open)
			journey_learn(j, arena_dupn(j->t->arena, open + 1, strcspn(open + 1,
			                "}")), v);
		return;
	}
	FAIL(j, "no link %s \"%s\" on %s (%d): %.1500s", want, text ? text : "", j->c->path,
	     j->c->status, j->c->text);
}

static void do_order(struct journey *j, char **words, int n)
{
	const char *at = j->c->text;

	for (int i = 0; i < n; i++) {
		const char *found = strstr(at, journey_filled(j, words[i]));

		if (!found) {
			FAIL(j, "\"%s\" does not follow, on %s: %.1500s", words[i], j->c->path,
			     j->c->text);
			return;
		}
		at = found + 1;
	}
}

/* ---- browsers side by side ----------------------------------------------------------- */

static void do_in(struct journey *j, const char *word)
{
	int64_t n = 0;

	if (!int_parse(word, &n) || n < 1 || n > TABS) {
		FAIL(j, "browsers are 1 to %d", TABS);
		return;
	}
	if (!j->tabs[n - 1])
		j->tabs[n - 1] = client_another(j->tabs[0]);
	j->c = j->tabs[n - 1];
}

/* ---- files --------------------------------------------------------------------------- */

static char *file_read(struct journey *j, const char *name, size_t *n)
{
	struct buf b = buf_new(j->t->arena);
	char part[4096];
	size_t got;
	FILE *f = fopen(name, "r");

	if (!f) {
		FAIL(j, "%s cannot be read", name);
		return NULL;
	}
	while ((got = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&b, part, got);
	fclose(f);
	*n = b.n;
	return buf_text(&b);
}

/* The one file of a form; its other answers as they come. */
static void do_upload(struct journey *j, const char *path, char **words, int n)
{
	struct client_file f = { .name = NULL };
	char **plain = NEWN(j->t->arena, char *, (size_t)n + 1);
	int m = 0;

	for (int i = 0; i < n; i++) {
		char *at = strstr(words[i], "=@");

		if (!at) {
			plain[m++] = words[i];
			continue;
		}
		f.field = arena_dupn(j->t->arena, words[i], (size_t)(at - words[i]));
		f.name = strrchr(at, '/') ? strrchr(at, '/') + 1 : at + 2;
		if (!(f.bytes = file_read(j, at + 2, &f.n)))
			return;
	}
	client_upload(j->c, journey_filled(j, path), journey_fields(j, plain, m), &f);
	journey_follow(j);
}

/* ---- mail -------------------------------------------------------------------------------- */

struct letter { const char *to, *text; };
static const struct sql_piece letter_piece = {
	"SELECT to_address, subject || '\n' || body FROM mail_out ORDER BY id", -1, 0 };
static const struct col letter_cols[] = {
	{ "to_address", offsetof(struct letter, to), COL_TEXT },
	{ "text", offsetof(struct letter, text), COL_TEXT },
};
/* Pages never show a letter's words, so the outbox is read beneath them. */
static const struct sql letters = { .name = "letters", .file = __FILE__, .pieces = &letter_piece,
	.npieces = 1, .cols = letter_cols, .ncols = COUNT(letter_cols),
	.row_size = sizeof(struct letter) };

static void do_mailed(struct journey *j, const char *to, const char *text, bool wanted)
{
	struct buf seen = buf_new(j->t->arena);
	const char *has = journey_filled(j, text);
	struct letter *all;
	void *rows;
	size_t n = db_all(j->t->db, j->t->arena, &letters, NULL, 0, &rows);

	all = rows;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(to, "*") != 0 && strcmp(all[i].to, to) != 0)
			continue;
		if (strstr(all[i].text, has) != NULL) {
			if (!wanted)
				FAIL(j, "there is \"%s\" in a letter to %s: %s", has, all[i].to,
				     all[i].text);
			return;
		}
		buf_fmt(&seen, "[%s]", all[i].text);
	}
	if (wanted)
		FAIL(j, "no \"%s\" in the letters to %s: %.900s", has, to, buf_text(&seen));
}

/* ---- verbs -------------------------------------------------------------------------------- */

bool journey_page_step(struct journey *j, char **w, int n)
{
	const char *verb = w[0];

	if (strcmp(verb, "press") == 0)
		do_press(j, w + 1, n - 1);
	else if (strcmp(verb, "show") == 0 && n == 1)
		printf("# %s (%d): %s\n", j->c->path, j->c->status, j->c->text);
	else if (strcmp(verb, "again") == 0 && n == 1)
		do_again(j);
	else if (strcmp(verb, "holds") == 0 && n == 2)
		do_holds(j, w[1]);
	else if (strcmp(verb, "link") == 0 && (n == 2 || n == 3))
		do_link(j, w[1], n == 3 ? journey_filled(j, w[2]) : NULL);
	else if (strcmp(verb, "order") == 0 && n > 2)
		do_order(j, w + 1, n - 1);
	else if (strcmp(verb, "in") == 0 && n == 2)
		do_in(j, w[1]);
	else if (strcmp(verb, "upload") == 0 && n > 2)
		do_upload(j, w[1], w + 2, n - 2);
	else if (strcmp(verb, "mailed") == 0 && n == 3)
		do_mailed(j, w[1], w[2], true);
	else if (strcmp(verb, "unmailed") == 0 && n == 3)
		do_mailed(j, w[1], w[2], false);
	else
		return false;
	return true;
}
