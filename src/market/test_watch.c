/* SPDX-License-Identifier: MIT */
/*
 * test_watch.c -- what a regulator's file brings to whom, and which location follows which.
 */
#include "market/market.h"
#include "market/import.sql.h"
#include "market/watch.sql.h"
#include "audit/audit.h"
#include "site/setting.h"
#include "t/client.h"
#include "t/world.h"

#include <stdio.h>
#include <string.h>

#define COMMISSIONER ((UserAccountId){ 5 })
#define BROKER       ((UserAccountId){ 3 })

struct load { struct db *db; struct arena *a; struct import_order o; struct import_result r; };

static bool apply(void *arg)
{
	struct load *l = arg;

	l->r = import_apply(l->db, l->a, &l->o);
	return !l->r.refused;
}

static struct import_result load(struct t *t, enum import_kind kind, const char *text, Moment now)
{
	static const unsigned char key[AUDIT_KEY] = "a key for tests";
	struct load l = { .db = t->db, .a = t->arena,
		.o = { .kind = kind, .file_name = "file", .bytes = text, .n = strlen(text),
		.now = now } };

	audit_key_set(key);
	db_write(t->db, apply, &l);
	return l.r;
}

#define COUNTS(r, text) SAME(import_counts_text(t->arena, &(r)), text)
#define DAYS(n) ((Moment){ T_NOW.ms + (n) * INT64_C(86400000) })

/* Every notice as "what: location: before -> after; ", newest first. */
static const char *notices(struct t *t)
{
	struct notice_list_row *n;
	struct buf b = buf_new(t->arena);
	size_t count = ALL(t->db, t->arena, notice_list, &n, .me = V(COMMISSIONER),
	                   .today = V(moment_date(T_NOW)), .limit = V(INT64_C(100)),
	                   .skip = V(INT64_C(0)));

	for (size_t i = 0; i < count; i++)
		buf_fmt(&b, "%s: %s: %s -> %s; ",
		        vocab_label(&registration_event_vocab, (unsigned)n[i].kind),
		        n[i].location_name, n[i].was, n[i].now_is);
	return buf_text(&b);
}

static LocationId id_of(struct t *t, const char *ref)
{
	struct import_known_locations_row *l;
	size_t n = ALL(t->db, t->arena, import_known_locations, &l,
	               .regulator = V((int64_t)REGULATOR_CARE_INSPECTORATE));

	for (size_t i = 0; i < n; i++)
		if (strcmp(l[i].ref, ref) == 0)
			return l[i].id;
	return (LocationId){ 0 };
}

/* ---- files of Scotland: nothing of it is known to the world ----------------------------- */

#define HEAD "CSNumber,CareService,Subtype,ServiceType,ServiceName,Address_line_1,Service_town," \
	"Service_Postcode,ChopUPRN,SP_number,ServiceProvider,ServiceStatus,DateReg," \
	"Council_Area_Name,Publication_of_Latest_Grading,KQ_Support_Wellbeing,KQ_Staff_Team," \
	"Last_inspection_Date\n"
#define ROW(cs, name, line, postcode, uprn, sp, status, reg, council, graded, well, staff, visit) \
	cs ",Support Service,Care at Home,Private," name "," line ",Forfar," postcode "," uprn "," \
	sp "," sp " Ltd," status "," reg "," council "," graded "," well "," staff "," visit "\n"
#define OAK(status, graded, well, staff, visit)                                              \
	ROW("CS2003000001", "Oak", "1 High St", "DD8 1AA", "117000001", "SP2003000001",      \
	    status, "01/04/2002", "Angus", graded, well, staff, visit)
#define ASH ROW("CS2003000002", "Ash", "2 Low St", "DD11 1AA", "", "SP2003000002", "Active", \
	"01/05/2004", "Angus", "", "", "", "")
/* A file of half a dozen, so that one more is not very many. */
#define OTHERS                                                                              \
	ROW("CS2003000011", "Elm 1", "11 A St", "KY1 1AA", "", "SP2003000011", "Active",    \
	    "01/06/2026", "Fife", "", "", "", "")                                           \
	ROW("CS2003000012", "Elm 2", "12 A St", "KY1 1AB", "", "SP2003000012", "Active",    \
	    "01/05/2004", "Fife", "", "", "", "")                                           \
	ROW("CS2003000013", "Elm 3", "13 A St", "KY1 1AC", "", "SP2003000013", "Active",    \
	    "01/05/2004", "Fife", "", "", "", "")                                           \
	ROW("CS2003000014", "Elm 4", "14 A St", "KY1 1AD", "", "SP2003000014", "Active",    \
	    "01/05/2004", "Fife", "", "", "", "")
#define FIRST HEAD OAK("Active", "12/12/2025", "5", "4", "01/11/2025") ASH OTHERS

struct said { struct db *db; struct arena *a; const char *name, *value; };

static bool say(void *arg)
{
	struct said *s = arg;

	SURE(!setting_save(s->db, s->a, s->name, s->value));
	return true;
}

static void set(struct t *t, const char *name, const char *value)
{
	struct said s = { t->db, t->arena, name, value };

	db_write(t->db, say, &s);
	setting_forget();
}

TEST(a_first_file_is_no_news)
{
	set(t, "notices.authorities", "Dundee City; Angus ;Fife");
	struct import_result r = load(t, IMPORTED_CI, FIRST, T_NOW);

	COUNTS(r, "new 6, changed 0, unchanged 0, gone 0, refused 0");
	SAME(notices(t), "");
}

TEST(a_lower_grade_is_told_with_all_its_questions)
{
	set(t, "notices.authorities", "Angus");
	load(t, IMPORTED_CI, FIRST, T_NOW);
	struct import_result r = load(t, IMPORTED_CI,
		HEAD OAK("Active", "03/06/2026", "3", "5", "01/05/2026") ASH OTHERS, T_NOW);

	COUNTS(r, "new 0, changed 1, unchanged 5, gone 0, refused 0");
	SAME(notices(t), "Rated lower: Oak: Support for wellbeing: 5; Staff team: 4 -> "
	     "Support for wellbeing: 3; Staff team: 5; ");
	/* The same file again changes nothing and tells nothing. */
	load(t, IMPORTED_CI, HEAD OAK("Active", "03/06/2026", "3", "5", "01/05/2026") ASH OTHERS,
	     T_NOW);
	HAS(notices(t), "Rated lower");
	LACKS(notices(t) + 1, "Rated lower");
}

TEST(the_same_grade_of_a_later_day_is_an_inspection)
{
	set(t, "notices.authorities", "Angus");
	load(t, IMPORTED_CI, FIRST, T_NOW);
	load(t, IMPORTED_CI, HEAD OAK("Active", "03/06/2026", "5", "4", "01/05/2026") ASH OTHERS,
	     T_NOW);
	SAME(notices(t), "Inspection published: Oak: 1 November 2025 -> 1 May 2026; ");
	load(t, IMPORTED_CI, HEAD OAK("Active", "03/07/2026", "6", "4", "01/07/2026") ASH OTHERS,
	     T_NOW);
	HAS(notices(t), "Rated higher: Oak: Support for wellbeing: 5 -> Support for wellbeing: 6");
}

TEST(what_is_not_ours_is_kept_and_not_told)
{
	struct location_events_row *e;

	load(t, IMPORTED_CI, FIRST, T_NOW);
	load(t, IMPORTED_CI, HEAD OAK("Active", "03/06/2026", "2", "2", "") ASH OTHERS, T_NOW);
	SAME(notices(t), "");
	IS(ALL(t->db, t->arena, location_events, &e, .location = V(id_of(t, "CS2003000001"))), 1);
	IS(e[0].kind, EVENT_RATED_DOWN);
}

TEST(gone_new_and_cancelled)
{
	set(t, "notices.authorities", "Angus");
	load(t, IMPORTED_CI, FIRST, T_NOW);
	load(t, IMPORTED_CI, HEAD OAK("Cancelled", "12/12/2025", "5", "4", "01/11/2025") OTHERS
	     ROW("CS2026000009", "Rowan", "9 New St", "DD8 9ZZ", "", "SP2026000009", "Active",
	         "01/06/2026", "Angus", "", "", "", ""), T_NOW);
	HAS(notices(t), "Registration cancelled: Oak: Registered -> No longer registered");
	HAS(notices(t), "No longer in the register: Ash");
	HAS(notices(t), "Registered: Rowan:  -> 1 June 2026");
}

TEST(a_file_that_covers_more_brings_no_new_locations)
{
	set(t, "notices.authorities", "Angus;Fife");
	load(t, IMPORTED_CI, HEAD ASH, T_NOW);
	load(t, IMPORTED_CI, FIRST, T_NOW);              /* five more: another area is covered */
	SAME(notices(t), "");
}

/* ---- Scotland: registered anew ------------------------------------------------------------ */

static struct succession_list_row *successions(struct t *t, size_t *n)
{
	struct succession_list_row *s;

	*n = ALL(t->db, t->arena, succession_list, &s, .limit = V(INT64_C(10)),
	         .skip = V(INT64_C(0)));
	return s;
}

/* CS number, UPRN, postcode, line and day of what begins as Oak ends. */
#define NEXT(uprn, postcode, line, reg) HEAD ASH OTHERS                                      \
	ROW("CS2026000001", "Oak Tree", line, postcode, uprn, "SP2026000001", "Active", reg,  \
	    "Angus", "", "", "", "")

TEST(one_that_begins_where_another_ended_is_proposed)
{
	size_t n;
	struct succession_list_row *s;

	set(t, "notices.authorities", "Angus");
	load(t, IMPORTED_CI, FIRST, T_NOW);
	load(t, IMPORTED_CI, NEXT("117000001", "DD8 7QQ", "Elsewhere", "08/06/2026"), T_NOW);
	s = successions(t, &n);
	NEED(n == 1);
	IS(s[0].rule, FOLLOWS_UPRN);
	SAME(s[0].before_ref, "CS2003000001");
	SAME(s[0].after_ref, "CS2026000001");
	IS(s[0].state, SUCCESSION_PROPOSED);
}

TEST(by_address_when_no_property_is_known)
{
	size_t n;

	set(t, "notices.authorities", "Angus");
	load(t, IMPORTED_CI, FIRST, T_NOW);
	load(t, IMPORTED_CI, NEXT("", "DD8 1AA", "\"1, High St.\"", "08/06/2026"), T_NOW);
	NEED(successions(t, &n)[0].rule == FOLLOWS_ADDRESS);
}

TEST(another_property_another_day_or_another_door_is_none)
{
	size_t n;

	set(t, "notices.authorities", "Angus");
	load(t, IMPORTED_CI, FIRST, T_NOW);
	load(t, IMPORTED_CI, NEXT("117000002", "DD8 1AA", "1 High St", "08/06/2026"), T_NOW);
	successions(t, &n);
	IS(n, 0);
}

TEST(files_read_late_are_compared_by_their_own_days)
{
	size_t n;

	set(t, "notices.authorities", "Angus");
	load(t, IMPORTED_CI, FIRST, DAYS(300));
	load(t, IMPORTED_CI, NEXT("117000001", "DD8 1AA", "1 High St", "08/06/2026"), DAYS(301));
	successions(t, &n);
	IS(n, 1);
}

TEST(long_before_is_none)
{
	size_t n;

	set(t, "notices.authorities", "Angus");
	load(t, IMPORTED_CI, FIRST, T_NOW);
	load(t, IMPORTED_CI, NEXT("117000001", "DD8 1AA", "1 High St", "08/01/2026"), T_NOW);
	successions(t, &n);
	IS(n, 0);
}

/* ---- verbs ------------------------------------------------------------------------------- */

struct act {
	struct db *db;
	struct arena *a;
	ProviderId provider;
	UserAccountId who;
	Date from;
	int64_t id;
	bool yes;
	const char *words, *ref;
	enum watch_answer got;
	LocationSuccessionId out;
};

static bool manage(void *arg)
{
	struct act *x = arg;

	x->got = contract_manager_set(x->db, x->a, x->provider, x->who, x->from, COMMISSIONER,
	                              T_NOW);
	return x->got == WATCH_DONE;
}

static bool look(void *arg)
{
	struct act *x = arg;

	x->got = notice_look(x->db, x->a, (RegulatorNoticeId){ x->id }, x->words, COMMISSIONER,
	                     T_NOW);
	return x->got == WATCH_DONE;
}

static bool decide(void *arg)
{
	struct act *x = arg;

	x->got = succession_decide(x->db, x->a, (LocationSuccessionId){ x->id }, x->yes, x->words,
	                           COMMISSIONER, T_NOW);
	return x->got == WATCH_DONE;
}

static bool name(void *arg)
{
	struct act *x = arg;

	x->got = succession_name(x->db, x->a, (LocationId){ x->id }, x->ref, x->words,
	                         COMMISSIONER, T_NOW, &x->out);
	return x->got == WATCH_DONE;
}

static enum watch_answer does(struct t *t, bool (*verb)(void *), struct act x)
{
	x.db = t->db;
	x.a = t->arena;
	db_write(t->db, verb, &x);
	return x.got;
}

static const char *manager_on(struct t *t, Date on)
{
	struct contract_manager_on_row m;

	return ONE(t->db, t->arena, contract_manager_on, &m, .provider = V(BROOK), .today = V(on))
	     ? m.name ? m.name : "nobody" : "none yet";
}

TEST(contracts_have_a_manager_from_a_day)
{
	const Date today = moment_date(T_NOW), later = date_plus(today, 30);

	world_make(t->db);
	IS(does(t, manage, (struct act){ .provider = BROOK, .who = COMMISSIONER, .from = today }),
	   WATCH_DONE);
	IS(does(t, manage, (struct act){ .provider = BROOK, .who = BROKER, .from = today }),
	   WATCH_WRONG);
	IS(does(t, manage, (struct act){ .provider = { 99 }, .who = COMMISSIONER, .from = today }),
	   WATCH_GONE);
	IS(does(t, manage, (struct act){ .provider = BROOK, .from = later }), WATCH_DONE);
	SAME(manager_on(t, date_plus(today, -1)), "none yet");
	SAME(manager_on(t, today), "Carl Commissioner");
	SAME(manager_on(t, date_plus(later, -1)), "Carl Commissioner");
	SAME(manager_on(t, later), "nobody");
	/* The same day again corrects it. */
	IS(does(t, manage, (struct act){ .provider = BROOK, .who = COMMISSIONER, .from = later }),
	   WATCH_DONE);
	SAME(manager_on(t, later), "Carl Commissioner");
}

TEST(a_notice_is_looked_at_once)
{
	set(t, "notices.authorities", "Angus");
	world_make(t->db);
	load(t, IMPORTED_CI, FIRST, T_NOW);
	load(t, IMPORTED_CI, HEAD OAK("Active", "03/06/2026", "2", "2", "") ASH OTHERS, T_NOW);
	IS(does(t, look, (struct act){ .id = 1, .words = "Rang them" }), WATCH_DONE);
	IS(does(t, look, (struct act){ .id = 1, .words = "Again" }), WATCH_ALREADY);
	IS(does(t, look, (struct act){ .id = 2, .words = "What?" }), WATCH_GONE);
}

TEST(history_goes_along_once_a_person_says_so)
{
	struct location_ratings_row *r;
	struct succession_list_row *s;
	LocationId oak, tree;
	size_t n;

	set(t, "notices.authorities", "Angus");
	world_make(t->db);
	load(t, IMPORTED_CI, FIRST, T_NOW);
	load(t, IMPORTED_CI, NEXT("117000001", "DD8 1AA", "1 High St", "08/06/2026"), T_NOW);
	s = successions(t, &n);
	NEED(n == 1);
	oak = s[0].before;
	tree = s[0].after;
	IS(ALL(t->db, t->arena, location_ratings, &r, .location = V(tree),
	       .limit = V(INT64_C(9)), .skip = V(INT64_C(0))), 0);
	IS(does(t, decide, (struct act){ .id = s[0].id.v, .words = "Another door" }), WATCH_DONE);
	IS(does(t, decide, (struct act){ .id = s[0].id.v, .yes = true }), WATCH_ALREADY);
	IS(does(t, name, (struct act){ .id = tree.v, .ref = "CS2003000001", .words = "It is" }),
	   WATCH_DONE);
	IS(ALL(t->db, t->arena, location_ratings, &r, .location = V(tree),
	       .limit = V(INT64_C(9)), .skip = V(INT64_C(0))), 2);
	SAME(r[0].ref, "CS2003000001");
	IS(does(t, name, (struct act){ .id = tree.v, .ref = "CS2003000001", .words = "It is" }),
	   WATCH_ALREADY);
	IS(does(t, name, (struct act){ .id = oak.v, .ref = "CS2026000001", .words = "Circle" }),
	   WATCH_WRONG);
	IS(does(t, name, (struct act){ .id = tree.v, .ref = "CS2026000001", .words = "Itself" }),
	   WATCH_WRONG);
	IS(does(t, name, (struct act){ .id = tree.v, .ref = "CS1", .words = "x" }), WATCH_GONE);
	/* Asked again by the next file?  No. */
	load(t, IMPORTED_CI, NEXT("117000001", "DD8 1AA", "1 High Street", "08/06/2026"), T_NOW);
	successions(t, &n);
	IS(n, 1);
}
