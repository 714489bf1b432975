/* SPDX-License-Identifier: MIT */
/*
 * pack_make.c -- facts become figures, by locality; small ones are hidden.
 *
 *	figure (part, line, column); line 0 is the whole council, column 0 the total
 *	in each part: total = sum of the columns; council = sum of the localities
 *	the total of people is one and the same figure in the three parts about them
 */
#include "shaping/inside.h"
#include "shaping/disclosure.h"

#include <sodium.h>
#include <string.h>

#include "market/market.h"
#include "site/setting.h"

VOCAB_WORDS(pack_part, HOLDS, PACK_PARTS)

/* Where figures lie: parts one after another, each line by line. */
struct spread_out { size_t lines, cols[PARTS_OF_PACK + 1], at[PARTS_OF_PACK + 2]; };

static struct spread_out spread_of(const struct pack_facts *f)
{
	struct spread_out l = { .lines = f->nplaces + 1 };

	l.cols[HOLDS_SIZES] = f->nsizes + 1;
	l.cols[HOLDS_HANDS] = 2;
	l.cols[HOLDS_SERVICES] = service_vocab.n;
	l.cols[HOLDS_TIMES] = f->nbands;
	l.cols[HOLDS_REQUESTS] = BECAME_MOST;
	for (size_t p = 1; p <= PARTS_OF_PACK; p++)
		l.at[p + 1] = l.at[p] + l.lines * (l.cols[p] + 1);
	return l;
}

static size_t figure_at(const struct spread_out *l, size_t part, size_t line, size_t col)
{
	/* The total of people is that of the first part. */
	if (col == 0 && (part == HOLDS_HANDS || part == HOLDS_SERVICES))
		part = HOLDS_SIZES;
	return l->at[part] + line * (l->cols[part] + 1) + col;
}

/* ---- counting -------------------------------------------------------------------------- */

struct count { const struct spread_out *l; struct figure *figures; PersonId *last; };

/* Once for a person, whatever is counted of him: who comes in turn. */
static void count_one(const struct count *c, size_t at, int64_t value, PersonId who)
{
	c->figures[at].value += value;
	if (c->last[at].v != who.v)
		c->figures[at].people++;
	c->last[at] = who;
}

/* In its line and the council's, in its column and the total. */
static void count_in(const struct count *c, size_t part, size_t line, size_t col, int64_t value,
                     PersonId who)
{
	const bool of_people = part == HOLDS_HANDS || part == HOLDS_SERVICES;

	count_one(c, figure_at(c->l, part, line, col), value, who);
	count_one(c, figure_at(c->l, part, 0, col), value, who);
	if (of_people)
		return;
	count_one(c, figure_at(c->l, part, line, 0), value, who);
	count_one(c, figure_at(c->l, part, 0, 0), value, who);
}

static size_t size_col(const struct pack_facts *f, Minutes week)
{
	size_t col = 1;

	while (col <= f->nsizes && week.n >= f->sizes[col - 1] * 60)
		col++;
	return col;
}

static size_t service_col(int64_t service)
{
	for (size_t i = 0; i < service_vocab.n; i++)
		if (service_vocab.words[i].code == service)
			return i + 1;
	SURE(!"a service");
	return 0;
}

static void count_all(const struct count *c, const struct pack_facts *f)
{
	for (size_t i = 0; i < f->npeople; i++) {
		const struct pack_person *p = &f->people[i];

		count_in(c, HOLDS_SIZES, p->line, size_col(f, p->week), 1, p->id);
		count_in(c, HOLDS_HANDS, p->line, p->hands > 1 ? 2 : 1, 1, p->id);
		count_in(c, HOLDS_SERVICES, p->line, service_col(p->service), 1, p->id);
		for (size_t b = 0; b < f->nbands; b++)
			if (p->times[b])
				count_in(c, HOLDS_TIMES, p->line, b + 1, p->times[b], p->id);
	}
	for (size_t i = 0; i < f->nrequests; i++)
		count_in(c, HOLDS_REQUESTS, f->requests[i].line, (size_t)f->requests[i].outcome, 1,
		         f->requests[i].person);
}

/* People must be able to be one more or less; what else there is, a fifth of it. */
static void steps_set(const struct spread_out *l, struct figure *figures)
{
	for (size_t i = 0; i < l->at[PARTS_OF_PACK + 1]; i++)
		figures[i].step = i < l->at[HOLDS_TIMES] || figures[i].value < 5 ? 1
		                  : (figures[i].value + 4) / 5;
}

/* ---- what adds up ------------------------------------------------------------------------ */

static struct figure_sum line_sum(struct arena *a, const struct spread_out *l, size_t part,
                                  size_t line)
{
	size_t *parts = NEWN(a, size_t, l->cols[part] + 1);

	for (size_t col = 1; col <= l->cols[part]; col++)
		parts[col - 1] = figure_at(l, part, line, col);
	return (struct figure_sum){ figure_at(l, part, line, 0), parts, l->cols[part] };
}

static struct figure_sum column_sum(struct arena *a, const struct spread_out *l, size_t part,
                                    size_t col)
{
	size_t *parts = NEWN(a, size_t, l->lines);

	for (size_t line = 1; line < l->lines; line++)
		parts[line - 1] = figure_at(l, part, line, col);
	return (struct figure_sum){ figure_at(l, part, 0, col), parts, l->lines - 1 };
}

static size_t sums_make(struct arena *a, const struct spread_out *l, struct figure_sum *out)
{
	size_t n = 0;

	for (size_t p = 1; p <= PARTS_OF_PACK; p++) {
		const bool shares = p == HOLDS_HANDS || p == HOLDS_SERVICES;

		for (size_t line = 0; line < l->lines; line++)
			out[n++] = line_sum(a, l, p, line);
		for (size_t col = shares; col <= l->cols[p]; col++)
			out[n++] = column_sum(a, l, p, col);
	}
	return n;
}

static size_t sums_most(const struct spread_out *l)
{
	size_t n = 0;

	for (size_t p = 1; p <= PARTS_OF_PACK; p++)
		n += l->lines + l->cols[p] + 1;
	return n;
}

/* ---- as it is published -------------------------------------------------------------------- */

static const char *size_name(struct arena *a, const struct pack_facts *f, size_t col)
{
	if (f->nsizes == 0)
		return "Any size";
	if (col == 1)
		return arena_fmt(a, "Under %lld hours", (long long)f->sizes[0]);
	if (col > f->nsizes)
		return arena_fmt(a, "%lld hours or more", (long long)f->sizes[col - 2]);
	return arena_fmt(a, "%lld to under %lld hours", (long long)f->sizes[col - 2],
	                 (long long)f->sizes[col - 1]);
}

static const char *col_name(struct arena *a, const struct pack_facts *f, size_t part, size_t col)
{
	static const char *const outcomes[] = { "Found", "Withdrawn", "Closed unmet",
		"Waiting at the end" };
	static const char *const hands[] = { "One care worker", "Two care workers" };

	if (col == 0)
		return "Total";
	return part == HOLDS_SIZES ? size_name(a, f, col)
	     : part == HOLDS_HANDS ? hands[col - 1]
	     : part == HOLDS_SERVICES ? service_vocab.words[col - 1].label
	     : part == HOLDS_TIMES ? f->bands[col - 1] : outcomes[col - 1];
}

/* A kind of service that nobody has, where a nought may be shown, is left out. */
static bool col_told(const struct spread_out *l, const struct disclosure *d, size_t part,
                     size_t col)
{
	return part != HOLDS_SERVICES || col == 0 || !d->zeros_shown ||
	       d->figures[figure_at(l, part, 0, col)].value > 0;
}

static void line_tell(struct arena *a, const struct pack_facts *f, const struct spread_out *l,
                      const struct disclosure *d, size_t part, size_t line,
                      struct pack_made *out)
{
	const char *name = line ? f->places[line - 1] : "The whole council";
	int64_t told = 0;

	for (size_t col = 0; col <= l->cols[part]; col++) {
		const struct figure *g = &d->figures[figure_at(l, part, line, col)];

		if (!col_told(l, d, part, col))
			continue;
		out->list[out->n++] = (struct pack_figure){ (int64_t)part, (int64_t)line, told++,
			name, col_name(a, f, part, col), g->hidden ? INT_NONE : g->value };
		out->hidden += g->hidden;
	}
}

static void figures_tell(struct arena *a, const struct pack_facts *f, const struct spread_out *l,
                         const struct disclosure *d, struct pack_made *out)
{
	out->list = NEWN(a, struct pack_figure, l->at[PARTS_OF_PACK + 1] + 1);
	for (size_t p = 1; p <= PARTS_OF_PACK; p++)
		for (size_t line = 0; line < l->lines; line++)
			line_tell(a, f, l, d, p, line, out);
}

struct pack_made pack_make(struct arena *a, const struct pack_facts *f, struct pack_rule rule,
                           bool small_only)
{
	const struct spread_out l = spread_of(f);
	const size_t n = l.at[PARTS_OF_PACK + 1];
	struct figure_sum *sums = NEWN(a, struct figure_sum, sums_most(&l) + 1);
	struct disclosure d = { .figures = NEWN(a, struct figure, n + 1), .n = n, .sums = sums,
		.nsums = sums_make(a, &l, sums), .smallest = rule.smallest,
		.zeros_shown = rule.zeros_shown };
	const struct count c = { &l, d.figures, NEWN(a, PersonId, n + 1) };
	struct pack_made made = { .sound = false };

	count_all(&c, f);
	steps_set(&l, d.figures);
	if (small_only)
		(void)disclosure_small(&d);
	else
		(void)disclosure_hide(a, &d, &made.sound);
	figures_tell(a, f, &l, &d, &made);
	return made;
}

struct pack_rule pack_rule_now(struct db *db)
{
	return (struct pack_rule){ setting_int(db, "packs.smallest"),
		setting_yes(db, "packs.zeros") };
}

/* ---- its digest ------------------------------------------------------------------------------ */

static void digest_int(crypto_generichash_state *st, int64_t n)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)n >> (8 * i));
	crypto_generichash_update(st, bytes, sizeof bytes);
}

static void digest_text(crypto_generichash_state *st, const char *s)
{
	digest_int(st, (int64_t)strlen(s));
	crypto_generichash_update(st, (const unsigned char *)s, strlen(s));
}

void pack_hash(const struct pack_figure *f, size_t n, unsigned char hash[32])
{
	crypto_generichash_state st;

	crypto_generichash_init(&st, NULL, 0, 32);
	for (size_t i = 0; i < n; i++) {
		digest_int(&st, f[i].part);
		digest_int(&st, f[i].line);
		digest_int(&st, f[i].col);
		digest_text(&st, f[i].line_name);
		digest_text(&st, f[i].col_name);
		digest_int(&st, f[i].figure);
	}
	crypto_generichash_final(&st, hash, 32);
}
