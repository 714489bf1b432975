/* SPDX-License-Identifier: MIT */
/*
 * lists.c -- questionnaires, sheets, and all answers one a row.
 */
#include "questions/page.sql.h"
#include "questions/pages.h"

static void questionnaires_above(struct rq *rq, struct page *pg)
{
	if (!rq_may(rq, MAY_MARKET))
		return;
	EL(pg, "div", "class", "govuk-button-group");
	gov_button(pg, (struct gov_button){ .text = "Add a questionnaire",
	                                    .href = "/questionnaires/new" });
	gov_button(pg, (struct gov_button){ .text = "Begin with the starting set",
	                                    .href = "/questionnaires/start",
	                                    .classes = "govuk-button--secondary" });
	end(pg);
}

static const struct list_col questionnaire_cols[] = {
	{ .name = "id", .label = "Number", .as = CELL_INT, .in_files_only = true },
	{ .name = "name", .label = "Name", .link = "/questionnaires/{id}" },
	{ .name = "kind", .label = "Kind", .words = &questionnaire_kind_vocab },
	{ .name = "published", .label = "Published version", .as = CELL_INT },
	{ .name = "published_ms", .label = "Published" },
	{ .name = "draft", .label = "Draft version", .as = CELL_INT },
	{ .name = "sent", .label = "Sheets sent", .as = CELL_INT },
};
static const struct list_filter questionnaire_filters[] = {
	{ .name = "kind", .label = "Kind", .words = &questionnaire_kind_vocab },
};
const struct list questionnaires_list = {
	.name = "questionnaires", .title = "Questionnaires",
	.why = "Commissioners write here what providers and staff are asked",
	.sql = &questionnaire_list_sql, .cols = questionnaire_cols,
	.ncols = COUNT(questionnaire_cols), .filters = questionnaire_filters,
	.nfilters = COUNT(questionnaire_filters), .order = "name",
	.none = "There is no questionnaire yet.", .above = questionnaires_above,
};

static const struct list_col sheet_cols[] = {
	{ .name = "id", .label = "Sheet", .link = "/sheets/{id}" },
	{ .name = "subject_kind", .label = "Of a", .words = &sheet_subject_vocab },
	{ .name = "subject_name", .label = "Of whom" },
	{ .name = "number", .label = "Version", .as = CELL_INT },
	{ .name = "state", .label = "State", .words = &sheet_state_vocab },
	{ .name = "begun_ms", .label = "Begun" },
	{ .name = "sent_ms", .label = "Sent" },
	{ .name = "subject", .label = "Number of whom", .as = CELL_INT, .in_files_only = true },
};
static const struct list_filter sheet_filters[] = {
	{ .name = "state", .label = "State", .words = &sheet_state_vocab },
};
const struct list sheets_list = {
	.name = "sheets", .title = "Sheets of answers",
	.why = "Commissioners look up who answered, and when", .sql = &sheet_list_sql,
	.cols = sheet_cols, .ncols = COUNT(sheet_cols), .filters = sheet_filters,
	.nfilters = COUNT(sheet_filters), .order = "newest", .none = "Nobody has answered yet.",
};

static const struct list_col answer_cols[] = {
	{ .name = "sheet", .label = "Sheet", .link = "/sheets/{sheet}" },
	{ .name = "subject_name", .label = "Of whom" },
	{ .name = "number", .label = "Version", .as = CELL_INT },
	{ .name = "sent_ms", .label = "Sent" },
	{ .name = "section", .label = "Section" },
	{ .name = "label", .label = "Question" },
	{ .name = "answer_text", .label = "Answer" },
	{ .name = "stem", .label = "Stem", .in_files_only = true },
	{ .name = "kind", .label = "Kind", .words = &answer_kind_vocab, .in_files_only = true },
	{ .name = "subject_kind", .label = "Of a", .words = &sheet_subject_vocab,
	  .in_files_only = true },
	{ .name = "subject", .label = "Number of whom", .as = CELL_INT, .in_files_only = true },
};
const struct list answers_list = {
	.name = "answers", .title = "Answers", .wide = true,
	.why = "For a spreadsheet: one row for each answer of each sheet that was sent",
	.sql = &answer_rows_sql, .cols = answer_cols, .ncols = COUNT(answer_cols),
	.order = "newest", .none = "Nobody has sent answers yet.",
};
