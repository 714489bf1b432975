/* SPDX-License-Identifier: MIT */
/*
 * verbs.h -- the verbs of the site's own room.
 */
#ifndef ALM_SITE_VERBS_H
#define ALM_SITE_VERBS_H

#include "site/verb.h"

int serve_verb(struct words *);
int init_verb(struct words *);
int migrate_verb(struct words *);
int check_verb(struct words *);

#endif
