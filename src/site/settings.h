/* SPDX-License-Identifier: MIT */
/*
 * settings.h -- the page of settings, for the room's table of routes.
 */
#ifndef ALM_SETTINGS_H
#define ALM_SETTINGS_H

#include "web/rq.h"

extern struct form settings_form;
void settings_form_make(void);           /* once, before the first request */
struct reply settings_load(struct rq *, void *);
struct reply settings_post(struct rq *, void *);

#endif
