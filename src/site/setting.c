/* SPDX-License-Identifier: MIT */
/*
 * setting.c -- the table of settings, and the values as this process knows them.
 *
 *	in a request: read once for it
 *	elsewhere: known serial == database's serial: as read before; else read all again
 *
 * Another process's write of anything has them read again: a dozen rows,
 * cheaper than to be wrong.  What is read inside a write transaction may be
 * rolled back and is not kept.
 */
#include "site/setting.h"

#include <string.h>

#include "jobs/calendar.h"
#include "site/site.sql.h"

VOCAB_WORDS(yes_or_no, SAY, YES_OR_NO)
VOCAB_WORDS(price_rule, SCORED, PRICE_RULES)
VOCAB_WORDS(low_price_middle, MIDDLE, LOW_PRICE_MIDDLES)

const struct setting setting_table[] = {
	{ "council.name", "Name of the council", "As it stands at the head of every page",
	  SETTING_TEXT, "Council", 1, 80 },
	{ "council.service", "Name of the service", NULL, SETTING_TEXT, "Care brokerage", 1, 60 },
	{ "council.nation", "Nation", "Decides on bank holidays", SETTING_CHOICE, "ew",
	  .words = &nation_vocab },
	{ "council.colour", "Colour", "Of the head and foot of pages, like #00594c; dark enough "
	  "for white words on it", SETTING_COLOUR, "#00594c" },
	{ "council.address", "Address of this service", "As it stands in mail, without a slash at "
	  "its end, like https://brokerage.example.gov.uk", SETTING_TEXT,
	  "http://127.0.0.1:8080", 1, 200 },
	{ "council.contact", "Who helps with accounts", "Shown where somebody cannot go on: a "
	  "telephone number or an address", SETTING_TEXT,
	  "the people who look after accounts in your organisation", 1, 200 },
	{ "mail.from", "Mail comes from", NULL, SETTING_TEXT, "brokerage@localhost", 3, 254 },
	{ "mail.smtp", "Mail server", "Like smtps://mail.example.gov.uk:465; empty: mail is "
	  "written into the folder \"mail\" of the data directory", SETTING_TEXT, "", 0, 200 },
	{ "session.idle_minutes", "Sign out after so many minutes without use", NULL,
	  SETTING_NUMBER, "60", 5, 480, .unit = "minutes" },
	{ "session.hours", "Sign out after so many hours in any case", NULL,
	  SETTING_NUMBER, "12", 1, 24, .unit = "hours" },
	{ "register.reasons", "The public register says why", "The reasons of suspensions, their "
	  "lifting and removals, in its history; who is suspended is public in any case",
	  SETTING_YES, "no", .words = &yes_or_no_vocab },
	{ "framework.window_months", "Providers may apply to join a framework every so many months",
	  "A window that opens sooner is an exception and wants a reason", SETTING_NUMBER, "6", 1,
	  60, .unit = "months" },
	{ "panel.apart", "Marks so many points apart are moderated", "Where members of a panel "
	  "score so differently, a moderator records the agreed mark and why", SETTING_NUMBER, "2",
	  1, 100, .unit = "points" },
	{ "panel.least", "So many members of a panel score each sheet", "Those with an interest "
	  "in it are not among them", SETTING_NUMBER, "2", 1, 20, .unit = "members" },
	{ "tender.price_rule", "Points for a price", "Of what is published from now on; it is "
	  "stated with each opportunity and kept", SETTING_CHOICE, "ratio",
	  .words = &price_rule_vocab },
	{ "tender.low_percent", "A price so far below the others must be explained",
	  "Below the mean or median of all prices for a lot; 0: never", SETTING_NUMBER, "20", 0,
	  99, .unit = "per cent" },
	{ "tender.low_middle", "Low prices are measured from the", NULL, SETTING_CHOICE, "mean",
	  .words = &low_price_middle_vocab },
	{ "tender.standstill_working", "Standstill in England, Wales and Northern Ireland",
	  "Working days, the day of telling included (Procurement Act 2023: 8); 0: none",
	  SETTING_NUMBER, "8", 0, 60, .unit = "working days" },
	{ "tender.standstill_days", "Standstill in Scotland", "Calendar days after the day of "
	  "telling (Public Contracts (Scotland) Regulations 2015: 10); 0: none",
	  SETTING_NUMBER, "10", 0, 60, .unit = "days" },
	{ "ocds.prefix", "Open contracting: the council's ocid prefix", "As the registry of the "
	  "Open Contracting Partnership gave it, like ocds-b5fd17; what was published keeps the "
	  "one it had", SETTING_TEXT, "ocds-000000", 11, 11 },
	{ "ocds.buyer", "Open contracting: the council's identifier", "Of org-id.guide, like "
	  "GB-LAE-BAS or GB-LAS-ABE", SETTING_TEXT, "buyer", 1, 60 },
	{ "evidence.unchecked_days", "Evidence that nobody has checked counts for so many days",
	  "After it was given: a provider does not stand still because we are slow",
	  SETTING_NUMBER, "14", 0, 90, .unit = "days" },
	{ "evidence.chase_days", "Remind providers so many days before evidence ends",
	  "Numbers with blanks between them; one letter for each", SETTING_TEXT, "60 30 7", 0, 40 },
	{ "application.review_days", "A review may be asked for so many working days",
	  "After a provider was told what became of its application", SETTING_NUMBER, "10", 1, 60,
	  .unit = "working days" },
	{ "returns.to", "Returns are mailed to", "Addresses with blanks between them",
	  SETTING_TEXT, "", 0, 1000 },
	{ "tasks.capacity_days", "Ask providers for their free hours again after so many days",
	  "It is then a task of theirs", SETTING_NUMBER, "14", 1, 365, .unit = "days" },
	{ "tasks.ending_days", "Tell commissioners so many days before something ends",
	  "Standings, prices, blocks of hours, policies", SETTING_NUMBER, "60", 1, 730,
	  .unit = "days" },
	{ "remind.hours", "Remind providers so many hours before the deadline",
	  "Once, if they have not answered and half of their time is over; 0: never",
	  SETTING_NUMBER, "2", 0, 72, .unit = "hours" },
	{ "backup.folder", "Copies go into the folder", "Of this machine, better of another disk, "
	  "like /srv/copies; empty: no copies are made", SETTING_TEXT, "", 0, 500 },
	{ "backup.key", "Public key of copies", "As `almoner backup-key` wrote it, like "
	  "almoner-public:...", SETTING_TEXT, "", 0, 200 },
	{ "backup.hour", "Hour of the copy", "By the clock of London", SETTING_NUMBER, "2", 0, 23,
	  .unit = "o'clock" },
	{ "backup.daily", "Keep copies of so many days", NULL, SETTING_NUMBER, "7", 1, 366,
	  .unit = "days" },
	{ "backup.weekly", "Keep copies of so many weeks", "The newest of each", SETTING_NUMBER,
	  "5", 0, 520, .unit = "weeks" },
	{ "backup.monthly", "Keep copies of so many months", "The newest of each", SETTING_NUMBER,
	  "12", 0, 240, .unit = "months" },
	{ "ship.folder", "Changes are carried off into the folder", "Of another machine or disk, "
	  "mounted here, like /mnt/far/almoner, for this council alone; needs the public key of "
	  "copies; empty: what was written since the last copy is lost with the disk",
	  SETTING_TEXT, "", 0, 500 },
	{ "ship.seconds", "Carry changes off every so many seconds", NULL, SETTING_NUMBER, "10", 1,
	  50, .unit = "seconds" },
	{ "emergency.folder", "Emergency pages go into the folder", "Plain pages of tonight's "
	  "packages with names and telephone numbers, which anybody can read who has them: a "
	  "protected folder; empty: none are made", SETTING_TEXT, "", 0, 500 },
	{ "emergency.hour", "Hour of the emergency pages", "By the clock of London",
	  SETTING_NUMBER, "17", 0, 23, .unit = "o'clock" },
	{ "demo", "This is a demonstration", "A banner says that everything is invented",
	  SETTING_YES, "no", .words = &yes_or_no_vocab },
};
const size_t setting_count = COUNT(setting_table);

/* One cache for a process: it has one database. */
static struct {
	struct arena *arena;
	struct db    *db;
	int64_t       serial;
	bool          fresh;
	bool          turn;              /* read once for the request at hand, and not again */
	const char   *value[COUNT(setting_table)];
} known;

static size_t index_of(const char *name)
{
	for (size_t i = 0; i < setting_count; i++)
		if (strcmp(setting_table[i].name, name) == 0)
			return i;
	return setting_count;
}

void setting_forget(void)
{
	known.fresh = false;
}

static void read_all(struct db *db)
{
	struct setting_all_row *rows;
	size_t n;

	known.fresh = false;
	if (!known.arena)
		known.arena = arena_new("settings", (size_t)1 << 20);
	arena_reset(known.arena);
	for (size_t i = 0; i < setting_count; i++)
		known.value[i] = setting_table[i].otherwise;
	known.serial = known.turn ? -1 : db_serial(db);
	n = ALL(db, known.arena, setting_all, &rows, .none = { 0 });
	for (size_t i = 0; i < n; i++) {
		size_t at = index_of(rows[i].name);

		if (at < setting_count)      /* one that a later program has */
			known.value[at] = rows[i].value;
	}
	known.db = db;
	known.fresh = !db_in_write(db);
}

static bool is_known(struct db *db)
{
	return known.fresh && known.db == db && (known.turn || known.serial == db_serial(db));
}

void setting_turn(bool begins)
{
	known.turn = begins;
	known.fresh = false;
}

const char *setting(struct db *db, const char *name)
{
	size_t at = index_of(name);

	SURE(at < setting_count);
	if (!is_known(db))
		read_all(db);
	return known.value[at];
}

int64_t setting_int(struct db *db, const char *name)
{
	int64_t n = 0;

	SURE(int_parse(setting(db, name), &n));
	return n;
}

bool setting_yes(struct db *db, const char *name)
{
	return strcmp(setting(db, name), "yes") == 0;
}

/* ---- changing ---------------------------------------------------------- */

/* A key as it stands: vocab_by_key() would take a label too. */
static bool is_choice(const struct vocab *words, const char *value)
{
	for (size_t i = 0; i < words->n; i++)
		if (strcmp(words->words[i].key, value) == 0)
			return true;
	return false;
}

static const char *choices_text(struct arena *a, const struct vocab *words)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < words->n; i++)
		buf_fmt(&b, "%s%s", i ? "|" : "", words->words[i].key);
	return buf_text(&b);
}

static bool is_colour(const char *value)
{
	return strlen(value) == 7 && value[0] == '#' &&
	       strspn(value + 1, "0123456789abcdefABCDEF") == 6;
}

static const char *value_fault(struct arena *a, const struct setting *s, const char *value)
{
	int64_t n = (int64_t)strlen(value);

	switch (s->kind) {
	case SETTING_TEXT:
		if (n >= s->min && n <= s->max)
			return NULL;
		return n ? arena_fmt(a, "%s must have at most %d characters", s->label, (int)s->max)
		         : arena_fmt(a, "%s must not be empty", s->label);
	case SETTING_NUMBER:
		if (int_parse(value, &n) && n >= s->min && n <= s->max)
			return NULL;
		return arena_fmt(a, "%s: must be a whole number from %d to %d", s->label,
		                 (int)s->min, (int)s->max);
	case SETTING_YES:
	case SETTING_CHOICE:
		return is_choice(s->words, value) ? NULL
		       : arena_fmt(a, "%s must be one of %s", s->label,
		                   choices_text(a, s->words));
	case SETTING_COLOUR:
		return is_colour(value) ? NULL
		       : arena_fmt(a, "%s must be a colour like #00594c", s->label);
	}
	return NULL;
}

const char *setting_save(struct db *db, struct arena *a, const char *name, const char *value)
{
	size_t at = index_of(name);
	const char *why;

	db_need_write(db);
	if (at == setting_count)
		return arena_fmt(a, "There is no setting %s", name);
	value = text_trim(a, value);
	why = value_fault(a, &setting_table[at], value);
	if (why)
		return why;
	DO(db, setting_put, .name = V(name), .value = V(value));
	known.fresh = false;
	return NULL;
}
