/* SPDX-License-Identifier: MIT */
/*
 * test_gov_map.c -- options of the Nunjucks macros to our structs: words,
 * facts and ways; and the list of components that must conform.
 */
#include <string.h>

#include "html/test_gov.h"

#define TEXT(o, key)  opt_text(pg, (o), (key))
#define HTML(o, key)  opt_html(pg, (o), (key))
#define ATTR(o)       opt_attrs(pg, (o), "attributes")
#define PART(o, key)  json_object_get((o), (key))

/* ---- reading options ---- */

const char *opt_text(struct page *pg, json_t *o, const char *key)
{
	json_t *value = json_object_get(o, key);

	if (json_is_integer(value))
		return arena_fmt(pg->arena, "%lld", (long long)json_integer_value(value));
	return arena_dup(pg->arena, json_string_value(value));
}

Html opt_html(struct page *pg, json_t *o, const char *key)
{
	const char *s = arena_dup(pg->arena, json_string_value(json_object_get(o, key)));

	return (Html){ s, s ? strlen(s) : 0 };
}

bool opt_on(json_t *o, const char *key)
{
	return json_is_true(json_object_get(o, key));
}

unsigned opt_number(json_t *o, const char *key)
{
	return (unsigned)json_integer_value(json_object_get(o, key));
}

enum gov_tri opt_tri(json_t *o, const char *key)
{
	json_t *value = json_object_get(o, key);

	return json_is_true(value) ? GOV_YES : json_is_false(value) ? GOV_NO : GOV_UNSAID;
}

struct attrs opt_attrs(struct page *pg, json_t *o, const char *key)
{
	json_t *all = json_object_get(o, key), *value;
	const char **list = NEWN(pg->arena, const char *, 2 * json_object_size(all) + 1);
	const char *name;
	size_t n = 0;

	json_object_foreach(all, name, value) {
		list[n++] = arena_dup(pg->arena, name);
		list[n++] = TEXT(all, name);
	}
	return (struct attrs){ list, n };
}

json_t *opt_list(json_t *o, const char *key, size_t *n)
{
	json_t *list = json_object_get(o, key);

	*n = json_array_size(list);
	return list;
}

void *opt_items(struct page *pg, json_t *list, size_t size,
                void (*read)(struct page *, json_t *, void *))
{
	size_t n = json_array_size(list);
	char *out = arena_get(pg->arena, (n + 1) * size);

	for (size_t i = 0; i < n; i++)
		if (json_is_object(json_array_get(list, i)))
			read(pg, json_array_get(list, i), out + i * size);
	return out;
}

#define ITEMS(T, list, read) opt_items(pg, (list), sizeof(struct T), read)

/* ---- words ---- */

struct gov_tag opt_tag(struct page *pg, json_t *o)
{
	return (struct gov_tag){ .text = TEXT(o, "text"), .html = HTML(o, "html"),
	                         .classes = TEXT(o, "classes"), .attrs = ATTR(o) };
}

static void draw_tag(struct page *pg, json_t *o)
{
	gov_tag(pg, opt_tag(pg, o));
}

static void draw_button(struct page *pg, json_t *o)
{
	gov_button(pg, (struct gov_button){
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .href = TEXT(o, "href"),
		.name = TEXT(o, "name"), .value = TEXT(o, "value"), .type = TEXT(o, "type"),
		.id = TEXT(o, "id"), .disabled = opt_on(o, "disabled"),
		.start = opt_on(o, "isStartButton"), .once = opt_tri(o, "preventDoubleClick"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) });
}

static void draw_details(struct page *pg, json_t *o)
{
	gov_details(pg, (struct gov_details){
		.summary = TEXT(o, "summaryText"), .summary_html = HTML(o, "summaryHtml"),
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .id = TEXT(o, "id"),
		.open = opt_on(o, "open"), .classes = TEXT(o, "classes"), .attrs = ATTR(o) });
}

static void draw_inset(struct page *pg, json_t *o)
{
	gov_inset_text(pg, (struct gov_inset){
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .id = TEXT(o, "id"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) });
}

static void draw_warning(struct page *pg, json_t *o)
{
	gov_warning_text(pg, (struct gov_warning){
		.text = TEXT(o, "text"), .html = HTML(o, "html"),
		.icon_text = TEXT(o, "iconFallbackText"), .classes = TEXT(o, "classes"),
		.attrs = ATTR(o) });
}

static void draw_phase(struct page *pg, json_t *o)
{
	json_t *tag = PART(o, "tag");

	gov_phase_banner(pg, (struct gov_phase){
		.tag = TEXT(tag, "text"), .tag_html = HTML(tag, "html"),
		.tag_classes = TEXT(tag, "classes"), .text = TEXT(o, "text"),
		.html = HTML(o, "html"), .classes = TEXT(o, "classes"), .attrs = ATTR(o) });
}

static void draw_banner(struct page *pg, json_t *o)
{
	gov_notification_banner(pg, (struct gov_banner){
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .title = TEXT(o, "titleText"),
		.title_html = HTML(o, "titleHtml"),
		.success = text_same(TEXT(o, "type"), "success"),
		.heading_level = opt_number(o, "titleHeadingLevel"), .title_id = TEXT(o, "titleId"),
		.role = TEXT(o, "role"), .no_focus = opt_tri(o, "disableAutoFocus"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) });
}

static void read_panel_action(struct page *pg, json_t *o, void *out)
{
	*(struct gov_panel_action *)out = (struct gov_panel_action){
		.text = TEXT(o, "text"), .href = TEXT(o, "href"), .type = TEXT(o, "type"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) };
}

static void draw_panel(struct page *pg, json_t *o)
{
	json_t *actions = PART(o, "actions");
	struct gov_panel in = {
		.title = TEXT(o, "titleText"), .title_html = HTML(o, "titleHtml"),
		.text = TEXT(o, "text"), .html = HTML(o, "html"),
		.heading_level = opt_number(o, "headingLevel"), .actions = json_is_object(actions),
		.actions_classes = TEXT(actions, "classes"), .actions_attrs = ATTR(actions),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) };

	in.items = ITEMS(gov_panel_action, opt_list(actions, "items", &in.nitems),
	                 read_panel_action);
	gov_panel(pg, in);
}

/* ---- ways ---- */

static void draw_back_link(struct page *pg, json_t *o)
{
	gov_back_link(pg, (struct gov_back_link){
		.href = TEXT(o, "href"), .text = TEXT(o, "text"), .html = HTML(o, "html"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) });
}

static void draw_skip_link(struct page *pg, json_t *o)
{
	gov_skip_link(pg, (struct gov_skip_link){
		.href = TEXT(o, "href"), .text = TEXT(o, "text"), .html = HTML(o, "html"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) });
}

static void read_crumb(struct page *pg, json_t *o, void *out)
{
	*(struct gov_crumb *)out = (struct gov_crumb){
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .href = TEXT(o, "href"),
		.attrs = ATTR(o) };
}

static void draw_breadcrumbs(struct page *pg, json_t *o)
{
	struct gov_breadcrumbs in = {
		.collapse = opt_on(o, "collapseOnMobile"), .label = TEXT(o, "labelText"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) };

	in.items = ITEMS(gov_crumb, opt_list(o, "items", &in.nitems), read_crumb);
	gov_breadcrumbs(pg, in);
}

static void draw_header(struct page *pg, json_t *o)
{
	gov_generic_header(pg, (struct gov_header){
		.logo = TEXT(o, "logoText"), .logo_html = HTML(o, "logoHtml"),
		.url = TEXT(o, "url"),
		.container_classes = TEXT(o, "containerClasses"), .classes = TEXT(o, "classes"),
		.attrs = ATTR(o) });
}

static void read_nav_item(struct page *pg, json_t *o, void *out)
{
	*(struct gov_nav_item *)out = (struct gov_nav_item){
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .href = TEXT(o, "href"),
		.current = opt_on(o, "current"), .active = opt_on(o, "active"), .attrs = ATTR(o) };
}

static void draw_service_nav(struct page *pg, json_t *o)
{
	json_t *slots = PART(o, "slots"), *finish = PART(slots, "end");
	struct gov_service_nav in = {
		.service = TEXT(o, "serviceName"), .service_url = TEXT(o, "serviceUrl"),
		.collapse = opt_tri(o, "collapseNavigationOnMobile"), .label = TEXT(o, "ariaLabel"),
		.menu_text = TEXT(o, "menuButtonText"), .menu_label = TEXT(o, "menuButtonLabel"),
		.nav_label = TEXT(o, "navigationLabel"),
		.nav_classes = TEXT(o, "navigationClasses"),
		.nav_id = TEXT(o, "navigationId"),
		.start = HTML(slots, "start"), .nav_start = HTML(slots, "navigationStart"),
		.nav_finish = HTML(slots, "navigationEnd"),
		.finish = json_is_object(finish) ? HTML(finish, "html") : HTML(slots, "end"),
		.finish_inline = text_same(TEXT(finish, "align"), "inline"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) };

	in.items = ITEMS(gov_nav_item, opt_list(o, "navigation", &in.nitems), read_nav_item);
	gov_service_navigation(pg, in);
}

static struct gov_page_link read_page_link(struct page *pg, json_t *o)
{
	return (struct gov_page_link){ .href = TEXT(o, "href"), .text = TEXT(o, "text"),
	                               .html = HTML(o, "html"), .label = TEXT(o, "labelText"),
	                               .attrs = ATTR(o) };
}

static void read_page_item(struct page *pg, json_t *o, void *out)
{
	*(struct gov_page_item *)out = (struct gov_page_item){
		.number = TEXT(o, "number"), .href = TEXT(o, "href"),
		.hidden = TEXT(o, "visuallyHiddenText"), .current = opt_on(o, "current"),
		.ellipsis = opt_on(o, "ellipsis"), .attrs = ATTR(o) };
}

static void draw_pagination(struct page *pg, json_t *o)
{
	struct gov_pagination in = {
		.previous = read_page_link(pg, PART(o, "previous")),
		.next = read_page_link(pg, PART(o, "next")), .landmark = TEXT(o, "landmarkLabel"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) };

	in.items = ITEMS(gov_page_item, opt_list(o, "items", &in.nitems), read_page_item);
	gov_pagination(pg, in);
}

static void read_tab(struct page *pg, json_t *o, void *out)
{
	json_t *panel = PART(o, "panel");

	*(struct gov_tab *)out = (struct gov_tab){
		.label = TEXT(o, "label"), .id = TEXT(o, "id"), .text = TEXT(panel, "text"),
		.html = HTML(panel, "html"), .attrs = ATTR(o), .panel_attrs = ATTR(panel) };
}

static void draw_tabs(struct page *pg, json_t *o)
{
	struct gov_tabs in = { .title = TEXT(o, "title"), .id = TEXT(o, "id"),
	                       .id_prefix = TEXT(o, "idPrefix"), .classes = TEXT(o, "classes"),
	                       .attrs = ATTR(o) };

	in.items = ITEMS(gov_tab, opt_list(o, "items", &in.nitems), read_tab);
	gov_tabs(pg, in);
}

/* ---- facts ---- */

static void read_action(struct page *pg, json_t *o, void *out)
{
	*(struct gov_action *)out = (struct gov_action){
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .href = TEXT(o, "href"),
		.hidden = TEXT(o, "visuallyHiddenText"), .classes = TEXT(o, "classes"),
		.attrs = ATTR(o) };
}

static void read_fact(struct page *pg, json_t *o, void *out)
{
	json_t *key = PART(o, "key"), *value = PART(o, "value"), *actions = PART(o, "actions");
	struct gov_fact *fact = out;

	*fact = (struct gov_fact){
		.key = TEXT(key, "text"), .key_html = HTML(key, "html"),
		.key_classes = TEXT(key, "classes"),
		.value = TEXT(value, "text"), .value_html = HTML(value, "html"),
		.value_classes = TEXT(value, "classes"),
		.actions = json_is_array(PART(actions, "items")),
		.actions_classes = TEXT(actions, "classes"), .classes = TEXT(o, "classes") };
	fact->items = ITEMS(gov_action, opt_list(actions, "items", &fact->nitems), read_action);
}

static void draw_summary(struct page *pg, json_t *o)
{
	json_t *card = PART(o, "card"), *title = PART(card, "title"), *acts = PART(card, "actions");
	struct gov_summary in = { .classes = TEXT(o, "classes"), .attrs = ATTR(o) };
	struct gov_card around = {
		.title = TEXT(title, "text"), .title_html = HTML(title, "html"),
		.heading_level = opt_number(title, "headingLevel"),
		.title_classes = TEXT(title, "classes"), .actions_classes = TEXT(acts, "classes"),
		.classes = TEXT(card, "classes"), .attrs = ATTR(card) };

	around.items = ITEMS(gov_action, opt_list(acts, "items", &around.nitems), read_action);
	in.items = ITEMS(gov_fact, opt_list(o, "rows", &in.nitems), read_fact);
	in.card = json_is_object(card) ? &around : NULL;
	gov_summary_list(pg, in);
}

static void read_cell(struct page *pg, json_t *o, void *out)
{
	*(struct gov_cell *)out = (struct gov_cell){
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .format = TEXT(o, "format"),
		.colspan = opt_number(o, "colspan"), .rowspan = opt_number(o, "rowspan"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) };
}

static void draw_table(struct page *pg, json_t *o)
{
	struct gov_table in = {
		.caption = TEXT(o, "caption"), .caption_classes = TEXT(o, "captionClasses"),
		.row_headers = opt_on(o, "firstCellIsHeader"), .classes = TEXT(o, "classes"),
		.attrs = ATTR(o) };
	json_t *list = opt_list(o, "rows", &in.nrows);
	struct gov_row *rows = NEWN(pg->arena, struct gov_row, in.nrows + 1);

	for (size_t i = 0; i < in.nrows; i++) {
		json_t *row = json_array_get(list, i);

		if (!json_is_array(row))
			continue;
		rows[i].ncells = json_array_size(row);
		rows[i].cells = ITEMS(gov_cell, row, read_cell);
	}
	in.rows = rows;
	in.head = ITEMS(gov_cell, opt_list(o, "head", &in.nhead), read_cell);
	gov_table(pg, in);
}

static void read_task(struct page *pg, json_t *o, void *out)
{
	json_t *title = PART(o, "title"), *hint = PART(o, "hint"), *status = PART(o, "status");
	struct gov_tag *tag = NULL;

	if (json_is_object(PART(status, "tag"))) {
		tag = NEW(pg->arena, struct gov_tag);
		*tag = opt_tag(pg, PART(status, "tag"));
	}
	*(struct gov_task *)out = (struct gov_task){
		.title = TEXT(title, "text"), .title_html = HTML(title, "html"),
		.title_classes = TEXT(title, "classes"), .href = TEXT(o, "href"),
		.hint = TEXT(hint, "text"), .hint_html = HTML(hint, "html"),
		.status = TEXT(status, "text"), .status_html = HTML(status, "html"),
		.status_classes = TEXT(status, "classes"), .tag = tag,
		.classes = TEXT(o, "classes") };
}

static void draw_tasks(struct page *pg, json_t *o)
{
	struct gov_tasks in = { .id_prefix = TEXT(o, "idPrefix"), .classes = TEXT(o, "classes"),
	                        .attrs = ATTR(o) };

	in.items = ITEMS(gov_task, opt_list(o, "items", &in.nitems), read_task);
	gov_task_list(pg, in);
}

const struct conformance conformances[] = {
	{ "back-link", draw_back_link },
	{ "breadcrumbs", draw_breadcrumbs },
	{ "button", draw_button },
	{ "character-count", draw_character_count },
	{ "checkboxes", draw_checkboxes },
	{ "date-input", draw_date_input },
	{ "details", draw_details },
	{ "error-message", draw_error_message },
	{ "error-summary", draw_error_summary },
	{ "fieldset", draw_fieldset },
	{ "file-upload", draw_file_upload },
	{ "generic-header", draw_header },
	{ "hint", draw_hint },
	{ "input", draw_input },
	{ "inset-text", draw_inset },
	{ "label", draw_label },
	{ "notification-banner", draw_banner },
	{ "pagination", draw_pagination },
	{ "panel", draw_panel },
	{ "password-input", draw_password_input },
	{ "phase-banner", draw_phase },
	{ "radios", draw_radios },
	{ "select", draw_select },
	{ "service-navigation", draw_service_nav },
	{ "skip-link", draw_skip_link },
	{ "summary-list", draw_summary },
	{ "table", draw_table },
	{ "tabs", draw_tabs },
	{ "tag", draw_tag },
	{ "task-list", draw_tasks },
	{ "textarea", draw_textarea },
	{ "warning-text", draw_warning },
};
const size_t nconformances = COUNT(conformances);
