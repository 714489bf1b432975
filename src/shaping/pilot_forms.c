/* SPDX-License-Identifier: MIT */
/*
 * pilot_forms.c -- a pilot is written down and changed on pages.
 */
#include "shaping/pages.h"

#include "shaping/page.sql.h"

static const char name_taken[] = "There is a pilot of this name already: choose another";

struct pilot_in {
	const char *name, *idea;
	UserAccountId owner;
	int64_t cohort;
	const char *cohort_words, *examples, *funding;
	Money funds;
	int64_t revision;
};
static const struct field pilot_fields[] = {
	{ IN(struct pilot_in, name), .label = "Name", .max = 120, .need = "Enter a name" },
	{ IN(struct pilot_in, idea), .label = "Idea", .as = AS_LONG, .max = 4000,
	  .hint = "What is tried, and what should get better. Keep it simple",
	  .need = "Enter what the idea is" },
	{ IN(struct pilot_in, owner), .label = "Owner", .as = AS_SEARCH,
	  .from = &pilot_staff_choices_sql, .need = "Choose who owns it" },
	{ IN(struct pilot_in, cohort), .label = "People in the cohort", .min = 1, .max = 100000,
	  .width = "5", .section = "With whom",
	  .hint = "How many, as far as it is known. Begin with few" },
	{ IN(struct pilot_in, cohort_words), .label = "Which people", .max = 500,
	  .hint = "In general, like: people who come home from hospital. Never who they are" },
	{ IN(struct pilot_in, examples), .label = "Work elsewhere", .as = AS_LONG, .max = 4000,
	  .hint = "What others tried, and what they learned" },
	{ IN(struct pilot_in, funding), .label = "Funded by", .max = 500, .section = "Money",
	  .hint = "The source, like: Better Care Fund" },
	{ IN(struct pilot_in, funds), .label = "Funds", .max = 100000000000 },
	{ IN(struct pilot_in, revision), .as = AS_HIDDEN },
};
const struct form pilot_form = { .name = "pilot", FORM(struct pilot_in, pilot_fields),
	.title = "Add a pilot", .button = "Save" };

static struct pilot_answers answers_of(const struct pilot_in *in)
{
	return (struct pilot_answers){ .name = in->name, .idea = in->idea, .owner = in->owner,
		.cohort = in->cohort, .cohort_words = in->cohort_words, .examples = in->examples,
		.funding = in->funding, .funds = in->funds };
}

struct reply pilot_new_load(struct rq *rq, void *form)
{
	((struct pilot_in *)form)->owner = rq->me->id;
	rq->look.back = "/pilots";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply pilot_new_post(struct rq *rq, void *form)
{
	const struct pilot_answers in = answers_of(form);
	PilotId id = { 0 };
	enum piloted got = pilot_add(rq->db, rq->arena, &in, rq->me->id, rq->now, &id);

	return piloted_reply(rq, got, "name", name_taken, id, "Pilot added to the long list");
}

struct reply pilot_change_load(struct rq *rq, void *form)
{
	struct pilot_in *in = form;
	struct pilot p;

	if (!pilot_asked(rq, &p))
		return not_found(rq);
	*in = (struct pilot_in){ p.name, p.idea, p.owner, p.cohort, p.cohort_words, p.examples,
		p.funding, p.funds_pence, p.revision };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply pilot_change_post(struct rq *rq, void *form)
{
	const struct pilot_answers in = answers_of(form);
	PilotId id = ID(rq, PilotId, "pilot");

	return piloted_reply(rq, pilot_change(rq->db, rq->arena, id,
	                                      ((struct pilot_in *)form)->revision, &in,
	                                      rq->me->id),
	                     "name", name_taken, id, "Pilot changed");
}

/* ---- the long list that councils begin with ------------------------------------------ */

const struct form pilots_start_form = { .name = "pilots-start", .size = sizeof(struct nothing_in),
	.title = "Begin with the long list of ideas", .button = "Add the ideas",
	.lead = "Ten ideas that people gave when a council asked for them: reabling homecare, "
	"rural support, a trusted reviewer and others. They are put on the long list, with you as "
	"their owner; change what you like. Those whose name is there already are left alone." };

struct reply pilots_start_post(struct rq *rq, void *form)
{
	(void)form;
	if (!pilots_start(rq->db, rq->arena, rq->me->id, rq->now))
		return refuse(rq, NULL, "All these ideas are there already");
	return go(rq, "Ideas added to the long list", "/pilots");
}
