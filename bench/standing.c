/* SPDX-License-Identifier: MIT */
/*
 * standing.c -- who may work here, asked of a council again and again.
 *
 *	standing DIR SERVICE LOCALITY ROUNDS
 *
 * Prints how many providers there are, how many of them could take it and how
 * many are suspended; then the milliseconds of a processor that each round took,
 * which are those of the clock where nothing else runs: it waits for nothing.  It is
 * linked with the program's own objects: what is measured is provider_standing().
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/fault.h"
#include "market/market.h"

static const struct need morning[] = { { 127, { 480 }, { 540 } } };

static double ms_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

struct asking { char **arg; };

static void ask(void *of)
{
	char **arg = ((struct asking *)of)->arg;
	struct db *db = db_open(arg[1], DB_READ_WRITE);
	const Moment now = { (int64_t)time(NULL) * 1000 };
	const struct wanted w = { .service = strtoll(arg[2], NULL, 10),
		.locality = { strtoll(arg[3], NULL, 10) }, .start = moment_date(now),
		.needs = morning, .nneeds = 1, .floor_rank = 2, .unrated_ok = true };
	const long rounds = strtol(arg[4], NULL, 10);

	for (long i = 0; i < rounds; i++) {
		struct arena *a = arena_new("round", (size_t)256 << 20);
		struct standing *s;
		double began = ms_now();
		size_t n = provider_standing(db, a, &w, now, &s), could = 0, shut = 0;
		double took = ms_now() - began;

		for (size_t k = 0; k < n; k++) {
			could += s[k].obstacles == 0;
			shut += s[k].obstacles >> OBSTACLE_SUSPENDED & 1;
		}
		if (!i)
			printf("%zu %zu %zu\n", n, could, shut);
		printf("%.2f\n", took);
		arena_end(&a);
	}
	db_close(&db);
}

int main(int argc, char **argv)
{
	struct fault broke;

	if (argc != 5) {
		fputs("standing DIR SERVICE LOCALITY ROUNDS\n", stderr);
		return 2;
	}
	if (boundary_run(ask, &(struct asking){ argv }, &broke) == FAULT_NONE)
		return 0;
	fprintf(stderr, "standing: %s\n", broke.why);
	return 1;
}
