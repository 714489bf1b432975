/* SPDX-License-Identifier: MIT */
/*
 * ocds_read.c -- releases of others, taken apart in a child; judged again by who asked.
 *
 *	record: says, row, then  NOTICE   what the release says, a struct ocds_notice
 *	                         REFUSED, BROKEN   why
 */
#include "exchange/ocds_read.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "exchange/json.h"
#include "exchange/parse_child.h"

enum { ABOUT_MOST = 4000, TEXT_MOST = 400, DEPTH = 40, AMOUNT_TEXT = 64 };
#define FILE_CAP   ((size_t)64 << 20)
#define PARSER_CAP ((size_t)448 << 20)

static const struct json_limits limits = { FILE_CAP, DEPTH };

/* ---- text ------------------------------------------------------------------------- */

/* At most so many characters, whole ones, with a sign that there were more. */
static const char *cut(struct arena *a, const char *s, size_t most)
{
	size_t at = 0;
	uint32_t cp;

	for (size_t n = 0; s[at] && n < most; n++)
		at += utf8_next(s + at, &cp);
	return s[at] ? arena_fmt(a, "%.*s…", (int)at, s) : s;
}

/* "rnrn" between two sentences is a lost line break: no word of the language has it. */
static const char *mended(struct arena *a, const char *s)
{
	struct buf b = buf_new(a);

	for (const char *at = s; *at;) {
		if (strncmp(at, "rnrn", 4) == 0) {
			buf_str(&b, "\n\n");
			at += 4;
		} else {
			buf_char(&b, *at++);
		}
	}
	return buf_text(&b);
}

static const char *text_of(struct arena *a, const struct json_t *o, const char *key, size_t most)
{
	return cut(a, text_trim(a, mended(a, json_member_text(o, key))), most);
}

/* ---- values ----------------------------------------------------------------------- */

/* "2021-07-05T12:00:00+01:00", "...Z", "2021-07-05": none if it is none. */
static Moment moment_of(const char *s)
{
	int year, month, day, h = 0, m = 0, sec = 0, n = 0, off_h = 0, off_m = 0, used = 0;
	char sign = 'Z';
	Date date;

	if (sscanf(s, "%4d-%2d-%2d%n", &year, &month, &day, &n) != 3)
		return MOMENT_NONE;
	date = date_make(year, month, day);
	if (!date_known(date) || year < 1990 || year > 2200)
		return MOMENT_NONE;
	if (s[n] == 'T') {
		if (sscanf(s + n, "T%2d:%2d:%2d%n", &h, &m, &sec, &used) != 3 || h > 23 || m > 59 ||
		    sec > 60)
			return MOMENT_NONE;
		s += n + used;
		s += *s == '.' ? 1 + strspn(s + 1, "0123456789") : 0;
		if (*s == '+' || *s == '-') {
			sign = *s;
			if (sscanf(s + 1, "%2d:%2d", &off_h, &off_m) != 2)
				return MOMENT_NONE;
		}
	}
	m += sign == '+' ? -(off_h * 60 + off_m) : sign == '-' ? off_h * 60 + off_m : 0;
	return (Moment){ (date_day(date) * 86400 + h * 3600 + m * 60 + sec) * INT64_C(1000) };
}

static Moment moment_at_key(const struct json_t *o, const char *key)
{
	return moment_of(json_member_text(o, key));
}

static Date day_of(Moment m)
{
	return moment_known(m) ? moment_date(m) : DATE_NONE;
}

/* Pounds, to the penny; parts of it fall away.  What is in another currency is none. */
static Money amount_of(struct arena *a, const struct json_t *value)
{
	const json_t *amount = json_member(value, "amount");
	char text[AMOUNT_TEXT];
	const char *point;
	Money out;
	size_t n;

	if (!json_is_number(amount) || strcmp(json_member_text(value, "currency"), "GBP") != 0)
		return MONEY_NONE;
	n = json_dumpb(amount, text, sizeof text - 1, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
	if (n == 0 || n >= sizeof text)
		return MONEY_NONE;
	text[n] = '\0';
	point = strchr(text, '.');
	return money_parse(point ? arena_dupn(a, text, (size_t)(point - text) +
	                                      (strlen(point) < 3 ? strlen(point) : 3)) : text,
	                   &out) && !strchr(text, 'e') && text[0] != '-' ? out : MONEY_NONE;
}

/* ---- a release -------------------------------------------------------------------- */

static bool is_cpv(const struct json_t *c)
{
	return strcmp(json_member_text(c, "scheme"), "CPV") == 0 &&
	       strlen(json_member_text(c, "id")) >= 8;
}

/* The classification that counts: of the tender, else the first of its items. */
static const struct json_t *cpv_of(const struct json_t *tender)
{
	const struct json_t *c = json_member(tender, "classification");
	const struct json_t *items = json_member(tender, "items");

	if (is_cpv(c))
		return c;
	for (size_t i = 0; i < json_items(items); i++) {
		const struct json_t *item = json_item(items, i);
		const struct json_t *more = json_member(item, "additionalClassifications");

		c = json_member(item, "classification");
		if (is_cpv(c))
			return c;
		for (size_t k = 0; k < json_items(more); k++)
			if (is_cpv(json_item(more, k)))
				return json_item(more, k);
	}
	return NULL;
}

static const struct json_t *party_of(const struct json_t *release, const char *id)
{
	const struct json_t *parties = json_member(release, "parties");

	for (size_t i = 0; i < json_items(parties); i++)
		if (*id && strcmp(json_member_text(json_item(parties, i), "id"), id) == 0)
			return json_item(parties, i);
	return NULL;
}

/* Where it is delivered; else where the buyer is. */
static const char *region_of(struct arena *a, const struct json_t *release,
                             const struct json_t *tender)
{
	const struct json_t *items = json_member(tender, "items");
	const struct json_t *buyer = json_member(release, "buyer");

	for (size_t i = 0; i < json_items(items); i++) {
		const struct json_t *to = json_member(json_item(items, i), "deliveryAddresses");

		for (size_t k = 0; k < json_items(to); k++)
			if (*json_member_text(json_item(to, k), "region"))
				return text_of(a, json_item(to, k), "region", TEXT_MOST);
	}
	return text_of(a, json_member(party_of(release, json_member_text(buyer, "id")), "address"),
	               "region", TEXT_MOST);
}

/* Each once, with semicolons; and what the awards come to, if the tender does not say. */
static const char *suppliers_of(struct arena *a, const struct json_t *release, Money *value)
{
	const struct json_t *awards = json_member(release, "awards");
	struct buf b = buf_new(a);

	for (size_t i = 0; i < json_items(awards); i++) {
		const struct json_t *award = json_item(awards, i);
		const struct json_t *to = json_member(award, "suppliers");
		const Money worth = amount_of(a, json_member(award, "value"));

		if (money_known(worth))
			*value = money_known(*value) ? money_plus(*value, worth) : worth;
		for (size_t k = 0; k < json_items(to); k++) {
			const char *name = text_of(a, json_item(to, k), "name", TEXT_MOST);

			if (*name && !strstr(buf_text(&b), name))
				buf_fmt(&b, "%s%s", b.n ? "; " : "", name);
		}
	}
	return cut(a, buf_text(&b), ABOUT_MOST);
}

static const char *url_of(const struct json_t *tender)
{
	const struct json_t *documents = json_member(tender, "documents");

	for (size_t i = 0; i < json_items(documents); i++) {
		const char *url = json_member_text(json_item(documents, i), "url");

		if (strncmp(url, "https://", 8) == 0 && strlen(url) < TEXT_MOST)
			return url;
	}
	return "";
}

/* Why it is not taken; NULL: *out has it. */
static const char *release_read(struct arena *a, const struct json_t *r, struct ocds_notice *out)
{
	const struct json_t *tender = json_member(r, "tender");
	const struct json_t *cpv = cpv_of(tender);
	const struct json_t *period = json_member(tender, "contractPeriod");
	Money awarded = MONEY_NONE;

	*out = (struct ocds_notice){ .ocid = text_of(a, r, "ocid", 100),
		.at = moment_at_key(r, "date"), .id = text_of(a, r, "id", 200),
		.tag = cut(a, json_is_string(json_item(json_member(r, "tag"), 0))
		              ? json_string_value(json_item(json_member(r, "tag"), 0)) : "", 40),
		.title = text_of(a, tender, "title", TEXT_MOST),
		.about = text_of(a, tender, "description", ABOUT_MOST),
		.buyer = text_of(a, json_member(r, "buyer"), "name", TEXT_MOST),
		.region = region_of(a, r, tender), .url = url_of(tender),
		.cpv = cpv ? arena_dupn(a, json_member_text(cpv, "id"), 8) : "",
		.cpv_label = cpv ? text_of(a, cpv, "description", TEXT_MOST) : "",
		.method = text_of(a, tender, "procurementMethodDetails", TEXT_MOST),
		.value = amount_of(a, json_member(tender, "value")),
		.closes = moment_at_key(json_member(tender, "tenderPeriod"), "endDate"),
		.from = day_of(moment_at_key(period, "startDate")),
		.last = day_of(moment_at_key(period, "endDate")) };
	out->suppliers = suppliers_of(a, r, &awarded);
	if (!money_known(out->value))
		out->value = awarded;
	if (!*out->ocid)
		return "It has no ocid, so it cannot be told from others";
	if (!moment_known(out->at))
		return arena_fmt(a, "%s: its date is none, like 2025-01-23T14:59:07Z", out->ocid);
	if (!*out->title)
		return arena_fmt(a, "%s: its tender has no title", out->ocid);
	if (!*out->buyer)
		return arena_fmt(a, "%s: it says no buyer", out->ocid);
	if (!*out->id)
		out->id = arena_fmt(a, "%s-%s", out->ocid, moment_iso(a, out->at));
	return NULL;
}

/* ---- in the child ----------------------------------------------------------------- */

struct ocds_reader { struct arena *arena; const char *bytes; size_t n; struct parse_child *child; };

static void say_why(struct parse_out *out, struct buf *b, enum ocds_step says, int64_t row,
                    const char *why)
{
	b->n = 0;
	pack_int(b, says);
	pack_int(b, row);
	pack_text(b, why);
	parse_put(out, b->s, b->n);
}

static void say_notice(struct parse_out *out, struct buf *b, const struct ocds_notice *n)
{
	const char *const texts[] = { n->ocid, n->id, n->tag, n->title, n->about, n->buyer,
		n->suppliers, n->cpv, n->cpv_label, n->region, n->method, n->url };

	b->n = 0;
	pack_int(b, OCDS_NOTICE);
	pack_int(b, n->row);
	for (size_t i = 0; i < COUNT(texts); i++)
		pack_text(b, texts[i]);
	pack_int(b, money_known(n->value) ? money_pence(n->value) : -1);
	pack_int(b, n->at.ms);
	pack_int(b, n->closes.ms);
	pack_int(b, date_known(n->from) ? date_day(n->from) : -1);
	pack_int(b, date_known(n->last) ? date_day(n->last) : -1);
	parse_put(out, b->s, b->n);
}

struct saying { struct parse_out *out; struct buf b; struct arena *row; int64_t n; };

static void say_release(struct saying *s, const struct json_t *r)
{
	struct arena_mark mark = arena_mark(s->row);
	struct ocds_notice notice;
	const char *why = release_read(s->row, r, &notice);

	notice.row = ++s->n;
	if (why)
		say_why(s->out, &s->b, OCDS_REFUSED, notice.row, why);
	else
		say_notice(s->out, &s->b, &notice);
	arena_back(s->row, mark);
}

/* A release, or a package of them; false: it is neither. */
static bool say_value(struct saying *s, const struct json_t *v)
{
	const struct json_t *releases = json_member(v, "releases");

	if (json_is_array(releases)) {
		for (size_t i = 0; i < json_items(releases); i++)
			say_release(s, json_item(releases, i));
		return true;
	}
	if (!json_member(v, "ocid") && !json_member(v, "tender"))
		return false;
	say_release(s, v);
	return true;
}

static void say_file(struct parse_out *out, const void *arg)
{
	const struct ocds_reader *r = arg;
	struct arena *a = arena_new("parser", PARSER_CAP);
	struct saying s = { out, buf_new(arena_new("record", FILE_CAP)), arena_new("row", FILE_CAP),
		0 };
	const char *bytes = r->bytes, *record, *why = "";
	size_t n = r->n, len;
	struct json_cutter c;
	enum json_cut got;

	if (utf8_check(bytes, n) == UTF8_BROKEN)
		bytes = utf8_from_cp1252(a, bytes, n, &n);
	c = json_cutter(bytes, n);
	while ((got = json_cut(&c, &record, &len)) == JSON_RECORD) {
		struct json_t *v = json_read(a, record, len, &limits, &why);

		if (v && say_value(&s, v))
			continue;
		/* One line of many is one refusal; a whole file that is none is broken. */
		if (s.n == 0) {
			say_why(out, &s.b, OCDS_BROKEN, 0, v ? "This is no open contracting data: "
			        "neither a release nor a package of releases" : why);
			return;
		}
		say_why(out, &s.b, OCDS_REFUSED, ++s.n, v ? "It is no release" : why);
	}
	if (got == JSON_BROKEN)
		say_why(out, &s.b, OCDS_BROKEN, 0, c.sentence);
	else if (s.n == 0)
		say_why(out, &s.b, OCDS_BROKEN, 0, "No release is in this file");
}

/* ---- in the parent ---------------------------------------------------------------- */

struct ocds_reader *ocds_read_open(struct arena *a, const char *bytes, size_t n)
{
	struct ocds_reader *r = NEW(a, struct ocds_reader);

	*r = (struct ocds_reader){ a, bytes, n, NULL };
	/* Else it would ask for a random number when it cannot any more. */
	json_object_seed(0);
	r->child = parse_child_open(a, say_file, r, NULL);
	return r;
}

static void take_notice(struct unpack *u, struct ocds_notice *out)
{
	const char **const texts[] = { &out->ocid, &out->id, &out->tag, &out->title, &out->about,
		&out->buyer, &out->suppliers, &out->cpv, &out->cpv_label, &out->region,
		&out->method, &out->url };
	const int64_t far = INT64_C(7500000000000);
	int64_t value, day;

	for (size_t i = 0; i < COUNT(texts); i++)
		*texts[i] = unpack_text(u);
	value = unpack_within(u, -1, money_pence(MONEY_MAX));
	out->value = value < 0 ? MONEY_NONE : money(value);
	out->at = (Moment){ unpack_within(u, 1, far) };
	out->closes = (Moment){ unpack_within(u, 0, far) };
	day = unpack_within(u, -1, 200000);
	out->from = day < 0 ? DATE_NONE : date_of_day(day);
	day = unpack_within(u, -1, 200000);
	out->last = day < 0 ? DATE_NONE : date_of_day(day);
}

enum ocds_step ocds_read_next(struct ocds_reader *r, struct arena *a, struct ocds_notice *out,
                              const char **why)
{
	const char *record;
	struct unpack u;
	enum ocds_step says;
	size_t n;

	*out = (struct ocds_notice){ .value = MONEY_NONE };
	switch (parse_child_next(r->child, &record, &n)) {
	case PARSE_END:
		return OCDS_END;
	case PARSE_FAILED:
		*why = parse_child_sentence(r->child);
		return OCDS_BROKEN;
	case PARSE_RECORD:
		break;
	}
	record = arena_dupn(a, record, n);
	u = (struct unpack){ record, record + n, false };
	says = (enum ocds_step)unpack_within(&u, OCDS_NOTICE, OCDS_BROKEN);
	out->row = unpack_within(&u, 0, INT64_C(100000000));
	if (says == OCDS_NOTICE)
		take_notice(&u, out);
	else
		*why = unpack_text(&u);
	if (unpack_done(&u) && says != OCDS_END)
		return says;
	*why = "What was read of the file does not fit together";
	return OCDS_BROKEN;
}
