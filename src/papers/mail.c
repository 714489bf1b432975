/* SPDX-License-Identifier: MIT */
/*
 * mail.c -- the outbox: what waits, what is due, when it is tried again.
 */
#include "papers/mail.h"

#include <string.h>

#include "base/log.h"
#include "papers/inside.h"
#include "papers/mail.sql.h"
#include "site/setting.h"

VOCAB_WORDS(mail_state, MAIL, MAIL_STATES)

enum { FIRST_DELAY_MINS = 2, MOST_DELAY_MINS = 240, GIVE_UP_MINS = 5 * 24 * 60 };

void mail_send(struct db *db, const char *to, const char *subject, const char *body, Moment now)
{
	db_need_write(db);
	if (BLANK(to))
		return;
	SURE(!strpbrk(to, "\r\n"));
	SURE(subject && !strpbrk(subject, "\r\n"));
	DO(db, mail_put, .id = V(NEW_ID(db, MailOutId)), .to_address = V(to), .subject = V(subject),
	   .body = V(body), .made_ms = V(now));
}

static Moment never(void)
{
	return moment_at(DATE_OPEN, minutes(0));
}

/* After the first, second, third... try: 2, 4, 8 minutes and so on. */
static Moment next_try(const struct mail_due_row *m, Moment now)
{
	int64_t mins = FIRST_DELAY_MINS;

	if (moment_minus_ms(now, m->made_ms) >= GIVE_UP_MINS * INT64_C(60000))
		return never();
	for (int64_t i = 0; i < m->tries && mins < MOST_DELAY_MINS; i++)
		mins *= 2;
	return moment_plus(now, minutes(mins < MOST_DELAY_MINS ? mins : MOST_DELAY_MINS));
}

struct round {
	struct arena *arena;
	const char   *dir, *from;
	struct smtp  *smtp;              /* NULL: into the folder */
};

static const char *carry(struct round *r, const struct mail_due_row *m, bool *for_good)
{
	struct letter l = { .id = m->id.v, .from = r->from, .to = m->to_address,
	                    .subject = m->subject, .body = m->body, .made = m->made_ms };

	if (!address_sound(l.to))
		return *for_good = true, "This is not an address that mail can be sent to";
	if (!address_sound(l.from))
		return "The setting mail.from is not an address";
	return r->smtp ? letter_by_smtp(r->arena, r->smtp, &l, for_good)
	               : letter_to_folder(r->arena, r->dir, &l);
}

static bool send_one(struct db *db, struct round *r, const struct mail_due_row *m, Moment now)
{
	const Moment next = next_try(m, now);
	bool for_good = false;
	const char *why;

	if (DO(db, mail_claim, .id = V(m->id), .seen_ms = V(m->next_try_ms),
	       .next_try_ms = V(next)) != 1)
		return false;
	why = carry(r, m, &for_good);
	if (why) {
		log_line(LOG_WARN, "mail failed", "id=%lld tries=%lld why=\"%s\"",
		         (long long)m->id.v, (long long)m->tries + 1, why);
		DO(db, mail_failed, .id = V(m->id), .failure = V(why),
		   .next_try_ms = V(for_good ? never() : next));
		return false;
	}
	DO(db, mail_sent, .id = V(m->id), .sent_ms = V(now));
	return true;
}

size_t mail_flush(struct db *db, struct arena *a, const char *dir, Moment now, size_t max)
{
	struct round r = { .arena = a, .dir = dir };
	struct mail_due_row *rows;
	size_t sent = 0, n = ALL(db, a, mail_due, &rows, .now = V(now), .max = V((int64_t)max));
	const char *url;

	if (!n)
		return 0;
	r.from = arena_dup(a, setting(db, "mail.from"));
	url = arena_dup(a, setting(db, "mail.smtp"));
	r.smtp = *url ? smtp_open(a, url) : NULL;
	for (size_t i = 0; i < n; i++)
		sent += send_one(db, &r, &rows[i], now);
	return sent;
}
