/* SPDX-License-Identifier: MIT */
/*
 * returns_room.c -- the returns' addresses, what the clerk does for brokerage,
 * and what must hold in its tables (laws 1, 2, 3, 5 and 6 of the model).
 */
#include "brokerage/returns_pages.h"

#include "brokerage/checks.sql.h"
#include "brokerage/inside.h"
#include "jobs/jobs.h"
#include "site/site.h"

static const struct route routes[] = {
	{ .path = "/returns", .may = MAY_RETURNS, .title = "Returns", .nav = "Returns",
	  .list = &issued_list_list, .says = "Returns as they were issued." },
	{ .path = "/returns/noon", .may = MAY_RETURNS, .get = noon_get, .slow = true,
	  .says = "Packages waiting to facilitate hospital discharge, at noon of any day." },
	{ .path = "/returns/five", .may = MAY_RETURNS, .get = five_get, .slow = true,
	  .says = "Packages outstanding and sourced, at 5 pm of any day." },
	{ .path = "/returns/monthly", .may = MAY_RETURNS, .get = monthly_get, .slow = true,
	  .says = "The same by month, pre-purchased hours, and in-house provision." },
	/* Hospital, hours and the minute of asking tell a ward whom a row is about. */
	{ .path = "/returns/requests", .may = MAY_SEE_PERSON, .get = return_requests_get,
	  .slow = true,
	  .says = "The requests behind a number, without names." },
	{ .path = "/returns/issued/{issued_return}", .may = MAY_RETURNS, .get = issued_get,
	  .slow = true,
	  .says = "A return as it was issued, and what a count of today says differently." },
};

/* ---- the clerk's -------------------------------------------------------------------- */

static void issue(struct db *db, struct arena *a, struct job *job, enum return_kind kind, Date day)
{
	job->message = return_issue(db, a, kind, day, job->now) ? "Issued" : "It was issued before";
}

static void noon_job(struct db *db, struct arena *a, struct job *job)
{
	issue(db, a, job, RETURN_NOON, moment_date(job->due));
}

static void five_job(struct db *db, struct arena *a, struct job *job)
{
	issue(db, a, job, RETURN_FIVE, moment_date(job->due));
}

/* On the first of a month, the one that has ended. */
static void monthly_job(struct db *db, struct arena *a, struct job *job)
{
	issue(db, a, job, RETURN_MONTHLY, date_plus_months(date_month_start(moment_date(job->due)),
	                                                   -1));
}

static void step_piece(struct db *db, struct arena *a, int64_t id, Moment now)
{
	step_advance(db, a, (RequestId){ id }, now);
}

static const struct job_kind jobs[] = {
	{ .name = "return.noon", .says = "Issue the noon return", .run = noon_job, .on_clock = true,
	  .at_mins = 12 * 60, .catch_up = 14 },
	{ .name = "return.five", .says = "Issue the 5 pm return", .run = five_job, .on_clock = true,
	  .at_mins = 17 * 60, .catch_up = 14 },
	{ .name = "return.monthly", .says = "Issue the monthly dashboard", .run = monthly_job,
	  .on_clock = true, .at_mins = 6 * 60, .month_day = 1, .catch_up = 3 },
	{ .name = "steps", .says = "Move requests on whose deadline has passed", .every_ms = 5000,
	  .pieces = steps_due, .piece = step_piece },
	{ .name = "remind", .says = "Remind providers of what they have not answered",
	  .every_ms = 60000, .pieces = invitations_due, .piece = invitation_remind_once },
};

/* ---- what must hold -------------------------------------------------------------------- */

static const struct check checks[] = {
	{ "jump-reason", "A tier is never skipped or gone back to without a reason kept (law 1)",
	  &check_jump_reason_sql },
	{ "jump-hidden", "A step that stands as in order follows the tier before it (law 1)",
	  &check_jump_hidden_sql },
	{ "embargo-invited", "Nobody is asked while suspended (law 1)",
	  &check_embargo_invited_sql },
	{ "embargo-awarded", "No package is awarded to a provider while that is suspended (law 4)",
	  &check_embargo_awarded_sql },
	{ "award-invited", "Only an offer to an invitation of the same request wins (law 1)",
	  &check_award_invited_sql },
	{ "one-award", "A sourced request has one award and one placement, others none (law 2)",
	  &check_one_award_sql },
	{ "one-request", "A person has one open request of a service (law 2)",
	  &check_one_request_sql },
	{ "offer-late", "An offer made after its deadline never wins (law 2)",
	  &check_offer_late_sql },
	{ "policy-gap", "Policies of a service follow each other without a gap (law 3)",
	  &check_policy_gap_sql },
	{ "element-gap", "Elements of a placement cover its days without a gap (law 3)",
	  &check_element_gap_sql },
	{ "block-overdrawn", "Pre-purchased hours are not used twice (law 5)",
	  &check_block_overdrawn_sql },
	{ "shares", "Funder shares fit who pays (law 6)", &check_shares_sql },
	{ "award-audited", "Every award is in the audit trail (law 7)", &check_award_audited_sql },
	{ "audit-awarded", "Every award in the audit trail is there (law 7)",
	  &check_audit_awarded_sql },
	{ "return-audited", "Every issued return is in the audit trail (laws 4 and 7)",
	  &check_return_audited_sql },
};

const struct room returns_room = {
	.name = "returns", .routes = routes, .nroutes = COUNT(routes),
	.jobs = jobs, .njobs = COUNT(jobs), .checks = checks, .nchecks = COUNT(checks),
	.verbs = return_verbs, .nverbs = 1,
};
