/* SPDX-License-Identifier: MIT */
/*
 * form_draw.c -- the questions of a form, and the page around them.
 */
#include <string.h>

#include "form/form_inside.h"

/* ---- problems ---- */

/* The first that was found with it: the rest are in the summary. */
const char *problem_of(const struct rq *rq, const char *name)
{
	for (size_t i = 0; i < rq->nproblems; i++)
		if (rq->problems[i].field && strcmp(rq->problems[i].field, name) == 0)
			return rq->problems[i].text;
	return NULL;
}

/* "visits.1.days" is the field "days" of the group "visits". */
static const struct field *field_sought(const struct form *form, const char *name)
{
	const char *dot = strchr(name, '.'), *last = strrchr(name, '.');
	const struct field *group;

	if (!dot)
		return field_named(form, name, strlen(name));
	group = field_named(form, name, (size_t)(dot - name));
	return group && group->group ? field_named(group->group, last + 1, strlen(last + 1)) : NULL;
}

const char *problem_anchor(struct asking *ask, const struct form *form, const char *name)
{
	const struct field *f = name ? field_sought(form, name) : NULL;
	const char *box = "day", *on = NULL;
	struct answer at;

	if (!f || f->as == AS_HIDDEN)
		return NULL;
	if (f->kind != FIELD_DATE && f->kind != FIELD_MOMENT)
		return arena_fmt(ask->arena, "#%s", name);
	at = answer_typed(ask, f, name);
	if (at.given)
		on = date_wrong_boxes(ask, f, &at);
	if (on)
		box = *on == 'm' ? "month" : *on == 'y' ? "year" : *on == 't' ? "time" : "day";
	return arena_fmt(ask->arena, "#%s-%s", name, box);
}

/* ---- questions ---- */

/*
 * "reason=1,3" for the script: the full name, and keys where codes stand,
 * for keys are what the page has.
 */
static struct attrs depends(struct asking *ask, const struct form *form, const struct field *f,
                            const struct field *group, int64_t out)
{
	const char **list = NEWN(ask->arena, const char *, 2), *rest, *name;
	struct buf said = buf_new(ask->arena);
	const struct field *on;

	if (!f->depends)
		return (struct attrs){ 0 };
	rest = strchr(f->depends, '=');
	SURE(rest);
	name = arena_dupn(ask->arena, f->depends, (size_t)(rest - f->depends));
	on = field_named(form, name, strlen(name));
	SURE(on);
	buf_str(&said, group ? row_name(ask->arena, group, out, name) : name);
	for (char mark = '='; *rest; mark = ',') {
		size_t n = strcspn(++rest, ",");
		const char *one = arena_dupn(ask->arena, rest, n);
		const struct word *word = NULL;
		int64_t code;

		if (on->words && int_parse(one, &code))
			word = vocab_find(on->words, code);
		buf_char(&said, mark);
		buf_str(&said, word ? word->key : one);
		rest += n;
	}
	list[0] = "data-depends";
	list[1] = buf_text(&said);
	return (struct attrs){ list, 2 };
}

static void hidden_draw(struct page *pg, const struct field *f, const char *name,
                        const struct answer *at)
{
	if (!field_many(f))
		hidden(pg, name, at->text);
	else if (at->nkeys == 0)
		hidden(pg, name, "");
	for (size_t i = 0; i < at->nkeys; i++)
		hidden(pg, name, at->keys[i]);
}

/*
 * Nobody typed a hidden answer.  When a sent form is drawn again the struct was
 * read from it, and where post() has changed it since (to the newest revision)
 * that is meant.  A draft that is opened later keeps its own, so that it is
 * still found to be stale.
 */
static bool hidden_decided(const struct rq *rq, const struct field *f, const void *at)
{
	return f->as == AS_HIDDEN && field_given(f, at) && rq->wire &&
	       text_same(rq->wire->method, "POST");
}

void fields_draw(struct asking *ask, struct page *pg, const struct form *form, const void *at,
                 const struct field *group, int64_t in, int64_t out)
{
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *f = &form->fields[i];
		struct question q = { .field = f, .name = f->name, .compact = group != NULL,
		                      .sole = group && form->nfields == 1 };

		if (!f->depends && !form_asks(form, f, at))
			continue;
		if (f->section)
			el_text(pg, "h2", "govuk-heading-m", f->section);
		q.attrs = depends(ask, form, f, group, out);
		if (f->kind == FIELD_ROWS) {
			rows_draw(ask, pg, f, at, q.attrs);
			continue;
		}
		if (group)
			q.name = row_name(ask->arena, group, out, f->name);
		if (!group)
			q.answer = answer_typed(ask, f, f->name);
		else if (in >= 0)
			q.answer = answer_typed(ask, f, row_name(ask->arena, group, in, f->name));
		if (!q.answer.given || (!group && hidden_decided(ask->rq, f, at)))
			q.answer = answer_of_value(ask, f, at);
		q.error = problem_of(ask->rq, q.name);
		if (f->as == AS_HIDDEN)
			hidden_draw(pg, f, q.name, &q.answer);
		else
			question_draw(ask, pg, &q);
	}
}

static bool has_kind(const struct form *form, enum field_kind kind)
{
	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i].kind == kind)
			return true;
	return false;
}

void form_draw(struct rq *rq, struct page *pg, const struct form *form, const void *at,
               const struct params *typed)
{
	struct asking ask = asking_begin(rq, typed);

	/* The Enter key presses the first button of a form: it must not be "Remove". */
	if (has_kind(form, FIELD_ROWS))
		gov_button(pg, (struct gov_button){
			.text = form->button ? form->button : "Continue",
			.classes = "govuk-visually-hidden",
			.attrs = ATTRS("tabindex", "-1", "aria-hidden", "true"),
		});
	fields_draw(&ask, pg, form, at, NULL, -1, -1);
}

/* ---- the page ---- */

static void summary_set(struct asking *ask, const struct form *form)
{
	struct rq *rq = ask->rq;
	struct gov_problem *list = NEWN(ask->arena, struct gov_problem, rq->nproblems);

	for (size_t i = 0; i < rq->nproblems; i++)
		list[i] = (struct gov_problem){
			.text = rq->problems[i].text,
			.href = problem_anchor(ask, form, rq->problems[i].field),
		};
	rq->look.problems = list;
	rq->look.nproblems = rq->nproblems;
}

/* The form's own address with what its query said, less the wish for a row. */
static const char *form_action(struct rq *rq)
{
	struct buf to = buf_new(rq->arena);

	buf_str(&to, rq->path);
	for (size_t i = 0; i < rq->query.n; i++)
		if (!text_same(rq->query.list[i].name, "add"))
			url_add(&to, rq->query.list[i].name, rq->query.list[i].value);
	return buf_text(&to);
}

/* Kept while it is typed: not where a password is, nor of somebody unknown. */
static bool keeps_draft(const struct rq *rq, const struct form *form)
{
	if (!rq->me || !rq->me->id.v || has_kind(form, FIELD_FILE))
		return false;
	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i].as == AS_PASSWORD)
			return false;
	return form->nfields > 0;
}

/* As post_begin(), with what the script wants to know. */
static void form_begin(struct rq *rq, struct page *pg, const struct form *form)
{
	EL(pg, "form", "class", "alm-form", "method", "post", "action", form_action(rq),
	   "novalidate", attr_on,
	   "enctype", has_kind(form, FIELD_FILE) ? "multipart/form-data" : NULL,
	   "data-draft", keeps_draft(rq, form) ? rq->path : NULL);
	if (rq->me && rq->me->csrf)
		hidden(pg, "csrf", rq->me->csrf);
	if (rq->key)
		hidden(pg, "key", rq->key);
}

struct reply form_page(struct rq *rq, const struct form *form, const void *at,
                       const struct params *typed,
                       void (*above)(struct rq *, struct page *, const void *))
{
	struct asking ask = asking_begin(rq, typed);
	struct page *pg;

	if (form->title)
		rq->look.title = form->title;
	if (!rq->look.h1)
		rq->look.h1 = rq->look.title;
	if (form->caption)
		rq->look.caption = form->caption;
	summary_set(&ask, form);
	pg = show_begin(rq);
	column_begin(pg, has_kind(form, FIELD_ROWS) ? "full" : "two-thirds");
	if (above)
		above(rq, pg, at);
	if (form->lead)
		para(pg, form->lead);
	form_begin(rq, pg, form);
	form_draw(rq, pg, form, at, typed);
	gov_button(pg, (struct gov_button){
		.text = form->button ? form->button : "Continue", .once = GOV_YES,
		.classes = form->danger ? "govuk-button--warning" : NULL,
	});
	end(pg);
	column_end(pg);
	return show(rq, pg);
}
