/* SPDX-License-Identifier: MIT */
/*
 * test_engagement.c -- what was said, what was done, and who may read it.
 */
#include "shaping/inside.h"
#include "shaping/engagement.sql.h"
#include "t/client.h"
#include "t/world.h"

#define COMMISSIONER ((UserAccountId){ 5 })

struct work {
	struct t *t;
	enum { ADD, CHANGE, SHOW, SAY, ANSWER, SHOW_THEME } what;
	EngagementSessionId id;
	EngagementThemeId theme;
	struct meeting_answers in;
	struct theme_answers said;
	int64_t revision;
	bool shown;
	enum engaged got;
};

static bool work_do(void *arg)
{
	struct work *w = arg;
	struct db *db = w->t->db;
	struct arena *a = w->t->arena;

	switch (w->what) {
	case ADD:
		w->got = meeting_add(db, a, &w->in, COMMISSIONER, T_NOW, &w->id);
		break;
	case CHANGE:
		w->got = meeting_change(db, a, w->id, w->revision, &w->in, COMMISSIONER);
		break;
	case SHOW:
		w->got = meeting_publish(db, w->id, w->revision, w->shown, COMMISSIONER, T_NOW);
		break;
	case SAY:
		w->got = theme_add(db, a, w->id, &w->said, COMMISSIONER, T_NOW, &w->theme);
		break;
	case ANSWER:
		w->got = theme_change(db, a, w->theme, w->revision, &w->said, COMMISSIONER,
		                      T_NOW);
		break;
	case SHOW_THEME:
		w->got = theme_publish(db, a, w->theme, w->revision, w->shown, COMMISSIONER,
		                       T_NOW);
		break;
	}
	return w->got == ENGAGED;
}

/* As whoever has just opened its page. */
static enum engaged now_do(struct work *w, int what)
{
	struct engagement_session s;
	struct engagement_theme t;

	w->what = what;
	if ((what == CHANGE || what == SHOW) &&
	    ONE(w->t->db, w->t->arena, meeting_here, &s, .id = V(w->id)))
		w->revision = s.revision;
	if ((what == ANSWER || what == SHOW_THEME) &&
	    ONE(w->t->db, w->t->arena, theme_here, &t, .id = V(w->theme)))
		w->revision = t.revision;
	db_write(w->t->db, work_do, w);
	return w->got;
}

/* How many themes everybody sees; -1: not even the session. */
static int64_t seen(struct t *t, const char *q)
{
	struct engagement_rows_row *rows;
	const struct engagement_rows by = { .limit = V((int64_t)50), .skip = V((int64_t)0),
		.order = ENGAGEMENT_ROWS_BY_NEWEST };
	struct engagement_rows sought = by;
	size_t n, said = 0;

	sought.q_key = V(q);
	n = engagement_rows_all(t->db, t->arena, &rows, q ? &sought : &by);
	for (size_t i = 0; i < n; i++)
		said += rows[i].said != NULL;
	return n ? (int64_t)said : -1;
}

static struct work forum(struct t *t)
{
	return (struct work){ .t = t, .shown = true,
		.in = { .name = "Provider forum", .kind = MEETING_FORUM, .audience = 1,
		        .on = moment_date(T_NOW), .attended = 80, .asked = INT_NONE,
		        .topic = "Paying for outcomes" },
		.said = { .said = "Tell us the volumes" } };
}

TEST(what_is_public_is_decided_for_each)
{
	struct work w = forum(t);

	world_make(t->db);
	IS(now_do(&w, ADD), ENGAGED);
	IS(now_do(&w, SAY), ENGAGED);
	IS(now_do(&w, SHOW_THEME), ENGAGED_UNANSWERED);
	w.said.did = "A data pack";
	IS(now_do(&w, ANSWER), ENGAGED);
	IS(now_do(&w, SHOW_THEME), ENGAGED);
	IS(seen(t, NULL), -1);
	IS(now_do(&w, SHOW), ENGAGED);
	IS(seen(t, NULL), 1);
	IS(seen(t, "volumes"), 1);
	IS(seen(t, "wages"), -1);
	/* Words that change are decided on anew. */
	IS(now_do(&w, ANSWER), ENGAGED);
	IS(seen(t, NULL), 0);
	IS(now_do(&w, CHANGE), ENGAGED);
	IS(seen(t, NULL), -1);
	IS(now_do(&w, SHOW), ENGAGED);
	w.shown = false;
	IS(now_do(&w, SHOW), ENGAGED);
	IS(seen(t, NULL), -1);
}

TEST(what_cannot_be_is_refused)
{
	struct work w = forum(t);

	world_make(t->db);
	w.in.until = w.in.on;
	IS(now_do(&w, ADD), ENGAGED_ORDER);
	w.in.until = date_plus(w.in.on, 30);
	IS(now_do(&w, ADD), ENGAGED);
	w.in.until = w.in.on;
	IS(now_do(&w, CHANGE), ENGAGED_ORDER);
	w.in.until = DATE_NONE;
	IS(now_do(&w, SAY), ENGAGED);
	w.revision = 99;
	w.what = ANSWER;
	db_write(t->db, work_do, &w);
	IS(w.got, ENGAGED_STALE);
	w.what = CHANGE;
	db_write(t->db, work_do, &w);
	IS(w.got, ENGAGED_STALE);
	w.id.v = 99;
	w.theme.v = 99;
	IS(now_do(&w, SAY), ENGAGED_GONE);
	IS(now_do(&w, CHANGE), ENGAGED_GONE);
	IS(now_do(&w, SHOW), ENGAGED_GONE);
	IS(now_do(&w, ANSWER), ENGAGED_GONE);
	IS(now_do(&w, SHOW_THEME), ENGAGED_GONE);
}
