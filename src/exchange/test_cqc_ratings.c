/* SPDX-License-Identifier: MIT */
/*
 * test_cqc_ratings.c -- many rows a location: its ratings by service and question.
 */
#include "exchange/regulator.h"

#include "exchange/test_reading.h"

#include <string.h>

#define HEAD "Location ID,Location Name,Location Post Code,Service / Population Group,Domain," \
	"Latest Rating,Publication Date,Inherited Rating (Y/N),Provider ID,Provider Name\r\n"
#define ROW(id, name, service, domain, rating, day)                                         \
	id "," name ",ZZ1 1ZZ," service "," domain "," rating "," day ",N,1-80000001,Bell Ltd\r\n"
#define BELL(service, domain, rating) \
	ROW("1-90000000001", "Bell", service, domain, rating, "12/03/2026")
#define QUILL(service, domain, rating) \
	ROW("1-90000000002", "Quill", service, domain, rating, "03/11/2025")

static const struct reg_rating *rating_of(const struct reg_location *l, const char *service,
                                          int asked)
{
	static const struct reg_rating none = { .text = "none" };

	for (size_t i = 0; i < l->nratings; i++)
		if (l->ratings[i].question == asked && text_same(l->ratings[i].service, service))
			return &l->ratings[i];
	return &none;
}

TEST(rows_of_a_location_are_taken_together)
{
	static const char text[] = HEAD
		BELL("Overall", "Overall", "Good") BELL("Overall", "Safe", "Requires improvement")
		QUILL("Overall", "Overall", "Outstanding")
		BELL("Older people", "Overall", "Inadequate") BELL("Older people", "Safe", "Good")
		BELL("Overall", "Well-led", "Good");
	struct reg_reader *r = reg_open(t->arena, REG_FILE_CQC_RATINGS, text, sizeof text - 1);
	struct reg_location l;
	struct reg_row row;

	NEED(reg_next(r, &row) == REG_STEP_ROW);
	SAME(row.ref, "1-90000000001");
	IS(row.row, 2);
	OK(row.partial);
	NEED(reg_read(r, t->arena, &l) == REG_STEP_ROW);
	SAME(l.name, "Bell");
	SAME(l.provider_ref, "1-80000001");
	IS(l.nratings, 5);
	IS(rating_of(&l, "", ASKED_OVERALL)->rank, 3);
	IS(rating_of(&l, "", ASKED_SAFE)->rank, 2);
	IS(rating_of(&l, "Older people", ASKED_OVERALL)->rank, 1);
	IS(rating_of(&l, "Older people", ASKED_SAFE)->on.n, date_make(2026, 3, 12).n);
	NEED(reg_next(r, &row) == REG_STEP_ROW);
	NEED(reg_read(r, t->arena, &l) == REG_STEP_ROW);
	SAME(rating_of(&l, "", ASKED_OVERALL)->text, "Outstanding");
	IS(reg_next(r, &row), REG_STEP_END);
}

TEST(what_cannot_be_is_named_with_its_own_row)
{
	SAME(refused(t, REG_FILE_CQC_RATINGS, HEAD BELL("Overall", "Overall", "Good")
	             ROW("1-90000000001", "Bell", "Overall", "Safe", "Good", "32/03/2026")
	             ROW("Bell", "Bell", "Overall", "Safe", "Good", "")),
	     "3 Publication date: \"32/03/2026\" is not a date. Dates are day first, like "
	     "31/03/2026.;4 Location ID: \"Bell\" is not a reference like 1-1000210669.;");
	HAS(refused(t, REG_FILE_CQC_RATINGS,
	            HEAD BELL("Overall", "Overall", "Good") "1-90000000001,Be"),
	    "ends in the middle of row 3");
	HAS(refused(t, REG_FILE_CQC_RATINGS, HEAD "1-90000000001,\"Be"), "ends inside");
	HAS(refused(t, REG_FILE_CQC_RATINGS, "Location ID,Location HSCA start date,Dormant\n"),
	    "with filters");
	HAS(refused(t, REG_FILE_CQC_RATINGS, ""), "empty");
}
