/* SPDX-License-Identifier: MIT */
/*
 * csv.c -- rows of fields out of bytes, without copying where that can be.
 *
 *	        quote                       quote not doubled
 *	START --------> QUOTED <-- "" --+  ------------------> AFTER
 *	  |               |             |                        | other: kept as it is
 *	  | other         +-------------+                        |
 *	  v                                                      v
 *	PLAIN ------- separator: next field; line break or end: the row is done
 *
 * The end inside QUOTED is a file cut short.
 */
#include "exchange/csv.h"

#include <string.h>

#include "base/utf8.h"
#include "exchange/csv_inside.h"

const struct csv_limits csv_limits_usual = { 2000, 1 << 20, 2000000 };

/* What each byte over 127 becomes; base/ knows, and is asked once. */
static void letters_load(struct csv *c)
{
	c->letter = NEWN(c->arena, struct slice, 128);
	for (int i = 0; i < 128; i++) {
		char byte = (char)(0x80 + i);

		c->letter[i].s = utf8_from_cp1252(c->arena, &byte, 1, &c->letter[i].n);
	}
}

struct csv *csv_open(struct arena *a, const char *bytes, size_t n, const struct csv_limits *limits)
{
	struct csv *c = NEW(a, struct csv);

	c->arena = a;
	c->limits = limits ? *limits : csv_limits_usual;
	c->separator = ',';
	c->coding = n ? csv_decode(a, &bytes, &n, &c->nul) : CSV_ASCII;
	c->start = n ? bytes : "";
	c->end = c->start + n;
	c->field = NEWN(a, struct slice, c->limits.columns);
	if (c->coding == CSV_CP1252)
		letters_load(c);
	csv_rewind(c);
	return c;
}

enum csv_coding csv_coding_of(const struct csv *c)
{
	return c->coding;
}

bool csv_unended(const struct csv *c, const struct csv_row *row)
{
	return row->raw + row->raw_n == c->end;
}

const struct csv_refusal *csv_refusal(const struct csv *c)
{
	return &c->refusal;
}

void csv_rewind(struct csv *c)
{
	c->at = c->start;
	c->row = 0;
	c->line = 1;
	c->scan = scan_from(c->start, c->end, c->separator);
	c->refusal = (struct csv_refusal){ CSV_FINE, 0, 0, NULL };
}

enum csv_step csv_refuse(struct csv *c, enum csv_why why, int64_t row, int64_t line, char *sentence)
{
	c->refusal = (struct csv_refusal){ why, row, line, sentence };
	c->at = c->end;
	return CSV_REFUSED;
}

/* Room for n bytes that stay good until the next row.  The old room is left
 * alone when it is too small, for slices of this row point into it. */
static char *scratch(struct csv *c, size_t n)
{
	if (c->scratch_cap - c->scratch_n < n) {
		c->scratch_cap = 2 * c->scratch_cap + n + 4096;
		c->scratch = arena_get(c->arena, c->scratch_cap);
		c->scratch_n = 0;
	}
	char *room = c->scratch + c->scratch_n;

	c->scratch_n += n;
	return room;
}

/* `s` begins after the opening quote; `close` is the closing one, `end` the field's end. */
static struct slice undouble(struct csv *c, const char *s, const char *close, const char *end)
{
	char *to = scratch(c, (size_t)(end - s)), *t = to;

	while (s < close) {
		const char *quote = memchr(s, '"', (size_t)(close - s));
		size_t n = (size_t)((quote ? quote + 1 : close) - s);

		memcpy(t, s, n);
		t += n;
		s += n + (quote != NULL);       /* one of the two */
	}
	if (close < end) {
		size_t rest = (size_t)(end - close - 1);

		memcpy(t, close + 1, rest);
		t += rest;
	}
	return (struct slice){ to, (size_t)(t - to) };
}

/* The next separator or line break; quotes on the way are letters. */
static inline const char *plain_stop(struct scan *scan)
{
	const char *p;

	while ((p = scan_hit(scan)) < scan->end && *p == '"')
		scan_drop(scan);
	return p;
}

/*
 * The quoted field at `p`, its opening quote being the scan's next hit.
 * Returns its separator or line break, or NULL: the file ends inside it.
 */
static const char *scan_quoted(struct csv *c, struct scan *scan, const char *p,
                               struct slice *out, bool *breaks)
{
	const char *q, *stop, *end = scan->end;
	bool doubled = false;

	scan_hit(scan);                 /* the opening quote */
	scan_drop(scan);
	for (;;) {
		if ((q = scan_hit(scan)) == end)
			return NULL;
		scan_drop(scan);
		if (*q != '"') {
			*breaks |= *q != scan->separator;
			continue;
		}
		if (q + 1 == end || q[1] != '"')
			break;
		doubled = true;
		scan_hit(scan);         /* the second of the two */
		scan_drop(scan);
	}

	stop = plain_stop(scan);
	if (doubled || stop > q + 1)
		*out = undouble(c, p + 1, q, stop);
	else
		*out = (struct slice){ p + 1, (size_t)(q - p - 1) };
	return stop;
}

static int64_t count_breaks(const char *s, const char *end)
{
	int64_t n = 0;

	for (; s < end; s++)
		n += *s == '\n' || (*s == '\r' && !(s + 1 < end && s[1] == '\n'));
	return n;
}

/* "10,000" */
static char *grouped(struct arena *a, size_t n)
{
	return n < 1000 ? arena_fmt(a, "%zu", n)
	                : arena_fmt(a, "%s,%03zu", grouped(a, n / 1000), n % 1000);
}

static enum csv_step too_wide(struct csv *c, size_t n)
{
	return csv_refuse(c, CSV_TOO_WIDE, c->row, c->line, arena_fmt(c->arena,
		"This file has %s columns in row %lld; the most we read is %s. "
		"Take out the columns that are not needed and save it again.",
		grouped(c->arena, n), (long long)c->row, grouped(c->arena, c->limits.columns)));
}

static enum csv_step cut_short(struct csv *c)
{
	return csv_refuse(c, CSV_CUT_SHORT, c->row, c->line, arena_fmt(c->arena,
		"This file ends inside a quoted field of row %lld, which begins on line %lld: "
		"it seems to be cut short. Fetch the whole file again.",
		(long long)c->row, (long long)c->line));
}

static enum csv_step too_long(struct csv *c, size_t column)
{
	return csv_refuse(c, CSV_TOO_LONG, c->row, c->line, arena_fmt(c->arena,
		"Column %zu of row %lld (line %lld) is longer than the %zu bytes that we read. "
		"Look for a quote that is not closed, or shorten the text.",
		column, (long long)c->row, (long long)c->line, c->limits.field_bytes));
}

static enum csv_step found_nul(struct csv *c)
{
	return csv_refuse(c, CSV_NUL, c->row, c->line, arena_fmt(c->arena,
		"Row %lld (line %lld) has a NUL byte in it, so this is not a text file. "
		"Open it in a spreadsheet and save it as CSV (UTF-8).",
		(long long)c->row, (long long)c->line));
}

/* Windows-1252 to UTF-8, the ASCII between its letters copied in one go. */
static struct slice recode(struct csv *c, struct slice f)
{
	char *to = scratch(c, 3 * f.n), *t = to;        /* a byte becomes three at most */
	const char *s = f.s, *end = f.s + f.n;

	while (s < end) {
		const char *high = find_high(s, end);

		memcpy(t, s, (size_t)(high - s));
		t += high - s;
		for (s = high; s < end && (unsigned char)*s >= 0x80; s++) {
			struct slice letter = c->letter[(unsigned char)*s - 0x80];

			memcpy(t, letter.s, letter.n);
			t += letter.n;
		}
	}
	return (struct slice){ to, (size_t)(t - to) };
}

static void recode_fields(struct csv *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct slice f = c->field[i];

		if (f.n && find_high(f.s, f.s + f.n) < f.s + f.n)
			c->field[i] = recode(c, f);
	}
}

/* Past the line break at `p`, the scan's next hit: CRLF, LF or a lone CR. */
static const char *past_break(struct scan *scan, const char *p)
{
	if (p == scan->end)
		return p;
	scan_drop(scan);
	if (*p == '\r' && p + 1 < scan->end && p[1] == '\n') {
		scan_hit(scan);
		scan_drop(scan);
		p++;
	}
	return p + 1;
}

static enum csv_step scan_row(struct csv *c, struct csv_row *row)
{
	struct scan scan = c->scan;
	const char *p = c->at, *end = c->end, *begin = p;
	size_t n = 0, max = c->limits.columns;
	bool breaks = false;

	c->row++;
	c->scratch_n = 0;
	for (;; p++) {
		struct slice f = { p, 0 };

		if (p < end && *p == '"') {
			p = scan_quoted(c, &scan, p, &f, &breaks);
			if (!p)
				return cut_short(c);
		} else {
			p = plain_stop(&scan);
			f.n = (size_t)(p - f.s);
		}
		if (f.n > c->limits.field_bytes)
			return too_long(c, n + 1);
		if (n < max)
			c->field[n] = f;
		n++;
		if (p == end || *p != scan.separator)
			break;
		scan_drop(&scan);
	}
	if (c->nul && c->nul < p)
		return found_nul(c);
	if (n > max)
		return too_wide(c, n);
	if (c->coding == CSV_CP1252 && find_high(begin, p) < p)
		recode_fields(c, n);

	*row = (struct csv_row){ c->row, c->line, n, c->field, begin, (size_t)(p - begin) };
	c->line += 1 + (breaks ? count_breaks(begin, p) : 0);
	c->at = past_break(&scan, p);
	c->scan = scan;
	return CSV_ROW;
}

static bool row_blank(const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		if (slice_trim(row->field[i]).n)
			return false;
	}
	return true;
}

enum csv_step csv_next(struct csv *c, struct csv_row *row)
{
	enum csv_step step;

	if (c->refusal.why)
		return CSV_REFUSED;
	do {
		if (c->at == c->end)
			return CSV_END;
		if ((size_t)c->row >= c->limits.rows)
			return csv_refuse(c, CSV_TOO_MANY, c->row, c->line, arena_fmt(c->arena,
				"This file has more than %s rows, the most we read. "
				"Split it and load the parts.",
				grouped(c->arena, c->limits.rows)));
		step = scan_row(c, row);
	} while (step == CSV_ROW && row_blank(row));
	return step;
}

/* ---- to know a row again --------------------------------------------------------- */

static uint64_t mixed(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	const wide m = (wide)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* Sixteen bytes a multiplication, as in Wang Yi's wyhash: SipHash took an eighth of reading
 * a file again.  The odd constants are his. */
uint64_t csv_mark(const char *bytes, size_t n, uint64_t seed)
{
	static const uint64_t odd[] = { UINT64_C(0xa0761d6478bd642f),
		UINT64_C(0xe7037ed1a0b428db), UINT64_C(0x8ebc6af09c88c6e3) };
	uint64_t mark = mixed(seed ^ odd[0], odd[1]), two[2] = { 0 };
	const char *end = bytes + n;

	for (; end - bytes >= 16; bytes += 16) {
		memcpy(two, bytes, 16);
		mark = mixed(two[0] ^ odd[1], two[1] ^ mark);
	}
	two[0] = two[1] = 0;
	memcpy(two, bytes, (size_t)(end - bytes));
	mark = mixed(two[0] ^ odd[1], two[1] ^ mark);
	return mixed(mark ^ odd[2], n ^ odd[1]);
}
