/* SPDX-License-Identifier: MIT */
/*
 * reply.h -- what goes back over the wire, dressed in the headers that every
 * response carries: from a worker, from the assets, or from the door itself.
 */
#ifndef ALM_WEB_REPLY_H
#define ALM_WEB_REPLY_H

#include <microhttpd.h>

#include "web/dispatch.h"
#include "web/page.h"
#include "web/wire.h"

struct reply_dress { bool https, close; };   /* close: the last of its connection */

/* Each gives a response to be queued and then destroyed. */
struct MHD_Response *reply_page(struct arena *, const struct page_look *, int status, uint64_t id,
                                struct reply_dress);
struct MHD_Response *reply_plain(const char *text, struct reply_dress);
/* Takes over end->file.  NULL: the pairs are not pairs. */
struct MHD_Response *reply_worker(const struct job_end *, struct reply_dress);
/* *status becomes 200 or 304. */
struct MHD_Response *reply_asset(const struct wire_asset *, struct MHD_Connection *, int *status,
                                 struct reply_dress);
size_t reply_size(const struct job_end *);

#endif
