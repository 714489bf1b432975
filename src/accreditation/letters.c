/* SPDX-License-Identifier: MIT */
/*
 * letters.c -- what a provider is told in writing: in the outbox of the transaction that
 * it tells of.
 */
#include "accreditation/inside.h"

void provider_write(struct db *db, struct arena *a, ProviderId provider, const char *email,
                    const char *subject, const char *body, Moment now)
{
	struct evidence_accounts_row *who;
	size_t n;

	if (!BLANK(email)) {
		mail_send(db, email, subject, body, now);
		return;
	}
	n = ALL(db, a, evidence_accounts, &who, .provider = V(provider));
	for (size_t i = 0; i < n; i++)
		mail_send(db, who[i].email, subject, body, now);
}

static const char *application_address(struct db *db, struct arena *a,
                                       const struct application *x)
{
	return arena_fmt(a, "%s/portal/applications/%lld", setting(db, "council.address"),
	                 (long long)x->id.v);
}

void letter_received(struct db *db, struct arena *a, const struct application *x, Moment now)
{
	provider_write(db, a, x->provider, x->email,
	               arena_fmt(a, "Your application to join %s has arrived", x->framework_name),
	               arena_fmt(a, "We have your application. You can follow it here, and "
	                         "withdraw it until it is decided:\n%s\n",
	                         application_address(db, a, x)),
	               now);
}

void letter_decision(struct db *db, struct arena *a, const struct application *x, Moment now)
{
	struct buf b = buf_new(a);
	struct verdict_list_row *v;
	size_t n = ALL(db, a, verdict_list, &v, .decision = V(x->decision));

	buf_fmt(&b, "Your application to join %s is decided.\n\n", x->framework_name);
	for (size_t i = 0; i < n; i++) {
		buf_fmt(&b, "Lot %lld, %s, in %s: %s", (long long)v[i].number, v[i].lot_name,
		        v[i].locality_name, v[i].accepted ? "accepted" : "not accepted");
		if (!BLANK(v[i].reason))
			buf_fmt(&b, ". %s", v[i].reason);
		buf_str(&b, "\n");
	}
	buf_fmt(&b, "\n%s\n\nWhat is accepted holds from %s.\n\n", x->words,
	        date_text(a, date_cmp(x->from_day, moment_date(now)) < 0 ? moment_date(now)
	                                                                 : x->from_day));
	buf_fmt(&b, "You may ask for a review by somebody who took no part in this, until %s:\n"
	        "%s\n",
	        date_text(a, review_last_day(db, a, now)), application_address(db, a, x));
	provider_write(db, a, x->provider, x->email,
	               arena_fmt(a, "Your application to join %s is decided", x->framework_name),
	               buf_text(&b), now);
}

void letter_review(struct db *db, struct arena *a, const struct application *x,
                   enum application_reviewed outcome, const char *reason, Moment now)
{
	provider_write(db, a, x->provider, x->email,
	               arena_fmt(a, "The review of your application to join %s",
	                         x->framework_name),
	               arena_fmt(a, "%s.\n\n%s\n\n%s\n",
	                         vocab_label(&application_reviewed_vocab, outcome), reason,
	                         application_address(db, a, x)), now);
}
