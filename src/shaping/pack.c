/* SPDX-License-Identifier: MIT */
/*
 * pack.c -- data packs are issued and withdrawn.
 */
#include "shaping/inside.h"
#include "shaping/pack.sql.h"

enum packed pack_months(Date from, Date until, Date today)
{
	if (!date_known(from) || !date_known(until) || date_cmp(from, until) >= 0 ||
	    date_cmp(from, date_month_start(from)) != 0 ||
	    date_cmp(until, date_month_start(until)) != 0 || date_cmp(until, today) > 0 ||
	    date_cmp(until, date_plus_months(from, PACK_MONTHS)) > 0)
		return PACK_ORDER;
	return PACKED;
}

/* Are the months free, or are they the same of a pack that was withdrawn?  *number: of the
 * one to be issued. */
static enum packed months_free(struct db *db, struct arena *a, Date from, Date until,
                               const char *reason, int64_t *number)
{
	struct pack_month_taken_row taken;
	struct pack_last_row last;

	*number = 1;
	if (!ONE(db, a, pack_month_taken, &taken, .from_day = V(from), .until_day = V(until)))
		return PACKED;
	if (date_cmp(taken.from_day, from) != 0 || date_cmp(taken.until_day, until) != 0 ||
	    !ONE(db, a, pack_last, &last, .from_day = V(from), .until_day = V(until)) ||
	    !moment_known(last.withdrawn_ms))
		return PACK_OVERLAP;
	*number = last.number + 1;
	return BLANK(reason) ? PACK_REASON : PACKED;
}

/* Another may have taken one since: the month's own key decides. */
static bool months_take(struct db *db, Date from, Date until)
{
	for (Date m = from; date_cmp(m, until) < 0; m = date_plus_months(m, 1))
		if (TRY(db, pack_month_insert, .month_day = V(m), .from_day = V(from),
		        .until_day = V(until)) != TRY_DONE)
			return false;
	return true;
}

static void figures_put(struct db *db, DataPackId id, const struct pack_made *made)
{
	for (size_t i = 0; i < made->n; i++) {
		const struct pack_figure *f = &made->list[i];

		TELL(db, pack_figure_insert, .pack = V(id), .part = V(f->part), .line = V(f->line),
		     .col = V(f->col), .line_name = V(f->line_name), .col_name = V(f->col_name),
		     .figure = V(f->figure));
	}
}

static bool pack_put(struct db *db, DataPackId id, const char *name, Date from, Date until,
                     int64_t number, const struct pack_made *made, const char *reason,
                     UserAccountId by, Moment now)
{
	const struct pack_rule rule = pack_rule_now(db);
	unsigned char hash[32];

	pack_hash(made->list, made->n, hash);
	return TRY(db, pack_insert, .id = V(id), .from_day = V(from), .until_day = V(until),
	           .number = V(number), .name = V(name), .smallest = V(rule.smallest),
	           .zeros_shown = V((int64_t)rule.zeros_shown), .hidden = V((int64_t)made->hidden),
	           .hash = V(((struct bytes){ hash, sizeof hash })),
	           .reason = V(number > 1 ? reason : NULL), .issued_by = V(by),
	           .issued_ms = V(now)) == TRY_DONE;
}

enum packed pack_issue(struct db *db, struct arena *a, const char *name, Date from, Date until,
                       const char *reason, UserAccountId by, Moment now, DataPackId *out)
{
	enum packed got = pack_months(from, until, moment_date(now));
	struct pack_facts facts;
	struct pack_made made;
	int64_t number = 1;

	db_need_write(db);
	if (got == PACKED)
		got = months_free(db, a, from, until, reason, &number);
	if (got != PACKED)
		return got;
	facts = pack_facts_load(db, a, from, until);
	if (facts.nplaces == 0)
		return PACK_EMPTY;
	made = pack_make(a, &facts, pack_rule_now(db), false);
	if (!made.sound)
		return PACK_UNSOUND;
	*out = NEW_ID(db, DataPackId);
	if ((number == 1 && !months_take(db, from, until)) ||
	    !pack_put(db, *out, name, from, until, number, &made, reason, by, now))
		return PACK_OVERLAP;
	figures_put(db, *out, &made);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "pack.issue",
		.thing = "data_pack", .thing_id = out->v, .reason = number > 1 ? reason : NULL,
		.detail = arena_fmt(a, "{\"from\":\"%s\",\"until\":\"%s\",\"number\":%lld,"
			"\"hidden\":%zu}", date_iso(a, from), date_iso(a, until),
			(long long)number, made.hidden) });
	return PACKED;
}

enum packed pack_withdraw(struct db *db, struct arena *a, DataPackId id, int64_t revision,
                          const char *why, UserAccountId by, Moment now)
{
	struct data_pack p;

	db_need_write(db);
	SURE(!BLANK(why));
	if (!ONE(db, a, pack_load, &p, .id = V(id)))
		return PACK_GONE;
	if (moment_known(p.withdrawn_ms))
		return PACK_ALREADY;
	if (DO(db, pack_withdrawn, .id = V(id), .revision = V(revision), .withdrawn_by = V(by),
	       .withdrawn_ms = V(now), .withdrawn_why = V(why)) != 1)
		return PACK_STALE;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "pack.withdraw",
		.thing = "data_pack", .thing_id = id.v, .reason = why });
	return PACKED;
}

size_t pack_figures_load(struct db *db, struct arena *a, DataPackId id, struct pack_figure **out)
{
	struct data_pack_figure *rows;
	size_t n = ALL(db, a, pack_figures, &rows, .pack = V(id));

	*out = NEWN(a, struct pack_figure, n + 1);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct pack_figure){ rows[i].part, rows[i].line, rows[i].col,
			rows[i].line_name, rows[i].col_name, rows[i].figure };
	return n;
}
