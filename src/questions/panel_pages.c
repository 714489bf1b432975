/* SPDX-License-Identifier: MIT */
/*
 * panel_pages.c -- panels: made by commissioners, one of them, its members.
 */
#include "questions/pages.h"
#include "site/setting.h"

PanelId panel_here(const struct rq *rq)
{
	return ID(rq, PanelId, "panel");
}

const char *panel_path(struct rq *rq, PanelId id)
{
	return arena_fmt(rq->arena, "/panels/%lld", (long long)id.v);
}

static const char *const refusals[] = {
	[PANELED_LOCKED] = "This panel is locked: nothing of it changes any more",
	[PANELED_ALREADY] = "It is on a panel already",
	[PANELED_UNSENT] = "These answers are not sent yet: they are scored when they are",
	[PANELED_NO_RIGHT] = "Nobody scores or moderates without a role that lets them: an "
		"administrator gives the role Evaluator",
	[PANELED_OUTSIDE] = "This is for others of the panel",
	[PANELED_UNDECLARED] = "First say whether you have an interest in these answers",
	[PANELED_INTEREST] = "You have declared an interest in these answers: others score them",
	[PANELED_FINAL] = "Your marks are final and cannot be changed any more",
	[PANELED_LACKING] = "Give points for every question first",
	[PANELED_WAITING] = "Somebody has not declared interests, or not locked his marks yet",
	[PANELED_APART] = "Marks lie apart, and no mark is agreed yet",
	[PANELED_FEW] = "Too few members have scored one of the sheets: add a member",
	[PANELED_REASON] = "Say why, in words",
};

struct reply paneled_reply(struct rq *rq, enum paneled got, const char *field, const char *flash,
                           const char *to)
{
	if (got == PANELED)
		return go(rq, flash, "%s", to);
	if (got == PANELED_GONE)
		return not_found(rq);
	return refuse(rq, field, "%s", refusals[got]);
}

bool panel_open(struct rq *rq, struct panel *p, struct panel_member_load_row *mine)
{
	bool member = ONE(rq->db, rq->arena, panel_member_load, mine, .panel = V(panel_here(rq)),
	                  .member = V(rq->me->id));

	return ONE(rq->db, rq->arena, panel_load, p, .id = V(panel_here(rq))) &&
	       (member || rq_may(rq, MAY_MARKET));
}

/* ---- lists ------------------------------------------------------------------------- */

static const struct list_col mine_cols[] = {
	{ .name = "id", .label = "Number", .as = CELL_INT, .in_files_only = true },
	{ .name = "name", .label = "Panel", .link = "/panels/{id}" },
	{ .name = "sheets", .label = "Sheets", .as = CELL_INT },
	{ .name = "to_declare", .label = "Interests to declare", .as = CELL_INT },
	{ .name = "to_score", .label = "Sheets to score", .as = CELL_INT },
	{ .name = "made_ms", .label = "Made" },
	{ .name = "locked_ms", .label = "Locked" },
};

static void panels_above(struct rq *rq, struct page *pg)
{
	if (!rq_may(rq, MAY_MARKET))
		return;
	EL(pg, "div", "class", "govuk-button-group");
	gov_button(pg, (struct gov_button){ .text = "Make a panel", .href = "/panels/new" });
	gov_button(pg, (struct gov_button){ .text = "All panels", .href = "/panels/all",
	                                    .classes = "govuk-button--secondary" });
	end(pg);
}

const struct list panels_list = {
	.name = "panels", .title = "Your panels", .sql = &panel_mine_list_sql,
	.why = "Evaluators see what waits for their marks", .cols = mine_cols,
	.ncols = COUNT(mine_cols), .order = "newest", .none = "You are on no panel.",
	.above = panels_above,
};

static const struct list_col all_cols[] = {
	{ .name = "id", .label = "Number", .as = CELL_INT, .in_files_only = true },
	{ .name = "name", .label = "Panel", .link = "/panels/{id}" },
	{ .name = "members", .label = "Members", .as = CELL_INT },
	{ .name = "sheets", .label = "Sheets", .as = CELL_INT },
	{ .name = "made_name", .label = "Made by" },
	{ .name = "made_ms", .label = "Made" },
	{ .name = "locked_ms", .label = "Locked" },
};
const struct list panels_all_list = {
	.name = "all-panels", .title = "All panels", .sql = &panel_all_list_sql,
	.why = "Commissioners see which panels are at work", .cols = all_cols,
	.ncols = COUNT(all_cols), .order = "newest", .none = "There is no panel yet.",
};

/* ---- making one --------------------------------------------------------------------- */

struct panel_in { const char *name; int64_t apart, least; };
static const struct field panel_fields[] = {
	{ IN(struct panel_in, name), .label = "Name", .max = 120, .need = "Enter a name",
	  .hint = "Like Homecare 2026, autumn window" },
	{ IN(struct panel_in, apart), .label = "Marks so many points apart are moderated",
	  .min = 1, .max = 100, .width = "3", .need = "Enter the points" },
	{ IN(struct panel_in, least), .label = "So many members score each sheet", .min = 1,
	  .max = 20, .width = "3", .need = "Enter how many" },
};
const struct form panel_form = { .name = "panel", FORM(struct panel_in, panel_fields),
	.title = "Make a panel", .button = "Make it" };

struct reply panel_new_load(struct rq *rq, void *form)
{
	struct panel_in *in = form;

	in->apart = setting_int(rq->db, "panel.apart");
	in->least = setting_int(rq->db, "panel.least");
	rq->look.back = "/panels";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply panel_new_post(struct rq *rq, void *form)
{
	const struct panel_in *in = form;
	PanelId id = panel_add(rq->db, in->name, in->apart, in->least, rq->me->id, rq->now);

	return go(rq, "Panel made: add its members and sheets", "%s", panel_path(rq, id));
}

/* ---- members and sheets --------------------------------------------------------------- */

#define PANEL_PARTS(X, P)                            \
	X(P, 1, SCORES,    "scores",    "", "Scores")     \
	X(P, 2, MODERATES, "moderates", "", "Moderates")
VOCAB(panel_part, TAKES, PANEL_PARTS)
VOCAB_WORDS(panel_part, TAKES, PANEL_PARTS)

static struct reply panel_form_load(struct rq *rq)
{
	struct panel_member_load_row mine;
	struct panel p;

	if (!panel_open(rq, &p, &mine))
		return not_found(rq);
	rq->look.caption = p.name;
	rq->look.back = panel_path(rq, p.id);
	return (struct reply){ REPLY_DEFAULT };
}

struct member_in { UserAccountId member; unsigned part; };
static const struct field member_fields[] = {
	{ IN(struct member_in, member), .label = "Who", .from = &panel_account_choices_sql,
	  .as = AS_SEARCH, .need = "Choose who" },
	{ IN(struct member_in, part), .label = "What he or she does", .words = &panel_part_vocab,
	  .need = "Say whether he or she scores or moderates" },
};
const struct form panel_member_form = { .name = "panel-member",
	FORM(struct member_in, member_fields), .title = "Add a member", .button = "Add" };

struct reply panel_member_load_form(struct rq *rq, void *form)
{
	(void)form;
	return panel_form_load(rq);
}

struct reply panel_member_post(struct rq *rq, void *form)
{
	const struct member_in *in = form;

	return paneled_reply(rq, panel_member_add(rq->db, rq->arena, panel_here(rq), in->member,
	                     in->part == TAKES_MODERATES, rq->me->id, rq->now), "member",
	                     "Member added", panel_path(rq, panel_here(rq)));
}

struct release_in { UserAccountId member; const char *reason; };
static const struct field release_fields[] = {
	{ IN(struct release_in, member), .label = "Who", .from = &panel_member_choices_sql,
	  .as = AS_SELECT, .need = "Choose who" },
	{ IN(struct release_in, reason), .label = "Reason", .as = AS_LONG, .max = 2000,
	  .need = "Enter the reason" },
};
const struct form panel_release_form = { .name = "panel-release",
	FORM(struct release_in, release_fields), .title = "Release a member",
	.button = "Release", .lead = "Nobody waits for this member any more. His or her final "
	"marks stay." };

struct reply panel_release_post(struct rq *rq, void *form)
{
	const struct release_in *in = form;

	return paneled_reply(rq, panel_member_release(rq->db, rq->arena, panel_here(rq),
	                     in->member, in->reason, rq->me->id, rq->now), "member",
	                     "Member released", panel_path(rq, panel_here(rq)));
}

struct panel_sheet_in { AnswerSheetId sheet; };
static const struct field panel_sheet_fields[] = {
	{ IN(struct panel_sheet_in, sheet), .label = "Sheet of answers", .as = AS_SEARCH,
	  .from = &panel_sheet_choices_sql, .need = "Choose the sheet" },
};
const struct form panel_sheet_form = { .name = "panel-sheet",
	FORM(struct panel_sheet_in, panel_sheet_fields), .title = "Add a sheet",
	.button = "Add",
	.lead = "Every member declares for it whether he or she has an interest." };

struct reply panel_sheet_post(struct rq *rq, void *form)
{
	const struct panel_sheet_in *in = form;

	return paneled_reply(rq, panel_sheet_add(rq->db, rq->arena, panel_here(rq), in->sheet,
	                     rq->me->id, rq->now), "sheet", "Sheet added",
	                     panel_path(rq, panel_here(rq)));
}

/* ---- one of them ------------------------------------------------------------------------ */

static const struct column member_cols[] = {
	{ .key = "member", .label = "Member" },
	{ .key = "part", .label = "Part", .kind = CELL_WORD, .words = &panel_part_vocab },
	{ .key = "declared", .label = "Declared for", .kind = CELL_INT },
	{ .key = "interests", .label = "Interests", .kind = CELL_INT },
	{ .key = "final", .label = "Final marks", .kind = CELL_INT },
	{ .key = "released", .label = "Released", .kind = CELL_MOMENT },
	{ .key = "reason", .label = "Why released" },
};
static const struct column sheet_cols[] = {
	{ .key = "sheet", .label = "Sheet", .kind = CELL_INT },
	{ .key = "of", .label = "Of whom" },
	{ .key = "questionnaire", .label = "Questionnaire" },
	{ .key = "sent", .label = "Sent", .kind = CELL_MOMENT },
	{ .key = "scored", .label = "Final marks of", .kind = CELL_INT },
	{ .key = "waits", .label = "Waits for", .kind = CELL_INT },
	{ .key = "yours", .label = "For you" },
	{ .key = "do", .label = "Go on", .on_page_only = true },
};

static void put_members(struct rq *rq, struct record *rec, PanelId id)
{
	struct table *t = record_table(rec, "members", "Members", member_cols,
	                               COUNT(member_cols));
	struct panel_member_list_row *m;
	size_t n = ALL(rq->db, rq->arena, panel_member_list, &m, .panel = V(id));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(m[i].name);
		c[1] = cell_of_word(m[i].moderates ? TAKES_MODERATES : TAKES_SCORES);
		c[2] = cell_of_int(m[i].declared);
		c[3] = cell_of_int(m[i].interests);
		c[4] = cell_of_int(m[i].locked);
		c[5] = cell_of_moment(m[i].released_ms);
		c[6] = cell_of_text(m[i].reason);
	}
}

/* How a sheet stands for who looks, and where he goes on. */
static void put_place(struct rq *rq, struct cell *c, const struct panel_sheet_rows_row *s,
                      bool moderates, bool locked)
{
	const char *at = arena_fmt(rq->arena, "%s/sheets/%lld", panel_path(rq, panel_here(rq)),
	                           (long long)s->sheet.v);

	if (s->interest) {
		c[0] = cell_of_text("You have an interest in it");
		return;
	}
	if (!moment_known(s->declared_ms)) {
		c[0] = cell_of_text("Interests to declare");
		return;
	}
	c[0] = cell_of_text(moderates ? "You moderate" : moment_known(s->locked_ms)
	                    ? "Your marks are final" : "To be scored");
	c[1] = cell_of_text(locked || moment_known(s->locked_ms) || moderates ? "Read" : "Score");
	c[1].link = at;
}

static void put_sheets(struct rq *rq, struct record *rec, const struct panel *p,
                       const struct panel_member_load_row *mine, bool member)
{
	struct table *t = record_table(rec, "sheets", "Sheets", sheet_cols, COUNT(sheet_cols));
	struct panel_sheet_rows_row *s;
	size_t n = ALL(rq->db, rq->arena, panel_sheet_rows, &s, .panel = V(p->id),
	               .member = V(rq->me->id));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_int(s[i].sheet.v);
		c[1] = cell_of_text(s[i].subject_name);
		c[2] = cell_of_text(s[i].questionnaire_name);
		c[3] = cell_of_moment(s[i].sent_ms);
		c[4] = cell_of_int(s[i].scored);
		c[5] = cell_of_int(s[i].waits);
		if (member)
			put_place(rq, &c[6], &s[i], mine->moderates, moment_known(p->locked_ms));
	}
}

static void panel_ways(struct rq *rq, struct page *pg, const struct panel *p,
                       const struct panel_member_load_row *mine, bool member)
{
	const bool keeps = rq_may(rq, MAY_MARKET);
	const struct { bool is; const char *words, *end; } ways[] = {
		{ member && p->sheets, "Declare interests", "interests" },
		{ member && mine->moderates, "Lock the panel", "lock" },
		{ keeps, "Add a member", "members" },
		{ keeps, "Add a sheet", "sheets" },
		{ keeps, "Release a member", "release" },
	};

	if (moment_known(p->locked_ms))
		return;
	EL(pg, "div", "class", "govuk-button-group");
	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].is)
			gov_button(pg, (struct gov_button){ .text = ways[i].words,
				.href = arena_fmt(rq->arena, "%s/%s", panel_path(rq, p->id),
				                  ways[i].end),
				.classes = i ? "govuk-button--secondary" : NULL });
	end(pg);
}

struct reply panel_get(struct rq *rq)
{
	struct panel_member_load_row mine;
	struct record *rec;
	struct panel p;
	struct page *pg;
	bool member;

	if (!panel_open(rq, &p, &mine))
		return not_found(rq);
	member = ONE(rq->db, rq->arena, panel_member_load, &mine, .panel = V(p.id),
	             .member = V(rq->me->id)) && !moment_known(mine.released_ms);
	rec = record_new(rq->arena, "panel", p.id.v, p.name);
	record_word(rec, "state", "State", &panel_state_vocab, panel_state(&p));
	record_int(rec, "apart", "Marks so many points apart are moderated", p.apart);
	record_int(rec, "least", "So many members score each sheet", p.least);
	record_int(rec, "differing", "Marks to be agreed", p.differing);
	record_moment(rec, "made", "Made", p.made_ms);
	record_moment(rec, "locked", "Locked", p.locked_ms);
	record_if_any(rec);
	put_sheets(rq, rec, &p, &mine, member);
	put_members(rq, rec, p.id);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = p.name;
	rq->look.back = "/panels";
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	panel_ways(rq, pg, &p, &mine, member);
	record_draw_table(rq, pg, rec, "sheets");
	record_draw_table(rq, pg, rec, "members");
	return show(rq, pg);
}
