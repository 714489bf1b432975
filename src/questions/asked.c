/* SPDX-License-Identifier: MIT */
/*
 * asked.c -- a version, whole: loaded, judged before it is published, digested.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "questions/inside.h"

static int by_id(const void *x, const void *y)
{
	int64_t a = (*(struct asked *const *)x)->q.id.v, b = (*(struct asked *const *)y)->q.id.v;

	return (a > b) - (a < b);
}

/* Choices and columns come in the order of their questions' ids: each takes its own. */
static void parts_share(struct arena *a, struct questions *set, struct question_choice *choices,
                        size_t nchoices, struct question_column *columns, size_t ncolumns)
{
	struct asked **sorted = NEWN(a, struct asked *, set->n + 1);
	size_t c = 0, k = 0;

	for (size_t i = 0; i < set->n; i++)
		sorted[i] = &set->list[i];
	qsort(sorted, set->n, sizeof *sorted, by_id);
	for (size_t i = 0; i < set->n; i++) {
		struct asked *q = sorted[i];

		q->choices = choices + c;
		while (c < nchoices && choices[c].question.v == q->q.id.v)
			c++, q->nchoices++;
		q->columns = columns + k;
		while (k < ncolumns && columns[k].question.v == q->q.id.v)
			k++, q->ncolumns++;
	}
	SURE(c == nchoices && k == ncolumns);
}

bool questions_load(struct db *db, struct arena *a, QuestionnaireVersionId id,
                    struct questions *out)
{
	struct question_choice *choices;
	struct question_column *columns;
	struct question *list;
	size_t nchoices, ncolumns;

	*out = (struct questions){ .n = 0 };
	if (!ONE(db, a, version_load, &out->v, .id = V(id)))
		return false;
	out->n = ALL(db, a, question_list, &list, .version = V(id));
	out->list = NEWN(a, struct asked, out->n + 1);
	for (size_t i = 0; i < out->n; i++)
		out->list[i].q = list[i];
	nchoices = ALL(db, a, question_choice_list, &choices, .version = V(id));
	ncolumns = ALL(db, a, question_column_list, &columns, .version = V(id));
	parts_share(a, out, choices, nchoices, columns, ncolumns);
	return true;
}

const struct asked *asked_by_stem(const struct questions *set, const char *stem)
{
	for (size_t i = 0; i < set->n; i++)
		if (text_same(set->list[i].q.stem, stem))
			return &set->list[i];
	return NULL;
}

const struct asked *asked_by_id(const struct questions *set, AskedQuestionId id)
{
	for (size_t i = 0; i < set->n; i++)
		if (set->list[i].q.id.v == id.v)
			return &set->list[i];
	return NULL;
}

/* ---- what is wrong with a draft ---------------------------------------------- */

struct faults { struct arena *a; const char **list; size_t n, room; };

static void fault_add(struct faults *f, const struct question *q, const char *why)
{
	if (f->n < f->room)
		f->list[f->n++] = q ? arena_fmt(f->a, "Question %lld (%s): %s",
		                                (long long)q->position, q->label, why) : why;
}

static bool has_key(const struct asked *on, const char *key, size_t n)
{
	if (on->q.kind == ANSWER_VOW)
		return (n == 3 && strncmp(key, "yes", n) == 0) ||
		       (n == 2 && strncmp(key, "no", n) == 0);
	for (size_t i = 0; i < on->nchoices; i++)
		if (strlen(on->choices[i].key) == n && strncmp(on->choices[i].key, key, n) == 0)
			return true;
	return false;
}

static void condition_judge(struct faults *f, const struct questions *set, const struct question *q)
{
	const struct asked *on = asked_by_stem(set, q->on_stem);

	if (!on) {
		fault_add(f, q, "the question on which it depends is not there");
	} else if (!kind_chooses(on->q.kind) && on->q.kind != ANSWER_VOW) {
		fault_add(f, q, "it can depend only on a choice or a declaration");
	} else if (on->q.position >= q->position) {
		fault_add(f, q, "the question on which it depends must come before it");
	} else if (on->q.seen_by > q->seen_by) {
		fault_add(f, q, "the question on which it depends is hidden from some that "
		          "it asks");
	} else {
		for (const char *s = q->on_keys; *s; s += *s == ',') {
			size_t n = strcspn(s, ",");

			if (!has_key(on, s, n))
				fault_add(f, q, arena_fmt(f->a, "\"%.*s\" is no answer to the "
				          "question on which it depends", (int)n, s));
			s += n;
		}
	}
}

static void question_judge(struct faults *f, const struct questions *set, const struct asked *at)
{
	const struct question *q = &at->q;

	if (kind_chooses(q->kind) && at->nchoices < 2)
		fault_add(f, q, "it needs two choices at least");
	if (q->kind == ANSWER_TABLE && at->ncolumns == 0)
		fault_add(f, q, "its table needs a column");
	if (q->least != INT_NONE && q->most != INT_NONE && q->least > q->most)
		fault_add(f, q, "its least is above its most");
	for (size_t i = 0; i < at->nchoices; i++)
		if (at->choices[i].points != INT_NONE && at->choices[i].points > set->v.scored_to)
			fault_add(f, q, arena_fmt(f->a, "\"%s\" gives more points than %lld",
			          at->choices[i].label, (long long)set->v.scored_to));
	if (q->on_stem)
		condition_judge(f, set, q);
}

size_t version_faults(struct arena *a, const struct questions *set, const char *const **out)
{
	struct faults f = { .a = a, .room = 30 };

	f.list = NEWN(a, const char *, f.room);
	if (set->n == 0)
		fault_add(&f, NULL, "It asks nothing yet: add a question");
	for (size_t i = 0; i < set->n; i++)
		question_judge(&f, set, &set->list[i]);
	*out = f.list;
	return f.n;
}

/* ---- the digest -------------------------------------------------------------- */

/* Byte by byte: the same on every machine to which a council is carried. */
static void digest_int(crypto_generichash_state *st, int64_t n)
{
	unsigned char b[8];

	for (size_t i = 0; i < sizeof b; i++)
		b[i] = (unsigned char)((uint64_t)n >> (8 * i));
	crypto_generichash_update(st, b, sizeof b);
}

static void digest_text(crypto_generichash_state *st, const char *s)
{
	size_t n = s ? strlen(s) : 0;

	digest_int(st, s ? (int64_t)n : -1);
	crypto_generichash_update(st, (const unsigned char *)(s ? s : ""), n);
}

static void digest_parts(crypto_generichash_state *st, const struct asked *at)
{
	digest_int(st, (int64_t)at->nchoices);
	for (size_t i = 0; i < at->nchoices; i++) {
		digest_text(st, at->choices[i].key);
		digest_text(st, at->choices[i].label);
		digest_int(st, at->choices[i].fails);
		digest_int(st, at->choices[i].points);
	}
	digest_int(st, (int64_t)at->ncolumns);
	for (size_t i = 0; i < at->ncolumns; i++) {
		digest_text(st, at->columns[i].key);
		digest_text(st, at->columns[i].label);
		digest_int(st, at->columns[i].kind);
	}
}

void questions_hash(const struct questions *set, unsigned char hash[32])
{
	crypto_generichash_state st;

	crypto_generichash_init(&st, NULL, 0, 32);
	digest_text(&st, set->v.opening);
	digest_int(&st, set->v.scored_to);
	digest_int(&st, (int64_t)set->n);
	for (size_t i = 0; i < set->n; i++) {
		const struct question *q = &set->list[i].q;
		const char *const texts[] = { q->stem, q->section, q->label, q->help, q->need,
		                              q->on_stem, q->on_keys };
		const int64_t numbers[] = { q->kind, q->least, q->most, q->weight, q->seen_by };

		for (size_t k = 0; k < COUNT(texts); k++)
			digest_text(&st, texts[k]);
		for (size_t k = 0; k < COUNT(numbers); k++)
			digest_int(&st, numbers[k]);
		digest_parts(&st, &set->list[i]);
	}
	crypto_generichash_final(&st, hash, 32);
}
