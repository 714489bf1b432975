/* SPDX-License-Identifier: MIT */
/*
 * t_directory.c -- a directory for a test, gone with the run whatever became of it.
 */
#include "t/t.h"

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)where;
	return kind == FTW_DP ? rmdir(path) : unlink(path);
}

/* Bottom up, and never through a symbolic link to what is somebody else's. */
static void remove_tree(void *path)
{
	(void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *t_directory(struct t *t)
{
	const char *base = getenv("TMPDIR");
	char *path = arena_fmt(t->arena, "%s/almoner-test-XXXXXX", base ? base : "/tmp");

	NEED(mkdtemp(path));
	arena_defer(t->arena, remove_tree, path);
	return path;
}
