/* SPDX-License-Identifier: MIT */
/*
 * reminders.c -- whether one wants the morning's letter about one's tasks.
 */
#include "auth/inside.h"

#include "audit/audit.h"
#include "auth/auth.sql.h"
#include "form/form.h"
#include "site/setting.h"

struct reminders { unsigned letter; };

static const struct field reminders_fields[] = {
	{ IN(struct reminders, letter), .words = &yes_or_no_vocab,
	  .label = "A letter at 8 in the morning when something waits for you",
	  .hint = "It has numbers and links, and no names", .need = "Say yes or no" },
};
const struct form reminders_form = {
	.name = "reminders", FORM(struct reminders, reminders_fields),
	.title = "The morning's letter", .button = "Save",
};

static struct reminders now_of(struct rq *rq)
{
	struct account_reminders_row r;

	SURE(ONE(rq->db, rq->arena, account_reminders, &r, .id = V(rq->me->id)));
	return (struct reminders){ r.no_reminders ? SAY_NO : SAY_YES };
}

struct reply reminders_load(struct rq *rq, void *form)
{
	*(struct reminders *)form = now_of(rq);
	return (struct reply){ .kind = REPLY_DEFAULT };
}

struct reply reminders_post(struct rq *rq, void *form)
{
	const struct reminders *in = form, was = now_of(rq);

	DO(rq->db, account_set_reminders, .id = V(rq->me->id),
	   .no_reminders = V((int64_t)(in->letter == SAY_NO)));
	AUDIT(rq, .verb = "user_account.reminders", .thing = "user_account",
	      .thing_id = rq->me->id.v,
	      .detail = form_changes(rq->arena, &reminders_form, &was, in));
	return go(rq, in->letter == SAY_NO
	          ? "You will have no letter about your tasks"
	          : "You will be told in the morning what waits for you", "/account");
}
