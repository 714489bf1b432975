/* SPDX-License-Identifier: MIT */
/*
 * figures.c -- the shape of what was made, measured from its rows.
 *
 * Spend = sum over elements of the weekly cost x days in the year / 7, by
 * funder; a package's hours are those of its elements that live today.
 */
#include "demo/inside.h"

#include "demo/demo.sql.h"

static bool is_strategic(const struct council *c, ProviderId id)
{
	for (int i = 0; i < FIRMS; i++)
		if (c->firm[i].id.v == id.v)
			return firm_specs[i].kind == FIRM_STRATEGIC;
	return false;
}

static bool is_one_of_six(const struct council *c, ProviderId id)
{
	for (int i = 0; i < FIRMS; i++)
		if (c->firm[i].id.v == id.v)
			return firm_specs[i].kind == FIRM_STRATEGIC ||
			       firm_specs[i].kind == FIRM_SPOT;
	return false;
}

static int64_t permille(int64_t part, int64_t whole)
{
	return whole ? (part * 1000 + whole / 2) / whole : 0;
}

struct sums { Money council, nhs, six; int64_t live[2], mins[2], small; };

/* One element's share of a year: rounded once each, to the penny. */
static void add_element(const struct council *c, const struct demo_spend_elements_row *e,
                        Date since, struct sums *s)
{
	Date from = date_cmp(e->from_day, since) > 0 ? e->from_day : since;
	Date until = date_cmp(e->until_day, c->today) < 0 ? e->until_day : c->today;
	int64_t days = date_minus(until, from), nhs = e->funding == FUNDING_NHS;
	Money all, council;

	if (days > 0) {
		all = money_share(e->week_pence, days, 7);
		council = money_share(all, e->council_pct, 100);
		s->council = money_plus(s->council, council);
		s->nhs = money_plus(s->nhs, money_minus(all, council));
		if (is_one_of_six(c, e->provider))
			s->six = money_plus(s->six, council);
	}
	if (date_cmp(e->from_day, c->today) > 0 || date_cmp(e->until_day, c->today) <= 0)
		return;
	s->live[nhs]++;
	s->mins[nhs] += e->week_mins.n;
	s->small += !nhs && e->week_mins.n < 300;
}

static void read_spend(struct council *c, struct demo_figures *f)
{
	Date since = date_plus(c->today, -365);
	struct sums s = { money(0), money(0), money(0), { 0 }, { 0 }, 0 };
	struct demo_spend_elements_row *rows;
	size_t n = ALL(c->db, c->arena, demo_spend_elements, &rows, .since = V(since),
	               .upto = V(date_plus(c->today, 1)));

	for (size_t i = 0; i < n; i++)
		add_element(c, &rows[i], since, &s);
	f->spend_council = s.council;
	f->spend_nhs = s.nhs;
	f->six_permille = permille(money_pence(s.six), money_pence(s.council));
	f->hours_council = minutes(s.live[0] ? s.mins[0] / s.live[0] : 0);
	f->hours_nhs = minutes(s.live[1] ? s.mins[1] / s.live[1] : 0);
	f->under_five_permille = permille(s.small, s.live[0]);
	f->live = s.live[0] + s.live[1];
}

static int64_t strategic_share(struct council *c, Date since, Date upto)
{
	struct demo_awards_row *rows;
	size_t n =
		ALL(c->db, c->arena, demo_awards, &rows, .since = V(moment_at(since, minutes(0))),
	            .upto = V(moment_at(upto, minutes(0))));
	int64_t theirs = 0;

	for (size_t i = 0; i < n; i++)
		theirs += is_strategic(c, rows[i].provider);
	return permille(theirs, (int64_t)n);
}

/* What a team bought from the new provider. */
static int64_t bought_by(struct council *c, int team, Date since, Date upto)
{
	struct demo_awards_row *rows;
	size_t n =
		ALL(c->db, c->arena, demo_awards, &rows, .since = V(moment_at(since, minutes(0))),
	            .upto = V(moment_at(upto, minutes(0))));
	int64_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += rows[i].provider.v == c->firm[FIRM_NEW].id.v &&
		         rows[i].team.v == c->team[team].v;
	return count;
}

void figures_read(struct council *c, struct demo_figures *f)
{
	Date before = newcomer_from(c), year = date_plus_months(before, 12);
	struct demo_counts_row n;

	read_spend(c, f);
	f->strategic_permille =
		strategic_share(c, date_plus(c->today, -365), date_plus(c->today, 1));
	f->strategic_before_permille =
		strategic_share(c, date_plus(c->today, -1095), date_plus(c->today, -730));
	f->team_bought_before = bought_by(c, TEAM_EAGER, before, year);
	f->team_bought = bought_by(c, TEAM_EAGER, year, date_plus_months(year, 9));
	f->other_bought_before = bought_by(c, TEAM_SHY, before, year);
	f->other_bought = bought_by(c, TEAM_SHY, year, date_plus_months(year, 9));
	SURE(ONE(c->db, c->arena, demo_counts, &n, .none = { 0 }));
	f->open = n.open;
	f->requests = n.requests;
	f->people = n.people;
}
