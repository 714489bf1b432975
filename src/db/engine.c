/* SPDX-License-Identifier: MIT */
/*
 * engine.c -- each call of engine.h, given to the engine that the connection has.
 */
#include "db/engine_inside.h"

#include <stdio.h>

bool db_is_address(const char *at)
{
	return at && (text_begins(at, "postgres://") || text_begins(at, "postgresql://"));
}

struct engine *engine_open(struct arena *a, const char *at, enum engine_open how,
                           struct fault *why)
{
	struct engine *e = NEW(a, struct engine);

	e->calls = db_is_address(at) ? &pg_calls : &sqlite_calls;
	e->path = arena_dup(a, at);
	e->how = how;
	if (e->calls->open(e, a))
		return e;
	why->kind = e->kind;
	snprintf(why->why, sizeof why->why, "%s", e->why);
	return NULL;
}

bool engine_due(struct engine *e)
{
	if (!fault_due())
		return false;
	e->kind = FAULT_DB;
	snprintf(e->why, sizeof e->why, "made to fail");
	return true;
}

enum fault_kind engine_kind(const struct engine *e)
{
	return e->kind;
}

const char *engine_why(const struct engine *e)
{
	return e->why;
}

bool engine_undoes_all(const struct engine *e)
{
	return e->calls->undoes_all;
}

bool engine_close(struct engine *e)
{
	return e->calls->close(e);
}

void engine_patience(struct engine *e, int ms)
{
	e->calls->patience(e, ms);
}

struct stmt *engine_prepare(struct engine *e, struct arena *a, const char *text,
                            const struct sql *q)
{
	return e->calls->prepare(e, a, text, q);
}

void engine_drop(struct engine *e, struct stmt *st)
{
	e->calls->drop(e, st);
}

int engine_columns(struct engine *e, struct stmt *st)
{
	return e->calls->columns(e, st);
}

bool engine_bind(struct engine *e, struct stmt *st, int n, const struct val *v, bool keep)
{
	return e->calls->bind(e, st, n, v, keep);
}

bool engine_begin_rows(struct engine *e, struct stmt *st)
{
	return e->calls->begin_rows(e, st);
}

enum step engine_step(struct engine *e, struct stmt *st)
{
	return e->calls->step(e, st);
}

bool engine_tell(struct engine *e, struct stmt *st)
{
	enum step s;

	if (e->calls->tell)
		return e->calls->tell(e, st);
	do
		s = e->calls->step(e, st);
	while (s == STEP_ROW);
	e->calls->reset(e, st);
	return s == STEP_DONE;
}

struct val engine_value(struct engine *e, struct stmt *st, int column)
{
	return e->calls->value(e, st, column);
}

int64_t engine_changes(struct engine *e)
{
	return e->calls->changes(e);
}

void engine_reset(struct engine *e, struct stmt *st)
{
	e->calls->reset(e, st);
}

void engine_reset_all(struct engine *e)
{
	e->calls->reset_all(e);
}

bool engine_run(struct engine *e, const char *text)
{
	return e->calls->run(e, text);
}

bool engine_in_transaction(struct engine *e)
{
	return e->calls->in_transaction(e);
}

void engine_rollback(struct engine *e)
{
	e->calls->rollback(e);
}

bool engine_number(struct engine *e, const char *text, int64_t *out)
{
	return e->calls->number(e, text, out);
}

bool engine_serial(struct engine *e, int64_t *out)
{
	return e->calls->serial(e, out);
}

bool engine_has_table(struct engine *e, const char *name, bool *has)
{
	return e->calls->has_table(e, name, has);
}

bool engine_checkpoint(struct engine *e)
{
	return e->calls->checkpoint(e);
}

bool engine_is_crowded(struct engine *e)
{
	return e->calls->is_crowded(e);
}

int64_t engine_log_frames(struct engine *e)
{
	return e->calls->log_frames(e);
}

bool engine_make_room(struct engine *e)
{
	return e->calls->make_room(e);
}

char *engine_integrity(struct engine *e, struct arena *a, bool *ok)
{
	return e->calls->integrity(e, a, ok);
}

char *engine_plan(struct engine *e, struct arena *a, const char *text, const struct sql *q)
{
	return e->calls->plan(e, a, text, q);
}

bool engine_schema_begin(struct engine *e)
{
	return e->calls->schema_begin(e);
}

void engine_schema_end(struct engine *e)
{
	e->calls->schema_end(e);
}

bool engine_script(struct engine *e, struct arena *a, const char *sql)
{
	return e->calls->script(e, a, sql);
}

bool engine_dangling(struct engine *e, int64_t *n)
{
	return e->calls->dangling(e, n);
}

bool engine_fill_begin(struct engine *e, struct arena *a, const char *table,
                       const char *const *columns, size_t n)
{
	return e->calls->fill_begin(e, a, table, columns, n);
}

bool engine_fill_row(struct engine *e, const struct val *row)
{
	return e->calls->fill_row(e, row);
}

bool engine_fill_end(struct engine *e)
{
	return e->calls->fill_end(e);
}

bool engine_unhurried(struct engine *e)
{
	return e->calls->unhurried(e);
}

bool engine_views_are(struct engine *e, int64_t checksum, bool *are)
{
	return e->calls->views_are(e, checksum, are);
}

bool engine_views_drop(struct engine *e, struct arena *a)
{
	return e->calls->views_drop(e, a);
}

char *engine_views_text(struct engine *e, struct arena *a, const char *views)
{
	return e->calls->views_text(a, views);
}

void *engine_image(struct engine *e, size_t *n)
{
	return e->calls->image(e, n);
}

bool engine_open_image(struct engine *e, const void *image, size_t n)
{
	return e->calls->open_image(e, image, n);
}
