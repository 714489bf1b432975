/* SPDX-License-Identifier: MIT */
/*
 * verbs.c -- serve, init, migrate, check.
 */
#include <stdio.h>
#include <string.h>

#include "audit/audit.h"
#include "base/fault.h"
#include "jobs/calendar.h"
#include "site/inside.h"
#include "site/setting.h"
#include "site/verbs.h"
#include "web/assets.h"

/* ---- serve ------------------------------------------------------------- */

/* Say now what is wrong with the council, not in each worker; and leave it closed. */
static void council_check(struct words *w)
{
	verb_open(w, DB_READ_WRITE);
	db_close(&w->db);
}

static int number(struct words *w, const char *name, const char *otherwise)
{
	const char *text = words_option(w, name, otherwise);
	int64_t n;

	if (!int_parse(text, &n) || n < 1 || n > 100000) {
		fprintf(stderr, "almoner: %s must be a number from 1\n", name);
		w->wrong = true;
		return 1;
	}
	return (int)n;
}

int serve_verb(struct words *w)
{
	const char *dir = words_data(w);
	struct serve_options o = {
		.listen = words_option(w, "--listen", "127.0.0.1:8080"),
		.workers = number(w, "--workers", "4"),
		.trust_proxy = words_flag(w, "--trust-proxy"),
		.no_sandbox = words_flag(w, "--no-sandbox"),
		.admin = words_option(w, "--admin", NULL),
		.style = asset_path("almoner.css"), .title = "Almoner", .mine = dir,
		.dir = dir, .argv = w->argv,
	};
	struct wire_app app = site_app;

	if (!words_done(w))
		return VERB_MISUSED;
	council_check(w);
	if (!o.admin)
		o.admin = arena_fmt(w->arena, "unix:%s/admin.sock", dir);
	o.data_file = arena_fmt(w->arena, "%s/almoner.db", dir);
	app.assets = assets_all;
	app.nassets = assets_count;
	return serve(&o, &app) == 0 ? VERB_OK : VERB_FAILED;
}

/* ---- init -------------------------------------------------------------- */

struct init { struct words *w; const char *name, *nation; const char *why; };

static bool init_work(void *arg)
{
	struct init *i = arg;
	struct db *db = i->w->db;

	i->why = setting_save(db, i->w->arena, "council.name", i->name);
	if (!i->why)
		i->why = setting_save(db, i->w->arena, "council.nation", i->nation);
	if (i->why)
		return false;
	calendar_fill(db);
	audit_write(db, &(struct audit_entry){ .verb = "council.make", .thing = "setting" });
	return true;
}

int init_verb(struct words *w)
{
	struct init i = { .w = w, .name = words_option(w, "--name", "Council"),
	                  .nation = words_option(w, "--nation", "ew") };

	words_new(w);
	if (!words_done(w))
		return VERB_MISUSED;
	if (db_exists(w->dir)) {
		fprintf(stderr, "almoner: there is a council in %s already\n", w->dir);
		return VERB_FAILED;
	}
	db_create(w->dir);
	audit_key_make(w->dir);
	verb_open(w, DB_READ_WRITE);
	if (!db_write(w->db, init_work, &i)) {
		fprintf(stderr, "almoner: %s\n", i.why);
		return VERB_FAILED;
	}
	printf("%s is ready. Its first administrator:\n"
	       "  almoner user add EMAIL --name NAME --role administrator --data %s\n", w->dir,
	       w->dir);
	return VERB_OK;
}

/* ---- migrate ----------------------------------------------------------- */

/* The calendar comes from this program's rules and the council's own rows. */
static bool calendar_work(void *arg)
{
	calendar_fill(arg);
	return true;
}

int migrate_verb(struct words *w)
{
	const char *dir = words_database(w);
	int steps;

	if (!words_done(w))
		return VERB_MISUSED;
	if (!db_exists(dir))
		fault(FAULT_IO, "there is no council in %s", dir);
	w->db = db_open(dir, DB_READ_WRITE);
	steps = db_migrate(w->db);
	db_write(w->db, calendar_work, w->db);
	printf("%d steps; the schema is at %d\n", steps, db_schema_version(w->db));
	return VERB_OK;
}

/* ---- check ------------------------------------------------------------- */

enum { CHECK_SHOWN = 10 };

/* What helps, beneath each finding. */
static void advise(struct buf *out, const char *what)
{
	buf_fmt(out, "        what to do: %s\n", what);
}

/* The same of a law that a function tells. */
static bool found_none(struct db *db, struct arena *a, const struct check *c, struct buf *out)
{
	int64_t ids[CHECK_SHOWN];
	size_t n = c->find(db, a, ids, CHECK_SHOWN);

	for (size_t i = 0; i < n && i < CHECK_SHOWN; i++)
		buf_fmt(out, "%s%lld", i ? ", " : "", (long long)ids[i]);
	if (n > CHECK_SHOWN)
		buf_fmt(out, " and %zu more", n - CHECK_SHOWN);
	return n == 0;
}

/* One law: each row that breaks it is named by its first column, an id. */
static bool law_holds(struct db *db, struct arena *a, const struct check *c, struct buf *out)
{
	struct db_cursor *rows;
	void *row;
	size_t n = 0;

	if (c->find)
		return found_none(db, a, c, out);
	rows = db_open_rows(db, a, c->sql, NULL, 0);
	row = arena_get(a, c->sql->row_size);
	SURE(c->sql->nargs == 0 && c->sql->ncols > 0);
	while (db_next(rows, a, row)) {
		int64_t id;

		/* An id and an int lie alike in a row. */
		memcpy(&id, (char *)row + c->sql->cols[0].at, sizeof id);
		if (n < CHECK_SHOWN)
			buf_fmt(out, "%s%lld", n ? ", " : "", (long long)id);
		n++;
	}
	db_close_rows(rows);
	if (n > CHECK_SHOWN)
		buf_fmt(out, " and %zu more", n - CHECK_SHOWN);
	return n == 0;
}

static size_t laws_check(struct db *db, struct arena *a, struct buf *out)
{
	size_t failed = 0;

	for (size_t i = 0; i < nrooms; i++)
		for (size_t j = 0; j < rooms[i]->nchecks; j++) {
			const struct check *c = &rooms[i]->checks[j];
			struct buf who = buf_new(a);
			bool holds = law_holds(db, a, c, &who);

			buf_fmt(out, "%s  %s.%s: %s", holds ? "ok    " : "BROKEN", rooms[i]->name,
			        c->name, c->says);
			if (!holds)
				buf_fmt(out, "; not so: %s", buf_text(&who));
			buf_char(out, '\n');
			if (!holds)
				advise(out, "open these by their numbers, put right what they say, "
				       "and report it: the program should not have let it happen");
			failed += !holds;
		}
	return failed;
}

/* Whoever reads with Power BI sees no error where a column means something else now. */
static bool views_check(struct db *db, struct arena *a, struct buf *out)
{
	const bool are = db_views_are(db, a);

	buf_fmt(out, "%s  views for reporting: %s\n", are ? "ok    " : "BROKEN", are
	        ? "those of this program" : "missing, or made by an older or newer program");
	if (!are)
		advise(out, "run almoner migrate --data DIR: it makes them anew, and changes "
		       "nothing else where the schema is this program's already");
	return are;
}

size_t site_check(struct db *db, struct arena *a, struct buf *out)
{
	const char *broken = db_integrity(db, a);
	struct audit_finding f = audit_verify(db, 0, NULL);
	size_t failed = 0;

	buf_fmt(out, "%s  database: %s\n", broken ? "BROKEN" : "ok    ",
	        broken ? broken : "sound, and every reference leads somewhere");
	if (broken)
		advise(out, "stop serving, keep this directory as it is, restore the newest copy "
		       "into another (almoner restore), and look at the disk");
	failed += broken != NULL;
	buf_fmt(out, "%s  audit trail: %s\n", f.state == AUDIT_SOUND ? "ok    " : "BROKEN",
	        audit_finding_text(a, &f));
	if (f.state != AUDIT_SOUND)
		advise(out, "somebody may have changed the data past the program: keep this "
		       "directory, compare with the newest copy, tell who answers for the data");
	failed += f.state != AUDIT_SOUND;
	failed += !views_check(db, a, out);
	return failed + laws_check(db, a, out);
}

int check_verb(struct words *w)
{
	struct buf out = buf_new(w->arena);
	size_t failed;

	words_data(w);
	if (!words_done(w))
		return VERB_MISUSED;
	verb_open(w, DB_READ_ONLY);
	failed = site_check(w->db, w->arena, &out);
	failed += check_files_hook(w->db, w->dir, &out);
	fputs(buf_text(&out), stdout);
	printf("%zu broken\n", failed);
	return failed ? VERB_FAILED : VERB_OK;
}
