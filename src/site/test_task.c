/* SPDX-License-Identifier: MIT */
/*
 * test_task.c -- what waits is told to whom it concerns, with one number
 * everywhere, and in one letter a morning.
 */
#include "site/task.h"

#include <stdlib.h>
#include <string.h>

#include "jobs/jobs.h"
#include "jobs/jobs.sql.h"
#include "papers/mail.sql.h"
#include "t/client.h"
#include "t/t.h"
#include "t/world.h"

/* How many of a kind wait for her; of `list`, how many rows say so. */
static int64_t waiting(struct t *t, const struct me *me, const char *key, size_t *list)
{
	struct task_group *groups;
	size_t n = tasks_of(t->db, t->arena, me, clock_now(), 3, &groups);

	for (size_t i = 0; i < n; i++)
		if (text_same(groups[i].kind->key, key)) {
			if (list)
				*list = groups[i].nlist;
			return groups[i].n;
		}
	return 0;
}

static const struct me *with_roles(struct t *t, const struct me *like)
{
	struct me *me = NEW(t->arena, struct me);

	*me = *like;
	me->rights |= MAY_SIGNED_IN;
	return me;
}

/* There is no way to run a string: a statement is made of it, as mksql would. */
static bool say(struct t *t, const char *words)
{
	static const char *const none[] = { NULL };
	struct sql_piece *piece = NEW(t->arena, struct sql_piece);
	struct sql *q = NEW(t->arena, struct sql);

	*piece = (struct sql_piece){ words, -1, 0 };
	*q = (struct sql){ .name = "say", .file = __FILE__, .pieces = piece, .npieces = 1,
	                   .args = none, .order_names = none, .writes = true };
	return db_do(t->db, q, NULL) > 0;
}

/* ---- kinds that no journey comes by ------------------------------------------- */

TEST_PLAIN(the_market_says_what_ends)
{
	const struct me *she = with_roles(t, &world_commissioner);
	int64_t today = date_day(moment_date(T_NOW));
	size_t rows = 0;

	world_make(t->db);
	IS(waiting(t, she, "standings", NULL), 0);
	NEED(say(t, arena_fmt(t->arena, "UPDATE accreditation SET until_day = %lld",
	                      (long long)today + 60)));
	OK(waiting(t, she, "standings", &rows) > 3);
	IS(rows, 3);                             /* the first of them, and the number of all */
	NEED(say(t, arena_fmt(t->arena, "UPDATE accreditation SET until_day = %lld",
	                      (long long)today + 61)));
	IS(waiting(t, she, "standings", NULL), 0);

	IS(waiting(t, she, "reviews", NULL), 0);
	NEED(say(t, arena_fmt(t->arena, "UPDATE embargo SET review_day = %lld", (long long)today)));
	IS(waiting(t, she, "reviews", NULL), 1);
	IS(waiting(t, with_roles(t, &world_broker), "reviews", NULL), 0);

	NEED(say(t, arena_fmt(t->arena, "UPDATE fair_price SET until_day = %lld WHERE id = "
	                      "(SELECT min(id) FROM fair_price)", (long long)today + 1)));
	IS(waiting(t, she, "prices", NULL), 1);
	NEED(say(t, arena_fmt(t->arena, "UPDATE block SET until_day = %lld",
	                      (long long)today + 1)));
	IS(waiting(t, she, "blocks", NULL), 1);
	NEED(say(t, arena_fmt(t->arena, "UPDATE policy SET until_day = %lld WHERE id = 1",
	                      (long long)today + 1)));
	IS(waiting(t, she, "policies", NULL), 1);
}

TEST_PLAIN(free_hours_grow_old)
{
	struct me brook = world_scheduler(BROOK);

	world_make(t->db);
	say(t, "UPDATE capacity SET stated_ms = 1781512200000");     /* T_NOW */
	IS(waiting(t, &brook, "capacity", NULL), 0);
	clock_set(moment_plus(T_NOW, minutes(15 * 1440)));
	IS(waiting(t, &brook, "capacity", NULL), 1);
}

static bool fail_things(void *arg)
{
	struct t *t = arg;

	DO(t->db, job_put, .id = V(((JobId){ 1 })), .kind = V("return.noon"), .args = V(""),
	   .run_at_ms = V(T_NOW), .user_account = V(((UserAccountId){ 0 })), .unique_key = V("k"));
	DO(t->db, job_claim, .id = V(((JobId){ 1 })), .seen_ms = V(T_NOW), .started_ms = V(T_NOW),
	   .running = V((int64_t)JOB_RUNNING), .lost_ms = V(T_NOW));
	DO(t->db, job_end, .id = V(((JobId){ 1 })), .tries = V((int64_t)1),
	   .state = V((int64_t)JOB_FAILED),
	   .done_ms = V(T_NOW), .run_at_ms = V(T_NOW), .message = V("no"));
	DO(t->db, mail_put, .id = V(((MailOutId){ 1 })), .to_address = V("a@example.org"),
	   .subject = V("A"), .body = V("B"), .made_ms = V(T_NOW));
	return say(t, "UPDATE mail_out SET failure = 'no'");
}

TEST_PLAIN(what_failed_waits_for_the_administrator)
{
	struct client *c;

	world_make(t->db);
	NEED(db_write(t->db, fail_things, t));
	c = client_new(t);
	client_as(c, "admin");
	IS(client_get(c, "/tasks"), 200);
	HAS(c->text, "Job that failed Issue the noon return");
	HAS(c->text, "Letter that could not be sent");
	client_as(c, "broker");
	client_get(c, "/tasks");
	LACKS(c->text, "Job that failed");
}

TEST_PLAIN(an_unfinished_form_can_be_gone_on_with)
{
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "worker");
	client_get(c, "/people/1/requests/new");
	client_post(c, "/drafts", "draft=request&draft_path=/people/1/requests/new&ward=4b");
	client_get(c, "/tasks");
	HAS(c->text, "Form left unfinished Ask for a package of care");
	HAS(c->body, "href=\"/people/1/requests/new?draft=kept\"");
	client_as(c, "broker");
	client_get(c, "/tasks");
	LACKS(c->text, "unfinished");
}

/* ---- one number ----------------------------------------------------------------- */

static void ask_for(struct client *c, int64_t person)
{
	const char *path = arena_fmt(c->arena, "/people/%lld/requests/new", (long long)person);

	IS(client_send(c, path, "reason=support-plan&start=2026-06-22&visits.0.days=mon&"
	               "visits.0.earliest=7:30&visits.0.latest=9:00&visits.0.length=60&"
	               "visits.0.carers=1"), 200);
	IS(client_post(c, path, arena_fmt(c->arena, "%s&checked=1",
	                                  page_form(c->arena, c->body, path))), 303);
}

/* Home, page, JSON and list agree; a restricted record is counted only for whom it names. */
TEST_PLAIN(the_number_is_that_of_the_list)
{
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "broker");
	for (int64_t person = 1; person <= 3; person++)
		ask_for(c, person);
	client_get(c, "/");
	HAS(c->text, "3 Requests not sent to anybody yet");
	client_get(c, "/tasks.json");
	HAS(c->body, "\"n\":3");
	client_get(c, "/requests?stage=new");
	HAS(c->text, "3 rows");
	client_as(c, "broker2");
	client_get(c, "/");
	HAS(c->text, "2 Requests not sent to anybody yet");
	client_get(c, "/requests?stage=new");
	HAS(c->text, "2 rows");
}

/* ---- the letter ------------------------------------------------------------------ */

static size_t letters(struct t *t)
{
	struct mail_list_row *rows;

	return ALL(t->db, t->arena, mail_list, &rows, .limit = V((int64_t)99),
	           .skip = V((int64_t)0), .order = MAIL_LIST_BY_NEWEST);
}

static void remind_at(struct t *t, Moment now)
{
	struct job job = { .id = { 1 }, .due = now, .now = now };

	remind_job(t->db, t->arena, &job);
}

TEST_PLAIN(one_letter_a_morning)
{
	struct client *c;
	size_t before;
	Moment eight = moment_at(date_make(2026, 6, 16), minutes(480));

	world_make(t->db);
	c = client_new(t);
	client_as(c, "broker");
	ask_for(c, 1);
	client_sign_out(c);
	clock_set(eight);
	before = letters(t);
	remind_at(t, eight);
	/* To both brokers; and to the schedulers whose free hours are old news. */
	OK(letters(t) >= before + 2);
	before = letters(t);
	remind_at(t, eight);
	remind_at(t, moment_plus(eight, minutes(1)));
	IS(letters(t), before);
	remind_at(t, moment_plus(eight, minutes(1440)));
	OK(letters(t) > before);
	before = letters(t);
	NEED(say(t, "UPDATE user_account SET no_reminders = 1"));
	remind_at(t, moment_plus(eight, minutes(2 * 1440)));
	IS(letters(t), before);
}

TEST_PLAIN(a_missed_morning_is_over)
{
	Moment eight = moment_at(date_make(2026, 6, 16), minutes(480));
	struct job job = { .id = { 1 }, .due = eight, .now = moment_plus(eight, minutes(1440)) };

	world_make(t->db);
	remind_job(t->db, t->arena, &job);
	SAME(job.message, "That morning is over");
	IS(letters(t), 0);
}

TEST(tasks_are_counted_whatever_fails)
{
	world_make(t->db);
	IS(waiting(t, with_roles(t, &world_broker), "unsent", NULL), 0);
}
