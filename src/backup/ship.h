/* SPDX-License-Identifier: MIT */
/*
 * ship.h -- what changed, carried off every few seconds into a second folder.
 *
 *	FOLDER/almoner-base-N.alm    a copy (backup.h) that pieces from N on go on from
 *	FOLDER/almoner-piece-N.alm   the pages that changed since piece N - 1
 *	FOLDER/almoner-owner         whose folder it is
 *	DIR/ship/at                  up to where in the log pieces have been carried
 *	DIR/ship/base                the last base
 *
 * Each piece says where in the log it begins and ends, so none can be missing,
 * changed about or of another council without being seen.  What is missing
 * between two of them (a gap) is never papered over: a number is left out, and
 * a new base is made.  Pieces are of the database alone; other files of the
 * council (audit.key, letters in mail/) are in the base.
 */
#ifndef ALM_BACKUP_SHIP_H
#define ALM_BACKUP_SHIP_H

#include "backup/inside.h"

enum { SHIP_ID = 16, SHIP_WHOM = 32 };

/* ---- ship_piece.c: one piece ---- */
struct ship_head {
	char          magic[8];
	int64_t       number, made_ms, page_size, db_pages, npages, nranges;
	struct log_at from, to;
};
const char *ship_piece_name(struct arena *, const char *folder, int64_t number);
const char *ship_base_name(struct arena *, const char *folder, int64_t from);
/* False: the log was begun anew meanwhile; nothing was left behind. */
bool ship_piece_write(struct arena *, const char *folder, const struct ship_head *,
                      const struct log_read *, const struct seal_key *to) MUST_USE;
/* All of it is read; what is not whole, or not this number, is a fault(INPUT).  page() may
 * be NULL. */
struct ship_piece {
	struct ship_head  head;
	struct log_range *ranges;
	void            (*page)(void *arg, const struct ship_head *, uint32_t number,
	                        const void *page);
	void             *arg;
};
void ship_piece_read(struct arena *, const char *folder, int64_t number, struct seal_by,
                     struct ship_piece *);
/* The numbers of a kind in the folder ("base", "piece"), ascending. */
size_t ship_numbers(struct arena *, const char *folder, const char *kind, int64_t **numbers);

/* ---- ship.c: a turn ---- */
struct ship_state {
	char          magic[8];
	unsigned char id[SHIP_ID];       /* the folder's owner                             */
	unsigned char whom[SHIP_WHOM];   /* hash of folder and key: another one, a new chain */
	int64_t       first, piece;      /* of this chain; the last number that is taken   */
	int64_t       log;               /* in which log `at` is                           */
	struct log_at at;
	int64_t       begun;             /* 0: `log` and `at` are not known yet            */
	Moment        seen;              /* all that was committed before it is there      */
};
struct ship_base { char magic[8]; int64_t from; Moment made; };
bool ship_state_read(struct arena *, const char *dir, struct ship_state *) MUST_USE;
bool ship_base_read(struct arena *, const char *dir, struct ship_base *) MUST_USE;
void ship_file_write(struct arena *, const char *dir, const char *name, const void *, size_t n,
                     bool sync);
/* One at a time does `name` for a council: false, somebody else does. */
bool ship_lock(struct arena *, const char *dir, const char *name, int patience_ms) MUST_USE;

struct ship_told { size_t pieces; int64_t pages; const char *gap; };
/* Carry off what there is; the folder must be there. */
struct ship_told ship_turn(struct arena *, const char *dir, const char *folder,
                           const struct seal_key *to);
/* The same, but another's turn is waited for. */
struct ship_told ship_turn_after(struct arena *, const char *dir, const char *folder,
                                 const struct seal_key *to);

/* ---- ship_base.c ---- */
/* Make a base, and take away what it makes needless: the one before it and what goes on from
 * that one stay. */
struct backup_head ship_base(struct arena *, const char *dir, const char *folder,
                             const struct seal_key *to);

/* ---- ship_restore.c ---- */
struct ship_reached {
	size_t      pieces;              /* that went on from the base                     */
	Moment      made;                /* of the last one; none: the base's               */
	const char *base;                /* its file                                       */
	const char *stopped;             /* why not further, a sentence; NULL: to the end  */
};
struct backup_head ship_restore(struct arena *, const char *folder, const char *dir,
                                struct seal_by, struct ship_reached *);

/* ---- ship_plan.c: the clerk's, the administrator's ---- */
void ship_plan(struct db *, struct arena *, const char *dir, Moment now);
struct job;
void ship_base_job(struct db *, struct arena *, struct job *);
void ship_tell(const char *dir, Moment now, struct buf *out);
/* For `almoner check`: how many things are wrong, a line each with what to do. */
size_t ship_check(struct db *, const char *dir, struct buf *out);

#endif
