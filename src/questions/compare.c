/* SPDX-License-Identifier: MIT */
/*
 * compare.c -- what changed between two versions, and between two sheets.
 *
 * Questions are matched by stem.  That one only moved is no change.
 */
#include "questions/inside.h"

VOCAB_WORDS(answer_change, IS, ANSWER_CHANGES)

struct changes { struct arena *a; struct answer_changed *list; size_t n, room; };

static void change_add(struct changes *c, unsigned how, const struct question *q, const char *what,
                       const char *before, const char *after)
{
	if (c->n == c->room) {
		struct answer_changed *more = NEWN(c->a, struct answer_changed, 2 * c->room + 16);

		for (size_t i = 0; i < c->n; i++)
			more[i] = c->list[i];
		c->list = more;
		c->room = 2 * c->room + 16;
	}
	c->list[c->n++] = (struct answer_changed){ how, q->stem, q->label, what,
		before ? before : "", after ? after : "" };
}

static const char *number_words(struct arena *a, int64_t n)
{
	return n == INT_NONE ? "" : arena_fmt(a, "%lld", (long long)n);
}

static const char *choices_words(struct arena *a, const struct asked *at)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < at->nchoices; i++) {
		const struct question_choice *c = &at->choices[i];

		buf_fmt(&b, "%s%s%s", i ? "; " : "", c->label, c->fails ? " (fails)" : "");
		if (c->points != INT_NONE)
			buf_fmt(&b, " (%lld points)", (long long)c->points);
	}
	for (size_t i = 0; i < at->ncolumns; i++)
		buf_fmt(&b, "%s%s: %s", i ? "; " : "", at->columns[i].label,
		        vocab_label(&answer_kind_vocab, at->columns[i].kind));
	return buf_text(&b);
}

static const char *condition_words(struct arena *a, const struct question *q)
{
	return q->on_stem ? arena_fmt(a, "%s: %s", q->on_stem, q->on_keys) : "";
}

static void question_compare(struct changes *c, const struct asked *was, const struct asked *is)
{
	const struct question *p = &was->q, *q = &is->q;
	const struct { const char *what, *before, *after; } all[] = {
		{ "Question", p->label, q->label }, { "Section", p->section, q->section },
		{ "Help", p->help, q->help },
		{ "What is said when it is missing", p->need, q->need },
		{ "Answered by", vocab_label(&answer_kind_vocab, p->kind),
		  vocab_label(&answer_kind_vocab, q->kind) },
		{ "Choices or columns", choices_words(c->a, was), choices_words(c->a, is) },
		{ "Least", number_words(c->a, p->least), number_words(c->a, q->least) },
		{ "Most", number_words(c->a, p->most), number_words(c->a, q->most) },
		{ "Asked only when", condition_words(c->a, p), condition_words(c->a, q) },
		{ "Who is asked", vocab_label(&question_audience_vocab, p->seen_by),
		  vocab_label(&question_audience_vocab, q->seen_by) },
		{ "Weight", number_words(c->a, p->weight), number_words(c->a, q->weight) },
	};

	for (size_t i = 0; i < COUNT(all); i++)
		if (!text_same(all[i].before, all[i].after))
			change_add(c, IS_CHANGED, q, all[i].what, all[i].before, all[i].after);
}

size_t versions_compare(struct arena *a, const struct questions *before,
                        const struct questions *after, struct answer_changed **out)
{
	struct changes c = { .a = a };

	for (size_t i = 0; i < after->n; i++) {
		const struct asked *was = asked_by_stem(before, after->list[i].q.stem);

		if (was)
			question_compare(&c, was, &after->list[i]);
		else
			change_add(&c, IS_ADDED, &after->list[i].q, NULL, NULL,
			           after->list[i].q.label);
	}
	for (size_t i = 0; i < before->n; i++)
		if (!asked_by_stem(after, before->list[i].q.stem))
			change_add(&c, IS_REMOVED, &before->list[i].q, NULL,
			           before->list[i].q.label, NULL);
	*out = c.list;
	return c.n;
}

/* ---- sheets ------------------------------------------------------------------ */

/* In words; NULL: no answer, or it is not of this form's audience. */
static const char *answer_of(struct arena *a, const struct question_form *qf, const char *stem)
{
	for (size_t i = 0; i < qf->form.nfields; i++)
		for (size_t k = 0; text_same(qf->of[i]->q.stem, stem) && k < qf->nanswers; k++)
			if (qf->answers[k].question.v == qf->of[i]->q.id.v)
				return answer_words(a, qf->of[i], qf->answers[k].value);
	return NULL;
}

size_t sheets_compare(struct arena *a, const struct question_form *before,
                      const struct question_form *after, struct answer_changed **out)
{
	struct changes c = { .a = a };

	for (size_t i = 0; i < after->form.nfields; i++) {
		const struct question *q = &after->of[i]->q;
		const char *was = answer_of(a, before, q->stem), *is = answer_of(a, after, q->stem);

		if (!text_same(was, is))
			change_add(&c, !was ? IS_ADDED : !is ? IS_REMOVED : IS_CHANGED, q, NULL,
			           was, is);
	}
	for (size_t i = 0; i < before->form.nfields; i++) {
		const struct question *q = &before->of[i]->q;
		const char *was = answer_of(a, before, q->stem);

		if (was && !asked_by_stem(after->set, q->stem))
			change_add(&c, IS_REMOVED, q, NULL, was, NULL);
	}
	*out = c.list;
	return c.n;
}
