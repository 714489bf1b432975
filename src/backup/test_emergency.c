/* SPDX-License-Identifier: MIT */
/*
 * test_emergency.c -- the plain pages name who is supported tonight, by whom and when;
 * of restricted records they name nobody.
 */
#include "t/t.h"

#include "audit/audit.h"
#include "backup/inside.h"
#include "t/journey.h"
#include "t/world.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 64 << 10 };

static const char *file(struct t *t, const char *folder, const char *name)
{
	char *text = arena_get(t->arena, FILE_MOST);
	int fd = open(arena_fmt(t->arena, "%s/%s", folder, name), O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, FILE_MOST - 1);

	if (fd >= 0)
		close(fd);
	return n < 0 ? "no such file" : text;
}

static Moment later(int day)
{
	return moment_at(date_make(2026, 6, day), minutes(17 * 60));
}

static bool restrict_ada(void *arg)
{
	static const struct sql_piece piece = { "UPDATE person SET restricted = 1 WHERE id = 1", -1,
	                                        0 };
	static const struct sql q = { .name = "restrict", .file = __FILE__, .pieces = &piece,
	                              .npieces = 1, .writes = true };

	return db_do(arg, &q, NULL) == 1;
}

/* Not tortured: the world takes a second to make. */
TEST_PLAIN(tonight_stands_on_plain_pages)
{
	const char *folder = arena_fmt(t->arena, "%s/pages", t_directory(t)), *north, *csv;
	struct stat st;

	journey_run(t, "t/access/world.journey");
	IS(emergency_write(t->db, t->arena, folder, later(20)), 0);      /* not begun yet */
	IS(emergency_write(t->db, t->arena, folder, later(23)), 1);      /* in its place */
	IS(stat(folder, &st), 0);
	IS(st.st_mode & 0777, 0700);
	HAS(file(t, folder, "index.html"), "href=\"locality-1.html\"");
	HAS(file(t, folder, "index.html"), "href=\"provider-1.html\"");
	north = file(t, folder, "locality-1.html");
	HAS(north, "<h2>Ada ");
	HAS(north, "Brook");
	HAS(north, "<td>Mon</td>");
	LACKS(north, "<script");
	LACKS(north, "http");
	HAS(file(t, folder, "provider-1.html"), "<h2>Ada ");
	csv = file(t, folder, "packages.csv");
	HAS(csv, "Ada ");
	HAS(csv, ",Mon,");
	IS(audit_verify(t->db, 0, NULL).state, AUDIT_SOUND);
	OK(access(arena_fmt(t->arena, "%s.old", folder), F_OK) != 0);
}

TEST_PLAIN(restricted_people_are_not_named)
{
	const char *folder = arena_fmt(t->arena, "%s/pages", t_directory(t));

	journey_run(t, "t/access/world.journey");
	OK(db_write(t->db, restrict_ada, t->db));
	IS(emergency_write(t->db, t->arena, folder, later(23)), 1);
	HAS(file(t, folder, "locality-1.html"), "Restricted record 1");
	LACKS(file(t, folder, "locality-1.html"), "Ada");
	LACKS(file(t, folder, "provider-1.html"), "Ada");
	HAS(file(t, folder, "packages.csv"), "Restricted record 1");
	LACKS(file(t, folder, "packages.csv"), "Ada");
}
