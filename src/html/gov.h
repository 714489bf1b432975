/* SPDX-License-Identifier: MIT */
/*
 * gov.h -- the GOV.UK components (govuk-frontend 6.6) as C functions.
 *
 * One function and one struct of named arguments for each.  Every argument
 * may be left out.  Where one may be text or markup, `x_html` wins over `x`.
 * `classes` adds classes and `attrs` adds attributes, as in the Nunjucks
 * macros, whose fixtures test_gov.c renders through these functions.
 *
 *	gov_input(pg, (struct gov_input){
 *		.name = "rate", .label = "Hourly rate", .prefix = "£",
 *		.value = typed, .error = fault, .classes = "govuk-input--width-5" });
 *
 *	gov_radios(pg, (struct gov_choices){
 *		.name = "reason", .legend = "Why is it asked for?", .value = typed,
 *		GOV_ITEMS(gov_choice, { .value = "1", .text = "Discharge" },
 *		                      { .value = "2", .text = "Change" }) });
 *
 * A list item that says nothing (all zero) is skipped but counted, so that
 * `{ .text = may ? "Award" : NULL }` is the way to leave one out.
 */
#ifndef ALM_GOV_H
#define ALM_GOV_H

#include "html/html.h"
#include "base/vocab.h"

#define GOV_LIST_(T, ...) (const struct T []){ __VA_ARGS__ }
#define GOV_ITEMS(T, ...) \
	.items = GOV_LIST_(T, __VA_ARGS__), .nitems = COUNT((GOV_LIST_(T, __VA_ARGS__)))

enum gov_tri { GOV_UNSAID, GOV_YES, GOV_NO };         /* options whose absence means something */

/* ---- words on the page --------------------------------------------------- */

struct gov_back_link {
	const char *href, *text;
	Html html; const char *classes; struct attrs attrs;
};
void gov_back_link(struct page *, struct gov_back_link);             /* text: "Back" */

struct gov_crumb { const char *text, *href; Html html; struct attrs attrs; };
struct gov_breadcrumbs {
	const struct gov_crumb *items; size_t nitems;
	bool collapse;                                /* on a narrow screen: first and last only */
	const char *label, *classes; struct attrs attrs;
};
void gov_breadcrumbs(struct page *, struct gov_breadcrumbs);

struct gov_button {
	const char *text; Html html;
	const char *href;                             /* a link that looks like a button */
	const char *name, *value, *type, *id;         /* type: "submit" */
	bool disabled, start;
	enum gov_tri once;                            /* YES: a quick second click is ignored */
	const char *classes; struct attrs attrs;
};
void gov_button(struct page *, struct gov_button);

/* Use of gov_details_begin: ... the hidden contents ..., then gov_details_end(). */
struct gov_details {
	const char *summary; Html summary_html;
	const char *text; Html html;
	const char *id; bool open;
	const char *classes; struct attrs attrs;
};
void gov_details(struct page *, struct gov_details);
void gov_details_begin(struct page *, struct gov_details);
void gov_details_end(struct page *);

struct gov_inset { const char *text; Html html; const char *id, *classes; struct attrs attrs; };
void gov_inset_text(struct page *, struct gov_inset);

struct gov_warning {
	const char *text;
	Html html; const char *icon_text, *classes; struct attrs attrs;
};
void gov_warning_text(struct page *, struct gov_warning);

/* colour: "blue", "green", "grey", "red"... as in a vocabulary; NULL is the plain one. */
struct gov_tag {
	const char *text, *colour;
	Html html; const char *classes; struct attrs attrs;
};
void gov_tag(struct page *, struct gov_tag);
void gov_tag_word(struct page *, const struct vocab *, int64_t code);  /* unknown: nothing */
Html html_tag_word(struct arena *, const struct vocab *, int64_t code);

struct gov_phase {
	const char *tag; Html tag_html; const char *tag_classes;
	const char *text; Html html;
	const char *classes; struct attrs attrs;
};
void gov_phase_banner(struct page *, struct gov_phase);

struct gov_banner {
	const char *text; Html html;
	const char *title; Html title_html;           /* "Important", or "Success" */
	bool success; unsigned heading_level;         /* 2 */
	const char *title_id, *role;
	enum gov_tri no_focus;                        /* YES: script leaves the focus alone */
	const char *classes; struct attrs attrs;
};
void gov_notification_banner(struct page *, struct gov_banner);

struct gov_panel_action { const char *text, *href, *type, *classes; struct attrs attrs; };
struct gov_panel {
	const char *title; Html title_html;
	const char *text; Html html;
	unsigned heading_level;                       /* 1 */
	bool interruption;                            /* asks before something grave; has actions */
	const struct gov_panel_action *items; size_t nitems;
	bool actions;                                 /* a row of them, though it is empty */
	const char *actions_classes; struct attrs actions_attrs;
	const char *classes; struct attrs attrs;
};
void gov_panel(struct page *, struct gov_panel);

struct gov_skip_link {
	const char *text, *href;
	Html html; const char *classes; struct attrs attrs;
};
void gov_skip_link(struct page *, struct gov_skip_link);

/* ---- lists of facts ------------------------------------------------------ */

struct gov_action {
	const char *text, *href, *hidden;
	Html html; const char *classes; struct attrs attrs;
};

/*
 * { "Weekly price", "£412.50", .href = "/..." } has a "Change" link, whose
 * hidden words are the key in lower case.  Several links: `items`.
 */
struct gov_fact {
	const char *key, *value;
	const char *href, *change;                    /* change: "Change" */
	Html key_html, value_html;
	const struct gov_action *items; size_t nitems;
	bool actions;                                 /* room for links, though it has none */
	const char *key_classes, *value_classes, *actions_classes, *classes;
};
struct gov_card {
	const char *title; Html title_html;
	unsigned heading_level;                       /* 2 */
	const struct gov_action *items; size_t nitems;
	const char *title_classes, *actions_classes, *classes; struct attrs attrs;
};
struct gov_summary {
	const struct gov_fact *items; size_t nitems;
	const struct gov_card *card;                  /* NULL: no card around it */
	const char *classes; struct attrs attrs;
};
void gov_summary_list(struct page *, struct gov_summary);
/* GOV_SUMMARY(pg, { "Provider", name }, { "Tier", "2", .href = href }); */
#define GOV_SUMMARY(pg, ...) \
	gov_summary_list((pg), (struct gov_summary){ GOV_ITEMS(gov_fact, __VA_ARGS__) })

/* number: right aligned, tabular figures.  format is the same by its own name. */
struct gov_cell {
	const char *text; Html html;
	bool number; const char *format;
	unsigned colspan, rowspan;
	const char *classes; struct attrs attrs;
};
struct gov_row { const struct gov_cell *cells; size_t ncells; };
struct gov_table {
	const char *caption, *caption_classes;
	const struct gov_cell *head; size_t nhead;
	const struct gov_row  *rows; size_t nrows;
	bool row_headers;                             /* the first cell of a row names the row */
	const char *classes; struct attrs attrs;
};
void gov_table(struct page *, struct gov_table);
/*
 * The same, row by row, for long lists:
 *	gov_table_begin(pg, (struct gov_table){ .caption = "...", .head = h, .nhead = 3 });
 *	for (...) { table_row(pg); cell(pg, name); cell_number(pg, hours); table_row_end(pg); }
 *	gov_table_end(pg);
 */
void gov_table_begin(struct page *, struct gov_table);
void gov_table_end(struct page *);
void table_row(struct page *);
void table_row_end(struct page *);
void cell(struct page *, const char *text);
void cell_html(struct page *, Html);
void cell_number(struct page *, const char *text);
void cell_header(struct page *, const char *text);                    /* th scope=row */
void cell_link(struct page *, const char *href, const char *text);
void cell_begin(struct page *, bool number);                  /* its contents, then end(pg) */

struct gov_task {
	const char *title, *href, *hint, *status; Html title_html, hint_html, status_html;
	const struct gov_tag *tag;                    /* a status as a tag */
	const char *title_classes, *status_classes, *classes;
};
struct gov_tasks {
	const struct gov_task *items; size_t nitems;
	const char *id_prefix, *classes; struct attrs attrs;
};
void gov_task_list(struct page *, struct gov_tasks);

struct gov_tab { const char *label, *id, *text; Html html; struct attrs attrs, panel_attrs; };
struct gov_tabs {
	const struct gov_tab *items; size_t nitems;
	const char *title, *id, *id_prefix, *classes; struct attrs attrs;
};
void gov_tabs(struct page *, struct gov_tabs);

/* ---- getting about ------------------------------------------------------- */

struct gov_page_link { const char *href, *text, *label; Html html; struct attrs attrs; };
struct gov_page_item {
	const char *number, *href, *hidden;
	bool current, ellipsis; struct attrs attrs;
};
struct gov_pagination {
	struct gov_page_link previous, next;          /* without an href: not shown */
	const struct gov_page_item *items; size_t nitems;
	const char *landmark, *classes; struct attrs attrs;
};
void gov_pagination(struct page *, struct gov_pagination);
/*
 * The usual one: `at` of `last` pages from 1; `href` is the address of a page
 * up to its number ("/requests?sort=age&page=").  One page: nothing is drawn.
 */
void gov_pages(struct page *, const char *href, int64_t at, int64_t last);

struct gov_nav_item {
	const char *text, *href; Html html;
	bool current;                                 /* this very page */
	bool active;                                  /* a page within it */
	struct attrs attrs;
};
struct gov_service_nav {
	const char *service, *service_url;
	const struct gov_nav_item *items; size_t nitems;
	enum gov_tri collapse;                        /* on narrow screens; unsaid: two or more */
	const char *label, *menu_text, *menu_label, *nav_label, *nav_classes, *nav_id;
	Html start, finish, nav_start, nav_finish;    /* slots */
	bool finish_inline;
	const char *classes; struct attrs attrs;
};
void gov_service_navigation(struct page *, struct gov_service_nav);

struct gov_header {
	const char *logo, *url;
	Html logo_html; const char *container_classes, *classes; struct attrs attrs;
};
void gov_generic_header(struct page *, struct gov_header);

/* ---- questions: words ---------------------------------------------------- */

struct gov_label {
	const char *text, *target; Html html;         /* target: the id of what it names */
	bool heading;                                 /* it is the page's h1 */
	const char *classes; struct attrs attrs;
};
void gov_label(struct page *, struct gov_label);

struct gov_hint { const char *text, *id; Html html; const char *classes; struct attrs attrs; };
void gov_hint(struct page *, struct gov_hint);

struct gov_error {
	const char *text, *id;
	Html html; const char *hidden, *classes; struct attrs attrs;
};
void gov_error_message(struct page *, struct gov_error);      /* hidden: "Error"; "" for none */

struct gov_problem { const char *text, *href; Html html; struct attrs attrs; }; /* href "#rate" */
struct gov_error_summary {
	const char *title; Html title_html;           /* unsaid: "There is a problem" */
	const char *text; Html html;
	const struct gov_problem *items; size_t nitems;
	enum gov_tri no_focus;
	const char *classes; struct attrs attrs;
};
void gov_error_summary(struct page *, struct gov_error_summary);

struct gov_fieldset {
	const char *legend; Html legend_html;
	bool heading;                                 /* the legend is the page's h1 */
	const char *legend_classes, *role, *described_by;
	Html html;
	const char *classes; struct attrs attrs;
};
void gov_fieldset(struct page *, struct gov_fieldset);
void gov_fieldset_begin(struct page *, struct gov_fieldset);
void gov_fieldset_end(struct page *);

/* ---- questions: fields --------------------------------------------------- */

/*
 * What every field has.  `id` is the name, unless one is given; its hint is
 * "<id>-hint" and its error "<id>-error", so "#<id>" is where the error
 * summary leads.
 */
#define GOV_FIELD                                                             \
	const char *name, *id;                                                \
	const char *label; Html label_html;                                   \
	bool        heading;              /* the label is the page's h1 */    \
	const char *label_classes; struct attrs label_attrs;                  \
	const char *hint;  Html hint_html; struct attrs hint_attrs;           \
	const char *error; Html error_html;                                   \
	const char *described_by;         /* ids of what else describes it */ \
	const char *value;                                                    \
	bool        disabled;                                                 \
	Html        before, after;        /* within the group, around it */   \
	const char *group_classes; struct attrs group_attrs;                  \
	const char *classes; struct attrs attrs;

struct gov_field { GOV_FIELD };
#define GOV_FIELD_OR_ITS_PARTS union { struct { GOV_FIELD }; struct gov_field field; }

struct gov_affix { const char *text; Html html; const char *classes; struct attrs attrs; };
struct gov_input {
	GOV_FIELD_OR_ITS_PARTS;
	const char *prefix, *suffix;                  /* "£", "hours" */
	const struct gov_affix *prefix_more, *suffix_more;
	const char *type, *inputmode, *autocomplete, *autocapitalize, *pattern;
	enum gov_tri spellcheck;
	bool number;                                  /* whole numbers: inputmode numeric */
	const char *wrapper_classes; struct attrs wrapper_attrs;
};
void gov_input(struct page *, struct gov_input);

struct gov_textarea {
	GOV_FIELD_OR_ITS_PARTS;
	unsigned rows;                                /* 5 */
	enum gov_tri spellcheck; const char *autocomplete;
};
void gov_textarea(struct page *, struct gov_textarea);

/* A text area that says how much may still be typed.  The server checks too. */
struct gov_character_count {
	GOV_FIELD_OR_ITS_PARTS;
	unsigned rows, max, max_words, threshold;     /* threshold: per cent, before it speaks */
	const char *count_type, *message, *message_classes;
	enum gov_tri spellcheck;
	struct attrs i18n;                            /* "characters-at-limit", "..." */
};
void gov_character_count(struct page *, struct gov_character_count);

struct gov_password {
	GOV_FIELD_OR_ITS_PARTS;
	const char *autocomplete;                     /* "current-password", or "new-password" */
	const char *show, *hide, *show_label, *hide_label, *shown_said, *hidden_said;
	const char *button_classes;
};
void gov_password_input(struct page *, struct gov_password);

struct gov_file {
	GOV_FIELD_OR_ITS_PARTS;
	bool multiple, script;                        /* script: the drop zone */
	const char *accept;
	struct attrs i18n;                            /* "drop-instruction", "..." */
	const char *wrapper_classes; struct attrs wrapper_attrs;
};
void gov_file_upload(struct page *, struct gov_file);

struct gov_option {
	const char *text, *value;                     /* value NULL: the text is the value */
	enum gov_tri selected; bool disabled; struct attrs attrs;
};
struct gov_select {
	GOV_FIELD_OR_ITS_PARTS;
	const struct gov_option *items; size_t nitems;
};
void gov_select(struct page *, struct gov_select);

/* ---- questions: choices and dates ---------------------------------------- */

struct gov_choice {
	const char *value, *text; Html html;
	const char *hint; Html hint_html;
	const char *divider;                          /* "or": a word between two choices */
	Html reveals;                                 /* shown by script when it is chosen */
	enum gov_tri checked; bool disabled;
	const char *id, *name, *behaviour;            /* behaviour "exclusive": none of these */
	const char *label_classes; struct attrs label_attrs, hint_attrs, attrs;
};

/*
 * Radios and checkboxes.  Chosen is what `value` (radios) or `values`
 * (checkboxes) say, or what an item says itself.  The first choice has the
 * id `id_prefix` (else the name), the next "<prefix>-2".
 */
#define GOV_GROUP                                                             \
	const char *legend; Html legend_html;                                 \
	bool        heading;              /* the legend is the page's h1 */   \
	const char *legend_classes, *fieldset_classes;                        \
	struct attrs fieldset_attrs;                                          \
	bool        fieldset;             /* one, even without a legend */    \
	const char *described_by;                                             \
	const char *hint;  Html hint_html;                                    \
	const char *error; Html error_html;                                   \
	Html        before, after;                                            \
	const char *group_classes; struct attrs group_attrs;                  \
	const char *classes; struct attrs attrs;

struct gov_group { GOV_GROUP };
#define GOV_GROUP_OR_ITS_PARTS union { struct { GOV_GROUP }; struct gov_group group; }

struct gov_choices {
	GOV_GROUP_OR_ITS_PARTS;
	const char *name, *id_prefix;
	const char *value;
	const char *const *values; size_t nvalues;
	const struct gov_choice *items; size_t nitems;
	bool small, in_line;                          /* small boxes; radios side by side */
};
void gov_radios(struct page *, struct gov_choices);
void gov_checkboxes(struct page *, struct gov_choices);

/* A vocabulary as choices or options (values are its keys), in its order. */
const struct gov_choice *gov_choices_of(struct arena *, const struct vocab *);    /* n: vocab->n */
const struct gov_option *gov_options_of(struct arena *, const struct vocab *,
                                        const char *first);  /* n: vocab->n + (first != NULL) */

/*
 * A date in three boxes, "<name>-day", "-month", "-year"; what was typed is
 * given back in day, month, year.  error_on names the boxes at fault: "dmy",
 * "y"...; NULL: all, when there is an error.
 */
struct gov_date_part {
	const char *name, *label, *value, *id, *classes;
	const char *inputmode, *autocomplete, *pattern;
	enum gov_tri error; struct attrs attrs;
};
struct gov_date {
	GOV_GROUP_OR_ITS_PARTS;
	const char *name;                             /* prefix of the three names; may be NULL */
	const char *id;                               /* else the name */
	const char *day, *month, *year;
	const char *error_on;
	const struct gov_date_part *items; size_t nitems;   /* other boxes than the three */
};
void gov_date_input(struct page *, struct gov_date);

#endif
