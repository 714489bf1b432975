/* SPDX-License-Identifier: MIT */
/*
 * aside.h -- the log of changes of a council in SQLite, for whoever carries it off.
 *
 *	DIR/ship/next    the number of the log in use, and how it began
 *	DIR/ship/N       a log that was begun anew after it, whole
 *
 * While DIR/ship is there, whoever begins the log anew or takes it away puts the
 * old one into it first (sqlite_aside.c).  From these and the log in use all
 * pages that changed since a place in the log can be had (log_read.c), or it is
 * found that something is missing.  Nothing here holds anybody up.
 */
#ifndef ALM_DB_ASIDE_H
#define ALM_DB_ASIDE_H

#include "base/base.h"

enum { LOG_SALT = 8 };

/* Numbers of the log and of the data file. */
static inline uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Behind a frame of the log that has this salt.  The sum runs over all of it to there. */
struct log_at { unsigned char salt[LOG_SALT]; uint32_t sum[2]; int64_t frame; };
bool log_at_same(const struct log_at *, const struct log_at *);

/* A stretch of one log: from frame `from` (not it) to `to`. */
struct log_range { unsigned char salt[LOG_SALT]; int64_t from, to; };

/* Where a page stands: in which of the files, at which byte. */
struct log_page { uint32_t number; int32_t file; int64_t at; };

struct log_read {
	int64_t       log;               /* number of the log that `to` is in          */
	struct log_at to;                /* behind the last commit                     */
	int64_t       page_size;
	int64_t       db_pages;          /* how many the database has at `to`          */
	int64_t       logs;              /* whole ones that were read to their end     */
	bool          live;              /* the log in use too: this is all there was  */
	struct log_range *ranges;
	size_t        nranges;
	struct log_page *pages;          /* the newest of each, by number              */
	size_t        n;
	const char   *why;               /* LOG_GAP: what is missing                   */
	/* ---- log_read.c's ---- */
	struct arena *arena;
	const char   *dir;
	int           fds[64];
	size_t        nfds, cap, ranges_cap;
	int64_t       next;
};

/* Make DIR/ship, so that logs are put aside from now on.  Cannot: fault(IO). */
void aside_begin(const char *dir);
/* A new beginning: *log and *at become the beginning of the log in use.  False: there is
 * none yet, since nobody has written. */
bool log_begin(struct arena *, const char *dir, int64_t *log, struct log_at *at) MUST_USE;
/* Where the log in use ends now, as a connection sees it; frame 0: it is empty. */
struct db;
bool db_log_end(struct db *, struct log_at *end) MUST_USE;

/*
 * What was committed since `at`, in log number `log`, at most `most` bytes of whole logs and
 * the one in use (unless db, a connection that says where it ends, is NULL).  Files are held
 * until the arena goes.
 */
enum log_found { LOG_NOTHING, LOG_SOME, LOG_GAP };
enum log_found log_read(struct arena *, struct db *, const char *dir, int64_t log,
                        const struct log_at *at, int64_t most, struct log_read *out);
/* The page that stands in out->pages[i]. */
void log_page(const struct log_read *, size_t i, void *to);
/* After the last page: have they been what they were?  False: the log in use was begun anew
 * meanwhile, and all of it must be read again. */
bool log_read_holds(const struct log_read *) MUST_USE;
/* Logs before number `log` are no longer needed.  How many bytes those behind have. */
int64_t aside_drop(const char *dir, int64_t log);

/* ---- DIR/ship/next, and what stands at the end of each DIR/ship/N ---- */
struct aside_next {
	char          magic[8];
	int64_t       number;            /* of the log in use                              */
	int64_t       data_ns, data_size; /* the last log went when the data file was so   */
	unsigned char salt[LOG_SALT];    /* the log in use was begun with it, before us    */
	unsigned char before[LOG_SALT];  /* the one before it                              */
};
struct aside_tail { char magic[8]; int64_t bytes; };     /* of the log, before this */
#define ASIDE_NEXT "almnext1"
#define ASIDE_TAIL "almlog 1"

/* The VFS's: the log `wal` (its path) is about to be begun anew with `salt`, or (NULL) to
 * go; it ends there (no salt: not known).  Never refuses: what cannot be put aside is a
 * number that is missing. */
void aside_put(const char *wal, const unsigned char *salt, const struct log_at *end);
/* The index of a log says so at its beginning; false: somebody is just changing it. */
bool log_index_end(const volatile uint32_t *index, struct log_at *end);

#endif
