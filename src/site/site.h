/* SPDX-License-Identifier: MIT */
/*
 * site.h -- what stands between the wire and the rooms: the life of a request.
 *
 *	wire -> route, ids, format -> query and body decoded -> session -> right
 *	  GET   -> handler, list or form -> layout -> wire
 *	  POST  -> token and origin -> write transaction {
 *	             key seen before: go where it went then
 *	             form read -> handler -> go: keep the key, commit
 *	                                  -> refused: roll back } -> drawn again, as typed
 *	fault: the typed text is given back on the error page
 *
 * Nothing typed is lost: a form sent after the session's end is kept over
 * signing in, one sent to a full disk comes back with a "Send again" button,
 * a refused one is drawn as it was typed, and the script saves drafts.
 */
#ifndef ALM_SITE_H
#define ALM_SITE_H

#include "web/route.h"
#include "web/wire.h"

/* For serve(): `mine` of the options is the directory's path. */
extern const struct wire_app site_app;

/* The application on a database that is open already: for tests, and what open() makes. */
struct site;
struct site *site_open(struct arena *, struct db *);
void site_answer(void *site, struct arena *, const struct wire_request *, struct wire_reply *);
/* Of an address, without the database: reports and exports are slow, uploads large. */
enum wire_lane site_lane(const char *method, const char *path);

/* ---- what must hold: rows of a table in each room, run by `almoner check` ---- */
struct check {
	const char *name;                    /* "one-award"                                    */
	const char *says;                    /* "A request has one award at most" (law 2)      */
	const struct sql *sql;               /* rows that break it, "id" first; no arguments */
	/* What no statement can tell: fills in ids of rows that break it, `most` at most; how
	 * many there are. */
	size_t    (*find)(struct db *, struct arena *, int64_t *ids, size_t most);
};
/* Run all; what breaks goes to `out`, a line each.  Returns how many checks failed. */
size_t site_check(struct db *, struct arena *, struct buf *out);

/* Files of the council's directory that belong to nothing (rooms.c): how many, and what to do. */
extern size_t (*check_files_hook)(struct db *, const char *dir, struct buf *out);

extern const struct room site_room;

#endif
