/* SPDX-License-Identifier: MIT */
/*
 * verb.c -- words of the command line, and the verb they name.
 */
#include "site/verb.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "base/fault.h"
#include "web/route.h"

/* ---- words ------------------------------------------------------------- */

static void wrong(struct words *w, const char *what, const char *word)
{
	fprintf(stderr, "almoner: %s%s\n", what, word);
	w->wrong = true;
}

const char *words_option(struct words *w, const char *name, const char *otherwise)
{
	size_t n = strlen(name);

	for (int i = 0; i < w->n; i++) {
		if (w->taken[i] || strncmp(w->list[i], name, n) != 0)
			continue;
		if (w->list[i][n] == '=') {
			w->taken[i] = true;
			return w->list[i] + n + 1;
		}
		if (w->list[i][n])
			continue;
		w->taken[i] = true;
		if (i + 1 == w->n || w->taken[i + 1]) {
			wrong(w, "nothing comes after ", name);
			return otherwise;
		}
		w->taken[i + 1] = true;
		return w->list[i + 1];
	}
	return otherwise;
}

bool words_flag(struct words *w, const char *name)
{
	for (int i = 0; i < w->n; i++)
		if (!w->taken[i] && strcmp(w->list[i], name) == 0)
			return w->taken[i] = true;
	return false;
}

const char *words_council(struct words *w, const char *at, const char *dir, const char *option)
{
	if (BLANK(at))
		return NULL;
	if (!db_is_address(at)) {
		if (dir)
			wrong(w, option, " goes with the address of a database, postgres://...");
		return at;
	}
	if (!dir && text_same(option, "--dir"))
		dir = getenv("ALMONER_DIR");
	if (BLANK(dir)) {
		fprintf(stderr, "almoner: say in which folder the files of the council at that "
		        "address lie (audit.key, letters): %s DIR\n", option);
		w->wrong = true;
		return NULL;
	}
	db_say_address(dir, at);
	return dir;
}

/* What this process starts finds the same council, and no address stands in its words, which
 * all on the machine can read. */
static void tell_children(const char *at, const char *dir)
{
	if (setenv("ALMONER_DATA", at, 1) != 0 || setenv("ALMONER_DIR", dir, 1) != 0)
		fault(FAULT_MEMORY, "there is no memory for the environment");
}

static const char *data_of(struct words *w)
{
	const char *at = words_option(w, "--data", getenv("ALMONER_DATA"));

	if (BLANK(at))
		wrong(w, "say where the council is: --data DIR", "");
	return at;
}

const char *words_data(struct words *w)
{
	const char *at = data_of(w);

	w->dir = words_council(w, at, words_option(w, "--dir", NULL), "--dir");
	if (w->dir && db_is_address(at))
		tell_children(at, w->dir);
	return w->dir;
}

const char *words_database(struct words *w)
{
	const char *at = data_of(w), *dir = words_option(w, "--dir", NULL);

	w->dir = !dir && db_is_address(at) ? at : words_council(w, at, dir, "--dir");
	return w->dir;
}

const char *words_new(struct words *w)
{
	const char *dir = words_option(w, "--dir", NULL);

	w->dir = words_council(w, words_next(w, "DIR"), dir, "--dir");
	return w->dir;
}

const char *words_maybe(struct words *w)
{
	for (int i = 0; i < w->n; i++)
		if (!w->taken[i] && w->list[i][0] != '-') {
			w->taken[i] = true;
			return w->list[i];
		}
	return NULL;
}

const char *words_next(struct words *w, const char *what)
{
	const char *word = words_maybe(w);

	if (!word)
		wrong(w, "missing: ", what);
	return word;
}

bool words_done(struct words *w)
{
	for (int i = 0; i < w->n; i++)
		if (!w->taken[i])
			wrong(w, "not understood: ", w->list[i]);
	return !w->wrong;
}

/* ---- the database ------------------------------------------------------ */

struct db *verb_open(struct words *w, enum db_mode mode)
{
	SURE(w->dir);
	if (!db_exists(w->dir))
		fault(FAULT_IO, "there is no council in %s: make one with `almoner init %s`",
		      w->dir, w->dir);
	audit_key_load(w->dir);
	w->db = db_open(w->dir, mode);
	if (db_schema_version(w->db) > db_schema_wanted())
		fault(FAULT_DB, "%s was written by a newer Almoner (its schema is %d, this program "
		      "knows %d): use that one", w->dir, db_schema_version(w->db),
		      db_schema_wanted());
	if (db_schema_version(w->db) != db_schema_wanted())
		fault(FAULT_DB, "%s was made by another version of this program: run `almoner "
		      "migrate --data %s`", w->dir, w->dir);
	return w->db;
}

/* ---- finding and running ----------------------------------------------- */

/* The first word after the verb that is neither an option nor the place of a council. */
static const char *kind_said(int argc, char **argv)
{
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--data") == 0 || strcmp(argv[i], "--dir") == 0)
			i++;
		else if (argv[i][0] != '-')
			return argv[i];
	}
	return "";
}

static const struct verb *verb_find(int argc, char **argv)
{
	const char *kind = kind_said(argc, argv);
	const struct verb *other = NULL;

	for (size_t i = 0; i < nrooms; i++)
		for (size_t j = 0; j < rooms[i]->nverbs; j++) {
			const struct verb *v = &rooms[i]->verbs[j];

			if (strcmp(v->name, argv[1]) != 0)
				continue;
			if (v->kind && strcmp(v->kind, kind) == 0)
				return v;
			if (!v->kind && !other)
				other = v;
		}
	return other;
}

static void help(FILE *to)
{
	fprintf(to, "almoner " ALM_VERSION ", for those who arrange social care\n\n");
	for (size_t i = 0; i < nrooms; i++)
		for (size_t j = 0; j < rooms[i]->nverbs; j++) {
			const struct verb *v = &rooms[i]->verbs[j];

			fprintf(to, "  almoner %s %s\n      %s\n", v->name, v->usage, v->says);
		}
	fprintf(to, "\nDIR is the council's directory; $ALMONER_DATA says it too. Or it is the "
	        "address of its\ndatabase, postgres://..., and --dir DIR (or $ALMONER_DIR) says "
	        "where its files lie.\n");
}

struct running { const struct verb *verb; struct words words; int status; };

static void run(void *arg)
{
	struct running *r = arg;

	r->words.taken = NEWN(r->words.arena, bool, r->words.n + 1);
	r->status = r->verb->run(&r->words);
}

static void close_db(void *arg)
{
	struct running *r = arg;

	db_close(&r->words.db);
}

int verb_run(int argc, char **argv)
{
	struct running r = { .verb = argc > 1 ? verb_find(argc, argv) : NULL };
	struct fault broke = { 0 };
	bool asked = argc > 1 && (text_same(argv[1], "help") || text_same(argv[1], "--help"));

	SURE(sodium_init() >= 0);
	if (!r.verb) {
		help(asked ? stdout : stderr);
		return asked ? VERB_OK : VERB_MISUSED;
	}
	r.words = (struct words){ .arena = arena_new("verb", (size_t)1 << 30),
	                          .n = argc - 2, .list = argv + 2, .argv = argv };
	if (boundary_run(run, &r, &broke) != FAULT_NONE) {
		fprintf(stderr, "almoner: %s\n", broke.why);
		r.status = VERB_FAILED;
		if (r.words.db)
			db_abandon(r.words.db);
	}
	if (r.status == VERB_MISUSED)
		fprintf(stderr, "almoner %s %s\n", r.verb->name, r.verb->usage);
	if (r.words.db && boundary_run(close_db, &r, &broke) != FAULT_NONE) {
		fprintf(stderr, "almoner: %s\n", broke.why);
		r.status = VERB_FAILED;
	}
	arena_end(&r.words.arena);
	return r.status;
}
