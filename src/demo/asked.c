/* SPDX-License-Identifier: MIT */
/*
 * asked.c -- what Westmarch asks its providers: the starting set, published,
 * and two rounds of the half-yearly return.  Most answer, some of them late.
 */
#include "demo/inside.h"

#include "questions/answer.sql.h"
#include "questions/questions.h"
#include "questions/version.sql.h"

static void publish(struct council *c, const char *name)
{
	struct questionnaire_named_row q;
	struct version_in_state_row draft;
	struct questionnaire_version v;

	SURE(ONE(c->db, c->arena, questionnaire_named, &q, .name = V(name)));
	SURE(ONE(c->db, c->arena, version_in_state, &draft, .questionnaire = V(q.id),
	         .state = V((int64_t)VERSION_DRAFT)));
	SURE(ONE(c->db, c->arena, version_load, &v, .id = V(draft.id)));
	SURE(version_publish(c->db, c->arena, draft.id, v.revision, c->commissioner,
	                     clock_now()) == DRAFTED);
}

void asked_found(struct council *c)
{
	SURE(questionnaires_start(c->db, c->arena, c->commissioner, clock_now()) == 2);
	publish(c, "Selection questionnaire");
	publish(c, "Provider service return");
}

/* ---- a provider's return --------------------------------------------------------------- */

struct said { const char *stem, *value; };

static const char *number(struct council *c, struct chance *dice, int64_t least, int64_t most)
{
	return arena_fmt(c->arena, "%lld", (long long)chance_between(dice, least, most));
}

static void say(struct council *c, struct question_form *qf, void *at, const struct said *s,
                size_t n)
{
	struct answer *list = NEWN(c->arena, struct answer, n);

	for (size_t i = 0; i < n; i++) {
		const struct asked *q = asked_by_stem(qf->set, s[i].stem);

		SURE(q);
		list[i] = (struct answer){ .question = q->q.id, .value = s[i].value };
	}
	sheet_fill(c->arena, qf, at);
	question_form_fill(c->arena, qf, at, list, n);
}

static void answer(struct council *c, struct chance *dice, AnswerSheetId sheet, UserAccountId by,
                   bool worried)
{
	struct question_form *qf = sheet_form(c->db, c->arena, sheet, SEEN_ALL, TO_ANSWER);
	void *at = form_new(c->arena, &qf->form);
	const struct said all[] = {
		{ "manager", "The registered manager" }, { "manager_since", "2024-09-02" },
		{ "workers", number(c, dice, 8, 90) }, { "joined", number(c, dice, 0, 14) },
		{ "left", number(c, dice, 0, 16) }, { "agency_hours", number(c, dice, 0, 400) },
		{ "travel_paid", "yes" }, { "hours", number(c, dice, 900, 30000) },
		{ "missed", number(c, dice, 0, 9) }, { "complaints", number(c, dice, 0, 6) },
		{ "upheld", number(c, dice, 0, 1) }, { "safeguarding", number(c, dice, 0, 3) },
		{ "trained_pct", number(c, dice, 70, 100) },
		{ "insured_until", date_iso(c->arena, date_plus(c->today, 40)) },
		{ "worry", worried ? "yes" : "no" }, { "true", "yes" },
		{ "worry_what", "We cannot find enough people who drive" },
	};

	say(c, qf, at, all, COUNT(all) - !worried);
	SURE(sheet_save(c->db, c->arena, qf, at, by) == ANSWERED);
}

static void certificate(struct council *c, AnswerSheetId sheet, UserAccountId by)
{
	static const char words[] = "Certificate of insurance, invented for a demonstration.\n";
	struct question_form *qf = sheet_form(c->db, c->arena, sheet, SEEN_ALL, TO_READ);
	const struct file file = { "insurance.txt", words, sizeof words - 1 };

	SURE(sheet_file(c->db, c->arena, sheet, asked_by_stem(qf->set, "insurance_paper")->q.id,
	                &file, by, clock_now()) == ANSWERED);
}

void asked_return(struct council *c)
{
	/* Dice of its own: the requests are what they would be without. */
	struct chance dice = { (uint64_t)date_day(moment_date(clock_now())) };
	struct questionnaire_named_row q;

	SURE(ONE(c->db, c->arena, questionnaire_named, &q,
	         .name = V("Provider service return")));
	for (int i = 0; i < FIRMS; i++) {
		const struct firm *f = &c->firm[i];
		AnswerSheetId sheet;
		struct answer_sheet s;

		if (firm_specs[i].kind > FIRM_PART_A || !f->scheduler.v)
			continue;
		/* Whoever has not sent the last one goes on with it. */
		if (sheet_begin(c->db, c->arena, q.id, SUBJECT_PROVIDER, f->id.v, f->scheduler,
		                clock_now(), &sheet) != ANSWERED)
			continue;
		answer(c, &dice, sheet, f->scheduler, i % 7 == 3);
		certificate(c, sheet, f->scheduler);
		if (i % 9 == 8)
			continue;
		SURE(ONE(c->db, c->arena, sheet_load, &s, .id = V(sheet)));
		SURE(sheet_send(c->db, c->arena, sheet, s.revision, SEEN_ALL, f->scheduler,
		                clock_now()) == ANSWERED);
	}
}
