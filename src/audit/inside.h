/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of audit/ know of each other.
 */
#ifndef ALM_AUDIT_INSIDE_H
#define ALM_AUDIT_INSIDE_H

#include "audit/audit.h"

/* The key; none taken up yet is a bug. */
const unsigned char *audit_key(void);

#endif
