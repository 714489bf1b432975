/* SPDX-License-Identifier: MIT */
/*
 * panel_score_pages.c -- what members of a panel do: declare, read, score alone,
 * lock, agree.
 */
#include "questions/pages.h"

static AnswerSheetId sheet_here(const struct rq *rq)
{
	return ID(rq, AnswerSheetId, "sheet");
}

static const char *here_path(struct rq *rq)
{
	return arena_fmt(rq->arena, "%s/sheets/%lld", panel_path(rq, panel_here(rq)),
	                 (long long)sheet_here(rq).v);
}

/* ---- interests ---------------------------------------------------------------------- */

struct interest_in { const char *sheets, *words; bool all; };

static bool some_interest(const void *form)
{
	const struct interest_in *in = form;

	return !BLANK(in->sheets) && !text_same(in->sheets, "[]");
}

static const struct field interest_fields[] = {
	{ IN(struct interest_in, sheets), .label = "In which of these have you an interest?",
	  .hint = "You, or somebody near to you, work for them, own a part of them, are related "
	  "to who runs them, have a quarrel with them. Tick none if you have none",
	  .as = AS_CHECKBOXES, .from = &panel_interest_choices_sql },
	{ IN(struct interest_in, words), .label = "What interest is it?", .as = AS_LONG,
	  .max = 2000, .hint = "Needed if you ticked any" },
	{ IN(struct interest_in, all), .label = "I have read the list, and what I ticked is all",
	  .need = "Say that what you ticked is all" },
};

static void interest_check(struct rq *rq, void *form)
{
	const struct interest_in *in = form;

	if (some_interest(in) && BLANK(in->words))
		problem_add(rq, "words", "Say what interest it is");
	if (!some_interest(in) && !BLANK(in->words))
		problem_add(rq, "sheets", "Say in which of them");
}

const struct form panel_interest_form = { .name = "panel-interests",
	FORM(struct interest_in, interest_fields), .title = "Declare interests",
	.button = "Declare", .check = interest_check,
	.lead = "What you have an interest in you neither read nor score. An interest that shows "
	"later is declared here too; none is taken back." };

struct reply panel_interest_load(struct rq *rq, void *form)
{
	struct panel_member_load_row mine;
	struct panel p;

	(void)form;
	if (!panel_open(rq, &p, &mine))
		return not_found(rq);
	rq->look.caption = p.name;
	rq->look.back = panel_path(rq, p.id);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply panel_interest_post(struct rq *rq, void *form)
{
	const struct interest_in *in = form;

	return paneled_reply(rq, panel_declare(rq->db, rq->arena, panel_here(rq), in->sheets,
	                     in->words, rq->me->id, rq->now), NULL, "Declared",
	                     panel_path(rq, panel_here(rq)));
}

/* ---- read ---------------------------------------------------------------------------- */

/* NULL: it is not on this panel, or not for who asks. */
static struct question_form *sheet_for_me(struct rq *rq)
{
	if (panel_reads(rq->db, rq->arena, panel_here(rq), sheet_here(rq), rq->me->id) != PANELED)
		return NULL;
	return sheet_form(rq->db, rq->arena, sheet_here(rq), SEEN_EVALUATORS, TO_READ);
}

static void here_look(struct rq *rq, const struct question_form *qf)
{
	rq->look.caption = qf->sheet.subject_name;
	rq->look.back = here_path(rq);
}

static void sheet_ways(struct rq *rq, struct page *pg, bool scores, bool final, bool moderates)
{
	const struct { bool is; const char *words, *end; } ways[] = {
		{ scores && !final, "Score", "score" },
		{ scores && !final, "Lock my marks", "lock" },
		{ moderates, "Agree the marks", "agree" },
	};

	EL(pg, "div", "class", "govuk-button-group");
	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].is)
			gov_button(pg, (struct gov_button){ .text = ways[i].words,
				.href = arena_fmt(rq->arena, "%s/%s", here_path(rq), ways[i].end),
				.classes = i ? "govuk-button--secondary" : NULL });
	end(pg);
}

struct reply panel_sheet_get(struct rq *rq)
{
	struct question_form *qf = sheet_for_me(rq);
	struct panel_of_sheet_row of;
	struct panel_place_row at;
	struct record *rec;
	struct scores s;
	struct page *pg;
	void *answers;

	if (!qf)
		return not_found(rq);
	SURE(ONE(rq->db, rq->arena, panel_of_sheet, &of, .sheet = V(qf->sheet.id)));
	SURE(ONE(rq->db, rq->arena, panel_place, &at, .sheet = V(qf->sheet.id),
	         .member = V(rq->me->id)));
	answers = form_new(rq->arena, &qf->form);
	sheet_fill(rq->arena, qf, answers);
	rec = record_new(rq->arena, "panel-sheet", qf->sheet.id.v, qf->sheet.name);
	record_text(rec, "subject", "Of whom", qf->sheet.subject_name);
	record_moment(rec, "sent", "Sent", qf->sheet.sent_ms);
	record_moment(rec, "final", "Your marks are final since", at.locked_ms);
	record_if_any(rec);
	sheet_scores(rq->db, rq->arena, qf, rq->me->id, &s);
	record_answers(rq, rec, qf);
	record_files(rq, rec, qf, answers, arena_fmt(rq->arena, "%s/files", here_path(rq)));
	record_scores(rq, rec, &s);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = qf->sheet.name;
	rq->look.caption = qf->sheet.subject_name;
	rq->look.back = panel_path(rq, of.panel);
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	if (!moment_known(of.locked_ms))
		sheet_ways(rq, pg, !at.moderates, moment_known(at.locked_ms), at.moderates);
	if (!s.sees_all)
		para(pg, "You see what others gave when your own marks are final.");
	record_draw_scores(rq, pg, rec, &s);
	form_answers(rq, pg, &qf->form, answers, NULL);
	record_draw_table(rq, pg, rec, "files");
	return show(rq, pg);
}

struct reply panel_file_get(struct rq *rq)
{
	struct answer_file_load_row f;

	if (!sheet_for_me(rq) ||
	    !ONE(rq->db, rq->arena, answer_file_load, &f, .sheet = V(sheet_here(rq)),
	         .id = V(ID(rq, AnswerFileId, "file"))))
		return not_found(rq);
	/* Whatever it says it is, a browser saves it and opens nothing. */
	return file_reply(rq, "application/octet-stream", f.name, f.bytes.p, f.bytes.n);
}

/* ---- scored ---------------------------------------------------------------------------- */

const struct form *panel_score_form(struct rq *rq)
{
	struct question_form *qf = sheet_for_me(rq);

	return qf ? &score_form(rq->arena, qf)->form : NULL;
}

struct reply panel_score_load(struct rq *rq, void *form)
{
	const struct score_form *f = (const struct score_form *)rq->form;
	struct scores s;

	sheet_scores(rq->db, rq->arena, f->of, rq->me->id, &s);
	score_form_fill(f, form, &s, rq->me->id);
	here_look(rq, f->of);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply panel_score_post(struct rq *rq, void *form)
{
	const struct score_form *f = (const struct score_form *)rq->form;

	return paneled_reply(rq, panel_score(rq->db, rq->arena, panel_here(rq), f, form,
	                     rq->me->id, rq->now), NULL, "Marks kept", here_path(rq));
}

struct nothing_in { bool none; };
const struct form panel_final_form = { .name = "panel-final", .size = sizeof(struct nothing_in),
	.title = "Lock my marks", .button = "Lock",
	.lead = "Your marks of these answers are final from then on, and you see those of others "
	"who have locked theirs." };

struct reply panel_final_load(struct rq *rq, void *form)
{
	struct question_form *qf = sheet_for_me(rq);

	(void)form;
	if (!qf)
		return not_found(rq);
	here_look(rq, qf);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply panel_final_post(struct rq *rq, void *form)
{
	(void)form;
	return paneled_reply(rq, panel_marks_lock(rq->db, rq->arena, panel_here(rq),
	                     sheet_here(rq), rq->me->id, rq->now), NULL, "Your marks are final",
	                     here_path(rq));
}

/* ---- agreed ------------------------------------------------------------------------------ */

const struct form *panel_agree_form(struct rq *rq)
{
	struct question_form *qf = sheet_for_me(rq);
	struct panel_place_row at;

	if (!qf || !ONE(rq->db, rq->arena, panel_place, &at, .sheet = V(qf->sheet.id),
	                .member = V(rq->me->id)) || !at.moderates)
		return NULL;
	return &moderation_form(rq->db, rq->arena, qf)->form;
}

struct reply panel_agree_load(struct rq *rq, void *form)
{
	const struct moderation_form *f = (const struct moderation_form *)rq->form;

	moderation_fill(rq->db, rq->arena, f, form);
	here_look(rq, f->of);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply panel_agree_post(struct rq *rq, void *form)
{
	const struct moderation_form *f = (const struct moderation_form *)rq->form;

	return paneled_reply(rq, panel_moderate(rq->db, rq->arena, panel_here(rq), f, form,
	                     rq->me->id, rq->now), NULL, "Agreed marks kept", here_path(rq));
}

const struct form panel_lock_form = { .name = "panel-lock", .size = sizeof(struct nothing_in),
	.title = "Lock the panel", .button = "Lock", .lead = "From then on nothing of it changes: "
	"its agreed marks stand, and what follows from them is decided." };

struct reply panel_lock_post(struct rq *rq, void *form)
{
	(void)form;
	return paneled_reply(rq, panel_lock(rq->db, rq->arena, panel_here(rq), rq->me->id,
	                     rq->now), NULL, "The panel is locked",
	                     panel_path(rq, panel_here(rq)));
}
