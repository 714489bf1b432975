/* SPDX-License-Identifier: MIT */
/*
 * list_filter.c -- the filters of a list on its page: a panel that asks, and
 * a chip for each that is in force, which takes it off.
 */
#include "html/alm.h"
#include "list/list_inside.h"

size_t filters_chosen(const struct list_plan *plan)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->list->nfilters; i++)
		n += plan->filters[i].value != NULL;
	return n;
}

static void filter_choice(struct page *pg, const struct filter_now *now, const char *id)
{
	size_t n = now->rule->words ? now->rule->words->n : now->nchoices;
	struct gov_option *items = NEWN(pg->arena, struct gov_option, n + 1);

	items[0] = (struct gov_option){ .value = "", .text = "All" };
	for (size_t i = 0; i < n; i++) {
		const struct word *word = now->rule->words ? &now->rule->words->words[i] : NULL;

		items[i + 1].value = word ? word->key : now->choices[i].key;
		items[i + 1].text = word ? word->label : now->choices[i].label;
	}
	gov_select(pg, (struct gov_select){ .name = now->rule->name, .id = id,
		.label = now->rule->label, .value = now->value, .items = items, .nitems = n + 1 });
}

static void filter_draw(struct page *pg, const struct filter_now *now)
{
	const struct list_filter *rule = now->rule;
	const char *id = arena_fmt(pg->arena, "filter-%s", rule->name);

	switch (rule->as) {
	case FILTER_CHOICE:
		filter_choice(pg, now, id);
		return;
	case FILTER_TEXT: case FILTER_DATE:
		gov_input(pg, (struct gov_input){
			.name = rule->name, .id = id, .label = rule->label,
			.value = rule->as == FILTER_DATE ? now->shown : now->value,
			.classes = rule->as == FILTER_DATE ? "govuk-input--width-10"
			                                   : "govuk-input--width-20" });
		return;
	case FILTER_YES:
		/* Unticked must be told from unsaid where the usual is ticked. */
		if (rule->otherwise)
			hidden(pg, rule->name, "");
		gov_checkboxes(pg, (struct gov_choices){ .name = rule->name, .id_prefix = id,
			.small = true,
			GOV_ITEMS(gov_choice, { .value = "yes", .text = rule->label,
			                        .checked = now->value ? GOV_YES : GOV_NO }) });
		return;
	}
}

static void chips_draw(const struct list_plan *plan, struct page *pg)
{
	EL(pg, "ul", "class", "alm-chips", "aria-label", "Filters in force");
	for (size_t i = 0; i < plan->list->nfilters; i++) {
		const struct filter_now *now = &plan->filters[i];

		if (!now->value)
			continue;
		el(pg, "li");
		EL(pg, "a", "class", "alm-chip", "href", list_href(plan, NULL, 1, now));
		el_text(pg, "span", "govuk-visually-hidden", "Remove the filter ");
		text(pg, now->rule->label);
		if (now->rule->as != FILTER_YES) {
			text(pg, ": ");
			bdi(pg, now->shown);
		}
		end(pg);
		end(pg);
	}
	end(pg);
}

/* All that filters may ask for, gone: those with a usual value are said to be empty. */
const char *filters_clear_href(const struct list_plan *plan)
{
	struct list_plan bare = *plan;

	bare.filters = NEWN(plan->rq->arena, struct filter_now, plan->list->nfilters);
	for (size_t i = 0; i < plan->list->nfilters; i++)
		bare.filters[i].rule = plan->filters[i].rule;
	return list_href(&bare, NULL, 1, NULL);
}

void filters_draw(const struct list_plan *plan, struct page *pg)
{
	size_t chosen = filters_chosen(plan);
	struct alm_filter panel = { .action = plan->rq->path, .chosen = chosen,
	                            .clear_href = filters_clear_href(plan) };

	if (plan->list->nfilters == 0)
		return;
	if (chosen)
		chips_draw(plan, pg);
	alm_filter_begin(pg, panel);
	for (size_t i = 0; i < plan->list->nfilters; i++)
		filter_draw(pg, &plan->filters[i]);
	if (!text_same(plan->order, plan->list->order))
		hidden(pg, "sort", plan->order);
	alm_filter_end(pg, panel);
}
