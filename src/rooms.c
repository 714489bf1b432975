/* SPDX-License-Identifier: MIT */
/*
 * rooms.c -- the rooms: the only file that knows them all.
 *
 * Their order is that of the navigation.
 */
#include "audit/audit.h"
#include "auth/auth.h"
#include "brokerage/brokerage.h"
#include "brokerage/returns.h"
#include "jobs/jobs.h"
#include "market/market.h"
#include "papers/mail.h"
#include "people/people.h"
#include "site/site.h"

const struct room *const rooms[] = {
	&site_room,
	&brokerage_room,
	&returns_room,
	&people_room,
	&market_room,
	&auth_room,
	&audit_room,
	&jobs_room,
	&papers_room,
};
const size_t nrooms = COUNT(rooms);
