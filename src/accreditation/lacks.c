/* SPDX-License-Identifier: MIT */
/*
 * lacks.c -- what an application lacks before it can be sent, and where one goes for it.
 *
 *	places      a lot and a locality at least; registered to give each lot's service
 *	            (B&NES 3e.1: providers that the regulator registers)
 *	answers     each question that is asked
 *	evidence    each kind that is asked of everybody, on this day
 *	plans       of a newcomer: mobilisation, recruitment and retention (B&NES 3e.1)
 *	references  of who is based elsewhere: as many as the framework asks (Shropshire app. 2)
 */
#include "accreditation/inside.h"

struct lacking {
	struct db *db;
	struct arena *a;
	const struct application *x;
	struct application_asks asks;
	Moment now;
	struct lack *list;
	size_t n, room;
};

static void lack_add(struct lacking *l, enum application_step step, const char *end,
                     const char *words)
{
	if (l->n == l->room) {
		struct lack *more = NEWN(l->a, struct lack, 2 * l->room + 8);

		for (size_t i = 0; i < l->n; i++)
			more[i] = l->list[i];
		l->list = more;
		l->room = 2 * l->room + 8;
	}
	l->list[l->n++] = (struct lack){ words, end[0] == '/' ? end
		: arena_fmt(l->a, "/portal/applications/%lld%s%s", (long long)l->x->id.v,
		            end[0] ? "/" : "", end), (unsigned)step };
}

static void lacks_places(struct lacking *l)
{
	struct application_places_row *rows;
	struct lot_service_registered_row registered;
	size_t n = ALL(l->db, l->a, application_places, &rows, .application = V(l->x->id));

	if (!n)
		lack_add(l, STEP_PLACES, "", "Choose a lot, and where you want to work");
	for (size_t i = 0; i < n; i++)
		if ((!i || rows[i].lot.v != rows[i - 1].lot.v) &&
		    !ONE(l->db, l->a, lot_service_registered, &registered, .lot = V(rows[i].lot),
		         .provider = V(l->x->provider)))
			lack_add(l, STEP_PLACES, arena_fmt(l->a, "lots/%lld",
			         (long long)rows[i].lot.v), arena_fmt(l->a,
			         "The regulator does not register you for %s (lot %lld): leave the "
			         "lot out, or ask us when the register was read last",
			         vocab_label(&service_vocab, rows[i].service),
			         (long long)rows[i].number));
}

static void lacks_answers(struct lacking *l)
{
	struct rq asks = { .db = l->db, .arena = l->a };

	if (sheet_whole(&asks, l->x->sheet, SEEN_ALL))
		return;
	for (size_t i = 0; i < asks.nproblems; i++)
		lack_add(l, STEP_ANSWERS, asks.problems[i].field ? arena_fmt(l->a, "answers#%s",
		         asks.problems[i].field) : "answers", asks.problems[i].text);
}

static void lacks_evidence(struct lacking *l)
{
	struct evidence_gap *gaps;
	size_t n;

	n = evidence_gaps(l->db, l->a, l->x->provider, true, l->now, &gaps);
	for (size_t i = 0; i < n; i++)
		lack_add(l, STEP_EVIDENCE, arena_fmt(l->a, "/portal/evidence/new?kind=%lld",
		         (long long)gaps[i].kind.v), gaps[i].words);
}

bool application_based_here(struct db *db, struct arena *a, ProviderId provider, Moment now)
{
	struct provider_based_here_row at;

	return ONE(db, a, provider_based_here, &at, .provider = V(provider),
	           .today = V(moment_date(now)));
}

bool application_newcomer(struct db *db, struct arena *a, const struct application *x)
{
	struct provider_ever_stood_row stood;

	return x->works_here != 1 &&
	       !ONE(db, a, provider_ever_stood, &stood, .provider = V(x->provider));
}

static void lacks_plans(struct lacking *l)
{
	if (l->x->works_here == INT_NONE)
		lack_add(l, STEP_PLANS, "plans", "Say whether you support people here now");
	else if (l->asks.plans && application_newcomer(l->db, l->a, l->x)) {
		if (BLANK(l->x->mobilisation))
			lack_add(l, STEP_PLANS, "plans#mobilisation",
			         "Write your mobilisation plan: you are new here");
		if (BLANK(l->x->recruitment))
			lack_add(l, STEP_PLANS, "plans#recruitment",
			         "Write your recruitment and retention plan: you are new here");
	}
}

static void lacks_references(struct lacking *l)
{
	struct reference_list_row *rows;
	size_t n = ALL(l->db, l->a, reference_list, &rows, .application = V(l->x->id));

	if ((int64_t)n < l->asks.refs &&
	    !application_based_here(l->db, l->a, l->x->provider, l->now))
		lack_add(l, STEP_REFERENCES, "references", arena_fmt(l->a,
		         "Name %lld %s of other authorities: you are based elsewhere",
		         (long long)l->asks.refs, l->asks.refs == 1 ? "reference" : "references"));
}

size_t application_lacks(struct db *db, struct arena *a, const struct application *x, Moment now,
                         struct lack **out)
{
	struct lacking l = { .db = db, .a = a, .x = x, .now = now };

	SURE(ONE(db, a, asks_load, &l.asks, .framework = V(x->framework)));
	lacks_places(&l);
	lacks_answers(&l);
	lacks_evidence(&l);
	lacks_plans(&l);
	lacks_references(&l);
	*out = l.list;
	return l.n;
}
