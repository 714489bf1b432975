/* SPDX-License-Identifier: MIT */
/*
 * evidence.c -- kinds of evidence and their rules; what is given and checked;
 * what is not there.
 */
#include "market/inside.h"

#include "audit/audit.h"
#include "exchange/json.h"
#include "market/suspend.sql.h"
#include "site/setting.h"

#include <sodium.h>

VOCAB_WORDS(evidence_sort, EVIDENCE, EVIDENCE_SORTS)
VOCAB_WORDS(evidence_lapse, LAPSE, EVIDENCE_LAPSES)
VOCAB_WORDS(evidence_state, SHOWN, EVIDENCE_STATES)

enum { EVIDENCE_FILE_MOST = 10485760 };

enum evidence_state evidence_state_on(int64_t sound, Date until, Date on)
{
	if (sound == 0)
		return SHOWN_REFUSED;
	if (date_cmp(until, on) <= 0)
		return SHOWN_ENDED;
	return sound == INT_NONE ? SHOWN_GIVEN : SHOWN_SOUND;
}

/* ---- kinds and rules ------------------------------------------------- */

enum evidenced evidence_kind_add(struct db *db, struct arena *a,
                                 const struct evidence_kind_answers *in, UserAccountId by,
                                 Moment now, EvidenceKindId *out)
{
	struct evidence_kind_named_row named;
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	db_need_write(db);
	if (ONE(db, a, evidence_kind_named, &named, .name = V(in->name)))
		return EVIDENCED_ALREADY;
	*out = NEW_ID(db, EvidenceKindId);
	DO(db, evidence_kind_insert, .id = V(*out), .name = V(in->name),
	   .sort = V((int64_t)in->sort), .on_file = V((int64_t)in->on_file),
	   .ends = V((int64_t)in->ends), .made_by = V(by), .made_ms = V(now));
	json_open_object(&j, NULL);
	json_put_text(&j, "name", in->name);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "evidence_kind.add",
		.thing = "evidence_kind", .thing_id = out->v, .detail = buf_text(&b) });
	return EVIDENCED;
}

static struct chain_plan rule_plan(struct db *db, struct arena *a, EvidenceKindId kind, Date from)
{
	struct evidence_rule_chain_row *rows;
	size_t n = ALL(db, a, evidence_rule_chain, &rows, .kind = V(kind));
	struct chained *c = NEWN(a, struct chained, n + 1);

	for (size_t i = 0; i < n; i++)
		c[i] = (struct chained){ rows[i].id.v, rows[i].from_day, rows[i].until_day,
			rows[i].prev_until };
	return chain_insert(c, n, from);
}

static EvidenceRuleId rule_insert(struct db *db, const struct chain_plan *p, EvidenceKindId kind,
                                  const struct evidence_rule_answers *in, UserAccountId by,
                                  Moment now)
{
	EvidenceRuleId id = NEW_ID(db, EvidenceRuleId);

	/* The chain lets no two rows end alike for a moment: shorten, relink, then insert. */
	if (p->shorten)
		DO(db, evidence_rule_shorten, .id = V(((EvidenceRuleId){ p->shorten })),
		   .until_day = V(in->from));
	if (p->relink)
		DO(db, evidence_rule_relink, .id = V(((EvidenceRuleId){ p->relink })),
		   .prev_until = V(p->until));
	DO(db, evidence_rule_insert, .id = V(id), .kind = V(kind), .from_day = V(in->from),
	   .until_day = V(p->until), .prev_until = V(p->prev), .asked = V((int64_t)in->asked),
	   .least_pence = V(in->least), .lapse = V((int64_t)in->lapse), .made_by = V(by),
	   .made_ms = V(now));
	return id;
}

enum evidenced evidence_rule_set(struct db *db, struct arena *a, EvidenceKindId kind,
                                 const struct evidence_rule_answers *in, UserAccountId by,
                                 Moment now, EvidenceRuleId *out)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);
	struct chain_plan p;

	db_need_write(db);
	if (DO(db, evidence_kind_hold, .id = V(kind)) != 1)
		return EVIDENCED_GONE;
	p = rule_plan(db, a, kind, in->from);
	if (p.taken && date_cmp(in->from, moment_date(now)) <= 0)
		return EVIDENCED_ALREADY;
	if (p.taken) {
		*out = (EvidenceRuleId){ p.shorten };
		DO(db, evidence_rule_correct, .id = V(*out), .asked = V((int64_t)in->asked),
		   .least_pence = V(in->least), .lapse = V((int64_t)in->lapse));
	} else {
		*out = rule_insert(db, &p, kind, in, by, now);
	}
	json_open_object(&j, NULL);
	json_put_int(&j, "kind", kind.v);
	json_put_date(&j, "from", in->from);
	json_put_bool(&j, "asked", in->asked);
	json_put_money(&j, "least", in->least);
	json_put_text(&j, "lapse", vocab_find(&evidence_lapse_vocab, in->lapse)->key);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "evidence_rule.set",
		.thing = "evidence_rule", .thing_id = out->v, .detail = buf_text(&b) });
	return EVIDENCED;
}

/* ---- given and checked ----------------------------------------------- */

static void file_keep(struct db *db, EvidenceId id, const struct file *file)
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, (const unsigned char *)file->bytes, file->n);
	DO(db, evidence_file_insert, .evidence = V(id), .name = V(file->name),
	   .bytes = V(((struct bytes){ file->bytes, file->n })), .length = V((int64_t)file->n),
	   .hash = V(((struct bytes){ hash, sizeof hash })));
}

static enum evidenced evidence_sound(const struct evidence_kind_on_row *k,
                                     const struct evidence_answers *in, Date until, Date today,
                                     Money *least)
{
	*least = k->least_pence;
	if (date_cmp(in->from, until) >= 0 || date_cmp(until, today) <= 0 ||
	    (k->ends && !date_known(in->until)))
		return EVIDENCED_DATES;
	if (money_known(*least) && (!money_known(in->cover) ||
	                            money_pence(in->cover) < money_pence(*least)))
		return EVIDENCED_LITTLE;
	if ((k->on_file && !in->file.n) || in->file.n > EVIDENCE_FILE_MOST)
		return EVIDENCED_FILE;
	return EVIDENCED;
}

enum evidenced evidence_give(struct db *db, struct arena *a, ProviderId provider,
                             const struct evidence_answers *in, UserAccountId by, Moment now,
                             EvidenceId *out, Money *least)
{
	const Date until = date_known(in->until) ? in->until : DATE_OPEN;
	struct evidence_kind_on_row k;
	enum evidenced got;

	db_need_write(db);
	*least = MONEY_NONE;
	if (!ONE(db, a, evidence_kind_on, &k, .id = V(in->kind), .on_day = V(moment_date(now))) ||
	    DO(db, provider_touch, .id = V(provider)) != 1)
		return EVIDENCED_GONE;
	if ((got = evidence_sound(&k, in, until, moment_date(now), least)) != EVIDENCED)
		return got;
	*out = NEW_ID(db, EvidenceId);
	DO(db, evidence_insert, .id = V(*out), .provider = V(provider), .kind = V(in->kind),
	   .from_day = V(in->from), .until_day = V(until), .cover_pence = V(in->cover),
	   .words = V(in->words), .given_by = V(by), .given_ms = V(now));
	if (in->file.n)
		file_keep(db, *out, &in->file);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "evidence.give",
		.thing = "evidence", .thing_id = out->v,
		.detail = arena_fmt(a, "{\"provider\":%lld,\"kind\":%lld,\"until\":\"%s\"}",
			(long long)provider.v, (long long)in->kind.v, date_iso(a, until)) });
	return EVIDENCED;
}

enum evidenced evidence_check(struct db *db, struct arena *a, EvidenceId id, bool sound,
                              const char *words, UserAccountId by, Moment now)
{
	struct evidence e;

	db_need_write(db);
	SURE(sound || !BLANK(words));
	if (!ONE(db, a, evidence_load, &e, .id = V(id)))
		return EVIDENCED_GONE;
	if (DO(db, evidence_judge, .id = V(id), .sound = V((int64_t)sound), .checked_by = V(by),
	       .checked_ms = V(now), .checked = V(words)) != 1)
		return EVIDENCED_ALREADY;
	audit_write(db, &(struct audit_entry){ .who = by, .reason = words,
		.verb = sound ? "evidence.accept" : "evidence.refuse", .thing = "evidence",
		.thing_id = id.v,
		.detail = arena_fmt(a, "{\"provider\":%lld}", (long long)e.provider.v) });
	return EVIDENCED;
}

/* ---- what is not there ----------------------------------------------- */

static const char *gap_words(struct arena *a, const char *name, Date ended)
{
	return !date_known(ended) ? arena_fmt(a, "%s is missing", name)
	       : arena_fmt(a, "%s ran out on %s", name, date_text(a, date_plus(ended, -1)));
}

/* What was given before it and is not checked counts no longer. */
static Moment unchecked_since(struct db *db, Moment now)
{
	return (Moment){ now.ms - setting_int(db, "evidence.unchecked_days") * INT64_C(86400000) };
}

size_t evidence_gaps_among(struct db *db, struct arena *a, const char *providers, Moment now,
                           struct evidence_gap **out)
{
	struct evidence_gaps_stopping_row *r;
	size_t n = ALL(db, a, evidence_gaps_stopping, &r, .providers = V(providers),
	               .on_day = V(moment_date(now)), .since_ms = V(unchecked_since(db, now)));

	*out = NEWN(a, struct evidence_gap, n + 1);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct evidence_gap){ r[i].provider, "", r[i].kind, r[i].lapse,
			gap_words(a, r[i].name, r[i].ended_day) };
	return n;
}

size_t evidence_gaps(struct db *db, struct arena *a, ProviderId provider, bool whoever, Moment now,
                     struct evidence_gap **out)
{
	struct evidence_gap_list in = { .on_day = V(moment_date(now)),
		.since_ms = V(unchecked_since(db, now)) };
	struct evidence_gap_list_row *r;
	size_t n;

	SURE(provider.v || !whoever);
	if (provider.v)
		in.provider = V(provider);
	if (!whoever)
		in.held_day = V(moment_date(now));
	n = evidence_gap_list_all(db, a, &r, &in);
	*out = NEWN(a, struct evidence_gap, n + 1);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct evidence_gap){ r[i].provider, r[i].provider_name, r[i].kind,
			r[i].lapse, gap_words(a, r[i].name, r[i].ended_day) };
	return n;
}

const char *evidence_suspends(struct db *db, struct arena *a, ProviderId provider, Moment now)
{
	struct evidence_gap *gaps;

	return evidence_gaps(db, a, provider, false, now, &gaps) &&
	       gaps[0].lapse == LAPSE_SUSPEND ? gaps[0].words : NULL;
}
