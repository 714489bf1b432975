/* SPDX-License-Identifier: MIT */
/*
 * json.h -- JSON out as it is made, and JSON in within limits.
 *
 * Out: a stream into a text buffer.  Commas are put by the writer, strings
 * escaped so that they are safe inside a page too (<, >, & and the line
 * separators).  Money is a number with two decimals, written from pence:
 * exact, for amounts stay under 2^53 pence; dates and moments are ISO text.
 * In: jansson's values, refused with a sentence where the text is too deep,
 * too big or broken, and released with the arena.
 */
#ifndef ALM_JSON_H
#define ALM_JSON_H

#include "base/base.h"
#include "base/date.h"
#include "base/money.h"

#define JSON_DEPTH 64

struct json_out { struct buf *out; int depth; bool comma[JSON_DEPTH]; };

struct json_out json_out(struct buf *);
/* `key` is the member's name, and NULL inside an array or at the top. */
void json_open_object(struct json_out *, const char *key);
void json_open_array(struct json_out *, const char *key);
void json_close_object(struct json_out *);
void json_close_array(struct json_out *);
void json_put_text(struct json_out *, const char *key, const char *);     /* NULL: null */
void json_put_int(struct json_out *, const char *key, int64_t);           /* INT_NONE: null */
void json_put_decimal(struct json_out *, const char *key, int64_t n, int places);
void json_put_bool(struct json_out *, const char *key, bool);
void json_put_money(struct json_out *, const char *key, Money);           /* MONEY_NONE: null */
void json_put_date(struct json_out *, const char *key, Date);             /* none: null */
void json_put_moment(struct json_out *, const char *key, Moment);         /* none: null */
void json_put_null(struct json_out *, const char *key);
/* What is JSON already, as it is: of our own making and kept. */
void json_put_made(struct json_out *, const char *key, const char *json);

/* 125 with one place is "12.5", -5 with two is "-0.05"; places 0 to 9. */
void buf_decimal(struct buf *, int64_t n, int places);

/* ---- in ------------------------------------------------------------------ */
struct json_t;

struct json_limits { size_t bytes; int depth; };
extern const struct json_limits json_limits_usual;      /* 16 MiB, 32 levels */

/*
 * The value, released with the arena; NULL: refused, and *sentence says what
 * is wrong, where, and what to do.  Numbers beyond 64 bits, names given
 * twice, and NUL in a string are refused.
 */
struct json_t *json_read(struct arena *, const char *bytes, size_t n,
                         const struct json_limits *, const char **sentence) MUST_USE;

/*
 * Cut a file of records into the bytes of each: one object, an array of
 * objects, or one object a line.  Only brackets and strings are looked at;
 * json_read() judges the rest.
 */
struct json_cutter { const char *at, *end; bool array, done; int64_t n; const char *sentence; };
enum json_cut { JSON_RECORD, JSON_END, JSON_BROKEN };

struct json_cutter json_cutter(const char *bytes, size_t n);
enum json_cut json_cut(struct json_cutter *, const char **record, size_t *n) MUST_USE;

/* Members of an object, safe on whatever is there instead. */
const char *json_member_text(const struct json_t *, const char *key);           /* "" if none */
int64_t     json_member_int(const struct json_t *, const char *key);            /* INT_NONE  */
struct json_t *json_member(const struct json_t *, const char *key);             /* NULL      */
/* Items of an array, likewise. */
size_t         json_items(const struct json_t *);
struct json_t *json_item(const struct json_t *, size_t i);                       /* NULL      */

#endif
