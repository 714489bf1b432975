/* SPDX-License-Identifier: MIT */
/*
 * engagement_pages.c -- sessions for staff: the log, one of them, its themes.
 */
#include "shaping/pages.h"

#include "shaping/engagement.sql.h"
#include "shaping/page.sql.h"
#include "site/setting.h"

#define HERE(rq) ID(rq, EngagementSessionId, "engagement_session")
#define THEME(rq) ID(rq, EngagementThemeId, "engagement_theme")

/* "Providers, Carers": bits as words. */
const char *audience_text(struct arena *a, int64_t bits)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < meeting_audience_vocab.n; i++)
		if (bits >> (meeting_audience_vocab.words[i].code - 1) & 1)
			buf_fmt(&b, "%s%s", b.n ? ", " : "", meeting_audience_vocab.words[i].label);
	return buf_text(&b);
}

static struct reply engaged_reply(struct rq *rq, enum engaged got, EngagementSessionId id,
                                  const char *flash)
{
	switch (got) {
	case ENGAGED:
		return go(rq, flash, "/engagement-log/%lld", (long long)id.v);
	case ENGAGED_GONE:
		return not_found(rq);
	case ENGAGED_STALE:
		return refuse(rq, NULL,
		              "Someone else changed this since you opened it. Open it again");
	case ENGAGED_ORDER:
		return refuse(rq, "last", "The last day must not be before the first");
	case ENGAGED_UNANSWERED:
		return refuse(rq, NULL, "Answer it first: what was said is shown with what the "
		              "council did");
	}
	return not_found(rq);
}

/* ---- the log ---------------------------------------------------------------------------- */

static struct cell audience_cell(struct rq *rq, const void *row)
{
	const struct engagement_list_row *s = row;

	return cell_of_text(audience_text(rq->arena, s->audience));
}

static struct cell public_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return cell_of_bool(moment_known(((const struct engagement_list_row *)row)->published_ms));
}

static const struct list_col session_cols[] = {
	{ "id",       "Number",   .as = CELL_INT, .in_files_only = true },
	{ "on_day",   "Day",      .as = CELL_DATE },
	{ "name",     "Session",  .link = "/engagement-log/{id}" },
	{ "kind",     "Kind",     .as = CELL_WORD, .words = &meeting_kind_vocab },
	{ "audience", "With whom", .make = audience_cell },
	{ "attended", "Attended", .as = CELL_INT },
	{ "asked",    "Questions", .as = CELL_INT, .in_files_only = true },
	{ "place",    "Where",    .in_files_only = true },
	{ "topic",    "Topic",    .in_files_only = true },
	{ "framework_name", "Framework" },
	{ "pilot_name", "Pilot",  .in_files_only = true },
	{ "themes",   "Themes",   .as = CELL_INT },
	{ "answered", "Answered", .as = CELL_INT },
	{ "public",   "Public",   .as = CELL_BOOL, .make = public_cell },
	{ "shown",    "Themes public", .as = CELL_INT, .in_files_only = true },
};
static const struct list_filter session_filters[] = {
	{ "q",    "Words", FILTER_TEXT },
	{ "kind", "Kind",  FILTER_CHOICE, .words = &meeting_kind_vocab },
	{ "framework", "Framework", FILTER_CHOICE, .from = &shaping_framework_all_sql },
	{ "pilot", "Pilot", FILTER_CHOICE, .from = &pilot_choices_sql },
};

static void sessions_above(struct rq *rq, struct page *pg)
{
	const struct alm_way ways[] = { { "Add a session", "new", rq_may(rq, MAY_MARKET) } };

	alm_ways(pg, "/engagement-log", ways, COUNT(ways));
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, "/engagement", "What everybody may see: you said, we did");
	end(pg);
}

const struct list engagement_log_list = {
	.name = "engagement-log", .title = "Engagement",
	.why = "Read by commissioners: whom we met, what was said, what is still to be answered",
	.sql = &engagement_list_sql, .cols = session_cols, .ncols = COUNT(session_cols),
	.filters = session_filters, .nfilters = COUNT(session_filters), .order = "newest",
	.page_rows = 50, .wide = true, .none = "No session has been noted yet",
	.above = sessions_above,
};

/* ---- one of them -------------------------------------------------------------------------- */

static const struct column theme_cols[] = {
	{ .key = "said", .from = "said", .label = "You said" },
	{ .key = "did", .from = "did", .label = "We did" },
	{ .key = "changed", .from = "changed", .label = "What changed" },
	{ .key = "answer_by", .from = "answer_by_day", .label = "Answer by", .kind = CELL_DATE },
	{ .key = "answered", .from = "answered_ms", .label = "Answered", .kind = CELL_MOMENT },
	{ .key = "answered_by", .from = "answered_name", .label = "By" },
	{ .key = "public", .from = "published_ms", .label = "Public since", .kind = CELL_MOMENT },
	{ .key = "public_by", .from = "published_name", .label = "Decided by",
	  .in_files_only = true },
	{ .key = "change", .label = "Change", .on_page_only = true },
	{ .key = "show", .label = "Publish", .on_page_only = true },
	{ .key = "id", .from = "id", .label = "Number", .kind = CELL_INT, .in_files_only = true },
};
enum { AT_CHANGE = 8, AT_SHOW = 9 };

void put_session(struct rq *rq, struct record *rec, const struct engagement_session *s)
{
	record_word(rec, "kind", "Kind", &meeting_kind_vocab, s->kind);
	record_text(rec, "audience", "With whom", audience_text(rq->arena, s->audience));
	record_date(rec, "on", "Day", s->on_day);
	record_date(rec, "last", "Until", date_plus(s->until_day, -1));
	record_if_any(rec);
	record_text(rec, "place", "Where", s->place);
	record_if_any(rec);
	record_int(rec, "attended", "Attended", s->attended);
	record_if_any(rec);
	record_int(rec, "asked", "Questions that were put", s->asked);
	record_if_any(rec);
	record_text(rec, "topic", "Topic", s->topic);
	record_text(rec, "framework", "Framework", s->framework_name);
	record_if_any(rec);
}

static void put_inside(struct rq *rq, struct record *rec, const struct engagement_session *s)
{
	record_text(rec, "pilot", "Pilot", s->pilot_name);
	if (s->pilot.v)
		record_link(rec, arena_fmt(rq->arena, "/pilots/%lld", (long long)s->pilot.v));
	record_if_any(rec);
	record_moment(rec, "public", "Public since", s->published_ms);
	record_if_any(rec);
	record_text(rec, "public_by", "Decided by", s->published_name);
	record_if_any(rec);
}

static size_t put_themes(struct rq *rq, struct record *rec, EngagementSessionId id)
{
	struct table *t = record_table(rec, "themes", "Themes", theme_cols, COUNT(theme_cols));
	struct engagement_theme *rows;
	size_t n = ALL(rq->db, rq->arena, theme_list, &rows, .meeting = V(id));

	record_fill(t, &theme_list_sql, rows, n);
	for (size_t i = 0; i < n && rq_may(rq, MAY_MARKET); i++) {
		struct cell *c = t->cells + i * t->ncolumns;
		const char *at = arena_fmt(rq->arena, "/engagement-log/themes/%lld",
		                           (long long)rows[i].id.v);

		c[AT_CHANGE] = cell_linked(cell_of_text(rows[i].did ? "Change" : "Answer"), at);
		if (rows[i].did)
			c[AT_SHOW] = cell_linked(cell_of_text(moment_known(rows[i].published_ms)
				? "Take back" : "Publish"),
				arena_fmt(rq->arena, "%s/publish", at));
	}
	return n;
}

static bool session_found(struct rq *rq, EngagementSessionId id, struct engagement_session *s)
{
	return ONE(rq->db, rq->arena, meeting_here, s, .id = V(id));
}

struct reply engagement_get(struct rq *rq)
{
	struct engagement_session s;
	struct record *rec;
	struct page *pg;
	size_t n;

	if (!session_found(rq, HERE(rq), &s))
		return not_found(rq);
	rec = record_new(rq->arena, "engagement-session", s.id.v, s.name);
	put_session(rq, rec, &s);
	put_inside(rq, rec, &s);
	n = put_themes(rq, rec, s.id);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = s.name;
	rq->look.back = "/engagement-log";
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	if (rq_may(rq, MAY_MARKET)) {
		const struct alm_way ways[] = {
			{ "Add a theme", "themes/new", true },
			{ moment_known(s.published_ms) ? "Take back" : "Publish", "publish", true },
			{ "Change", "change", true },
		};

		alm_ways(pg, arena_fmt(rq->arena, "/engagement-log/%lld", (long long)s.id.v),
		          ways, COUNT(ways));
	}
	if (n)
		record_draw_table(rq, pg, rec, "themes");
	return show(rq, pg);
}

/* ---- a session is noted and changed -------------------------------------------------------- */

struct session_in {
	const char *name;
	unsigned kind;
	int64_t audience;
	Date on, last;
	const char *place;
	int64_t attended, asked;
	const char *topic;
	FrameworkId framework;
	PilotId pilot;
	int64_t revision;
};
static const struct field session_fields[] = {
	{ IN(struct session_in, name), .label = "Session", .max = 200, .need = "Enter a name" },
	{ IN(struct session_in, kind), .label = "Kind", .words = &meeting_kind_vocab,
	  .as = AS_SELECT, .need = "Choose what kind of session it was" },
	{ IN(struct session_in, audience), .label = "With whom", .as = AS_CHECKBOXES,
	  .words = &meeting_audience_vocab, .need = "Choose with whom" },
	{ IN(struct session_in, on), .label = "Day", .need = "Enter the day" },
	{ IN(struct session_in, last), .label = "Last day",
	  .hint = "Of what went on for longer, like a consultation" },
	{ IN(struct session_in, place), .label = "Where", .max = 200 },
	{ IN(struct session_in, attended), .label = "How many attended", .max = 100000,
	  .width = "5" },
	{ IN(struct session_in, asked), .label = "How many questions were put", .max = 100000,
	  .width = "5" },
	{ IN(struct session_in, topic), .label = "Topic", .as = AS_LONG, .max = 2000,
	  .hint = "What it was about. Name nobody", .need = "Enter what it was about" },
	{ IN(struct session_in, framework), .label = "Framework",
	  .from = &shaping_framework_all_sql },
	{ IN(struct session_in, pilot), .label = "Pilot", .from = &pilot_choices_sql },
	{ IN(struct session_in, revision), .as = AS_HIDDEN },
};
const struct form session_form = { .name = "engagement-session",
	FORM(struct session_in, session_fields), .title = "Add a session", .button = "Save" };

static struct meeting_answers answers_of(const struct session_in *in)
{
	return (struct meeting_answers){ .name = in->name, .kind = in->kind,
		.audience = in->audience, .on = in->on, .until = date_plus(in->last, 1),
		.place = in->place, .attended = in->attended, .asked = in->asked,
		.topic = in->topic, .framework = in->framework, .pilot = in->pilot };
}

struct reply session_new_load(struct rq *rq, void *form)
{
	((struct session_in *)form)->on = rq->today;
	rq->look.back = "/engagement-log";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply session_new_post(struct rq *rq, void *form)
{
	const struct meeting_answers in = answers_of(form);
	EngagementSessionId id = { 0 };
	enum engaged got = meeting_add(rq->db, rq->arena, &in, rq->me->id, rq->now, &id);

	return engaged_reply(rq, got, id, "Session added");
}

static bool session_asked(struct rq *rq, struct engagement_session *s, EngagementSessionId id)
{
	if (!session_found(rq, id, s))
		return false;
	rq->look.caption = s->name;
	rq->look.back = arena_fmt(rq->arena, "/engagement-log/%lld", (long long)s->id.v);
	return true;
}

struct reply session_load(struct rq *rq, void *form)
{
	struct session_in *in = form;
	struct engagement_session s;

	if (!session_asked(rq, &s, HERE(rq)))
		return not_found(rq);
	*in = (struct session_in){ s.name, (unsigned)s.kind, s.audience, s.on_day,
		date_plus(s.until_day, -1), s.place, s.attended, s.asked, s.topic, s.framework,
		s.pilot, s.revision };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply session_post(struct rq *rq, void *form)
{
	const struct meeting_answers in = answers_of(form);

	return engaged_reply(rq, meeting_change(rq->db, rq->arena, HERE(rq),
	                                        ((struct session_in *)form)->revision, &in,
	                                        rq->me->id),
	                     HERE(rq), "Session changed: it is public when you publish it anew");
}

/* ---- themes -------------------------------------------------------------------------------- */

struct theme_in { const char *said, *did, *changed; Date answer_by; int64_t revision; };
static const struct field theme_fields[] = {
	{ IN(struct theme_in, said), .label = "You said", .as = AS_LONG, .max = 2000,
	  .hint = "What was raised. Name nobody", .need = "Enter what was said" },
	{ IN(struct theme_in, did), .label = "We did", .as = AS_LONG, .max = 2000,
	  .hint = "The council's answer; empty: not answered yet" },
	{ IN(struct theme_in, changed), .label = "What changed", .as = AS_LONG, .max = 2000 },
	{ IN(struct theme_in, answer_by), .label = "Answer by",
	  .hint = "It is a task from then on" },
	{ IN(struct theme_in, revision), .as = AS_HIDDEN },
};
const struct form theme_form = { .name = "engagement-theme",
	FORM(struct theme_in, theme_fields), .title = "Add a theme", .button = "Save" };

struct reply theme_new_load(struct rq *rq, void *form)
{
	struct engagement_session s;

	(void)form;
	return session_asked(rq, &s, HERE(rq)) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

static struct theme_answers theme_of(const struct theme_in *in)
{
	return (struct theme_answers){ in->said, in->did, in->changed, in->answer_by };
}

struct reply theme_new_post(struct rq *rq, void *form)
{
	const struct theme_answers in = theme_of(form);
	EngagementThemeId id;

	return engaged_reply(rq, theme_add(rq->db, rq->arena, HERE(rq), &in, rq->me->id, rq->now,
	                                   &id), HERE(rq), "Theme added");
}

static bool theme_asked(struct rq *rq, struct engagement_theme *t)
{
	struct engagement_session s;

	return ONE(rq->db, rq->arena, theme_here, t, .id = V(THEME(rq))) &&
	       session_asked(rq, &s, t->meeting);
}

struct reply theme_load(struct rq *rq, void *form)
{
	struct engagement_theme t;

	if (!theme_asked(rq, &t))
		return not_found(rq);
	*(struct theme_in *)form = (struct theme_in){ t.said, t.did, t.changed, t.answer_by_day,
		t.revision };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply theme_post(struct rq *rq, void *form)
{
	const struct theme_answers in = theme_of(form);
	struct engagement_theme t;

	if (!theme_asked(rq, &t))
		return not_found(rq);
	return engaged_reply(rq, theme_change(rq->db, rq->arena, t.id,
	                                      ((struct theme_in *)form)->revision, &in,
	                                      rq->me->id, rq->now), t.meeting,
	                     "Theme saved: it is public when you publish it anew");
}

/* ---- what is public ------------------------------------------------------------------------ */

struct show_in { unsigned shown; int64_t revision; };
static const struct field show_fields[] = {
	{ IN(struct show_in, shown), .label = "Is it public?", .words = &yes_or_no_vocab,
	  .hint = "What is public is seen by everybody, without signing in. A theme is seen when "
	          "its session is public, too", .need = "Choose whether it is public" },
	{ IN(struct show_in, revision), .as = AS_HIDDEN },
};
const struct form show_form = { .name = "engagement-publish", FORM(struct show_in, show_fields),
	.title = "Publish", .button = "Save" };

static struct reply show_load(struct rq *rq, struct show_in *in, Moment published,
                              int64_t revision)
{
	(void)rq;
	*in = (struct show_in){ moment_known(published) ? SAY_NO : SAY_YES, revision };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply session_show_load(struct rq *rq, void *form)
{
	struct engagement_session s;

	return session_asked(rq, &s, HERE(rq)) ? show_load(rq, form, s.published_ms, s.revision)
	                                       : not_found(rq);
}

struct reply session_show_post(struct rq *rq, void *form)
{
	const struct show_in *in = form;

	return engaged_reply(rq, meeting_publish(rq->db, HERE(rq), in->revision,
	                                         in->shown == SAY_YES, rq->me->id, rq->now),
	                     HERE(rq), "Decision kept");
}

struct reply theme_show_load(struct rq *rq, void *form)
{
	struct engagement_theme t;

	return theme_asked(rq, &t) ? show_load(rq, form, t.published_ms, t.revision)
	                           : not_found(rq);
}

struct reply theme_show_post(struct rq *rq, void *form)
{
	const struct show_in *in = form;
	struct engagement_theme t;

	if (!theme_asked(rq, &t))
		return not_found(rq);
	return engaged_reply(rq, theme_publish(rq->db, rq->arena, t.id, in->revision,
	                                       in->shown == SAY_YES, rq->me->id, rq->now),
	                     t.meeting, "Decision kept");
}
