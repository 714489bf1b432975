/* SPDX-License-Identifier: MIT */
/*
 * chart_draw.c -- geometry of charts: axes, bars, lines, markers.
 *
 * The picture is 640 units wide and scales; heights and margins follow from
 * what is in it.  A value v lies at  low end + (v - low) / (high - low)  of
 * its axis.  Only here are numbers with a fraction: places on paper.
 */
#include "base/utf8.h"
#include "html/chart_draw.h"

enum {
	WIDTH = 640, PLOT_HEIGHT = 240, TOP = 16, RIGHT = 16, BELOW = 28,
	CHAR = 8,               /* width of a character of labels, generously */
	BAR = 18, BAR_GAP = 14, /* lying bars */
	NAME_MOST = 26,         /* characters of a name beside a lying bar */
	TICKS = 5, VALUES_MOST = 12, MARKERS_MOST = 40,
};

struct plot {
	struct page *pg;
	const struct chart *in;
	struct axis axis;
	double x, y, w, h;      /* the area within the axes */
};

/* ---- axis ---- */

/* 1, 2 or 5 times a power of ten, so that at most TICKS of it cover the range. */
struct axis axis_make(int64_t least, int64_t most)
{
	static const int64_t steps[] = { 1, 2, 5 };
	int64_t low = least < 0 ? least : 0, high = most > 0 ? most : 0, power = 1, step = 1;
	size_t i = 0;

	while ((high / step - low / step) > TICKS && power <= INT64_MAX / 50) {
		i = (i + 1) % COUNT(steps);
		if (i == 0)
			power *= 10;
		step = steps[i] * power;
	}
	low = low / step * step - (low % step != 0 ? step : 0);
	high = high / step * step + (high % step != 0 ? step : 0);
	if (high == low)
		high = low + step;
	return (struct axis){ low, high, step };
}

static int64_t value_at(const struct chart *in, size_t series, size_t i)
{
	return in->series[series].values[i];
}

/* Sum of what is stacked up to, and without, a series. */
static int64_t stacked(const struct chart *in, size_t before, size_t i)
{
	int64_t sum = 0;

	for (size_t s = 0; s < before; s++)
		if (value_at(in, s, i) != INT_NONE && value_at(in, s, i) > 0)
			sum += value_at(in, s, i);
	return sum;
}

static struct axis axis_of(const struct chart *in)
{
	int64_t least = in->has_target ? in->target : 0, most = least;

	for (size_t i = 0; i < in->nlabels; i++) {
		if (in->kind == CHART_STACKED) {
			int64_t sum = stacked(in, in->nseries, i);

			most = sum > most ? sum : most;
			continue;
		}
		for (size_t s = 0; s < in->nseries; s++) {
			int64_t v = value_at(in, s, i);

			if (v == INT_NONE)
				continue;
			least = v < least ? v : least;
			most = v > most ? v : most;
		}
	}
	return axis_make(least, most);
}

/* How far along its axis a value lies, 0 to 1. */
static double share(const struct plot *p, int64_t v)
{
	return (double)(v - p->axis.low) / (double)(p->axis.high - p->axis.low);
}

static double y_of(const struct plot *p, int64_t v)
{
	return p->y + p->h - share(p, v) * p->h;
}

static double x_of(const struct plot *p, int64_t v)
{
	return p->x + share(p, v) * p->w;
}

/* ---- pieces of SVG ---- */

static void place(struct page *pg, const char *name, double v)
{
	tag_attr(pg, name, arena_fmt(pg->arena, "%.1f", v));
}

static void rule(struct page *pg, const char *classes, double x1, double y1, double x2, double y2)
{
	tag_begin(pg, "line");
	tag_attr(pg, "class", classes);
	place(pg, "x1", x1);
	place(pg, "y1", y1);
	place(pg, "x2", x2);
	place(pg, "y2", y2);
	tag_body(pg);
	end(pg);
}

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

static void words(struct page *pg, enum anchor anchor, double x, double y, const char *s)
{
	static const char *const classes[] = {
		"alm-chart__text", "alm-chart__text alm-chart__text--middle",
		"alm-chart__text alm-chart__text--end",
	};

	tag_begin(pg, "text");
	tag_attr(pg, "class", classes[anchor]);
	place(pg, "x", x);
	place(pg, "y", y);
	tag_body(pg);
	text(pg, s);
	end(pg);
}

/* What the pointer is told when it rests on a mark. */
static void hover(const struct plot *p, size_t series, size_t i)
{
	struct page *pg = p->pg;

	el(pg, "title");
	text(pg, p->in->labels[i]);
	text(pg, ", ");
	text(pg, p->in->series[series].name);
	text(pg, ": ");
	text(pg, chart_show(pg->arena, p->in, value_at(p->in, series, i)));
	end(pg);
}

static void block(const struct plot *p, size_t series, size_t i, double x, double y, double w,
                  double h)
{
	struct page *pg = p->pg;

	tag_begin(pg, "rect");
	tag_attr(pg, "class", arena_fmt(pg->arena, "alm-chart__mark alm-chart__mark--%zu",
	                                series + 1));
	place(pg, "x", x);
	place(pg, "y", y);
	place(pg, "width", w);
	place(pg, "height", h);
	tag_body(pg);
	hover(p, series, i);
	end(pg);
}

static size_t longest(const char *const *labels, size_t n)
{
	size_t most = 0;

	for (size_t i = 0; i < n; i++) {
		size_t length = utf8_length(labels[i]);

		most = length > most ? length : most;
	}
	return most;
}

/* ---- axes of upright charts ---- */

static void ticks_left(const struct plot *p)
{
	for (int64_t v = p->axis.low; v <= p->axis.high; v += p->axis.step) {
		double y = y_of(p, v);

		rule(p->pg, v == 0 ? "alm-chart__zero" : "alm-chart__grid", p->x, y,
		     p->x + p->w, y);
		words(p->pg, ANCHOR_END, p->x - 8, y + 4, chart_show(p->pg->arena, p->in, v));
	}
}

static double band(const struct plot *p)
{
	return p->w / (double)p->in->nlabels;
}

/* Every label, or every second, third..., so that they do not touch. */
static void labels_below(const struct plot *p)
{
	double need = (double)(longest(p->in->labels, p->in->nlabels) * CHAR);
	size_t every = 1;

	while (band(p) * (double)every < need && every < p->in->nlabels)
		every++;
	for (size_t i = 0; i < p->in->nlabels; i += every)
		words(p->pg, ANCHOR_MIDDLE, p->x + band(p) * ((double)i + 0.5), p->y + p->h + 20,
		      p->in->labels[i]);
}

static void target_across(const struct plot *p)
{
	double y = y_of(p, p->in->target);

	if (p->in->has_target)
		rule(p->pg, "alm-chart__target", p->x, y, p->x + p->w, y);
}

/* ---- columns ---- */

static void columns(const struct plot *p)
{
	double slot = band(p) * 0.72 / (double)p->in->nseries;
	double zero = y_of(p, 0);
	bool say = p->in->nseries == 1 && p->in->nlabels <= VALUES_MOST;

	for (size_t i = 0; i < p->in->nlabels; i++) {
		for (size_t s = 0; s < p->in->nseries; s++) {
			int64_t v = value_at(p->in, s, i);
			double x = p->x + band(p) * ((double)i + 0.14) + slot * (double)s;
			double y = v == INT_NONE ? zero : y_of(p, v);

			if (v == INT_NONE)
				continue;
			block(p, s, i, x, y < zero ? y : zero, slot * 0.94,
			      y < zero ? zero - y : y - zero);
			if (say)
				words(p->pg, ANCHOR_MIDDLE, x + slot * 0.47,
				      v < 0 ? y + 16 : y - 5, chart_show(p->pg->arena, p->in, v));
		}
	}
}

static void stacks(const struct plot *p)
{
	for (size_t i = 0; i < p->in->nlabels; i++) {
		for (size_t s = 0; s < p->in->nseries; s++) {
			int64_t v = value_at(p->in, s, i), under = stacked(p->in, s, i);

			if (v == INT_NONE || v <= 0)
				continue;
			block(p, s, i, p->x + band(p) * ((double)i + 0.14), y_of(p, under + v),
			      band(p) * 0.72, y_of(p, under) - y_of(p, under + v));
		}
	}
}

/* ---- lines ---- */

/* Circle, square, diamond, triangle, cross, bar: told apart without colour. */
static void marker(const struct plot *p, size_t series, size_t i, double x, double y)
{
	static const char *const shapes[CHART_SERIES] = {
		"m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "m-4 -4h8v8h-8z", "m0 -5l5 5l-5 5l-5 -5z",
		"m0 -5l5 9h-10z", "m-4 -4l8 8m0 -8l-8 8", "m-5 -1h10v2h-10z",
	};
	struct page *pg = p->pg;

	tag_begin(pg, "path");
	tag_attr(pg, "class", arena_fmt(pg->arena, "alm-chart__mark alm-chart__mark--%zu",
	                                series + 1));
	tag_attr(pg, "d", arena_fmt(pg->arena, "M%.1f %.1f%s", x, y, shapes[series]));
	tag_body(pg);
	hover(p, series, i);
	end(pg);
}

/* One path, lifted where there is no value. */
static void line(const struct plot *p, size_t series)
{
	struct buf path = buf_new(p->pg->arena);
	bool down = false;

	for (size_t i = 0; i < p->in->nlabels; i++) {
		int64_t v = value_at(p->in, series, i);

		if (v != INT_NONE)
			buf_fmt(&path, "%c%.1f %.1f", down ? 'L' : 'M',
			        p->x + band(p) * ((double)i + 0.5), y_of(p, v));
		down = v != INT_NONE;
	}
	EL(p->pg, "path", "d", buf_text(&path), "class",
	   arena_fmt(p->pg->arena, "alm-chart__line alm-chart__line--%zu", series + 1));
	end(p->pg);
}

static void lines(const struct plot *p)
{
	for (size_t s = 0; s < p->in->nseries; s++) {
		line(p, s);
		if (p->in->nlabels > MARKERS_MOST)
			continue;
		for (size_t i = 0; i < p->in->nlabels; i++)
			if (value_at(p->in, s, i) != INT_NONE)
				marker(p, s, i, p->x + band(p) * ((double)i + 0.5),
				       y_of(p, value_at(p->in, s, i)));
	}
}

/* ---- lying bars ---- */

static const char *short_name(struct page *pg, const char *name)
{
	size_t n = 0;
	uint32_t cp;

	if (utf8_length(name) <= NAME_MOST)
		return name;
	for (unsigned i = 0; i < NAME_MOST - 1; i++)
		n += utf8_next(name + n, &cp);
	return arena_fmt(pg->arena, "%.*s…", (int)n, name);
}

static void bars(const struct plot *p)
{
	double row = p->h / (double)p->in->nlabels;

	for (int64_t v = p->axis.low; v <= p->axis.high; v += p->axis.step) {
		rule(p->pg, v == 0 ? "alm-chart__zero" : "alm-chart__grid", x_of(p, v), p->y,
		     x_of(p, v), p->y + p->h);
		words(p->pg, ANCHOR_MIDDLE, x_of(p, v), p->y + p->h + 20,
		      chart_show(p->pg->arena, p->in, v));
	}
	for (size_t i = 0; i < p->in->nlabels; i++) {
		double top = p->y + row * (double)i + BAR_GAP / 2.0;

		words(p->pg, ANCHOR_END, p->x - 8, p->y + row * ((double)i + 0.5) + 5,
		      short_name(p->pg, p->in->labels[i]));
		for (size_t s = 0; s < p->in->nseries; s++) {
			int64_t v = value_at(p->in, s, i);
			double from, to;

			if (v == INT_NONE)
				continue;
			from = x_of(p, v < 0 ? v : 0);
			to = x_of(p, v < 0 ? 0 : v);
			block(p, s, i, from, top + BAR * (double)s, to - from, BAR - 2);
			words(p->pg, ANCHOR_START, to + 4, top + BAR * (double)s + 13,
			      chart_show(p->pg->arena, p->in, v));
		}
	}
	if (p->in->has_target)
		rule(p->pg, "alm-chart__target", x_of(p, p->in->target), p->y,
		     x_of(p, p->in->target), p->y + p->h);
}

/* ---- the picture ---- */

static size_t longest_tick(const struct plot *p)
{
	size_t low = utf8_length(chart_show(p->pg->arena, p->in, p->axis.low));
	size_t high = utf8_length(chart_show(p->pg->arena, p->in, p->axis.high));

	return low > high ? low : high;
}

static void svg_begin(struct page *pg, const struct chart *in, double height, const char *about)
{
	const char *title_id = arena_fmt(pg->arena, "%s-title", in->id);
	const char *about_id = arena_fmt(pg->arena, "%s-about", in->id);

	EL(pg, "svg", "class", "alm-chart__picture", "xmlns", "http://www.w3.org/2000/svg",
	   "viewBox", arena_fmt(pg->arena, "0 0 %d %.0f", WIDTH, height), "role", "img",
	   "aria-labelledby", arena_fmt(pg->arena, "%s %s", title_id, about_id),
	   "focusable", "false");
	EL(pg, "title", "id", title_id);
	text(pg, in->title);
	end(pg);
	EL(pg, "desc", "id", about_id);
	text(pg, about);
	end(pg);
}

void chart_draw(struct page *pg, const struct chart *in, const char *description)
{
	struct plot p = { .pg = pg, .in = in, .axis = axis_of(in), .y = TOP };
	size_t name = longest(in->labels, in->nlabels);
	bool lying = in->kind == CHART_BARS;

	name = name > NAME_MOST ? NAME_MOST : name;
	p.h = lying ? (double)(in->nlabels * (in->nseries * BAR + BAR_GAP)) : PLOT_HEIGHT;
	p.x = (double)((lying ? name : longest_tick(&p)) * CHAR + 16);
	/* A lying bar's value stands to its right, beyond the longest. */
	p.w = WIDTH - p.x - (lying ? (double)(longest_tick(&p) * CHAR + 8) : RIGHT);
	svg_begin(pg, in, TOP + p.h + BELOW, description);
	if (lying) {
		bars(&p);
	} else {
		ticks_left(&p);
		if (in->kind == CHART_LINES)
			lines(&p);
		else if (in->kind == CHART_STACKED)
			stacks(&p);
		else
			columns(&p);
		labels_below(&p);
		target_across(&p);
	}
	end(pg);
}

/* ---- sparkline ---- */

enum { SPARK_WIDTH = 96, SPARK_HEIGHT = 24, SPARK_EDGE = 2 };

void sparkline(struct page *pg, const char *label, const int64_t *values, size_t n)
{
	struct buf path = buf_new(pg->arena);
	int64_t least = INT64_MAX, most = INT64_MIN;
	double step = n > 1 ? (SPARK_WIDTH - 2.0 * SPARK_EDGE) / (double)(n - 1) : 0;
	bool down = false;

	for (size_t i = 0; i < n; i++) {
		if (values[i] == INT_NONE)
			continue;
		least = values[i] < least ? values[i] : least;
		most = values[i] > most ? values[i] : most;
	}
	for (size_t i = 0; i < n; i++) {
		double range = most > least ? (double)(most - least) : 1;

		if (values[i] != INT_NONE)
			buf_fmt(&path, "%c%.1f %.1f", down ? 'L' : 'M',
			        SPARK_EDGE + step * (double)i, SPARK_HEIGHT - SPARK_EDGE -
			        (double)(values[i] - least) / range *
			        (SPARK_HEIGHT - 2.0 * SPARK_EDGE));
		down = values[i] != INT_NONE;
	}
	EL(pg, "svg", "class", "alm-spark", "xmlns", "http://www.w3.org/2000/svg",
	   "viewBox", arena_fmt(pg->arena, "0 0 %d %d", SPARK_WIDTH, SPARK_HEIGHT), "role", "img",
	   "aria-label", label, "focusable", "false");
	EL(pg, "path", "class", "alm-spark__line", "d", buf_text(&path));
	end(pg);
	end(pg);
}
