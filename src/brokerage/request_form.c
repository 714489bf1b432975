/* SPDX-License-Identifier: MIT */
/*
 * request_form.c -- the rows of the request's questions, and its rules.
 */
#include "brokerage/inside.h"
#include "brokerage/request_form.h"
#include "base/utf8.h"
#include "people/people.h"

#include <string.h>

static const struct field visit_fields[] = {
	{ IN(struct visit_row, days), .label = "Days", .as = AS_CHECKBOXES, .words = &weekday_vocab,
	  .need = "Choose the days of the visit" },
	{ IN(struct visit_row, earliest), .label = "Not before", .as = AS_TIME, .width = "5",
	  .need = "Enter the earliest start, like 7:30" },
	{ IN(struct visit_row, latest), .label = "Not after", .as = AS_TIME, .width = "5",
	  .need = "Enter the latest start, like 9:00" },
	{ IN(struct visit_row, length), .label = "Minutes", .width = "3", .min = 5, .max = 1440,
	  .need = "Enter how many minutes the visit takes",
	  .bad = "Minutes must be a whole number from 5 to 1440" },
	{ IN(struct visit_row, carers), .label = "Care workers", .as = AS_SELECT,
	  .words = &carers_vocab, .need = "Choose one or two care workers" },
};
static const struct form visit_group = { FORM(struct visit_row, visit_fields), .title = "Visit" };

static const struct field outcome_fields[] = {
	{ IN(struct outcome_row, words), .label = "In the person's own words", .max = 500 },
};
static const struct form outcome_group = { FORM(struct outcome_row, outcome_fields),
	.title = "Outcome" };

#define REQUEST_QUESTIONS                                                                  \
	{ IN(struct request_form, reason), .section = "What is needed",                    \
	  .label = "Why is it asked for?", .words = &request_reason_vocab,                 \
	  .need = "Choose why it is asked for" },                                          \
	{ IN(struct request_form, hospital), .label = "Hospital", .max = 120,              \
	  .depends = "reason=hospital-discharge",                                          \
	  .need = "Enter the hospital" },                                                  \
	{ IN(struct request_form, ward), .label = "Ward", .max = 60, .width = "10",        \
	  .depends = "reason=hospital-discharge",                                          \
	  .need = "Enter the ward" },                                                      \
	{ IN(struct request_form, ready), .label = "Ready to leave from",                  \
	  .hint = "When the person is, or will be, fit to leave hospital",                 \
	  .depends = "reason=hospital-discharge",                                          \
	  .need = "Enter when the person is ready to leave" },                             \
	{ IN(struct request_form, service), .label = "Service", .words = &service_vocab,   \
	  .as = AS_SELECT, .need = "Choose the service" },                                 \
	{ IN(struct request_form, funding), .label = "Who pays?", .words = &funding_vocab, \
	  .need = "Choose who pays" },                                                     \
	{ IN(struct request_form, council_pct), .label = "Council's share, in per cent",   \
	  .hint = "The NHS pays the rest", .width = "3", .min = 1, .max = 99,              \
	  .depends = "funding=joint",                                                      \
	  .need = "Enter the council's share",                                             \
	  .bad = "The council's share must be a whole number from 1 to 99" },              \
	{ IN(struct request_form, start), .label = "Start date",                           \
	  .need = "Enter the start date" },                                                \
	{ IN(struct request_form, visits),                                                 \
	  .label = "Visits in a week", .hint = "One row for visits alike on several days", \
	  .group = &visit_group, .rows = 28, .need = "Add at least one visit" },           \
	{ IN(struct request_form, skills), .section = "The person",                        \
	  .label = "Skills needed", .as = AS_CHECKBOXES, .from = &skill_options_sql },     \
	{ IN(struct request_form, outcomes), .label = "What the person wants to be true",  \
	  .group = &outcome_group, .rows = 12 },                                           \
	{ IN(struct request_form, wishes), .label = "Wishes", .as = AS_LONG, .max = 2000,  \
	  .hint = "Routines, preferences, culture and faith; "                             \
	          "shown to the chosen provider only" },                                   \
	{ IN(struct request_form, notes), .label = "Notes for providers", .as = AS_LONG,   \
	  .max = 1000, .hint = "Every provider that is asked reads this: do not name or "  \
	                       "describe the person" },

static const struct field new_fields[] = { REQUEST_QUESTIONS };
static const struct field change_fields[] = {
	REQUEST_QUESTIONS
	{ IN(struct request_form, because), .section = "The change", .label = "Why is it changed?",
	  .as = AS_LONG, .max = 1000, .need = "Say why the request is changed" },
	{ IN(struct request_form, revision), .as = AS_HIDDEN },
};

/* Does a text have these words, whole and in this order? */
static bool has_words(struct arena *a, const char *text, const char *words)
{
	return !BLANK(words) && *utf8_key(a, words) &&
	       strstr(arena_fmt(a, " %s ", utf8_key(a, text)),
	              arena_fmt(a, " %s ", utf8_key(a, words)));
}

/* Letters and digits alone, so that "wm11aa" and "WM1 1AA", or two spacings of a number, agree. */
static char *run_together(struct arena *a, const char *s)
{
	struct buf b = buf_new(a);

	for (s = utf8_key(a, s); *s; s++)
		if (*s != ' ')
			buf_char(&b, *s);
	return buf_text(&b);
}

static bool has_number(struct arena *a, const char *text, const char *number)
{
	char *sought = BLANK(number) ? NULL : run_together(a, number);

	return sought && strlen(sought) >= 5 && strstr(run_together(a, text), sought);
}

/*
 * Does a text give away who it is about?  A first name alone does not: "Will"
 * and "May" are words, and half of all people share some twenty.
 */
static bool names(struct arena *a, const char *text, const struct person *p)
{
	const char *line = p->address ? arena_dupn(a, p->address, strcspn(p->address, ",\r\n"))
	                              : NULL;

	return has_words(a, text, p->family_name) || has_words(a, text, p->contact_name) ||
	       has_words(a, text, line) || has_number(a, text, p->postcode) ||
	       has_number(a, text, p->nhs_number) || has_number(a, text, p->chi_number) ||
	       has_number(a, text, p->phone) || has_number(a, text, p->contact_phone);
}

static PersonId person_of(struct rq *rq)
{
	struct request r;

	for (size_t i = 0; i < rq->nids; i++)
		if (text_same(rq->ids[i].name, "person"))
			return (PersonId){ rq->ids[i].v };
	if (!ONE(rq->db, rq->arena, request_load, &r, .id = V(ID(rq, RequestId, "request"))))
		return (PersonId){ 0 };
	return r.person;
}

/* What the table of requests holds at most: two care workers, day and night. */
enum { WEEK_MOST = 2 * 7 * 24 * 60 };

static void check_visits(struct rq *rq, const struct request_form *f)
{
	const struct visit_row *v = f->visits.at;
	int64_t week = 0;

	for (size_t i = 0; i < f->visits.n; i++)
		if (v[i].earliest.n != INT_NONE && v[i].latest.n != INT_NONE &&
		    v[i].latest.n < v[i].earliest.n)
			problem_add(rq, arena_fmt(rq->arena, "visits.%zu.latest", i),
			            "Visit %zu: the latest start must not be before the earliest",
			            i + 1);
	for (size_t i = 0; i < f->visits.n; i++)
		if (v[i].length.n > 0 && v[i].length.n <= 24 * 60)
			week += __builtin_popcountll((unsigned long long)v[i].days & 127) *
			        v[i].length.n * (v[i].carers == CARERS_TWO ? 2 : 1);
	if (week > WEEK_MOST)
		problem_add(rq, "visits", "Visits must not come to more than two care workers day "
		            "and night: 336 hours in a week");
}

static void request_check(struct rq *rq, void *form)
{
	struct request_form *f = form;
	struct person p;

	check_visits(rq, f);
	if (f->reason != REASON_DISCHARGE && date_known(f->start) &&
	    date_cmp(f->start, date_plus(rq->today, -7)) < 0)
		problem_add(rq, "start", "Start date must not be more than a week ago");
	if (date_known(f->start) && date_cmp(f->start, date_plus(rq->today, 366)) > 0)
		problem_add(rq, "start", "Start date must be within a year");
	if (!person_load(rq->db, rq->arena, person_of(rq), &p))
		return;
	if (!BLANK(f->notes) && names(rq->arena, f->notes, &p))
		problem_add(rq, "notes", "Notes for providers must not name the person, nor give "
		            "an address, telephone or NHS number: providers see them before one "
		            "is chosen");
}

const struct form request_new_form = { FORM(struct request_form, new_fields), .name = "request",
	.title = "Ask for a package of care", .button = "Continue", .check = request_check };
const struct form request_change_form = { FORM(struct request_form, change_fields),
	.name = "request-change", .title = "Change a request", .button = "Change the request",
	.lead = "Providers who were asked will be told, and offers made so far lapse.",
	.check = request_check };

struct request_answers to_answers(struct arena *a, const struct request_form *f)
{
	struct visit *v = NEWN(a, struct visit, f->visits.n + 1);
	const char **words = NEWN(a, const char *, f->outcomes.n + 1);
	const struct visit_row *rows = f->visits.at;
	const struct outcome_row *said = f->outcomes.at;
	size_t n = 0;

	for (size_t i = 0; i < f->visits.n; i++)
		v[i] = (struct visit){ rows[i].days, rows[i].earliest, rows[i].latest,
			rows[i].length, rows[i].carers };
	for (size_t i = 0; i < f->outcomes.n; i++)
		if (!BLANK(said[i].words))
			words[n++] = said[i].words;
	return (struct request_answers){ .reason = f->reason, .hospital = f->hospital,
		.ward = f->ward, .ready = f->ready, .service = f->service, .funding = f->funding,
		.council_pct = f->council_pct, .start = f->start, .visits = v,
		.nvisits = f->visits.n, .skills = f->skills, .wishes = f->wishes,
		.notes = f->notes, .outcomes = words, .noutcomes = n };
}

void from_request(struct db *db, struct arena *a, RequestId id, struct request_form *f)
{
	struct request_outcome_list_row *said;
	struct request_skill_list_row *skills;
	struct visit_row *rows;
	struct outcome_row *words;
	struct db_list ids = db_list_new(a);
	struct request r;
	struct visit *v;
	size_t n;

	if (!ONE(db, a, request_load, &r, .id = V(id)))
		return;
	*f = (struct request_form){ .reason = (unsigned)r.reason, .hospital = r.hospital,
		.ward = r.ward, .ready = r.ready_ms, .service = (unsigned)r.service,
		.funding = (unsigned)r.funding, .council_pct = r.council_pct, .start = r.start_day,
		.wishes = r.wishes, .notes = r.notes, .revision = r.revision };
	n = request_visits(db, a, id, &v);
	rows = NEWN(a, struct visit_row, n + 1);
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct visit_row){ v[i].days, v[i].earliest, v[i].latest, v[i].length,
		                              (unsigned)v[i].carers };
	f->visits = (struct rows){ rows, n };
	n = ALL(db, a, request_skill_list, &skills, .request = V(id));
	for (size_t i = 0; i < n; i++)
		db_list_add(&ids, skills[i].id.v);
	f->skills = n ? db_list_text(&ids) : NULL;
	n = ALL(db, a, request_outcome_list, &said, .request = V(id));
	words = NEWN(a, struct outcome_row, n + 1);
	for (size_t i = 0; i < n; i++)
		words[i].words = said[i].words;
	f->outcomes = (struct rows){ words, n };
}
