/* SPDX-License-Identifier: MIT */
/*
 * visit.h -- one request in the door, from its address to the last byte of
 * its reply.
 *
 *	address read -> head checked -> body gathered -> asset, health: replied
 *	                                             \-> suspended, dispatched -> replied
 *
 * The functions with MHD types are libmicrohttpd's callbacks.
 */
#ifndef ALM_WEB_VISIT_H
#define ALM_WEB_VISIT_H

#include <microhttpd.h>

#include "web/dispatch.h"
#include "web/wire.h"

void visits_open(struct arena *, const struct serve_options *, const struct wire_app *,
                 struct dispatch *);
void visits_close(void);                     /* from now on each reply ends its connection */
bool visits_before(uint64_t id);             /* is one that is older still in flight?      */
uint64_t visit_id(void);                     /* the next number                            */
/* A suspended connection was resumed since last asked: libmicrohttpd must run. */
bool visits_resumed(void);
void visit_done(struct job *, const struct job_end *);      /* dispatch_rules.done */
void visit_let(struct job *, int sorry);                    /* dispatch_rules.let  */

void *visit_uri(void *, const char *uri, struct MHD_Connection *);
enum MHD_Result visit_handle(void *, struct MHD_Connection *, const char *url, const char *method,
                             const char *version, const char *data, size_t *n, void **visit);
void visit_completed(void *, struct MHD_Connection *, void **visit,
                     enum MHD_RequestTerminationCode);
void visit_connection(void *, struct MHD_Connection *, void **conn,
                      enum MHD_ConnectionNotificationCode);

#endif
