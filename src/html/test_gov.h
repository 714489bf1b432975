/* SPDX-License-Identifier: MIT */
/*
 * test_gov.h -- between the conformance test and its map of options.
 */
#ifndef ALM_HTML_TEST_GOV_H
#define ALM_HTML_TEST_GOV_H

#include <jansson.h>

#include "html/gov.h"

struct conformance {
	const char *name;               /* of the component, as in its directory */
	void (*draw)(struct page *, json_t *options);
};
extern const struct conformance conformances[];
extern const size_t             nconformances;

/* Reading options: all of them come back in the page's arena, or as none.  A
 * number becomes text; attributes are an object of names and values. */
const char  *opt_text(struct page *, json_t *, const char *key);
Html         opt_html(struct page *, json_t *, const char *key);
bool         opt_on(json_t *, const char *key);
unsigned     opt_number(json_t *, const char *key);
enum gov_tri opt_tri(json_t *, const char *key);
struct attrs opt_attrs(struct page *, json_t *, const char *key);
json_t      *opt_list(json_t *, const char *key, size_t *n);
void        *opt_items(struct page *, json_t *list, size_t size,
                       void (*read)(struct page *, json_t *, void *));
void         opt_field(struct page *, json_t *, struct gov_field *);
void         opt_group(struct page *, json_t *, struct gov_group *);
struct gov_tag opt_tag(struct page *, json_t *);

/* The questions are mapped in a file of their own. */
void draw_character_count(struct page *, json_t *);
void draw_checkboxes(struct page *, json_t *);
void draw_date_input(struct page *, json_t *);
void draw_error_message(struct page *, json_t *);
void draw_error_summary(struct page *, json_t *);
void draw_fieldset(struct page *, json_t *);
void draw_file_upload(struct page *, json_t *);
void draw_hint(struct page *, json_t *);
void draw_input(struct page *, json_t *);
void draw_label(struct page *, json_t *);
void draw_password_input(struct page *, json_t *);
void draw_radios(struct page *, json_t *);
void draw_select(struct page *, json_t *);
void draw_textarea(struct page *, json_t *);

#endif
