/* SPDX-License-Identifier: MIT */
/*
 * engagement.c -- sessions and themes: noted, answered, made public.
 */
#include "shaping/inside.h"
#include "shaping/engagement.sql.h"

#include "base/utf8.h"
#include "exchange/json.h"

VOCAB_WORDS(meeting_kind, MEETING, MEETING_KINDS)
VOCAB_WORDS(meeting_audience, HEARD, MEETING_AUDIENCES)

static const char *words_key(struct arena *a, const char *x, const char *y, const char *z)
{
	return utf8_key(a, arena_fmt(a, "%s %s %s", x ? x : "", y ? y : "", z ? z : ""));
}

/* ---- sessions ------------------------------------------------------------------------- */

static bool days_sound(const struct meeting_answers *in)
{
	return !date_known(in->until) || date_cmp(in->on, in->until) < 0;
}

static void meeting_audit(struct db *db, struct arena *a, EngagementSessionId id,
                          const char *verb, const struct meeting_answers *in, UserAccountId by)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "name", in->name);
	json_put_date(&j, "on", in->on);
	json_put_int(&j, "attended", in->attended);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb,
		.thing = "engagement_session", .thing_id = id.v, .detail = buf_text(&b) });
}

enum engaged meeting_add(struct db *db, struct arena *a, const struct meeting_answers *in,
                         UserAccountId by, Moment now, EngagementSessionId *out)
{
	db_need_write(db);
	if (!days_sound(in))
		return ENGAGED_ORDER;
	*out = NEW_ID(db, EngagementSessionId);
	DO(db, engagement_insert, .id = V(*out), .name = V(in->name), .kind = V((int64_t)in->kind),
	   .audience = V(in->audience), .on_day = V(in->on), .until_day = V(in->until),
	   .place = V(in->place), .attended = V(in->attended), .asked = V(in->asked),
	   .topic = V(in->topic), .words_key = V(words_key(a, in->name, in->topic, in->place)),
	   .framework = V(in->framework), .pilot = V(in->pilot), .made_by = V(by),
	   .made_ms = V(now));
	meeting_audit(db, a, *out, "engagement.add", in, by);
	return ENGAGED;
}

static enum engaged meeting_lost(struct db *db, EngagementSessionId id)
{
	return DO(db, engagement_touch, .id = V(id)) == 1 ? ENGAGED_STALE : ENGAGED_GONE;
}

enum engaged meeting_change(struct db *db, struct arena *a, EngagementSessionId id,
                            int64_t revision, const struct meeting_answers *in,
                            UserAccountId by)
{
	db_need_write(db);
	if (!days_sound(in))
		return ENGAGED_ORDER;
	if (DO(db, engagement_update, .id = V(id), .revision = V(revision), .name = V(in->name),
	       .kind = V((int64_t)in->kind), .audience = V(in->audience), .on_day = V(in->on),
	       .until_day = V(in->until), .place = V(in->place), .attended = V(in->attended),
	       .asked = V(in->asked), .topic = V(in->topic),
	       .words_key = V(words_key(a, in->name, in->topic, in->place)),
	       .framework = V(in->framework), .pilot = V(in->pilot)) != 1)
		return meeting_lost(db, id);
	meeting_audit(db, a, id, "engagement.change", in, by);
	return ENGAGED;
}

static void audit_shown(struct db *db, const char *thing, int64_t id, bool shown,
                        UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by,
		.verb = shown ? "engagement.publish" : "engagement.take-back", .thing = thing,
		.thing_id = id });
}

enum engaged meeting_publish(struct db *db, EngagementSessionId id, int64_t revision, bool shown,
                             UserAccountId by, Moment now)
{
	db_need_write(db);
	if (DO(db, engagement_show, .id = V(id), .revision = V(revision),
	       .published_by = V(shown ? by : (UserAccountId){ 0 }),
	       .published_ms = V(shown ? now : MOMENT_NONE)) != 1)
		return meeting_lost(db, id);
	audit_shown(db, "engagement_session", id.v, shown, by);
	return ENGAGED;
}

/* ---- themes --------------------------------------------------------------------------- */

static void theme_audit(struct db *db, EngagementThemeId id, const char *verb, bool answered,
                        UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb,
		.thing = "engagement_theme", .thing_id = id.v,
		.detail = answered ? "{\"answered\":true}" : "{\"answered\":false}" });
}

enum engaged theme_add(struct db *db, struct arena *a, EngagementSessionId meeting,
                       const struct theme_answers *in, UserAccountId by, Moment now,
                       EngagementThemeId *out)
{
	const bool answered = in->did != NULL;

	db_need_write(db);
	if (DO(db, engagement_touch, .id = V(meeting)) != 1)
		return ENGAGED_GONE;
	*out = NEW_ID(db, EngagementThemeId);
	DO(db, theme_insert, .id = V(*out), .meeting = V(meeting), .said = V(in->said),
	   .did = V(in->did), .changed = V(in->changed),
	   .words_key = V(words_key(a, in->said, in->did, in->changed)),
	   .answer_by_day = V(in->answer_by),
	   .answered_by = V(answered ? by : (UserAccountId){ 0 }),
	   .answered_ms = V(answered ? now : MOMENT_NONE), .made_ms = V(now));
	theme_audit(db, *out, "engagement.theme", answered, by);
	return ENGAGED;
}

enum engaged theme_change(struct db *db, struct arena *a, EngagementThemeId id, int64_t revision,
                          const struct theme_answers *in, UserAccountId by, Moment now)
{
	const bool answered = in->did != NULL;
	struct engagement_theme t;

	db_need_write(db);
	if (!ONE(db, a, theme_here, &t, .id = V(id)))
		return ENGAGED_GONE;
	if (DO(db, theme_update, .id = V(id), .revision = V(revision), .said = V(in->said),
	       .did = V(in->did), .changed = V(in->changed),
	       .words_key = V(words_key(a, in->said, in->did, in->changed)),
	       .answer_by_day = V(in->answer_by),
	       .answered_by = V(answered ? by : (UserAccountId){ 0 }),
	       .answered_ms = V(answered ? now : MOMENT_NONE)) != 1)
		return ENGAGED_STALE;
	theme_audit(db, id, "engagement.theme-change", answered, by);
	return ENGAGED;
}

enum engaged theme_publish(struct db *db, struct arena *a, EngagementThemeId id, int64_t revision,
                           bool shown, UserAccountId by, Moment now)
{
	struct engagement_theme t;

	db_need_write(db);
	if (!ONE(db, a, theme_here, &t, .id = V(id)))
		return ENGAGED_GONE;
	if (shown && !t.did)
		return ENGAGED_UNANSWERED;
	if (DO(db, theme_show, .id = V(id), .revision = V(revision),
	       .published_by = V(shown ? by : (UserAccountId){ 0 }),
	       .published_ms = V(shown ? now : MOMENT_NONE)) != 1)
		return ENGAGED_STALE;
	audit_shown(db, "engagement_theme", id.v, shown, by);
	return ENGAGED;
}
