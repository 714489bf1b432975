/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- how a letter is written out and carried; for papers/ alone.
 */
#ifndef ALM_PAPERS_INSIDE_H
#define ALM_PAPERS_INSIDE_H

#include "db/db.h"

struct letter {
	int64_t     id;              /* of the outbox: the same file and Message-ID each time */
	const char *from, *to, *subject, *body;
	Moment      made;
};

/* The letter as RFC 5322 has it, lines ending CR LF. */
char *letter_text(struct arena *, const struct letter *);
/* May it stand in <> on a line of its own?  One @, ASCII (SMTPUTF8 is not spoken), no
 * blanks, controls or brackets. */
bool address_sound(const char *);

/* ---- carriers: NULL when it went, else why not, as words for the administrator ---- */
const char *letter_to_folder(struct arena *, const char *dir, const struct letter *);

struct smtp;                         /* one connection for a round of letters */
struct smtp *smtp_open(struct arena *, const char *url);     /* ends with the arena */
/* *for_good: the server will never take it.  A refused password is not that: it can be mended. */
const char  *letter_by_smtp(struct arena *, struct smtp *, const struct letter *, bool *for_good);
/* Does the address hold a password that would cross a network? */
bool url_needs_tls(const char *url);

#endif
