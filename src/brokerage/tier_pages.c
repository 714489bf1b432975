/* SPDX-License-Identifier: MIT */
/*
 * tier_pages.c -- who could take a request, tier by tier, and sending it.
 */
#include "brokerage/pages.h"
#include "html/alm.h"
#include "list/record.h"

/* ---- who could, and for everyone else why not ------------------------------------ */

static const char *why_not(struct rq *rq, const struct candidate *c)
{
	struct buf b = buf_new(rq->arena);

	for (size_t i = 0; i < obstacle_vocab.n; i++)
		if (c->obstacles >> obstacle_vocab.words[i].code & 1)
			buf_fmt(&b, "%s%s", b.n ? "; " : "",
			        obstacle_text(rq->arena, obstacle_vocab.words[i].code,
			                      &c->standing));
	if (!BLANK(c->standing.missing))
		buf_fmt(&b, " (%s)", c->standing.missing);
	return buf_text(&b);
}

static void candidate_row(struct rq *rq, struct page *pg, const struct candidate *c)
{
	const struct standing *s = &c->standing;

	table_row(pg);
	cell_link(pg, arena_fmt(rq->arena, "/providers/%lld", (long long)s->provider.v), s->name);
	cell(pg, vocab_label(&part_vocab, s->part));
	cell(pg, BLANK(s->rating) ? "Not rated" : s->rating);
	cell_number(pg, s->free.n > 0 ? hours_text(rq->arena, s->free) : "");
	cell_number(pg, s->block.v ? hours_text(rq->arena, s->block_free) : "");
	cell(pg, c->obstacles ? why_not(rq, c) : "Could take it");
	table_row_end(pg);
}

static void candidate_table(struct rq *rq, struct page *pg, const struct candidate *c, size_t n,
                            int64_t tier, const char *caption)
{
	static const struct gov_cell head[] = {
		{ "Provider" }, { "Standing" }, { "Rating" }, { "Free hours", .number = true },
		{ "Pre-purchased left", .number = true }, { "Can it take this?" },
	};
	bool drawn = false;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < n; i++) {
			if (c[i].tier_no != tier || (c[i].obstacles != 0) != pass)
				continue;
			if (!drawn) {
				alm_scroll_begin(pg, caption);
				gov_table_begin(pg, (struct gov_table){
					.head = head, .nhead = COUNT(head), .caption = caption,
					.caption_classes = "govuk-table__caption--s" });
				drawn = true;
			}
			candidate_row(rq, pg, &c[i]);
		}
	if (drawn) {
		gov_table_end(pg);
		alm_scroll_end(pg);
	} else {
		para(pg, arena_fmt(rq->arena, "%s. Nobody stands here first.", caption));
	}
}

/* ---- in no tier: many, so that they stand by the first of their reasons ---------- */

/* Its code; 0: nothing is in its way but the policy, which asks nobody like it. */
static int first_obstacle(const struct candidate *c)
{
	for (size_t i = 0; i < obstacle_vocab.n; i++)
		if (c->obstacles >> obstacle_vocab.words[i].code & 1)
			return obstacle_vocab.words[i].code;
	return 0;
}

static bool stands_under(const struct candidate *c, int obstacle)
{
	return !c->tier_no && first_obstacle(c) == obstacle;
}

/* The provider, and what else is in its way. */
static void outside_item(struct rq *rq, struct page *pg, const struct candidate *c)
{
	struct candidate rest = *c;
	const char *more;

	rest.obstacles &= ~(1u << first_obstacle(c));
	more = why_not(rq, &rest);
	el(pg, "li");
	el_link(pg, arena_fmt(rq->arena, "/providers/%lld", (long long)c->standing.provider.v),
	        c->standing.name);
	if (*more)
		text(pg, arena_fmt(rq->arena, rest.obstacles ? ". Also: %s" : "%s", more));
	end(pg);
}

static void outside_row(struct rq *rq, struct page *pg, const struct candidate *c, size_t n,
                        int obstacle)
{
	size_t many = 0;

	for (size_t i = 0; i < n; i++)
		many += stands_under(&c[i], obstacle);
	if (!many)
		return;
	table_row(pg);
	cell_begin(pg, false);
	gov_details_begin(pg, (struct gov_details){
		.classes = "govuk-!-margin-bottom-0 govuk-!-font-size-16",
		.summary = obstacle ? vocab_label(&obstacle_vocab, obstacle)
		                    : "Could take it, but no tier of the policy asks it" });
	EL(pg, "ul", "class", "govuk-list govuk-list--bullet govuk-!-font-size-16");
	for (size_t i = 0; i < n; i++)
		if (stands_under(&c[i], obstacle))
			outside_item(rq, pg, &c[i]);
	end(pg);
	gov_details_end(pg);
	end(pg);
	cell_number(pg, arena_fmt(rq->arena, "%zu", many));
	table_row_end(pg);
}

static void outside_table(struct rq *rq, struct page *pg, const struct candidate *c, size_t n)
{
	static const struct gov_cell head[] = {
		{ "Why not" }, { "Providers", .number = true },
	};
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any = any || !c[i].tier_no;
	if (!any)
		return;
	gov_table_begin(pg, (struct gov_table){ .head = head, .nhead = COUNT(head),
		.caption = "In no tier", .caption_classes = "govuk-table__caption--s" });
	outside_row(rq, pg, c, n, 0);
	for (size_t i = 0; i < obstacle_vocab.n; i++)
		outside_row(rq, pg, c, n, obstacle_vocab.words[i].code);
	gov_table_end(pg);
	el_text(pg, "p", "govuk-body-s", "Each stands under the first of its reasons.");
}

void draw_candidates(struct rq *rq, struct page *pg, const struct request *r)
{
	struct policy_tier *tiers;
	struct candidate *c;
	struct policy p;
	size_t n = request_candidates(rq->db, rq->arena, r->id, rq->now, &c), nt;

	heading(pg, 2, "Who could take it");
	if (!ONE(rq->db, rq->arena, policy_on, &p, .service = V(r->service),
	         .on_day = V(rq->today))) {
		para(pg, "There is no tier policy for this service today. "
		     "A commissioner must set one.");
		return;
	}
	nt = ALL(rq->db, rq->arena, tier_list, &tiers, .policy = V(p.id));
	for (size_t i = 0; i < nt; i++)
		candidate_table(rq, pg, c, n, tiers[i].tier_no,
		                arena_fmt(rq->arena, "Tier %lld: %s",
		                          (long long)tiers[i].tier_no, tiers[i].name));
	outside_table(rq, pg, c, n);
}

/* ---- what happened ------------------------------------------------------------------ */

static const struct column story_columns[] = {
	{ .key = "at", .label = "When", .kind = CELL_MOMENT },
	{ .key = "what", .label = "What" },
	{ .key = "who", .label = "Who" },
	{ .key = "more", .label = "More" },
};

static void story_add(struct table *t, Moment at, const char *what, const char *who,
                      const char *more)
{
	struct cell *c = table_add(t);

	c[0] = cell_of_moment(at);
	c[1] = cell_of_text(what);
	c[2] = cell_of_text(who);
	c[3] = cell_of_text(more);
}

static void story_of_step(struct rq *rq, struct table *t, const struct step_list_row *s)
{
	struct buf b = buf_new(rq->arena);

	if (s->jump != JUMP_IN_ORDER)
		buf_fmt(&b, "%s: %s. ", vocab_label(&step_jump_vocab, s->jump), s->jump_reason);
	if (!BLANK(s->approved_by_name))
		buf_fmt(&b, "Approved by %s. ", s->approved_by_name);
	buf_fmt(&b, "Deadline %s", moment_text(rq->arena, s->deadline_ms));
	story_add(t, s->sent_ms,
	          arena_fmt(rq->arena, "Sent to tier %lld: %s", (long long)s->tier_no,
	                    s->tier_name),
	          BLANK(s->sent_by_name) ? "by itself" : s->sent_by_name, buf_text(&b));
	if (moment_known(s->ended_ms))
		story_add(t, s->ended_ms,
		          arena_fmt(rq->arena, "Tier %lld ended", (long long)s->tier_no), "",
		          vocab_label(&step_end_vocab, s->ended_how));
}

static void story_of_invitation(struct rq *rq, struct table *t, const struct invitation_list_row *i)
{
	const char *more = "";

	if (i->decline > 0)
		more = arena_fmt(rq->arena, "%s%s%s",
		                 vocab_label(&decline_reason_vocab, i->decline),
		                 BLANK(i->decline_note) ? "" : ": ",
		                 BLANK(i->decline_note) ? "" : i->decline_note);
	else if (i->state == INVITATION_SENT && moment_known(i->seen_ms))
		more = arena_fmt(rq->arena, "Seen %s", moment_short(rq->arena, i->seen_ms));
	story_add(t, moment_known(i->answered_ms) ? i->answered_ms : i->sent_ms, i->provider_name,
	          vocab_label(&invitation_state_vocab, i->state), more);
}

void record_story(struct rq *rq, struct record *rec, const struct request *r)
{
	struct table *t = record_table(rec, "story", "What happened", story_columns,
	                               COUNT(story_columns));
	struct invitation_list_row *asked;
	struct step_list_row *steps;
	size_t n = ALL(rq->db, rq->arena, step_list, &steps, .request = V(r->id)), m;

	story_add(t, r->made_ms, "Requested", r->made_by_name, "");
	m = ALL(rq->db, rq->arena, invitation_list, &asked, .request = V(r->id));
	for (size_t i = 0; i < n; i++) {
		story_of_step(rq, t, &steps[i]);
		for (size_t j = 0; j < m; j++)
			if (asked[j].step.v == steps[i].id.v)
				story_of_invitation(rq, t, &asked[j]);
	}
	if (moment_known(r->awarded_ms))
		story_add(t, r->awarded_ms, "Sourced", "", "");
	else if (moment_known(r->closed_ms))
		story_add(t, r->closed_ms, vocab_label(&request_stage_vocab, r->stage), "",
		          r->close_reason);
	if (moment_known(r->started_ms))
		story_add(t, r->started_ms, "Care started", "", "");
}

void draw_story(struct rq *rq, struct page *pg, struct record *rec)
{
	record_draw_table(rq, pg, rec, "story");
}

/* ---- sending ---------------------------------------------------------------------------- */

struct send_answers {
	PolicyTierId tier;
	Moment       deadline;
	const char  *reason;
	bool         approved;
	int64_t      revision;
};
static const struct field send_fields[] = {
	{ IN(struct send_answers, tier), .label = "Tier", .from = &tier_options_sql,
	  .as = AS_RADIOS, .need = "Choose the tier" },
	{ IN(struct send_answers, deadline), .label = "Deadline",
	  .hint = "Leave empty for the window that the policy sets for this tier" },
	{ IN(struct send_answers, reason), .label = "Reason", .as = AS_LONG, .max = 1000,
	  .hint = "Only for skipping a tier or going back; it is kept and reported" },
	{ IN(struct send_answers, approved), .label = "I approve this as a manager",
	  .hint = "Only for a tier that needs approval" },
	{ IN(struct send_answers, revision), .as = AS_HIDDEN },
};
static void send_check(struct rq *rq, void *form)
{
	struct send_answers *f = form;

	if (moment_known(f->deadline) && moment_cmp(f->deadline, rq->now) <= 0)
		problem_add(rq, "deadline", "Deadline must be in the future");
}
const struct form request_send_form = { FORM(struct send_answers, send_fields), .name = "send",
	.title = "Send to a tier", .button = "Send", .check = send_check };

static bool request_of_path(struct rq *rq, struct request *r)
{
	return request_seen(rq, ID(rq, RequestId, "request"), r);
}

struct reply send_load(struct rq *rq, void *form)
{
	struct tier_options_row *tiers;
	struct send_answers *f = form;
	struct request r;
	size_t n;

	if (!request_of_path(rq, &r))
		return not_found(rq);
	f->revision = r.revision;
	rq->look.wide = true;
	n = ALL(rq->db, rq->arena, tier_options, &tiers, .request = V(r.id), .today = V(rq->today));
	for (size_t i = 0; i < n && !f->tier.v; i++)
		if (r.stage == STAGE_NEW || tiers[i].tier_no > r.tier_no)
			f->tier = tiers[i].id;
	return (struct reply){ REPLY_DEFAULT };
}

void send_above(struct rq *rq, struct page *pg, const void *form)
{
	struct request r;

	(void)form;
	if (request_of_path(rq, &r))
		draw_candidates(rq, pg, &r);
}

struct reply send_post(struct rq *rq, void *form)
{
	struct send_answers *f = form;
	struct send_order o = { ID(rq, RequestId, "request"), f->revision, 0, f->deadline,
		f->reason, f->approved && rq_may(rq, MAY_APPROVE) };
	struct policy_tier t;
	struct request r;

	if (!request_of_path(rq, &r))
		return not_found(rq);
	if (!ONE(rq->db, rq->arena, tier_load, &t, .id = V(f->tier)))
		return refuse(rq, "tier", "Choose the tier");
	o.tier_no = t.tier_no;
	switch (request_send(rq->db, rq->arena, &o, rq->me, rq->now)) {
	case SENDING_DONE:
		return go(rq, "The request has been sent", "/requests/%lld",
		          (long long)o.request.v);
	case SENDING_NEEDS_REASON:
		return refuse(rq, "reason",
		              "This skips a tier or goes back. Say why: it is kept and reported");
	case SENDING_NEEDS_APPROVAL:
		return refuse(rq, "approved",
		              "Tier %lld needs a manager's approval. A team manager can send it",
		              (long long)o.tier_no);
	case SENDING_NOBODY:
		return refuse(rq, "tier",
		              "Nobody in tier %lld can be asked. The table above says why; choose "
		              "another tier", (long long)o.tier_no);
	case SENDING_NO_TIER:
		return refuse(rq, "tier", "The policy of today has no such tier");
	case SENDING_STALE:
		return refuse(rq, NULL,
		              "Somebody changed this request meanwhile. "
		              "Look at it again, then send");
	case SENDING_CLOSED:
		return conflict(rq, "This request is closed",
		                "It has been sourced, withdrawn or closed.");
	case SENDING_GONE:
		return not_found(rq);
	}
	return not_found(rq);
}
