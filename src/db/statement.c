/* SPDX-License-Identifier: MIT */
/*
 * statement.c -- from a named statement and its arguments to a prepared one.
 *
 * A statement's text is cut in pieces by mksql.  The pieces of optional
 * arguments that were not given are left out, so that the engine plans for
 * exactly the filters in use; each such text is prepared once a connection.
 */
#include "db/inside.h"

#include <stdio.h>

/* A caller's mistake that a compiler cannot see: say where, and stop. */
static void NORETURN misuse(const struct sql *q, const char *what, const char *name)
{
	char claim[200];

	snprintf(claim, sizeof claim, "%s: %s %s", q->name, what, name);
	bug(q->file, 0, claim);
}

uint64_t sql_optional(const struct sql *q)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < q->npieces; i++)
		if (q->pieces[i].arg >= 0)
			mask |= UINT64_C(1) << q->pieces[i].arg;
	return mask;
}

int sql_orders(const struct sql *q)
{
	int n = 0;

	while (q->order_names && q->order_names[n])
		n++;
	return n;
}

static bool piece_kept(const struct sql_piece *p, uint64_t given, int order)
{
	return (p->arg < 0 || given >> p->arg & 1) && (!p->order || p->order == order);
}

char *sql_text(struct arena *a, const struct sql *q, uint64_t given, int order)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < q->npieces; i++)
		if (piece_kept(&q->pieces[i], given, order)) {
			buf_str(&b, q->pieces[i].text);
			buf_char(&b, '\n');
		}
	return buf_text(&b);
}

/* Which arguments a text reads: mksql writes them ?1, ?2... outside quotes. */
static uint64_t args_in(const char *text)
{
	uint64_t mask = 0;
	bool quoted = false;

	for (const char *s = text; *s; s++) {
		int n = 0;

		if (*s == '\'')
			quoted = !quoted;
		if (quoted || *s != '?')
			continue;
		while (s[1] >= '0' && s[1] <= '9')
			n = n * 10 + *++s - '0';
		if (n >= 1 && n <= 64)
			mask |= UINT64_C(1) << (n - 1);
	}
	return mask;
}

/* ---- the prepared ones --------------------------------------------------- */

static struct prepared **bucket_of(struct db *db, const struct sql *q, uint64_t given, int order)
{
	uint64_t h = (uint64_t)(uintptr_t)q >> 4;

	h = (h ^ given ^ (uint64_t)order << 32) * UINT64_C(0x9e3779b97f4a7c15);
	return &db->buckets[h >> 56];
}

void prepared_forget_all(struct db *db)
{
	for (size_t i = 0; i < PREPARED_BUCKETS; i++) {
		for (struct prepared *p = db->buckets[i]; p; p = p->next)
			engine_drop(db->engine, p->st);
		db->buckets[i] = NULL;
	}
	db->nprepared = 0;
	arena_reset(db->texts);
}

static struct prepared *prepare(struct db *db, const struct sql *q, uint64_t given, int order)
{
	struct prepared **bucket, *p;
	char *text;

	/* So many filters in so many combinations are rare: begin anew. */
	if (db->nprepared >= PREPARED_MOST && !cursors_any_open(db))
		prepared_forget_all(db);
	p = NEW(db->texts, struct prepared);
	text = sql_text(db->texts, q, given, order);
	*p = (struct prepared){ .q = q, .given = given, .order = order, .used = args_in(text) };
	p->st = engine_prepare(db->engine, db->texts, text, q);
	if (!p->st)
		db_fault(db, q->name);
	p->ncols = (size_t)engine_columns(db->engine, p->st);
	SURE(p->ncols <= q->ncols);
	bucket = bucket_of(db, q, given, order);
	p->next = *bucket;
	*bucket = p;
	db->nprepared++;
	return p;
}

static struct prepared *find(struct db *db, const struct sql *q, uint64_t given, int order)
{
	struct prepared *p = *bucket_of(db, q, given, order);

	/* The same text may be open in a cursor: then it is prepared twice. */
	while (p && (p->q != q || p->given != given || p->order != order || p->lent))
		p = p->next;
	return p ? p : prepare(db, q, given, order);
}

static uint64_t optional_given(const struct sql *q, const struct val *args)
{
	uint64_t given = 0;

	for (size_t i = 0; i < q->npieces; i++) {
		int arg = q->pieces[i].arg;

		if (arg >= 0 && args[arg].kind != VAL_MISSING)
			given |= UINT64_C(1) << arg;
	}
	return given;
}

struct prepared *prepared_ready(struct db *db, const struct sql *q, const struct val *args,
                                int order, bool keep)
{
	struct prepared *p;
	int orders = sql_orders(q);

	/* A change outside any transaction is one by itself. */
	if (q->writes && db->tx == TX_NONE && db->held) {
		SURE(!cursors_any_open(db));
		moment_over(db);
	}
	if (order < 0 || order > orders || (orders && !order))
		misuse(q, "is not given", ".order");
	p = find(db, q, optional_given(q, args), order);
	/* After a fault it may still be in the middle of its rows. */
	engine_reset(db->engine, p->st);
	for (size_t i = 0; i < q->nargs; i++) {
		if (!(p->used >> i & 1))
			continue;
		if (args[i].kind == VAL_MISSING)
			misuse(q, "is not given", q->args[i]);
		if (!engine_bind(db->engine, p->st, (int)i + 1, &args[i], keep))
			db_fault(db, q->name);
	}
	return p;
}

/* ---- a list of ids as an argument --------------------------------------------- */

struct db_list db_list_new(struct arena *a)
{
	struct db_list l = { buf_new(a) };

	buf_char(&l.b, '[');
	return l;
}

void db_list_add(struct db_list *l, int64_t id)
{
	if (l->b.n > 1)
		buf_char(&l->b, ',');
	buf_int(&l->b, id);
}

/* The list may go on growing: the text is a copy, closed. */
const char *db_list_text(struct db_list *l)
{
	struct buf b = buf_new(l->b.arena);

	buf_add(&b, l->b.s, l->b.n);
	buf_char(&b, ']');
	return buf_text(&b);
}
