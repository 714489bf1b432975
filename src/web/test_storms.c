/* SPDX-License-Identifier: MIT */
/*
 * test_storms.c -- broken days under load: workers that die, reports that
 * take for ever, clients that dawdle, a service that is stopped or rolled.
 *
 * All tests are plain: what could fail is in other processes, and is made to.
 */
#include "web/test_house.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/link.h"

static int64_t answered(const struct storm *s)
{
	return s->count[2] + s->count[3] + s->count[4] + s->count[5];
}

static int64_t waited_for(struct house *h, const char *path, int *status)
{
	const int64_t began = mono_ms();

	*status = ask_get(h, path).status;
	return mono_ms() - began;
}

/* ---- deaths -------------------------------------------------------------- */

static int aborts_answered;

static void post_abort(struct house *h, struct storm *storm)
{
	struct answer a;

	if (storm->calls >= 20)
		return;
	a = ask(h, "POST", "/abort", "", "x", 1);
	aborts_answered += a.status == 500 && strstr(a.body, "saved twice");
}

TEST_PLAIN(twenty_aborts_are_twenty_500s_and_nothing_else)
{
	struct storm storm = { .path = "/a", .clients = 32, .ms = 2600, .every_ms = 100,
	                       .each = post_abort, .at_least = 20 };
	struct house h;

	aborts_answered = 0;
	NEED(house_open(&h, t, (struct serve_options){ .workers = 4 }));
	storm_run(&h, &storm);
	OK(storm.calls >= 20);
	IS(aborts_answered, 20);
	OK(storm.count[2] > 500);
	IS(answered(&storm), storm.count[2]);
	IS(storm.lost, 0);
	IS(house_close(&h), 0);
}

/* Not twice in a moment, when this process was late: who is tried again would die again. */
static void kill_worker(struct house *h, struct storm *storm)
{
	static int64_t last;

	(void)h;
	if (mono_ms() - last < 60)
		return;
	last = mono_ms();
	if (storm->worker > 0)
		kill(storm->worker, SIGKILL);
	storm->worker = 0;
}

/* The victim is whoever answered last, so mostly at work: GETs are tried again. */
TEST_PLAIN(workers_killed_while_serving_lose_no_page)
{
	struct storm storm = { .path = "/sleep?2", .clients = 32, .ms = 2000, .every_ms = 100,
	                       .each = kill_worker };
	struct house h;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 4 }));
	storm_run(&h, &storm);
	OK(storm.calls >= 15);
	OK(storm.count[2] > 500);
	IS(answered(&storm), storm.count[2]);
	IS(storm.lost, 0);
	/* A control: there were deaths, and requests in the hands of the dead. */
	HAS(house_log(&h), "what=\"worker lost\"");
	HAS(house_log(&h), "again=1");
	HAS(house_log(&h), "signal=9");
	IS(house_close(&h), 0);
}

TEST_PLAIN(the_door_is_replaced_when_it_dies)
{
	struct house h;
	int door = 0;
	const char *line;
	struct answer a = { 0 };

	NEED(house_open(&h, t, (struct serve_options){ .workers = 2 }));
	/* The door speaks in the log when it refuses. */
	const int s = house_connect(&h);
	IS(ask_on(&h, s, "x\r\n", 3, false).status, 400);
	close(s);
	line = strstr(house_log(&h), "role=door pid=");
	NEED(line && sscanf(line + 14, "%d", &door) == 1 && door > 1);
	kill(door, SIGKILL);
	for (int i = 0; i < 100 && a.status != 200; i++) {
		a = ask_get(&h, "/a");
		usleep(20000);
	}
	IS(a.status, 200);
	IS(house_close(&h), 0);
}

TEST_PLAIN(a_database_that_does_not_open_is_tried_with_patience)
{
	struct house h;
	const char *log;
	int tries = 0;

	OK(!house_open(&h, t, (struct serve_options){ .workers = 1, .mine = "broken" }));
	log = house_log(&h);
	for (const char *p = log; (p = strstr(p, "cannot open")); p++)
		tries++;
	OK(tries >= 2);
	OK(tries < 20);         /* with the clerk's; without patience there are hundreds */
	LACKS(log, "what=\"ready\"");
	IS(house_close(&h), 0);
}

/* ---- time ------------------------------------------------------------------- */

/* Six clients want a report of 400 ms; one wants a page. */
static int64_t page_beside_reports(struct t *t, bool no_lanes)
{
	struct storm pages = { .path = "/a", .clients = 1, .ms = 1500 };
	struct storm reports = { .path = "/slow?400", .clients = 6, .ms = 1500, .beside = &pages };
	struct house h;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 4, .no_lanes = no_lanes }));
	storm_run(&h, &reports);
	OK(pages.count[2] > 0);
	OK(reports.count[2] > 2);
	IS(reports.lost + pages.lost, 0);
	IS(house_close(&h), 0);
	return pages.most_ms;
}

TEST_PLAIN(slow_reports_never_starve_pages)
{
	OK(page_beside_reports(t, false) < 150);
}

TEST_PLAIN(without_lanes_they_do)        /* the control of the test above */
{
	OK(page_beside_reports(t, true) > 250);
}

TEST_PLAIN(an_endless_request_is_504_and_its_worker_replaced)
{
	struct house h;
	struct answer a;
	int status;
	int64_t ms;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 1, .deadline_ms = 400 }));
	ms = waited_for(&h, "/sleep?30000", &status);
	IS(status, 504);
	OK(ms >= 350 && ms < 1500);
	a = ask_get(&h, "/a");
	IS(a.status, 200);
	HAS(house_log(&h), "what=\"overdue\"");
	HAS(house_log(&h), "signal=9");
	IS(house_close(&h), 0);
}

TEST_PLAIN(a_full_queue_is_503_with_a_time_to_come_back)
{
	struct storm storm = { .path = "/sleep?100", .clients = 16, .ms = 500 };
	struct house h;
	int held[6];
	struct answer a;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 1, .queue = 4 }));
	storm_run(&h, &storm);
	OK(storm.count[2] >= 4);
	OK(storm.count[5] > 16);
	IS(storm.lost, 0);
	IS(answered(&storm), storm.count[2] + storm.count[5]);
	for (int i = 0; i < 6; i++) {
		static const char ask_slow[] = "GET /sleep?300 HTTP/1.1\r\nHost: a\r\n\r\n";

		held[i] = house_connect(&h);
		SURE(send(held[i], ask_slow, sizeof ask_slow - 1, MSG_NOSIGNAL) > 0);
	}
	usleep(50000);
	a = ask_get(&h, "/a");
	IS(a.status, 503);
	HAS(a.text, "Retry-After: ");
	/* The door itself is not busy. */
	IS(ask_get(&h, "/healthz").status, 200);
	for (int i = 0; i < 6; i++)
		close(held[i]);
	IS(house_close(&h), 0);
}

/* ---- dawdlers ------------------------------------------------------------- */

/* Half a head each, then a byte now and then, which no inactivity limit sees. */
TEST_PLAIN(half_open_connections_cost_little_and_end)
{
	enum { MANY = 400 };
	static const char half[] = "GET /a HTTP/1.1\r\nHost: a\r\nX: ";
	struct storm storm = { .path = "/a", .clients = 8, .ms = 600 };
	struct house h;
	int s[MANY], gone = 0, said = 0;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 2, .slow_ms = 1200 }));
	for (int i = 0; i < MANY; i++) {
		s[i] = house_connect(&h);
		(void)!send(s[i], half, sizeof half - 1, MSG_NOSIGNAL);
	}
	storm_run(&h, &storm);
	OK(storm.count[2] > 100);
	IS(answered(&storm), storm.count[2]);
	IS(storm.lost, 0);
	OK(storm.most_ms < 500);
	for (int turn = 0; turn < 15; turn++) {
		for (int i = 0; i < MANY; i++)
			(void)!send(s[i], "x", 1, MSG_NOSIGNAL);
		usleep(100000);
	}
	for (int i = 0; i < MANY; i++) {
		char text[200] = "";
		struct pollfd news = { .fd = s[i], .events = POLLIN };

		if (poll(&news, 1, 0) > 0) {
			gone++;
			said += read(s[i], text, sizeof text - 1) > 0 && strstr(text, " 408 ");
		}
		close(s[i]);
	}
	IS(gone, MANY);
	IS(said, MANY);
	IS(ask_get(&h, "/a").status, 200);
	IS(house_close(&h), 0);
}

TEST_PLAIN(a_body_that_dribbles_is_ended_too)
{
	static const char head[] = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n";
	struct pollfd news = { .events = POLLIN };
	struct house h;
	int64_t began;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 1, .slow_ms = 300 }));
	began = mono_ms();
	news.fd = house_connect(&h);
	SURE(send(news.fd, head, sizeof head - 1, MSG_NOSIGNAL) > 0);
	while (poll(&news, 1, 50) == 0 && mono_ms() - began < 3000)
		(void)!send(news.fd, "x", 1, MSG_NOSIGNAL);
	OK(mono_ms() - began < 1500);
	close(news.fd);
	IS(house_close(&h), 0);
}

/* At the limit of connections, the half-open make room for those who come. */
TEST_PLAIN(a_crowd_of_dawdlers_makes_room)
{
	enum { MANY = 60 };
	struct house h;
	int s[MANY], status;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 1, .connections = 50,
	                                               .slow_ms = 4000 }));
	for (int i = 0; i < MANY; i++) {
		s[i] = house_connect(&h);
		(void)!send(s[i], "G", 1, MSG_NOSIGNAL);
	}
	OK(waited_for(&h, "/a", &status) < 3000);
	IS(status, 200);
	for (int i = 0; i < MANY; i++)
		close(s[i]);
	IS(house_close(&h), 0);
}

/* ---- stopping and rolling ------------------------------------------------- */

TEST_PLAIN(stopping_answers_what_is_in_flight)
{
	enum { MANY = 4 };
	static const char slow[] = "GET /sleep?500 HTTP/1.1\r\nHost: a\r\n\r\n";
	struct house h;
	struct answer a;
	int s[MANY], idle, late;
	char *log;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 2 }));
	idle = house_connect(&h);
	for (int i = 0; i < MANY; i++) {
		s[i] = house_connect(&h);
		SURE(send(s[i], slow, sizeof slow - 1, MSG_NOSIGNAL) > 0);
	}
	usleep(100000);
	kill(h.pid, SIGTERM);
	usleep(100000);
	/* Whoever comes while others are still being answered is let in. */
	late = house_connect(&h);
	OK(late >= 0);
	a = ask_on(&h, late, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n", 28, false);
	IS(a.status, 200);
	HAS(a.text, "Connection: close");
	close(late);
	for (int i = 0; i < MANY; i++) {
		a = ask_on(&h, s[i], "", 0, false);
		IS(a.status, 200);
		close(s[i]);
	}
	usleep(100000);
	log = house_log(&h);
	HAS(log, "what=\"clerk done\" worked=1");
	IS(house_end(&h, 4000), 0);
	OK(house_connect(&h) < 0);
	close(idle);
}

static void stop_once(struct house *h, struct storm *storm)
{
	if (storm->calls == 3)
		kill(h->pid, SIGTERM);
}

/* Keep-alive connections under load: the last answer of each says that it is
 * the last, so nobody asks in vain; after the end nobody is let in. */
TEST_PLAIN(stopping_under_load_breaks_no_answer)
{
	struct storm storm = { .path = "/sleep?5", .clients = 16, .ms = 1000, .every_ms = 100,
	                       .each = stop_once };
	struct house h;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 4 }));
	storm_run(&h, &storm);
	OK(storm.count[2] > 100);
	IS(answered(&storm), storm.count[2]);
	IS(storm.lost, 0);
	IS(house_end(&h, 4000), 0);
}

static void roll(struct house *h, struct storm *storm)
{
	(void)storm;
	kill(h->pid, SIGHUP);
}

TEST_PLAIN(rolling_the_workers_fails_nothing)
{
	struct storm storm = { .path = "/a", .clients = 16, .ms = 1500, .every_ms = 150,
	                       .each = roll };
	struct house h;
	pid_t first;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 4 }));
	SURE(sscanf(ask_get(&h, "/a").body, "pid=%d", &first) == 1);
	storm_run(&h, &storm);
	OK(storm.calls >= 8);
	OK(storm.count[2] > 500);
	IS(answered(&storm), storm.count[2]);
	IS(storm.lost, 0);
	OK(storm.worker != first);
	OK(kill(first, 0) != 0);                /* the old one has gone */
	HAS(house_log(&h), "what=\"rolling\" workers=4");
	IS(house_close(&h), 0);
}
