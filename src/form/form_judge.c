/* SPDX-License-Identifier: MIT */
/*
 * form_judge.c -- an answer becomes a value, or a sentence says why not.
 *
 * Strict in what a value is, kind in how it may be typed: blanks around it,
 * a pound sign, commas, "8am", "13:30" for hours, a code by its label.
 */
#include <string.h>

#include "base/utf8.h"
#include "form/form_inside.h"

static const struct judgement fine = { JUDGED_FINE, NULL, "" };

static struct judgement judged(const char *why)
{
	return (struct judgement){ JUDGED_BAD, why, "" };
}

struct judgement judged_bad(struct arena *a, const struct field *f, const char *usual)
{
	struct buf why = buf_new(a);

	if (f->bad)
		return judged(f->bad);
	/* The usual words begin with "%s", the label. */
	SURE(text_begins(usual, "%s"));
	buf_str(&why, field_label(a, f));
	buf_str(&why, usual + 2);
	return judged(buf_text(&why));
}

/* ---- text ---- */

/*
 * Browsers send line ends as CR LF; ours are LF.  One line is one line: its
 * breaks, which only a machine or a paste can have put there, become blanks.
 */
static const char *text_lines(struct arena *a, const struct field *f, const char *typed)
{
	struct buf out = buf_new(a);

	for (const char *s = typed; *s; s++) {
		if (*s == '\r' && s[1] == '\n')
			continue;
		if (*s == '\r' || *s == '\n')
			buf_char(&out, f->as == AS_LONG ? '\n' : ' ');
		else
			buf_char(&out, *s);
	}
	return f->keep_blanks ? buf_text(&out) : text_trim(a, buf_text(&out));
}

const char *text_ranged(struct arena *a, const struct field *f, const char *s)
{
	int64_t n = (int64_t)utf8_length(s), most = field_most(f);
	const char *label = field_label(a, f);

	if (n > most)
		return arena_fmt(a, "%s must be %lld characters or fewer", label, (long long)most);
	if (n < f->min)
		return arena_fmt(a, "%s must be %lld characters or more", label, (long long)f->min);
	return NULL;
}

/* Somebody, one @, and a host with a dot: whether it exists only a letter can tell. */
static bool email_seems(const char *s)
{
	const char *at = strchr(s, '@'), *dot = at ? strrchr(at, '.') : NULL;

	return at && at != s && !strchr(at + 1, '@') && dot && dot > at + 1 && dot[1] &&
	       !strpbrk(s, " \t,;<>()\"") && !strstr(at, "..") && at[1] != '.';
}

static bool phone_seems(const char *s)
{
	size_t digits = 0;

	for (; *s; s++) {
		if (*s >= '0' && *s <= '9')
			digits++;
		else if (!strchr(" +()-.", *s))
			return text_begins(s, "ext") && digits >= 7;
	}
	return digits >= 7 && digits <= 15;
}

static bool letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "ba11aa" -> "BA1 1AA"; NULL: not the shape of a postcode (BS 7666). */
static const char *postcode_read(struct arena *a, const char *typed)
{
	char *s = arena_dup(a, typed), *to = s;
	size_t n, area;

	for (const char *c = typed; *c; c++)
		if (*c != ' ')
			*to++ = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
	*to = '\0';
	n = (size_t)(to - s);
	if (n < 5 || n > 7 || !digit(s[n - 3]) || !letter(s[n - 2]) || !letter(s[n - 1]))
		return NULL;
	area = letter(s[0]) ? letter(s[1]) ? 2 : 1 : 0;
	if (!area || area + 1 > n - 3 || !digit(s[area]) || n - 3 - area > 2 ||
	    (n - 3 - area == 2 && !digit(s[area + 1]) && !letter(s[area + 1])))
		return NULL;
	return arena_fmt(a, "%.*s %s", (int)(n - 3), s, s + n - 3);
}

static struct judgement text_judge(struct arena *a, const struct field *f, const char *typed,
                                   void *form)
{
	const char *s = text_lines(a, f, typed), *why = text_ranged(a, f, s);

	if (why)
		return judged(why);
	if (f->as == AS_EMAIL && !email_seems(s))
		return judged_bad(a, f, "%s must be an email address, like name@example.com");
	if (f->as == AS_PHONE && !phone_seems(s))
		return judged_bad(a, f, "%s must be a phone number, like 01632 960 001");
	if (f->as == AS_POSTCODE && !(s = postcode_read(a, s)))
		return judged_bad(a, f, "%s must be a full postcode, like AA3 1AB");
	*(const char **)field_at(f, form) = s;
	return fine;
}

/* ---- numbers ---- */

/* "13.5", "13:30"; hours of whole minutes only. */
static bool hours_parse(struct arena *a, const char *typed, int64_t *mins)
{
	const char *s = text_trim(a, typed), *colon = strchr(s, ':'), *dot = strchr(s, '.');
	int64_t whole = 0, part = 0, scale = 1;

	if (!*s || strlen(s) > 12 || strspn(s, "0123456789") + (colon || dot) +
	    strspn(colon || dot ? (colon ? colon : dot) + 1 : "", "0123456789") != strlen(s))
		return false;
	if (colon) {
		if (strlen(colon) != 3 || !int_parse(colon + 1, &part) || part > 59 ||
		    !int_parse(arena_dupn(a, s, (size_t)(colon - s)), &whole))
			return false;
		*mins = whole * 60 + part;
		return true;
	}
	if (dot && dot != s && !int_parse(arena_dupn(a, s, (size_t)(dot - s)), &whole))
		return false;
	if (!dot && !int_parse(s, &whole))
		return false;
	for (const char *c = dot ? dot + 1 : ""; *c; c++, scale *= 10)
		part = part * 10 + *c - '0';
	if (dot && (scale == 1 || scale > 10000 || part * 60 % scale))
		return false;
	*mins = whole * 60 + part * 60 / scale;
	return true;
}

static bool number_read(struct arena *a, const struct field *f, const char *typed, int64_t *n)
{
	Money amount;
	Minutes time;

	if (f->kind == FIELD_MONEY) {
		if (!money_parse(typed, &amount))
			return false;
		*n = money_pence(amount);
		return true;
	}
	if (f->kind == FIELD_MINUTES && f->as == AS_TIME) {
		if (!time_parse(typed, &time))
			return false;
		*n = time.n;
		return true;
	}
	if (f->kind == FIELD_MINUTES && f->as == AS_HOURS)
		return hours_parse(a, typed, n);
	return int_parse(typed, n);
}

static const char *usual_words(const struct field *f)
{
	if (f->kind == FIELD_MONEY)
		return "%s must be an amount of money, like 21.50";
	if (f->kind != FIELD_MINUTES)
		return "%s must be a whole number, like 3";
	if (f->as == AS_TIME)
		return "%s must be a time, like 8:30 or 1pm";
	if (f->as == AS_HOURS)
		return "%s must be a number of hours, like 13.5 or 13:30";
	return "%s must be a whole number of minutes, like 45";
}

/* A limit in the words of its kind. */
static const char *limit_text(struct arena *a, const struct field *f, int64_t n)
{
	if (f->kind == FIELD_MONEY)
		return money_text(a, money(n));
	if (f->kind != FIELD_MINUTES)
		return arena_fmt(a, "%lld", (long long)n);
	if (f->as == AS_TIME)
		return time_text(a, minutes(n));
	return f->as == AS_HOURS ? hours_text(a, minutes(n)) : span_text(a, minutes(n));
}

static struct judgement number_judge(struct arena *a, const struct field *f, const char *typed,
                                     void *form)
{
	const char *label = field_label(a, f);
	bool least = f->min || !f->max, most = f->max != 0;
	int64_t n;

	if (!number_read(a, f, typed, &n))
		return judged_bad(a, f, usual_words(f));
	if (least && most && (n < f->min || n > f->max))
		return judged(arena_fmt(a, "%s must be between %s and %s", label,
		                        limit_text(a, f, f->min), limit_text(a, f, f->max)));
	if (n < f->min)
		return judged(arena_fmt(a, "%s must be %s or more", label,
		                        limit_text(a, f, f->min)));
	if (most && n > f->max)
		return judged(arena_fmt(a, "%s must be %s or less", label,
		                        limit_text(a, f, f->max)));
	field_number_set(f, form, n);
	return fine;
}

/* ---- choices ---- */

static struct judgement not_offered(struct arena *a, const struct field *f)
{
	return judged_bad(a, f, "%s must be one of the choices offered");
}

static const struct choice *chosen(struct choices all, const struct field *f, const char *key)
{
	const struct choice *one = choice_by_key(all, key);
	const struct word *word;

	if (one || !f->words)
		return one;
	word = vocab_by_key(f->words, key);
	return word ? choice_by_code(all, word->code) : NULL;
}

static struct judgement one_judge(struct asking *ask, const struct field *f, const char *typed,
                                  void *form)
{
	const char *key = text_trim(ask->arena, typed);
	const struct choice *one = chosen(field_choices(ask, f), f, key);

	if (!one)
		return not_offered(ask->arena, f);
	if (f->kind == FIELD_TEXT)
		*(const char **)field_at(f, form) = one->key;
	else
		field_number_set(f, form, one->code);
	return fine;
}

/* A bit for each word, or the ids in the order in which they were offered, each once. */
static struct judgement many_judge(struct asking *ask, const struct field *f,
                                   const struct answer *at, void *form)
{
	struct choices all = field_choices(ask, f);
	bool *taken = NEWN(ask->arena, bool, all.n + 1);
	struct db_list ids = db_list_new(ask->arena);
	int64_t bits = 0;

	for (size_t i = 0; i < at->nkeys; i++) {
		const struct choice *one = chosen(all, f, text_trim(ask->arena, at->keys[i]));

		if (!one)
			return not_offered(ask->arena, f);
		taken[one - all.list] = true;
	}
	for (size_t i = 0; i < all.n; i++) {
		if (!taken[i])
			continue;
		if (f->kind == FIELD_TEXT)
			db_list_add(&ids, all.list[i].code);
		else
			bits |= INT64_C(1) << (all.list[i].code - 1);
	}
	if (f->kind == FIELD_TEXT)
		*(const char **)field_at(f, form) = db_list_text(&ids);
	else
		field_number_set(f, form, bits);
	return fine;
}

static struct judgement bool_judge(struct arena *a, const struct field *f, const char *typed,
                                   void *form)
{
	static const struct { const char *word; bool yes; } words[] = {
		{ "yes", true }, { "true", true }, { "on", true }, { "1", true },
		{ "no", false }, { "false", false }, { "0", false },
	};
	const char *s = text_lower(a, text_trim(a, typed));

	for (size_t i = 0; i < COUNT(words); i++) {
		if (strcmp(s, words[i].word) != 0)
			continue;
		field_number_set(f, form, words[i].yes);
		/* A box that must be ticked is not answered by saying no; radios are. */
		return !words[i].yes && f->as != AS_RADIOS ?
		       (struct judgement){ JUDGED_EMPTY, NULL, "" } : fine;
	}
	return judged_bad(a, f, "%s must be yes or no");
}

/* ---- all ---- */

static struct judgement file_judge(struct arena *a, const struct field *f,
                                   const struct answer *at, void *form)
{
	if (f->max && at->file.n > (size_t)f->max)
		return judged(arena_fmt(a, "%s must be smaller than %lld KB", field_label(a, f),
		                        (long long)((f->max + 1023) / 1024)));
	if (at->file.n == 0)
		return judged_bad(a, f, "%s is empty");
	*(struct file *)field_at(f, form) = at->file;
	return fine;
}

struct judgement answer_judge(struct asking *ask, const struct field *f, const struct answer *at,
                              void *form)
{
	struct arena *a = ask->arena;
	struct judgement j;
	Moment moment;
	Date day;

	field_clear(f, form);
	if (answer_blank(f, at))
		return (struct judgement){ JUDGED_EMPTY, NULL, "" };
	if (field_many(f))
		return many_judge(ask, f, at, form);
	if (field_chooses(f))
		return one_judge(ask, f, at->text, form);
	switch (f->kind) {
	case FIELD_TEXT:   return text_judge(a, f, at->text, form);
	case FIELD_BOOL:   return bool_judge(a, f, at->text, form);
	case FIELD_FILE:   return file_judge(a, f, at, form);
	case FIELD_DATE:
		j = date_judge(a, f, at, &day);
		*(Date *)field_at(f, form) = day;
		return j;
	case FIELD_MOMENT:
		j = moment_judge(a, f, at, &moment);
		*(Moment *)field_at(f, form) = moment;
		return j;
	case FIELD_INT: case FIELD_CODE: case FIELD_MONEY: case FIELD_MINUTES: case FIELD_ID:
		return number_judge(a, f, at->text, form);
	case FIELD_ROWS:
		break;
	}
	SURE(!"a field that is answered");
	return fine;
}
