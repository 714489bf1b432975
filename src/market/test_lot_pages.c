/* SPDX-License-Identifier: MIT */
/*
 * test_lot_pages.c -- a commissioner keeps lots and their rates; others read them.
 */
#include "market/market.h"
#include "t/client.h"
#include "t/world.h"

static struct client *as(struct t *t, const char *who)
{
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	client_as(c, who);
	return c;
}

TEST_PLAIN(a_commissioner_keeps_lots)
{
	struct client *c = as(t, "commissioner");

	IS(client_send(c, "/frameworks/1/lots/new", "number=4&name=Far+villages&"
	               "service=homecare&part=part-a&localities=2"), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "Lot 4: Far villages");
	HAS(c->text, "Localities South");
	HAS(c->text, "No rate has been set");
	IS(client_send(c, "/frameworks/1/lots/new", "number=4&name=Again&service=homecare&"
	               "part=part-a"), 422);
	HAS(c->text, "has a lot of this number");
	IS(client_send(c, "/lots/1000/change", "name=The+far+villages&last=2027-03-31"), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "Last day 31 March 2027");
	IS(client_send(c, "/lots/1/change", "service=day-support"), 422);
	HAS(c->text, "Providers stand on this lot");
	IS(client_get(c, "/lots/99"), 404);
	IS(client_get(c, "/frameworks/1"), 200);
	HAS(c->text, "4 The far villages Homecare Part A: individual packages");
	IS(client_get(c, "/frameworks/1/lots.csv"), 200);
	HAS(c->body, "The far villages");
	client_as(c, "broker");
	IS(client_get(c, "/lots/1"), 200);
	HAS(c->text, "Cedar Care North, South");
	LACKS(c->text, "Set a rate");
	IS(client_get(c, "/frameworks/1/call-offs"), 200);
	HAS(c->text, "Nothing has been called off from it");
}

TEST_PLAIN(a_commissioner_sets_what_a_lot_pays)
{
	struct client *c = as(t, "commissioner");

	IS(client_send(c, "/lots/1/rates/new", "unit=hour&kind=at-most&rate=20.00&"
	               "from=2026-06-01"), 303);
	IS(client_send(c, "/lots/1/rates/new", "locality=2&unit=hour&kind=fixed&rate=21.50&"
	               "from=2026-07-01"), 303);
	IS(client_send(c, "/lots/1/rates/new", "unit=hour&kind=offered&rate=3.00&"
	               "from=2026-08-01"), 422);
	HAS(c->text, "leave it empty");
	IS(client_send(c, "/lots/1/rates/new", "unit=hour&kind=fixed&rate=&from=2026-08-01"), 422);
	IS(client_send(c, "/lots/1/rates/new", "unit=hour&kind=fixed&rate=9&from=2026-06-01"), 422);
	HAS(c->text, "has begun");
	IS(client_get(c, "/lots/1"), 200);
	HAS(c->text, "All of the lot An hour At most £20.00 1 June 2026");
	HAS(c->text, "South An hour Fixed £21.50 1 July 2026");
	IS(client_get(c, "/lots/1.json"), 200);
	HAS(c->body, "\"rates\"");
	IS(client_get(c, "/frameworks/1.json"), 200);
	HAS(c->body, "At most £20.00");
}

TEST_PLAIN(a_provider_is_accredited_within_the_lot)
{
	struct client *c = as(t, "commissioner");

	IS(client_send(c, "/frameworks/1/lots/new", "number=4&name=Far+villages&"
	               "service=homecare&part=part-a&localities=2"), 303);
	IS(client_send(c, "/providers/6/accredit", "lot=1000&localities=1&from=2026-06-15&"
	               "reason=Applied"), 422);
	HAS(c->text, "does not cover all of these localities");
	IS(client_send(c, "/providers/6/accredit", "lot=1000&localities=2&from=2026-06-15&"
	               "reason=Applied"), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "Homecare 4: Far villages Homecare Part A: individual packages South");
}
