/* SPDX-License-Identifier: MIT */
/*
 * backup.h -- copies of a council: taken while people work, and put back.
 *
 * Decides what belongs to a copy (the database of one moment, audit.key and
 * every other file of the council's directory), when one is good (it was read
 * back, its database is sound, its audit trail is whole up to the same head,
 * each table has as many rows) and which old ones go.  Does not decide where
 * the secret key lies: not on this machine.
 *
 *	backup:  FILE.part -> read back, restored beside, checked -> FILE
 *	restore: DIR.part  -> checked                             -> DIR
 *	move:    FROM      -> every row summed on both sides      -> TO
 *
 * Everything that stands in the way is a fault with one sentence, and leaves
 * nothing half done behind.
 */
#ifndef ALM_BACKUP_H
#define ALM_BACKUP_H

#include "backup/sealed.h"
#include "db/aside.h"
#include "db/db.h"

/* What a copy says of itself, before anything else. */
struct backup_head {
	int64_t     schema;
	Moment      made;
	int64_t     pages, page_size;
	int64_t     audit_row;           /* the newest, and its hash                     */
	const char *audit_hash;          /* hexadecimal                                  */
	const char *counts;              /* "rows TABLE N", a line each                  */
	int64_t     bytes;               /* of the file                                  */
	int64_t     ship_from;           /* a base (ship.h): the first piece after it; else 0 */
	struct log_at log;               /* of a base: where in the log its moment is    */
};

/* Copy DIR into FILE; to == NULL: not sealed.  FILE must not be there. */
struct backup_head backup_take(struct arena *, const char *dir, const char *file,
                               const struct seal_key *to);
/* Make DIR, which must be new or empty, from FILE. */
struct backup_head backup_restore(struct arena *, const char *file, const char *dir,
                                  struct seal_by);

/*
 * Carry the council of the folder `from` into that of the folder `to` (either may lead to a
 * server's database: db_say_address, or its file postgres), which must be empty.  FROM is
 * held meanwhile and stays as it was; one that is served is refused.  A line for each table
 * and for both heads of the audit trail goes to `out` (moved or not).  See move.c.
 */
struct backup_moved { int64_t tables, rows, audit_row; size_t files; };
struct backup_moved backup_move(struct arena *, const char *from, const char *to,
                                struct buf *out);

/*
 * Which of n copies stay: the newest of each of the last `daily` days, of the
 * last `weekly` weeks (from Monday) and of the last `monthly` months that have
 * one.  Newest first; the newest always stays.
 */
void backup_keep(const Date *days, size_t n, int daily, int weekly, int monthly, bool *keep);

/* Files in DIR that belong to nothing, a line each with what to do; how many. */
size_t backup_orphans(struct db *, const char *dir, struct buf *out);

/* Those, and whether changes are carried off as they should (ship.h); how many are wrong. */
size_t backup_check(struct db *, const char *dir, struct buf *out);
/* Metrics of what is carried off; nothing, if that is switched off. */
void   backup_meter(const char *dir, Moment now, struct buf *out);

struct room;
extern const struct room backup_room;

#endif
