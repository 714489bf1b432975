/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of audit/ know of each other.
 */
#ifndef ALM_AUDIT_INSIDE_H
#define ALM_AUDIT_INSIDE_H

#include "audit/audit.h"

/* The last row; so many are added one after another, within one write transaction. */
struct audit_head { int64_t id; unsigned char hash[AUDIT_HASH]; };
struct audit_head audit_head(struct db *);
void audit_append(struct db *, struct audit_head *, const struct audit_entry *);

/* Have the scribe write this row; false: there is none here. */
bool audit_noted(struct arena *, const struct audit_entry *);

/* The key; none taken up yet is a bug. */
const unsigned char *audit_key(void);

#endif
