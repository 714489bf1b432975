/* SPDX-License-Identifier: MIT */
/*
 * own.c -- one's own account: what it may do, its password, where it is signed in.
 */
#include "auth/inside.h"

#include <string.h>

#include "audit/audit.h"
#include "auth/auth.sql.h"
#include "form/form.h"
#include "list/record.h"
#include "site/setting.h"

/* ---- the page ---------------------------------------------------------- */

static const struct column session_cols[] = {
	{ "since", "Signed in",  CELL_MOMENT },
	{ "seen",  "Last used",  CELL_MOMENT },
	{ "this",  "This one",   CELL_BOOL },
};

static struct record *own_record(struct rq *rq)
{
	struct record *rec = record_new(rq->arena, "account", rq->me->id.v, "Your account");
	Moment after = { rq->now.ms - setting_int(rq->db, "session.idle_minutes") * 60000 };
	struct session_list_row *rows;
	size_t n = ALL(rq->db, rq->arena, session_list, &rows, .user_account = V(rq->me->id),
	               .after = V(after));
	struct table *t;

	record_text(rec, "name", "Name", rq->me->name);
	record_text(rec, "email", "Email address", rq->me->email);
	record_text(rec, "roles", "Roles", roles_text(rq->arena, rq->me->roles));
	if (rq->me->organisation)
		record_text(rec, "organisation", "Organisation", rq->me->organisation);
	t = record_table(rec, "sessions", "Where you are signed in", session_cols,
	                 COUNT(session_cols));
	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_moment(rows[i].started_ms);
		c[1] = cell_of_moment(rows[i].seen_ms);
		c[2] = cell_of_bool(rows[i].id.v == rq->me->session.v);
	}
	return rec;
}

struct reply own_get(struct rq *rq)
{
	struct record *rec = own_record(rq);
	struct page *pg;

	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.h1 = rq->look.title = "Your account";
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	el(pg, "p");
	el_link(pg, "/account/password", "Change your password");
	end(pg);
	el(pg, "p");
	el_link(pg, "/account/reminders", "The morning's letter about your tasks");
	end(pg);
	el(pg, "p");
	el_link(pg, "/access", "What each role may do");
	end(pg);
	record_draw_table(rq, pg, rec, "sessions");
	post_begin(pg, "/account/sessions", rq->me->csrf, rq->key, false);
	gov_button(pg, (struct gov_button){ .text = "Sign out everywhere else",
	                                    .classes = "govuk-button--secondary" });
	end(pg);
	return show(rq, pg);
}

/* ---- sessions ---------------------------------------------------------- */

struct nothing { int64_t none; };
static const struct field no_fields[] = { { IN(struct nothing, none), .as = AS_HIDDEN } };
const struct form sessions_form = {
	.name = "sign-out-elsewhere", FORM(struct nothing, no_fields),
	.title = "Sign out everywhere else", .button = "Sign out everywhere else",
};

struct reply sessions_post(struct rq *rq, void *form)
{
	(void)form;
	DO(rq->db, session_close_others, .now = V(rq->now), .user_account = V(rq->me->id),
	   .but = V(rq->me->session));
	AUDIT(rq, .verb = "session.end_others", .thing = "user_account",
	      .thing_id = rq->me->id.v);
	return go(rq, "You are signed out everywhere else", "/account");
}

/* ---- password ---------------------------------------------------------- */

struct password { const char *current, *fresh, *again; };

static const struct field password_fields[] = {
	{ IN(struct password, current), .label = "Current password", .as = AS_PASSWORD, .max = 1000,
	  .autocomplete = "current-password", .keep_blanks = true,
	  .need = "Enter your current password" },
	{ IN(struct password, fresh), .label = "New password", .as = AS_PASSWORD, .max = 1000,
	  .hint = "At least 12 characters. Three unusual words will do.",
	  .autocomplete = "new-password", .keep_blanks = true, .need = "Enter a new password" },
	{ IN(struct password, again), .label = "New password again", .as = AS_PASSWORD, .max = 1000,
	  .autocomplete = "new-password", .keep_blanks = true,
	  .need = "Enter the new password again" },
};
const struct form password_form = {
	.name = "password", FORM(struct password, password_fields),
	.title = "Change your password", .button = "Change password",
};

void password_above(struct rq *rq, struct page *pg, const void *form)
{
	(void)form;
	if (rq->me->must_change)
		gov_inset_text(pg, (struct gov_inset){
			.text = "The password you were given was only to sign in with once. "
			        "Choose one that nobody else knows." });
}

struct changing { struct rq *rq; const struct password *in; char *cookie; bool done; };

static bool change_work(void *arg)
{
	struct changing *c = arg;
	struct rq *rq = c->rq;

	c->done = account_password(rq->db, rq->arena, rq->me->id, c->in->fresh, false,
	                           rq->me->id) == ACCOUNT_OK;
	/* All sessions ended, this one too: a new token for her who knows the password. */
	if (c->done)
		c->cookie = session_start(rq, rq->me->id);
	return c->done;
}

/* Guessing the current password at a desk left open is guessing too. */
static bool current_right(struct rq *rq, const char *password, struct throttle *t)
{
	struct account_load_row r;

	t->name = arena_fmt(rq->arena, "current:%lld", (long long)rq->me->id.v);
	return throttle_wait_ms(rq, t) == 0 &&
	       ONE(rq->db, rq->arena, account_load, &r, .id = V(rq->me->id)) &&
	       password_right(r.password_hash, password);
}

struct wrong { struct rq *rq; const struct throttle *throttle; };

static bool wrong_work(void *arg)
{
	struct wrong *w = arg;

	throttle_wrong(w->rq, w->throttle);
	return true;
}

struct reply password_post(struct rq *rq, void *form)
{
	struct changing c = { .rq = rq, .in = form };
	struct throttle t = { 0 };
	const char *why = password_fault(rq->arena, c.in->fresh, rq->me->email, rq->me->name);
	struct reply r;

	if (strcmp(c.in->fresh, c.in->again) != 0)
		return refuse(rq, "again", "The two new passwords are not the same");
	if (why)
		return refuse(rq, "fresh", "%s", why);
	if (!current_right(rq, c.in->current, &t)) {
		db_write(rq->db, wrong_work, &(struct wrong){ rq, &t });
		return refuse(rq, "current", "This is not your current password. After several "
		              "wrong ones, wait a minute");
	}
	db_write(rq->db, change_work, &c);
	SURE(c.done);
	r = go(rq, "Password changed. You are signed out everywhere else", "/account");
	r.cookie = c.cookie;
	return r;
}
