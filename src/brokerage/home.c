/* SPDX-License-Identifier: MIT */
/*
 * home.c -- what waits for whoever signs in, as numbers that open to the list.
 */
#include "brokerage/home.sql.h"
#include "brokerage/pages.h"
#include "html/alm.h"

static const char *number(struct rq *rq, int64_t n)
{
	return arena_fmt(rq->arena, "%lld", (long long)n);
}

static void broker_home(struct rq *rq, struct page *pg)
{
	struct home_broker_row n;

	SURE(ONE(rq->db, rq->arena, home_broker, &n, .me = V(rq->me->id), .now = V(rq->now)));
	alm_figures(pg, (const struct alm_figure []){
		{ number(rq, n.n), "Open requests", "/requests", NULL },
		{ number(rq, n.ready), "Ready to leave hospital", "/requests?ready=yes", NULL },
		{ number(rq, n.unsent), "Not sent yet", "/requests?stage=new", NULL },
		{ number(rq, n.decide), "Offers to decide", "/requests?stage=offers", NULL },
		{ number(rq, n.stuck), "Need a decision", "/requests?stage=stuck", NULL },
	}, 5);
}

static void team_home(struct rq *rq, struct page *pg)
{
	struct home_team_row n;

	SURE(ONE(rq->db, rq->arena, home_team, &n, .me = V(rq->me->id), .now = V(rq->now),
	         .my_team = V(rq->me->team)));
	alm_figures(pg, (const struct alm_figure []){
		{ number(rq, n.n), "Your team's open requests", "/requests/mine?open=yes",
		  NULL },
		{ number(rq, n.waiting), "With providers", "/requests/mine?stage=sent", NULL },
		{ number(rq, n.decide), "With the brokers to decide", "/requests/mine?stage=offers",
		  NULL },
	}, 3);
}

static void provider_home(struct rq *rq, struct page *pg)
{
	struct home_provider_row n;

	SURE(ONE(rq->db, rq->arena, home_provider, &n, .my_provider = V(rq->me->provider),
	         .today = V(rq->today)));
	alm_figures(pg, (const struct alm_figure []){
		{ number(rq, n.to_answer), "Requests to answer", "/portal", NULL },
		{ number(rq, n.to_begin), "Starts of care to confirm",
		  "/portal/placements?to_begin=yes", NULL },
	}, 2);
}

void brokerage_home(struct rq *rq, struct page *pg)
{
	if (rq_may(rq, MAY_BROKER))
		broker_home(rq, pg);
	else if (rq_may(rq, MAY_ASK) && rq->me->team.v)
		team_home(rq, pg);
	if (rq_may(rq, MAY_OFFER) && rq->me->provider.v)
		provider_home(rq, pg);
}
