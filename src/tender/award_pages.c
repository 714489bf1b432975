/* SPDX-License-Identifier: MIT */
/*
 * award_pages.c -- responses ranked, low prices explained, lots awarded by two.
 */
#include "tender/pages.h"

#define HERE(rq) ID(rq, OpportunityId, "opportunity")

struct reply judged_reply(struct rq *rq, enum judged got, const char *flash, const char *to)
{
	switch (got) {
	case JUDGED:
		return go(rq, flash, "%s", to);
	case JUDGED_GONE:
		return not_found(rq);
	case JUDGED_STALE:
		return refuse(rq, NULL, "Somebody changed this, or the ranking, since it was "
		              "shown. Open it again");
	case JUDGED_SEALED:
		return refuse(rq, NULL, "The responses must be opened first");
	case JUDGED_ALREADY:
		return refuse(rq, NULL, "That is done already");
	case JUDGED_UNSCORED:
		return refuse(rq, NULL, "The panel must lock its marks first");
	case JUDGED_LOW:
		return refuse(rq, NULL, "A price lies far below the others: ask for an "
		              "explanation, and decide on it first");
	case JUDGED_REASON:
		return refuse(rq, NULL, "A lot does not go to the first of its ranking: say why");
	case JUDGED_FOREIGN:
		return refuse(rq, NULL, "Whom you chose has no price for that lot, or one that "
		              "was refused");
	case JUDGED_SAME:
		return refuse(rq, NULL, "You have proposed it: another must confirm it");
	case JUDGED_EARLY:
		return refuse(rq, NULL, "It is too early: something comes before this");
	case JUDGED_PAST:
		return refuse(rq, "last", "The day until which a price may be explained is over");
	case JUDGED_UNSAID:
		return refuse(rq, "heard", "Enter what the provider said of its price: it has "
		              "explained nothing in its portal");
	case JUDGED_UNASKED:
		return refuse(rq, NULL, "Ask the provider to explain its price first");
	case JUDGED_NOT_LOW:
		return refuse(rq, NULL, "This price is not below the limit");
	}
	return not_found(rq);
}

/* An opened one, for the forms of this file. */
static bool opened_here(struct rq *rq, struct opportunity *o)
{
	return opportunity_here(rq, o) && moment_known(o->opened_ms);
}

/* ---- the ranking ------------------------------------------------------------------ */

static const struct column rank_cols[] = {
	{ .key = "lot", .label = "Lot", .kind = CELL_INT },
	{ .key = "rank", .label = "Rank", .kind = CELL_INT },
	{ .key = "provider", .label = "Provider" },
	{ .key = "price", .label = "Price", .kind = CELL_MONEY },
	{ .key = "quality", .label = "Quality", .kind = CELL_DECIMAL, .places = 2 },
	{ .key = "cost", .label = "Price points", .kind = CELL_DECIMAL, .places = 2 },
	{ .key = "social", .label = "Social value", .kind = CELL_DECIMAL, .places = 2 },
	{ .key = "total", .label = "In all", .kind = CELL_DECIMAL, .places = 2 },
	{ .key = "low", .label = "Low price" },
};

static const char *low_words(struct rq *rq, const struct ranked *r)
{
	if (!r->low)
		return NULL;
	if (r->accepted == INT_NONE && moment_known(r->said))
		return "Explained: to decide";
	if (r->accepted == INT_NONE && moment_known(r->asked))
		return arena_fmt(rq->arena, "Asked, until %s",
		                 date_text(rq->arena, date_plus(r->until, -1)));
	if (r->accepted == INT_NONE)
		return "To explain";
	return r->accepted ? "Explained" : "Refused";
}

/* Until the panel has locked its marks there are prices, and no ranks. */
static void put_ranking(struct rq *rq, struct table *t, const struct opportunity *o,
                        const struct opportunity_lot *lot)
{
	struct ranked *r;
	size_t n = lot_ranking(rq->db, rq->arena, o, lot, &r);

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_int(lot->number);
		c[2] = cell_of_text(r[i].name);
		c[3] = cell_of_money(r[i].price);
		c[5] = cell_of_int(r[i].cost);
		c[8] = cell_of_text(low_words(rq, &r[i]));
		if (r[i].low && !moment_known(o->decided_ms))
			c[8].link = arena_fmt(rq->arena, "/opportunities/%lld/lots/%lld/%s/%lld",
			                      (long long)o->id.v, (long long)lot->id.v,
			                      moment_known(r[i].asked) ? "low" : "ask",
			                      (long long)r[i].response.v);
		if (!r[i].scored)
			continue;
		c[1] = cell_of_int(r[i].rank ? r[i].rank : INT_NONE);
		c[4] = cell_of_int(r[i].quality);
		c[6] = cell_of_int(r[i].social);
		c[7] = cell_of_int(r[i].total);
	}
}

static void put_rankings(struct rq *rq, struct record *rec, const struct opportunity *o)
{
	struct table *t = record_table(rec, "ranking", "Ranking", rank_cols, COUNT(rank_cols));
	struct opportunity_lot *l;
	size_t n = ALL(rq->db, rq->arena, opportunity_lot_list, &l, .opportunity = V(o->id));

	for (size_t i = 0; i < n; i++)
		put_ranking(rq, t, o, &l[i]);
}

struct reply ranking_get(struct rq *rq)
{
	struct opportunity o;
	struct record *rec;
	struct page *pg;

	if (!opened_here(rq, &o))
		return not_found(rq);
	rec = record_new(rq->arena, "ranking", o.id.v, o.title);
	record_word(rec, "price_rule", "Points for a price", &price_rule_vocab, o.price_rule);
	put_rankings(rq, rec, &o);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = "Ranking";
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	record_draw_table(rq, pg, rec, "ranking");
	return show(rq, pg);
}

static void ranking_above(struct rq *rq, struct page *pg)
{
	struct record *rec = record_new(rq->arena, "ranking", 0, "Ranking");
	struct opportunity o;

	if (!opened_here(rq, &o))
		return;
	put_rankings(rq, rec, &o);
	record_draw_table(rq, pg, rec, "ranking");
}

/* ---- evaluated -------------------------------------------------------------------- */

struct nothing { int64_t nothing; };
static const struct field nothing_fields[] = { { IN(struct nothing, nothing), .as = AS_HIDDEN } };
const struct form evaluate_form = {
	.name = "opportunity-evaluate", FORM(struct nothing, nothing_fields),
	.title = "Begin the evaluation", .button = "Begin",
	.lead = "A panel is made with all responses on it. Add its members on its own page: each "
	        "declares interests before reading, scores alone, and a moderator agrees what lies "
	        "apart.",
};

struct reply opened_load(struct rq *rq, void *form)
{
	struct opportunity o;

	(void)form;
	return opened_here(rq, &o) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply evaluate_post(struct rq *rq, void *form)
{
	struct opportunity o;
	enum judged got = evaluation_begin(rq->db, rq->arena, HERE(rq), rq->me->id, rq->now);

	(void)form;
	if (got == JUDGED && !ONE(rq->db, rq->arena, opportunity_load, &o, .id = V(HERE(rq))))
		return not_found(rq);
	return judged_reply(rq, got, "The panel is made: add its members",
	                    got == JUDGED ? arena_fmt(rq->arena, "/panels/%lld",
	                                              (long long)o.panel.v) : NULL);
}

/* ---- proposed --------------------------------------------------------------------- */

struct choice_row { OpportunityLotId lot; ResponseSentId response; const char *reason; };
struct award_in { struct rows choices; int64_t revision; };

static const struct field choice_fields[] = {
	{ IN(struct choice_row, lot), .label = "Lot", .as = AS_SELECT,
	  .from = &response_lot_options_sql, .need = "Choose the lot" },
	{ IN(struct choice_row, response), .label = "Goes to", .as = AS_SELECT,
	  .from = &award_provider_options_sql, .hint = "Empty: to nobody, with a reason" },
	{ IN(struct choice_row, reason), .label = "Reason", .max = 2000,
	  .hint = "Asked for when it is not the first of the ranking" },
};
static const struct form choice_group = { FORM(struct choice_row, choice_fields), .title = "Lot" };
static const struct field award_fields[] = {
	{ IN(struct award_in, choices), .label = "To whom the lots go", .group = &choice_group,
	  .rows = LOTS_MOST, .need = "Say to whom the lots go" },
	{ IN(struct award_in, revision), .as = AS_HIDDEN },
};
const struct form award_opportunity_form = {
	.name = "opportunity-award", FORM(struct award_in, award_fields),
	.title = "Propose the decision", .button = "Propose",
	.lead = "Another confirms it; then everybody who responded is told, and the standstill "
	        "runs.",
};

struct reply award_opportunity_load(struct rq *rq, void *form)
{
	struct award_in *in = form;
	struct choice_row *rows;
	struct opportunity_lot *l;
	struct opportunity o;
	size_t n;

	if (!opened_here(rq, &o))
		return not_found(rq);
	n = ALL(rq->db, rq->arena, opportunity_lot_list, &l, .opportunity = V(o.id));
	rows = NEWN(rq->arena, struct choice_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct ranked *r;
		size_t nr = lot_ranking(rq->db, rq->arena, &o, &l[i], &r);

		rows[i].lot = l[i].id;
		if (nr && r[0].scored && r[0].rank == 1)
			rows[i].response = r[0].response;
	}
	in->choices = (struct rows){ rows, n };
	in->revision = o.revision;
	return (struct reply){ REPLY_DEFAULT };
}

void award_opportunity_above(struct rq *rq, struct page *pg, const void *form)
{
	(void)form;
	ranking_above(rq, pg);
}

struct reply award_opportunity_post(struct rq *rq, void *form)
{
	const struct award_in *in = form;
	const struct choice_row *rows = in->choices.at;
	struct lot_choice *c = NEWN(rq->arena, struct lot_choice, in->choices.n + 1);

	for (size_t i = 0; i < in->choices.n; i++)
		c[i] = (struct lot_choice){ rows[i].lot, rows[i].response, rows[i].reason };
	return judged_reply(rq, award_propose(rq->db, rq->arena, HERE(rq), in->revision, c,
	                    in->choices.n, rq->me->id, rq->now),
	                    "Proposed: a colleague must confirm it",
	                    opportunity_path(rq, HERE(rq), ""));
}

/* ---- confirmed, settled ----------------------------------------------------------- */

static const struct column award_cols[] = {
	{ .key = "lot", .label = "Lot", .kind = CELL_INT },
	{ .key = "title", .label = "Title" },
	{ .key = "provider", .label = "Goes to" },
	{ .key = "reason", .label = "Reason" },
};

size_t put_awards(struct rq *rq, struct record *rec, OpportunityId id, bool reasons)
{
	struct table *t = record_table(rec, "awards", "Decision", award_cols, COUNT(award_cols));
	struct lot_award *w;
	size_t n = ALL(rq->db, rq->arena, lot_award_list, &w, .opportunity = V(id));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_int(w[i].number);
		c[1] = cell_of_text(w[i].title);
		c[2] = cell_of_text(w[i].response_sent.v ? w[i].provider_name : "Nobody");
		c[3] = cell_of_text(reasons ? w[i].reason : NULL);
	}
	return n;
}

const struct form confirm_form = {
	.name = "award-confirm", FORM(struct nothing, nothing_fields),
	.title = "Confirm the decision", .button = "Confirm",
	.lead = "Everybody who responded is told now, with the points of each beside those of the "
	        "chosen, and the standstill begins.",
};
const struct form settle_form = {
	.name = "award-settle", FORM(struct nothing, nothing_fields),
	.title = "Make the contracts", .button = "Make them",
	.lead = "They stand in the public register of contracts from now on.",
};

void confirm_above(struct rq *rq, struct page *pg, const void *form)
{
	struct record *rec = record_new(rq->arena, "decision", 0, "Decision");

	(void)form;
	if (put_awards(rq, rec, HERE(rq), true))
		record_draw_table(rq, pg, rec, "awards");
	ranking_above(rq, pg);
}

struct reply confirm_post(struct rq *rq, void *form)
{
	(void)form;
	return judged_reply(rq, award_confirm(rq->db, rq->arena, HERE(rq), rq->me->id, rq->now),
	                    "Decided, and everybody is told", opportunity_path(rq, HERE(rq), ""));
}

struct reply settle_post(struct rq *rq, void *form)
{
	size_t contracts;
	enum judged got = award_settle(rq->db, rq->arena, HERE(rq), rq->me->id, rq->now,
	                               &contracts);

	(void)form;
	return judged_reply(rq, got, arena_fmt(rq->arena, "%zu contract%s made", contracts,
	                    contracts == 1 ? "" : "s"), opportunity_path(rq, HERE(rq), ""));
}

/* ---- the register of contracts ---------------------------------------------------- */

static struct cell last_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return cell_of_date(date_plus(((const struct contract_notice_list_row *)row)->until_day,
	                              -1));
}

static struct cell extend_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return cell_of_date(date_plus(((const struct contract_notice_list_row *)row)->extend_day,
	                              -1));
}

static struct cell unit_cell(struct rq *rq, const void *row)
{
	(void)rq;
	(void)row;
	return cell_of_text("Adult social care");
}

static struct cell kind_cell(struct rq *rq, const void *row)
{
	(void)rq;
	(void)row;
	return cell_of_text("Services");
}

static struct cell type_cell(struct rq *rq, const void *row)
{
	(void)rq;
	(void)row;
	return cell_of_text("Single award contract");
}

static struct cell process_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return cell_of_text(BLANK(((const struct contract_notice_list_row *)row)->framework_name)
	                    ? "Published invitation to tender" : "Invitation to quote");
}

static struct cell voluntary_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return cell_of_bool(((const struct contract_notice_list_row *)row)->kind ==
	                    SECTOR_VOLUNTARY);
}

static struct cell tax_cell(struct rq *rq, const void *row)
{
	(void)rq;
	(void)row;
	return cell_of_money(money(0));
}

/*
 * On the page in people's words; in files by the names of the Local Government
 * Transparency Code's schema for contracts (2015), in its order.
 */
static const struct list_col register_cols[] = {
	{ "title",         "Contract", .on_page_only = true },
	{ "provider_name", "Provider", .on_page_only = true },
	{ "service",       "Service",  .as = CELL_WORD, .words = &service_vocab,
	  .on_page_only = true },
	{ "value_pence",   "Value",    .as = CELL_MONEY, .on_page_only = true },
	{ "from_day",      "From",     .as = CELL_DATE, .on_page_only = true },
	{ "last",          "Last day", .as = CELL_DATE, .make = last_cell, .on_page_only = true },
	{ "reference",     "ContractReference",  .in_files_only = true },
	{ "title",         "ContractTitle",      .in_files_only = true },
	{ "type",          "ContractType",       .make = type_cell, .in_files_only = true },
	{ "unit",          "OrganisationalUnit", .make = unit_cell, .in_files_only = true },
	{ "service",       "ServiceCategory",    .as = CELL_WORD, .words = &service_vocab,
	  .in_files_only = true },
	{ "about",         "Description",        .in_files_only = true },
	{ "kind_of",       "ProcurementCategory", .make = kind_cell, .in_files_only = true },
	{ "cpv",           "CPVCode",            .in_files_only = true },
	{ "from_day",      "StartDate",          .as = CELL_DATE, .in_files_only = true },
	{ "end",           "EndDate",            .as = CELL_DATE, .make = last_cell,
	  .in_files_only = true },
	{ "review",        "ReviewDate",         .as = CELL_DATE, .make = last_cell,
	  .in_files_only = true },
	{ "extend",        "LastExtensionDate",  .as = CELL_DATE, .make = extend_cell,
	  .in_files_only = true },
	{ "value_pence",   "ContractValue",      .as = CELL_MONEY, .in_files_only = true },
	{ "tax",           "IrrecoverableVAT",   .as = CELL_MONEY, .make = tax_cell,
	  .in_files_only = true, .means = "None: councils recover VAT (VAT Act 1994 s. 33)" },
	{ "provider_name", "SupplierName",       .in_files_only = true },
	{ "ref",           "OtherSupplierID",    .in_files_only = true },
	{ "vcse",          "VCSESupplier",       .as = CELL_BOOL, .make = voluntary_cell,
	  .in_files_only = true },
	{ "process",       "ProcessType",        .make = process_cell, .in_files_only = true },
	{ "framework_name", "Framework",         .in_files_only = true },
};

static const struct list_filter register_filters[] = {
	{ "q",       "Provider", FILTER_TEXT },
	{ "service", "Service",  FILTER_CHOICE, .words = &service_vocab },
};

const struct list contracts_register = {
	.name = "contracts-register", .title = "Register of contracts",
	.why = "Read by the press, by providers and by auditors: which contracts there are, with "
	       "whom, for how much and until when (Local Government Transparency Code 2015)",
	.sql = &contract_notice_list_sql, .cols = register_cols, .ncols = COUNT(register_cols),
	.filters = register_filters, .nfilters = COUNT(register_filters), .page_rows = 50,
	.wide = true, .none = "No contract stands in it yet",
};
