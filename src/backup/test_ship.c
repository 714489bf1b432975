/* SPDX-License-Identifier: MIT */
/*
 * test_ship.c -- what is carried off can be put together again, and what is missing
 * is seen: by whoever carries off, or by whoever restores.
 */
#include "t/t.h"

#include "audit/audit.h"
#include "backup/ship.h"
#include "base/fault.h"
#include "jobs/jobs.h"
#include "site/setting.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct house {
	const char *council, *far, *again;
	struct seal_key public, secret;
	struct db *db;
	int64_t rows;
};

static bool write_one(void *arg)
{
	audit_write(arg, &(struct audit_entry){ .verb = "test.write", .thing = "setting" });
	return true;
}

static void write_some(struct house *h, int n)
{
	for (int i = 0; i < n; i++)
		db_write(h->db, write_one, h->db);
	h->rows += n;
}

/* The log is brought into the file, and whoever writes next begins it anew. */
static void log_anew(struct house *h)
{
	db_checkpoint(h->db);
	write_some(h, 1);
}

static struct ship_told turn(struct t *t, const struct house *h)
{
	return ship_turn(t->arena, h->council, h->far, &h->public);
}

static struct house house_make(struct t *t)
{
	const char *dir = t_directory(t);
	struct house h = { .council = arena_fmt(t->arena, "%s/council", dir),
	                   .far = arena_fmt(t->arena, "%s/far", dir),
	                   .again = arena_fmt(t->arena, "%s/again", dir) };

	crypto_box_keypair(h.public.bytes, h.secret.bytes);
	db_create(h.council);
	audit_key_make(h.council);
	audit_key_load(h.council);
	NEED(mkdir(h.far, 0700) == 0);
	h.db = db_open(h.council, DB_READ_WRITE);
	write_some(&h, 5);
	return h;
}

/* How many rows come back; -1: none did.  `stopped` is then why not all, or what was said. */
static int64_t back(struct t *t, const struct house *h, struct ship_reached *r)
{
	struct boundary b;
	struct backup_head head = { .audit_row = -1 };

	*r = (struct ship_reached){ .pieces = 0 };
	BOUNDARY_AROUND(b, head = ship_restore(t->arena, h->far, h->again,
	                                       (struct seal_by){ .secret = &h->secret }, r));
	if (b.broke.kind) {
		r->stopped = arena_dup(t->arena, b.broke.why);
		head.audit_row = -1;
	}
	folder_remove(h->again);
	return head.audit_row;
}

static const char *piece(struct t *t, const struct house *h, int64_t number)
{
	return ship_piece_name(t->arena, h->far, number);
}

static int64_t piece_now(struct t *t, const struct house *h)
{
	struct ship_state s;

	NEED(ship_state_read(t->arena, h->council, &s));
	return s.piece;
}

TEST_PLAIN(what_is_carried_off_comes_back)
{
	struct house h = house_make(t);
	struct ship_reached r;

	ship_base(t->arena, h.council, h.far, &h.public);
	IS(back(t, &h, &r), h.rows);
	for (int i = 0; i < 4; i++) {
		write_some(&h, 3);
		IS(turn(t, &h).pieces, 1);
		log_anew(&h);                    /* a log put aside, and one in use */
		write_some(&h, 3);
		log_anew(&h);
		IS(turn(t, &h).pieces, 1);
	}
	OK(!turn(t, &h).gap);
	IS(turn(t, &h).pieces, 0);
	IS(back(t, &h, &r), h.rows);
	IS(r.pieces, 8);
	OK(!r.stopped);
	/* The last to close takes the log away: what is in it is put aside. */
	write_some(&h, 2);
	db_close(&h.db);
	IS(turn(t, &h).pieces, 1);
	h.db = db_open(h.council, DB_READ_WRITE);
	write_some(&h, 2);
	OK(!turn(t, &h).gap);
	IS(back(t, &h, &r), h.rows);
	db_close(&h.db);
}

TEST_PLAIN(old_ones_go_when_a_newer_base_is_there)
{
	struct house h = house_make(t);
	struct ship_reached r;
	int64_t *numbers, first, second;

	first = ship_base(t->arena, h.council, h.far, &h.public).ship_from;
	write_some(&h, 1);
	turn(t, &h);
	second = ship_base(t->arena, h.council, h.far, &h.public).ship_from;
	OK(second > first);
	IS(ship_numbers(t->arena, h.far, "base", &numbers), 2);
	ship_base(t->arena, h.council, h.far, &h.public);
	write_some(&h, 1);
	turn(t, &h);
	IS(ship_numbers(t->arena, h.far, "base", &numbers), 2);
	IS(numbers[0], second);
	OK(ship_numbers(t->arena, h.far, "piece", &numbers) > 0);
	IS(numbers[0], second);
	/* The newest base is not whole: the one before it does, with all since. */
	NEED(ship_numbers(t->arena, h.far, "base", &numbers) == 2);
	NEED(truncate(ship_base_name(t->arena, h.far, numbers[1]), 100000) == 0);
	IS(back(t, &h, &r), h.rows);
	SAME(r.base, ship_base_name(t->arena, h.far, second));
	db_close(&h.db);
}

/* ---- what must be seen ------------------------------------------------------------ */

/* Three pieces behind a base; the number of the first. */
static int64_t three_pieces(struct t *t, struct house *h, int64_t rows[3])
{
	ship_base(t->arena, h->council, h->far, &h->public);
	for (int i = 0; i < 3; i++) {
		write_some(h, 2);
		IS(turn(t, h).pieces, 1);
		rows[i] = h->rows;
	}
	return piece_now(t, h) - 2;
}

TEST_PLAIN(a_piece_removed_is_seen)
{
	struct house h = house_make(t);
	struct ship_reached r;
	int64_t rows[3], first = three_pieces(t, &h, rows);

	NEED(unlink(piece(t, &h, first + 1)) == 0);
	IS(back(t, &h, &r), rows[0]);
	HAS(r.stopped, "is missing");
	db_close(&h.db);
}

TEST_PLAIN(two_pieces_changed_about_are_seen)
{
	struct house h = house_make(t);
	struct ship_reached r;
	int64_t rows[3], first = three_pieces(t, &h, rows);
	const char *aside = arena_fmt(t->arena, "%s/x", h.far);

	NEED(rename(piece(t, &h, first + 1), aside) == 0);
	NEED(rename(piece(t, &h, first + 2), piece(t, &h, first + 1)) == 0);
	NEED(rename(aside, piece(t, &h, first + 2)) == 0);
	IS(back(t, &h, &r), rows[0]);
	HAS(r.stopped, "not the piece that it should be");
	db_close(&h.db);
}

TEST_PLAIN(a_piece_cut_short_or_changed_is_seen)
{
	struct house h = house_make(t);
	struct ship_reached r;
	int64_t rows[3], first = three_pieces(t, &h, rows);
	struct stat st;
	char byte;
	int fd = open(piece(t, &h, first + 2), O_RDWR | O_CLOEXEC);

	NEED(fd >= 0 && fstat(fd, &st) == 0);
	IS(pread(fd, &byte, 1, st.st_size / 2), 1);
	byte ^= 1;
	IS(pwrite(fd, &byte, 1, st.st_size / 2), 1);
	IS(back(t, &h, &r), rows[1]);
	HAS(r.stopped, "is damaged");
	for (int i = 1; i <= 4; i++) {
		NEED(ftruncate(fd, st.st_size * (4 - i) / 4) == 0);
		IS(back(t, &h, &r), rows[1]);
		OK(r.stopped != NULL);
	}
	close(fd);
	db_close(&h.db);
}

/* A log that is not there when it should be carried off: never passed over. */
static void gap_is_seen(struct t *t, struct house *h, const char *why)
{
	struct ship_told told = turn(t, h);
	struct ship_reached r;
	struct ship_state s;
	struct ship_base b;

	HAS(told.gap, why);
	NEED(ship_state_read(t->arena, h->council, &s));
	NEED(ship_base_read(t->arena, h->council, &b));
	OK(b.from < s.first);                    /* so a base is due */
	OK(back(t, h, &r) >= 0);
	write_some(h, 1);
	turn(t, h);
	OK(back(t, h, &r) < h->rows);
	HAS(r.stopped, "is missing");
	ship_base(t->arena, h->council, h->far, &h->public);
	write_some(h, 1);
	OK(!turn(t, h).gap);
	IS(back(t, h, &r), h->rows);
}

static void aside_spoil(struct t *t, struct house *h, bool remove)
{
	DIR *d = opendir(arena_fmt(t->arena, "%s/ship", h->council));
	int n = 0;

	NEED(d);
	for (struct dirent *e; (e = readdir(d)); )
		if (e->d_name[0] >= '1' && e->d_name[0] <= '9') {
			n++;
			IS(remove ? unlinkat(dirfd(d), e->d_name, 0)
			          : truncate(arena_fmt(t->arena, "%s/ship/%s", h->council,
			                               e->d_name), 4000), 0);
		}
	closedir(d);
	OK(n > 0);
}

TEST_PLAIN(the_copy_before_the_log_began_anew_left_out_is_seen)
{
	struct house h = house_make(t);

	ship_base(t->arena, h.council, h.far, &h.public);
	write_some(&h, 3);
	log_anew(&h);
	aside_spoil(t, &h, true);
	gap_is_seen(t, &h, "was not put aside");
	write_some(&h, 3);
	log_anew(&h);
	aside_spoil(t, &h, false);
	gap_is_seen(t, &h, "was cut short");
	db_close(&h.db);
}

/* Another program's SQLite knows nothing of putting aside. */
static void other_program(struct t *t, const struct house *h, const char *sql)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		sqlite3 *c;
		const char *path = arena_fmt(t->arena, "%s/almoner.db", h->council);
		bool ok = sqlite3_open(path, &c) == SQLITE_OK &&
		          sqlite3_exec(c, sql, NULL, NULL, NULL) == SQLITE_OK;

		_exit(ok && sqlite3_close(c) == SQLITE_OK ? 0 : 1);
	}
	IS(waitpid(child, &status, 0), child);
	IS(status, 0);
}

TEST_PLAIN(what_another_program_wrote_past_us_is_seen)
{
	static const char sql[] = "INSERT INTO setting (name, value) VALUES ('x', 'y')";
	struct house h = house_make(t);

	ship_base(t->arena, h.council, h.far, &h.public);
	/* It begins the log anew beneath us. */
	write_some(&h, 3);
	db_checkpoint(h.db);
	other_program(t, &h, sql);
	gap_is_seen(t, &h, "begun anew by another program");
	/* It comes and goes while nobody else is there. */
	db_close(&h.db);
	other_program(t, &h, "DELETE FROM setting WHERE name = 'x'");
	h.db = db_open(h.council, DB_READ_WRITE);
	write_some(&h, 1);
	gap_is_seen(t, &h, "was not put aside");
	db_close(&h.db);
}

TEST_PLAIN(a_folder_that_is_not_ours_is_refused)
{
	struct house h = house_make(t);
	const char *owner = arena_fmt(t->arena, "%s/almoner-owner", h.far);
	const char *moved = arena_fmt(t->arena, "%s.away", h.far);

	FAULTS(FAULT_IO, ship_turn(t->arena, h.council, "/nowhere", &h.public));
	turn(t, &h);
	write_some(&h, 1);
	NEED(rename(h.far, moved) == 0);
	FAULTS(FAULT_IO, turn(t, &h));           /* not there */
	NEED(mkdir(h.far, 0700) == 0);
	FAULTS(FAULT_IO, turn(t, &h));           /* not mounted */
	NEED(rmdir(h.far) == 0 && rename(moved, h.far) == 0);
	OK(!turn(t, &h).gap);
	NEED(unlink(owner) == 0);
	int fd = open(owner, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	IS(write(fd, "somebody\n", 9), 9);
	close(fd);
	FAULTS(FAULT_IO, turn(t, &h));
	db_close(&h.db);
}

/* ---- the clerk ------------------------------------------------------------------------ */

struct saving { struct t *t; const char *name, *value; };

static bool save_work(void *arg)
{
	struct saving *s = arg;

	OK(!setting_save(s->t->db, s->t->arena, s->name, s->value));
	return true;
}

/* So many looks of the clerk, a minute apart; how the row stands then. */
static int64_t look(struct t *t, int minute, int looks)
{
	struct job_now job = { 0 };

	for (int i = 0; i < looks; i++) {
		ship_plan(t->db, t->arena, "/nowhere",
		          moment_plus(T_NOW, minutes((int64_t)minute + i)));
		usleep(30000);
	}
	return job_find(t->db, t->arena, "ship.log", &job) ? job.state : 0;
}

/* `true` and `false` stand in for the program. */
TEST_PLAIN(an_administrator_is_told_when_it_fails_and_when_it_goes_on)
{
	const char *was = backup_program;

	IS(look(t, 0, 3), 0);                            /* not switched on */
	db_write(t->db, save_work, &(struct saving){ t, "ship.folder", "/nowhere/far" });
	db_write(t->db, save_work, &(struct saving){ t, "backup.key",
	         "almoner-public:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" });
	backup_program = "/bin/true";
	IS(look(t, 10, 20), 0);                          /* well: nothing to say */
	backup_program = "/bin/false";
	IS(look(t, 40, 40), JOB_FAILED);
	backup_program = "/bin/true";
	IS(look(t, 90, 40), JOB_DONE);
	backup_program = was;
}

/* ---- killed at random --------------------------------------------------------------- */

/* Counts of rows that were said to be written, beside the processes that say so. */
struct ledger { volatile int64_t started, done; };

static void writer_live(const char *council, struct ledger *l)
{
	struct db *db = db_open(council, DB_READ_WRITE);

	alarm(60);
	for (int i = 0; ; i++) {
		l->started++;
		db_write(db, write_one, db);
		l->done++;
		if (i % 37 == 36)
			db_checkpoint(db);
		usleep(300);
	}
}

static void shipper_live(struct t *t, const struct house *h, bool base)
{
	struct boundary b;

	alarm(60);
	if (base)
		BOUNDARY_AROUND(b, ship_base(t->arena, h->council, h->far, &h->public));
	else
		for (;;) {
			BOUNDARY_AROUND(b, turn(t, h));
			usleep(5000);
		}
	_exit(b.broke.kind ? 1 : 0);
}

static pid_t shipper(struct t *t, const struct house *h, bool base)
{
	pid_t child = fork();

	if (child == 0)
		shipper_live(t, h, base);
	return child;
}

static pid_t writer(const struct house *h, struct ledger *l)
{
	pid_t child = fork();

	if (child == 0)
		writer_live(h->council, l);
	return child;
}

static void end(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static int64_t rows_there(struct house *h)
{
	struct audit_finding f;

	h->db = db_open(h->council, DB_READ_WRITE);
	f = audit_verify(h->db, 0, NULL);
	db_close(&h->db);
	return f.state == AUDIT_SOUND ? f.row : -1;
}

/*
 * Two writers, a shipper and whoever makes bases, each killed at random; all of
 * them at last, at whatever they are; the rest of the log is carried off by one
 * turn, and then the second folder alone must have every row that was said to
 * be written, and none that was never begun.
 */
TEST_PLAIN(nothing_is_lost_or_invented_when_all_are_killed_at_random)
{
	struct house h = house_make(t);
	struct ledger *l = mmap(NULL, 2 * sizeof *l, PROT_READ | PROT_WRITE,
	                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct ship_reached r;
	pid_t all[4];
	int64_t got;

	NEED(l != MAP_FAILED);
	db_close(&h.db);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 4; i++)
			all[i] = i < 2 ? writer(&h, &l[i]) : shipper(t, &h, i == 3);
		for (int i = 0; i < 14; i++) {
			const int which = (i * 7 + round) % 4;

			usleep(20000 + (useconds_t)(i * 7919 % 50000));
			end(all[which]);
			all[which] = which < 2 ? writer(&h, &l[which])
			                       : shipper(t, &h, which == 3);
		}
		for (int i = 0; i < 4; i++)
			end(all[i]);
		ship_turn(t->arena, h.council, h.far, &h.public);
		ship_base(t->arena, h.council, h.far, &h.public);
		/* Until here it may have been the base; from here on it is pieces. */
		for (int i = 0; i < 3; i++)
			all[i] = i < 2 ? writer(&h, &l[i]) : shipper(t, &h, false);
		usleep(300000);
		for (int i = 0; i < 3; i++)
			end(all[i]);
		turn(t, &h);
		got = back(t, &h, &r);
		OK(got >= h.rows + l[0].done + l[1].done);
		OK(got <= h.rows + l[0].started + l[1].started);
		OK(r.pieces > 0 && !r.stopped);
		IS(got, rows_there(&h));
		/* Who was killed may have written: those rows are known now. */
		h.rows = got - l[0].done - l[1].done;
		l[0].started = l[0].done;
		l[1].started = l[1].done;
	}
	munmap(l, 2 * sizeof *l);
}
