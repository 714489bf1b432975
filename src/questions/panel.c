/* SPDX-License-Identifier: MIT */
/*
 * panel.c -- a panel's members and sheets, their declarations, and its lock.
 */
#include "auth/auth.h"
#include "questions/inside.h"

VOCAB_WORDS(panel_state, PANEL, PANEL_STATES)

enum panel_state panel_state(const struct panel *p)
{
	if (moment_known(p->locked_ms))
		return PANEL_LOCKED;
	if (!p->sheets || p->undeclared)
		return PANEL_DECLARING;
	if (p->unlocked)
		return PANEL_SCORING;
	return p->differing ? PANEL_MODERATING : PANEL_AGREED;
}

void panel_audit(struct db *db, PanelId id, const char *verb, const char *reason,
                 const char *detail, UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "panel",
		.thing_id = id.v, .reason = reason, .detail = detail });
}

enum paneled panel_hold(struct db *db, struct arena *a, PanelId id)
{
	struct panel p;

	db_need_write(db);
	if (DO(db, panel_touch, .id = V(id)) == 1)
		return PANELED;
	return ONE(db, a, panel_load, &p, .id = V(id)) ? PANELED_LOCKED : PANELED_GONE;
}

/* ---- made ---------------------------------------------------------------------- */

PanelId panel_add(struct db *db, const char *name, int64_t apart, int64_t least, UserAccountId by,
                  Moment now)
{
	PanelId id = NEW_ID(db, PanelId);

	db_need_write(db);
	DO(db, panel_insert, .id = V(id), .name = V(name), .apart = V(apart), .least = V(least),
	   .made_by = V(by), .made_ms = V(now));
	panel_audit(db, id, "panel.add", NULL, NULL, by);
	return id;
}

enum paneled panel_member_add(struct db *db, struct arena *a, PanelId id, UserAccountId member,
                              bool moderates, UserAccountId by, Moment now)
{
	enum paneled held = panel_hold(db, a, id);
	struct panel_account_row who;

	if (held != PANELED)
		return held;
	if (!ONE(db, a, panel_account, &who, .id = V(member)) || who.provider.v ||
	    !(may_of_roles(who.roles) & MAY_EVALUATE))
		return PANELED_NO_RIGHT;
	if (DO(db, panel_member_insert, .panel = V(id), .member = V(member),
	       .moderates = V((int64_t)moderates), .added_by = V(by), .added_ms = V(now)) != 1)
		return PANELED_ALREADY;
	panel_audit(db, id, "panel.member", NULL, arena_fmt(a, "{\"member\":%lld,\"moderates\":%s}",
	            (long long)member.v, moderates ? "true" : "false"), by);
	return PANELED;
}

enum paneled panel_member_release(struct db *db, struct arena *a, PanelId id, UserAccountId member,
                                  const char *reason, UserAccountId by, Moment now)
{
	enum paneled held = panel_hold(db, a, id);

	SURE(!BLANK(reason));
	if (held != PANELED)
		return held;
	if (DO(db, panel_member_release, .panel = V(id), .member = V(member), .released_by = V(by),
	       .released_ms = V(now), .reason = V(reason)) != 1)
		return PANELED_OUTSIDE;
	panel_audit(db, id, "panel.release", reason,
	            arena_fmt(a, "{\"member\":%lld}", (long long)member.v), by);
	return PANELED;
}

enum paneled panel_sheet_add(struct db *db, struct arena *a, PanelId id, AnswerSheetId sheet,
                             UserAccountId by, Moment now)
{
	enum paneled held = panel_hold(db, a, id);
	struct answer_sheet s;

	if (held != PANELED)
		return held;
	if (!ONE(db, a, sheet_load, &s, .id = V(sheet)))
		return PANELED_GONE;
	if (s.state != SHEET_SENT)
		return PANELED_UNSENT;
	if (DO(db, panel_sheet_insert, .sheet = V(sheet), .panel = V(id), .added_by = V(by),
	       .added_ms = V(now)) != 1)
		return PANELED_ALREADY;
	panel_audit(db, id, "panel.sheet", NULL,
	            arena_fmt(a, "{\"sheet\":%lld}", (long long)sheet.v), by);
	return PANELED;
}

/* ---- interests ------------------------------------------------------------------ */

enum paneled panel_declare(struct db *db, struct arena *a, PanelId id, const char *sheets,
                           const char *words, UserAccountId by, Moment now)
{
	enum paneled held = panel_hold(db, a, id);
	struct panel_member_load_row m;
	struct panel_declaring_row *rows;
	int64_t declared = 0, with = 0;
	size_t n;

	if (held != PANELED)
		return held;
	if (!ONE(db, a, panel_member_load, &m, .panel = V(id), .member = V(by)) ||
	    moment_known(m.released_ms))
		return PANELED_OUTSIDE;
	n = ALL(db, a, panel_declaring, &rows, .panel = V(id), .member = V(by),
	        .sheets = V(BLANK(sheets) ? "[]" : sheets));
	for (size_t i = 0; i < n; i++) {
		const bool has = rows[i].picked;

		if (has && BLANK(words))
			return PANELED_REASON;
		if (!has && moment_known(rows[i].declared_ms))
			continue;
		DO(db, panel_declare_put, .sheet = V(rows[i].sheet), .member = V(by),
		   .interest = V(has ? words : NULL), .declared_ms = V(now));
		declared++;
		with += has;
	}
	panel_audit(db, id, "panel.declare", with ? words : NULL,
	            arena_fmt(a, "{\"sheets\":%lld,\"with_interest\":%lld}", (long long)declared,
	                      (long long)with), by);
	return PANELED;
}

/* What stands between a member and a sheet. */
static enum paneled place_of(const struct panel_place_row *at)
{
	if (moment_known(at->released_ms))
		return PANELED_OUTSIDE;
	if (!moment_known(at->declared_ms))
		return PANELED_UNDECLARED;
	return at->interest ? PANELED_INTEREST : PANELED;
}

enum paneled panel_reads(struct db *db, struct arena *a, PanelId id, AnswerSheetId sheet,
                         UserAccountId who)
{
	struct panel_of_sheet_row of;
	struct panel_place_row at;

	if (!ONE(db, a, panel_of_sheet, &of, .sheet = V(sheet)) || of.panel.v != id.v)
		return PANELED_GONE;
	if (!ONE(db, a, panel_place, &at, .sheet = V(sheet), .member = V(who)))
		return PANELED_OUTSIDE;
	return place_of(&at);
}

bool panel_lets_read(struct db *db, struct arena *a, AnswerSheetId sheet, UserAccountId who)
{
	struct panel_place_row at;

	return !ONE(db, a, panel_place, &at, .sheet = V(sheet), .member = V(who)) ||
	       (!at.interest && moment_known(at.declared_ms)) ||
	       (!at.interest && moment_known(at.released_ms));
}

/* ---- locked ---------------------------------------------------------------------- */

enum paneled panel_lock(struct db *db, struct arena *a, PanelId id, UserAccountId by, Moment now)
{
	enum paneled held = panel_hold(db, a, id);
	struct panel_member_load_row m;
	struct panel_sheet_rows_row *rows;
	struct panel p;
	size_t n;

	if (held != PANELED)
		return held;
	if (!ONE(db, a, panel_member_load, &m, .panel = V(id), .member = V(by)) ||
	    !m.moderates || moment_known(m.released_ms))
		return PANELED_OUTSIDE;
	SURE(ONE(db, a, panel_load, &p, .id = V(id)));
	n = ALL(db, a, panel_sheet_rows, &rows, .panel = V(id), .member = V(by));
	switch (panel_state(&p)) {
	case PANEL_DECLARING:
	case PANEL_SCORING:
		return PANELED_WAITING;
	case PANEL_MODERATING:
		return PANELED_APART;
	case PANEL_AGREED:
	case PANEL_LOCKED:
		break;
	}
	for (size_t i = 0; i < n; i++)
		if (rows[i].scored < p.least)
			return PANELED_FEW;
	DO(db, panel_settle, .id = V(id), .locked_by = V(by), .locked_ms = V(now));
	panel_audit(db, id, "panel.lock", NULL, arena_fmt(a, "{\"sheets\":%zu}", n), by);
	return PANELED;
}
