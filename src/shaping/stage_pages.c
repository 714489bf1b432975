/* SPDX-License-Identifier: MIT */
/*
 * stage_pages.c -- the stages that pilots go through, in versions, and when one
 * pilot is to pass them.
 */
#include "shaping/pages.h"

/* ---- the stages that the next pilots go through ---------------------------------------- */

static const struct column stage_cols[] = {
	{ .key = "place", .from = "position", .label = "Stage", .kind = CELL_INT },
	{ .key = "name", .from = "name", .label = "Name" },
	{ .key = "guide", .from = "guide", .label = "What it is for" },
};
static const struct column version_cols[] = {
	{ .key = "number", .from = "number", .label = "Version", .kind = CELL_INT },
	{ .key = "made", .from = "made_ms", .label = "Made", .kind = CELL_MOMENT },
	{ .key = "by", .from = "made_name", .label = "By" },
	{ .key = "reason", .from = "reason", .label = "Why" },
};

/* Without any version these are the ones of the starting set, as the first pilot will have. */
static size_t stages_now(struct rq *rq, struct stage_list_row **out)
{
	struct pipeline_last_row last;

	if (ONE(rq->db, rq->arena, pipeline_last, &last, .none = { 0 }))
		return ALL(rq->db, rq->arena, stage_list, out, .pipeline = V(last.id));
	*out = NEWN(rq->arena, struct stage_list_row, START_STAGES);
	for (size_t i = 0; i < START_STAGES; i++)
		(*out)[i] = (struct stage_list_row){ .position = (int64_t)i + 1,
			.name = start_stages[i].name, .guide = start_stages[i].guide };
	return START_STAGES;
}

struct reply stages_get(struct rq *rq)
{
	struct record *rec = record_new(rq->arena, "pilot-stages", 1, "Stages of a pilot");
	const struct alm_way ways[] = { { "Change the stages", "new", rq_may(rq, MAY_MARKET) } };
	struct pipeline_list_row *v;
	struct stage_list_row *s;
	struct page *pg;
	size_t n = stages_now(rq, &s), nversions;

	record_fill(record_table(rec, "stages", "Stages of new pilots", stage_cols,
	                         COUNT(stage_cols)), &stage_list_sql, s, n);
	nversions = ALL(rq->db, rq->arena, pipeline_list, &v, .none = { 0 });
	record_fill(record_table(rec, "versions", "Versions", version_cols, COUNT(version_cols)),
	            &pipeline_list_sql, v, nversions);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = "Stages of a pilot";
	rq->look.back = "/pilots";
	pg = show_begin(rq);
	para(pg, "A pilot goes through the stages that stood when it was added.");
	alm_ways(pg, "/pilots/stages", ways, COUNT(ways));
	record_draw_table(rq, pg, rec, "stages");
	if (nversions)
		record_draw_table(rq, pg, rec, "versions");
	return show(rq, pg);
}

static const struct field stage_fields[] = {
	{ IN(struct stage_answers, name), .label = "Name", .max = 120,
	  .need = "Enter the stage's name" },
	{ IN(struct stage_answers, guide), .label = "What it is for", .as = AS_LONG, .max = 1000 },
};
static const struct form stage_form = { .name = "pilot-stage",
	FORM(struct stage_answers, stage_fields), .title = "Stage" };

struct stages_in { struct rows stages; const char *reason; };
static const struct field stages_fields[] = {
	{ IN(struct stages_in, stages), .label = "Stages", .group = &stage_form,
	  .rows = STAGES_MOST, .need = "Enter at least one stage" },
	{ IN(struct stages_in, reason), .label = "Why they are changed", .as = AS_LONG,
	  .max = 2000, .need = "Enter why the stages are changed" },
};
const struct form stages_form = { .name = "pilot-stages", FORM(struct stages_in, stages_fields),
	.title = "Change the stages", .button = "Save as a new version",
	.lead = "Pilots that were added before keep the stages that they began with." };

struct reply stages_load(struct rq *rq, void *form)
{
	struct stages_in *in = form;
	struct stage_list_row *s;
	size_t n = stages_now(rq, &s);
	struct stage_answers *list = NEWN(rq->arena, struct stage_answers, n);

	for (size_t i = 0; i < n; i++)
		list[i] = (struct stage_answers){ s[i].name, s[i].guide };
	in->stages = (struct rows){ list, n };
	rq->look.back = "/pilots/stages";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply stages_post(struct rq *rq, void *form)
{
	const struct stages_in *in = form;

	(void)pipeline_add(rq->db, rq->arena, in->stages.at, in->stages.n, in->reason, rq->me->id,
	                   rq->now);
	return go(rq, "Stages changed, for pilots from now on", "/pilots/stages");
}

/* ---- when one pilot is to pass them ------------------------------------------------------ */

/* The form of a pilot's days: the struct is a revision and a day for each stage that is left. */
struct plan { struct form form; struct pilot_step *steps; size_t n; };
struct plan_in { int64_t revision; Date due[STAGES_MOST]; };

static void plan_field(struct rq *rq, struct field *f, const struct pilot_step *s, size_t i)
{
	*f = (struct field){ .name = arena_fmt(rq->arena, "stage_%lld", (long long)s->position),
		.at = offsetof(struct plan_in, due) + i * sizeof(Date), .kind = FIELD_DATE,
		.label = arena_fmt(rq->arena, "%lld. %s", (long long)s->position, s->name) };
}

const struct form *stage_plan_form(struct rq *rq)
{
	struct plan *plan = NEW(rq->arena, struct plan);
	struct field *f = NEWN(rq->arena, struct field, STAGES_MOST + 1);
	struct pilot_step *s;
	size_t n = ALL(rq->db, rq->arena, pilot_steps, &s, .pilot = V(ID(rq, PilotId, "pilot")));

	plan->steps = NEWN(rq->arena, struct pilot_step, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!date_known(s[i].done_day)) {
			plan_field(rq, &f[plan->n], &s[i], plan->n);
			plan->steps[plan->n++] = s[i];
		}
	f[plan->n] = (struct field){ IN(struct plan_in, revision), .as = AS_HIDDEN };
	plan->form = (struct form){ .name = "pilot-plan", .size = sizeof(struct plan_in),
		.fields = f, .nfields = plan->n + 1, .title = "Plan the stages", .button = "Save",
		.lead = "By which day should each stage be passed? One that is late is a task." };
	return n ? &plan->form : NULL;
}

struct reply stage_plan_load(struct rq *rq, void *form)
{
	const struct plan *plan = (const struct plan *)rq->form;
	struct plan_in *in = form;
	struct pilot p;

	if (!pilot_asked(rq, &p))
		return not_found(rq);
	in->revision = p.revision;
	for (size_t i = 0; i < plan->n; i++)
		in->due[i] = plan->steps[i].due_day;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply stage_plan_post(struct rq *rq, void *form)
{
	const struct plan *plan = (const struct plan *)rq->form;
	struct step_due *due = NEWN(rq->arena, struct step_due, plan->n + 1);
	const struct plan_in *in = form;
	PilotId id = ID(rq, PilotId, "pilot");

	for (size_t i = 0; i < plan->n; i++)
		due[i] = (struct step_due){ plan->steps[i].id, in->due[i] };
	return piloted_reply(rq, pilot_plan(rq->db, rq->arena, id, in->revision, due, plan->n,
	                                    rq->me->id),
	                     NULL, "A stage cannot be planned for before the one that comes before "
	                     "it", id, "Stages planned");
}
