/* SPDX-License-Identifier: MIT */
/*
 * course_pages.c -- a pilot is decided on, begun, moved, ended and read on pages.
 */
#include "shaping/pages.h"

#include "shaping/page.sql.h"

/* Days that a pilot usually runs, and after which a measure is usually read again. */
enum { USUAL_RUN = 182, USUAL_READ = 28 };

#define HERE(rq) ID(rq, PilotId, "pilot")

static struct reply revision_load(struct rq *rq, int64_t *revision, struct pilot *p)
{
	if (!pilot_asked(rq, p))
		return not_found(rq);
	*revision = p->revision;
	return (struct reply){ REPLY_DEFAULT };
}

/* ---- decide ----------------------------------------------------------------------------- */

struct decide_in { unsigned how; Date on; const char *reason; int64_t revision; };
static const struct field decide_fields[] = {
	{ IN(struct decide_in, how), .label = "Decision", .words = &pilot_decision_vocab,
	  .need = "Choose what was decided" },
	{ IN(struct decide_in, on), .label = "Decided on", .need = "Enter the day" },
	{ IN(struct decide_in, reason), .label = "Why", .as = AS_LONG, .max = 4000,
	  .hint = "If it is stopped: also what was learned", .need = "Enter why" },
	{ IN(struct decide_in, revision), .as = AS_HIDDEN },
};
const struct form course_decide_form = { .name = "pilot-decision",
	FORM(struct decide_in, decide_fields), .title = "Decide on this stage", .button = "Save" };

struct reply course_decide_load(struct rq *rq, void *form)
{
	struct decide_in *in = form;
	struct pilot p;
	struct reply r = revision_load(rq, &in->revision, &p);

	if (r.kind != REPLY_DEFAULT)
		return r;
	in->on = rq->today;
	if (p.stage_name)
		rq->look.caption = arena_fmt(rq->arena, "%s, stage %lld: %s", p.name,
		                             (long long)p.passed + 1, p.stage_name);
	return r;
}

struct reply course_decide_post(struct rq *rq, void *form)
{
	const struct decide_in *in = form;
	enum piloted got = pilot_decide(rq->db, rq->arena, HERE(rq), in->revision,
	                                (enum pilot_decision)in->how, in->on, in->reason,
	                                rq->me->id, rq->now);

	return piloted_reply(rq, got, "on", got == PILOT_NOT_YET ?
	                     "All stages are passed: begin the pilot, or conclude it" :
	                     "The day must not be to come, nor before the last decision", HERE(rq),
	                     "Decision kept");
}

/* ---- begin ------------------------------------------------------------------------------ */

struct begin_in { Date from, last; int64_t cohort, revision; };
static const struct field begin_fields[] = {
	{ IN(struct begin_in, from), .label = "From", .need = "Enter the first day" },
	{ IN(struct begin_in, last), .label = "Last day, as planned",
	  .need = "Enter the last day" },
	{ IN(struct begin_in, cohort), .label = "People in the cohort", .min = 1, .max = 100000,
	  .width = "5", .need = "Enter how many people take part" },
	{ IN(struct begin_in, revision), .as = AS_HIDDEN },
};
const struct form begin_pilot_form = { .name = "pilot-run", FORM(struct begin_in, begin_fields),
	.title = "Begin the pilot", .button = "Begin" };

struct reply begin_pilot_load(struct rq *rq, void *form)
{
	struct begin_in *in = form;
	struct pilot p;
	struct reply r = revision_load(rq, &in->revision, &p);

	in->from = rq->today;
	in->last = date_plus(rq->today, USUAL_RUN - 1);
	in->cohort = r.kind == REPLY_DEFAULT ? p.cohort : INT_NONE;
	return r;
}

struct reply begin_pilot_post(struct rq *rq, void *form)
{
	const struct begin_in *in = form;
	enum piloted got = pilot_begin(rq->db, rq->arena, HERE(rq), in->revision, in->from,
	                               date_plus(in->last, 1), in->cohort, rq->me->id);

	return piloted_reply(rq, got, got == PILOT_ORDER ? "last" : NULL,
	                     got == PILOT_ORDER ? "The last day must not be before the first" :
	                     got == PILOT_ALREADY ? "This pilot has begun" :
	                     "Stages are still to be passed", HERE(rq), "Pilot begun");
}

/* ---- on a framework's Part B -------------------------------------------------------------- */

struct transfer_in { FrameworkId framework; Date from; int64_t revision; };
static const struct field transfer_fields[] = {
	{ IN(struct transfer_in, framework), .label = "Framework",
	  .from = &shaping_framework_choices_sql, .need = "Choose a framework" },
	{ IN(struct transfer_in, from), .label = "From", .need = "Enter the day" },
	{ IN(struct transfer_in, revision), .as = AS_HIDDEN },
};
const struct form transfer_form = { .name = "pilot-transfer",
	FORM(struct transfer_in, transfer_fields), .title = "Move to Part B", .button = "Move",
	.lead = "What runs when a framework begins goes on under its Part B. The pilot stays a "
	"pilot until it is concluded." };

struct reply transfer_load(struct rq *rq, void *form)
{
	struct transfer_in *in = form;
	struct pilot p;

	in->from = rq->today;
	return revision_load(rq, &in->revision, &p);
}

struct reply transfer_post(struct rq *rq, void *form)
{
	const struct transfer_in *in = form;
	enum piloted got = pilot_transfer(rq->db, rq->arena, HERE(rq), in->revision, in->framework,
	                                  in->from, rq->me->id);

	return piloted_reply(rq, got, got == PILOT_ORDER ? "from" : NULL,
	                     got == PILOT_ORDER ? "The day must not be before the pilot began" :
	                     got == PILOT_ALREADY ? "It is on a framework's Part B already" :
	                     "It has not begun", HERE(rq), "Moved to Part B");
}

/* ---- ended ------------------------------------------------------------------------------- */

struct conclude_in {
	unsigned how;
	Date on;
	const char *learned;
	FrameworkId framework;
	Date onto;
	int64_t revision;
};
static const struct field conclude_fields[] = {
	{ IN(struct conclude_in, how), .label = "What becomes of it", .words = &pilot_end_vocab,
	  .need = "Choose what becomes of it" },
	{ IN(struct conclude_in, on), .label = "Ended on", .need = "Enter the day" },
	{ IN(struct conclude_in, learned), .label = "What was learned", .as = AS_LONG, .max = 4000,
	  .hint = "Also where it did not work: that is what pilots are for",
	  .need = "Enter what was learned" },
	{ IN(struct conclude_in, framework), .label = "Goes on under Part B of",
	  .from = &shaping_framework_choices_sql, .depends = "how=3",
	  .hint = "Leave it empty when the pilot was moved there before" },
	{ IN(struct conclude_in, onto), .label = "From", .depends = "how=3" },
	{ IN(struct conclude_in, revision), .as = AS_HIDDEN },
};
const struct form conclude_form = { .name = "pilot-end",
	FORM(struct conclude_in, conclude_fields), .title = "Conclude the pilot",
	.button = "Conclude" };

struct reply conclude_load(struct rq *rq, void *form)
{
	struct conclude_in *in = form;
	struct pilot p;

	in->on = rq->today;
	return revision_load(rq, &in->revision, &p);
}

struct reply conclude_post(struct rq *rq, void *form)
{
	const struct conclude_in *in = form;
	const struct pilot_ending ending = { (enum pilot_end)in->how, in->on, in->learned,
		in->framework, in->onto };
	enum piloted got = pilot_conclude(rq->db, rq->arena, HERE(rq), in->revision, &ending,
	                                  rq->me->id, rq->now);

	return piloted_reply(rq, got, "on", got == PILOT_NOT_YET ?
	                     "This pilot never ran: it can only be stopped" :
	                     "The day must not be to come, nor before the pilot began", HERE(rq),
	                     "Pilot concluded");
}

/* ---- with whom ------------------------------------------------------------------------- */

struct provider_in {
	ProviderId provider;
	unsigned role;
	Date from;
	const char *note;
	int64_t revision;
};
static const struct field provider_fields[] = {
	{ IN(struct provider_in, provider), .label = "Provider", .as = AS_SEARCH,
	  .from = &shaping_provider_choices_sql, .need = "Choose a provider" },
	{ IN(struct provider_in, role), .label = "Part", .words = &pilot_role_vocab,
	  .need = "Choose what part it takes" },
	{ IN(struct provider_in, from), .label = "From", .need = "Enter the day" },
	{ IN(struct provider_in, note), .label = "Note", .as = AS_LONG, .max = 2000 },
	{ IN(struct provider_in, revision), .as = AS_HIDDEN },
};
const struct form pilot_provider_form = { .name = "pilot-provider",
	FORM(struct provider_in, provider_fields), .title = "Add a provider", .button = "Add" };

struct reply pilot_provider_load(struct rq *rq, void *form)
{
	struct provider_in *in = form;
	struct pilot p;

	in->from = rq->today;
	return revision_load(rq, &in->revision, &p);
}

struct reply pilot_provider_post(struct rq *rq, void *form)
{
	const struct provider_in *in = form;

	return piloted_reply(rq, pilot_provider_add(rq->db, rq->arena, HERE(rq), in->revision,
	                                            in->provider, (enum pilot_role)in->role,
	                                            in->from, in->note, rq->me->id, rq->now),
	                     "provider", "This provider takes that part already", HERE(rq),
	                     "Provider added");
}

/* ---- measured ------------------------------------------------------------------------------ */

struct measure_in {
	const char *name, *unit;
	unsigned aim;
	int64_t baseline, target, every_days, revision;
};
static const struct field measure_fields[] = {
	{ IN(struct measure_in, name), .label = "Measure", .max = 120,
	  .hint = "What should get better", .need = "Enter what is measured" },
	{ IN(struct measure_in, unit), .label = "Unit", .max = 40, .width = "20",
	  .hint = "Such that whole numbers will do, like: hours a week, or per cent",
	  .need = "Enter the unit" },
	{ IN(struct measure_in, aim), .label = "Aim", .words = &pilot_aim_vocab,
	  .need = "Choose whether more is better or less" },
	{ IN(struct measure_in, baseline), .label = "Before the pilot", .min = -1000000000,
	  .max = 1000000000, .width = "10", .need = "Enter what it was before the pilot" },
	{ IN(struct measure_in, target), .label = "Target", .min = -1000000000, .max = 1000000000,
	  .width = "10", .need = "Enter the target" },
	{ IN(struct measure_in, every_days), .label = "Read every so many days", .min = 1,
	  .max = 730, .width = "3", .need = "Enter after how many days it is read again" },
	{ IN(struct measure_in, revision), .as = AS_HIDDEN },
};
const struct form measure_form = { .name = "pilot-measure",
	FORM(struct measure_in, measure_fields), .title = "Add a measure", .button = "Add" };

struct reply measure_load_form(struct rq *rq, void *form)
{
	struct measure_in *in = form;
	struct pilot p;

	in->every_days = USUAL_READ;
	return revision_load(rq, &in->revision, &p);
}

struct reply measure_post(struct rq *rq, void *form)
{
	const struct measure_in *in = form;
	const struct measure_answers m = { in->name, in->unit, in->aim, in->baseline, in->target,
		in->every_days };
	PilotMeasureId id;

	return piloted_reply(rq, measure_add(rq->db, rq->arena, HERE(rq), in->revision, &m,
	                                     rq->me->id, &id),
	                     "name", "There is a measure of this name already", HERE(rq),
	                     "Measure added");
}

struct reading_in { Date on; int64_t reading; const char *note; };
static const struct field reading_fields[] = {
	{ IN(struct reading_in, on), .label = "Day", .need = "Enter the day" },
	{ IN(struct reading_in, reading), .label = "Reading", .min = -1000000000,
	  .max = 1000000000, .width = "10", .need = "Enter the reading" },
	{ IN(struct reading_in, note), .label = "Note", .as = AS_LONG, .max = 2000 },
};
const struct form reading_form = { .name = "pilot-reading",
	FORM(struct reading_in, reading_fields), .title = "Add a reading", .button = "Add" };

static bool measure_asked(struct rq *rq, struct measure_load_row *m)
{
	if (!ONE(rq->db, rq->arena, measure_load, m,
	         .id = V(ID(rq, PilotMeasureId, "pilot_measure"))))
		return false;
	rq->look.caption = arena_fmt(rq->arena, "%s: %s, %s", m->pilot_name, m->name, m->unit);
	rq->look.back = arena_fmt(rq->arena, "/pilots/%lld", (long long)m->pilot.v);
	return true;
}

struct reply reading_load(struct rq *rq, void *form)
{
	struct measure_load_row m;

	((struct reading_in *)form)->on = rq->today;
	return measure_asked(rq, &m) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply reading_post(struct rq *rq, void *form)
{
	const struct reading_in *in = form;
	struct measure_load_row m;
	enum piloted got;

	if (!measure_asked(rq, &m))
		return not_found(rq);
	got = reading_add(rq->db, rq->arena, m.id, in->on, in->reading, in->note, rq->me->id,
	                  rq->now);
	return piloted_reply(rq, got, "on", got == PILOT_ORDER ? "The day must not be to come" :
	                     "There is a reading of this day already", m.pilot, "Reading added");
}
