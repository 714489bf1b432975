/* SPDX-License-Identifier: MIT */
/*
 * test_disclosure.c -- nothing that is hidden can be told, by councils that are
 * made up at random.  The control hides small groups alone: there the
 * adversary must win.
 */
#include "shaping/test_adversary.h"
#include "t/t.h"

/* ---- councils that are made up ------------------------------------------------------------ */

static uint64_t dice;

static int64_t throw(int64_t of)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((dice >> 33) % (uint64_t)of);
}

/* Of small numbers more than of great. */
static int64_t skewed(int64_t of)
{
	return throw(throw(of) + 1);
}

static struct pack_facts council(struct arena *a, size_t places, size_t people)
{
	static const char *bands[] = { "Morning", "Tea", "Other times" };
	static const int64_t services[] = { 1, 1, 1, 2, 5, 3 };
	struct pack_facts f = { .places = NEWN(a, const char *, places), .nplaces = places,
		.bands = bands, .nbands = 3,
		.sizes = { 5, 10 }, .nsizes = 2, .people = NEWN(a, struct pack_person, people + 1),
		.requests = NEWN(a, struct pack_request, people + 1) };

	for (size_t i = 0; i < places; i++)
		f.places[i] = arena_fmt(a, "Place %zu", i + 1);
	for (size_t i = 0; i < people; i++) {
		struct pack_person *p = &f.people[f.npeople++];

		*p = (struct pack_person){ { (int64_t)i + 1 }, (size_t)skewed((int64_t)places) + 1,
			{ 60 + 60 * skewed(20) }, 1 + throw(4) / 3, services[throw(6)],
			NEWN(a, int64_t, 3) };
		p->times[skewed(3)] = p->week.n;
		if (throw(3))
			f.requests[f.nrequests++] = (struct pack_request){ { (int64_t)i / 2 + 1 },
				p->line, 1 + skewed(BECAME_MOST) };
	}
	return f;
}

struct played { size_t packs, hidden, small, lost, unsound; };

static struct played play(size_t packs, int64_t places, int64_t people, bool small_only)
{
	struct played p = { .packs = packs };

	dice = 42;
	for (size_t i = 0; i < packs; i++) {
		struct arena *a = arena_new("pack", (size_t)1 << 28);
		struct pack_facts f = council(a, (size_t)throw(places) + 1,
		                              (size_t)throw(people));
		const struct pack_rule rule = { 5, throw(4) > 0 };
		struct pack_made m = pack_make(a, &f, rule, small_only);

		p.small += pack_make(a, &f, rule, true).hidden;
		p.hidden += m.hidden;
		p.unsound += !m.sound;
		p.lost += adversary_tells(&m, rule) > 0;
		arena_end(&a);
	}
	return p;
}

/* ---- the claims ------------------------------------------------------------------------------ */

static void nothing_is_told(struct played p)
{
	IS(p.lost, 0);
	IS(p.unsound, 0);
	OK(p.hidden > p.small);
}

TEST_PLAIN(no_hidden_figure_can_be_told)
{
	(void)t;
	nothing_is_told(play(400, 6, 150, false));
	nothing_is_told(play(20, 14, 400, false));
}

/* The control: with small groups hidden alone, the adversary tells most packs. */
TEST_PLAIN(the_adversary_can_win)
{
	struct played p = play(400, 6, 150, true);

	OK(p.lost > 200);
}
