/* SPDX-License-Identifier: MIT */
/*
 * client_page.c -- reads our own pages as a browser would: words and forms.
 *
 * It knows the HTML that html.c writes (attributes in double quotes, all
 * elements closed), not HTML at large.
 */
#include "t/client.h"

#include <string.h>

#include "html/html.h"

static char *decode(struct arena *a, const char *s, size_t n)
{
	static const struct { const char *entity, *is; } known[] = {
		{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" },
		{ "&#39;", "'" },
	};
	struct buf b = buf_new(a);
	const char *end = s + n;

	while (s < end) {
		size_t i = 0;

		while (i < COUNT(known) && (*s != '&' || !text_begins(s, known[i].entity)))
			i++;
		if (i < COUNT(known)) {
			buf_str(&b, known[i].is);
			s += strlen(known[i].entity);
		} else {
			buf_char(&b, *s++);
		}
	}
	return buf_text(&b);
}

/* ---- words ------------------------------------------------------------- */

/* Elements that do not part words. */
static bool in_line(const char *tag)
{
	static const char *const names[] = {
		"a", "b", "bdi", "span", "strong", "em", "code", "abbr",
	};

	tag += *tag == '/';
	for (size_t i = 0; i < COUNT(names); i++) {
		size_t n = strlen(names[i]);

		if (strncmp(tag, names[i], n) == 0 && strchr(" >", tag[n]))
			return true;
	}
	return false;
}

char *page_words(struct arena *a, const char *html)
{
	struct buf raw = buf_new(a), out = buf_new(a);
	const char *s = html;
	char *words;

	while (*s) {
		if (*s != '<') {
			buf_char(&raw, *s++);
			continue;
		}
		if (!in_line(s + 1))
			buf_char(&raw, ' ');
		s = strchr(s, '>');
		if (!s)
			break;
		s++;
	}
	words = decode(a, raw.n ? raw.s : "", raw.n);
	for (const char *w = words; *w; w++) {
		bool blank = strchr(" \t\r\n", *w) != NULL;

		if (blank && (!out.n || out.s[out.n - 1] == ' '))
			continue;
		buf_char(&out, blank ? ' ' : *w);
	}
	return buf_text(&out);
}

/* ---- forms ------------------------------------------------------------- */

/* The attribute's value within the tag at `tag`; NULL: not there; "" when it has none. */
static char *attribute(struct arena *a, const char *tag, const char *name)
{
	const char *end = strchr(tag, '>');
	const char *s = tag;
	size_t n = strlen(name);

	while (s && s < end) {
		s = strpbrk(s, " \">");
		if (!s || *s == '>')
			break;
		if (*s == '"') {                 /* over a value, whatever stands in it */
			s = strchr(s + 1, '"');
			s = s ? s + 1 : NULL;
			end = s ? strchr(s, '>') : end;
			continue;
		}
		s++;
		if (strncmp(s, name, n) != 0 || !strchr("= >", s[n]))
			continue;
		if (s[n] != '=')
			return arena_dup(a, "");
		return decode(a, s + n + 2, strcspn(s + n + 2, "\""));
	}
	return NULL;
}

static void add(struct buf *b, const char *name, const char *value)
{
	if (!BLANK(name))
		url_add(b, name, value ? value : "");
}

static void add_input(struct arena *a, struct buf *b, const char *tag)
{
	const char *type = attribute(a, tag, "type"), *value = attribute(a, tag, "value");
	bool box = text_same(type, "radio") || text_same(type, "checkbox");

	if (attribute(a, tag, "disabled") || text_same(type, "submit") ||
	    text_same(type, "file") || (box && !attribute(a, tag, "checked")))
		return;
	add(b, attribute(a, tag, "name"), value ? value : box ? "on" : "");
}

static void add_select(struct arena *a, struct buf *b, const char *tag)
{
	const char *end = strstr(tag, "</select>"), *s = tag, *first = NULL, *chosen = NULL;

	while ((s = strstr(s, "<option")) && s < end) {
		if (!first)
			first = s;
		if (attribute(a, s, "selected"))
			chosen = s;
		s++;
	}
	s = chosen ? chosen : first;
	if (s)
		add(b, attribute(a, tag, "name"), attribute(a, s, "value"));
}

static void add_textarea(struct arena *a, struct buf *b, const char *tag)
{
	const char *s = strchr(tag, '>') + 1, *end = strstr(s, "</textarea>");

	s += *s == '\n';                         /* HTML drops the first line end */
	add(b, attribute(a, tag, "name"), decode(a, s, (size_t)(end - s)));
}

static char *form_fields(struct arena *a, const char *form)
{
	const char *end = strstr(form, "</form>");
	struct buf b = buf_new(a);

	for (const char *s = strchr(form + 1, '<'); s && s < end; s = strchr(s + 1, '<')) {
		if (text_begins(s, "<input"))
			add_input(a, &b, s);
		else if (text_begins(s, "<select"))
			add_select(a, &b, s);
		else if (text_begins(s, "<textarea"))
			add_textarea(a, &b, s);
	}
	/* url_add() begins with a question mark. */
	return buf_text(&b) + (b.n ? 1 : 0);
}

char *page_form(struct arena *a, const char *html, const char *action)
{
	size_t n = strcspn(action, "?");

	for (const char *s = html; (s = strstr(s, "<form")); s++) {
		const char *method = attribute(a, s, "method"), *to = attribute(a, s, "action");

		if (text_same(method, "post") && to && strcspn(to, "?") == n &&
		    strncmp(to, action, n) == 0)
			return form_fields(a, s);
	}
	return NULL;
}

char *page_input(struct arena *a, const char *html, const char *name)
{
	char *found = NULL;

	for (const char *s = html; (s = strstr(s, "<input")); s++)
		if (text_same(attribute(a, s, "name"), name))
			found = attribute(a, s, "value");
	return found;
}
