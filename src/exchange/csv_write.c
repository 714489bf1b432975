/* SPDX-License-Identifier: MIT */
/*
 * csv_write.c -- fields that every spreadsheet reads as they were written.
 *
 * A spreadsheet runs text that begins with = + - @ (or their full-width
 * forms, or a tab or carriage return before them) as a formula, even from a
 * CSV file.  What people typed is therefore guarded with a leading ' ; what
 * we computed (numbers, dates) is not, so that -12.50 stays a number.
 */
#include "exchange/csv.h"

#include <string.h>

bool csv_is_formula(const char *text)
{
	static const char *const wide[] = {     /* U+FF1D, FF0B, FF0D, FF20 */
		"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0",
	};

	if (BLANK(text))
		return false;
	if (strchr("=+-@\t\r", *text))
		return true;
	for (size_t i = 0; i < COUNT(wide); i++) {
		if (text_begins(text, wide[i]))
			return true;
	}
	return false;
}

static void put_quoted(struct buf *b, const char *lead, const char *text)
{
	const char *quote;

	buf_char(b, '"');
	buf_str(b, lead);
	for (; (quote = strchr(text, '"')) != NULL; text = quote + 1) {
		buf_add(b, text, (size_t)(quote - text) + 1);
		buf_char(b, '"');
	}
	buf_str(b, text);
	buf_char(b, '"');
}

/* Blanks at the ends are quoted too: some readers would eat them. */
static bool needs_quotes(const char *text)
{
	size_t n = strlen(text);

	return n && (strpbrk(text, ",;\t\"\r\n") || text[0] == ' ' || text[n - 1] == ' ');
}

void csv_put_text(struct buf *b, const char *text, bool guard)
{
	if (BLANK(text))
		return;
	if (guard && csv_is_formula(text))
		put_quoted(b, "'", text);
	else
		csv_put_plain(b, text);
}

void csv_put_plain(struct buf *b, const char *text)
{
	if (BLANK(text))
		return;
	if (needs_quotes(text))
		put_quoted(b, "", text);
	else
		buf_str(b, text);
}

void csv_put_mark(struct buf *b)
{
	buf_str(b, "\xEF\xBB\xBF");
}
