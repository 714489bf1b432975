/* SPDX-License-Identifier: MIT */
/*
 * task.c -- the rooms' statements asked for one person, and what she sees of it.
 *
 * The order of a table is that of urgency within a room; rooms follow each
 * other as in the navigation.
 */
#include "site/task.h"

#include <string.h>

#include "html/alm.h"
#include "jobs/jobs.h"
#include "list/list.h"
#include "list/record.h"
#include "site/draft.h"
#include "site/inside.h"
#include "site/setting.h"
#include "site/task.sql.h"

enum { ROWS_OF_A_KIND = 20, LATE_MINS = 10 };

/* ---- asking ------------------------------------------------------------- */

struct asked { struct db *db; const struct me *me; Moment now; int64_t most; };

static struct val of_int(int64_t n)
{
	return (struct val){ VAL_INT, n, NULL, 0 };
}

static struct val of_id(int64_t id)
{
	return val_int_or(id, id == 0);
}

static int64_t days_of(struct db *db, const struct task_kind *k)
{
	return k->setting ? setting_int(db, k->setting) : k->days;
}

static struct val arg_of(const struct asked *x, const struct task_kind *k, const char *name)
{
	Date today = moment_date(x->now);

	if (strcmp(name, "now") == 0)
		return of_int(x->now.ms);
	if (strcmp(name, "today") == 0)
		return of_int(date_day(today));
	if (strcmp(name, "tomorrow") == 0)
		return of_int(date_day(today) + 1);
	if (strcmp(name, "me") == 0)
		return of_id(x->me->id.v);
	if (strcmp(name, "my_team") == 0)
		return of_id(x->me->team.v);
	if (strcmp(name, "my_provider") == 0)
		return of_id(x->me->provider.v);
	if (strcmp(name, "limit") == 0)
		return of_int(x->most);
	if (strcmp(name, "ago_ms") == 0)
		return of_int(moment_plus(x->now, minutes(-1440 * days_of(x->db, k))).ms);
	if (strcmp(name, "late_ms") == 0)
		return of_int(moment_plus(x->now, minutes(-LATE_MINS)).ms);
	if (strcmp(name, "ago_day") == 0)
		return of_int(date_day(today) - days_of(x->db, k));
	SURE(strcmp(name, "ahead_day") == 0);
	return of_int(date_day(today) + days_of(x->db, k));
}

/* The cell of the column of that name; none: the statement has no such column. */
static struct cell column_of(const struct sql *sql, const char *name, const void *row)
{
	for (size_t i = 0; i < sql->ncols; i++)
		if (strcmp(sql->cols[i].name, name) == 0)
			return list_cell(sql, i, row);
	return cell_none();
}

/* Days begin at midnight in London, as far as they are sorted and shown. */
static Moment moment_of(const struct sql *sql, const char *ms, const char *day, const void *row)
{
	struct cell c = column_of(sql, ms, row);

	if (c.has)
		return (Moment){ c.n };
	c = column_of(sql, day, row);
	return c.has ? moment_at(date_of_day(c.n), minutes(0)) : MOMENT_NONE;
}

static const char *link_of(struct arena *a, const struct task_kind *k, int64_t id,
                           const char *own)
{
	const char *hole = k->link ? strstr(k->link, "{id}") : NULL;

	if (own)
		return draft_href(a, own);
	if (!hole)
		return k->link;
	return arena_fmt(a, "%.*s%lld%s", (int)(hole - k->link), k->link, (long long)id,
	                 hole + strlen("{id}"));
}

static struct task task_read(struct arena *a, const struct task_kind *k, const void *row)
{
	struct cell about = column_of(k->sql, "about", row), own = column_of(k->sql, "link", row);
	struct task t = { .id = column_of(k->sql, "id", row).n };

	t.about = about.has ? about.text : "";
	if (k->about)
		t.about = k->about(t.about);
	t.link = link_of(a, k, t.id, own.has ? own.text : NULL);
	t.since = moment_of(k->sql, "since_ms", "since_day", row);
	t.until = moment_of(k->sql, "until_ms", "until_day", row);
	return t;
}

static struct task_group group_of(const struct asked *x, struct arena *a,
                                  const struct task_kind *k)
{
	struct task_group g = { .kind = k };
	struct val vals[16];
	char *rows = NULL;

	SURE(k->sql->nargs <= COUNT(vals));
	for (size_t i = 0; i < k->sql->nargs; i++)
		vals[i] = arg_of(x, k, k->sql->args[i]);
	g.nlist = db_all(x->db, a, k->sql, vals, 0, &rows);
	g.list = NEWN(a, struct task, g.nlist);
	for (size_t i = 0; i < g.nlist; i++)
		g.list[i] = task_read(a, k, rows + i * k->sql->row_size);
	g.n = g.nlist ? column_of(k->sql, "n", rows).n : 0;
	return g;
}

size_t tasks_of(struct db *db, struct arena *a, const struct me *me, Moment now, size_t most,
                struct task_group **out)
{
	struct asked x = { db, me, now, (int64_t)most };
	size_t n = 0;

	for (size_t r = 0; r < nrooms; r++)
		n += rooms[r]->ntasks;
	*out = NEWN(a, struct task_group, n);
	n = 0;
	for (size_t r = 0; r < nrooms; r++)
		for (size_t i = 0; i < rooms[r]->ntasks; i++) {
			const struct task_kind *k = &rooms[r]->tasks[i];

			if ((me->rights & k->may) != k->may)
				continue;
			(*out)[n] = group_of(&x, a, k);
			n += (*out)[n].n > 0;
		}
	return n;
}

const char *task_words(struct arena *a, const struct task_group *g)
{
	return arena_fmt(a, "%lld %s", (long long)g->n, g->n == 1 ? g->kind->one : g->kind->many);
}

/* ---- the site's own ------------------------------------------------------ */

/* A form's address in words: "Ask for a package of care". */
static const char *form_title(const char *path)
{
	const struct route *r = map_route(map_of_rooms(), path);

	return r && r->title ? r->title : "A form";
}

static const char *job_says(const char *name)
{
	for (size_t r = 0; r < nrooms; r++)
		for (size_t i = 0; i < rooms[r]->njobs; i++)
			if (strcmp(rooms[r]->jobs[i].name, name) == 0)
				return rooms[r]->jobs[i].says;
	return name;
}

const struct task_kind site_tasks[SITE_TASKS] = {
	{ "unmoved", "request that could not be moved on: the log says why",
	  "requests that could not be moved on: the log says why", MAY_ADMIN,
	  &task_stuck_steps_sql, .link = "/jobs" },
	{ "failed-jobs", "job that failed", "jobs that failed", MAY_ADMIN, &task_failed_jobs_sql,
	  .link = "/jobs?state=failed", .all = "/jobs?state=failed", .days = 14,
	  .about = job_says },
	{ "failing-mail", "letter that could not be sent", "letters that could not be sent",
	  MAY_ADMIN, &task_failing_mail_sql, .link = "/mail/{id}/again",
	  .all = "/mail?unsent=yes" },
	{ "drafts", "form left unfinished", "forms left unfinished", MAY_SIGNED_IN,
	  &task_drafts_sql, .about = form_title },
};

/* ---- pages ------------------------------------------------------------- */

static const struct column task_columns[] = {
	{ .key = "kind", .label = "Kind", .in_files_only = true },
	{ .key = "what", .label = "What" },
	{ .key = "about", .label = "About" },
	{ .key = "since", .label = "Since", .kind = CELL_MOMENT },
	{ .key = "until", .label = "Until", .kind = CELL_MOMENT },
	{ .key = "link", .label = "Address", .in_files_only = true },
};
static const struct column count_columns[] = {
	{ .key = "kind", .label = "Kind" },
	{ .key = "what", .label = "What" },
	{ .key = "n", .label = "How many", .kind = CELL_INT },
	{ .key = "link", .label = "Address" },
};

/* "Request with offers to compare" */
static const char *capital(struct arena *a, const char *words)
{
	char *s = arena_dup(a, words);

	if (*s >= 'a' && *s <= 'z')
		*s = (char)(*s - 'a' + 'A');
	return s;
}

static const char *all_of(const struct task_group *g)
{
	return g->kind->all ? g->kind->all : "/tasks";
}

static void tasks_put(struct rq *rq, struct record *rec, const struct task_group *groups, size_t n)
{
	struct table *t = record_table(rec, "tasks", "Most urgent first", task_columns,
	                               COUNT(task_columns));
	struct table *sums = record_table(rec, "counts", "Counts", count_columns,
	                                  COUNT(count_columns));

	for (size_t g = 0; g < n; g++) {
		const struct task_kind *k = groups[g].kind;
		struct cell *c = table_add(sums);

		c[0] = cell_of_text(k->key);
		c[1] = cell_of_text(groups[g].n == 1 ? k->one : k->many);
		c[2] = cell_of_int(groups[g].n);
		c[3] = cell_of_text(all_of(&groups[g]));
		for (size_t i = 0; i < groups[g].nlist; i++) {
			const struct task *one = &groups[g].list[i];

			c = table_add(t);
			c[0] = cell_of_text(k->key);
			c[1] = cell_of_text(capital(rq->arena, k->one));
			c[2] = cell_linked(cell_of_text(BLANK(one->about) ? k->one : one->about),
			                   one->link);
			c[3] = cell_of_moment(one->since);
			c[4] = cell_of_moment(one->until);
			c[5] = cell_of_text(one->link);
		}
	}
}

static void figures_draw(struct rq *rq, struct page *pg, const struct task_group *groups, size_t n)
{
	struct alm_figure *f = NEWN(rq->arena, struct alm_figure, n);

	for (size_t i = 0; i < n; i++)
		f[i] = (struct alm_figure){
			.value = arena_fmt(rq->arena, "%lld", (long long)groups[i].n),
			.label = capital(rq->arena, groups[i].n == 1 ? groups[i].kind->one
			                                             : groups[i].kind->many),
			.href = all_of(&groups[i]),
		};
	alm_figures(pg, f, n);
}

/* Only the first of a kind are listed: where the rest are. */
static void rest_draw(struct rq *rq, struct page *pg, const struct task_group *g)
{
	if (g->n <= (int64_t)g->nlist)
		return;
	el(pg, "p");
	text(pg, arena_fmt(rq->arena, "The first %zu of ", g->nlist));
	if (g->kind->all)
		el_link(pg, g->kind->all, task_words(rq->arena, g));
	else
		text(pg, task_words(rq->arena, g));
	text(pg, " are shown.");
	end(pg);
}

struct reply tasks_get(struct rq *rq)
{
	struct record *rec = record_new(rq->arena, "tasks", rq->me->id.v, "Tasks");
	struct task_group *groups;
	size_t n = tasks_of(rq->db, rq->arena, rq->me, rq->now, ROWS_OF_A_KIND, &groups);
	struct page *pg;

	tasks_put(rq, rec, groups, n);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = "Tasks";
	rq->look.wide = true;
	pg = show_begin(rq);
	if (n) {
		record_draw_table(rq, pg, rec, "tasks");
		for (size_t i = 0; i < n; i++)
			rest_draw(rq, pg, &groups[i]);
	} else {
		para(pg, "Nothing waits for you.");
	}
	el(pg, "p");
	el_link(pg, "/account/reminders", "The morning's letter about your tasks");
	end(pg);
	return show(rq, pg);
}

/* Is there anything but a form of her own that could wait for her? */
static bool has_work(const struct me *me)
{
	for (size_t r = 0; r < nrooms; r++)
		for (size_t i = 0; i < rooms[r]->ntasks; i++) {
			const unsigned may = rooms[r]->tasks[i].may;

			if (may != MAY_SIGNED_IN && (me->rights & may) == may)
				return true;
		}
	return false;
}

void tasks_home(struct rq *rq, struct page *pg)
{
	struct task_group *groups;
	size_t n = tasks_of(rq->db, rq->arena, rq->me, rq->now, 1, &groups);

	if (!n && !has_work(rq->me))
		return;
	heading(pg, 2, "Tasks");
	if (!n) {
		para(pg, "Nothing waits for you.");
		return;
	}
	figures_draw(rq, pg, groups, n);
	el(pg, "p");
	el_link(pg, "/tasks", "See all tasks");
	end(pg);
}
