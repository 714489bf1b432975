/* SPDX-License-Identifier: MIT */
/*
 * evidence_pages.c -- what providers must be able to show: asked by the commissioner,
 * given in the portal, checked by staff.
 */
#include "accreditation/pages.h"

static struct reply evidenced_reply(struct rq *rq, enum evidenced got, Money least,
                                    const char *flash, const char *to)
{
	switch (got) {
	case EVIDENCED:
		return go(rq, flash, "%s", to);
	case EVIDENCED_GONE:
		return not_found(rq);
	case EVIDENCED_ALREADY:
		return refuse(rq, NULL, "It is there already, or was checked by somebody else");
	case EVIDENCED_DATES:
		return refuse(rq, "last", "It must end after it begins, and not be over yet");
	case EVIDENCED_LITTLE:
		return refuse(rq, "cover", "The council asks for cover of at least %s",
		              money_text(rq->arena, least));
	case EVIDENCED_FILE:
		return refuse(rq, "file", "Give the paper as a file of at most 10 MB");
	}
	return not_found(rq);
}

/* ---- what is asked --------------------------------------------------- */

static struct cell last_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return last_day_of(((const struct evidence_rule_list_row *)row)->until_day);
}

static struct cell change_cell(struct rq *rq, const void *row)
{
	struct cell c = cell_of_text(rq_may(rq, MAY_MARKET) ? "Change" : NULL);

	if (!rq_may(rq, MAY_MARKET))
		return c;
	c.link = arena_fmt(rq->arena, "/evidence/kinds/%lld/rule",
	                   (long long)((const struct evidence_rule_list_row *)row)->kind.v);
	return c;
}

static const struct list_col rule_cols[] = {
	{ .name = "kind", .label = "Number", .as = CELL_INT, .in_files_only = true },
	{ .name = "name", .label = "What" },
	{ .name = "sort", .label = "Sort", .as = CELL_WORD, .words = &evidence_sort_vocab },
	{ .name = "from_day", .label = "From" },
	{ .name = "last_day", .label = "Last day", .as = CELL_DATE, .make = last_cell },
	{ .name = "asked", .label = "Asked of all", .as = CELL_BOOL },
	{ .name = "least_pence", .label = "Cover at least" },
	{ .name = "lapse", .label = "When it is not there", .as = CELL_WORD,
	  .words = &evidence_lapse_vocab },
	{ .name = "change", .label = "Change", .make = change_cell, .on_page_only = true },
	{ .name = "made_name", .label = "Set by" },
};

static void rules_above(struct rq *rq, struct page *pg)
{
	if (!rq_may(rq, MAY_MARKET))
		return;
	EL(pg, "div", "class", "govuk-button-group");
	gov_button(pg, (struct gov_button){ .text = "Add a kind of evidence",
	                                    .href = "/evidence/kinds/new" });
	gov_button(pg, (struct gov_button){ .text = "Evidence of providers", .href = "/evidence",
	                                    .classes = "govuk-button--secondary" });
	gov_button(pg, (struct gov_button){ .text = "What is missing today",
	                                    .href = "/evidence/gaps",
	                                    .classes = "govuk-button--secondary" });
	end(pg);
}

const struct list evidence_rules_list = {
	.name = "evidence-rules", .title = "What providers must show",
	.why = "Commissioners keep what is asked of every provider with a standing",
	.sql = &evidence_rule_list_sql, .cols = rule_cols, .ncols = COUNT(rule_cols),
	.order = "name", .wide = true, .none = "Nothing is asked yet.", .above = rules_above,
};

struct kind_in {
	const char *name;
	unsigned sort;
	bool on_file, ends;
	Date from;
	Money least;
	unsigned lapse;
};
static const struct field kind_fields[] = {
	{ IN(struct kind_in, name), .label = "Name", .max = 120, .need = "Enter a name",
	  .hint = "Like Public liability insurance" },
	{ IN(struct kind_in, sort), .label = "Sort", .words = &evidence_sort_vocab,
	  .need = "Choose the sort" },
	{ IN(struct kind_in, on_file), .label = "A file is asked for" },
	{ IN(struct kind_in, ends), .label = "It has a last day" },
	{ IN(struct kind_in, from), .label = "Asked of every provider with a standing from",
	  .section = "What is asked", .need = "Enter the first day" },
	{ IN(struct kind_in, least), .label = "Cover at least", .max = 100000000000,
	  .hint = "Of insurance; empty: any" },
	{ IN(struct kind_in, lapse), .label = "When it is not there",
	  .words = &evidence_lapse_vocab, .need = "Say what follows when it is not there" },
};
const struct form evidence_kind_form = { .name = "evidence-kind",
	FORM(struct kind_in, kind_fields), .title = "Add a kind of evidence", .button = "Add" };

struct reply evidence_kind_post(struct rq *rq, void *form)
{
	const struct kind_in *in = form;
	EvidenceKindId kind;
	EvidenceRuleId rule;

	if (evidence_kind_add(rq->db, rq->arena, &(struct evidence_kind_answers){ in->name,
	                      in->sort, in->on_file, in->ends }, rq->me->id, rq->now,
	                      &kind) != EVIDENCED)
		return refuse(rq, "name", "There is a kind of that name already");
	return evidenced_reply(rq, evidence_rule_set(rq->db, rq->arena, kind,
		&(struct evidence_rule_answers){ true, in->least, in->lapse, in->from },
		rq->me->id, rq->now, &rule), MONEY_NONE, "Added", "/evidence/rules");
}

struct rule_in { Date from; unsigned asked; Money least; unsigned lapse; };
static const struct field rule_fields[] = {
	{ IN(struct rule_in, from), .label = "From", .need = "Enter the first day" },
	{ IN(struct rule_in, asked), .label = "Is it asked?", .words = &yes_or_no_vocab,
	  .need = "Say whether it is asked" },
	{ IN(struct rule_in, least), .label = "Cover at least", .max = 100000000000 },
	{ IN(struct rule_in, lapse), .label = "When it is not there",
	  .words = &evidence_lapse_vocab, .need = "Say what follows when it is not there" },
};
const struct form evidence_rule_form = { .name = "evidence-rule",
	FORM(struct rule_in, rule_fields), .title = "Change what is asked", .button = "Keep",
	.lead = "From that day on. What is asked now goes on until then." };

struct reply evidence_rule_load(struct rq *rq, void *form)
{
	struct rule_in *in = form;
	struct evidence_kind_on_row k;

	if (!ONE(rq->db, rq->arena, evidence_kind_on, &k,
	         .id = V(ID(rq, EvidenceKindId, "kind")), .on_day = V(rq->today)))
		return not_found(rq);
	*in = (struct rule_in){ date_plus(rq->today, 1), k.asked == 0 ? SAY_NO : SAY_YES,
		k.least_pence, k.lapse == INT_NONE ? 0 : (unsigned)k.lapse };
	rq->look.caption = k.name;
	rq->look.back = "/evidence/rules";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply evidence_rule_post(struct rq *rq, void *form)
{
	const struct rule_in *in = form;
	EvidenceRuleId rule;
	enum evidenced got = evidence_rule_set(rq->db, rq->arena, ID(rq, EvidenceKindId, "kind"),
		&(struct evidence_rule_answers){ in->asked == SAY_YES, in->least, in->lapse,
		in->from }, rq->me->id, rq->now, &rule);

	if (got == EVIDENCED_ALREADY)
		return refuse(rq, "from", "A rule begins on that day and has begun: choose a later "
		              "day");
	return evidenced_reply(rq, got, MONEY_NONE, "Kept", "/evidence/rules");
}

/* ---- in the portal --------------------------------------------------- */

static const struct column own_cols[] = {
	{ .key = "kind", .label = "What" },
	{ .key = "state", .label = "State", .kind = CELL_WORD, .words = &evidence_state_vocab },
	{ .key = "from", .label = "From", .kind = CELL_DATE },
	{ .key = "last_day", .label = "Last day", .kind = CELL_DATE },
	{ .key = "cover", .label = "Cover", .kind = CELL_MONEY },
	{ .key = "words", .label = "Of whom, number" },
	{ .key = "checked", .label = "What we say to it" },
	{ .key = "file", .label = "File" },
};
static const struct column gap_cols[] = {
	{ .key = "gap", .label = "What is missing" },
	{ .key = "lapse", .label = "What follows", .kind = CELL_WORD,
	  .words = &evidence_lapse_vocab },
};

static size_t put_gaps(struct rq *rq, struct record *rec)
{
	struct table *t = record_table(rec, "gaps", "What is missing", gap_cols, COUNT(gap_cols));
	struct evidence_gap *gaps;
	size_t n;

	n = evidence_gaps(rq->db, rq->arena, rq->me->provider, true, rq->now, &gaps);
	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(gaps[i].words);
		c[0].link = arena_fmt(rq->arena, "/portal/evidence/new?kind=%lld",
		                      (long long)gaps[i].kind.v);
		c[1] = cell_of_word(gaps[i].lapse);
	}
	return n;
}

struct reply evidence_own_get(struct rq *rq)
{
	struct record *rec = record_new(rq->arena, "own-evidence", rq->me->provider.v, "Evidence");
	struct table *t = record_table(rec, "evidence", "What you have shown", own_cols,
	                               COUNT(own_cols));
	struct evidence_of_provider_row *e;
	size_t n = ALL(rq->db, rq->arena, evidence_of_provider, &e,
	               .provider = V(rq->me->provider)), gaps;
	struct page *pg;

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(e[i].kind_name);
		c[1] = cell_of_word(evidence_state_on(e[i].sound, e[i].until_day, rq->today));
		c[2] = cell_of_date(e[i].from_day);
		c[3] = last_day_of(e[i].until_day);
		c[4] = cell_of_money(e[i].cover_pence);
		c[5] = cell_of_text(e[i].words);
		c[6] = cell_of_text(e[i].checked);
		c[7] = cell_of_text(e[i].file_name);
		if (e[i].file_name)
			c[7].link = arena_fmt(rq->arena, "/portal/evidence/files/%lld",
			                      (long long)e[i].id.v);
	}
	gaps = put_gaps(rq, rec);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = "Your evidence";
	rq->look.wide = true;
	pg = show_begin(rq);
	gov_button(pg, (struct gov_button){ .text = "Show something",
	                                    .href = "/portal/evidence/new" });
	if (gaps)
		record_draw_table(rq, pg, rec, "gaps");
	if (n)
		record_draw_table(rq, pg, rec, "evidence");
	else
		para(pg, "You have shown nothing yet.");
	return show(rq, pg);
}

struct give_in {
	EvidenceKindId kind;
	Date from, last;
	Money cover;
	const char *words;
	struct file file;
};
static const struct field give_fields[] = {
	{ IN(struct give_in, kind), .label = "What is it?", .from = &evidence_kind_choices_sql,
	  .as = AS_SELECT, .need = "Choose what it is" },
	{ IN(struct give_in, from), .label = "First day", .need = "Enter the first day" },
	{ IN(struct give_in, last), .label = "Last day", .hint = "Empty if it has no end" },
	{ IN(struct give_in, cover), .label = "Cover", .max = 100000000000,
	  .hint = "Of insurance: the limit of any one claim" },
	{ IN(struct give_in, words), .label = "Of whom, and its number", .max = 500 },
	{ IN(struct give_in, file), .label = "The paper, as a file", .max = 10485760 },
};
const struct form evidence_give_form = { .name = "evidence", FORM(struct give_in, give_fields),
	.title = "Show something", .button = "Give it" };

struct reply evidence_give_load(struct rq *rq, void *form)
{
	struct give_in *in = form;
	const char *kind = param(&rq->query, "kind");

	if (kind && int_parse(kind, &in->kind.v))
		in->from = rq->today;
	rq->look.back = "/portal/evidence";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply evidence_give_post(struct rq *rq, void *form)
{
	const struct give_in *in = form;
	EvidenceId id;
	Money least;
	enum evidenced got = evidence_give(rq->db, rq->arena, rq->me->provider,
		&(struct evidence_answers){ in->kind, in->from,
		date_known(in->last) ? date_plus(in->last, 1) : in->last, in->cover, in->words,
		in->file }, rq->me->id, rq->now, &id, &least);

	return evidenced_reply(rq, got, least, "Given: somebody will check it", "/portal/evidence");
}

static struct reply file_of(struct rq *rq, const struct evidence *e)
{
	struct evidence_file_load_row f;

	if (!ONE(rq->db, rq->arena, evidence_file_load, &f, .evidence = V(e->id)))
		return not_found(rq);
	/* Whatever it says it is, a browser saves it and opens nothing. */
	return file_reply(rq, "application/octet-stream", f.name, f.bytes.p, f.bytes.n);
}

static bool evidence_here(struct rq *rq, struct evidence *e)
{
	return ONE(rq->db, rq->arena, evidence_load, e, .id = V(ID(rq, EvidenceId, "evidence")));
}

struct reply evidence_file_own_get(struct rq *rq)
{
	struct evidence e;

	return evidence_here(rq, &e) && e.provider.v == rq->me->provider.v ? file_of(rq, &e)
	                                                                  : not_found(rq);
}

/* ---- who is stopped today, and why ---------------------------------------- */

static const struct column stopped_cols[] = {
	{ .key = "provider", .label = "Provider" },
	{ .key = "gap", .label = "What is missing" },
	{ .key = "lapse", .label = "What follows", .kind = CELL_WORD,
	  .words = &evidence_lapse_vocab },
	{ .key = "number", .label = "Number of the provider", .kind = CELL_INT },
};

struct reply evidence_gaps_get(struct rq *rq)
{
	struct record *rec = record_new(rq->arena, "evidence-gaps", 0, "What is missing today");
	struct table *t = record_table(rec, "gaps", "Of providers with a standing", stopped_cols,
	                               COUNT(stopped_cols));
	struct evidence_gap *gaps;
	size_t n = evidence_gaps(rq->db, rq->arena, (ProviderId){ 0 }, false, rq->now, &gaps);
	struct page *pg;

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(gaps[i].provider_name);
		c[0].link = arena_fmt(rq->arena, "/providers/%lld", (long long)gaps[i].provider.v);
		c[1] = cell_of_text(gaps[i].words);
		c[2] = cell_of_word(gaps[i].lapse);
		c[3] = cell_of_int(gaps[i].provider.v);
	}
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = "What is missing today";
	rq->look.back = "/evidence";
	pg = show_begin(rq);
	if (n)
		record_draw_table(rq, pg, rec, "gaps");
	else
		para(pg, "Every provider with a standing has shown all that is asked.");
	return show(rq, pg);
}

/* ---- checked by staff ------------------------------------------------ */

static struct cell state_cell(struct rq *rq, const void *row)
{
	const struct evidence_list_row *e = row;

	return cell_of_word(evidence_state_on(e->sound, e->until_day, rq->today));
}

static struct cell shown_last_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return last_day_of(((const struct evidence_list_row *)row)->until_day);
}

static const struct list_col evidence_cols[] = {
	{ .name = "id", .label = "Number", .link = "/evidence/{id}" },
	{ .name = "provider_name", .label = "Provider", .link = "/providers/{provider}" },
	{ .name = "kind_name", .label = "What" },
	{ .name = "sort", .label = "Sort", .as = CELL_WORD, .words = &evidence_sort_vocab,
	  .in_files_only = true },
	{ .name = "state", .label = "State", .as = CELL_WORD, .words = &evidence_state_vocab,
	  .make = state_cell },
	{ .name = "from_day", .label = "From" },
	{ .name = "last_day", .label = "Last day", .as = CELL_DATE, .make = shown_last_cell,
	  .order = "until" },
	{ .name = "cover_pence", .label = "Cover" },
	{ .name = "given_ms", .label = "Given", .order = "newest" },
	{ .name = "checked_name", .label = "Checked by" },
};
static const struct list_filter evidence_filters[] = {
	{ .name = "sort", .label = "Sort", .words = &evidence_sort_vocab },
	{ .name = "unchecked", .label = "To be checked", .as = FILTER_YES },
};
const struct list evidence_all_list = {
	.name = "evidence", .title = "Evidence of providers", .wide = true,
	.why = "Commissioners check what providers show, and see what ends",
	.sql = &evidence_list_sql, .cols = evidence_cols, .ncols = COUNT(evidence_cols),
	.filters = evidence_filters, .nfilters = COUNT(evidence_filters), .order = "newest",
	.none = "No provider has shown anything like that.",
};

struct reply evidence_get(struct rq *rq)
{
	struct evidence e;
	struct record *rec;
	struct page *pg;

	if (!evidence_here(rq, &e))
		return not_found(rq);
	rec = record_new(rq->arena, "evidence", e.id.v, e.kind_name);
	record_text(rec, "provider", "Provider", e.provider_name);
	record_link(rec, arena_fmt(rq->arena, "/providers/%lld", (long long)e.provider.v));
	record_word(rec, "state", "State", &evidence_state_vocab,
	            evidence_state_on(e.sound, e.until_day, rq->today));
	record_date(rec, "from", "From", e.from_day);
	record_fact(rec, &(struct column){ .key = "last_day", .label = "Last day",
		.kind = CELL_DATE }, last_day_of(e.until_day));
	record_money(rec, "cover", "Cover", e.cover_pence);
	record_text(rec, "words", "Of whom, number", e.words);
	record_text(rec, "file", "File", e.file_name);
	if (e.file_name)
		record_link(rec, arena_fmt(rq->arena, "/evidence/files/%lld", (long long)e.id.v));
	record_text(rec, "given_by", "Given by", e.given_name);
	record_moment(rec, "given", "Given", e.given_ms);
	record_text(rec, "checked_by", "Checked by", e.checked_name);
	record_if_any(rec);
	record_text(rec, "checked", "What was said to it", e.checked);
	record_if_any(rec);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = e.kind_name;
	rq->look.caption = e.provider_name;
	rq->look.back = "/evidence";
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	if (e.sound == INT_NONE)
		gov_button(pg, (struct gov_button){ .text = "Check it",
			.href = arena_fmt(rq->arena, "/evidence/%lld/check", (long long)e.id.v) });
	return show(rq, pg);
}

struct reply evidence_file_get(struct rq *rq)
{
	struct evidence e;

	return evidence_here(rq, &e) ? file_of(rq, &e) : not_found(rq);
}

#define EVIDENCE_JUDGED(X, P)                        \
	X(P, 1, SOUND,   "sound",   "", "It is sound")    \
	X(P, 2, REFUSED, "refused", "", "It is refused")
VOCAB(evidence_judged, JUDGED, EVIDENCE_JUDGED)
VOCAB_WORDS(evidence_judged, JUDGED, EVIDENCE_JUDGED)

struct check_in { unsigned judged; const char *words; };
static const struct field check_fields[] = {
	{ IN(struct check_in, judged), .label = "What do you find?",
	  .words = &evidence_judged_vocab, .need = "Say what you find" },
	{ IN(struct check_in, words), .label = "What the provider is told", .as = AS_LONG,
	  .max = 2000, .hint = "Needed where it is refused" },
};

static void check_check(struct rq *rq, void *form)
{
	const struct check_in *in = form;

	if (in->judged == JUDGED_REFUSED && BLANK(in->words))
		problem_add(rq, "words", "Say why it is refused");
}

const struct form evidence_check_form = { .name = "evidence-check",
	FORM(struct check_in, check_fields), .title = "Check the evidence", .button = "Keep",
	.check = check_check };

struct reply evidence_check_load(struct rq *rq, void *form)
{
	struct evidence e;

	(void)form;
	if (!evidence_here(rq, &e))
		return not_found(rq);
	rq->look.caption = arena_fmt(rq->arena, "%s, %s", e.provider_name, e.kind_name);
	rq->look.back = arena_fmt(rq->arena, "/evidence/%lld", (long long)e.id.v);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply evidence_check_post(struct rq *rq, void *form)
{
	const struct check_in *in = form;
	struct evidence e;
	enum evidenced got;

	if (!evidence_here(rq, &e))
		return not_found(rq);
	got = evidence_check(rq->db, rq->arena, e.id, in->judged == JUDGED_SOUND, in->words,
	                     rq->me->id, rq->now);
	if (got == EVIDENCED && in->judged == JUDGED_REFUSED)
		provider_write(rq->db, rq->arena, e.provider, e.provider_email,
		               arena_fmt(rq->arena, "%s: not accepted", e.kind_name),
		               arena_fmt(rq->arena, "%s\n\nGive us another here:\n"
		                         "%s/portal/evidence/new?kind=%lld\n", in->words,
		                         setting(rq->db, "council.address"),
		                         (long long)e.kind.v), rq->now);
	return evidenced_reply(rq, got, MONEY_NONE, "Checked", "/evidence?unchecked=yes");
}
