/* SPDX-License-Identifier: MIT */
/*
 * test_backup.c -- a copy holds what was there, only its key opens it, and what is
 * wrong with one is said before anything is put in place.
 */
#include "t/t.h"

#include "audit/audit.h"
#include "backup/inside.h"
#include "base/fault.h"
#include "jobs/jobs.h"
#include "site/meter.h"
#include "site/setting.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct house { const char *dir, *council, *file, *again; struct seal_key public, secret; };

static bool write_one(void *arg)
{
	audit_write(arg, &(struct audit_entry){ .verb = "test.write", .thing = "setting" });
	return true;
}

static void file_make(struct t *t, const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	NEED(fd >= 0);
	IS(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	(void)t;
}

/* A council on the disk with a few rows, a letter, and the keys of its copies. */
static struct house house_make(struct t *t)
{
	struct house h = { .dir = t_directory(t) };
	struct db *db;

	h.council = arena_fmt(t->arena, "%s/council", h.dir);
	h.file = arena_fmt(t->arena, "%s/copy.alm", h.dir);
	h.again = arena_fmt(t->arena, "%s/again", h.dir);
	crypto_box_keypair(h.public.bytes, h.secret.bytes);
	db_create(h.council);
	audit_key_make(h.council);
	audit_key_load(h.council);
	mkdir(arena_fmt(t->arena, "%s/mail", h.council), 0700);
	file_make(t, arena_fmt(t->arena, "%s/mail/00000001.eml", h.council), "Dear Ann\n");
	db = db_open(h.council, DB_READ_WRITE);
	for (int i = 0; i < 5; i++)
		db_write(db, write_one, db);
	db_close(&db);
	return h;
}

static struct seal_by with(const struct seal_key *secret)
{
	return (struct seal_by){ .secret = secret };
}

/* Not tortured as a whole: it syncs some fifty times.  Each refusal is tried below. */
TEST_PLAIN(a_copy_is_what_was_there)
{
	struct house h = house_make(t);
	struct backup_head made = backup_take(t->arena, h.council, h.file, &h.public), back;
	const char **names;

	IS(made.audit_row, 5);
	IS(made.schema, db_schema_wanted());
	OK(made.bytes > 100000);
	back = backup_restore(t->arena, h.file, h.again, with(&h.secret));
	SAME(back.counts, made.counts);
	HAS(back.counts, "rows audit 5\n");
	IS(folder_files(t->arena, h.again, &names), 2);
	SAME(names[0], "audit.key");
	SAME(names[1], "mail/00000001.eml");
	SAME(seal_text_of(t->arena, arena_fmt(t->arena, "%s/mail/00000001.eml", h.again)),
	     "Dear Ann\n");
	OK(access(arena_fmt(t->arena, "%s/backup-check", h.council), F_OK) != 0);
	OK(access(arena_fmt(t->arena, "%s.part", h.file), F_OK) != 0);
}

/* What the copies say, and nothing else is left. */
static const char *refusal(struct t *t, const struct house *h, struct seal_by by)
{
	struct boundary b;

	BOUNDARY_AROUND(b, backup_restore(t->arena, h->file, h->again, by));
	OK(access(h->again, F_OK) != 0);
	OK(access(arena_fmt(t->arena, "%s.part", h->again), F_OK) != 0);
	return arena_dup(t->arena, b.broke.kind ? b.broke.why : "it was restored");
}

TEST_PLAIN(a_copy_that_is_not_whole_is_refused)
{
	struct house h = house_make(t);
	struct seal_key other, other_public;
	struct stat st;
	char byte;
	int fd;

	crypto_box_keypair(other_public.bytes, other.bytes);
	backup_take(t->arena, h.council, h.file, &h.public);
	HAS(refusal(t, &h, with(&other)), "this is not the key");
	HAS(refusal(t, &h, with(NULL)), "is sealed: say where its secret key is");
	NEED(stat(h.file, &st) == 0);
	fd = open(h.file, O_RDWR | O_CLOEXEC);
	NEED(fd >= 0);
	IS(pread(fd, &byte, 1, st.st_size / 2), 1);
	byte ^= 4;
	IS(pwrite(fd, &byte, 1, st.st_size / 2), 1);
	HAS(refusal(t, &h, with(&h.secret)), "is damaged");
	byte ^= 4;
	IS(pwrite(fd, &byte, 1, st.st_size / 2), 1);
	IS(pwrite(fd, "x", 1, st.st_size), 1);
	HAS(refusal(t, &h, with(&h.secret)), "is damaged: there is something behind its end");
	for (int i = 1; i <= 8; i++) {
		IS(ftruncate(fd, st.st_size * (8 - i) / 8), 0);
		HAS(refusal(t, &h, with(&h.secret)), i < 8 ? "is cut short" : "is not a backup");
	}
	close(fd);
}

TEST_PLAIN(nothing_is_written_over)
{
	struct house h = house_make(t);

	backup_take(t->arena, h.council, h.file, NULL);
	FAULTS(FAULT_IO, backup_take(t->arena, h.council, h.file, NULL));
	FAULTS(FAULT_INPUT, backup_restore(t->arena, h.file, h.council, with(NULL)));
	FAULTS(FAULT_INPUT, backup_take(t->arena, "postgres://here/council", h.again, NULL));
	backup_restore(t->arena, h.file, h.again, with(NULL));
	FAULTS(FAULT_INPUT, backup_restore(t->arena, h.file, h.again, with(NULL)));
}

/* ---- while people work ---------------------------------------------------------- */

static void write_on(const char *council)
{
	struct db *db = db_open(council, DB_READ_WRITE);

	for (int i = 0; i < 2000; i++) {
		db_write(db, write_one, db);
		if (i % 20 == 0)
			db_checkpoint(db);
	}
	db_close(&db);
}

/* Another process commits and checkpoints all the time: the chain must be whole in each
 * copy, up to the row that its head names. */
TEST_PLAIN(a_copy_is_of_one_moment)
{
	struct house h = house_make(t);
	int64_t last = 0;
	int status, writer = fork();

	if (writer == 0) {
		write_on(h.council);
		_exit(0);
	}
	for (int i = 0; i < 8; i++) {
		const char *file = arena_fmt(t->arena, "%s/%d.alm", h.dir, i);
		struct backup_head made = backup_take(t->arena, h.council, file, NULL);

		OK(made.audit_row >= last);
		last = made.audit_row;
	}
	OK(last > 5);
	IS(waitpid(writer, &status, 0), writer);
	IS(status, 0);
	IS(backup_take(t->arena, h.council, h.file, NULL).audit_row, 2005);
}

/* ---- sealing: every refusal of the disk ------------------------------------------- */

TEST(a_stream_comes_out_as_it_went_in)
{
	const char *path = arena_fmt(t->arena, "%s/s", t_directory(t));
	char in[100000], out[sizeof in];
	struct seal_key public, secret;
	struct seal_out *o;
	struct seal_in *i;

	crypto_box_keypair(public.bytes, secret.bytes);
	randombytes_buf(in, sizeof in);
	o = seal_begin(t->arena, path, &public);
	seal_add(o, in, 7);
	seal_add(o, in + 7, sizeof in - 7);
	seal_end(o);
	i = seal_open(t->arena, path, with(&secret));
	OK(seal_is_sealed(i));
	seal_read(i, out, sizeof out);
	seal_close(i);
	OK(memcmp(in, out, sizeof in) == 0);
}

TEST(keys_are_a_pair_of_files)
{
	const char *dir = t_directory(t), *p = arena_fmt(t->arena, "%s/p", dir);
	const char *s = arena_fmt(t->arena, "%s/s", dir);
	unsigned char of_secret[SEAL_KEY];
	struct seal_key public, secret;
	struct stat st;

	seal_make_keys(t->arena, p, s);
	OK(seal_public(seal_text_of(t->arena, p), &public));
	OK(!seal_public(seal_text_of(t->arena, s), &public));
	OK(seal_secret(seal_text_of(t->arena, s), &secret));
	OK(!seal_secret("almoner-secret:AAAA", &public));
	OK(!seal_secret(NULL, &public));
	crypto_scalarmult_base(of_secret, secret.bytes);
	OK(seal_public(seal_text_of(t->arena, p), &public));
	OK(memcmp(of_secret, public.bytes, SEAL_KEY) == 0);
	IS(stat(s, &st), 0);
	IS(st.st_mode & 0777, 0600);
}

/* ---- which stay ------------------------------------------------------------------- */

TEST(old_copies_stay_by_day_week_and_month)
{
	Date days[400];
	bool keep[400];
	size_t kept = 0, days_kept = 0;

	/* One a night, up to Sunday 22 November 2026. */
	for (size_t i = 0; i < COUNT(days); i++)
		days[i] = date_plus(date_make(2026, 11, 22), -(int)i);
	backup_keep(days, COUNT(days), 7, 5, 12, keep);
	for (size_t i = 0; i < COUNT(days); i++) {
		kept += keep[i];
		days_kept += i < 7 && keep[i];
	}
	IS(days_kept, 7);
	OK(keep[7]);                                     /* Sunday 15 November      */
	OK(keep[22]);                                    /* 31 October: its month   */
	OK(!keep[8] && !keep[23]);
	/* 7 days, 4 more weeks, and of 12 months those 11 that end before November. */
	IS(kept, 7 + 4 + 11);
	OK(!keep[399]);
}

TEST(a_pause_loses_no_copy)
{
	Date days[] = { date_make(2026, 11, 22), date_make(2026, 11, 22), date_make(2026, 3, 1) };
	bool keep[3];

	backup_keep(days, 3, 2, 0, 0, keep);
	OK(keep[0] && !keep[1] && keep[2]);
	backup_keep(days, 3, 0, 0, 0, keep);
	OK(keep[0] && !keep[1] && !keep[2]);
}

/* ---- the clerk ---------------------------------------------------------------------- */

struct saving { struct t *t; const char *name, *value; };

static bool save_work(void *arg)
{
	struct saving *s = arg;

	OK(!setting_save(s->t->db, s->t->arena, s->name, s->value));
	return true;
}

static void save(struct t *t, const char *name, const char *value)
{
	db_write(t->db, save_work, &(struct saving){ t, name, value });
}

static Moment at(int day, int hour, int minute)
{
	return moment_at(date_make(2026, 6, day), minutes(hour * 60 + minute));
}

static int64_t state_of(struct t *t, int day)
{
	struct job_now j = { 0 };

	if (!job_find(t->db, t->arena,
	              arena_fmt(t->arena, "backup.daily@2026-06-%02dT01:00:00.000Z", day), &j))
		return 0;
	return j.state;
}

/* Look until the child is gone. */
static void plan_until_done(struct t *t, const char *dir, Moment now, int day)
{
	for (int i = 0; i < 1000; i++) {
		backup_plan(t->db, t->arena, dir, now);
		if (state_of(t, day) != JOB_RUNNING)
			return;
		usleep(10000);
	}
}

/* `true` and `false` stand in for the program: what it does is tried above. */
TEST_PLAIN(tonight_is_copied_once_and_a_failure_is_told)
{
	const char *was = backup_program, *folder = t_directory(t);
	const char *file = arena_fmt(t->arena, "%s/almoner-2026-04-02-0200.alm", folder);
	struct buf none = buf_new(t->arena), told = buf_new(t->arena);

	site_tell(t->db, t->arena, NULL, at(15, 9, 0), &none);
	LACKS(buf_text(&none), "\nalmoner_copy_timestamp_seconds ");
	backup_plan(t->db, t->arena, "/nowhere", at(15, 9, 0));
	IS(state_of(t, 15), 0);                          /* no folder: not wanted */
	save(t, "backup.folder", folder);
	backup_plan(t->db, t->arena, "/nowhere", at(15, 9, 0));
	IS(state_of(t, 15), JOB_FAILED);                 /* no key */
	save(t, "backup.key", "almoner-public:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
	backup_program = "/bin/false";
	plan_until_done(t, "/nowhere", at(15, 9, 30), 15);
	IS(state_of(t, 15), JOB_FAILED);                 /* not yet again: it is no hour */
	plan_until_done(t, "/nowhere", at(15, 10, 30), 15);
	IS(state_of(t, 15), JOB_FAILED);
	backup_program = "/bin/true";
	file_make(t, file, "an old one");
	file_make(t, arena_fmt(t->arena, "%s/almoner-2026-06-15-0200.alm", folder), "a new one");
	save(t, "backup.monthly", "0");
	save(t, "backup.weekly", "0");
	save(t, "backup.daily", "1");
	plan_until_done(t, "/nowhere", at(15, 12, 0), 15);
	IS(state_of(t, 15), JOB_DONE);
	OK(access(file, F_OK) != 0);
	OK(access(arena_fmt(t->arena, "%s/almoner-2026-06-15-0200.alm", folder), F_OK) == 0);
	IS(state_of(t, 16), 0);
	site_tell(t->db, t->arena, NULL, at(15, 12, 0), &told);
	HAS(buf_text(&told), arena_fmt(t->arena, "\nalmoner_copy_timestamp_seconds %lld\n",
	                               (long long)at(15, 12, 0).ms / 1000));
	plan_until_done(t, "/nowhere", at(16, 1, 59), 16);
	IS(state_of(t, 16), 0);
	plan_until_done(t, "/nowhere", at(16, 2, 0), 16);
	IS(state_of(t, 16), JOB_DONE);
	backup_program = was;
}

/* ---- files that belong to nothing --------------------------------------------------- */

static void make_old(struct t *t, const char *path)
{
	const struct timespec old[2] = { { .tv_sec = T_NOW.ms / 1000 - 7200 },
	                                 { .tv_sec = T_NOW.ms / 1000 - 7200 } };

	file_make(t, path, "x");
	IS(utimensat(AT_FDCWD, path, old, 0), 0);
}

TEST_PLAIN(files_that_belong_to_nothing_are_told)
{
	struct house h = house_make(t);
	struct db *db = db_open(h.council, DB_READ_ONLY);
	struct buf before = buf_new(t->arena), out = buf_new(t->arena);

	/* The letter of the house is new by the clock of the disk: it may be somebody's. */
	IS(backup_orphans(db, h.council, &before), 0);
	HAS(buf_text(&before), "ok      files");
	make_old(t, arena_fmt(t->arena, "%s/mail/00000002.eml", h.council));
	make_old(t, arena_fmt(t->arena, "%s/mail/00000003.eml.part", h.council));
	make_old(t, arena_fmt(t->arena, "%s/holiday.jpg", h.council));
	IS(backup_orphans(db, h.council, &out), 3);
	HAS(buf_text(&out), "file mail/00000002.eml: a letter that the outbox does not know");
	HAS(buf_text(&out), "file mail/00000003.eml.part: left behind");
	HAS(buf_text(&out), "file holiday.jpg: not a file");
	LACKS(buf_text(&out), "audit.key");
	db_close(&db);
}
