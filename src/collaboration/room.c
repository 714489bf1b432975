/* SPDX-License-Identifier: MIT */
/*
 * room.c -- what of collaboration has an address, and what waits for whom.
 */
#include "collaboration/consortium.sql.h"
#include "collaboration/move.sql.h"
#include "collaboration/pages.h"

static const struct route routes[] = {
	/* leads and subcontractors */
	{ .path = "/subcontracts", .may = MAY_SEE_MARKET, .title = "Subcontracts",
	  .list = &subcontracts_list, .says = "Lead providers and their subcontractors." },
	{ .path = "/subcontracts/new", .may = MAY_MARKET, .title = "Add a subcontract",
	  .form = &subcontract_form, .load = subcontract_load_form, .post = subcontract_post,
	  .says = "A lead has work done by another provider." },
	{ .path = "/subcontracts/{subcontract}/end", .may = MAY_MARKET,
	  .title = "End a subcontract", .form = &subcontract_end_form,
	  .load = subcontract_end_load, .post = subcontract_end_post,
	  .says = "End a subcontract sooner." },
	{ .path = "/subcontracts/shares/{provider}", .may = MAY_SEE_MARKET, .get = shares_get,
	  .slow = true,
	  .says = "How a lead shares: packages, hours and rates of each, by month." },
	{ .path = "/portal/deliveries", .may = MAY_OFFER, .title = "Who delivers your placements",
	  .nav = "Who delivers", .list = &deliveries_list,
	  .says = "A lead's placements, and who gives the care." },
	{ .path = "/portal/placements/{placement}/delivered-by", .may = MAY_OFFER,
	  .title = "Who delivers this placement", .form = &delivery_form, .load = delivery_load,
	  .above = delivery_above, .post = delivery_post,
	  .says = "Say which subcontractor gives the care of a placement." },

	/* groups */
	{ .path = "/consortia", .may = MAY_SEE_MARKET, .title = "Consortia and alliances",
	  .list = &consortia_list, .says = "Providers that work as one." },
	{ .path = "/consortia/new", .may = MAY_MARKET, .title = "Add a consortium or an alliance",
	  .form = &consortium_form, .load = consortium_new_load, .post = consortium_new_post,
	  .says = "Add a consortium or an alliance." },
	{ .path = "/consortia/{consortium}", .may = MAY_SEE_MARKET, .get = consortium_get,
	  .says = "A group: its members and milestones." },
	{ .path = "/consortia/{consortium}/change", .may = MAY_MARKET, .title = "Change",
	  .form = &consortium_form, .load = consortium_load_form, .post = consortium_post,
	  .says = "Change a group." },
	{ .path = "/consortia/{consortium}/members/new", .may = MAY_MARKET,
	  .title = "Add a member", .form = &member_form, .load = member_load_form,
	  .post = member_post, .says = "Add a member to a group." },
	{ .path = "/consortia/members/{consortium_member}/leave", .may = MAY_MARKET,
	  .title = "A member leaves", .form = &member_leave_form, .load = member_leave_load,
	  .post = member_leave_post, .says = "Note that a member left a group." },
	{ .path = "/consortia/{consortium}/milestones/new", .may = MAY_MARKET,
	  .title = "Add a milestone", .form = &milestone_form, .load = milestone_new_load,
	  .post = milestone_new_post, .says = "Add a milestone to a group." },
	{ .path = "/consortia/milestones/{consortium_milestone}", .may = MAY_MARKET,
	  .title = "Change a milestone", .form = &milestone_form, .load = milestone_load_form,
	  .post = milestone_post, .says = "Change a milestone, or note that it is met." },

	/* staff */
	{ .path = "/staff-moves", .may = MAY_SEE_MARKET, .title = "Packages and staff that move",
	  .list = &moves_list,
	  .says = "Packages that go to another provider, and staff with them." },
	{ .path = "/staff-moves/new", .may = MAY_MARKET, .title = "Plan a move",
	  .form = &move_form, .load = move_new_load, .post = move_new_post,
	  .says = "Plan a move of packages and staff." },
	{ .path = "/staff-moves/{staff_move}", .may = MAY_SEE_MARKET, .get = move_get,
	  .says = "A move, and what keeps care going." },
	{ .path = "/staff-moves/{staff_move}/moved", .may = MAY_MARKET, .title = "It has moved",
	  .form = &move_done_form, .load = move_done_load, .post = move_done_post,
	  .says = "Note that it has moved, and how many went." },
	{ .path = "/staff-moves/items/{staff_move_item}/done", .may = MAY_MARKET,
	  .title = "Tick off", .form = &move_item_form, .load = move_item_form_load,
	  .post = move_item_post, .says = "Tick off what keeps care going." },
};

static const struct task_kind tasks[] = {
	{ "milestones", "milestone of a consortium that is late",
	  "milestones of consortia that are late", MAY_MARKET, &task_milestones_sql,
	  .link = "/consortia/{id}", .all = "/consortia" },
	{ "move-items", "step of a move that is late", "steps of moves that are late", MAY_MARKET,
	  &task_move_items_sql, .link = "/staff-moves/{id}", .all = "/staff-moves" },
};

const struct room collaboration_room = {
	.name = "collaboration", .routes = routes, .nroutes = COUNT(routes),
	.tasks = tasks, .ntasks = COUNT(tasks),
};
