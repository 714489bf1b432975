/* SPDX-License-Identifier: MIT */
/*
 * json_write.c -- JSON as a stream: the writer knows where commas go.
 *
 * Numbers are written from integers, so that 0.10 is never 0.1000000000001.
 */
#include "exchange/json.h"

#include <string.h>

struct json_out json_out(struct buf *b)
{
	return (struct json_out){ .out = b };
}

void buf_decimal(struct buf *b, int64_t n, int places)
{
	/* Unsigned, for the least number has no positive twin. */
	uint64_t size = n < 0 ? -(uint64_t)n : (uint64_t)n, scale = 1;

	SURE(places >= 0 && places <= 9);
	for (int i = 0; i < places; i++)
		scale *= 10;
	buf_fmt(b, "%s%llu", n < 0 ? "-" : "", (unsigned long long)(size / scale));
	if (places)
		buf_fmt(b, ".%0*llu", places, (unsigned long long)(size % scale));
}

static bool is_plain(char c)
{
	return (unsigned char)c >= ' ' && !strchr("\"\\<>&\x7F\xE2", c);
}

static void put_string(struct buf *b, const char *s)
{
	buf_char(b, '"');
	while (*s) {
		size_t n = 0;

		while (is_plain(s[n]))
			n++;
		buf_add(b, s, n);
		s += n;
		if (!*s)
			break;
		/* U+2028 and U+2029 end a line in scripts. */
		if (text_begins(s, "\xE2\x80\xA8") || text_begins(s, "\xE2\x80\xA9")) {
			buf_str(b, (unsigned char)s[2] == 0xA8 ? "\\u2028" : "\\u2029");
			s += 3;
			continue;
		}
		switch (*s) {
		case '"':  buf_str(b, "\\\""); break;
		case '\\': buf_str(b, "\\\\"); break;
		case '\n': buf_str(b, "\\n");  break;
		case '\r': buf_str(b, "\\r");  break;
		case '\t': buf_str(b, "\\t");  break;
		case '\xE2': buf_char(b, *s);  break;
		default:   buf_fmt(b, "\\u%04x", (unsigned)(unsigned char)*s); break;
		}
		s++;
	}
	buf_char(b, '"');
}

/* The comma and the name of what comes next. */
static void put_key(struct json_out *j, const char *key)
{
	if (j->comma[j->depth])
		buf_char(j->out, ',');
	j->comma[j->depth] = true;
	if (key) {
		put_string(j->out, key);
		buf_char(j->out, ':');
	}
}

static void open_with(struct json_out *j, const char *key, char bracket)
{
	put_key(j, key);
	buf_char(j->out, bracket);
	SURE(j->depth + 1 < JSON_DEPTH);
	j->comma[++j->depth] = false;
}

static void close_with(struct json_out *j, char bracket)
{
	SURE(j->depth > 0);
	j->depth--;
	buf_char(j->out, bracket);
}

void json_open_object(struct json_out *j, const char *key)  { open_with(j, key, '{'); }
void json_open_array(struct json_out *j, const char *key)   { open_with(j, key, '['); }
void json_close_object(struct json_out *j)                  { close_with(j, '}'); }
void json_close_array(struct json_out *j)                   { close_with(j, ']'); }

void json_put_null(struct json_out *j, const char *key)
{
	put_key(j, key);
	buf_str(j->out, "null");
}

void json_put_made(struct json_out *j, const char *key, const char *json)
{
	put_key(j, key);
	buf_str(j->out, json);
}

void json_put_text(struct json_out *j, const char *key, const char *text)
{
	if (!text) {
		json_put_null(j, key);
		return;
	}
	put_key(j, key);
	put_string(j->out, text);
}

void json_put_int(struct json_out *j, const char *key, int64_t n)
{
	if (n == INT_NONE) {
		json_put_null(j, key);
		return;
	}
	put_key(j, key);
	buf_int(j->out, n);
}

void json_put_decimal(struct json_out *j, const char *key, int64_t n, int places)
{
	if (n == INT_NONE) {
		json_put_null(j, key);
		return;
	}
	put_key(j, key);
	buf_decimal(j->out, n, places);
}

void json_put_bool(struct json_out *j, const char *key, bool yes)
{
	put_key(j, key);
	buf_str(j->out, yes ? "true" : "false");
}

void json_put_money(struct json_out *j, const char *key, Money m)
{
	json_put_decimal(j, key, money_known(m) ? money_pence(m) : INT_NONE, 2);
}

void json_put_date(struct json_out *j, const char *key, Date d)
{
	json_put_text(j, key, date_known(d) ? date_iso(j->out->arena, d) : NULL);
}

void json_put_moment(struct json_out *j, const char *key, Moment m)
{
	json_put_text(j, key, moment_known(m) ? moment_iso(j->out->arena, m) : NULL);
}
