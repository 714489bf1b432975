/* SPDX-License-Identifier: MIT */
/*
 * migrate.c -- bringing a database up to this program's schema.
 *
 * Steps are numbered from 1, forward only, and never edited once released:
 * the checksum of each is kept beside it.  One transaction a step: a step is
 * there whole or not at all, and running all of them twice does nothing.
 *
 * The views for reporting are no step: the first step that runs drops them, so
 * that they stand in no step's way, and after the last one they are made anew
 * whenever they are not this program's (views.c).
 */
#include "db/inside.h"
#include "db/db.sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MIGRATE_BYTES = 16 << 20 };

/* What is known of a database while its steps run. */
struct migration {
	struct db *db;
	struct arena *arena;
	const struct db_step *steps;
	size_t n;
	struct schema_version_list_row *done;
	size_t ndone;
	int ran;
};

static char *checksum_text(struct arena *a, const struct db_step *s)
{
	return arena_fmt(a, "%016" PRIx64, s->checksum);
}

static size_t applied(struct db *db, struct arena *a, struct schema_version_list_row **rows)
{
	bool has;

	if (!engine_has_table(db->engine, "schema_version", &has))
		db_fault(db, "schema version");
	return has ? ALL(db, a, schema_version_list, rows) : 0;
}

/* ---- one step ------------------------------------------------------------- */

struct stepping { struct migration *m; const struct db_step *step; };

static void step_work(void *arg)
{
	const struct stepping *s = arg;
	struct migration *m = s->m;
	struct engine *e = m->db->engine;
	int64_t dangling;

	if (!engine_schema_begin(e) || !engine_views_drop(e, m->arena) ||
	    !engine_script(e, m->arena, s->step->text))
		db_fault(m->db, s->step->name);
	if (!engine_dangling(e, &dangling))
		db_fault(m->db, s->step->name);
	if (dangling)
		fault(FAULT_DB, "%s: leaves %lld rows that refer to nothing", s->step->name,
		      (long long)dangling);
	DO(m->db, schema_version_add, .number = V((int64_t)s->step->number),
	   .name = V(s->step->name),
	   .checksum = V(checksum_text(m->arena, s->step)), .applied_ms = V(clock_now()));
	if (!engine_run(e, "COMMIT"))
		db_fault(m->db, s->step->name);
}

/* In one transaction, whole or not at all. */
static void apply(struct migration *m, void (*work)(void *), void *arg)
{
	struct fault broke;

	boundary_run(work, arg, &broke);
	engine_reset_all(m->db->engine);
	engine_schema_end(m->db->engine);
	if (broke.kind != FAULT_NONE)
		fault(broke.kind, "%s", broke.why);
}

static void step_apply(struct migration *m, const struct db_step *step)
{
	struct stepping s = { m, step };

	apply(m, step_work, &s);
	m->ran++;
}

/* ---- the views for reporting ------------------------------------------------ */

struct viewing { struct migration *m; const char *text; };

static void views_work(void *arg)
{
	const struct viewing *v = arg;
	struct engine *e = v->m->db->engine;

	if (!engine_schema_begin(e) || !engine_views_drop(e, v->m->arena) ||
	    !engine_script(e, v->m->arena, v->text) || !engine_run(e, "COMMIT"))
		db_fault(v->m->db, "views for reporting");
}

/* FNV-1a; never negative. */
static int64_t text_sum(const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return (int64_t)(h >> 1);
}

static int64_t views_sum(struct engine *e, struct arena *a)
{
	return text_sum(engine_views_text(e, a, db_views));
}

char *views_script(struct engine *e, struct arena *a, int64_t *sum)
{
	*sum = views_sum(e, a);
	return engine_views_text(e, a, arena_fmt(a, "%s"
		"CREATE VIEW views_version AS SELECT %lld AS checksum;", db_views,
		(long long)*sum));
}

bool db_views_are(struct db *db, struct arena *a)
{
	bool are;

	if (!engine_views_are(db->engine, views_sum(db->engine, a), &are))
		db_fault(db, "views for reporting");
	return are;
}

static void views_apply(void *arg)
{
	struct migration *m = arg;
	int64_t sum;
	struct viewing v = { m, views_script(m->db->engine, m->arena, &sum) };

	if (!db_views_are(m->db, m->arena))
		apply(m, views_work, &v);
}

/* ---- all of them ------------------------------------------------------------ */

static void check_applied(struct migration *m)
{
	for (size_t i = 0; i < m->ndone; i++) {
		const struct schema_version_list_row *r = &m->done[i];

		if (i >= m->n || r->number != m->steps[i].number)
			fault(FAULT_DB, "the data has schema step %lld, which this program does "
			      "not know: it was written by a newer one", (long long)r->number);
		if (strcmp(r->checksum, checksum_text(m->arena, &m->steps[i])))
			fault(FAULT_DB, "schema step %s is not the one that made this data: "
			      "a released step may not be changed", m->steps[i].name);
	}
}

static void migrate_work(void *arg)
{
	struct migration *m = arg;

	m->ndone = applied(m->db, m->arena, &m->done);
	check_applied(m);
	for (size_t i = m->ndone; i < m->n; i++)
		step_apply(m, &m->steps[i]);
}

static int migrate(struct migration *m, void (*work)(void *))
{
	struct fault broke;

	SURE(m->db->tx == TX_NONE);
	m->arena = arena_new("migrate", MIGRATE_BYTES);
	boundary_run(work, m, &broke);
	arena_end(&m->arena);
	if (broke.kind != FAULT_NONE)
		fault(broke.kind, "%s", broke.why);
	return m->ran;
}

int migrate_steps(struct db *db, const struct db_step *steps, size_t n)
{
	struct migration m = { .db = db, .steps = steps, .n = n };

	return migrate(&m, migrate_work);
}

int db_migrate(struct db *db)
{
	int ran = migrate_steps(db, db_steps, db_nsteps);
	struct migration m = { .db = db };

	migrate(&m, views_apply);
	return ran;
}

int db_schema_version(struct db *db)
{
	bool has;
	int64_t n = 0;

	if (!engine_has_table(db->engine, "schema_version", &has) ||
	    (has && !engine_number(db->engine,
	                           "SELECT coalesce(max(number), 0) FROM schema_version", &n)))
		db_fault(db, "schema version");
	return (int)n;
}

int db_schema_wanted(void)
{
	return db_nsteps ? db_steps[db_nsteps - 1].number : 0;
}
