/* SPDX-License-Identifier: MIT */
/*
 * room.c -- what of questions has an address, and the laws of its rows.
 */
#include <string.h>

#include "questions/page.sql.h"
#include "questions/pages.h"
#include "site/task.h"

static const struct route routes[] = {
	/* what is asked */
	{ .path = "/questionnaires", .may = MAY_SEE_MARKET, .title = "Questionnaires",
	  .list = &questionnaires_list, .says = "What providers and staff are asked." },
	{ .path = "/questionnaires/new", .may = MAY_MARKET, .title = "Add a questionnaire",
	  .form = &questionnaire_form, .post = questionnaire_post,
	  .says = "Add a questionnaire, with an empty draft." },
	{ .path = "/questionnaires/start", .may = MAY_MARKET,
	  .title = "Begin with the starting set", .form = &start_form, .post = start_post,
	  .says = "Make drafts of a selection questionnaire and a provider's return." },
	{ .path = "/questionnaires/{questionnaire}", .may = MAY_SEE_MARKET,
	  .get = questionnaire_get, .says = "A questionnaire and its versions." },
	{ .path = "/questionnaires/{questionnaire}/draft", .may = MAY_MARKET,
	  .title = "Make a draft", .form = &draft_form, .load = draft_load, .post = draft_post,
	  .says = "Draft a new version from the published one." },
	{ .path = "/questionnaires/versions/{version}", .may = MAY_SEE_MARKET, .get = version_get,
	  .says = "A version: all that it asks." },
	{ .path = "/questionnaires/versions/{version}/change", .may = MAY_MARKET,
	  .title = "Opening words and points", .form = &version_form,
	  .load = version_form_load, .post = version_form_post,
	  .says = "Change a draft's opening words and its most points." },
	{ .path = "/questionnaires/versions/{version}/questions", .may = MAY_MARKET,
	  .title = "Add a question", .form = &question_ask_form, .load = question_new_load,
	  .post = question_new_post, .says = "Add a question at the end of a draft." },
	{ .path = "/questionnaires/questions/{question}", .may = MAY_MARKET,
	  .title = "Change a question", .form = &question_ask_form, .load = question_load_form,
	  .post = question_post, .says = "Change a question of a draft." },
	{ .path = "/questionnaires/questions/{question}/move", .may = MAY_MARKET,
	  .title = "Move a question", .form = &question_move_form, .load = question_move_load,
	  .post = question_move_post, .says = "Move a question of a draft to another place." },
	{ .path = "/questionnaires/questions/{question}/remove", .may = MAY_MARKET,
	  .title = "Remove a question", .form = &question_remove_form,
	  .load = question_move_load, .post = question_remove_post,
	  .says = "Remove a question from a draft." },
	{ .path = "/questionnaires/versions/{version}/preview", .may = MAY_SEE_MARKET,
	  .title = "Preview", .form_of = preview_form, .post = preview_post,
	  .says = "A version as it is asked; what is sent is judged, and not kept." },
	{ .path = "/questionnaires/versions/{version}/publish", .may = MAY_MARKET,
	  .title = "Publish", .form = &publish_form, .load = publish_load, .post = publish_post,
	  .says = "Publish a draft: it is never changed again." },
	{ .path = "/questionnaires/versions/{version}/compare/{other}", .may = MAY_SEE_MARKET,
	  .get = versions_compare_get, .says = "What changed since another version." },

	/* what was answered */
	{ .path = "/questionnaires/{questionnaire}/begin", .may = MAY_MARKET,
	  .title = "Try the questionnaire", .form = &begin_form, .load = begin_load,
	  .post = begin_post, .says = "Begin a trial sheet of answers." },
	{ .path = "/questionnaires/{questionnaire}/sheets", .may = MAY_MARKET,
	  .title = "Sheets of answers", .list = &sheets_list, .says = "Who answered, and when." },
	{ .path = "/questionnaires/{questionnaire}/answers", .may = MAY_MARKET,
	  .title = "Answers", .list = &answers_list,
	  .says = "Every answer of every sheet that was sent, one a row." },
	{ .path = "/sheets/{sheet}", .may = MAY_MARKET, .get = sheet_get,
	  .says = "A sheet of answers." },
	{ .path = "/sheets/{sheet}/answer", .may = MAY_MARKET, .title = "Answer",
	  .form_of = sheet_answer_form, .load = sheet_answer_load, .above = sheet_answer_above,
	  .post = sheet_answer_post, .says = "Save answers, all or some." },
	{ .path = "/sheets/{sheet}/questions/{question}/file", .may = MAY_MARKET,
	  .title = "Give a file", .form = &sheet_file_form, .load = sheet_file_load,
	  .post = sheet_file_post, .upload = true, .says = "Answer a question with a file." },
	{ .path = "/sheets/{sheet}/files/{file}", .may = MAY_MARKET, .get = sheet_file_get,
	  .not_in_api = true, .says = "A file that was given as an answer." },
	{ .path = "/sheets/{sheet}/send", .may = MAY_MARKET, .title = "Send the answers",
	  .form = &sheet_send_form, .load = sheet_send_load, .post = sheet_send_post,
	  .says = "Send a sheet: it must be whole, and is never changed again." },
	{ .path = "/sheets/{sheet}/compare", .may = MAY_MARKET, .get = sheets_compare_get,
	  .says = "What changed since the sheet that it was begun from." },
	{ .path = "/sheets/{sheet}/score", .may = MAY_MARKET, .title = "Score the answers",
	  .form_of = sheet_score_form, .load = sheet_score_load, .post = sheet_score_post,
	  .says = "Keep one's own scores of a sheet." },
	{ .path = "/panels", .may = MAY_EVALUATE, .title = "Your panels", .nav = "Panels",
	  .list = &panels_list, .says = "Panels that score answers, and what waits for you." },
	{ .path = "/panels/all", .may = MAY_MARKET, .title = "All panels",
	  .list = &panels_all_list, .says = "All panels." },
	{ .path = "/panels/new", .may = MAY_MARKET, .title = "Make a panel", .form = &panel_form,
	  .load = panel_new_load, .post = panel_new_post, .says = "Make a panel, empty." },
	{ .path = "/panels/{panel}", .may = MAY_EVALUATE, .get = panel_get,
	  .says = "A panel: its members, its sheets, and where it stands." },
	{ .path = "/panels/{panel}/members", .may = MAY_MARKET, .title = "Add a member",
	  .form = &panel_member_form, .load = panel_member_load_form, .post = panel_member_post,
	  .says = "Add who scores or moderates." },
	{ .path = "/panels/{panel}/release", .may = MAY_MARKET, .title = "Release a member",
	  .form = &panel_release_form, .load = panel_member_load_form,
	  .post = panel_release_post, .says = "Wait for a member no more; his final marks stay." },
	{ .path = "/panels/{panel}/sheets", .may = MAY_MARKET, .title = "Add a sheet",
	  .form = &panel_sheet_form, .load = panel_member_load_form, .post = panel_sheet_post,
	  .says = "Add a sheet that was sent." },
	{ .path = "/panels/{panel}/interests", .may = MAY_EVALUATE, .title = "Declare interests",
	  .form = &panel_interest_form, .load = panel_interest_load,
	  .post = panel_interest_post, .says = "Declare interests in its sheets, or none." },
	{ .path = "/panels/{panel}/lock", .may = MAY_EVALUATE, .title = "Lock the panel",
	  .form = &panel_lock_form, .load = panel_interest_load, .post = panel_lock_post,
	  .says = "Settle the agreed marks: nothing of the panel changes any more." },
	{ .path = "/panels/{panel}/sheets/{sheet}", .may = MAY_EVALUATE, .get = panel_sheet_get,
	  .says = "A sheet to be scored, for a member without an interest in it." },
	{ .path = "/panels/{panel}/sheets/{sheet}/files/{file}", .may = MAY_EVALUATE,
	  .get = panel_file_get, .not_in_api = true, .says = "A file of such a sheet." },
	{ .path = "/panels/{panel}/sheets/{sheet}/score", .may = MAY_EVALUATE,
	  .title = "Score the answers", .form_of = panel_score_form, .load = panel_score_load,
	  .post = panel_score_post, .says = "Keep one's own marks, all or some." },
	{ .path = "/panels/{panel}/sheets/{sheet}/lock", .may = MAY_EVALUATE,
	  .title = "Lock my marks", .form = &panel_final_form, .load = panel_final_load,
	  .post = panel_final_post, .says = "Make one's own marks final." },
	{ .path = "/panels/{panel}/sheets/{sheet}/agree", .may = MAY_EVALUATE,
	  .title = "Agree the marks", .form_of = panel_agree_form, .load = panel_agree_load,
	  .post = panel_agree_post, .says = "Record agreed marks, with reasons, as moderator." },
	{ .path = "/sheets/{sheet}/scores", .may = MAY_MARKET, .get = sheet_scores_get,
	  .says = "Scores and totals; others' when one's own are whole." },
};

/* ---- laws -------------------------------------------------------------------- */

/* Published versions whose digest is another than when they were published. */
static size_t versions_altered(struct db *db, struct arena *a, int64_t *ids, size_t most)
{
	struct check_versions_row *rows;
	size_t n = ALL(db, a, check_versions, &rows), found = 0;

	for (size_t i = 0; i < n; i++) {
		struct arena_mark mark = arena_mark(a);
		unsigned char hash[32];
		struct questions set;

		SURE(questions_load(db, a, rows[i].id, &set));
		questions_hash(&set, hash);
		if ((set.v.hash.n != sizeof hash || memcmp(hash, set.v.hash.p, sizeof hash) != 0) &&
		    found++ < most)
			ids[found - 1] = rows[i].id.v;
		arena_back(a, mark);
	}
	return found;
}

static const struct check checks[] = {
	{ "answer-asked", "An answer is to a question of its sheet's version",
	  .sql = &check_answers_sql },
	{ "panel-final", "A panel's marks are of those who declared, and final ones do not change",
	  .sql = &check_panel_marks_sql },
	{ "panel-agreed", "A locked panel had agreed where marks lay apart",
	  .sql = &check_panel_locked_sql },
	{ "version-settled", "A published version of a questionnaire is as it was published",
	  .find = versions_altered },
};

static const struct task_kind tasks[] = {
	{ "panels", "panel that waits for you", "panels that wait for you", MAY_EVALUATE,
	  &task_panels_sql, .link = "/panels/{id}", .all = "/panels" },
};

const struct room questions_room = {
	.name = "questions", .routes = routes, .nroutes = COUNT(routes),
	.tasks = tasks, .ntasks = COUNT(tasks), .checks = checks, .nchecks = COUNT(checks),
};
