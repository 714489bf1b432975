/* SPDX-License-Identifier: MIT */
/*
 * chance.c -- numbers that look like chance and are the same each time.
 *
 * SplitMix64 (Steele, Lea and Flood, 2014): one word of state, and whole
 * numbers only, so that every machine gives the same council.
 */
#include "demo/inside.h"

uint64_t chance_next(struct chance *c)
{
	uint64_t z = c->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* The bias of the remainder is under 2^-32 for all that is asked here. */
int64_t chance_between(struct chance *c, int64_t least, int64_t most)
{
	SURE(least <= most);
	return least + (int64_t)(chance_next(c) % (uint64_t)(most - least + 1));
}

bool chance_in(struct chance *c, int64_t n, int64_t of)
{
	return chance_between(c, 0, of - 1) < n;
}

size_t chance_weighted(struct chance *c, const int *weights, size_t n)
{
	int64_t sum = 0, at;

	for (size_t i = 0; i < n; i++)
		sum += weights[i];
	at = chance_between(c, 0, sum - 1);
	for (size_t i = 0; i < n; i++) {
		if (at < weights[i])
			return i;
		at -= weights[i];
	}
	return n - 1;
}

void share_took(int64_t *owed, const int *weights, size_t n, size_t which)
{
	for (size_t i = 0; i < n; i++) {
		owed[i] += weights[i];
		owed[which] -= weights[i];
	}
}

size_t share_next(int64_t *owed, const int *weights, size_t n)
{
	size_t best = n;

	for (size_t i = 0; i < n; i++)
		if (weights[i] > 0 &&
		    (best == n || owed[i] + weights[i] > owed[best] + weights[best]))
			best = i;
	SURE(best < n);
	share_took(owed, weights, n, best);
	return best;
}
