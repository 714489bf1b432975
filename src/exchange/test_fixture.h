/* SPDX-License-Identifier: MIT */
/*
 * test_fixture.h -- for this room's tests: files of t/fixtures/, texts as bytes.
 */
#ifndef ALM_TEST_FIXTURE_H
#define ALM_TEST_FIXTURE_H

#include <stdio.h>
#include <string.h>

#include "t/t.h"

/* The whole of t/fixtures/NAME; tests run at the top of the tree. */
static inline const char *fixture(struct t *t, const char *name, size_t *n)
{
	char *path = arena_fmt(t->arena, "t/fixtures/%s", name), *bytes = NULL;
	FILE *f;
	long size = 0;

	/* Twice opened, so that a fault of the arena leaves nothing open. */
	f = fopen(path, "rb");
	if (f && fseek(f, 0, SEEK_END) == 0)
		size = ftell(f);
	if (f)
		fclose(f);
	NEED(size > 0);
	bytes = arena_get(t->arena, (size_t)size);
	f = fopen(path, "rb");
	*n = f ? fread(bytes, 1, (size_t)size, f) : 0;
	if (f)
		fclose(f);
	NEED(*n == (size_t)size);
	return bytes;
}

#endif
