/* SPDX-License-Identifier: MIT */
/*
 * admin.c -- the administrator's pages: accounts and teams.
 *
 * A first password is shown once, on the page that answers the POST: it must
 * not stand in an address, a cookie or the audit trail.
 */
#include "auth/inside.h"

#include "audit/audit.h"
#include "auth/auth.sql.h"
#include "form/form.h"
#include "html/alm.h"
#include "list/list.h"

/* ---- accounts: the list ------------------------------------------------ */

static struct cell roles_cell(struct rq *rq, const void *row)
{
	const struct account_list_row *r = row;

	return cell_of_text(roles_text(rq->arena, r->roles));
}

static const struct list_col account_cols[] = {
	{ "id",            "Number", .as = CELL_INT, .in_files_only = true },
	{ "name",          "Name",   .link = "/users/{id}", .order = "name" },
	{ "email",         "Email address", .order = "email" },
	{ "role_words",    "Roles",  .make = roles_cell },
	{ "team_name",     "Team" },
	{ "provider_name", "Organisation" },
	{ "seen_ms",       "Last here", .as = CELL_MOMENT },
	{ "disabled",      "Closed", .as = CELL_BOOL },
};

static const struct list_filter account_filters[] = {
	{ "q",    "Name or email address", FILTER_TEXT },
	{ "team", "Team", FILTER_CHOICE, .from = &team_choices_sql },
};

static void accounts_above(struct rq *rq, struct page *pg)
{
	(void)rq;
	gov_button(pg, (struct gov_button){ .text = "Add an account", .href = "/users/new" });
}

const struct list accounts_list = {
	.name = "users", .title = "Accounts",
	.why = "Read by administrators when people come, go or change their work",
	.sql = &account_list_sql, .count = &account_count_sql,
	.cols = account_cols, .ncols = COUNT(account_cols),
	.filters = account_filters, .nfilters = COUNT(account_filters),
	.order = "name", .page_rows = 50, .none = "There is no such account",
	.wide = true, .above = accounts_above,
};

/* ---- accounts: a new one ----------------------------------------------- */

struct account_new {
	const char *email, *name;
	int64_t     roles;
	TeamId      team;
	ProviderId  provider;
};

#define ACCOUNT_FIELDS(T)                                                                   \
	{ IN(T, name), .label = "Name", .max = 120, .autocomplete = "off",                   \
	  .need = "Enter the person's name" },                                               \
	{ IN(T, roles), .label = "Roles", .as = AS_CHECKBOXES, .words = &role_vocab,         \
	  .need = "Choose at least one role" },                                              \
	{ IN(T, team), .label = "Team", .from = &team_choices_sql,                           \
	  .hint = "Of the council's and the NHS's people" },                                 \
	{ IN(T, provider), .label = "Organisation", .as = AS_SEARCH,                         \
	  .from = &provider_choices_sql,                                                     \
	  .hint = "Only of a provider's own people: they see nothing but their organisation's" }

static const struct field account_new_fields[] = {
	{ IN(struct account_new, email), .label = "Email address", .as = AS_EMAIL, .max = 254,
	  .autocomplete = "off", .need = "Enter the email address" },
	ACCOUNT_FIELDS(struct account_new),
};

/* A provider's people and the council's are kept apart: that is the portal's wall. */
static void sides_check(struct rq *rq, int64_t role_bits, ProviderId provider)
{
	bool theirs = role_bits & INT64_C(1) << (ROLE_PROVIDER - 1);
	bool ours = role_bits & ~(INT64_C(1) << (ROLE_PROVIDER - 1));

	if (theirs && ours)
		problem_add(rq, "roles", "A provider's scheduler cannot have a role of the "
		            "council's too");
	if (theirs && !provider.v)
		problem_add(rq, "provider", "Choose the provider's organisation");
	if (!theirs && provider.v)
		problem_add(rq, "provider", "Only a provider's scheduler belongs to a provider");
}

static void account_new_check(struct rq *rq, void *form)
{
	const struct account_new *in = form;

	sides_check(rq, in->roles, in->provider);
}

const struct form account_new_form = {
	.name = "user", FORM(struct account_new, account_new_fields),
	.title = "Add an account", .button = "Add", .check = account_new_check,
};

struct adding { struct rq *rq; struct account account; UserAccountId id; enum account_try how; };

static bool add_work(void *arg)
{
	struct adding *o = arg;

	o->how = account_add(o->rq->db, o->rq->arena, &o->account, o->rq->me->id, &o->id);
	return o->how == ACCOUNT_OK;
}

/* The page that shows it, once. */
static struct reply first_password(struct rq *rq, const char *name, const char *password,
                                   UserAccountId id)
{
	struct page *pg;

	rq->look.title = rq->look.h1 = "First password";
	pg = show_begin(rq);
	para(pg, arena_fmt(rq->arena, "Tell %s this password, by telephone or face to face. It is "
	                   "shown only now, and is good for signing in until another is chosen.",
	                   name));
	alm_copy(pg, "First password", password);
	el(pg, "p");
	el_link(pg, arena_fmt(rq->arena, "/users/%lld", (long long)id.v), "Go to the account");
	end(pg);
	return show(rq, pg);
}

struct reply account_new_post(struct rq *rq, void *form)
{
	const struct account_new *in = form;
	struct adding o = { .rq = rq, .account = {
		.email = in->email, .name = in->name, .roles = in->roles << 1, .team = in->team,
		.provider = in->provider, .password = password_make(rq->arena),
		.must_change = true } };

	db_write(rq->db, add_work, &o);
	switch (o.how) {
	case ACCOUNT_OK:
		if (rq->format == AS_JSON)
			return go(rq, "Account added", "/users/%lld", (long long)o.id.v);
		return first_password(rq, in->name, o.account.password, o.id);
	case ACCOUNT_EMAIL_TAKEN:
		return refuse(rq, "email", "There is already an account with this email address");
	case ACCOUNT_EMAIL_BAD:
		return refuse(rq, "email", "Email address must be one like name@example.org");
	case ACCOUNT_PASSWORD_BAD:
		break;
	}
	bug(__FILE__, __LINE__, "a password of ours that will not do");
}

/* ---- accounts: a change ------------------------------------------------ */

struct account_change_in {
	const char *name;
	int64_t     roles;
	TeamId      team;
	ProviderId  provider;
	bool        closed;
	int64_t     revision;
};

static const struct field account_fields[] = {
	ACCOUNT_FIELDS(struct account_change_in),
	{ IN(struct account_change_in, closed), .label = "This account is closed",
	  .hint = "Its sessions end at once. What was done with it stays in the audit trail." },
	{ IN(struct account_change_in, revision), .as = AS_HIDDEN },
};

static void account_check(struct rq *rq, void *form)
{
	const struct account_change_in *in = form;

	sides_check(rq, in->roles, in->provider);
}

const struct form account_form = {
	.name = "user-change", FORM(struct account_change_in, account_fields),
	.title = "Change an account", .button = "Save", .check = account_check,
};

static struct account_change_in as_form(const struct account_load_row *r)
{
	return (struct account_change_in){
		.name = r->name, .roles = r->roles >> 1, .team = r->team, .provider = r->provider,
		.closed = moment_known(r->disabled_ms), .revision = r->revision };
}

static bool account_asked(struct rq *rq, struct account_load_row *r)
{
	return ONE(rq->db, rq->arena, account_load, r, .id = V(ID(rq, UserAccountId, "user")));
}

struct reply account_form_load(struct rq *rq, void *form)
{
	struct account_change_in *in = form;
	struct account_load_row r;

	if (!account_asked(rq, &r))
		return not_found(rq);
	*in = as_form(&r);
	return (struct reply){ .kind = REPLY_DEFAULT };
}

void account_above(struct rq *rq, struct page *pg, const void *form)
{
	struct account_load_row r;

	(void)form;
	if (!account_asked(rq, &r))
		return;
	GOV_SUMMARY(pg, { "Email address", r.email },
	            { "Added", moment_text(rq->arena, r.made_ms) });
	el(pg, "p");
	el_link(pg, arena_fmt(rq->arena, "/users/%lld/password", (long long)r.id.v),
	        "Give a new first password");
	end(pg);
}

/* Somebody must stay who can open the door again. */
static bool last_administrator(struct rq *rq, const struct account_load_row *was,
                               const struct account_change_in *in)
{
	const int64_t bit = INT64_C(1) << ROLE_ADMIN;
	struct account_admins_row left;

	if (!(was->roles & bit) || (in->roles << 1 & bit && !in->closed))
		return false;
	return ONE(rq->db, rq->arena, account_admins, &left, .id = V(was->id), .bit = V(bit)) &&
	       left.n == 0;
}

struct reply account_form_post(struct rq *rq, void *form)
{
	const struct account_change_in *in = form;
	struct account_change_in before;
	struct account_load_row was;
	Moment closed;

	if (!account_asked(rq, &was))
		return not_found(rq);
	if (last_administrator(rq, &was, in))
		return refuse(rq, NULL, "This is the last administrator. Make another one first");
	before = as_form(&was);
	closed = !in->closed ? MOMENT_NONE : before.closed ? was.disabled_ms : rq->now;
	if (DO(rq->db, account_change, .id = V(was.id), .revision = V(in->revision),
	       .name = V(in->name), .roles = V(in->roles << 1), .team = V(in->team),
	       .provider = V(in->provider), .disabled_ms = V(closed)) != 1)
		return refuse(rq, NULL, "Somebody else changed this account meanwhile. Open it "
		              "again");
	if (in->closed)
		DO(rq->db, session_close_others, .now = V(rq->now), .user_account = V(was.id));
	AUDIT(rq, .verb = "user.change", .thing = "user_account", .thing_id = was.id.v,
	      .detail = form_changes(rq->arena, &account_form, &before, in));
	return go(rq, "Account changed", "/users");
}

/* ---- accounts: a new first password ------------------------------------ */

struct nothing { int64_t none; };
static const struct field no_fields[] = { { IN(struct nothing, none), .as = AS_HIDDEN } };
const struct form account_reset_form = {
	.name = "user-password", FORM(struct nothing, no_fields),
	.title = "Give a new first password", .button = "Make a new password",
	.lead = "The old password stops working, and the person is signed out everywhere.",
};

struct reply account_reset_load(struct rq *rq, void *form)
{
	struct account_load_row r;

	(void)form;
	return account_asked(rq, &r) ? (struct reply){ .kind = REPLY_DEFAULT } : not_found(rq);
}

struct resetting { struct rq *rq; UserAccountId id; const char *password; };

static bool reset_work(void *arg)
{
	struct resetting *o = arg;

	return account_password(o->rq->db, o->rq->arena, o->id, o->password, true,
	                        o->rq->me->id) == ACCOUNT_OK;
}

struct reply account_reset_post(struct rq *rq, void *form)
{
	struct account_load_row r;
	struct resetting o = { .rq = rq, .password = password_make(rq->arena) };

	(void)form;
	if (!account_asked(rq, &r))
		return not_found(rq);
	o.id = r.id;
	SURE(db_write(rq->db, reset_work, &o));
	return first_password(rq, r.name, o.password, r.id);
}
