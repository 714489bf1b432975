/* SPDX-License-Identifier: MIT */
/*
 * pilot.c -- pilots are written down and planned; the stages that they go through.
 */
#include "shaping/inside.h"

#include "base/utf8.h"
#include "exchange/json.h"

VOCAB_WORDS(pilot_state, PILOT, PILOT_STATES)
VOCAB_WORDS(pilot_end, END, PILOT_ENDS)
VOCAB_WORDS(pilot_decision, DECIDE, PILOT_DECISIONS)
VOCAB_WORDS(pilot_aim, AIM, PILOT_AIMS)
VOCAB_WORDS(pilot_role, WITH, PILOT_ROLES)

/* ---- the pipeline ------------------------------------------------------------------- */

PilotPipelineId pipeline_add(struct db *db, struct arena *a, const struct stage_answers *s,
                             size_t n, const char *reason, UserAccountId by, Moment now)
{
	PilotPipelineId id = NEW_ID(db, PilotPipelineId);
	struct pipeline_last_row last;
	int64_t number = 1;

	db_need_write(db);
	SURE(n >= 1 && n <= STAGES_MOST);
	if (ONE(db, a, pipeline_last, &last, .none = { 0 }))
		number = last.number + 1;
	DO(db, pipeline_insert, .id = V(id), .number = V(number), .reason = V(reason),
	   .made_by = V(by), .made_ms = V(now));
	for (size_t i = 0; i < n; i++)
		DO(db, stage_insert, .id = V(NEW_ID(db, PilotStageId)), .pipeline = V(id),
		   .position = V((int64_t)i + 1), .name = V(s[i].name), .guide = V(s[i].guide));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "pilot.stages",
		.thing = "pilot_pipeline", .thing_id = id.v, .reason = reason,
		.detail = arena_fmt(a, "{\"number\":%lld,\"stages\":%zu}", (long long)number, n) });
	return id;
}

PilotPipelineId pipeline_now(struct db *db, struct arena *a, UserAccountId by, Moment now)
{
	struct pipeline_last_row last;

	if (ONE(db, a, pipeline_last, &last, .none = { 0 }))
		return last.id;
	return pipeline_add(db, a, start_stages, START_STAGES, NULL, by, now);
}

/* ---- written down ------------------------------------------------------------------- */

enum piloted pilot_here(struct db *db, struct arena *a, PilotId id, int64_t revision,
                        struct pilot_lock_row *p)
{
	db_need_write(db);
	if (!ONE(db, a, pilot_lock, p, .id = V(id)))
		return PILOT_GONE;
	if (p->revision != revision)
		return PILOT_STALE;
	return date_known(p->ended_day) ? PILOT_ENDED : PILOTED;
}

bool step_here(struct db *db, struct arena *a, PilotId id, struct pilot_step *out)
{
	struct pilot_step *s;
	size_t n = ALL(db, a, pilot_steps, &s, .pilot = V(id));

	for (size_t i = 0; i < n; i++)
		if (!date_known(s[i].done_day)) {
			*out = s[i];
			return true;
		}
	return false;
}

static const char *answers_json(struct arena *a, const struct pilot_answers *in)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "name", in->name);
	json_put_int(&j, "owner", in->owner.v);
	json_put_int(&j, "cohort", in->cohort);
	json_put_money(&j, "funds", in->funds);
	json_close_object(&j);
	return buf_text(&b);
}

static void steps_make(struct db *db, struct arena *a, PilotId id, PilotPipelineId pipeline)
{
	struct stage_list_row *s;
	size_t n = ALL(db, a, stage_list, &s, .pipeline = V(pipeline));

	for (size_t i = 0; i < n; i++)
		DO(db, pilot_step_insert, .id = V(NEW_ID(db, PilotStepId)), .pilot = V(id),
		   .stage = V(s[i].id), .position = V(s[i].position));
}

enum piloted pilot_add(struct db *db, struct arena *a, const struct pilot_answers *in,
                       UserAccountId by, Moment now, PilotId *out)
{
	const char *key = utf8_key(a, in->name);
	struct pilot_named_row other;
	PilotPipelineId pipeline;

	db_need_write(db);
	if (ONE(db, a, pilot_named, &other, .name_key = V(key)))
		return PILOT_ALREADY;
	pipeline = pipeline_now(db, a, by, now);
	*out = NEW_ID(db, PilotId);
	DO(db, pilot_insert, .id = V(*out), .name = V(in->name), .name_key = V(key),
	   .idea = V(in->idea), .pipeline = V(pipeline), .owner = V(in->owner),
	   .cohort = V(in->cohort), .cohort_words = V(in->cohort_words),
	   .examples = V(in->examples), .funding = V(in->funding), .funds_pence = V(in->funds),
	   .made_by = V(by), .made_ms = V(now));
	steps_make(db, a, *out, pipeline);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "pilot.add", .thing = "pilot",
		.thing_id = out->v, .detail = answers_json(a, in) });
	return PILOTED;
}

size_t pilots_start(struct db *db, struct arena *a, UserAccountId by, Moment now)
{
	size_t n = 0;

	for (size_t i = 0; i < START_IDEAS; i++) {
		const struct pilot_answers in = { .name = start_ideas[i].name,
			.idea = start_ideas[i].idea, .owner = by, .cohort = INT_NONE,
			.funds = MONEY_NONE };
		PilotId id;

		n += pilot_add(db, a, &in, by, now, &id) == PILOTED;
	}
	return n;
}

enum piloted pilot_change(struct db *db, struct arena *a, PilotId id, int64_t revision,
                          const struct pilot_answers *in, UserAccountId by)
{
	const char *key = utf8_key(a, in->name);
	struct pilot_named_row other;
	struct pilot_lock_row p;
	enum piloted got = pilot_here(db, a, id, revision, &p);

	if (got != PILOTED)
		return got;
	if (ONE(db, a, pilot_named, &other, .name_key = V(key)) && other.id.v != id.v)
		return PILOT_ALREADY;
	if (DO(db, pilot_update, .id = V(id), .revision = V(revision), .name = V(in->name),
	       .name_key = V(key), .idea = V(in->idea), .owner = V(in->owner),
	       .cohort = V(in->cohort), .cohort_words = V(in->cohort_words),
	       .examples = V(in->examples), .funding = V(in->funding),
	       .funds_pence = V(in->funds)) != 1)
		return PILOT_STALE;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "pilot.change",
		.thing = "pilot", .thing_id = id.v, .detail = answers_json(a, in) });
	return PILOTED;
}

/* ---- planned ------------------------------------------------------------------------ */

static Date due_of(const struct step_due *due, size_t n, const struct pilot_step *s)
{
	if (date_known(s->done_day))
		return s->due_day;
	for (size_t i = 0; i < n; i++)
		if (due[i].step.v == s->id.v)
			return due[i].due;
	return s->due_day;
}

static bool dues_in_order(const struct step_due *due, size_t n, const struct pilot_step *s,
                          size_t nsteps)
{
	Date last = DATE_NONE;

	for (size_t i = 0; i < nsteps; i++) {
		const Date d = due_of(due, n, &s[i]);

		if (!date_known(d) || date_known(s[i].done_day))
			continue;
		if (date_known(last) && date_cmp(d, last) < 0)
			return false;
		last = d;
	}
	return true;
}

enum piloted pilot_plan(struct db *db, struct arena *a, PilotId id, int64_t revision,
                        const struct step_due *due, size_t n, UserAccountId by)
{
	struct pilot_lock_row p;
	struct pilot_step *s;
	enum piloted got = pilot_here(db, a, id, revision, &p);
	size_t nsteps;
	int64_t moved = 0;

	if (got != PILOTED)
		return got;
	nsteps = ALL(db, a, pilot_steps, &s, .pilot = V(id));
	if (!dues_in_order(due, n, s, nsteps))
		return PILOT_ORDER;
	if (DO(db, pilot_touch, .id = V(id), .revision = V(revision)) != 1)
		return PILOT_STALE;
	for (size_t i = 0; i < nsteps; i++)
		if (!date_known(s[i].done_day))
			moved += DO(db, pilot_step_due, .id = V(s[i].id),
			            .due_day = V(due_of(due, n, &s[i])));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "pilot.plan", .thing = "pilot",
		.thing_id = id.v, .detail = arena_fmt(a, "{\"stages\":%lld}", (long long)moved) });
	return PILOTED;
}
