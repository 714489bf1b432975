/* SPDX-License-Identifier: MIT */
/*
 * rq.c -- the few things a handler says: what it was asked, what it answers.
 */
#include "web/rq.h"

#include <stdio.h>
#include <string.h>

#include "web/route.h"

/* ---- what was asked ---------------------------------------------------- */

const char *param(const struct params *ps, const char *name)
{
	return param_nth(ps, name, 0);
}

size_t param_count(const struct params *ps, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < ps->n; i++)
		n += strcmp(ps->list[i].name, name) == 0;
	return n;
}

const char *param_nth(const struct params *ps, const char *name, size_t nth)
{
	for (size_t i = 0; i < ps->n; i++)
		if (strcmp(ps->list[i].name, name) == 0 && nth-- == 0)
			return ps->list[i].value;
	return NULL;
}

int64_t rq_id(const struct rq *rq, const char *name)
{
	for (size_t i = 0; i < rq->nids; i++)
		if (strcmp(rq->ids[i].name, name) == 0)
			return rq->ids[i].v;
	bug(__FILE__, __LINE__, name);
}

bool rq_may(const struct rq *rq, unsigned right)
{
	return (rq->me->rights & right) != 0;
}

/* ---- replies ----------------------------------------------------------- */

/* Each problem leads to its question; one of the whole form to the form. */
static void problems_show(struct rq *rq)
{
	struct gov_problem *list = NEWN(rq->arena, struct gov_problem, rq->nproblems);

	for (size_t i = 0; i < rq->nproblems; i++) {
		const struct problem *p = &rq->problems[i];

		list[i].text = p->text;
		if (p->field)
			list[i].href = arena_fmt(rq->arena, "#%s", p->field);
	}
	rq->look.problems = list;
	rq->look.nproblems = rq->nproblems;
}

struct page *show_begin(struct rq *rq)
{
	if (rq->nproblems && !rq->look.nproblems)
		problems_show(rq);
	return layout_begin(rq->arena, &rq->look);
}

struct reply show(struct rq *rq, struct page *pg)
{
	(void)rq;
	return (struct reply){ .kind = REPLY_PAGE, .page = pg };
}

struct reply go(struct rq *rq, const char *flash, const char *fmt, ...)
{
	struct buf to = buf_new(rq->arena);
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(&to, fmt, ap);
	va_end(ap);
	return (struct reply){ .kind = REPLY_GO, .to = buf_text(&to), .flash = flash };
}

static void problem_vadd(struct rq *rq, const char *field, const char *fmt, va_list ap)
{
	struct buf words = buf_new(rq->arena);

	if (rq->nproblems == COUNT(rq->problems))
		return;
	buf_vfmt(&words, fmt, ap);
	rq->problems[rq->nproblems++] =
		(struct problem){ arena_dup(rq->arena, field), buf_text(&words) };
}

void problem_add(struct rq *rq, const char *field, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	problem_vadd(rq, field, fmt, ap);
	va_end(ap);
}

struct reply refuse(struct rq *rq, const char *field, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	problem_vadd(rq, field, fmt, ap);
	va_end(ap);
	return (struct reply){ .kind = REPLY_REFUSE };
}

static struct reply status(int code, const char *title, const char *text)
{
	return (struct reply){ .kind = REPLY_STATUS, .status = code, .title = title, .text = text };
}

struct reply not_found(struct rq *rq)
{
	(void)rq;
	return status(404, "Page not found",
	              "If you typed the address, check it is correct. If you pasted it, check you "
	              "copied all of it. It may also be something that you are not allowed to "
	              "see.");
}

struct reply not_allowed(struct rq *rq, const char *why)
{
	(void)rq;
	return status(403, "You cannot do this",
	              why ? why : "Your account does not allow it. If you need it for your work, "
	              "ask the people who look after accounts in your organisation.");
}

struct reply conflict(struct rq *rq, const char *title, const char *text)
{
	(void)rq;
	return status(409, title, text);
}

struct reply file_reply(struct rq *rq, const char *type, const char *name, const char *bytes,
                        size_t n)
{
	(void)rq;
	return (struct reply){ .kind = REPLY_BYTES, .type = type, .file_name = name,
	                       .bytes = bytes, .len = n };
}
