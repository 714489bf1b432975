/* SPDX-License-Identifier: MIT */
/*
 * html.c -- the writer: escaping, open elements, addresses.
 *
 * Escaping is the hottest loop of the house, so text is copied in runs: a
 * table says at which bytes a run must stop.
 */
#include <string.h>

#include "html/html.h"

const char attr_on[] = "";      /* told by its address, not by its text */

/* ---- escaping ---------------------------------------------------------- */

enum { SHORT = 32 };
enum { PLAIN, AMP, LESS, MORE, QUOTE, APOS, CONTROL, MAYBE_LINE };

static const unsigned char stops[256] = {
	/* Control characters are not text; tab, line feed and return are.  NUL ends it. */
	[1] = CONTROL, [2] = CONTROL, [3] = CONTROL, [4] = CONTROL, [5] = CONTROL,
	[6] = CONTROL, [7] = CONTROL, [8] = CONTROL, [11] = CONTROL, [12] = CONTROL,
	[14] = CONTROL, [15] = CONTROL, [16] = CONTROL, [17] = CONTROL, [18] = CONTROL,
	[19] = CONTROL, [20] = CONTROL, [21] = CONTROL, [22] = CONTROL, [23] = CONTROL,
	[24] = CONTROL, [25] = CONTROL, [26] = CONTROL, [27] = CONTROL, [28] = CONTROL,
	[29] = CONTROL, [30] = CONTROL, [31] = CONTROL, [0] = CONTROL, [127] = CONTROL,
	['&'] = AMP, ['<'] = LESS, ['>'] = MORE, ['"'] = QUOTE, ['\''] = APOS,
	[0xE2] = MAYBE_LINE,
};

static const struct { const char *text; size_t n; } instead[] = {
	[AMP]     = { "&amp;", 5 },
	[LESS]    = { "&lt;", 4 },
	[MORE]    = { "&gt;", 4 },
	[QUOTE]   = { "&quot;", 6 },
	[APOS]    = { "&#39;", 5 },
	[CONTROL] = { "\xEF\xBF\xBD", 3 },      /* U+FFFD: shown, not swallowed */
};

/* U+2028 and U+2029 end a line in a script but not in a page: never raw. */
static const char *line_separator(const char *s, const char *stop)
{
	if (stop - s < 3 || (unsigned char)s[1] != 0x80)
		return NULL;
	if ((unsigned char)s[2] == 0xA8)
		return "&#8232;";
	return (unsigned char)s[2] == 0xA9 ? "&#8233;" : NULL;
}

static void escape(struct buf *out, const char *s, size_t n)
{
	const char *stop = s + n, *run = s;

	while (s < stop) {
		/* Four at a time: nearly all are plain. */
		while (stop - s >= 4 && !(stops[(unsigned char)s[0]] | stops[(unsigned char)s[1]] |
		                          stops[(unsigned char)s[2]] | stops[(unsigned char)s[3]]))
			s += 4;
		if (s == stop)
			break;
		unsigned what = stops[(unsigned char)*s];
		const char *reference;

		if (what == PLAIN) {
			s++;
		} else if (what == MAYBE_LINE) {
			reference = line_separator(s, stop);
			if (!reference) {
				s++;
				continue;
			}
			buf_add(out, run, (size_t)(s - run));
			buf_add(out, reference, 7);
			run = s += 3;
		} else {
			buf_add(out, run, (size_t)(s - run));
			buf_add(out, instead[what].text, instead[what].n);
			run = ++s;
		}
	}
	buf_add(out, run, (size_t)(s - run));
}

/*
 * Nearly all texts of a page are short and plain: copied as they are looked at,
 * in one pass; what is left goes the long way.
 */
static void escape_text(struct buf *out, const char *s)
{
	size_t n = 0;
	char *to;

	buf_reserve(out, SHORT);
	to = out->s + out->n;
	for (; n < SHORT && !stops[(unsigned char)s[n]]; n++)
		to[n] = s[n];
	out->n += n;
	if (s[n])
		escape(out, s + n, strlen(s + n));
}

/* ---- pages --------------------------------------------------------------- */

struct page *page_new(struct arena *arena)
{
	struct page *pg = NEW(arena, struct page);

	pg->arena = arena;
	pg->out = buf_new(arena);
	return pg;
}

struct page *page_part(struct page *pg)
{
	return page_new(pg->arena);
}

const char *page_text(struct page *pg, size_t *n)
{
	SURE(!pg->in_tag && pg->depth == 0);
	if (n)
		*n = pg->out.n;
	return buf_text(&pg->out);
}

Html page_html(struct page *pg)
{
	Html html;

	html.markup = page_text(pg, &html.n);
	return html;
}

bool html_given(Html html)
{
	return html.n > 0;
}

/* ---- a tag piece by piece -------------------------------------------------- */

void tag_begin(struct page *pg, const char *tag)
{
	SURE(!pg->in_tag && pg->depth < PAGE_DEPTH);
	pg->open[pg->depth++] = tag;
	pg->in_tag = true;
	buf_char(&pg->out, '<');
	buf_str(&pg->out, tag);
}

void tag_attr(struct page *pg, const char *name, const char *value)
{
	SURE(pg->in_tag);
	if (!value)
		return;
	buf_char(&pg->out, ' ');
	buf_str(&pg->out, name);
	if (value == attr_on)
		return;
	buf_add(&pg->out, "=\"", 2);
	escape_text(&pg->out, value);
	buf_char(&pg->out, '"');
}

void tag_int(struct page *pg, const char *name, int64_t value)
{
	SURE(pg->in_tag);
	buf_char(&pg->out, ' ');
	buf_str(&pg->out, name);
	buf_add(&pg->out, "=\"", 2);
	buf_int(&pg->out, value);
	buf_char(&pg->out, '"');
}

void tag_attrs(struct page *pg, struct attrs attrs)
{
	SURE(attrs.n % 2 == 0);
	for (size_t i = 0; i < attrs.n; i += 2)
		tag_attr(pg, attrs.list[i], attrs.list[i + 1]);
}

void tag_class(struct page *pg, struct attrs pieces)
{
	bool any = false;

	SURE(pg->in_tag);
	for (size_t i = 0; i < pieces.n; i++) {
		if (BLANK(pieces.list[i]))
			continue;
		buf_str(&pg->out, any ? " " : " class=\"");
		escape_text(&pg->out, pieces.list[i]);
		any = true;
	}
	if (any)
		buf_char(&pg->out, '"');
}

void tag_body(struct page *pg)
{
	SURE(pg->in_tag);
	pg->in_tag = false;
	buf_char(&pg->out, '>');
}

void tag_void(struct page *pg)
{
	tag_body(pg);
	pg->depth--;
}

/* ---- elements ---------------------------------------------------------------- */

void el(struct page *pg, const char *tag)
{
	tag_begin(pg, tag);
	tag_body(pg);
}

void el_attrs(struct page *pg, const char *tag, struct attrs attrs)
{
	tag_begin(pg, tag);
	tag_attrs(pg, attrs);
	tag_body(pg);
}

void el_void(struct page *pg, const char *tag, struct attrs attrs)
{
	tag_begin(pg, tag);
	tag_attrs(pg, attrs);
	tag_void(pg);
}

void end(struct page *pg)
{
	SURE(!pg->in_tag && pg->depth > 0);
	buf_add(&pg->out, "</", 2);
	buf_str(&pg->out, pg->open[--pg->depth]);
	buf_char(&pg->out, '>');
}

void el_text(struct page *pg, const char *tag, const char *classes, const char *content)
{
	tag_begin(pg, tag);
	tag_attr(pg, "class", classes);
	tag_body(pg);
	text(pg, content);
	end(pg);
}

void el_link(struct page *pg, const char *href, const char *content)
{
	EL(pg, "a", "class", "govuk-link", "href", href);
	text(pg, content);
	end(pg);
}

/* ---- contents ------------------------------------------------------------------ */

void text_n(struct page *pg, const char *s, size_t n)
{
	SURE(!pg->in_tag);
	escape(&pg->out, s, n);
}

void text(struct page *pg, const char *s)
{
	SURE(!pg->in_tag);
	if (s)
		escape_text(&pg->out, s);
}

void text_int(struct page *pg, int64_t n)
{
	SURE(!pg->in_tag);
	buf_int(&pg->out, n);
}

void bdi(struct page *pg, const char *s)
{
	if (BLANK(s))
		return;
	el(pg, "bdi");
	text(pg, s);
	end(pg);
}

void put(struct page *pg, Html html)
{
	SURE(!pg->in_tag);
	buf_add(&pg->out, html.markup, html.n);
}

void put_or_text(struct page *pg, Html html, const char *s)
{
	if (html_given(html))
		put(pg, html);
	else
		text(pg, s);
}

/* ---- small pieces of markup ------------------------------------------------------ */

Html html_text(struct arena *arena, const char *s)
{
	struct buf out = buf_new(arena);

	if (s)
		escape_text(&out, s);
	return (Html){ buf_text(&out), out.n };
}

Html html_bdi(struct arena *arena, const char *s)
{
	struct page *pg = page_new(arena);

	bdi(pg, s);
	return page_html(pg);
}

Html html_link(struct arena *arena, const char *href, const char *s)
{
	struct page *pg = page_new(arena);

	el_link(pg, href, s);
	return page_html(pg);
}

Html html_lines(struct arena *arena, const char *s)
{
	struct page *pg = page_new(arena);

	while (s) {
		const char *stop = strchr(s, '\n');
		size_t n = stop ? (size_t)(stop - s) : strlen(s);

		if (n > 0 && s[n - 1] == '\r')
			n--;
		text_n(pg, s, n);
		if (stop) {
			tag_begin(pg, "br");
			tag_void(pg);
		}
		s = stop ? stop + 1 : NULL;
	}
	return page_html(pg);
}

/* ---- addresses --------------------------------------------------------------------- */

/* RFC 3986: what needs no encoding anywhere in an address. */
static bool unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

void url_part(struct buf *out, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; s && *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (unreserved(c)) {
			buf_char(out, *s);
		} else {
			char code[3] = { '%', hex[c >> 4], hex[c & 15] };

			buf_add(out, code, sizeof code);
		}
	}
}

void url_add(struct buf *out, const char *key, const char *value)
{
	if (!value)
		return;
	buf_char(out, out->n && memchr(out->s, '?', out->n) ? '&' : '?');
	url_part(out, key);
	buf_char(out, '=');
	url_part(out, value);
}

void url_add_int(struct buf *out, const char *key, int64_t value)
{
	struct buf digits = buf_new(out->arena);

	buf_int(&digits, value);
	url_add(out, key, buf_text(&digits));
}

bool url_safe(const char *s)
{
	if (BLANK(s))
		return false;
	/* "//host" and "/\host" leave the house; blanks and controls hide a scheme. */
	for (const char *c = s; *c; c++)
		if ((unsigned char)*c <= ' ' || *c == '\\' || *c == '\x7f')
			return false;
	if (*s == '/')
		return s[1] != '/';
	return *s == '#' || *s == '?' || text_begins(s, "https://") || text_begins(s, "http://") ||
	       text_begins(s, "mailto:") || text_begins(s, "tel:");
}
