/* SPDX-License-Identifier: MIT */
/*
 * clarify.c -- questions of providers, answered to all in the same words.
 *
 * Who learns that another has asked knows that the other will bid; so what is
 * published is looked through for names first.
 */
#include "tender/inside.h"

#include <string.h>

#include "base/utf8.h"

VOCAB_WORDS(clarification_state, ASKED, CLARIFICATION_STATES)

enum { TELLING = 4 };               /* letters of a first word that can tell who it is */

/* ---- names ---------------------------------------------------------------------------- */

/* Words with which names of the trade begin: they tell nobody. */
static const char *const trade[] = {
	"abbey", "active", "agency", "allied", "care", "carers", "community", "county", "direct",
	"extra", "first", "good", "helping", "home", "homecare", "independent", "local", "north",
	"personal", "quality", "royal", "saint", "social", "south", "support", "supported",
	"total", "united", "west", "your",
};

static bool of_trade(const char *word)
{
	for (size_t i = 0; i < COUNT(trade); i++)
		if (strcmp(trade[i], word) == 0)
			return true;
	return false;
}

/* Do these words stand in the text, as words?  Both folded, the text with blanks around it. */
static bool has_words(struct arena *a, const char *text, const char *words)
{
	return *words && strstr(text, arena_fmt(a, " %s ", words)) != NULL;
}

/* The name of a provider that the text has in it; NULL: none. */
static const char *named_in(struct db *db, struct arena *a, OpportunityId opportunity,
                            const char *folded)
{
	const char *text = arena_fmt(a, " %s ", folded);
	struct clarification_names_row *p;
	size_t n = ALL(db, a, clarification_names, &p, .opportunity = V(opportunity));

	for (size_t i = 0; i < n; i++) {
		const char *first = arena_dupn(a, p[i].name_key, strcspn(p[i].name_key, " "));

		if (has_words(a, text, p[i].name_key) ||
		    (p[i].asker && strlen(first) >= TELLING && !of_trade(first) &&
		     has_words(a, text, first)))
			return p[i].name;
	}
	return NULL;
}

/* ---- asked ------------------------------------------------------------------------------ */

static void audit(struct db *db, ClarificationId id, const char *verb, UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "clarification",
		.thing_id = id.v });
}

enum clarified clarification_ask(struct db *db, struct arena *a, OpportunityId id,
                                 const char *words, const struct me *me, Moment now,
                                 ClarificationId *out)
{
	struct opportunity o;

	db_need_write(db);
	if (DO(db, opportunity_hold, .id = V(id)) != 1 ||
	    !ONE(db, a, opportunity_load, &o, .id = V(id)) || !moment_known(o.published_ms))
		return CLARIFIED_GONE;
	if (!opportunity_for(db, a, &o, me->provider, now))
		return CLARIFIED_BARRED;
	if (opportunity_state_at(&o, now) != TENDER_PUBLISHED)
		return CLARIFIED_LATE;
	*out = NEW_ID(db, ClarificationId);
	DO(db, clarification_insert, .id = V(*out), .opportunity = V(id),
	   .provider = V(me->provider), .asked_by = V(me->id), .asked_ms = V(now),
	   .words = V(words));
	opportunity_follow(db, id, me->id, now);
	audit(db, *out, "clarification.ask", me->id);
	return CLARIFIED;
}

/* ---- answered ---------------------------------------------------------------------------- */

enum clarified clarification_answer(struct db *db, struct arena *a, ClarificationId id,
                                    int64_t revision, const char *public_words,
                                    const char *answer, bool names, UserAccountId by, Moment now,
                                    const char **name)
{
	const char *folded = utf8_key(a, arena_fmt(a, "%s\n%s", public_words, answer));
	struct clarification c;

	db_need_write(db);
	*name = NULL;
	if (!ONE(db, a, clarification_load, &c, .id = V(id)))
		return CLARIFIED_GONE;
	if (moment_known(c.published_ms))
		return CLARIFIED_PUBLISHED;
	if (moment_cmp(c.close_ms, now) <= 0)
		return CLARIFIED_LATE;
	*name = named_in(db, a, c.opportunity, folded);
	if (*name && !names)
		return CLARIFIED_NAMED;
	if (DO(db, clarification_answer_row, .id = V(id), .revision = V(revision),
	       .public_words = V(public_words), .answer = V(answer), .sought = V(folded),
	       .names_kept = V((int64_t)(*name != NULL)), .edited_by = V(by),
	       .edited_ms = V(now)) != 1)
		return CLARIFIED_STALE;
	audit(db, id, "clarification.answer", by);
	return CLARIFIED;
}

enum clarified clarifications_publish(struct db *db, struct arena *a, OpportunityId id,
                                      UserAccountId by, Moment now, size_t *n)
{
	struct clarification_ready_row *ready;
	struct opportunity o;

	db_need_write(db);
	*n = 0;
	if (DO(db, opportunity_hold, .id = V(id)) != 1 ||
	    !ONE(db, a, opportunity_load, &o, .id = V(id)) || !moment_known(o.published_ms))
		return CLARIFIED_GONE;
	if (!opportunity_open(&o, now))
		return CLARIFIED_LATE;
	*n = ALL(db, a, clarification_ready, &ready, .opportunity = V(id));
	if (*n == 0)
		return CLARIFIED_NOTHING;
	for (size_t i = 0; i < *n; i++)
		DO(db, clarification_publish_row, .id = V(ready[i].id), .opportunity = V(id),
		   .published_by = V(by), .published_ms = V(now));
	opportunity_audit(db, id, "clarification.publish", NULL,
	                  arena_fmt(a, "{\"questions\":%zu}", *n), by);
	opportunity_tell(db, a, id, "Questions about an opportunity were answered",
	                 arena_fmt(a, "%s: %zu question%s answered for all.", o.title, *n,
	                           *n == 1 ? " was" : "s were"), now);
	return CLARIFIED;
}
