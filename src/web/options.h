/* SPDX-License-Identifier: MIT */
/*
 * options.h -- struct serve_options made whole, by the supervisor.
 */
#ifndef ALM_WEB_OPTIONS_H
#define ALM_WEB_OPTIONS_H

#include "web/wire.h"

enum { OPTIONS_WORKERS = 85 };          /* at most */

void options_fill(struct serve_options *);
/* A descriptor for each connection, and some for memory files; fewer connections,
 * if the system allows fewer. */
void descriptors_raise(struct serve_options *);

#endif
