/* SPDX-License-Identifier: MIT */
/*
 * judge_pages.c -- what changed, and what it is worth.
 */
#include "questions/pages.h"

/* ---- what changed ------------------------------------------------------------ */

static const struct column change_cols[] = {
	{ .key = "how", .label = "How", .kind = CELL_WORD, .words = &answer_change_vocab },
	{ .key = "question", .label = "Question" },
	{ .key = "what", .label = "What" },
	{ .key = "before", .label = "Before" },
	{ .key = "after", .label = "After" },
	{ .key = "stem", .label = "Stem", .in_files_only = true },
};

static struct reply changes_reply(struct rq *rq, struct record *rec, const char *title,
                                  const struct answer_changed *list, size_t n)
{
	struct table *t = record_table(rec, "changes", "What changed", change_cols,
	                               COUNT(change_cols));
	struct page *pg;

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_word(list[i].how);
		c[1] = cell_of_text(list[i].label);
		c[2] = cell_of_text(list[i].what);
		c[3] = cell_of_text(list[i].before);
		c[4] = cell_of_text(list[i].after);
		c[5] = cell_of_text(list[i].stem);
	}
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = title;
	rq->look.wide = true;
	pg = show_begin(rq);
	if (n)
		record_draw_table(rq, pg, rec, "changes");
	else
		para(pg, "Nothing changed.");
	return show(rq, pg);
}

struct reply versions_compare_get(struct rq *rq)
{
	struct questions before, after;
	struct answer_changed *list;
	struct record *rec;
	size_t n;

	if (!questions_load(rq->db, rq->arena, ID(rq, QuestionnaireVersionId, "version"),
	                    &after) ||
	    !questions_load(rq->db, rq->arena, ID(rq, QuestionnaireVersionId, "other"), &before) ||
	    before.v.questionnaire.v != after.v.questionnaire.v)
		return not_found(rq);
	n = versions_compare(rq->arena, &before, &after, &list);
	rec = record_new(rq->arena, "questionnaire-changes", after.v.id.v, after.v.name);
	record_int(rec, "before", "Version before", before.v.number);
	record_int(rec, "after", "Version after", after.v.number);
	rq->look.back = version_path(rq, after.v.id);
	return changes_reply(rq, rec, arena_fmt(rq->arena, "%s: from version %lld to %lld",
	                     after.v.name, (long long)before.v.number, (long long)after.v.number),
	                     list, n);
}

struct reply sheets_compare_get(struct rq *rq)
{
	struct question_form *after = sheet_form(rq->db, rq->arena, sheet_asked(rq),
	                                         SEEN_EVALUATORS, TO_READ), *before;
	struct answer_changed *list;
	struct record *rec;
	size_t n;

	if (!after || !staff_reads(rq, &after->sheet))
		return not_found(rq);
	rq->look.back = sheet_path(rq, after->sheet.id);
	rec = record_new(rq->arena, "sheet-changes", after->sheet.id.v, after->sheet.name);
	before = sheet_form(rq->db, rq->arena, after->sheet.prefilled, SEEN_EVALUATORS, TO_READ);
	if (!before)
		return changes_reply(rq, rec, "There is no sheet before this one", NULL, 0);
	n = sheets_compare(rq->arena, before, after, &list);
	record_moment(rec, "before", "Sent before", before->sheet.sent_ms);
	return changes_reply(rq, rec, arena_fmt(rq->arena, "%s: what changed since %s",
	                     after->sheet.name, moment_text(rq->arena, before->sheet.sent_ms)),
	                     list, n);
}

/* ---- scores ------------------------------------------------------------------ */

static struct question_form *sheet_read(struct rq *rq)
{
	struct question_form *qf = sheet_form(rq->db, rq->arena, sheet_asked(rq),
	                                      SEEN_EVALUATORS, TO_READ);

	return qf && staff_reads(rq, &qf->sheet) ? qf : NULL;
}

const struct form *sheet_score_form(struct rq *rq)
{
	struct question_form *qf = sheet_read(rq);

	return qf ? &score_form(rq->arena, qf)->form : NULL;
}

struct reply sheet_score_load(struct rq *rq, void *form)
{
	const struct score_form *f = (const struct score_form *)rq->form;
	struct scores s;

	sheet_scores(rq->db, rq->arena, f->of, rq->me->id, &s);
	score_form_fill(f, form, &s, rq->me->id);
	rq->look.caption = f->of->sheet.name;
	rq->look.back = sheet_path(rq, f->of->sheet.id);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply sheet_score_post(struct rq *rq, void *form)
{
	const struct score_form *f = (const struct score_form *)rq->form;
	enum answered got = score_put(rq->db, rq->arena, f, form, rq->me->id, rq->now);

	if (got == ANSWERED_STALE)
		return refuse(rq, NULL, "These answers are not sent yet: they are scored when "
		              "they are");
	return answered_reply(rq, got, "Scores kept", arena_fmt(rq->arena, "%s/scores",
	                      sheet_path(rq, f->of->sheet.id)));
}

static const struct column total_cols[] = {
	{ .key = "scorer", .label = "Who scored" },
	{ .key = "total", .label = "Total", .kind = CELL_PERCENT, .places = 1,
	  .means = "Weight times points, of the most that was to be had" },
	{ .key = "whole", .label = "Scored everything", .kind = CELL_BOOL },
};
static const struct column mark_cols[] = {
	{ .key = "question", .label = "Question" },
	{ .key = "answer", .label = "Answer" },
	{ .key = "weight", .label = "Weight", .kind = CELL_INT },
	{ .key = "scorer", .label = "Who scored" },
	{ .key = "points", .label = "Points", .kind = CELL_INT },
	{ .key = "note", .label = "Why" },
};
static const struct column fail_cols[] = { { .key = "fails", .label = "Fails because" } };

static void mark_row(struct rq *rq, struct table *t, const struct scored *s, const char *who,
                     int64_t points, const char *note)
{
	struct cell *c = table_add(t);

	c[0] = cell_of_text(s->at->q.label);
	c[1] = cell_of_text(s->answer ? answer_words(rq->arena, s->at, s->answer) : NULL);
	c[2] = cell_of_int(s->at->q.weight);
	c[3] = cell_of_text(who);
	c[4] = cell_of_int(points);
	c[5] = cell_of_text(note);
}

void record_scores(struct rq *rq, struct record *rec, const struct scores *s)
{
	struct table *fails = record_table(rec, "fails", "Fails", fail_cols, COUNT(fail_cols));
	struct table *totals = record_table(rec, "totals", "Totals", total_cols,
	                                    COUNT(total_cols));
	struct table *marks = record_table(rec, "marks", "Scores", mark_cols, COUNT(mark_cols));

	for (size_t i = 0; i < s->nfails; i++)
		table_add(fails)[0] = cell_of_text(s->fails[i]);
	if (s->panel.v && s->sees_all) {
		struct cell *c = table_add(totals);

		c[0] = cell_of_text("Agreed by the panel");
		c[1] = cell_of_int(s->agreed.tenths);
		c[2] = cell_of_bool(s->agreed.whole);
	}
	for (size_t i = 0; i < s->ntotals; i++) {
		struct cell *c = table_add(totals);

		c[0] = cell_of_text(s->totals[i].name);
		c[1] = cell_of_int(s->totals[i].tenths);
		c[2] = cell_of_bool(s->totals[i].whole);
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct scored *q = &s->list[i];

		if (q->own != INT_NONE)
			mark_row(rq, marks, q, "By the choice", q->own, NULL);
		if (q->agreed != INT_NONE)
			mark_row(rq, marks, q, "Agreed", q->agreed, q->agreed_why);
		else if (q->own == INT_NONE && !q->nmarks)
			mark_row(rq, marks, q, NULL, INT_NONE, NULL);
		for (size_t k = 0; k < q->nmarks; k++)
			mark_row(rq, marks, q, q->marks[k].name, q->marks[k].points,
			         q->marks[k].note);
	}
}

void record_draw_scores(struct rq *rq, struct page *pg, struct record *rec,
                        const struct scores *s)
{
	if (s->nfails)
		record_draw_table(rq, pg, rec, "fails");
	if (s->ntotals || s->agreed.whole)
		record_draw_table(rq, pg, rec, "totals");
	if (s->n)
		record_draw_table(rq, pg, rec, "marks");
	else
		para(pg, "No question of it is scored.");
}

struct reply sheet_scores_get(struct rq *rq)
{
	struct question_form *qf = sheet_read(rq);
	struct record *rec;
	struct scores s;
	struct page *pg;

	if (!qf)
		return not_found(rq);
	sheet_scores(rq->db, rq->arena, qf, rq->me->id, &s);
	rec = record_new(rq->arena, "sheet-scores", qf->sheet.id.v, qf->sheet.name);
	record_text(rec, "passes", "Passes", s.nfails ? "No" : "Yes");
	record_scores(rq, rec, &s);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = arena_fmt(rq->arena, "%s: scores", qf->sheet.name);
	rq->look.caption = qf->sheet.subject_name;
	rq->look.back = sheet_path(rq, qf->sheet.id);
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	if (s.panel.v && !s.sees_all)
		para(pg, "A panel scores these answers: you see its marks when it is locked.");
	else if (!s.panel.v && !s.mine_whole)
		para(pg, "You see what others gave when you have scored everything.");
	record_draw_scores(rq, pg, rec, &s);
	return show(rq, pg);
}
