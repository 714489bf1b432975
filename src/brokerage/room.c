/* SPDX-License-Identifier: MIT */
/*
 * room.c -- what of brokerage has an address, and what the clerk does for it.
 */
#include "brokerage/meter.sql.h"
#include "brokerage/pages.h"
#include "brokerage/request_form.h"
#include "site/meter.h"

static const struct route routes[] = {
	{ .path = "/requests", .may = MAY_BROKER, .title = "Work list", .nav = "Work list",
	  .list = &work_list_list, .says = "Every open request, most urgent first." },
	{ .path = "/requests/mine", .may = MAY_ASK, .title = "My team's requests",
	  .nav = "Requests", .list = &team_requests_list,
	  .says = "What your team has asked for." },
	{ .path = "/people/{person}/requests/new", .may = MAY_ASK,
	  .title = "Ask for a package of care", .form = &request_new_form,
	  .load = request_new_load, .above = person_above, .post = request_new_post,
	  .says = "Raise a request for a person." },
	{ .path = "/requests/{request}", .may = MAY_SEE_PERSON, .get = request_get,
	  .says = "A request: its facts, visits and story." },
	{ .path = "/requests/{request}/change", .may = MAY_ASK, .title = "Change a request",
	  .form = &request_change_form, .load = request_change_load, .post = request_change_post,
	  .says = "Change what is asked for; offers made so far lapse." },
	{ .path = "/requests/{request}/withdraw", .may = MAY_ASK, .title = "Withdraw a request",
	  .form = &request_withdraw_form, .load = request_close_load, .post = request_withdraw_post,
	  .says = "Withdraw a request." },
	{ .path = "/requests/{request}/unmet", .may = MAY_BROKER, .title = "Close as unmet",
	  .form = &request_unmet_form, .load = request_close_load, .post = request_unmet_post,
	  .says = "Close a request for which nobody could be found." },
	{ .path = "/requests/{request}/send", .may = MAY_BROKER, .title = "Send to a tier",
	  .form = &request_send_form, .load = send_load, .above = send_above, .post = send_post,
	  .says = "Send a request to a tier of the policy." },
	{ .path = "/requests/{request}/offers", .may = MAY_BROKER, .get = offers_get,
	  .says = "Offers side by side, once they are opened." },
	{ .path = "/offers/{offer}/award", .may = MAY_BROKER, .title = "Award an offer",
	  .form = &award_form, .load = award_load, .above = award_above, .post = award_post,
	  .says = "Award an offer: the placement exists from then on." },

	{ .path = "/policies", .may = MAY_SEE_MARKET, .title = "Tier policies",
	  .nav = "Tier policies", .list = &policy_list_list,
	  .says = "The published order of priority, by service and date." },
	{ .path = "/policies/new", .may = MAY_MARKET, .title = "Set a new policy",
	  .form = &policy_new_form, .load = policy_new_load, .post = policy_new_post,
	  .says = "Set a new order of priority from a day on." },
	{ .path = "/policies/{policy}", .may = MAY_SEE_MARKET, .get = policy_get,
	  .says = "A policy with its tiers." },

	{ .path = "/requests/found", .may = MAY_SEE_PERSON, .title = "Requests",
	  .list = &requests_found_list,
	  .says = "Requests, open or closed, by number or by whom they are for." },
	{ .path = "/placements", .may = MAY_SEE_PERSON, .title = "Placements",
	  .list = &placements_found_list,
	  .says = "Placements by number or by whom they are for." },

	{ .path = "/portal", .may = MAY_OFFER, .title = "Requests open to you", .nav = "Requests",
	  .list = &portal_list, .says = "What a provider is asked, and what it answered." },
	{ .path = "/portal/requests/{invitation}", .may = MAY_OFFER, .get = portal_request_get,
	  .says = "A request that a provider is asked for." },
	{ .path = "/portal/requests/{invitation}/offer", .may = MAY_OFFER, .title = "Make an offer",
	  .form = &offer_form, .load = offer_load, .above = offer_above, .post = offer_post,
	  .says = "Make or change an offer." },
	{ .path = "/portal/requests/{invitation}/decline", .may = MAY_OFFER, .title = "Decline",
	  .form = &decline_form, .load = decline_load, .post = decline_post,
	  .says = "Decline a request." },
	{ .path = "/portal/requests/{invitation}/withdraw", .may = MAY_OFFER,
	  .title = "Withdraw the offer", .form = &offer_withdraw_form, .load = decline_load,
	  .post = offer_withdraw_post, .says = "Withdraw an offer." },
	{ .path = "/portal/placements", .may = MAY_OFFER, .title = "Your placements",
	  .nav = "Placements", .list = &portal_placements_list,
	  .says = "A provider's placements." },
	{ .path = "/portal/placements/{placement}", .may = MAY_OFFER, .get = portal_placement_get,
	  .says = "A placement, in full." },
	{ .path = "/portal/placements/{placement}/begin", .may = MAY_OFFER,
	  .title = "Care has started", .form = &placement_begin_form, .load = placement_begin_load,
	  .post = placement_begin_post, .says = "Confirm the start of care." },
};

static const struct meter meters[] = {
	{ "almoner_requests_open", "Requests for care that are open", "stage", &request_stage_vocab,
	  &meter_requests_sql },
};

const struct room brokerage_room = {
	.meters = meters, .nmeters = COUNT(meters),
	.name = "brokerage", .routes = routes, .nroutes = COUNT(routes), .home = brokerage_home,
	.searches = brokerage_searches, .nsearches = BROKERAGE_SEARCHES,
	.tasks = brokerage_tasks, .ntasks = BROKERAGE_TASKS,
};
