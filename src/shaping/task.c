/* SPDX-License-Identifier: MIT */
/*
 * task.c -- what of shaping waits for whom: stages and readings that are due,
 * pilots that are over.
 */
#include "shaping/pages.h"
#include "shaping/task.sql.h"

const struct task_kind shaping_tasks[SHAPING_TASKS] = {
	{ "pilot-stages", "pilot whose stage is overdue", "pilots whose stage is overdue",
	  MAY_MARKET, &task_pilot_stages_sql, .link = "/pilots/{id}", .all = "/pilots" },
	{ "pilot-readings", "measure of a pilot to be read", "measures of pilots to be read",
	  MAY_MARKET, &task_pilot_readings_sql, .link = "/pilots/{id}", .all = "/pilots" },
	{ "pilots-over", "pilot to be concluded", "pilots to be concluded", MAY_MARKET,
	  &task_pilots_over_sql, .link = "/pilots/{id}", .all = "/pilots" },
	{ "engagement-answers", "theme of a session to be answered",
	  "themes of sessions to be answered", MAY_MARKET, &task_engagement_answers_sql,
	  .link = "/engagement-log/{id}", .all = "/engagement-log" },
};
