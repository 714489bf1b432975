/* SPDX-License-Identifier: MIT */
/*
 * test_response.c -- a response is sealed until the deadline, and opened by two.
 */
#include <string.h>

#include "t/client.h"
#include "tender/test_tender.h"

struct work {
	struct t *t;
	OpportunityId id;
	ProviderId provider;
	int64_t revision, changes;
	struct lot_price prices[2];
	size_t nprices;
	const char *how;
	Moment now;
	UserAccountId by;
	enum responded got;
	enum opened opened;
};

static struct me me_of(const struct work *w)
{
	return world_scheduler(w->provider);
}

static struct response response_now(struct work *w)
{
	struct response r = { 0 };

	NEED(ONE(w->t->db, w->t->arena, response_of, &r, .opportunity = V(w->id),
	         .provider = V(w->provider)));
	return r;
}

static bool begin(void *arg)
{
	struct work *w = arg;
	const struct me me = me_of(w);

	w->got = response_begin(w->t->db, w->t->arena, w->id, &me, w->now);
	return w->got == RESPONDED;
}

static bool answer(void *arg)
{
	struct work *w = arg;
	const struct param list[] = {
		{ "how_will_you_do_it", w->how, strlen(w->how), NULL },
		{ "what_else_do_you_bring", "Jobs", 4, NULL }, { "all_is_true", "yes", 3, NULL },
		{ "revision", "", 0, NULL },
	};
	struct params given = { list, COUNT(list) - 1 };
	struct rq rq = { .db = w->t->db, .arena = w->t->arena };
	const struct me me = me_of(w);
	struct question_form *qf;
	struct response r;
	void *at;

	w->got = response_writable(w->t->db, w->t->arena, w->id, &me, w->now, &r);
	if (w->got != RESPONDED)
		return false;
	qf = sheet_form(w->t->db, w->t->arena, r.sheet, SEEN_ALL, TO_ANSWER);
	at = form_new(w->t->arena, &qf->form);
	NEED(form_read(&rq, &qf->form, &given, at));
	*question_form_revision(qf, at) = qf->sheet.revision;
	return sheet_save(w->t->db, w->t->arena, qf, at, me.id) == ANSWERED;
}

static bool price(void *arg)
{
	struct work *w = arg;
	const struct me me = me_of(w);

	w->got = response_price(w->t->db, w->t->arena, w->id, w->revision, w->prices, w->nprices,
	                        &me, w->now);
	return w->got == RESPONDED;
}

static bool send(void *arg)
{
	struct work *w = arg;
	const struct me me = me_of(w);

	w->got = response_send(w->t->db, w->t->arena, w->id, w->revision, w->changes, &me, w->now);
	return w->got == RESPONDED;
}

static bool withdraw(void *arg)
{
	struct work *w = arg;
	const struct me me = me_of(w);

	w->got = response_withdraw(w->t->db, w->t->arena, w->id, &me, w->now);
	return w->got == RESPONDED;
}

static bool open(void *arg)
{
	struct work *w = arg;

	w->opened = responses_open(w->t->db, w->t->arena, w->id, w->by, w->now);
	return w->opened == OPENED || w->opened == OPENED_HALF;
}

static enum responded did(bool (*verb)(void *), struct work *w)
{
	struct response r;

	if (ONE(w->t->db, w->t->arena, response_of, &r, .opportunity = V(w->id),
	        .provider = V(w->provider)))
		w->revision = r.revision;
	db_write(w->t->db, verb, w);
	return w->got;
}

static enum opened opens(struct work *w, UserAccountId by)
{
	w->by = by;
	db_write(w->t->db, open, w);
	return w->opened;
}

/* Cedar's response to the usual opportunity, ready to be sent. */
static struct work ready(struct t *t)
{
	struct work w = { .t = t, .now = tender_at(7, 1, 9), .provider = CEDAR,
		.prices = { { { 0 }, { 2150 } }, { { 0 }, { 2290 } } }, .nprices = 2,
		.how = "With two teams" };
	struct opportunity_lot *l;

	w.id = tender_open(t);
	NEED(ALL(t->db, t->arena, opportunity_lot_list, &l, .opportunity = V(w.id)) == 2);
	w.prices[0].lot = l[0].id;
	w.prices[1].lot = l[1].id;
	NEED(did(begin, &w) == RESPONDED);
	NEED(db_write(t->db, answer, &w));
	NEED(did(price, &w) == RESPONDED);
	return w;
}

static size_t opened_list(struct work *w, struct response_opened_list_row **out)
{
	return ALL(w->t->db, w->t->arena, response_opened_list, out, .opportunity = V(w->id));
}

TEST(it_is_sent_whole_and_in_time)
{
	struct work w = ready(t);
	struct response_sent *sent;
	int64_t ids[4];

	IS(did(begin, &w), RESPONDED_BEGUN);
	w.changes = 1;
	IS(did(send, &w), RESPONDED_CHANGED);
	w.changes = 0;
	w.now = tender_at(7, 6, 12);
	IS(did(send, &w), RESPONDED_LATE);
	IS(did(price, &w), RESPONDED_LATE);
	OK(!db_write(t->db, answer, &w));
	IS(w.got, RESPONDED_LATE);
	w.now = (Moment){ tender_at(7, 6, 12).ms - 1 };
	w.nprices = 0;
	IS(did(price, &w), RESPONDED);
	IS(did(send, &w), RESPONDED_PRICES);
	w.nprices = 2;
	IS(did(price, &w), RESPONDED);
	w.revision--;
	db_write(t->db, send, &w);
	IS(w.got, RESPONDED_STALE);
	IS(did(send, &w), RESPONDED);
	IS(did(send, &w), RESPONDED_GONE);                   /* nothing is in work any more */
	IS(ALL(t->db, t->arena, response_sent_list, &sent,
	       .response = V(response_now(&w).id)), 1);
	IS(sent[0].sent_ms.ms, w.now.ms);
	IS(responses_broken(t->db, t->arena, ids, COUNT(ids)), 0);
	IS(tender_letters(t, "p@example.org", "Digest (SHA-256): "), 1);
	w.provider = GORSE;
	w.now = tender_at(7, 6, 13);
	IS(did(begin, &w), RESPONDED_LATE);
}

TEST(what_lacks_an_answer_is_not_sent)
{
	struct work w = ready(t);

	w.provider = DALE;
	IS(did(begin, &w), RESPONDED);
	IS(did(price, &w), RESPONDED);
	IS(did(send, &w), RESPONDED_LACKING);
	w.prices[0].lot.v = 999;
	IS(did(price, &w), RESPONDED_PRICES);
}

/* The next begins with the last, and what was sent counts until then. */
TEST(it_is_replaced_and_taken_back_until_the_deadline)
{
	struct work w = ready(t);
	struct response_opened_list_row *list;
	struct response_sent *sent;
	struct question_form *qf;
	int64_t ids[4];

	IS(did(send, &w), RESPONDED);
	IS(did(begin, &w), RESPONDED);
	qf = sheet_form(t->db, t->arena, response_now(&w).sheet, SEEN_ALL, TO_READ);
	IS(qf->nanswers, 3);
	SAME(qf->answers[0].value, "With two teams");
	w.how = "With three teams";
	OK(db_write(t->db, answer, &w));
	w.prices[0].price = money(2100);
	w.nprices = 1;
	IS(did(price, &w), RESPONDED);
	IS(did(send, &w), RESPONDED);
	IS(ALL(t->db, t->arena, response_sent_list, &sent,
	       .response = V(response_now(&w).id)), 2);
	OK(moment_known(sent[1].ended_ms) && !moment_known(sent[0].ended_ms));
	IS(responses_broken(t->db, t->arena, ids, COUNT(ids)), 0);
	IS(did(withdraw, &w), RESPONDED);
	IS(did(withdraw, &w), RESPONDED_NOTHING);
	IS(did(begin, &w), RESPONDED);
	IS(did(send, &w), RESPONDED);
	w.now = tender_at(7, 6, 12);
	IS(did(withdraw, &w), RESPONDED_LATE);
	IS(opens(&w, CARL), OPENED_HALF);
	IS(opened_list(&w, &list), 0);
	IS(opens(&w, CORA), OPENED);
	IS(opened_list(&w, &list), 1);
	SAME(list[0].provider_name, "Cedar Care");
}

TEST(two_people_open_and_nobody_before)
{
	struct work w = ready(t);
	struct response_opened_list_row *list;

	IS(did(send, &w), RESPONDED);
	IS(opened_list(&w, &list), 0);
	IS(opens(&w, CARL), OPENED_EARLY);
	w.now = tender_at(7, 6, 12);
	IS(opens(&w, CARL), OPENED_HALF);
	IS(opens(&w, CARL), OPENED_SAME);
	IS(opened_list(&w, &list), 0);
	IS(opens(&w, CORA), OPENED);
	IS(opens(&w, CORA), OPENED_ALREADY);
	IS(opened_list(&w, &list), 1);
	w.id = (OpportunityId){ 99 };
	IS(opens(&w, CORA), OPENED_GONE);
}

/* Who lost its standing meanwhile does not send, but takes back what it sent. */
TEST(standing_is_asked_when_it_is_sent)
{
	static const struct sql_piece end = {
		"UPDATE accreditation SET until_day = 20625 WHERE provider = 2", -1, 0 };
	static const struct sql ends = { .name = "ends", .file = __FILE__, .pieces = &end,
		.npieces = 1, .writes = true };
	struct opportunity_answers in = tender_usual(t);
	struct work w = { .t = t, .now = T_NOW, .provider = FERN, .nprices = 1,
		.prices = { { { 1 }, { 2000 } } }, .how = "Well" };

	tender_world(t);
	in.framework = (FrameworkId){ 1 };
	in.part = PART_B;
	w.id = tender_published(t, in);
	IS(did(begin, &w), RESPONDED_BARRED);
	w.provider = CEDAR;
	IS(did(begin, &w), RESPONDED);
	IS(did(price, &w), RESPONDED);
	OK(db_write(t->db, answer, &w));
	IS(did(send, &w), RESPONDED);
	IS(did(begin, &w), RESPONDED);
	db_do(t->db, &ends, NULL);
	w.now = tender_at(7, 1, 9);
	IS(did(send, &w), RESPONDED_BARRED);
	IS(did(withdraw, &w), RESPONDED);
}

/* A changed answer, price or moment breaks the digest. */
TEST_PLAIN(what_was_sent_is_what_is_kept)
{
	static const struct sql_piece pieces[] = {
		{ "UPDATE answer SET value = 'One' WHERE value = 'With two teams'", -1, 0 },
		{ "UPDATE answer SET value = 'With two teams' WHERE value = 'One'", -1, 0 },
		{ "UPDATE response_sent_price SET price_pence = 2151 WHERE price_pence = 2150",
		  -1, 0 },
	};
	static struct sql spoil[COUNT(pieces)];
	const size_t want[] = { 1, 0, 1 };
	struct work w = ready(t);
	int64_t ids[4];

	IS(did(send, &w), RESPONDED);
	for (size_t i = 0; i < COUNT(pieces); i++) {
		spoil[i] = (struct sql){ .name = "spoil", .file = __FILE__, .pieces = &pieces[i],
			.npieces = 1, .writes = true };
		db_do(t->db, &spoil[i], NULL);
		IS(responses_broken(t->db, t->arena, ids, COUNT(ids)), want[i]);
	}
}

/* What is read of the last answer, but for the number that each page has of its own. */
static const char *read_of(struct client *c)
{
	const char *all = BLANK(c->text) ? c->body : c->text;
	const char *foot = strstr(all, "Reference of this page");

	return foot ? arena_dupn(c->arena, all, (size_t)(foot - all)) : all;
}

/* Every page, list and file of staff and of others, before it is opened. */
TEST_PLAIN(nobody_sees_what_is_sealed_nor_from_whom)
{
	static const char *const pages[] = {
		"/opportunities/1", "/opportunities/1.json", "/opportunities/kept",
		"/opportunities/kept.csv", "/opportunities/1/responses",
		"/opportunities/1/responses.json", "/opportunities/1/responses/1",
		"/opportunities/1/responses/1.json", "/opportunities/1/clarifications",
		"/questionnaires", "/questionnaires/1", "/questionnaires.json",
		"/questionnaires/1/sheets", "/questionnaires/1/sheets.csv",
		"/questionnaires/1/answers", "/questionnaires/1/answers.csv", "/sheets/1",
		"/sheets/1.json", "/sheets/1/answer", "/sheets/1/send", "/sheets/1/score",
		"/sheets/1/scores", "/sheets/1/compare", "/opportunities/1/open", "/tasks", "/",
		"/search?q=cedar", "/panels/1", "/panels/1/sheets",
	};
	static const char *const who[] = { "commissioner", "broker", "director", "p3" };
	struct work w = ready(t);
	const char *before[COUNT(who)][COUNT(pages)];
	struct client *c = client_new(t);

	client_as(c, "commissioner");
	IS(client_send(c, "/panels/new", "name=All"), 303);
	for (int sent = 0; sent < 2; sent++) {
		for (size_t i = 0; i < COUNT(who); i++) {
			client_as(c, who[i]);
			for (size_t k = 0; k < COUNT(pages); k++) {
				client_get(c, pages[k]);
				LACKS(c->body, "With two teams");
				LACKS(c->body, "21.50");
				if (sent)
					SAME(read_of(c), before[i][k]);
				before[i][k] = read_of(c);
			}
		}
		if (!sent)
			IS(did(send, &w), RESPONDED);
		/* Nor by the number of its sheet. */
		client_as(c, "commissioner");
		IS(client_send(c, "/panels/1/sheets", "sheet=1"), 422);
	}
}

/* The trail tells who worked on a response when all are opened, and not before. */
TEST_PLAIN(the_trail_keeps_the_seal)
{
	struct work w = ready(t);
	struct client *c = client_new(t);

	IS(did(send, &w), RESPONDED);
	for (int opened = 0; opened < 2; opened++) {
		client_as(c, "admin");
		IS(client_get(c, "/audit.csv"), 200);
		IS(strstr(c->body, "Scheduler of Cedar Care") != NULL, opened);
		IS(strstr(c->body, "response.send") != NULL, opened);
		IS(strstr(c->body, "response.sealed") != NULL, !opened);
		IS(client_get(c, "/audit.csv?by=12"), 200);
		IS(strstr(c->body, "sheet.send") != NULL, opened);
		IS(client_get(c, "/audit.csv?thing=response"), 200);
		IS(strstr(c->body, "response.begin") != NULL, opened);
		if (!opened)
			tender_opened(t, w.id);
	}
}

TEST_PLAIN(a_late_response_keeps_what_was_typed)
{
	struct work w = ready(t);
	struct client *c = client_new(t);

	clock_set((Moment){ tender_at(7, 6, 12).ms - 60000 });
	IS(w.id.v, 1);
	client_as(c, "p2");
	IS(client_send(c, "/portal/opportunities/1/response/prices",
	               "prices.0.price=9000000000.01"), 422);
	IS(client_get(c, "/portal/opportunities/1/response"), 200);
	HAS(c->text, "In work, not sent");
	HAS(c->text, "1 North an hour of care £21.50");
	IS(client_get(c, "/portal/opportunities/1/response/answer"), 200);
	clock_set(tender_at(7, 6, 12));
	IS(client_post(c, "/portal/opportunities/1/response/answer",
	               "how_will_you_do_it=With+four+teams&revision=2"), 422);
	HAS(c->text, "The deadline was 6 July 2026 at midday, and it was over when this came");
	HAS(c->body, "With four teams");
	IS(client_send(c, "/portal/opportunities/1/response/send", ""), 422);
	HAS(c->text, "it is not received");
	clock_set(T_NOW);
}
