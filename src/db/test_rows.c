/* SPDX-License-Identifier: MIT */
/*
 * test_rows.c -- values in, rows out.
 */
#include "t/t.h"

#include "db/db.sql.h"

TEST(new_ids_count_from_one)
{
	IS(NEW_ID(t->db, PersonId).v, 1);
	IS(NEW_ID(t->db, PersonId).v, 2);
	IS(db_new_id(t->db, "team"), 1);
}
