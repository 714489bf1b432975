/* SPDX-License-Identifier: MIT */
/*
 * test_mail.c -- a letter goes out once, as mail programs read it, or says why not.
 */
#include "t/t.h"

#include "papers/inside.h"
#include "papers/mail.h"
#include "papers/mail.sql.h"
#include "site/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct letter plain = {
	.id = 17, .from = "brokerage@westmarch.example.org", .to = "ann@example.org",
	.subject = "A request is open", .body = "It is here:\n\nhttps://x.example.org/portal?a=1\n",
	.made = { INT64_C(1781512200000) },
};

/* ---- the letter ------------------------------------------------------------------ */

TEST(plain_text_stays_as_it_is)
{
	SAME(letter_text(t->arena, &plain),
	     "Date: Mon, 15 Jun 2026 08:30:00 +0000\r\n"
	     "From: <brokerage@westmarch.example.org>\r\nTo: <ann@example.org>\r\n"
	     "Subject: A request is open\r\n"
	     "Message-ID: <almoner.17.1781512200000@westmarch.example.org>\r\n"
	     "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
	     "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
	     "It is here:\r\n\r\nhttps://x.example.org/portal?a=1\r\n");
}

TEST(other_letters_are_encoded)
{
	struct letter l = plain;
	const char *s;

	l.subject = "Caf\xc3\xa9";
	l.body = "\xc2\xa3" "20 an hour \nend";
	s = letter_text(t->arena, &l);
	HAS(s, "Subject: =?UTF-8?B?Q2Fmw6k=?=\r\n");
	HAS(s, "Content-Transfer-Encoding: quoted-printable\r\n");
	HAS(s, "\r\n\r\n=C2=A320 an hour=20\r\nend\r\n");
}

/* No line of what is sent is longer than mail may have, and characters stay whole. */
TEST(long_lines_are_folded)
{
	struct buf b = buf_new(t->arena);
	struct letter l = plain;
	size_t line = 0, longest = 0;

	for (int i = 0; i < 400; i++)
		buf_str(&b, "\xe2\x82\xac");
	l.subject = l.body = buf_text(&b);
	for (const char *s = letter_text(t->arena, &l); *s; s++) {
		line = *s == '\n' ? 0 : line + 1;
		longest = line > longest ? line : longest;
	}
	OK(longest <= 78);
	HAS(letter_text(t->arena, &l),
	    "=?UTF-8?B?4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs?=");
}

TEST(addresses)
{
	OK(address_sound("ann.other+care@example.org"));
	OK(!address_sound(NULL));
	OK(!address_sound("ann"));
	OK(!address_sound("@example.org"));
	OK(!address_sound("ann@"));
	OK(!address_sound("ann@b@c"));
	OK(!address_sound("ann@example.org> NOTIFY"));
	OK(!address_sound("an\tn@example.org"));
	OK(!address_sound("jos\xc3\xa9@example.org"));
}

/* ---- the outbox -------------------------------------------------------------------- */

struct sending { struct db *db; const char *to; bool commit; };

static bool send_work(void *arg)
{
	struct sending *s = arg;

	mail_send(s->db, s->to, "Subject", "Body\n", T_NOW);
	return s->commit;
}

static struct mail_list_row one_letter(struct t *t)
{
	struct mail_list_row *rows = NULL;

	NEED(ALL(t->db, t->arena, mail_list, &rows, .limit = V((int64_t)9), .skip = V((int64_t)0),
	         .order = MAIL_LIST_BY_NEWEST) == 1);
	return rows[0];
}

static Moment later(int64_t mins)
{
	return moment_plus(T_NOW, minutes(mins));
}

TEST_PLAIN(written_into_the_folder_once)
{
	const char *dir = t_directory(t);
	struct stat st;
	int64_t id;

	db_write(t->db, send_work,
	         &(struct sending){ t->db, "", true });       /* nobody: nothing */
	db_write(t->db, send_work, &(struct sending){ t->db, "a@b.c", false }); /* undone */
	IS(mail_flush(t->db, t->arena, dir, T_NOW, 10), 0);
	db_write(t->db, send_work, &(struct sending){ t->db, "a@b.c", true });
	IS(mail_flush(t->db, t->arena, dir, T_NOW, 10), 1);
	IS(mail_flush(t->db, t->arena, dir, later(600), 10), 0);
	id = one_letter(t).id.v;
	IS(one_letter(t).state, MAIL_SENT);
	IS(stat(arena_fmt(t->arena, "%s/mail/%08lld.eml", dir, (long long)id), &st), 0);
	IS(st.st_mode & 0777, 0600);
	DIES(db_write(t->db, send_work, &(struct sending){ t->db, "a@b.c\r\nBcc: x@y.z", true }));
}

TEST_PLAIN(failures_are_kept_and_tried_later)
{
	struct mail_list_row m;

	db_write(t->db, send_work, &(struct sending){ t->db, "a@b.c", true });
	IS(mail_flush(t->db, t->arena, "/nowhere/at/all", T_NOW, 10), 0);
	m = one_letter(t);
	IS(m.state, MAIL_FAILING);
	IS(m.tries, 1);
	HAS(m.failure, "folder");
	IS(m.next_try_ms.ms, later(2).ms);
	IS(mail_flush(t->db, t->arena, "/nowhere/at/all", later(1), 10), 0);
	IS(one_letter(t).tries, 1);
	IS(mail_flush(t->db, t->arena, "/nowhere/at/all", later(2), 10), 0);
	IS(one_letter(t).next_try_ms.ms, later(2 + 4).ms);
	/* Five days on it is given up, until somebody asks for it. */
	mail_flush(t->db, t->arena, "/nowhere/at/all", later(6 * 24 * 60), 10);
	IS(one_letter(t).tries, 3);
	mail_flush(t->db, t->arena, "/nowhere/at/all", later(60 * 24 * 60), 10);
	IS(one_letter(t).tries, 3);
	IS(DO(t->db, mail_again, .id = V(m.id), .next_try_ms = V(later(1))), 1);
	IS(mail_flush(t->db, t->arena, t_directory(t), later(60 * 24 * 60), 10), 1);
	IS(one_letter(t).state, MAIL_SENT);
}

TEST_PLAIN(an_address_that_is_none_is_said)
{
	db_write(t->db, send_work, &(struct sending){ t->db, "nobody", true });
	IS(mail_flush(t->db, t->arena, "/nowhere", T_NOW, 10), 0);
	HAS(one_letter(t).failure, "not an address");
}

struct put { struct db *db; struct arena *arena; const char *name, *value; };

static bool put_setting(void *arg)
{
	struct put *p = arg;

	return !setting_save(p->db, p->arena, p->name, p->value);
}

/* A server that is not there is a failure like any other. */
TEST_PLAIN(a_server_that_is_away)
{
	OK(db_write(t->db, put_setting, &(struct put){ t->db, t->arena, "mail.smtp",
		"smtp://127.0.0.1:9" }));
	db_write(t->db, send_work, &(struct sending){ t->db, "a@b.c", true });
	IS(mail_flush(t->db, t->arena, "/nowhere", T_NOW, 10), 0);
	HAS(one_letter(t).failure, "mail server");
}

/* Wherever a call fails, the letter is not lost: it waits, is failing, or went. */
TEST(nothing_is_lost)
{
	const char *dir = t_directory(t);

	ABSORBS();
	db_write(t->db, send_work, &(struct sending){ t->db, "a@b.c", true });
	mail_flush(t->db, t->arena, dir, T_NOW, 10);
	IS(one_letter(t).state, MAIL_SENT);
}
