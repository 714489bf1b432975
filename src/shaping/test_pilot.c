/* SPDX-License-Identifier: MIT */
/*
 * test_pilot.c -- ideas go through the stages, run, and end with what was learned.
 */
#include "shaping/inside.h"
#include "shaping/task.sql.h"
#include "t/client.h"
#include "t/world.h"

#define COMMISSIONER ((UserAccountId){ 5 })

struct work {
	struct t *t;
	enum { ADD, START, STAGES, PLAN, DECIDE, BEGIN, TRANSFER, CONCLUDE, MEASURE, READ,
	       PROVIDER } what;
	PilotId id;
	int64_t revision, cohort, reading;
	struct pilot_answers in;
	struct step_due due[START_STAGES];
	size_t ndue;
	enum pilot_decision how;
	Date on, until;
	struct pilot_ending ending;
	struct measure_answers measure;
	PilotMeasureId measured;
	enum piloted got;
	size_t n;
};

static const struct stage_answers two_stages[] = { { "Idea", NULL }, { "Proposal", "In full" } };

static bool work_do(void *arg)
{
	struct work *w = arg;
	struct db *db = w->t->db;
	struct arena *a = w->t->arena;

	w->got = PILOTED;
	switch (w->what) {
	case ADD:
		w->got = pilot_add(db, a, &w->in, COMMISSIONER, T_NOW, &w->id);
		break;
	case START:
		w->n = pilots_start(db, a, COMMISSIONER, T_NOW);
		break;
	case STAGES:
		(void)pipeline_add(db, a, two_stages, 2, "Two will do", COMMISSIONER, T_NOW);
		break;
	case PLAN:
		w->got = pilot_plan(db, a, w->id, w->revision, w->due, w->ndue, COMMISSIONER);
		break;
	case DECIDE:
		w->got = pilot_decide(db, a, w->id, w->revision, w->how, w->on, "It is sound",
		                      COMMISSIONER, T_NOW);
		break;
	case BEGIN:
		w->got = pilot_begin(db, a, w->id, w->revision, w->on, w->until, w->cohort,
		                     COMMISSIONER);
		break;
	case TRANSFER:
		w->got = pilot_transfer(db, a, w->id, w->revision, (FrameworkId){ 1 }, w->on,
		                        COMMISSIONER);
		break;
	case CONCLUDE:
		w->got = pilot_conclude(db, a, w->id, w->revision, &w->ending, COMMISSIONER,
		                        T_NOW);
		break;
	case MEASURE:
		w->got = measure_add(db, a, w->id, w->revision, &w->measure, COMMISSIONER,
		                     &w->measured);
		break;
	case PROVIDER:
		w->got = pilot_provider_add(db, a, w->id, w->revision, CEDAR, WITH_SCOPING, w->on,
		                            NULL, COMMISSIONER, T_NOW);
		break;
	case READ:
		w->got = reading_add(db, a, w->measured, w->on, w->reading, NULL, COMMISSIONER,
		                     T_NOW);
		break;
	}
	return w->got == PILOTED;
}

static struct pilot load(struct work *w)
{
	struct pilot p = { .name = "" };

	SURE(ONE(w->t->db, w->t->arena, pilot_list, &p, .pilot = V(w->id),
	         .today = V(moment_date(T_NOW)), .limit = V((int64_t)1), .skip = V((int64_t)0),
	           .order = PILOT_LIST_BY_NAME));
	return p;
}

/* As whoever has just opened its page. */
static enum piloted now_do(struct work *w)
{
	if (w->id.v)
		w->revision = load(w).revision;
	db_write(w->t->db, work_do, w);
	return w->got;
}

static Date ago(int days)
{
	return date_plus(moment_date(T_NOW), -days);
}

static struct work begun(struct t *t)
{
	return (struct work){ .t = t, .what = ADD, .how = DECIDE_GO, .on = ago(0), .cohort = 12,
		.in = { .name = "Rural support", .idea = "Care where it is hard to find",
		        .owner = COMMISSIONER, .cohort = 12, .funds = MONEY_NONE } };
}

static void pass_all(struct work *w)
{
	w->what = DECIDE;
	w->how = DECIDE_GO;
	while (load(w).passed < load(w).stages)
		IS(now_do(w), PILOTED);
}

TEST(an_idea_passes_eight_stages)
{
	struct work w = begun(t);
	struct pilot p;

	world_make(t->db);
	IS(now_do(&w), PILOTED);
	p = load(&w);
	IS(p.state, PILOT_LISTED);
	IS(p.stages, 8);
	SAME(p.stage_name, "Long list");
	w.what = DECIDE;
	w.on = ago(20);
	IS(now_do(&w), PILOTED);
	IS(load(&w).state, PILOT_SELECTING);
	w.on = ago(21);
	IS(now_do(&w), PILOT_ORDER);
	w.on = ago(-1);
	IS(now_do(&w), PILOT_ORDER);
	w.on = ago(10);
	w.how = DECIDE_CHANGE;
	IS(now_do(&w), PILOTED);
	IS(load(&w).passed, 1);
	w.what = BEGIN;
	w.until = ago(-90);
	IS(now_do(&w), PILOT_NOT_YET);
	w.on = ago(5);
	pass_all(&w);
	IS(load(&w).state, PILOT_CHOSEN);
	IS(now_do(&w), PILOT_NOT_YET);
	w.revision = 1;
	db_write(t->db, work_do, &w);
	IS(w.got, PILOT_STALE);
}

TEST_PLAIN(it_runs_and_ends_with_what_was_learned)
{
	struct work w = begun(t);

	world_make(t->db);
	IS(now_do(&w), PILOTED);
	w.on = ago(100);
	pass_all(&w);
	w.what = CONCLUDE;
	w.ending = (struct pilot_ending){ .how = END_LEARN, .on = ago(0), .learned = "Much" };
	IS(now_do(&w), PILOT_NOT_YET);
	w.what = TRANSFER;
	IS(now_do(&w), PILOT_NOT_YET);
	w.what = BEGIN;
	w.on = ago(90);
	w.until = ago(90);
	IS(now_do(&w), PILOT_ORDER);
	w.until = ago(-10);
	w.cohort = 8;
	IS(now_do(&w), PILOTED);
	IS(now_do(&w), PILOT_ALREADY);
	IS(load(&w).state, PILOT_RUNNING);
	IS(load(&w).cohort, 8);
	w.what = CONCLUDE;
	w.ending.how = END_MAINSTREAM;
	IS(now_do(&w), PILOT_LACKS);
	w.ending.on = ago(91);
	IS(now_do(&w), PILOT_ORDER);
	w.what = TRANSFER;
	w.on = ago(91);
	IS(now_do(&w), PILOT_ORDER);
	w.on = ago(30);
	IS(now_do(&w), PILOTED);
	IS(now_do(&w), PILOT_ALREADY);
	w.what = CONCLUDE;
	w.ending.on = ago(1);
	IS(now_do(&w), PILOTED);
	IS(load(&w).state, PILOT_MAINSTREAM);
	SAME(load(&w).learned, "Much");
	IS(now_do(&w), PILOT_ENDED);
	w.id.v = 99;
	db_write(t->db, work_do, &w);
	IS(w.got, PILOT_GONE);
}

TEST(it_is_stopped_at_a_stage)
{
	struct work w = begun(t);

	world_make(t->db);
	IS(now_do(&w), PILOTED);
	w.what = PROVIDER;
	IS(now_do(&w), PILOTED);
	IS(now_do(&w), PILOT_ALREADY);
	w.what = DECIDE;
	w.how = DECIDE_STOP;
	IS(now_do(&w), PILOTED);
	IS(load(&w).state, PILOT_STOPPED);
	SAME(load(&w).learned, "It is sound");
	IS(now_do(&w), PILOT_ENDED);
}

static size_t overdue(struct t *t)
{
	struct task_pilot_stages_row *rows;

	return ALL(t->db, t->arena, task_pilot_stages, &rows, .today = V(moment_date(T_NOW)),
	           .limit = V((int64_t)10));
}

/* Only the stage at which it stands is late. */
TEST(a_stage_that_is_late_is_a_task)
{
	struct work w = begun(t);
	struct pilot_step *s;

	world_make(t->db);
	IS(now_do(&w), PILOTED);
	IS(ALL(t->db, t->arena, pilot_steps, &s, .pilot = V(w.id)), 8);
	w.what = PLAN;
	w.due[0] = (struct step_due){ s[0].id, ago(3) };
	w.due[1] = (struct step_due){ s[1].id, ago(4) };
	w.ndue = 2;
	IS(now_do(&w), PILOT_ORDER);
	w.due[1].due = ago(1);
	IS(now_do(&w), PILOTED);
	IS(overdue(t), 1);
	w.what = DECIDE;
	IS(now_do(&w), PILOTED);
	IS(overdue(t), 1);
	IS(now_do(&w), PILOTED);
	IS(overdue(t), 0);
}

static size_t to_read(struct t *t)
{
	struct task_pilot_readings_row *rows;

	return ALL(t->db, t->arena, task_pilot_readings, &rows, .today = V(moment_date(T_NOW)),
	           .limit = V((int64_t)10));
}

TEST_PLAIN(measures_are_read_when_they_are_due)
{
	struct work w = begun(t);
	struct pilot_measure *m;

	world_make(t->db);
	IS(now_do(&w), PILOTED);
	w.what = MEASURE;
	w.measure = (struct measure_answers){ "Hours a week", "hours", AIM_LESS, 14, 11, 28 };
	IS(now_do(&w), PILOTED);
	IS(now_do(&w), PILOT_ALREADY);
	w.on = ago(60);
	pass_all(&w);
	w.what = BEGIN;
	w.until = ago(-60);
	IS(now_do(&w), PILOTED);
	IS(to_read(t), 1);
	w.what = READ;
	w.on = ago(20);
	w.reading = 12;
	IS(now_do(&w), PILOTED);
	IS(now_do(&w), PILOT_ALREADY);
	IS(to_read(t), 0);
	w.on = ago(-1);
	IS(now_do(&w), PILOT_ORDER);
	w.on = ago(28);
	IS(now_do(&w), PILOTED);
	IS(ALL(t->db, t->arena, measure_list, &m, .pilot = V(w.id)), 1);
	IS(m[0].last_reading, 12);
}

/* A pilot keeps the stages that it began with; ideas are added once. */
TEST_PLAIN(stages_are_versions_and_ideas_begin_once)
{
	struct work w = begun(t);

	world_make(t->db);
	IS(now_do(&w), PILOTED);
	IS(now_do(&w), PILOT_ALREADY);
	w.id.v = 0;
	w.what = STAGES;
	IS(now_do(&w), PILOTED);
	w.what = START;
	IS(now_do(&w), PILOTED);
	IS(w.n, START_IDEAS - 1);
	IS(now_do(&w), PILOTED);
	IS(w.n, 0);
	w.what = ADD;
	w.in.name = "Night visits";
	IS(now_do(&w), PILOTED);
	IS(load(&w).stages, 2);
}
