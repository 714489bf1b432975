/* SPDX-License-Identifier: MIT */
/*
 * table.c -- cells, rows and totals, and what a cell says in words.
 */
#include "exchange/table.h"

#include <string.h>

#include "base/fault.h"
#include "exchange/json.h"

/* ---- cells ---------------------------------------------------------------- */

struct cell cell_none(void)
{
	return (struct cell){ 0 };
}

struct cell cell_of_text(const char *text)
{
	return BLANK(text) ? cell_none() : (struct cell){ .has = true, .text = text };
}

const char cell_held_mark[] = "[c]";

struct cell cell_held(void)
{
	return (struct cell){ .held = true };
}

static struct cell cell_of(bool has, int64_t n)
{
	return has ? (struct cell){ .has = true, .n = n } : cell_none();
}

struct cell cell_of_int(int64_t n)
{
	return cell_of(n != INT_NONE, n);
}

struct cell cell_of_money(Money m)
{
	return money_known(m) ? cell_of(true, money_pence(m)) : cell_none();
}

struct cell cell_of_date(Date d)
{
	return date_known(d) ? cell_of(true, date_day(d)) : cell_none();
}

struct cell cell_of_moment(Moment m)
{
	return cell_of(moment_known(m), m.ms);
}

struct cell cell_of_minutes(Minutes m)
{
	return cell_of(true, m.n);
}

struct cell cell_of_word(int64_t code)
{
	return cell_of(code != 0, code);
}

struct cell cell_of_bool(bool yes)
{
	return cell_of(true, yes);
}

struct cell cell_linked(struct cell c, const char *link)
{
	c.link = link;
	return c;
}

/* ---- words ------------------------------------------------------------------ */

static const char *decimal(struct arena *a, int64_t n, int places)
{
	struct buf b = buf_new(a);

	buf_decimal(&b, n, places);
	return buf_text(&b);
}

/* "1234567.5" -> "1,234,567.5" */
static const char *grouped(struct arena *a, const char *digits)
{
	struct buf b = buf_new(a);
	size_t whole;

	if (*digits == '-')
		buf_char(&b, *digits++);
	whole = strcspn(digits, ".");
	for (size_t i = 0; i < whole; i++) {
		if (i && (whole - i) % 3 == 0)
			buf_char(&b, ',');
		buf_char(&b, digits[i]);
	}
	buf_str(&b, digits + whole);
	return buf_text(&b);
}

const char *cell_text(struct arena *a, const struct column *col, const struct cell *c)
{
	if (!c->has)
		return c->held ? cell_held_mark : "";
	switch (col->kind) {
	case CELL_TEXT:    return c->text;
	case CELL_INT:     return grouped(a, decimal(a, c->n, 0));
	case CELL_DECIMAL: return grouped(a, decimal(a, c->n, col->places));
	case CELL_PERCENT: return arena_fmt(a, "%s%%", decimal(a, c->n, col->places));
	case CELL_MONEY:   return money_text(a, money(c->n));
	case CELL_DATE:    return date_text(a, date_of_day(c->n));
	case CELL_MOMENT:  return moment_short(a, (Moment){ c->n });
	case CELL_MINUTES: return hours_text(a, minutes(c->n));
	case CELL_TIME:    return time_text(a, minutes(c->n));
	case CELL_WORD:    return vocab_label(col->words, c->n);
	case CELL_BOOL:    return c->n ? "Yes" : "No";
	}
	SURE(!"a kind of cell");
	return "";
}

const char *cell_plain(struct arena *a, const struct column *col, const struct cell *c)
{
	if (!c->has)
		return c->held ? cell_held_mark : "";
	switch (col->kind) {
	case CELL_INT:
	case CELL_MINUTES: return decimal(a, c->n, 0);
	case CELL_DECIMAL:
	case CELL_PERCENT: return decimal(a, c->n, col->places);
	case CELL_MONEY:   return money_plain(a, money(c->n));
	case CELL_DATE:    return date_iso(a, date_of_day(c->n));
	case CELL_MOMENT:  return moment_iso(a, (Moment){ c->n });
	case CELL_TEXT:
	case CELL_TIME:
	case CELL_WORD:
	case CELL_BOOL:    return cell_text(a, col, c);
	}
	SURE(!"a kind of cell");
	return "";
}

/* ---- tables ------------------------------------------------------------------- */

struct table table_new(struct arena *a, const char *name, const char *title,
                       const struct column *columns, size_t ncolumns)
{
	SURE(ncolumns > 0);
	return (struct table){ .arena = a, .name = name, .title = title,
	                       .columns = columns, .ncolumns = ncolumns };
}

struct cell *table_add(struct table *t)
{
	if (t->nrows == t->room) {
		size_t room = t->room ? 2 * t->room : 32;
		struct cell *more = NEWN(t->arena, struct cell, room * t->ncolumns);

		if (t->nrows)
			memcpy(more, t->cells, t->nrows * t->ncolumns * sizeof *more);
		t->cells = more;
		t->room = room;
	}
	return t->cells + t->nrows++ * t->ncolumns;
}

const struct cell *table_at(const struct table *t, size_t row)
{
	SURE(row < t->nrows);
	return t->cells + row * t->ncolumns;
}

/* ---- totals --------------------------------------------------------------------- */

bool table_has_totals(const struct table *t)
{
	for (size_t i = 0; i < t->ncolumns; i++) {
		if (t->columns[i].total)
			return true;
	}
	return false;
}

void table_sum(const struct table *t, struct cell *totals, const struct cell *row)
{
	for (size_t i = 0; i < t->ncolumns; i++) {
		if (!t->columns[i].total || !row[i].has)
			continue;
		if (t->columns[i].kind == CELL_MONEY)
			totals[i].n = money_pence(money_plus(money(totals[i].n), money(row[i].n)));
		else if (__builtin_add_overflow(totals[i].n, row[i].n, &totals[i].n))
			fault(FAULT_INPUT, "the total of %s.%s is too big", t->name,
			      t->columns[i].key);
		totals[i].has = true;
	}
}
