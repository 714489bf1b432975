/* SPDX-License-Identifier: MIT */
/*
 * test_import.c -- a regulator's file, month after month.
 */
#include "market/market.h"
#include "market/import.sql.h"
#include "audit/audit.h"
#include "base/fault.h"
#include "t/t.h"

#include <stdio.h>
#include <string.h>

/* The columns of the Care Inspectorate's file that decide; the rest may be missing. */
#define HEAD "CSNumber,CareService,Subtype,ServiceType,ServiceName,Address_line_1,Service_town," \
	"Service_Postcode,SP_number,ServiceProvider,ServiceStatus,DateReg,Council_Area_Name," \
	"Publication_of_Latest_Grading,KQ_Support_Wellbeing,KQ_Staff_Team\n"
#define OAK "CS2003000001,Support Service,Care at Home,Private,Oak at Home,1 High St,Forfar," \
	"DD8 1AA,SP2003000001,Oak Care Ltd,Active,01/04/2002,Angus,12/12/2025,5,4\n"
#define ASH "CS2003000002,Housing Support Service,,Voluntary or Not for Profit,Ash Housing," \
	"2 Low St,Arbroath,DD11 1AA,SP2003000002,Ash Trust,Active,01/05/2004,Angus,,,\n"
#define YEW "CS2003000003,Care Home Service,Older People,Local Authority,Yew House,3 Mid St," \
	"Fife Town,KY1 1AA,SP2003000003,Fife Council,Active,01/06/2005,Fife,01/02/2026,3,2\n"

struct load { struct db *db; struct arena *a; struct import_order o; struct import_result r; };

static bool apply(void *arg)
{
	struct load *l = arg;

	l->r = import_apply(l->db, l->a, &l->o);
	return !l->r.refused;
}

static struct import_result load(struct t *t, enum import_kind kind, const char *text, bool really)
{
	static const unsigned char key[AUDIT_KEY] = "a key for tests";
	struct load l = { .db = t->db, .a = t->arena,
		.o = { .kind = kind, .file_name = "file", .bytes = text, .n = strlen(text),
		.now = T_NOW } };

	audit_key_set(key);
	if (really)
		db_write(t->db, apply, &l);
	else
		l.r = import_preview(t->db, t->arena, &l.o);
	return l.r;
}

#define COUNTS(r, text) SAME(import_counts_text(t->arena, &(r)), text)

static const struct import_note *note_of(const struct import_result *r, enum finding kind,
                                         const char *field)
{
	static const struct import_note none = { .ref = "", .field = "", .was = "", .now = "" };

	for (size_t i = 0; i < r->nnotes; i++)
		if (r->notes[i].kind == kind && strcmp(r->notes[i].field, field) == 0)
			return &r->notes[i];
	return &none;
}

static LocationId location_of(struct t *t, enum regulator regulator, const char *ref)
{
	struct import_known_locations_row *l;
	size_t n = ALL(t->db, t->arena, import_known_locations, &l,
	               .regulator = V((int64_t)regulator));

	for (size_t i = 0; i < n; i++)
		if (strcmp(l[i].ref, ref) == 0)
			return l[i].id;
	return (LocationId){ 0 };
}

static struct import_location_row stored(struct t *t, const char *ref)
{
	struct import_location_row r;
	LocationId id = location_of(t, ref[0] == 'C' ? REGULATOR_CARE_INSPECTORATE : REGULATOR_CQC,
	                            ref);

	NEED(ONE(t->db, t->arena, import_location, &r, .id = V(id)));
	return r;
}

static size_t ratings_of(struct t *t, const char *ref)
{
	struct import_ratings_row *r;

	return ALL(t->db, t->arena, import_ratings, &r,
	           .location = V(location_of(t, REGULATOR_CARE_INSPECTORATE, ref)));
}

TEST(a_preview_writes_nothing)
{
	struct import_result r = load(t, IMPORTED_CI, HEAD OAK ASH, false);
	struct import_known_locations_row *l;

	COUNTS(r, "new 2, changed 0, unchanged 0, gone 0, refused 0");
	IS(ALL(t->db, t->arena, import_known_locations, &l,
	       .regulator = V((int64_t)REGULATOR_CARE_INSPECTORATE)), 0);
}

TEST(a_file_is_loaded_once)
{
	struct import_result r = load(t, IMPORTED_CI, HEAD OAK ASH, true);
	struct import_location_services_row *s;
	struct import_location_row oak;

	COUNTS(r, "new 2, changed 0, unchanged 0, gone 0, refused 0");
	oak = stored(t, "CS2003000001");
	SAME(oak.name, "Oak at Home");
	SAME(oak.provider_name, "Oak Care Ltd");
	SAME(oak.district, "DD8");
	SAME(oak.authority, "Angus");
	SAME(oak.latest_rating, "4 Good");       /* the lowest of its key questions */
	IS(oak.latest_rank, 4);
	IS(oak.registered_day.n, date_make(2002, 4, 1).n);
	NEED(ALL(t->db, t->arena, import_location_services, &s, .location = V(oak.id)) == 1);
	IS(s[0].service, SERVICE_HOMECARE);
	IS(ratings_of(t, "CS2003000001"), 2);
	IS(stored(t, "CS2003000002").latest_rank, INT_NONE);
	r = load(t, IMPORTED_CI, HEAD OAK ASH, true);
	COUNTS(r, "new 0, changed 0, unchanged 2, gone 0, refused 0");
	IS(ratings_of(t, "CS2003000001"), 2);
}

TEST(a_rating_is_added_when_it_is_another)
{
	struct import_result r = load(t, IMPORTED_CI, HEAD OAK, true);

	r = load(t, IMPORTED_CI, HEAD
		"CS2003000001,Support Service,Care at Home,Private,Oak at Home,1 High "
		"St,Forfar,DD8 1AA,"
		"SP2003000001,Oak Care Ltd,Active,01/04/2002,Angus,12/12/2025,5,2\n", true);
	COUNTS(r, "new 0, changed 1, unchanged 0, gone 0, refused 0");
	IS(ratings_of(t, "CS2003000001"), 3);
	SAME(note_of(&r, FINDING_CHANGED, "Staff team")->was, "4");
	SAME(note_of(&r, FINDING_CHANGED, "Staff team")->now, "2");
	SAME(stored(t, "CS2003000001").latest_rating, "2 Weak");
}

TEST(what_moved_and_changed_hands_is_noticed)
{
	struct import_result r = load(t, IMPORTED_CI, HEAD OAK, true);
	struct import_location_row oak;

	r = load(t, IMPORTED_CI, HEAD
		"CS2003000001,Support Service,Other than Care at home,Private,Oak Days,9 Far "
		"St,Forfar,DD8 9ZZ,"
		"SP2003000009,New Oak Ltd,Inactive,01/04/2002,Angus,12/12/2025,5,4\n", true);
	COUNTS(r, "new 0, changed 1, unchanged 0, gone 0, refused 0");
	SAME(note_of(&r, FINDING_CHANGED, "Name")->was, "Oak at Home");
	SAME(note_of(&r, FINDING_CHANGED, "Postcode")->now, "DD8 9ZZ");
	SAME(note_of(&r, FINDING_CHANGED, "Provider")->now, "SP2003000009");
	SAME(note_of(&r, FINDING_CHANGED, "Services")->now, "Day support");
	SAME(note_of(&r, FINDING_CHANGED, "Status")->now, "Registered but not operating");
	oak = stored(t, "CS2003000001");
	SAME(oak.provider_name, "New Oak Ltd");
	IS(oak.status, REG_INACTIVE);
}

TEST(gone_and_back_again)
{
	struct import_result r = load(t, IMPORTED_CI, HEAD OAK ASH YEW, true);

	r = load(t, IMPORTED_CI, HEAD ASH, true);        /* of Angus: says nothing of Fife */
	COUNTS(r, "new 0, changed 0, unchanged 1, gone 1, refused 0");
	r = load(t, IMPORTED_CI, HEAD ASH, true);
	COUNTS(r, "new 0, changed 0, unchanged 1, gone 0, refused 0");
	r = load(t, IMPORTED_CI, HEAD OAK ASH YEW, true);
	COUNTS(r, "new 0, changed 1, unchanged 2, gone 0, refused 0");
	SAME(note_of(&r, FINDING_CHANGED, "In the register")->now, "Yes");
}

TEST(a_row_that_cannot_be_true_is_refused_alone)
{
	struct import_result r = load(t, IMPORTED_CI, HEAD OAK ASH, true);

	r = load(t, IMPORTED_CI, HEAD
		"CS2003000001,Support Service,Care at Home,Private,Oak at Home,1 High "
		"St,Forfar,DD8 1AA,"
		"SP2003000001,Oak Care Ltd,Active,31/02/2026,Angus,12/12/2025,5,4\n" ASH
		"XX1,Support Service,Care at Home,Private,x,,,,SP2003000001,y,Active,,Angus,,,\n",
			true);
	COUNTS(r, "new 0, changed 0, unchanged 1, gone 0, refused 2");
	SAME(note_of(&r, FINDING_REFUSED, "DateReg")->was, "31/02/2026");
	SAME(note_of(&r, FINDING_REFUSED, "DateReg")->ref, "CS2003000001");
	IS(note_of(&r, FINDING_REFUSED, "DateReg")->row, 2);
	IS(stored(t, "CS2003000001").registered_day.n, date_make(2002, 4, 1).n);
}

static void refused_whole(struct t *t, enum import_kind kind, const char *text)
{
	struct import_result r = load(t, kind, text, true);
	struct import_known_locations_row *l;

	OK(r.refused);
	OK(*r.message);
	IS(ALL(t->db, t->arena, import_known_locations, &l, .regulator = V((int64_t)REGULATOR_CQC)),
	   0);
	IS(ALL(t->db, t->arena, import_known_locations, &l,
	       .regulator = V((int64_t)REGULATOR_CARE_INSPECTORATE)), 0);
}

TEST(a_file_of_another_kind_is_refused)
{
	refused_whole(t, IMPORTED_CQC_DIRECTORY, HEAD OAK);
	refused_whole(t, IMPORTED_CQC_LOCATION, HEAD OAK);
	refused_whole(t, IMPORTED_CI, "{\"locationId\":\"1-90000000101\"}");
	refused_whole(t, IMPORTED_CI, "Web link,URN,Provision type\n1,SC012345,Children's home\n");
	refused_whole(t, IMPORTED_CI, "");
	refused_whole(t, IMPORTED_CI, HEAD OAK "CS2003000002,\"cut sho");
}

TEST(hostile_text_stays_text)
{
	struct import_result r = load(t, IMPORTED_CI, HEAD
		"CS2003000001,Support Service,Care at Home,Private,\"'); DROP TABLE "
		"provider;--\",<script>,x,"
		"DD8 1AA,SP2003000001,\"=HYPERLINK(\"\"x\"\")\",Active,01/04/2002,Angus,,,\n",
			true);

	COUNTS(r, "new 1, changed 0, unchanged 0, gone 0, refused 0");
	SAME(stored(t, "CS2003000001").name, "'); DROP TABLE provider;--");
	SAME(stored(t, "CS2003000001").provider_name, "=HYPERLINK(\"x\")");
	OK(!db_integrity(t->db, t->arena));
}

TEST(a_long_name_is_cut_between_characters)
{
	struct buf b = buf_new(t->arena);
	struct import_result r;

	buf_str(&b, HEAD "CS2003000001,Support Service,Care at Home,Private,");
	for (int i = 0; i < 400; i++)
		buf_str(&b, "\xC3\xA9");
	buf_str(&b, ",,,,SP2003000001,y,Active,,Angus,,,\n");
	r = load(t, IMPORTED_CI, buf_text(&b), true);
	COUNTS(r, "new 1, changed 0, unchanged 0, gone 0, refused 0");
	IS(strlen(stored(t, "CS2003000001").name), 600);
}

/* ---- the CQC's two files ---------------------------------------------------------- */

#define CQC_HEAD "Name,Also known as,Address,Postcode,Phone number," \
	"Service's website (if available),Service types,Date of latest check," \
	"Specialisms/services,Provider name,Local authority,Region," \
	"Location URL,CQC Location ID (for office use only),CQC Provider ID (for office use only)\n"
#define BELL "Bell Homecare,,\"4 Tannery Row,Sparbridge\",BA1 1AA,01632960101,," \
	"Homecare agencies,12/03/2026,Dementia,Bell Care Limited,Westmere," \
	"South West,,1-90000000001,1-80000001\n"
#define QUILL "Quill House,,1 Mill Lane,BA1 1AB,,,Nursing homes|Residential homes," \
	"03/11/2025,,Quill Limited,Westmere,South West,,1-90000000002,1-80000002\n"
#define BELL_JSON "{\"locationId\":\"1-90000000001\",\"providerId\":\"1-80000001\"," \
	"\"name\":\"Bell Homecare\",\"registrationStatus\":\"Registered\"," \
	"\"registrationDate\":\"2019-05-01\"," \
	"\"mainPhoneNumber\":\"01632960101\",\"localAuthority\":\"Westmere\"," \
	"\"postalAddressLine1\":\"4 Tannery Row\",\"postalAddressTownCity\":\"Sparbridge\"," \
	"\"postalCode\":\"BA1 1AA\"," \
	"\"currentRatings\":{\"overall\":{\"rating\":\"Good\",\"reportDate\":\"2024-03-15\"}}}"

TEST(a_record_speaks_for_itself_and_the_directory_for_all)
{
	struct import_result r = load(t, IMPORTED_CQC_DIRECTORY, CQC_HEAD BELL QUILL, true);
	struct import_location_row bell;

	COUNTS(r, "new 2, changed 0, unchanged 0, gone 0, refused 0");
	r = load(t, IMPORTED_CQC_LOCATION, BELL_JSON, true);
	COUNTS(r, "new 0, changed 1, unchanged 0, gone 0, refused 0");
	bell = stored(t, "1-90000000001");
	SAME(bell.latest_rating, "Good");
	IS(bell.latest_rank, 3);
	SAME(bell.town, "Sparbridge");
	SAME(bell.provider_name, "Bell Care Limited");   /* which the record does not say */
	r = load(t, IMPORTED_CQC_DIRECTORY, CQC_HEAD BELL QUILL, true);
	COUNTS(r, "new 0, changed 0, unchanged 2, gone 0, refused 0");
	bell = stored(t, "1-90000000001");
	SAME(bell.latest_rating, "Good");                /* of which the directory is silent */
	SAME(bell.town, "Sparbridge");
	r = load(t, IMPORTED_CQC_DIRECTORY, CQC_HEAD BELL, true);
	COUNTS(r, "new 0, changed 0, unchanged 1, gone 1, refused 0");
}

#define RATED "Location ID,Location Name,Service / Population Group,Domain,Latest Rating," \
	"Publication Date,Provider ID,Provider Name\n"                                     \
	"1-90000000001,Bell,Overall,Overall,Requires improvement,12/05/2026,1-80000001,Bell\n" \
	"1-90000000001,Bell,Older people,Safe,Inadequate,12/05/2026,1-80000001,Bell\n"

TEST(a_list_of_ratings_says_nothing_else)
{
	struct import_result r = load(t, IMPORTED_CQC_DIRECTORY, CQC_HEAD BELL QUILL, true);
	struct import_ratings_row *ratings;
	struct import_location_row bell;

	r = load(t, IMPORTED_CQC_RATINGS, RATED, true);
	COUNTS(r, "new 0, changed 1, unchanged 0, gone 0, refused 0");
	bell = stored(t, "1-90000000001");
	SAME(bell.name, "Bell Homecare");
	SAME(bell.provider_name, "Bell Care Limited");
	SAME(bell.postcode, "BA1 1AA");
	SAME(bell.latest_rating, "Requires improvement");
	NEED(ALL(t->db, t->arena, import_ratings, &ratings, .location = V(bell.id)) == 2);
	SAME(ratings[1].rated_service, "Older people");
	IS(ratings[1].question, ASKED_SAFE);
	r = load(t, IMPORTED_CQC_RATINGS, RATED, true);
	COUNTS(r, "new 0, changed 0, unchanged 1, gone 0, refused 0");
}

/* ---- the fixture: too long to be run under torture ----------------------------------- */

TEST_PLAIN(the_extract_of_the_real_file)
{
	static char text[200000];
	FILE *f = fopen("t/fixtures/care-inspectorate-2026-03.csv", "rb");
	struct import_result r;
	size_t n;

	NEED(f != NULL);
	n = fread(text, 1, sizeof text - 1, f);
	text[n] = '\0';
	fclose(f);
	r = load(t, IMPORTED_CI, text, true);
	COUNTS(r, "new 60, changed 0, unchanged 0, gone 0, refused 0");
	r = load(t, IMPORTED_CI, text, true);
	COUNTS(r, "new 0, changed 0, unchanged 60, gone 0, refused 0");
	OK(!db_integrity(t->db, t->arena));
}

/* ---- runs: previewed on a page, applied later ------------------------------------------ */

struct kept_run {
	struct db *db;
	struct arena *a;
	ImportRunId id;
	enum import_ran got;
	struct import_result r;
};

static const char run_text[] = HEAD OAK ASH;
static const struct import_order run_order = { IMPORTED_CI, "march.csv", run_text,
	sizeof run_text - 1,
	{ 0 }, { INT64_C(1781512200000) } };      /* T_NOW */

static bool keep(void *arg)
{
	struct kept_run *x = arg;

	x->r = import_preview(x->db, x->a, &run_order);
	x->id = import_keep(x->db, x->a, &run_order, &x->r);
	return true;
}

static bool run_apply(void *arg)
{
	struct kept_run *x = arg;

	x->got = import_run_apply(x->db, x->a, x->id, (UserAccountId){ 0 }, T_NOW, &x->r);
	return x->got == IMPORT_RAN;
}

TEST(a_previewed_run_is_applied_once)
{
	struct kept_run x = { .db = t->db, .a = t->arena };
	struct import_run row;

	load(t, IMPORTED_CI, HEAD, false);
	db_write(t->db, keep, &x);
	NEED(ONE(t->db, t->arena, import_run_load, &row, .id = V(x.id)));
	IS(row.state, IMPORT_PREVIEWED);
	IS(row.n_new, 2);
	OK(!location_of(t, REGULATOR_CARE_INSPECTORATE, "CS2003000001").v);
	db_write(t->db, run_apply, &x);
	IS(x.got, IMPORT_RAN);
	COUNTS(x.r, "new 2, changed 0, unchanged 0, gone 0, refused 0");
	OK(location_of(t, REGULATOR_CARE_INSPECTORATE, "CS2003000001").v);
	db_write(t->db, run_apply, &x);
	IS(x.got, IMPORT_RAN_ALREADY);
	x.id = (ImportRunId){ 999 };
	db_write(t->db, run_apply, &x);
	IS(x.got, IMPORT_RAN_GONE);
}

/* ---- by the clerk ------------------------------------------------------------------------ */

struct asking { struct db *db; struct arena *a; ImportRunId id; enum import_asked got; };

static bool ask(void *arg)
{
	struct asking *x = arg;

	x->got = import_ask(x->db, x->a, x->id, (UserAccountId){ 0 }, clock_now());
	return x->got == IMPORT_ASKED;
}

static enum import_asked asked(struct t *t, ImportRunId id)
{
	struct asking x = { .db = t->db, .a = t->arena, .id = id };

	db_write(t->db, ask, &x);
	return x.got;
}

static int64_t job_state(struct t *t, ImportRunId id)
{
	struct job_now now = { .state = 0 };

	return import_job_now(t->db, t->arena, id, &now) ? now.state : 0;
}

static ImportRunId previewed(struct t *t)
{
	struct kept_run x = { .db = t->db, .a = t->arena };

	load(t, IMPORTED_CI, HEAD, false);
	db_write(t->db, keep, &x);
	return x.id;
}

TEST_PLAIN(the_clerk_applies_it_once)
{
	ImportRunId id = previewed(t);
	struct clerk *c = clerk_new(t->arena, t->db, t_directory(t), T_NOW);
	struct job_now now;

	IS(job_state(t, id), 0);
	IS(asked(t, id), IMPORT_ASKED);
	IS(asked(t, id), IMPORT_ASKED_BEFORE);
	IS(job_state(t, id), JOB_WAITING);
	IS(clerk_turn(c, T_NOW), 1);
	NEED(import_job_now(t->db, t->arena, id, &now));
	IS(now.state, JOB_DONE);
	IS(now.progress, 2);
	IS(now.total, 2);
	SAME(now.message, "Applied: new 2, changed 0, unchanged 0, gone 0, refused 0");
	OK(location_of(t, REGULATOR_CARE_INSPECTORATE, "CS2003000001").v);
	IS(asked(t, id), IMPORT_ASKED_LATE);
	IS(asked(t, (ImportRunId){ 999 }), IMPORT_ASKED_GONE);
	IS(clerk_turn(c, moment_plus(T_NOW, minutes(60))), 0);
}

/* What came with the preview and cannot be read now: said, nothing changed, to be asked again. */
TEST_PLAIN(a_file_that_cannot_be_applied_is_said_and_asked_again)
{
	ImportRunId id = previewed(t);
	struct clerk *c = clerk_new(t->arena, t->db, t_directory(t), T_NOW);
	struct job_now now;

	DO(t->db, upload_drop, .import_run = V(id));
	DO(t->db, upload_insert, .id = V(((UploadId){ 77 })), .import_run = V(id),
	   .body = V(((struct bytes){ "%PDF-", 5 })), .made_ms = V(T_NOW));
	IS(asked(t, id), IMPORT_ASKED);
	IS(clerk_turn(c, T_NOW), 1);
	NEED(import_job_now(t->db, t->arena, id, &now));
	IS(now.state, JOB_FAILED);
	HAS(now.message, "a PDF");
	OK(!location_of(t, REGULATOR_CARE_INSPECTORATE, "CS2003000001").v);
	IS(asked(t, id), IMPORT_ASKED);
	IS(job_state(t, id), JOB_WAITING);
}

struct turning { struct clerk *clerk; Moment now; };

static void turn_once(void *arg)
{
	struct turning *x = arg;

	clerk_turn(x->clerk, x->now);
}

/* Each fallible call of the turn fails once: the import is applied all the same, and once. */
TEST_PLAIN(whatever_fails_it_is_applied_in_the_end)
{
	ImportRunId id = previewed(t);
	bool fired = true;
	int n = 0;

	while (fired && n < 3000) {
		struct clerk *c = clerk_new(t->arena, t->db, t_directory(t), T_NOW);
		struct job_now now = { .state = 0 };

		NEED(asked(t, id) == IMPORT_ASKED);
		fault_countdown = n++;
		if (boundary_run(turn_once, &(struct turning){ c, T_NOW }, NULL) != FAULT_NONE)
			db_abandon(t->db);
		fired = fault_countdown < 0;
		fault_countdown = -1;
		for (int k = 1; k <= 7; k++)
			clerk_turn(c, moment_plus(T_NOW, minutes(k)));
		NEED(import_job_now(t->db, t->arena, id, &now));
		IS(now.state, JOB_DONE);
		if (now.state != JOB_DONE)
			break;
		IS(ratings_of(t, "CS2003000001"), 2);
		id = previewed(t);
	}
	OK(!fired);
	OK(n > 50);
	OK(!db_integrity(t->db, t->arena));
}
