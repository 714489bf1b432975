/* SPDX-License-Identifier: MIT */
/*
 * test_regulator.c -- real and invented registers, and what must be refused.
 *
 * The Scottish extract is real: nothing is invented about its providers.
 */
#include "exchange/regulator.h"

#include "exchange/test_fixture.h"
#include "exchange/test_reading.h"

/* ---- Scotland --------------------------------------------------------------- */

TEST(the_scottish_extract)
{
	size_t n;
	const char *bytes = fixture(t, "care-inspectorate-2026-03.csv", &n);
	struct reg_reader *r = reg_open(t->arena, REG_FILE_CI, bytes, n);
	struct reg_location l;
	struct reg_row row;
	long rows = 0, at_home = 0, ratings = 0, visits = 0, links = 0, odd = 0, inactive = 0;

	while (reg_next(r, &row) == REG_STEP_ROW) {
		struct arena_mark mark = arena_mark(t->arena);

		IS(reg_read(r, t->arena, &l), REG_STEP_ROW);
		rows++;
		at_home += text_same(l.subtype, "Care at Home");
		ratings += (long)l.nratings;
		visits += (long)l.nvisits;
		links += (long)l.nlinks;
		odd += l.postcode_odd;
		SAME(l.council, "Angus");
		inactive += l.status == REG_INACTIVE;
		arena_back(t->arena, mark);
	}
	IS(rows, 60);
	IS(at_home, 22);
	IS(ratings, 249);
	IS(visits, 63);
	IS(links, 17);
	IS(odd, 0);
	IS(inactive, 1);
}

TEST(a_scottish_home)
{
	size_t n;
	const char *bytes = fixture(t, "care-inspectorate-2026-03.csv", &n);
	struct reg_reader *r = reg_open(t->arena, REG_FILE_CI, bytes, n);
	struct reg_location l;

	NEED(read_ref(t, r, "CS2003000356", &l));
	IS(l.regulator, REGULATOR_CARE_INSPECTORATE);
	SAME(l.name, "Kinloch Care Centre");
	SAME(l.provider_ref, "SP2003000043");
	SAME(l.provider_name, "Angus Council");
	SAME(l.address, "Kinloch Street");
	SAME(l.town, "Carnoustie");
	SAME(l.postcode, "DD7 7EN");
	SAME(l.phone, "01241 465140");
	SAME(l.uprn, "117128411");
	SAME(l.sector, "Local Authority");
	SAME(l.health_board, "Tayside");
	SAME(l.risk, "MEDIUM");
	IS(l.beds, 16);
	OK(l.care_home);
	OK(l.by_council);
	OK(!l.hidden);
	IS(date_day(l.registered), date_day(date_make(2002, 4, 1)));
	IS(date_day(l.inspected), date_day(date_make(2025, 12, 9)));
	SAME(l.specialisms[0], "Adults");
	SAME(l.specialisms[1], "Older people - dementia");      /* said twice, kept once */
	SAME(l.specialisms[2], "Mental health problems (other than dementia)");
	IS(l.nspecialisms, 6);
	IS(l.nratings, 5);
	IS(rating(&l, ASKED_SETTING)->rank, 5);
	IS(rating(&l, ASKED_WELLBEING)->rank, 3);
	SAME(rating(&l, ASKED_LEADERSHIP)->text, "3");
	IS(date_day(rating(&l, ASKED_SETTING)->on), date_day(date_make(2025, 12, 12)));
	IS(l.ntallies, 1);
	IS(l.tallies[0].kind, TALLY_REQUIREMENTS);
	IS(l.tallies[0].year, 2025);
	IS(l.tallies[0].n, 1);
	IS(l.nvisits, 2);
	HAS(l.visits[0].requirements, "By 01 December 2025, the provider must");
	SAME(l.visits[1].requirements, "");
}

#define CI_HEAD "CSNumber,CareService,Subtype,ServiceName,Service_Postcode,SP_number," \
	"ServiceProvider,ServiceStatus,DateReg,TotalBeds,PublicList,"                   \
	"Publication_of_Latest_Grading,KQ_Leadership,Quality_of_Staffing,KQ_Leadership_change," \
	"Complnt_upheld_or_partially_1617,any_requirements_9900,Enforcements_issued_1719\n"
#define CI_ROW(ref, day, beds, grade) ref ",Support Service,Care at Home,Fernley,EH1 1YZ," \
	"SP2003000001,Fernley Care,Active," day "," beds ",No,08/12/2017," grade ",4,Same,2,Yes,3\n"

TEST(other_years_and_hidden_services)
{
	static const char text[] = CI_HEAD CI_ROW("CS2003000001", "1/4/2002", "12", "5");
	struct reg_reader *r = reg_open(t->arena, REG_FILE_CI, text, sizeof text - 1);
	struct reg_location l;

	NEED(read_ref(t, r, "CS2003000001", &l));
	OK(l.hidden);
	IS(l.beds, 12);
	IS(l.places, INT_NONE);
	IS(l.nratings, 2);
	IS(rating(&l, ASKED_LEADERSHIP)->rank, 5);
	IS(rating(&l, ASKED_STAFFING)->rank, 4);
	IS(date_day(rating(&l, ASKED_STAFFING)->on), date_day(date_make(2017, 12, 8)));
	IS(l.ntallies, 2);
	IS(l.tallies[0].kind, TALLY_COMPLAINTS);
	IS(l.tallies[0].year, 2016);
	IS(l.tallies[0].n, 2);
	IS(l.tallies[1].year, 2099);
}

TEST(scottish_refusals)
{
	SAME(refused(t, REG_FILE_CI, CI_HEAD
	             CI_ROW("CS2003000001", "31/02/2026", "1", "5")
	             CI_ROW("CS2003000002", "01/04/2002", "many", "5")
	             CI_ROW("CS2003000003", "01/04/2002", "1", "7")
	             CI_ROW("CS2003000009", "01/04/2002", "1000001", "5")
	             CI_ROW("CS200300000", "01/04/2002", "1", "5")
	             CI_ROW("CS2003000004", "04/13/2002", "1", "5")
	             CI_ROW("CS2003000005", "01/04/2002", "1", "5")
	             CI_ROW("CS2003000005", "01/04/2002", "1", "5")
	             ",x\n"),
	     "2 DateReg: \"31/02/2026\" is not a date. Dates are day first, like 31/03/2026.;"
	     "3 TotalBeds: \"many\" is not a whole number.;"
	     "4 KQ_Leadership: \"7\" is not a grade. Grades are 1 to 6.;"
	     "5 TotalBeds: \"1000001\" is not a whole number.;"
	     "6 CSNumber: \"CS200300000\" is not a reference like CS2003000150.;"
	     "7 DateReg: \"04/13/2002\" is not a date. Dates are day first, like 31/03/2026.;"
	     "9 CSNumber: CS2003000005 is already in row 8 of this file.;"
	     "10 CSNumber: CSNumber is empty.;");
	HAS(refused(t, REG_FILE_CI, CI_HEAD "CS2003000001,\"cut"), "2 : This file ends inside");
	HAS(refused(t, REG_FILE_CI, "CSNumber,ServiceName,SP_number\n"),
	    "The nearest, row 1, lacks CareService, Service_Postcode, ServiceProvider and 1 more.");
}

TEST(a_row_is_known_again)
{
	static const char one[] = CI_HEAD CI_ROW("CS2003000001", "01/04/2002", "1", "5")
	                          CI_ROW("CS2003000002", "01/04/2002", "1", "5");
	static const char two[] = CI_HEAD CI_ROW("CS2003000001", "01/04/2002", "1", "5")
	                          CI_ROW("CS2003000002", "01/04/2002", "1", "4");
	struct reg_reader *a = reg_open(t->arena, REG_FILE_CI, one, sizeof one - 1);
	struct reg_reader *b = reg_open(t->arena, REG_FILE_CI, two, sizeof two - 1);
	struct reg_row x, y;

	IS(reg_next(a, &x), REG_STEP_ROW);
	IS(reg_next(b, &y), REG_STEP_ROW);
	OK(x.hash == y.hash);
	IS(reg_next(a, &x), REG_STEP_ROW);
	IS(reg_next(b, &y), REG_STEP_ROW);
	OK(x.hash != y.hash);
	SAME(x.ref, "CS2003000002");
	IS(reg_next(a, &x), REG_STEP_END);
	IS(reg_next(a, &x), REG_STEP_END);
}

/* The same bytes under other names say something else. */
TEST(a_row_of_another_layout_is_another_row)
{
#define BODY ",Service_Postcode,SP_number,ServiceProvider,ServiceStatus\n" \
	"CS2003000001,Support Service,a,b,,,,Active\n"
	static const char one[] = "CSNumber,CareService,ServiceName,Subtype" BODY;
	static const char two[] = "CSNumber,CareService,Subtype,ServiceName" BODY;
	struct reg_reader *a = reg_open(t->arena, REG_FILE_CI, one, sizeof one - 1);
	struct reg_reader *b = reg_open(t->arena, REG_FILE_CI, two, sizeof two - 1);
	struct reg_row x, y;

	IS(reg_next(a, &x), REG_STEP_ROW);
	IS(reg_next(b, &y), REG_STEP_ROW);
	OK(x.hash != y.hash);
}

/* Many keys: the set of those seen grows and forgets none. */
TEST_PLAIN(keys_are_remembered)
{
	struct buf b = buf_new(t->arena);
	const char *again;

	buf_str(&b, CI_HEAD);
	for (int i = 0; i < 3000; i++)
		buf_fmt(&b, "CS%010d,Support Service,,Fernley,,,,Active\n", i);
	buf_str(&b, "CS0000000000,Support Service,,Fernley,,,,Active\n");
	again = refused(t, REG_FILE_CI, buf_text(&b));
	SAME(again, "3002 CSNumber: CS0000000000 is already in row 2 of this file.;");
}

/* ---- England ------------------------------------------------------------------ */

TEST(the_directory)
{
	size_t n;
	const char *bytes = fixture(t, "cqc-directory.csv", &n);
	struct reg_reader *r = reg_open(t->arena, REG_FILE_CQC_DIRECTORY, bytes, n);
	struct reg_location l;

	NEED(read_ref(t, r, "1-90000000002", &l));
	IS(date_day(reg_produced(r)), date_day(date_make(2026, 9, 23)));
	IS(l.regulator, REGULATOR_CQC);
	SAME(l.name, "Quillon House");
	SAME(l.also_known_as, "The Quillon");
	SAME(l.address, "\"Quillon House\"\nMill Lane\nHartlow\nWestmere");
	SAME(l.phone, "01632 960102");          /* its nought was eaten */
	IS(l.ntypes, 2);
	SAME(l.types[1], "Residential homes");
	IS(l.nspecialisms, 3);
	SAME(l.specialisms[2], "Treatment of disease, disorder or injury");
	OK(l.care_home);
	IS(date_day(l.checked), date_day(date_make(2025, 11, 3)));
	IS(l.nratings, 0);

	NEED(read_ref(t, r, "1-90000000003", &l));
	SAME(l.website, "");                    /* "NA" */
	OK(!date_known(l.checked));
	OK(!l.care_home);
	NEED(read_ref(t, r, "1-90000000005", &l));
	SAME(l.name, "Café Lumière Day Support");
	SAME(l.address, "1 Quay Street Hartlow");
	NEED(read_ref(t, r, "1-90000000006", &l));
	SAME(l.postcode, "not known");
	OK(l.postcode_odd);
	SAME(l.phone, "0800 NOTHING");
	IS(date_day(l.checked), date_day(date_make(2020, 8, 17)));
}

TEST(the_directory_refuses)
{
	size_t n;
	const char *bytes = fixture(t, "cqc-directory.csv", &n);

	SAME(refused(t, REG_FILE_CQC_DIRECTORY, arena_dupn(t->arena, bytes, n)),
	     "12 Date of latest check: \"31/02/2026\" is not a date. Dates are day first, like "
	     "31/03/2026.;"
	     "13 CQC Location: 1-90000000001 is already in row 6 of this file.;");
}

TEST(an_older_directory)
{
	static const char text[] = "\xEF\xBB\xBF" "CQC Locations data\r\n"
		"Name,Address,Postcode,Phone number,Service types,Provider name,Local Authority,"
		"\"CQC Location (for office use only\",\"CQC Provider ID (for office use only)\""
		"\r\n"
		"Zo\xC3\xAB,1 Lane,BA1 1AA,,Homecare agencies,Z Ltd,Westmere,"
		"1-100000001,1-200000001\r\n";
	struct reg_reader *r = reg_open(t->arena, REG_FILE_CQC_DIRECTORY, text, sizeof text - 1);
	struct reg_location l;

	NEED(read_ref(t, r, "1-100000001", &l));
	SAME(l.name, "Zoë");
	SAME(l.council, "Westmere");
	SAME(l.provider_ref, "1-200000001");
	OK(!date_known(reg_produced(r)));
}

TEST(a_location_with_ratings_of_both_shapes)
{
	size_t n;
	const char *bytes = fixture(t, "cqc-locations.json", &n);
	struct reg_reader *r = reg_open(t->arena, REG_FILE_CQC_LOCATION, bytes, n);
	struct reg_location l;

	NEED(read_ref(t, r, "1-90000000101", &l));
	SAME(l.postcode, "BA1 1AA");
	SAME(l.town, "Sparbridge");
	SAME(l.uprn, "100012345");
	SAME(l.types[0], "Domiciliary care service");
	IS(l.nratings, 6);
	/* The newer assessment where it rates, the older inspection where it does not. */
	IS(rating(&l, ASKED_OVERALL)->rank, 3);
	IS(rating(&l, ASKED_SAFE)->rank, 3);
	IS(rating(&l, ASKED_WELL_LED)->rank, 4);
	IS(date_day(rating(&l, ASKED_WELL_LED)->on), date_day(date_make(2025, 11, 20)));
	SAME(rating(&l, ASKED_CARING)->text, "Good");
	IS(date_day(rating(&l, ASKED_CARING)->on), date_day(date_make(2024, 3, 15)));
}

TEST(an_older_assessment_changes_nothing)
{
	static const char text[] = "{\"locationId\":\"1-100000001\",\"name\":\"A\","
		"\"currentRatings\":{\"overall\":{\"rating\":\"Good\","
		"\"reportDate\":\"2025-05-01\"}},"
		"\"assessment\":[{\"ratings\":{\"asgRatings\":[{\"rating\":\"Inadequate\","
		"\"assessmentDate\":\"2025-04-30\"}]}}]}";
	struct reg_reader *r = reg_open(t->arena, REG_FILE_CQC_LOCATION, text, sizeof text - 1);
	struct reg_location l;

	NEED(read_ref(t, r, "1-100000001", &l));
	IS(l.nratings, 1);
	SAME(rating(&l, ASKED_OVERALL)->text, "Good");
}

TEST(locations_without_much)
{
	size_t n;
	const char *bytes = fixture(t, "cqc-locations.json", &n);
	struct reg_reader *r = reg_open(t->arena, REG_FILE_CQC_LOCATION, bytes, n);
	struct reg_location l;
	struct reg_row row;

	NEED(read_ref(t, r, "1-90000000102", &l));
	OK(l.care_home);
	IS(l.beds, 34);
	IS(l.status, REG_INACTIVE);
	SAME(l.types[0], "Nursing homes");
	/* A question without a day of its own has that of its report. */
	IS(date_day(rating(&l, ASKED_SAFE)->on), date_day(date_make(2023, 6, 30)));
	NEED(read_ref(t, r, "1-90000000103", &l));
	IS(l.nratings, 0);
	NEED(read_ref(t, r, "1-90000000104", &l));
	IS(l.status, REG_GONE);
	IS(date_day(l.deregistered), date_day(date_make(2025, 1, 31)));
	IS(l.nlinks, 2);
	IS(l.links[0].kind, LINK_AFTER);
	SAME(l.links[0].ref, "1-90000000101");
	IS(l.links[1].kind, LINK_BEFORE);
	SAME(rating(&l, ASKED_OVERALL)->text, "Not rated");
	IS(rating(&l, ASKED_OVERALL)->rank, 0);
	IS(reg_next(r, &row), REG_STEP_END);
}

TEST(location_records_in_other_wrappings)
{
	SAME(refused(t, REG_FILE_CQC_LOCATION,
	             "{\"locationId\":\"1-100000001\",\"name\":\"A\"}"), "");
	SAME(refused(t, REG_FILE_CQC_LOCATION,
	             "{\"locationId\":\"1-100000001\",\"name\":\"A\"}\n"
	             "{\"locationId\":\"1-100000002\",\"name\":\"\"}\n"
	             "{\"locationId\":\"1-100000003\",\"name\":\"C\",\"name\":\"D\"}\n"
	             "{\"locationId\":\"1-100000001\",\"name\":\"A\"}\n"
	             "{\"locationId\":\"1-100000004\",\"name\":\"E\","
	             "\"registrationDate\":\"2026-02-31\"}\n"
	             "{\"locationId\":7}\n"),
	     "2 Name: 1-100000002 has no name.;"
	     "3 : On line 1 of the JSON one object has the same name twice. Fetch the file again.;"
	     "4 locationId: 1-100000001 is already in row 1 of this file.;"
	     "5 registrationDate: \"2026-02-31\" is not a date. Dates are day first, like "
	     "31/03/2026.;"
	     "6 locationId: locationId is empty.;");
	HAS(refused(t, REG_FILE_CQC_LOCATION, "[{\"locationId\":\"1-100000001\",\"name\":\"A\"},"),
	    "it seems to be cut short");
	HAS(refused(t, REG_FILE_CQC_LOCATION, "[{\"locationId\":\"1-100000001\",\"name\":\"A\""),
	    "it seems to be cut short");
	/* Wrong kinds of value are as good as none. */
	SAME(refused(t, REG_FILE_CQC_LOCATION, "[{\"locationId\":\"1-100000001\",\"name\":\"A\","
	             "\"currentRatings\":[],\"assessment\":{},\"specialisms\":\"x\","
	             "\"numberOfBeds\":\"many\",\"relationships\":[1]}]"), "");
}

/* ---- the wrong file --------------------------------------------------------------- */

TEST(a_wrong_file_is_named)
{
	HAS(refused(t, REG_FILE_CQC_DIRECTORY, CI_HEAD), "This is not a CQC care directory file. "
	    "It seems to be the Care Inspectorate's datastore (Scotland). "
	    "Use the Care Inspectorate import.");
	HAS(refused(t, REG_FILE_CI, "Centre_ID,Centre_Title,Registration_Provider\n"),
	    "the register of HIQA, the Irish regulator");
	HAS(refused(t, REG_FILE_CI, "{\"locationId\":\"1-100000001\"}"), "CQC location record");
	HAS(refused(t, REG_FILE_CI, "a,b\n1,2\n"), "lacks CSNumber, CareService, ServiceName and");
	HAS(refused(t, REG_FILE_CI, ""), "It seems to be an empty file.");
	HAS(refused(t, REG_FILE_CQC_LOCATION, "a,b\n1,2\n"), "a CSV file of another kind");
}

TEST(grades_have_words)
{
	SAME(reg_grade_ci(6), "Excellent");
	SAME(reg_grade_ci(1), "Unsatisfactory");
	SAME(reg_grade_ci(0), "");
	SAME(reg_grade_ci(7), "");
	IS(reg_rank_cqc("requires improvement"), 2);
	IS(reg_rank_cqc("Insufficient evidence to rate"), 0);
}
