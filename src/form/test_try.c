/* SPDX-License-Identifier: MIT */
/*
 * test_try.c -- the form of test_form.h, and a browser that only reads hidden
 * inputs.
 */
#include <string.h>

#include "form/test_form.h"

VOCAB_WORDS(try_reason, TRY, TRY_REASONS)

#define TRY_DAYS(X, P) \
	X(P, 1, MON, "mon", NULL, "Monday")  X(P, 2, TUE, "tue", NULL, "Tuesday") \
	X(P, 7, SUN, "sun", NULL, "Sunday")
VOCAB_WORDS(try_day, DAY, TRY_DAYS)

/* ---- choices of the database ---- */

struct team_row { int64_t id; const char *label; };
static const struct sql_piece team_pieces[] = {
	{ "SELECT id, name AS label FROM team WHERE ended_day IS NULL OR ended_day > ?1 "
	  "ORDER BY id", -1, 0 },
};
static const char *const team_args[] = { "today", NULL };
static const struct col team_cols[] = {
	{ "id", offsetof(struct team_row, id), COL_ID },
	{ "label", offsetof(struct team_row, label), COL_TEXT },
};
static const struct sql team_sql = {
	.name = "try_teams", .file = __FILE__, .pieces = team_pieces, .npieces = 1,
	.args = team_args, .nargs = 1, .cols = team_cols, .ncols = 2,
	.row_size = sizeof(struct team_row),
};

static const struct sql_piece insert_pieces[] = {
	{ "INSERT INTO team (id, name, kind, ended_day) VALUES (1, 'North', 1, NULL), "
	  "(2, 'South <b>', 1, NULL), (3, 'Gone', 1, 10)", -1, 0 },
};
static const struct sql insert_sql = {
	.name = "try_insert", .file = __FILE__, .pieces = insert_pieces, .npieces = 1,
	.writes = true,
};

static bool teams_insert(void *db)
{
	return db_do(db, &insert_sql, NULL) == 3;
}

void try_teams(struct t *t)
{
	NEED(db_write(t->db, teams_insert, t->db));
}

/* ---- the form ---- */

static const struct field visit_fields[] = {
	{ IN(struct try_visit, row_id), .as = AS_HIDDEN },
	{ IN(struct try_visit, days), .label = "Days", .as = AS_CHECKBOXES, .words = &try_day_vocab,
	  .need = "Choose the days" },
	{ IN(struct try_visit, from), .label = "From", .as = AS_TIME,
	  .need = "Enter when it begins" },
	{ IN(struct try_visit, length), .label = "Length", .min = 5, .max = 600,
	  .need = "Enter its length" },
	{ IN(struct try_visit, double_handed), .label = "Two carers" },
};

static void visit_check(struct rq *rq, void *row)
{
	if (((struct try_visit *)row)->length.n == 13)
		problem_add(rq, "length", "Thirteen is unlucky");
}

static const struct form visit_form = {
	FORM(struct try_visit, visit_fields), .title = "Visit", .check = visit_check,
};

static const struct field try_fields[] = {
	{ IN(struct try, name), .section = "Who", .label = "Name", .min = 2, .max = 10,
	  .need = "Enter the name" },
	{ IN(struct try, notes), .label = "Notes", .as = AS_LONG },
	{ IN(struct try, email), .label = "Email", .as = AS_EMAIL },
	{ IN(struct try, phone), .label = "Phone", .as = AS_PHONE },
	{ IN(struct try, postcode), .label = "Postcode", .as = AS_POSTCODE },
	{ IN(struct try, secret), .label = "Secret", .as = AS_PASSWORD },
	{ IN(struct try, raw), .label = "Raw", .as = AS_LONG, .keep_blanks = true },
	{ IN(struct try, reason), .section = "What", .label = "Reason", .words = &try_reason_vocab,
	  .need = "Choose the reason" },
	{ IN(struct try, choice), .label = "Second reason", .words = &try_reason_vocab,
	  .as = AS_SELECT },
	{ IN(struct try, ward), .label = "Ward", .depends = "reason=1,3",
	  .need = "Enter the ward" },
	{ IN(struct try, carers), .label = "Carers", .min = 1, .max = 2 },
	{ IN(struct try, days), .label = "Days", .as = AS_CHECKBOXES, .words = &try_day_vocab },
	{ IN(struct try, agreed), .label = "I agree" },
	{ IN(struct try, urgent), .label = "Urgent?", .as = AS_RADIOS },
	{ IN(struct try, rate), .label = "Hourly rate", .min = 1, .max = 100000,
	  .bad = "Hourly rate must be an amount of money, like 21.50" },
	{ IN(struct try, start), .label = "Start date" },
	{ IN(struct try, ready), .label = "Ready" },
	{ IN(struct try, at), .label = "At", .as = AS_TIME },
	{ IN(struct try, lasts), .label = "Lasts" },
	{ IN(struct try, weekly), .label = "Hours a week", .as = AS_HOURS },
	{ IN(struct try, team), .label = "Team", .from = &team_sql },
	{ IN(struct try, teams), .label = "Teams", .as = AS_CHECKBOXES, .from = &team_sql },
	{ IN(struct try, visits), .label = "Visits", .group = &visit_form, .rows = 3,
	  .need = "Add a visit" },
	{ IN(struct try, letter), .label = "Letter", .max = 2048 },
	{ IN(struct try, revision), .as = AS_HIDDEN },
};

static void try_check(struct rq *rq, void *form)
{
	if (text_same(((struct try *)form)->name, "Nemo"))
		problem_add(rq, "name", "Nobody is called that");
}

const struct form try_form = {
	FORM(struct try, try_fields), .title = "Try <it>", .button = "Go on", .check = try_check,
};

/* ---- a request ---- */

struct rq try_rq(struct t *t)
{
	static const struct me me = {
		.id = { 7 }, .name = "Ada", .csrf = "token", .team = { 1 }, .provider = { 0 },
	};

	return (struct rq){
		.db = t->db, .arena = t->arena, .path = "/tries", .me = &me, .now = T_NOW,
		.today = moment_date(T_NOW), .key = "key-of-this-form",
		.look = { .council = "Westmarch", .service = "Care" },
	};
}

struct params try_params(struct arena *a, size_t n, const char *const *pairs)
{
	struct param *list = NEWN(a, struct param, n);

	for (size_t i = 0; i < n; i++) {
		const char *sign = strchr(pairs[i], '=');

		list[i].name = arena_dupn(a, pairs[i], (size_t)(sign - pairs[i]));
		list[i].value = sign + 1;
		list[i].len = strlen(sign + 1);
	}
	return (struct params){ list, n };
}

const char *try_problem(const struct rq *rq, const char *field)
{
	for (size_t i = 0; i < rq->nproblems; i++)
		if (text_same(rq->problems[i].field, field))
			return rq->problems[i].text;
	return NULL;
}

/* ---- a browser of hidden inputs ---- */

static const char *unescaped(struct arena *a, const char *s, size_t n)
{
	static const struct { const char *code; char letter; } all[] = {
		{ "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' },
		{ "&#39;", '\'' },
	};
	struct buf out = buf_new(a);
	const char *stop = s + n;

	while (s < stop) {
		size_t i = 0;

		while (i < COUNT(all) && !text_begins(s, all[i].code))
			i++;
		buf_char(&out, i < COUNT(all) ? all[i].letter : *s);
		s += i < COUNT(all) ? strlen(all[i].code) : 1;
	}
	return buf_text(&out);
}

static const char *attribute(struct arena *a, const char *tag, const char *name)
{
	const char *at = strstr(tag, arena_fmt(a, " %s=\"", name)), *stop = strchr(tag, '>');

	if (!at || at > stop)
		return NULL;
	at += strlen(name) + 3;
	return unescaped(a, at, (size_t)(strchr(at, '"') - at));
}

struct params try_sent_back(struct arena *a, const char *html)
{
	struct param *list = NEWN(a, struct param, 200);
	size_t n = 0;

	for (const char *tag = html; (tag = strstr(tag, "<input")) && n < 200; tag++) {
		if (!text_same(attribute(a, tag, "type"), "hidden"))
			continue;
		list[n].name = attribute(a, tag, "name");
		list[n].value = attribute(a, tag, "value");
		list[n].len = strlen(list[n].value);
		n++;
	}
	return (struct params){ list, n };
}
