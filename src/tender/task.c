/* SPDX-License-Identifier: MIT */
/*
 * task.c -- what of opportunities waits for whom.
 */
#include "tender/pages.h"
#include "tender/task.sql.h"

const struct task_kind tender_tasks[TENDER_TASKS] = {
	{ "clarifications", "question of a provider to answer", "questions of providers to answer",
	  MAY_MARKET, &task_clarifications_sql },
	{ "tender-open", "opportunity whose responses are to be opened",
	  "opportunities whose responses are to be opened", MAY_MARKET, &task_tender_open_sql,
	  .link = "/opportunities/{id}/open", .all = "/opportunities/kept" },
	{ "tender-decide", "opportunity that waits for a decision",
	  "opportunities that wait for a decision", MAY_MARKET, &task_tender_decide_sql,
	  .link = "/opportunities/{id}", .all = "/opportunities/kept" },
	{ "tender-publish", "opportunity that should be published",
	  "opportunities that should be published", MAY_MARKET, &task_tender_publish_sql,
	  .link = "/opportunities/{id}", .all = "/opportunities/kept" },
	{ "low-prices", "price of yours to explain", "prices of yours to explain", MAY_OFFER,
	  &task_low_prices_sql, .all = "/portal/opportunities" },
	{ "responses", "response of yours that is not sent",
	  "responses of yours that are not sent", MAY_OFFER, &task_responses_sql,
	  .link = "/portal/opportunities/{id}/response", .all = "/portal/opportunities" },
};
