/* SPDX-License-Identifier: MIT */
/*
 * csv.h -- comma-separated files as councils really meet them, in and out.
 *
 * In: a range of bytes, usually a mapped file.  Byte-order marks (plain, or
 * UTF-8 encoded twice or three times), UTF-16, Windows-1252 when the file is
 * not valid UTF-8 (decided once, for the whole file), CRLF, LF and lone CR,
 * quoted line breaks, doubled quotes, ragged and empty rows, and lines above
 * the header are all read.  Fields are slices of the input wherever that is
 * possible: copied only when a quote was doubled or a letter is Windows'.
 *
 * The grammar is that of spreadsheets: a field that begins with a quote runs
 * to the closing quote; what follows it up to the separator is kept as it
 * is; a quote inside a field that did not begin with one is a letter.
 */
#ifndef ALM_CSV_H
#define ALM_CSV_H

#include "base/base.h"

/* A piece of text; not NUL-terminated. */
struct slice { const char *s; size_t n; };

bool  slice_is(struct slice, const char *);              /* the same text, ASCII case aside */
struct slice slice_trim(struct slice);                   /* outer blanks, no-break space too */
char *slice_text(struct arena *, struct slice);          /* trimmed and NUL-terminated */

enum csv_why {
	CSV_FINE,
	CSV_EMPTY,          /* no bytes, or nothing but blanks               */
	CSV_NUL,            /* a NUL byte: not a text file                   */
	CSV_TOO_WIDE,       /* more columns than the limit                   */
	CSV_TOO_LONG,       /* a field over the limit                        */
	CSV_TOO_MANY,       /* more rows than the limit                      */
	CSV_CUT_SHORT,      /* the file ends inside a quoted field           */
	CSV_NO_HEADER,      /* no row has the columns that are needed        */
	CSV_TWICE,          /* the header has one needed column two times    */
};

struct csv_limits { size_t columns, field_bytes, rows; };
extern const struct csv_limits csv_limits_usual;         /* 2,000; 1 MiB; 2,000,000 */

enum csv_coding { CSV_ASCII, CSV_UTF8, CSV_CP1252, CSV_UTF16 };

/* Why a file was refused: what is wrong, where, and what to do. */
struct csv_refusal {
	enum csv_why why;
	int64_t      row;       /* the first row of the file is 1         */
	int64_t      line;      /* as an editor counts; 0: the whole file */
	char        *sentence;
};

struct csv_row {
	int64_t       row, line;        /* where it begins                          */
	size_t        n;                /* fields that are there                    */
	const struct slice *field;      /* good until the next csv_next()           */
	const char   *raw;              /* the row's bytes, without its line break  */
	size_t        raw_n;
};

enum csv_step { CSV_ROW, CSV_END, CSV_REFUSED };

struct csv;

/* `limits` NULL: the usual ones.  The bytes must outlive the reader. */
struct csv     *csv_open(struct arena *, const char *bytes, size_t n,
                         const struct csv_limits *limits);
enum csv_coding csv_coding_of(const struct csv *);

/*
 * The next row, empty ones (no bytes, or only commas and blanks) left out.
 * After CSV_REFUSED there is nothing more.
 */
enum csv_step   csv_next(struct csv *, struct csv_row *) MUST_USE;
const struct csv_refusal *csv_refusal(const struct csv *);
/* Does the row run to the end of the file without a line break?  With columns missing, a
 * file that was cut short. */
bool            csv_unended(const struct csv *, const struct csv_row *);

/* The field of a column; empty where the row is too short or `column` < 0. */
static inline struct slice csv_field(const struct csv_row *row, int column)
{
	if (column < 0 || (size_t)column >= row->n)
		return (struct slice){ "", 0 };
	return row->field[column];
}

/*
 * How the bytes are written, without byte-order marks.  *bytes and *n become
 * the text to read: past the marks, and for UTF-16 a copy in UTF-8.  *nul is
 * the place of the first NUL, or NULL.
 */
enum csv_coding csv_decode(struct arena *, const char **bytes, size_t *n, const char **nul);

/* ---- the header --------------------------------------------------------- */
struct csv_want {
	const char *name;       /* compared without case, outer blanks or a final stop     */
	const char *or_name;    /* as it was called in other years; NULL: always the same  */
	bool        prefix;     /* the column's name need only begin so                    */
	bool        must;       /* without it, this row is not the header                  */
};

struct csv_header {
	int64_t       row, line;
	size_t        n;
	const char  **name;     /* trimmed, in the arena; "" for a column without a name   */
	uint64_t      mark;     /* a hash of the names: two files of one layout have the same */
};

/*
 * Look for the header in the first twenty rows: the first that has every
 * column that must be there.  at[i] becomes the column of want[i], -1 where
 * there is none.  Reading then goes on with the first row of data.
 * CSV_ROW: found.  CSV_REFUSED: not; the refusal names what was missing in
 * the row that came nearest.
 */
enum csv_step csv_find_header(struct csv *, const struct csv_want *, size_t n, int *at,
                              struct csv_header *) MUST_USE;

/* A 64-bit hash of some bytes: to know a row again, not to guard against an enemy. */
uint64_t csv_mark(const char *, size_t n, uint64_t seed);

/* ---- out ------------------------------------------------------------------- */
/*
 * RFC 4180 with CRLF.  A field is quoted when it needs to be.  `guard` is for
 * what people typed: text that a spreadsheet would take for a formula (= + -
 * @ TAB CR first, or their full-width forms) gets a leading ' and quotes.
 */
void csv_put_text(struct buf *, const char *text, bool guard);
void csv_put_plain(struct buf *, const char *text);     /* numbers and dates of ours: no guard */
bool csv_is_formula(const char *text);
void csv_put_mark(struct buf *);                        /* a UTF-8 byte-order mark, for Excel  */

#endif
