/* SPDX-License-Identifier: MIT */
/*
 * score.c -- answers scored: by the choice's own points, or by people, each alone.
 */
#include "questions/inside.h"

/* ---- what was answered and scored -------------------------------------------- */

static const struct answer *answer_to(const struct question_form *qf, AskedQuestionId id)
{
	for (size_t i = 0; i < qf->nanswers; i++)
		if (qf->answers[i].question.v == id.v)
			return &qf->answers[i];
	return NULL;
}

static bool key_in(const char *keys, const char *key)
{
	size_t n = 0, len;

	for (len = 0; key[len]; len++)
		;
	for (const char *s = keys; *s; s += n + (s[n] == ',')) {
		for (n = 0; s[n] && s[n] != ','; n++)
			;
		if (n == len && text_begins(s, key))
			return true;
	}
	return false;
}

/* The points of one choice; of several, none: people judge the whole. */
static int64_t own_points(const struct asked *at, const char *answer)
{
	for (size_t i = 0; answer && at->q.kind == ANSWER_CHOICE && i < at->nchoices; i++)
		if (text_same(at->choices[i].key, answer))
			return at->choices[i].points;
	return INT_NONE;
}

static void fails_find(struct arena *a, const struct question_form *qf, struct scores *out)
{
	size_t room = 0;

	for (size_t i = 0; i < qf->set->n; i++)
		room += qf->set->list[i].nchoices;
	out->fails = NEWN(a, const char *, room + 1);
	for (size_t i = 0; i < qf->set->n; i++) {
		const struct asked *at = &qf->set->list[i];
		const struct answer *answer = answer_to(qf, at->q.id);

		for (size_t k = 0; answer && k < at->nchoices; k++)
			if (at->choices[k].fails && key_in(answer->value, at->choices[k].key))
				out->fails[out->nfails++] = arena_fmt(a, "%s: %s", at->q.label,
				                                      at->choices[k].label);
	}
}

static void marks_share(struct scored *s, const struct answer_score_list_row *rows, size_t n,
                        struct arena *a)
{
	s->marks = NEWN(a, struct mark, n + 1);
	for (size_t i = 0; i < n; i++)
		if (rows[i].question.v == s->at->q.id.v)
			s->marks[s->nmarks++] = (struct mark){ rows[i].scorer, rows[i].name,
				rows[i].points, rows[i].note, rows[i].counted };
}

static const struct mark *mark_by(const struct scored *s, UserAccountId who)
{
	for (size_t i = 0; i < s->nmarks; i++)
		if (s->marks[i].scorer.v == who.v)
			return &s->marks[i];
	return NULL;
}

/* ---- totals ------------------------------------------------------------------ */

/* Of one scorer; with nobody, of what has points by itself. */
static struct total total_of(const struct scores *s, int64_t most, UserAccountId who,
                             const char *name)
{
	struct total t = { .scorer = who, .name = name, .whole = true };
	int64_t sum = 0, all = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct scored *q = &s->list[i];
		const struct mark *m = mark_by(q, who);

		all += q->at->q.weight * most;
		if (q->own != INT_NONE)
			sum += q->at->q.weight * q->own;
		else if (m)
			sum += q->at->q.weight * m->points;
		else
			t.whole = false;
	}
	/* Half a tenth is rounded up: the one rounding. */
	t.tenths = all ? (2000 * sum + all) / (2 * all) : 0;
	return t;
}

/* Of the marks that are in it, one for each who gave any. */
static void totals_make(struct arena *a, struct scores *s, int64_t most)
{
	size_t room = 1;

	for (size_t i = 0; i < s->n; i++)
		room += s->list[i].nmarks;
	s->totals = NEWN(a, struct total, room);
	for (size_t i = 0; i < s->n; i++)
		for (size_t m = 0; m < s->list[i].nmarks; m++) {
			const struct mark *by = &s->list[i].marks[m];
			bool known = false;

			for (size_t k = 0; k < s->ntotals; k++)
				known |= s->totals[k].scorer.v == by->scorer.v;
			if (!known)
				s->totals[s->ntotals++] = total_of(s, most, by->scorer, by->name);
		}
}

/* Whoever has not scored all yet sees nobody's marks but his own. */
static void own_only(struct scores *s, UserAccountId me)
{
	for (size_t i = 0; i < s->n; i++) {
		struct scored *q = &s->list[i];
		size_t kept = 0;

		for (size_t k = 0; k < q->nmarks; k++)
			if (q->marks[k].scorer.v == me.v)
				q->marks[kept++] = q->marks[k];
		q->nmarks = kept;
	}
}

static void scores_fill(struct arena *a, const struct question_form *qf, struct scores *out)
{
	const void *at;
	void *whole = form_new(a, &qf->form);

	sheet_fill(a, qf, whole);
	at = whole;
	out->list = NEWN(a, struct scored, qf->form.nfields + 1);
	for (size_t i = 0; i < qf->form.nfields; i++) {
		const struct answer *answer = answer_to(qf, qf->of[i]->q.id);

		if (!qf->of[i]->q.weight || !form_asks(&qf->form, &qf->form.fields[i], at))
			continue;
		out->list[out->n++] = (struct scored){ .at = qf->of[i],
			.answer = answer ? answer->value : NULL,
			.own = own_points(qf->of[i], answer ? answer->value : NULL),
			.agreed = INT_NONE };
	}
}

bool marks_whole(const struct scores *s, UserAccountId who)
{
	return total_of(s, 1, who, "").whole;
}

void scores_read(struct db *db, struct arena *a, const struct question_form *qf, UserAccountId me,
                 struct scores *out)
{
	struct answer_score_list_row *rows;
	size_t n = ALL(db, a, answer_score_list, &rows, .sheet = V(qf->sheet.id));

	*out = (struct scores){ .n = 0 };
	scores_fill(a, qf, out);
	fails_find(a, qf, out);
	for (size_t i = 0; i < out->n; i++)
		marks_share(&out->list[i], rows, n, a);
	out->mine_whole = marks_whole(out, me);
}

void sheet_scores(struct db *db, struct arena *a, const struct question_form *qf, UserAccountId me,
                  struct scores *out)
{
	scores_read(db, a, qf, me, out);
	if (!panel_judges(db, a, qf, me, out) && !out->mine_whole)
		own_only(out, me);
	totals_make(a, out, qf->set->v.scored_to);
	/* What scores itself needs nobody. */
	if (!out->ntotals && out->n && out->mine_whole)
		out->totals[out->ntotals++] = total_of(out, qf->set->v.scored_to, me, "By itself");
}

/* ---- the form to score by ---------------------------------------------------- */

static struct field points_field(struct arena *a, const struct question_form *qf,
                                 const struct scored *s, size_t n)
{
	const struct question *q = &s->at->q;

	return (struct field){ .name = q->stem, .label = q->label, .kind = FIELD_INT,
		.at = n * sizeof(struct score_slot) + offsetof(struct score_slot, points),
		.max = qf->set->v.scored_to, .width = "3", .need = "Give points",
		.hint = arena_fmt(a, "Weight %lld, from 0 to %lld. The answer: %s",
		                  (long long)q->weight, (long long)qf->set->v.scored_to,
		                  s->answer ? answer_words(a, s->at, s->answer) : "none") };
}

struct score_form *score_form(struct arena *a, const struct question_form *qf)
{
	struct score_form *f = NEW(a, struct score_form);
	struct field *fields = NEWN(a, struct field, 2 * qf->form.nfields + 1);
	struct scores s = { .n = 0 };
	size_t n = 0;

	scores_fill(a, qf, &s);
	f->of = qf;
	f->at = NEWN(a, const struct asked *, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		if (s.list[i].own != INT_NONE)
			continue;
		f->at[n] = s.list[i].at;
		fields[2 * n] = points_field(a, qf, &s.list[i], n);
		fields[2 * n + 1] = (struct field){ .label = "Why", .kind = FIELD_TEXT,
			.name = arena_fmt(a, "%s-note", s.list[i].at->q.stem), .as = AS_LONG,
			.at = n * sizeof(struct score_slot) + offsetof(struct score_slot, note),
			.max = 2000 };
		n++;
	}
	f->form = (struct form){ .name = "questionnaire-score",
		.size = (n + 1) * sizeof(struct score_slot), .fields = fields, .nfields = 2 * n,
		.title = "Score the answers", .button = "Keep my scores", .partly = true,
		.lead = "You score alone: you see what others gave when you have scored "
		"everything." };
	return f;
}

void score_form_fill(const struct score_form *f, void *at, const struct scores *s, UserAccountId me)
{
	struct score_slot *slots = at;

	for (size_t i = 0; 2 * i < f->form.nfields; i++)
		for (size_t k = 0; k < s->n; k++) {
			const struct mark *m = s->list[k].at->q.id.v == f->at[i]->q.id.v
			                       ? mark_by(&s->list[k], me) : NULL;

			if (m)
				slots[i] = (struct score_slot){ m->points, m->note };
		}
}

int64_t marks_put(struct db *db, const struct score_form *f, const void *at, UserAccountId by,
                  Moment now)
{
	const struct score_slot *slots = at;
	int64_t given = 0;

	for (size_t i = 0; 2 * i < f->form.nfields; i++) {
		if (slots[i].points == INT_NONE)
			continue;
		given++;
		DO(db, answer_score_put, .sheet = V(f->of->sheet.id),
		   .question = V(f->at[i]->q.id), .scorer = V(by), .points = V(slots[i].points),
		   .note = V(slots[i].note), .at_ms = V(now));
	}
	return given;
}

enum answered score_put(struct db *db, struct arena *a, const struct score_form *f, const void *at,
                        UserAccountId by, Moment now)
{
	AnswerSheetId sheet = f->of->sheet.id;
	struct panel_of_sheet_row panel;

	db_need_write(db);
	if (f->of->sheet.state != SHEET_SENT)
		return ANSWERED_STALE;
	if (f->of->sheet.subject_kind == SUBJECT_APPLICATION ||
	    ONE(db, a, panel_of_sheet, &panel, .sheet = V(sheet)))
		return ANSWERED_PANEL;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "sheet.score",
		.thing = "answer_sheet", .thing_id = sheet.v,
		.detail = arena_fmt(a, "{\"questions\":%lld}",
		                    (long long)marks_put(db, f, at, by, now)) });
	return ANSWERED;
}
