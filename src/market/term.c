/* SPDX-License-Identifier: MIT */
/*
 * term.c -- a framework's days: made, prolonged, reviewed, opened to applicants.
 */
#include "market/market.h"
#include "market/term.sql.h"

#include "audit/audit.h"
#include "exchange/json.h"

VOCAB_WORDS(framework_state, FRAMEWORK, FRAMEWORK_STATES)

/* ---- what the days say ------------------------------------------------------------- */

static bool reached(Date day, Date on)
{
	return date_known(day) && date_cmp(on, day) >= 0;
}

enum framework_state framework_state_on(const struct framework_days *d, Date on)
{
	if (reached(d->until, on))
		return FRAMEWORK_EXPIRED;
	if (reached(d->from, on))
		return reached(d->term, on) ? FRAMEWORK_EXTENDED : FRAMEWORK_LIVE;
	if (reached(d->told, on))
		return FRAMEWORK_STANDSTILL;
	if (reached(d->apply_until, on))
		return FRAMEWORK_EVALUATING;
	return reached(d->apply_from, on) ? FRAMEWORK_OPEN : FRAMEWORK_COMING;
}

/* Those that are known, each no later than the next. */
static bool in_order(const Date *day, size_t n)
{
	Date last = DATE_NONE;

	for (size_t i = 0; i < n; i++) {
		if (!date_known(day[i]))
			continue;
		if (date_known(last) && date_cmp(last, day[i]) > 0)
			return false;
		last = day[i];
	}
	return true;
}

static bool within(Date day, Date from, Date until)
{
	return !date_known(day) || (date_cmp(day, from) >= 0 && date_cmp(day, until) <= 0);
}

static bool days_sound(const struct framework_answers *in)
{
	const Date day[] = { in->apply_from, in->apply_until, in->told, in->from, in->term,
	                     in->extend };
	const Date last = date_known(in->extend) ? in->extend : in->term;
	const Date refer = date_known(in->refer_from) ? in->refer_from : in->from;

	return in_order(day, COUNT(day)) && date_cmp(in->from, in->term) < 0 &&
	       (!date_known(in->apply_from) || !date_known(in->apply_until) ||
	        date_cmp(in->apply_from, in->apply_until) < 0) &&
	       within(in->review, in->from, last) && within(in->refer_from, in->from, last) &&
	       within(in->refer_until, refer, last);
}

/* ---- verbs ---------------------------------------------------------------------------- */

enum termed framework_add(struct db *db, struct arena *a, const struct framework_answers *in,
                          UserAccountId by, FrameworkId *out)
{
	const unsigned kind = in->kind ? in->kind : BLANK(in->host) ? TERMS_OWN : TERMS_HOSTED;

	db_need_write(db);
	if (!days_sound(in))
		return TERM_ORDER;
	if ((kind == TERMS_HOSTED) == BLANK(in->host))
		return TERM_HOST;
	*out = NEW_ID(db, FrameworkId);
	DO(db, framework_insert, .id = V(*out), .name = V(in->name), .kind = V((int64_t)kind),
	   .host = V(BLANK(in->host) ? NULL : in->host),
	   .apply_from_day = V(in->apply_from), .apply_until_day = V(in->apply_until),
	   .told_day = V(in->told), .from_day = V(in->from), .term_day = V(in->term),
	   .until_day = V(in->term), .extend_day = V(in->extend), .review_day = V(in->review),
	   .refer_from_day = V(in->refer_from), .refer_until_day = V(in->refer_until));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "framework.add",
		.thing = "framework", .thing_id = out->v,
		.detail = arena_fmt(a, "{\"from\":\"%s\",\"until\":\"%s\",\"extend\":\"%s\"}",
			date_iso(a, in->from), date_iso(a, in->term), date_iso(a, in->extend)) });
	return TERMED;
}

enum termed framework_extend(struct db *db, struct arena *a, FrameworkId id, int64_t revision,
                             Date until, const char *reason, UserAccountId by, size_t *standings)
{
	struct framework f;

	db_need_write(db);
	SURE(!BLANK(reason));
	*standings = 0;
	if (!ONE(db, a, framework_load, &f, .id = V(id)))
		return TERM_GONE;
	if (f.revision != revision)
		return TERM_STALE;
	if (!date_known(f.extend_day) || date_cmp(until, f.until_day) <= 0 ||
	    date_cmp(until, f.extend_day) > 0)
		return TERM_ORDER;
	if (DO(db, framework_prolong, .id = V(id), .revision = V(revision),
	       .until_day = V(until)) != 1)
		return TERM_STALE;
	*standings = (size_t)DO(db, framework_standings_prolong, .framework = V(id),
	                        .was_day = V(f.until_day), .until_day = V(until));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "framework.extend",
		.thing = "framework", .thing_id = id.v, .reason = reason,
		.detail = arena_fmt(a, "{\"until\":[\"%s\",\"%s\"],\"standings\":%zu}",
			date_iso(a, f.until_day), date_iso(a, until), *standings) });
	return TERMED;
}

enum termed framework_review(struct db *db, struct arena *a, FrameworkId id, int64_t revision,
                             Date on, const char *review, UserAccountId by)
{
	struct framework f;
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	db_need_write(db);
	if (!ONE(db, a, framework_load, &f, .id = V(id)))
		return TERM_GONE;
	if (DO(db, framework_review_note, .id = V(id), .revision = V(revision),
	       .reviewed_day = V(on), .review = V(review)) != 1)
		return TERM_STALE;
	json_open_object(&j, NULL);
	json_put_date(&j, "on", on);
	json_put_text(&j, "review", review);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "framework.review",
		.thing = "framework", .thing_id = id.v, .detail = buf_text(&b) });
	return TERMED;
}

/* ---- windows ---------------------------------------------------------------------------- */

struct windows { struct framework_window_list_row *list; size_t n; };

static bool clashes(const struct windows *w, Date opens, Date closes)
{
	for (size_t i = 0; i < w->n; i++)
		if (date_cmp(w->list[i].opens_day, closes) < 0 &&
		    date_cmp(w->list[i].closes_day, opens) > 0)
			return true;
	return false;
}

/* Sooner after the one before it, or sooner before the one after it, than policy has it. */
static bool is_early(const struct windows *w, Date opens, int months)
{
	for (size_t i = 0; i < w->n; i++) {
		const Date other = w->list[i].opens_day;
		const Date first = date_cmp(opens, other) < 0 ? opens : other;
		const Date second = date_cmp(opens, other) < 0 ? other : opens;

		if (date_cmp(second, date_plus_months(first, months)) < 0)
			return true;
	}
	return false;
}

enum termed framework_window_add(struct db *db, struct arena *a, FrameworkId id, Date opens,
                                 Date closes, int months, const char *reason, UserAccountId by,
                                 Moment now, FrameworkWindowId *out)
{
	struct framework f;
	struct windows w;
	bool early;

	db_need_write(db);
	if (DO(db, framework_touch, .id = V(id)) != 1 ||
	    !ONE(db, a, framework_load, &f, .id = V(id)))
		return TERM_GONE;
	if (f.kind == TERMS_DYNAMIC)
		return TERM_ALWAYS;
	if (date_cmp(opens, closes) >= 0 || date_cmp(opens, f.from_day) < 0 ||
	    date_cmp(closes, f.until_day) > 0)
		return TERM_ORDER;
	w.n = ALL(db, a, framework_window_list, &w.list, .framework = V(id));
	if (clashes(&w, opens, closes))
		return TERM_CLASH;
	early = is_early(&w, opens, months);
	if (early && BLANK(reason))
		return TERM_REASON;
	*out = NEW_ID(db, FrameworkWindowId);
	DO(db, framework_window_insert, .id = V(*out), .framework = V(id), .opens_day = V(opens),
	   .closes_day = V(closes), .early = V(early), .reason = V(reason), .made_by = V(by),
	   .made_ms = V(now));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "framework.window",
		.thing = "framework_window", .thing_id = out->v, .reason = reason,
		.detail = arena_fmt(a, "{\"framework\":%lld,\"opens\":\"%s\",\"closes\":\"%s\"}",
			(long long)id.v, date_iso(a, opens), date_iso(a, closes)) });
	return TERMED;
}
