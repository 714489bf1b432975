/* SPDX-License-Identifier: MIT */
/*
 * step_pages.c -- the steps of an application: places, plans, references, answers.
 */
#include "accreditation/pages.h"

static struct reply step_load(struct rq *rq, struct application *x)
{
	if (!own_application(rq, x))
		return not_found(rq);
	if (x->state != APPLICATION_DRAFT)
		return conflict(rq, "It was sent or withdrawn",
		                "It can be read, and is not changed any more.");
	rq->look.caption = x->framework_name;
	rq->look.back = portal_path(rq, "");
	return (struct reply){ REPLY_DEFAULT };
}

/* ---- lots and places ------------------------------------------------- */

struct want_in { const char *localities; };
static const struct field want_fields[] = {
	{ IN(struct want_in, localities), .label = "Where you want to work", .as = AS_CHECKBOXES,
	  .from = &application_place_choices_sql, .hint = "None: you do not apply for this lot" },
};
const struct form want_form = { .name = "application-lot", FORM(struct want_in, want_fields),
	.title = "Choose places", .button = "Keep" };

struct reply want_load(struct rq *rq, void *form)
{
	struct application_places_row *rows;
	struct db_list ids = db_list_new(rq->arena);
	struct want_in *in = form;
	struct application x;
	struct reply r = step_load(rq, &x);
	size_t n;

	if (r.kind != REPLY_DEFAULT)
		return r;
	n = ALL(rq->db, rq->arena, application_places, &rows, .application = V(x.id));
	for (size_t i = 0; i < n; i++)
		if (rows[i].lot.v == ID(rq, LotId, "lot").v)
			db_list_add(&ids, rows[i].locality.v);
	in->localities = db_list_text(&ids);
	return r;
}

struct reply want_post(struct rq *rq, void *form)
{
	const struct want_in *in = form;
	struct application x;

	if (!own_application(rq, &x))
		return not_found(rq);
	return applied_reply(rq, application_want(rq->db, rq->arena, x.id, ID(rq, LotId, "lot"),
	                     in->localities, rq->me->id, rq->now), "localities", "Places kept",
	                     portal_path(rq, ""));
}

/* ---- what it does here, and plans of newcomers ----------------------- */

struct plan_in { unsigned works_here; const char *elsewhere, *mobilisation, *recruitment; };
static const struct field plan_fields[] = {
	{ IN(struct plan_in, works_here), .label = "Do you support people in this area now?",
	  .words = &yes_or_no_vocab, .need = "Say whether you support people here now" },
	{ IN(struct plan_in, elsewhere), .label = "Which other authorities accredit you?",
	  .max = 300, .hint = "Leave it empty if none does" },
	{ IN(struct plan_in, mobilisation), .label = "Mobilisation plan", .as = AS_LONG,
	  .max = 8000, .section = "If you are new here",
	  .hint = "How and when you will be ready: people, premises, first packages, without "
	  "harm to who works here now" },
	{ IN(struct plan_in, recruitment), .label = "Recruitment and retention plan",
	  .as = AS_LONG, .max = 8000,
	  .hint = "Where your care workers come from, and how you keep them" },
};
const struct form plan_form = { .name = "application-plans", FORM(struct plan_in, plan_fields),
	.title = "You and this area", .button = "Keep" };

struct reply plan_load(struct rq *rq, void *form)
{
	struct plan_in *in = form;
	struct application x;
	struct reply r = step_load(rq, &x);

	if (r.kind != REPLY_DEFAULT)
		return r;
	in->works_here = x.works_here == INT_NONE ? 0 : x.works_here ? SAY_YES : SAY_NO;
	in->elsewhere = x.elsewhere;
	in->mobilisation = x.mobilisation;
	in->recruitment = x.recruitment;
	return r;
}

struct reply plan_post(struct rq *rq, void *form)
{
	const struct plan_in *in = form;
	struct application x;

	if (!own_application(rq, &x))
		return not_found(rq);
	return applied_reply(rq, application_plan(rq->db, rq->arena, x.id, &(struct plan_answers){
		in->works_here == SAY_YES, in->elsewhere, in->mobilisation, in->recruitment },
		rq->me->id), NULL, "Kept", portal_path(rq, ""));
}

/* ---- references ------------------------------------------------------ */

static const struct field reference_fields[] = {
	{ IN(struct reference_answers, authority), .label = "Authority", .max = 200,
	  .need = "Enter the authority" },
	{ IN(struct reference_answers, name), .label = "Who can be asked there", .max = 120,
	  .need = "Enter who can be asked" },
	{ IN(struct reference_answers, email), .label = "Email address", .as = AS_EMAIL,
	  .max = 254, .need = "Enter the email address" },
	{ IN(struct reference_answers, phone), .label = "Telephone", .as = AS_PHONE, .max = 40 },
};
const struct form reference_form = { .name = "application-reference",
	FORM(struct reference_answers, reference_fields), .title = "Add a reference",
	.button = "Add", .lead = "Of another authority for which you work. Asked of providers "
	"that are based elsewhere." };

struct reply reference_post(struct rq *rq, void *form)
{
	struct application x;

	if (!own_application(rq, &x))
		return not_found(rq);
	return applied_reply(rq, application_refer(rq->db, rq->arena, x.id, form, rq->me->id),
	                     NULL, "Reference added", portal_path(rq, ""));
}

struct nothing_in { bool none; };
const struct form reference_drop_form = { .name = "application-reference-drop",
	.size = sizeof(struct nothing_in), .title = "Remove the reference", .button = "Remove" };

struct reply reference_drop_post(struct rq *rq, void *form)
{
	struct application x;

	(void)form;
	if (!own_application(rq, &x))
		return not_found(rq);
	return applied_reply(rq, application_unrefer(rq->db, rq->arena, x.id,
	                     ID(rq, ApplicationReferenceId, "reference"), rq->me->id), NULL,
	                     "Reference removed", portal_path(rq, ""));
}

/* ---- the questionnaire ----------------------------------------------- */

const struct form *own_answers_form(struct rq *rq)
{
	struct question_form *qf;
	struct application x;

	if (!own_application(rq, &x))
		return NULL;
	qf = sheet_form(rq->db, rq->arena, x.sheet, SEEN_ALL, TO_ANSWER);
	return &qf->form;
}

static const struct question_form *form_here(const struct rq *rq)
{
	return (const struct question_form *)rq->form;
}

struct reply own_answers_load(struct rq *rq, void *form)
{
	struct application x;
	struct reply r = step_load(rq, &x);

	if (r.kind != REPLY_DEFAULT)
		return r;
	sheet_fill(rq->arena, form_here(rq), form);
	return r;
}

/* Files have a page each: they are given one by one. */
void own_answers_above(struct rq *rq, struct page *pg, const void *form)
{
	const struct questions *set = form_here(rq)->set;

	(void)form;
	para(pg, "You may save what you have and go on later. What is missing is asked for when "
	     "you send it.");
	for (size_t i = 0; i < set->n; i++) {
		const struct question *q = &set->list[i].q;

		if (q->kind != ANSWER_FILE || q->seen_by != SEEN_ALL)
			continue;
		el(pg, "p");
		el_link(pg, portal_path(rq, arena_fmt(rq->arena, "questions/%lld/file",
		        (long long)q->id.v)), arena_fmt(rq->arena, "Give a file: %s", q->label));
		end(pg);
	}
}

static struct reply answered_as(struct rq *rq, enum answered got, const char *flash)
{
	switch (got) {
	case ANSWERED:
		return go(rq, flash, "%s", portal_path(rq, ""));
	case ANSWERED_STALE:
		return refuse(rq, NULL, "A colleague saved these answers since you opened them. "
		              "Open them again");
	case ANSWERED_SENT:
		return refuse(rq, NULL, "It was sent, and is not changed any more");
	case ANSWERED_FILE:
		return refuse(rq, "file", "The file must have something in it, be smaller than "
		              "10 MB, and have a name of at most 200 letters");
	case ANSWERED_GONE:
	case ANSWERED_UNPUBLISHED:
	case ANSWERED_BEGUN:
	case ANSWERED_LACKING:
	case ANSWERED_PANEL:
		break;
	}
	return not_found(rq);
}

struct reply own_answers_post(struct rq *rq, void *form)
{
	return answered_as(rq, sheet_save(rq->db, rq->arena, form_here(rq), form, rq->me->id),
	                   "Answers kept");
}

struct answer_file_in { struct file file; };
static const struct field answer_file_fields[] = {
	{ IN(struct answer_file_in, file), .label = "File", .max = FILE_MOST,
	  .need = "Choose the file" },
};
const struct form answer_file_form = { .name = "application-file",
	FORM(struct answer_file_in, answer_file_fields), .title = "Give a file",
	.button = "Give it" };

struct reply answer_file_load_form(struct rq *rq, void *form)
{
	struct application x;
	struct reply r = step_load(rq, &x);
	struct question_form *qf;
	const struct asked *at;

	(void)form;
	if (r.kind != REPLY_DEFAULT)
		return r;
	qf = sheet_form(rq->db, rq->arena, x.sheet, SEEN_ALL, TO_READ);
	at = asked_by_id(qf->set, ID(rq, AskedQuestionId, "question"));
	if (!at || at->q.kind != ANSWER_FILE || at->q.seen_by != SEEN_ALL)
		return not_found(rq);
	rq->look.caption = at->q.label;
	return r;
}

struct reply answer_file_post(struct rq *rq, void *form)
{
	const struct answer_file_in *in = form;
	struct application x;
	struct reply r = answer_file_load_form(rq, form);

	if (r.kind != REPLY_DEFAULT || !own_application(rq, &x))
		return r;
	return answered_as(rq, sheet_file(rq->db, rq->arena, x.sheet, ID(rq, AskedQuestionId,
	                   "question"), &in->file, rq->me->id, rq->now), "File kept");
}

/* Is it an answer to a question that the provider is asked? */
static bool file_is_own(struct rq *rq, AnswerSheetId sheet)
{
	struct question_form *qf = sheet_form(rq->db, rq->arena, sheet, SEEN_ALL, TO_READ);

	for (size_t i = 0; i < qf->nanswers; i++) {
		const struct asked *at = asked_by_id(qf->set, qf->answers[i].question);

		if (qf->answers[i].file.v == ID(rq, AnswerFileId, "file").v && at &&
		    at->q.seen_by == SEEN_ALL)
			return true;
	}
	return false;
}

struct reply own_file_get(struct rq *rq)
{
	struct answer_file_load_row f;
	struct application x;

	if (!own_application(rq, &x) || !file_is_own(rq, x.sheet) ||
	    !ONE(rq->db, rq->arena, answer_file_load, &f, .sheet = V(x.sheet),
	         .id = V(ID(rq, AnswerFileId, "file"))))
		return not_found(rq);
	/* Whatever it says it is, a browser saves it and opens nothing. */
	return file_reply(rq, "application/octet-stream", f.name, f.bytes.p, f.bytes.n);
}
