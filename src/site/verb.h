/* SPDX-License-Identifier: MIT */
/*
 * verb.h -- what `almoner` does from the command line: rows of a table in each room.
 *
 *	static int import_run(struct words *w) {
 *		const char *dir = words_data(w);                 --data DIR, or $ALMONER_DATA;
 *		                                                 or an address, and --dir DIR
 *		bool apply = words_flag(w, "--apply");
 *		const char *file = words_next(w, "FILE");        the next word that is no option
 *		if (!words_done(w)) return VERB_MISUSED;         said what is missing or unknown
 *		struct db *db = verb_open(w, DB_READ_WRITE);     closed with the verb
 *		...
 *
 * main.c runs it in a boundary: a fault ends it with one sentence and status 1.
 */
#ifndef ALM_VERB_H
#define ALM_VERB_H

#include "db/db.h"

enum { VERB_OK = 0, VERB_FAILED = 1, VERB_MISUSED = 2 };    /* exit statuses */

struct words {
	struct arena *arena;                 /* the verb's own, 1 GB at most             */
	char *const  *argv;                  /* all of the command                       */
	int           n;
	char *const  *list;
	bool         *taken;                 /* which of them somebody asked for         */
	const char   *dir;
	struct db    *db;
	bool          wrong;                 /* something was said to be missing         */
};

struct verb {
	const char *name;                    /* "import"                                 */
	const char *usage;                   /* "KIND FILE --data DIR [--apply]"         */
	const char *says;                    /* one sentence                             */
	int       (*run)(struct words *);
	/* Of several rooms' verbs of one name, the one for this word after it: "ocds" of
	 * "import ocds FILE".  NULL: for all the words that are no other's. */
	const char *kind;
};

/* Take options first, then words_next(), then words_done().  Each says on
 * standard error what is missing; words_done() is then false. */
const char *words_data(struct words *);
/*
 * The folder that stands for a council everywhere in the program, from what a person said
 * of its place: a folder, or the address of a server's database, whose files lie in `dir`
 * (what `option` said, or NULL: "--dir" may also be said by $ALMONER_DIR).  An address
 * without a folder, or the folder of another council: says so, and NULL or a fault.
 */
const char *words_council(struct words *, const char *at, const char *dir, const char *option);
const char *words_database(struct words *);          /* --data of a verb that needs no files */
const char *words_new(struct words *);               /* the next word: of a new council  */
const char *words_option(struct words *, const char *name, const char *otherwise);
bool        words_flag(struct words *, const char *name);
const char *words_next(struct words *, const char *what);
const char *words_maybe(struct words *);             /* the same, or NULL                */
bool        words_done(struct words *) MUST_USE;

/* Open DIR's database and audit key; a council that is not there: fault with a sentence. */
struct db *verb_open(struct words *, enum db_mode);

/* Find and run one; no such verb: says which there are. */
int verb_run(int argc, char **argv);

#endif
