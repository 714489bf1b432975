/* SPDX-License-Identifier: MIT */
/*
 * chain.c -- a new row among dated rows that may not overlap.
 *
 *	covered      ..[ old ........ )      ->  ..[ old )[ new ...... )
 *	in a gap     [ a )      [ b )        ->  [ a ) [ new )[ b )
 *	before all         [ a )             ->  [ new )[ a )
 */
#include "market/inside.h"

struct chain_plan chain_insert(const struct chained *rows, size_t n, Date from)
{
	struct chain_plan p = { .until = DATE_OPEN };
	const struct chained *before = NULL, *next = NULL;

	for (size_t i = 0; i < n; i++) {
		if (rows[i].from.n <= from.n)
			before = &rows[i];
		else if (!next)
			next = &rows[i];
	}
	if (before && before->from.n == from.n) {
		p.taken = true;
		p.shorten = before->id;
		return p;
	}
	if (before && before->until.n > from.n) {
		p.shorten = before->id;
		p.until = before->until;         /* so the next row's prev stays true */
		p.prev = from;
		return p;
	}
	if (before)
		p.prev = before->until;
	if (next) {
		p.relink = next->id;
		p.until = next->from;
	}
	return p;
}
