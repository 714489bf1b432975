/* SPDX-License-Identifier: MIT */
/*
 * holidays_json.c -- the events of the three nations, one record each; a
 * record of nation 0 is a refusal, and its title the sentence.
 */
#include "exchange/holidays_json.h"

#include <jansson.h>

#include "exchange/json.h"
#include "exchange/parse_child.h"

enum { EVENTS_MOST = 5000 };

static const char *const divisions[] = { "england-and-wales", "scotland", "northern-ireland" };

#define NOT_IT "This is not the file of bank holidays of GOV.UK. " \
	"Fetch gov.uk/bank-holidays.json and send it as it is."

struct sent { const char *bytes; size_t n; };

static void say(struct parse_out *out, struct buf *b, int nation, Date day, const char *title)
{
	b->n = 0;
	pack_int(b, nation);
	pack_int(b, day.n);
	pack_text(b, title);
	parse_put(out, b->s, b->n);
}

/* False: an event without a day. */
static bool say_nation(struct parse_out *out, struct buf *b, int nation,
                       const struct json_t *events)
{
	for (size_t i = 0; i < json_items(events); i++) {
		const struct json_t *e = json_item(events, i);
		Date day;

		if (!date_parse(json_member_text(e, "date"), &day))
			return false;
		say(out, b, nation, day, json_member_text(e, "title"));
	}
	return json_items(events) > 0;
}

static void say_file(struct parse_out *out, const void *arg)
{
	const struct sent *s = arg;
	struct arena *a = arena_new("holidays", (size_t)64 << 20);
	struct buf b = buf_new(a);
	const char *sentence = "";
	const struct json_t *all = json_read(a, s->bytes, s->n, NULL, &sentence);

	for (size_t i = 0; all && i < COUNT(divisions); i++) {
		const struct json_t *nation = json_member(all, divisions[i]);

		if (!say_nation(out, &b, (int)i + 1, json_member(nation, "events"))) {
			all = NULL;
			sentence = NOT_IT;
		}
	}
	if (!all)
		say(out, &b, 0, DATE_NONE, sentence);
}

struct holidays_json holidays_json_read(struct arena *a, const char *bytes, size_t n)
{
	const struct sent s = { bytes, n };
	struct holidays_json h = { .events = NEWN(a, struct holiday_event, EVENTS_MOST) };
	struct parse_child *c;
	enum parse_step step;
	const char *record;
	size_t size;

	/* Else jansson would ask for a random number when it cannot any more. */
	json_object_seed(0);
	c = parse_child_open(a, say_file, &s, NULL);
	while ((step = parse_child_next(c, &record, &size)) == PARSE_RECORD && !h.refused) {
		const char *copy = arena_dupn(a, record, size);
		struct unpack u = { copy, copy + size, false };
		struct holiday_event e;

		e.nation = (int)unpack_within(&u, 0, 3);
		e.day.n = (int32_t)unpack_within(&u, 0, DATE_OPEN.n);
		e.title = unpack_text(&u);
		if (!unpack_done(&u) || h.n == EVENTS_MOST)
			h.refused = NOT_IT;
		else if (e.nation == 0)
			h.refused = e.title;
		else
			h.events[h.n++] = e;
	}
	if (step == PARSE_FAILED)
		h.refused = parse_child_sentence(c);
	return h;
}
