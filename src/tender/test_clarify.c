/* SPDX-License-Identifier: MIT */
/*
 * test_clarify.c -- questions are asked by one and answered to all, and name nobody.
 */
#include "t/client.h"
#include "tender/test_tender.h"

struct work {
	struct t *t;
	OpportunityId id;
	ClarificationId question;
	ProviderId provider;
	const char *words, *answer, *name;
	int64_t revision;
	bool named;
	Moment now;
	size_t n;
	enum clarified got;
};

static bool ask(void *arg)
{
	struct work *w = arg;
	const struct me me = world_scheduler(w->provider);

	w->got = clarification_ask(w->t->db, w->t->arena, w->id, w->words, &me, w->now,
	                           &w->question);
	return w->got == CLARIFIED;
}

static bool answer(void *arg)
{
	struct work *w = arg;

	w->got = clarification_answer(w->t->db, w->t->arena, w->question, w->revision, w->words,
	                              w->answer, w->named, CARL, w->now, &w->name);
	return w->got == CLARIFIED;
}

static bool publish(void *arg)
{
	struct work *w = arg;

	w->got = clarifications_publish(w->t->db, w->t->arena, w->id, CARL, w->now, &w->n);
	return w->got == CLARIFIED;
}

static enum clarified did(bool (*verb)(void *), struct work *w)
{
	db_write(w->t->db, verb, w);
	return w->got;
}

static size_t log_of(struct t *t, OpportunityId id, const char *key, struct answered_question **out)
{
	return ALL(t->db, t->arena, clarification_log, out, .opportunity = V(id), .q_key = V(key),
	           .now = V(tender_at(7, 1, 9)), .limit = V((int64_t)100), .skip = V((int64_t)0));
}

TEST(a_question_is_asked_in_time_by_those_who_may_respond)
{
	struct work w = { .t = t, .now = T_NOW, .words = "How many people are there?",
		.provider = FERN };
	struct opportunity_answers in = tender_usual(t);

	tender_world(t);
	in.framework = (FrameworkId){ 1 };
	in.part = PART_B;
	w.id = tender_added(t, in);
	IS(did(ask, &w), CLARIFIED_GONE);                    /* not published */
	w.id = tender_published(t, in);
	IS(did(ask, &w), CLARIFIED_BARRED);
	w.provider = CEDAR;
	w.now = tender_at(6, 29, 12);
	IS(did(ask, &w), CLARIFIED_LATE);
	w.now = tender_at(6, 29, 11);
	IS(did(ask, &w), CLARIFIED);
	w.revision = 1, w.answer = "Forty-one", w.now = tender_at(7, 6, 12);
	IS(did(answer, &w), CLARIFIED_LATE);
	w.now = tender_at(7, 6, 11);
	IS(did(answer, &w), CLARIFIED);
	IS(did(answer, &w), CLARIFIED_STALE);
	w.revision = 2;
	IS(did(publish, &w), CLARIFIED);
	IS(did(publish, &w), CLARIFIED_NOTHING);
	IS(did(answer, &w), CLARIFIED_PUBLISHED);
	IS(tender_letters(t, "p2@example.org", "1 question was answered"), 1);
	w.question.v = 999;
	IS(did(answer, &w), CLARIFIED_GONE);
}

/* The asker's name, another asker's first word, any provider's whole name. */
TEST(what_names_a_provider_is_stopped)
{
	static const struct { const char *words; const char *name; } all[] = {
		{ "Cedar Care asks: is it TUPE?", "Cedar Care" },
		{ "May cedar's staff go over?", NULL },
		{ "May CEDAR go over?", "Cedar Care" },
		{ "Would Brook-Homecare be told?", "Brook Homecare" },
		{ "Is there a brook to cross?", NULL },
		{ "Are Elm trees to be cut?", NULL },                /* it has not asked */
		{ "Is care at home in it?", NULL },
	};
	struct work w = { .t = t, .now = T_NOW, .words = "We at Cedar ask: is it TUPE?",
		.provider = CEDAR, .answer = "Yes", .revision = 1 };

	w.id = tender_open(t);
	IS(did(ask, &w), CLARIFIED);
	for (size_t i = 0; i < COUNT(all); i++) {
		w.words = all[i].words;
		IS(did(answer, &w), all[i].name ? CLARIFIED_NAMED : CLARIFIED);
		SAME(w.name, all[i].name);
		w.revision += w.got == CLARIFIED;
	}
	w.words = "Is it TUPE?", w.answer = "As Dale Support does today";
	IS(did(answer, &w), CLARIFIED_NAMED);
	w.named = true;
	IS(did(answer, &w), CLARIFIED);
	SAME(w.name, "Dale Support");
}

/* Aberdeen answered over 60: all at once, numbered as they were asked, found by their words. */
TEST(sixty_questions_are_answered_in_one_letter)
{
	struct work w = { .t = t, .answer = "As the specification says", .provider = CEDAR };
	struct answered_question *log;

	w.id = tender_open(t);
	for (int i = 0; i < 61; i++) {
		w.now = (Moment){ T_NOW.ms + i };
		w.provider = i % 2 ? CEDAR : DALE;
		w.words = arena_fmt(t->arena, "What of point %d?", i + 1);
		w.revision = 1;
		IS(did(ask, &w), CLARIFIED);
		if (i < 60)
			IS(did(answer, &w), CLARIFIED);
	}
	IS(log_of(t, w.id, "what", &log), 0);
	IS(did(publish, &w), CLARIFIED);
	IS(w.n, 60);
	IS(log_of(t, w.id, "what", &log), 60);
	IS(log[0].number, 60);
	SAME(log[0].public_words, "What of point 60?");
	IS(log_of(t, w.id, "point 7", &log), 1);
	IS(tender_letters(t, "p2@example.org", "60 questions were answered"), 1);
	IS(tender_letters(t, "p4@example.org", ""), 0);
}

TEST_PLAIN(nobody_reads_who_asked)
{
	struct client *c;

	tender_open(t);
	c = client_new(t);
	client_as(c, "p2");
	IS(client_send(c, "/portal/opportunities/1/ask", "words=We+at+Cedar+ask:+TUPE?"), 303);
	IS(client_get(c, "/portal/opportunities/1"), 200);
	HAS(c->text, "We at Cedar ask: TUPE?");
	HAS(c->text, "You are told of changes by letter Yes");
	client_as(c, "commissioner");
	IS(client_get(c, "/opportunities/1/clarifications"), 200);
	HAS(c->text, "Cedar Care We at Cedar ask: TUPE?");
	IS(client_send(c, "/clarifications/1", "answer=Yes"), 422);
	HAS(c->text, "Cedar Care is named in it");
	HAS(c->text, "As it was asked We at Cedar ask: TUPE?");
	IS(client_send(c, "/clarifications/1", "words=Is+it+TUPE?&answer=Yes"), 303);
	client_as(c, "p3");
	IS(client_get(c, "/portal/opportunities/1"), 200);
	LACKS(c->text, "TUPE");
	IS(client_get(c, "/opportunities/1/questions"), 200);
	LACKS(c->text, "TUPE");
	client_as(c, "commissioner");
	IS(client_send(c, "/opportunities/1/clarifications/publish", ""), 303);
	client_sign_out(c);
	IS(client_get(c, "/opportunities/1"), 200);
	HAS(c->text, "1 Is it TUPE? Yes");
	LACKS(c->text, "Cedar");
	IS(client_get(c, "/opportunities/1/questions.csv"), 200);
	HAS(c->body, "Is it TUPE?");
	LACKS(c->body, "Cedar");
	IS(client_get(c, "/opportunities/1/questions?q=tupe"), 200);
	HAS(c->text, "Is it TUPE?");
	IS(client_get(c, "/opportunities/1.json"), 200);
	LACKS(c->body, "Cedar");
}
