/* SPDX-License-Identifier: MIT */
/*
 * sign_up_pages.c -- a provider asks for its first account; an officer gives it or not.
 */
#include "accreditation/pages.h"

static const char form_name[] = "sign-up";

/* ---- asked by anybody ------------------------------------------------ */

static const struct field sign_up_fields[] = {
	{ IN(struct sign_up_answers, regulator), .label = "Who registers you?",
	  .words = &regulator_vocab, .need = "Choose the regulator" },
	{ IN(struct sign_up_answers, number), .label = "Registration number", .max = 40,
	  .hint = "Of your organisation, or of one of its locations, like 1-1000000001",
	  .need = "Enter the registration number" },
	{ IN(struct sign_up_answers, name), .label = "Your name", .max = 120,
	  .need = "Enter your name", .autocomplete = "name" },
	{ IN(struct sign_up_answers, post), .label = "Your post", .max = 120,
	  .hint = "Like registered manager", .need = "Enter your post" },
	{ IN(struct sign_up_answers, email), .label = "Email address at work", .as = AS_EMAIL,
	  .max = 254, .need = "Enter your email address", .autocomplete = "email" },
	{ IN(struct sign_up_answers, phone), .label = "Telephone", .as = AS_PHONE, .max = 40,
	  .autocomplete = "tel" },
};
const struct form sign_up_form = { .name = "sign-up", FORM(struct sign_up_answers, sign_up_fields),
	.title = "Work with us: ask for an account", .button = "Ask",
	.lead = "For providers that a regulator registers. We make sure that you speak for the "
	"provider before an account is opened, and write to you." };

void sign_up_above(struct rq *rq, struct page *pg, const void *form)
{
	(void)rq, (void)form;
	gov_inset_text(pg, (struct gov_inset){ .text = "If somebody of your organisation has an "
		"account already, ask them: yours is opened faster when they confirm you." });
}

struct reply sign_up_post(struct rq *rq, void *form)
{
	const int64_t wait = auth_wait_ms(rq, form_name);
	SignUpId id;

	if (wait)
		return refuse(rq, NULL, "Too many were sent from where you are. Wait %lld seconds "
		              "and send it again", (long long)((wait + 999) / 1000));
	if (sign_up_ask(rq->db, rq->arena, form, rq->now, &id) == SIGNED_UP_UNKNOWN)
		return refuse(rq, "number", "We do not find this number in the register, as we "
		              "read it last. Check it, or write to us if you were registered "
		              "lately");
	auth_sent(rq, form_name);
	return go(rq, NULL, "/join/thanks");
}

struct reply sign_up_thanks_get(struct rq *rq)
{
	struct page *pg;

	rq->look.title = rq->look.h1 = "We have what you sent";
	pg = show_begin(rq);
	para(pg, "We make sure that you speak for the provider. That takes a few working days. "
	     "Then you get a letter by mail, with which you choose a password.");
	return show(rq, pg);
}

/* ---- for officers ---------------------------------------------------- */

static struct cell state_cell(struct rq *rq, const void *row)
{
	const struct sign_up_list_row *s = row;

	(void)rq;
	return cell_of_text(s->confirmed == INT_NONE ? "Waits" : s->confirmed ? "Confirmed"
	                                                                      : "Refused");
}

static const struct list_col sign_up_cols[] = {
	{ .name = "id", .label = "Number", .link = "/sign-ups/{id}" },
	{ .name = "provider_name", .label = "Provider", .link = "/providers/{provider}" },
	{ .name = "name", .label = "Who" },
	{ .name = "post", .label = "Post" },
	{ .name = "asked_ms", .label = "Asked" },
	{ .name = "state", .label = "State", .make = state_cell },
	{ .name = "known_by", .label = "Known by", .as = CELL_WORD, .words = &sign_up_known_vocab },
	{ .name = "decided_name", .label = "Decided by" },
	{ .name = "decided_ms", .label = "Decided" },
};
static const struct list_filter sign_up_filters[] = {
	{ .name = "waiting", .label = "Waits", .as = FILTER_YES },
};
const struct list sign_ups_list = {
	.name = "sign-ups", .title = "Providers that ask for an account",
	.why = "Officers make sure of who asks, before an account is opened",
	.sql = &sign_up_list_sql, .cols = sign_up_cols, .ncols = COUNT(sign_up_cols),
	.filters = sign_up_filters, .nfilters = COUNT(sign_up_filters), .wide = true,
	.none = "Nobody asks.",
};

static bool sign_up_here(struct rq *rq, struct sign_up *s)
{
	return ONE(rq->db, rq->arena, sign_up_load, s, .id = V(ID(rq, SignUpId, "sign_up")));
}

static const char *here_path(struct rq *rq, const char *end)
{
	return arena_fmt(rq->arena, "/sign-ups/%lld%s%s", (long long)ID(rq, SignUpId, "sign_up").v,
	                 end[0] ? "/" : "", end);
}

static const struct column account_cols[] = {
	{ .key = "name", .from = "name", .label = "Who has an account of it" },
	{ .key = "email", .from = "email", .label = "Email address" },
};

struct reply sign_up_get(struct rq *rq)
{
	struct sign_up_accounts_row *accounts;
	struct sign_up s;
	struct record *rec;
	struct page *pg;
	size_t n;

	if (!sign_up_here(rq, &s))
		return not_found(rq);
	rec = record_new(rq->arena, "sign-up", s.id.v, s.provider_name);
	record_text(rec, "provider", "Provider", s.provider_name);
	record_link(rec, arena_fmt(rq->arena, "/providers/%lld", (long long)s.provider.v));
	record_word(rec, "regulator", "Regulator", &regulator_vocab, s.regulator);
	record_text(rec, "number", "Its number", s.ref);
	record_text(rec, "known_email", "The address that we have", s.provider_email);
	record_text(rec, "known_phone", "The telephone that we have", s.provider_phone);
	record_text(rec, "name", "Who asks", s.name);
	record_text(rec, "post", "Post", s.post);
	record_text(rec, "email", "Address that is given", s.email);
	record_text(rec, "phone", "Telephone that is given", s.phone);
	record_moment(rec, "asked", "Asked", s.asked_ms);
	record_text(rec, "decided", "Decided", s.confirmed == INT_NONE ? NULL
	            : s.confirmed ? "Confirmed" : "Refused");
	record_if_any(rec);
	record_word(rec, "known_by", "Known by", &sign_up_known_vocab, s.known_by);
	record_if_any(rec);
	record_text(rec, "words", "Words", s.words);
	record_if_any(rec);
	n = ALL(rq->db, rq->arena, sign_up_accounts, &accounts, .provider = V(s.provider));
	record_fill(record_table(rec, "accounts", "Accounts", account_cols, COUNT(account_cols)),
	            &sign_up_accounts_sql, accounts, n);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = s.provider_name;
	rq->look.back = "/sign-ups";
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	if (n)
		record_draw_table(rq, pg, rec, "accounts");
	if (s.confirmed != INT_NONE)
		return show(rq, pg);
	EL(pg, "div", "class", "govuk-button-group");
	gov_button(pg, (struct gov_button){ .text = "Open the account",
	                                    .href = here_path(rq, "confirm") });
	gov_button(pg, (struct gov_button){ .text = "Refuse", .href = here_path(rq, "refuse"),
	                                    .classes = "govuk-button--secondary" });
	end(pg);
	return show(rq, pg);
}

struct confirm_in { unsigned known; const char *words; };
static const struct field confirm_fields[] = {
	{ IN(struct confirm_in, known), .label = "How do you know that this person speaks for it?",
	  .words = &sign_up_known_vocab, .need = "Say how you know" },
	{ IN(struct confirm_in, words), .label = "Whom you asked, and when", .as = AS_LONG,
	  .max = 2000, .need = "Say whom you asked, and when" },
};
const struct form sign_up_confirm_form = { .name = "sign-up-confirm",
	FORM(struct confirm_in, confirm_fields), .title = "Open the account", .button = "Open it",
	.lead = "A letter to the address that was given opens it. The address that we had is "
	"told." };

struct reply sign_up_decide_load(struct rq *rq, void *form)
{
	struct sign_up s;

	(void)form;
	if (!sign_up_here(rq, &s))
		return not_found(rq);
	rq->look.caption = arena_fmt(rq->arena, "%s, for %s", s.name, s.provider_name);
	rq->look.back = here_path(rq, "");
	return (struct reply){ REPLY_DEFAULT };
}

static struct reply signed_up_reply(struct rq *rq, enum signed_up got, const char *flash)
{
	switch (got) {
	case SIGNED_UP:
		return go(rq, flash, "%s", here_path(rq, ""));
	case SIGNED_UP_DECIDED:
		return refuse(rq, NULL, "Somebody decided this meanwhile: look at it again");
	case SIGNED_UP_ADDRESS:
		return refuse(rq, "known", "The address that was given is not the one that we "
		              "have: make sure in another way, and say how");
	case SIGNED_UP_TAKEN:
		return refuse(rq, NULL, "There is an account with this address: an administrator "
		              "can give it a new password");
	case SIGNED_UP_BAD:
		return refuse(rq, NULL, "This is no address that a letter could go to: refuse it");
	case SIGNED_UP_UNKNOWN:
	case SIGNED_UP_ALREADY:
	case SIGNED_UP_GONE:
		break;
	}
	return not_found(rq);
}

struct reply sign_up_confirm_post(struct rq *rq, void *form)
{
	const struct confirm_in *in = form;

	return signed_up_reply(rq, sign_up_confirm(rq->db, rq->arena, ID(rq, SignUpId, "sign_up"),
	                       in->known, in->words, rq->me->id, rq->now), "The account is open");
}

struct refuse_in { const char *reason; };
static const struct field refuse_fields[] = {
	{ IN(struct refuse_in, reason), .label = "Reason", .as = AS_LONG, .max = 2000,
	  .hint = "It is written to the address that asked", .need = "Enter the reason" },
};
const struct form sign_up_refuse_form = { .name = "sign-up-refuse",
	FORM(struct refuse_in, refuse_fields), .title = "Refuse the account", .button = "Refuse" };

struct reply sign_up_refuse_post(struct rq *rq, void *form)
{
	const struct refuse_in *in = form;

	return signed_up_reply(rq, sign_up_refuse(rq->db, rq->arena, ID(rq, SignUpId, "sign_up"),
	                       in->reason, rq->me->id, rq->now), "Refused, and told");
}
