/* SPDX-License-Identifier: MIT */
/*
 * room.c -- what of shaping has an address, and the laws of its rows.
 */
#include <string.h>

#include "shaping/pack.sql.h"
#include "shaping/pages.h"
#include "site/site.h"

static const struct route routes[] = {
	{ .path = "/pilots", .may = MAY_SEE_MARKET, .title = "Pilots", .list = &pilots_list,
	  .says = "Pilots: their state, stage, owner." },
	{ .path = "/pilots/new", .may = MAY_MARKET, .title = "Add a pilot", .form = &pilot_form,
	  .load = pilot_new_load, .post = pilot_new_post,
	  .says = "Put an idea on the long list." },
	{ .path = "/pilots/start", .may = MAY_MARKET,
	  .title = "Begin with the long list of ideas", .form = &pilots_start_form,
	  .post = pilots_start_post,
	  .says = "Put the ideas of the starting set on the long list." },
	{ .path = "/pilots/stages", .may = MAY_SEE_MARKET, .get = stages_get,
	  .says = "The stages that pilots go through, and their versions." },
	{ .path = "/pilots/stages/new", .may = MAY_MARKET, .title = "Change the stages",
	  .form = &stages_form, .load = stages_load, .post = stages_post,
	  .says = "A new version of the stages, for pilots from now on." },
	{ .path = "/pilots/{pilot}", .may = MAY_SEE_MARKET, .get = pilot_get,
	  .says = "A pilot: stages, decisions, measures, what was learned." },
	{ .path = "/pilots/{pilot}/change", .may = MAY_MARKET, .title = "Change a pilot",
	  .form = &pilot_form, .load = pilot_change_load, .post = pilot_change_post,
	  .says = "Change what is written about a pilot." },
	{ .path = "/pilots/{pilot}/plan", .may = MAY_MARKET, .title = "Plan the stages",
	  .form_of = stage_plan_form, .load = stage_plan_load, .post = stage_plan_post,
	  .says = "By when each stage of a pilot should be passed." },
	{ .path = "/pilots/{pilot}/decide", .may = MAY_MARKET, .title = "Decide on this stage",
	  .form = &course_decide_form, .load = course_decide_load, .post = course_decide_post,
	  .says = "Keep a decision: go on, change, stop." },
	{ .path = "/pilots/{pilot}/begin", .may = MAY_MARKET, .title = "Begin the pilot",
	  .form = &begin_pilot_form, .load = begin_pilot_load, .post = begin_pilot_post,
	  .says = "Begin a pilot that has passed its stages." },
	{ .path = "/pilots/{pilot}/transfer", .may = MAY_MARKET, .title = "Move to Part B",
	  .form = &transfer_form, .load = transfer_load, .post = transfer_post,
	  .says = "Let a running pilot go on under Part B of a framework." },
	{ .path = "/pilots/{pilot}/conclude", .may = MAY_MARKET, .title = "Conclude the pilot",
	  .form = &conclude_form, .load = conclude_load, .post = conclude_post,
	  .says = "End a pilot: learn, stop or mainstream, with what was learned." },
	{ .path = "/pilots/{pilot}/measures/new", .may = MAY_MARKET, .title = "Add a measure",
	  .form = &measure_form, .load = measure_load_form, .post = measure_post,
	  .says = "Add a measure of success to a pilot." },
	{ .path = "/pilots/{pilot}/providers/new", .may = MAY_MARKET, .title = "Add a provider",
	  .form = &pilot_provider_form, .load = pilot_provider_load,
	  .post = pilot_provider_post, .says = "A provider that takes part in a pilot." },
	{ .path = "/pilots/measures/{pilot_measure}/read", .may = MAY_MARKET,
	  .title = "Add a reading", .form = &reading_form, .load = reading_load,
	  .post = reading_post, .says = "Keep what a measure read on a day." },

	/* whom we met */
	{ .path = "/engagement", .may = MAY_ANYONE, .title = "You said, we did",
	  .list = &engagement_public_list,
	  .says = "What was said at sessions that are public, and what came of it." },
	{ .path = "/engagement/{engagement_session}", .may = MAY_ANYONE,
	  .get = engagement_public_get, .says = "A session that is public." },
	{ .path = "/engagement-log", .may = MAY_SEE_MARKET, .title = "Engagement",
	  .list = &engagement_log_list, .says = "All sessions, for staff." },
	{ .path = "/engagement-log/new", .may = MAY_MARKET, .title = "Add a session",
	  .form = &session_form, .load = session_new_load, .post = session_new_post,
	  .says = "Note a session." },
	{ .path = "/engagement-log/{engagement_session}", .may = MAY_SEE_MARKET,
	  .get = engagement_get, .says = "A session, for staff: its themes and their answers." },
	{ .path = "/engagement-log/{engagement_session}/change", .may = MAY_MARKET,
	  .title = "Change a session", .form = &session_form, .load = session_load,
	  .post = session_post, .says = "Change a session; it is no longer public." },
	{ .path = "/engagement-log/{engagement_session}/publish", .may = MAY_MARKET,
	  .title = "Publish", .form = &show_form, .load = session_show_load,
	  .post = session_show_post, .says = "Show a session to everybody, or no longer." },
	{ .path = "/engagement-log/{engagement_session}/themes/new", .may = MAY_MARKET,
	  .title = "Add a theme", .form = &theme_form, .load = theme_new_load,
	  .post = theme_new_post, .says = "Note what was said at a session." },
	{ .path = "/engagement-log/themes/{engagement_theme}", .may = MAY_MARKET,
	  .title = "Answer a theme", .form = &theme_form, .load = theme_load,
	  .post = theme_post, .says = "Answer or change a theme; it is no longer public." },
	{ .path = "/engagement-log/themes/{engagement_theme}/publish", .may = MAY_MARKET,
	  .title = "Publish", .form = &show_form, .load = theme_show_load,
	  .post = theme_show_post, .says = "Show a theme to everybody, or no longer." },

	/* figures for bidders */
	{ .path = "/data-packs", .may = MAY_ANYONE, .title = "Data packs", .list = &packs_list,
	  .says = "Data packs that were issued." },
	{ .path = "/data-packs/preview", .may = MAY_MARKET, .get = pack_preview_get, .slow = true,
	  .says = "What a data pack of some months would say: from, last." },
	{ .path = "/data-packs/new", .may = MAY_MARKET, .title = "Issue a data pack",
	  .form = &pack_form, .load = pack_form_load, .post = pack_post, .slow = true,
	  .says = "Count, hide small numbers, and publish." },
	{ .path = "/data-packs/{data_pack}", .may = MAY_ANYONE, .get = pack_get,
	  .says = "A data pack, as it was issued." },
	{ .path = "/data-packs/{data_pack}/withdraw", .may = MAY_MARKET,
	  .title = "Withdraw a data pack", .form = &pack_withdraw_form,
	  .load = pack_withdraw_load, .post = pack_withdraw_post,
	  .says = "Show the figures of a data pack no longer." },
};

static const struct search_part searches[] = {
	{ .order = 6, .key = "pilots", .title = "Pilots", .may = MAY_SEE_MARKET,
	  .path = "/pilots", .list = &pilots_list },
	{ .order = 7, .key = "engagement", .title = "Engagement", .may = MAY_SEE_MARKET,
	  .path = "/engagement-log", .list = &engagement_log_list },
};

/* Packs whose digest is another than when they were issued. */
static size_t packs_altered(struct db *db, struct arena *a, int64_t *ids, size_t most)
{
	struct check_packs_row *packs;
	size_t n = ALL(db, a, check_packs, &packs, .none = { 0 }), found = 0;

	for (size_t i = 0; i < n; i++) {
		struct arena_mark mark = arena_mark(a);
		struct pack_figure *f;
		size_t figures = pack_figures_load(db, a, packs[i].id, &f);
		unsigned char hash[32];

		pack_hash(f, figures, hash);
		if (memcmp(hash, packs[i].hash.p, sizeof hash) != 0 && found++ < most)
			ids[found - 1] = packs[i].id.v;
		arena_back(a, mark);
	}
	return found;
}

static const struct check checks[] = {
	{ "pack-settled", "A data pack is as it was issued", .find = packs_altered },
	{ "pilot-order", "A pilot passes its stages in their order",
	  .sql = &check_pilot_order_sql },
	{ "pilot-decided", "A stage is passed by a decision to go on",
	  .sql = &check_pilot_decided_sql },
};

const struct room shaping_room = {
	.name = "shaping", .routes = routes, .nroutes = COUNT(routes),
	.tasks = shaping_tasks, .ntasks = SHAPING_TASKS,
	.searches = searches, .nsearches = COUNT(searches),
	.checks = checks, .nchecks = COUNT(checks),
};
