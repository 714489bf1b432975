/* SPDX-License-Identifier: MIT */
/*
 * award.c -- to whom a lot goes: proposed by one, confirmed by another, told to all, and
 * after the standstill written into the register of contracts.
 */
#include "tender/inside.h"

#include "exchange/json.h"
#include "jobs/calendar.h"
#include "papers/mail.h"
#include "site/setting.h"

/* ---- evaluated -------------------------------------------------------------------- */

static enum judged hold(struct db *db, struct arena *a, OpportunityId id, struct opportunity *o)
{
	db_need_write(db);
	if (DO(db, opportunity_hold, .id = V(id)) != 1 ||
	    !ONE(db, a, opportunity_load, o, .id = V(id)))
		return JUDGED_GONE;
	if (!moment_known(o->opened_ms) || moment_known(o->cancelled_ms))
		return JUDGED_SEALED;
	return moment_known(o->settled_ms) ? JUDGED_ALREADY : JUDGED;
}

enum judged evaluation_begin(struct db *db, struct arena *a, OpportunityId id, UserAccountId by,
                             Moment now)
{
	struct response_opened_list_row *r;
	struct opportunity o;
	enum judged is = hold(db, a, id, &o);
	PanelId panel;
	size_t n;

	if (is != JUDGED)
		return is;
	if (o.panel.v)
		return JUDGED_ALREADY;
	panel = panel_add(db, o.title, setting_int(db, "panel.apart"),
	                  setting_int(db, "panel.least"), by, now);
	n = ALL(db, a, response_opened_list, &r, .opportunity = V(id));
	for (size_t i = 0; i < n; i++) {
		const enum paneled on = panel_sheet_add(db, a, panel, r[i].sheet, by, now);

		SURE(on == PANELED);
	}
	if (DO(db, opportunity_panel_row, .id = V(id), .panel = V(panel)) != 1)
		return JUDGED_STALE;
	opportunity_audit(db, id, "opportunity.evaluate", NULL,
	                  arena_fmt(a, "{\"panel\":%lld,\"responses\":%zu}", (long long)panel.v, n),
	                  by);
	return JUDGED;
}

/* ---- low prices ------------------------------------------------------------------- */

static bool lot_find(struct db *db, struct arena *a, OpportunityId id, OpportunityLotId lot,
                     struct opportunity_lot *out)
{
	struct opportunity_lot *l;
	size_t n = ALL(db, a, opportunity_lot_list, &l, .opportunity = V(id));

	for (size_t i = 0; i < n; i++)
		if (l[i].id.v == lot.v) {
			*out = l[i];
			return true;
		}
	return false;
}

static const struct ranked *ranked_find(const struct ranked *r, size_t n, ResponseSentId id)
{
	for (size_t i = 0; i < n; i++)
		if (r[i].response.v == id.v)
			return &r[i];
	return NULL;
}

/* A low price that may still be decided on. */
static enum judged low_price_find(struct db *db, struct arena *a, OpportunityId id,
                                  OpportunityLotId lot_id, ResponseSentId response,
                                  struct opportunity *o, struct opportunity_lot *lot,
                                  struct ranked *out)
{
	const enum judged is = hold(db, a, id, o);
	const struct ranked *of;
	struct ranked *r;
	size_t n;

	if (is != JUDGED)
		return is;
	if (moment_known(o->decided_ms))
		return JUDGED_ALREADY;
	if (!lot_find(db, a, id, lot_id, lot))
		return JUDGED_GONE;
	n = lot_ranking(db, a, o, lot, &r);
	of = ranked_find(r, n, response);
	if (!of)
		return JUDGED_GONE;
	*out = *of;
	return of->low ? JUDGED : JUDGED_NOT_LOW;
}

static void low_price_letter(struct db *db, struct arena *a, const struct opportunity *o,
                             const struct opportunity_lot *lot, const struct ranked *of,
                             Date last, Moment now)
{
	const char *site = arena_dup(a, setting(db, "council.address"));
	struct award_told_list_row *to;
	size_t n = ALL(db, a, award_told_list, &to, .opportunity = V(o->id));

	for (size_t i = 0; i < n; i++)
		if (to[i].id.v == of->response.v)
			mail_send(db, to[i].email, "Please explain a price",
			          arena_fmt(a, "%s, lot %lld, %s\n\nYour price of %s for %s lies "
			                    "far below the others. Please tell us how it is made "
			                    "up: wages, travel, what else makes it possible. It "
			                    "is accepted or refused on what you say.\n\nYou can do "
			                    "so until the end of %s, here:\n\n"
			                    "%s/portal/opportunities/%lld/lots/%lld/explain\n",
			                    o->title, (long long)lot->number, lot->title,
			                    money_text(a, of->price), lot->price_of,
			                    date_text(a, last), site, (long long)o->id.v,
			                    (long long)lot->id.v), now);
}

static void low_price_audit(struct db *db, struct arena *a, const char *verb,
                            OpportunityId id, ResponseSentId response, int64_t lot,
                            const char *more, const char *reason, UserAccountId by)
{
	opportunity_audit(db, id, verb, reason,
	                  arena_fmt(a, "{\"response\":%lld,\"lot\":%lld%s}",
	                            (long long)response.v, (long long)lot, more), by);
}

enum judged low_price_ask(struct db *db, struct arena *a, OpportunityId id,
                          OpportunityLotId lot_id, ResponseSentId response, Date last,
                          UserAccountId by, Moment now)
{
	struct opportunity_lot lot;
	struct opportunity o;
	struct ranked of;
	const enum judged is = low_price_find(db, a, id, lot_id, response, &o, &lot, &of);

	if (is != JUDGED)
		return is;
	if (date_cmp(last, moment_date(now)) < 0)
		return JUDGED_PAST;
	if (DO(db, low_price_ask_row, .response_sent = V(response), .opportunity_lot = V(lot_id),
	       .asked_by = V(by), .asked_ms = V(now), .until_day = V(date_plus(last, 1))) != 1)
		return JUDGED_ALREADY;
	low_price_letter(db, a, &o, &lot, &of, last, now);
	low_price_audit(db, a, "low_price.ask", id, response, lot.number,
	                arena_fmt(a, ",\"until\":\"%s\"", date_iso(a, last)), NULL, by);
	return JUDGED;
}

static const struct low_price_own *own_find(const struct low_price_own *w, size_t n,
                                            OpportunityLotId lot)
{
	for (size_t i = 0; i < n; i++)
		if (w[i].opportunity_lot.v == lot.v)
			return &w[i];
	return NULL;
}

enum judged low_price_explain(struct db *db, struct arena *a, OpportunityId id,
                              OpportunityLotId lot, const char *words, const struct me *me,
                              Moment now)
{
	const struct low_price_own *of;
	struct low_price_own *list;
	struct opportunity o;
	const enum judged is = hold(db, a, id, &o);
	size_t n;

	SURE(!BLANK(words));
	if (is != JUDGED)
		return is == JUDGED_SEALED ? JUDGED_GONE : is;
	n = ALL(db, a, low_price_own_list, &list, .opportunity = V(id),
	        .provider = V(me->provider));
	of = own_find(list, n, lot);
	if (!of)
		return JUDGED_UNASKED;
	if (moment_known(o.decided_ms) || moment_known(of->decided_ms))
		return JUDGED_ALREADY;
	if (date_cmp(moment_date(now), of->until_day) >= 0)
		return JUDGED_PAST;
	if (DO(db, low_price_explain_row, .response_sent = V(of->response_sent),
	       .opportunity_lot = V(lot), .explanation = V(words), .said_by = V(me->id),
	       .said_ms = V(now)) != 1)
		return JUDGED_ALREADY;
	low_price_audit(db, a, "low_price.explain", id, of->response_sent, of->number, "", NULL,
	                me->id);
	return JUDGED;
}

/* What was said by then is what was read. */
static bool same_moment(Moment x, Moment y)
{
	return moment_known(x) == moment_known(y) &&
	       (!moment_known(x) || moment_cmp(x, y) == 0);
}

enum judged low_price_decide(struct db *db, struct arena *a, OpportunityId id,
                             OpportunityLotId lot_id, ResponseSentId response,
                             const char *heard, Moment said, bool accepted, const char *reason,
                             UserAccountId by, Moment now)
{
	struct opportunity_lot lot;
	struct low_price w;
	struct opportunity o;
	struct ranked of;
	const enum judged is = low_price_find(db, a, id, lot_id, response, &o, &lot, &of);

	if (is != JUDGED)
		return is;
	if (!ONE(db, a, low_price_load, &w, .response_sent = V(response),
	         .opportunity_lot = V(lot_id)))
		return JUDGED_UNASKED;
	if (!same_moment(w.said_ms, said))
		return JUDGED_STALE;
	if (BLANK(heard) && !moment_known(w.said_ms))
		return JUDGED_UNSAID;
	DO(db, low_price_decide_row, .response_sent = V(response), .opportunity_lot = V(lot_id),
	   .heard = V(BLANK(heard) ? NULL : heard), .accepted = V((int64_t)accepted),
	   .reason = V(reason), .decided_by = V(by), .decided_ms = V(now));
	low_price_audit(db, a, "low_price.decide", id, response, lot.number,
	                accepted ? ",\"accepted\":true" : ",\"accepted\":false", reason, by);
	return JUDGED;
}

/* ---- proposed --------------------------------------------------------------------- */

static const char *ranking_json(struct arena *a, const struct ranked *r, size_t n)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_array(&j, NULL);
	for (size_t i = 0; i < n; i++) {
		json_open_object(&j, NULL);
		json_put_int(&j, "response", r[i].response.v);
		json_put_text(&j, "provider", r[i].name);
		json_put_money(&j, "price", r[i].price);
		json_put_decimal(&j, "quality", r[i].quality, 2);
		json_put_decimal(&j, "cost", r[i].cost, 2);
		json_put_decimal(&j, "social", r[i].social, 2);
		json_put_decimal(&j, "total", r[i].total, 2);
		json_put_int(&j, "rank", r[i].rank);
		json_close_object(&j);
	}
	json_close_array(&j);
	return buf_text(&b);
}

static const struct lot_choice *choice_for(const struct lot_choice *c, size_t n,
                                           OpportunityLotId lot)
{
	for (size_t i = 0; i < n; i++)
		if (c[i].lot.v == lot.v)
			return &c[i];
	return NULL;
}

/* May this lot be decided on so?  `choice` NULL: the first of the ranking. */
static enum judged decidable(const struct ranked *r, size_t n, const struct lot_choice *choice,
                             ResponseSentId *to, bool *first)
{
	const struct ranked *of;

	for (size_t i = 0; i < n; i++) {
		if (!r[i].scored)
			return JUDGED_UNSCORED;
		if (r[i].low && r[i].accepted == INT_NONE)
			return JUDGED_LOW;
	}
	*to = choice ? choice->response
	    : n && r[0].rank == 1 ? r[0].response : (ResponseSentId){ 0 };
	of = ranked_find(r, n, *to);
	if (to->v && (!of || of->rank == 0))
		return JUDGED_FOREIGN;
	/* With nobody to rank there is nobody to choose. */
	*first = of ? of->rank == 1 : n == 0;
	return *first || (choice && !BLANK(choice->reason)) ? JUDGED : JUDGED_REASON;
}

static enum judged lot_propose(struct db *db, struct arena *a, const struct opportunity *o,
                               const struct opportunity_lot *lot,
                               const struct lot_choice *choice)
{
	struct ranked *r;
	size_t n = lot_ranking(db, a, o, lot, &r);
	ResponseSentId to;
	bool first;
	const enum judged is = decidable(r, n, choice, &to, &first);

	if (is != JUDGED)
		return is;
	DO(db, lot_award_insert, .opportunity_lot = V(lot->id), .opportunity = V(o->id),
	   .response_sent = V(to), .first = V((int64_t)first),
	   .reason = V(choice ? choice->reason : NULL), .ranking = V(ranking_json(a, r, n)));
	return JUDGED;
}

enum judged award_propose(struct db *db, struct arena *a, OpportunityId id, int64_t revision,
                          const struct lot_choice *choices, size_t n, UserAccountId by, Moment now)
{
	struct opportunity_lot *lots;
	struct opportunity o;
	enum judged is = hold(db, a, id, &o);
	size_t nlots;

	if (is != JUDGED)
		return is;
	if (moment_known(o.decided_ms))
		return JUDGED_ALREADY;
	if (o.revision != revision)
		return JUDGED_STALE;
	if (!o.panel.v)
		return JUDGED_UNSCORED;
	DO(db, lot_award_clear, .opportunity = V(id));
	nlots = ALL(db, a, opportunity_lot_list, &lots, .opportunity = V(id));
	for (size_t i = 0; i < nlots; i++) {
		is = lot_propose(db, a, &o, &lots[i], choice_for(choices, n, lots[i].id));
		if (is != JUDGED)
			return is;
	}
	if (DO(db, opportunity_propose_row, .id = V(id), .revision = V(revision), .by = V(by),
	       .now = V(now)) != 1)
		return JUDGED_STALE;
	opportunity_audit(db, id, "award.propose", NULL, NULL, by);
	return JUDGED;
}

/* ---- confirmed and told ----------------------------------------------------------- */

Date standstill_until(struct db *db, struct arena *a, Date told)
{
	const enum nation nation = nation_here(db);
	int64_t days = setting_int(db, "tender.standstill_working");
	struct proclaimed also;
	Date until = told;

	if (nation == NATION_SC) {
		days = setting_int(db, "tender.standstill_days");
		return days ? date_plus(told, (int)days + 1) : told;
	}
	also = proclaimed_load(db, a);
	/* The day of telling is the first of them, if it is worked. */
	for (; days > 0; until = date_plus(until, 1))
		days -= day_worked(&also, nation, until);
	return until;
}

static void put_points(struct arena *a, struct buf *b, const char *who, const struct ranked *r)
{
	struct buf n = buf_new(a);

	buf_fmt(&n, "  %s: ", who);
	buf_str(&n, "quality ");
	buf_decimal(&n, r->quality, 2);
	buf_str(&n, ", price ");
	buf_decimal(&n, r->cost, 2);
	buf_str(&n, ", social value ");
	buf_decimal(&n, r->social, 2);
	buf_str(&n, "; in all ");
	buf_decimal(&n, r->total, 2);
	buf_fmt(b, "%s\n", buf_text(&n));
}

/* What one provider is told of one lot; nothing, if it has no price for it. */
static void put_lot(struct arena *a, struct buf *b, const struct opportunity_lot *lot,
                    const struct lot_award *to, const struct ranked *r, size_t n,
                    ResponseSentId me)
{
	const struct ranked *mine = ranked_find(r, n, me);
	const struct ranked *chosen = ranked_find(r, n, to->response_sent);

	if (!mine)
		return;
	buf_fmt(b, "\nLot %lld, %s\n", (long long)lot->number, lot->title);
	if (mine == chosen)
		buf_str(b, "  We intend to award this lot to you.\n");
	else if (chosen)
		buf_fmt(b, "  We intend to award this lot to %s.\n", chosen->name);
	else
		buf_str(b, "  We intend to award this lot to nobody.\n");
	if (mine->rank)
		put_points(a, b, "You", mine);
	else
		buf_str(b, "  Your price was so low that it was not accepted.\n");
	if (chosen && mine != chosen)
		put_points(a, b, chosen->name, chosen);
	if (!BLANK(to->reason))
		buf_fmt(b, "  Reason: %s\n", to->reason);
}

static void tell_all(struct db *db, struct arena *a, const struct opportunity *o, Date until,
                     Moment now)
{
	struct opportunity_lot *lots;
	struct award_told_list_row *to;
	struct lot_award *awards;
	size_t nto = ALL(db, a, award_told_list, &to, .opportunity = V(o->id));
	size_t n = ALL(db, a, opportunity_lot_list, &lots, .opportunity = V(o->id));
	struct ranked **r = NEWN(a, struct ranked *, n + 1);
	size_t *nr = NEWN(a, size_t, n + 1);

	SURE(ALL(db, a, lot_award_list, &awards, .opportunity = V(o->id)) == n);
	for (size_t i = 0; i < n; i++)
		nr[i] = lot_ranking(db, a, o, &lots[i], &r[i]);
	for (size_t k = 0; k < nto; k++) {
		struct buf b = buf_new(a);

		buf_fmt(&b, "%s: the decision\n", o->title);
		for (size_t i = 0; i < n; i++)
			put_lot(a, &b, &lots[i], &awards[i], r[i], nr[i], to[k].id);
		buf_fmt(&b, "\nNo contract is made before %s (standstill).\n",
		        date_text(a, until));
		mail_send(db, to[k].email, "The decision about an opportunity that you answered",
		          buf_text(&b), now);
	}
}

/* Is the ranking what it was when it was proposed? */
static bool still_ranked(struct db *db, struct arena *a, const struct opportunity *o)
{
	struct opportunity_lot lot;
	struct lot_award *w;
	struct ranked *r;
	size_t n = ALL(db, a, lot_award_list, &w, .opportunity = V(o->id)), nr;

	for (size_t i = 0; i < n; i++) {
		if (!lot_find(db, a, o->id, w[i].opportunity_lot, &lot))
			return false;
		nr = lot_ranking(db, a, o, &lot, &r);
		if (!text_same(ranking_json(a, r, nr), w[i].ranking))
			return false;
	}
	return true;
}

enum judged award_confirm(struct db *db, struct arena *a, OpportunityId id, UserAccountId by,
                          Moment now)
{
	struct opportunity o;
	enum judged is = hold(db, a, id, &o);
	Date until;

	if (is != JUDGED)
		return is;
	if (!moment_known(o.proposed_ms))
		return JUDGED_EARLY;
	if (moment_known(o.decided_ms))
		return JUDGED_ALREADY;
	if (o.proposed_by.v == by.v)
		return JUDGED_SAME;
	if (!still_ranked(db, a, &o))
		return JUDGED_STALE;
	until = standstill_until(db, a, moment_date(now));
	if (DO(db, opportunity_decide_row, .id = V(id), .revision = V(o.revision), .by = V(by),
	       .now = V(now), .standstill_day = V(until)) != 1)
		return JUDGED_STALE;
	opportunity_audit(db, id, "award.confirm", NULL,
	                  arena_fmt(a, "{\"standstill_until\":\"%s\"}", date_iso(a, until)), by);
	release_write(db, a, id, OCDS_AWARD, now);
	tell_all(db, a, &o, until, now);
	return JUDGED;
}

/* ---- settled ---------------------------------------------------------------------- */

static void contract_write(struct db *db, struct arena *a, const struct opportunity *o,
                           const struct lot_award *w, UserAccountId by, Moment now)
{
	DO(db, contract_notice_insert, .id = V(NEW_ID(db, ContractNoticeId)),
	   .reference = V(arena_fmt(a, "%lld-%lld", (long long)o->id.v, (long long)w->number)),
	   .opportunity = V(o->id), .opportunity_lot = V(w->opportunity_lot),
	   .title = V(arena_fmt(a, "%s: %s", o->title, w->title)), .about = V(o->about),
	   .provider = V(w->provider), .provider_name = V(w->provider_name),
	   .service = V(o->service), .cpv = V(o->cpv), .value_pence = V(w->value_pence),
	   .from_day = V(o->from_day), .until_day = V(o->until_day), .extend_day = V(o->extend_day),
	   .framework = V(o->framework), .made_by = V(by), .made_ms = V(now));
}

enum judged award_settle(struct db *db, struct arena *a, OpportunityId id, UserAccountId by,
                         Moment now, size_t *contracts)
{
	struct lot_award *w;
	struct opportunity o;
	enum judged is = hold(db, a, id, &o);
	size_t n;

	*contracts = 0;
	if (is != JUDGED)
		return is;
	if (!moment_known(o.decided_ms) || date_cmp(moment_date(now), o.standstill_day) < 0)
		return JUDGED_EARLY;
	if (DO(db, opportunity_settle_row, .id = V(id), .by = V(by), .now = V(now)) != 1)
		return JUDGED_STALE;
	n = ALL(db, a, lot_award_list, &w, .opportunity = V(id));
	for (size_t i = 0; i < n; i++)
		if (w[i].response_sent.v) {
			contract_write(db, a, &o, &w[i], by, now);
			++*contracts;
		}
	opportunity_audit(db, id, "award.settle", NULL,
	                  arena_fmt(a, "{\"contracts\":%zu}", *contracts), by);
	release_write(db, a, id, OCDS_CONTRACT, now);
	opportunity_tell(db, a, id, "An opportunity was awarded",
	                 arena_fmt(a, "%s: the standstill is over, and the contracts are made.",
	                           o.title), now);
	return JUDGED;
}
