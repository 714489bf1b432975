/* SPDX-License-Identifier: MIT */
/*
 * carry.h -- a whole council's rows carried from one database into a new one,
 * on the same engine or the other.
 *
 *	FROM: hold the writers -> begin to read -> (let them go on, or not)
 *	TO:   one transaction { steps of the schema -> each table: rows in, read back -> last }
 *
 * The tables are those of the schema (tables.h).  Of each the rows are summed
 * in the order of the key as they leave FROM, and again as TO gives them back:
 * a sum is BLAKE2b-256 over each value's kind, length and bytes, and knows no
 * engine.  Another sum, or a reference that leads nowhere, is a fault, and
 * then TO is as empty as before: so it is when the process is killed.
 */
#ifndef ALM_DB_CARRY_H
#define ALM_DB_CARRY_H

#include "db/db.h"

enum { CARRY_HASH = 32 };

struct carry_sum { int64_t rows; unsigned char hash[CARRY_HASH]; };

struct carry_order {
	const char *from;                /* a council: as db_open() takes it           */
	const char *to;                  /* a folder that is there, without almoner.db; or
	                                  * what leads to a server's empty database     */
	bool        hold;                /* nobody writes in FROM until all is over     */
	/* Each may be NULL, and may fault.  first: FROM's moment is fixed.  table: one is
	 * carried, and its sums are equal.  last: both read alike, and TO is not kept yet. */
	void      (*first)(void *arg, struct db *from);
	void      (*table)(void *arg, const char *name, const struct carry_sum *);
	void      (*last)(void *arg, struct db *from, struct db *to);
	void       *arg;
};
void db_carry(const struct carry_order *);

/* The sum of a table's rows as this connection sees them. */
struct carry_sum db_sum(struct db *, const char *table);

#endif
