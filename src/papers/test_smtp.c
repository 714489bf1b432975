/* SPDX-License-Identifier: MIT */
/*
 * test_smtp.c -- the outbox and a mail server: sent, put off, given up, never lost.
 *
 * None is tortured: what is asked is what goes over the wire; that a failing
 * call loses no letter is nothing_is_lost() in test_mail.c.
 */
#include "papers/test_sink.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "papers/inside.h"
#include "papers/mail.h"
#include "papers/mail.sql.h"
#include "site/setting.h"

/* ---- letters, and where they go --------------------------------------------- */

struct order { struct db *db; struct arena *arena; const char *url, *to, *subject, *body; };

static bool write_down(void *arg)
{
	struct order *o = arg;

	OK(!setting_save(o->db, o->arena, "mail.from", "care@westmarch.example.org"));
	if (o->url)
		OK(!setting_save(o->db, o->arena, "mail.smtp", o->url));
	if (o->body)
		mail_send(o->db, o->to, o->subject, o->body, T_NOW);
	return true;
}

static void put_body(struct t *t, const char *subject, const char *body)
{
	db_write(t->db, write_down, &(struct order){ t->db, t->arena, NULL, "ann@example.org",
	         subject, body });
}

static void use(struct t *t, struct db *db, struct sink *s, const char *who)
{
	db_write(db, write_down, &(struct order){ .db = db, .arena = t->arena,
	         .url = arena_fmt(t->arena, "smtp://%s127.0.0.1:%d", who, s->port) });
}

static Moment later(int64_t mins)
{
	return moment_plus(T_NOW, minutes(mins));
}

/* A turn of the clerk: with its arena goes its connection, and the sink has one ear. */
static size_t flush(struct t *t, int64_t mins)
{
	struct arena *a = arena_new("clerk", (size_t)16 << 20);
	size_t sent = mail_flush(t->db, a, "/nowhere", later(mins), 10);

	arena_end(&a);
	return sent;
}

/* The letter written last. */
static struct mail_list_row row_of(struct t *t, struct db *db)
{
	struct mail_list_row *rows = NULL;

	NEED(ALL(db, t->arena, mail_list, &rows, .limit = V((int64_t)9), .skip = V((int64_t)0),
	         .order = MAIL_LIST_BY_NEWEST) >= 1);
	return rows[0];
}

/* How often one text stands in another. */
static int times(const char *text, const char *part)
{
	int n = 0;

	for (; (text = strstr(text, part)); text++)
		n++;
	return n;
}

/* What a receiver makes of the wire: dots at a line's beginning taken off, the last one gone. */
static char *unstuffed(struct arena *a, const char *wire)
{
	struct buf b = buf_new(a);

	for (const char *line = wire, *end; *line; line = end) {
		end = strstr(line, "\r\n") + 2;
		if (strncmp(line, ".\r\n", 3) == 0)
			break;
		line += *line == '.';
		buf_add(&b, line, (size_t)(end - line));
	}
	return buf_text(&b);
}

/* ---- what goes over the wire -------------------------------------------------- */

/* Two letters, one connection, an envelope each; dots come out as they went in. */
TEST_PLAIN(letters_arrive_as_they_were_written)
{
	static const char body[] = ".\n..two\n.one\nFrom me\n\nhttps://x.example.org/a?b=1\n.";
	struct sink s = sink_open(t, (struct sink_manner){ 0 });
	const char *wire;

	use(t, t->db, &s, "");
	put_body(t, "Dots", body);
	put_body(t, "Caf\xc3\xa9 \xe2\x82\xac", "\xc2\xa3" "20\n.\n");
	IS(flush(t, 0), 2);
	wire = sink_letter(&s, 1);
	NEED(wire);
	HAS(wire, "\r\n\r\n..\r\n...two\r\n..one\r\n");
	HAS(unstuffed(t->arena, wire), "\r\n\r\n.\r\n..two\r\n.one\r\nFrom me\r\n\r\n"
	    "https://x.example.org/a?b=1\r\n.\r\n");
	LACKS(unstuffed(t->arena, wire), "..one");      /* the control: they were stuffed */
	wire = sink_letter(&s, 2);
	NEED(wire);
	HAS(wire, "Subject: =?UTF-8?B?Q2Fmw6kg4oKs?=\r\n");
	HAS(wire, "\r\n\r\n=C2=A320\r\n..\r\n.\r\n");
	IS(times(sink_log(&s), "(connection)"), 1);
	IS(times(sink_log(&s), "MAIL FROM:<care@westmarch.example.org>"), 2);
	IS(times(sink_log(&s), "RCPT TO:<ann@example.org>"), 2);
	IS(flush(t, 600), 0);
}

TEST_PLAIN(no_line_on_the_wire_is_too_long)
{
	struct sink s = sink_open(t, (struct sink_manner){ 0 });
	struct buf b = buf_new(t->arena);
	const char *wire;
	size_t line = 0, longest = 0;

	for (int i = 0; i < 5000; i++)
		buf_char(&b, "a."[i % 77 == 0]);
	use(t, t->db, &s, "");
	put_body(t, "Long", buf_text(&b));
	IS(flush(t, 0), 1);
	wire = sink_letter(&s, 1);
	NEED(wire);
	for (const char *c = wire; *c; c++) {
		SURE((unsigned char)*c < 0x80);
		line = *c == '\n' ? 0 : line + 1;
		longest = line > longest ? line : longest;
	}
	OK(longest > 60 && longest <= 78);
}

TEST_PLAIN(a_password_is_given_where_one_is_asked)
{
	struct sink s = sink_open(t, (struct sink_manner){ .auth = true });

	use(t, t->db, &s, "care:secret@");
	put_body(t, "S", "B\n");
	IS(flush(t, 0), 1);
	HAS(sink_log(&s), "AGNhcmUAc2VjcmV0");          /* NUL care NUL secret */
}

/* Without a password in the address a server's TLS is taken where it can; here it cannot. */
TEST_PLAIN(tls_that_fails_is_done_without_where_nothing_is_secret)
{
	struct sink s = sink_open(t, (struct sink_manner){ .starttls = true });

	use(t, t->db, &s, "");
	put_body(t, "S", "B\n");
	IS(flush(t, 0), 1);
	HAS(sink_log(&s), "STARTTLS");
}

TEST(a_password_is_not_said_in_the_open)
{
	OK(!url_needs_tls("smtp://mail.example.org"));
	OK(!url_needs_tls("smtp://care:secret@127.0.0.1:25"));
	OK(!url_needs_tls("smtp://care:secret@localhost"));
	OK(!url_needs_tls("smtp://care:secret@[::1]:25"));
	OK(url_needs_tls("smtp://care:secret@mail.example.org"));
	OK(url_needs_tls("smtp://care:secret@localhost.example.org"));
	OK(url_needs_tls("smtp://127.0.0.1:secret@mail.example.org:587/"));
	OK(!url_needs_tls("smtp://mail.example.org/a@b"));
}

/* ---- no, and not now ------------------------------------------------------------ */

/* A letter whose first try meets this no, which is said once; how it stands then. */
static struct mail_list_row met(struct t *t, struct sink *s, enum sink_place at, int says)
{
	*s = sink_open(t, (struct sink_manner){ at, says, 1, false, false });
	use(t, t->db, s, "");
	put_body(t, "S", "B\n");
	IS(flush(t, 0), 0);
	return row_of(t, t->db);
}

TEST_PLAIN(not_now_is_tried_again)
{
	static const struct { enum sink_place at; int says; } cases[] = {
		{ SINK_AT_MAIL, 421 }, { SINK_AT_RCPT, 451 }, { SINK_AT_DATA, 452 },
		{ SINK_AT_END, 451 }, { SINK_AT_END, SINK_HANGS_UP },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sink s;
		struct mail_list_row m = met(t, &s, cases[i].at, cases[i].says);

		IS(m.state, MAIL_FAILING);
		HAS(m.failure, cases[i].says > 0 ? arena_fmt(t->arena, "code %d", cases[i].says)
		                                 : "The mail server: ");
		IS(m.next_try_ms.ms, later(2).ms);
		IS(flush(t, 1), 0);                     /* not before its time */
		IS(flush(t, 2), 1);
		IS(row_of(t, t->db).state, MAIL_SENT);
		IS(flush(t, 60 * 24 * 10), 0);          /* and not again */
	}
}

/* A no for good is said at once, and the letter stands there until somebody asks for it. */
TEST_PLAIN(never_is_given_up)
{
	static const struct { enum sink_place at; int says; } cases[] = {
		{ SINK_AT_MAIL, 553 }, { SINK_AT_RCPT, 550 }, { SINK_AT_DATA, 554 },
		{ SINK_AT_END, 552 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sink s;
		struct mail_list_row m = met(t, &s, cases[i].at, cases[i].says);

		IS(m.state, MAIL_GIVEN_UP);
		HAS(m.failure, arena_fmt(t->arena, "code %d", cases[i].says));
		IS(flush(t, 60 * 24 * 300), 0);
		IS(times(sink_log(&s), "MAIL FROM"), 1);
		IS(DO(t->db, mail_again, .id = V(m.id), .next_try_ms = V(later(3))), 1);
		IS(flush(t, 3), 1);
		IS(row_of(t, t->db).state, MAIL_SENT);
	}
}

/* A wrong password is the council's mistake, not the letter's: it waits to be put right. */
TEST_PLAIN(a_refused_password_gives_up_no_letter)
{
	struct sink s = sink_open(t, (struct sink_manner){ SINK_AT_AUTH, 535, 1, true, false });

	use(t, t->db, &s, "care:wrong@");
	put_body(t, "S", "B\n");
	IS(flush(t, 0), 0);
	IS(row_of(t, t->db).state, MAIL_FAILING);
	HAS(row_of(t, t->db).failure, "code 535");
	LACKS(row_of(t, t->db).failure, "wrong");
	IS(flush(t, 2), 1);
}

/* ---- killed in the middle ---------------------------------------------------------- */

/* A clerk of its own process that is killed while the server thinks about the whole letter. */
static void clerk_killed(const char *dir, struct sink *s)
{
	const pid_t child = fork();
	struct arena *a;

	if (child == 0) {
		a = arena_new("clerk", (size_t)16 << 20);
		mail_flush(db_open(dir, DB_READ_WRITE), a, dir, T_NOW, 10);
		_exit(0);
	}
	OK(sink_heard(s, "(letter)"));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

/*
 * What SMTP can promise: the server may have taken the letter, so it goes
 * again, once, with the same Message-ID, and by no other road.
 */
TEST_PLAIN(killed_between_the_letter_and_the_answer)
{
	struct sink s = sink_open(t, (struct sink_manner){ SINK_AT_END, SINK_SILENT, 1, false,
	                                                   false });
	const char *dir = t_directory(t), *id, *first, *second;
	struct db *db;

	db_create(dir);
	db = db_open(dir, DB_READ_WRITE);
	use(t, db, &s, "");
	db_write(db, write_down, &(struct order){ db, t->arena, NULL, "ann@example.org", "S",
	         "B\n" });
	clerk_killed(dir, &s);
	IS(row_of(t, db).state, MAIL_WAITING);
	IS(row_of(t, db).tries, 1);
	IS(mail_flush(db, t->arena, dir, later(1), 10), 0);     /* the next clerk does not rush */
	IS(mail_flush(db, t->arena, dir, later(2), 10), 1);
	IS(mail_flush(db, t->arena, dir, later(60 * 24), 10), 0);
	db_close(&db);
	first = sink_letter(&s, 1);
	second = sink_letter(&s, 2);
	NEED(first && second);
	SAME(first, second);
	id = strstr(first, "Message-ID: <almoner.");
	OK(id);
	OK(!sink_letter(&s, 3));
}
