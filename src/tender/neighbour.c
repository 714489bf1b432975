/* SPDX-License-Identifier: MIT */
/*
 * neighbour.c -- notices of other councils, read from open contracting data: what neighbours buy.
 *
 * A process has one row, of its newest release.  A file that was read before,
 * or an older release of what is known, changes nothing.
 */
#include "tender/inside.h"

#include "base/utf8.h"
#include "exchange/ocds_read.h"
#include "tender/neighbour.h"
#include "tender/neighbour.sql.h"

VOCAB_WORDS(watched_worth, WORTH, WATCHED_WORTHS)

static const char *sought_of(struct arena *a, const struct ocds_notice *n)
{
	return utf8_key(a, arena_fmt(a, "%s\n%s\n%s\n%s", n->title, n->about, n->buyer,
	                             n->suppliers));
}

static void insert(struct db *db, struct arena *a, const struct ocds_notice *n, Moment now)
{
	DO(db, watched_insert, .id = V(NEW_ID(db, WatchedNoticeId)), .ocid = V(n->ocid),
	   .release = V(n->id), .tag = V(n->tag), .at_ms = V(n->at), .title = V(n->title),
	   .about = V(n->about), .buyer = V(n->buyer), .suppliers = V(n->suppliers),
	   .cpv = V(n->cpv), .cpv_label = V(n->cpv_label), .region = V(n->region),
	   .method = V(n->method), .url = V(n->url), .value_pence = V(n->value),
	   .close_ms = V(n->closes), .from_day = V(n->from),
	   .until_day = V(date_plus(n->last, 1)), .sought = V(sought_of(a, n)),
	   .read_ms = V(now));
}

static void update(struct db *db, struct arena *a, WatchedNoticeId id, const struct ocds_notice *n,
                   Moment now)
{
	DO(db, watched_update, .id = V(id), .release = V(n->id), .tag = V(n->tag),
	   .at_ms = V(n->at), .title = V(n->title), .about = V(n->about), .buyer = V(n->buyer),
	   .suppliers = V(n->suppliers), .cpv = V(n->cpv), .cpv_label = V(n->cpv_label),
	   .region = V(n->region), .method = V(n->method), .url = V(n->url),
	   .value_pence = V(n->value), .close_ms = V(n->closes), .from_day = V(n->from),
	   .until_day = V(date_plus(n->last, 1)), .sought = V(sought_of(a, n)),
	   .read_ms = V(now));
}

static void take(struct db *db, struct arena *a, const struct ocds_notice *n, Moment now,
                 struct watched_read *out)
{
	struct watched_by_ocid_row known;

	if (!ONE(db, a, watched_by_ocid, &known, .ocid = V(n->ocid))) {
		out->n_new++;
		insert(db, a, n, now);
	} else if (moment_cmp(n->at, known.at_ms) <= 0 || text_same(n->id, known.release)) {
		out->n_unchanged++;
	} else {
		out->n_changed++;
		update(db, a, known.id, n, now);
	}
}

static void refused(struct arena *a, struct watched_read *out, int64_t row, const char *why)
{
	if (out->nnotes < WATCHED_NOTES)
		out->notes[out->nnotes++] = (struct watched_note){ row, arena_dup(a, why) };
	out->n_refused++;
}

struct watched_read watched_read(struct db *db, struct arena *a, const char *bytes, size_t n,
                                 UserAccountId by, Moment now)
{
	struct watched_read out = { .notes = NEWN(a, struct watched_note, WATCHED_NOTES) };
	struct ocds_reader *r = ocds_read_open(a, bytes, n);
	struct arena *row = arena_new("notice", (size_t)64 << 20);
	struct ocds_notice notice;
	enum ocds_step step;
	const char *why = "";

	db_need_write(db);
	while ((step = ocds_read_next(r, row, &notice, &why)) != OCDS_END && step != OCDS_BROKEN) {
		if (step == OCDS_REFUSED)
			refused(a, &out, notice.row, why);
		else
			take(db, row, &notice, now, &out);
		arena_reset(row);
	}
	if (step == OCDS_BROKEN)
		out.broken = arena_dup(a, why);
	arena_end(&row);
	if (!out.broken)
		audit_write(db, &(struct audit_entry){ .who = by, .verb = "notices.read",
			.thing = "watched_notice", .thing_id = out.n_new,
			.detail = arena_fmt(a, "{\"new\":%lld,\"changed\":%lld,\"refused\":%lld}",
				(long long)out.n_new, (long long)out.n_changed,
				(long long)out.n_refused) });
	return out;
}

const char *watched_counts_text(struct arena *a, const struct watched_read *r)
{
	return arena_fmt(a, "new %lld, changed %lld, unchanged %lld, refused %lld",
	                 (long long)r->n_new, (long long)r->n_changed, (long long)r->n_unchanged,
	                 (long long)r->n_refused);
}
