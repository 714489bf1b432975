/* SPDX-License-Identifier: MIT */
/*
 * mail.h -- letters by electronic mail, through an outbox.
 *
 * A verb writes what is to be said into the outbox in its own transaction, so
 * that nobody is told of what did not happen; the clerk sends it.  By default
 * "sending" is writing a file into DIR/mail; SMTP by the settings mail.*.
 * Mail carries a link and no personal data.
 */
#ifndef ALM_MAIL_H
#define ALM_MAIL_H

#include "db/db.h"

/* The caller holds the write transaction.  An empty address sends nothing.
 * Line ends in the subject or address are a bug. */
void mail_send(struct db *, const char *to, const char *subject, const char *body, Moment now);

/* Send what is due, at most `max`; each try in its own transaction.  Returns how many went out. */
size_t mail_flush(struct db *, struct arena *, const char *dir, Moment now, size_t max);

#endif
