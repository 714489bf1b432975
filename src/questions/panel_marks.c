/* SPDX-License-Identifier: MIT */
/*
 * panel_marks.c -- marks of a panel: given alone, final when locked, agreed where
 * they lie apart.
 *
 *	agreed total   the sum of weight x (the agreed mark, else the mean of the
 *	               final marks), of the most that was to be had, in tenths of a
 *	               per cent, rounded once
 */
#include "questions/inside.h"

/* ---- what counts, and who sees it ------------------------------------------------- */

static size_t counted(const struct scored *q)
{
	size_t n = 0;

	for (size_t i = 0; i < q->nmarks; i++)
		n += q->marks[i].counted;
	return n;
}

/* The farthest that two final marks lie from each other. */
static int64_t spread(const struct scored *q)
{
	int64_t least = INT_NONE, most = INT_NONE;

	for (size_t i = 0; i < q->nmarks; i++) {
		int64_t p = q->marks[i].points;

		if (!q->marks[i].counted)
			continue;
		least = least == INT_NONE || p < least ? p : least;
		most = most == INT_NONE || p > most ? p : most;
	}
	return least == INT_NONE ? 0 : most - least;
}

static int64_t sum_counted(const struct scored *q)
{
	int64_t sum = 0;

	for (size_t i = 0; i < q->nmarks; i++)
		sum += q->marks[i].counted ? q->marks[i].points : 0;
	return sum;
}

/*
 * Means are fractions of n, the number of those whose marks count: it is the
 * same for all questions of a sheet, for marks are locked together.
 */
static struct total total_agreed(const struct scores *s, int64_t most)
{
	struct total t = { .name = "Agreed", .whole = true };
	int64_t sum = 0, all = 0, n = 1;

	for (size_t i = 0; i < s->n; i++)
		if (s->list[i].own == INT_NONE && counted(&s->list[i]))
			n = (int64_t)counted(&s->list[i]);
	for (size_t i = 0; i < s->n; i++) {
		const struct scored *q = &s->list[i];

		all += n * q->at->q.weight * most;
		if (q->own != INT_NONE)
			sum += n * q->at->q.weight * q->own;
		else if (q->agreed != INT_NONE)
			sum += n * q->at->q.weight * q->agreed;
		else
			sum += q->at->q.weight * sum_counted(q);
		t.whole = t.whole && !q->apart &&
		          (q->own != INT_NONE || q->agreed != INT_NONE || counted(q));
	}
	/* Half a tenth is rounded up: the one rounding. */
	t.tenths = all ? (2000 * sum + all) / (2 * all) : 0;
	return t;
}

static void agreed_read(struct db *db, struct arena *a, AnswerSheetId sheet, int64_t apart,
                        struct scores *s)
{
	struct panel_agreed_list_row *rows;
	size_t n = ALL(db, a, panel_agreed_list, &rows, .sheet = V(sheet));

	for (size_t i = 0; i < s->n; i++) {
		struct scored *q = &s->list[i];

		for (size_t k = 0; k < n; k++)
			if (rows[k].question.v == q->at->q.id.v) {
				q->agreed = rows[k].points;
				q->agreed_why = rows[k].reason;
			}
		q->apart = q->agreed == INT_NONE && spread(q) >= apart;
	}
}

/* Own marks, and when he may see all the final ones of the others. */
static void marks_hide(struct scores *s, UserAccountId me)
{
	for (size_t i = 0; i < s->n; i++) {
		struct scored *q = &s->list[i];
		size_t kept = 0;

		for (size_t k = 0; k < q->nmarks; k++)
			if (q->marks[k].scorer.v == me.v || (s->sees_all && q->marks[k].counted))
				q->marks[kept++] = q->marks[k];
		q->nmarks = kept;
		if (!s->sees_all) {
			q->agreed = INT_NONE;
			q->agreed_why = NULL;
			q->apart = false;
		}
	}
	if (!s->sees_all)
		s->agreed = (struct total){ .whole = false };
}

bool panel_judges(struct db *db, struct arena *a, const struct question_form *qf, UserAccountId me,
                  struct scores *s)
{
	struct panel_of_sheet_row of;
	struct panel_place_row at = { .moderates = 0 };
	bool member;

	if (!ONE(db, a, panel_of_sheet, &of, .sheet = V(qf->sheet.id)))
		return false;
	member = ONE(db, a, panel_place, &at, .sheet = V(qf->sheet.id), .member = V(me)) &&
	         !moment_known(at.released_ms);
	s->panel = of.panel;
	s->sees_all = !at.interest && (moment_known(of.locked_ms) ||
	              (member && moment_known(at.declared_ms) &&
	               (at.moderates || moment_known(at.locked_ms))));
	agreed_read(db, a, qf->sheet.id, of.apart, s);
	s->agreed = total_agreed(s, qf->set->v.scored_to);
	marks_hide(s, me);
	return true;
}

/* ---- alone ------------------------------------------------------------------------ */

/* A member who scores, at a sheet of this panel; PANELED: he may. */
static enum paneled scorer_at(struct db *db, struct arena *a, PanelId id, AnswerSheetId sheet,
                              UserAccountId by)
{
	enum paneled got = panel_reads(db, a, id, sheet, by);
	struct panel_place_row at;

	if (got != PANELED)
		return got;
	SURE(ONE(db, a, panel_place, &at, .sheet = V(sheet), .member = V(by)));
	if (at.moderates)
		return PANELED_OUTSIDE;
	return moment_known(at.locked_ms) ? PANELED_FINAL : PANELED;
}

enum paneled panel_score(struct db *db, struct arena *a, PanelId id, const struct score_form *f,
                         const void *at, UserAccountId by, Moment now)
{
	enum paneled got = panel_hold(db, a, id);
	AnswerSheetId sheet = f->of->sheet.id;

	if (got == PANELED)
		got = scorer_at(db, a, id, sheet, by);
	if (got != PANELED)
		return got;
	panel_audit(db, id, "panel.score", NULL, arena_fmt(a, "{\"sheet\":%lld,\"questions\":%lld}",
	            (long long)sheet.v, (long long)marks_put(db, f, at, by, now)), by);
	return PANELED;
}

enum paneled panel_marks_lock(struct db *db, struct arena *a, PanelId id, AnswerSheetId sheet,
                              UserAccountId by, Moment now)
{
	enum paneled got = panel_hold(db, a, id);
	struct question_form *qf;
	struct scores s;

	if (got == PANELED)
		got = scorer_at(db, a, id, sheet, by);
	if (got != PANELED)
		return got;
	qf = sheet_form(db, a, sheet, SEEN_EVALUATORS, TO_READ);
	SURE(qf);
	scores_read(db, a, qf, by, &s);
	if (!s.mine_whole)
		return PANELED_LACKING;
	SURE(DO(db, panel_marks_settle, .sheet = V(sheet), .member = V(by),
	        .locked_ms = V(now)) == 1);
	panel_audit(db, id, "panel.final", NULL,
	            arena_fmt(a, "{\"sheet\":%lld}", (long long)sheet.v), by);
	return PANELED;
}

/* ---- agreed ------------------------------------------------------------------------ */

static const char *marks_text(struct arena *a, const struct scored *q)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < q->nmarks; i++) {
		const struct mark *m = &q->marks[i];

		if (m->counted)
			buf_fmt(&b, "%s%s: %lld%s%s%s", b.n ? "; " : "", m->name,
			        (long long)m->points, m->note ? " (" : "", m->note ? m->note : "",
			        m->note ? ")" : "");
	}
	return buf_text(&b);
}

static void moderation_check(struct rq *rq, void *at)
{
	const struct form *f = rq->form;
	const struct score_slot *slots = at;

	for (size_t i = 0; 2 * i < f->nfields; i++) {
		if (slots[i].points != INT_NONE && BLANK(slots[i].note))
			problem_add(rq, f->fields[2 * i + 1].name,
			            "Say why this mark was agreed");
		if (slots[i].points == INT_NONE && !BLANK(slots[i].note))
			problem_add(rq, f->fields[2 * i].name, "Enter the agreed mark");
	}
}

/* All marks of a sheet, whoever asks: he may moderate it. */
static void marks_all(struct db *db, struct arena *a, const struct question_form *qf,
                      struct scores *s)
{
	struct panel_of_sheet_row of;

	scores_read(db, a, qf, (UserAccountId){ 0 }, s);
	if (ONE(db, a, panel_of_sheet, &of, .sheet = V(qf->sheet.id)))
		agreed_read(db, a, qf->sheet.id, of.apart, s);
}

struct moderation_form *moderation_form(struct db *db, struct arena *a,
                                        const struct question_form *qf)
{
	struct moderation_form *f = NEW(a, struct moderation_form);
	struct field *fields = NEWN(a, struct field, 2 * qf->form.nfields + 1);
	struct scores s;
	size_t n = 0;

	marks_all(db, a, qf, &s);
	f->of = qf;
	f->at = NEWN(a, const struct asked *, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		const struct scored *q = &s.list[i];
		const size_t at = n * sizeof(struct score_slot);

		if (q->own != INT_NONE || spread(q) == 0)
			continue;
		f->at[n] = q->at;
		fields[2 * n] = (struct field){ .name = q->at->q.stem, .label = q->at->q.label,
			.kind = FIELD_INT, .at = at + offsetof(struct score_slot, points),
			.max = qf->set->v.scored_to, .width = "3",
			.hint = arena_fmt(a, "%s%s", marks_text(a, q), q->apart
			                  ? "" : ". Empty: their mean counts") };
		fields[2 * n + 1] = (struct field){ .label = "Why this mark", .kind = FIELD_TEXT,
			.name = arena_fmt(a, "%s-note", q->at->q.stem), .as = AS_LONG,
			.at = at + offsetof(struct score_slot, note), .max = 2000 };
		n++;
	}
	f->form = (struct form){ .name = "panel-moderation",
		.size = (n + 1) * sizeof(struct score_slot), .fields = fields, .nfields = 2 * n,
		.title = "Agree the marks", .button = "Keep the agreed marks", .partly = true,
		.check = moderation_check };
	return f;
}

void moderation_fill(struct db *db, struct arena *a, const struct moderation_form *f, void *at)
{
	struct score_slot *slots = at;
	struct scores s;

	marks_all(db, a, f->of, &s);
	for (size_t i = 0; 2 * i < f->form.nfields; i++)
		for (size_t k = 0; k < s.n; k++)
			if (s.list[k].at->q.id.v == f->at[i]->q.id.v)
				slots[i] = (struct score_slot){ s.list[k].agreed,
					s.list[k].agreed_why };
}

/* Nobody's declaration or final marks are waited for. */
static bool all_final(struct db *db, struct arena *a, PanelId id, AnswerSheetId sheet)
{
	struct panel_sheet_rows_row *rows;
	size_t n = ALL(db, a, panel_sheet_rows, &rows, .panel = V(id),
	               .member = V((UserAccountId){ 0 }));

	for (size_t i = 0; i < n; i++)
		if (rows[i].sheet.v == sheet.v)
			return rows[i].waits == 0 && rows[i].scored > 0;
	return false;
}

enum paneled panel_moderate(struct db *db, struct arena *a, PanelId id,
                            const struct moderation_form *f, const void *at, UserAccountId by,
                            Moment now)
{
	enum paneled got = panel_hold(db, a, id);
	const struct score_slot *slots = at;
	AnswerSheetId sheet = f->of->sheet.id;
	struct panel_member_load_row m;
	int64_t given = 0;

	if (got == PANELED)
		got = panel_reads(db, a, id, sheet, by);
	if (got != PANELED)
		return got;
	SURE(ONE(db, a, panel_member_load, &m, .panel = V(id), .member = V(by)));
	if (!m.moderates)
		return PANELED_OUTSIDE;
	if (!all_final(db, a, id, sheet))
		return PANELED_WAITING;
	for (size_t i = 0; 2 * i < f->form.nfields; i++) {
		if (slots[i].points == INT_NONE)
			continue;
		if (BLANK(slots[i].note))
			return PANELED_REASON;
		given++;
		DO(db, panel_agreed_put, .sheet = V(sheet), .question = V(f->at[i]->q.id),
		   .points = V(slots[i].points), .reason = V(slots[i].note), .agreed_by = V(by),
		   .agreed_ms = V(now));
	}
	panel_audit(db, id, "panel.moderate", NULL, arena_fmt(a,
	            "{\"sheet\":%lld,\"agreed\":%lld}", (long long)sheet.v, (long long)given), by);
	return PANELED;
}
