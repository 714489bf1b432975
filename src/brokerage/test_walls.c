/* SPDX-License-Identifier: MIT */
/*
 * test_walls.c -- what a rival, a curious colleague and a careless one try on
 * the pages of brokerage: forms sent by hand, a seal broken by a detour,
 * records that they may not know of, figures that no column holds.
 */
#include "brokerage/inside.h"
#include "brokerage/offer.sql.h"
#include "papers/mail.sql.h"
#include "t/client.h"
#include "t/t.h"
#include "t/world.h"

#include <stdlib.h>
#include <string.h>

static const char ask[] = "reason=support-plan&start=2026-06-22&visits.0.days=mon&"
	"visits.0.days=wed&visits.0.earliest=7:30&visits.0.latest=9:00&visits.0.length=60&"
	"visits.0.carers=1&skills=1&wishes=Speaks+Welsh";

/* A request that stands with tier 2 for 24 hours, where Cedar has offered £19.75. */
struct sealed { struct client *c; RequestId request; InvitationId cedar, dale; OfferId offer; };

static const char *at(struct client *c, const char *fmt, int64_t id)
{
	const char *hole = strchr(fmt, '#');

	return arena_fmt(c->arena, "%.*s%lld%s", (int)(hole - fmt), fmt, (long long)id, hole + 1);
}

/* The number at the end of where the last answer sent the browser. */
static int64_t went(struct client *c)
{
	const char *last = strrchr(c->location, '/');

	return last ? strtoll(last + 1, NULL, 10) : 0;
}

static RequestId ask_for(struct client *c, PersonId who)
{
	const char *path = at(c, "/people/#/requests/new", who.v);

	IS(client_send(c, path, ask), 200);
	IS(client_post(c, path, arena_fmt(c->arena, "%s&checked=1", page_form(c->arena, c->body,
	                                                                       path))), 303);
	return (RequestId){ went(c) };
}

static struct sealed sealed(struct t *t)
{
	struct sealed s;
	struct invitation_list_row *rows;
	struct offer_list_row *offers;
	size_t n;

	world_make(t->db);
	s = (struct sealed){ .c = client_new(t) };
	client_as(s.c, "worker");
	s.request = ask_for(s.c, ADA);
	client_as(s.c, "broker");
	IS(client_send(s.c, at(s.c, "/requests/#/send", s.request.v), "tier=2&reason=Full"), 303);
	n = ALL(t->db, t->arena, invitation_list, &rows, .request = V(s.request));
	for (size_t i = 0; i < n; i++)
		if (rows[i].provider.v == CEDAR.v)
			s.cedar = rows[i].id;
		else if (rows[i].provider.v == DALE.v)
			s.dale = rows[i].id;
	client_as(s.c, "p2");
	IS(client_send(s.c, at(s.c, "/portal/requests/#/offer", s.cedar.v),
	               "rate=19.75&start=2026-06-23"), 303);
	NEED(ALL(t->db, t->arena, offer_list, &offers, .request = V(s.request)) == 1);
	s.offer = offers[0].id;
	return s;
}

static int64_t trail(struct t *t, const char *verb, PersonId who, UserAccountId by)
{
	struct client *c = client_new(t);
	int64_t n = 0;

	client_as(c, "admin");
	client_get(c, arena_fmt(t->arena, "/audit.csv?verb=%s&person=%lld&by=%lld", verb,
	                        (long long)who.v, (long long)by.v));
	for (const char *s = c->body; (s = strstr(s, verb)); s++)
		n++;
	return n;
}

/* ---- the seal -------------------------------------------------------------------- */

TEST_PLAIN(a_refused_award_draws_no_sealed_offer)
{
	struct sealed s = sealed(t);
	const char *path = at(s.c, "/offers/#/award", s.offer.v);
	char *long_reason = arena_get(t->arena, 70000);

	client_as(s.c, "broker");
	client_get(s.c, "/requests");
	memset(long_reason, 'a', 60000);
	IS(client_post(s.c, path, "reason=x&revision=1"), 404);
	LACKS(s.c->body, "19.75");
	IS(client_post(s.c, path, arena_fmt(t->arena, "reason=%s&revision=1", long_reason)), 404);
	LACKS(s.c->body, "19.75");
	IS(client_post(s.c, path, "reason=x&revision=x"), 404);
	LACKS(s.c->body, "Cedar");
}

TEST_PLAIN(withdrawing_a_request_breaks_no_seal)
{
	struct sealed s = sealed(t);
	const char *offers = at(s.c, "/requests/#/offers", s.request.v);

	client_as(s.c, "broker");
	IS(client_send(s.c, at(s.c, "/requests/#/withdraw", s.request.v), "reason=Peek"), 303);
	client_get(s.c, offers);
	LACKS(s.c->body, "19.75");
	client_get(s.c, arena_fmt(t->arena, "%s.json", offers));
	LACKS(s.c->body, "1975");
	LACKS(s.c->body, "19.75");
	IS(client_get(s.c, at(s.c, "/offers/#/award", s.offer.v)), 404);
	/* After its deadline there is nothing left to gain. */
	clock_set((Moment){ T_NOW.ms + INT64_C(25) * 3600000 });
	client_as(s.c, "broker");
	client_get(s.c, offers);
	HAS(s.c->body, "19.75");
	clock_set(T_NOW);
}

/* ---- a rival ----------------------------------------------------------------------- */

TEST_PLAIN(a_rival_learns_nothing_from_a_form_sent_by_hand)
{
	struct sealed s = sealed(t);
	const char *tries[] = { "rate=x", "rate=1&times.add=1", "csrf=nonsense&rate=1" };

	client_as(s.c, "p4");                    /* Elm was not asked */
	for (size_t i = 0; i < COUNT(tries); i++) {
		client_get(s.c, "/portal");
		IS(client_post(s.c, at(s.c, "/portal/requests/#/offer", s.cedar.v), tries[i]), 404);
		LACKS(s.c->text, "60 min");
		LACKS(s.c->text, "North");
	}
}

TEST_PLAIN(lifting_a_suspension_revives_no_invitation)
{
	struct sealed s = sealed(t);
	EmbargoId embargo;

	client_as(s.c, "commissioner");
	IS(client_send(s.c, "/providers/2/suspend", "reason=Missed+visits&review=2026-07-15"), 303);
	client_get(s.c, "/providers/2");
	NEED(strstr(s.c->body, "/embargoes/"));
	embargo.v = strtoll(strstr(s.c->body, "/embargoes/") + 11, NULL, 10);
	IS(client_send(s.c, at(s.c, "/embargoes/#/lift", embargo.v), "reason=Fine+again"), 303);
	clock_set((Moment){ T_NOW.ms + 60000 });
	client_as(s.c, "p2");
	client_get(s.c, at(s.c, "/portal/requests/#", s.cedar.v));
	HAS(s.c->text, "can no longer be answered");
	IS(client_get(s.c, at(s.c, "/portal/requests/#/offer", s.cedar.v)), 409);
	IS(client_json(s.c, at(s.c, "/portal/requests/#/offer", s.cedar.v),
	               "{\"rate\":\"19.00\",\"start\":\"2026-06-23\"}"), 422);
	client_get(s.c, at(s.c, "/portal/requests/#", s.cedar.v));
	LACKS(s.c->text, "Offer made");
	clock_set(T_NOW);
}

/* ---- the trail ----------------------------------------------------------------------- */

TEST_PLAIN(whoever_is_shown_who_it_is_stands_in_the_trail)
{
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "worker");
	IS(client_get(c, "/people/1/requests/new"), 200);
	HAS(c->text, "Ada Archer");
	IS(trail(t, "person.open", ADA, world_worker.id), 1);
	/* The page that asks to check the answers shows her, though nothing is saved. */
	IS(client_send(c, "/people/1/requests/new", ask), 200);
	HAS(c->text, "Check your answers");
	HAS(c->text, "Ada Archer");
	IS(trail(t, "person.open", ADA, world_worker.id), 3);
}

TEST_PLAIN(a_list_of_placements_names_people)
{
	struct sealed s = sealed(t);

	client_as(s.c, "p3");
	IS(client_send(s.c, at(s.c, "/portal/requests/#/decline", s.dale.v),
	               "reason=too-far"), 303);
	clock_set((Moment){ T_NOW.ms + INT64_C(25) * 3600000 });
	client_as(s.c, "broker");
	IS(client_send(s.c, at(s.c, "/offers/#/award", s.offer.v), ""), 303);
	client_as(s.c, "p2");
	IS(client_get(s.c, "/portal/placements.csv"), 200);
	HAS(s.c->body, "Archer, Ada");
	client_as(s.c, "admin");
	client_get(s.c, "/audit?verb=person.list");
	HAS(s.c->text, "Scheduler of Cedar Care");
	clock_set(T_NOW);
}

/* ---- the laws ------------------------------------------------------------------------ */

TEST_PLAIN(a_change_makes_no_second_request_of_a_service)
{
	struct sealed s = sealed(t);
	const char *path = "/people/1/requests/new";
	RequestId other;

	client_as(s.c, "worker");
	IS(client_send(s.c, path, arena_fmt(t->arena, "%s&service=day-support", ask)), 200);
	IS(client_post(s.c, path, arena_fmt(t->arena, "%s&checked=1",
	                                    page_form(t->arena, s.c->body, path))), 303);
	other.v = went(s.c);
	IS(client_send(s.c, at(s.c, "/requests/#/change", other.v),
	               "service=homecare&because=Wrong+one"), 422);
	HAS(s.c->text, "another open request for this service");
}

TEST_PLAIN(the_rest_is_asked_for_where_the_whole_was)
{
	struct client *c;
	struct offer_list_row *offers;
	struct mail_due_row *mail;
	struct request rest;
	RequestId id;
	size_t n;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "worker");
	IS(client_send(c, "/people/1/requests/new", arena_fmt(t->arena, "%s&visits.1.days=sat&"
	               "visits.1.earliest=18:00&visits.1.latest=19:00&visits.1.length=30&"
	               "visits.1.carers=2", ask)), 200);
	IS(client_post(c, "/people/1/requests/new", arena_fmt(t->arena, "%s&checked=1",
	               page_form(t->arena, c->body, "/people/1/requests/new"))), 303);
	id.v = went(c);
	client_as(c, "broker");
	IS(client_send(c, at(c, "/requests/#/send", id.v), ""), 303);
	client_as(c, "p1");
	client_get(c, "/portal");
	NEED(strstr(c->body, "/portal/requests/"));
	IS(client_send(c, at(c, "/portal/requests/#/offer",
	                     strtoll(strstr(c->body, "/portal/requests/") + 17, NULL, 10)),
	               "rate=18.50&start=2026-06-22&times.1.cover="), 303);
	/* Meanwhile she has moved out of the council's localities. */
	client_as(c, "worker");
	IS(client_send(c, "/people/1/change", "postcode=ZE1+0AA"), 303);
	client_as(c, "broker");
	NEED(ALL(t->db, t->arena, offer_list, &offers, .request = V(id)) == 1);
	client_get(c, at(c, "/offers/#/award", offers[0].id.v));
	HAS(c->text, "It does not cover 1 of the ");
	IS(client_send(c, at(c, "/offers/#/award", offers[0].id.v), ""), 303);
	client_follow(c);
	HAS(c->text, "What is not covered is a new request");
	client_get(c, "/requests");
	NEED(strstr(c->body, "href=\"/requests/"));
	NEED(ONE(t->db, t->arena, request_load, &rest, .id = V(((RequestId){ id.v + 1 }))));
	IS(rest.reopens.v, id.v);
	IS(rest.locality.v, NORTH.v);
	IS(rest.made_by.v, world_worker.id.v);
	IS(rest.team.v, world_worker.team.v);
	/* So whoever asked for the whole can follow the rest. */
	client_as(c, "worker");
	client_get(c, "/requests/mine");
	HAS(c->body, at(c, "href=\"/requests/#\"", rest.id.v));
	client_get(c, at(c, "/requests/#", id.v));
	HAS(c->text, at(c, "What was not covered is in request #", rest.id.v));
	/* She is told of a part, and where the other is; the whole is not said to be sourced. */
	for (n = ALL(t->db, t->arena, mail_due, &mail, .now = V(T_NOW), .max = V((int64_t)99));
	     n && strcmp(mail->to_address, "worker@example.org") != 0; n--)
		mail++;
	NEED(n);
	SAME(mail->subject, "A part of a package has been sourced");
	HAS(mail->body, at(c, "/requests/#\n", id.v));
	HAS(mail->body, at(c, "/requests/#\n", rest.id.v));
	LACKS(mail->body, "is sourced");
}

TEST_PLAIN(figures_that_no_column_holds_are_refused_with_a_sentence)
{
	struct sealed s = sealed(t);

	client_as(s.c, "worker");
	IS(client_send(s.c, "/people/2/requests/new", arena_fmt(t->arena, "%s&visits.1.days=sat&"
	               "visits.1.earliest=0:00&visits.1.latest=0:00&visits.1.length=1440&"
	               "visits.1.carers=2&visits.2.days=mon&visits.2.days=tue&visits.2.days=wed&"
	               "visits.2.days=thu&visits.2.days=fri&visits.2.days=sat&visits.2.days=sun&"
	               "visits.2.earliest=0:00&visits.2.latest=0:00&visits.2.length=1440&"
	               "visits.2.carers=2", ask)), 422);
	HAS(s.c->text, "336 hours");
	client_as(s.c, "p3");
	IS(client_send(s.c, at(s.c, "/portal/requests/#/offer", s.dale.v),
	               "rate=19&start=9999-12-31"), 422);
	HAS(s.c->text, "Earliest start must be within a year");
}

/* Cedar has a care home besides, at an address that the regulator keeps back. */
static const struct sql_piece second_location[] = {
	{ "INSERT INTO location (id, provider, regulator, ref, name, name_key, postcode, "
	  "district, town, hidden, status, made_ms) VALUES (90, 2, 2, '1-2000000090', "
	  "'Cedar House', 'cedar house', 'WM1 9ZZ', 'WM1', 'Hidebury', 1, 1, 1)", -1, 0 },
	{ "INSERT INTO location_service (location, service) VALUES (90, 3)", -1, 0 },
};

static bool add_location(void *arg)
{
	static const char *const no_names[] = { NULL };
	static struct sql put[COUNT(second_location)];

	for (size_t i = 0; i < COUNT(put); i++) {
		put[i] = (struct sql){ .name = "location", .file = __FILE__,
			.pieces = &second_location[i], .npieces = 1, .args = no_names,
			.order_names = no_names, .writes = true };
		db_do(arg, &put[i], NULL);
	}
	return true;
}

TEST_PLAIN(a_suspended_location_takes_its_service_with_it)
{
	struct sealed s = sealed(t);

	db_write(t->db, add_location, t->db);
	client_as(s.c, "commissioner");
	IS(client_send(s.c, "/providers/2/suspend", "location=90&reason=Falls&review=2026-07-15"),
	   303);
	client_as(s.c, "p2");
	client_get(s.c, at(s.c, "/portal/requests/#", s.cedar.v));
	HAS(s.c->text, "Offer made");            /* its homecare may go on */
	HAS(s.c->text, "Change the offer");
	client_as(s.c, "commissioner");
	IS(client_send(s.c, "/providers/2/suspend", "location=2&reason=Falls&review=2026-07-15"),
	   303);
	client_as(s.c, "p2");
	client_get(s.c, at(s.c, "/portal/requests/#", s.cedar.v));
	HAS(s.c->text, "Lapsed");
	HAS(s.c->text, "can no longer be answered");
}

/* Elm serves the South, Holly is suspended: who could take it and who not, all are there. */
TEST_PLAIN(who_is_in_no_tier_stands_by_the_reason)
{
	struct client *c;
	RequestId id;
	const char *outside;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "broker");
	id = ask_for(c, ADA);
	client_get(c, at(c, "/requests/#", id.v));
	outside = strstr(c->text, "In no tier");
	NEED(outside);
	HAS(outside, "Why not Providers Does not serve this locality Elm at Home 1 "
	    "Each stands under the first of its reasons.");
	LACKS(outside, "Cedar Care");
	HAS(c->body, "<summary class=\"govuk-details__summary\">");

	client_as(c, "commissioner");
	IS(client_send(c, "/providers/4/suspend", "reason=Fire&review=2026-07-15"), 303);
	client_as(c, "broker");
	client_get(c, at(c, "/requests/#", id.v));
	HAS(c->text, "Suspended: nothing new Elm at Home. Also: Does not serve this locality");
}

/* ---- whose existence nobody may compute (law 8), and who reads no personal data ---------- */

TEST_PLAIN(a_restricted_record_has_no_number_for_others)
{
	struct client *c;
	RequestId id;
	const char *mine;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "broker");                  /* is named on it */
	id = ask_for(c, SECRET);
	mine = at(c, "/requests/#", id.v);
	IS(client_get(c, mine), 200);
	client_get(c, "/requests");
	HAS(c->text, "Secret, Sal");
	client_get(c, "/returns/requests?return=five&set=outstanding");
	LACKS(c->body, mine);
	HAS(c->text, "0 requests");              /* nor by those who are named: t/test_unseen.c */
	client_get(c, "/returns/five");
	HAS(c->text, "Requests for people whose record is restricted are never in these figures");

	client_as(c, "admin");
	client_get(c, "/audit");
	HAS(c->text, "request.raise");
	LACKS(c->text, "Restricted");
	client_get(c, "/audit.json?verb=request.raise");
	LACKS(c->body, arena_fmt(t->arena, "\"thing_id\":%lld", (long long)id.v));
	LACKS(c->body, "\"person\":3");
	client_get(c, "/audit?person=3");
	HAS(c->text, "Nothing matches these filters");
	client_get(c, arena_fmt(t->arena, "/audit?thing=request&thing_id=%lld", (long long)id.v));
	HAS(c->text, "Nothing matches these filters");
	client_get(c, "/audit.json?verb=person.list");
	HAS(c->body, "work-list");
	LACKS(c->body, "[3]");
	client_get(c, "/audit?person=1");        /* others are found as ever */
	LACKS(c->text, "person.open");
	client_as(c, "worker");
	client_get(c, "/people/1");
	client_as(c, "admin");
	client_get(c, "/audit?person=1");
	HAS(c->text, "person.open");
}

TEST_PLAIN(a_director_reads_numbers_and_no_wards)
{
	struct client *c;
	const char *path = "/people/1/requests/new";
	static const char discharge[] = "reason=hospital-discharge&hospital=Royal&ward=Ward+4b&"
		"ready=2026-06-15T08:00&";

	world_make(t->db);
	c = client_new(t);
	client_as(c, "worker");
	IS(client_send(c, path, arena_fmt(t->arena, "%s%s", discharge,
	                                  ask + strlen("reason=support-plan&"))), 200);
	IS(client_post(c, path, arena_fmt(t->arena, "%s&checked=1",
	                                  page_form(t->arena, c->body, path))), 303);
	client_as(c, "broker");
	IS(client_get(c, "/returns/noon"), 200);
	client_as(c, "director");
	for (size_t i = 0; i < 3; i++) {
		static const char *const as[] = { "", ".json", ".csv" };

		IS(client_get(c, arena_fmt(t->arena, "/returns/noon%s", as[i])), 200);
		LACKS(c->body, "Ward 4b");
		LACKS(c->body, "/returns/requests");
	}
	IS(client_get(c, "/returns/requests?return=noon&set=discharge"), 403);
	client_as(c, "manager");
	IS(client_get(c, "/returns/requests?return=five&set=outstanding"), 200);
	HAS(c->text, "Royal");
}

/* ---- what providers read before one is chosen ---------------------------------------------- */

TEST_PLAIN(notes_for_providers_give_nobody_away)
{
	static const char *const tells[] = { "Mrs Archer is deaf", "Key+safe+at+1+high+street",
		"near+wm11aa", "ring+01632960001 first", "ring+01632+960+001" };
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "worker");
	for (size_t i = 0; i < COUNT(tells); i++) {
		IS(client_send(c, "/people/1/requests/new", arena_fmt(t->arena, "%s&notes=%s", ask,
		                                                       tells[i])), 422);
		HAS(c->text, "Notes for providers must not name the person");
	}
	IS(client_send(c, "/people/1/requests/new", arena_fmt(t->arena, "%s&notes=May+need+two+"
	               "people.+Will+call+at+1.+Lives+up+a+high+street", ask)), 200);
}

TEST_PLAIN(the_chosen_provider_reads_the_wishes)
{
	struct sealed s = sealed(t);
	const char *placement;

	client_as(s.c, "p2");
	client_get(s.c, at(s.c, "/portal/requests/#.json", s.cedar.v));
	LACKS(s.c->body, "Welsh");
	clock_set((Moment){ T_NOW.ms + INT64_C(25) * 3600000 });
	client_as(s.c, "broker");
	IS(client_send(s.c, at(s.c, "/offers/#/award", s.offer.v), ""), 303);
	client_as(s.c, "p2");
	client_get(s.c, "/portal/placements");
	NEED((placement = strstr(s.c->body, "href=\"/portal/placements/")));
	client_get(s.c, at(s.c, "/portal/placements/#", strtoll(placement + 25, NULL, 10)));
	HAS(s.c->text, "Speaks Welsh");
	clock_set(T_NOW);
}

TEST_PLAIN(where_the_regulator_hides_an_address_no_town_is_told)
{
	struct client *c;

	world_make(t->db);
	db_write(t->db, add_location, t->db);
	c = client_new(t);
	IS(client_get(c, "/register"), 200);
	HAS(c->text, "Cedar House");
	LACKS(c->body, "Hidebury");
	client_get(c, "/register.csv");
	LACKS(c->body, "Hidebury");
	client_get(c, "/register/90.json");
	HAS(c->body, "Cedar House");
	LACKS(c->body, "Hidebury");
	LACKS(c->body, "9ZZ");
}
