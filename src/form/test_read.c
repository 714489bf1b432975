/* SPDX-License-Identifier: MIT */
/*
 * test_read.c -- what was sent becomes the value that was meant, or a
 * sentence that says what is wrong.
 */
#include <string.h>

#include "form/test_form.h"

/* What a form says of one field, sent as it is; NULL: nothing. */
static const char *said(struct t *t, const char *field, const char *pair, struct try *out)
{
	struct rq rq = try_rq(t);
	struct params sent = SENT(t->arena, pair);

	OK(!form_read(&rq, &try_form, &sent, out));
	return try_problem(&rq, field);
}

static const char *said_two(struct t *t, const char *field, const char *first, const char *second,
                            struct try *out)
{
	struct rq rq = try_rq(t);
	struct params sent = SENT(t->arena, first, second);

	OK(!form_read(&rq, &try_form, &sent, out));
	return try_problem(&rq, field);
}

TEST(an_empty_form_says_all_that_it_needs)
{
	struct rq rq = try_rq(t);
	struct params sent = { 0 };
	struct try got;

	try_teams(t);
	OK(!form_read(&rq, &try_form, &sent, &got));
	IS(rq.nproblems, 3);
	SAME(try_problem(&rq, "name"), "Enter the name");
	SAME(try_problem(&rq, "reason"), "Choose the reason");
	SAME(try_problem(&rq, "visits"), "Add a visit");
	/* What was not given is none, not nought. */
	OK(!got.notes && !got.teams && !money_known(got.rate) && !date_known(got.start));
	OK(got.carers == INT_NONE && got.lasts.n == INT_NONE && got.revision == INT_NONE);
	IS(got.days, 0);
}

TEST(a_whole_form_is_read)
{
	struct rq rq = try_rq(t);
	struct params sent = SENT(t->arena,
		"name=  Ada  ", "notes=one\r\ntwo", "email=ada@example.com", "phone=01632 960 001",
		"postcode=aa31ab", "secret=  s p  ", "raw= kept ", "reason=hospital-discharge",
		"choice=Crisis", "ward=3a", "carers= 2 ", "days=", "days=mon", "days=sun",
		"agreed=", "agreed=yes", "urgent=no", "rate=£1,000.00", "start-day=1",
		"start-month=Feb", "start-year=2027", "ready-day=31", "ready-month=3",
		"ready-year=2026", "ready-time=2.30pm", "at=8am", "lasts=45", "weekly=13.5",
		"team=2", "teams=2", "teams=1", "teams=2", "visits.4.days=tue",
		"visits.4.from=7:30",
		"visits.4.length=30", "visits.4.double_handed=yes", "revision=12", "unknown=x");
	const struct try_visit *visit;
	struct try got;

	try_teams(t);
	OK(form_read(&rq, &try_form, &sent, &got));
	IS(rq.nproblems, 0);
	SAME(got.name, "Ada");
	SAME(got.notes, "one\ntwo");
	SAME(got.postcode, "AA3 1AB");
	SAME(got.raw, " kept ");
	IS(got.reason, TRY_DISCHARGE);
	IS(got.choice, TRY_CRISIS);
	SAME(got.ward, "3a");
	IS(got.carers, 2);
	IS(got.days, 1 | 64);
	OK(got.agreed && !got.urgent);
	IS(money_pence(got.rate), 100000);
	OK(date_cmp(got.start, date_make(2027, 2, 1)) == 0);
	/* British summer time began two days before. */
	SAME(moment_iso(t->arena, got.ready), "2026-03-31T13:30:00.000Z");
	IS(got.at.n, 480);
	IS(got.lasts.n, 45);
	IS(got.weekly.n, 810);
	IS(got.team.v, 2);
	SAME(got.teams, "[1,2]");
	NEED(got.visits.n == 1);
	visit = got.visits.at;
	IS(visit->days, 2);
	IS(visit->from.n, 450);
	OK(visit->double_handed);
	IS(visit->row_id, INT_NONE);
	IS(got.revision, 12);
}

TEST(refusals_name_the_question_and_the_way_out)
{
	static const struct { const char *field, *pair, *words; } all[] = {
		{ "name", "name=A", "Name must be 2 characters or more" },
		{ "name", "name=Ångströmåäöå", "Name must be 10 characters or fewer" },
		{ "email", "email=ada@example",
		  "Email must be an email address, like name@example.com" },
		{ "email", "email=a b@example.com",
		  "Email must be an email address, like name@example.com" },
		{ "phone", "phone=call me", "Phone must be a phone number, like 01632 960 001" },
		{ "postcode", "postcode=AA3", "Postcode must be a full postcode, like AA3 1AB" },
		{ "postcode", "postcode=1A3 1AB",
		  "Postcode must be a full postcode, like AA3 1AB" },
		{ "reason", "reason=4", "Reason must be one of the choices offered" },
		{ "reason", "reason=<b>", "Reason must be one of the choices offered" },
		{ "carers", "carers=two", "Carers must be a whole number, like 3" },
		{ "carers", "carers=3", "Carers must be between 1 and 2" },
		{ "carers", "carers=99999999999999999999",
		  "Carers must be a whole number, like 3" },
		{ "days", "days=wed", "Days must be one of the choices offered" },
		{ "agreed", "agreed=perhaps", "I agree must be yes or no" },
		{ "rate", "rate=12.345", "Hourly rate must be an amount of money, like 21.50" },
		{ "rate", "rate=0", "Hourly rate must be between £0.01 and £1,000.00" },
		{ "rate", "rate=1000.01", "Hourly rate must be between £0.01 and £1,000.00" },
		{ "start", "start=31/02/2026", "Start date must be a real date" },
		{ "ready", "ready=2026-03-31T25:00",
		  "Ready must be a real date and time, like 2026-03-31T14:30" },
		{ "at", "at=25:00", "At must be a time, like 8:30 or 1pm" },
		{ "lasts", "lasts=-5", "Lasts must be 0 min or more" },
		{ "weekly", "weekly=1.2345",
		  "Hours a week must be a number of hours, like 13.5 or 13:30" },
		{ "weekly", "weekly=1:75",
		  "Hours a week must be a number of hours, like 13.5 or 13:30" },
		{ "weekly", "weekly=.",
		  "Hours a week must be a number of hours, like 13.5 or 13:30" },
		/* Ended, forged, not a number. */
		{ "team", "team=3", "Team must be one of the choices offered" },
		{ "team", "team=99", "Team must be one of the choices offered" },
		{ "team", "team=1 OR 1", "Team must be one of the choices offered" },
		{ "teams", "teams=3", "Teams must be one of the choices offered" },
	};
	struct try got;

	try_teams(t);
	for (size_t i = 0; i < COUNT(all); i++)
		SAME(said(t, all[i].field, all[i].pair, &got), all[i].words);
}

TEST(dates_are_read_as_they_are_typed)
{
	static const char *const good[] = {
		"start=2026-03-31", "start=31/3/2026", "start= 31 March 2026 ",
	};
	struct try got;

	try_teams(t);
	for (size_t i = 0; i < COUNT(good); i++) {
		OK(!said(t, "start", good[i], &got));
		OK(date_cmp(got.start, date_make(2026, 3, 31)) == 0);
	}
	SAME(said(t, "start", "start-day=31", &got), "Start date must include a month and year");
	OK(!date_known(got.start));
	SAME(said_two(t, "start", "start-month=3", "start-year=2026", &got),
	     "Start date must include a day");
	SAME(said_two(t, "ready", "ready=2026-03-31", "ready-day=", &got), NULL);
}

TEST(moments_are_exact)
{
	static const struct { const char *pair, *iso; } all[] = {
		{ "ready=2026-03-31T15:05:07.123Z", "2026-03-31T15:05:07.123Z" },
		{ "ready=2026-03-31T15:05", "2026-03-31T14:05:00.000Z" },
		{ "ready=2026-01-31T15:05:09", "2026-01-31T15:05:09.000Z" },
		{ "ready=2026-03-31T15:05+01:00", "2026-03-31T14:05:00.000Z" },
		{ "ready=2026-03-31T15:05-0230", "2026-03-31T17:35:00.000Z" },
		{ "ready=31/3/2026 2pm", "2026-03-31T13:00:00.000Z" },
		{ "ready=31 March 2026 14:00", "2026-03-31T13:00:00.000Z" },
	};
	static const char *const bad[] = {
		"ready=2026-03-31", "ready=2026-03-31T", "ready=T10:00", "ready=2026-03-31T1:00",
		"ready=2026-03-31T10:00X", "ready=2026-03-31T10:00+9", "ready=2026-03-31T10:61",
		"ready=2026-03-31T10:00:61", "ready=2026-02-31T10:00",
	};
	struct try got;

	try_teams(t);
	for (size_t i = 0; i < COUNT(all); i++) {
		OK(!said(t, "ready", all[i].pair, &got));
		SAME(moment_iso(t->arena, got.ready), all[i].iso);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		OK(said(t, "ready", bad[i], &got));
		OK(!moment_known(got.ready));
	}
}

TEST(hours_may_be_decimal_or_by_the_clock)
{
	static const struct { const char *pair; int64_t mins; } all[] = {
		{ "weekly=13.5", 810 }, { "weekly=13:30", 810 }, { "weekly=8", 480 },
		{ "weekly=.25", 15 }, { "weekly=0.05", 3 }, { "weekly= 7 ", 420 },
	};
	struct try got;

	try_teams(t);
	for (size_t i = 0; i < COUNT(all); i++) {
		OK(!said(t, "weekly", all[i].pair, &got));
		IS(got.weekly.n, all[i].mins);
	}
}

TEST(a_question_that_does_not_arise_is_not_asked)
{
	struct try got;

	try_teams(t);
	OK(!said_two(t, "ward", "reason=change", "ward=3a", &got));
	OK(!got.ward);
	SAME(said(t, "ward", "reason=hospital-discharge", &got), "Enter the ward");
	OK(!said_two(t, "ward", "reason=hospital-discharge", "ward=3a", &got));
	SAME(got.ward, "3a");
}

TEST(blank_rows_are_dropped_and_the_rest_keep_their_names)
{
	struct rq rq = try_rq(t);
	struct params sent = SENT(t->arena,
		"visits.0.row_id=", "visits.0.days=", "visits.0.from= ", "visits.0.length=",
		"visits.2.days=mon", "visits.2.from=8:00", "visits.2.length=30",
		"visits.5.days=", "visits.5.from=late", "visits.5.length=1",
		"visits.99999.days=mon", "visits.x.days=mon", "visitsx.1.days=mon");
	struct try got;

	try_teams(t);
	OK(!form_read(&rq, &try_form, &sent, &got));
	IS(got.visits.n, 2);
	SAME(try_problem(&rq, "visits.1.days"), "Visit 2: Choose the days");
	SAME(try_problem(&rq, "visits.1.from"), "Visit 2: From must be a time, like 8:30 or 1pm");
	SAME(try_problem(&rq, "visits.1.length"), "Visit 2: Length must be between 5 min and 10 h");
	OK(!try_problem(&rq, "visits"));
}

TEST(too_many_rows_are_refused_not_read)
{
	struct rq rq = try_rq(t);
	struct params sent = SENT(t->arena, "visits.0.from=8", "visits.1.from=8", "visits.2.from=8",
	                          "visits.3.from=8", "visits.4.from=8");
	struct try got;

	try_teams(t);
	OK(!form_read(&rq, &try_form, &sent, &got));
	SAME(try_problem(&rq, "visits"), "Visits: give at most 3");
	IS(got.visits.n, 3);
}

TEST(rules_are_asked_of_what_is_sound)
{
	struct rq rq = try_rq(t);
	struct params sent = SENT(t->arena, "name=Nemo", "reason=change", "visits.0.days=mon",
	                          "visits.0.from=8:00", "visits.0.length=30");
	struct params unlucky = SENT(t->arena, "name=Nemo", "reason=change", "visits.0.days=mon",
	                             "visits.0.from=8:00", "visits.0.length=30",
	                             "visits.3.days=mon",
	                             "visits.3.from=8:00", "visits.3.length=13");
	struct try got;

	try_teams(t);
	OK(!form_read(&rq, &try_form, &sent, &got));
	IS(rq.nproblems, 1);
	SAME(try_problem(&rq, "name"), "Nobody is called that");
	rq = try_rq(t);
	OK(!form_read(&rq, &try_form, &unlucky, &got));
	/* The rule of the whole form waits until every row is sound. */
	IS(rq.nproblems, 1);
	SAME(try_problem(&rq, "visits.1.length"), "Visit 2: Thirteen is unlucky");
}

TEST(a_hidden_field_that_was_meddled_with_blames_the_page)
{
	struct try got;

	try_teams(t);
	HAS(said(t, NULL, "revision=abc", &got), "This page is out of date");
	IS(got.revision, INT_NONE);
}

TEST(a_file_is_read_and_its_size_is_judged)
{
	struct param sent[] = { { "letter", "abc", 3, "a.txt" } };
	struct params params = { sent, 1 };
	struct rq rq = try_rq(t);
	struct try got;

	try_teams(t);
	OK(!form_read(&rq, &try_form, &params, &got));
	OK(!try_problem(&rq, "letter"));
	SAME(got.letter.name, "a.txt");
	IS(got.letter.n, 3);
	sent[0].len = 2049;
	rq = try_rq(t);
	OK(!form_read(&rq, &try_form, &params, &got));
	SAME(try_problem(&rq, "letter"), "Letter must be smaller than 2 KB");
	sent[0].len = 0;
	rq = try_rq(t);
	OK(!form_read(&rq, &try_form, &params, &got));
	SAME(try_problem(&rq, "letter"), "Letter is empty");
	/* A browser sends an empty part where no file was chosen. */
	sent[0].file_name = "";
	rq = try_rq(t);
	OK(!form_read(&rq, &try_form, &params, &got));
	OK(!try_problem(&rq, "letter") && !got.letter.name);
}

TEST(rows_are_added_and_removed_without_script)
{
	struct rq rq = try_rq(t);
	struct params sent = SENT(t->arena, "name=A", "visits.0.from=8", "visits.1.from=9",
	                          "visits.10.from=10", "form-remove=visits.1");
	struct params add = SENT(t->arena, "visits.0.from=8", "form-add=visits");
	struct params plain = SENT(t->arena, "visits.0.from=8"), out;

	OK(!form_only_redraws(&rq, &try_form, &plain, &out));
	NEED(form_only_redraws(&rq, &try_form, &sent, &out));
	SAME(param(&out, "name"), "A");
	SAME(param(&out, "visits.0.from"), "8");
	OK(!param(&out, "visits.1.from"));
	SAME(param(&out, "visits.10.from"), "10");
	OK(!param(&out, "form-remove"));
	NEED(form_only_redraws(&rq, &try_form, &add, &out));
	SAME(param(&out, "visits.0.from"), "8");
	OK(param(&out, "visits.1"));
	IS(rq.nproblems, 0);
}
