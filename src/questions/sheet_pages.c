/* SPDX-License-Identifier: MIT */
/*
 * sheet_pages.c -- a sheet, for staff: begun, answered, checked, sent, read.
 *
 * Other rooms give people routes of their own, on the same few functions.
 */
#include "questions/page.sql.h"
#include "questions/pages.h"

const char *sheet_path(struct rq *rq, AnswerSheetId id)
{
	return arena_fmt(rq->arena, "/sheets/%lld", (long long)id.v);
}

struct reply answered_reply(struct rq *rq, enum answered got, const char *flash, const char *to)
{
	switch (got) {
	case ANSWERED:
		return go(rq, flash, "%s", to);
	case ANSWERED_GONE:
		return not_found(rq);
	case ANSWERED_STALE:
		return refuse(rq, NULL, "Someone else saved these answers since you opened them. "
		              "Open them again");
	case ANSWERED_SENT:
		return refuse(rq, NULL, "These answers were sent and cannot be changed any more");
	case ANSWERED_UNPUBLISHED:
		return refuse(rq, NULL, "Publish a version before anybody answers");
	case ANSWERED_BEGUN:
		return go(rq, "You had begun already: go on here", "%s", to);
	case ANSWERED_LACKING:
		return (struct reply){ .kind = REPLY_REFUSE };
	case ANSWERED_PANEL:
		return refuse(rq, NULL, "A panel scores these answers: its members score them on "
		              "the panel's page");
	case ANSWERED_FILE:
		return refuse(rq, "file", "The file must have something in it, be smaller than "
		              "10 MB, and have a name of at most 200 letters");
	}
	return not_found(rq);
}

AnswerSheetId sheet_asked(const struct rq *rq)
{
	AnswerSheetId id = ID(rq, AnswerSheetId, "sheet");
	struct sheet_load_kind_row s;

	/* What is sealed is not there. */
	if (ONE(rq->db, rq->arena, sheet_load_kind, &s, .id = V(id)) &&
	    s.subject_kind == SUBJECT_RESPONSE)
		return (AnswerSheetId){ 0 };
	return id;
}

bool staff_reads(struct rq *rq, const struct answer_sheet *s)
{
	return (s->subject_kind != SUBJECT_APPLICATION || s->state == SHEET_SENT) &&
	       panel_lets_read(rq->db, rq->arena, s->id, rq->me->id);
}

/* What a provider applies with is its own to write. */
static bool staff_writes(struct rq *rq)
{
	struct answer_sheet s;

	return ONE(rq->db, rq->arena, sheet_load, &s, .id = V(sheet_asked(rq))) &&
	       s.subject_kind != SUBJECT_APPLICATION;
}

/* ---- begun ------------------------------------------------------------------- */

struct begin_in { bool none; };
const struct form begin_form = { .name = "sheet-begin", .size = sizeof(struct begin_in),
	.title = "Try the questionnaire", .button = "Begin",
	.lead = "You answer as a provider would. A trial stands among the sheets as a trial." };

struct reply begin_load(struct rq *rq, void *form)
{
	return draft_load(rq, form);
}

struct reply begin_post(struct rq *rq, void *form)
{
	AnswerSheetId id = { 0 };
	enum answered got = sheet_begin(rq->db, rq->arena, ID(rq, QuestionnaireId,
	                                "questionnaire"), SUBJECT_TRIAL, rq->me->id.v,
	                                rq->me->id, rq->now, &id);

	(void)form;
	return answered_reply(rq, got, NULL, sheet_path(rq, id));
}

/* ---- read -------------------------------------------------------------------- */

static const struct column answer_cols[] = {
	{ .key = "section", .label = "Section" },
	{ .key = "question", .label = "Question" },
	{ .key = "answer", .label = "Answer" },
	{ .key = "carried", .label = "From last time, not yet confirmed", .kind = CELL_BOOL },
	{ .key = "stem", .label = "Stem" },
	{ .key = "value", .label = "As kept" },
};
static const struct column file_cols[] = {
	{ .key = "question", .label = "Question" },
	{ .key = "file", .label = "File" },
	{ .key = "give", .label = "Give a file", .on_page_only = true },
};

static const struct answer *answer_kept(const struct question_form *qf, const struct asked *at)
{
	for (size_t i = 0; i < qf->nanswers; i++)
		if (qf->answers[i].question.v == at->q.id.v)
			return &qf->answers[i];
	return NULL;
}

void record_answers(struct rq *rq, struct record *rec, const struct question_form *qf)
{
	struct table *t = record_table(rec, "answers", "Answers", answer_cols,
	                               COUNT(answer_cols));

	for (size_t i = 0; i < qf->form.nfields; i++) {
		const struct asked *at = qf->of[i];
		const struct answer *is = answer_kept(qf, at);
		struct cell *c;

		if (!is)
			continue;
		c = table_add(t);
		c[0] = cell_of_text(at->q.section);
		c[1] = cell_of_text(at->q.label);
		c[2] = cell_of_text(answer_words(rq->arena, at, is->value));
		c[3] = cell_of_bool(is->carried);
		c[4] = cell_of_text(at->q.stem);
		c[5] = cell_of_text(is->value);
	}
}

void record_files(struct rq *rq, struct record *rec, const struct question_form *qf,
                  const void *form, const char *files)
{
	struct table *t = record_table(rec, "files", "Files", file_cols, COUNT(file_cols));
	bool begun = qf->sheet.state == SHEET_BEGUN;

	for (size_t i = 0; i < qf->form.nfields; i++) {
		const struct asked *at = qf->of[i];
		const struct answer *is = answer_kept(qf, at);
		struct cell *c;

		if (at->q.kind != ANSWER_FILE ||
		    !form_asks(&qf->form, &qf->form.fields[i], form))
			continue;
		c = table_add(t);
		c[0] = cell_of_text(at->q.label);
		c[1] = cell_of_text(is ? is->value : NULL);
		if (is)
			c[1].link = arena_fmt(rq->arena, "%s/%lld", files, (long long)is->file.v);
		c[2] = cell_of_text(!begun ? NULL : is ? "Replace it" : "Give it");
		if (begun)
			c[2].link = arena_fmt(rq->arena, "/sheets/%lld/questions/%lld/file",
			                      (long long)qf->sheet.id.v, (long long)at->q.id.v);
	}
}

static struct record *sheet_record(struct rq *rq, const struct question_form *qf)
{
	const struct answer_sheet *s = &qf->sheet;
	struct record *rec = record_new(rq->arena, "sheet", s->id.v, s->name);

	record_word(rec, "subject_kind", "Of a", &sheet_subject_vocab, s->subject_kind);
	record_text(rec, "subject", "Of whom", s->subject_name);
	record_int(rec, "version", "Version", s->number);
	record_link(rec, version_path(rq, s->version));
	record_word(rec, "state", "State", &sheet_state_vocab, s->state);
	record_text(rec, "begun_by", "Begun by", s->begun_name);
	record_moment(rec, "begun", "Begun", s->begun_ms);
	record_text(rec, "sent_by", "Sent by", s->sent_name);
	record_if_any(rec);
	record_moment(rec, "sent", "Sent", s->sent_ms);
	record_if_any(rec);
	return rec;
}

static void sheet_ways(struct rq *rq, struct page *pg, const struct answer_sheet *s)
{
	const char *at = sheet_path(rq, s->id);
	const struct { bool is; const char *words, *end; } ways[] = {
		{ s->state == SHEET_BEGUN, "Answer", "/answer" },
		{ s->state == SHEET_BEGUN, "Check and send", "/send" },
		{ s->state == SHEET_SENT && s->subject_kind != SUBJECT_APPLICATION, "Score",
		  "/score" },
		{ s->state == SHEET_SENT, "Scores", "/scores" },
		{ s->prefilled.v != 0, "What changed since last time", "/compare" },
	};

	EL(pg, "div", "class", "govuk-button-group");
	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].is)
			gov_button(pg, (struct gov_button){ .text = ways[i].words,
				.href = arena_fmt(rq->arena, "%s%s", at, ways[i].end),
				.classes = i ? "govuk-button--secondary" : NULL });
	end(pg);
}

struct reply sheet_get(struct rq *rq)
{
	struct question_form *qf = sheet_form(rq->db, rq->arena, sheet_asked(rq), SEEN_EVALUATORS,
	                                      TO_READ);
	struct record *rec;
	struct page *pg;
	void *at;

	if (!qf || !staff_reads(rq, &qf->sheet))
		return not_found(rq);
	at = form_new(rq->arena, &qf->form);
	sheet_fill(rq->arena, qf, at);
	rec = sheet_record(rq, qf);
	record_answers(rq, rec, qf);
	record_files(rq, rec, qf, at, arena_fmt(rq->arena, "%s/files",
	             sheet_path(rq, qf->sheet.id)));
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = qf->sheet.name;
	rq->look.caption = qf->sheet.subject_name;
	rq->look.back = arena_fmt(rq->arena, "/questionnaires/%lld/sheets",
	                          (long long)qf->sheet.questionnaire.v);
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	sheet_ways(rq, pg, &qf->sheet);
	form_answers(rq, pg, &qf->form, at, NULL);
	record_draw_table(rq, pg, rec, "files");
	return show(rq, pg);
}

/* ---- answered ---------------------------------------------------------------- */

const struct form *sheet_answer_form(struct rq *rq)
{
	struct question_form *qf = sheet_form(rq->db, rq->arena, sheet_asked(rq), SEEN_EVALUATORS,
	                                      TO_ANSWER);

	return qf && staff_writes(rq) ? &qf->form : NULL;
}

/* The form of this request is one that sheet_answer_form() made. */
static const struct question_form *form_of_sheet(const struct rq *rq)
{
	return (const struct question_form *)rq->form;
}

struct reply sheet_answer_load(struct rq *rq, void *form)
{
	if (form_of_sheet(rq)->sheet.state != SHEET_BEGUN)
		return conflict(rq, "These answers were sent",
		                "They can be read, and are not changed any more.");
	sheet_fill(rq->arena, form_of_sheet(rq), form);
	rq->look.back = sheet_path(rq, sheet_asked(rq));
	return (struct reply){ REPLY_DEFAULT };
}

void sheet_answer_above(struct rq *rq, struct page *pg, const void *form)
{
	const struct questions *set = form_of_sheet(rq)->set;
	bool files = false;

	(void)form;
	for (size_t i = 0; i < set->n; i++)
		files |= set->list[i].q.kind == ANSWER_FILE;
	if (files)
		para(pg, "Files are given one by one, from the page of the answers.");
	para(pg, "You may save what you have and go on later. What is missing is asked for when "
	     "you send it.");
}

struct reply sheet_answer_post(struct rq *rq, void *form)
{
	enum answered got = sheet_save(rq->db, rq->arena, form_of_sheet(rq), form, rq->me->id);

	return answered_reply(rq, got, "Answers saved", sheet_path(rq, sheet_asked(rq)));
}

/* ---- files ------------------------------------------------------------------- */

struct file_in { struct file file; };
static const struct field file_fields[] = {
	{ IN(struct file_in, file), .label = "File", .max = FILE_MOST, .need = "Choose the file" },
};
const struct form sheet_file_form = { .name = "sheet-file", FORM(struct file_in, file_fields),
	.title = "Give a file", .button = "Give it" };

struct reply sheet_file_load(struct rq *rq, void *form)
{
	struct question_form *qf = sheet_form(rq->db, rq->arena, sheet_asked(rq), SEEN_EVALUATORS,
	                                      TO_READ);
	const struct asked *at = !qf ? NULL
	                       : asked_by_id(qf->set, ID(rq, AskedQuestionId, "question"));

	(void)form;
	if (!at || at->q.kind != ANSWER_FILE || !staff_writes(rq))
		return not_found(rq);
	rq->look.caption = at->q.label;
	rq->look.back = sheet_path(rq, sheet_asked(rq));
	return (struct reply){ REPLY_DEFAULT };
}

struct reply sheet_file_post(struct rq *rq, void *form)
{
	const struct file_in *in = form;

	if (!staff_writes(rq))
		return not_found(rq);
	return answered_reply(rq, sheet_file(rq->db, rq->arena, sheet_asked(rq),
	                      ID(rq, AskedQuestionId, "question"), &in->file, rq->me->id, rq->now),
	                      "File kept", sheet_path(rq, sheet_asked(rq)));
}

struct reply sheet_file_get(struct rq *rq)
{
	struct answer_file_load_row f;
	struct answer_sheet s;

	if (!ONE(rq->db, rq->arena, sheet_load, &s, .id = V(sheet_asked(rq))) ||
	    !staff_reads(rq, &s) ||
	    !ONE(rq->db, rq->arena, answer_file_load, &f, .sheet = V(sheet_asked(rq)),
	         .id = V(ID(rq, AnswerFileId, "file"))))
		return not_found(rq);
	/* Whatever it says it is, a browser saves it and opens nothing. */
	return file_reply(rq, "application/octet-stream", f.name, f.bytes.p, f.bytes.n);
}

/* ---- sent -------------------------------------------------------------------- */

struct send_in { int64_t carried; bool still; int64_t revision; };

static bool some_carried(const void *form)
{
	const struct send_in *in = form;

	return in->carried != INT_NONE && in->carried > 0;
}

static const struct field send_fields[] = {
	{ IN(struct send_in, carried), .as = AS_HIDDEN },
	{ IN(struct send_in, still), .when = some_carried,
	  .label = "I have read the answers from last time: they are still true",
	  .need = "Say that the answers from last time are still true, or change them" },
	{ IN(struct send_in, revision), .as = AS_HIDDEN },
};
const struct form sheet_send_form = { .name = "sheet-send", FORM(struct send_in, send_fields),
	.title = "Send the answers", .button = "Send",
	.lead = "Once they are sent they cannot be changed." };

static int64_t carried_count(const struct question_form *qf)
{
	int64_t n = 0;

	for (size_t i = 0; i < qf->nanswers; i++)
		n += qf->answers[i].carried;
	return n;
}

struct reply sheet_send_load(struct rq *rq, void *form)
{
	struct question_form *qf = sheet_form(rq->db, rq->arena, sheet_asked(rq), SEEN_EVALUATORS,
	                                      TO_READ);
	struct send_in *in = form;

	if (!qf || !staff_writes(rq))
		return not_found(rq);
	in->carried = carried_count(qf);
	in->revision = qf->sheet.revision;
	rq->look.back = sheet_path(rq, qf->sheet.id);
	if (qf->sheet.state == SHEET_BEGUN && rq->nproblems == 0)
		sheet_whole(rq, qf->sheet.id, SEEN_EVALUATORS);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply sheet_send_post(struct rq *rq, void *form)
{
	const struct send_in *in = form;
	enum answered got;

	if (!staff_writes(rq))
		return not_found(rq);
	got = sheet_send(rq->db, rq->arena, sheet_asked(rq), in->revision, SEEN_EVALUATORS,
	                 rq->me->id, rq->now);
	if (got == ANSWERED_LACKING)
		sheet_whole(rq, sheet_asked(rq), SEEN_EVALUATORS);
	return answered_reply(rq, got, "Answers sent", sheet_path(rq, sheet_asked(rq)));
}
