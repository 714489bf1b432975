/* SPDX-License-Identifier: MIT */
/*
 * chart.c -- what stands around the picture: its heading, the key to the
 * series, its description in words, and the numbers as a table.
 */
#include "html/chart_draw.h"
#include "html/gov.h"

/* ---- numbers in words ---- */

char *chart_number(struct arena *arena, int64_t n)
{
	char digits[32], *at = digits + sizeof digits;
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	unsigned count = 0;

	*--at = '\0';
	do {
		if (count > 0 && count % 3 == 0)
			*--at = ',';
		*--at = (char)('0' + left % 10);
		count++;
	} while (left /= 10);
	if (n < 0)
		*--at = '-';
	return arena_dup(arena, at);
}

/* Whole pounds, half a pound away from zero: for axes, never for sums. */
char *chart_money(struct arena *arena, int64_t pence)
{
	int64_t pounds = pence / 100 + (pence % 100 >= 50) - (pence % 100 <= -50);
	const char *digits = chart_number(arena, pounds < 0 ? -pounds : pounds);

	return arena_fmt(arena, "%s£%s", pounds < 0 ? "-" : "", digits);
}

char *chart_show(struct arena *arena, const struct chart *in, int64_t value)
{
	return in->show ? in->show(arena, value) : chart_number(arena, value);
}

/* ---- in words ---- */

static const char *kind_words(enum chart_kind kind)
{
	switch (kind) {
	case CHART_COLUMNS: return "Column chart";
	case CHART_STACKED: return "Stacked column chart";
	case CHART_BARS:    return "Bar chart";
	case CHART_LINES:   return "Line chart";
	}
	return "Chart";
}

/* "Waiting: lowest 2 (Tuesday), highest 9 (Friday), last 5 (Sunday)." */
static void describe_series(struct buf *out, const struct chart *in, const struct chart_series *s)
{
	size_t low = SIZE_MAX, high = SIZE_MAX, last = SIZE_MAX;

	for (size_t i = 0; i < in->nlabels; i++) {
		if (s->values[i] == INT_NONE)
			continue;
		if (low == SIZE_MAX || s->values[i] < s->values[low])
			low = i;
		if (high == SIZE_MAX || s->values[i] > s->values[high])
			high = i;
		last = i;
	}
	if (low == SIZE_MAX) {
		buf_fmt(out, " %s: no values.", s->name);
		return;
	}
	buf_fmt(out, " %s: lowest %s (%s), highest %s (%s), last %s (%s).", s->name,
	        chart_show(out->arena, in, s->values[low]), in->labels[low],
	        chart_show(out->arena, in, s->values[high]), in->labels[high],
	        chart_show(out->arena, in, s->values[last]), in->labels[last]);
}

static const char *describe(struct arena *arena, const struct chart *in)
{
	struct buf out = buf_new(arena);

	buf_str(&out, kind_words(in->kind));
	buf_fmt(&out, ", %s to %s.", in->labels[0], in->labels[in->nlabels - 1]);
	for (size_t i = 0; i < in->nseries; i++)
		describe_series(&out, in, &in->series[i]);
	if (in->has_target)
		buf_fmt(&out, " %s: %s.", in->target_name ? in->target_name : "Target",
		        chart_show(arena, in, in->target));
	return buf_text(&out);
}

/* ---- key and table ---- */

static void key(struct page *pg, const struct chart *in)
{
	if (in->nseries < 2 && !in->has_target)
		return;
	/* For the eye only: the table names the series for everybody. */
	EL(pg, "ul", "class", "alm-chart__key", "aria-hidden", "true");
	for (size_t i = 0; i < in->nseries; i++)
		el_text(pg, "li",
		        arena_fmt(pg->arena, "alm-chart__name alm-chart__name--%zu", i + 1),
		        in->series[i].name);
	if (in->has_target)
		el_text(pg, "li", "alm-chart__name alm-chart__name--target",
		        in->target_name ? in->target_name : "Target");
	end(pg);
}

static void number(struct page *pg, const struct chart *in, const struct chart_series *s, size_t i)
{
	const char *words;

	if (s->values[i] == INT_NONE) {
		cell_number(pg, "-");
		return;
	}
	words = chart_show(pg->arena, in, s->values[i]);
	cell_begin(pg, true);
	if (s->hrefs && s->hrefs[i])
		el_link(pg, s->hrefs[i], words);
	else
		text(pg, words);
	end(pg);
}

static void numbers(struct page *pg, const struct chart *in)
{
	struct gov_cell head[CHART_SERIES + 1] = { { .text = in->label_head } };

	if (!in->label_head)
		head[0].html = HTML_LIT("<span class=\"govuk-visually-hidden\">Name</span>");
	for (size_t i = 0; i < in->nseries; i++)
		head[i + 1] = (struct gov_cell){ .text = in->series[i].name, .number = true };
	gov_details_begin(pg, (struct gov_details){
		.summary = "The numbers as a table", .open = in->table_open,
		.classes = "alm-chart__numbers" });
	EL(pg, "div", "class", "alm-scroll", "role", "group", "tabindex", "0",
	   "aria-label", arena_fmt(pg->arena, "Table: %s", in->title));
	gov_table_begin(pg, (struct gov_table){
		.caption = in->title, .caption_classes = "govuk-visually-hidden",
		.head = head, .nhead = in->nseries + 1 });
	for (size_t i = 0; i < in->nlabels; i++) {
		table_row(pg);
		cell_header(pg, in->labels[i]);
		for (size_t j = 0; j < in->nseries; j++)
			number(pg, in, &in->series[j], i);
		table_row_end(pg);
	}
	gov_table_end(pg);
	end(pg);
	gov_details_end(pg);
}

void chart(struct page *pg, struct chart in)
{
	SURE(in.id && in.title && in.nseries > 0 && in.nseries <= CHART_SERIES);
	EL(pg, "figure", "class", "alm-chart", "id", in.id);
	el_text(pg, "figcaption", "govuk-heading-s alm-chart__title", in.title);
	if (!BLANK(in.note))
		el_text(pg, "p", "govuk-body-s", in.note);
	if (in.nlabels == 0) {
		el_text(pg, "p", "govuk-body", "There is nothing to show for this time.");
		end(pg);
		return;
	}
	key(pg, &in);
	EL(pg, "div", "class", "alm-scroll", "role", "group", "tabindex", "0",
	   "aria-label", arena_fmt(pg->arena, "Picture: %s", in.title));
	chart_draw(pg, &in, describe(pg->arena, &in));
	end(pg);
	numbers(pg, &in);
	end(pg);
}
