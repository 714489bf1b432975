/* SPDX-License-Identifier: MIT */
/*
 * gov_facts.c -- lists of facts: summary list and card, table, task list.
 */
#include "html/gov_inside.h"

/* ---- summary list ---- */

static void action_link(struct page *pg, const struct gov_action *in, const struct gov_card *card)
{
	bool titled = card && (html_given(card->title_html) || !BLANK(card->title));

	tag_begin(pg, "a");
	TAG_CLASS(pg, "govuk-link", in->classes);
	tag_attr(pg, "href", in->href ? in->href : "");
	tag_attrs(pg, in->attrs);
	tag_body(pg);
	put_or_text(pg, in->html, in->text);
	if (titled || !BLANK(in->hidden)) {
		EL(pg, "span", "class", "govuk-visually-hidden");
		if (!BLANK(in->hidden)) {
			text(pg, " ");
			text(pg, in->hidden);
		}
		if (titled) {
			text(pg, " (");
			put_or_text(pg, card->title_html, card->title);
			text(pg, ")");
		}
		end(pg);
	}
	end(pg);
}

static void fact_actions(struct page *pg, const struct gov_fact *fact, const struct gov_card *card)
{
	const struct gov_action change = {
		.text = fact->change ? fact->change : "Change",
		.href = fact->href,
		.hidden = BLANK(fact->key) ? NULL : text_lower(pg->arena, fact->key),
	};
	const struct gov_action *items = fact->href ? &change : fact->items;
	size_t n = fact->href ? 1 : fact->nitems;

	if (n == 0)
		return;
	gov_open(pg, "dd", NULL, "govuk-summary-list__actions", fact->actions_classes,
	         (struct attrs){ 0 });
	if (n == 1) {
		action_link(pg, items, card);
	} else {
		EL(pg, "ul", "class", "govuk-summary-list__actions-list");
		for (size_t i = 0; i < n; i++) {
			EL(pg, "li", "class", "govuk-summary-list__actions-list-item");
			action_link(pg, &items[i], card);
			end(pg);
		}
		end(pg);
	}
	end(pg);
}

static bool fact_said(const struct gov_fact *fact)
{
	return fact->key || fact->value || html_given(fact->key_html) ||
	       html_given(fact->value_html) || fact->classes || fact->nitems;
}

static void summary_rows(struct page *pg, const struct gov_summary *in)
{
	bool any = false;

	for (size_t i = 0; i < in->nitems; i++)
		any = any || in->items[i].nitems > 0 || in->items[i].href;
	gov_open(pg, "dl", NULL, "govuk-summary-list", in->classes, in->attrs);
	for (size_t i = 0; i < in->nitems; i++) {
		const struct gov_fact *fact = &in->items[i];
		bool has = fact->nitems > 0 || fact->href || fact->actions;

		if (!fact_said(fact))
			continue;
		tag_begin(pg, "div");
		TAG_CLASS(pg, "govuk-summary-list__row",
		          any && !has ? "govuk-summary-list__row--no-actions" : NULL,
		          fact->classes);
		tag_body(pg);
		gov_open(pg, "dt", NULL, "govuk-summary-list__key", fact->key_classes,
		         (struct attrs){ 0 });
		put_or_text(pg, fact->key_html, fact->key);
		end(pg);
		gov_open(pg, "dd", NULL, "govuk-summary-list__value", fact->value_classes,
		         (struct attrs){ 0 });
		put_or_text(pg, fact->value_html, fact->value);
		end(pg);
		fact_actions(pg, fact, in->card);
		end(pg);
	}
	end(pg);
}

static void card_actions(struct page *pg, const struct gov_card *card)
{
	bool list = card->nitems > 1;

	if (card->nitems == 0)
		return;
	gov_open(pg, list ? "ul" : "div", NULL, "govuk-summary-card__actions",
	         card->actions_classes, (struct attrs){ 0 });
	for (size_t i = 0; i < card->nitems; i++) {
		if (list)
			EL(pg, "li", "class", "govuk-summary-card__action");
		action_link(pg, &card->items[i], card);
		if (list)
			end(pg);
	}
	end(pg);
}

void gov_summary_list(struct page *pg, struct gov_summary in)
{
	const struct gov_card *card = in.card;

	if (!card) {
		summary_rows(pg, &in);
		return;
	}
	gov_open(pg, "div", NULL, "govuk-summary-card", card->classes, card->attrs);
	EL(pg, "div", "class", "govuk-summary-card__title-wrapper");
	if (html_given(card->title_html) || card->title) {
		gov_open(pg, gov_heading(card->heading_level, 2), NULL, "govuk-summary-card__title",
		         card->title_classes, (struct attrs){ 0 });
		put_or_text(pg, card->title_html, card->title);
		end(pg);
	}
	card_actions(pg, card);
	end(pg);
	EL(pg, "div", "class", "govuk-summary-card__content");
	summary_rows(pg, &in);
	end(pg);
	end(pg);
}

/* ---- table ---- */

static void cell_draw(struct page *pg, const struct gov_cell *in, bool header, const char *scope)
{
	const char *format = in->number ? "numeric" : in->format;
	const char *base = header ? "govuk-table__header" : "govuk-table__cell";

	tag_begin(pg, header ? "th" : "td");
	tag_attr(pg, "scope", scope);
	if (BLANK(format) || (header && text_same(scope, "row")))
		TAG_CLASS(pg, base, in->classes);
	else if (text_same(format, "numeric"))
		TAG_CLASS(pg, base, header ? "govuk-table__header--numeric"
		          : "govuk-table__cell--numeric", in->classes);
	else
		TAG_CLASS(pg, base, arena_fmt(pg->arena, "%s--%s", base, format), in->classes);
	if (in->colspan)
		tag_int(pg, "colspan", in->colspan);
	if (in->rowspan)
		tag_int(pg, "rowspan", in->rowspan);
	tag_attrs(pg, in->attrs);
	tag_body(pg);
	put_or_text(pg, in->html, in->text);
	end(pg);
}

void gov_table_begin(struct page *pg, struct gov_table in)
{
	gov_open(pg, "table", NULL, "govuk-table", in.classes, in.attrs);
	if (!BLANK(in.caption)) {
		gov_open(pg, "caption", NULL, "govuk-table__caption", in.caption_classes,
		         (struct attrs){ 0 });
		text(pg, in.caption);
		end(pg);
	}
	if (in.nhead > 0) {
		EL(pg, "thead", "class", "govuk-table__head");
		table_row(pg);
		for (size_t i = 0; i < in.nhead; i++)
			cell_draw(pg, &in.head[i], true, "col");
		table_row_end(pg);
		end(pg);
	}
	EL(pg, "tbody", "class", "govuk-table__body");
	for (size_t i = 0; i < in.nrows; i++) {
		if (!in.rows[i].cells)
			continue;
		table_row(pg);
		for (size_t j = 0; j < in.rows[i].ncells; j++) {
			bool header = j == 0 && in.row_headers;

			cell_draw(pg, &in.rows[i].cells[j], header, header ? "row" : NULL);
		}
		table_row_end(pg);
	}
}

void gov_table_end(struct page *pg)
{
	end(pg);
	end(pg);
}

void gov_table(struct page *pg, struct gov_table in)
{
	gov_table_begin(pg, in);
	gov_table_end(pg);
}

void table_row(struct page *pg)
{
	EL(pg, "tr", "class", "govuk-table__row");
}

void table_row_end(struct page *pg)
{
	end(pg);
}

void cell_begin(struct page *pg, bool number)
{
	EL(pg, "td", "class", number ? "govuk-table__cell govuk-table__cell--numeric"
	   : "govuk-table__cell");
}

void cell(struct page *pg, const char *content)
{
	cell_begin(pg, false);
	text(pg, content);
	end(pg);
}

void cell_html(struct page *pg, Html content)
{
	cell_begin(pg, false);
	put(pg, content);
	end(pg);
}

void cell_number(struct page *pg, const char *content)
{
	cell_begin(pg, true);
	text(pg, content);
	end(pg);
}

void cell_header(struct page *pg, const char *content)
{
	EL(pg, "th", "scope", "row", "class", "govuk-table__header");
	text(pg, content);
	end(pg);
}

void cell_link(struct page *pg, const char *href, const char *content)
{
	cell_begin(pg, false);
	el_link(pg, href, content);
	end(pg);
}

/* ---- task list ---- */

static void task_title(struct page *pg, const struct gov_task *task, const char *hint_id,
                       const char *status_id)
{
	bool hinted = task->hint || html_given(task->hint_html);

	EL(pg, "div", "class", "govuk-task-list__name-and-hint");
	if (!BLANK(task->href)) {
		tag_begin(pg, "a");
		TAG_CLASS(pg, "govuk-link govuk-task-list__link", task->title_classes);
		tag_attr(pg, "href", task->href);
		tag_attr(pg, "aria-describedby", gov_join(pg, hinted ? hint_id : NULL, status_id));
		tag_body(pg);
	} else {
		gov_open(pg, "div", NULL, NULL, task->title_classes, (struct attrs){ 0 });
	}
	put_or_text(pg, task->title_html, task->title);
	end(pg);
	if (hinted) {
		EL(pg, "div", "id", hint_id, "class", "govuk-task-list__hint");
		put_or_text(pg, task->hint_html, task->hint);
		end(pg);
	}
	end(pg);
}

void gov_task_list(struct page *pg, struct gov_tasks in)
{
	const char *prefix = BLANK(in.id_prefix) ? "task-list" : in.id_prefix;

	gov_open(pg, "ul", NULL, "govuk-task-list", in.classes, in.attrs);
	for (size_t i = 0; i < in.nitems; i++) {
		const struct gov_task *task = &in.items[i];
		const char *status_id = arena_fmt(pg->arena, "%s-%zu-status", prefix, i + 1);
		const char *hint_id = arena_fmt(pg->arena, "%s-%zu-hint", prefix, i + 1);

		if (!task->title && !html_given(task->title_html))
			continue;
		tag_begin(pg, "li");
		TAG_CLASS(pg, "govuk-task-list__item",
		          BLANK(task->href) ? NULL : "govuk-task-list__item--with-link",
		          task->classes);
		tag_body(pg);
		task_title(pg, task, hint_id, status_id);
		tag_begin(pg, "div");
		TAG_CLASS(pg, "govuk-task-list__status", task->status_classes);
		tag_attr(pg, "id", status_id);
		tag_body(pg);
		if (task->tag)
			gov_tag(pg, *task->tag);
		else
			put_or_text(pg, task->status_html, task->status);
		end(pg);
		end(pg);
	}
	end(pg);
}
