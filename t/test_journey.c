/* SPDX-License-Identifier: MIT */
/*
 * test_journey.c -- that a journey can fail: each of the controls must, at its line.
 */
#include <string.h>

#include "t/t.h"

static const struct { const char *name, *why; } controls[] = {
	{ "sees-what-is-not-there.journey", "no \"Purple elephants\"" },
	{ "not-what-is-there.journey",      "there is \"Teams\"" },
	{ "status-is-another.journey",      "status 403, not 200" },
	{ "goes-elsewhere.journey",         "not to \"/elsewhere\"" },
	{ "speaks-gibberish.journey",       "not understood" },
	{ "does-nothing.journey",           "no steps" },
};

TEST_PLAIN(a_journey_can_fail)
{
	for (size_t i = 0; i < COUNT(controls); i++) {
		const struct test *control = control_find(controls[i].name);
		struct outcome out;

		NEED(control);
		test_run(control, 0, true, &out);
		IS(out.failures, 1);
		HAS(out.first, controls[i].why);
	}
}
