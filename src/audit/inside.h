/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of audit/ know of each other.
 */
#ifndef ALM_AUDIT_INSIDE_H
#define ALM_AUDIT_INSIDE_H

#include "audit/audit.h"

/* Have the scribe write this row; false: there is none here. */
bool audit_noted(struct arena *, const struct audit_entry *);

/* The key; none taken up yet is a bug. */
const unsigned char *audit_key(void);

#endif
