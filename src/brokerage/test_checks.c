/* SPDX-License-Identifier: MIT */
/*
 * test_checks.c -- every check of `almoner check` finds what it is there for.
 *
 * Each is asked twice: of a database that was thrown together, and again when
 * one row of it has been bent.  It must then say one more.
 */
#include "audit/audit.h"
#include "brokerage/returns.h"
#include "brokerage/test_thrown.h"
#include "site/site.h"

#include <string.h>

/* The first of those that were won, and of those that are open. */
#define WON_ONE  "(SELECT min(id) FROM request WHERE stage = 5)"
#define OPEN_ONE "(SELECT min(id) FROM request WHERE open = 1)"

/* There is no text for bytes that both engines read: PostgreSQL is given its own. */
#define NO_BYTES "x'00'"

static const struct { const char *check, *bend; } bends[] = {
	{ "jump-reason", "UPDATE step SET jump = 2, jump_reason = '' WHERE request = " WON_ONE },
	{ "jump-hidden",
	  "INSERT INTO step (id, request, step_no, policy_tier, tier_no, choice, price, "
	  "sent_ms, deadline_ms, sent_by, jump, ended_ms, ended_how) "
	  "SELECT 90000 + t.id, " OPEN_ONE ", t.id, t.id, t.id, 1, 1, 1, 2, 2, 1, 2, 2 "
	  "FROM policy_tier t WHERE t.id IN (1, 2)" },
	{ "jump-hidden",
	  "INSERT INTO step (id, request, step_no, policy_tier, tier_no, choice, price, "
	  "sent_ms, deadline_ms, sent_by, jump) "
	  "VALUES (90010, " OPEN_ONE ", 3, 4, 4, 1, 1, 3, 4, 2, 1)" },
	{ "embargo-invited",
	  "INSERT INTO embargo (id, provider, from_ms, reason, made_by, lift_ms) "
	  "SELECT 90000, i.provider, i.sent_ms - 1, 'x', 5, i.sent_ms + 1 FROM invitation i "
	  "WHERE i.request = " WON_ONE },
	{ "embargo-awarded",
	  "INSERT INTO embargo (id, provider, lot, locality, from_ms, reason, made_by, lift_ms) "
	  "SELECT 90001, p.provider, p.lot, p.locality, a.awarded_ms - 1, 'x', 5, "
	  "a.awarded_ms + 1 FROM placement p JOIN award a ON a.id = p.award "
	  "WHERE p.request = " WON_ONE },
	{ "award-invited", "UPDATE offer SET state = 2 WHERE request = " WON_ONE },
	{ "one-award", "UPDATE request SET stage = 6 WHERE id = " WON_ONE },
	{ "one-request", "UPDATE request SET open = 1, closed_ms = NULL, made_ms = 0 "
	  "WHERE id = (SELECT max(id) FROM request WHERE open = 0)" },
	{ "offer-late", "UPDATE offer SET changed_ms = 9000000000000 WHERE request = " WON_ONE },
	{ "policy-gap", "UPDATE policy SET until_day = 25000 WHERE id = 1" },
	{ "policy-gap", "INSERT INTO policy (id, name, service, from_day, until_day, prev_until) "
	  "VALUES (90000, 'x', 1, 25001, 2932896, 25000)" },
	{ "element-gap", "UPDATE element SET from_day = from_day + 1 WHERE placement = "
	  "(SELECT min(id) FROM placement)" },
	{ "block-overdrawn", "UPDATE element SET block = 1, week_mins = 20000 WHERE placement = "
	  "(SELECT min(id) FROM placement)" },
	{ "shares",
	  "UPDATE element SET council_pct = 50 WHERE placement = (SELECT min(id) FROM placement)" },
	{ "return-audited",
	  "INSERT INTO issued_return (id, kind, for_day, as_at_ms, made_ms, figures, "
	  "hash) VALUES (90000, 1, 20000, 1, 1, '{}', " NO_BYTES ")" },
};

static const struct sql *check_named(const char *name)
{
	for (size_t i = 0; i < returns_room.nchecks; i++)
		if (strcmp(returns_room.checks[i].name, name) == 0)
			return returns_room.checks[i].sql;
	NEED(false);
	return NULL;
}

static size_t found(struct t *t, const char *name)
{
	char *rows = NULL;

	return db_all(t->db, t->arena, check_named(name), NULL, 0, &rows);
}

struct bending { struct db *db; const char *text; };

/* There is no way to run a string: a statement is made of it, as mksql would. */
static const char *bend_text(struct t *t, const char *bend)
{
	const char *bytes = strstr(bend, NO_BYTES);

	if (!t->address || !bytes)
		return bend;
	return arena_fmt(t->arena, "%.*s'\\x00'%s", (int)(bytes - bend), bend,
	                 bytes + strlen(NO_BYTES));
}

static bool bend_work(void *arg)
{
	static const char *const none[] = { NULL };
	static struct sql_piece pieces[COUNT(bends)];
	static struct sql statements[COUNT(bends)];
	static size_t n;
	struct bending *x = arg;

	pieces[n] = (struct sql_piece){ x->text, -1, 0 };
	statements[n] = (struct sql){ .name = "bend", .file = __FILE__, .pieces = &pieces[n],
		.npieces = 1, .args = none, .order_names = none, .writes = true };
	db_do(x->db, &statements[n++], NULL);
	return true;
}

TEST_PLAIN(each_check_finds_what_is_bent)
{
	thrown_write(t);
	for (size_t i = 0; i < COUNT(bends); i++) {
		bool last = i + 1 == COUNT(bends) ||
			strcmp(bends[i].check, bends[i + 1].check) != 0;
		size_t before = found(t, bends[i].check);

		OK(db_write(t->db, bend_work, &(struct bending){
			t->db, bend_text(t, bends[i].bend) }));
		if (last && found(t, bends[i].check) <= before)
			SAME(bends[i].check, "found");
	}
}

static bool say_award(void *arg)
{
	struct db *db = arg;

	audit_write(db, &(struct audit_entry){ .verb = "request.award", .thing = "request",
	                                       .thing_id = INT64_C(999999) });
	for (int i = 0; i < THROWN; i++)
		if (thrown[i].fate == WON) {
			audit_write(db, &(struct audit_entry){ .verb = "request.award",
				.thing = "request", .thing_id = thrown[i].id });
			break;
		}
	return true;
}

/* Both ways: an award without its entry, and an entry without its award. */
TEST_PLAIN(awards_and_their_entries)
{
	size_t won;

	thrown_write(t);
	won = found(t, "award-audited");
	OK(won > 10);
	IS(found(t, "audit-awarded"), 0);
	OK(db_write(t->db, say_award, t->db));
	IS(found(t, "award-audited"), won - 1);
	IS(found(t, "audit-awarded"), 1);
}

/* No check is without a test: this list grows with the other. */
TEST_PLAIN(every_check_is_bent)
{
	for (size_t i = 0; i < returns_room.nchecks; i++) {
		const char *name = returns_room.checks[i].name;
		bool tried = strstr(name, "audit") && strstr(name, "award");

		for (size_t k = 0; k < COUNT(bends) && !tried; k++)
			tried = strcmp(bends[k].check, name) == 0;
		if (!tried)
			SAME(name, "tried");
	}
}
