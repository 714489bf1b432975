/* SPDX-License-Identifier: MIT */
/*
 * test_two.c -- two people at once: every interleaving of every race.
 *
 * Each of two opens a form (get) and sends it (send).  The six orders of these
 * four steps are played on a council each.  In all of them the end is that of
 * one of the two orders in which they come one after the other, and who was
 * too late is told so in words; nobody is told "done" of what is not there.
 *
 *	AaBb  BbAa    one after the other: what may come out
 *	ABab ABba BAab BAba    at once
 */
#include <string.h>

#include "jobs/jobs.h"
#include "t/client.h"
#include "t/journey.h"
#include "t/world.h"

/* One of the two.  fields NULL: time goes on (`minutes`), and the clerk has his turn. */
struct one {
	const char *who, *path, *fields;
	int         minutes;
	const char *told;                /* if it is refused: these words           */
};

struct race {
	void (*setup)(struct t *, struct client *);
	struct one one[2];
	int least;                       /* so many of the two are done, at least */
	int most;
	bool same;                       /* whoever is first, the outcome is the same */
	const char *state[4];            /* pages in which the outcome is read */
	const char *reader;              /* by whom; NULL: the manager */
};

struct play {
	struct t      *t;
	const struct race *race;
	struct client *c[2], *reader;
	const char    *form[2];
	struct clerk  *clerk[2];
	int            done;
};

static const char *const orders[] = { "AaBb", "BbAa", "ABab", "ABba", "BAab", "BAba" };

static void step_get(struct play *p, int i)
{
	const struct one *o = &p->race->one[i];

	if (!o->fields)
		return;
	client_get(p->c[i], o->path);
	p->form[i] = page_form(p->t->arena, p->c[i]->body, o->path);
}

static void refused(struct play *p, int i)
{
	const struct client *c = p->c[i];

	OK(c->status == 409 || c->status == 422 || (c->status == 200 && !p->form[i]));
	HAS(c->text, p->race->one[i].told);
}

static void step_send(struct play *p, int i)
{
	const struct one *o = &p->race->one[i];
	const char *all;

	if (!o->fields) {
		clock_set((Moment){ clock_now().ms + o->minutes * INT64_C(60000) });
		clerk_turn(p->clerk[i], clock_now());
		p->done++;
		return;
	}
	if (p->form[i]) {
		all = client_fields_over(p->c[i], p->form[i], o->fields);
		client_raw(p->c[i], o->path, "application/x-www-form-urlencoded", all, strlen(all));
	}
	if (p->c[i]->status == 303)
		p->done++;
	else
		refused(p, i);
}

/* What came out, in the words of the pages; a fault in it is in all orders. */
static const char *outcome(struct play *p)
{
	struct buf b = buf_new(p->t->arena);

	for (size_t i = 0; i < COUNT(p->race->state) && p->race->state[i]; i++) {
		IS(client_get(p->reader, p->race->state[i]), 200);
		buf_str(&b, p->reader->text);
		buf_str(&b, "\n");
	}
	return buf_text(&b);
}

static const char *play(struct t *t, const struct race *r, const char *order)
{
	struct play p = { .t = t, .race = r };

	clock_set(T_NOW);
	world_make(t->db);
	p.reader = client_new(t);
	r->setup(t, p.reader);
	for (int i = 0; i < 2; i++) {
		p.clerk[i] = clerk_new(t->arena, t->db, t_directory(t), clock_now());
		p.c[i] = client_another(p.reader);
		if (r->one[i].who)
			client_as(p.c[i], r->one[i].who);
	}
	for (const char *s = order; *s; s++)
		(*s == 'A' || *s == 'B' ? step_get : step_send)(&p, *s == 'B' || *s == 'b');
	OK(p.done >= r->least && p.done <= r->most);
	client_as(p.reader, r->reader ? r->reader : "manager");
	return outcome(&p);
}

static void race_run(struct t *t, const struct race *r)
{
	const char *serial[2] = { NULL, NULL }, *now;

	/* The first two show that the pages tell one outcome from the other. */
	for (size_t i = 0; i < COUNT(orders); i++) {
		now = play(t, r, orders[i]);
		if (i < 2)
			serial[i] = now;
		else
			OK(!strcmp(now, serial[0]) || !strcmp(now, serial[1]));
		if (i == 1)
			IS(strcmp(serial[0], serial[1]) == 0, r->same);
		if (i + 1 < COUNT(orders)) {
			t_fixture_close(t);
			t_fixture_open(t);
		}
	}
}

/* ---- what stands before ---------------------------------------------------------- */

#define ASKED "reason=support-plan&start=2026-06-22&visits.0.days=mon&visits.0.earliest=7:30" \
	"&visits.0.latest=9:00&visits.0.carers=1&skills=1&checked=1&visits.0.length="

/* The number at the end of where the last post led. */
static const char *number_of(const struct client *c)
{
	return strrchr(c->location, '/') + 1;
}

static const char *ask_for(struct client *c, const char *person, const char *length,
                           const char *days, const char *more)
{
	client_as(c, "worker");
	IS(client_send(c, arena_fmt(c->arena, "/people/%s/requests/new", person),
	               arena_fmt(c->arena, ASKED "%s%s%s", length, days, more)), 303);
	return arena_dup(c->arena, number_of(c));
}

static void send_to(struct client *c, const char *request, const char *fields)
{
	client_as(c, "broker");
	IS(client_send(c, arena_fmt(c->arena, "/requests/%s/send", request), fields), 303);
}

/* A provider answers what it is asked for and has not answered. */
static void answered(struct client *c, const char *who, const char *rate)
{
	const char *link;

	client_as(c, who);
	client_get(c, "/portal");
	link = strstr(c->body, "href=\"/portal/requests/");
	NEED(link != NULL);
	link = arena_dupn(c->arena, link + 6, strcspn(link + 6, "\""));
	IS(client_send(c, arena_fmt(c->arena, "%s/%s", link, rate ? "offer" : "decline"),
	               rate ? arena_fmt(c->arena, "rate=%s&start=2026-06-22", rate)
	                    : "reason=no-capacity"), 303);
}

static void one_asked(struct t *t, struct client *c)
{
	(void)t;
	SAME(ask_for(c, "1", "60", "", ""), "1");
}

static void one_sent(struct t *t, struct client *c)
{
	one_asked(t, c);
	send_to(c, "1", "tier=2&reason=Full");
}

/* Ten minutes before the deadline of a day. */
static void nearly_over(struct t *t, struct client *c)
{
	one_sent(t, c);
	clock_set((Moment){ clock_now().ms + (24 * 60 - 10) * INT64_C(60000) });
}

/* Cedar and Dale have offered, Brook has declined: opened. */
static void two_offered(struct t *t, struct client *c)
{
	one_sent(t, c);
	answered(c, "p1", NULL);
	answered(c, "p2", "19.00");
	answered(c, "p3", "19.50");
}

/* Two people need 11 and 10.5 of Brook's 20 hours, and it has offered them to both. */
static void hours_wanted(struct t *t, struct client *c)
{
	static const char many[] = "&visits.0.days=tue&visits.0.days=wed&visits.0.days=thu"
	                           "&visits.0.days=fri&visits.0.days=sat";

	(void)t;
	client_as(c, "worker");
	IS(client_send(c, "/people/new", "given_name=Cora&family_name=Cole&born-day=1&born-month=2"
	               "&born-year=1940&postcode=WM1+1AA&address=9+High+Street"), 303);
	SAME(ask_for(c, "1", "110", many, ""), "1");
	SAME(ask_for(c, "1000", "105", many, ""), "2");
	send_to(c, "1", "tier=1");
	send_to(c, "2", "tier=1");
	answered(c, "p1", "18.50");
	answered(c, "p1", "18.50");
}

/* An application: whole; scored, but for the lock of the marks; decided once. */
static void applied(struct t *t, struct client *c)
{
	(void)c;
	journey_more(t, "t/two/draft.journey");
	clock_set((Moment){ T_NOW.ms + INT64_C(14) * 3600000 + INT64_C(20) * 60000 });
}

static void scored(struct t *t, struct client *c)
{
	(void)c;
	journey_more(t, "t/two/draft.journey");
	journey_more(t, "t/two/scored.journey");
}

static void locked(struct t *t, struct client *c)
{
	scored(t, c);
	client_as(c, "worker");
	IS(client_send(c, "/panels/1/sheets/1/lock", ""), 303);
	client_as(c, "commissioner");
	IS(client_send(c, "/panels/1/lock", ""), 303);
}

static void decided_once(struct t *t, struct client *c)
{
	scored(t, c);
	journey_more(t, "t/two/decided.journey");
}

static void pilots_listed(struct t *t, struct client *c)
{
	(void)t;
	client_as(c, "commissioner");
	IS(client_send(c, "/pilots/start", ""), 303);
}

static void nothing(struct t *t, struct client *c)
{
	(void)t;
	(void)c;
}

/* An opportunity that is open, and Cedar's response to it, ready to be sent. */
static void response_ready(struct t *t, struct client *c)
{
	static const struct client_file spec = { "file", "spec.txt", "All of it", 9 };

	(void)t;
	client_as(c, "commissioner");
	IS(client_send(c, "/questionnaires/new", "name=Night&kind=other"), 303);
	IS(client_send(c, "/questionnaires/versions/1/questions", "label=Plans&kind=text&"
	               "seen_by=all&weight=5"), 303);
	IS(client_send(c, "/questionnaires/versions/1/publish", ""), 303);
	IS(client_send(c, "/opportunities/new", "title=Night&about=Care+at+night&service=homecare&"
	               "questionnaire=1&ask_until=2026-06-15T10:00&close=2026-06-15T11:00&"
	               "lots.0.title=All&lots.0.price_of=an+hour&lots.0.quality=60&"
	               "lots.0.price=40&lots.0.social=0"), 303);
	IS(client_upload(c, "/opportunities/1/documents/new", "title=Spec&"
	                 "kind=technicalSpecifications", &spec), 303);
	IS(client_send(c, "/opportunities/1/publish", ""), 303);
	client_as(c, "p2");
	IS(client_send(c, "/portal/opportunities/1/response/begin", ""), 303);
	IS(client_send(c, "/portal/opportunities/1/response/answer", "plans=Two+teams"), 303);
	IS(client_send(c, "/portal/opportunities/1/response/prices", "prices.0.price=20"), 303);
	clock_set(moment_at(date_make(2026, 6, 15), minutes(10 * 60 + 50)));
}

static void response_sent(struct t *t, struct client *c)
{
	response_ready(t, c);
	IS(client_send(c, "/portal/opportunities/1/response/send", ""), 303);
	clock_set(moment_at(date_make(2026, 6, 15), minutes(11 * 60)));
}

/* ---- the races ------------------------------------------------------------------ */

TEST_PLAIN(two_awards)
{
	static const struct race r = { two_offered, {
		{ "broker", "/offers/1/award", "reason=Nearer", 0, "awarded it to" },
		{ "broker2", "/offers/2/award", "reason=Sooner", 0, "awarded it to" } }, 1, 1,
		.state = { "/requests/1", "/placements" } };

	race_run(t, &r);
}

TEST_PLAIN(award_and_suspension)
{
	static const struct race r = { two_offered, {
		{ "broker", "/offers/1/award", "reason=Nearer", 0, "has lapsed" },
		{ "commissioner", "/providers/2/suspend",
		  "reason=Inadequate&review=2026-07-15", 0, "suspended" } }, 1, 2,
		.state = { "/requests/1", "/placements", "/requests/1/offers" } };

	race_run(t, &r);
}

/* Of the lot and the place of the offer: the same as of all of it. */
TEST_PLAIN(award_and_suspension_of_a_lot)
{
	static const struct race r = { two_offered, {
		{ "broker", "/offers/1/award", "reason=Nearer", 0, "has lapsed" },
		{ "commissioner", "/providers/2/suspend",
		  "lot=1&locality=1&reason=Inadequate&review=2026-07-15", 0, "suspended" } }, 1, 2,
		.state = { "/requests/1", "/placements", "/requests/1/offers" } };

	race_run(t, &r);
}

/* Of another place: both are done, whoever is first. */
TEST_PLAIN(award_and_suspension_elsewhere)
{
	static const struct race r = { two_offered, {
		{ "broker", "/offers/1/award", "reason=Nearer", 0, "" },
		{ "commissioner", "/providers/2/suspend",
		  "locality=2&reason=Inadequate&review=2026-07-15", 0, "" } }, 2, 2, .same = true,
		.state = { "/requests/1", "/placements", "/requests/1/offers" } };

	race_run(t, &r);
}

/* They fit once: the second is bought besides them, and they are not used twice. */
TEST_PLAIN(the_last_hours_bought_ahead)
{
	static const struct race r = { hours_wanted, {
		{ "broker", "/offers/1/award", "", 0, "" },
		{ "broker2", "/offers/2/award", "", 0, "" } }, 2, 2,
		.state = { "/requests/1", "/requests/2", "/placements", "/providers/1" } };

	race_run(t, &r);
}

TEST_PLAIN(edit_and_edit)
{
	static const struct race r = { one_asked, {
		{ "worker", "/requests/1/change", "visits.0.length=45&because=Shorter", 0,
		  "changed" },
		{ "manager", "/requests/1/change", "visits.0.length=90&because=Longer", 0,
		  "changed" } }, 1, 2,
		.state = { "/requests/1" } };

	race_run(t, &r);
}

TEST_PLAIN(offer_and_deadline)
{
	static const struct race r = { nearly_over, {
		{ "p2", "/portal/requests/2/offer", "rate=19.00&start=2026-06-22", 0,
		  "deadline" },
		{ NULL, NULL, NULL, 20, NULL } }, 1, 2,
		.state = { "/requests/1", "/requests/1/offers" } };

	race_run(t, &r);
}

TEST_PLAIN(two_clerks)
{
	static const struct race r = { one_sent, {
		{ NULL, NULL, NULL, 25 * 60, NULL },
		{ NULL, NULL, NULL, 0, NULL } }, 2, 2, .same = true,
		.state = { "/requests/1" } };

	race_run(t, &r);
}

/* ---- an application ------------------------------------------------------------- */

TEST_PLAIN(two_deciders)
{
	static const struct race r = { locked, {
		{ "commissioner", "/applications/1/decide",
		  "place-1-1=accept&words=Sound&no_interest=yes", 0, "is decided" },
		{ "broker", "/applications/1/decide",
		  "place-1-1=refuse&why-1-1=Too+far&words=Unsound&no_interest=yes", 0,
		  "is decided" } }, 1, 1,
		.state = { "/applications/1", "/providers/6" } };

	race_run(t, &r);
}

/* It is stopped once, for one reason. */
TEST_PLAIN(a_pilot_is_stopped_once)
{
	static const struct race r = { pilots_listed, {
		{ "commissioner", "/pilots/1/decide", "how=stop&reason=Dear", 0, "changed" },
		{ "commissioner", "/pilots/1/decide", "how=stop&reason=Unsound", 0, "changed" } },
		1, 1,
		.state = { "/pilots/1", "/pilots" } };

	race_run(t, &r);
}

TEST_PLAIN(confirmed_and_sent_back)
{
	static const struct race r = { decided_once, {
		{ "broker", "/applications/1/confirm", "no_interest=yes", 0, "is decided" },
		{ "manager", "/applications/1/back", "words=Figures", 0, "is decided" } }, 1, 1,
		.state = { "/applications/1", "/providers/6" } };

	race_run(t, &r);
}

TEST_PLAIN(marks_changed_and_locked)
{
	static const struct race r = { scored, {
		{ "worker", "/panels/1/sheets/1/score", "quality=1", 0, "are final" },
		{ "worker", "/panels/1/sheets/1/lock", "", 0, "" } }, 1, 2,
		.state = { "/applications/1" }, .same = true };

	race_run(t, &r);
}

/* Five minutes before midnight of the last day. */
TEST_PLAIN(sending_and_the_window)
{
	static const struct race r = { applied, {
		{ "p6", "/portal/applications/1/send", "still=yes", 0, "window is closed" },
		{ .minutes = 20 } }, 1, 2,
		.state = { "/applications/1" } };

	race_run(t, &r);
}

/* What both packs said could be subtracted. */
TEST_PLAIN(packs_that_share_a_month)
{
	static const struct race r = { nothing, {
		{ "commissioner", "/data-packs/new",
		  "name=May&from=2026-05-01&last=2026-05-31", 0, "in another pack" },
		{ "commissioner", "/data-packs/new",
		  "name=Spring&from=2026-03-01&last=2026-05-31", 0, "in another pack" } }, 1, 1,
		.state = { "/data-packs" } };

	race_run(t, &r);
}

/* Sent in time it counts, a moment later it does not. */
TEST_PLAIN(response_and_deadline)
{
	static const struct race r = { response_ready, {
		{ "p2", "/portal/opportunities/1/response/send", "", 0, "it is not received" },
		{ NULL, NULL, NULL, 20, NULL } }, 1, 2,
		.state = { "/portal/opportunities/1/response.json" }, .reader = "p2" };

	race_run(t, &r);
}

/* Whoever is first: both are needed, and both are enough. */
TEST_PLAIN(two_open_the_responses)
{
	static const struct race r = { response_sent, {
		{ "commissioner", "/opportunities/1/open", "", 0, "" },
		{ "commissioner2", "/opportunities/1/open", "", 0, "" } }, 2, 2, .same = true,
		.state = { "/opportunities/1", "/opportunities/1/responses" },
		.reader = "commissioner" };

	race_run(t, &r);
}

/* The change is told in any case; who sends meanwhile reads it first. */
TEST_PLAIN(response_and_amendment)
{
	static const struct race r = { response_ready, {
		{ "p2", "/portal/opportunities/1/response/send", "", 0,
		  "was changed since you opened this page" },
		{ "commissioner", "/opportunities/1/amend", "words=An+hour+more&close-day=16", 0,
		  "" } }, 1, 2, .same = true, .state = { "/opportunities/1" } };

	race_run(t, &r);
}
