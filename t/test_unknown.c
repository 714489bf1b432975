/* SPDX-License-Identifier: MIT */
/*
 * test_unknown.c -- the server of a council says that a change may be on one
 * machine alone: the person is told that nobody knows, and sends it again.
 *
 * It does nothing unless T_ENGINE=pg (t/pg/run).
 */
#include <string.h>

#include "db/inside.h"
#include "t/client.h"
#include "t/world.h"

/* Whoever adds a team is warned (or told, which is no warning) as its COMMIT is under way. */
static void commit_says(struct t *t, const char *level)
{
	NEED(engine_run(t->db->engine, "DROP TRIGGER IF EXISTS said ON team"));
	NEED(engine_run(t->db->engine, arena_fmt(t->arena,
		"CREATE OR REPLACE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN "
		"RAISE %s 'committed locally, it may be'; RETURN NULL; END $x$", level)));
	NEED(engine_run(t->db->engine, "CREATE CONSTRAINT TRIGGER said AFTER INSERT ON team "
	                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION say()"));
}

TEST_PLAIN(who_cannot_be_told_whether_it_was_kept_is_told_that)
{
	struct client *c;

	if (!t->address)
		return;
	world_make(t->db);
	c = client_new(t);
	client_as(c, "admin");
	client_get(c, "/teams/new");
	commit_says(t, "WARNING");
	client_post(c, "/teams/new", "name=Night+team&kind=nhs");
	IS(c->status, 500);
	HAS(c->text, "we do not know whether that was saved");
	HAS(c->text, "not done a second time");
	SAME(page_input(t->arena, c->body, "name"), "Night team");

	/* Sent again as it was, it is done once. */
	client_post(c, "/teams/new", "name=Night+team&kind=nhs");
	IS(c->status, 303);
	client_get(c, "/teams.csv");
	HAS(c->body, "Night team");
	LACKS(strstr(c->body, "Night team") + 1, "Night team");

	/* The control: what is no warning changes nothing. */
	commit_says(t, "NOTICE");
	client_get(c, "/teams/new");
	client_post(c, "/teams/new", "name=Dusk+team&kind=nhs");
	IS(c->status, 303);
}
