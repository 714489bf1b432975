/* SPDX-License-Identifier: MIT */
/*
 * found.c -- requests and placements that are sought by number or by person,
 * and what of brokerage the search box looks through.
 *
 * They show nothing until something is sought: nobody reads through all the
 * names of the council.
 */
#include "brokerage/found.sql.h"
#include "brokerage/pages.h"

static const struct list_filter request_filters[] = {
	{ .name = "q", .label = "Person or number", .as = FILTER_TEXT },
	{ .name = "stage", .label = "Stage", .words = &request_stage_vocab },
};
static const struct list_col request_cols[] = {
	{ .name = "id", .label = "Request", .link = "/requests/{id}" },
	{ .name = "person_name", .label = "Person" },
	{ .name = "service", .label = "Service", .words = &service_vocab },
	{ .name = "reason", .label = "Reason", .words = &request_reason_vocab },
	{ .name = "stage", .label = "Stage", .words = &request_stage_vocab },
	{ .name = "locality_name", .label = "Locality" },
	{ .name = "team_name", .label = "Team" },
	{ .name = "start_day", .label = "Start date" },
	{ .name = "made_ms", .label = "Requested" },
	{ .name = "awarded_ms", .label = "Sourced", .in_files_only = true },
};
const struct list requests_found_list = {
	.name = "requests-found", .title = "Requests", .wide = true,
	.why = "Requests, open or closed, of a person or of a number",
	.sql = &requests_found_sql, .cols = request_cols, .ncols = COUNT(request_cols),
	.filters = request_filters, .nfilters = COUNT(request_filters), .order = "newest",
	.none = "Say above whose requests you look for, or the number of one.",
	.person = "person",
};

static const struct list_filter placement_filters[] = {
	{ .name = "q", .label = "Person or number", .as = FILTER_TEXT },
};
static const struct list_col placement_cols[] = {
	{ .name = "id", .label = "Placement", .link = "/requests/{request}" },
	{ .name = "person_name", .label = "Person" },
	{ .name = "provider_name", .label = "Provider" },
	{ .name = "service", .label = "Service", .words = &service_vocab },
	{ .name = "locality_name", .label = "Locality" },
	{ .name = "from_day", .label = "From" },
	{ .name = "started_ms", .label = "Started" },
	{ .name = "request", .label = "Request", .in_files_only = true },
};
const struct list placements_found_list = {
	.name = "placements-found", .title = "Placements", .wide = true,
	.why = "Placements of a person or of a number",
	.sql = &placements_found_sql, .cols = placement_cols, .ncols = COUNT(placement_cols),
	.filters = placement_filters, .nfilters = COUNT(placement_filters), .order = "newest",
	.none = "Say above whose placements you look for, or the number of one.",
	.person = "person",
};

const struct search_part brokerage_searches[BROKERAGE_SEARCHES] = {
	{ .order = 1, .key = "requests", .title = "Requests", .may = MAY_SEE_PERSON,
	  .path = "/requests/found", .list = &requests_found_list },
	{ .order = 2, .key = "placements", .title = "Placements", .may = MAY_SEE_PERSON,
	  .path = "/placements", .list = &placements_found_list },
	/* A provider's own, all states: by number alone. */
	{ .order = 1, .key = "requests", .title = "Requests to you", .may = MAY_OFFER,
	  .path = "/portal?state=", .list = &portal_list },
	{ .order = 2, .key = "placements", .title = "Your placements", .may = MAY_OFFER,
	  .path = "/portal/placements", .list = &portal_placements_list },
};
