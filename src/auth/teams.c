/* SPDX-License-Identifier: MIT */
/*
 * teams.c -- the administrator's pages of teams.
 */
#include "auth/inside.h"

#include "audit/audit.h"
#include "auth/auth.sql.h"
#include "form/form.h"
#include "list/list.h"

static const struct list_col team_cols[] = {
	{ "id",        "Number", .as = CELL_INT, .in_files_only = true },
	{ "name",      "Name",   .link = "/teams/{id}" },
	{ "kind",      "Kind",   .as = CELL_WORD, .words = &team_kind_vocab },
	{ "people",    "People", .as = CELL_INT, .means = "Accounts that are not closed" },
	{ "ended_day", "Ended",  .as = CELL_DATE },
};

static void teams_above(struct rq *rq, struct page *pg)
{
	(void)rq;
	gov_button(pg, (struct gov_button){ .text = "Add a team", .href = "/teams/new" });
}

const struct list teams_list = {
	.name = "teams", .title = "Teams",
	.why = "Read by administrators before they put somebody into a team",
	.sql = &team_list_sql, .cols = team_cols, .ncols = COUNT(team_cols),
	.page_rows = 50, .none = "There are no teams yet", .above = teams_above,
};

struct team_in { const char *name; unsigned kind; Date ended; };

static const struct field team_fields[] = {
	{ IN(struct team_in, name), .label = "Name", .max = 120, .need = "Enter the team's name" },
	{ IN(struct team_in, kind), .label = "Kind", .words = &team_kind_vocab,
	  .need = "Choose what kind of team it is" },
	{ IN(struct team_in, ended), .label = "Last day",
	  .hint = "Only of a team that is no more: nobody can be put into it afterwards" },
};
const struct form team_form = {
	.name = "team", FORM(struct team_in, team_fields), .title = "Team", .button = "Save",
};

struct reply team_new_post(struct rq *rq, void *form)
{
	const struct team_in *in = form;
	TeamId id = team_add(rq->db, in->name, in->kind);

	AUDIT(rq, .verb = "team.add", .thing = "team", .thing_id = id.v,
	      .detail = form_changes(rq->arena, &team_form, NULL, in));
	return go(rq, "Team added", "/teams");
}

static bool team_asked(struct rq *rq, struct team_in *out)
{
	struct team_load_row r;

	if (!ONE(rq->db, rq->arena, team_load, &r, .id = V(ID(rq, TeamId, "team"))))
		return false;
	*out = (struct team_in){ r.name, (unsigned)r.kind, r.ended_day };
	return true;
}

struct reply team_form_load(struct rq *rq, void *form)
{
	return team_asked(rq, form) ? (struct reply){ .kind = REPLY_DEFAULT } : not_found(rq);
}

struct reply team_form_post(struct rq *rq, void *form)
{
	const struct team_in *in = form;
	struct team_in was;

	if (!team_asked(rq, &was))
		return not_found(rq);
	DO(rq->db, team_change, .id = V(ID(rq, TeamId, "team")), .name = V(in->name),
	   .kind = V((int64_t)in->kind), .ended_day = V(in->ended));
	AUDIT(rq, .verb = "team.change", .thing = "team", .thing_id = rq_id(rq, "team"),
	      .detail = form_changes(rq->arena, &team_form, &was, in));
	return go(rq, "Team changed", "/teams");
}
