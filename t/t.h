/* SPDX-License-Identifier: MIT */
/*
 * t.h -- writing a test.
 *
 *	TEST(a_placement_is_made_once)
 *	{
 *		struct package k;
 *
 *		NEED(package_load(t->db, t->arena, ADA, &k));
 *		IS(package_place_with(t->db, t->arena, &k, BROOK, money(41250)), PLACED_OK);
 *		SAME(k.provider_name, "Brook Homecare");
 *	}
 *
 * A test runs once straight.  If it passed it is tortured: run again, on a
 * fresh fixture each time, with the first of its fallible calls failing,
 * then the second, and so on (see t/torture.c).  What a check says after the
 * injected failure does not count; what must hold then is that a fault was
 * raised, that no file was left open, and what t_after_fault() looks at.
 *
 * The clock stands at T_NOW until a test sets it: clock_set(MOMENT_NONE)
 * lets it go.  State of the program that a test changes, it puts back.
 */
#ifndef ALM_T_H
#define ALM_T_H

#include "base/base.h"
#include "base/boundary.h"
#include "base/date.h"

#include <setjmp.h>

/* A check's own setjmp() makes the compiler fear for variables of the test. */
#pragma GCC diagnostic ignored "-Wclobbered"

struct db;

/* Monday 15 June 2026, 9:30 in London. */
#define T_NOW ((Moment){ INT64_C(1781512200000) })

struct t {
	const struct test *test; /* this one                                  */
	struct arena *arena;    /* ended after the run                        */
	struct db    *db;       /* from t_fixture_open(); NULL without one    */
	const char   *address;  /* of that database; NULL: it is in memory    */
	void         *fixture;  /* for whoever wrote the fixture              */
	bool          absorbs;  /* see ABSORBS                                */
};

/* ---- declaring ------------------------------------------------------- */

enum test_kind {
	TEST_TORTURED,
	TEST_STRAIGHT,          /* run once                                   */
	TEST_CONTROL,           /* run only by t/test_t.c: most should fail   */
};

struct test {
	const char *file, *name;
	void (*run)(struct t *);
	enum test_kind kind;
	struct test *next;
};

void test_register(struct test *);

#define TEST(name)       TEST_OF_KIND_(name, TEST_TORTURED)
/* Not tortured: say why in a comment above. */
#define TEST_PLAIN(name) TEST_OF_KIND_(name, TEST_STRAIGHT)
#define CONTROL(name)    TEST_OF_KIND_(name, TEST_CONTROL)

#define TEST_OF_KIND_(name_, kind_)                                        \
	static void test_##name_(struct t *t);                             \
	static struct test entry_##name_ = {                               \
		.file = __FILE__, .name = #name_, .run = test_##name_, .kind = kind_, \
	};                                                                 \
	__attribute__((constructor)) static void register_##name_(void)    \
	{                                                                  \
		test_register(&entry_##name_);                             \
	}                                                                  \
	static void test_##name_(__attribute__((unused)) struct t *t)

/* ---- checks: each counts its failure and goes on, but for NEED -------- */

/* That it is so. */
#define OK(claim)      t_ok((claim), __FILE__, __LINE__, #claim)
/* That it is so, and without it the rest of the test has no sense. */
#define NEED(claim)    t_need((claim), __FILE__, __LINE__, #claim)
/* Two whole numbers or codes: what is, what should be. */
#define IS(got, want)  t_is((long long)(got), (long long)(want), __FILE__, __LINE__, #got)
/* Two texts; NULL is like nothing but NULL. */
#define SAME(got, want) t_same((got), (want), __FILE__, __LINE__, #got)
/* A text with, or without, that part. */
#define HAS(text, part)   t_has((text), (part), true, __FILE__, __LINE__, #text)
#define LACKS(text, part) t_has((text), (part), false, __FILE__, __LINE__, #text)
/* That the expression raises a fault of that kind. */
#define FAULTS(kind_, expr)                                                \
	do {                                                               \
		struct boundary t_around_;                                 \
		BOUNDARY_AROUND(t_around_, (void)(expr));                  \
		t_is(t_around_.broke.kind, (kind_), __FILE__, __LINE__, "the fault of " #expr); \
	} while (0)
/* That the expression dies of SURE(): it is run in a child. */
#define DIES(expr)                                                         \
	do {                                                               \
		int t_child_ = t_child_begin();                            \
		if (t_child_ == 0) {                                       \
			struct boundary t_around_;                         \
			BOUNDARY_AROUND(t_around_, (void)(expr));          \
			t_child_survived();                                \
		}                                                          \
		t_child_end(t_child_, __FILE__, __LINE__, #expr);          \
	} while (0)
/* This test lives with a failing call (tries again, goes without): no fault need come of it. */
#define ABSORBS()      (t->absorbs = true)

void t_ok(bool, const char *file, int line, const char *claim);
void t_need(bool, const char *file, int line, const char *claim);
void t_is(long long got, long long want, const char *file, int line, const char *what);
void t_same(const char *got, const char *want, const char *file, int line, const char *what);
void t_has(const char *text, const char *part, bool wanted, const char *file, int line,
           const char *what);
int  t_child_begin(void);
void t_child_survived(void) NORETURN;
void t_child_end(int child, const char *file, int line, const char *what);

/* A directory of the run's own; it and all in it go with the arena, also when the test fails. */
const char *t_directory(struct t *);

/* ---- for the fixtures: defined weakly in t/torture.c, to be replaced -- */

void t_fixture_open(struct t *);   /* before every run, with nothing failing        */
void t_fixture_close(struct t *);  /* after it, before the arena ends               */
void t_after_fault(struct t *);    /* after an injected failure: is all as before?  */

/* ---- for t/ itself -------------------------------------------------------- */

struct outcome {
	long failures;             /* of checks                               */
	long calls;                /* fallible ones, in the straight run      */
	long tortures;             /* runs with a call failing                */
	char first[600];           /* the first failure, as it was printed    */
};

/* Where checks report; NULL outside a run. */
struct run {
	struct outcome *outcome;
	bool torturing;            /* a call fails, or has failed, on purpose */
	long at;                   /* which                                   */
	bool quiet;                /* a control: its failures are wanted      */
};
extern struct run t_now;
extern long t_only;                /* T_AT: the one call to fail; -1: as chosen */

void test_run(const struct test *, long most_tortures, bool quiet, struct outcome *);
const struct test *control_find(const char *name);
void t_fail(const char *file, int line, const char *fmt, ...) PRINTF(3, 4);

#endif
