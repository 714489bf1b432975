/* SPDX-License-Identifier: MIT */
/*
 * log.h -- one line of logfmt on standard error; never personal data.
 */
#ifndef ALM_LOG_H
#define ALM_LOG_H

#include "base/base.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

extern enum log_level log_least;      /* default LOG_INFO */
extern const char    *log_role;       /* "door", "worker", "clerk"... */

/* log_line(LOG_INFO, "job done", "id=%lld ms=%lld", id, ms) */
void log_line(enum log_level, const char *what, const char *fmt, ...) PRINTF(3, 4);

#endif
