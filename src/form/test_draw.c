/* SPDX-License-Identifier: MIT */
/*
 * test_draw.c -- a form is drawn with what was typed, told, and sent on
 * without losing anything.
 */
#include <string.h>

#include "form/test_form.h"

#define HOSTILE "<script>alert(1)</script>\"'&\xE2\x80\xAE\xF0\x9F\x98\x80"
#define HOSTILE_SHOWN "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"

static const char *drawn(struct rq *rq, const void *form, const struct params *typed)
{
	struct page *pg = page_new(rq->arena);

	form_draw(rq, pg, &try_form, form, typed);
	return page_text(pg, NULL);
}

/* A form in which everything is answered, with what is hard to carry. */
static struct try *whole(struct arena *a)
{
	struct try *all = form_new(a, &try_form);
	struct try_visit *visits = NEWN(a, struct try_visit, 2);

	all->name = "A<&\"'>b";
	all->notes = "\nfirst\n\n  third " HOSTILE;
	all->email = "o'neil@example.com";
	all->raw = "  both ends\t";
	all->reason = TRY_DISCHARGE;
	all->choice = TRY_CRISIS;
	all->ward = "3a";
	all->carers = 2;
	all->days = 1 | 64;
	all->agreed = true;
	all->rate = money(2150);
	all->start = date_make(2026, 2, 28);
	all->ready = (Moment){ INT64_C(1774969507123) };
	all->at = minutes(0);
	all->lasts = minutes(0);
	all->weekly = minutes(800);
	all->team = (TeamId){ 2 };
	all->teams = "[1,2]";
	visits[0] = (struct try_visit){ .row_id = 5, .days = 3, .from = minutes(450),
	                                .length = minutes(45), .double_handed = true };
	visits[1] = (struct try_visit){ .row_id = INT_NONE, .days = 64, .from = minutes(0),
	                                .length = minutes(5) };
	all->visits = (struct rows){ visits, 2 };
	all->revision = 9;
	return all;
}

TEST(what_is_hidden_comes_back_the_same)
{
	struct try *before = whole(t->arena), after;
	struct rq rq = try_rq(t);
	struct page *pg = page_new(t->arena);
	struct params sent;

	try_teams(t);
	/* Text is trimmed when it is first read: a value never has blanks at its ends. */
	before->notes = "first\n\n  third " HOSTILE;
	form_hidden(&rq, pg, &try_form, before);
	sent = try_sent_back(t->arena, page_text(pg, NULL));
	OK(form_read(&rq, &try_form, &sent, &after));
	IS(rq.nproblems, 0);
	SAME(form_changes(t->arena, &try_form, before, &after), "{}");
	/* Those that changes are blind to. */
	IS(after.ready.ms, before->ready.ms);
	IS(after.revision, 9);
	IS(after.visits.n, 2);
	IS(((struct try_visit *)after.visits.at)->row_id, 5);
	SAME(after.notes, before->notes);
	SAME(after.raw, before->raw);
}

TEST(nothing_hidden_comes_back_as_nothing)
{
	struct try *before = form_new(t->arena, &try_form), after;
	struct rq rq = try_rq(t);
	struct page *pg = page_new(t->arena);
	struct params sent;

	try_teams(t);
	form_hidden(&rq, pg, &try_form, before);
	sent = try_sent_back(t->arena, page_text(pg, NULL));
	OK(sent.n > 10);
	OK(!form_read(&rq, &try_form, &sent, &after));
	SAME(form_changes(t->arena, &try_form, NULL, &after), "{}");
}

TEST(every_kind_shows_hostile_text_escaped)
{
	static const char *const names[] = {
		"name", "notes", "email", "phone", "postcode", "raw", "carers", "rate", "start-day",
		"ready-time", "at", "lasts", "weekly", "visits.0.from", "visits.0.length",
		"revision",
	};
	struct param list[COUNT(names)];
	struct params typed = { list, COUNT(names) };
	struct rq rq = try_rq(t);
	const char *html, *at;
	struct try got;
	size_t shown = 0;

	try_teams(t);
	for (size_t i = 0; i < COUNT(names); i++)
		list[i] = (struct param){ names[i], HOSTILE, sizeof HOSTILE - 1, NULL };
	OK(!form_read(&rq, &try_form, &typed, &got));
	html = drawn(&rq, &got, &typed);
	LACKS(html, "<script");
	for (at = html; (at = strstr(at, HOSTILE_SHOWN)); at++)
		shown++;
	IS(shown, COUNT(names));
	/* Choices cannot show what is not one of them, and the team's own name is text too. */
	HAS(html, "South &lt;b&gt;");
	LACKS(html, "South <b>");
}

TEST(a_megabyte_is_refused_with_a_sentence_and_kept)
{
	size_t n = 1 << 20;
	char *big = memset(arena_get(t->arena, n + 1), 'x', n);
	struct param list[] = { { "notes", big, n, NULL } };
	struct params typed = { list, 1 };
	struct rq rq = try_rq(t);
	struct try got;

	try_teams(t);
	OK(!form_read(&rq, &try_form, &typed, &got));
	SAME(try_problem(&rq, "notes"), "Notes must be 4000 characters or fewer");
	OK(!got.notes);
	OK(strlen(drawn(&rq, &got, &typed)) > n);
}

TEST(a_refused_date_is_given_back_as_typed)
{
	struct rq rq = try_rq(t);
	struct params boxes = SENT(t->arena, "start-day=31", "start-month=02", "start-year=2026");
	struct params one = SENT(t->arena, "start=31/02/2026"), odd = SENT(t->arena, "start=soon");
	struct try got;
	const char *html;

	try_teams(t);
	OK(!form_read(&rq, &try_form, &boxes, &got));
	html = drawn(&rq, &got, &boxes);
	HAS(html, "name=\"start-day\" type=\"text\" value=\"31\"");
	HAS(html, "name=\"start-month\" type=\"text\" value=\"02\"");
	HAS(html, "name=\"start-year\" type=\"text\" value=\"2026\"");
	HAS(html, "Start date must be a real date");
	rq = try_rq(t);
	OK(!form_read(&rq, &try_form, &one, &got));
	SAME(drawn(&rq, &got, &one), html);
	HAS(drawn(&rq, &got, &odd), "name=\"start-day\" type=\"text\" value=\"soon\"");
}

TEST(the_wrong_box_is_marked)
{
	struct rq rq = try_rq(t);
	struct params typed = SENT(t->arena, "start-day=3", "start-month=x", "start-year=2026");
	struct reply reply;
	struct try got;
	const char *html;
	size_t n;

	try_teams(t);
	OK(!form_read(&rq, &try_form, &typed, &got));
	reply = form_page(&rq, &try_form, &got, &typed, NULL);
	IS(reply.kind, REPLY_PAGE);
	html = layout_end(reply.page, &rq.look, &n);
	HAS(html, "href=\"#start-month\"");
	HAS(html, "govuk-input--error govuk-input--width-2\" id=\"start-month\"");
	LACKS(html, "govuk-input--error govuk-input--width-2\" id=\"start-day\"");
	HAS(html, "<title>Error: Try &lt;it&gt;");
	HAS(html, "name=\"csrf\" value=\"token\"");
	HAS(html, "name=\"key\" value=\"key-of-this-form\"");
	HAS(html, "action=\"/tries\"");
	HAS(html, "multipart/form-data");
	HAS(html, ">Go on</button>");
	HAS(html, "Start date must be a real date");
}

TEST(values_are_drawn_in_their_inputs)
{
	struct rq rq = try_rq(t);
	struct try *all = whole(t->arena);
	const char *html;

	try_teams(t);
	all->secret = "never shown";
	html = drawn(&rq, all, NULL);
	HAS(html, "value=\"A&lt;&amp;&quot;&#39;&gt;b\"");
	HAS(html, "value=\"21.50\"");
	HAS(html, "value=\"hospital-discharge\" checked");
	HAS(html, "<option value=\"crisis\" selected>Crisis</option>");
	HAS(html, "name=\"ready-time\" type=\"text\" value=\"16:05\"");
	HAS(html, "value=\"13:20\"");
	HAS(html, "<option value=\"2\" selected>South &lt;b&gt;</option>");
	HAS(html, "name=\"visits.0.length\" type=\"text\" spellcheck=\"false\" value=\"45\"");
	HAS(html, "name=\"visits.1.from\" type=\"text\" value=\"00:00\"");
	HAS(html, "data-depends=\"reason=hospital-discharge,crisis\"");
	HAS(html, "value=\"visits.1\" name=\"form-remove\"");
	HAS(html, "value=\"visits\" name=\"form-add\"");
	LACKS(html, "never shown");
	/* Enter presses the first button: it is not one of those. */
	OK(strstr(html, "<button") < strstr(html, "form-remove"));
	HAS(html, "aria-hidden=\"true\"");
}

TEST(a_new_form_is_empty)
{
	struct rq rq = try_rq(t);
	const char *html;

	try_teams(t);
	html = drawn(&rq, form_new(t->arena, &try_form), NULL);
	LACKS(html, "checked");
	LACKS(html, "selected");
	LACKS(html, "value=\"0");
	HAS(html, "name=\"visits.0.from\"");
	LACKS(html, "name=\"visits.1.from\"");
	HAS(html, "Notes (optional)");
	LACKS(html, "Name (optional)");
}

TEST(what_was_unticked_stays_so)
{
	struct rq rq = try_rq(t);
	struct params typed = SENT(t->arena, "days=", "days=tue", "agreed=");
	const char *html;

	try_teams(t);
	html = drawn(&rq, whole(t->arena), &typed);
	HAS(html, "name=\"days\" type=\"checkbox\" value=\"tue\" checked");
	LACKS(html, "name=\"days\" type=\"checkbox\" value=\"mon\" checked");
	LACKS(html, "name=\"agreed\" type=\"checkbox\" value=\"yes\" checked");
}

TEST(a_row_button_keeps_everything)
{
	struct rq rq = try_rq(t);
	struct params sent = SENT(t->arena, "name=<kept>", "visits.0.from=x8", "visits.1.from=x9",
	                          "form-add=visits"), out;
	struct params less = SENT(t->arena, "visits.0.from=x8", "visits.1.from=x9",
	                          "form-remove=visits.0");
	const void *blank = form_new(t->arena, &try_form);
	const char *html;

	try_teams(t);
	NEED(form_only_redraws(&rq, &try_form, &sent, &out));
	html = drawn(&rq, blank, &out);
	HAS(html, "value=\"&lt;kept&gt;\"");
	HAS(html, "name=\"visits.1.from\" type=\"text\" value=\"x9\"");
	HAS(html, "name=\"visits.2.from\" type=\"text\" value=\"\"");
	/* Three at most: there is no button for a fourth. */
	LACKS(html, "form-add");
	LACKS(html, "error");
	NEED(form_only_redraws(&rq, &try_form, &less, &out));
	html = drawn(&rq, blank, &out);
	HAS(html, "name=\"visits.0.from\" type=\"text\" value=\"x9\"");
	LACKS(html, "x8");
	LACKS(html, "visits.1.from");
}

TEST(add_in_the_address_draws_one_more)
{
	struct rq rq = try_rq(t);
	const struct params add = SENT(t->arena, "add=visits");
	const char *html;

	try_teams(t);
	rq.query = add;
	html = drawn(&rq, whole(t->arena), NULL);
	HAS(html, "name=\"visits.2.from\"");
	LACKS(html, "name=\"visits.3.from\"");
}

TEST(answers_are_told_in_peoples_words)
{
	struct rq rq = try_rq(t);
	struct page *pg = page_new(t->arena);
	struct try *all = whole(t->arena);
	const char *html;

	try_teams(t);
	all->secret = "never shown";
	form_answers(&rq, pg, &try_form, all, "/tries/new");
	html = page_text(pg, NULL);
	HAS(html, "Hospital discharge");
	HAS(html, "Monday, Sunday");
	HAS(html, "£21.50");
	HAS(html, "28 February 2026");
	HAS(html, "31 March 2026 at 4:05pm");
	HAS(html, "13.33 h");
	HAS(html, "North, South &lt;b&gt;");
	HAS(html, "<bdi>Monday, Tuesday, 07:30, 45 min, Two carers: Yes</bdi>");
	HAS(html, "href=\"/tries/new#start-day\"");
	HAS(html, "href=\"/tries/new#name\"");
	HAS(html, "Not given");
	LACKS(html, "never shown");
	LACKS(html, "<script");
	LACKS(html, "revision");
}

TEST(changes_are_told_by_key)
{
	struct try *old = whole(t->arena), *now = whole(t->arena);
	struct try_visit *visits = now->visits.at;

	SAME(form_changes(t->arena, &try_form, old, now), "{}");
	now->ward = "4\"b";
	now->reason = TRY_CHANGE;
	now->days = 2;
	now->rate = MONEY_NONE;
	now->teams = "[2]";
	now->secret = "hush";
	now->revision = 10;
	now->visits.n = 1;
	visits[0].length = minutes(60);
	SAME(form_changes(t->arena, &try_form, old, now),
	     "{\"reason\":[\"hospital-discharge\",\"change\"],\"ward\":[\"3a\",\"4\\\"b\"],"
	     "\"days\":[[\"mon\",\"sun\"],[\"tue\"]],\"rate\":[21.50,null],\"teams\":[[1,2],[2]],"
	     "\"visits\":[[{\"days\":[\"mon\",\"tue\"],\"from\":\"07:30\",\"length\":45,"
	     "\"double_handed\":true},{\"days\":[\"sun\"],\"from\":\"00:00\",\"length\":5,"
	     "\"double_handed\":false}],[{\"days\":[\"mon\",\"tue\"],\"from\":\"07:30\","
	     "\"length\":60,\"double_handed\":true}]]}");
	now = form_new(t->arena, &try_form);
	now->carers = 1;
	now->start = date_make(2026, 1, 2);
	SAME(form_changes(t->arena, &try_form, NULL, now),
	     "{\"carers\":[null,1],\"start\":[null,\"2026-01-02\"]}");
}

TEST(the_schema_says_what_may_be_sent)
{
	struct buf out = buf_new(t->arena);
	const char *json;

	form_schema(&out, &try_form);
	json = buf_text(&out);
	HAS(json, "\"name\":{\"type\":\"string\",\"minLength\":2,\"maxLength\":10,"
	          "\"title\":\"Name\"}");
	HAS(json, "\"enum\":[\"hospital-discharge\",\"change\",\"crisis\"]");
	HAS(json, "\"rate\":{\"type\":\"number\",\"minimum\":0.01,\"maximum\":1000.00,");
	HAS(json, "\"start\":{\"type\":\"string\",\"format\":\"date\"");
	HAS(json, "\"visits\":{\"type\":\"array\",\"maxItems\":3,\"items\":{\"type\":\"object\"");
	HAS(json, "\"required\":[\"name\",\"reason\",\"visits\"]");
}
