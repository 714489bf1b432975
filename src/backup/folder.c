/* SPDX-License-Identifier: MIT */
/*
 * folder.c -- which files belong to a copy, and directories made and taken away.
 *
 * The database is copied as pages of one moment and is not among the files.
 * A file that goes while it is looked for (a letter that was sent) is left
 * out; unfinished ones (.part) and what backups themselves keep always are.
 */
#include "backup/inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"

enum { FILES_MOST = 1 << 20, DEEPEST = 8 };

struct walk { struct arena *arena; const char *dir; const char **names; size_t n, cap; };

/* (The address of a server's database is of this machine, and may hold a password.) */
static bool is_left_out(const char *under, const char *name)
{
	if (!*under && text_same(name, "postgres"))
		return true;
	return text_begins(name, "almoner.db") || text_ends(name, ".part") ||
	       text_same(name, "backup-check") || text_same(name, "backup-made") ||
	       (!*under && text_same(name, "ship"));
}

static void name_add(struct walk *w, const char *name)
{
	if (w->n == FILES_MOST)
		fault(FAULT_FULL, "there are too many files in %s", w->dir);
	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 64;

		w->names = arena_grow(w->arena, w->names, w->cap * sizeof *w->names,
		                      cap * sizeof *w->names);
		w->cap = cap;
	}
	w->names[w->n++] = name;
}

static void dir_close(void *dir)
{
	closedir(dir);
}

static void walk(struct walk *w, const char *under, int depth)
{
	const char *path = *under ? arena_fmt(w->arena, "%s/%s", w->dir, under) : w->dir;
	DIR *d = fault_due() ? (errno = EIO, NULL) : opendir(path);

	if (!d)
		fault(FAULT_IO, "cannot read the folder %s: %s", path, strerror(errno));
	arena_defer(w->arena, dir_close, d);
	for (struct dirent *e; (e = readdir(d)); ) {
		const char *name = arena_fmt(w->arena, "%s%s%s", under, *under ? "/" : "",
		                             e->d_name);
		struct stat st;

		if (e->d_name[0] == '.' || is_left_out(under, e->d_name))
			continue;
		if (lstat(arena_fmt(w->arena, "%s/%s", w->dir, name), &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode) && depth < DEEPEST)
			walk(w, name, depth + 1);
		else if (S_ISREG(st.st_mode) && strlen(name) < BACKUP_NAME_MOST)
			name_add(w, name);
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t folder_files(struct arena *a, const char *dir, const char ***names)
{
	struct walk w = { .arena = a, .dir = dir };

	walk(&w, "", 0);
	if (w.n)
		qsort(w.names, w.n, sizeof *w.names, by_name);
	*names = w.names;
	return w.n;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st, (void)where;
	return kind == FTW_DP ? rmdir(path) : unlink(path);
}

void folder_remove(const char *path)
{
	(void)nftw(path, remove_one, DEEPEST, FTW_DEPTH | FTW_PHYS);
}

bool folder_is_free(const char *path)
{
	DIR *d = opendir(path);
	bool free = true;

	if (!d)
		return errno == ENOENT;
	for (struct dirent *e; free && (e = readdir(d)); )
		free = !strcmp(e->d_name, ".") || !strcmp(e->d_name, "..");
	closedir(d);
	return free;
}

void folder_make(const char *path)
{
	if (fault_due() || (mkdir(path, 0700) != 0 && errno != EEXIST))
		fault(FAULT_IO, "cannot make the folder %s: %s", path, strerror(errno));
}

void folder_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	if (!ok)
		fault(FAULT_IO, "the folder %s did not reach the disk", path);
}

const char *folder_above(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return slash == path ? "/" : arena_dupn(a, path, (size_t)(slash - path));
}
