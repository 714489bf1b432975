/* SPDX-License-Identifier: MIT */
/*
 * pages.h -- what the pages of market share: their forms and lists, which the
 * room's table of routes names.
 */
#ifndef ALM_MARKET_PAGES_H
#define ALM_MARKET_PAGES_H

#include "form/form.h"
#include "html/alm.h"
#include "list/list.h"
#include "list/record.h"
#include "market/market.h"
#include "site/task.h"

/* A provider's standing with the council today, for lists and the public. */
#define MARKET_STATUSES(X, P)                                                    \
	X(P, 1, ACCREDITED, "accredited", "green",  "Accredited")                 \
	X(P, 2, SUSPENDED,  "suspended",  "red",    "Suspended: takes nothing new") \
	X(P, 3, REMOVED,    "removed",    "orange", "Removed from the framework") \
	X(P, 4, ENDED,      "ended",      "grey",   "No longer accredited")       \
	X(P, 5, COMING,     "coming",     "blue",   "Accredited from a later day") \
	X(P, 6, NONE,       "none",       "grey",   "Not on the framework")         \
	X(P, 7, PARTLY,     "partly",     "orange", "Suspended in part")
VOCAB(market_status, STANDING, MARKET_STATUSES)

/* What becomes of a standing, for the register's history. */
#define STANDING_CHANGES(X, P)                                                   \
	X(P, 1, ACCREDITED, "accredited", "green",  "Accredited")                 \
	X(P, 2, CHANGED,    "changed",    "blue",   "Standing changed")           \
	X(P, 3, SUSPENDED,  "suspended",  "red",    "Suspended: takes nothing new") \
	X(P, 4, LIFTED,     "lifted",     "green",  "Suspension lifted")          \
	X(P, 5, REMOVED,    "removed",    "orange", "Removed from the framework") \
	X(P, 6, LAPSED,     "lapsed",     "grey",   "Lapsed")                     \
	X(P, 7, WITHDRAWN,  "withdrawn",  "orange", "Withdrawn by the provider")  \
	X(P, 8, ENDED,      "ended",      "grey",   "Ended at its term")
VOCAB(standing_change, CHANGE, STANDING_CHANGES)

/* The end of a band: of the day it is 24:00, which no clock shows. */
const char *day_end_text(struct arena *, Minutes);
/* "1,3" as services' labels. */
const char *service_list_text(struct arena *, const char *codes);
/* What a suspension is of, as a fact: "The whole provider", "On lot 2 (Villages)". */
const char *embargo_what(struct arena *, const char *location, int64_t lot_number,
                         const char *lot, const char *locality);
/* "2: Villages". */
const char *lot_title(struct arena *, int64_t number, const char *name);
/* The last day of what ends before `until`; "" for what has no end. */
const char *last_day_text(struct arena *, Date until);
struct cell last_day_cell(Date until);

/* providers_pages.c */
extern const struct list market_providers_list;
struct reply provider_get(struct rq *);
/* standing_pages.c */
extern const struct form suspend_form, lift_form, accredit_form, accreditation_form,
	standing_end_form,
	block_form, block_end_form, email_form, skills_form;
struct reply provider_form_load(struct rq *, void *form);       /* the provider exists */
struct reply suspend_post(struct rq *, void *form);
struct reply lift_load(struct rq *, void *form);
void         lift_above(struct rq *, struct page *, const void *form);
struct reply lift_post(struct rq *, void *form);
struct reply accredit_load(struct rq *, void *form);
struct reply accredit_post(struct rq *, void *form);
struct reply accreditation_load_form(struct rq *, void *form);
struct reply accreditation_change_post(struct rq *, void *form);
struct reply standing_end_load(struct rq *, void *form);
struct reply standing_end_post(struct rq *, void *form);
struct reply block_post(struct rq *, void *form);
struct reply block_end_load(struct rq *, void *form);
struct reply block_end_post(struct rq *, void *form);
struct reply email_load(struct rq *, void *form);
struct reply email_post(struct rq *, void *form);
struct reply skills_load(struct rq *, void *form);
struct reply skills_post(struct rq *, void *form);
/* rules_pages.c */
extern const struct list market_prices_list, market_bands_list, market_localities_list,
	market_districts_list, market_skills_list;
extern const struct form price_form, band_form, band_end_form, locality_form, district_form,
	skill_form;
struct reply market_get(struct rq *);
struct reply price_load(struct rq *, void *form);
struct reply price_post(struct rq *, void *form);
struct reply band_load(struct rq *, void *form);
struct reply band_post(struct rq *, void *form);
struct reply band_change_load(struct rq *, void *form);
struct reply band_change_post(struct rq *, void *form);
struct reply band_end_load(struct rq *, void *form);
struct reply band_end_post(struct rq *, void *form);
struct reply locality_post(struct rq *, void *form);
struct reply district_load(struct rq *, void *form);
struct reply district_post(struct rq *, void *form);
struct reply skill_post(struct rq *, void *form);
/* framework_pages.c */
extern const struct list market_frameworks_list;
extern const struct form framework_form, extend_form, review_form, window_form;
struct reply framework_get(struct rq *);
struct reply framework_load_form(struct rq *, void *form);
struct reply framework_post(struct rq *, void *form);
struct reply extend_load(struct rq *, void *form);
struct reply extend_post(struct rq *, void *form);
struct reply review_load(struct rq *, void *form);
struct reply review_post(struct rq *, void *form);
struct reply window_load(struct rq *, void *form);
struct reply window_post(struct rq *, void *form);
/* lot_pages.c */
extern const struct list market_lots_list, market_calloffs_list;
extern const struct form lot_form, lot_change_form, lot_rate_form;
struct reply lot_get(struct rq *);
struct reply lot_new_load(struct rq *, void *form);
struct reply lot_new_post(struct rq *, void *form);
struct reply lot_change_load(struct rq *, void *form);
struct reply lot_change_post(struct rq *, void *form);
struct reply lot_rate_load(struct rq *, void *form);
struct reply lot_rate_post(struct rq *, void *form);
/* task.c */
enum { MARKET_TASKS = 8 };
extern const struct task_kind market_tasks[MARKET_TASKS];
/* register_pages.c */
extern const struct list market_register;
struct reply register_get(struct rq *);
/* history_pages.c */
extern const struct list market_history;
struct reply history_feed_get(struct rq *);
/* capacity_pages.c */
struct reply capacity_get(struct rq *);
struct reply capacity_post(struct rq *, void *form);
/* import_pages.c */
extern const struct list market_imports_list;
extern const struct form import_form, import_apply_form;
struct reply import_post(struct rq *, void *form);
struct reply import_get(struct rq *);
struct reply import_apply_post(struct rq *, void *form);

#endif
