/* SPDX-License-Identifier: MIT */
/*
 * test_import_bad.c -- files that are not what they should be: refused as a whole, or row by
 * row with a reason; what is known stays, and the second time changes nothing.
 */
#include "market/market.h"
#include "market/import.sql.h"
#include "audit/audit.h"
#include "t/t.h"

#include <stdio.h>
#include <string.h>

struct load { struct db *db; struct arena *a; struct import_order o; struct import_result r; };

static bool apply(void *arg)
{
	struct load *l = arg;

	l->r = import_apply(l->db, l->a, &l->o);
	return !l->r.refused;
}

static struct import_result load_bytes(struct t *t, const char *text, size_t n)
{
	static const unsigned char key[AUDIT_KEY] = "a key for tests";
	struct load l = { .db = t->db, .a = t->arena,
		.o = { .kind = IMPORTED_OFSTED, .file_name = "file", .bytes = text, .n = n,
		.now = T_NOW } };

	audit_key_set(key);
	db_write(t->db, apply, &l);
	return l.r;
}

static struct import_result load(struct t *t, const char *text)
{
	return load_bytes(t, text, strlen(text));
}

#define COUNTS(r, text) SAME(import_counts_text(t->arena, &(r)), text)

/* The reference, name, provider, rating and status of all that is known, in a text. */
static const char *known(struct t *t)
{
	struct import_known_locations_row *l;
	struct buf b = buf_new(t->arena);
	size_t n = ALL(t->db, t->arena, import_known_locations, &l,
	               .regulator = V((int64_t)REGULATOR_OFSTED));

	for (size_t i = 0; i < n; i++) {
		struct import_location_row r;

		NEED(ONE(t->db, t->arena, import_location, &r, .id = V(l[i].id)));
		buf_fmt(&b, "%s %s/%s/%s/%lld%s; ", l[i].ref, r.name, r.provider_name,
		        r.latest_rating ? r.latest_rating : "", (long long)r.status,
		        moment_known(l[i].gone_ms) ? " gone" : "");
	}
	return buf_text(&b);
}

#define HEAD "URN,Provision type,Registration status,Name,Local authority,Registration date," \
	"Organisation which owns the provider,Latest full inspection publication date," \
	"Overall experiences and progress of children and young people\r\n"
#define ASH "2990101,Voluntary Adoption Agency,Active,Ash,Nowhere,14/02/2012,Ash Trust," \
	"21/03/2026,Good\r\n"
#define OAK "2990102,Adoption Support Agency,Active,Oak,Nowhere,14/02/2013,Oak Ltd," \
	"21/03/2025,Outstanding\r\n"
#define BOTH "2990101 Ash/Ash Trust/Good/1; 2990102 Oak/Oak Ltd/Outstanding/1; "

static void begin(struct t *t)
{
	struct import_result r = load(t, HEAD ASH OAK);

	COUNTS(r, "new 2, changed 0, unchanged 0, gone 0, refused 0");
	SAME(known(t), BOTH);
}

static void refused(struct t *t, const char *text, size_t n, const char *why)
{
	struct import_result r = load_bytes(t, text, n);

	OK(r.refused);
	HAS(r.message, why);
	SAME(known(t), BOTH);
}

TEST(files_that_are_refused_leave_all_as_it_was)
{
	static const char wide[] = "U\0R\0N\0\0\0";

	begin(t);
	refused(t, "", 0, "empty");
	refused(t, HEAD ASH "2990102,Adopt", sizeof HEAD ASH "2990102,Adopt" - 1,
	        "ends in the middle of row 3");
	refused(t, HEAD "2990101,\"Vol", sizeof HEAD "2990101,\"Vol" - 1, "ends inside");
	refused(t, wide, sizeof wide - 1, "");
	refused(t, "CSNumber,ServiceName,SP_number\n", 31, "Care Inspectorate");
	refused(t, "Location ID,Domain,Latest Rating\n", 33, "latest ratings");
	refused(t, "URN,School name,Ofsted phase\n1,x,y\n", 34, "lacks");
	refused(t, "PK\x03\x04 and no more", 16, "zip");
	refused(t, "{\"URN\":\"2990101\"}", 17, "JSON");
	refused(t, "<html><body>Not found</body></html>", 35, "web page");
}

TEST(rows_that_are_refused_leave_their_location_as_it_was)
{
	struct import_result r;

	begin(t);
	for (int turn = 0; turn < 2; turn++) {
		r = load(t, HEAD
			"2990101,Voluntary Adoption Agency,Active,Ash 2,Nowhere,02/14/2012,A,,\r\n"
			"2990102,Adoption Support Agency,Active,Oak,Nowhere,14/02/2013,Oak Ltd,"
			"21/03/2025,Outstanding\r\n"
			"2990102,Adoption Support Agency,Active,Oak again,Nowhere,,,,\r\n"
			"299010X,Adoption Support Agency,Active,No,Nowhere,,,,\r\n");
		COUNTS(r, "new 0, changed 0, unchanged 1, gone 0, refused 3");
		SAME(r.notes[0].field, "Registration date");
		HAS(r.notes[0].now, "Dates are day first");
		HAS(r.notes[1].now, "is already in row 3");
		HAS(r.notes[2].now, "is not a reference like");
		SAME(known(t), BOTH);
	}
}

TEST(another_month_has_other_columns_and_dates)
{
	/* Turned round, more of them, a mark before them, Windows' letters, days in words. */
	static const char text[] = "Some title\r\n\r\n"
		"Sector,Local authority,URN,New column,Provision type,Name,Registration status,"
		"Organisation which owns the provider,Registration date,"
		"Latest full inspection publication date,"
		"Overall experiences and progress of children and young people\r\n"
		"Voluntary,Nowhere,2990101,x,Voluntary adoption agency,Ash,Active,Ash Trust,"
		"14-Feb-12,2026-03-21,Good\r\n"
		"Private,Nowhere,2990102,y,Adoption Support Agency,Caf\xE9 Oak,Active,Oak Limited,"
		"14 February 2013,21/3/2025,Outstanding\r\n";
	struct import_result r;

	begin(t);
	r = load(t, text);
	COUNTS(r, "new 0, changed 1, unchanged 1, gone 0, refused 0");
	HAS(known(t), "2990102 Caf\xC3\xA9 Oak/Oak Limited/Outstanding/1; ");
	r = load(t, text);
	COUNTS(r, "new 0, changed 0, unchanged 2, gone 0, refused 0");
}

TEST(joiners_and_leavers_say_nothing_of_the_others)
{
	static const char text[] = "URN,Provision type,Local authority,Joiner status,Leaver status,"
		"Registration status (as at 1 April 2025),"
		"Registration status (as at 31 March 2026),"
		"First effective date (that the provider closed),Name\r\n"
		"2990102,Adoption Support Agency,Nowhere,,Leaver,Active,Closed,01/03/2026,Oak\r\n";
	struct import_result r;

	begin(t);
	for (int turn = 0; turn < 2; turn++) {
		r = load(t, text);
		COUNTS(r, turn ? "new 0, changed 0, unchanged 1, gone 0, refused 0"
		               : "new 0, changed 1, unchanged 0, gone 0, refused 0");
		SAME(known(t), "2990101 Ash/Ash Trust/Good/1; "
		     "2990102 Oak/Oak Ltd/Outstanding/4; ");
	}
	/* The next list without it: it had ended, and is not gone once more. */
	r = load(t, HEAD ASH);
	COUNTS(r, "new 0, changed 0, unchanged 1, gone 0, refused 0");
}

TEST(gone_from_a_list_and_listed_again)
{
	struct import_result r;

	begin(t);
	r = load(t, HEAD ASH);
	COUNTS(r, "new 0, changed 0, unchanged 1, gone 1, refused 0");
	HAS(known(t), "2990102 Oak/Oak Ltd/Outstanding/1 gone; ");
	r = load(t, HEAD ASH OAK);
	COUNTS(r, "new 0, changed 1, unchanged 1, gone 0, refused 0");
	SAME(known(t), BOTH);
}
