/* SPDX-License-Identifier: MIT */
/*
 * shelf.h -- the small tables that nearly every page reads and hardly anybody changes.
 *
 * What a statement without arguments reads of these alone, a session with a
 * server keeps for as long as it is so (db/pg_read.c).  A change of any of them,
 * whoever makes it, moves a number that the server keeps in the same
 * transaction (db/pg_functions.c): each read sees which it is.
 */
#ifndef ALM_DB_SHELF_H
#define ALM_DB_SHELF_H

#define SHELVED_TABLES(X) X(setting) X(locality) X(team) X(skill)

#endif
