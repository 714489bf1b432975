/* SPDX-License-Identifier: MIT */
/*
 * sheets_xml.c -- XML taken apart as it comes: elements, attributes, text.
 *
 * No entities but the five and numbers, no document types: what spreadsheets
 * are made of needs none, and what has them is left as it stands.
 */
#include "exchange/sheets_inside.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static const char *find(const struct xml *x, const char *what)
{
	const char *at = memmem(x->at, (size_t)(x->end - x->at), what, strlen(what));

	return at ? at : x->end;
}

static size_t left(const struct xml *x)
{
	return (size_t)(x->end - x->at);
}

/* Past <?...?>, <!--...--> and <!...>: true.  CDATA is text. */
static bool passed(struct xml *x)
{
	const char *until = left(x) > 3 && memcmp(x->at, "<!--", 4) == 0 ? "-->"
	                  : left(x) > 1 && x->at[1] == '?' ? "?>"
	                  : left(x) > 1 && x->at[1] == '!' ? ">" : NULL;

	if (!until)
		return false;
	x->at = find(x, until);
	x->at += left(x) < strlen(until) ? left(x) : strlen(until);
	return true;
}

static bool is_cdata(const struct xml *x)
{
	return left(x) > 8 && memcmp(x->at, "<![CDATA[", 9) == 0;
}

static struct slice without_prefix(struct slice s)
{
	const char *colon = memchr(s.s, ':', s.n);

	return colon ? (struct slice){ colon + 1, s.n - (size_t)(colon + 1 - s.s) } : s;
}

/* The end of a tag: a '>' that no quotes hold. */
static const char *tag_end(const struct xml *x)
{
	char quote = 0;

	for (const char *p = x->at; p < x->end; p++) {
		if (quote)
			quote = *p == quote ? 0 : quote;
		else if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '>')
			return p;
	}
	return x->end;
}

static enum xml_step take_tag(struct xml *x)
{
	const char *end = tag_end(x), *p = x->at + 1, *name;
	const bool closes = p < end && *p == '/';

	p += closes;
	name = p;
	while (p < end && *p != '/' && (unsigned char)*p > ' ')
		p++;
	x->name = without_prefix((struct slice){ name, (size_t)(p - name) });
	x->closing = !closes && end > p && end[-1] == '/';
	x->attributes = (struct slice){ p, (size_t)(end - p) };
	x->at = end < x->end ? end + 1 : x->end;
	return closes ? XML_CLOSE : XML_OPEN;
}

enum xml_step xml_next(struct xml *x)
{
	if (x->closing) {
		x->closing = false;
		return XML_CLOSE;
	}
	while (x->at < x->end) {
		const char *from = x->at;

		x->literal = is_cdata(x);
		if (x->literal) {
			x->at = find(x, "]]>");
			x->text = (struct slice){ from + 9, (size_t)(x->at - from) - 9 };
			x->at += left(x) < 3 ? left(x) : 3;
			return XML_TEXT;
		}
		if (*x->at == '<' && passed(x))
			continue;
		if (*x->at == '<')
			return take_tag(x);
		x->at = find(x, "<");
		x->text = (struct slice){ from, (size_t)(x->at - from) };
		return XML_TEXT;
	}
	return XML_END;
}

bool xml_is(const struct xml *x, const char *name)
{
	return x->name.n == strlen(name) && memcmp(x->name.s, name, x->name.n) == 0;
}

/* ---- text --------------------------------------------------------------------------- */

static size_t put_entity(struct buf *b, const char *s, size_t n)
{
	static const struct { const char *is; char c; } names[] = {
		{ "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' },
		{ "&apos;", '\'' },
	};
	const char *end = memchr(s, ';', n < 12 ? n : 12);

	for (size_t i = 0; end && i < COUNT(names); i++)
		if (n >= strlen(names[i].is) && memcmp(s, names[i].is, strlen(names[i].is)) == 0) {
			buf_char(b, names[i].c);
			return strlen(names[i].is);
		}
	if (end && s[1] == '#') {
		const bool hex = s[2] == 'x' || s[2] == 'X';
		const unsigned long cp = strtoul(s + (hex ? 3 : 2), NULL, hex ? 16 : 10);

		if (cp >= ' ' && cp < 0x110000 && (cp < 0xD800 || cp > 0xDFFF))
			utf8_put(b, (uint32_t)cp);
		else
			buf_char(b, ' ');
		return (size_t)(end + 1 - s);
	}
	buf_char(b, '&');
	return 1;
}

static void put_text(struct buf *b, struct slice t, bool literal)
{
	for (size_t i = 0; i < t.n;) {
		if (t.s[i] == '&' && !literal) {
			i += put_entity(b, t.s + i, t.n - i);
			continue;
		}
		buf_char(b, t.s[i++]);
	}
}

void xml_put(struct buf *b, const struct xml *x)
{
	put_text(b, x->text, x->literal);
}

const char *xml_attribute(struct arena *a, struct xml *x, const char *name)
{
	const char *p = x->attributes.s, *end = p + x->attributes.n;
	struct buf *b = &x->value[x->turn++ % COUNT(x->value)];

	if (!b->s)
		*b = buf_new(a);
	b->n = 0;

	while (p < end) {
		const char *from, *equals, *close;
		struct slice is;

		while (p < end && ((unsigned char)*p <= ' ' || *p == '/'))
			p++;
		from = p;
		equals = memchr(p, '=', (size_t)(end - p));
		if (!equals || equals + 1 >= end)
			break;
		close = memchr(equals + 2, equals[1], (size_t)(end - equals - 2));
		if (!close)
			break;
		is = without_prefix(slice_trim((struct slice){ from, (size_t)(equals - from) }));
		if (is.n == strlen(name) && memcmp(is.s, name, is.n) == 0) {
			put_text(b, (struct slice){ equals + 2, (size_t)(close - equals - 2) },
			         false);
			return buf_text(b);
		}
		p = close + 1;
	}
	return "";
}
