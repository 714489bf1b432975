/* SPDX-License-Identifier: MIT */
/*
 * rooms.c -- the rooms: the only file that knows them all.
 *
 * Their order is that of the navigation.  What a room to the left lets a room
 * to its right do is a pointer that is given its value here.
 */
#include "accreditation/accreditation.h"
#include "audit/audit.h"
#include "auth/auth.h"
#include "backup/backup.h"
#include "brokerage/brokerage.h"
#include "brokerage/returns.h"
#include "demo/demo.h"
#include "jobs/jobs.h"
#include "list/list.h"
#include "market/market.h"
#include "papers/mail.h"
#include "people/people.h"
#include "questions/questions.h"
#include "site/meter.h"
#include "site/site.h"
#include "tender/tender.h"

const struct room *const rooms[] = {
	&site_room,
	&brokerage_room,
	&returns_room,
	&people_room,
	&market_room,
	&tender_room,
	&accreditation_room,
	&questions_room,
	&auth_room,
	&audit_room,
	&jobs_room,
	&papers_room,
	&backup_room,
	&demo_room,
};
const size_t nrooms = COUNT(rooms);

/* A suspension lets open offers lapse in the same transaction. */
void (*suspend_hook)(struct db *, struct arena *, ProviderId, UserAccountId by, Moment now) =
	offers_lapse;
/* Lists that are about people are sought as people are. */
const char *(*list_people_hook)(struct rq *, const char *q) = people_sought;
/* `almoner check` looks for files that belong to nothing, and whether changes are carried off. */
size_t (*check_files_hook)(struct db *, const char *dir, struct buf *) = backup_check;
/* So do the metrics. */
void (*meter_files_hook)(const char *dir, Moment now, struct buf *) = backup_meter;
/* A person's page shows the person's requests. */
void (*person_panels)(struct rq *, struct page *, struct record *, PersonId) = person_requests;
