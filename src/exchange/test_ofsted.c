/* SPDX-License-Identifier: MIT */
/*
 * test_ofsted.c -- Ofsted's lists: those registered, who joined and left, and what is neither.
 */
#include "exchange/regulator.h"

#include "exchange/test_fixture.h"
#include "exchange/test_reading.h"

TEST(the_providers_as_at_a_day)
{
	size_t n;
	const char *bytes = fixture(t, "ofsted-providers.csv", &n);
	struct reg_reader *r = reg_open(t->arena, REG_FILE_OFSTED, bytes, n);
	struct reg_location l;

	NEED(read_ref(t, r, "SC900101", &l));
	IS(reg_produced(r).n, date_make(2026, 3, 31).n);
	IS(l.regulator, REGULATOR_OFSTED);
	SAME(l.name, "Children's home SC900101");
	SAME(l.provider_name, "Bright Acorn Care Ltd");
	SAME(l.provider_ref, "bright-acorn-care-ltd");
	SAME(l.council, "Westerham");
	SAME(l.address, "");
	SAME(l.town, "");
	SAME(l.postcode, "");
	OK(l.hidden);
	IS(l.places, 4);
	IS(l.registered.n, date_make(2012, 2, 14).n);
	IS(l.inspected.n, date_make(2026, 2, 7).n);
	SAME(rating(&l, ASKED_OVERALL)->text, "Good");
	IS(rating(&l, ASKED_OVERALL)->rank, 3);
	IS(rating(&l, ASKED_OVERALL)->on.n, date_make(2026, 3, 21).n);
	SAME(rating(&l, ASKED_LEADERS)->text, "Requires improvement to be good");
	IS(rating(&l, ASKED_LEADERS)->rank, 2);
	IS(l.nratings, 3);

	NEED(read_ref(t, r, "2990102", &l));
	SAME(l.name, "Children's home 2990102");         /* the file has "Children's Home" */
	SAME(l.provider_ref, "bright-acorn-care-ltd");   /* and "Limited" */
	SAME(l.subtype, "Short-break-only children's home");
	NEED(read_ref(t, r, "SC900103", &l));
	OK(l.by_council);
	IS(rating(&l, ASKED_EDUCATION)->rank, 3);
	NEED(read_ref(t, r, "SC900104", &l));
	SAME(l.name, "Meadowsweet Fostering");
	SAME(l.address, "3 Invented Row");
	OK(!l.hidden);
	SAME(l.provider_ref, "meadowsweet-trust");
	NEED(read_ref(t, r, "2990107", &l));
	IS(l.status, REG_SUSPENDED);
	NEED(read_ref(t, r, "2990108", &l));
	IS(rating(&l, ASKED_OVERALL)->rank, 2);          /* "Inconsistent ..." */
	NEED(read_ref(t, r, "SC900109", &l));
	SAME(l.provider_ref, "");                        /* kept back: an individual */
	IS(l.nratings, 0);
}

TEST(joiners_and_leavers_are_some_only)
{
	size_t n;
	const char *bytes = fixture(t, "ofsted-joiners-leavers.csv", &n);
	struct reg_reader *r = reg_open(t->arena, REG_FILE_OFSTED, bytes, n);
	struct reg_location l;
	struct reg_row row;

	NEED(reg_next(r, &row) == REG_STEP_ROW);
	OK(row.partial);
	NEED(reg_read(r, t->arena, &l) == REG_STEP_ROW);
	IS(l.status, REG_GONE);
	IS(l.deregistered.n, date_make(2026, 3, 31).n);
	IS(l.registered.n, date_make(2012, 2, 14).n);
	NEED(read_ref(t, r, "2990111", &l));
	SAME(l.name, "Kith \xE2\x80\x93 and Kin");
	IS(l.status, REG_ACTIVE);
	OK(!date_known(l.deregistered));
}

#define OLD "URN,Provision type,Registration status,Local authority,Name,Publication date," \
	"Overall effectiveness,Date closed\r\n"

TEST(another_year_and_its_numbers)
{
	static const char text[] = OLD
		"SC012345,Children's home,Active,Nowhere,,01/02/2015,2,\r\n"
		"SC012346,Children's home,Active,Nowhere,,01/02/2015,5,\r\n";
	struct reg_reader *r = reg_open(t->arena, REG_FILE_OFSTED, text, sizeof text - 1);
	struct reg_location l;

	NEED(read_ref(t, r, "SC012345", &l));
	SAME(rating(&l, ASKED_OVERALL)->text, "Good");
	IS(rating(&l, ASKED_OVERALL)->rank, 3);
	NEED(read_ref(t, r, "SC012346", &l));
	IS(l.nratings, 0);                               /* 5: not judged */
}

TEST(rows_that_cannot_be)
{
	SAME(refused(t, REG_FILE_OFSTED, OLD
		"SC012345,Children's home,Active,Nowhere,,2015-13-01,2,\r\n"
		"SC012345,Children's home,Active,Nowhere,,,2,\r\n"
		"12,Children's home,Active,Nowhere,,,2,\r\n"
		"SC012347,Children's home,Vanished,Nowhere,,,2,\r\n"
		"SC012348,,Active,Nowhere,,,2,\r\n"
		",Children's home,Active,Nowhere,,,2,\r\n"),
	     "2 Publication date: \"2015-13-01\" is not a date. Dates are "
	     "day first, like 31/03/2026.;"
	     "3 URN: SC012345 is already in row 2 of this file.;"
	     "4 URN: \"12\" is not a reference like SC012345 or 2611190.;"
	     "5 Registration status: \"Vanished\" is not a status that we know: Active, Suspended, "
	     "Resigned, Closed, Cancelled.;"
	     "6 Provision type: SC012348 has no provision type.;"
	     "7 URN: URN is empty.;");
}

TEST(files_that_are_not_it)
{
	HAS(refused(t, REG_FILE_OFSTED, ""), "an empty file");
	HAS(refused(t, REG_FILE_OFSTED,
	            "URN,Provision type,Name\r\nSC012345,Children's home,x\r\n"),
	    "lacks Local authority");
	HAS(refused(t, REG_FILE_OFSTED, "CSNumber,ServiceName,SP_number\n"),
	    "Use the Care Inspectorate import");
	HAS(refused(t, REG_FILE_OFSTED, "Centre_ID,Centre_Title,Registration_Provider\n"), "HIQA");
	HAS(refused(t, REG_FILE_OFSTED, OLD "SC012345,Children's home,Act"),
	    "This file ends in the middle of row 2: it has 3 of 8 columns. Fetch it again.");
	HAS(refused(t, REG_FILE_OFSTED, OLD "SC012345,\"Children's home,Active"), "ends inside");
}
