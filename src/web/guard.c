/* SPDX-License-Identifier: MIT */
/*
 * guard.c -- the grammar of a request head (RFC 9112 sections 2 to 6), a byte
 * at a time, with nothing that a sender "should not" but a recipient "may".
 */
#include "web/guard.h"

#include <string.h>
#include <strings.h>

void guard_start(struct guard *g)
{
	memset(g, 0, sizeof *g);
}

static bool guard_refuse(struct guard *g, int status, const char *why)
{
	g->state = GUARD_REFUSED;
	g->status = status;
	g->why = why;
	return false;
}

static bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

static bool is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* RFC 9110 5.6.2: what a header name is made of. */
static bool is_token(unsigned char c)
{
	return is_digit(c) || is_letter(c) || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static void head_begin(struct guard *g)
{
	g->lines = g->at = 0;
	g->lengths = g->codings = g->hosts = 0;
	g->length = 0;
	g->old = g->chunked = false;
}

/* ---- headers ------------------------------------------------------- */

static bool length_take(struct guard *g)
{
	if (++g->lengths > 1)
		return guard_refuse(g, 400, "two content-lengths");
	if (g->value_n == 0 || g->value_cut)
		return guard_refuse(g, 400, "bad content-length");
	for (unsigned i = 0; i < g->value_n; i++)
		if (!is_digit((unsigned char)g->value[i]))
			return guard_refuse(g, 400, "bad content-length");
	if (g->value_n > 15)            /* no body is that long; and 64 bits hold 15 digits */
		return guard_refuse(g, 413, "content-length too large");
	for (unsigned i = 0; i < g->value_n; i++)
		g->length = g->length * 10 + (uint64_t)(g->value[i] - '0');
	return true;
}

static bool coding_take(struct guard *g)
{
	if (++g->codings > 1)
		return guard_refuse(g, 400, "two transfer-encodings");
	if (g->value_cut || strcasecmp(g->value, "chunked") != 0)
		return guard_refuse(g, 400, "transfer-encoding is not chunked");
	g->chunked = true;
	return true;
}

static bool host_take(struct guard *g)
{
	if (++g->hosts > 1)
		return guard_refuse(g, 400, "two hosts");
	if (g->value_n == 0 || g->value_cut)
		return guard_refuse(g, 400, "bad host");
	for (unsigned i = 0; i < g->value_n; i++) {
		unsigned char c = (unsigned char)g->value[i];

		if (!is_digit(c) && !is_letter(c) && !strchr(".-_:[]", c))
			return guard_refuse(g, 400, "bad host");
	}
	return true;
}

/* The three headers that decide framing and addressing; others pass. */
static const struct { const char *name; bool (*take)(struct guard *); } watched[] = {
	{ "content-length",    length_take },
	{ "transfer-encoding", coding_take },
	{ "host",              host_take },
};

static bool header_end(struct guard *g)
{
	/* A blank at its end is legal, and read differently: it is left to be refused. */
	g->value[g->value_n] = '\0';
	for (size_t i = 0; i < COUNT(watched); i++)
		if (strcmp(g->name, watched[i].name) == 0)
			return watched[i].take(g);
	return true;
}

/* Framing is decided here, and only when there is one way to read it. */
static bool head_end(struct guard *g)
{
	if (g->lengths && g->codings)
		return guard_refuse(g, 400, "content-length with transfer-encoding");
	if (g->codings && g->old)
		return guard_refuse(g, 400, "transfer-encoding in http/1.0");
	if (!g->hosts && !g->old)
		return guard_refuse(g, 400, "no host");
	g->heads++;
	g->body_left = g->length;
	g->at = 0;
	g->state = g->chunked ? GUARD_SIZE : g->body_left ? GUARD_BODY : GUARD_LINE;
	return true;
}

/* ---- bytes --------------------------------------------------------- */

static bool method_byte(struct guard *g, unsigned char c)
{
	if (g->state == GUARD_LINE) {
		head_begin(g);
		if (c == '\r')          /* RFC 9112 2.2: an empty line before it is forgiven */
			return g->state = GUARD_LINE_LF, true;
		g->state = GUARD_METHOD;
	}
	if (c == ' ' && g->at > 0) {
		g->at = 0;
		return g->state = GUARD_TARGET, true;
	}
	if (c < 'A' || c > 'Z' || ++g->at > 15)
		return guard_refuse(g, 400, "bad method");
	return true;
}

static bool target_byte(struct guard *g, unsigned char c)
{
	if (c == ' ' && g->at > 0) {
		g->at = 0;
		return g->state = GUARD_VERSION, true;
	}
	if (c <= ' ' || c > '~' || c == '#' || (g->at == 0 && c != '/'))
		return guard_refuse(g, 400, "bad address");
	if (++g->at > GUARD_TARGET_MAX)
		return guard_refuse(g, 414, "address too long");
	return true;
}

/* "HTTP/1.0" or "HTTP/1.1", and a CR. */
static bool version_byte(struct guard *g, unsigned char c)
{
	static const char text[] = "HTTP/1.";
	const unsigned digit = sizeof text - 1;

	if (g->at < digit ? c != (unsigned char)text[g->at]
	                  : g->at == digit ? c != '0' && c != '1' : c != '\r')
		return guard_refuse(g, 400, "bad version");
	if (g->at == digit)
		g->old = c == '0';
	if (g->at++ > digit)
		g->state = GUARD_VERSION_LF;
	return true;
}

static bool name_byte(struct guard *g, unsigned char c)
{
	if (g->state == GUARD_NAME_FIRST) {
		if (c == '\r')
			return g->state = GUARD_END_LF, true;
		if (c == ' ' || c == '\t')
			return guard_refuse(g, 400, "folded header");
		if (++g->lines > GUARD_LINES_MAX)
			return guard_refuse(g, 431, "too many headers");
		g->name_n = g->value_n = 0;
		g->value_cut = false;
		g->state = GUARD_NAME;
	}
	if (c == ':' && g->name_n > 0) {
		g->name[g->name_n < sizeof g->name ? g->name_n : sizeof g->name - 1] = '\0';
		return g->state = GUARD_VALUE, true;
	}
	if (!is_token(c))
		return guard_refuse(g, 400, "bad header name");
	/* A name longer than any that is watched only must not equal one. */
	if (g->name_n < sizeof g->name)
		g->name[g->name_n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	return true;
}

static bool value_byte(struct guard *g, unsigned char c)
{
	if (c == '\r')
		return g->state = GUARD_VALUE_LF, true;
	if ((c < ' ' && c != '\t') || c == 0x7f)
		return guard_refuse(g, 400, c ? "control byte in a header" : "NUL in a header");
	if (g->value_n == 0 && (c == ' ' || c == '\t'))
		return true;
	if (g->value_n < sizeof g->value - 1)
		g->value[g->value_n++] = (char)c;
	else
		g->value_cut = true;
	return true;
}

/* A chunk is its size, CRLF, its bytes, CRLF; nobody who means well sends
 * extensions or trailers, and readers of them differ. */
static bool size_byte(struct guard *g, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	const char *digit = c ? strchr(hex, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;

	if (c == '\r' && g->at > 0)
		return g->state = GUARD_SIZE_LF, true;
	if (!digit || ++g->at > 8)
		return guard_refuse(g, 400, "bad chunk");
	g->body_left = (g->at == 1 ? 0 : g->body_left * 16) + (uint64_t)(digit - hex);
	return true;
}

/* Each CR must be followed at once by its LF; then something ends. */
static bool feed_byte(struct guard *g, unsigned char c)
{
	const enum guard_state was = g->state;

	if (c != '\n')
		return guard_refuse(g, 400, "lone carriage return");
	if (was == GUARD_END_LF)
		return head_end(g);
	if (was == GUARD_LINE_LF) {
		g->state = GUARD_LINE;
	} else if (was == GUARD_SIZE_LF) {
		g->chunked = g->body_left > 0;  /* false: that was the last */
		g->state = g->chunked ? GUARD_DATA : GUARD_DATA_CR;
	} else if (was == GUARD_DATA_LF) {
		g->at = 0;
		g->state = g->chunked ? GUARD_SIZE : GUARD_LINE;
	} else {
		g->state = GUARD_NAME_FIRST;
		return was != GUARD_VALUE_LF || header_end(g);
	}
	return true;
}

static bool syntax_byte(struct guard *g, unsigned char c)
{
	switch (g->state) {
	case GUARD_LINE:
	case GUARD_METHOD:
		return method_byte(g, c);
	case GUARD_TARGET:
		return target_byte(g, c);
	case GUARD_VERSION:
		return version_byte(g, c);
	case GUARD_NAME_FIRST:
	case GUARD_NAME:
		return name_byte(g, c);
	case GUARD_VALUE:
		return value_byte(g, c);
	case GUARD_SIZE:
		return size_byte(g, c);
	case GUARD_DATA_CR:
		if (c != '\r')
			return guard_refuse(g, 400, "bad chunk");
		return g->state = GUARD_DATA_LF, true;
	case GUARD_LINE_LF:
	case GUARD_VERSION_LF:
	case GUARD_VALUE_LF:
	case GUARD_END_LF:
	case GUARD_SIZE_LF:
	case GUARD_DATA_LF:
		return feed_byte(g, c);
	case GUARD_BODY:
	case GUARD_DATA:
	case GUARD_REFUSED:
		break;
	}
	return false;
}

bool guard_pass(struct guard *g, const char *bytes, size_t n)
{
	size_t i = 0;

	while (i < n && g->state != GUARD_REFUSED) {
		if (g->state == GUARD_BODY || g->state == GUARD_DATA) {
			size_t part = n - i < g->body_left ? n - i : (size_t)g->body_left;

			i += part;
			g->body_left -= part;
			if (g->body_left == 0)
				g->state = g->state == GUARD_BODY ? GUARD_LINE : GUARD_DATA_CR;
			continue;
		}
		if (g->state == GUARD_LINE)
			g->bytes = 0;
		else if (g->state < GUARD_BODY && ++g->bytes > GUARD_HEAD_MAX)
			return guard_refuse(g, 431, "head too long");
		if (!syntax_byte(g, (unsigned char)bytes[i++]))
			return false;
	}
	return g->state != GUARD_REFUSED;
}
