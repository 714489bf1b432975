/* SPDX-License-Identifier: MIT */
/*
 * chart_draw.h -- the picture of a chart, without what stands around it.
 */
#ifndef ALM_CHART_DRAW_H
#define ALM_CHART_DRAW_H

#include "html/chart.h"

/* The ticks of an axis: low, low + step ... high, all whole and round. */
struct axis { int64_t low, high, step; };
struct axis axis_make(int64_t least, int64_t most);

/* <svg>, with its title and description. */
void chart_draw(struct page *, const struct chart *, const char *description);
char *chart_show(struct arena *, const struct chart *, int64_t value);

#endif
