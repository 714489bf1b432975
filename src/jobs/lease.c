/* SPDX-License-Identifier: MIT */
/*
 * lease.c -- taking, renewing, giving up; and the process that does it for a clerk.
 */
#include "jobs/lease.h"

#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "jobs/inside.h"
#include "jobs/lease.sql.h"
#include "web/wire.h"

enum { MARGIN_MS = 1000 };

static Moment later(Moment m, int64_t ms)
{
	return (Moment){ m.ms + ms };
}

static bool is_held(const struct lease_find_row *row, Moment now)
{
	return row->until_ms.ms >= now.ms && row->until_ms.ms <= now.ms + LEASE_FAR_MS;
}

bool lease_hold(struct db *db, struct arena *a, const char *name, const char *holder, Moment now)
{
	struct lease_find_row row;

	/* Who only looks takes no lock and writes nothing. */
	if (ONE(db, a, lease_find, &row, .name = V(name)) && !text_same(row.holder, holder) &&
	    is_held(&row, now))
		return false;
	return DO(db, lease_take, .name = V(name), .holder = V(holder), .now = V(now),
	          .until_ms = V(later(now, LEASE_MS)),
	          .far_ms = V(later(now, LEASE_FAR_MS))) == 1;
}

bool lease_is_held(struct db *db, struct arena *a, const char *name, Moment now)
{
	struct lease_find_row row;

	return ONE(db, a, lease_find, &row, .name = V(name)) && is_held(&row, now);
}

bool lease_mine(struct db *db, struct arena *a, const char *name, const char *holder, Moment now,
                Moment *taken)
{
	struct lease_find_row row;

	if (!ONE(db, a, lease_find, &row, .name = V(name)))
		return false;
	*taken = row.taken_ms;
	return text_same(row.holder, holder) && row.until_ms.ms > now.ms + MARGIN_MS;
}

bool lease_state(struct db *db, struct arena *a, const char *name, struct lease_state *out)
{
	struct lease_find_row row;

	if (!ONE(db, a, lease_find, &row, .name = V(name)))
		return false;
	*out = (struct lease_state){ row.renewed_ms, row.checkpoint_us };
	return true;
}

void lease_end(struct db *db, const char *name, const char *holder)
{
	DO(db, lease_drop, .name = V(name), .holder = V(holder));
}

/* ---- the pulse ------------------------------------------------------------------------ */

struct pulse { struct db *db; struct arena *arena; const char *holder; bool mine; };

static void pulse_beat(void *arg)
{
	struct pulse *p = arg;

	p->mine = lease_hold(p->db, p->arena, LEASE_CLERK, p->holder, clock_now());
}

static void pulse_end(void *arg)
{
	struct pulse *p = arg;

	lease_end(p->db, LEASE_CLERK, p->holder);
}

/* A beat that fails is missed, and the next comes soon: four may be. */
static bool pulse_try(struct pulse *p, void (*work)(void *))
{
	struct fault f;
	const bool ok = boundary_run(work, p, &f) == FAULT_NONE;

	if (!ok) {
		db_abandon(p->db);
		log_line(LOG_ERROR, "lease", "why=\"%s\"", f.why);
		/* After a failed sync the file has to be opened anew; the clerk, whose
		 * pulse this was, ends too. */
		if (f.kind == FAULT_IO)
			_exit(1);
	}
	arena_reset(p->arena);
	return ok;
}

void lease_live(struct db *db, const char *holder)
{
	struct pulse p = { .db = db, .arena = arena_new("pulse", (size_t)1 << 20),
	                   .holder = holder };
	bool ok;

	do
		ok = pulse_try(&p, pulse_beat);
	while (wire_rest(ok && p.mine ? LEASE_RENEW_MS : LEASE_ASK_MS));
	(void)pulse_try(&p, pulse_end);
	arena_end(&p.arena);
}
