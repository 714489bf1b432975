/* SPDX-License-Identifier: MIT */
/*
 * base.h -- the few things every room may assume.
 *
 * Memory: one arena per request or job; nobody frees.  Values are small
 * CamelCase structs passed by value, so that a Money cannot be taken for a
 * number of Minutes; an all-zero value means "none" for dates, moments and
 * ids.  Money has MONEY_NONE, for nought pence is an amount.
 */
#ifndef ALM_BASE_H
#define ALM_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT(a)    (sizeof(a) / sizeof *(a))
#define NORETURN    __attribute__((noreturn))
#define NOINLINE    __attribute__((noinline))
#define PRINTF(f,a) __attribute__((format(printf, f, a)))
#define MUST_USE    __attribute__((warn_unused_result))

/*
 * A bug: something that cannot happen.  Never compiled out; the worker dies,
 * the supervisor replaces it, and one request is lost.
 */
#define SURE(claim) ((claim) ? (void)0 : bug(__FILE__, __LINE__, #claim))
void bug(const char *file, int line, const char *claim) NORETURN;

/* ---- arena --------------------------------------------------------- */
struct arena;
struct arena_mark { void *block; size_t used, total; };

struct arena *arena_new(const char *name, size_t cap_bytes);
void   arena_end(struct arena **);            /* runs defers, newest first, and frees all */
void   arena_reset(struct arena *);           /* the same, but keeps the arena for reuse  */
void  *arena_get(struct arena *, size_t n);   /* zeroed, never NULL; over the cap: fault  */
void  *arena_getn(struct arena *, size_t size, size_t n); /* n of them; a product too big: fault */
/* p, of `old` bytes, made n long: in place if it came last, else moved.  New bytes: not zeroed. */
void  *arena_grow(struct arena *, void *p, size_t old, size_t n);
char  *arena_fmt(struct arena *, const char *fmt, ...) PRINTF(2, 3);
char  *arena_dup(struct arena *, const char *); /* NULL stays NULL */
char  *arena_dupn(struct arena *, const char *, size_t n);
/* For what is not memory.  If there is no room to remember fn: it is run at once, then fault. */
void   arena_defer(struct arena *, void (*fn)(void *), void *arg);
void   fd_close(void *fd);                    /* for it: an int *, which becomes -1 */
struct arena_mark arena_mark(struct arena *); /* for loops over many rows: */
void   arena_back(struct arena *, struct arena_mark); /* give back what came since, defers too */
size_t arena_used(const struct arena *);

#define NEW(a, T)     ((T *)arena_get((a), sizeof(T)))
#define NEWN(a, T, n) ((T *)arena_getn((a), sizeof(T), (size_t)(n)))

/* ---- text buffer: grows in its arena --------------------------------- */
struct buf { struct arena *arena; char *s; size_t n, cap; };

struct buf buf_new(struct arena *);
void  buf_reserve(struct buf *, size_t);                /* room for so many more, at once */
void  buf_add(struct buf *, const char *s, size_t n);
void  buf_str(struct buf *, const char *s);           /* NULL adds nothing */
void  buf_char(struct buf *, char);
void  buf_fmt(struct buf *, const char *fmt, ...) PRINTF(2, 3);
void  buf_vfmt(struct buf *, const char *fmt, va_list) PRINTF(2, 0);
void  buf_int(struct buf *, int64_t);
char *buf_text(struct buf *);                         /* NUL-terminated, stays in the arena */

/* ---- text -------------------------------------------------------------- */
#define BLANK(s) (!(s) || !*(s))
bool  text_same(const char *, const char *);          /* NULL and "" are the same */
bool  text_begins(const char *s, const char *prefix);
bool  text_ends(const char *s, const char *suffix);
char *text_trim(struct arena *, const char *);        /* outer blanks, Unicode ones too; NULL: "" */
char *text_lower(struct arena *, const char *);       /* ASCII letters only */

/* ---- numbers from people --------------------------------------------------- */
/* The whole string must be a number, blanks around it aside; false: it is not. */
bool int_parse(const char *, int64_t *out) MUST_USE;

#define INT_NONE INT64_MIN                            /* a whole number that is not there */

#endif
