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

	{ .path = "/opportunities/{opportunity}/questions", .may = MAY_ANYONE,
	  .title = "Questions and answers", .list = &clarification_public,
	  .says = "What was asked about an opportunity, and answered to all." },

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
	{ .path = "/opportunities/{opportunity}/clarifications", .may = MAY_MARKET,
	  .title = "Questions of providers", .list = &clarification_desk,
	  .says = "What was asked about an opportunity, by whom, and how it stands." },
	{ .path = "/clarifications/{clarification}", .may = MAY_MARKET,
	  .title = "Answer a question", .form = &clarification_form,
	  .load = clarification_load_form, .above = clarification_above,
	  .post = clarification_post,
	  .says = "Edit a question so that it names nobody, and answer it." },
	{ .path = "/opportunities/{opportunity}/clarifications/publish", .may = MAY_MARKET,
	  .title = "Publish what is ready", .form = &clarifications_publish_form,
	  .load = clarifications_publish_load, .post = clarifications_publish_post,
	  .says = "Give all the answers that are ready, to all." },

	/* a provider's own */
	{ .path = "/portal/opportunities", .may = MAY_OFFER, .title = "Opportunities for you",
	  .list = &portal_opportunities,
	  .says = "Opportunities that are open to a provider, or that it asked about." },
	{ .path = "/portal/opportunities/{opportunity}", .may = MAY_OFFER,
	  .get = portal_opportunity_get, .says = "An opportunity, with what a provider asked." },
	{ .path = "/portal/opportunities/{opportunity}/follow", .may = MAY_OFFER,
	  .title = "Letters about an opportunity", .form = &follow_form, .load = follow_load,
	  .post = follow_post, .says = "Be told of changes and answers by letter, or not." },
	{ .path = "/portal/opportunities/{opportunity}/ask", .may = MAY_OFFER,
	  .title = "Ask a question", .form = &ask_form, .load = ask_load, .post = ask_post,
	  .says = "Ask about an opportunity; the answer is given to all." },
};

const struct room tender_room = {
	.name = "tender", .routes = routes, .nroutes = COUNT(routes),
};
