/* SPDX-License-Identifier: MIT */
/*
 * together.c -- providers of Westmarch that work together: a lead with two
 * subcontractors, a consortium that is nearly one, an alliance; packages and
 * staff that are about to move.
 */
#include "demo/inside.h"

#include "collaboration/collaboration.h"
#include "collaboration/consortium.sql.h"
#include "collaboration/move.sql.h"
#include "demo/demo.sql.h"

/* Of firm_specs: the lead, its subcontractors, what each delivers one of so many of. */
enum { LEAD = 0, SUB_ONE = 4, SUB_TWO = 11, ONE_OF = 4, TWO_OF = 7 };

static Date today(void)
{
	return moment_date(clock_now());
}

static void agree(struct council *c, int sub, const char *terms)
{
	const struct subcontract_answers s = { c->firm[LEAD].id, c->firm[sub].id, c->framework,
		{ 0 }, date_month_start(today()), DATE_NONE, terms };
	SubcontractId id;

	SURE(subcontract_add(c->db, c->arena, &s, c->commissioner, clock_now(), &id) == JOINED);
}

static ConsortiumId group(struct council *c, const char *name, enum together_kind kind,
                          const char *purpose)
{
	const struct consortium_answers g = { name, purpose, kind, c->framework, { 0 } };
	ConsortiumId id;

	SURE(consortium_add(c->db, c->arena, &g, c->commissioner, clock_now(), &id) == JOINED);
	return id;
}

static void member(struct council *c, ConsortiumId id, int firm, const char *part)
{
	SURE(member_add(c->db, c->arena, id, c->firm[firm].id, part, today(), c->commissioner) ==
	     JOINED);
}

void together_first(struct council *c)
{
	ConsortiumId id = group(c, "Tarn Valley Together", TOGETHER_CONSORTIUM,
	                        "One round for the valley, under one name");

	agree(c, SUB_ONE, "A quarter of the packages, by lot; 92 % of what the council pays");
	agree(c, SUB_TWO, "What lies in Upper Tarn");
	member(c, id, 5, "Leads");
	member(c, id, 12, "The upper valley");
	member(c, id, 13, NULL);
	id = group(c, "Night support alliance", TOGETHER_ALLIANCE,
	           "Council, health board and two providers share the risk of nights");
	member(c, id, 1, NULL);
	member(c, id, 2, NULL);
}

/* The first step of the plan is done, the second is late. */
void together_now(struct council *c)
{
	const struct move_answers m = { c->firm[14].id, c->firm[2].id, c->framework,
		"The smaller firm gives up homecare at the end of its lease", 11, 7, { 88 * 60 },
		date_plus(today(), 68), c->commissioner };
	struct staff_move_item *items;
	StaffMoveId id;

	SURE(move_add(c->db, c->arena, &m, c->commissioner, clock_now(), &id) == JOINED);
	SURE(ALL(c->db, c->arena, move_item_list, &items, .move = V(id)) > 1);
	SURE(move_item_done(c->db, c->arena, items[0].id, today(), "Eleven packages, by round",
	                    c->commissioner) == JOINED);
}

static Date later_of(Date a, Date b)
{
	return date_cmp(a, b) > 0 ? a : b;
}

/* What the lead told of its placements since the subcontracts began. */
void together_shared(struct council *c)
{
	const Date begun = date_month_start(date_plus(c->today, -140));
	struct demo_placements_of_row *pl;
	size_t n = ALL(c->db, c->arena, demo_placements_of, &pl, .provider = V(c->firm[LEAD].id),
	               .after_day = V(begun));

	for (size_t i = 0; i < n; i++) {
		const Date from = later_of(pl[i].from_day, begun);
		const int sub = i % ONE_OF == 0 ? SUB_ONE : i % TWO_OF == 0 ? SUB_TWO : LEAD;

		if (sub == LEAD || date_cmp(from, pl[i].until_day) >= 0)
			continue;
		SURE(delivery_set(c->db, c->arena, pl[i].id, c->firm[LEAD].id, c->firm[sub].id,
		                  from, money(sub == SUB_ONE ? 1795 : 1840),
		                  c->firm[LEAD].scheduler, c->now) == JOINED);
	}
}
