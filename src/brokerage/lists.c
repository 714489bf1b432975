/* SPDX-License-Identifier: MIT */
/*
 * lists.c -- the work lists: a statement and a row for each column.
 */
#include "brokerage/offer.sql.h"
#include "brokerage/pages.h"

/* "Ready since 2 days 3 h", "Due in 4 h": the clock by which urgency sorts. */
static struct cell clock_cell(struct rq *rq, const void *row)
{
	const struct work_list_row *r = row;
	int64_t ms = moment_minus_ms(rq->now, r->due_ms), mins = (ms < 0 ? -ms : ms) / 60000;
	struct buf b = buf_new(rq->arena);

	buf_str(&b, r->reason == REASON_DISCHARGE ? ms < 0 ? "Ready in " : "Ready since "
	                                          : ms < 0 ? "Due in " : "Overdue by ");
	/* Past ten hours nobody minds the minutes. */
	buf_span(&b, minutes(mins < 600 ? mins : mins - mins % 60));
	return cell_of_text(buf_text(&b));
}

static struct cell offers_cell(struct rq *rq, const void *row)
{
	const struct work_list_row *r = row;

	struct buf b = buf_new(rq->arena);

	if (r->stage == STAGE_NEW)
		return cell_none();
	buf_int(&b, r->answered);
	buf_str(&b, " of ");
	buf_int(&b, r->asked);
	buf_str(&b, ", ");
	buf_int(&b, r->offers);
	buf_str(&b, r->offers == 1 ? " offer" : " offers");
	return cell_of_text(buf_text(&b));
}

/* Not sent yet: in no tier. */
static struct cell tier_cell(struct rq *rq, const void *row)
{
	const struct work_list_row *r = row;

	(void)rq;
	return r->tier_no ? cell_of_int(r->tier_no) : cell_none();
}

static const struct list_col work_cols[] = {
	{ .name = "id", .label = "Request", .link = "/requests/{id}" },
	{ .name = "clock", .label = "Clock", .make = clock_cell, .order = "urgent" },
	{ .name = "person_name", .label = "Person" },
	{ .name = "reason", .label = "Reason", .words = &request_reason_vocab },
	{ .name = "locality_name", .label = "Locality", .order = "locality" },
	{ .name = "week_mins", .label = "A week", .as = CELL_MINUTES, .order = "hours",
	  .means = "Care workers' time in a week; a double-handed visit counts twice" },
	{ .name = "most_carers", .label = "Care workers", .as = CELL_INT, .in_files_only = true },
	{ .name = "stage", .label = "Stage", .words = &request_stage_vocab },
	{ .name = "tier_no", .label = "Tier", .make = tier_cell, .as = CELL_INT },
	{ .name = "offers_text", .label = "Answers", .make = offers_cell },
	{ .name = "deadline_ms", .label = "Deadline", .order = "deadline" },
	{ .name = "ready_ms", .label = "Ready", .in_files_only = true },
	{ .name = "start_day", .label = "Start date", .in_files_only = true },
	{ .name = "made_ms", .label = "Requested", .order = "newest", .in_files_only = true },
	{ .name = "funding", .label = "Who pays", .words = &funding_vocab, .in_files_only = true },
	{ .name = "team_name", .label = "Team", .in_files_only = true },
};
static const struct list_filter work_filters[] = {
	{ .name = "locality", .label = "Locality", .from = &locality_options_sql },
	{ .name = "stage", .label = "Stage", .words = &request_stage_vocab },
	{ .name = "reason", .label = "Reason", .words = &request_reason_vocab },
	{ .name = "ready", .label = "Ready to leave hospital now", .as = FILTER_YES },
	{ .name = "funding", .label = "Who pays", .words = &funding_vocab },
	{ .name = "team", .label = "Team", .from = &team_options_sql },
};
const struct list work_list_list = {
	.name = "work-list", .title = "Work list", .wide = true,
	.why = "Every open request, most urgent first",
	.sql = &work_list_sql, .cols = work_cols, .ncols = COUNT(work_cols),
	.filters = work_filters, .nfilters = COUNT(work_filters), .order = "urgent",
	.none = "There are no open requests.", .person = "person",
};

static const struct list_col team_cols[] = {
	{ .name = "id", .label = "Request", .link = "/requests/{id}" },
	{ .name = "person_name", .label = "Person" },
	{ .name = "reason", .label = "Reason", .words = &request_reason_vocab },
	{ .name = "stage", .label = "Stage", .words = &request_stage_vocab },
	{ .name = "locality_name", .label = "Locality" },
	{ .name = "start_day", .label = "Start date" },
	{ .name = "made_ms", .label = "Requested", .order = "newest" },
	{ .name = "offers", .label = "Offers", .as = CELL_INT },
	{ .name = "awarded_ms", .label = "Sourced" },
};
static const struct list_filter team_filters[] = {
	{ .name = "open", .label = "Open only", .as = FILTER_YES },
	{ .name = "stage", .label = "Stage", .words = &request_stage_vocab },
};
const struct list team_requests_list = {
	.name = "team-requests", .title = "My team's requests", .wide = true,
	.why = "What your team has asked for, and how far it is",
	.sql = &team_requests_sql, .cols = team_cols, .ncols = COUNT(team_cols),
	.filters = team_filters, .nfilters = COUNT(team_filters), .order = "newest",
	.none = "Your team has not asked for anything yet. Find or record a person, then ask "
	        "for a package.",
	.person = "person",
};

static const struct list_col portal_cols[] = {
	{ .name = "id", .label = "Request", .link = "/portal/requests/{id}" },
	{ .name = "state", .label = "Your answer", .words = &invitation_state_vocab },
	{ .name = "deadline_ms", .label = "Answer by", .order = "deadline",
	  .order_down = "latest" },
	{ .name = "locality_name", .label = "Locality" },
	{ .name = "district", .label = "District" },
	{ .name = "week_mins", .label = "A week", .as = CELL_MINUTES },
	{ .name = "week_visits", .label = "Visits", .as = CELL_INT },
	{ .name = "most_carers", .label = "Care workers", .as = CELL_INT },
	{ .name = "start_day", .label = "Start date" },
	{ .name = "rate_pence", .label = "Your rate" },
	{ .name = "offer_state", .label = "Your offer", .words = &offer_state_vocab },
	{ .name = "sent_ms", .label = "Asked", .in_files_only = true },
};
static const struct list_filter portal_filters[] = {
	{ .name = "state", .label = "Your answer", .words = &invitation_state_vocab,
	  .otherwise = "sent" },
	{ .name = "q", .label = "Number", .as = FILTER_TEXT },
};
const struct list portal_list = {
	.name = "requests", .title = "Requests open to you", .wide = true,
	.why = "What your organisation is asked for, and what you answered",
	.sql = &portal_invitations_sql, .cols = portal_cols, .ncols = COUNT(portal_cols),
	.filters = portal_filters, .nfilters = COUNT(portal_filters), .order = "deadline",
	.none = "Nothing is open to you at the moment. We write to you when something is.",
};

static const struct list_col placement_cols[] = {
	{ .name = "id", .label = "Placement", .link = "/portal/placements/{id}" },
	{ .name = "person_name", .label = "Person", .order = "person" },
	{ .name = "locality_name", .label = "Locality" },
	{ .name = "service", .label = "Service", .words = &service_vocab },
	{ .name = "from_day", .label = "From", .order = "newest" },
	{ .name = "started_ms", .label = "Started" },
	{ .name = "rate_pence", .label = "Rate an hour" },
	{ .name = "week_mins", .label = "A week", .as = CELL_MINUTES, .total = TOTAL_SUM },
	{ .name = "week_pence", .label = "Weekly cost", .total = TOTAL_SUM },
};
static const struct list_filter placement_filters[] = {
	{ .name = "to_begin", .label = "Start of care to confirm", .as = FILTER_YES },
	{ .name = "q", .label = "Number", .as = FILTER_TEXT },
};
const struct list portal_placements_list = {
	.name = "placements", .title = "Your placements", .wide = true,
	.why = "The people whom your organisation supports for the council",
	.sql = &portal_placements_sql, .cols = placement_cols, .ncols = COUNT(placement_cols),
	.filters = placement_filters, .nfilters = COUNT(placement_filters),
	.order = "newest", .none = "You have no placements yet.", .person = "person",
};
