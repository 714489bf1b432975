/* SPDX-License-Identifier: MIT */
/*
 * reg_child.c -- a regulator's file read in a child: regulator.h's two steps
 * on one side of the pipe, and the same rows on the other.
 *
 *	record: step, row, line, key, hash, is the file of some only
 *	        KNOWN    nothing more: the caller did not want to hear it
 *	        READ     what the row says, a struct reg_location
 *	        REFUSED  column, value, reason (key "": the row has none)
 *	        WRONG    reason: the file is refused
 */
#include "exchange/regulator.h"

#include <jansson.h>
#include <stddef.h>
#include <string.h>

#include "exchange/parse_child.h"

enum { SAYS_KNOWN = 1, SAYS_READ, SAYS_REFUSED, SAYS_WRONG };

#define PARSER_CAP ((size_t)448 << 20)          /* of what parse_limits_usual allow */
#define ROW_CAP    ((size_t)64 << 20)

/* ---- a location on the wire, in the order of these tables ------------------------ */

#define AT(member) offsetof(struct reg_location, member)

static const size_t texts[] = {
	AT(ref), AT(provider_ref), AT(provider_name), AT(name), AT(also_known_as), AT(address),
	AT(town), AT(county), AT(postcode), AT(phone), AT(website), AT(uprn), AT(ods_code),
	AT(council), AT(region), AT(health_board), AT(care_service), AT(subtype), AT(sector),
	AT(risk),
};
static const size_t days[] = { AT(registered), AT(deregistered), AT(inspected), AT(checked) };
static const size_t truths[] = { AT(postcode_odd), AT(by_council), AT(hidden), AT(care_home) };

static void *member(struct reg_location *l, size_t at)
{
	return (char *)l + at;
}

static const void *member_of(const struct reg_location *l, size_t at)
{
	return (const char *)l + at;
}

static void put_names(struct buf *b, const char *const *names, size_t n)
{
	pack_int(b, (int64_t)n);
	for (size_t i = 0; i < n; i++)
		pack_text(b, names[i]);
}

static void put_lists(struct buf *b, const struct reg_location *l)
{
	put_names(b, l->types, l->ntypes);
	put_names(b, l->specialisms, l->nspecialisms);
	pack_int(b, (int64_t)l->nratings);
	for (size_t i = 0; i < l->nratings; i++) {
		pack_int(b, l->ratings[i].question);
		pack_text(b, l->ratings[i].text);
		pack_int(b, l->ratings[i].rank);
		pack_int(b, l->ratings[i].on.n);
		pack_text(b, l->ratings[i].service);
	}
	pack_int(b, (int64_t)l->ntallies);
	for (size_t i = 0; i < l->ntallies; i++) {
		pack_int(b, (int64_t)l->tallies[i].kind);
		pack_int(b, l->tallies[i].year);
		pack_int(b, l->tallies[i].n);
	}
	pack_int(b, (int64_t)l->nvisits);
	for (size_t i = 0; i < l->nvisits; i++) {
		pack_int(b, l->visits[i].on.n);
		pack_text(b, l->visits[i].requirements);
		pack_text(b, l->visits[i].recommendations);
	}
	pack_int(b, (int64_t)l->nlinks);
	for (size_t i = 0; i < l->nlinks; i++) {
		pack_int(b, (int64_t)l->links[i].kind);
		pack_text(b, l->links[i].ref);
		pack_text(b, l->links[i].name);
		pack_text(b, l->links[i].why);
	}
}

static void put_location(struct buf *b, const struct reg_location *l)
{
	const char *s;
	Date d;
	bool is;

	pack_int(b, (int64_t)l->regulator);
	for (size_t i = 0; i < COUNT(texts); i++) {
		memcpy(&s, member_of(l, texts[i]), sizeof s);
		pack_text(b, s);
	}
	for (size_t i = 0; i < COUNT(days); i++) {
		memcpy(&d, member_of(l, days[i]), sizeof d);
		pack_int(b, d.n);
	}
	for (size_t i = 0; i < COUNT(truths); i++) {
		memcpy(&is, member_of(l, truths[i]), sizeof is);
		pack_int(b, is);
	}
	pack_int(b, l->status);
	pack_int(b, l->beds);
	pack_int(b, l->places);
	put_lists(b, l);
}

/* ---- in the child ------------------------------------------------------------------ */

struct reg_child {
	struct arena *arena;
	enum reg_file file;
	const char   *bytes;
	size_t        n;
	reg_wanted   *wanted;
	const void   *arg;
	struct parse_child *child;
	struct reg_refusal refusal;
};

static void put_head(struct buf *b, int64_t says, const struct reg_row *row)
{
	b->n = 0;
	pack_int(b, says);
	pack_int(b, row->row);
	pack_int(b, row->line);
	pack_text(b, row->ref);
	pack_int(b, (int64_t)row->hash);
	pack_int(b, row->partial);
}

static void put_refusal(struct buf *b, int64_t says, const struct reg_row *row,
                        const struct reg_refusal *no)
{
	const struct reg_row at = { no->row, no->line, row->ref, row->hash, row->partial };

	put_head(b, says, &at);
	pack_text(b, no->column);
	pack_text(b, no->value);
	pack_text(b, no->reason);
}

/* One row; false: it was the last. */
static bool say_row(struct reg_reader *r, struct buf *b, struct arena *row_arena,
                    const struct reg_child *c)
{
	struct reg_location l;
	struct reg_row row = { .ref = "" };

	switch (reg_next(r, &row)) {
	case REG_STEP_END:
		return false;
	case REG_STEP_WRONG:
		put_refusal(b, SAYS_WRONG, &(struct reg_row){ .ref = "" }, reg_refusal(r));
		return true;
	case REG_STEP_REFUSED:
		put_refusal(b, SAYS_REFUSED, &(struct reg_row){ .ref = "" }, reg_refusal(r));
		return true;
	case REG_STEP_ROW:
		break;
	}
	if (!c->wanted(&row, c->arg)) {
		put_head(b, SAYS_KNOWN, &row);
		return true;
	}
	if (reg_read(r, row_arena, &l) != REG_STEP_ROW) {
		put_refusal(b, SAYS_REFUSED, &row, reg_refusal(r));
		return true;
	}
	put_head(b, SAYS_READ, &row);
	put_location(b, &l);
	return true;
}

static void say_file(struct parse_out *out, const void *arg)
{
	const struct reg_child *c = arg;
	struct arena *a = arena_new("parser", PARSER_CAP), *row = arena_new("row", ROW_CAP);
	struct reg_reader *r = reg_open(a, c->file, c->bytes, c->n);
	struct buf b = buf_new(arena_new("record", 2 * ROW_CAP));
	struct arena_mark mark = arena_mark(row);
	int64_t says = 0;

	/* The child's end gives all of it back. */
	while (says != SAYS_WRONG && say_row(r, &b, row, c)) {
		memcpy(&says, b.s, sizeof says);
		parse_put(out, b.s, b.n);
		arena_back(row, mark);
	}
}

/* ---- in the parent -------------------------------------------------------------------- */

struct reg_child *reg_child_open(struct arena *a, enum reg_file file, const char *bytes, size_t n,
                                 reg_wanted *wanted, const void *arg)
{
	struct reg_child *c = NEW(a, struct reg_child);

	*c = (struct reg_child){ a, file, bytes, n, wanted, arg, NULL, { .column = "" } };
	/* Else it would ask for a random number when it cannot any more. */
	if (file == REG_FILE_CQC_LOCATION)
		json_object_seed(0);
	c->child = parse_child_open(a, say_file, c, NULL);
	return c;
}

const struct reg_refusal *reg_child_refusal(const struct reg_child *c)
{
	return &c->refusal;
}

/* A count of what follows, each at least 8 bytes long: no more than there is room for. */
static size_t take_count_of(struct unpack *u)
{
	return (size_t)unpack_within(u, 0, (u->end - u->at) / 8);
}

static size_t take_names(struct unpack *u, struct arena *a, const char ***names)
{
	size_t n = (size_t)unpack_within(u, 0, (u->end - u->at) / 5);

	*names = NEWN(a, const char *, n);
	for (size_t i = 0; i < n; i++)
		(*names)[i] = unpack_text(u);
	return n;
}

static Date take_day(struct unpack *u)
{
	return (Date){ (int32_t)unpack_within(u, 0, DATE_OPEN.n) };
}

static int take_code(struct unpack *u, const struct vocab *v)
{
	int64_t code = unpack_int(u);

	if (vocab_find(v, code))
		return (int)code;
	u->broken = true;
	return v->words[0].code;
}

static void take_lists(struct unpack *u, struct arena *a, struct reg_location *l)
{
	l->ntypes = take_names(u, a, &l->types);
	l->nspecialisms = take_names(u, a, &l->specialisms);
	l->nratings = take_count_of(u);
	l->ratings = NEWN(a, struct reg_rating, l->nratings);
	for (size_t i = 0; i < l->nratings; i++) {
		struct reg_rating *r = &l->ratings[i];

		r->question = take_code(u, &reg_question_vocab);
		r->text = unpack_text(u);
		r->rank = (int)unpack_within(u, 0, 6);
		r->on = take_day(u);
		r->service = unpack_text(u);
	}
	l->ntallies = take_count_of(u);
	l->tallies = NEWN(a, struct reg_tally, l->ntallies);
	for (size_t i = 0; i < l->ntallies; i++) {
		l->tallies[i].kind = (enum reg_tally_kind)unpack_within(u, TALLY_COMPLAINTS,
			TALLY_REQUIREMENTS);
		l->tallies[i].year = (int)unpack_within(u, 2000, 2099);
		l->tallies[i].n = unpack_int(u);
	}
	l->nvisits = take_count_of(u);
	l->visits = NEWN(a, struct reg_visit, l->nvisits);
	for (size_t i = 0; i < l->nvisits; i++) {
		l->visits[i].on = take_day(u);
		l->visits[i].requirements = unpack_text(u);
		l->visits[i].recommendations = unpack_text(u);
	}
	l->nlinks = take_count_of(u);
	l->links = NEWN(a, struct reg_link, l->nlinks);
	for (size_t i = 0; i < l->nlinks; i++) {
		l->links[i].kind = (enum reg_link_kind)unpack_within(u, LINK_BEFORE, LINK_COMBINED);
		l->links[i].ref = unpack_text(u);
		l->links[i].name = unpack_text(u);
		l->links[i].why = unpack_text(u);
	}
}

static void take_location(struct unpack *u, struct arena *a, struct reg_location *l)
{
	const char *s;
	Date d;
	bool is;

	*l = (struct reg_location){ .regulator = (enum regulator)take_code(u, &regulator_vocab) };
	for (size_t i = 0; i < COUNT(texts); i++) {
		s = unpack_text(u);
		memcpy(member(l, texts[i]), &s, sizeof s);
	}
	for (size_t i = 0; i < COUNT(days); i++) {
		d = take_day(u);
		memcpy(member(l, days[i]), &d, sizeof d);
	}
	for (size_t i = 0; i < COUNT(truths); i++) {
		is = unpack_within(u, 0, 1) != 0;
		memcpy(member(l, truths[i]), &is, sizeof is);
	}
	l->status = take_code(u, &reg_status_vocab);
	l->beds = unpack_int(u);
	l->places = unpack_int(u);
	take_lists(u, a, l);
}

static enum reg_step wrong(struct reg_child *c, const char *reason)
{
	c->refusal = (struct reg_refusal){ 0, 0, "", "", reason };
	return REG_STEP_WRONG;
}

static enum reg_step not_said(struct reg_child *c)
{
	return wrong(c, "The file could not be read: what came of it makes no sense. Nothing is "
	                "changed. Tell whoever looks after Almoner.");
}

static enum reg_step take_record(struct reg_child *c, struct arena *a, struct unpack *u,
                                 struct reg_row *row, const struct reg_location **out)
{
	int64_t says = unpack_within(u, SAYS_KNOWN, SAYS_WRONG);
	struct reg_location *l;

	row->row = unpack_int(u);
	row->line = unpack_int(u);
	row->ref = unpack_text(u);
	row->hash = (uint64_t)unpack_int(u);
	row->partial = unpack_within(u, 0, 1) != 0;
	*out = NULL;
	if (says == SAYS_READ) {
		*out = l = NEW(a, struct reg_location);
		take_location(u, a, l);
		/* The key is what the row is found by: it must be the location's own. */
		u->broken |= !text_same(l->ref, row->ref) ||
			l->regulator != reg_file_of(c->file);
	} else if (says != SAYS_KNOWN) {
		c->refusal.row = row->row;
		c->refusal.line = row->line;
		c->refusal.column = unpack_text(u);
		c->refusal.value = unpack_text(u);
		c->refusal.reason = unpack_text(u);
	}
	if (!unpack_done(u) || (says <= SAYS_READ && !*row->ref))
		return not_said(c);
	return says == SAYS_WRONG ? REG_STEP_WRONG
	     : says == SAYS_REFUSED ? REG_STEP_REFUSED : REG_STEP_ROW;
}

enum reg_step reg_child_next(struct reg_child *c, struct arena *a, struct reg_row *row,
                             const struct reg_location **out)
{
	const char *record;
	struct unpack u;
	size_t n;

	switch (parse_child_next(c->child, &record, &n)) {
	case PARSE_RECORD:
		/* The pipe's room is used again; what the row says lives with the arena. */
		u.at = arena_dupn(a, record, n);
		u.end = u.at + n;
		u.broken = false;
		return take_record(c, a, &u, row, out);
	case PARSE_END:
		return REG_STEP_END;
	case PARSE_FAILED:
		break;
	}
	return wrong(c, parse_child_sentence(c->child));
}
