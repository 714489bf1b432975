/* SPDX-License-Identifier: MIT */
/*
 * course.c -- a pilot's course: decided stage by stage, begun, ended; its measures.
 */
#include "shaping/inside.h"

#include "exchange/json.h"

static bool to_come(Date day, Moment now)
{
	return date_cmp(day, moment_date(now)) > 0;
}

static void audit_days(struct db *db, struct arena *a, PilotId id, const char *verb,
                       UserAccountId by, const char *how, Date on, const char *reason)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "pilot",
		.thing_id = id.v, .reason = reason,
		.detail = arena_fmt(a, "{\"how\":\"%s\",\"on\":\"%s\"}", how, date_iso(a, on)) });
}

/* ---- decided ------------------------------------------------------------------------ */

static enum piloted pilot_stop(struct db *db, const struct pilot_lock_row *p, Date on,
                               const char *learned, UserAccountId by, Moment now)
{
	return DO(db, pilot_close, .id = V(p->id), .revision = V(p->revision), .ended_day = V(on),
	          .ended_how = V((int64_t)END_STOP), .learned = V(learned), .ended_by = V(by),
	          .ended_ms = V(now), .framework = V(p->framework),
	          .onto_day = V(p->onto_day)) == 1 ? PILOTED : PILOT_STALE;
}

enum piloted pilot_decide(struct db *db, struct arena *a, PilotId id, int64_t revision,
                          enum pilot_decision how, Date on, const char *reason, UserAccountId by,
                          Moment now)
{
	struct pilot_decided_last_row last;
	struct pilot_lock_row p;
	struct pilot_step step;
	enum piloted got = pilot_here(db, a, id, revision, &p);

	SURE(!BLANK(reason));
	if (got != PILOTED)
		return got;
	if (!step_here(db, a, id, &step))
		return PILOT_NOT_YET;
	if (to_come(on, now) || (ONE(db, a, pilot_decided_last, &last, .pilot = V(id)) &&
	                         date_known(last.last_day) && date_cmp(on, last.last_day) < 0))
		return PILOT_ORDER;
	if (how == DECIDE_STOP)
		got = pilot_stop(db, &p, on, reason, by, now);
	else if (DO(db, pilot_touch, .id = V(id), .revision = V(revision)) != 1)
		got = PILOT_STALE;
	if (got != PILOTED)
		return got;
	DO(db, pilot_decision_insert, .id = V(NEW_ID(db, PilotDecisionId)), .pilot = V(id),
	   .at_step = V(step.id), .how = V((int64_t)how), .on_day = V(on), .reason = V(reason),
	   .made_by = V(by), .made_ms = V(now));
	if (how == DECIDE_GO)
		DO(db, pilot_step_done, .id = V(step.id), .done_day = V(on));
	audit_days(db, a, id, "pilot.decide", by, vocab_find(&pilot_decision_vocab, how)->key, on,
	           reason);
	return PILOTED;
}

/* ---- run, and ended ------------------------------------------------------------------- */

enum piloted pilot_begin(struct db *db, struct arena *a, PilotId id, int64_t revision, Date from,
                         Date until, int64_t cohort, UserAccountId by)
{
	struct pilot_lock_row p;
	struct pilot_step step;
	enum piloted got = pilot_here(db, a, id, revision, &p);

	if (got != PILOTED)
		return got;
	if (date_known(p.run_from_day))
		return PILOT_ALREADY;
	if (step_here(db, a, id, &step))
		return PILOT_NOT_YET;
	if (date_cmp(from, until) >= 0)
		return PILOT_ORDER;
	if (DO(db, pilot_run, .id = V(id), .revision = V(revision), .run_from_day = V(from),
	       .run_until_day = V(until), .cohort = V(cohort)) != 1)
		return PILOT_STALE;
	audit_days(db, a, id, "pilot.begin", by, "run", from, NULL);
	return PILOTED;
}

enum piloted pilot_transfer(struct db *db, struct arena *a, PilotId id, int64_t revision,
                            FrameworkId framework, Date from, UserAccountId by)
{
	struct pilot_lock_row p;
	enum piloted got = pilot_here(db, a, id, revision, &p);

	if (got != PILOTED)
		return got;
	if (!date_known(p.run_from_day))
		return PILOT_NOT_YET;
	if (p.framework.v)
		return PILOT_ALREADY;
	if (date_cmp(from, p.run_from_day) < 0)
		return PILOT_ORDER;
	if (DO(db, pilot_move, .id = V(id), .revision = V(revision), .framework = V(framework),
	       .onto_day = V(from)) != 1)
		return PILOT_STALE;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "pilot.transfer",
		.thing = "pilot", .thing_id = id.v,
		.detail = arena_fmt(a, "{\"framework\":%lld,\"from\":\"%s\"}",
			(long long)framework.v, date_iso(a, from)) });
	return PILOTED;
}

enum piloted pilot_conclude(struct db *db, struct arena *a, PilotId id, int64_t revision,
                            const struct pilot_ending *in, UserAccountId by, Moment now)
{
	struct pilot_lock_row p;
	enum piloted got = pilot_here(db, a, id, revision, &p);
	const bool onto = in->how == END_MAINSTREAM && !p.framework.v;

	SURE(!BLANK(in->learned));
	if (got != PILOTED)
		return got;
	if (!date_known(p.run_from_day) && in->how != END_STOP)
		return PILOT_NOT_YET;
	if (to_come(in->on, now) ||
	    (in->how != END_STOP && date_cmp(in->on, p.run_from_day) < 0))
		return PILOT_ORDER;
	if (onto && (!in->framework.v || !date_known(in->onto)))
		return PILOT_LACKS;
	if (DO(db, pilot_close, .id = V(id), .revision = V(revision), .ended_day = V(in->on),
	       .ended_how = V((int64_t)in->how), .learned = V(in->learned), .ended_by = V(by),
	       .ended_ms = V(now), .framework = V(onto ? in->framework : p.framework),
	       .onto_day = V(onto ? in->onto : p.onto_day)) != 1)
		return PILOT_STALE;
	audit_days(db, a, id, "pilot.end", by, vocab_find(&pilot_end_vocab, in->how)->key, in->on,
	           in->learned);
	return PILOTED;
}

/* ---- with whom ------------------------------------------------------------------------- */

enum piloted pilot_provider_add(struct db *db, struct arena *a, PilotId id, int64_t revision,
                                ProviderId provider, enum pilot_role role, Date from,
                                const char *note, UserAccountId by, Moment now)
{
	PilotProviderId made = NEW_ID(db, PilotProviderId);
	struct pilot_lock_row p;
	enum piloted got = pilot_here(db, a, id, revision, &p);

	if (got != PILOTED)
		return got;
	if (DO(db, pilot_touch, .id = V(id), .revision = V(revision)) != 1)
		return PILOT_STALE;
	if (TRY(db, pilot_provider_insert, .id = V(made), .pilot = V(id), .provider = V(provider),
	        .role = V((int64_t)role), .from_day = V(from), .note = V(note), .made_by = V(by),
	        .made_ms = V(now)) == TRY_UNIQUE)
		return PILOT_ALREADY;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "pilot.provider",
		.thing = "pilot", .thing_id = id.v,
		.detail = arena_fmt(a, "{\"provider\":%lld,\"role\":\"%s\"}",
			(long long)provider.v, vocab_find(&pilot_role_vocab, role)->key) });
	return PILOTED;
}

/* ---- measures --------------------------------------------------------------------------- */

enum piloted measure_add(struct db *db, struct arena *a, PilotId id, int64_t revision,
                         const struct measure_answers *in, UserAccountId by, PilotMeasureId *out)
{
	struct measure_named_row other;
	struct pilot_lock_row p;
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);
	enum piloted got = pilot_here(db, a, id, revision, &p);

	if (got != PILOTED)
		return got;
	if (ONE(db, a, measure_named, &other, .pilot = V(id), .name = V(in->name)))
		return PILOT_ALREADY;
	if (DO(db, pilot_touch, .id = V(id), .revision = V(revision)) != 1)
		return PILOT_STALE;
	*out = NEW_ID(db, PilotMeasureId);
	DO(db, measure_insert, .id = V(*out), .pilot = V(id), .name = V(in->name),
	   .unit = V(in->unit), .aim = V((int64_t)in->aim), .baseline = V(in->baseline),
	   .target = V(in->target), .every_days = V(in->every_days));
	json_open_object(&j, NULL);
	json_put_int(&j, "pilot", id.v);
	json_put_text(&j, "name", in->name);
	json_put_int(&j, "baseline", in->baseline);
	json_put_int(&j, "target", in->target);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "pilot.measure",
		.thing = "pilot_measure", .thing_id = out->v, .detail = buf_text(&b) });
	return PILOTED;
}

enum piloted reading_add(struct db *db, struct arena *a, PilotMeasureId id, Date on,
                         int64_t reading, const char *note, UserAccountId by, Moment now)
{
	PilotReadingId made = NEW_ID(db, PilotReadingId);
	struct reading_on_row other;
	struct measure_load_row m;
	struct pilot_lock_row p;

	db_need_write(db);
	if (!ONE(db, a, measure_load, &m, .id = V(id)) || !ONE(db, a, pilot_lock, &p,
	                                                       .id = V(m.pilot)))
		return PILOT_GONE;
	if (to_come(on, now))
		return PILOT_ORDER;
	/* The pilot's row is the lock: of two who read the same day the second sees the first. */
	if (DO(db, pilot_touch, .id = V(m.pilot), .revision = V(p.revision)) != 1)
		return PILOT_STALE;
	if (ONE(db, a, reading_on, &other, .measure = V(id), .on_day = V(on)))
		return PILOT_ALREADY;
	DO(db, reading_insert, .id = V(made), .measure = V(id), .on_day = V(on),
	   .reading = V(reading), .note = V(note), .made_by = V(by), .made_ms = V(now));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "pilot.reading",
		.thing = "pilot_reading", .thing_id = made.v,
		.detail = arena_fmt(a, "{\"measure\":%lld,\"on\":\"%s\",\"reading\":%lld}",
			(long long)id.v, date_iso(a, on), (long long)reading) });
	return PILOTED;
}
