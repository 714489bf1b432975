/* SPDX-License-Identifier: MIT */
/*
 * room.c -- the site's own addresses and verbs.
 */
#include "jobs/jobs.h"
#include "site/inside.h"
#include "site/settings.h"
#include "site/task.h"
#include "site/verbs.h"

static const struct route routes[] = {
	{ .path = "/", .may = MAY_ANYONE, .get = home_get, .title = "Home", .not_in_api = true },
	{ .path = "/accessibility", .may = MAY_ANYONE, .get = accessibility_get,
	  .title = "Accessibility statement", .not_in_api = true },
	{ .path = "/theme.css", .may = MAY_ANYONE, .get = theme_get, .not_in_api = true },
	{ .path = "/readyz", .may = MAY_ANYONE, .get = ready_get, .not_in_api = true },
	{ .path = "/api.json", .may = MAY_SIGNED_IN, .get = api_get, .not_in_api = true },
	{ .path = "/drafts", .may = MAY_SIGNED_IN, .post = drafts_post, .own_transaction = true,
	  .not_in_api = true },
	{ .path = "/drafts/discard", .may = MAY_SIGNED_IN, .post = draft_drop_post,
	  .own_transaction = true, .not_in_api = true },
	{ .path = "/tasks", .may = MAY_SIGNED_IN, .get = tasks_get, .title = "Tasks",
	  .nav = "Tasks", .says = "What waits for you, most urgent first." },
	{ .path = "/search", .may = MAY_SIGNED_IN, .get = search_get, .title = "Search",
	  .says = "People, requests, placements, providers: what fits q and one may see." },
	{ .path = "/settings", .may = MAY_ADMIN, .form = &settings_form, .load = settings_load,
	  .post = settings_post, .title = "Settings", .nav = "Settings",
	  .says = "The council's name, nation, colour; how long a session lasts" },
};

static const struct verb verbs[] = {
	{ "init", "DIR [--name COUNCIL] [--nation ew|sc|ni]", "Make a new council", init_verb },
	{ "serve", "--data DIR [--listen ADDR:PORT] [--workers N] [--trust-proxy] [--admin ADDR]",
	  "Serve it to browsers", serve_verb },
	{ "migrate", "--data DIR", "Bring its database up to this program", migrate_verb },
	{ "check", "--data DIR", "See that the database, the audit trail and the laws hold",
	  check_verb },
};

static const struct job_kind jobs[] = {
	{ .name = "tasks.remind", .says = "Write to those for whom something waits",
	  .run = remind_job, .on_clock = true, .at_mins = 8 * 60, .catch_up = 1 },
};

const struct room site_room = {
	.name = "site", .routes = routes, .nroutes = COUNT(routes),
	.jobs = jobs, .njobs = COUNT(jobs), .tasks = site_tasks, .ntasks = SITE_TASKS,
	.home = tasks_home, .verbs = verbs, .nverbs = COUNT(verbs),
};
