/* SPDX-License-Identifier: MIT */
/*
 * amend.c -- what changes after publication, and who is told of it.
 *
 * A day that was announced is never drawn nearer: who has planned by it has
 * the time that she was promised.
 */
#include "tender/inside.h"

#include "papers/mail.h"
#include "site/setting.h"

/* ---- who is told, who may respond ------------------------------------------------- */

void opportunity_follow(struct db *db, OpportunityId id, UserAccountId who, Moment now)
{
	DO(db, opportunity_follow_row, .opportunity = V(id), .user_account = V(who),
	   .from_ms = V(now));
}

void opportunity_unfollow(struct db *db, OpportunityId id, UserAccountId who)
{
	DO(db, opportunity_unfollow_row, .opportunity = V(id), .user_account = V(who));
}

static const char *letter(struct db *db, struct arena *a, OpportunityId id, const char *words)
{
	return arena_fmt(a, "%s\n\nYou will find it here:\n\n%s/opportunities/%lld\n", words,
	                 setting(db, "council.address"), (long long)id.v);
}

void opportunity_tell(struct db *db, struct arena *a, OpportunityId id, const char *subject,
                      const char *words, Moment now)
{
	struct opportunity_followers_row *to;
	size_t n = ALL(db, a, opportunity_followers, &to, .opportunity = V(id));

	for (size_t i = 0; i < n; i++)
		mail_send(db, to[i].email, subject, letter(db, a, id, words), now);
}

/* The parts whose holders may answer a call-off of `part`: Part A and B are one door. */
static int64_t best_part(int64_t part)
{
	return part <= PART_B ? PART_A : part;
}

static int64_t least_part(int64_t part)
{
	return part <= PART_B ? PART_B : part;
}

bool opportunity_for(struct db *db, struct arena *a, const struct opportunity *o,
                     ProviderId provider, Moment now)
{
	struct opportunity_standing_row row;
	struct opportunity_lot_standing_row on_lot;

	if (!o->framework.v)
		return true;
	if (o->framework_lot.v)
		return !provider_embargoed(db, a, provider, now) &&
		       ONE(db, a, opportunity_lot_standing, &on_lot, .provider = V(provider),
		           .lot = V(o->framework_lot), .on = V(moment_date(now)), .now = V(now));
	return !provider_embargoed(db, a, provider, now) &&
	       ONE(db, a, opportunity_standing, &row, .framework = V(o->framework),
	           .provider = V(provider), .service = V(o->service), .best = V(best_part(o->part)),
	           .least = V(least_part(o->part)), .on = V(moment_date(now)));
}

static void invite_one(struct db *db, struct arena *a, const struct opportunity *o,
                       const char *email, Moment now)
{
	if (!BLANK(email))
		mail_send(db, email, "You may respond to an opportunity",
		          letter(db, a, o->id,
		                 arena_fmt(a, "%s is open to those on %s, until %s.", o->title,
		                           o->framework_name, moment_text(a, o->close_ms))), now);
}

static void invite_lot(struct db *db, struct arena *a, const struct opportunity *o, Moment now)
{
	struct opportunity_lot_asked_row *to;
	size_t n = ALL(db, a, opportunity_lot_asked, &to, .lot = V(o->framework_lot),
	               .on = V(moment_date(now)));

	for (size_t i = 0; i < n; i++)
		if (opportunity_for(db, a, o, to[i].id, now))
			invite_one(db, a, o, to[i].email, now);
}

void opportunity_invite(struct db *db, struct arena *a, const struct opportunity *o, Moment now)
{
	struct opportunity_asked_row *to;
	size_t n;

	if (!o->framework.v)
		return;
	if (o->framework_lot.v) {
		invite_lot(db, a, o, now);
		return;
	}
	n = ALL(db, a, opportunity_asked, &to, .framework = V(o->framework),
	        .service = V(o->service), .best = V(best_part(o->part)),
	        .least = V(least_part(o->part)), .on = V(moment_date(now)), .now = V(now));
	for (size_t i = 0; i < n; i++)
		invite_one(db, a, o, to[i].email, now);
}

/* ---- amended ---------------------------------------------------------------------- */

struct told { struct arena *a; struct buf b; };

static void told_line(struct told *t, const char *what, const char *now, const char *was)
{
	if (text_same(now, was))
		return;
	buf_fmt(&t->b, "%s%s: %s instead of %s", t->b.n ? "\n" : "", what,
	        BLANK(now) ? "not said" : now, BLANK(was) ? "not said" : was);
}

static void told_day(struct told *t, const char *what, Date now, Date was)
{
	told_line(t, what, date_text(t->a, now), date_text(t->a, was));
}

/* The last day of what ends before `until`. */
static void told_last(struct told *t, const char *what, Date now, Date was)
{
	told_day(t, what, date_plus(now, -1), date_plus(was, -1));
}

/* What is another than it was, a line each; NULL: nothing but the words. */
static const char *changes_text(struct arena *a, const struct opportunity *o,
                                const struct amendment *in)
{
	struct told t = { a, buf_new(a) };

	told_line(&t, "Deadline", moment_text(a, in->close), moment_text(a, o->close_ms));
	told_line(&t, "Questions until", moment_text(a, in->ask_until),
	          moment_text(a, o->ask_until_ms));
	told_day(&t, "Award planned", in->award, o->award_day);
	told_day(&t, "Contract from", in->from, o->from_day);
	told_last(&t, "Contract until", in->until, o->until_day);
	told_last(&t, "Extension until", in->extend, o->extend_day);
	if (!text_same(in->about, o->about))
		buf_fmt(&t.b, "%sWhat is asked: in new words", t.b.n ? "\n" : "");
	return t.b.n ? buf_text(&t.b) : NULL;
}

static bool before(Date a, Date b)
{
	return !date_known(a) || !date_known(b) || date_cmp(a, b) <= 0;
}

static enum tendered amendable(const struct opportunity *o, const struct amendment *in, Moment now)
{
	const Date close = moment_date(in->close);

	if (!opportunity_open(o, now))
		return TENDERED_OVER;
	if (moment_cmp(in->close, o->close_ms) < 0 ||
	    moment_cmp(in->ask_until, o->ask_until_ms) < 0)
		return TENDERED_SHORTER;
	if (moment_cmp(in->ask_until, o->ask_until_ms) != 0 && moment_cmp(in->ask_until, now) <= 0)
		return TENDERED_PAST;
	if (moment_cmp(in->ask_until, in->close) > 0 || !before(close, in->award) ||
	    !before(close, in->from) || !before(in->award, in->from) ||
	    !before(in->from, in->until) || !before(in->until, in->extend))
		return TENDERED_ORDER;
	return TENDERED;
}

enum tendered opportunity_amend(struct db *db, struct arena *a, OpportunityId id, int64_t revision,
                                const struct amendment *in, UserAccountId by, Moment now)
{
	const char *changed;
	struct opportunity o;
	enum tendered is;

	db_need_write(db);
	SURE(!BLANK(in->words));
	if (!ONE(db, a, opportunity_load, &o, .id = V(id)))
		return TENDERED_GONE;
	is = amendable(&o, in, now);
	if (is != TENDERED)
		return is;
	if (DO(db, opportunity_amend_row, .id = V(id), .revision = V(revision),
	       .about = V(in->about), .ask_until_ms = V(in->ask_until), .close_ms = V(in->close),
	       .award_day = V(in->award), .from_day = V(in->from), .until_day = V(in->until),
	       .extend_day = V(in->extend)) != 1)
		return TENDERED_STALE;
	changed = changes_text(a, &o, in);
	DO(db, opportunity_change_insert, .id = V(NEW_ID(db, OpportunityChangeId)),
	   .opportunity = V(id), .words = V(in->words), .changed = V(changed), .made_by = V(by),
	   .made_ms = V(now));
	opportunity_audit(db, id, "opportunity.amend", in->words,
	                  arena_fmt(a, "{\"closes\":[\"%s\",\"%s\"]}", moment_iso(a, o.close_ms),
	                            moment_iso(a, in->close)), by);
	release_write(db, a, id, OCDS_AMENDMENT, now);
	opportunity_tell(db, a, id, "An opportunity was changed",
	                 arena_fmt(a, "%s\n\n%s%s%s", o.title, in->words, changed ? "\n\n" : "",
	                           changed ? changed : ""), now);
	return TENDERED;
}
