/* SPDX-License-Identifier: MIT */
/*
 * returns_make.c -- what the three returns have in common: their moment, their
 * tables, and numbers that open.
 */
#include "brokerage/returns_inside.h"

#include <string.h>

#include "html/html.h"
#include "site/setting.h"

enum { NOON_MINS = 12 * 60, FIVE_MINS = 17 * 60, FIVE_SPAN_DAYS = 28 };

static Moment earlier(Moment a, Moment b)
{
	return moment_cmp(a, b) < 0 ? a : b;
}

/* The last millisecond of a month, by London's clock. */
Moment month_moment(Date month, Moment now)
{
	Moment end = moment_at(date_plus_months(date_month_start(month), 1), minutes(0));

	end.ms -= 1;
	return earlier(end, now);
}

Moment return_moment(enum return_kind kind, Date day, Moment now)
{
	switch (kind) {
	case RETURN_NOON:
		return earlier(moment_at(day, minutes(NOON_MINS)), now);
	case RETURN_FIVE:
		return earlier(moment_at(day, minutes(FIVE_MINS)), now);
	case RETURN_MONTHLY:
		return month_moment(day, now);
	}
	return now;
}

const char *return_day_text(struct arena *a, enum return_kind kind, Date day)
{
	struct civil c = date_civil(day);

	return kind == RETURN_MONTHLY ? arena_fmt(a, "%s %d", month_name(c.month), c.year)
	                              : date_text(a, day);
}

const char return_rule[] = "Requests for people whose record is restricted are never in these "
	"figures; those who are named on the record see them in their own lists.";

const char *figures_name(struct arena *a, const struct figures *f, const char *part)
{
	return arena_fmt(a, "%s%s%s-%s", vocab_find(&return_kind_vocab, f->kind)->key,
	                 part ? "-" : "", part ? part : "", date_iso(a, f->day));
}

struct book figures_book(struct arena *a, const struct figures *f)
{
	const struct table **tables = NEWN(a, const struct table *, f->nparts + 1);

	for (size_t i = 0; i < f->nparts; i++)
		tables[i] = &f->parts[i].table;
	return (struct book){ .name = figures_name(a, f, NULL), .title = f->title,
		.about = f->rule, .council = f->nparts ? tables[0]->council : NULL,
		.as_at = f->as_at, .tables = tables, .ntables = f->nparts };
}

struct table *sheet_add(struct making *m, const char *key, const char *title, const char *about,
                        const struct column *columns, size_t n)
{
	struct figures *f = m->figures;
	struct sheet *s = &f->parts[f->nparts++];

	SURE(f->nparts <= FIGURE_PARTS);
	s->key = key;
	s->table = table_new(m->arena, figures_name(m->arena, f, key), title, columns, n);
	s->table.about = about;
	s->table.as_at = f->as_at;
	s->table.council = arena_dup(m->arena, setting(m->db, "council.name"));
	return &s->table;
}

const struct table *figures_part(const struct figures *f, const char *key)
{
	for (size_t i = 0; i < f->nparts; i++)
		if (strcmp(f->parts[i].key, key) == 0)
			return &f->parts[i].table;
	return NULL;
}

/* ---- cells ------------------------------------------------------------------- */

static void url_add_some(struct buf *b, const char *key, int64_t n)
{
	if (n)
		url_add_int(b, key, n);
}

const char *pick_href(struct arena *a, enum return_kind kind, Date day, const struct pick *p)
{
	struct buf b = buf_new(a);

	buf_str(&b, "/returns/requests");
	url_add(&b, "set", vocab_find(&return_set_vocab, p->set)->key);
	url_add(&b, "return", vocab_find(&return_kind_vocab, kind)->key);
	url_add(&b, "day", date_iso(a, day));
	if (moment_known(p->since))
		url_add(&b, "since", date_iso(a, moment_date(p->since)));
	url_add_some(&b, "locality", p->locality.v);
	url_add(&b, "hospital", p->hospital);
	url_add_some(&b, "calls", p->calls);
	url_add_some(&b, "carers", p->carers);
	url_add_some(&b, "asked", p->asked);
	url_add_some(&b, "found", p->found);
	url_add_some(&b, "reason", p->reason);
	return buf_text(&b);
}

struct cell count_cell(struct making *m, struct pick p)
{
	size_t n;

	p.until = m->facts.as_at;
	n = facts_count(&m->facts, &p);
	return n ? cell_linked(cell_of_int((int64_t)n), pick_href(m->arena, m->figures->kind,
	                       m->figures->day, &p)) : cell_of_int(0);
}

/* A number that names is no amount: it stands as text, without commas. */
struct cell request_cell(struct arena *a, const struct return_fact *r)
{
	long long id = (long long)r->id.v;

	return cell_linked(cell_of_text(arena_fmt(a, "%lld", id)),
	                   arena_fmt(a, "/requests/%lld", id));
}

/* Days are shown to a tenth, half up; the one place where a span is rounded. */
struct cell days_cell(int64_t ms)
{
	return ms == INT_NONE ? cell_none()
	     : cell_of_int((ms + INT64_C(4320000)) / INT64_C(8640000));
}

struct cell tenths_cell(int64_t tenths)
{
	return cell_of_int(tenths);
}

Minutes facts_week(const struct facts *f, struct pick p)
{
	Minutes week = { 0 };

	p.until = f->as_at;
	for (size_t i = 0; i < f->n; i++)
		if (fact_picked(&f->list[i], &p))
			week.n += f->list[i].row.week_mins.n;
	return week;
}

/* ---- pre-purchased hours -------------------------------------------------------- */

const char blocks_about[] = "Hours used are those of everybody, so that used and left over are "
	"what was bought.";

static int64_t days_in_both(Date from, Date until, Date first, Date last)
{
	Date a = date_cmp(from, first) > 0 ? from : first;
	Date b = date_cmp(until, date_plus(last, 1)) < 0 ? until : date_plus(last, 1);
	int64_t n = date_minus(b, a);

	return n > 0 ? n : 0;
}

/* Minutes of a span of days, at so many a week: rounded once, for each block. */
static Minutes of_week(int64_t minute_days)
{
	return minutes((minute_days * 2 + 7) / 14);
}

struct given given_load(struct db *db, struct arena *a, Date from, Date last, Moment as_at,
                        bool drawn)
{
	const In_int given = V(1), missing = { { .kind = VAL_MISSING } };
	struct given g;

	g.n = ALL(db, a, return_elements, &g.list, .from_day = V(from), .until_day = V(last),
	          .as_at_ms = V(as_at), .drawn = drawn ? given : missing,
	          .whose = drawn ? missing : given);
	g.nblocks = ALL(db, a, return_blocks, &g.blocks, .from_day = V(from), .until_day = V(last));
	return g;
}

/* Minutes times days that were drawn from a block; weekly: a day's elements, once. */
static int64_t drawn(const struct given *g, BlockId block, Date from, Date last, Moment as_at,
                     bool weekly)
{
	int64_t total = 0;

	for (size_t i = 0; i < g->n; i++) {
		const struct return_element *e = &g->list[i];
		int64_t days;

		if (e->block.v != block.v || moment_cmp(e->made_ms, as_at) > 0)
			continue;
		days = days_in_both(e->from_day, e->until_day, from, last);
		total += e->week_mins.n * (weekly ? days > 0 : days);
	}
	return total;
}

struct blocks blocks_used(struct arena *a, const struct given *g, Date from, Date last,
                          Moment as_at, bool weekly)
{
	struct blocks b = { .list = NEWN(a, struct block_use, g->nblocks + 1) };

	for (size_t i = 0; i < g->nblocks; i++) {
		const struct return_block *row = &g->blocks[i];
		int64_t days = days_in_both(row->from_day, row->until_day, from, last);
		int64_t used;

		if (!days)
			continue;
		used = drawn(g, row->id, from, last, as_at, weekly);
		b.list[b.n++] = (struct block_use){ .row = *row,
			.bought = weekly ? row->week_mins : of_week(row->week_mins.n * days),
			.used = weekly ? minutes(used) : of_week(used) };
	}
	return b;
}

/* ---- making ------------------------------------------------------------------------ */

struct figures *figures_make(struct db *db, struct arena *a, enum return_kind kind, Date day,
                             Moment now, int months, bool reasons)
{
	struct making m = { .db = db, .arena = a, .figures = NEW(a, struct figures),
		.reasons = reasons };
	struct figures *f = m.figures;
	Moment from;

	if (kind == RETURN_MONTHLY)
		day = date_month_start(day);
	f->kind = kind;
	f->rule = return_rule;
	f->day = day;
	f->as_at = return_moment(kind, day, now);
	from = kind == RETURN_NOON ? f->as_at
	     : kind == RETURN_FIVE ? moment_at(date_plus(day, 1 - FIVE_SPAN_DAYS), minutes(0))
	     : moment_at(date_plus_months(day, 1 - months), minutes(0));
	/* What was closed in the very first millisecond belongs to the span. */
	m.facts = facts_load(db, a, (Moment){ from.ms - 1 }, f->as_at);
	if (kind == RETURN_NOON)
		make_noon(&m);
	else if (kind == RETURN_FIVE)
		make_five(&m);
	else
		make_monthly(&m, months, now);
	return f;
}
