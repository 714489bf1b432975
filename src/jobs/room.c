/* SPDX-License-Identifier: MIT */
/*
 * room.c -- the administrator's list of jobs, and the pages of this room.
 */
#include "html/alm.h"
#include "jobs/inside.h"
#include "list/list.h"
#include "site/meter.h"

static struct cell says_cell(struct rq *rq, const void *row)
{
	const struct job_list_row *r = row;
	const struct job_kind *k = job_kind_find(r->kind);

	(void)rq;
	return cell_of_text(k ? k->says : r->kind);
}

static struct cell progress_cell(struct rq *rq, const void *row)
{
	const struct job_list_row *r = row;

	return r->total > 0 ? cell_of_text(arena_fmt(rq->arena, "%lld of %lld",
	                                             (long long)r->progress,
	                                             (long long)r->total)) : cell_none();
}

static void progress_draw(struct rq *rq, struct page *pg, const void *row)
{
	const struct job_list_row *r = row;

	if (r->state == JOB_RUNNING && r->total > 0)
		alm_progress(pg, "How far", r->progress, r->total);
	else
		text(pg, progress_cell(rq, row).text);
}

static const struct list_col job_cols[] = {
	{ .name = "id", .label = "Job" },
	{ .name = "says", .label = "What", .make = says_cell },
	{ .name = "state", .label = "State", .words = &job_state_vocab },
	{ .name = "progress_text", .label = "How far", .make = progress_cell,
	  .draw = progress_draw },
	{ .name = "tries", .label = "Tries", .as = CELL_INT },
	{ .name = "run_at_ms", .label = "Due" },
	{ .name = "started_ms", .label = "Started" },
	{ .name = "done_ms", .label = "Done" },
	{ .name = "message", .label = "What it says" },
	{ .name = "kind", .label = "Kind", .in_files_only = true },
};
static const struct list_filter job_filters[] = {
	{ .name = "state", .label = "State", .words = &job_state_vocab },
};
static const struct list job_list_list = {
	.name = "jobs", .title = "Jobs", .wide = true,
	.why = "Administrators look here when a return, an import or mail has not come",
	.sql = &job_list_sql, .cols = job_cols, .ncols = COUNT(job_cols),
	.filters = job_filters, .nfilters = COUNT(job_filters), .order = "newest",
	.none = "Nothing has been asked of the clerk yet.",
};

static const struct route routes[] = {
	{ .path = "/jobs", .may = MAY_ADMIN, .title = "Jobs", .nav = "Jobs", .list = &job_list_list,
	  .says = "What the clerk has done, is doing and will try again." },

	/* the working calendar */
	{ .path = "/bank-holidays", .may = MAY_ADMIN, .title = "Bank holidays",
	  .nav = "Bank holidays", .list = &bank_holiday_list_list,
	  .says = "Bank holidays that were proclaimed or moved." },
	{ .path = "/bank-holidays/new", .may = MAY_ADMIN, .title = "Add a day",
	  .form = &bank_holiday_form, .post = bank_holiday_post,
	  .says = "Keep a bank holiday that was proclaimed, or one that is worked." },
	{ .path = "/bank-holidays/read", .may = MAY_ADMIN, .title = "Read the file of GOV.UK",
	  .form = &bank_holiday_file_form, .post = bank_holiday_file_post, .slow = true,
	  .upload = true, .says = "Make them as gov.uk/bank-holidays.json has them." },
	{ .path = "/bank-holidays/{bank_holiday}/remove", .may = MAY_ADMIN, .title = "Remove a day",
	  .form = &bank_holiday_drop_form, .load = bank_holiday_drop_load,
	  .above = bank_holiday_above, .post = bank_holiday_drop_post,
	  .says = "Remove it: the usual rule holds again." },
};

static const struct meter meters[] = {
	{ "almoner_jobs", "Jobs of the clerk that are not done", "state", &job_state_vocab,
	  &meter_jobs_sql },
};

const struct room jobs_room = {
	.name = "jobs", .routes = routes, .nroutes = COUNT(routes),
	.meters = meters, .nmeters = COUNT(meters),
};
