/* SPDX-License-Identifier: MIT */
/*
 * test_shaped.c -- what a data pack counts, against a slow count of the same council;
 * and what it hides there.
 */
#include "demo/inside.h"
#include "shaping/pack.sql.h"
#include "shaping/test_adversary.h"
#include "site/site.h"
#include "t/t.h"

#include "audit/audit.h"

enum { REQUESTS = 400 };

static void make(struct t *t)
{
	static const unsigned char key[AUDIT_KEY] = "a key for tests";
	const struct demo_order o = { .size = DEMO_SMALL, .requests = REQUESTS, .seed = 5,
		.now = T_NOW, .passphrase = "seven silver herons" };
	struct demo_figures f;
	struct demo_made made;

	audit_key_set(key);
	auth_cheap_for_tests();
	demo_make(t->db, t->arena, &o, &made, &f);
	clock_set(T_NOW);
}

static int64_t figure(const struct pack_made *m, int64_t part, int64_t line, int64_t col)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->list[i].part == part && m->list[i].line == line && m->list[i].col == col)
			return m->list[i].figure;
	return -1;
}

/* Different people among the elements, one against all before it. */
static int64_t slow_people(const struct pack_element *e, size_t n)
{
	int64_t people = 0;

	for (size_t i = 0; i < n; i++) {
		bool seen = false;

		for (size_t k = 0; k < i && !seen; k++)
			seen = e[k].person.v == e[i].person.v;
		people += !seen;
	}
	return people;
}

/* Statements of this test alone: each breaks a law. */
static const char *const no_names[] = { NULL };
#define BREAK(name_, text_)                                                              \
	static const struct sql_piece name_##_piece = { text_, -1, 0 };                  \
	static const struct sql name_ = { .name = #name_, .file = __FILE__,              \
		.pieces = &name_##_piece, .npieces = 1, .args = no_names,                \
		.order_names = no_names, .writes = true }
BREAK(break_pack, "UPDATE data_pack_figure SET figure = figure + 1 WHERE figure > 40");
BREAK(break_order, "UPDATE pilot_step SET done_day = done_day + 500 WHERE position = 1 "
      "AND done_day IS NOT NULL");

BREAK(restrict_some, "UPDATE person SET restricted = 1 WHERE id % 7 = 0");

static size_t sevenths(const struct pack_facts *f, size_t *requests)
{
	size_t people = 0;

	*requests = 0;
	for (size_t i = 0; i < f->npeople; i++)
		people += f->people[i].id.v % 7 == 0;
	for (size_t i = 0; i < f->nrequests; i++)
		*requests += f->requests[i].person.v % 7 == 0;
	return people;
}

/* Whoever's record is restricted is left out, and nobody else. */
static void restricted_are_left_out(struct t *t, Date from, Date until)
{
	struct pack_facts before = pack_facts_load(t->db, t->arena, from, until), after;
	size_t asked, left, people = sevenths(&before, &asked);

	OK(people > 0 && asked > 0);
	OK(db_do(t->db, &restrict_some, NULL) > 0);
	after = pack_facts_load(t->db, t->arena, from, until);
	IS(sevenths(&after, &left), 0);
	IS(left, 0);
	IS(after.npeople, before.npeople - people);
	IS(after.nrequests, before.nrequests - asked);
}

/* Control of the laws: each is found broken. */
static void laws_can_fail(struct t *t)
{
	struct buf before = buf_new(t->arena), after = buf_new(t->arena);

	IS(site_check(t->db, t->arena, &before), 0);
	OK(db_do(t->db, &break_pack, NULL) > 0);
	OK(db_do(t->db, &break_order, NULL) > 0);
	(void)site_check(t->db, t->arena, &after);
	HAS(buf_text(&after), "BROKEN  shaping.pack-settled");
	HAS(buf_text(&after), "BROKEN  shaping.pilot-order");
	HAS(buf_text(&after), "BROKEN  shaping.pilot-decided");
}

/* With nothing hidden, all adds up, and the totals are those of a slow count. */
static void adds_up(const struct pack_made *m, size_t lines)
{
	for (int64_t p = 1; p <= PARTS_OF_PACK; p++)
		for (size_t line = 0; line <= lines; line++) {
			int64_t sum = 0, one;

			for (int64_t c = 1; (one = figure(m, p, (int64_t)line, c)) >= 0; c++)
				sum += one;
			IS(figure(m, p, (int64_t)line, 0), sum);
		}
}

TEST_PLAIN(a_pack_of_the_demonstration)
{
	const Date until = date_month_start(moment_date(T_NOW));
	const Date from = date_plus_months(until, -6);
	const struct pack_rule all = { 0, true }, usual = { 5, true }, strict = { 5, false };
	struct pack_element *e;
	struct pack_list_row *packs;
	struct pack_facts f;
	struct pack_made m;
	size_t n, waiting = 0;

	make(t);
	f = pack_facts_load(t->db, t->arena, from, until);
	n = ALL(t->db, t->arena, pack_elements, &e, .from_day = V(from), .until_day = V(until));
	m = pack_make(t->arena, &f, all, false);
	IS(m.hidden, 0);
	IS(figure(&m, HOLDS_SIZES, 0, 0), slow_people(e, n));
	IS(figure(&m, HOLDS_REQUESTS, 0, 0), (int64_t)f.nrequests);
	adds_up(&m, f.nplaces);
	for (size_t i = 0; i < f.nrequests; i++)
		waiting += f.requests[i].outcome == BECAME_WAITING;
	IS(figure(&m, HOLDS_REQUESTS, 0, BECAME_WAITING), (int64_t)waiting);

	m = pack_make(t->arena, &f, usual, false);
	OK(m.sound);
	OK(m.hidden > 0 && m.hidden < m.n / 2);
	IS(adversary_tells(&m, usual), 0);
	m = pack_make(t->arena, &f, usual, true);
	OK(adversary_tells(&m, usual) > 0);
	m = pack_make(t->arena, &f, strict, false);
	OK(m.sound);
	IS(adversary_tells(&m, strict), 0);
	/* What the demonstration issued says the same. */
	IS(ALL(t->db, t->arena, pack_list, &packs, .limit = V((int64_t)9), .skip = V((int64_t)0),
	       .order = PACK_LIST_BY_NEWEST), 1);
	laws_can_fail(t);
	restricted_are_left_out(t, from, until);
}
