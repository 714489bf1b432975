/* SPDX-License-Identifier: MIT */
/*
 * mail.h -- letters by electronic mail, through an outbox.
 *
 *	waiting -> sent
 *	        -> failing: tried again after 2, 4, 8... minutes, four hours at most
 *	        -> given up: the server said never (5xx, but for a password that it
 *	           refused), or five days have passed (RFC 5321 4.5.4.1); tried
 *	           again only when somebody asks
 *
 * A verb writes what is to be said into the outbox in its own transaction, so
 * that nobody is told of what did not happen; the clerk sends it.  By default
 * "sending" is writing a file into DIR/mail; SMTP by the settings mail.*.
 * Mail carries a link and no personal data.
 */
#ifndef ALM_MAIL_H
#define ALM_MAIL_H

#include "base/vocab.h"
#include "db/db.h"

#define MAIL_STATES(X, P)                                  \
	X(P, 1, WAITING, "waiting", "blue",  "Waiting") \
	X(P, 2, SENT,    "sent",    "green", "Sent")    \
	X(P, 3, FAILING, "failing", "orange", "Failing")     \
	X(P, 4, GIVEN_UP, "given-up", "red", "Given up")
VOCAB(mail_state, MAIL, MAIL_STATES)

/* The caller holds the write transaction.  An empty address sends nothing.
 * Line ends in the subject or address are a bug. */
void mail_send(struct db *, const char *to, const char *subject, const char *body, Moment now);

/*
 * Send what is due, at most `max`; returns how many went out.  Each is claimed
 * in one transaction before it is tried and marked in another after, so that
 * two clerks do not send it twice.  A clerk that dies between the two, or a
 * server that takes the letter and then says nothing in time, leaves it open
 * whether it went: it goes again, with the same Message-ID, and into the same
 * file of the folder.  SMTP can promise no more (RFC 5321 6.1).
 * What fails is kept with its reason and tried later; it is never a fault.
 */
size_t mail_flush(struct db *, struct arena *, const char *dir, Moment now, size_t max);

struct room;
extern const struct room papers_room;        /* /mail, for the administrator */

#endif
