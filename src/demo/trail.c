/* SPDX-License-Identifier: MIT */
/*
 * trail.c -- audit entries of what was planned, kept until their time comes.
 *
 * A binary heap by moment, then by the order in which they were added.  What
 * a story tells lies up to three years ahead (a placement's end), and the
 * trail must be in order of time.
 */
#include "demo/inside.h"

static bool before(const struct later *x, const struct later *y)
{
	return x->ms != y->ms ? x->ms < y->ms : x->seq < y->seq;
}

void trail_add(struct trail *t, Moment at, struct audit_entry e, int64_t n0, int64_t n1, int64_t n2)
{
	struct later new = { at.ms, t->seq++, e, { n0, n1, n2 } };
	size_t i;

	if (t->n == t->room) {
		size_t room = t->room ? 2 * t->room : 4096;

		t->at = arena_grow(t->arena, t->at, t->room * sizeof *t->at, room * sizeof *t->at);
		t->room = room;
	}
	for (i = t->n++; i && before(&new, &t->at[(i - 1) / 2]); i = (i - 1) / 2)
		t->at[i] = t->at[(i - 1) / 2];
	t->at[i] = new;
}

static struct later take(struct trail *t)
{
	struct later top = t->at[0], last = t->at[--t->n];
	size_t i = 0;

	for (size_t child; (child = 2 * i + 1) < t->n; i = child) {
		if (child + 1 < t->n && before(&t->at[child + 1], &t->at[child]))
			child++;
		if (!before(&t->at[child], &last))
			break;
		t->at[i] = t->at[child];
	}
	t->at[i] = last;
	return top;
}

/* The details of the verbs, with three numbers at most. */
static const char *detail_of(struct arena *a, const struct later *l)
{
	const char *verb = l->e.verb;

	if (text_same(verb, "request.raise"))
		return arena_fmt(a, "{\"minutes_a_week\":%lld,\"visits\":%lld}", (long long)l->n[0],
		                 (long long)l->n[1]);
	if (text_same(verb, "request.send"))
		return arena_fmt(a, "{\"tier\":%lld,\"asked\":%lld,\"jump\":\"%s\"}",
		                 (long long)l->n[0], (long long)l->n[1],
		                 vocab_find(&step_jump_vocab, l->n[2])->key);
	if (text_same(verb, "step.end"))
		return arena_fmt(a, "{\"offers\":%lld,\"deadline_passed\":%s}", (long long)l->n[0],
		                 l->n[1] ? "true" : "false");
	if (text_same(verb, "request.award"))
		return arena_fmt(a, "{\"offer\":%lld,\"provider\":%lld,\"placement\":%lld}",
		                 (long long)l->n[0], (long long)l->n[1], (long long)l->n[2]);
	if (text_same(verb, "invitation.decline"))
		return arena_fmt(a, "{\"reason\":\"%s\"}",
		                 vocab_find(&decline_reason_vocab, l->n[0])->key);
	return NULL;
}

void trail_write(struct council *c, Moment until)
{
	struct trail *t = &c->trail;

	while (t->n && t->at[0].ms <= until.ms) {
		struct arena_mark m = arena_mark(c->arena);
		struct later l = take(t);

		clock_set((Moment){ l.ms });
		l.e.detail = detail_of(c->arena, &l);
		audit_write(c->db, &l.e);
		arena_back(c->arena, m);
	}
}
