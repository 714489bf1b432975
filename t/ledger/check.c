/* SPDX-License-Identifier: MIT */
/*
 * check.c -- the ledger into tables, the statements of check.sql over both,
 * and the chain of the audit trail followed with its key.
 *
 * It shares no code with the program, on purpose: the hash is computed here
 * from its description in audit.h, the tables are read as they stand.
 * Whatever cannot be read is a finding, never a crash: a broken file is what
 * this looks for.
 */
#include "t/ledger/check.h"

#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 16 << 10, FIELDS = 10, HASH = 32 };

struct work { sqlite3 *c; struct verdict v; const char *data; };

static void finding(struct work *w, const char *kind, const char *what)
{
	struct verdict *v = &w->v;

	if (strcmp(kind, "lost") == 0)
		v->lost++;
	else if (strcmp(kind, "altered") == 0)
		v->altered++;
	else if (strcmp(kind, "ghost") == 0)
		v->ghosts++;
	else if (strcmp(kind, "half") == 0)
		v->halves++;
	else
		v->broken++;
	if (!v->first[0])
		snprintf(v->first, sizeof v->first, "%s: %s", kind, what ? what : "");
}

static const char *text_of(sqlite3_stmt *st, int column)
{
	const char *s = (const char *)sqlite3_column_text(st, column);

	return s ? s : "";
}

/* Run one text; rows of two columns are findings. */
static bool run(struct work *w, const char *text, const char **rest)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(w->c, text, -1, &st, rest);

	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		if (!st)
			return true;             /* a comment, or nothing more */
		rc = sqlite3_step(st);
		if (rc == SQLITE_ROW && sqlite3_column_count(st) == 2)
			finding(w, text_of(st, 0), text_of(st, 1));
	}
	if (rc != SQLITE_DONE)
		finding(w, "broken", sqlite3_errmsg(w->c));
	sqlite3_finalize(st);
	return rc == SQLITE_DONE;
}

static bool run_all(struct work *w, const char *text)
{
	bool ok = true;

	while (ok && *text)
		ok = run(w, text, &text);
	return ok;
}

/* ---- the ledger ------------------------------------------------------------- */

static const char made[] =
	"CREATE TABLE sent (key TEXT PRIMARY KEY, line INT, kind, who, path, token, amount INT,"
	" thing INT);"
	"CREATE TABLE said (key TEXT PRIMARY KEY, seq INT, hash, place);"
	"CREATE TABLE refused (key TEXT PRIMARY KEY);";

static void put(struct work *w, const char *text, long line, char **f, const int *which, int n)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(w->c, text, -1, &st, NULL) != SQLITE_OK) {
		finding(w, "broken", sqlite3_errmsg(w->c));
		return;
	}
	for (int i = 0; i < n; i++)
		if (which[i] < 0)
			sqlite3_bind_int64(st, i + 1, line);
		else
			sqlite3_bind_text(st, i + 1, f[which[i]], -1, SQLITE_STATIC);
	if (sqlite3_step(st) != SQLITE_DONE)
		finding(w, "broken", "a line of the ledger");
	sqlite3_finalize(st);
}

/* The fields of a line; a torn last one has too few, and is nothing. */
static int split(char *line, char **f)
{
	int n = 0;

	line[strcspn(line, "\n")] = '\0';
	for (char *s = line; s && n < FIELDS; n++) {
		f[n] = s;
		s = strchr(s, '\t');
		if (s)
			*s++ = '\0';
	}
	return n;
}

static void line_read(struct work *w, char *line, long number, int64_t until)
{
	static const int sent[] = { 1, -1, 3, 4, 5, 6, 7, 8 }, said[] = { 1, 3, 4, 5 },
	                 no[] = { 1 };
	char *f[FIELDS];
	int n = split(line, f);

	if (n < 4 || strtoll(f[2], NULL, 10) > until)
		return;
	if (f[0][0] == 'S' && n == FIELDS)
		put(w, "INSERT OR IGNORE INTO sent VALUES (?, ?, ?, ?, ?, ?, ?, ?)", number, f,
		    sent, 8);
	else if (f[0][0] == 'A' && n >= 6)
		put(w, "INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?)", number, f, said, 4);
	else if (f[0][0] == 'N')
		put(w, "INSERT OR IGNORE INTO refused VALUES (?)", number, f, no, 1);
}

static void file_read(struct work *w, const char *path, int64_t until)
{
	static char line[LINE];
	FILE *file = fopen(path, "r");
	long n = 0;

	if (!file) {
		finding(w, "broken", path);
		return;
	}
	while (fgets(line, sizeof line, file))
		line_read(w, line, ++n, until);
	fclose(file);
}

static void ledger_read(struct work *w, const char *dir, int64_t until)
{
	DIR *d = opendir(dir);
	char path[1000];

	run_all(w, made);
	run_all(w, "BEGIN");
	for (struct dirent *e; d && (e = readdir(d)); )
		if (strstr(e->d_name, ".led")) {
			snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
			file_read(w, path, until);
		}
	run_all(w, "COMMIT");
	if (d)
		closedir(d);
}

static long number_of(struct work *w, const char *text)
{
	sqlite3_stmt *st;
	long n = -1;

	if (sqlite3_prepare_v2(w->c, text, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		n = (long)sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

/* ---- the chain ---------------------------------------------------------------- */

static void hash_number(crypto_generichash_state *h, uint64_t n)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(n >> (8 * i));
	crypto_generichash_update(h, bytes, sizeof bytes);
}

/* A number as 8 bytes, a NULL number as 0; a text by its length; no text as 2^64-1. */
static void hash_column(crypto_generichash_state *h, sqlite3_stmt *st, int c, bool is_number)
{
	const void *p = sqlite3_column_blob(st, c);
	int n = sqlite3_column_bytes(st, c);

	if (is_number) {
		hash_number(h, 8);
		hash_number(h, (uint64_t)sqlite3_column_int64(st, c));
	} else if (sqlite3_column_type(st, c) == SQLITE_NULL) {
		hash_number(h, UINT64_MAX);
	} else {
		hash_number(h, (uint64_t)n);
		crypto_generichash_update(h, p ? p : (const void *)"", (size_t)n);
	}
}

static bool key_read(struct work *w, unsigned char key[HASH])
{
	char path[1000];
	int fd;
	ssize_t n;

	snprintf(path, sizeof path, "%s/audit.key", w->data);
	fd = open(path, O_RDONLY);
	n = fd < 0 ? -1 : read(fd, key, HASH);
	if (fd >= 0)
		close(fd);
	return n == HASH;
}

static void chain_follow(struct work *w)
{
	static const char text[] =
		"SELECT prev_hash, id, at_ms, user_account, verb, thing, thing_id, person, reason,"
		" detail, hash FROM d.audit ORDER BY id";
	static const bool number[] = { 0, 1, 1, 1, 0, 0, 1, 1, 0, 0 };
	unsigned char key[HASH], head[HASH] = { 0 }, hash[HASH];
	crypto_generichash_state h;
	sqlite3_stmt *st = NULL;
	int64_t n = 0;

	if (!key_read(w, key) || sqlite3_prepare_v2(w->c, text, -1, &st, NULL) != SQLITE_OK) {
		finding(w, "broken", "the audit trail cannot be read");
		return;
	}
	while (sqlite3_step(st) == SQLITE_ROW) {
		const void *prev = sqlite3_column_blob(st, 0), *own = sqlite3_column_blob(st, 10);

		crypto_generichash_init(&h, key, HASH, HASH);
		for (int c = 0; c < 10; c++)
			hash_column(&h, st, c, number[c]);
		crypto_generichash_final(&h, hash, HASH);
		if (sqlite3_column_int64(st, 1) != ++n || sqlite3_column_bytes(st, 0) != HASH ||
		    sqlite3_column_bytes(st, 10) != HASH || memcmp(prev, head, HASH) != 0 ||
		    memcmp(own, hash, HASH) != 0) {
			finding(w, "altered", "the chain of the audit trail");
			break;
		}
		memcpy(head, own, HASH);
	}
	sqlite3_finalize(st);
}

/* ---- the file ------------------------------------------------------------------- */

/* The first row of a pragma must be this, or there must be none. */
static void file_check(struct work *w, const char *pragma, const char *fine)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(w->c, pragma, -1, &st, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc == SQLITE_ROW ? strcmp(text_of(st, 0), fine) != 0 : rc != SQLITE_DONE)
		finding(w, "broken", rc == SQLITE_ROW ? text_of(st, 0) : sqlite3_errmsg(w->c));
	sqlite3_finalize(st);
}

/* ---- all of it ------------------------------------------------------------------ */

static const char *check_text(void)
{
	static char text[32 << 10];
	FILE *file;
	size_t n;

	if (text[0])
		return text;
	file = fopen("t/ledger/check.sql", "r");
	n = file ? fread(text, 1, sizeof text - 1, file) : 0;
	if (file)
		fclose(file);
	return n ? text : "SELECT 'broken', 'no t/ledger/check.sql'";
}

static void attach(struct work *w, const char *dir, const char *name)
{
	char text[1200];

	snprintf(text, sizeof text, "ATTACH '%s/almoner.db' AS %s", dir, name);
	run_all(w, text);
}

struct verdict check(const char *data, const char *base, const char *ledger, int64_t until)
{
	struct work w = { .data = data };

	if (sodium_init() < 0 || sqlite3_open(":memory:", &w.c) != SQLITE_OK)
		abort();
	/* Of many checkers at once one may be just closing what they all compare with. */
	sqlite3_busy_timeout(w.c, 20000);
	/* What lies there is evidence: leave the log where it is. */
	sqlite3_db_config(w.c, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	attach(&w, data, "d");
	attach(&w, base, "b");
	ledger_read(&w, ledger, until);
	w.v.sent = number_of(&w, "SELECT count(*) FROM sent");
	w.v.acknowledged = number_of(&w, "SELECT count(*) FROM said");
	w.v.unknown = w.v.sent - w.v.acknowledged - number_of(&w, "SELECT count(*) FROM refused");
	file_check(&w, "PRAGMA d.integrity_check(1)", "ok");
	file_check(&w, "PRAGMA d.foreign_key_check", "");
	run_all(&w, check_text());
	chain_follow(&w);
	sqlite3_close(w.c);
	return w.v;
}

bool verdict_fine(const struct verdict *v)
{
	return !v->lost && !v->altered && !v->ghosts && !v->halves && !v->broken;
}
