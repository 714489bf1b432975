/* SPDX-License-Identifier: MIT */
/*
 * applied.c -- who applied to join Westmarch's framework, and what its providers show.
 *
 *	a year ago     one is accepted in part, one is refused, one withdraws
 *	the pilot      one is accepted for the far villages
 *	last month     one is sent, and its panel is at work
 *	a month ago    insurance is asked of all; some of it ends soon, one's ran out
 */
#include "demo/inside.h"

#include "accreditation/accreditation.h"
#include "questions/version.sql.h"

/* Firms that are not on the framework, and one that has an interim agreement. */
enum { APPLIES_PART = 34, APPLIES_BAD = 35, APPLIES_GONE = 33, APPLIES_FAR = 32, APPLIES_NOW = 36,
       LACKS_COVER = 21 };

#define DB(c) (c)->db, (c)->arena

/* ---- what is asked --------------------------------------------------- */

void applied_found(struct council *c)
{
	struct questionnaire_named_row q;

	SURE(ONE(c->db, c->arena, questionnaire_named, &q, .name = V("Selection questionnaire")));
	SURE(asks_set(DB(c), c->framework, &(struct asks_answers){ q.id, 2, true, true, true,
	              true }, c->commissioner, clock_now()) == APPLIED);
}

/* ---- an application, answered whole ---------------------------------- */

static const char *cell_value(struct council *c, int64_t kind)
{
	switch (kind) {
	case ANSWER_NUMBER: return "60";
	case ANSWER_MONEY:  return "250000.00";
	case ANSWER_DATE:   return date_iso(c->arena, date_plus_months(c->second, -14));
	default:            return "A neighbouring authority";
	}
}

static const char *table_value(struct council *c, const struct asked *at)
{
	struct buf b = buf_new(c->arena);

	buf_str(&b, "[{");
	for (size_t i = 0; i < at->ncolumns; i++)
		buf_fmt(&b, "%s\"%s\":\"%s\"", i ? "," : "", at->columns[i].key,
		        cell_value(c, at->columns[i].kind));
	buf_str(&b, "}]");
	return buf_text(&b);
}

/* "No" where that does not fail, else the first that does not. */
static const char *choice_value(const struct asked *at)
{
	const char *first = NULL;

	for (size_t i = 0; i < at->nchoices; i++) {
		if (at->choices[i].fails)
			continue;
		if (text_same(at->choices[i].key, "no"))
			return "no";
		first = first ? first : at->choices[i].key;
	}
	return first;
}

static const char *answer_value(struct council *c, const struct asked *at)
{
	switch ((enum answer_kind)at->q.kind) {
	case ANSWER_LINE:    return "As our registration says";
	case ANSWER_WORDS:   return "Each month we ask everybody whom we support, and visit one in "
	                            "ten; what we hear we put right within a week.";
	case ANSWER_NUMBER:  return "45";
	case ANSWER_MONEY:   return "1450000.00";
	case ANSWER_DATE:    return date_iso(c->arena, date_plus(c->today, 200));
	case ANSWER_CHOICE:
	case ANSWER_CHOICES: return choice_value(at);
	case ANSWER_TABLE:   return table_value(c, at);
	case ANSWER_VOW:     return "yes";
	case ANSWER_FILE:    break;
	}
	return NULL;
}

static void answers_give(struct council *c, AnswerSheetId sheet, UserAccountId by)
{
	static const char paper[] = "A paper, invented for a demonstration.\n";
	const struct file file = { "paper.txt", paper, sizeof paper - 1 };
	struct question_form *qf = sheet_form(DB(c), sheet, SEEN_ALL, TO_ANSWER);
	struct answer *list = NEWN(c->arena, struct answer, qf->set->n);
	void *at = form_new(c->arena, &qf->form);
	size_t n = 0;

	for (size_t i = 0; i < qf->set->n; i++) {
		const struct asked *q = &qf->set->list[i];
		const char *value = answer_value(c, q);

		if (q->q.seen_by == SEEN_ALL && value)
			list[n++] = (struct answer){ .question = q->q.id, .value = value };
	}
	sheet_fill(c->arena, qf, at);
	question_form_fill(c->arena, qf, at, list, n);
	SURE(sheet_save(DB(c), qf, at, by) == ANSWERED);
	for (size_t i = 0; i < qf->set->n; i++)
		if (qf->set->list[i].q.kind == ANSWER_FILE &&
		    qf->set->list[i].q.seen_by == SEEN_ALL)
			SURE(sheet_file(DB(c), sheet, qf->set->list[i].q.id, &file, by,
			                clock_now()) == ANSWERED);
}

/* Begun, filled in and sent, all on one day. */
static ApplicationId apply(struct council *c, int firm, unsigned bits)
{
	UserAccountId by = c->firm[firm].scheduler;
	struct db_list wanted = db_list_new(c->arena);
	struct application x;
	struct answer_sheet s;
	ApplicationId id;

	for (int i = 0; i < PLACES; i++)
		if (bits >> i & 1)
			db_list_add(&wanted, c->place[i].v);
	SURE(application_begin(DB(c), c->framework, c->firm[firm].id, by, clock_now(),
	                       &id) == APPLIED);
	SURE(application_want(DB(c), id, c->lot[1][PART_A], db_list_text(&wanted), by,
	                      clock_now()) == APPLIED);
	SURE(application_plan(DB(c), id, &(struct plan_answers){ false, NULL,
		"Eight weeks: two coordinators first, then six care workers a month; no package "
		"before its round is full.",
		"From the colleges of the county; paid travel, paid training, set rounds." },
		by) == APPLIED);
	SURE(application_load(DB(c), id, &x));
	answers_give(c, x.sheet, by);
	SURE(ONE(c->db, c->arena, sheet_load, &s, .id = V(x.sheet)));
	SURE(application_send(DB(c), id, s.revision, by, clock_now()) == APPLIED);
	return id;
}

/* ---- scored ---------------------------------------------------------- */

static void score_as(struct council *c, PanelId panel, AnswerSheetId sheet, UserAccountId by,
                     int64_t points)
{
	struct question_form *qf = sheet_form(DB(c), sheet, SEEN_EVALUATORS, TO_READ);
	struct score_form *f = score_form(c->arena, qf);
	char *at = form_new(c->arena, &f->form);

	for (size_t i = 0; i < f->form.nfields; i += 2)
		*(int64_t *)(at + f->form.fields[i].at) = i == 2 ? 5 : points;
	SURE(panel_score(DB(c), panel, f, at, by, clock_now()) == PANELED);
	SURE(panel_marks_lock(DB(c), panel, sheet, by, clock_now()) == PANELED);
}

static PanelId panel_make(struct council *c, const char *name, AnswerSheetId sheet)
{
	PanelId panel = panel_add(c->db, name, 2, 2, c->commissioner, clock_now());

	SURE(panel_member_add(DB(c), panel, c->commissioner, true, c->commissioner,
	                      clock_now()) == PANELED);
	SURE(panel_member_add(DB(c), panel, c->manager, false, c->commissioner,
	                      clock_now()) == PANELED);
	SURE(panel_member_add(DB(c), panel, c->evaluator, false, c->commissioner,
	                      clock_now()) == PANELED);
	SURE(panel_sheet_add(DB(c), panel, sheet, c->commissioner, clock_now()) == PANELED);
	SURE(panel_declare(DB(c), panel, NULL, NULL, c->commissioner, clock_now()) == PANELED);
	SURE(panel_declare(DB(c), panel, NULL, NULL, c->manager, clock_now()) == PANELED);
	return panel;
}

/* Two score, far apart in one question; the moderator agrees it. */
static void evaluate(struct council *c, ApplicationId id, const char *name, int64_t points)
{
	struct moderation_form *f;
	struct application x;
	PanelId panel;
	char *at;

	SURE(application_load(DB(c), id, &x));
	panel = panel_make(c, name, x.sheet);
	SURE(panel_declare(DB(c), panel, NULL, NULL, c->evaluator, clock_now()) == PANELED);
	score_as(c, panel, x.sheet, c->manager, points);
	score_as(c, panel, x.sheet, c->evaluator, points > 2 ? points - 2 : points + 2);
	f = moderation_form(DB(c), sheet_form(DB(c), x.sheet, SEEN_EVALUATORS, TO_READ));
	at = form_new(c->arena, &f->form);
	for (size_t i = 0; i < f->form.nfields; i += 2) {
		*(int64_t *)(at + f->form.fields[i].at) = points;
		*(const char **)(at + f->form.fields[i + 1].at) =
			"Read together: the answer has what was asked for, in other words";
	}
	SURE(panel_moderate(DB(c), panel, f, at, c->commissioner, clock_now()) == PANELED);
	SURE(panel_lock(DB(c), panel, c->commissioner, clock_now()) == PANELED);
}

/* ---- decided --------------------------------------------------------- */

static void look(struct council *c, ApplicationId id, enum application_look kind,
                 enum application_found outcome, const char *note)
{
	SURE(application_look(DB(c), id, &(struct look_answers){ kind, outcome,
		moment_date(clock_now()), note }, c->commissioner, clock_now()) == DECIDED_DONE);
}

/* Accepted in the places of `bits`, elsewhere refused for one reason. */
static void decide(struct council *c, ApplicationId id, unsigned asked, unsigned bits,
                   const char *why, const char *words)
{
	struct verdict v[PLACES];
	size_t n = 0;

	for (int i = 0; i < PLACES; i++)
		if (asked >> i & 1)
			v[n++] = (struct verdict){ c->lot[1][PART_A], c->place[i], bits >> i & 1,
				bits >> i & 1 ? NULL : why };
	SURE(application_decide(DB(c), id, &(struct decision_answers){
		date_plus(moment_date(clock_now()), 14), words, v, n, true }, c->commissioner,
		clock_now()) == DECIDED_DONE);
	SURE(application_confirm(DB(c), id, true, c->commissioner2, clock_now()) == DECIDED_DONE);
}

static void looked_into(struct council *c, ApplicationId id, bool good)
{
	look(c, id, LOOK_VISIT, good ? FOUND_GOOD : FOUND_BAD, good
	     ? "Saw recruitment files, the training matrix and ten care plans: in order"
	     : "Half of the staff files were without references");
	look(c, id, LOOK_FINANCE, FOUND_GOOD, "Accounts of two years; cash for 45 days");
	look(c, id, LOOK_CREDIT, FOUND_GOOD, "No judgments");
}

/* In the window: who applies.  stage 0: sent; 1: scored; 2: decided. */
static void spring(struct council *c, int stage)
{
	ApplicationId *id = c->applied;

	if (stage == 0) {
		id[0] = apply(c, APPLIES_PART, 8 | 16);
		id[1] = apply(c, APPLIES_BAD, 4);
		SURE(application_withdraw(DB(c), apply(c, APPLIES_GONE, 2),
		                          "We take over another firm first",
		                          c->firm[APPLIES_GONE].scheduler, clock_now()) == APPLIED);
	} else if (stage == 1) {
		evaluate(c, id[0], "First window of the year, one", 4);
		evaluate(c, id[1], "First window of the year, two", 2);
		looked_into(c, id[0], true);
		looked_into(c, id[1], false);
	} else {
		decide(c, id[0], 8 | 16, 16, "Nobody of yours lives near enough to be there in "
		       "time", "Sound answers; accepted where your staff live.");
		decide(c, id[1], 4, 0, "The visit found staff files without references: apply "
		       "again when that is put right", "Not accepted this time.");
	}
}

static void pilot(struct council *c, int stage)
{
	if (stage == 0)
		c->applied[2] = apply(c, APPLIES_FAR, 32);
	else if (stage == 1) {
		evaluate(c, c->applied[2], "Pilot of the far villages", 5);
		looked_into(c, c->applied[2], true);
	} else
		decide(c, c->applied[2], 32, 32, NULL, "Accepted for the far villages, where "
		       "nobody else goes.");
}

/* Its panel is at work: one has scored, one has yet to declare. */
static void latest(struct council *c, int stage)
{
	struct application x;

	if (stage == 0)
		c->applied[3] = apply(c, APPLIES_NOW, 1 | 2);
	if (stage != 1)
		return;
	SURE(application_load(DB(c), c->applied[3], &x));
	score_as(c, panel_make(c, "Last month's window", x.sheet), x.sheet, c->manager, 4);
}

void applied_window(struct council *c, int which)
{
	static void (*const windows[])(struct council *, int) = { spring, pilot, latest };

	windows[which / 3](c, which % 3);
}

/* ---- evidence -------------------------------------------------------- */

static EvidenceKindId kind_make(struct council *c, const char *name, enum evidence_sort sort,
                                int64_t least, enum evidence_lapse lapse)
{
	const bool insurance = sort == EVIDENCE_INSURANCE;
	EvidenceKindId kind;
	EvidenceRuleId rule;

	SURE(evidence_kind_add(DB(c), &(struct evidence_kind_answers){ name, sort, insurance,
		insurance }, c->commissioner, clock_now(), &kind) == EVIDENCED);
	/* Asked from the day on which all had time to give it. */
	SURE(evidence_rule_set(DB(c), kind, &(struct evidence_rule_answers){ true,
		least ? money(least) : MONEY_NONE, lapse, date_plus(moment_date(clock_now()), 14) },
		c->commissioner, clock_now(), &rule) == EVIDENCED);
	return kind;
}

static void show_it(struct council *c, int firm, EvidenceKindId kind, int64_t cover, int days,
                    bool checked)
{
	static const char paper[] = "A certificate, invented for a demonstration.\n";
	const Date today = moment_date(clock_now());
	struct evidence_answers in = { .kind = kind, .from = date_plus(today, days - 365),
		.cover = cover ? money(cover) : MONEY_NONE };
	EvidenceId id;
	Money least;

	if (cover) {
		in.until = date_plus(today, days);
		in.words = "An insurer, invented";
		in.file = (struct file){ "certificate.txt", paper, sizeof paper - 1 };
	}
	SURE(evidence_give(DB(c), c->firm[firm].id, &in, c->firm[firm].scheduler, clock_now(), &id,
	                   &least) == EVIDENCED);
	if (checked)
		SURE(evidence_check(DB(c), id, true, NULL, c->commissioner,
		                    clock_now()) == EVIDENCED);
}

/* Thirty days ago: all give theirs, to run for 40 days to a year from then; one for 26 days. */
void applied_evidence(struct council *c)
{
	struct chance dice = { 77 };
	EvidenceKindId public = kind_make(c, "Public liability insurance", EVIDENCE_INSURANCE,
	                                  500000000, LAPSE_NO_NEW);
	EvidenceKindId employers = kind_make(c, "Employers' liability insurance",
	                                     EVIDENCE_INSURANCE, 1000000000, LAPSE_SUSPEND);
	EvidenceKindId policy = kind_make(c, "The council's safeguarding policy, signed",
	                                  EVIDENCE_POLICY, 0, LAPSE_WARN);

	for (int i = 0; i < FIRMS; i++) {
		int days = (int)chance_between(&dice, 40, 364);

		if (firm_specs[i].kind == FIRM_OTHER || !c->firm[i].scheduler.v)
			continue;
		show_it(c, i, public, 500000000, i == LACKS_COVER ? 26 : days, true);
		show_it(c, i, employers, 1000000000, days, true);
		if (i % 5 != 2)
			show_it(c, i, policy, 0, 365, i % 11 != 3);
	}
}
