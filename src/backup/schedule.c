/* SPDX-License-Identifier: MIT */
/*
 * schedule.c -- tonight's copy and tonight's emergency pages, by the clerk.
 *
 *	due (the hour of the settings has struck, no row of today) -> row, child
 *	   child ends well -> row done, old copies go
 *	   child ends badly -> row failed: a task, a line in the log; again in an hour
 *
 * The work is done by a child (child.c).  A clerk that dies leaves its row
 * running; the next one begins that day's work again.
 */
#include "backup/inside.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup/backup.sql.h"
#include "base/fault.h"
#include "base/log.h"
#include "jobs/jobs.h"
#include "site/setting.h"

enum { TRIES = 5, AGAIN_MINS = 60, OLD_MOST = 4000 };

/* What is done each day; `args` fills in the words after the program's name. */
struct daily {
	const char *kind, *folder, *hour;                /* the last two: settings */
	const char *(*args)(struct db *, struct arena *, const char *dir, Moment now,
	                    const char **words);         /* NULL, or why not       */
	void      (*after)(struct db *, struct arena *, const char *folder);
};

/* The child that works for a kind, in this process. */
static struct child children[2];

/* ---- the words of each kind ------------------------------------------------- */

/* Of a council at an address that was said the environment tells: it may hold a password. */
static void say_data(const char **words, const char *dir)
{
	words[0] = db_address_said(dir) ? NULL : "--data";
	words[1] = db_address_said(dir) ? NULL : dir;
}

static const char *backup_args(struct db *db, struct arena *a, const char *dir, Moment now,
                               const char **words)
{
	const char *key = setting(db, "backup.key"), *folder = setting(db, "backup.folder");
	struct seal_key to;
	int64_t mins = moment_time(now).n;

	if (!seal_public(key, &to))
		return "Set the public key of copies: what `almoner backup-key` wrote into the "
		       "file of the public key";
	words[0] = "backup";
	words[1] = arena_fmt(a, "%s/almoner-%s-%02d%02d.alm", folder,
	                     date_iso(a, moment_date(now)), (int)(mins / 60), (int)(mins % 60));
	words[2] = "--to-key";
	words[3] = arena_dup(a, key);
	say_data(words + 4, dir);
	return NULL;
}

static const char *emergency_args(struct db *db, struct arena *a, const char *dir, Moment now,
                                  const char **words)
{
	(void)now;
	words[0] = "emergency";
	words[1] = arena_fmt(a, "%s/almoner-emergency", setting(db, "emergency.folder"));
	say_data(words + 2, dir);
	return NULL;
}

/* ---- old copies ----------------------------------------------------------------- */

/* "almoner-2026-11-22-0200.alm"; none: a file of somebody else's. */
static Date day_of_copy(const char *name)
{
	char day[11];
	Date d;

	if (strlen(name) != 27 || !text_begins(name, "almoner-") || !text_ends(name, ".alm"))
		return DATE_NONE;
	snprintf(day, sizeof day, "%.10s", name + 8);
	return date_parse(day, &d) ? d : DATE_NONE;
}

static int newest_first(const void *a, const void *b)
{
	return strcmp(*(const char *const *)b, *(const char *const *)a);
}

static size_t copies_in(struct arena *a, const char *folder, const char **names)
{
	DIR *d = opendir(folder);
	size_t n = 0;

	if (!d)
		return 0;
	for (struct dirent *e; n < OLD_MOST && (e = readdir(d)); )
		if (date_known(day_of_copy(e->d_name)))
			names[n++] = arena_dup(a, e->d_name);
	closedir(d);
	if (n)
		qsort(names, n, sizeof *names, newest_first);
	return n;
}

static void old_copies_go(struct db *db, struct arena *a, const char *folder)
{
	const char **names = NEWN(a, const char *, OLD_MOST);
	size_t n = copies_in(a, folder, names);
	Date *days = NEWN(a, Date, n + 1);
	bool *keep = NEWN(a, bool, n + 1);

	for (size_t i = 0; i < n; i++)
		days[i] = day_of_copy(names[i]);
	backup_keep(days, n, (int)setting_int(db, "backup.daily"),
	            (int)setting_int(db, "backup.weekly"), (int)setting_int(db, "backup.monthly"),
	            keep);
	for (size_t i = 0; i < n; i++)
		if (!keep[i] && unlink(arena_fmt(a, "%s/%s", folder, names[i])) == 0)
			log_line(LOG_INFO, "backup", "gone=%s", names[i]);
}

static const struct daily dailies[] = {
	{ "backup.daily", "backup.folder", "backup.hour", backup_args, old_copies_go },
	{ "emergency.daily", "emergency.folder", "emergency.hour", emergency_args, NULL },
};
_Static_assert(COUNT(dailies) == COUNT(children), "a child for each");

/* ---- the rows ------------------------------------------------------------------------ */

/* The last moment at which it should have begun. */
static Moment due_at(Moment now, int64_t hour)
{
	Moment m = moment_at(moment_date(now), minutes(hour * 60));

	return moment_cmp(m, now) <= 0 ? m
	     : moment_at(date_plus(moment_date(now), -1), minutes(hour * 60));
}

struct begin { struct db *db; const struct daily *d; const char *key, *why; Moment now; };

static bool begin_work(void *arg)
{
	struct begin *b = arg;

	job_add(b->db, b->d->kind, "", b->key, b->now, (UserAccountId){ 0 });
	DO(b->db, backup_running, .key = V(b->key), .now = V(b->now),
	   .until_ms = V(moment_plus(b->now, minutes((int64_t)24 * 60))));
	return true;
}

static bool end_work(void *arg)
{
	struct begin *b = arg;

	DO(b->db, backup_ended, .key = V(b->key), .now = V(b->now), .message = V(b->why),
	   .state = V((int64_t)(b->d ? JOB_DONE : JOB_FAILED)));
	return true;
}

static void ended(struct db *db, const struct daily *d, const char *key, bool well,
                  const char *says, Moment now)
{
	struct begin b = { .db = db, .d = well ? d : NULL, .key = key, .why = says, .now = now };

	db_write(db, end_work, &b);
	log_line(well ? LOG_INFO : LOG_ERROR, "backup", "kind=%s well=%d", d->kind, (int)well);
}

/* Not begun today, left running by a clerk that is gone, or failed an hour ago. */
static bool is_wanted(struct db *db, struct arena *a, const char *key, Moment now)
{
	struct job_now job;

	if (!job_find(db, a, key, &job))
		return true;
	switch (job.state) {
	case JOB_RUNNING:
		return true;
	case JOB_FAILED:
		return job.tries < TRIES &&
		       moment_minus_ms(now, job.run_at) >= (int64_t)AGAIN_MINS * 60 * 1000;
	default:
		return false;
	}
}

/* ---- the child --------------------------------------------------------------------------- */

static void child_look(struct db *db, struct arena *a, const struct daily *d, struct child *c,
                       Moment now)
{
	const char *says;
	bool well;

	if (!child_ended(a, c, &well, &says))
		return;
	ended(db, d, c->key, well, says, now);
	if (well && d->after)
		d->after(db, a, arena_dup(a, setting(db, d->folder)));
}

static void daily_begin(struct db *db, struct arena *a, const struct daily *d, struct child *c,
                        const char *dir, Moment now)
{
	const Moment due = due_at(now, setting_int(db, d->hour));
	const char *key = arena_fmt(a, "%s@%s", d->kind, moment_iso(a, due));
	const char *words[10] = { NULL }, *why;
	struct begin b = { .db = db, .d = d, .key = key, .now = now };

	if (!is_wanted(db, a, key, now))
		return;
	db_write(db, begin_work, &b);
	why = d->args(db, a, dir, now, words);
	if (!why)
		why = child_start(a, c, words);
	if (why)
		ended(db, d, key, false, why, now);
	snprintf(c->key, sizeof c->key, "%s", key);
}

void backup_plan(struct db *db, struct arena *a, const char *dir, Moment now)
{
	for (size_t i = 0; i < COUNT(dailies); i++) {
		struct child *c = &children[i];

		if (c->pid)
			child_look(db, a, &dailies[i], c, now);
		else if (!BLANK(setting(db, dailies[i].folder)))
			daily_begin(db, a, &dailies[i], c, dir, now);
	}
}

/* A row is ended by backup_plan(); one that comes here was left for a whole day. */
void backup_job(struct db *db, struct arena *a, struct job *job)
{
	(void)db, (void)a;
	job->failed = true;
	job->message = "It was cut short";
}
