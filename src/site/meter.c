/* SPDX-License-Identifier: MIT */
/*
 * meter.c -- metrics from the database, and /readyz.
 *
 *	ready = the database answers, its schema is this program's, a clerk's lease
 *	        was renewed within 30 s, and the disk has 64 MB left
 *
 * (64 MB is what a long log of SQLite takes: db/sqlite_keep.c.)
 */
#include "site/meter.h"

#include <string.h>
#include <sys/statvfs.h>

#include "jobs/lease.h"
#include "site/inside.h"

enum { CLERK_MS = 30 * 1000, DISK_LEAST_MB = 64 };

/* Megabytes for whoever is not root; INT_NONE: not known. */
static int64_t disk_free_mb(const char *dir)
{
	struct statvfs s;

	if (!dir || statvfs(dir, &s) != 0)
		return INT_NONE;
	return (int64_t)((uint64_t)s.f_bavail * s.f_frsize >> 20);
}

const char *site_not_ready(struct db *db, struct arena *a, const char *dir, Moment now)
{
	struct lease_state clerk;
	const int64_t mb = disk_free_mb(dir);

	if (db_schema_version(db) != db_schema_wanted())
		return "The database was made by another version of this program.";
	if (!lease_state(db, a, LEASE_CLERK, &clerk) ||
	    moment_minus_ms(now, clerk.renewed) > CLERK_MS)
		return "No clerk has been at work for half a minute.";
	if (mb != INT_NONE && mb < DISK_LEAST_MB)
		return "The disk is full.";
	return NULL;
}

struct reply ready_get(struct rq *rq)
{
	static const char yes[] = "ready\n";
	const char *why = site_not_ready(rq->db, rq->arena, turn_of(rq)->site->dir, rq->now);

	if (why)
		return (struct reply){ .kind = REPLY_STATUS, .status = 503, .title = "Not ready",
		                       .text = why };
	return file_reply(rq, "text/plain; charset=utf-8", NULL, yes, strlen(yes));
}

/* ---- metrics ------------------------------------------------------------- */

static void head(struct buf *b, const char *name, const char *help)
{
	buf_fmt(b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void gauge(struct buf *b, const char *name, const char *help, int64_t n)
{
	head(b, name, help);
	buf_fmt(b, "%s %lld\n", name, (long long)n);
}

/* A word that nobody has is a nought, not a gap. */
static void words_tell(struct db *db, struct arena *a, const struct meter *m, struct buf *out)
{
	const struct { int64_t code, n; } *rows;
	void *got;
	const size_t n = db_all(db, a, m->sql, NULL, 0, &got);

	SURE(m->sql->row_size == sizeof *rows && m->label);
	rows = got;
	for (size_t w = 0; w < m->words->n; w++) {
		int64_t count = 0;

		for (size_t i = 0; i < n; i++)
			if (rows[i].code == m->words->words[w].code)
				count = rows[i].n;
		buf_fmt(out, "%s{%s=\"%s\"} %lld\n", m->name, m->label, m->words->words[w].key,
		        (long long)count);
	}
}

static void meter_tell(struct db *db, struct arena *a, const struct meter *m, struct buf *out)
{
	int64_t n = 0;

	head(out, m->name, m->help);
	if (m->words) {
		words_tell(db, a, m, out);
		return;
	}
	SURE(m->sql->row_size == sizeof n && m->sql->nargs == 0);
	if (db_one(db, a, m->sql, NULL, 0, &n) && n != INT_NONE)
		buf_fmt(out, "%s %lld\n", m->name, (long long)n);
}

static void clerk_tell(struct db *db, struct arena *a, Moment now, struct buf *out)
{
	struct lease_state clerk;

	if (!lease_state(db, a, LEASE_CLERK, &clerk))
		return;
	head(out, "almoner_clerk_seen_seconds", "Since the leading clerk was last seen");
	buf_fmt(out, "almoner_clerk_seen_seconds %lld\n",
	        (long long)(moment_minus_ms(now, clerk.renewed) / 1000));
	if (clerk.checkpoint_us == INT_NONE)
		return;
	head(out, "almoner_checkpoint_seconds", "The longest checkpoint of the last 15 seconds");
	buf_fmt(out, "almoner_checkpoint_seconds %lld.%06lld\n",
	        (long long)(clerk.checkpoint_us / 1000000),
	        (long long)(clerk.checkpoint_us % 1000000));
}

void site_tell(struct db *db, struct arena *a, const char *dir, Moment now, struct buf *out)
{
	const int64_t frames = db_log_frames(db), mb = disk_free_mb(dir);

	gauge(out, "almoner_ready", "1: it should be sent requests, as /readyz says",
	      site_not_ready(db, a, dir, now) == NULL);
	head(out, "almoner_info", "The version of the program");
	buf_fmt(out, "almoner_info{version=\"%s\",schema=\"%d\"} 1\n", ALM_VERSION,
	        db_schema_version(db));
	if (mb != INT_NONE)
		gauge(out, "almoner_disk_free_megabytes", "Of the disk that has the data", mb);
	if (frames >= 0)
		gauge(out, "almoner_wal_frames", "Pages in SQLite's log", frames);
	clerk_tell(db, a, now, out);
	meter_files_hook(dir, now, out);
	for (size_t r = 0; r < nrooms; r++)
		for (size_t i = 0; i < rooms[r]->nmeters; i++)
			meter_tell(db, a, &rooms[r]->meters[i], out);
}
