/* SPDX-License-Identifier: MIT */
/*
 * world.c -- the small council of the tests, row by row.
 *
 * The statements are written out here, by column and code: a fixture must not
 * be made by the verbs that it is there to test.
 */
#include "t/world.h"

#include "audit/audit.h"
#include "auth/auth.h"
#include "t/t.h"

#define FILL(text) { text, -1, 0 }

/* Days: 20000 = 2024-10-04, 20619 = 2026-06-15 (T_NOW), 2932896 = no end. */
static const struct sql_piece rows[] = {
	FILL("INSERT INTO locality (id, name, name_key) VALUES "
	     "(1, 'North', 'north'), (2, 'South', 'south')"),
	FILL("INSERT INTO locality_district (id, district, locality, from_day, until_day) VALUES "
	     "(1, 'WM1', 1, 18000, 2932896), (2, 'WM2', 2, 18000, 2932896)"),
	FILL("INSERT INTO team (id, name, kind) VALUES (1, 'Hospital team', 2), (2, 'Brokers', 3)"),
	FILL("INSERT INTO person (id, given_name, family_name, name_key, born_day, postcode, "
	     "district, locality, address, phone, restricted, made_ms) VALUES "
	     "(1, 'Ada', 'Archer', 'archer ada', -11000, 'WM1 1AA', 'WM1', 1, "
	     "'1 High Street', '01632 960001', 0, 1), "
	     "(2, 'Ben', 'Baker', 'baker ben', -9000, 'WM2 2BB', 'WM2', 2, "
	     "'2 Low Street', '01632 960002', 0, 1), "
	     "(3, 'Sal', 'Secret', 'secret sal', -9000, 'WM1 3CC', 'WM1', 1, "
	     "'3 Hid Lane', '01632 960003', 1, 1)"),
	FILL("INSERT INTO provider (id, name, name_key, regulator, ref, kind, email, "
	     "made_ms) VALUES "
	     "(1, 'Brook Homecare', 'brook homecare', 2, '1-1000000001', 1, "
	     "'care@brook.example', 1), "
	     "(2, 'Cedar Care', 'cedar care', 2, '1-1000000002', 1, 'care@cedar.example', 1), "
	     "(3, 'Dale Support', 'dale support', 2, '1-1000000003', 2, 'care@dale.example', 1), "
	     "(4, 'Elm at Home', 'elm at home', 2, '1-1000000004', 1, 'care@elm.example', 1), "
	     "(5, 'Fern Homecare', 'fern homecare', 2, '1-1000000005', 1, "
	     "'care@fern.example', 1), "
	     "(6, 'Gorse Care', 'gorse care', 2, '1-1000000006', 1, 'care@gorse.example', 1), "
	     "(7, 'Holly Homecare', 'holly homecare', 2, '1-1000000007', 1, "
	     "'care@holly.example', 1)"),
	FILL("INSERT INTO location (id, provider, regulator, ref, name, name_key, postcode, "
	     "district, status, latest_rating, latest_rank, latest_day, made_ms) "
	     "SELECT id, id, 2, '1-200000000' || CAST(id AS TEXT), name, name_key, 'WM1 9ZZ', "
	     "'WM1', 1, 'Good', 3, 20300, 1 FROM provider"),
	FILL("INSERT INTO location_service (location, service) SELECT id, 1 FROM location"),
	FILL("INSERT INTO framework (id, name, from_day, until_day) VALUES "
	     "(1, 'Homecare', 20000, 22000)"),
	FILL("INSERT INTO lot (id, framework, number, name, service, part, made_ms) VALUES "
	     "(1, 1, 1, 'Single packages', 1, 1, 1), (2, 1, 2, 'Block contracts', 1, 2, 1), "
	     "(3, 1, 3, 'Interim', 1, 3, 1)"),
	FILL("INSERT INTO accreditation (id, lot, provider, from_day, until_day, decided_ms, "
	     "reason) VALUES "
	     "(1, 2, 1, 20000, 22000, 1, 'r'), (2, 1, 2, 20000, 22000, 1, 'r'), "
	     "(3, 1, 3, 20000, 22000, 1, 'r'), (4, 1, 4, 20000, 22000, 1, 'r'), "
	     "(5, 3, 5, 20000, 22000, 1, 'r'), (7, 1, 7, 20000, 22000, 1, 'r')"),
	FILL("INSERT INTO accreditation_locality (accreditation, locality) VALUES "
	     "(1, 1), (2, 1), (2, 2), (3, 1), (4, 2), (5, 1), (7, 1)"),
	FILL("INSERT INTO block (id, provider, locality, service, name, from_day, until_day, "
	     "week_mins, rate_pence) VALUES (1, 1, 1, 1, 'North block', 20000, 22000, 1200, 1850)"),
	FILL("INSERT INTO fair_price (id, service, locality, from_day, until_day, "
	     "rate_pence) VALUES "
	     "(1, 1, 1, 20000, 2932896, 2000), (2, 1, 2, 20000, 2932896, 1900)"),
	FILL("INSERT INTO time_band (id, name, days, start_mins, end_mins, from_day, until_day, "
	     "position) VALUES "
	     "(1, 'Morning', 127, 360, 720, 20000, 2932896, 1), "
	     "(2, 'Evening', 127, 720, 1380, 20000, 2932896, 2)"),
	FILL("INSERT INTO capacity (id, provider, locality, time_band, free_mins, stated_ms) "
	     "SELECT p.id * 10 + b.id * 4 + l.id, p.id, l.id, b.id, 3000, 1 FROM provider p, "
	     "time_band b, locality l"),
	FILL("INSERT INTO skill (id, name) VALUES (1, 'Dementia'), (2, 'PEG feeding')"),
	FILL("INSERT INTO provider_skill (provider, skill) SELECT id, 1 FROM provider"),
	FILL("INSERT INTO policy (id, name, service, from_day, until_day, floor_rank) VALUES "
	     "(1, 'Order of priority', 1, 20000, 2932896, 2)"),
	FILL("INSERT INTO policy_tier (id, policy, tier_no, name, who, price, needs_approval, "
	     "choice, urgent_mins, standard_mins) VALUES "
	     "(1, 1, 1, 'Part B and pre-purchased hours', 1, 3, 0, 1, 120, 1440), "
	     "(2, 1, 2, 'Part A at the fair price', 2, 2, 0, 1, 120, 1440), "
	     "(3, 1, 3, 'Part A above it', 2, 1, 0, 1, 120, 1440), "
	     "(4, 1, 4, 'Interim or out of area', 3, 1, 0, 1, 120, 1440), "
	     "(5, 1, 5, 'Not on the framework', 4, 1, 1, 1, 120, 1440)"),
	/* Roles are bits 1 << code: 1 social worker, 3 broker, 2 manager, 4, 5, 6 provider, 7. */
	FILL("INSERT INTO user_account (id, email, email_key, name, roles, team, provider, "
	     "password_hash, made_ms) VALUES "
	     "(1, 'worker@example.org', 'worker@example.org', 'Wendy Worker', 2, 1, NULL, '', 1), "
	     "(2, 'broker@example.org', 'broker@example.org', 'Bob Broker', 8, 2, NULL, '', 1), "
	     "(3, 'broker2@example.org', 'broker2@example.org', "
	     "'Beth Broker', 8, 2, NULL, '', 1), "
	     "(4, 'manager@example.org', 'manager@example.org', "
	     "'Mary Manager', 12, 2, NULL, '', 1), "
	     "(5, 'commissioner@example.org', 'commissioner@example.org', "
	     "'Carl Commissioner', 16, NULL, NULL, '', 1), "
	     "(6, 'director@example.org', 'director@example.org', "
	     "'Dora Director', 32, NULL, NULL, '', 1), "
	     "(7, 'admin@example.org', 'admin@example.org', 'Alan Admin', 128, NULL, NULL, '', 1), "
	     "(8, 'commissioner2@example.org', 'commissioner2@example.org', "
	     "'Cora Commissioner', 16, NULL, NULL, '', 1)"),
	FILL("INSERT INTO user_account (id, email, email_key, name, roles, provider, "
	     "password_hash, made_ms) "
	     "SELECT id + 10, 'p' || CAST(id AS TEXT) || '@example.org', "
	     "'p' || CAST(id AS TEXT) || '@example.org', 'Scheduler of ' || name, 64, id, '', 1 "
	     "FROM provider"),
	FILL("INSERT INTO person_named (id, person, user_account, reason) VALUES "
	     "(1, 3, 2, 'works with her')"),
	FILL("INSERT INTO embargo (id, provider, from_ms, reason, made_by) VALUES "
	     "(1, 7, 1, 'Poor inspection', 5)"),
	FILL("INSERT INTO id_block (name, next_id) VALUES "
	     "('person', 1000), ('provider', 1000), ('location', 1000), ('embargo', 1000), "
	     "('user_account', 1000), ('team', 1000), ('accreditation', 1000), "
	     "('capacity', 1000), ('fair_price', 1000), ('time_band', 1000), ('skill', 1000), "
	     "('policy', 1000), ('policy_tier', 1000), ('person_named', 1000), "
	     "('locality', 1000), ('locality_district', 1000), ('block', 1000), "
	     "('framework', 1000), ('lot', 1000)"),
};

static struct sql statements[COUNT(rows)];
static const char *const no_names[] = { NULL };

static bool make(void *arg)
{
	struct db *db = arg;

	for (size_t i = 0; i < COUNT(rows); i++) {
		statements[i] = (struct sql){ .name = "world", .file = __FILE__, .pieces = &rows[i],
			.npieces = 1, .args = no_names, .order_names = no_names, .writes = true };
		db_do(db, &statements[i], NULL);
	}
	return true;
}

void world_make(struct db *db)
{
	static const unsigned char key[AUDIT_KEY] = "a key for tests";

	audit_key_set(key);
	db_write(db, make, db);
}

#define SIGNED_IN (MAY_ANYONE | MAY_SIGNED_IN)
const struct me world_worker = { .id = { 1 }, .name = "Wendy Worker",
	.roles = 1 << ROLE_SOCIAL_WORKER,
	.rights = SIGNED_IN | MAY_SEE_PERSON | MAY_ASK, .team = { 1 },
	.email = "worker@example.org" };
const struct me world_broker = { .id = { 2 }, .name = "Bob Broker", .roles = 1 << ROLE_BROKER,
	.rights = SIGNED_IN | MAY_SEE_PERSON | MAY_BROKER, .team = { 2 },
	.email = "broker@example.org" };
const struct me world_broker2 = { .id = { 3 }, .name = "Beth Broker", .roles = 1 << ROLE_BROKER,
	.rights = SIGNED_IN | MAY_SEE_PERSON | MAY_BROKER, .team = { 2 },
	.email = "broker2@example.org" };
const struct me world_manager = { .id = { 4 }, .name = "Mary Manager",
	.roles = 1 << ROLE_BROKER | 1 << ROLE_MANAGER,
	.rights = SIGNED_IN | MAY_SEE_PERSON | MAY_BROKER | MAY_ASK | MAY_APPROVE, .team = { 2 },
	.email = "manager@example.org" };
const struct me world_commissioner = { .id = { 5 }, .name = "Carl Commissioner",
	.roles = 1 << ROLE_COMMISSIONER, .rights = SIGNED_IN | MAY_MARKET | MAY_SEE_MARKET,
	.email = "commissioner@example.org" };
const struct me world_director = { .id = { 6 }, .name = "Dora Director",
	.roles = 1 << ROLE_DIRECTOR,
	.rights = SIGNED_IN | MAY_RETURNS, .email = "director@example.org" };
const struct me world_admin = { .id = { 7 }, .name = "Alan Admin", .roles = 1 << ROLE_ADMIN,
	.rights = SIGNED_IN | MAY_ADMIN, .email = "admin@example.org" };

struct me world_scheduler(ProviderId p)
{
	return (struct me){ .id = { p.v + 10 }, .name = "A scheduler", .roles = 1 << ROLE_PROVIDER,
		.rights = SIGNED_IN | MAY_OFFER, .provider = p, .email = "p@example.org" };
}
