/* SPDX-License-Identifier: MIT */
/*
 * t_pg.c -- fresh databases of a PostgreSQL server, for tests.
 *
 * $T_PG is the beginning of an address, to which the name of a database and a
 * question mark's worth of settings are added:
 *
 *	T_PG='postgres://postgres@%2Ftmp%2Fserver/'
 */
#include "t/t_pg.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "db/db.h"

static PGconn *server;
static char template[40];

bool t_pg(void)
{
	return text_same(getenv("T_ENGINE"), "pg");
}

static const char *address_of(struct arena *a, const char *name)
{
	const char *at = getenv("T_PG");

	SURE(at);                            /* T_ENGINE=pg without a server: see t/pg/run */
	return arena_fmt(a, "%s%s", at, name);
}

static void ask(struct arena *a, const char *text)
{
	PGresult *r;
	ExecStatusType status;

	if (!server)
		server = PQconnectdb(address_of(a, "postgres"));
	r = PQexec(server, text);
	status = PQresultStatus(r);
	PQclear(r);
	if (status != PGRES_COMMAND_OK)
		fault(FAULT_DB, "%s: %s", text, PQerrorMessage(server));
}

static void make(struct arena *a, const char *name, const char *from)
{
	ask(a, arena_fmt(a, "CREATE DATABASE %s TEMPLATE %s ENCODING 'UTF8' LC_COLLATE 'C' "
	                 "LC_CTYPE 'C' STRATEGY %s", name, from, "wal_log"));
}

static void forget_template(void)
{
	struct arena *a = arena_new("template", 1 << 20);

	ask(a, arena_fmt(a, "DROP DATABASE IF EXISTS %s WITH (FORCE)", template));
	arena_end(&a);
	PQfinish(server);
}

const char *t_pg_new(struct arena *a, bool migrated)
{
	static long n;
	const char *name = arena_fmt(a, "t_%d_%ld", (int)getpid(), ++n);

	if (migrated && !*template) {
		snprintf(template, sizeof template, "t_%d_template", (int)getpid());
		make(a, template, "template0");
		db_create(address_of(a, template));
		atexit(forget_template);
	}
	make(a, name, migrated ? template : "template0");
	return address_of(a, name);
}

void t_pg_drop(const char *address)
{
	struct arena *a = arena_new("drop", 1 << 20);

	ask(a, arena_fmt(a, "DROP DATABASE %s WITH (FORCE)", strrchr(address, '/') + 1));
	arena_end(&a);
}
