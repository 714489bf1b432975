/* SPDX-License-Identifier: MIT */
/*
 * test_scribe.c -- what workers have written down: all of it, many at once,
 * and never said to be written when it is not.
 *
 * All tests are plain: what could fail is in other processes, and is made to.
 */
#include "web/test_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of the log: how many notes in how many lots. */
static void lots_count(struct house *h, int64_t *notes, int64_t *lots)
{
	static const char mark[] = "what=\"lot\" notes=";

	*notes = *lots = 0;
	for (const char *s = house_log(h); (s = strstr(s, mark)); (*lots)++) {
		long long n = 0;

		s += sizeof mark - 1;
		SURE(sscanf(s, "%lld", &n) == 1);
		*notes += n;
	}
}

TEST_PLAIN(notes_are_written_many_at_once)
{
	struct storm storm = { .path = "/note?x", .clients = 16, .ms = 1000 };
	int64_t notes, lots;
	struct house h;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 8 }));
	storm_run(&h, &storm);
	lots_count(&h, &notes, &lots);
	OK(storm.count[2] > 100);
	IS(storm.count[5], 0);
	/* The last of the storm may have been written and not waited for. */
	OK(notes >= storm.count[2] && notes <= storm.count[2] + storm.clients);
	OK(lots > 0 && notes > 2 * lots);
	IS(house_close(&h), 0);
}

/* One sorry for all whose notes were in that lot; and a form, which may have been
 * saved, is never told that nothing was. */
TEST_PLAIN(what_cannot_be_written_is_said)
{
	struct house h;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 2 }));
	IS(ask_get(&h, "/note?full").status, 507);
	OK(!strstr(ask_get(&h, "/note?full").body, "pid="));
	IS(ask(&h, "POST", "/note?full", "", "x", 1).status, 500);
	IS(ask_get(&h, "/note?x").status, 200);
	IS(house_close(&h), 0);
}

/* The page whose note a scribe died with never leaves; the next one's do. */
TEST_PLAIN(a_scribe_who_dies_is_replaced)
{
	struct house h;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 2 }));
	IS(ask_get(&h, "/note?x").status, 200);
	IS(ask_get(&h, "/note?die").status, 503);
	for (int i = 0; i < 5; i++)
		IS(ask_get(&h, "/note?x").status, 200);
	OK(strstr(house_log(&h), "of=scribe"));
	IS(house_close(&h), 0);
}
