/* SPDX-License-Identifier: MIT */
/*
 * tendered.c -- what Westmarch buys in the open: night care, awarded in spring;
 * supported living, under way, with its sixty questions; a block in the country,
 * for those on the framework; and day support, planned.
 */
#include "demo/inside.h"

#include "questions/questions.h"
#include "tender/tender.h"

enum { NOON = 720, ASKED_QUESTIONS = 60 };

static Moment noon(const struct council *c, int days)
{
	return moment_at(date_plus(c->today, days), minutes(NOON));
}

/* ---- what a response answers ------------------------------------------------------ */

static void ask(struct council *c, QuestionnaireVersionId v, const char *section,
                const char *label, const char *need, int64_t weight)
{
	struct question_answers q = { .kind = ANSWER_WORDS, .section = section, .label = label,
		.need = need, .least = INT_NONE, .most = INT_NONE, .weight = weight,
		.seen_by = SEEN_ALL };
	AskedQuestionId id;

	SURE(question_add(c->db, c->arena, v, NULL, &q, c->commissioner, &id) == DRAFTED);
}

static QuestionnaireId questionnaire_make(struct council *c)
{
	QuestionnaireVersionId v;
	QuestionnaireId id;
	struct questions set;

	SURE(questionnaire_add(c->db, c->arena, "Response to an opportunity", ASKS_OTHER,
	                       c->commissioner, clock_now(), &id, &v) == DRAFTED);
	ask(c, v, "Quality", "How will you deliver it?", "Say how you will deliver it", 40);
	ask(c, v, "Quality", "How do you keep your staff?", "Say how you keep your staff", 40);
	ask(c, v, "Social value", "What else do you bring to the county?",
	    "Say what else you bring", 20);
	SURE(questions_load(c->db, c->arena, v, &set));
	SURE(version_publish(c->db, c->arena, v, set.v.revision, c->commissioner,
	                     clock_now()) == DRAFTED);
	return id;
}

/* ---- opportunities ---------------------------------------------------------------- */

static OpportunityId plan(struct council *c, struct opportunity_answers in)
{
	static const char spec[] = "Specification, invented for a demonstration.\n";
	OpportunityDocumentId document;
	OpportunityId id;

	in.service = SERVICE_HOMECARE;
	in.cpv = "85312000";
	SURE(opportunity_add(c->db, c->arena, &in, c->commissioner, clock_now(), &id) == TENDERED);
	SURE(opportunity_document_add(c->db, c->arena, id, DOCUMENT_SPEC, "Specification",
	     &(struct file){ "specification.txt", spec, sizeof spec - 1 }, c->commissioner,
	     clock_now(), &document) == TENDERED);
	return id;
}

static void announce(struct council *c, OpportunityId id)
{
	struct opportunity o;

	SURE(ONE(c->db, c->arena, opportunity_load, &o, .id = V(id)));
	SURE(opportunity_announce(c->db, c->arena, id, o.revision,
	     "The grant for day support ends, and people asked for it to stay", c->commissioner,
	     clock_now()) == TENDERED);
}

static void publish(struct council *c, OpportunityId id)
{
	struct opportunity o;

	SURE(ONE(c->db, c->arena, opportunity_load, &o, .id = V(id)));
	SURE(opportunity_publish(c->db, c->arena, id, o.revision, c->commissioner,
	                         clock_now()) == TENDERED);
}

static struct me me_at(const struct council *c, int firm)
{
	struct me me = me_of(c->firm[firm].scheduler, (TeamId){ 0 }, c->firm[firm].id);

	me.email = arena_fmt(c->arena, "provider%d@westmarch.example.org", firm + 1);
	return me;
}

/* A question, and its answer, which waits to be published. */
static void ask_answered(struct council *c, OpportunityId id, int firm, const char *words,
                         const char *reply)
{
	const struct me me = me_at(c, firm);
	ClarificationId question;
	const char *name;

	SURE(clarification_ask(c->db, c->arena, id, words, &me, clock_now(),
	                       &question) == CLARIFIED);
	SURE(clarification_answer(c->db, c->arena, question, 1, words, reply, false,
	                          c->commissioner, clock_now(), &name) == CLARIFIED);
}

static void answers_publish(struct council *c, OpportunityId id)
{
	size_t n;

	SURE(clarifications_publish(c->db, c->arena, id, c->commissioner, clock_now(),
	                            &n) == CLARIFIED);
}

/* ---- responses -------------------------------------------------------------------- */

static void say(struct council *c, AnswerSheetId sheet, UserAccountId by)
{
	static const char *const words[] = {
		"Two teams who live where they work, with a car each and a second on call",
		"Paid travel, guaranteed hours, and a supervisor for every twelve",
		"Apprentices from the county's colleges, and a choir",
	};
	struct question_form *qf = sheet_form(c->db, c->arena, sheet, SEEN_ALL, TO_ANSWER);
	void *at = form_new(c->arena, &qf->form);
	struct answer list[COUNT(words)];

	sheet_fill(c->arena, qf, at);
	for (size_t i = 0; i < COUNT(words); i++)
		list[i] = (struct answer){ .question = qf->set->list[i].q.id, .value = words[i] };
	question_form_fill(c->arena, qf, at, list, COUNT(words));
	SURE(sheet_save(c->db, c->arena, qf, at, by) == ANSWERED);
}

static void respond(struct council *c, OpportunityId id, int firm, int64_t pence, bool sends)
{
	const struct me me = me_at(c, firm);
	struct lot_price prices[LOTS_MOST];
	struct opportunity_lot *l;
	struct opportunity o;
	struct response r;
	size_t n = ALL(c->db, c->arena, opportunity_lot_list, &l, .opportunity = V(id));

	SURE(response_begin(c->db, c->arena, id, &me, clock_now()) == RESPONDED);
	SURE(ONE(c->db, c->arena, response_of, &r, .opportunity = V(id),
	         .provider = V(me.provider)));
	say(c, r.sheet, me.id);
	for (size_t i = 0; i < n; i++)
		prices[i] = (struct lot_price){ l[i].id, money(pence + 40 * (int64_t)i) };
	SURE(response_price(c->db, c->arena, id, r.revision, prices, n, &me,
	                    clock_now()) == RESPONDED);
	SURE(ONE(c->db, c->arena, opportunity_load, &o, .id = V(id)));
	SURE(!sends || response_send(c->db, c->arena, id, r.revision + 1, o.changes, &me,
	                             clock_now()) == RESPONDED);
}

/* ---- evaluated and awarded -------------------------------------------------------- */

static void score(struct council *c, PanelId panel, AnswerSheetId sheet, UserAccountId by,
                  int64_t points)
{
	struct question_form *qf = sheet_form(c->db, c->arena, sheet, SEEN_EVALUATORS, TO_READ);
	struct score_form *f = score_form(c->arena, qf);
	char *at = form_new(c->arena, &f->form);

	for (size_t i = 0; i < f->form.nfields; i += 2)
		*(int64_t *)(at + f->form.fields[i].at) = points - (i == 2);
	SURE(panel_score(c->db, c->arena, panel, f, at, by, clock_now()) == PANELED);
	SURE(panel_marks_lock(c->db, c->arena, panel, sheet, by, clock_now()) == PANELED);
}

static void open_and_score(struct council *c, OpportunityId id)
{
	const UserAccountId who[] = { c->manager, c->commissioner2, c->commissioner };
	struct response_opened_list_row *r;
	struct opportunity o;
	size_t n;

	SURE(responses_open(c->db, c->arena, id, c->commissioner, clock_now()) == OPENED_HALF);
	SURE(responses_open(c->db, c->arena, id, c->commissioner2, clock_now()) == OPENED);
	SURE(evaluation_begin(c->db, c->arena, id, c->commissioner, clock_now()) == JUDGED);
	SURE(ONE(c->db, c->arena, opportunity_load, &o, .id = V(id)));
	for (size_t i = 0; i < COUNT(who); i++) {
		SURE(panel_member_add(c->db, c->arena, o.panel, who[i], i == 2, c->commissioner,
		                      clock_now()) == PANELED);
		SURE(panel_declare(c->db, c->arena, o.panel, NULL, NULL, who[i], clock_now()) ==
		     PANELED);
	}
	n = ALL(c->db, c->arena, response_opened_list, &r, .opportunity = V(id));
	for (size_t i = 0; i < n; i++) {
		score(c, o.panel, r[i].sheet, c->manager, 3 + (int64_t)i % 3);
		score(c, o.panel, r[i].sheet, c->commissioner2, 3 + (int64_t)i % 3);
	}
	SURE(panel_lock(c->db, c->arena, o.panel, c->commissioner, clock_now()) == PANELED);
}

static void decide(struct council *c, OpportunityId id)
{
	struct opportunity o;

	SURE(ONE(c->db, c->arena, opportunity_load, &o, .id = V(id)));
	SURE(award_propose(c->db, c->arena, id, o.revision, NULL, 0, c->commissioner,
	                   clock_now()) == JUDGED);
	SURE(award_confirm(c->db, c->arena, id, c->commissioner2, clock_now()) == JUDGED);
}

/* ---- the story -------------------------------------------------------------------- */

static struct tender_lot night_lots[] = {
	{ "Marchbury and Eastmere", "an hour of care", { 64000000 }, 50, 40, 10 },
	{ "Upper Tarn", "an hour of care", { 21000000 }, 60, 30, 10 },
};
static struct tender_lot living_lots[] = {
	{ "Six flats in Marchbury", "an hour of support", { 118000000 }, 60, 30, 10 },
};
static struct tender_lot block_lots[] = {
	{ "60 hours a week in Upper Tarn", "an hour of care", { 7400000 }, 50, 40, 10 },
};

static void night_published(struct council *c)
{
	c->tender.questionnaire = questionnaire_make(c);
	c->tender.night = plan(c, (struct opportunity_answers){ .title = "Homecare at night",
		.about = "Planned and unplanned calls between 10pm and 7am, in two lots",
		.questionnaire = c->tender.questionnaire, .ask_until = noon(c, -100),
		.close = noon(c, -85), .award = date_plus(c->today, -70),
		.from = date_plus(c->today, -20), .until = date_plus(c->today, 1075),
		.extend = date_plus(c->today, 1805),
		.lots = { night_lots, COUNT(night_lots) } });
	publish(c, c->tender.night);
}

static void living_published(struct council *c)
{
	c->tender.living = plan(c, (struct opportunity_answers){
		.title = "Supported living in Marchbury",
		.about = "Support for six people with learning disabilities in flats of their own",
		.questionnaire = c->tender.questionnaire, .ask_until = noon(c, -20),
		.close = noon(c, 12), .award = date_plus(c->today, 45),
		.from = date_plus(c->today, 120), .until = date_plus(c->today, 1215),
		.lots = { living_lots, COUNT(living_lots) } });
	publish(c, c->tender.living);
}

static void block_published(struct council *c)
{
	c->tender.block = plan(c, (struct opportunity_answers){
		.title = "Block of rural hours, Upper Tarn",
		.about = "60 guaranteed hours a week where single packages find nobody",
		.framework = c->framework, .part = PART_B,
		.questionnaire = c->tender.questionnaire, .ask_until = noon(c, 2),
		.close = noon(c, 6), .award = date_plus(c->today, 20),
		.from = date_plus(c->today, 40), .until = date_plus(c->today, 405),
		.lots = { block_lots, COUNT(block_lots) } });
	publish(c, c->tender.block);
	/* And one that is planned, announced as such. */
	announce(c, plan(c, (struct opportunity_answers){ .title = "Day support for older people",
		.about = "Three days a week in Saltmarsh", .questionnaire = c->tender.questionnaire,
		.publish = date_plus(c->today, 15), .ask_until = noon(c, 36), .close = noon(c, 50),
		.lots = { living_lots, COUNT(living_lots) } }));
}

/* As many as Aberdeen answered, and one that waits. */
static void living_questions(struct council *c)
{
	static const char *const about[] = {
		"the rate for sleep-ins", "staff who transfer", "the length of the contract",
		"the uplift in year two", "vacancies in the flats", "assistive technology",
		"travel between visits", "who owns the building", "nights away from home",
		"the make-up of the panel",
	};

	for (int i = 0; i < ASKED_QUESTIONS; i++)
		ask_answered(c, c->tender.living, 1 + i % 5,
		             arena_fmt(c->arena, "What is said of %s, in paragraph %d of the "
		                       "specification?", about[i % (int)COUNT(about)], i / 10 + 1),
		             arena_fmt(c->arena, "See the data pack, table %d; it holds for all "
		                       "six flats.", i + 1));
	answers_publish(c, c->tender.living);
}

static void living_amended(struct council *c)
{
	struct opportunity o;

	SURE(ONE(c->db, c->arena, opportunity_load, &o, .id = V(c->tender.living)));
	SURE(opportunity_amend(c->db, c->arena, o.id, o.revision, &(struct amendment){
		"More time, as many of you asked", o.about, o.ask_until_ms, noon(c, 19),
		o.award_day, o.from_day, o.until_day, o.extend_day }, c->commissioner,
	     clock_now()) == TENDERED);
	respond(c, c->tender.living, 1, 2310, true);
	respond(c, c->tender.living, 4, 2275, false);
}

const int tendered_days[TENDER_STEPS] = { -118, -105, -95, -84, -78, -60, -40, -32, -18, -15, -13 };

void tendered_step(struct council *c, int step)
{
	size_t contracts;

	switch (step) {
	case 0: night_published(c); break;
	case 1:
		ask_answered(c, c->tender.night, 1, "How many people are called on each night?",
		             "Forty-one in the North, sixteen in Upper Tarn");
		ask_answered(c, c->tender.night, 4, "May one car serve both lots?", "Yes");
		answers_publish(c, c->tender.night);
		break;
	case 2:
		respond(c, c->tender.night, 1, 2380, true);
		respond(c, c->tender.night, 4, 2295, true);
		respond(c, c->tender.night, 5, 2450, true);
		break;
	case 3: open_and_score(c, c->tender.night); break;
	case 4: decide(c, c->tender.night); break;
	case 5:
		SURE(award_settle(c->db, c->arena, c->tender.night, c->commissioner, clock_now(),
		                  &contracts) == JUDGED);
		break;
	case 6: living_published(c); break;
	case 7: living_questions(c); break;
	case 8: block_published(c); break;
	case 9: living_amended(c); break;
	case 10: respond(c, c->tender.block, 0, 2240, true); break;
	default: break;
	}
}
