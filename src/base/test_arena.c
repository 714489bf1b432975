/* SPDX-License-Identifier: MIT */
/*
 * test_arena.c -- memory is zeroed, aligned, capped and given back; what was
 * deferred runs newest first, once, whatever happens.
 */
#include "base/base.h"
#include "base/fault.h"
#include "t/t.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static bool all_zero(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

static void dirty(struct arena *a, size_t n)
{
	memset(arena_get(a, n), 0xEE, n);
}

/* What was deferred, in the order in which it ran. */
static char ran[32];

static void run_note(char c)
{
	size_t n = strlen(ran);

	SURE(n + 1 < sizeof ran);
	ran[n] = c;
	ran[n + 1] = '\0';
}

static void run_a(void *arg) { (void)arg; run_note('a'); }
static void run_b(void *arg) { (void)arg; run_note('b'); }
static void run_c(void *arg) { (void)arg; run_note('c'); }

/* An arena that ends with the test's, however the test ends. */
static void own_end(void *arg)
{
	struct arena *a = arg;

	arena_end(&a);
}

static struct arena *own(struct t *t, size_t cap)
{
	struct arena *a = arena_new("own", cap);

	arena_defer(t->arena, own_end, a);
	return a;
}

TEST(pieces_are_zeroed_and_aligned)
{
	struct arena *a = own(t, 1 << 20);

	for (size_t n = 0; n < 60; n++) {
		char *p = arena_get(a, n);

		NEED(p);
		IS((uintptr_t)p % 16, 0);
		OK(all_zero(p, n));
		memset(p, 0xEE, n);
	}
}

TEST(pieces_are_zero_again_after_a_reset)
{
	struct arena *a = own(t, 1 << 20);
	size_t used;

	dirty(a, 500000);
	dirty(a, 100);
	used = arena_used(a);
	OK(used >= 500100);
	arena_reset(a);
	IS(arena_used(a), 0);
	OK(all_zero(arena_get(a, 60000), 60000));
	arena_reset(a);
	dirty(a, 500000);
	dirty(a, 100);
	IS(arena_used(a), used);
}

TEST(a_big_piece_has_its_own_block)
{
	struct arena *a = own(t, 10 << 20);
	char *small = arena_dup(a, "before"), *big = arena_get(a, 3 << 20);

	OK(all_zero(big, 3 << 20));
	SAME(small, "before");
	SAME(arena_dup(a, "after"), "after");
}

TEST(over_the_cap_is_a_fault)
{
	struct arena *a = own(t, 1000);

	FAULTS(FAULT_MEMORY, arena_get(a, 1001));
	FAULTS(FAULT_MEMORY, arena_get(a, SIZE_MAX));
	FAULTS(FAULT_MEMORY, arena_get(a, SIZE_MAX - 20));
	FAULTS(FAULT_MEMORY, NEWN(a, int64_t, SIZE_MAX / 4));
	IS(arena_used(a), 0);         /* a refusal costs nothing */
	OK(arena_get(a, 900));
	FAULTS(FAULT_MEMORY, arena_get(a, 900));
}

TEST(a_mark_gives_back_what_came_since)
{
	struct arena *a = own(t, 10 << 20);
	char *kept = arena_dup(a, "kept");
	struct arena_mark m = arena_mark(a);
	size_t used = arena_used(a);

	for (int row = 0; row < 5; row++) {
		OK(all_zero(arena_get(a, 50000), 50000));
		dirty(a, 300000);
		dirty(a, 50000);
		arena_back(a, m);
		IS(arena_used(a), used);
	}
	SAME(kept, "kept");
	SAME(arena_dup(a, "next"), "next");
}

TEST(marks_nest)
{
	struct arena *a = own(t, 1 << 20);
	struct arena_mark outer = arena_mark(a), inner;
	char *one = arena_dup(a, "one");

	inner = arena_mark(a);
	dirty(a, 100000);
	arena_back(a, inner);
	SAME(one, "one");
	arena_back(a, outer);
	IS(arena_used(a), 0);
}

/* A death is looked for in a child: there is nothing to torture. */
TEST_PLAIN(a_mark_of_the_future_is_a_bug)
{
	struct arena *a = own(t, 1 << 20);
	struct arena_mark m;

	dirty(a, 100);
	m = arena_mark(a);
	arena_reset(a);
	DIES(arena_back(a, m));
}

TEST(defers_run_newest_first_and_once)
{
	struct arena *a = own(t, 1 << 20);

	ran[0] = '\0';
	arena_defer(a, run_a, NULL);
	dirty(a, 70000);
	arena_defer(a, run_b, NULL);
	arena_defer(a, run_c, NULL);
	SAME(ran, "");
	arena_reset(a);
	SAME(ran, "cba");
	arena_reset(a);
	SAME(ran, "cba");
}

TEST(going_back_runs_what_was_deferred_since)
{
	struct arena *a = own(t, 1 << 20);
	struct arena_mark m;

	ran[0] = '\0';
	arena_defer(a, run_a, NULL);
	m = arena_mark(a);
	arena_defer(a, run_b, NULL);
	arena_defer(a, run_c, NULL);
	arena_back(a, m);
	SAME(ran, "cb");
	arena_back(a, m);
	SAME(ran, "cb");
	arena_reset(a);
	SAME(ran, "cba");
}

TEST(ending_runs_defers_and_forgets_the_arena)
{
	struct arena *a = arena_new("own", 1 << 20);
	struct boundary b;

	ran[0] = '\0';
	BOUNDARY_AROUND(b, arena_defer(a, run_a, NULL));
	arena_end(&a);
	OK(!a);
	SAME(ran, "a");
	arena_end(&a);                /* as harmless as free(NULL) */
	if (b.broke.kind)
		fault(b.broke.kind, "%s", b.broke.why);
}

/* Without room to remember it, what was opened is closed before the fault. */
TEST(a_defer_without_room_runs_at_once)
{
	struct arena *a = own(t, 64);

	ran[0] = '\0';
	dirty(a, 40);
	FAULTS(FAULT_MEMORY, arena_defer(a, run_a, NULL));
	SAME(ran, "a");
	arena_reset(a);
	SAME(ran, "a");
}

TEST(copies)
{
	OK(!arena_dup(t->arena, NULL));
	OK(!arena_dupn(t->arena, NULL, 5));
	SAME(arena_dup(t->arena, ""), "");
	SAME(arena_dupn(t->arena, "brook homecare", 5), "brook");
	SAME(arena_dupn(t->arena, "brook", 0), "");
	SAME(arena_fmt(t->arena, "%s-%04d", "a", 42), "a-0042");
	IS(strlen(arena_fmt(t->arena, "%1000d", 1)), 1000);
	SAME(arena_fmt(t->arena, "%s", ""), "");
}

TEST(growing_in_place_and_by_moving)
{
	struct arena *a = own(t, 1 << 20);
	char *p = arena_grow(a, NULL, 0, 10), *q, *other;

	memcpy(p, "0123456789", 10);
	q = arena_grow(a, p, 10, 1000);
	OK(q == p);                   /* it came last */
	other = arena_get(a, 8);
	memcpy(other, "1234567", 8);
	q = arena_grow(a, p, 1000, 2000);
	OK(q != p);
	OK(memcmp(q, "0123456789", 10) == 0);
	memset(q, 0xEE, 2000);
	SAME(other, "1234567");
	FAULTS(FAULT_MEMORY, arena_grow(a, q, 2000, 2 << 20));
}

/* ---- buffers ------------------------------------------------------------- */

TEST(a_buffer_is_what_was_added)
{
	struct buf b = buf_new(t->arena);

	SAME(buf_text(&b), "");
	buf_str(&b, NULL);
	buf_str(&b, "one");
	buf_char(&b, ' ');
	buf_add(&b, "two three", 3);
	buf_fmt(&b, " %d", 3);
	SAME(buf_text(&b), "one two 3");
	buf_str(&b, "!");             /* the text may be read and gone on with */
	SAME(buf_text(&b), "one two 3!");
	IS(b.n, 10);
}

TEST(a_buffer_writes_every_integer)
{
	struct buf b = buf_new(t->arena);

	buf_int(&b, 0);
	buf_char(&b, ' ');
	buf_int(&b, -7);
	buf_char(&b, ' ');
	buf_int(&b, INT64_MAX);
	buf_char(&b, ' ');
	buf_int(&b, INT64_MIN);
	SAME(buf_text(&b), "0 -7 9223372036854775807 -9223372036854775808");
}

TEST(two_buffers_grow_side_by_side)
{
	struct buf a = buf_new(t->arena), b = buf_new(t->arena);

	for (int i = 0; i < 3000; i++) {
		buf_char(&a, (char)('a' + i % 26));
		buf_fmt(&b, "%d,", i % 10);
	}
	IS(strlen(buf_text(&a)), 3000);
	IS(strlen(buf_text(&b)), 6000);
	for (int i = 0; i < 3000; i++)
		if (a.s[i] != 'a' + i % 26 || b.s[2 * i] != '0' + i % 10)
			OK(!"a byte went astray");
}

TEST(long_formats_are_whole)
{
	struct buf b = buf_new(t->arena);

	for (int width = 55; width < 75; width++) /* about the first size */
		buf_fmt(&b, "%*d", width, 1);
	IS(b.n, (55 + 74) * 20 / 2);
	IS(strlen(buf_text(&b)), b.n);
}

/* What is written here itself is what the library would have written. */
#define AS_LIBRARY(...) do { \
	struct buf b_ = buf_new(t->arena); \
	char as_[128]; \
	SURE(snprintf(as_, sizeof as_, __VA_ARGS__) < (int)sizeof as_); \
	buf_fmt(&b_, __VA_ARGS__); \
	SAME(buf_text(&b_), as_); \
} while (0)

TEST(formats_are_as_the_library_writes_them)
{
	AS_LIBRARY("no more than text");
	AS_LIBRARY("%s, %s and %s%%", "one", "", "three");
	AS_LIBRARY("%c%c", 'a', 'z');
	AS_LIBRARY("%d %d %d", 0, INT_MIN, INT_MAX);
	AS_LIBRARY("%u %u", 0u, UINT_MAX);
	AS_LIBRARY("%lld %lld", (long long)INT64_MIN, (long long)INT64_MAX);
	AS_LIBRARY("%llu %zu", (unsigned long long)UINT64_MAX, (size_t)12);
	AS_LIBRARY("%02d:%02d %04d %03lld", 7, 59, -12, 5LL);
	/* Those that go to it, alone and after others. */
	AS_LIBRARY("%s %-5d| %5d %x %.3s %*d %.1f", "before", 3, 4, 255, "abcdef", 4, 7, 2.5);
	AS_LIBRARY("%ld %hhd %#x", 3L, (signed char)-1, 16);
}

/* ---- text and numbers ------------------------------------------------------ */

TEST(small_questions)
{
	const char *none = NULL;

	OK(text_same(NULL, ""));
	OK(text_same("a", "a"));
	OK(!text_same("a", NULL));
	OK(text_begins("brook", "bro"));
	OK(!text_begins("bro", "brook"));
	OK(!text_begins(NULL, "x"));
	OK(text_ends("a.csv", ".csv"));
	OK(!text_ends("csv", ".csv"));
	OK(!text_ends(NULL, ""));
	OK(BLANK(""));
	OK(BLANK(none));
	OK(!BLANK(" "));
}

TEST(outer_blanks_go)
{
	SAME(text_trim(t->arena, NULL), "");
	SAME(text_trim(t->arena, " \t\r\n "), "");
	SAME(text_trim(t->arena, " a  b "), "a  b");
	SAME(text_trim(t->arena, "\302\240\342\200\213Ada\343\200\200"), "Ada");
	SAME(text_trim(t->arena, "\357\273\277é"), "é");
	SAME(text_lower(t->arena, "ABC é Z"), "abc é z");
	SAME(text_lower(t->arena, NULL), "");
}

/* Pure: no call can fail. */
TEST_PLAIN(whole_numbers)
{
	static const struct { const char *s; bool good; int64_t n; } cases[] = {
		{ "0", true, 0 }, { " 42\n", true, 42 }, { "-7", true, -7 }, { "+7", true, 7 },
		{ "007", true, 7 }, { "9223372036854775807", true, INT64_MAX },
		{ "-9223372036854775807", true, -INT64_MAX },
		{ "-9223372036854775808", false, 0 },     /* that is INT_NONE */
		{ "9223372036854775808", false, 0 }, { "99999999999999999999", false, 0 },
		{ "", false, 0 }, { " ", false, 0 }, { "-", false, 0 }, { "- 7", false, 0 },
		{ "7a", false, 0 }, { "7.0", false, 0 }, { "1 2", false, 0 }, { "0x10", false, 0 },
		{ "1,000", false, 0 }, { NULL, false, 0 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t n = 99;

		IS(int_parse(cases[i].s, &n), cases[i].good);
		IS(n, cases[i].good ? cases[i].n : 99);
	}
}
