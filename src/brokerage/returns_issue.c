/* SPDX-License-Identifier: MIT */
/*
 * returns_issue.c -- a return is made once, kept, and mailed.
 *
 * Its hash stands in the audit trail, so that a return that is changed behind
 * the program's back is found out (law 4).
 */
#include "brokerage/returns.h"

#include <sodium.h>
#include <string.h>

#include "jobs/jobs.h"
#include "papers/mail.h"
#include "site/setting.h"

enum { HASH = 32, DASHBOARD_MONTHS = 13 };

/* A table in words, a line each: "North: Waiting 3, Of them ready 2". */
static void table_words(struct buf *b, const struct table *t, size_t last)
{
	buf_fmt(b, "%s\n", t->title);
	for (size_t i = t->nrows > last ? t->nrows - last : 0; i < t->nrows; i++) {
		const struct cell *row = table_at(t, i);

		buf_fmt(b, "- %s:", cell_text(b->arena, &t->columns[0], &row[0]));
		for (size_t k = 1; k < t->ncolumns; k++)
			if (row[k].has)
				buf_fmt(b, "%s %s %s", k > 1 ? "," : "", t->columns[k].label,
				        cell_text(b->arena, &t->columns[k], &row[k]));
		buf_char(b, '\n');
	}
	if (!t->nrows)
		buf_str(b, "- none\n");
	buf_char(b, '\n');
}

/* Totals only: what mail carries must not lead to a person (no request, no ward). */
static const char *letter_words(struct db *db, struct arena *a, const struct figures *f,
                                IssuedReturnId id)
{
	struct buf b = buf_new(a);
	const char *page;

	buf_fmt(&b, "%s\nAs at %s\n\n", f->title, moment_text(a, f->as_at));
	for (size_t i = 0; i < f->nparts; i++)
		if (f->parts[i].in_mail)
			table_words(&b, &f->parts[i].table, f->parts[i].in_mail);
	page = mail_address(db, a, arena_fmt(a, "/returns/issued/%lld", (long long)id.v));
	buf_fmt(&b, "%s\n\nAll of it, after signing in:\n\n%s\n\n"
	        "As a spreadsheet, or as CSV:\n\n%s.xlsx\n%s.csv\n", f->rule, page, page, page);
	return buf_text(&b);
}

/* Addresses stand with blanks or commas between them. */
static void mail_all(struct db *db, struct arena *a, const char *subject, const char *body,
                     Moment now)
{
	const char *s = arena_dup(a, setting(db, "returns.to"));

	while (*(s += strspn(s, " ,;\t\r\n"))) {
		size_t n = strcspn(s, " ,;\t\r\n");

		mail_send(db, arena_dupn(a, s, n), subject, body, now);
		s += n;
	}
}

struct issue { struct db *db; struct arena *arena; enum return_kind kind; Date day; Moment now; };

static bool issue_work(void *arg)
{
	struct issue *x = arg;
	struct arena *a = x->arena;
	unsigned char hash[HASH];
	IssuedReturnId id;
	struct figures *f;
	const char *kept;
	struct issued row;

	if (x->kind == RETURN_MONTHLY)
		x->day = date_month_start(x->day);
	if (ONE(x->db, a, issued_find, &row, .kind = V((int64_t)x->kind), .for_day = V(x->day)))
		return false;
	f = figures_make(x->db, a, x->kind, x->day, x->now, DASHBOARD_MONTHS, false);
	kept = figures_keep(a, f);
	crypto_generichash(hash, sizeof hash, (const unsigned char *)kept, strlen(kept), NULL, 0);
	id = NEW_ID(x->db, IssuedReturnId);
	if (TRY(x->db, issued_put, .id = V(id), .kind = V((int64_t)x->kind), .for_day = V(x->day),
	        .as_at_ms = V(f->as_at), .made_ms = V(x->now), .figures = V(kept),
	        .hash = V(((struct bytes){ hash, sizeof hash }))) != TRY_DONE)
		return false;
	audit_write(x->db, &(struct audit_entry){ .verb = "return.issue", .thing = "issued_return",
		.thing_id = id.v,
		.detail = arena_fmt(a, "{\"return\":\"%s\",\"day\":\"%s\",\"hash\":\"%s\"}",
			vocab_find(&return_kind_vocab, x->kind)->key, date_iso(a, x->day),
			sodium_bin2hex(arena_get(a, HASH * 2 + 1), HASH * 2 + 1, hash, HASH)) });
	mail_all(x->db, a, arena_fmt(a, "%s, %s", vocab_label(&return_kind_vocab, x->kind),
	         return_day_text(a, x->kind, x->day)), letter_words(x->db, a, f, id), x->now);
	return true;
}

bool return_issue(struct db *db, struct arena *a, enum return_kind kind, Date day, Moment now)
{
	return db_write(db, issue_work, &(struct issue){ db, a, kind, day, now });
}
