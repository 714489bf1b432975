/* SPDX-License-Identifier: MIT */
/*
 * returns_keep.c -- a return as JSON: for whoever reads it, and as it is kept.
 *
 * What is kept explains itself: each table has its columns' headings and
 * kinds beside the plain values (pence, minutes, days), so that a return of
 * ten years ago is drawn as it was, whatever the program counts today.
 */
#include "brokerage/returns.h"

#include <string.h>

#include "exchange/json.h"

static const char *const kind_names[] = {
	[CELL_TEXT] = "text", [CELL_INT] = "int", [CELL_DECIMAL] = "decimal",
	[CELL_PERCENT] = "percent", [CELL_MONEY] = "money", [CELL_DATE] = "date",
	[CELL_MOMENT] = "moment", [CELL_MINUTES] = "minutes", [CELL_TIME] = "time",
};

/* ---- for readers ------------------------------------------------------------------ */

const char *figures_json(struct arena *a, const struct figures *f)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "return", vocab_find(&return_kind_vocab, f->kind)->key);
	json_put_date(&j, "day", f->day);
	json_put_moment(&j, "as_at", f->as_at);
	json_put_text(&j, "title", f->title);
	json_put_text(&j, "rule", f->rule);
	json_close_object(&j);
	/* The tables write themselves: their JSON is put in by hand, before the end. */
	b.n--;
	buf_str(&b, ",\"tables\":{");
	for (size_t i = 0; i < f->nparts; i++) {
		size_t n;
		const char *table = table_file(a, &f->parts[i].table, TABLE_JSON, &n);

		buf_fmt(&b, "%s\"%s\":", i ? "," : "", f->parts[i].key);
		buf_add(&b, table, n);
	}
	buf_str(&b, "}}");
	return buf_text(&b);
}

/* ---- for keeping -------------------------------------------------------------------- */

static void keep_columns(struct json_out *j, const struct table *t)
{
	json_open_array(j, "columns");
	for (size_t i = 0; i < t->ncolumns; i++) {
		const struct column *c = &t->columns[i];

		SURE(c->kind < COUNT(kind_names) && kind_names[c->kind]);
		json_open_object(j, NULL);
		json_put_text(j, "key", c->key);
		json_put_text(j, "label", c->label);
		json_put_text(j, "kind", kind_names[c->kind]);
		json_put_int(j, "places", c->places);
		json_put_int(j, "total", c->total == TOTAL_SUM);
		json_close_object(j);
	}
	json_close_array(j);
}

static void keep_rows(struct json_out *j, const struct table *t)
{
	json_open_array(j, "rows");
	for (size_t r = 0; r < t->nrows; r++) {
		const struct cell *row = table_at(t, r);

		json_open_object(j, NULL);
		for (size_t i = 0; i < t->ncolumns; i++)
			if (row[i].has && t->columns[i].kind == CELL_TEXT)
				json_put_text(j, t->columns[i].key, row[i].text);
			else if (row[i].has)
				json_put_int(j, t->columns[i].key, row[i].n);
		json_close_object(j);
	}
	json_close_array(j);
}

const char *figures_keep(struct arena *a, const struct figures *f)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_int(&j, "kind", f->kind);
	json_put_int(&j, "day", date_day(f->day));
	json_put_int(&j, "as_at", f->as_at.ms);
	json_put_text(&j, "title", f->title);
	json_put_text(&j, "rule", f->rule);
	json_open_array(&j, "tables");
	for (size_t i = 0; i < f->nparts; i++) {
		const struct table *t = &f->parts[i].table;

		json_open_object(&j, NULL);
		json_put_text(&j, "key", f->parts[i].key);
		json_put_text(&j, "title", t->title);
		json_put_text(&j, "about", BLANK(t->about) ? NULL : t->about);
		keep_columns(&j, t);
		keep_rows(&j, t);
		json_close_object(&j);
	}
	json_close_array(&j);
	json_close_object(&j);
	return buf_text(&b);
}

static enum cell_kind kind_named(const char *name)
{
	for (size_t i = 0; i < COUNT(kind_names); i++)
		if (kind_names[i] && strcmp(kind_names[i], name) == 0)
			return (enum cell_kind)i;
	return CELL_TEXT;
}

static struct column *columns_kept(struct arena *a, const struct json_t *list)
{
	size_t n = json_items(list);
	struct column *cols = NEWN(a, struct column, n + 1);

	for (size_t i = 0; i < n; i++) {
		const struct json_t *c = json_item(list, i);

		cols[i] = (struct column){
			.key = json_member_text(c, "key"), .label = json_member_text(c, "label"),
			.kind = kind_named(json_member_text(c, "kind")),
			.places = (int)json_member_int(c, "places"),
			.total = json_member_int(c, "total") == 1 ? TOTAL_SUM : TOTAL_NONE,
		};
	}
	return cols;
}

static void table_kept(struct arena *a, const struct figures *f, struct sheet *s,
                       const struct json_t *from)
{
	const struct json_t *cols = json_member(from, "columns"), *rows = json_member(from, "rows");

	s->key = json_member_text(from, "key");
	s->table = table_new(a, figures_name(a, f, s->key), json_member_text(from, "title"),
	                     columns_kept(a, cols), json_items(cols));
	s->table.about = json_member_text(from, "about");
	s->table.as_at = f->as_at;
	for (size_t r = 0; r < json_items(rows); r++) {
		const struct json_t *row = json_item(rows, r);
		struct cell *c = table_add(&s->table);

		for (size_t i = 0; i < s->table.ncolumns; i++) {
			const struct column *col = &s->table.columns[i];

			c[i] = col->kind == CELL_TEXT
				? cell_of_text(json_member_text(row, col->key))
			                              : cell_of_int(json_member_int(row, col->key));
		}
	}
}

struct figures *figures_kept(struct arena *a, const char *kept)
{
	const char *why;
	const struct json_t *all = json_read(a, kept, strlen(kept), &json_limits_usual, &why);
	const struct json_t *tables = json_member(all, "tables");
	struct figures *f = NEW(a, struct figures);

	if (!all || !json_items(tables) || json_items(tables) > FIGURE_PARTS)
		return NULL;
	f->kind = (enum return_kind)json_member_int(all, "kind");
	f->day = date_of_day(json_member_int(all, "day"));
	f->as_at = (Moment){ json_member_int(all, "as_at") };
	f->title = json_member_text(all, "title");
	f->rule = json_member_text(all, "rule");
	f->nparts = json_items(tables);
	for (size_t i = 0; i < f->nparts; i++)
		table_kept(a, f, &f->parts[i], json_item(tables, i));
	return f;
}

/* ---- what a count of today would say ------------------------------------------------------ */

struct differing { struct arena *arena; struct difference *out; size_t n, max; };

static void differ(struct differing *d, struct difference one)
{
	if (d->n < d->max)
		d->out[d->n] = one;
	d->n++;
}

static const struct column *column_of(const struct table *t, const char *key, size_t *at)
{
	for (*at = 0; *at < t->ncolumns; (*at)++)
		if (strcmp(t->columns[*at].key, key) == 0)
			return &t->columns[*at];
	return NULL;
}

static const char *line_name(struct arena *a, const struct table *t, size_t row)
{
	return cell_text(a, &t->columns[0], &table_at(t, row)[0]);
}

/* A row is found again by its first cell; tables of contracts, by all of their words. */
static bool same_line(const struct table *one, const struct cell *a, const struct table *two,
                      const struct cell *b)
{
	for (size_t i = 0; i < one->ncolumns && i < two->ncolumns; i++) {
		if (i && one->columns[i].kind != CELL_TEXT)
			break;
		if (a[i].n != b[i].n || !text_same(a[i].text, b[i].text))
			return false;
	}
	return true;
}

static const struct cell *line_in(const struct table *t, const struct table *like,
                                  const struct cell *row)
{
	for (size_t i = 0; i < t->nrows; i++)
		if (same_line(like, row, t, table_at(t, i)))
			return table_at(t, i);
	return NULL;
}

static void differ_line(struct differing *d, const struct table *issued, size_t row,
                        const struct table *now, const struct cell *line)
{
	const struct cell *was = table_at(issued, row);

	for (size_t i = 1; i < issued->ncolumns; i++) {
		size_t at;
		const struct column *c = column_of(now, issued->columns[i].key, &at);
		const char *a = cell_text(d->arena, &issued->columns[i], &was[i]);
		const char *b = c ? cell_text(d->arena, c, &line[at]) : "";

		if (!text_same(a, b))
			differ(d,
			       (struct difference){ issued->title, line_name(d->arena, issued, row),
			                               issued->columns[i].label, a, b });
	}
}

static void differ_table(struct differing *d, const struct table *issued, const struct table *now)
{
	for (size_t i = 0; i < issued->nrows; i++) {
		const struct cell *line = line_in(now, issued, table_at(issued, i));

		if (line)
			differ_line(d, issued, i, now, line);
		else
			differ(d,
			       (struct difference){ issued->title, line_name(d->arena, issued, i),
			       "", "there", "not there" });
	}
	for (size_t i = 0; i < now->nrows; i++)
		if (!line_in(issued, now, table_at(now, i)))
			differ(d,
			       (struct difference){ issued->title, line_name(d->arena, now, i), "",
			                               "not there", "there" });
}

size_t figures_differ(struct arena *a, const struct figures *issued, const struct figures *now,
                      struct difference *out, size_t max)
{
	struct differing d = { .arena = a, .out = out, .max = max };

	for (size_t i = 0; i < issued->nparts; i++) {
		const struct table *t = figures_part(now, issued->parts[i].key);

		if (t)
			differ_table(&d, &issued->parts[i].table, t);
	}
	return d.n < max ? d.n : max;
}
