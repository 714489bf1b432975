/* SPDX-License-Identifier: MIT */
/*
 * test_pack.c -- packs are issued once for a month, withdrawn with a reason, kept.
 */
#include "shaping/inside.h"
#include "shaping/pack.sql.h"
#include "site/site.h"
#include "t/client.h"
#include "t/world.h"

#include <string.h>

#define COMMISSIONER ((UserAccountId){ 5 })

struct work {
	struct t *t;
	Date from, until;
	const char *reason;
	DataPackId id;
	int64_t revision;
	enum packed got;
};

static bool issue(void *arg)
{
	struct work *w = arg;

	w->got = pack_issue(w->t->db, w->t->arena, "The market", w->from, w->until, w->reason,
	                    COMMISSIONER, T_NOW, &w->id);
	return w->got == PACKED;
}

static bool withdraw(void *arg)
{
	struct work *w = arg;

	w->got = pack_withdraw(w->t->db, w->t->arena, w->id, w->revision, "Counted twice",
	                       COMMISSIONER, T_NOW);
	return w->got == PACKED;
}

static enum packed issued(struct work *w, int from_month, int until_month)
{
	w->from = date_make(2026, from_month, 1);
	w->until = date_make(2026, until_month, 1);
	db_write(w->t->db, issue, w);
	return w->got;
}

static enum packed withdrawn(struct work *w, int64_t revision)
{
	w->revision = revision;
	db_write(w->t->db, withdraw, w);
	return w->got;
}

TEST_PLAIN(a_pack_has_whole_months_that_are_over)
{
	const Date today = date_make(2026, 6, 15), may = date_make(2026, 5, 1);

	(void)t;
	IS(pack_months(may, date_make(2026, 6, 1), today), PACKED);
	IS(pack_months(may, date_make(2026, 6, 2), today), PACK_ORDER);
	IS(pack_months(may, date_make(2026, 7, 1), today), PACK_ORDER);
	IS(pack_months(may, may, today), PACK_ORDER);
	IS(pack_months(date_make(2026, 5, 2), date_make(2026, 6, 1), today), PACK_ORDER);
	IS(pack_months(date_make(2024, 5, 1), date_make(2026, 5, 1), today), PACKED);
	IS(pack_months(date_make(2024, 4, 1), date_make(2026, 5, 1), today), PACK_ORDER);
	IS(pack_months(may, DATE_NONE, today), PACK_ORDER);
}

TEST(a_month_is_in_one_pack)
{
	struct work w = { .t = t };
	struct data_pack p;

	world_make(t->db);
	IS(issued(&w, 3, 5), PACKED);
	IS(issued(&w, 5, 6), PACKED);
	IS(issued(&w, 3, 5), PACK_OVERLAP);
	IS(issued(&w, 4, 5), PACK_OVERLAP);
	IS(issued(&w, 1, 6), PACK_OVERLAP);
	IS(withdrawn(&w, 9), PACK_STALE);
	IS(withdrawn(&w, 1), PACKED);
	IS(withdrawn(&w, 2), PACK_ALREADY);
	/* The same months again, and none that overlap with them. */
	IS(issued(&w, 4, 6), PACK_OVERLAP);
	IS(issued(&w, 5, 6), PACK_REASON);
	w.reason = "Without what was counted twice";
	IS(issued(&w, 5, 6), PACKED);
	OK(ONE(t->db, t->arena, pack_load, &p, .id = V(w.id)));
	IS(p.number, 2);
	IS(issued(&w, 5, 6), PACK_OVERLAP);
	w.id.v = 99;
	IS(withdrawn(&w, 1), PACK_GONE);
}

/* Nobody has support in this world: noughts, which are shown. */
TEST(it_is_kept_as_it_was_issued)
{
	struct work w = { .t = t };
	struct pack_figure *f;
	struct buf out = buf_new(t->arena);
	unsigned char hash[32];
	struct data_pack p;
	size_t n;

	world_make(t->db);
	IS(issued(&w, 4, 6), PACKED);
	n = pack_figures_load(t->db, t->arena, w.id, &f);
	OK(ONE(t->db, t->arena, pack_load, &p, .id = V(w.id)));
	pack_hash(f, n, hash);
	OK(memcmp(hash, p.hash.p, sizeof hash) == 0);
	IS(p.hidden, 0);
	OK(n > 3 * 5);
	for (size_t i = 0; i < n; i++)
		IS(f[i].figure, 0);
	f[3].figure = 1;
	pack_hash(f, n, hash);
	OK(memcmp(hash, p.hash.p, sizeof hash) != 0);
	(void)site_check(t->db, t->arena, &out);
	HAS(buf_text(&out), "ok      shaping.pack-settled");
}
