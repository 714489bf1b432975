/* SPDX-License-Identifier: MIT */
/*
 * staff.c -- the teams of Westmarch and the people who sign in.
 *
 * Every provider of homecare has a scheduler, for somebody must have made its
 * offers; only those of the first of each kind can sign in, which keeps the
 * list short and the making quick (a password takes 20 ms to hash).
 */
#include "demo/inside.h"

const struct team_spec team_specs[TEAMS] = {
	{ "Royal Marches Hospital discharge", TEAM_HOSPITAL, -1 },
	{ "Tarn Valley Hospital discharge", TEAM_HOSPITAL, -1 },
	{ "Marchbury social work", TEAM_SOCIAL_WORK, 0 },
	{ "Eastmere social work", TEAM_SOCIAL_WORK, 1 },
	{ "Coldwater Vale social work", TEAM_SOCIAL_WORK, 2 },
	{ "Harrowgate Hill social work", TEAM_SOCIAL_WORK, 3 },
	{ "Saltmarsh social work", TEAM_SOCIAL_WORK, 4 },
	{ "Upper Tarn social work", TEAM_SOCIAL_WORK, 5 },
	{ "Brokerage", TEAM_BROKERAGE, -1 },
	{ "Commissioning", TEAM_COMMISSIONING, -1 },
};
enum { TEAM_BROKERS = 8, TEAM_COMMISSIONERS = 9 };

#define BIT(role) (INT64_C(1) << (role))

static const struct staff {
	const char *email, *name;
	int64_t     roles;
	int         team;
	bool        shown;               /* among the sign-ins that are printed */
} staff[] = {
	{ "hospital", "Priya Nagra", BIT(ROLE_HOSPITAL), 0, true },
	{ "hospital2", "Tom Ashdown", BIT(ROLE_HOSPITAL), 1, false },
	{ "marchbury", "Carys Probert", BIT(ROLE_SOCIAL_WORKER), 2, false },
	{ "eastmere", "Daniel Oakes", BIT(ROLE_SOCIAL_WORKER), 3, true },
	{ "coldwater", "Ewa Mazur", BIT(ROLE_SOCIAL_WORKER), 4, false },
	{ "harrowgate", "Grace Pinnock", BIT(ROLE_SOCIAL_WORKER), 5, false },
	{ "saltmarsh", "Callum Imrie", BIT(ROLE_SOCIAL_WORKER), 6, false },
	{ "uppertarn", "Nia Gittins", BIT(ROLE_SOCIAL_WORKER), 7, false },
	{ "broker", "Farah Lodhi", BIT(ROLE_BROKER), TEAM_BROKERS, true },
	{ "broker2", "Owen Tattersall", BIT(ROLE_BROKER), TEAM_BROKERS, false },
	{ "broker3", "Sinead Tierney", BIT(ROLE_BROKER), TEAM_BROKERS, false },
	{ "manager", "Helen Thackray", BIT(ROLE_MANAGER) | BIT(ROLE_BROKER), TEAM_BROKERS, true },
	{ "commissioner", "Marcus Wedderburn", BIT(ROLE_COMMISSIONER), TEAM_COMMISSIONERS, true },
	{ "commissioner2", "Ama Boateng", BIT(ROLE_COMMISSIONER), TEAM_COMMISSIONERS, true },
	{ "evaluator", "Lewis Tranter", BIT(ROLE_EVALUATOR), -1, true },
	{ "director", "Ruth Pargeter", BIT(ROLE_DIRECTOR), -1, true },
	{ "finance", "Adam Wrona", BIT(ROLE_FINANCE), -1, true },
	{ "admin", "Jo Kinnaird", BIT(ROLE_ADMIN), -1, true },
};

/* Schedulers who can sign in, and why to look through their eyes. */
static const struct { int firm; const char *role; } shown_firms[] = {
	{ 0, "Provider: strategic partner, Part B" },
	{ 4, "Provider: spot contracts, Part A" },
	{ FIRM_NEW, "Provider: new, Part A" },
	{ FIRM_SHUT_NOW, "Provider: suspended now" },
	{ 24, "Provider: interim agreement" },
	{ 32, "Provider: not on the framework" },
};

struct me me_of(UserAccountId id, TeamId team, ProviderId provider)
{
	return (struct me){ .id = id, .team = team, .provider = provider, .name = "", .email = "" };
}

static UserAccountId add(struct council *c, const char *email, const char *name, int64_t roles,
                         TeamId team, ProviderId provider, bool signs_in)
{
	struct account a = { .email = email, .name = name, .roles = roles, .team = team,
		.provider = provider, .password = signs_in ? c->passphrase : NULL };
	UserAccountId id;

	SURE(account_add(c->db, c->arena, &a, c->admin, &id) == ACCOUNT_OK);
	return id;
}

static void show_sign_in(struct council *c, const char *role, const char *email, const char *name)
{
	SURE(c->made.nsign_ins < COUNT(c->made.sign_in));
	c->made.sign_in[c->made.nsign_ins++] = (struct demo_sign_in){ role, email, name };
}

static const char *role_label(int64_t roles)
{
	for (int code = 1; code < 16; code++)
		if (roles & BIT(code))
			return vocab_label(&role_vocab, code);
	return "";
}

static void remember(struct council *c, const struct staff *s, UserAccountId id)
{
	if (s->team >= 0 && s->team < TEAM_BROKERS)
		c->asks[s->team] = id;
	if (s->roles == BIT(ROLE_BROKER))
		for (size_t i = 0; i < COUNT(c->brokers); i++)
			if (!c->brokers[i].v) {
				c->brokers[i] = id;
				break;
			}
	if (s->roles & BIT(ROLE_MANAGER))
		c->manager = id;
	if (s->roles & BIT(ROLE_COMMISSIONER) && c->commissioner.v)
		c->commissioner2 = id;
	else if (s->roles & BIT(ROLE_COMMISSIONER))
		c->commissioner = id;
	if (s->roles & BIT(ROLE_EVALUATOR))
		c->evaluator = id;
	if (s->roles & BIT(ROLE_ADMIN))
		c->admin = id;
}

static void schedulers(struct council *c)
{
	for (int i = 0; i < FIRMS; i++) {
		const char *email = arena_fmt(c->arena, "care@firm%02d.example.org", i);
		struct chance own = { 99u + (unsigned)i };
		struct person_name n = name_make(&own);
		const char *name = arena_fmt(c->arena, "%s %s", n.given, n.family), *role = NULL;

		if (firm_specs[i].kind == FIRM_OTHER)
			continue;
		for (size_t k = 0; k < COUNT(shown_firms); k++)
			if (shown_firms[k].firm == i)
				role = shown_firms[k].role;
		c->firm[i].scheduler = add(c, email, name, BIT(ROLE_PROVIDER), (TeamId){ 0 },
		                           c->firm[i].id, role != NULL);
		if (role)
			show_sign_in(c, role, email,
			             arena_fmt(c->arena, "%s, %s", name, firm_specs[i].name));
	}
}

void council_staff(struct council *c)
{
	for (int i = 0; i < TEAMS; i++)
		c->team[i] = team_add(c->db, team_specs[i].name, team_specs[i].kind);
	for (size_t i = 0; i < COUNT(staff); i++) {
		const struct staff *s = &staff[i];
		const char *email = arena_fmt(c->arena, "%s@westmarch.example.org", s->email);
		TeamId team = s->team < 0 ? (TeamId){ 0 } : c->team[s->team];

		remember(c, s, add(c, email, s->name, s->roles, team, (ProviderId){ 0 }, s->shown));
		if (s->shown)
			show_sign_in(c, role_label(s->roles), email, s->name);
	}
	schedulers(c);
}
