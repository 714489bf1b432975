/* SPDX-License-Identifier: MIT */
/*
 * letter.c -- a letter as the mail of the world reads it: RFC 5322, with
 * RFC 2047 words in the subject and quoted-printable where plain ASCII will
 * not do, so that a link in plain text stays whole for whoever reads the file.
 */
#include <string.h>

#include "papers/inside.h"

enum { WORD_BYTES = 42, LINE_MOST = 76, PLAIN_MOST = 900 };

bool address_sound(const char *s)
{
	const char *at = s ? strchr(s, '@') : NULL;

	if (!at || at == s || !at[1] || strchr(at + 1, '@'))
		return false;
	for (; *s; s++)
		if ((unsigned char)*s <= ' ' || (unsigned char)*s >= 0x7f ||
		    strchr("<>()[],;:\\\"", *s))
			return false;
	return true;
}

static bool is_plain(const char *s)
{
	size_t line = 0;

	for (; *s; s++) {
		line = *s == '\n' ? 0 : line + 1;
		if ((unsigned char)*s >= 0x7f || line > PLAIN_MOST)
			return false;
	}
	return true;
}

/* Base64 of one encoded word; the caller cuts between characters. */
static void base64_put(struct buf *b, const char *s, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		uint32_t x = (uint32_t)(unsigned char)s[i] << 16;

		if (i + 1 < n)
			x |= (uint32_t)(unsigned char)s[i + 1] << 8;
		if (i + 2 < n)
			x |= (unsigned char)s[i + 2];
		buf_char(b, digits[x >> 18 & 63]);
		buf_char(b, digits[x >> 12 & 63]);
		buf_char(b, i + 1 < n ? digits[x >> 6 & 63] : '=');
		buf_char(b, i + 2 < n ? digits[x & 63] : '=');
	}
}

static void subject_put(struct buf *b, const char *s)
{
	const char *gap = "";

	if (is_plain(s) && strlen(s) < PLAIN_MOST) {
		buf_str(b, s);
		return;
	}
	while (*s) {
		size_t n = strlen(s) < WORD_BYTES ? strlen(s) : WORD_BYTES;

		while (n > 1 && ((unsigned char)s[n] & 0xc0) == 0x80)
			n--;
		buf_str(b, gap);
		buf_str(b, "=?UTF-8?B?");
		base64_put(b, s, n);
		buf_str(b, "?=");
		gap = "\r\n ";
		s += n;
	}
}

static void plain_put(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			buf_char(b, '\r');
		if (*s != '\r')
			buf_char(b, *s);
	}
}

/* RFC 2045 6.7: a blank before a line's end is written out too. */
static void quoted_put(struct buf *b, const char *s)
{
	size_t line = 0;

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		bool raw = (c > ' ' && c < 0x7f && c != '=') || ((c == ' ' || c == '\t') &&
		           s[1] && s[1] != '\n');

		if (c == '\r')
			continue;
		if (c == '\n') {
			buf_str(b, "\r\n");
			line = 0;
			continue;
		}
		if (line + 3 >= LINE_MOST) {
			buf_str(b, "=\r\n");
			line = 0;
		}
		if (raw)
			buf_char(b, (char)c);
		else
			buf_fmt(b, "=%02X", c);
		line += raw ? 1 : 3;
	}
}

static void date_put(struct buf *b, Moment m)
{
	int64_t secs = m.ms / 1000, day = secs / 86400;
	Date d = date_of_day(day);
	struct civil c = date_civil(d);

	secs -= day * 86400;
	buf_fmt(b, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0000\r\n", weekday_name(date_weekday(d)),
	        c.day, month_name(c.month), c.year, (int)(secs / 3600), (int)(secs / 60 % 60),
	        (int)(secs % 60));
}

char *letter_text(struct arena *a, const struct letter *l)
{
	struct buf b = buf_new(a);
	bool plain = is_plain(l->body);

	date_put(&b, l->made);
	buf_fmt(&b, "From: <%s>\r\nTo: <%s>\r\nSubject: ", l->from, l->to);
	subject_put(&b, l->subject);
	buf_fmt(&b, "\r\nMessage-ID: <almoner.%lld.%lld@%s>\r\n", (long long)l->id,
	        (long long)l->made.ms, strchr(l->from, '@') + 1);
	/* A machine's letter: nobody's holiday notice should answer it (RFC 3834). */
	buf_fmt(&b, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
	        "Content-Type: text/plain; charset=utf-8\r\n"
	        "Content-Transfer-Encoding: %s\r\n\r\n", plain ? "7bit" : "quoted-printable");
	(plain ? plain_put : quoted_put)(&b, l->body);
	if (!text_ends(l->body, "\n"))
		buf_str(&b, "\r\n");
	return buf_text(&b);
}
