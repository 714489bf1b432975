/* SPDX-License-Identifier: MIT */
/*
 * lint_room.c -- which room may include which.
 *
 *	base <- db <- html, form, list, report <- auth, audit, jobs, exchange,
 *	papers <- questions <- people, community <- market <- accreditation <- contracts
 *	<- brokerage <- finance <- outcomes <- assurance, planning <- src/rooms.c <- src/main.c
 *
 * Rooms of one rank may include each other up to papers.  A domain room knows
 * another by the other's own header only, ROOM/ROOM.h.  web/ and site/ are the
 * ground under pages as well as their frame, exchange/ is formats without a
 * database: all from html on may include these.
 */
#include <stdio.h>
#include <string.h>

#include "lint.h"

#define UNRANKED "%s/ is a room without a rank: give it one in tools/lint_room.c"

/* The demonstration writes what all the rooms keep, so it may look into them. */
enum { DOMAIN_RANK = 35, DEMO_RANK = 110, TOP_RANK = 200 };

static const struct { const char *name; int rank; } rooms[] = {
	{ "base", 0 },      { "db", 10 },
	{ "html", 20 },     { "form", 20 },      { "list", 20 },     { "report", 20 },
	{ "web", 30 },      { "auth", 30 },      { "audit", 30 },    { "jobs", 30 },
	{ "exchange", 30 }, { "papers", 30 },   { "site", 30 },
	{ "questions", 35 },
	{ "people", 40 },   { "community", 40 }, { "market", 50 },   { "accreditation", 55 },
	{ "tender", 58 },    { "contracts", 60 },
	{ "brokerage", 70 }, { "finance", 80 },  { "outcomes", 90 }, { "assurance", 100 },
	{ "planning", 100 }, { "backup", 105 }, { "demo", DEMO_RANK },
};

static const struct { const char *header, *room; } foreign[] = {
	{ "sqlite3.h", "db" }, { "libpq-fe.h", "db" }, { "microhttpd.h", "web" },
	{ "xlsxwriter.h", "exchange" }, { "jansson.h", "exchange" },
};

static const char *const ground[] = { "web", "site", "exchange" };

static int rank_of(const char *room)
{
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
		if (strcmp(rooms[i].name, room) == 0)
			return rooms[i].rank;
	return -1;
}

static int rank_of_file(const struct file *f)
{
	return f->room[0] ? rank_of(f->room) : TOP_RANK;
}

static void room_rule(const struct file *f, const char *at, const char *room,
                      const char *header)
{
	int mine = rank_of_file(f), theirs = rank_of(room);
	char own[80];

	if (strcmp(room, f->room) == 0)
		return;
	if (theirs < 0) {
		found(f, at, UNRANKED, room);
		return;
	}
	for (size_t i = 0; mine >= 20 && i < sizeof ground / sizeof *ground; i++)
		if (strcmp(ground[i], room) == 0)
			return;
	if (theirs > mine || (theirs == mine && mine >= DOMAIN_RANK)) {
		found(f, at, "%s/ may not know %s/: it comes before it",
		      f->room[0] ? f->room : "this", room);
		return;
	}
	snprintf(own, sizeof own, "%s.h", room);
	if (theirs >= DOMAIN_RANK && mine < DEMO_RANK && strcmp(header, own) != 0)
		found(f, at, "%s/ is known by %s/%s only", room, room, own);
}

static void foreign_rule(const struct file *f, const char *at, const char *header)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (strcmp(foreign[i].header, header) == 0 &&
		    strcmp(foreign[i].room, f->room) != 0 && !strstr(f->path, "/test_"))
			found(f, at, "<%s> belongs to %s/", header, foreign[i].room);
}

void room_rules(const struct file *f)
{
	/* Tests and host programs stand outside. */
	if (!begins(f->path, "src/"))
		return;
	if (f->room[0] && rank_of(f->room) < 0)
		found(f, NULL, UNRANKED, f->room);
	for (const char *s = f->text; (s = strstr(s, "#include ")); s += 9) {
		char room[32], header[64];

		if (s > f->text && s[-1] != '\n')
			continue;
		if (sscanf(s, "#include \"%31[a-z0-9_]/%63[^\"]\"", room, header) == 2) {
			if (strcmp(room, "gen") != 0 && !strstr(f->path, "/test_"))
				room_rule(f, s, room, header);
		} else if (sscanf(s, "#include <%63[^>]>", header) == 1) {
			foreign_rule(f, s, header);
		}
	}
}
