/* SPDX-License-Identifier: MIT */
/*
 * tell.c -- what is mailed to whom: a link, and nothing about the person.
 */
#include "brokerage/inside.h"
#include "site/setting.h"

const char *mail_address(struct db *db, struct arena *a, const char *path)
{
	const char *site = setting(db, "council.address");

	return BLANK(site) ? path : arena_fmt(a, "%s%s", site, path);
}

void tell_invited(struct db *db, struct arena *a, StepId step, const char *subject,
                  const char *words, Moment now)
{
	struct invitation_addresses_row *rows;
	size_t n = ALL(db, a, invitation_addresses, &rows, .step = V(step));

	for (size_t i = 0; i < n; i++)
		mail_send(db, rows[i].email, subject,
		          arena_fmt(a, "%s\n\nAfter signing in you will find it here:\n\n%s\n",
		                    words, mail_address(db, a, arena_fmt(a,
		                    "/portal/requests/%lld", (long long)rows[i].id.v))), now);
}
