/* SPDX-License-Identifier: MIT */
/*
 * task.c -- what of the sourcing waits for whom, and the one reminder of an
 * invitation.
 *
 *	invitation  sent --hours before its deadline, unanswered--> reminded, once
 */
#include "brokerage/inside.h"
#include "brokerage/pages.h"
#include "brokerage/task.sql.h"
#include "site/setting.h"

/* Most urgent first: who must decide, then what waits for a click, then news. */
const struct task_kind brokerage_tasks[BROKERAGE_TASKS] = {
	{ "stuck", "request that needs a decision", "requests that need a decision", MAY_BROKER,
	  &task_stuck_sql, .link = "/requests/{id}/send", .all = "/requests?stage=stuck" },
	{ "offers", "request with offers to compare", "requests with offers to compare", MAY_BROKER,
	  &task_offers_sql, .link = "/requests/{id}/offers", .all = "/requests?stage=offers" },
	{ "unsent", "request not sent to anybody yet", "requests not sent to anybody yet",
	  MAY_BROKER, &task_unsent_sql, .link = "/requests/{id}/send",
	  .all = "/requests?stage=new" },
	{ "starts", "start of care not confirmed", "starts of care not confirmed", MAY_BROKER,
	  &task_starts_sql, .link = "/requests/{id}", .days = 60 },
	{ "approve", "request that waits for approval", "requests that wait for approval",
	  MAY_APPROVE | MAY_SEE_PERSON, &task_approve_sql, .link = "/requests/{id}" },
	{ "news", "request of yours that is settled", "requests of yours that are settled", MAY_ASK,
	  &task_news_sql, .link = "/requests/{id}", .days = 14 },
	{ "changed", "request of yours that was changed", "requests of yours that were changed",
	  MAY_ASK, &task_changed_sql, .link = "/requests/{id}", .days = 14 },
	{ "policies", "policy that ends soon, with none after it",
	  "policies that end soon, with none after them", MAY_MARKET, &task_policies_sql,
	  .link = "/policies/{id}", .all = "/policies", .setting = "tasks.ending_days" },
	{ "invitations", "request to answer", "requests to answer", MAY_OFFER,
	  &task_invitations_sql, .link = "/portal/requests/{id}", .all = "/portal" },
	{ "begin", "start of care to confirm", "starts of care to confirm", MAY_OFFER,
	  &task_begin_sql, .link = "/portal/placements/{id}",
	  .all = "/portal/placements?to_begin=yes" },
};

/* ---- the reminder --------------------------------------------------------- */

size_t invitations_due(struct db *db, struct arena *a, Moment now, int64_t *ids, size_t most)
{
	int64_t hours = setting_int(db, "remind.hours");
	struct invitations_to_remind_row *rows;
	size_t n = 0;

	if (hours)
		n = ALL(db, a, invitations_to_remind, &rows, .now = V(now),
		        .near_ms = V(moment_plus(now, minutes(60 * hours))),
		        .most = V((int64_t)most));
	for (size_t i = 0; i < n; i++)
		ids[i] = rows[i].id.v;
	return n;
}

struct reminding { struct db *db; struct arena *a; InvitationId id; Moment now; };

static bool remind(void *arg)
{
	struct reminding *x = arg;
	struct invitation_remind_to_row to;

	if (DO(x->db, invitation_remind, .id = V(x->id), .now = V(x->now)) != 1 ||
	    !ONE(x->db, x->a, invitation_remind_to, &to, .id = V(x->id)))
		return false;
	/* Who is suspended meanwhile could not answer. */
	if (!provider_embargoed_for(x->db, x->a, to.provider, to.service, to.locality, to.lot,
	                            x->now))
		mail_send(x->db, to.email, "A request for care still waits for your answer",
		          arena_fmt(x->a, "You can offer or decline until %s.\n\n%s\n",
		                    moment_text(x->a, to.deadline_ms),
		                    mail_address(x->db, x->a,
		                    arena_fmt(x->a, "/portal/requests/%lld",
		                              (long long)x->id.v))), x->now);
	return true;
}

void invitation_remind_once(struct db *db, struct arena *a, int64_t id, Moment now)
{
	db_write(db, remind, &(struct reminding){ db, a, { id }, now });
}
