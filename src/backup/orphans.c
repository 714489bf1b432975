/* SPDX-License-Identifier: MIT */
/*
 * orphans.c -- files in a council's directory that belong to nothing, for `almoner check`.
 *
 *	unfinished   NAME.part that nobody has written to for an hour
 *	unknown      mail/N.eml of which the outbox has no letter N
 *	stranger     anything that Almoner does not keep there
 *
 * It reads only, and people may work meanwhile: what is younger than an hour
 * may be somebody's and is passed over.
 */
#include "backup/inside.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "backup/backup.sql.h"
#include "base/fault.h"

enum { HOUR_S = 3600 };

struct looking { struct db *db; struct arena *arena; const char *dir; struct buf *out; size_t n; };

static void tell(struct looking *k, const char *name, const char *what, const char *advice)
{
	buf_fmt(k->out, "BROKEN  file %s: %s\n        what to do: %s\n", name, what, advice);
	k->n++;
}

/* "00000017.eml": the letter's number; 0: another name. */
static int64_t letter_of(struct arena *a, const char *name)
{
	size_t n = strlen(name);
	int64_t id;

	return n > 4 && text_ends(name, ".eml") && int_parse(arena_dupn(a, name, n - 4), &id)
	       ? id : 0;
}

static bool is_letter(struct looking *k, int64_t id)
{
	struct backup_letter_row row;

	return ONE(k->db, k->arena, backup_letter, &row, .id = V((MailOutId){ id }));
}

static void look_at(struct looking *k, const char *under, const char *name)
{
	static const char *const ours[] = { "almoner.db", "almoner.db-wal", "almoner.db-shm",
		"audit.key", "mail", "demo", "ship", "postgres" };
	const char *shown = arena_fmt(k->arena, "%s%s", under, name);
	const bool mail = *under != '\0';

	if (text_ends(name, ".part") || text_same(name, "backup-check") ||
	    text_same(name, "backup-made")) {
		tell(k, shown, "left behind by a write that was cut short",
		     "remove it; what it was for has been written again, or a failed job says so");
		return;
	}
	if (mail && letter_of(k->arena, name) && is_letter(k, letter_of(k->arena, name)))
		return;
	if (mail) {
		tell(k, shown, "a letter that the outbox does not know",
		     "it was written before a copy was restored: look whether it matters, then "
		     "move it away");
		return;
	}
	for (size_t i = 0; i < COUNT(ours); i++)
		if (strcmp(name, ours[i]) == 0)
			return;
	tell(k, shown, "not a file of Almoner's", "move it to where it belongs");
}

static void look_in(struct looking *k, const char *under, int64_t before_s)
{
	const char *path = arena_fmt(k->arena, "%s/%s", k->dir, under);
	DIR *d = opendir(path);

	if (!d)
		return;                  /* no letter was ever written into it */
	for (struct dirent *e; (e = readdir(d)); ) {
		struct arena_mark mark = arena_mark(k->arena);
		const char *name = arena_fmt(k->arena, "%s/%s", path, e->d_name);
		struct stat st;

		/* The lines go to another arena: this one is given back. */
		if (e->d_name[0] != '.' && lstat(name, &st) == 0 && st.st_mtime < before_s)
			look_at(k, under, e->d_name);
		arena_back(k->arena, mark);
	}
	closedir(d);
}

struct checking { struct looking look; int64_t before_s; };

static void check_work(void *arg)
{
	struct checking *c = arg;

	look_in(&c->look, "", c->before_s);
	look_in(&c->look, "mail/", c->before_s);
}

size_t backup_orphans(struct db *db, const char *dir, struct buf *out)
{
	struct arena *own = arena_new("orphans", (size_t)1 << 20);
	struct checking c = { { .db = db, .arena = own, .dir = dir, .out = out },
	                      clock_now().ms / 1000 - HOUR_S };
	struct fault broke;

	boundary_run(check_work, &c, &broke);
	arena_end(&own);
	if (broke.kind != FAULT_NONE)
		fault(broke.kind, "%s", broke.why);
	if (!c.look.n)
		buf_str(out, "ok      files: each belongs to something\n");
	return c.look.n;
}
