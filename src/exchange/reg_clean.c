/* SPDX-License-Identifier: MIT */
/*
 * reg_clean.c -- values of regulators' files made fit to keep, or refused.
 *
 * Kept as it came, where it can harm nothing: an odd postcode or telephone.
 * Left out, where it is not what it says: a UPRN that is none.  Refused with
 * its row and column, where a decision hangs on it: dates, grades, counts.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "exchange/identifiers.h"
#include "exchange/reg_inside.h"

void take_refuse(struct take *t, const char *column, const char *value, const char *fmt, ...)
{
	struct reg_reader *r = t->r;
	va_list ap;

	if (t->refused)
		return;
	t->refused = true;
	va_start(ap, fmt);
	vsnprintf(r->reason, sizeof r->reason, fmt, ap);
	va_end(ap);
	snprintf(r->value, sizeof r->value, "%s", value ? value : "");
	r->refusal = (struct reg_refusal){ r->now, r->line, column, r->value, r->reason };
}

/* ---- text --------------------------------------------------------------------- */

/* What spreadsheets and other programs write for "nothing". */
static bool is_debris(struct slice s)
{
	static const char *const words[] = {
		"NA", "N/A", "#N/A", "NULL", "Nil", "Not yet available", "[x]", "#REF!", "-",
	};

	for (size_t i = 0; i < COUNT(words); i++) {
		if (slice_is(s, words[i]))
			return true;
	}
	return false;
}

static const char *clean(struct arena *a, struct slice s, bool lines)
{
	char *text;

	s = slice_trim(s);
	if (s.n == 0 || (s.n < 20 && is_debris(s)))
		return "";
	text = arena_dupn(a, s.s, s.n);
	for (char *p = text; *p; p++) {
		bool keeps = (unsigned char)*p >= ' ' && *p != 0x7F;

		if (!keeps && !(lines && (*p == '\n' || *p == '\t')))
			*p = ' ';
	}
	return text;
}

const char *clean_text(struct arena *a, struct slice s)
{
	return clean(a, s, false);
}

const char *clean_lines(struct arena *a, struct slice s)
{
	return clean(a, s, true);
}

/* ---- values --------------------------------------------------------------------- */

Date clean_date(struct take *t, const char *column, const char *text)
{
	char day[32];
	size_t n = strcspn(text, "T");
	const char *dash = strstr(text, " - ");         /* "17/08/2020 - 11:30" */
	Date d = DATE_NONE;

	if (BLANK(text))
		return d;
	if (dash && (size_t)(dash - text) < n)
		n = (size_t)(dash - text);
	if (n != strlen(text) || n < sizeof day) {
		/* A time after the day is left out; a word with a T in it is no day. */
		snprintf(day, sizeof day, "%.*s", (int)n, text);
		if (date_parse(day, &d))
			return d;
	}
	take_refuse(t, column, text, "\"%.40s\" is not a date. Dates are day first, "
	            "like 31/03/2026.", text);
	return DATE_NONE;
}

int64_t clean_count(struct take *t, const char *column, const char *text)
{
	int64_t n;

	if (BLANK(text))
		return INT_NONE;
	if (int_parse(text, &n) && n >= 0 && n <= 1000000)
		return n;
	take_refuse(t, column, text, "\"%.40s\" is not a whole number.", text);
	return INT_NONE;
}

void clean_postcode(struct take *t, struct reg_location *out, const char *text)
{
	char postcode[9];

	out->postcode = text;
	out->postcode_odd = false;
	switch (postcode_check(text, postcode)) {
	case ID_FINE:
		out->postcode = arena_dup(t->arena, postcode);
		break;
	case ID_EMPTY:
		break;
	case ID_SHAPE:
	case ID_CHECK:
	case ID_DAY:
		out->postcode_odd = true;
		break;
	}
}

const char *clean_phone(struct arena *a, const char *text)
{
	char phone[20];

	return phone_check(text, phone) == ID_FINE ? arena_dup(a, phone) : text;
}

const char *clean_uprn(struct arena *a, const char *text)
{
	char uprn[13];

	return uprn_check(text, uprn) == ID_FINE ? arena_dup(a, uprn) : "";
}

size_t clean_list(struct arena *a, const char *text, const char *separators, const char ***out)
{
	size_t room = 1, n = 0;

	for (const char *p = text; *p; p++)
		room += strchr(separators, *p) != NULL;
	*out = NEWN(a, const char *, room);
	while (*text) {
		size_t k = strcspn(text, separators);
		const char *item = clean_text(a, (struct slice){ text, k });

		if (*item)
			(*out)[n++] = item;
		text += k + (text[k] != 0);
	}
	return n;
}

/* ---- ratings ------------------------------------------------------------------------ */

void rating_put(struct take *t, struct reg_location *out, const struct reg_rating *new)
{
	enum { STEP = 32 };
	const size_t n = out->nratings;

	for (size_t i = 0; i < n; i++) {
		struct reg_rating *r = &out->ratings[i];

		if (r->question != new->question || !text_same(r->service, new->service))
			continue;
		if (date_cmp(r->on, new->on) < 0)
			*r = *new;
		return;
	}
	if (n % STEP == 0)
		out->ratings = arena_grow(t->arena, out->ratings, n * sizeof *new,
		                          (n + STEP) * sizeof *new);
	out->ratings[out->nratings++] = *new;
}

int reg_rank_cqc(const char *text)
{
	static const struct { const char *word; int rank; } ranks[] = {
		{ "Outstanding", 4 }, { "Good", 3 }, { "Requires improvement", 2 },
		{ "Inadequate", 1 },
	};

	for (size_t i = 0; i < COUNT(ranks); i++) {
		if (slice_is((struct slice){ text, strlen(text) }, ranks[i].word))
			return ranks[i].rank;
	}
	return 0;
}

int reg_rank_ofsted(const char *text)
{
	static const struct { const char *begins; int rank; } ranks[] = {
		{ "Outstanding", 4 }, { "Good", 3 }, { "Requires improvement", 2 },
		{ "Inadequate", 1 }, { "Consistently strong", 3 }, { "Inconsistent", 2 },
		{ "Serious or widespread", 1 },
	};

	if (text[0] >= '1' && text[0] <= '4' && !text[1])
		return '5' - text[0];
	for (size_t i = 0; i < COUNT(ranks); i++) {
		const size_t n = strlen(ranks[i].begins);

		if (slice_is((struct slice){ text, strnlen(text, n) }, ranks[i].begins))
			return ranks[i].rank;
	}
	return 0;
}

const char *reg_grade_ci(int grade)
{
	static const char *const words[] = {
		"", "Unsatisfactory", "Weak", "Adequate", "Good", "Very good", "Excellent",
	};

	return grade > 0 && grade < (int)COUNT(words) ? words[grade] : "";
}

/* ---- columns -------------------------------------------------------------------------- */

struct slice take_slice(const struct take *t, int want)
{
	return csv_field(&t->r->row, t->r->at[want]);
}

const char *take_text(struct take *t, int want)
{
	return clean_text(t->arena, take_slice(t, want));
}

/* As this file heads it. */
static const char *column_name(const struct take *t, int want)
{
	const int at = t->r->at[want];

	return at >= 0 ? t->r->header.name[at] : t->r->wants[want].name;
}

Date take_date(struct take *t, int want)
{
	return clean_date(t, column_name(t, want), take_text(t, want));
}

int64_t take_count(struct take *t, int want)
{
	return clean_count(t, column_name(t, want), take_text(t, want));
}
