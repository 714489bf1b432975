/* SPDX-License-Identifier: MIT */
/*
 * test_parse_child.c -- parsers that were taken over: each is stopped, said in
 * a sentence, and the one who asked lives on.  The controls do the same
 * without the filter and succeed: so it is the filter that stops them.
 */
#include "t/t.h"

#include "exchange/parse_child.h"
#include "exchange/regulator.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct parse_limits small = { (size_t)64 << 20, 1, 3000, false };
static const struct parse_limits unfiltered = { (size_t)64 << 20, 1, 3000, true };

static void put_number(struct parse_out *out, int64_t n)
{
	parse_put(out, &n, sizeof n);
}

/* What came: how many records, how it ended, what was said. */
struct came { int64_t n, sum; enum parse_step end; const char *sentence; };

static struct came run(struct t *t, parser *parse, const void *arg, const struct parse_limits *l)
{
	struct came c = { .n = 0 };
	struct parse_child *child = parse_child_open(t->arena, parse, arg, l);
	const char *record;
	int64_t word;
	size_t n;

	while ((c.end = parse_child_next(child, &record, &n)) == PARSE_RECORD) {
		memcpy(&word, record, n < sizeof word ? n : sizeof word);
		c.sum += n >= sizeof word ? word : 0;
		c.n++;
	}
	c.sentence = parse_child_sentence(child);
	/* However it ended: no child is left, and asking again says the same. */
	IS(waitpid(-1, NULL, WNOHANG), -1);
	IS(parse_child_next(child, &record, &n), c.end);
	return c;
}

static void stopped(struct t *t, parser *parse, const struct parse_limits *l, const char *why)
{
	struct came c = run(t, parse, NULL, l);

	IS(c.end, PARSE_FAILED);
	HAS(c.sentence, "The file could not be read: ");
	HAS(c.sentence, why);
	HAS(c.sentence, "Nothing is changed.");
}

/* ---- honest ones ------------------------------------------------------------- */

static void say_numbers(struct parse_out *out, const void *arg)
{
	for (int64_t i = 1; i <= *(const int64_t *)arg; i++)
		put_number(out, i);
}

TEST(records_come_in_order_and_end)
{
	const int64_t none = 0, many = 100000;
	struct came c = run(t, say_numbers, &none, &small);

	IS(c.end, PARSE_END);
	IS(c.n, 0);
	c = run(t, say_numbers, &many, &small);
	IS(c.end, PARSE_END);
	IS(c.n, many);
	IS(c.sum, many * (many + 1) / 2);
	SAME(c.sentence, "");
}

static void say_big(struct parse_out *out, const void *arg)
{
	static char big[3000000];

	(void)arg;
	memset(big, 1, sizeof big);
	put_number(out, 1);
	parse_put(out, big, sizeof big);
	put_number(out, 2);
}

TEST(a_record_larger_than_the_pipe)
{
	struct came c = run(t, say_big, NULL, &small);

	IS(c.end, PARSE_END);
	IS(c.n, 3);
}

TEST(left_in_the_middle)
{
	const int64_t many = 1000000;
	struct parse_child *child = parse_child_open(t->arena, say_numbers, &many, &small);
	const char *record;
	size_t n;

	IS(parse_child_next(child, &record, &n), PARSE_RECORD);
	/* The arena's end takes the child with it: the harness counts open files. */
}

/* ---- those that were taken over -------------------------------------------------- */

static void opens_a_file(struct parse_out *out, const void *arg)
{
	(void)arg;
	put_number(out, open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0);
}

static void asks_the_network(struct parse_out *out, const void *arg)
{
	(void)arg;
	put_number(out, socket(AF_INET, SOCK_STREAM, 0) >= 0);
}

static void makes_a_child(struct parse_out *out, const void *arg)
{
	pid_t pid = fork();

	(void)arg;
	if (pid == 0)
		_exit(0);
	put_number(out, pid > 0);
}

static void reads_what_was_open(struct parse_out *out, const void *arg)
{
	char byte;

	(void)arg;
	put_number(out, read(3, &byte, 1) >= 0 || read(4, &byte, 1) >= 0);
}

static void makes_code(struct parse_out *out, const void *arg)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)arg;
	put_number(out, p != MAP_FAILED);
}

static parser *const taken_over[] = {
	opens_a_file, asks_the_network, makes_a_child, reads_what_was_open, makes_code,
};

TEST_PLAIN(the_filter_stops_what_is_not_reading)
{
	for (size_t i = 0; i < COUNT(taken_over); i++)
		stopped(t, taken_over[i], &small, "may not have");
}

/* Without the filter the file opens; but what the parent had open is gone all the same,
 * and there can be no further process. */
TEST_PLAIN(without_the_filter_the_same_succeeds)
{
	IS(run(t, opens_a_file, NULL, &unfiltered).sum, 1);
	IS(run(t, asks_the_network, NULL, &unfiltered).sum, 1);
	IS(run(t, reads_what_was_open, NULL, &unfiltered).sum, 0);
	IS(run(t, makes_code, NULL, &unfiltered).sum, 1);
}

static void crashes(struct parse_out *out, const void *arg)
{
	(void)arg;
	put_number(out, 1);
	raise(SIGSEGV);
}

static void crashes_really(struct parse_out *out, const void *arg)
{
	/* Where nothing lies, and no sanitizer looks first. */
	int64_t *volatile nowhere = (int64_t *)(uintptr_t)4096;

	(void)arg;
	__asm__ volatile("movl $0, (%0)" : : "r"(nowhere) : "memory");
	put_number(out, 1);
}

static void ends_early(struct parse_out *out, const void *arg)
{
	put_number(out, 1);
	(void)arg;
	_exit(0);
}

TEST_PLAIN(a_parser_that_crashes)
{
	stopped(t, crashes, &unfiltered, "stopped in the middle");
	stopped(t, crashes_really, &small, "stopped in the middle");
	stopped(t, ends_early, &small, "stopped in the middle");
}

static void loops(struct parse_out *out, const void *arg)
{
	(void)arg;
	for (volatile int64_t i = 0;; i++)
		if (i < 0)
			put_number(out, i);
}

static void sleeps(struct parse_out *out, const void *arg)
{
	(void)arg;
	poll(NULL, 0, 60000);
	put_number(out, 1);
}

TEST_PLAIN(a_parser_that_never_ends)
{
	const struct parse_limits patience = { (size_t)64 << 20, 60, 200, true };

	stopped(t, loops, &small, "took too long");
	stopped(t, sleeps, &patience, "took too long");
}

static void eats(struct parse_out *out, const void *arg)
{
	struct arena *a = arena_new("greed", (size_t)16 << 20);

	(void)arg;
	for (;;)
		put_number(out, *(char *)arena_get(a, (size_t)1 << 20));
}

static void maps(struct parse_out *out, const void *arg)
{
	(void)arg;
	put_number(out, mmap(NULL, (size_t)256 << 20, PROT_READ | PROT_WRITE,
	                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
}

TEST_PLAIN(a_parser_that_eats_memory)
{
	stopped(t, eats, &small, "too much memory");
	IS(run(t, maps, NULL, &small).sum, 0);
	IS(run(t, maps, NULL, NULL).sum, 1);            /* the control: there was enough */
}

/* ---- records that lie --------------------------------------------------------------- */

TEST(what_is_packed_is_unpacked)
{
	struct buf b = buf_new(t->arena);
	struct unpack u;

	pack_int(&b, INT_NONE);
	pack_text(&b, "Caf\xC3\xA9");
	pack_text(&b, NULL);
	u = (struct unpack){ b.s, b.s + b.n, false };
	IS(unpack_int(&u), INT_NONE);
	SAME(unpack_text(&u), "Caf\xC3\xA9");
	OK(!unpack_done(&u));
	SAME(unpack_text(&u), "");
	OK(unpack_done(&u));
}

static bool text_fits(struct t *t, const char *bytes, size_t n)
{
	char *copy = arena_dupn(t->arena, bytes, n);
	struct unpack u = { copy, copy + n, false };

	unpack_text(&u);
	return unpack_done(&u);
}

TEST(a_text_that_lies)
{
	OK(text_fits(t, "\2\0\0\0ab", 7));
	OK(!text_fits(t, "\2\0\0\0ab", 6));                     /* its end is missing    */
	OK(!text_fits(t, "\1\0\0\0ab", 7));                     /* does not end there    */
	OK(!text_fits(t, "\2\0\0\0a\0", 7));                    /* a NUL within          */
	OK(!text_fits(t, "\2\0\0\0\xC0\x80", 7));               /* an overlong character */
	OK(!text_fits(t, "\xFF\xFF\xFF\xFF" "ab", 7));
	OK(!text_fits(t, "\2\0", 2));
}

static bool wants_all(const struct reg_row *row, const void *arg)
{
	(void)row;
	(void)arg;
	return true;
}

/* A file through the child is the file read at home. */
TEST_PLAIN(the_child_says_what_the_reader_reads)
{
	static const char text[] =
		"CSNumber,CareService,ServiceName,Service_Postcode,SP_number,ServiceProvider,"
		"ServiceStatus,DateReg,Registered_Places\n"
		"CS2003000001,Support Service,Oak,DD8 1AA,SP2003000001,Oak Ltd,Active,1/4/2002,\n"
		"CS2003000002,Support Service,Ash,DD8 1AA,SP2003000001,Oak Ltd,Active,31/2/2002,9\n"
		"nonsense,,,,,,,,\n";
	struct reg_child *c = reg_child_open(t->arena, REG_FILE_CI, text, sizeof text - 1,
	                                     wants_all, NULL);
	struct reg_reader *r = reg_open(t->arena, REG_FILE_CI, text, sizeof text - 1);
	const struct reg_location *there;
	struct reg_location here;
	struct reg_row row, same;

	NEED(reg_child_next(c, t->arena, &row, &there) == REG_STEP_ROW);
	NEED(reg_next(r, &same) == REG_STEP_ROW && reg_read(r, t->arena, &here) == REG_STEP_ROW);
	SAME(row.ref, "CS2003000001");
	OK(row.hash == same.hash);
	IS(row.line, same.line);
	NEED(there);
	SAME(there->name, here.name);
	SAME(there->postcode, here.postcode);
	IS(there->registered.n, here.registered.n);
	IS(there->places, INT_NONE);
	IS(there->status, here.status);
	IS(reg_child_next(c, t->arena, &row, &there), REG_STEP_REFUSED);
	SAME(row.ref, "CS2003000002");
	SAME(reg_child_refusal(c)->column, "DateReg");
	IS(reg_child_next(c, t->arena, &row, &there), REG_STEP_REFUSED);
	SAME(row.ref, "");
	IS(reg_child_refusal(c)->row, 4);
	IS(reg_child_next(c, t->arena, &row, &there), REG_STEP_END);
}
