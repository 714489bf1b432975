/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of demo share with each other and nobody else.
 *
 * Two ways of writing go side by side.  The council's own decisions (teams,
 * prices, standings, suspensions) and the last days of requests are made by
 * the rooms' verbs, with the clock set to each moment.  The years before are
 * planned in memory, request by request, and written as they ended up; their
 * audit entries wait in a heap, so that the trail is in order of time.
 */
#ifndef ALM_DEMO_INSIDE_H
#define ALM_DEMO_INSIDE_H

#include "audit/audit.h"
#include "auth/auth.h"
#include "brokerage/brokerage.h"
#include "demo/demo.h"
#include "market/market.h"

/* ---- chance: the same seed gives the same council ------------------------- */
struct chance { uint64_t state; };

uint64_t chance_next(struct chance *);
int64_t  chance_between(struct chance *, int64_t least, int64_t most);   /* both ends too */
bool     chance_in(struct chance *, int64_t n, int64_t of);              /* n times of `of` */
size_t   chance_weighted(struct chance *, const int *weights, size_t n);
#define CHANCE_OF(c, list) ((list)[chance_between((c), 0, (int64_t)COUNT(list) - 1)])

/*
 * Shares that come true in small numbers too: each call names the one that is
 * furthest behind its weight.  `owed` is the caller's memory of n numbers.
 */
size_t share_next(int64_t *owed, const int *weights, size_t n);
/* It was that one, for another reason. */
void   share_took(int64_t *owed, const int *weights, size_t n, size_t which);

/* ---- names and places: names.c, places.c ------------------------------------ */
struct person_name { const char *given, *family, *language; bool woman; };
struct person_name name_make(struct chance *);
const char *outcome_words(struct chance *, size_t at);

enum { PLACES = 6, DISTRICTS = 9, BANDS = 6, SKILLS = 8, TEAMS = 10 };
struct place {
	const char *name, *districts[3];
	int         weight;              /* of 100 requests                        */
	int         dearer;              /* pence an hour over the common price: the country */
};
extern const struct place places[PLACES];
const char *street_make(struct chance *, struct arena *);
const char *postcode_make(struct chance *, struct arena *, const char *district);
/* The nth number of the range that the NHS keeps for tests (999 ... ), with its check digit. */
void nhs_number_make(int64_t nth, char out[11]);

/* ---- firms: firms.c ------------------------------------------------------------ */
enum firm_kind {
	FIRM_STRATEGIC, FIRM_SPOT, FIRM_PART_A, FIRM_NEWCOMER, FIRM_SILENT, FIRM_LEAVER,
	FIRM_INTERIM, FIRM_OUT_OF_AREA, FIRM_OUTSIDE, FIRM_OTHER
};
struct firm_spec {
	const char    *name, *legal, *district;
	enum firm_kind kind;
	unsigned       places;           /* bits: where it works; of a strategic partner, Part B */
	unsigned       blocks;           /* bits: where hours are bought ahead                    */
	const char    *rating;           /* NULL: not rated yet                                   */
};
enum { FIRMS = 40, FIRM_BLOCKS = 4 };       /* only the first four have blocks */
extern const struct firm_spec firm_specs[FIRMS];
struct firm { ProviderId id; UserAccountId scheduler; BlockId block[PLACES]; };

/* The regulator's directory of them as CSV; their ratings as its API gives them. */
const char *firms_directory(struct arena *, Date produced);
const char *firms_ratings(struct arena *, Date newest);

/* ---- the council ------------------------------------------------------------------ */
enum { PLAN_VISITS = 5, TIERS_MOST = 9, YEARS_MOST = 12, BLOCK_DAYS = 3000 };

struct later { int64_t ms, seq; struct audit_entry e; int64_t n[3]; };
struct trail { struct arena *arena; struct later *at; size_t n, room; int64_t seq; };

/* A request of a person who had one before: its change, its rest, a failure. */
struct follow {
	Moment   made;
	int64_t  person;                 /* in council.people */
	unsigned reason;
	Date     start;
	RequestId reopens;
	struct visit visit[PLAN_VISITS]; /* what is asked for; none: chosen anew       */
	size_t   nvisits;
	int64_t  funding;
	int64_t  not_firm;               /* not with this one again                     */
};

/* A request to come: at that moment, new or following another. */
struct due { Moment at; int64_t seq; bool follows; struct follow follow; struct due *next; };

/* free_ms: from when on nobody asks or cares for them any more; INT64_MAX: never. */
struct resident { PersonId id; int place; const char *district; int64_t free_ms; };

struct tier {
	PolicyTierId id;
	int64_t no, who, price, choice, approval;
	Minutes urgent, standard;
	Money ceiling;
};

struct council {
	struct db    *db;
	struct arena *arena;             /* of the whole work                           */
	struct demo_order order;
	struct chance dice;
	Moment        now;
	Moment        founded;           /* the first day of all                    */
	Moment        begun;             /* from then on every request is here: three years ago */
	Moment        live_from;         /* from then on requests go by the verbs   */
	Moment        decided;           /* what the council decided is done up to  */
	Date          today;
	const char   *passphrase;
	struct demo_made made;

	LocalityId    place[PLACES];
	TeamId        team[TEAMS];
	SkillId       skill[SKILLS];
	TimeBandId    band[BANDS];
	struct firm   firm[FIRMS];
	struct { QuestionnaireId questionnaire; OpportunityId night, living, block; } tender;
	UserAccountId commissioner2, evaluator;
	ApplicationId applied[4];        /* to join the framework: applied.c        */
	UserAccountId admin, commissioner, manager, brokers[3], asks[TEAMS];
	FrameworkId   framework;
	Date          second;            /* when the second framework began         */
	LotId         lot[2][5];         /* of the first and the second, by enum part */
	LotId         young;             /* of the hosted framework                 */
	RequestId     young_request[3];
	EmbargoId     young_embargo;
	EmbargoId     embargo;
	AccreditationId leaver;
	Date          leaves;            /* the leaver's last day                   */
	Moment        shut_from, shut_until;   /* the past suspension, of FIRM_SHUT   */
	Money         fair[PLACES][YEARS_MOST]; /* from April of first_year + i       */
	int           first_year;
	struct tier   tier[TIERS_MOST];
	size_t        ntiers;
	struct pay_rule pay;
	int32_t (*drawn)[PLACES]
			[BLOCK_DAYS]; /* minutes a week drawn from a strategic partner's block */
	Minutes       block_week;
	Money         block_rate;

	struct trail  trail;
	struct due   *due[BLOCK_DAYS];   /* requests that follow others, by day        */
	struct due   *today_first;       /* of the day that is being made, in order    */
	int64_t       day, seq;
	struct resident *people; size_t npeople, people_room;
	int64_t       owed_outcome[4], owed_group[6][4], owed_firm[8][FIRMS], owed_place[PLACES],
	              owed_grid[2][16], owed_funding[3], owed_reason[3][3], owed_stay[2][2];
	int64_t new_bought[2][2]; /* eager and shy team; year before, and April to December */
};

/* The firms with a part to play, by their place in firm_specs. */
enum {
	FIRM_NEW = 6, FIRM_MUTE = 7, FIRM_GONE = 8, FIRM_SHUT = 9, FIRM_SHUT_NOW = 10,
	FIRM_YOUNG = 27, FIRM_YOUNG_TOO = 17      /* registered for supported living as well */
};
enum { PLACE_YOUNG = 2, PLACE_FAR = 5 };      /* where both of them work; the far villages */
enum { TEAM_EAGER = 3, TEAM_SHY = 5 };       /* what B&NES 3a.9 tells of two teams */

extern const struct team_spec {
	const char *name;
	enum team_kind kind;
	int place;
} team_specs[TEAMS];

void council_found(struct council *);        /* council.c: everything but requests */
void lots_make(struct council *, LotId lot[5], Date from);   /* lots.c: of council.framework */
void other_frameworks(struct council *);     /* hosted by a neighbour, and a dynamic list */
/* The lot under which a tier asked a firm then; none: outside the framework. */
LotId lot_asked(const struct council *, const struct tier *, int firm, int place, Moment);
void young_asked(struct council *, int nth); /* called off from the hosted one: 0 to 2  */
void young_awarded(struct council *, int nth);
void young_suspended(struct council *);
void young_lifted(struct council *);
void asked_found(struct council *);          /* asked.c: what providers are asked */
void asked_return(struct council *);         /* a round of their returns          */
/* tendered.c: what it buys in the open; each step, and so many days from today. */
enum { TENDER_STEPS = 11 };
extern const int tendered_days[TENDER_STEPS];
void tendered_step(struct council *, int step);
void applied_found(struct council *);        /* applied.c: what applying asks     */
void applied_window(struct council *, int);  /* 3 x which, + sent, scored, decided */
void applied_evidence(struct council *);     /* what all providers show           */
void council_staff(struct council *);        /* staff.c: teams and who signs in    */
void council_due(struct council *, Moment);  /* what the council decided up to a moment */
struct me   me_of(UserAccountId, TeamId, ProviderId);
Money fair_on(const struct council *, int place, Date);
Date  year_start(Date);                      /* the 1 April at or before */

/* ---- the trail ----------------------------------------------------------------------- */
/* An entry that the trail is to have at that moment; detail: a format for n[3]'s numbers. */
void trail_add(struct trail *, Moment, struct audit_entry, int64_t, int64_t, int64_t);
void trail_write(struct council *, Moment until);

/* ---- one request, planned: plan.c --------------------------------------------------- */
enum { PLAN_STEPS = 8, PLAN_ASKED = 16 };

enum ending { OUTCOME_AWARDED, OUTCOME_WITHDRAWN, OUTCOME_UNMET };

struct plan_asked {
	int      firm;
	bool     block;
	unsigned state;                  /* enum invitation_state */
	Moment   seen, answered, offered;
	unsigned decline;
	bool     offers, won, covers_all;
	unsigned offer_state;
	Money    rate, week;
	Date     start;
};
struct plan_step {
	const struct tier *tier;
	Moment   sent, deadline, ended;
	unsigned how, jump;
	const char *jump_reason;
	UserAccountId by, approved;
	struct plan_asked asked[PLAN_ASKED];
	size_t   nasked;
};
struct plan {
	Moment   made, ready, due, closed, first_offer, started;
	Moment   awarded;
	int64_t  person;                 /* in council.people; -1: a new one */
	int      place, team, grid;
	unsigned reason, funding;
	int64_t  council_pct;
	const char *hospital, *ward;
	Date     start, from, until;     /* asked for; of the placement      */
	struct visit visit[PLAN_VISITS];
	size_t   nvisits;
	unsigned left;                   /* visits that the winner leaves     */
	int      skill;                  /* -1: none                           */
	enum ending outcome;
	const char *close_reason, *end_reason;
	struct plan_step step[PLAN_STEPS];
	size_t   nsteps;
	int      winner;                 /* firm; -1                            */
	Money    rate, week;
	int64_t  rank;
	const char *award_reason;
	unsigned next_reason;            /* the request that follows its end; 0 */
	RequestId reopens;
	const struct follow *after;
};

/* ---- grids: grids.c ---------------------------------------------------------------------- */
size_t grid_make(struct chance *, int template_no, struct visit out[PLAN_VISITS]);
int    grid_next(struct council *, unsigned funding);
Date newcomer_from(
	const struct council *); /* plan.c: 1 April of the year before the last whole one */

/* Decide all of a request that was made then; false: it left no trace. */
bool plan_make(struct council *, Moment made, const struct follow *, struct plan *);
int  winner_pick(struct council *, const struct plan *);                   /* winner.c */
void plan_route(struct council *, struct plan *);                          /* route.c  */
size_t firms_in(const struct council *, const struct tier *, int place, Moment, int out[FIRMS]);
bool block_fits(const struct council *, int firm, int place, Date from, Date until, int64_t mins);
void block_draw(struct council *, int firm, int place, Date from, Date until, int64_t mins);
Moment office_hours(Moment);                 /* the next moment at which somebody is at work */

/* ---- writing ----------------------------------------------------------------------------- */
int64_t resident_add(struct council *, struct arena *, Moment, int place,
                     UserAccountId by);                                    /* residents.c */
void plan_write(struct council *, struct arena *, struct plan *);          /* write.c     */
void history_make(struct council *);                                       /* history.c   */
void live_make(struct council *);                                          /* live.c      */
void figures_read(struct council *, struct demo_figures *);                /* figures.c   */
void follow_add(struct council *, struct follow);                          /* history.c   */

#endif
