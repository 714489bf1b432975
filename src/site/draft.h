/* SPDX-License-Identifier: MIT */
/*
 * draft.h -- what somebody typed and has not sent: kept for her, page by page.
 *
 * Three ways lead here: the script saves a form every few seconds; a form was
 * sent after the session had ended; a form was given back by an error page.
 * A draft is dropped when its form is sent, discarded, or 30 days old.
 */
#ifndef ALM_DRAFT_H
#define ALM_DRAFT_H

#include "web/rq.h"

enum { DRAFT_MOST = 1000000, DRAFT_PATH_MOST = 400 };

struct draft { DraftId id; const char *body; Moment saved; };

/* Keep it; false: too long, or no path of ours.  The caller holds the transaction. */
bool draft_keep(struct db *, struct arena *, UserAccountId, const char *path, const char *body,
                Moment now) MUST_USE;
/* Of this page, by the one who asks; id 0: none. */
struct draft draft_of_page(struct rq *);
/* The form of this page was sent.  The caller holds the transaction. */
void draft_sent(struct rq *);
/* The page's address with its draft filled in: PATH?draft=kept. */
char *draft_href(struct arena *, const char *path);

#endif
