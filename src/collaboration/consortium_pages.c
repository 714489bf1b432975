/* SPDX-License-Identifier: MIT */
/*
 * consortium_pages.c -- consortia and alliances: the list, one of them, its members
 * and milestones.
 */
#include "collaboration/pages.h"

#include "collaboration/consortium.sql.h"
#include "collaboration/subcontract.sql.h"

#define HERE(rq) ID(rq, ConsortiumId, "consortium")

static const char *group_path(struct rq *rq, ConsortiumId id)
{
	return arena_fmt(rq->arena, "/consortia/%lld", (long long)id.v);
}

/* ---- the list ------------------------------------------------------------------------------ */

static const struct list_col consortium_cols[] = {
	{ "id",       "Number",   .as = CELL_INT, .in_files_only = true },
	{ "name",     "Name",     .link = "/consortia/{id}" },
	{ "kind",     "Kind",     .as = CELL_WORD, .words = &together_kind_vocab },
	{ "members",  "Members",  .as = CELL_INT },
	{ "framework_name", "Framework" },
	{ "entity_name", "Legal entity", .means = "As it is registered; empty: not yet" },
	{ "next_day", "Next milestone", .as = CELL_DATE },
	{ "late",     "Late",     .as = CELL_INT, .means = "Milestones that should have been met" },
};
static const struct list_filter consortium_filters[] = {
	{ "kind", "Kind", FILTER_CHOICE, .words = &together_kind_vocab },
};

static void consortia_above(struct rq *rq, struct page *pg)
{
	const struct alm_way ways[] = { { "Add a consortium or an alliance", "new", true } };

	if (rq_may(rq, MAY_MARKET))
		alm_ways(pg, "/consortia", ways, COUNT(ways));
}

const struct list consortia_list = {
	.name = "consortia", .title = "Consortia and alliances",
	.why = "Read by commissioners: who works as one, and what is still to be met",
	.sql = &consortium_list_sql, .cols = consortium_cols, .ncols = COUNT(consortium_cols),
	.filters = consortium_filters, .nfilters = COUNT(consortium_filters), .order = "name",
	.page_rows = 50, .wide = true, .none = "There is no consortium and no alliance yet",
	.above = consortia_above,
};

/* ---- one of them --------------------------------------------------------------------------- */

static const struct column member_cols[] = {
	{ .key = "provider", .from = "provider_name", .label = "Member" },
	{ .key = "part", .from = "part_taken", .label = "Its part" },
	{ .key = "from", .from = "from_day", .label = "From", .kind = CELL_DATE },
	{ .key = "left", .from = "left_day", .label = "Left", .kind = CELL_DATE },
	{ .key = "leave", .label = "Leave", .on_page_only = true },
};
static const struct column milestone_cols[] = {
	{ .key = "name", .from = "name", .label = "Milestone" },
	{ .key = "due", .from = "due_day", .label = "Due", .kind = CELL_DATE },
	{ .key = "owner", .from = "owner_name", .label = "Owner" },
	{ .key = "state", .from = "state", .label = "State", .kind = CELL_WORD,
	  .words = &milestone_state_vocab },
	{ .key = "met", .from = "met_day", .label = "Met on", .kind = CELL_DATE },
	{ .key = "note", .from = "note", .label = "Note" },
	{ .key = "change", .label = "Change", .on_page_only = true },
};
enum { AT_LEAVE = 4, AT_CHANGE = 6 };

static void put_members(struct rq *rq, struct record *rec, ConsortiumId id)
{
	struct table *t = record_table(rec, "members", "Members", member_cols, COUNT(member_cols));
	struct consortium_member *m;
	size_t n = ALL(rq->db, rq->arena, member_list, &m, .consortium = V(id));

	record_fill(t, &member_list_sql, m, n);
	for (size_t i = 0; i < n && rq_may(rq, MAY_MARKET); i++)
		if (!date_known(m[i].left_day))
			t->cells[i * t->ncolumns + AT_LEAVE] = cell_linked(
				cell_of_text("Leave"), arena_fmt(rq->arena,
				"/consortia/members/%lld/leave", (long long)m[i].id.v));
}

static void put_milestones(struct rq *rq, struct record *rec, ConsortiumId id)
{
	struct table *t = record_table(rec, "milestones", "Milestones", milestone_cols,
	                               COUNT(milestone_cols));
	struct consortium_milestone *m;
	size_t n = ALL(rq->db, rq->arena, milestone_list, &m, .consortium = V(id),
	               .today = V(rq->today));

	record_fill(t, &milestone_list_sql, m, n);
	for (size_t i = 0; i < n && rq_may(rq, MAY_MARKET); i++)
		t->cells[i * t->ncolumns + AT_CHANGE] = cell_linked(cell_of_text("Change"),
			arena_fmt(rq->arena, "/consortia/milestones/%lld",
			          (long long)m[i].id.v));
}

struct reply consortium_get(struct rq *rq)
{
	const bool may = rq_may(rq, MAY_MARKET);
	const struct alm_way ways[] = { { "Add a member", "members/new", may },
		{ "Add a milestone", "milestones/new", may }, { "Change", "change", may } };
	struct consortium c;
	struct record *rec;
	struct page *pg;

	if (!ONE(rq->db, rq->arena, consortium_load, &c, .id = V(HERE(rq))))
		return not_found(rq);
	rec = record_new(rq->arena, "consortium", c.id.v, c.name);
	record_word(rec, "kind", "Kind", &together_kind_vocab, c.kind);
	record_text(rec, "purpose", "Purpose", c.purpose);
	record_text(rec, "framework", "Framework", c.framework_name);
	record_if_any(rec);
	record_text(rec, "entity", "Legal entity", c.entity_name);
	record_if_any(rec);
	put_members(rq, rec, c.id);
	put_milestones(rq, rec, c.id);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = c.name;
	rq->look.back = "/consortia";
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	alm_ways(pg, group_path(rq, c.id), ways, COUNT(ways));
	record_draw_table(rq, pg, rec, "members");
	record_draw_table(rq, pg, rec, "milestones");
	return show(rq, pg);
}

/* ---- added and changed --------------------------------------------------------------------- */

struct consortium_in {
	const char *name;
	unsigned kind;
	const char *purpose;
	FrameworkId framework;
	ProviderId entity;
	int64_t revision;
};
static const struct field consortium_fields[] = {
	{ IN(struct consortium_in, name), .label = "Name", .max = 120, .need = "Enter a name" },
	{ IN(struct consortium_in, kind), .label = "Kind", .words = &together_kind_vocab,
	  .need = "Choose what it is" },
	{ IN(struct consortium_in, purpose), .label = "Purpose", .as = AS_LONG, .max = 2000,
	  .need = "Enter what they want to do together" },
	{ IN(struct consortium_in, framework), .label = "Framework",
	  .from = &together_framework_choices_sql },
	{ IN(struct consortium_in, entity), .label = "Legal entity", .as = AS_SEARCH,
	  .from = &together_provider_choices_sql,
	  .hint = "Once it is registered. Until then each works under its own registration" },
	{ IN(struct consortium_in, revision), .as = AS_HIDDEN },
};
const struct form consortium_form = { .name = "consortium",
	FORM(struct consortium_in, consortium_fields),
	.title = "Add a consortium or an alliance", .button = "Save",
	.lead = "A consortium begins with two milestones: its legal entity by 1 September, and its "
	"registration by 1 March after." };

static struct consortium_answers group_of(const struct consortium_in *in)
{
	return (struct consortium_answers){ in->name, in->purpose, in->kind, in->framework,
		in->entity };
}

static const char name_taken[] = "There is a group of this name already";

struct reply consortium_new_load(struct rq *rq, void *form)
{
	(void)form;
	rq->look.back = "/consortia";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply consortium_new_post(struct rq *rq, void *form)
{
	const struct consortium_answers in = group_of(form);
	ConsortiumId id = { 0 };
	enum joined got = consortium_add(rq->db, rq->arena, &in, rq->me->id, rq->now, &id);

	return joined_reply(rq, got, "name", name_taken, group_path(rq, id), "Added");
}

static bool group_asked(struct rq *rq, ConsortiumId id, struct consortium *c)
{
	if (!ONE(rq->db, rq->arena, consortium_load, c, .id = V(id)))
		return false;
	rq->look.caption = c->name;
	rq->look.back = group_path(rq, c->id);
	return true;
}

struct reply consortium_load_form(struct rq *rq, void *form)
{
	struct consortium c;

	if (!group_asked(rq, HERE(rq), &c))
		return not_found(rq);
	*(struct consortium_in *)form = (struct consortium_in){ c.name, (unsigned)c.kind,
		c.purpose, c.framework, c.entity, c.revision };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply consortium_post(struct rq *rq, void *form)
{
	const struct consortium_answers in = group_of(form);

	return joined_reply(rq, consortium_change(rq->db, rq->arena, HERE(rq),
	                                          ((struct consortium_in *)form)->revision, &in,
	                                          rq->me->id), "name", name_taken,
	                    group_path(rq, HERE(rq)), "Changed");
}

/* ---- members ------------------------------------------------------------------------------- */

struct member_in { ProviderId provider; const char *part; Date from; };
static const struct field member_fields[] = {
	{ IN(struct member_in, provider), .label = "Provider", .as = AS_SEARCH,
	  .from = &together_provider_choices_sql, .need = "Choose a provider" },
	{ IN(struct member_in, part), .label = "Its part", .max = 200,
	  .hint = "Like: leads, or day support in the South" },
	{ IN(struct member_in, from), .label = "From", .need = "Enter the first day" },
};
const struct form member_form = { .name = "consortium-member",
	FORM(struct member_in, member_fields), .title = "Add a member", .button = "Add" };

struct reply member_load_form(struct rq *rq, void *form)
{
	struct consortium c;

	((struct member_in *)form)->from = rq->today;
	return group_asked(rq, HERE(rq), &c) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply member_post(struct rq *rq, void *form)
{
	const struct member_in *in = form;

	return joined_reply(rq, member_add(rq->db, rq->arena, HERE(rq), in->provider, in->part,
	                                   in->from, rq->me->id), "provider",
	                    "This provider is a member already", group_path(rq, HERE(rq)),
	                    "Member added");
}

struct leave_in { Date left; };
static const struct field leave_fields[] = {
	{ IN(struct leave_in, left), .label = "Left on",
	  .hint = "The first day on which it is no longer a member",
	  .need = "Enter the day" },
};
const struct form member_leave_form = { .name = "consortium-leave",
	FORM(struct leave_in, leave_fields), .title = "A member leaves", .button = "Save" };

static bool member_asked(struct rq *rq, struct consortium_member *m)
{
	struct consortium c;

	return ONE(rq->db, rq->arena, member_load, m,
	           .id = V(ID(rq, ConsortiumMemberId, "consortium_member"))) &&
	       group_asked(rq, m->consortium, &c);
}

struct reply member_leave_load(struct rq *rq, void *form)
{
	struct consortium_member m;

	((struct leave_in *)form)->left = rq->today;
	return member_asked(rq, &m) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply member_leave_post(struct rq *rq, void *form)
{
	const struct leave_in *in = form;
	struct consortium_member m;
	enum joined got;

	if (!member_asked(rq, &m))
		return not_found(rq);
	got = member_leave(rq->db, rq->arena, m.id, in->left, rq->me->id);
	return joined_reply(rq, got, "left", got == JOIN_ORDER ?
	                    "It must have joined before it leaves" : "It has left already",
	                    group_path(rq, m.consortium), "Saved");
}

/* ---- milestones ---------------------------------------------------------------------------- */

struct milestone_in {
	const char *name;
	Date due;
	UserAccountId owner;
	Date met;
	const char *note;
	int64_t revision;
};
static const struct field milestone_fields[] = {
	{ IN(struct milestone_in, name), .label = "Milestone", .max = 200,
	  .need = "Enter what is to be met" },
	{ IN(struct milestone_in, due), .label = "Due", .need = "Enter by when" },
	{ IN(struct milestone_in, owner), .label = "Owner", .as = AS_SEARCH,
	  .from = &together_staff_choices_sql, .need = "Choose who looks after it" },
	{ IN(struct milestone_in, met), .label = "Met on", .hint = "Empty: not yet" },
	{ IN(struct milestone_in, note), .label = "Note", .as = AS_LONG, .max = 2000 },
	{ IN(struct milestone_in, revision), .as = AS_HIDDEN },
};
const struct form milestone_form = { .name = "consortium-milestone",
	FORM(struct milestone_in, milestone_fields), .title = "Add a milestone", .button = "Save" };

static struct milestone_answers milestone_of(const struct milestone_in *in)
{
	return (struct milestone_answers){ in->name, in->due, in->owner, in->met, in->note };
}

struct reply milestone_new_load(struct rq *rq, void *form)
{
	struct consortium c;

	((struct milestone_in *)form)->owner = rq->me->id;
	return group_asked(rq, HERE(rq), &c) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply milestone_new_post(struct rq *rq, void *form)
{
	const struct milestone_answers in = milestone_of(form);

	return joined_reply(rq, milestone_add(rq->db, rq->arena, HERE(rq), &in, rq->me->id), NULL,
	                    "", group_path(rq, HERE(rq)), "Milestone added");
}

static bool milestone_asked(struct rq *rq, struct consortium_milestone *m)
{
	struct consortium_milestone *rows;
	struct consortium c;

	if (!ALL(rq->db, rq->arena, milestone_list, &rows, .today = V(rq->today),
	         .milestone = V(ID(rq, ConsortiumMilestoneId, "consortium_milestone"))))
		return false;
	*m = rows[0];
	return group_asked(rq, m->consortium, &c);
}

struct reply milestone_load_form(struct rq *rq, void *form)
{
	struct consortium_milestone m;

	if (!milestone_asked(rq, &m))
		return not_found(rq);
	*(struct milestone_in *)form = (struct milestone_in){ m.name, m.due_day, m.owner,
		m.met_day, m.note, m.revision };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply milestone_post(struct rq *rq, void *form)
{
	const struct milestone_answers in = milestone_of(form);
	struct consortium_milestone m;

	if (!milestone_asked(rq, &m))
		return not_found(rq);
	return joined_reply(rq, milestone_change(rq->db, rq->arena, m.id,
	                                         ((struct milestone_in *)form)->revision, &in,
	                                         rq->me->id), NULL, "",
	                    group_path(rq, m.consortium), "Milestone saved");
}
