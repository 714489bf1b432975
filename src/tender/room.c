/* SPDX-License-Identifier: MIT */
/*
 * room.c -- what of tender has an address, and the laws of its rows.
 */
#include "tender/pages.h"

static const struct route routes[] = {
	/* what everybody may see */
	{ .path = "/opportunities", .may = MAY_ANYONE, .title = "Opportunities",
	  .nav = "Opportunities", .list = &opportunity_list,
	  .says = "What the council wants to buy, published." },
	{ .path = "/opportunities/feed", .may = MAY_ANYONE, .get = opportunity_feed_get,
	  .not_in_api = true, .says = "The newest opportunities as an Atom feed." },
	{ .path = "/opportunities/{opportunity}", .may = MAY_ANYONE, .get = opportunity_get,
	  .says = "One opportunity: lots, documents, changes, answered questions." },
	{ .path = "/opportunities/{opportunity}/documents/{document}", .may = MAY_ANYONE,
	  .get = opportunity_document_get, .not_in_api = true,
	  .says = "A document of an opportunity." },

	/* kept by staff */
	{ .path = "/opportunities/kept", .may = MAY_SEE_MARKET,
	  .title = "Opportunities, planned ones too", .list = &opportunity_kept,
	  .says = "Every opportunity, those that are not published too." },
	{ .path = "/opportunities/new", .may = MAY_MARKET, .title = "Plan an opportunity",
	  .form = &opportunity_form, .load = opportunity_new_load, .post = opportunity_new_post,
	  .says = "Plan an opportunity." },
	{ .path = "/opportunities/{opportunity}/change", .may = MAY_MARKET,
	  .title = "Change an opportunity", .form = &opportunity_form,
	  .load = opportunity_change_load, .post = opportunity_change_post,
	  .says = "Change an opportunity before it is published." },
	{ .path = "/opportunities/{opportunity}/documents/new", .may = MAY_MARKET,
	  .title = "Add a document", .form = &document_form, .load = document_load,
	  .post = document_post, .upload = true, .says = "Add a document to an opportunity." },
	{ .path = "/opportunities/{opportunity}/publish", .may = MAY_MARKET, .title = "Publish",
	  .form = &publish_opportunity_form, .load = publish_opportunity_load,
	  .post = publish_opportunity_post, .says = "Publish an opportunity." },
	{ .path = "/opportunities/{opportunity}/amend", .may = MAY_MARKET,
	  .title = "Change what was published", .form = &amend_form, .load = amend_load,
	  .post = amend_post, .says = "Change a published opportunity; everybody is told." },
	{ .path = "/opportunities/{opportunity}/cancel", .may = MAY_MARKET,
	  .title = "Cancel an opportunity", .form = &cancel_form, .load = cancel_load,
	  .post = cancel_post, .says = "Cancel an opportunity, with the reason." },
};

const struct room tender_room = {
	.name = "tender", .routes = routes, .nroutes = COUNT(routes),
};
