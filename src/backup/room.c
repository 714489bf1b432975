/* SPDX-License-Identifier: MIT */
/*
 * room.c -- the verbs that copy a council, and the clerk's chore that does it each night.
 */
#include "backup/ship.h"

#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/audit.h"
#include "backup/backup.sql.h"
#include "base/fault.h"
#include "jobs/jobs.h"
#include "site/meter.h"
#include "site/verb.h"
#include "web/route.h"

enum { MEGA = 1000000, LOOK_MS = 2000, SHIP_LOOK_MS = 500 };

/* ---- backup ------------------------------------------------------------------ */

/* False: said what is wrong.  Nothing said about a key is a refusal. */
static bool key_wanted(struct words *w, struct seal_key *key, const struct seal_key **to)
{
	const char *file = words_option(w, "--to", NULL), *text = words_option(w, "--to-key", NULL);
	bool plain = words_flag(w, "--plain");

	if (!!file + !!text + plain != 1) {
		fprintf(stderr, "almoner: say for which public key, --to KEYFILE (`almoner "
		        "backup-key` makes one), or --plain for a copy that anybody can read\n");
		return false;
	}
	*to = plain ? NULL : key;
	if (file)
		text = seal_text_of(w->arena, file);
	if (!plain && !seal_public(text, key)) {
		fprintf(stderr, "almoner: this is not a public key of `almoner backup-key`\n");
		return false;
	}
	return true;
}

static int backup_run(struct words *w)
{
	const char *dir = words_data(w), *file;
	const struct seal_key *to;
	struct backup_head h;
	struct seal_key key;
	bool keyed;

	SURE(sodium_init() >= 0);
	keyed = key_wanted(w, &key, &to);
	file = words_next(w, "FILE");
	if (!words_done(w) || !keyed)
		return VERB_MISUSED;
	if (!db_exists(dir))
		fault(FAULT_IO, "there is no council in %s", dir);
	h = backup_take(w->arena, dir, file, to);
	printf("%s: %lld MB, schema %lld, %lld rows of the audit trail; read back, and sound\n",
	       file, (long long)((h.bytes + MEGA - 1) / MEGA), (long long)h.schema,
	       (long long)h.audit_row);
	return VERB_OK;
}

/* ---- ship ------------------------------------------------------------------------ */

static int ship_run(struct words *w)
{
	const char *dir = words_data(w), *folder;
	const bool base = words_flag(w, "--base");
	const struct seal_key *to;
	struct seal_key key;
	bool keyed;

	SURE(sodium_init() >= 0);
	keyed = key_wanted(w, &key, &to);
	folder = words_next(w, "FOLDER");
	if (!words_done(w) || !keyed)
		return VERB_MISUSED;
	if (!db_exists(dir))
		fault(FAULT_IO, "there is no council in %s", dir);
	if (base) {
		struct backup_head h = ship_base(w->arena, dir, folder, to);

		printf("a base of %lld MB, %lld rows of the audit trail; read back, and sound; "
		       "pieces from %lld on go on from it\n",
		       (long long)((h.bytes + MEGA - 1) / MEGA), (long long)h.audit_row,
		       (long long)h.ship_from);
	} else {
		struct ship_told t = ship_turn(w->arena, dir, folder, to);

		if (t.gap)
			printf("something is missing, a new base is due: %s\n", t.gap);
		printf("%zu pieces, %lld pages\n", t.pieces, (long long)t.pages);
	}
	return VERB_OK;
}

static int backup_key_run(struct words *w)
{
	const char *public = words_next(w, "PUBLIC"), *secret = words_next(w, "SECRET");

	if (!words_done(w))
		return VERB_MISUSED;
	SURE(sodium_init() >= 0);
	seal_make_keys(w->arena, public, secret);
	printf("%s: the public key, for this machine (the setting \"Public key of copies\", or "
	       "--to)\n%s: the secret key. Take it away from here, print it, keep it in two "
	       "places: without it no copy can be read\n", public, secret);
	return VERB_OK;
}

/* ---- restore --------------------------------------------------------------------- */

static struct backup_head restore_folder(struct words *w, const char *folder, const char *dir,
                                         struct seal_by by)
{
	struct ship_reached r;
	struct backup_head h = ship_restore(w->arena, folder, dir, by, &r);

	printf("from %s and %zu pieces after it\n", r.base, r.pieces);
	if (r.stopped)
		printf("NOT FURTHER: %s\n", r.stopped);
	h.made = r.made;
	return h;
}

static int restore_run(struct words *w)
{
	const char *dir = words_data(w), *key_file = words_option(w, "--key", NULL), *from;
	struct backup_head h;
	struct seal_key key;
	struct seal_by by = { .secret = key_file ? &key : NULL };
	struct stat st;

	from = words_next(w, "FILE or FOLDER");
	if (!words_done(w))
		return VERB_MISUSED;
	SURE(sodium_init() >= 0);
	if (key_file && !seal_secret(seal_text_of(w->arena, key_file), &key))
		fault(FAULT_INPUT, "%s is not a secret key of `almoner backup-key`", key_file);
	h = stat(from, &st) == 0 && S_ISDIR(st.st_mode)
	  ? restore_folder(w, from, dir, by) : backup_restore(w->arena, from, dir, by);
	printf("%s: as it was on %s, %lld rows of the audit trail, sound\n", dir,
	       moment_text(w->arena, h.made), (long long)h.audit_row);
	if (h.schema < db_schema_wanted())
		printf("Its schema is older than this program: almoner migrate --data %s\n", dir);
	return VERB_OK;
}

/* ---- move ------------------------------------------------------------------------ */

static int move_run(struct words *w)
{
	const char *from_dir = words_option(w, "--from-dir", NULL);
	const char *to_dir = words_option(w, "--to-dir", NULL);
	const char *from = words_council(w, words_next(w, "FROM"), from_dir, "--from-dir");
	const char *to = words_council(w, words_next(w, "TO"), to_dir, "--to-dir");
	struct buf out = buf_new(w->arena);
	struct backup_moved m;

	if (!words_done(w))
		return VERB_MISUSED;
	m = backup_move(w->arena, from, to, &out);
	fputs(buf_text(&out), stdout);
	printf("%zu files carried; %s is as it was: serve only one of the two\n"
	       "moved %lld tables, %lld rows, checksums equal, audit head SAME\n", m.files, from,
	       (long long)m.tables, (long long)m.rows);
	return VERB_OK;
}

/* ---- emergency ------------------------------------------------------------------- */

/* Yesterday's pages are replaced; anything else in that place is not ours to take away. */
static int emergency_run(struct words *w)
{
	const char *to = (words_data(w), words_next(w, "FOLDER"));
	size_t n;

	if (!words_done(w))
		return VERB_MISUSED;
	if (!folder_is_free(to) && access(arena_fmt(w->arena, "%s/packages.csv", to), F_OK) != 0)
		fault(FAULT_INPUT, "there is something else in %s: name a new folder", to);
	verb_open(w, DB_READ_WRITE);
	n = emergency_write(w->db, w->arena, to, clock_now());
	printf("%s: %zu packages; open index.html in any browser\n", to, n);
	return VERB_OK;
}

/* ---- the room ------------------------------------------------------------------------ */

static const struct verb verbs[] = {
	{ "backup", "FILE --data DIR --to KEYFILE | --plain",
	  "Copy a council into one sealed file, while people work", backup_run },
	{ "backup-key", "PUBLIC SECRET", "Make the two keys of sealed copies", backup_key_run },
	{ "emergency", "FOLDER --data DIR", "Write tonight's packages as plain pages and "
	  "CSV, which open without any server", emergency_run },
	{ "move", "FROM TO [--from-dir DIR] [--to-dir DIR]", "Carry a whole council from SQLite "
	  "to PostgreSQL, or back: each a folder, or postgres://...", move_run },
	{ "restore", "FILE|FOLDER --data NEWDIR [--key SECRET]", "Make a council from a copy, or "
	  "from a folder that changes were carried into", restore_run },
	{ "ship", "FOLDER --data DIR --to KEYFILE | --plain [--base]", "Carry what changed into "
	  "another folder, as the clerk does", ship_run },
};

static const struct job_kind jobs[] = {
	{ .name = "backup.plan", .says = "Begin tonight's copy, and see how it ended",
	  .every_ms = LOOK_MS, .chore = backup_plan },
	{ .name = "backup.daily", .says = "Copy the council into the folder of the settings",
	  .run = backup_job },
	{ .name = "ship.plan", .says = "Carry changes off, and see how it ended",
	  .every_ms = SHIP_LOOK_MS, .chore = ship_plan },
	{ .name = "ship.log", .says = "Carry changes off into the folder of the settings",
	  .run = backup_job },
	{ .name = "ship.base", .says = "Copy the council into the folder of carried changes",
	  .run = ship_base_job },
	{ .name = "emergency.daily", .says = "Write tonight's packages as plain pages",
	  .run = backup_job },
};

static const struct meter meters[] = {
	{ "almoner_copy_timestamp_seconds", "When the clerk's last good copy was made",
	  .sql = &meter_copy_sql },
};

size_t backup_check(struct db *db, const char *dir, struct buf *out)
{
	return backup_orphans(db, dir, out) + ship_check(db, dir, out);
}

void backup_meter(const char *dir, Moment now, struct buf *out)
{
	ship_tell(dir, now, out);
}

const struct room backup_room = {
	.name = "backup", .verbs = verbs, .nverbs = COUNT(verbs), .jobs = jobs,
	.njobs = COUNT(jobs), .meters = meters, .nmeters = COUNT(meters),
};
