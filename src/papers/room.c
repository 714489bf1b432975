/* SPDX-License-Identifier: MIT */
/*
 * room.c -- the outbox for the administrator: addresses and subjects, and why
 * something does not go out; never what a letter says.
 */
#include "audit/audit.h"
#include "form/form.h"
#include "list/list.h"
#include "papers/mail.h"
#include "papers/mail.sql.h"
#include "site/meter.h"
#include "web/route.h"

static bool may_again(const struct mail_list_row *r)
{
	return r->state == MAIL_FAILING || r->state == MAIL_GIVEN_UP;
}

static struct cell again_cell(struct rq *rq, const void *row)
{
	const struct mail_list_row *r = row;

	(void)rq;
	return may_again(r) ? cell_of_text("Try again") : cell_none();
}

static void again_draw(struct rq *rq, struct page *pg, const void *row)
{
	const struct mail_list_row *r = row;

	if (may_again(r))
		el_link(pg, arena_fmt(rq->arena, "/mail/%lld/again", (long long)r->id.v),
			"Try again");
}

static const struct list_col mail_cols[] = {
	{ .name = "id", .label = "Letter" },
	{ .name = "to_address", .label = "To" },
	{ .name = "subject", .label = "Subject" },
	{ .name = "state", .label = "State", .words = &mail_state_vocab },
	{ .name = "made_ms", .label = "Written" },
	{ .name = "sent_ms", .label = "Sent" },
	{ .name = "tries", .label = "Tries", .as = CELL_INT },
	{ .name = "next_try_ms", .label = "Next try", .in_files_only = true },
	{ .name = "failure", .label = "Why it failed" },
	{ .name = "again", .label = "Do", .make = again_cell, .draw = again_draw,
	  .on_page_only = true },
};
static const struct list_filter mail_filters[] = {
	{ .name = "unsent", .label = "Not sent yet", .as = FILTER_YES },
};
static const struct list mail_list_list = {
	.name = "mail", .title = "Mail", .wide = true,
	.why = "Administrators look here when somebody was not told",
	.sql = &mail_list_sql, .cols = mail_cols, .ncols = COUNT(mail_cols),
	.filters = mail_filters, .nfilters = COUNT(mail_filters), .order = "newest",
	.none = "No mail has been written yet.",
};

/* ---- trying again -------------------------------------------------------------- */

struct again { bool sure; };
static const struct field again_fields[] = {
	{ IN(struct again, sure), .as = AS_HIDDEN },
};
static const struct form again_form = { FORM(struct again, again_fields), .name = "mail-again",
	.title = "Try this letter again", .button = "Try again",
	.lead = "It is tried within a few seconds. If it fails again, the list says why." };

static struct reply again_post(struct rq *rq, void *form)
{
	MailOutId id = ID(rq, MailOutId, "mail");

	(void)form;
	if (DO(rq->db, mail_again, .id = V(id), .next_try_ms = V(rq->now)) != 1)
		return not_found(rq);
	AUDIT(rq, .verb = "mail.again", .thing = "mail_out", .thing_id = id.v);
	return go(rq, "It will be tried again", "/mail");
}

static const struct route routes[] = {
	{ .path = "/mail", .may = MAY_ADMIN, .title = "Mail", .nav = "Mail",
	  .list = &mail_list_list,
	  .says = "The outbox: to whom, when, and why not." },
	{ .path = "/mail/{mail}/again", .may = MAY_ADMIN, .title = "Try this letter again",
	  .form = &again_form, .post = again_post, .says = "Try a letter that failed at once." },
};

static const struct meter meters[] = {
	{ "almoner_mail_waiting", "Letters that are not sent", .sql = &meter_mail_sql },
};

const struct room papers_room = {
	.name = "papers", .routes = routes, .nroutes = COUNT(routes),
	.meters = meters, .nmeters = COUNT(meters),
};
