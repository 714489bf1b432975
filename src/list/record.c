/* SPDX-License-Identifier: MIT */
/*
 * record.c -- facts and tables said once, told to people and to programs.
 *
 * JSON is flat, so that a program reads what it came for in one step:
 *
 *	{"record":"request","id":17,"title":"Request 17","locality":"North",
 *	 "week_cost":412.50,"visits":[{"day":"monday","length":45},...]}
 */
#include "list/record.h"

#include <string.h>

#include "exchange/json.h"
#include "list/list_inside.h"

enum { FACTS = 80, TABLES = 16 };

struct fact {
	struct column column;
	struct cell   cell;
	const char   *change, *link;
	bool          not_on_page, if_any;
};

struct record_table { const char *key; struct table table; };

struct record {
	struct arena *arena;
	const char   *kind, *title;
	int64_t       id;
	struct fact   facts[FACTS];
	size_t        nfacts;
	struct record_table tables[TABLES];
	size_t        ntables;
};

struct record *record_new(struct arena *a, const char *kind, int64_t id, const char *title)
{
	struct record *rec = NEW(a, struct record);

	rec->arena = a;
	rec->kind = kind;
	rec->id = id;
	rec->title = arena_dup(a, title);
	return rec;
}

/* ---- facts ---- */

static void fact_add(struct record *rec, struct column column, struct cell cell)
{
	SURE(rec->nfacts < FACTS);
	rec->facts[rec->nfacts++] = (struct fact){ .column = column, .cell = cell };
}

static struct column plain(const char *key, const char *label, enum cell_kind kind)
{
	return (struct column){ .key = key, .label = label, .kind = kind };
}

void record_fact(struct record *rec, const struct column *column, struct cell cell)
{
	fact_add(rec, *column, cell);
}

void record_text(struct record *rec, const char *key, const char *label, const char *value)
{
	fact_add(rec, plain(key, label, CELL_TEXT), cell_of_text(value));
}

void record_int(struct record *rec, const char *key, const char *label, int64_t value)
{
	fact_add(rec, plain(key, label, CELL_INT), cell_of_int(value));
}

void record_money(struct record *rec, const char *key, const char *label, Money value)
{
	fact_add(rec, plain(key, label, CELL_MONEY), cell_of_money(value));
}

void record_date(struct record *rec, const char *key, const char *label, Date value)
{
	fact_add(rec, plain(key, label, CELL_DATE), cell_of_date(value));
}

void record_moment(struct record *rec, const char *key, const char *label, Moment value)
{
	fact_add(rec, plain(key, label, CELL_MOMENT), cell_of_moment(value));
}

void record_minutes(struct record *rec, const char *key, const char *label, Minutes value)
{
	fact_add(rec, plain(key, label, CELL_MINUTES),
	         value.n == INT_NONE ? cell_none() : cell_of_minutes(value));
}

void record_word(struct record *rec, const char *key, const char *label,
                 const struct vocab *words, int64_t code)
{
	struct column column = plain(key, label, CELL_WORD);

	column.words = words;
	fact_add(rec, column, code == INT_NONE ? cell_none() : cell_of_word(code));
}

static struct fact *fact_last(struct record *rec)
{
	SURE(rec->nfacts > 0);
	return &rec->facts[rec->nfacts - 1];
}

void record_change(struct record *rec, const char *href)
{
	fact_last(rec)->change = href;
}

void record_link(struct record *rec, const char *href)
{
	fact_last(rec)->link = href;
}

void record_if_any(struct record *rec)
{
	SURE(rec->nfacts);
	rec->facts[rec->nfacts - 1].if_any = true;
}

void record_not_on_page(struct record *rec)
{
	fact_last(rec)->not_on_page = true;
}

/* ---- tables ---- */

struct table *record_table(struct record *rec, const char *key, const char *title,
                           const struct column *columns, size_t n)
{
	struct record_table *t;

	SURE(rec->ntables < TABLES);
	t = &rec->tables[rec->ntables++];
	t->key = key;
	t->table = table_new(rec->arena, arena_fmt(rec->arena, "%s-%s", rec->kind, key), title,
	                     columns, n);
	return &t->table;
}

void record_fill(struct table *t, const struct sql *sql, const void *rows, size_t n)
{
	int *at = NEWN(t->arena, int, t->ncolumns);

	for (size_t k = 0; k < t->ncolumns; k++) {
		at[k] = t->columns[k].from ? sql_column(sql, t->columns[k].from) : -1;
		SURE(at[k] >= 0 || !t->columns[k].from);
	}
	for (size_t i = 0; i < n; i++) {
		const char *row = (const char *)rows + i * sql->row_size;
		struct cell *c = table_add(t);

		for (size_t k = 0; k < t->ncolumns; k++)
			if (at[k] >= 0)
				c[k] = list_cell(sql, (size_t)at[k], row);
	}
}

static const struct table *table_find(const struct record *rec, const char *key)
{
	for (size_t i = 0; key && i < rec->ntables; i++)
		if (strcmp(rec->tables[i].key, key) == 0)
			return &rec->tables[i].table;
	return NULL;
}

/* ---- on a page ---- */

static Html fact_html(struct arena *a, const struct fact *f)
{
	struct page *pg = page_new(a);

	if (f->link)
		EL(pg, "a", "class", "govuk-link", "href", f->link);
	if (f->column.kind == CELL_WORD && !f->link &&
	    word_has_colour(f->column.words, f->cell.n))
		gov_tag_word(pg, f->column.words, f->cell.n);
	else if (f->column.kind == CELL_TEXT && !f->link)
		put(pg, html_lines(a, f->cell.text));
	else if (f->column.kind == CELL_MOMENT)
		/* In a list the year goes without saying; on a record it does not. */
		text(pg, moment_text(a, (Moment){ f->cell.n }));
	else
		cell_put(pg, &f->column, &f->cell);
	if (f->link)
		end(pg);
	return page_html(pg);
}

void record_draw_facts(struct rq *rq, struct page *pg, const struct record *rec)
{
	struct gov_fact *items = NEWN(rq->arena, struct gov_fact, rec->nfacts);
	size_t n = 0;

	for (size_t i = 0; i < rec->nfacts; i++) {
		const struct fact *f = &rec->facts[i];

		if (f->not_on_page || (f->if_any && !f->cell.has))
			continue;
		items[n] = (struct gov_fact){ .key = f->column.label, .href = f->change };
		if (f->cell.has)
			items[n].value_html = fact_html(rq->arena, f);
		else
			items[n].value = "Not known";
		n++;
	}
	if (n)
		gov_summary_list(pg, (struct gov_summary){ .items = items, .nitems = n });
}

void record_draw_table(struct rq *rq, struct page *pg, const struct record *rec, const char *key)
{
	const struct table *t = table_find(rec, key);

	(void)rq;
	SURE(t);
	table_draw(pg, t);
}

/* ---- as JSON, as files ---- */

static void put_cell(struct json_out *j, const struct column *col, const struct cell *c)
{
	const struct word *word;

	if (!c->has) {
		json_put_null(j, col->key);
		return;
	}
	switch (col->kind) {
	case CELL_TEXT:    json_put_text(j, col->key, c->text); return;
	case CELL_INT:
	case CELL_MINUTES: json_put_int(j, col->key, c->n); return;
	case CELL_DECIMAL:
	case CELL_PERCENT: json_put_decimal(j, col->key, c->n, col->places); return;
	case CELL_MONEY:   json_put_money(j, col->key, money(c->n)); return;
	case CELL_DATE:    json_put_date(j, col->key, date_of_day(c->n)); return;
	case CELL_MOMENT:  json_put_moment(j, col->key, (Moment){ c->n }); return;
	case CELL_TIME:
		json_put_text(j, col->key, time_text(j->out->arena, minutes(c->n)));
		return;
	case CELL_WORD:
		word = vocab_find(col->words, c->n);
		json_put_text(j, col->key, word ? word->key : NULL);
		return;
	case CELL_BOOL:    json_put_bool(j, col->key, c->n); return;
	}
}

static void put_table(struct json_out *j, const struct record_table *t)
{
	json_open_array(j, t->key);
	for (size_t i = 0; i < t->table.nrows; i++) {
		const struct cell *row = table_at(&t->table, i);

		json_open_object(j, NULL);
		for (size_t k = 0; k < t->table.ncolumns; k++)
			if (!t->table.columns[k].on_page_only)
				put_cell(j, &t->table.columns[k], &row[k]);
		json_close_object(j);
	}
	json_close_array(j);
}

/* A name may be given only once: a fact of that name says it better. */
static bool has_fact(const struct record *rec, const char *key)
{
	for (size_t i = 0; i < rec->nfacts; i++)
		if (strcmp(rec->facts[i].column.key, key) == 0)
			return true;
	return false;
}

static struct reply json_reply(struct rq *rq, const struct record *rec)
{
	struct buf out = buf_new(rq->arena);
	struct json_out j = json_out(&out);
	const char *bytes;

	json_open_object(&j, NULL);
	json_put_text(&j, "record", rec->kind);
	if (!has_fact(rec, "id"))
		json_put_int(&j, "id", rec->id);
	if (!has_fact(rec, "title"))
		json_put_text(&j, "title", rec->title);
	for (size_t i = 0; i < rec->nfacts; i++)
		if (!rec->facts[i].column.on_page_only)
			put_cell(&j, &rec->facts[i].column, &rec->facts[i].cell);
	for (size_t i = 0; i < rec->ntables; i++)
		put_table(&j, &rec->tables[i]);
	json_close_object(&j);
	bytes = buf_text(&out);
	return (struct reply){ .kind = REPLY_BYTES, .status = 200, .type = table_media[TABLE_JSON],
	                       .bytes = bytes, .len = out.n };
}

/* The facts as rows: what they are called and what they say. */
static struct table facts_table(const struct record *rec)
{
	static const struct column columns[] = {
		{ .key = "fact", .label = "Fact" }, { .key = "value", .label = "Value" },
	};
	struct table t = table_new(rec->arena, rec->kind, rec->title, columns, COUNT(columns));

	for (size_t i = 0; i < rec->nfacts; i++) {
		const struct fact *f = &rec->facts[i];
		struct cell *row;

		if (f->column.on_page_only)
			continue;
		row = table_add(&t);
		row[0] = cell_of_text(f->column.label);
		row[1] = cell_of_text(cell_plain(rec->arena, &f->column, &f->cell));
	}
	return t;
}

/* "?table=visits" is one of its tables as a file; without it, the facts. */
struct reply record_reply(struct rq *rq, struct record *rec)
{
	const struct table *t = table_find(rec, param(&rq->query, "table"));
	struct table facts;
	struct page *pg;

	if (rq->format == AS_JSON)
		return json_reply(rq, rec);
	if (rq->format != AS_PAGE) {
		if (t)
			return table_reply(rq, t);
		facts = facts_table(rec);
		return table_reply(rq, &facts);
	}
	if (!rq->look.title)
		rq->look.title = rec->title;
	if (!rq->look.h1)
		rq->look.h1 = rec->title;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	for (size_t i = 0; i < rec->ntables; i++)
		table_draw(pg, &rec->tables[i].table);
	return show(rq, pg);
}
