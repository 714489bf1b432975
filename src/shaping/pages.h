/* SPDX-License-Identifier: MIT */
/*
 * pages.h -- what the pages of shaping share with the room's table of routes.
 */
#ifndef ALM_SHAPING_PAGES_H
#define ALM_SHAPING_PAGES_H

#include "form/form.h"
#include "html/alm.h"
#include "list/list.h"
#include "list/record.h"
#include "shaping/inside.h"
#include "site/task.h"

/* A form that asks nothing: a button that is meant. */
struct nothing_in { bool none; };

/* The pilot of the address, with the look of a page beneath it. */
bool pilot_asked(struct rq *, struct pilot *);
/* What a verb answered, as a reply; `on`: the field that a day or a name is about. */
struct reply piloted_reply(struct rq *, enum piloted, const char *on, const char *order,
                           PilotId, const char *flash);

/* pilot_pages.c */
extern const struct list pilots_list;
struct reply pilot_get(struct rq *);
/* pilot_forms.c */
extern const struct form pilot_form, pilots_start_form;
struct reply pilot_new_load(struct rq *, void *);
struct reply pilot_new_post(struct rq *, void *);
struct reply pilots_start_post(struct rq *, void *);
struct reply pilot_change_load(struct rq *, void *);
struct reply pilot_change_post(struct rq *, void *);
/* stage_pages.c */
extern const struct form stages_form;
struct reply stages_get(struct rq *);
struct reply stages_load(struct rq *, void *);
struct reply stages_post(struct rq *, void *);
const struct form *stage_plan_form(struct rq *);
struct reply stage_plan_load(struct rq *, void *);
struct reply stage_plan_post(struct rq *, void *);
/* course_pages.c */
extern const struct form course_decide_form, begin_pilot_form, transfer_form, conclude_form,
	measure_form,
	reading_form, pilot_provider_form;
struct reply pilot_provider_load(struct rq *, void *);
struct reply pilot_provider_post(struct rq *, void *);
struct reply course_decide_load(struct rq *, void *);
struct reply course_decide_post(struct rq *, void *);
struct reply begin_pilot_load(struct rq *, void *);
struct reply begin_pilot_post(struct rq *, void *);
struct reply transfer_load(struct rq *, void *);
struct reply transfer_post(struct rq *, void *);
struct reply conclude_load(struct rq *, void *);
struct reply conclude_post(struct rq *, void *);
struct reply measure_load_form(struct rq *, void *);
struct reply measure_post(struct rq *, void *);
struct reply reading_load(struct rq *, void *);
struct reply reading_post(struct rq *, void *);
/* engagement_pages.c */
struct engagement_session;
extern const struct list engagement_log_list;
extern const struct form session_form, theme_form, show_form;
const char *audience_text(struct arena *, int64_t bits);
/* The facts of a session that everybody may see, when it is public. */
void put_session(struct rq *, struct record *, const struct engagement_session *);
struct reply engagement_get(struct rq *);
struct reply session_new_load(struct rq *, void *);
struct reply session_new_post(struct rq *, void *);
struct reply session_load(struct rq *, void *);
struct reply session_post(struct rq *, void *);
struct reply theme_new_load(struct rq *, void *);
struct reply theme_new_post(struct rq *, void *);
struct reply theme_load(struct rq *, void *);
struct reply theme_post(struct rq *, void *);
struct reply session_show_load(struct rq *, void *);
struct reply session_show_post(struct rq *, void *);
struct reply theme_show_load(struct rq *, void *);
struct reply theme_show_post(struct rq *, void *);
/* public_pages.c */
extern const struct list engagement_public_list;
struct reply engagement_public_get(struct rq *);
/* pack_pages.c */
extern const struct list packs_list;
extern const struct form pack_form, pack_withdraw_form;
struct reply pack_get(struct rq *);
struct reply pack_preview_get(struct rq *);
struct reply pack_form_load(struct rq *, void *);
struct reply pack_post(struct rq *, void *);
struct reply pack_withdraw_load(struct rq *, void *);
struct reply pack_withdraw_post(struct rq *, void *);
/* task.c */
enum { SHAPING_TASKS = 4 };
extern const struct task_kind shaping_tasks[SHAPING_TASKS];

#endif
