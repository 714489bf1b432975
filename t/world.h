/* SPDX-License-Identifier: MIT */
/*
 * world.h -- a small council for tests, the same in every room.
 *
 * Two localities; Ada and Ben; people who sign in; seven providers of
 * homecare, each of another standing:
 *
 *	BROOK   Part B, with 20 pre-purchased hours a week in North
 *	CEDAR   Part A in North and South
 *	DALE    Part A in North
 *	ELM     Part A in South only
 *	FERN    an interim agreement in North
 *	GORSE   not on the framework, registered in North
 *	HOLLY   Part A in North, suspended
 *
 * The fair price of care is £20.00 an hour in North, £19.00 in South; tiers 1
 * to 5 are the default of B&NES 3g.4, with windows of 2 and 24 hours.
 */
#ifndef ALM_T_WORLD_H
#define ALM_T_WORLD_H

#include "db/db.h"
#include "web/rq.h"

#define NORTH  ((LocalityId){ 1 })
#define SOUTH  ((LocalityId){ 2 })
#define ADA    ((PersonId){ 1 })          /* lives in North */
#define BEN    ((PersonId){ 2 })          /* lives in South */
#define SECRET ((PersonId){ 3 })          /* restricted; named: the broker */
#define BROOK  ((ProviderId){ 1 })
#define CEDAR  ((ProviderId){ 2 })
#define DALE   ((ProviderId){ 3 })
#define ELM    ((ProviderId){ 4 })
#define FERN   ((ProviderId){ 5 })
#define GORSE  ((ProviderId){ 6 })
#define HOLLY  ((ProviderId){ 7 })

/* Everybody signs in as NAME@example.org with this. */
#define WORLD_PASSWORD "correct horse battery"

extern const struct me world_worker, world_broker, world_broker2, world_manager, world_commissioner,
	world_director, world_admin;
/* The scheduler of a provider: accounts 11 to 17. */
struct me world_scheduler(ProviderId);

/* Make it all, at T_NOW, in the test's database. */
void world_make(struct db *);

#endif
