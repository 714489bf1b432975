/* SPDX-License-Identifier: MIT */
/*
 * test_gov.c -- our components draw what the GOV.UK Frontend's own do.
 *
 * For every fixture of every component that we have: its options, through
 * our structs, must give its HTML.  Both are compared in canonical form:
 * attributes sorted, blanks next to tags dropped, other runs of blanks one.
 * GOVUK_FIXTURES is the directory of the components in the npm package.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html/test_gov.h"
#include "t/t.h"

/* ---- canonical form ---- */

enum { ATTRS_MOST = 64 };

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The end of one word of a tag; quotes keep blanks together. */
static const char *word_end(const char *s, const char *stop)
{
	char quote = '\0';

	for (; s < stop && (quote || !isspace((unsigned char)*s)); s++) {
		if (quote ? *s == quote : *s == '"')
			quote = quote ? '\0' : *s;
	}
	return s;
}

static const char *tag_end(const char *s)
{
	char quote = '\0';

	for (; *s && (quote || *s != '>'); s++) {
		if (quote ? *s == quote : *s == '"')
			quote = quote ? '\0' : *s;
	}
	return s;
}

/* One tag, from after "<" to `stop`. */
static void canonical_tag(struct buf *out, const char *s, const char *stop)
{
	char *words[ATTRS_MOST];
	size_t n = 0;

	while (s < stop && n < ATTRS_MOST) {
		const char *from = s, *to = word_end(s, stop);

		if (to > from)
			words[n++] = arena_dupn(out->arena, from, (size_t)(to - from));
		for (s = to; s < stop && isspace((unsigned char)*s); )
			s++;
	}
	if (n > 1)
		qsort(words + 1, n - 1, sizeof *words, by_text);
	buf_char(out, '<');
	for (size_t i = 0; i < n; i++) {
		if (strcmp(words[i], "/") == 0)
			continue;
		if (i > 0)
			buf_char(out, ' ');
		buf_str(out, words[i]);
	}
	buf_char(out, '>');
}

static bool follows_tag(const struct buf *out)
{
	return out->n > 0 && out->s[out->n - 1] == '>';
}

static const char *canonical(struct arena *arena, const char *s)
{
	struct buf out = buf_new(arena);

	while (*s) {
		if (*s == '<') {
			const char *stop = tag_end(s + 1);

			while (out.n > 0 && isspace((unsigned char)out.s[out.n - 1]))
				out.n--;
			canonical_tag(&out, s + 1,
			              stop > s + 1 && stop[-1] == '/' ? stop - 1 : stop);
			s = *stop ? stop + 1 : stop;
		} else if (isspace((unsigned char)*s)) {
			while (isspace((unsigned char)*s))
				s++;
			if (out.n > 0 && !follows_tag(&out))
				buf_char(&out, ' ');
		} else {
			buf_char(&out, *s++);
		}
	}
	while (out.n > 0 && isspace((unsigned char)out.s[out.n - 1]))
		out.n--;
	return buf_text(&out);
}

/* ---- fixtures ---- */

static json_t *fixtures_load(struct arena *arena, const char *name)
{
	const char *where = getenv("GOVUK_FIXTURES");

	if (BLANK(where))
		return NULL;
	return json_load_file(arena_fmt(arena, "%s/%s/fixtures.json", where, name), 0, NULL);
}

/* Says where the two part, with what went before. */
static bool conforms(struct arena *arena, const char *component, const char *fixture,
                     const char *got, const char *want)
{
	size_t same = 0;

	got = canonical(arena, got);
	want = canonical(arena, want);
	if (strcmp(got, want) == 0)
		return true;
	if (!component)
		return false;
	while (got[same] && got[same] == want[same])
		same++;
	same = same > 60 ? same - 60 : 0;
	fprintf(stderr, "%s, \"%s\"\n\tours   ...%.200s\n\ttheirs ...%.200s\n", component, fixture,
	        got + same, want + same);
	return false;
}

static size_t component_run(struct t *t, const struct conformance *of)
{
	json_t *file = fixtures_load(t->arena, of->name), *fixture;
	size_t i, n = 0;

	json_array_foreach(json_object_get(file, "fixtures"), i, fixture) {
		struct arena_mark mark = arena_mark(t->arena);
		struct page *pg = page_new(t->arena);

		of->draw(pg, json_object_get(fixture, "options"));
		OK(conforms(t->arena, of->name, json_string_value(json_object_get(fixture, "name")),
		            page_text(pg, NULL),
		            json_string_value(json_object_get(fixture, "html"))));
		arena_back(t->arena, mark);
		n++;
	}
	json_decref(file);
	return n;
}

/* Not tortured: jansson reads the files, and the writer is tortured elsewhere. */
TEST_PLAIN(every_fixture_of_ours_conforms)
{
	size_t n = 0;

	if (BLANK(getenv("GOVUK_FIXTURES")))
		fprintf(stderr, "GOVUK_FIXTURES must name the components of govuk-frontend, "
		        "as t/run sets it\n");
	NEED(!BLANK(getenv("GOVUK_FIXTURES")));
	for (size_t i = 0; i < nconformances; i++) {
		size_t of_this = component_run(t, &conformances[i]);

		if (of_this == 0)
			fprintf(stderr, "%s has no fixtures\n", conformances[i].name);
		OK(of_this > 0);
		n += of_this;
	}
	printf("# GOV.UK fixtures: %zu of %zu components\n", n, nconformances);
	OK(n > 600);
}

/* ---- controls: the comparison can tell ---- */

TEST(what_differs_is_seen)
{
	struct arena *a = t->arena;

	OK(conforms(a, NULL, NULL, "<p class=\"a\" id=\"b\">x  y</p>",
	            "<p id=\"b\"\n class=\"a\"> x y </p>"));
	OK(conforms(a, NULL, NULL, "<br>", "<br />"));
	OK(!conforms(a, NULL, NULL, "<p class=\"a\">x</p>", "<p class=\"b\">x</p>"));
	OK(!conforms(a, NULL, NULL, "<p class=\"a\">x</p>", "<p>x</p>"));
	OK(!conforms(a, NULL, NULL, "<p>x y</p>", "<p>xy</p>"));
	OK(!conforms(a, NULL, NULL, "<p>x</p>", "<p>x</p><p></p>"));
	OK(!conforms(a, NULL, NULL, "<p title=\"a  b\">x</p>", "<p title=\"a b\">x</p>"));
	OK(!conforms(a, NULL, NULL, "<b>&lt;</b>", "<b><</b>"));
}

/* Not tortured: as above.  A tag with one class wrong differs from its every fixture. */
TEST_PLAIN(a_wrong_component_is_reported)
{
	json_t *file = fixtures_load(t->arena, "tag"), *fixture;
	size_t i;

	NEED(file != NULL);
	json_array_foreach(json_object_get(file, "fixtures"), i, fixture) {
		struct page *pg = page_new(t->arena);
		struct gov_tag tag = opt_tag(pg, json_object_get(fixture, "options"));

		tag.classes = arena_fmt(t->arena, "wrong %s", tag.classes ? tag.classes : "");
		gov_tag(pg, tag);
		OK(!conforms(t->arena, NULL, NULL, page_text(pg, NULL),
		             json_string_value(json_object_get(fixture, "html"))));
	}
	OK(i > 0);
	json_decref(file);
}
