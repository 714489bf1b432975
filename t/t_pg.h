/* SPDX-License-Identifier: MIT */
/*
 * t_pg.h -- databases of the server that $T_PG names (T_ENGINE=pg), one for
 * each run: copies of one that was migrated when the first was asked for.
 */
#ifndef ALM_T_PG_H
#define ALM_T_PG_H

#include "t/t.h"

bool        t_pg(void);                  /* are tests to run on PostgreSQL? */
/* The address of a fresh database; it goes with t_pg_drop(), or with the server. */
const char *t_pg_new(struct arena *, bool migrated);
void        t_pg_drop(const char *address);

#endif
