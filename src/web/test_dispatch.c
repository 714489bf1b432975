/* SPDX-License-Identifier: MIT */
/*
 * test_dispatch.c -- lanes, bounds, retries and deadlines, with socket pairs
 * for workers and no HTTP.
 *
 * All tests are plain: nothing in dispatch.c is fallible but the system.
 */
#include "t/t.h"

#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/dispatch.h"
#include "web/scribe.h"

enum { STAFF = 4 };

/* What the rules' functions were told. */
static struct {
	struct job *job[64];
	int    status[64];
	size_t n;
	int    hired, condemned;
	int    let, sorry;              /* how many, and the last one's status */
	bool   held;                    /* the last one that was done          */
} told;

static void on_done(struct job *job, const struct job_end *end)
{
	told.job[told.n] = job;
	told.status[told.n++] = end->status;
	told.held = end->held;
	if (end->file >= 0)
		close(end->file);
}

static void on_let(struct job *job, int sorry)
{
	SURE(job);
	told.let++;
	told.sorry = sorry;
}

static void on_hired(pid_t pid)   { told.hired += pid > 0; }
static void on_condemn(pid_t pid) { told.condemned += pid > 0; }

struct office {
	struct dispatch *d;
	int epoll, hand[STAFF];         /* the workers' ends */
	uint64_t last;
};

static void work(struct office *o)
{
	struct epoll_event news[16];
	const int n = epoll_wait(o->epoll, news, COUNT(news), 0);

	for (int i = 0; i < n; i++)
		dispatch_event(o->d, news[i].data.u32);
}

static void say_as(int s, uint64_t id, uint32_t status, bool held)
{
	struct link_answer a = { .magic = LINK_ANSWER, .id = id, .status = status, .held = held };
	struct iovec io = { &a, sizeof a };

	SURE(link_send(s, &io, 1, -1, 0) > 0);
}

static void say(int s, uint64_t id, uint32_t status)
{
	say_as(s, id, status, false);
}

/* The first workers may be patient ones: so many of them. */
static int patient;

static void office_open(struct office *o, struct t *t, struct dispatch_rules rules)
{
	rules.done = on_done;
	rules.hired = on_hired;
	rules.condemn = on_condemn;
	rules.let = on_let;
	rules.workers = STAFF;
	rules.deadline_ms = rules.deadline_ms ? rules.deadline_ms : 10000;
	rules.queue = rules.queue ? rules.queue : 10;
	memset(&told, 0, sizeof told);
	*o = (struct office){ .epoll = epoll_create1(EPOLL_CLOEXEC) };
	o->d = dispatch_new(t->arena, &rules, o->epoll);
	for (int i = 0; i < STAFF; i++) {
		int ends[2];

		SURE(link_pair(ends));
		o->hand[i] = ends[0];
		dispatch_hire(o->d, ends[1], 1000 + i);
		say(o->hand[i], 0, i < patient);
	}
	patient = 0;
	work(o);
}

static void office_close(struct office *o)
{
	for (int i = 0; i < STAFF; i++) {
		dispatch_retire(o->d, 1000 + i);
		if (o->hand[i] >= 0)
			close(o->hand[i]);
	}
	for (int i = 0; i < 3 * STAFF; i++)
		work(o);
	close(o->epoll);
}

static struct job *job_new(struct office *o, struct t *t, bool slow, bool again)
{
	struct job *job = NEW(t->arena, struct job);

	*job = (struct job){ .file = -1, .slow = slow, .again = again, .born_ms = mono_ms() };
	job->ask.id = ++o->last;
	job->ask.magic = LINK_ASK;
	for (int i = 0; i < PARTS; i++) {
		job->part[i] = "x";
		job->ask.part[i] = 2;
	}
	return job;
}

/* The number of the request that this worker has been given; 0: none. */
static uint64_t given(struct office *o, int worker)
{
	struct link_ask ask = { 0 };
	char rest[64];
	struct iovec io[2] = { { &ask, sizeof ask }, { rest, sizeof rest } };
	int fd;

	return link_recv(o->hand[worker], io, 2, &fd, MSG_DONTWAIT) > 0 ? ask.id : 0;
}

static unsigned given_in_all(struct office *o, int *who)
{
	unsigned n = 0;

	for (int i = 0; i < STAFF; i++)
		if (o->hand[i] >= 0 && given(o, i)) {
			n++;
			*who = i;
		}
	return n;
}

static void quit(struct office *o, int worker)
{
	close(o->hand[worker]);
	o->hand[worker] = -1;
	work(o);
}

TEST_PLAIN(slow_jobs_hold_at_most_half)
{
	struct office o;
	int who = 0;

	office_open(&o, t, (struct dispatch_rules){ 0 });
	IS(told.hired, STAFF);
	for (int i = 0; i < 4; i++)
		OK(dispatch_take(o.d, job_new(&o, t, true, true)));
	IS(given_in_all(&o, &who), STAFF / 2);
	/* Quick ones get the other half, though slow ones wait. */
	OK(dispatch_take(o.d, job_new(&o, t, false, true)));
	IS(given_in_all(&o, &who), 1);
	say(o.hand[who], 5, 200);
	work(&o);
	IS(told.n, 1);
	IS(told.job[0]->ask.id, 5);
	IS(told.status[0], 200);
	IS(given_in_all(&o, &who), 0);
	office_close(&o);
}

/* Whoever is free takes what comes, but each his own while there is a choice. */
TEST_PLAIN(slow_jobs_go_to_the_patient)
{
	struct office o;
	int who = 0;

	patient = STAFF / 2;
	office_open(&o, t, (struct dispatch_rules){ 0 });
	OK(dispatch_take(o.d, job_new(&o, t, true, true)));
	IS(given_in_all(&o, &who), 1);
	OK(who < STAFF / 2);
	for (int i = 0; i < STAFF / 2; i++) {
		OK(dispatch_take(o.d, job_new(&o, t, false, true)));
		IS(given_in_all(&o, &who), 1);
		OK(who >= STAFF / 2);
	}
	/* All the others are at work: the patient ones help when those are stuck. */
	OK(dispatch_take(o.d, job_new(&o, t, false, false)));
	IS(given_in_all(&o, &who), 0);
	usleep(25000);
	dispatch_tick(o.d);
	IS(given_in_all(&o, &who), 1);
	OK(who < STAFF / 2);
	office_close(&o);
}

/* Four pages are begun; a fifth, a GET, is sent ahead, and goes on when its turn comes. */
TEST_PLAIN(one_page_is_sent_ahead_behind_a_young_one)
{
	struct office o;
	int who = 0;

	office_open(&o, t, (struct dispatch_rules){ 0 });
	for (int i = 0; i < STAFF; i++)
		OK(dispatch_take(o.d, job_new(&o, t, false, true)));
	IS(given_in_all(&o, &who), STAFF);
	OK(dispatch_take(o.d, job_new(&o, t, false, true)));
	IS(given(&o, 0), STAFF + 1);
	IS(dispatch_now(o.d).quick, 0);
	/* Not what changes something, and not behind an old one. */
	OK(dispatch_take(o.d, job_new(&o, t, false, false)));
	IS(given_in_all(&o, &who), 0);
	usleep(5000);
	OK(dispatch_take(o.d, job_new(&o, t, false, true)));
	IS(given_in_all(&o, &who), 0);
	IS(dispatch_now(o.d).quick, 2);

	say(o.hand[0], STAFF, 200);
	say(o.hand[0], STAFF + 1, 201);
	work(&o);
	work(&o);
	IS(told.n, 2);
	IS(told.status[1], 201);
	IS(given(&o, 0), STAFF + 2);
	office_close(&o);
}

/* Whose worker dies before its turn has lost nothing, and may still be tried twice. */
TEST_PLAIN(what_was_sent_ahead_is_given_to_another)
{
	struct office o;
	struct job *first, *ahead;
	int who = 0;

	office_open(&o, t, (struct dispatch_rules){ 0 });
	first = job_new(&o, t, false, false);
	OK(dispatch_take(o.d, first));
	IS(given_in_all(&o, &who), 1);
	for (int i = 0; i < STAFF; i++)
		if (i != who) {
			close(o.hand[i]);
			o.hand[i] = -1;
		}
	work(&o);
	/* Only he is left: it is he who has both. */
	first->sent_ms = mono_ms();
	ahead = job_new(&o, t, false, true);
	OK(dispatch_take(o.d, ahead));
	IS(given(&o, who), ahead->ask.id);
	IS(ahead->tries, 1);
	quit(&o, who);
	IS(told.n, 1);
	OK(told.job[0] == first);
	IS(told.status[0], -500);
	IS(ahead->tries, 0);
	IS(dispatch_now(o.d).quick, 1);
	IS(dispatch_open(o.d), 1);
	office_close(&o);
}

TEST_PLAIN(without_lanes_slow_jobs_hold_all)     /* the control of the test above */
{
	struct office o;
	int who = 0;

	office_open(&o, t, (struct dispatch_rules){ .no_lanes = true });
	for (int i = 0; i < 4; i++)
		OK(dispatch_take(o.d, job_new(&o, t, true, true)));
	IS(given_in_all(&o, &who), STAFF);
	OK(dispatch_take(o.d, job_new(&o, t, false, false)));
	IS(given_in_all(&o, &who), 0);
	office_close(&o);
}

TEST_PLAIN(the_queue_is_bounded_per_lane)
{
	struct office o;
	int taken = 0;

	office_open(&o, t, (struct dispatch_rules){ .queue = 6 });
	for (int i = 0; i < 20; i++)
		taken += dispatch_take(o.d, job_new(&o, t, true, true));
	IS(taken, STAFF / 2 + 6 / 2 + 1);
	taken = 0;
	for (int i = 0; i < 20; i++)
		taken += dispatch_take(o.d, job_new(&o, t, false, false));
	IS(taken, STAFF / 2 + 6);
	IS(dispatch_open(o.d), STAFF + 6 + 6 / 2 + 1);
	office_close(&o);
}

TEST_PLAIN(a_get_survives_one_death_and_a_post_none)
{
	struct office o;
	struct job *get, *post;
	int who = 0;

	office_open(&o, t, (struct dispatch_rules){ 0 });
	get = job_new(&o, t, false, true);
	OK(dispatch_take(o.d, get));
	IS(given_in_all(&o, &who), 1);
	quit(&o, who);
	IS(told.n, 0);
	IS(given_in_all(&o, &who), 1);          /* given to another */
	quit(&o, who);
	IS(told.n, 1);                          /* but not to a third */
	OK(told.job[0] == get);
	IS(told.status[0], -500);
	IS(given_in_all(&o, &who), 0);

	post = job_new(&o, t, false, false);
	OK(dispatch_take(o.d, post));
	IS(given_in_all(&o, &who), 1);
	quit(&o, who);
	IS(told.n, 2);
	OK(told.job[1] == post);
	IS(told.status[1], -500);
	office_close(&o);
}

/* Workers killed while idle: no job is lost to them, not even a POST. */
TEST_PLAIN(a_job_that_was_not_delivered_is_given_again)
{
	struct office o;
	int who = 0;

	office_open(&o, t, (struct dispatch_rules){ 0 });
	for (int i = 1; i < STAFF; i++) {
		close(o.hand[i]);
		o.hand[i] = -1;
	}
	OK(dispatch_take(o.d, job_new(&o, t, false, false)));
	IS(given_in_all(&o, &who), 1);
	IS(told.n, 0);
	IS(who, 0);
	office_close(&o);
}

TEST_PLAIN(overdue_means_504_and_waited_in_vain_503)
{
	struct office o;
	struct job *job[STAFF + 1];

	office_open(&o, t, (struct dispatch_rules){ .deadline_ms = 20 });
	for (int i = 0; i < STAFF + 1; i++) {
		job[i] = job_new(&o, t, false, true);
		OK(dispatch_take(o.d, job[i]));
	}
	dispatch_tick(o.d);
	IS(told.n, 0);
	usleep(30000);
	dispatch_tick(o.d);
	IS(told.n, STAFF + 1);
	for (int i = 0; i < STAFF; i++)
		IS(told.status[i], -504);
	/* Sent ahead, but never begun. */
	OK(told.job[STAFF] == job[STAFF]);
	IS(told.status[STAFF], -503);
	IS(told.condemned, STAFF);
	OK(!dispatch_healthy(o.d));
	IS(dispatch_open(o.d), 0);
	office_close(&o);
}

TEST_PLAIN(a_worker_that_answers_nonsense_is_condemned)
{
	struct office o;
	int who = 0;

	office_open(&o, t, (struct dispatch_rules){ 0 });
	OK(dispatch_take(o.d, job_new(&o, t, false, false)));
	IS(given_in_all(&o, &who), 1);
	say(o.hand[who], 99, 200);              /* somebody else's number */
	work(&o);
	IS(told.condemned, 1);
	IS(told.status[0], -500);
	office_close(&o);
}

TEST_PLAIN(a_retired_worker_finishes_first)
{
	struct office o;
	int who = 0;

	office_open(&o, t, (struct dispatch_rules){ 0 });
	OK(dispatch_take(o.d, job_new(&o, t, false, false)));
	IS(given_in_all(&o, &who), 1);
	for (int i = 0; i < STAFF; i++)
		dispatch_retire(o.d, 1000 + i);
	OK(!dispatch_healthy(o.d));
	say(o.hand[who], 1, 200);
	work(&o);
	IS(told.n, 1);
	IS(told.status[0], 200);
	/* Nobody is left: the next waits. */
	OK(dispatch_take(o.d, job_new(&o, t, false, false)));
	IS(dispatch_open(o.d), 1);
	IS(told.n, 1);
	office_close(&o);
}

/* The scribe's word for one page, and how it was tried. */
static void word(struct office *o, uint32_t status, uint64_t id, uint32_t again)
{
	const struct scribe_word w = {
		.status = status, .n = 1, .page = { { .id = id, .again = again } } };

	dispatch_word(o->d, &w);
}

/* Ask for a page; the worker who got it. */
static int page_asked(struct office *o, struct t *t, bool again)
{
	int who = 0;

	OK(dispatch_take(o->d, job_new(o, t, false, again)));
	IS(given_in_all(o, &who), 1);
	return who;
}

TEST_PLAIN(a_held_page_goes_with_the_word_for_it)
{
	struct office o;

	office_open(&o, t, (struct dispatch_rules){ 0 });
	/* The page first. */
	say_as(o.hand[page_asked(&o, t, true)], 1, 200, true);
	work(&o);
	OK(told.n == 1 && told.held);
	word(&o, 0, 99, 0);                     /* somebody else's */
	word(&o, 0, 1, 1);                      /* another try     */
	IS(told.let, 0);
	IS(dispatch_open(o.d), 1);
	word(&o, 0, 1, 0);
	OK(told.let == 1 && told.sorry == 0);
	IS(dispatch_open(o.d), 0);
	word(&o, 0, 1, 0);                      /* said twice      */
	IS(told.let, 1);
	/* The word first: then it is not held at all. */
	const int who = page_asked(&o, t, true);
	word(&o, 0, 2, 0);
	say_as(o.hand[who], 2, 200, true);
	work(&o);
	OK(told.n == 2 && !told.held && told.let == 1);
	IS(dispatch_open(o.d), 0);
	office_close(&o);
}

TEST_PLAIN(a_bad_word_is_a_sorry_before_and_after)
{
	struct office o;
	int who;

	office_open(&o, t, (struct dispatch_rules){ 0 });
	say_as(o.hand[page_asked(&o, t, true)], 1, 200, true);
	work(&o);
	word(&o, 507, 1, 0);
	OK(told.let == 1 && told.sorry == 507);
	who = page_asked(&o, t, true);
	word(&o, 507, 2, 0);
	say_as(o.hand[who], 2, 200, true);
	work(&o);
	OK(told.held && told.let == 2 && told.sorry == 507);
	/* A form may have been saved. */
	say_as(o.hand[page_asked(&o, t, false)], 3, 200, true);
	work(&o);
	word(&o, 507, 3, 0);
	OK(told.let == 3 && told.sorry == 500);
	IS(dispatch_open(o.d), 0);
	office_close(&o);
}

/* The word for the page of a worker who died is not the word for the next one's. */
TEST_PLAIN(a_word_is_for_one_try_only)
{
	struct office o;
	int who;

	office_open(&o, t, (struct dispatch_rules){ 0 });
	who = page_asked(&o, t, true);
	word(&o, 0, 1, 0);
	quit(&o, who);
	IS(given_in_all(&o, &who), 1);
	say_as(o.hand[who], 1, 200, true);
	work(&o);
	OK(told.held && told.let == 0);
	word(&o, 0, 1, 0);
	IS(told.let, 0);
	word(&o, 0, 1, 1);
	IS(told.let, 1);
	office_close(&o);
}
