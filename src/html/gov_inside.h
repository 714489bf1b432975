/* SPDX-License-Identifier: MIT */
/*
 * gov_inside.h -- what the components share among themselves.
 */
#ifndef ALM_GOV_INSIDE_H
#define ALM_GOV_INSIDE_H

#include "html/gov.h"

/* <tag id="..." class="base classes" attrs>; end(pg) closes it.  NULLs are left out. */
void gov_open(struct page *, const char *tag, const char *id, const char *base,
              const char *classes, struct attrs);

/* "h1" to "h6"; out of range, or 0: the usual one. */
const char *gov_heading(unsigned level, unsigned usual);

/* "a b" of two lists, of ids or of classes; NULL if both are blank. */
const char *gov_join(struct page *, const char *a, const char *b);

/* "rate" and "-hint" make "rate-hint"; NULL makes "undefined-hint", as nothing should. */
const char *gov_id(struct page *, const char *id, const char *suffix);

/* "true", "false", or NULL where nothing is said. */
const char *gov_tri_text(enum gov_tri);

/* data-i18n.KEY="..." of a list of keys and words. */
void gov_i18n(struct page *, struct attrs);

/* Does a list of classes contain this text? */
bool gov_has_class(const char *classes, const char *part);

/*
 * A field's group.  gov_field_open() leaves the tag of the group unfinished,
 * for attributes of the caller's; gov_field_explain() draws label, hint and
 * error, and returns the ids that describe the control.  The control follows,
 * then end(pg).
 */
void        gov_field_open(struct page *, const struct gov_field *, const char *base);
const char *gov_field_explain(struct page *, const struct gov_field *);
const char *gov_field_id(const struct gov_field *);
bool        gov_field_wrong(const struct gov_field *);

/*
 * The same for a group of choices; `prefix` makes the ids of hint and error.
 * The ids it returns are for each choice, where no fieldset has them: NULL
 * with a fieldset.
 */
const char *gov_group_begin(struct page *, const struct gov_group *, const char *prefix,
                            const char *role);
void        gov_group_end(struct page *, const struct gov_group *);

/* A set of choices knows its own wrongness by the same rule. */
bool gov_group_wrong(const struct gov_group *);

#endif
