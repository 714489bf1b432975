/* SPDX-License-Identifier: MIT */
/*
 * keep_pages.c -- a questionnaire and its versions: read, drafted, tried, published.
 */
#include "questions/page.sql.h"
#include "questions/pages.h"

const char *version_path(struct rq *rq, QuestionnaireVersionId id)
{
	return arena_fmt(rq->arena, "/questionnaires/versions/%lld", (long long)id.v);
}

struct reply drafted_reply(struct rq *rq, enum drafted got, const char *field, const char *flash,
                           const char *to)
{
	switch (got) {
	case DRAFTED:
		return go(rq, flash, "%s", to);
	case DRAFTED_GONE:
		return not_found(rq);
	case DRAFTED_STALE:
		return refuse(rq, NULL, "Someone else changed this draft since you opened it. "
		              "Open it again");
	case DRAFTED_SETTLED:
		return refuse(rq, NULL, "This version is published and is never changed again. "
		              "Make a draft of the questionnaire");
	case DRAFTED_ALREADY:
		return refuse(rq, field, "There is a questionnaire of that name already");
	case DRAFTED_FULL:
		return refuse(rq, field, "A questionnaire has at most %d questions",
		              QUESTIONS_MOST);
	case DRAFTED_FAULTY:
		return (struct reply){ .kind = REPLY_REFUSE };
	}
	return not_found(rq);
}

/* ---- a new one --------------------------------------------------------------- */

struct questionnaire_in { const char *name; unsigned kind; };
static const struct field questionnaire_fields[] = {
	{ IN(struct questionnaire_in, name), .label = "Name", .max = 120,
	  .need = "Enter the questionnaire's name" },
	{ IN(struct questionnaire_in, kind), .label = "What it is", .as = AS_RADIOS,
	  .words = &questionnaire_kind_vocab, .need = "Choose what it is" },
};
const struct form questionnaire_form = {
	.name = "questionnaire-new", FORM(struct questionnaire_in, questionnaire_fields),
	.title = "Add a questionnaire", .button = "Add",
};

struct reply questionnaire_post(struct rq *rq, void *form)
{
	const struct questionnaire_in *in = form;
	QuestionnaireVersionId draft = { 0 };
	QuestionnaireId id;
	enum drafted got = questionnaire_add(rq->db, rq->arena, in->name, in->kind, rq->me->id,
	                                     rq->now, &id, &draft);

	return drafted_reply(rq, got, "name", "Questionnaire added: now add its questions",
	                     version_path(rq, draft));
}

/* A form that asks nothing is a button that is meant. */
struct nothing_in { bool none; };
const struct form start_form = { .name = "questionnaire-start", .size = sizeof(struct nothing_in),
	.title = "Begin with the starting set", .button = "Make the drafts",
	.lead = "A selection questionnaire, with the headings that councils share and the local "
	"priorities openness and partnership working, and a provider's service return. They are "
	"drafts: change what you like, then publish." };

struct reply start_post(struct rq *rq, void *form)
{
	(void)form;
	if (!questionnaires_start(rq->db, rq->arena, rq->me->id, rq->now))
		return refuse(rq, NULL, "Questionnaires of these names are there already");
	return go(rq, "Drafts made", "/questionnaires");
}

/* ---- one of them ------------------------------------------------------------- */

static const struct column version_cols[] = {
	{ .key = "number", .from = "number", .label = "Version", .kind = CELL_INT },
	{ .key = "state", .from = "state", .label = "State", .kind = CELL_WORD,
	  .words = &version_state_vocab },
	{ .key = "made_by", .from = "made_name", .label = "Begun by" },
	{ .key = "made", .from = "made_ms", .label = "Begun", .kind = CELL_MOMENT },
	{ .key = "published", .from = "published_ms", .label = "Published",
	  .kind = CELL_MOMENT },
	{ .key = "superseded", .from = "superseded_ms", .label = "Superseded",
	  .kind = CELL_MOMENT },
	{ .key = "id", .from = "id", .label = "Number", .kind = CELL_INT, .in_files_only = true },
};

static struct version_list_row *record_versions(struct rq *rq, struct record *rec,
                                                QuestionnaireId id, size_t *n)
{
	struct table *t = record_table(rec, "versions", "Versions", version_cols,
	                               COUNT(version_cols));
	struct version_list_row *rows;

	*n = ALL(rq->db, rq->arena, version_list, &rows, .questionnaire = V(id));
	record_fill(t, &version_list_sql, rows, *n);
	for (size_t i = 0; i < *n; i++)
		t->cells[i * t->ncolumns].link = version_path(rq, rows[i].id);
	return rows;
}

static void way(struct rq *rq, struct page *pg, const char *words, const char *fmt, int64_t id)
{
	struct buf to = buf_new(rq->arena);

	for (const char *s = fmt; *s; s++)
		if (*s == '#')
			buf_int(&to, id);
		else
			buf_char(&to, *s);
	gov_button(pg, (struct gov_button){ .text = words, .href = buf_text(&to),
	                                    .classes = "govuk-button--secondary" });
}

struct reply questionnaire_get(struct rq *rq)
{
	struct questionnaire q;
	struct version_list_row *rows;
	struct record *rec;
	struct page *pg;
	bool published = false;
	size_t n;

	if (!ONE(rq->db, rq->arena, questionnaire_load, &q,
	         .id = V(ID(rq, QuestionnaireId, "questionnaire"))))
		return not_found(rq);
	rec = record_new(rq->arena, "questionnaire", q.id.v, q.name);
	record_word(rec, "kind", "What it is", &questionnaire_kind_vocab, q.kind);
	rows = record_versions(rq, rec, q.id, &n);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	for (size_t i = 0; i < n; i++)
		published |= rows[i].state == VERSION_PUBLISHED;
	rq->look.title = rq->look.h1 = q.name;
	rq->look.back = "/questionnaires";
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	if (rq_may(rq, MAY_MARKET)) {
		EL(pg, "div", "class", "govuk-button-group");
		if (rows[0].state != VERSION_DRAFT)
			way(rq, pg, "Make a draft", "/questionnaires/#/draft", q.id.v);
		if (published)
			way(rq, pg, "Try it", "/questionnaires/#/begin", q.id.v);
		way(rq, pg, "Sheets of answers", "/questionnaires/#/sheets", q.id.v);
		way(rq, pg, "All answers", "/questionnaires/#/answers", q.id.v);
		end(pg);
	}
	record_draw_table(rq, pg, rec, "versions");
	return show(rq, pg);
}

/* ---- a draft ----------------------------------------------------------------- */

const struct form draft_form = { .name = "questionnaire-draft", .size = sizeof(struct nothing_in),
	.title = "Make a draft", .button = "Make the draft",
	.lead = "The draft begins as a copy of the published version. What is published stays as "
	"it is until you publish the draft." };

struct reply draft_load(struct rq *rq, void *form)
{
	struct questionnaire q;

	(void)form;
	return ONE(rq->db, rq->arena, questionnaire_load, &q,
	           .id = V(ID(rq, QuestionnaireId, "questionnaire")))
	       ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply draft_post(struct rq *rq, void *form)
{
	QuestionnaireVersionId id = { 0 };
	enum drafted got = version_draft(rq->db, rq->arena, ID(rq, QuestionnaireId,
	                                 "questionnaire"), rq->me->id, rq->now, &id);

	(void)form;
	/* Somebody else made it: it is the draft that was wanted. */
	return drafted_reply(rq, got == DRAFTED_ALREADY ? DRAFTED : got, NULL, "This is the draft",
	                     version_path(rq, id));
}

/* ---- a version --------------------------------------------------------------- */

static const struct column question_cols[] = {
	{ .key = "place", .label = "Place", .kind = CELL_INT },
	{ .key = "section", .label = "Section" },
	{ .key = "label", .label = "Question" },
	{ .key = "kind", .label = "Answered by", .kind = CELL_WORD, .words = &answer_kind_vocab },
	{ .key = "needed", .label = "Needed", .kind = CELL_BOOL },
	{ .key = "condition", .label = "Asked only when" },
	{ .key = "choices", .label = "Choices or columns" },
	{ .key = "seen_by", .label = "Who is asked", .kind = CELL_WORD,
	  .words = &question_audience_vocab },
	{ .key = "weight", .label = "Weight", .kind = CELL_INT },
	{ .key = "remove", .label = "Remove", .on_page_only = true },
	{ .key = "stem", .label = "Stem", .in_files_only = true },
	{ .key = "help", .label = "Help", .in_files_only = true },
	{ .key = "need", .label = "Said when it is missing", .in_files_only = true },
	{ .key = "id", .label = "Number", .kind = CELL_INT, .in_files_only = true },
};

static const char *parts_text(struct arena *a, const struct asked *at)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < at->nchoices; i++)
		buf_fmt(&b, "%s%s%s", i ? "; " : "", at->choices[i].label,
		        at->choices[i].fails ? " (fails)" : "");
	for (size_t i = 0; i < at->ncolumns; i++)
		buf_fmt(&b, "%s%s", i ? "; " : "", at->columns[i].label);
	return buf_text(&b);
}

static const char *condition_text(struct arena *a, const struct questions *set,
                                  const struct question *q)
{
	const struct asked *on = q->on_stem ? asked_by_stem(set, q->on_stem) : NULL;

	return !q->on_stem ? NULL : arena_fmt(a, "%s: %s", on ? on->q.label : q->on_stem, on
	       ? answer_words(a, on, q->on_keys) : q->on_keys);
}

static void record_questions(struct rq *rq, struct record *rec, const struct questions *set,
                             bool edits)
{
	struct table *t = record_table(rec, "questions", "Questions", question_cols,
	                               COUNT(question_cols));

	for (size_t i = 0; i < set->n; i++) {
		const struct question *q = &set->list[i].q;
		const char *at = arena_fmt(rq->arena, "/questionnaires/questions/%lld",
		                           (long long)q->id.v);
		struct cell *c = table_add(t);

		c[0] = cell_of_int(q->position);
		c[1] = cell_of_text(q->section);
		c[2] = cell_of_text(q->label);
		c[3] = cell_of_word(q->kind);
		c[4] = cell_of_bool(q->need || q->kind == ANSWER_VOW);
		c[5] = cell_of_text(condition_text(rq->arena, set, q));
		c[6] = cell_of_text(parts_text(rq->arena, &set->list[i]));
		c[7] = cell_of_word(q->seen_by);
		c[8] = cell_of_int(q->weight);
		c[9] = edits ? cell_of_text("Remove") : cell_none();
		c[10] = cell_of_text(q->stem);
		c[11] = cell_of_text(q->help);
		c[12] = cell_of_text(q->need);
		c[13] = cell_of_int(q->id.v);
		if (edits) {
			c[0].link = arena_fmt(rq->arena, "%s/move", at);
			c[2].link = at;
			c[9].link = arena_fmt(rq->arena, "%s/remove", at);
		}
	}
}

static void version_ways(struct rq *rq, struct page *pg, const struct questionnaire_version *v)
{
	struct version_before_row before;
	bool edits = v->state == VERSION_DRAFT && rq_may(rq, MAY_MARKET);

	EL(pg, "div", "class", "govuk-button-group");
	if (edits) {
		way(rq, pg, "Add a question", "/questionnaires/versions/#/questions", v->id.v);
		way(rq, pg, "Opening words and points", "/questionnaires/versions/#/change",
		    v->id.v);
		way(rq, pg, "Publish", "/questionnaires/versions/#/publish", v->id.v);
	}
	way(rq, pg, "See it as it is asked", "/questionnaires/versions/#/preview", v->id.v);
	if (ONE(rq->db, rq->arena, version_before, &before, .questionnaire = V(v->questionnaire),
	        .number = V(v->number)))
		way(rq, pg, "What changed", arena_fmt(rq->arena, "%s/compare/#",
		    version_path(rq, v->id)), before.id.v);
	end(pg);
}

struct reply version_get(struct rq *rq)
{
	struct questions set;
	struct record *rec;
	struct page *pg;

	if (!questions_load(rq->db, rq->arena, ID(rq, QuestionnaireVersionId, "version"), &set))
		return not_found(rq);
	rec = record_new(rq->arena, "questionnaire-version", set.v.id.v, set.v.name);
	record_int(rec, "number", "Version", set.v.number);
	record_word(rec, "state", "State", &version_state_vocab, set.v.state);
	record_moment(rec, "published", "Published", set.v.published_ms);
	record_if_any(rec);
	record_text(rec, "opening", "Opening words", set.v.opening);
	record_if_any(rec);
	record_int(rec, "scored_to", "Most points for an answer", set.v.scored_to);
	record_questions(rq, rec, &set, set.v.state == VERSION_DRAFT && rq_may(rq, MAY_MARKET));
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = arena_fmt(rq->arena, "%s, version %lld", set.v.name,
	                                         (long long)set.v.number);
	rq->look.back = arena_fmt(rq->arena, "/questionnaires/%lld",
	                          (long long)set.v.questionnaire.v);
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	version_ways(rq, pg, &set.v);
	if (set.n)
		record_draw_table(rq, pg, rec, "questions");
	else
		para(pg, "It asks nothing yet.");
	return show(rq, pg);
}

/* ---- its words and points ---------------------------------------------------- */

struct version_in { const char *opening; int64_t scored_to, revision; };
static const struct field version_fields[] = {
	{ IN(struct version_in, opening), .label = "Opening words", .as = AS_LONG, .max = 2000,
	  .hint = "Shown above the questions: what it is for, what to have at hand" },
	{ IN(struct version_in, scored_to), .label = "Most points for an answer", .min = 1,
	  .max = 100, .width = "3", .need = "Enter the most points for an answer, like 5" },
	{ IN(struct version_in, revision), .as = AS_HIDDEN },
};
const struct form version_form = { .name = "questionnaire-version",
	FORM(struct version_in, version_fields), .title = "Opening words and points",
	.button = "Save" };

/* False: no such version. */
static bool version_found(struct rq *rq, struct questionnaire_version *v)
{
	return ONE(rq->db, rq->arena, version_load, v,
	           .id = V(ID(rq, QuestionnaireVersionId, "version")));
}

struct reply version_form_load(struct rq *rq, void *form)
{
	struct questionnaire_version v;
	struct version_in *in = form;

	if (!version_found(rq, &v))
		return not_found(rq);
	*in = (struct version_in){ v.opening, v.scored_to, v.revision };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply version_form_post(struct rq *rq, void *form)
{
	QuestionnaireVersionId id = ID(rq, QuestionnaireVersionId, "version");
	const struct version_in *in = form;

	return drafted_reply(rq, version_change(rq->db, rq->arena, id, in->revision, in->opening,
	                     in->scored_to, rq->me->id), NULL, "Saved", version_path(rq, id));
}

/* ---- published --------------------------------------------------------------- */

struct publish_in { int64_t revision; };
static const struct field publish_fields[] = {
	{ IN(struct publish_in, revision), .as = AS_HIDDEN },
};
const struct form publish_form = { .name = "questionnaire-publish",
	FORM(struct publish_in, publish_fields), .title = "Publish", .button = "Publish",
	.lead = "From now on this version is what is asked, and it is never changed again. Answers "
	"that are begun stay with the version on which they were begun." };

/* What keeps it from being published, as problems of the form. */
static void faults_tell(struct rq *rq, QuestionnaireVersionId id)
{
	const char *const *faults;
	struct questions set;
	size_t n;

	SURE(questions_load(rq->db, rq->arena, id, &set));
	n = version_faults(rq->arena, &set, &faults);
	for (size_t i = 0; i < n; i++)
		problem_add(rq, NULL, "%s", faults[i]);
}

struct reply publish_load(struct rq *rq, void *form)
{
	struct questionnaire_version v;

	if (!version_found(rq, &v))
		return not_found(rq);
	*(struct publish_in *)form = (struct publish_in){ v.revision };
	if (v.state == VERSION_DRAFT && rq->nproblems == 0)
		faults_tell(rq, v.id);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply publish_post(struct rq *rq, void *form)
{
	QuestionnaireVersionId id = ID(rq, QuestionnaireVersionId, "version");
	enum drafted got = version_publish(rq->db, rq->arena, id,
	                                   ((struct publish_in *)form)->revision, rq->me->id,
	                                   rq->now);

	if (got == DRAFTED_FAULTY)
		faults_tell(rq, id);
	return drafted_reply(rq, got, NULL, "Published", version_path(rq, id));
}

/* ---- tried without keeping anything ------------------------------------------ */

const struct form *preview_form(struct rq *rq)
{
	struct questions *set = NEW(rq->arena, struct questions);
	struct question_form *qf;

	if (!questions_load(rq->db, rq->arena, ID(rq, QuestionnaireVersionId, "version"), set))
		return NULL;
	qf = question_form(rq->arena, set, SEEN_EVALUATORS, TO_ANSWER);
	qf->form.partly = false;
	qf->form.caption = "A preview: nothing is kept";
	qf->form.button = "Check these answers";
	return &qf->form;
}

struct reply preview_post(struct rq *rq, void *form)
{
	(void)form;
	return go(rq, "These answers would be taken. A preview keeps nothing", "%s",
	          version_path(rq, ID(rq, QuestionnaireVersionId, "version")));
}
