/* SPDX-License-Identifier: MIT */
/*
 * move_pages.c -- staff who go where packages go, and the list of what keeps care going.
 */
#include "collaboration/pages.h"

#include "collaboration/move.sql.h"
#include "collaboration/subcontract.sql.h"

#define HERE(rq) ID(rq, StaffMoveId, "staff_move")

/* Days that one usually has to prepare. */
enum { USUAL_AHEAD = 90 };

static const char *move_path(struct rq *rq, StaffMoveId id)
{
	return arena_fmt(rq->arena, "/staff-moves/%lld", (long long)id.v);
}

/* ---- the list ------------------------------------------------------------------------------ */

static struct cell way_cell(struct rq *rq, const void *row)
{
	const struct move_list_row *m = row;

	return cell_linked(cell_of_text(arena_fmt(rq->arena, "%s to %s", m->from_name, m->to_name)),
	                   move_path(rq, m->id));
}

static const struct list_col move_cols[] = {
	{ "id",         "Number",   .as = CELL_INT, .in_files_only = true },
	{ "way",        "From and to", .make = way_cell },
	{ "planned_day", "Planned", .as = CELL_DATE },
	{ "moved_day",  "Moved",    .as = CELL_DATE },
	{ "packages",   "Packages", .as = CELL_INT },
	{ "week_mins",  "Hours a week", .as = CELL_MINUTES },
	{ "workers",    "Care workers", .as = CELL_INT, .means = "Who would go with them" },
	{ "went",       "Went",     .as = CELL_INT },
	{ "done",       "Done",     .as = CELL_INT, .means = "Of what keeps care going" },
	{ "items",      "Of",       .as = CELL_INT },
	{ "late",       "Late",     .as = CELL_INT },
	{ "owner_name", "Owner" },
};

static void moves_above(struct rq *rq, struct page *pg)
{
	const struct alm_way ways[] = { { "Plan a move", "new", true } };

	if (rq_may(rq, MAY_MARKET))
		alm_ways(pg, "/staff-moves", ways, COUNT(ways));
}

const struct list moves_list = {
	.name = "staff-moves", .title = "Packages and staff that move",
	.why = "Read by commissioners: where packages go to another provider and staff with them",
	.sql = &move_list_sql, .cols = move_cols, .ncols = COUNT(move_cols), .order = "newest",
	.page_rows = 50, .wide = true, .none = "Nothing is planned to move", .above = moves_above,
};

/* ---- one of them --------------------------------------------------------------------------- */

static const struct column item_cols[] = {
	{ .key = "place", .from = "position", .label = "No", .kind = CELL_INT },
	{ .key = "what", .from = "what", .label = "What" },
	{ .key = "due", .from = "due_day", .label = "Due", .kind = CELL_DATE },
	{ .key = "done", .from = "done_day", .label = "Done", .kind = CELL_DATE },
	{ .key = "by", .from = "done_name", .label = "By" },
	{ .key = "note", .from = "note", .label = "Note" },
	{ .key = "tick", .label = "Tick off", .on_page_only = true },
};
enum { AT_TICK = 6 };

static void put_items(struct rq *rq, struct record *rec, StaffMoveId id)
{
	struct table *t = record_table(rec, "plan", "What keeps care going", item_cols,
	                               COUNT(item_cols));
	struct staff_move_item *items;
	size_t n = ALL(rq->db, rq->arena, move_item_list, &items, .move = V(id));

	record_fill(t, &move_item_list_sql, items, n);
	for (size_t i = 0; i < n && rq_may(rq, MAY_MARKET); i++)
		if (!date_known(items[i].done_day))
			t->cells[i * t->ncolumns + AT_TICK] = cell_linked(cell_of_text("Done"),
				arena_fmt(rq->arena, "/staff-moves/items/%lld/done",
				          (long long)items[i].id.v));
}

struct reply move_get(struct rq *rq)
{
	const struct alm_way ways[] = { { "It has moved", "moved", true } };
	struct staff_move m;
	struct record *rec;
	struct page *pg;

	if (!ONE(rq->db, rq->arena, move_load, &m, .id = V(HERE(rq))))
		return not_found(rq);
	rec = record_new(rq->arena, "staff-move", m.id.v,
	                 arena_fmt(rq->arena, "%s to %s", m.from_name, m.to_name));
	record_text(rec, "reason", "Why", m.reason);
	record_text(rec, "framework", "Framework", m.framework_name);
	record_if_any(rec);
	record_int(rec, "packages", "Packages", m.packages);
	record_minutes(rec, "week", "Hours a week", m.week_mins);
	record_if_any(rec);
	record_int(rec, "workers", "Care workers who would go", m.workers);
	record_if_any(rec);
	record_date(rec, "planned", "Planned for", m.planned_day);
	record_date(rec, "moved", "Moved on", m.moved_day);
	record_if_any(rec);
	record_int(rec, "went", "Care workers who went", m.went);
	record_if_any(rec);
	record_text(rec, "owner", "Owner", m.owner_name);
	put_items(rq, rec, m.id);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = arena_fmt(rq->arena, "%s to %s", m.from_name, m.to_name);
	rq->look.back = "/staff-moves";
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	if (rq_may(rq, MAY_MARKET) && !date_known(m.moved_day))
		alm_ways(pg, move_path(rq, m.id), ways, COUNT(ways));
	record_draw_table(rq, pg, rec, "plan");
	return show(rq, pg);
}

/* ---- planned ------------------------------------------------------------------------------- */

struct move_in {
	ProviderId from, to;
	FrameworkId framework;
	const char *reason;
	int64_t packages;
	Minutes week;
	int64_t workers;
	Date planned;
	UserAccountId owner;
};
static const struct field move_fields[] = {
	{ IN(struct move_in, from), .label = "From", .as = AS_SEARCH,
	  .from = &together_provider_choices_sql, .need = "Choose from which provider" },
	{ IN(struct move_in, to), .label = "To", .as = AS_SEARCH,
	  .from = &together_provider_choices_sql, .need = "Choose to which provider" },
	{ IN(struct move_in, framework), .label = "Framework",
	  .from = &together_framework_choices_sql },
	{ IN(struct move_in, reason), .label = "Why", .as = AS_LONG, .max = 2000,
	  .need = "Enter why packages move" },
	{ IN(struct move_in, packages), .label = "Packages", .max = 100000, .width = "5",
	  .need = "Enter how many packages move" },
	{ IN(struct move_in, week), .label = "Hours a week", .as = AS_HOURS, .max = 6000000 },
	{ IN(struct move_in, workers), .label = "Care workers who would go", .max = 100000,
	  .width = "5", .hint = "A number. Name nobody" },
	{ IN(struct move_in, planned), .label = "Planned for", .need = "Enter the day" },
	{ IN(struct move_in, owner), .label = "Owner", .as = AS_SEARCH,
	  .from = &together_staff_choices_sql, .need = "Choose who looks after it" },
};
const struct form move_form = { .name = "staff-move", FORM(struct move_in, move_fields),
	.title = "Plan a move", .button = "Save",
	.lead = "The best transfer of staff is one that is not needed. Where packages move, a list "
	"of what keeps care going comes with it, due on days before and after." };

struct reply move_new_load(struct rq *rq, void *form)
{
	struct move_in *in = form;

	in->planned = date_plus(rq->today, USUAL_AHEAD);
	in->owner = rq->me->id;
	rq->look.back = "/staff-moves";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply move_new_post(struct rq *rq, void *form)
{
	const struct move_in *in = form;
	const struct move_answers m = { in->from, in->to, in->framework, in->reason, in->packages,
		in->workers, in->week, in->planned, in->owner };
	StaffMoveId id = { 0 };
	enum joined got = move_add(rq->db, rq->arena, &m, rq->me->id, rq->now, &id);

	return joined_reply(rq, got, NULL, "", move_path(rq, id), "Move planned");
}

/* ---- ticked off, moved --------------------------------------------------------------------- */

struct item_in { Date on; const char *note; };
static const struct field item_fields[] = {
	{ IN(struct item_in, on), .label = "Done on", .need = "Enter the day" },
	{ IN(struct item_in, note), .label = "Note", .as = AS_LONG, .max = 2000 },
};
const struct form move_item_form = { .name = "staff-move-item", FORM(struct item_in, item_fields),
	.title = "Tick off", .button = "Save" };

static bool item_asked(struct rq *rq, struct staff_move_item *item)
{
	if (!ONE(rq->db, rq->arena, move_item_load, item,
	         .id = V(ID(rq, StaffMoveItemId, "staff_move_item"))))
		return false;
	rq->look.caption = item->what;
	rq->look.back = move_path(rq, item->move);
	return true;
}

struct reply move_item_form_load(struct rq *rq, void *form)
{
	struct staff_move_item item;

	((struct item_in *)form)->on = rq->today;
	return item_asked(rq, &item) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply move_item_post(struct rq *rq, void *form)
{
	const struct item_in *in = form;
	struct staff_move_item item;

	if (!item_asked(rq, &item))
		return not_found(rq);
	return joined_reply(rq, move_item_done(rq->db, rq->arena, item.id, in->on, in->note,
	                                       rq->me->id), "on", "This is ticked off already",
	                    move_path(rq, item.move), "Ticked off");
}

struct done_in { Date on; int64_t went, revision; };
static const struct field done_fields[] = {
	{ IN(struct done_in, on), .label = "Moved on", .need = "Enter the day" },
	{ IN(struct done_in, went), .label = "Care workers who went", .max = 100000, .width = "5",
	  .need = "Enter how many went" },
	{ IN(struct done_in, revision), .as = AS_HIDDEN },
};
const struct form move_done_form = { .name = "staff-move-done", FORM(struct done_in, done_fields),
	.title = "It has moved", .button = "Save" };

struct reply move_done_load(struct rq *rq, void *form)
{
	struct done_in *in = form;
	struct staff_move m;

	if (!ONE(rq->db, rq->arena, move_load, &m, .id = V(HERE(rq))))
		return not_found(rq);
	in->on = rq->today;
	in->revision = m.revision;
	rq->look.caption = arena_fmt(rq->arena, "%s to %s", m.from_name, m.to_name);
	rq->look.back = move_path(rq, m.id);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply move_done_post(struct rq *rq, void *form)
{
	const struct done_in *in = form;

	return joined_reply(rq, move_done(rq->db, rq->arena, HERE(rq), in->revision, in->on,
	                                  in->went, rq->me->id), "on", "This has moved already",
	                    move_path(rq, HERE(rq)), "Saved");
}
