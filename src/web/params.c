/* SPDX-License-Identifier: MIT */
/*
 * params.c -- queries and bodies to names and values; what may not be text.
 */
#include "web/params.h"

#include <string.h>

#include "base/utf8.h"

#define BROKEN "Some characters could not be read. Where you see \xEF\xBF\xBD, type them again"
#define HIDDEN "Some characters that cannot be seen were taken out. Check this answer"

struct params decoded_params(const struct decoded *d)
{
	return (struct params){ d->list, d->n };
}

static int hex(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *percent_decode(struct arena *a, const char *s, size_t n, bool plus, size_t *out_n)
{
	char *out = arena_get(a, n + 1), *o = out;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '%' && i + 2 < n && hex(s[i + 1]) >= 0 && hex(s[i + 2]) >= 0) {
			*o++ = (char)(hex(s[i + 1]) << 4 | hex(s[i + 2]));
			i += 2;
		} else if (plus && s[i] == '+') {
			*o++ = ' ';
		} else {
			*o++ = s[i];
		}
	}
	*o = '\0';
	*out_n = (size_t)(o - out);
	return out;
}

/* CRLF and lone CR to LF, in place; returns the new length. */
static size_t lines_tidy(char *s, size_t n)
{
	size_t o = 0;

	if (!memchr(s, '\r', n))
		return n;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\r' && i + 1 < n && s[i + 1] == '\n')
			continue;
		s[o++] = s[i] == '\r' ? '\n' : s[i];
	}
	s[o] = '\0';
	return o;
}

/* What of it can be shown: broken bytes as U+FFFD, NUL and controls gone. */
static char *text_salvage(struct arena *a, const char *s, size_t n)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t took;

		if (s[i] == '\0') {
			i++;
			continue;
		}
		took = utf8_next(s + i, &cp);       /* the text has a NUL after it */
		i += took ? took : 1;
		if ((cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7f && cp < 0xa0))
			continue;
		utf8_put(&b, cp);
	}
	return buf_text(&b);
}

static void problem_note(struct decoded *d, const char *field, const char *text)
{
	if (d->nproblems < DECODED_PROBLEMS)
		d->problems[d->nproblems++] = (struct problem){ field, text };
}

static void refuse_all(struct decoded *d, int status, const char *why)
{
	if (!d->status) {
		d->status = status;
		d->why = why;
	}
}

static void append(struct decoded *d, struct param p)
{
	if (d->n == PARAMS_MOST) {
		refuse_all(d, 413, "That is more answers than one form can have. "
		           "Send it in parts.");
		return;
	}
	if (d->n == d->room) {
		size_t more = d->room ? d->room * 2 : 32;

		d->list = arena_grow(d->arena, d->list, d->room * sizeof *d->list,
		                     more * sizeof *d->list);
		d->room = more;
	}
	d->list[d->n++] = p;
}

void params_add(struct decoded *d, const char *name, const char *value, size_t n,
                const char *file_name)
{
	size_t name_n = strlen(name);
	char *text;

	/* Our own names are plain; nothing of ours reads a broken one. */
	if (!name_n || name_n > PARAM_NAME_MOST || utf8_check(name, name_n) != UTF8_FINE)
		return;
	if (file_name) {
		append(d, (struct param){ name, value, n, file_name });
		return;
	}
	text = arena_dupn(d->arena, value, n);
	n = lines_tidy(text, n);
	switch (utf8_check(text, n)) {
	case UTF8_FINE:
		break;
	case UTF8_BROKEN:
		problem_note(d, name, BROKEN);
		text = text_salvage(d->arena, text, n);
		n = strlen(text);
		break;
	case UTF8_NUL:
	case UTF8_CONTROL:
		problem_note(d, name, HIDDEN);
		text = text_salvage(d->arena, text, n);
		n = strlen(text);
		break;
	}
	append(d, (struct param){ name, text, n, NULL });
}

void params_urlencoded(struct decoded *d, const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end && !d->status) {
		const char *amp = memchr(s, '&', (size_t)(end - s));
		const char *stop = amp ? amp : end;
		const char *eq = memchr(s, '=', (size_t)(stop - s));
		const char *name_end = eq ? eq : stop;
		size_t name_n, value_n = 0;
		char *name = percent_decode(d->arena, s, (size_t)(name_end - s), true, &name_n);
		char *value = NULL;

		if (eq)
			value = percent_decode(d->arena, eq + 1, (size_t)(stop - eq - 1), true,
			                       &value_n);
		if (strlen(name) == name_n)          /* no NUL in a name */
			params_add(d, name, value ? value : "", value_n, NULL);
		s = stop + 1;
	}
}

static bool type_is(const char *type, const char *want)
{
	size_t n = strlen(want);

	return strncmp(type, want, n) == 0 && (!type[n] || type[n] == ';' || type[n] == ' ');
}

void params_body(struct decoded *d, const struct wire_request *w)
{
	const char *sent = wire_header(w, "Content-Type"), *type;

	if (!w->body_len)
		return;
	type = text_lower(d->arena, sent ? sent : "");
	if (type_is(type, "application/x-www-form-urlencoded"))
		params_urlencoded(d, w->body, w->body_len);
	else if (type_is(type, "multipart/form-data"))
		params_multipart(d, sent, w->body, w->body_len);
	else if (type_is(type, "application/json"))
		params_json(d, w->body, w->body_len);
	else
		refuse_all(d, 415, "Send a form (application/x-www-form-urlencoded or "
		           "multipart/form-data) or JSON (application/json).");
}

static bool left_out(const char *name, const char *const *but)
{
	for (; but && *but; but++)
		if (strcmp(name, *but) == 0)
			return true;
	return false;
}

static bool plain_byte(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || strchr("-_.~", c);
}

static void encode(struct buf *b, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == ' ') {
			buf_char(b, '+');
		} else if (plain_byte(c)) {
			buf_char(b, (char)c);
		} else {
			buf_char(b, '%');
			buf_char(b, digits[c >> 4]);
			buf_char(b, digits[c & 15]);
		}
	}
}

char *params_encode(struct arena *a, const struct params *ps, const char *const *but)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < ps->n; i++) {
		const struct param *p = &ps->list[i];

		if (p->file_name || left_out(p->name, but))
			continue;
		if (b.n)
			buf_char(&b, '&');
		encode(&b, p->name);
		buf_char(&b, '=');
		encode(&b, p->value);
	}
	return buf_text(&b);
}

/* ---- cookies ----------------------------------------------------------- */

const char *cookie_value(struct arena *a, const struct wire_request *w, const char *name)
{
	const char *s = wire_header(w, "Cookie");
	size_t n = strlen(name);

	while (s && *s) {
		size_t len = strcspn(s, ";");

		if (len > n && strncmp(s, name, n) == 0 && s[n] == '=')
			return arena_dupn(a, s + n + 1, len - n - 1);
		s += len;
		s += strspn(s, "; ");
	}
	return NULL;
}
