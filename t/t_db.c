/* SPDX-License-Identifier: MIT */
/*
 * t_db.c -- every test gets its own database: fresh, migrated, in memory, or
 * of a PostgreSQL server (T_ENGINE=pg).
 *
 * After an injected failure the boundary abandons the connection, as the
 * worker's does; then nothing may be left open, half done or referring to
 * nothing.
 */
#include "t/t.h"
#include "t/t_pg.h"

#include "db/db.h"
#include "site/setting.h"

void t_fixture_open(struct t *t)
{
	if (t_pg()) {
		t->address = t_pg_new(t->arena, true);
		t->db = db_open(t->address, DB_READ_WRITE);
	} else {
		t->db = db_open_memory();
	}
	setting_forget();       /* what was read from the last one */
}

void t_fixture_close(struct t *t)
{
	db_close(&t->db);
	if (t->address)
		t_pg_drop(t->address);
}

void t_after_fault(struct t *t)
{
	db_abandon(t->db);
	OK(!db_in_write(t->db));
	OK(!db_integrity(t->db, t->arena));
}
