/* SPDX-License-Identifier: MIT */
/*
 * named_pages.c -- who may open a restricted record: naming and taking off.
 *
 * Seen by those who are named, and by team managers, who must be able to name
 * somebody when all who were named have left; a manager who is not named
 * herself sees who is, and nothing of the person.  To everybody else the page
 * does not exist.
 */
#include "people/inside.h"

#include "audit/audit.h"
#include "html/alm.h"

struct named_form { UserAccountId colleague; Date until; const char *reason; };
static const struct field named_fields[] = {
	{ IN(struct named_form, colleague), .label = "Who", .as = AS_SEARCH,
	  .from = &colleague_options_sql,
	  .need = "Choose who may open the record" },
	{ IN(struct named_form, until), .label = "Until the end of",
	  .hint = "Leave empty if there is no end" },
	{ IN(struct named_form, reason), .label = "Why?", .as = AS_LONG, .max = 1000,
	  .need = "Say why" },
};

static void named_check(struct rq *rq, void *form)
{
	struct named_form *f = form;

	if (date_known(f->until) && date_cmp(f->until, rq->today) < 0)
		problem_add(rq, "until", "The end must not be in the past");
}

const struct form person_named_form = { FORM(struct named_form, named_fields),
                                        .name = "person-named",
	.title = "Who may open this record", .button = "Name", .check = named_check };

struct unnamed_form { const char *reason; };
static const struct field unnamed_fields[] = {
	{ IN(struct unnamed_form, reason), .label = "Why?", .as = AS_LONG, .max = 1000,
	  .need = "Say why" },
};
const struct form person_unnamed_form = { FORM(struct unnamed_form, unnamed_fields),
	.name = "person-unnamed", .title = "Take off the record", .button = "Take off",
	.danger = true,
	.lead = "This colleague will no longer find or open the record." };

/* ---- who may ----------------------------------------------------------------------- */

bool person_may_name(struct rq *rq, const struct person *p)
{
	if (rq->me->roles & INT64_C(1) << ROLE_MANAGER)
		return true;
	return person_may_open(rq->db, rq->arena, p->id, rq->me->id, rq->now);
}

/* A restricted record whose names the reader may see and change. */
static bool restricted_here(struct rq *rq, struct person *p)
{
	return person_load(rq->db, rq->arena, ID(rq, PersonId, "person"), p) && p->restricted &&
	       person_may_name(rq, p);
}

static const char *account_named(struct rq *rq, PersonId person, int64_t account)
{
	struct person_named_list_row *rows;
	size_t n = ALL(rq->db, rq->arena, person_named_list, &rows, .person = V(person),
	               .now = V(rq->now));

	for (size_t i = 0; i < n; i++)
		if (rows[i].user_account.v == account)
			return rows[i].name;
	return NULL;
}

/* ---- naming -------------------------------------------------------------------------- */

struct reply person_named_load(struct rq *rq, void *form)
{
	struct person p;

	(void)form;
	if (!restricted_here(rq, &p))
		return not_found(rq);
	audit_open(rq, p.id, "Who may open it");
	rq->look.back = person_may_open(rq->db, rq->arena, p.id, rq->me->id, rq->now)
		? arena_fmt(rq->arena, "/people/%lld", (long long)p.id.v) : "/people";
	return (struct reply){ REPLY_DEFAULT };
}

void person_named_above(struct rq *rq, struct page *pg, const void *form)
{
	PersonId id = ID(rq, PersonId, "person");
	struct person_named_list_row *rows;
	struct person p;
	size_t n;

	(void)form;
	if (!restricted_here(rq, &p))
		return;
	n = ALL(rq->db, rq->arena, person_named_list, &rows, .person = V(id), .now = V(rq->now));
	gov_table_begin(pg, (struct gov_table){ .nhead = 4,
		.caption = arena_fmt(rq->arena, "Named on record %lld", (long long)id.v),
		.head = (const struct gov_cell []){ { "Who" }, { "Until" }, { "Why" },
		                                    { "Change" } } });
	for (size_t i = 0; i < n; i++) {
		table_row(pg);
		cell(pg, rows[i].name);
		cell(pg, !moment_known(rows[i].until_ms) ? "No end" : rows[i].running
		     ? moment_text(rq->arena, rows[i].until_ms) : "Ended");
		cell(pg, rows[i].reason);
		cell_begin(pg, false);
		el_link(pg, arena_fmt(rq->arena, "/people/%lld/named/%lld", (long long)id.v,
		                      (long long)rows[i].user_account.v),
		        arena_fmt(rq->arena, "Take off %s", rows[i].name));
		end(pg);
		table_row_end(pg);
	}
	gov_table_end(pg);
	heading(pg, 2, "Name somebody");
}

struct reply person_named_post(struct rq *rq, void *form)
{
	const struct named_form *f = form;
	Moment until = MOMENT_NONE;
	struct person p;

	if (!restricted_here(rq, &p))
		return not_found(rq);
	if (date_known(f->until))
		until = moment_at(date_plus(f->until, 1), minutes(0));
	DO(rq->db, person_named_put, .id = V(NEW_ID(rq->db, PersonNamedId)), .person = V(p.id),
	   .user_account = V(f->colleague), .until_ms = V(until), .reason = V(f->reason));
	AUDIT(rq, .verb = "person.name", .thing = "person", .thing_id = p.id.v, .person = p.id,
	      .reason = f->reason, .detail = form_changes(rq->arena, &person_named_form, NULL, f));
	return go(rq, "Named on the record", "/people/%lld/named", (long long)p.id.v);
}

/* ---- taking off -------------------------------------------------------------------------- */

struct reply person_unnamed_load(struct rq *rq, void *form)
{
	const char *name;
	struct person p;

	(void)form;
	if (!restricted_here(rq, &p) || !(name = account_named(rq, p.id, rq_id(rq, "user"))))
		return not_found(rq);
	rq->look.caption = name;
	rq->look.back = arena_fmt(rq->arena, "/people/%lld/named", (long long)p.id.v);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply person_unnamed_post(struct rq *rq, void *form)
{
	UserAccountId who = ID(rq, UserAccountId, "user");
	const struct unnamed_form *f = form;
	struct person_named_others_row left;
	struct person p;

	if (!restricted_here(rq, &p) || !account_named(rq, p.id, who.v))
		return not_found(rq);
	/* A record that nobody can open is lost to all but a manager. */
	if (!ONE(rq->db, rq->arena, person_named_others, &left, .person = V(p.id), .but = V(who),
	         .now = V(rq->now)) || !left.n)
		return refuse(rq, NULL, "Nobody else may open this record. Name somebody "
		              "else first");
	DO(rq->db, person_named_delete, .person = V(p.id), .user_account = V(who));
	AUDIT(rq, .verb = "person.unname", .thing = "person", .thing_id = p.id.v, .person = p.id,
	      .reason = f->reason,
	      .detail = arena_fmt(rq->arena, "{\"user_account\":%lld}", (long long)who.v));
	/* Who took herself off can see the page no more. */
	return who.v == rq->me->id.v
		? go(rq, "You are no longer named on that record", "/people")
		: go(rq, "Taken off the record", "/people/%lld/named", (long long)p.id.v);
}
