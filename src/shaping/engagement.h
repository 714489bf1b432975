/* SPDX-License-Identifier: MIT */
/*
 * engagement.h -- whom the council met, what they said and what came of it.
 * Part of shaping/shaping.h.
 *
 *	session   kept --it is decided--> public --taken back--> kept
 *	theme     said --answered--> "you said, we did" --it is decided--> public
 *
 * B&NES 3b and 6: a list of sessions with providers, carers, staff and the
 * public, and what each led to (app. 1 and 2); Aberdeen: workshops, drop-ins,
 * sixty questions that were answered on the day.  What is public is decided for
 * each session and each theme; a public theme is seen when its session is
 * public too.  Words that are changed are no longer public: it is decided anew.
 * People are a number here; what is written names nobody.
 */
#ifndef ALM_SHAPING_ENGAGEMENT_H
#define ALM_SHAPING_ENGAGEMENT_H

#include "base/vocab.h"
#include "db/db.h"

#define MEETING_KINDS(X, P)                                                     \
	X(P, 1, WORKSHOP,     "workshop",     "blue",   "Workshop")              \
	X(P, 2, FORUM,        "forum",        "purple", "Provider forum")        \
	X(P, 3, DROP_IN,      "drop-in",      "teal",   "Drop-in")               \
	X(P, 4, QUESTIONS,    "questions",    "yellow", "Questions and answers") \
	X(P, 5, CONSULTATION, "consultation", "green",  "Public consultation")   \
	X(P, 6, VISIT,        "visit",        "grey",   "Visit")                 \
	X(P, 7, SURVEY,       "survey",       "orange", "Survey")                \
	X(P, 8, MEETING,      "meeting",      "grey",   "Meeting")
VOCAB(meeting_kind, MEETING, MEETING_KINDS)

/* Bits of engagement_session.audience: 1 << (code - 1). */
#define MEETING_AUDIENCES(X, P)                                                 \
	X(P, 1, PROVIDERS, "providers", "", "Providers")                         \
	X(P, 2, PEOPLE,    "people",    "", "People who use support")            \
	X(P, 3, CARERS,    "carers",    "", "Unpaid carers")                     \
	X(P, 4, WORKERS,   "workers",   "", "Care workers")                      \
	X(P, 5, STAFF,     "staff",     "", "Social workers and council staff")  \
	X(P, 6, NHS,       "nhs",       "", "NHS")                               \
	X(P, 7, PUBLIC,    "public",    "", "The public")                        \
	X(P, 8, OTHERS,    "others",    "", "Others")
VOCAB(meeting_audience, HEARD, MEETING_AUDIENCES)

enum engaged {
	ENGAGED,
	ENGAGED_GONE,        /* no such session or theme                                    */
	ENGAGED_STALE,       /* somebody changed it since it was shown                      */
	ENGAGED_ORDER,       /* it would be over before it began                            */
	ENGAGED_UNANSWERED,  /* a theme without an answer is not made public                */
};

struct meeting_answers {
	const char *name;
	unsigned    kind;            /* enum meeting_kind                                   */
	int64_t     audience;        /* bits                                                */
	Date        on, until;       /* until: the first day on which it was over; none: a day */
	const char *place;
	int64_t     attended, asked; /* people; questions that were put; INT_NONE: not known */
	const char *topic;
	FrameworkId framework;
	PilotId     pilot;
};
struct theme_answers { const char *said, *did, *changed; Date answer_by; };

/* In a write transaction of the caller's; one audit row each. */
/* ENGAGED_ORDER. */
enum engaged meeting_add(struct db *, struct arena *, const struct meeting_answers *,
                         UserAccountId by, Moment now, EngagementSessionId *out) MUST_USE;
/* It is no longer public.  ENGAGED_GONE, ENGAGED_STALE, ENGAGED_ORDER. */
enum engaged meeting_change(struct db *, struct arena *, EngagementSessionId, int64_t revision,
                            const struct meeting_answers *, UserAccountId by) MUST_USE;
/* Show it to everybody, or no longer.  ENGAGED_GONE, ENGAGED_STALE. */
enum engaged meeting_publish(struct db *, EngagementSessionId, int64_t revision, bool shown,
                             UserAccountId by, Moment now) MUST_USE;
/* ENGAGED_GONE: no such session. */
enum engaged theme_add(struct db *, struct arena *, EngagementSessionId,
                       const struct theme_answers *, UserAccountId by, Moment now,
                       EngagementThemeId *out) MUST_USE;
/* It is no longer public.  ENGAGED_GONE, ENGAGED_STALE. */
enum engaged theme_change(struct db *, struct arena *, EngagementThemeId, int64_t revision,
                          const struct theme_answers *, UserAccountId by, Moment now) MUST_USE;
/* ENGAGED_GONE, ENGAGED_STALE, ENGAGED_UNANSWERED. */
enum engaged theme_publish(struct db *, struct arena *, EngagementThemeId, int64_t revision,
                           bool shown, UserAccountId by, Moment now) MUST_USE;

#endif
