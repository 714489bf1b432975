/* SPDX-License-Identifier: MIT */
/*
 * request_form.h -- the questions of a request: one struct, one row each.
 *
 * To add a question: a member here, a row in request_form.c, a column in
 * schema/, the column in request.sql, a line in to_answers() and
 * from_request().  Page, check, error summary, "check your answers", JSON and
 * the audit trail follow from the row.  HACKING.md shows it as a diff.
 */
#ifndef ALM_REQUEST_FORM_H
#define ALM_REQUEST_FORM_H

#include "brokerage/brokerage.h"
#include "form/form.h"

struct visit_row   { int64_t days; Minutes earliest, latest, length; unsigned carers; };
struct outcome_row { const char *words; };

struct request_form {
	unsigned    reason;
	const char *hospital, *ward;
	Moment      ready;
	unsigned    service, funding;
	int64_t     council_pct;
	Date        start;
	struct rows visits;             /* of struct visit_row */
	const char *skills;             /* "[3,5]" */
	struct rows outcomes;           /* of struct outcome_row */
	const char *wishes, *notes;
	const char *because;            /* of a change: why */
	int64_t     revision;
};

extern const struct form request_new_form, request_change_form;

/* The answers as the verbs take them, in the arena. */
struct request_answers to_answers(struct arena *, const struct request_form *);
/* The questions filled in with what a request says now. */
void from_request(struct db *, struct arena *, RequestId, struct request_form *);

#endif
