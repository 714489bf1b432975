/* SPDX-License-Identifier: MIT */
/*
 * stated.c -- what providers say of themselves: free hours, skills, an address.
 *
 * A statement of hours replaces the one before it; what it was is in the
 * audit trail.
 */
#include "market/inside.h"
#include "market/keep.sql.h"
#include "market/suspend.sql.h"

#include "audit/audit.h"

void capacity_state(struct db *db, struct arena *a, ProviderId provider,
                    const struct capacity_stated *s, size_t n, UserAccountId by, Moment now)
{
	struct buf detail = buf_new(a);

	db_need_write(db);
	buf_char(&detail, '[');
	for (size_t i = 0; i < n; i++) {
		DO(db, capacity_put, .id = V(NEW_ID(db, CapacityId)), .provider = V(provider),
		   .locality = V(s[i].locality), .time_band = V(s[i].band),
		   .free_mins = V(s[i].free), .stated_ms = V(now), .stated_by = V(by));
		buf_fmt(&detail, "%s[%lld,%lld,%lld]", i ? "," : "", (long long)s[i].locality.v,
		        (long long)s[i].band.v, (long long)s[i].free.n);
	}
	buf_char(&detail, ']');
	if (n)
		audit_write(db, &(struct audit_entry){ .who = by, .verb = "capacity.state",
			.thing = "provider", .thing_id = provider.v,
			.detail = arena_fmt(a, "{\"locality,band,minutes\":%s}",
			                    buf_text(&detail)) });
}

enum kept skill_add(struct db *db, struct arena *a, const char *name, UserAccountId by,
                    SkillId *out)
{
	(void)a;
	db_need_write(db);
	*out = NEW_ID(db, SkillId);
	if (TRY(db, skill_insert, .id = V(*out), .name = V(name)) != TRY_DONE)
		return KEPT_ALREADY;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "skill.add", .thing = "skill",
		.thing_id = out->v });
	return KEPT;
}

enum kept provider_skills_set(struct db *db, struct arena *a, ProviderId provider,
                              const char *skills,
                              UserAccountId by)
{
	const char *list = BLANK(skills) ? "[]" : skills;

	db_need_write(db);
	if (DO(db, provider_touch, .id = V(provider)) != 1)
		return KEPT_GONE;
	DO(db, provider_skill_clear, .provider = V(provider));
	DO(db, provider_skill_put, .provider = V(provider), .skills = V(list));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "provider.skills",
		.thing = "provider",
		.thing_id = provider.v, .detail = arena_fmt(a, "{\"skills\":%s}", list) });
	return KEPT;
}

enum kept provider_email_set(struct db *db, struct arena *a, ProviderId provider, int64_t revision,
                             const char *email, UserAccountId by)
{
	struct provider_revision_row p;

	db_need_write(db);
	if (!ONE(db, a, provider_revision, &p, .id = V(provider)))
		return KEPT_GONE;
	if (DO(db, provider_email_update, .id = V(provider), .revision = V(revision),
	       .email = V(email)) != 1)
		return KEPT_STALE;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "provider.email",
		.thing = "provider", .thing_id = provider.v });
	return KEPT;
}
