/* SPDX-License-Identifier: MIT */
/*
 * test_busy.c -- somebody else writes for too long: it is said, reading goes
 * on, and what was typed is given back to be sent once.
 */
#include <string.h>

#include "db/inside.h"
#include "t/client.h"
#include "t/world.h"

enum { PATIENCE_MS = 30 };

struct meanwhile { struct client *c; void (*act)(struct client *); };

static bool meanwhile_work(void *arg)
{
	struct meanwhile *m = arg;

	m->act(m->c);
	return false;
}

/* Do something while another connection holds the lock of whoever writes. */
static void meanwhile(struct db *other, struct client *c, void (*act)(struct client *))
{
	db_write(other, meanwhile_work, &(struct meanwhile){ c, act });
}

static void connection_close(void *db)
{
	db_close(db);
}

static struct db *connect(struct t *t, const char *dir)
{
	struct db **db = NEW(t->arena, struct db *);

	arena_defer(t->arena, connection_close, db);
	*db = db_open(dir, DB_READ_WRITE);
	engine_patience((*db)->engine, PATIENCE_MS);
	return *db;
}

/* A client on one connection, and another connection to the same file. */
static struct client *at_a_form(struct t *t, struct db **other)
{
	const char *dir = t_directory(t);
	struct t *here = NEW(t->arena, struct t);
	struct client *c;

	db_create(dir);
	*here = *t;
	here->db = connect(t, dir);
	*other = connect(t, dir);
	world_make(here->db);
	c = client_new(here);
	client_as(c, "admin");
	client_get(c, "/teams/new");
	return c;
}

static void send_form(struct client *c)
{
	client_post(c, "/teams/new", "name=Night+team&kind=nhs");
}

static void send_json(struct client *c)
{
	client_json(c, "/teams/new", "{\"name\": \"Night team\", \"kind\": \"nhs\"}");
}

static void look(struct client *c)
{
	client_get(c, "/teams");
}

/* Not tortured: every_fault_is_answered_and_nothing_is_half_done() is the torture of a form. */
TEST_PLAIN(a_busy_database_gives_back_what_was_typed)
{
	struct db *other;
	struct client *c = at_a_form(t, &other);

	meanwhile(other, c, send_form);
	IS(c->status, 503);
	SAME(client_replied(c, "Retry-After"), "2");
	HAS(c->text, "the service is busy");
	HAS(c->text, "What you typed is kept");
	SAME(page_input(t->arena, c->body, "name"), "Night team");

	meanwhile(other, c, look);
	IS(c->status, 200);
	LACKS(c->text, "Night team");

	/* The control: with nobody in the way the same form, sent twice, is done once. */
	send_form(c);
	IS(c->status, 303);
	send_form(c);
	IS(c->status, 303);
	client_get(c, "/teams.csv");
	HAS(c->body, "Night team");
	LACKS(strstr(c->body, "Night team") + 1, "Night team");
}

TEST_PLAIN(a_busy_database_is_said_in_json)
{
	struct db *other;
	struct client *c = at_a_form(t, &other);

	meanwhile(other, c, send_json);
	IS(c->status, 503);
	SAME(client_replied(c, "Retry-After"), "2");
	HAS(c->body, "\"errors\"");
	send_json(c);
	IS(c->status, 200);
}
