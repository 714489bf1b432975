/* SPDX-License-Identifier: MIT */
/*
 * task.c -- what of the market waits for whom: reviews, what ends soon, rows of
 * an import that were left out, free hours that were stated long ago.
 */
#include "market/pages.h"
#include "market/task.sql.h"
#include "market/watch.sql.h"

const struct task_kind market_tasks[MARKET_TASKS] = {
	{ "reviews", "suspension to review", "suspensions to review", MAY_MARKET,
	  &task_reviews_sql, .link = "/providers/{id}" },
	{ "standings", "standing that ends soon", "standings that end soon", MAY_MARKET,
	  &task_standings_sql, .link = "/providers/{id}", .setting = "tasks.ending_days" },
	{ "prices", "fair price of care that ends soon", "fair prices of care that end soon",
	  MAY_MARKET, &task_prices_sql, .link = "/prices", .all = "/prices",
	  .setting = "tasks.ending_days" },
	{ "blocks", "block of hours that ends soon", "blocks of hours that end soon", MAY_MARKET,
	  &task_blocks_sql, .link = "/providers/{id}", .setting = "tasks.ending_days" },
	{ "frameworks", "framework that ends soon", "frameworks that end soon", MAY_MARKET,
	  &task_frameworks_sql, .link = "/frameworks/{id}", .all = "/frameworks",
	  .setting = "tasks.ending_days" },
	{ "framework-reviews", "framework to be reviewed", "frameworks to be reviewed", MAY_MARKET,
	  &task_framework_reviews_sql, .link = "/frameworks/{id}", .all = "/frameworks" },
	{ "notices", "notice from a regulator to look at", "notices from regulators to look at",
	  MAY_MARKET, &task_notices_sql, .link = "/notices/{id}", .all = "/notices?whose=both" },
	{ "successions", "location that seems to go on as another",
	  "locations that seem to go on as others", MAY_MARKET, &task_successions_sql,
	  .link = "/successions/{id}", .all = "/successions" },
	{ "refused-rows", "import that left rows out", "imports that left rows out", MAY_ADMIN,
	  &task_refused_rows_sql, .link = "/imports/{id}", .all = "/imports" },
	{ "capacity", "statement of your free hours that is out of date",
	  "statements of your free hours that are out of date", MAY_OFFER, &task_capacity_sql,
	  .link = "/portal/capacity", .all = "/portal/capacity", .setting = "tasks.capacity_days" },
};
