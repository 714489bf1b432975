/* SPDX-License-Identifier: MIT */
/*
 * list_cell.c -- columns of a list matched with those of its statement, and
 * cells of a row, as values and as written on a page.
 *
 * A page of a list is five hundred cells, so what cell_text() says is written
 * here without passing through memory.  A test holds the two together.
 */
#include <string.h>

#include "list/list_inside.h"

/* ---- values ---- */

struct cell list_cell(const struct sql *sql, size_t i, const void *row)
{
	const void *at = (const char *)row + sql->cols[i].at;
	int64_t id;

	switch (sql->cols[i].kind) {
	case COL_INT:     return cell_of_int(*(const int64_t *)at);
	case COL_ID:
		id = *(const int64_t *)at;
		return id ? cell_of_int(id) : cell_none();
	case COL_TEXT:    return cell_of_text(*(const char *const *)at);
	case COL_DATE:    return cell_of_date(*(const Date *)at);
	case COL_MOMENT:  return cell_of_moment(*(const Moment *)at);
	case COL_MINUTES:
		/* Nothing known is not nought minutes. */
		return ((const Minutes *)at)->n == INT_NONE ? cell_none()
		     : cell_of_minutes(*(const Minutes *)at);
	case COL_MONEY:   return cell_of_money(*(const Money *)at);
	case COL_BYTES:
		break;
	}
	SURE(!"a column that can be shown");
	return cell_none();
}

struct cell col_cell(struct rq *rq, const struct list *list, const struct col_now *col,
                     const void *row)
{
	return col->at < 0 ? col->col->make(rq, row) : list_cell(list->sql, (size_t)col->at, row);
}

/* ---- columns ---- */

static enum cell_kind kind_of(enum col_kind kind)
{
	switch (kind) {
	case COL_INT: case COL_ID: return CELL_INT;
	case COL_DATE:             return CELL_DATE;
	case COL_MOMENT:           return CELL_MOMENT;
	case COL_MINUTES:          return CELL_MINUTES;
	case COL_MONEY:            return CELL_MONEY;
	case COL_TEXT: case COL_BYTES:
		break;
	}
	return CELL_TEXT;
}

bool kind_is_number(enum cell_kind kind)
{
	return kind == CELL_INT || kind == CELL_DECIMAL || kind == CELL_PERCENT ||
	       kind == CELL_MONEY || kind == CELL_MINUTES;
}

/* "/requests/{id}/offers/{offer}" in pieces; a column that is not there is a bug. */
static void link_split(const struct list *list, struct col_now *now)
{
	for (const char *s = now->col->link; s && *s; ) {
		const char *brace = strchr(s, '{'), *stop = brace ? strchr(brace, '}') : NULL;
		char name[64];
		size_t n;

		SURE(now->nlink < LINK_PARTS);
		now->link[now->nlink].before = s;
		now->link[now->nlink].nbefore = brace ? (size_t)(brace - s) : strlen(s);
		now->link[now->nlink].col = -1;
		if (brace) {
			SURE(stop);
			n = (size_t)(stop - brace) - 1;
			SURE(n < sizeof name);
			memcpy(name, brace + 1, n);
			name[n] = '\0';
			now->link[now->nlink].col = sql_column(list->sql, name);
			SURE(now->link[now->nlink].col >= 0);
		}
		now->nlink++;
		s = brace ? stop + 1 : NULL;
	}
}

struct cols_now cols_now(struct arena *a, const struct list *list)
{
	struct cols_now all = {
		.list = NEWN(a, struct col_now, list->ncols),
		.columns = NEWN(a, struct column, list->ncols), .n = list->ncols,
		.person = list->person ? sql_column(list->sql, list->person) : -1,
	};

	SURE(!list->person || all.person >= 0);
	for (size_t i = 0; i < list->ncols; i++) {
		const struct list_col *col = &list->cols[i];
		struct col_now *now = &all.list[i];
		enum cell_kind kind = col->words ? CELL_WORD : col->as;

		now->col = col;
		now->at = col->make ? -1 : sql_column(list->sql, col->name);
		SURE(now->at >= 0 || col->make || (col->draw && col->on_page_only));
		SURE(!col->order || sql_order(list->sql, col->order));
		SURE(!col->order_down || sql_order(list->sql, col->order_down));
		if (kind == CELL_TEXT && now->at >= 0)
			kind = kind_of(list->sql->cols[now->at].kind);
		now->plain = now->at >= 0 && list->sql->cols[now->at].kind == COL_ID;
		now->number = kind_is_number(kind) && !now->plain;
		link_split(list, now);
		if (kind == CELL_WORD)
			now->words = NEWN(a, Html, WORDS_KEPT);
		all.columns[i] = (struct column){
			.key = col->name, .label = col->label, .kind = kind, .places = col->places,
			.words = col->words, .total = col->total, .means = col->means,
			.on_page_only = col->on_page_only, .in_files_only = col->in_files_only,
		};
	}
	return all;
}

const char *col_link(const struct list *list, const struct col_now *col, const void *row,
                     struct buf *out)
{
	out->n = 0;
	for (size_t i = 0; i < col->nlink; i++) {
		struct cell c;

		buf_add(out, col->link[i].before, col->link[i].nbefore);
		if (col->link[i].col < 0)
			continue;
		c = list_cell(list->sql, (size_t)col->link[i].col, row);
		if (!c.has)
			return NULL;
		if (c.text)
			url_part(out, c.text);
		else
			buf_int(out, c.n);
	}
	return col->nlink ? buf_text(out) : NULL;
}

/* ---- names shown ---- */

void names_add(struct names *names, const struct list *list, const struct cols_now *cols,
               const void *row)
{
	int64_t id;

	if (cols->person < 0)
		return;
	id = *(const int64_t *)((const char *)row + list->sql->cols[cols->person].at);
	if (id == 0 || (names->n && names->list[names->n - 1].v == id))
		return;
	if (names->n == names->cap) {
		size_t cap = names->cap ? 2 * names->cap : 64;

		names->list = arena_grow(names->arena, names->list,
		                         names->cap * sizeof *names->list,
		                         cap * sizeof *names->list);
		names->cap = cap;
	}
	names->list[names->n++] = (PersonId){ id };
}

void names_tell(struct rq *rq, const struct list *list, const struct names *names)
{
	if (names->n && list_names_hook)
		list_names_hook(rq, list->name, names->list, names->n);
}

/* ---- on a page ---- */

/* 1234567 with two places is "12,345.67". */
static void put_digits(struct page *pg, int64_t n, int places, bool grouped)
{
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char digits[48], *at = digits + sizeof digits;
	int done = 0;

	for (; done < places; done++, left /= 10)
		*--at = (char)('0' + left % 10);
	if (places)
		*--at = '.';
	done = 0;
	do {
		if (grouped && done && done % 3 == 0)
			*--at = ',';
		*--at = (char)('0' + left % 10);
		done++;
	} while (left /= 10);
	text_n(pg, at, (size_t)(digits + sizeof digits - at));
}

static void put_number(struct page *pg, int64_t n, int places, bool grouped)
{
	if (n < 0)
		text_n(pg, "-", 1);
	put_digits(pg, n, places, grouped);
}

static void put_money(struct page *pg, int64_t pence)
{
	text(pg, pence < 0 ? "-£" : "£");
	put_digits(pg, pence, 2, true);
}

static void put_date(struct page *pg, Date date)
{
	struct civil c = date_civil(date);

	text_int(pg, c.day);
	text_n(pg, " ", 1);
	text(pg, month_name(c.month));
	text_n(pg, " ", 1);
	text_int(pg, c.year);
}

void cell_put_whole(struct page *pg, const struct column *col, const struct cell *c, bool plain)
{
	if (!c->has) {
		text(pg, c->held ? cell_held_mark : "");
		return;
	}
	switch (col->kind) {
	case CELL_TEXT:    text(pg, c->text); return;
	case CELL_INT:     put_number(pg, c->n, 0, !plain); return;
	case CELL_DECIMAL: put_number(pg, c->n, col->places, true); return;
	case CELL_PERCENT:
		put_number(pg, c->n, col->places, false);
		text_n(pg, "%", 1);
		return;
	case CELL_MONEY:   put_money(pg, c->n); return;
	case CELL_DATE:    put_date(pg, date_of_day(c->n)); return;
	case CELL_WORD:    text(pg, vocab_label(col->words, c->n)); return;
	case CELL_BOOL:    text(pg, c->n ? "Yes" : "No"); return;
	case CELL_MOMENT:  buf_moment(&pg->out, (Moment){ c->n }); return;
	case CELL_MINUTES: buf_hours(&pg->out, minutes(c->n)); return;
	case CELL_TIME:    text(pg, cell_text(pg->arena, col, c)); return;
	}
}

bool word_has_colour(const struct vocab *words, int64_t code)
{
	const struct word *word = vocab_find(words, code);

	return word && !BLANK(word->colour);
}

void cell_put(struct page *pg, const struct column *col, const struct cell *c)
{
	cell_put_whole(pg, col, c, false);
}
