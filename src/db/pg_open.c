/* SPDX-License-Identifier: MIT */
/*
 * pg_open.c -- a session with a PostgreSQL server: had, settled, lost, had again.
 *
 * What the address says counts more than what is said here, but for where a
 * write may go: never to a server that only reads.  A server that is there and
 * frozen answers the keepalives of TCP: who wants that noticed has a proxy
 * which asks more (doc/guide/postgresql.md).  Every session: LIKE and
 * order by bytes (the database was made so, or it is refused), a wait for
 * another writer ends after the patience, a statement after five minutes.
 */
#include "db/pg.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { PATIENCE_MS = 5000, AGAIN_TRIES = 25, AGAIN_REST_MS = 200, OLDEST = 150000 };

/* The server's notices are no news but at a commit: then it may not have been kept everywhere. */
static void noticed(void *arg, const PGresult *r)
{
	struct pg *pg = arg;
	const char *severity = PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED);

	if (pg->committing && severity && !strcmp(severity, "WARNING"))
		pg->in_doubt = true;
}

bool pg_is_lost(const struct engine *e)
{
	return PQstatus(e->pg->c) != CONNECTION_OK;
}

static int64_t ticked_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

/* Something to be read within `until`; false: not in time, or nobody will write any more. */
static bool heard(PGconn *c, int64_t until)
{
	struct pollfd p = { .fd = PQsocket(c), .events = POLLIN };

	while (PQisBusy(c)) {
		const int64_t left = until - ticked_ms();

		if (left <= 0 || (poll(&p, 1, (int)left) < 0 && errno != EINTR) ||
		    !PQconsumeInput(c))
			return false;
	}
	return true;
}

PGresult *pg_await(struct engine *e, int sent, int most_ms)
{
	const int64_t until = ticked_ms() + most_ms;
	PGresult *r, *last = NULL;

	while (sent) {
		if (!heard(e->pg->c, until) && !pg_is_lost(e)) {
			/* What it does further is its own business: this session is over. */
			PQfinish(e->pg->c);
			e->pg->c = NULL;
			break;
		}
		r = PQgetResult(e->pg->c);
		if (!r)
			return last;
		PQclear(last);
		last = r;
	}
	PQclear(last);
	return NULL;
}

static bool settle(struct engine *e)
{
	static const char every[] =
		"SET client_encoding = 'UTF8'; SET search_path = public, pg_temp;"
		"SET standard_conforming_strings = on; SET timezone = 'UTC'; SET jit = off;"
		/* One plan a text, as test_plans.c looks at it: to plan a return for each
		 * day anew takes longer than to count it.  What is read often is in memory. */
		"SET plan_cache_mode = force_generic_plan; SET random_page_cost = 1.1;"
		"SET client_min_messages = warning;"
		"SET idle_in_transaction_session_timeout = 600000; SET statement_timeout = 300000;";

	if (!pg_exec(e, every))
		return false;
	if (e->how == ENGINE_READ && !pg_exec(e, "SET default_transaction_read_only = on"))
		return false;
	/* What is loaded is confirmed by pg_close(). */
	if (e->how == ENGINE_LOAD && !pg_exec(e, "SET synchronous_commit = off"))
		return false;
	pg_patience(e, e->patience_ms);
	return true;
}

/* Sorting and matching by bytes is a property of the database: it cannot be had afterwards. */
static bool is_fit(struct engine *e)
{
	int64_t n = 0;

	if (PQserverVersion(e->pg->c) < OLDEST) {
		snprintf(e->why, sizeof e->why, "PostgreSQL 15 or later is needed");
		return false;
	}
	if (!pg_number(e, "SELECT count(*) FROM pg_catalog.pg_database WHERE datname = "
	               "current_database() AND datcollate IN ('C', 'POSIX') AND "
	               "datlocprovider = 'c' AND encoding = 6", &n))
		return false;
	if (!n)
		snprintf(e->why, sizeof e->why, "the database must be made with ENCODING 'UTF8' "
		         "LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
	return n == 1;
}

/* The words of a failed connection name hosts and ports; a password is never among them. */
static bool unreachable(struct engine *e)
{
	const char *words = PQerrorMessage(e->pg->c);

	e->kind = FAULT_AGAIN;
	snprintf(e->why, sizeof e->why, "%.*s", (int)strcspn(words, "\n"), words);
	return false;
}

static bool connect(struct engine *e)
{
	const char *const names[] = {
		"application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
		"keepalives_count", "tcp_user_timeout", "dbname",
		/* What comes after the address counts more than what it says. */
		e->how == ENGINE_READ ? NULL : "target_session_attrs", NULL,
	};
	/* A server that is cut off is given up after 10 seconds; then the next is asked. */
	const char *values[] = {
		"almoner", "3", "4", "2", "3", "10000", e->path, "read-write", NULL,
	};

	e->pg->c = PQconnectdbParams(names, values, 1);
	e->pg->generation++;
	e->pg->told = 0;
	e->pg->leaving = e->pg->spoilt = e->pg->opening = false;
	if (PQstatus(e->pg->c) != CONNECTION_OK)
		return unreachable(e);
	PQsetNoticeReceiver(e->pg->c, noticed, e->pg);
	return settle(e);
}

bool pg_open(struct engine *e, struct arena *a)
{
	bool has = false;

	e->pg = NEW(a, struct pg);
	e->patience_ms = PATIENCE_MS;
	e->kind = FAULT_DB;
	if (engine_due(e))
		return false;
	if (connect(e) && is_fit(e)) {
		if (e->how != ENGINE_MAKE)
			return true;
		if (pg_has_table(e, "schema_version", &has) && !has)
			return true;
		if (has) {
			e->kind = FAULT_IO;
			snprintf(e->why, sizeof e->why, "there is a council in it already");
		}
	}
	/* Who opens is told what is wrong; there is nothing to run again. */
	if (e->kind == FAULT_AGAIN)
		e->kind = FAULT_IO;
	PQfinish(e->pg->c);
	e->pg->c = NULL;
	return false;
}

bool pg_again(struct engine *e)
{
	const struct timespec rest = { .tv_nsec = AGAIN_REST_MS * 1000000L };

	for (int tries = 0; tries < AGAIN_TRIES; tries++) {
		if (tries)
			(void)nanosleep(&rest, NULL);
		PQfinish(e->pg->c);
		if (connect(e))
			return true;
	}
	return false;
}

/* After a load: what was committed without waiting is on the disk once a later commit is. */
bool pg_close(struct engine *e)
{
	bool ok = true;

	for (struct stmt *st = e->pg->first; st; st = st->next) {
		if (st->rows != st->kept)
			PQclear(st->rows);
		PQclear(st->kept);
	}
	if (e->how == ENGINE_LOAD)
		ok = pg_exec(e, "SET synchronous_commit = on") && pg_exec(e, PG_LOG_RECORD);
	PQfinish(e->pg->c);
	return ok;
}

void pg_patience(struct engine *e, int ms)
{
	char text[60];

	e->patience_ms = ms;
	snprintf(text, sizeof text, "SET lock_timeout = %d", ms);
	if (!pg_is_lost(e))
		PQclear(PQexec(e->pg->c, text));
}
