/* SPDX-License-Identifier: MIT */
/*
 * home.c -- how much there is for whoever signs in, as numbers that open to the
 * list.  What waits for her is among her tasks (task.c), which come first.
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
	}, 2);
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

/* Those who see no requests see how many there are, as the returns count them. */
static void returns_home(struct rq *rq, struct page *pg)
{
	struct home_returns_row n;

	SURE(ONE(rq->db, rq->arena, home_returns, &n, .now = V(rq->now)));
	alm_figures(pg, (const struct alm_figure []){
		{ number(rq, n.ready), "Ready to leave hospital", "/returns/noon", NULL },
		{ number(rq, n.n), "Packages outstanding", "/returns/five", NULL },
	}, 2);
}

void brokerage_home(struct rq *rq, struct page *pg)
{
	if (rq_may(rq, MAY_BROKER))
		broker_home(rq, pg);
	else if (rq_may(rq, MAY_ASK) && rq->me->team.v)
		team_home(rq, pg);
	else if (rq_may(rq, MAY_RETURNS))
		returns_home(rq, pg);
}
