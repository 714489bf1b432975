/* SPDX-License-Identifier: MIT */
/*
 * setting.h -- what a council says once about itself: name, nation, colour, mail.
 *
 * Names, kinds and defaults are the rows of a table in setting.c; the
 * database holds what was changed.  Each process keeps the values it read
 * until somebody else has written to the database.
 */
#ifndef ALM_SETTING_H
#define ALM_SETTING_H

#include "base/vocab.h"
#include "db/db.h"

#define YES_OR_NO(X, P)          \
	X(P, 1, YES, "yes", "", "Yes") \
	X(P, 2, NO,  "no",  "", "No")
VOCAB(yes_or_no, SAY, YES_OR_NO)

/* Whose changes in a regulator's register are told: as far as that reason (market/watch.h). */
#define NOTICES_OF(X, P)                                                          \
	X(P, 1, USED,     "in-use",   "", "Providers that work for us now")       \
	X(P, 2, STANDING, "standing", "", "Those and providers that hold a standing") \
	X(P, 3, AREA,     "area",     "", "Those and all locations in our area")
VOCAB(notices_of, NOTICES_OF, NOTICES_OF)

/* How the price of a response becomes points: stated with an opportunity, and kept. */
#define PRICE_RULES(X, P)                                                             \
	X(P, 1, RATIO,  "ratio",  NULL, "Lowest price / price x weight")              \
	X(P, 2, LINEAR, "linear", NULL,                                               \
	  "Weight less the share by which it is dearer than the lowest")
VOCAB(price_rule, SCORED, PRICE_RULES)

#define LOW_PRICE_MIDDLES(X, P)            \
	X(P, 1, MEAN,   "mean",   NULL, "Mean") \
	X(P, 2, MEDIAN, "median", NULL, "Median")
VOCAB(low_price_middle, MIDDLE, LOW_PRICE_MIDDLES)

enum setting_kind {
	SETTING_TEXT, SETTING_NUMBER, SETTING_YES, SETTING_CHOICE, SETTING_COLOUR,
	SETTING_NUMBERS,                     /* "5 10 15": each greater than the last */
};
enum { SETTING_NUMBERS_MOST = 10 };
struct setting {
	const char *name, *label, *hint;
	enum setting_kind kind;
	const char *otherwise;               /* the value until somebody sets one         */
	int64_t min, max;                    /* of numbers; of a text's length            */
	const char *unit;                    /* of numbers: "minutes"                     */
	const struct vocab *words;           /* of choices: the value is a key            */
};
extern const struct setting setting_table[];
extern const size_t setting_count;

/*
 * The value now; never NULL.  An unknown name is a bug.  Good until the next
 * call after somebody wrote: copy what must live longer than the request.
 */
const char *setting(struct db *, const char *name);
int64_t     setting_int(struct db *, const char *name);
bool        setting_yes(struct db *, const char *name);
size_t      setting_numbers(struct db *, const char *name, int64_t out[SETTING_NUMBERS_MOST]);

/*
 * A request begins or ends: all are read at the first question of it, and
 * hold for all of it.
 */
void setting_turn(bool begins);

/* This process is given another database: nothing is known of it yet. */
void setting_forget(void);

/* Set it: NULL, or why not, as a sentence.  The caller holds the transaction and audits it. */
const char *setting_save(struct db *, struct arena *, const char *name, const char *value);

#endif
