/* SPDX-License-Identifier: MIT */
/*
 * roles.c -- which role holds which rights: the one table that decides, and the
 * page that shows it.
 *
 * A director or auditor sees no personal data anywhere: the audit trail shows
 * him numbers only (audit/pages.c).
 */
#include "auth/inside.h"

#include "html/alm.h"

VOCAB_WORDS(role, ROLE, ROLES)
VOCAB_WORDS(team_kind, TEAM, TEAM_KINDS)

static const struct { enum role role; unsigned rights; } table[] = {
	{ ROLE_SOCIAL_WORKER, MAY_SEE_PERSON | MAY_ASK },
	{ ROLE_MANAGER,       MAY_SEE_PERSON | MAY_ASK | MAY_APPROVE | MAY_RETURNS |
	                      MAY_EVALUATE },
	{ ROLE_BROKER,        MAY_SEE_PERSON | MAY_ASK | MAY_BROKER | MAY_SEE_MARKET |
	                      MAY_RETURNS },
	{ ROLE_COMMISSIONER,  MAY_MARKET | MAY_SEE_MARKET | MAY_APPROVE | MAY_RETURNS |
	                      MAY_EVALUATE },
	{ ROLE_DIRECTOR,      MAY_RETURNS | MAY_SEE_MARKET | MAY_AUDIT },
	{ ROLE_PROVIDER,      MAY_OFFER },
	{ ROLE_ADMIN,         MAY_ADMIN | MAY_AUDIT | MAY_SEE_MARKET },
	{ ROLE_HOSPITAL,      MAY_SEE_PERSON | MAY_ASK | MAY_RETURNS },
	{ ROLE_FINANCE,       MAY_SEE_MARKET | MAY_RETURNS | MAY_EVALUATE },
	{ ROLE_EVALUATOR,     MAY_EVALUATE },
};

static const struct { enum may right; const char *label; } rights[] = {
	{ MAY_ANYONE,     "See what is public" },
	{ MAY_SIGNED_IN,  "Keep one's own account" },
	{ MAY_SEE_PERSON, "Open people's records" },
	{ MAY_ASK,        "Record a person, raise and change a request" },
	{ MAY_BROKER,     "Send requests to providers, compare offers and award" },
	{ MAY_APPROVE,    "Approve a request's going to the last tier" },
	{ MAY_MARKET,     "Change policy, accreditation, prices, bands; suspend" },
	{ MAY_SEE_MARKET, "See policy, accreditation and prices" },
	{ MAY_RETURNS,    "See returns and the dashboard" },
	{ MAY_OFFER,      "Answer requests for an own organisation" },
	{ MAY_ADMIN,      "Keep accounts, teams, settings and imports" },
	{ MAY_AUDIT,      "Read the audit trail" },
	{ MAY_EVALUATE,   "Score and moderate answers, as a member of a panel" },
};

unsigned may_of_roles(int64_t roles)
{
	unsigned all = MAY_ANYONE | (roles ? MAY_SIGNED_IN : 0);

	for (size_t i = 0; i < COUNT(table); i++)
		if (roles & INT64_C(1) << table[i].role)
			all |= table[i].rights;
	return all;
}

const char *may_label(unsigned right)
{
	for (size_t i = 0; i < COUNT(rights); i++)
		if (rights[i].right == right)
			return rights[i].label;
	bug(__FILE__, __LINE__, "a right without words");
}

char *roles_text(struct arena *a, int64_t roles)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < role_vocab.n; i++)
		if (roles & INT64_C(1) << role_vocab.words[i].code) {
			buf_str(&b, b.n ? ", " : "");
			buf_str(&b, role_vocab.words[i].label);
		}
	return buf_text(&b);
}

/* ---- the matrix -------------------------------------------------------- */

struct reply roles_get(struct rq *rq)
{
	struct gov_cell *head = NEWN(rq->arena, struct gov_cell, role_vocab.n + 1);
	struct page *pg;

	head[0].text = "Right";
	for (size_t i = 0; i < role_vocab.n; i++)
		head[i + 1].text = role_vocab.words[i].label;
	rq->look.wide = true;
	rq->look.h1 = rq->route->title;
	pg = show_begin(rq);
	para(pg, "Nobody holds a right but by a role. Who holds which role is decided by an "
	     "administrator, and every change of it is in the audit trail.");
	alm_scroll_begin(pg, "Rights by role");
	gov_table_begin(pg, (struct gov_table){ .head = head, .nhead = role_vocab.n + 1 });
	for (size_t r = 0; r < COUNT(rights); r++) {
		table_row(pg);
		cell_header(pg, rights[r].label);
		for (size_t i = 0; i < role_vocab.n; i++) {
			unsigned has = may_of_roles(INT64_C(1) << role_vocab.words[i].code);

			cell(pg, has & rights[r].right ? "Yes" : "");
		}
		table_row_end(pg);
	}
	gov_table_end(pg);
	alm_scroll_end(pg);
	return show(rq, pg);
}
