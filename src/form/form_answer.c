/* SPDX-License-Identifier: MIT */
/*
 * form_answer.c -- answers: what was typed, or what a value would have been
 * typed as.
 *
 * A value becomes an answer that reads back as the same value, to the last
 * millisecond: form_hidden() and the trip through "check your answers" rest
 * on it.
 */
#include <string.h>

#include "base/utf8.h"
#include "exchange/json.h"
#include "form/form_inside.h"

static const char *typed(struct asking *ask, const char *name, const char *part, bool *given)
{
	const char *full = part ? arena_fmt(ask->arena, "%s-%s", name, part) : name;
	const char *value = ask->typed ? param(ask->typed, full) : NULL;

	if (value)
		*given = true;
	return value ? value : "";
}

/* ---- dates: one text into boxes ---- */

/* "31/02/2026" into its boxes, so that it is given back where it belongs. */
static void date_into_boxes(struct arena *a, struct answer *at, const char *text)
{
	const char *parts[3] = { "", "", "" };
	const char *rest = text;
	size_t n = 0;

	while (*rest && n < 3) {
		size_t len = strcspn(rest, "/-. ");

		parts[n++] = arena_dupn(a, rest, len);
		rest += len;
		rest += strspn(rest, "/-. ");
	}
	if (n < 3 || *rest) {
		at->day = text;
		at->month = at->year = "";
	} else if (strlen(parts[0]) == 4) {
		at->year = parts[0], at->month = parts[1], at->day = parts[2];
	} else {
		at->day = parts[0], at->month = parts[1], at->year = parts[2];
	}
}

static void moment_into_boxes(struct arena *a, struct answer *at, const char *text)
{
	Moment moment;
	const char *gap = strpbrk(text, "T ");

	if (moment_parse(a, text, &moment)) {
		date_into_boxes(a, at, date_iso(a, moment_date(moment)));
		at->time = time_text(a, moment_time(moment));
		return;
	}
	date_into_boxes(a, at, gap ? arena_dupn(a, text, (size_t)(gap - text)) : text);
	at->time = gap ? gap + 1 : "";
}

static void boxes_from_text(struct arena *a, const struct field *f, struct answer *at)
{
	at->day = at->month = at->year = at->time = "";
	if (!*at->text)
		return;
	if (f->kind == FIELD_MOMENT)
		moment_into_boxes(a, at, at->text);
	else
		date_into_boxes(a, at, at->text);
}

static void date_typed(struct asking *ask, const struct field *f, const char *name,
                       struct answer *at)
{
	at->day   = typed(ask, name, "day", &at->boxes);
	at->month = typed(ask, name, "month", &at->boxes);
	at->year  = typed(ask, name, "year", &at->boxes);
	at->time  = f->kind == FIELD_MOMENT ? typed(ask, name, "time", &at->boxes) : "";
	at->text  = typed(ask, name, NULL, &at->given);
	if (at->boxes)
		at->given = true;
	else
		boxes_from_text(ask->arena, f, at);
}

/* ---- what was typed ---- */

static void many_typed(struct asking *ask, const char *name, struct answer *at)
{
	size_t n = ask->typed ? param_count(ask->typed, name) : 0;
	const char **keys = NEWN(ask->arena, const char *, n);

	for (size_t i = 0; i < n; i++) {
		const char *key = param_nth(ask->typed, name, i);

		at->given = true;
		if (!BLANK(key))
			keys[at->nkeys++] = key;
	}
	at->keys = keys;
}

static void file_typed(struct asking *ask, const char *name, struct answer *at)
{
	for (size_t i = 0; ask->typed && i < ask->typed->n; i++) {
		const struct param *p = &ask->typed->list[i];

		if (strcmp(p->name, name) != 0 || BLANK(p->file_name))
			continue;
		at->given = true;
		at->file = (struct file){ p->file_name, p->value, p->len };
		return;
	}
}

/* A checkbox sends an empty value of its name before it, to say that it was there. */
static const char *last_typed(struct asking *ask, const char *name, bool *given)
{
	size_t n = ask->typed ? param_count(ask->typed, name) : 0;

	*given = n > 0;
	return n ? param_nth(ask->typed, name, n - 1) : "";
}

struct answer answer_typed(struct asking *ask, const struct field *f, const char *name)
{
	struct answer at = { .text = "" };

	if (field_many(f))
		many_typed(ask, name, &at);
	else if (f->kind == FIELD_DATE || f->kind == FIELD_MOMENT)
		date_typed(ask, f, name, &at);
	else if (f->kind == FIELD_FILE)
		file_typed(ask, name, &at);
	else if (f->kind == FIELD_BOOL)
		at.text = last_typed(ask, name, &at.given);
	else
		at.text = typed(ask, name, NULL, &at.given);
	return at;
}

static bool only_blanks(const char *s)
{
	uint32_t c;

	while (s && *s) {
		s += utf8_next(s, &c);
		if (!utf8_blank(c))
			return false;
	}
	return true;
}

bool answer_blank(const struct field *f, const struct answer *at)
{
	if (f->kind == FIELD_FILE)
		return !at->file.name;
	if (field_many(f))
		return at->nkeys == 0;
	if (at->boxes)
		return only_blanks(at->day) && only_blanks(at->month) && only_blanks(at->year) &&
		       only_blanks(at->time);
	return f->kind == FIELD_TEXT && f->keep_blanks ? !*at->text : only_blanks(at->text);
}

/* ---- what a value would have been typed as ---- */

/* Hours as "13.5"; what two decimals cannot say is "13:20". */
static const char *hours_typed(struct arena *a, int64_t mins)
{
	struct buf b = buf_new(a);

	if (mins % 3 == 0) {
		buf_decimal(&b, mins / 3 * 5, 2);
		while (b.s[b.n - 1] == '0')
			b.n--;
		if (b.s[b.n - 1] == '.')
			b.n--;
	} else {
		buf_fmt(&b, "%lld:%02lld", (long long)(mins / 60), (long long)(mins % 60));
	}
	return buf_text(&b);
}

static const char *minutes_typed(struct arena *a, const struct field *f, int64_t n)
{
	if (f->as == AS_TIME)
		return time_text(a, minutes(n));
	if (f->as == AS_HOURS)
		return hours_typed(a, n);
	return arena_fmt(a, "%lld", (long long)n);
}

static const char *number_typed(struct arena *a, const struct field *f, int64_t n)
{
	const struct word *word;

	if (n == INT_NONE)
		return "";
	if (f->words) {
		word = vocab_find(f->words, n);
		return word ? word->key : "";
	}
	switch (f->kind) {
	case FIELD_BOOL:    return n ? "yes" : "no";
	case FIELD_MONEY:   return money_plain(a, money(n));
	case FIELD_DATE:    return date_iso(a, date_of_day(n));
	case FIELD_MOMENT:  return moment_iso(a, (Moment){ n });
	case FIELD_MINUTES: return minutes_typed(a, f, n);
	case FIELD_INT: case FIELD_CODE: case FIELD_ID:
		return arena_fmt(a, "%lld", (long long)n);
	case FIELD_TEXT: case FIELD_ROWS: case FIELD_FILE:
		break;
	}
	SURE(!"a field with a number");
	return "";
}

static void bits_of_value(struct arena *a, const struct field *f, int64_t bits, struct answer *at)
{
	const char **keys = NEWN(a, const char *, f->words->n);

	for (size_t i = 0; i < f->words->n; i++)
		if (bits >> (f->words->words[i].code - 1) & 1)
			keys[at->nkeys++] = f->words->words[i].key;
	at->keys = keys;
}

/* "[1,2]": ours, so it is well-formed; whatever is between the numbers is passed over. */
static void ids_of_value(struct arena *a, const char *json, struct answer *at)
{
	static const char digits[] = "0123456789";
	const char **keys = NEWN(a, const char *, json ? strlen(json) / 2 + 1 : 0);

	for (const char *s = json ? json : ""; *(s += strcspn(s, digits)); ) {
		size_t n = strspn(s, digits);

		keys[at->nkeys++] = arena_dupn(a, s, n);
		s += n;
	}
	at->keys = keys;
}

struct answer answer_of_value(struct asking *ask, const struct field *f, const void *form)
{
	struct answer at = { .text = "", .day = "", .month = "", .year = "", .time = "" };

	switch (f->kind) {
	case FIELD_FILE: case FIELD_ROWS:
		return at;
	case FIELD_TEXT:
		if (field_many(f))
			ids_of_value(ask->arena, field_text(f, form), &at);
		else if (field_text(f, form))
			at.text = field_text(f, form);
		return at;
	case FIELD_INT: case FIELD_CODE: case FIELD_BOOL: case FIELD_MONEY: case FIELD_DATE:
	case FIELD_MOMENT: case FIELD_MINUTES: case FIELD_ID:
		break;
	}
	if (field_many(f)) {
		SURE(f->kind == FIELD_INT && f->words);
		bits_of_value(ask->arena, f, field_number(f, form), &at);
		return at;
	}
	at.text = number_typed(ask->arena, f, field_number(f, form));
	if (f->kind == FIELD_DATE || f->kind == FIELD_MOMENT)
		boxes_from_text(ask->arena, f, &at);
	return at;
}
