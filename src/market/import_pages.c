/* SPDX-License-Identifier: MIT */
/*
 * import_pages.c -- a regulator's file from a page: preview first, then the
 * clerk is asked to apply it, and the page of the import says how far he is.
 */
#include "market/import.sql.h"
#include "market/page.sql.h"
#include "market/pages.h"
#include "market/watch.sql.h"

#include <string.h>

static struct cell kind_cell(struct rq *rq, const void *row)
{
	const struct market_import_list_row *r = row;
	const struct word *k = vocab_by_key(&import_kind_vocab, r->kind);

	(void)rq;
	return cell_of_text(k ? k->label : r->kind);
}

static const struct list_col import_cols[] = {
	{ "id",          "Number",    .as = CELL_INT, .link = "/imports/{id}" },
	{ "file_name",   "File" },
	{ "kind_words",  "Kind",      .make = kind_cell },
	{ "state",       "State",     .as = CELL_WORD, .words = &import_state_vocab },
	{ "made_ms",     "Read",      .as = CELL_MOMENT },
	{ "user_name",   "By",        .means = "Empty: the command line" },
	{ "n_new",       "New",       .as = CELL_INT },
	{ "n_changed",   "Changed",   .as = CELL_INT },
	{ "n_unchanged", "Unchanged", .as = CELL_INT },
	{ "n_gone",      "Gone",      .as = CELL_INT },
	{ "n_refused",   "Refused",   .as = CELL_INT },
	{ "applied_ms",  "Applied",   .as = CELL_MOMENT, .in_files_only = true },
};

static void imports_above(struct rq *rq, struct page *pg)
{
	(void)rq;
	gov_button(pg, (struct gov_button){ .text = "Read a file", .href = "/imports/new" });
}

const struct list market_imports_list = {
	.name = "imports", .title = "Imports",
	.why = "Read by administrators after each month's file of the regulator",
	.sql = &market_import_list_sql, .cols = import_cols, .ncols = COUNT(import_cols),
	.page_rows = 50, .wide = true, .none = "No file has been read yet", .above = imports_above,
};

/* ---- a new one ------------------------------------------------------------------------ */

struct import_in { unsigned kind; struct file file; };

static const struct field import_fields[] = {
	{ IN(struct import_in, kind), .label = "What is it?", .as = AS_RADIOS,
	  .words = &import_kind_vocab, .need = "Choose what kind of file it is" },
	{ IN(struct import_in, file), .label = "File",
	  .hint = "As the regulator publishes it; nothing is changed before you have seen what "
	          "would be",
	  .need = "Choose a file" },
};
const struct form import_form = {
	.name = "import", FORM(struct import_in, import_fields), .title = "Read a regulator's file",
	.button = "Show what would change",
};

/* A browser may send a path; only its last part is a name. */
static const char *file_name_of(struct arena *a, const char *sent)
{
	const char *s = sent ? sent : "file";

	for (const char *p = s; *p; p++)
		if ((*p == '/' || *p == '\\') && p[1])
			s = p + 1;
	return strlen(s) > 200 ? arena_dupn(a, s, 200) : s;
}

struct reply import_post(struct rq *rq, void *form)
{
	const struct import_in *in = form;
	struct import_order o = { .kind = (enum import_kind)in->kind,
		.file_name = file_name_of(rq->arena, in->file.name), .bytes = in->file.bytes,
		.n = in->file.n, .by = rq->me->id, .now = rq->now };
	struct import_result r = import_preview(rq->db, rq->arena, &o);

	if (r.refused)
		return refuse(rq, "file", "%s", r.message);
	return go(rq, "Nothing is changed yet: this is what applying would do", "/imports/%lld",
	          (long long)import_keep(rq->db, rq->arena, &o, &r).v);
}

/* ---- one of them ------------------------------------------------------------------------- */

static const struct column finding_cols[] = {
	{ .key = "finding", .from = "finding", .label = "What", .kind = CELL_WORD,
	  .words = &finding_vocab },
	{ .key = "row", .from = "row_no", .label = "Row", .kind = CELL_INT },
	{ .key = "ref", .from = "thing_ref", .label = "Reference" },
	{ .key = "name", .from = "label", .label = "Name" },
	{ .key = "field", .from = "field", .label = "Column" },
	{ .key = "was", .from = "was", .label = "Before" },
	{ .key = "now", .from = "now_is", .label = "After" },
};

static void put_findings(struct rq *rq, struct record *rec, ImportRunId id)
{
	struct table *t = record_table(rec, "findings", "What was found", finding_cols,
	                               COUNT(finding_cols));
	const struct word *only = vocab_by_key(&finding_vocab, param(&rq->query, "finding"));
	struct market_findings in = { .import_run = V(id), .limit = V(INT64_C(2000)),
		.skip = V(INT64_C(0)) };
	struct market_findings_row *f;
	size_t n;

	if (only)
		in.finding = V((int64_t)only->code);
	n = market_findings_all(rq->db, rq->arena, &f, &in);
	record_fill(t, &market_findings_sql, f, n);
}

static void put_run(struct record *rec, const struct import_run *r)
{
	const struct word *k = vocab_by_key(&import_kind_vocab, r->kind);

	record_text(rec, "kind", "Kind", k ? k->label : r->kind);
	record_word(rec, "state", "State", &import_state_vocab, r->state);
	record_moment(rec, "read", "Read", r->made_ms);
	record_text(rec, "by", "By", r->user_name ? r->user_name : "The command line");
	record_moment(rec, "applied", "Applied", r->applied_ms);
	record_int(rec, "new", "New", r->n_new);
	record_int(rec, "changed", "Changed", r->n_changed);
	record_int(rec, "unchanged", "Unchanged", r->n_unchanged);
	record_int(rec, "gone", "Gone", r->n_gone);
	record_int(rec, "refused", "Refused", r->n_refused);
}

/* What of it somebody should look at. */
static void put_news(struct rq *rq, struct record *rec, const struct import_run *r)
{
	struct notices_of_import_row n;

	SURE(ONE(rq->db, rq->arena, notices_of_import, &n, .import_run = V(r->id)));
	record_int(rec, "notices", "Notices to look at",
	           r->state == IMPORT_APPLIED ? n.n : INT_NONE);
	record_if_any(rec);
	if (n.n)
		record_link(rec, arena_fmt(rq->arena, "/notices?open=&import_run=%lld",
		                           (long long)r->id.v));
}

/* How far the clerk is: for JSON too. */
static void put_job(struct record *rec, const struct job_now *job)
{
	bool waits = job && job->state == JOB_WAITING;

	record_word(rec, "applying", "Applying", &job_state_vocab, job ? job->state : 0);
	record_if_any(rec);
	record_int(rec, "progress", "Rows written", job && job->total ? job->progress : INT_NONE);
	record_if_any(rec);
	record_int(rec, "total", "Rows in all", job && job->total ? job->total : INT_NONE);
	record_if_any(rec);
	record_int(rec, "tries", "Tries", job && job->tries ? job->tries : INT_NONE);
	record_if_any(rec);
	record_moment(rec, "next_try", "Next try", waits ? job->run_at : MOMENT_NONE);
	record_if_any(rec);
	record_text(rec, "says", "What the clerk says", job ? job->message : "");
	record_if_any(rec);
}

/* No page turns itself over while somebody reads it: whoever waits follows the link. */
static void draw_job(struct rq *rq, struct page *pg, const struct job_now *job)
{
	if (job->state == JOB_FAILED)
		gov_warning_text(pg, (struct gov_warning){ .text =
			"This import could not be applied, and nothing is changed. See below what "
			"the clerk says. You can apply it again, or read the file again." });
	if (job->state != JOB_WAITING && job->state != JOB_RUNNING)
		return;
	gov_inset_text(pg, (struct gov_inset){ .text = job->tries > 1 || !BLANK(job->message)
		? "Applying it did not succeed yet, and nothing is changed. The clerk tries again "
		  "by itself."
		: "It is being applied. Nothing is seen of it before all of it is written." });
	gov_button(pg, (struct gov_button){ .text = "See how far it is", .href = rq->path,
		.classes = "govuk-button--secondary" });
}

static void kinds_nav(struct rq *rq, struct page *pg, const struct import_run *r)
{
	const int64_t counts[] = { r->n_refused, r->n_gone, r->n_changed, r->n_new };
	const char *at = param(&rq->query, "finding");
	struct alm_sub_item items[5] = { { "All", rq->path, BLANK(at), 0 } };

	for (size_t i = 0; i < finding_vocab.n; i++) {
		const struct word *w = &finding_vocab.words[i];

		items[i + 1] = (struct alm_sub_item){ w->label,
			arena_fmt(rq->arena, "%s?finding=%s", rq->path, w->key),
				text_same(at, w->key), counts[i] };
	}
	alm_sub_nav(pg, "What was found", items, finding_vocab.n + 1);
}

struct reply import_get(struct rq *rq)
{
	struct import_run r;
	struct record *rec;
	struct page *pg;
	struct job_now job;
	bool asked;

	if (!ONE(rq->db, rq->arena, import_run_load, &r, .id = V(ID(rq, ImportRunId, "import"))))
		return not_found(rq);
	rec = record_new(rq->arena, "import", r.id.v, r.file_name);
	asked = import_job_now(rq->db, rq->arena, r.id, &job);
	put_run(rec, &r);
	put_news(rq, rec, &r);
	put_job(rec, asked ? &job : NULL);
	put_findings(rq, rec, r.id);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = r.file_name;
	rq->look.back = "/imports";
	rq->look.wide = true;
	pg = show_begin(rq);
	if (!BLANK(r.message))
		gov_warning_text(pg, (struct gov_warning){ .text = r.message });
	if (asked)
		draw_job(rq, pg, &job);
	record_draw_facts(rq, pg, rec);
	if (r.state == IMPORT_PREVIEWED && (!asked || job.state == JOB_FAILED))
		gov_button(pg, (struct gov_button){ .text = "Apply these changes",
			.href = arena_fmt(rq->arena, "/imports/%lld/apply", (long long)r.id.v) });
	kinds_nav(rq, pg, &r);
	para(pg, arena_fmt(rq->arena, "The counts are exact; at most %d of each kind are shown.",
	                   FINDINGS_KEPT));
	record_draw_table(rq, pg, rec, "findings");
	return show(rq, pg);
}

/* ---- applying ------------------------------------------------------------------------------ */

struct import_apply_in { bool sure; };

static const struct field import_apply_fields[] = {
	{ IN(struct import_apply_in, sure), .label = "I have read what would change",
	  .need = "Say that you have read what would change" },
};

static void import_apply_check(struct rq *rq, void *form)
{
	const struct import_apply_in *in = form;

	if (!in->sure)
		problem_add(rq, "sure", "Say that you have read what would change");
}

const struct form import_apply_form = {
	.name = "import-apply", FORM(struct import_apply_in, import_apply_fields),
	.title = "Apply an import",
	.lead = "The clerk compares the file again with what is known then, and writes all of it "
	        "at once. Its page shows how far that is; you need not wait.",
	.button = "Apply", .check = import_apply_check,
};

struct reply import_apply_post(struct rq *rq, void *form)
{
	ImportRunId id = ID(rq, ImportRunId, "import");

	(void)form;
	switch (import_ask(rq->db, rq->arena, id, rq->me->id, rq->now)) {
	case IMPORT_ASKED:
		return go(rq, "The clerk applies it as soon as it can", "/imports/%lld",
		          (long long)id.v);
	case IMPORT_ASKED_BEFORE:
		return refuse(rq, NULL, "This import is being applied already: its page shows how "
		              "far it is");
	case IMPORT_ASKED_LATE:
		return refuse(rq, NULL, "This import has been applied already");
	case IMPORT_ASKED_GONE:
		break;
	}
	return not_found(rq);
}
