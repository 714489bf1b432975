/* SPDX-License-Identifier: MIT */
/*
 * test_hostile.c -- whatever is typed into whatever field is shown back
 * escaped, or refused with a sentence, and never breaks anything.
 *
 * The fields are those of the forms' own tables, so a new form is tried as
 * soon as its route is in t/access/matrix.tsv.
 */
#include <string.h>

#include "base/utf8.h"
#include "form/form.h"
#include "html/html.h"
#include "list/list.h"
#include "t/matrix.h"

#define MARK "<script>alert(7)</script>"
#define FORMULA "=HYPERLINK(\"http://x.example\";\"y\")"

/* As they stand in the body: percent-encoded, for not all of it is text. */
static const struct { const char *name, *sent; } nasty[] = {
	{ "script",
	      "%3Cscript%3Ealert(7)%3C%2Fscript%3E%22%27%3E%3Cimg+src%3Dx+onerror%3Dalert(7)%3E" },
	{ "NUL",         "a%00b" },
	{ "overlong",    "%C0%AF%E0%80%AF" },
	{ "surrogate",   "%ED%A0%80%FF" },
	{ "half",        "abc%E2%82" },
	{ "right-left",  "%E2%80%AEgnp.exe%E2%81%A6%E2%80%8F" },
	{ "formula",     "%3DHYPERLINK(%22http%3A%2F%2Fx.example%22%3B%22y%22)" },
	{ "formula at",  "%40SUM(1%2B1)*cmd%7C%27%2FC+calc%27!A0" },
	{ "header",      "a%0D%0ASet-Cookie%3A+hostile%3D1%0D%0A%0D%0A%3Cp%3E" },
	{ "31 February", "31%2F02%2F2026" },
	{ "check digit", "9434765918" },
	{ "huge number", "99999999999999999999999999" },
	{ "below",       "-9223372036854775809" },
	{ "quotes",      "%27%3B+DROP+TABLE+person%3B--" },
	{ "long",        NULL },                 /* 1 MB */
};

/* ---- is an answer sound? ---------------------------------------------------------- */

/* Why not; NULL: it is. */
static const char *unsound(const struct client *c)
{
	if (c->status >= 500)
		return "it broke";
	if (strlen(c->body) != c->len)
		return "a NUL in the answer";
	if (utf8_check(c->body, c->len) == UTF8_BROKEN)
		return "not UTF-8";
	if (strstr(c->body, MARK) || strstr(c->body, "<img src=x"))
		return "a script that would run";
	if (client_cookie(c, "hostile"))
		return "a header of theirs";
	if (c->status >= 400 && strlen(c->text) < 10)
		return "refused without a sentence";
	return NULL;
}

/* A cell that a spreadsheet would compute. */
static bool computes(const char *csv)
{
	return strstr(csv, "\n=") || strstr(csv, ",=") || strstr(csv, ",\"=") ||
	       strstr(csv, "\n\"=") || strstr(csv, ",@SUM") || strstr(csv, "\n@SUM");
}

CONTROL(an_unsound_answer_is_noticed)
{
	struct client c = { .status = 200, .body = "<p>" MARK, .len = strlen("<p>" MARK),
	                   .text = "" };

	OK(!unsound(&c));
	OK(!computes("a,b\n1," FORMULA "\n"));
	c = (struct client){ .status = 200, .body = "a\0b", .len = 3, .text = "" };
	OK(!unsound(&c));
	c = (struct client){ .status = 200, .body = "\xC0\xAF", .len = 2, .text = "" };
	OK(!unsound(&c));
	c = (struct client){ .status = 422, .body = "", .len = 0, .text = "" };
	OK(!unsound(&c));
}

TEST_PLAIN(hostile_checks_can_fail)
{
	struct outcome out;

	test_run(control_find("an_unsound_answer_is_noticed"), 0, true, &out);
	IS(out.failures, 5);
}

/* ---- sending --------------------------------------------------------------------------- */

static const char *megabyte(struct arena *a)
{
	char *s = arena_get(a, (1 << 20) + 1);

	memset(s, 'x', 1 << 20);
	s[1 << 20] = '\0';
	return s;
}

struct trying {
	struct t *t;
	const struct row *row;
	struct client *c;
	const char *form, *long_one;
	long tried, taken;
};

/* The form as it stands, but for one answer. */
static void send_one(struct trying *w, const char *name, size_t k)
{
	struct arena *a = w->c->arena;
	const char *sent = nasty[k].sent ? nasty[k].sent : w->long_one;
	char *given = arena_fmt(a, "%s=x", name);
	char *rest = client_fields_over(w->c, w->form, given) + strlen(given);
	char *body = arena_fmt(a, "%s=%s%s", name, sent, rest);
	const char *why;

	client_raw(w->c, w->row->example, "application/x-www-form-urlencoded", body, strlen(body));
	why = unsound(w->c);
	w->tried++;
	w->taken += w->c->status == 303;
	if (!why && w->c->status == 303 && client_follow(w->c) != 200)
		why = w->c->status == 404 ? NULL : "it led nowhere";
	if (!why)
		why = unsound(w->c);
	if (why)
		t_fail("t/test_hostile.c", 0, "%s, %s, %s: %s (%d)", w->row->example, name,
		       nasty[k].name, why, w->c->status);
}

static void try_name(struct trying *w, const char *name)
{
	for (size_t k = 0; k < COUNT(nasty); k++) {
		/* The form is looked at again: an answer may have been taken, and its key used. */
		client_get(w->c, w->row->example);
		w->form = page_form(w->c->arena, w->c->body, w->row->example);
		if (!w->form)
			return;
		send_one(w, name, k);
	}
}

static void try_field(struct trying *w, const struct field *f, const char *name)
{
	if (f->kind == FIELD_FILE)
		return;
	if (f->kind == FIELD_ROWS) {
		for (size_t i = 0; i < f->group->nfields; i++)
			try_field(w, &f->group->fields[i], arena_fmt(w->t->arena, "%s.0.%s", name,
			          f->group->fields[i].name));
		return;
	}
	try_name(w, name);
	if (f->kind == FIELD_DATE || f->kind == FIELD_MOMENT)
		try_name(w, arena_fmt(w->c->arena, "%s-day", name));
}

/* A form that is made for the request is known by the names on its page. */
static void try_made(struct trying *w)
{
	const char *form;

	client_get(w->c, w->row->example);
	form = page_form(w->c->arena, w->c->body, w->row->example);
	OK(form);
	for (const char *s = form ? form : ""; *s; s += strcspn(s, "&"), s += *s == '&') {
		const char *name = arena_dupn(w->c->arena, s, strcspn(s, "="));

		if (!text_same(name, "csrf") && !text_same(name, "key"))
			try_name(w, name);
	}
}

static int someone_allowed(const struct row *r)
{
	for (int role = ROLES_END - 1; role > NOBODY; role--)
		if (row_allows(r, role))
			return role;
	return NOBODY;
}

/*
 * All fields of a row, in an arena of the row's own: the megabytes of all of
 * them together are too many.  Who signed in stays signed in.
 */
static void try_row(struct trying *w, const struct route *route)
{
	struct arena *kept = w->c->arena;

	w->c->arena = arena_new("hostile", (size_t)1 << 30);
	for (size_t k = 0; route->form && k < route->form->nfields; k++)
		try_field(w, &route->form->fields[k], route->form->fields[k].name);
	if (route->form_of)
		try_made(w);
	for (size_t i = 0; i < CLIENT_COOKIES; i++) {
		w->c->cookies[i].name = arena_dup(kept, w->c->cookies[i].name);
		w->c->cookies[i].value = arena_dup(kept, w->c->cookies[i].value);
	}
	arena_end(&w->c->arena);
	w->c->arena = kept;
	client_get(w->c, w->row->example);
}

/* Not tortured: the forms' own tests are. */
TEST_PLAIN(whatever_is_typed_is_escaped_or_refused)
{
	struct matrix *m = matrix_new(t);
	struct trying w = { .t = t, .long_one = megabyte(t->arena) };

	for (size_t i = 0; i < m->n; i++) {
		const struct row *r = &m->rows[i];
		const struct route *route = route_of(r->path);

		w.row = r;
		w.c = m->by[someone_allowed(r)];
		/* The own account: what is typed there would sign the tester out. */
		if (!route || !route_asks(route) || strcmp(r->example, "-") == 0 ||
		    text_begins(r->path, "/account/sessions") || text_begins(r->path, "/sign-"))
			continue;
		try_row(&w, route);
	}
	/* It must have come through to somewhere, or nothing was tried. */
	OK(w.tried > 1500);
	OK(w.taken > 50);
	/* And what was taken is harmless wherever it is shown, and in files. */
	for (size_t i = 0; i < m->n; i++) {
		const struct row *r = &m->rows[i];
		struct client *c = m->by[someone_allowed(r)];
		const char *why;

		if (strcmp(r->example, "-") == 0)
			continue;
		client_get(c, r->example);
		why = unsound(c);
		if (why)
			t_fail("t/test_hostile.c", 0, "%s: %s (%d)", r->example, why, c->status);
		client_get(c, arena_fmt(t->arena, "%s.csv", r->example));
		if (c->status == 200 && text_begins(c->type, "text/csv") && computes(c->body))
			t_fail("t/test_hostile.c", 0, "%s.csv computes", r->example);
	}
}

/* ---- asking ------------------------------------------------------------------------------ */

static void ask_one(struct t *t, struct client *c, const char *path, const char *name,
                    const char *ending, size_t k)
{
	/* An address has an end: a filter is too long at 201, a search at 101. */
	const char *sent = nasty[k].sent ? nasty[k].sent : megabyte(t->arena) + (1 << 20) - 300;
	const char *why;

	client_get(c, arena_fmt(t->arena, "%s%s?%s=%s", path, ending, name, sent));
	why = unsound(c);
	if (why)
		t_fail("t/test_hostile.c", 0, "%s%s?%s=, %s: %s (%d)", path, ending, name,
		       nasty[k].name, why, c->status);
}

/* The search box as every role, and every filter of every list into which text is typed. */
TEST_PLAIN(whatever_is_sought_is_escaped)
{
	struct matrix *m = matrix_new(t);
	size_t filters = 0;

	for (int role = NOBODY + 1; role < ROLES_END; role++)
		for (size_t k = 0; m->by[role] && k < COUNT(nasty); k++) {
			ask_one(t, m->by[role], "/search", "q", "", k);
			ask_one(t, m->by[role], "/search", "q", ".json", k);
		}
	for (size_t i = 0; i < m->n; i++) {
		const struct row *r = &m->rows[i];
		const struct route *route = route_of(r->path);
		struct client *c = m->by[someone_allowed(r)];

		for (size_t f = 0; route && route->list && f < route->list->nfilters; f++)
			for (size_t k = 0; k < COUNT(nasty); k++, filters++)
				ask_one(t, c, r->path, route->list->filters[f].name, "", k);
	}
	OK(filters > 300);
}
