/* SPDX-License-Identifier: MIT */
/*
 * test_thrown.h -- a hundred days of requests, thrown together from a seed and
 * kept in plain C, so that figures can be counted without the program's help.
 * All are Ada's; thrown_write_for() adds as many of another person's as may be.
 */
#ifndef ALM_TEST_THROWN_H
#define ALM_TEST_THROWN_H

#include "db/db.h"
#include "t/t.h"

enum { THROWN = 260, DAY_MS = 24 * 60 * 60 * 1000 };
enum fate { OPEN, WON, WITHDRAWN, GIVEN_UP };

struct thrown {
	int64_t   id, made, closed, ready;      /* ms; 0: not                    */
	enum fate fate;
	bool      discharge, out_of_order;
	int64_t   place, carers, daily, week, rate, tier;
};
extern struct thrown thrown[THROWN];

/* The world of t/world.h with all of them; the calendar too. */
void thrown_write(struct t *);
/* After it: `n` more for one person, with numbers behind the others'. */
void thrown_write_for(struct t *, PersonId, int n);
/* Throw anew, so that the first `n` are all open, and write only those. */
void thrown_write_open(struct t *, int n);

#endif
