/* SPDX-License-Identifier: MIT */
/*
 * regulator.c -- the walk through a regulator's file, whichever it is.
 *
 *	      open            row          read
 *	NEW ------> AT A ROW -----> KNOWN -----> TAKEN --+
 *	 |             ^                                 |
 *	 | wrong kind  +---------------------------------+  until END
 *	 v
 *	WRONG
 *
 * A key that is not one, or that came before, refuses its row; a file that
 * breaks in the middle is WRONG from there.
 */
#include "exchange/regulator.h"

#include <stdio.h>
#include <string.h>

#include "exchange/identifiers.h"
#include "exchange/reg_inside.h"
#include "exchange/sheets.h"
#include "exchange/sniff.h"

VOCAB_WORDS(regulator, REGULATOR, REGULATORS)
VOCAB_WORDS(reg_question, ASKED, REG_QUESTIONS)
VOCAB_WORDS(reg_status, REG, REG_STATUSES)

#define RECORDS_CAP ((size_t)64 << 20)

static const struct {
	const char    *name;
	enum file_kind kind;
} files[] = {
	[REG_FILE_CI]            = { "a Care Inspectorate datastore file", FILE_CARE_INSPECTORATE },
	[REG_FILE_CQC_DIRECTORY] = { "a CQC care directory file",          FILE_CQC_DIRECTORY },
	[REG_FILE_CQC_LOCATION]  = { "a file of CQC location records",     FILE_CQC_LOCATION },
	[REG_FILE_CQC_RATINGS]   = { "a list of the CQC's latest ratings", FILE_CQC_RATINGS },
	[REG_FILE_OFSTED]        = { "a list of Ofsted's social care providers", FILE_OFSTED },
};

enum regulator reg_file_of(enum reg_file file)
{
	switch (file) {
	case REG_FILE_CI:            return REGULATOR_CARE_INSPECTORATE;
	case REG_FILE_CQC_DIRECTORY:
	case REG_FILE_CQC_RATINGS:
	case REG_FILE_CQC_LOCATION:  return REGULATOR_CQC;
	case REG_FILE_OFSTED:        return REGULATOR_OFSTED;
	}
	SURE(!"a regulator's file");
	return REGULATOR_CQC;
}

/* ---- opening -------------------------------------------------------------- */

static enum reg_step wrong(struct reg_reader *r, int64_t row, int64_t line, const char *sentence)
{
	snprintf(r->reason, sizeof r->reason, "%s", sentence);
	r->refusal = (struct reg_refusal){ row, line, "", "", r->reason };
	r->over = true;
	return REG_STEP_WRONG;
}

/* A file that seems to be something else is named, and what to do with it. */
static bool kind_fits(struct reg_reader *r)
{
	struct sniffed s = file_sniff(r->arena, r->bytes, r->n);

	if (s.kind == files[r->file].kind || s.kind == FILE_UNKNOWN)
		return true;
	if (r->file == REG_FILE_CQC_LOCATION ? s.kind == FILE_JSON : s.kind == FILE_CSV)
		return true;            /* the reader will say what is missing */
	wrong(r, 0, 0, arena_fmt(r->arena, "This is not %s. It seems to be %s.%s%s",
	                         files[r->file].name, s.seems, *s.advice ? " " : "", s.advice));
	return false;
}

static void end_records(void *arg)
{
	struct reg_reader *r = arg;

	arena_end(&r->records);
}

static bool open_csv(struct reg_reader *r, const struct csv_want *wants, size_t n)
{
	const struct csv_refusal *no;

	SURE(n <= REG_WANTS);
	r->wants = wants;
	r->csv = csv_open(r->arena, r->bytes, r->n, NULL);
	if (csv_find_header(r->csv, wants, n, r->at, &r->header) == CSV_ROW)
		return true;
	no = csv_refusal(r->csv);
	wrong(r, no->row, no->line, no->sentence);
	return false;
}

static void open_json(struct reg_reader *r)
{
	const char *nul;

	csv_decode(r->arena, &r->bytes, &r->n, &nul);
	r->cutter = json_cutter(r->bytes, r->n);
	r->records = arena_new("regulator's record", RECORDS_CAP);
	arena_defer(r->arena, end_records, r);
}

/* Of a spreadsheet, the sheet of this kind that says most; else what one of them seems to be. */
static bool unpack_sheets(struct reg_reader *r)
{
	struct sniffed s = file_sniff(r->arena, r->bytes, r->n), other = { FILE_UNKNOWN, "", "" };
	const struct sheet *best = NULL;
	struct sheet *sheets;
	const char *sentence;
	size_t n;

	if (s.kind != FILE_XLSX && s.kind != FILE_ODS && s.kind != FILE_RQIA)
		return true;            /* another zip file: named as what it is */
	sentence = sheets_read(r->arena, r->bytes, r->n, &sheets, &n);
	if (sentence) {
		wrong(r, 0, 0, sentence);
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		s = file_sniff(r->arena, sheets[i].csv, sheets[i].n);
		if (s.kind == files[r->file].kind && (!best || sheets[i].n > best->n))
			best = &sheets[i];
		else if (s.kind != FILE_CSV && s.kind != FILE_EMPTY && other.kind == FILE_UNKNOWN)
			other = s;
	}
	if (best) {
		r->bytes = best->csv;
		r->n = best->n;
		return true;
	}
	wrong(r, 0, 0, other.kind == FILE_UNKNOWN
	      ? arena_fmt(r->arena, "None of the %zu sheets of this spreadsheet is %s.", n,
	                  files[r->file].name)
	      : arena_fmt(r->arena, "This is not %s. It seems to be %s.%s%s", files[r->file].name,
	                  other.seems, *other.advice ? " " : "", other.advice));
	return false;
}

static bool open_file(struct reg_reader *r)
{
	r->opened = true;
	if (r->file != REG_FILE_CQC_LOCATION && sheets_zipped(r->bytes, r->n) && !unpack_sheets(r))
		return false;
	if (!kind_fits(r))
		return false;
	switch (r->file) {
	case REG_FILE_CI:
		if (!open_csv(r, ci_wants, ci_nwants))
			return false;
		ci_open(r);
		return true;
	case REG_FILE_CQC_DIRECTORY:
		if (!open_csv(r, cqc_directory_wants, cqc_directory_nwants))
			return false;
		cqc_directory_open(r);
		return true;
	case REG_FILE_CQC_LOCATION:
		open_json(r);
		return true;
	case REG_FILE_OFSTED:
		if (!open_csv(r, ofsted_wants, ofsted_nwants))
			return false;
		ofsted_open(r);
		return true;
	case REG_FILE_CQC_RATINGS:
		return open_csv(r, cqc_ratings_wants, cqc_ratings_nwants) && cqc_ratings_open(r);
	}
	return false;
}

struct reg_reader *reg_open(struct arena *a, enum reg_file file, const char *bytes, size_t n)
{
	struct reg_reader *r = NEW(a, struct reg_reader);

	*r = (struct reg_reader){ .arena = a, .file = file, .bytes = bytes, .n = n };
	return r;
}

const struct reg_refusal *reg_refusal(const struct reg_reader *r)
{
	return &r->refusal;
}

Date reg_produced(const struct reg_reader *r)
{
	return r->produced;
}

Date produced_after(struct reg_reader *r, const char *words)
{
	struct csv *c = csv_open(r->arena, r->bytes, r->n, NULL);
	struct csv_row row;
	char day[32];
	Date d;

	while (csv_next(c, &row) == CSV_ROW && row.row < r->header.row) {
		const char *text = slice_text(r->arena, csv_field(&row, 0));

		for (const char *at = text; (at = strstr(at, words)) != NULL;) {
			at += strlen(words);
			snprintf(day, sizeof day, "%.*s", (int)strcspn(at, ".,()"), at);
			if (date_parse(day, &d))
				return d;
		}
	}
	return DATE_NONE;
}

/* ---- keys that came before --------------------------------------------------- */

/* The row that had this key before; 0: none, and from now on this one has. */
static int64_t seen_row(struct reg_reader *r, uint64_t mark, int64_t row)
{
	size_t i;

	for (i = mark & (r->seen_room - 1); r->seen[i].row; i = (i + 1) & (r->seen_room - 1)) {
		if (r->seen[i].mark == mark)
			return r->seen[i].row;
	}
	r->seen[i].mark = mark;
	r->seen[i].row = row;
	r->nseen++;
	return 0;
}

static int64_t seen_before(struct reg_reader *r, const char *ref, int64_t row)
{
	if (2 * r->nseen >= r->seen_room) {
		size_t room = r->seen_room, more = room ? 2 * room : 1024;
		__typeof__(r->seen) old = r->seen;

		r->seen = arena_get(r->arena, more * sizeof *r->seen);
		r->seen_room = more;
		r->nseen = 0;
		for (size_t i = 0; i < room; i++) {
			if (old[i].row)
				seen_row(r, old[i].mark, old[i].row);
		}
	}
	return seen_row(r, csv_mark(ref, strlen(ref), 0), row);
}

/* ---- the next row -------------------------------------------------------------- */

static const char *key_column(const struct reg_reader *r)
{
	return r->wants ? r->wants[r->key].name : "locationId";
}

static bool key_fits(const struct reg_reader *r, const char *ref)
{
	switch (reg_file_of(r->file)) {
	case REGULATOR_CARE_INSPECTORATE: return care_inspectorate_ref(ref, "CS");
	case REGULATOR_CQC:               return cqc_ref(ref);
	case REGULATOR_OFSTED:            return ofsted_ref(ref);
	}
	return false;
}

static const char *key_example(const struct reg_reader *r)
{
	switch (reg_file_of(r->file)) {
	case REGULATOR_CARE_INSPECTORATE: return "CS2003000150";
	case REGULATOR_CQC:               return "1-1000210669";
	case REGULATOR_OFSTED:            return "SC012345 or 2611190";
	}
	return "";
}

static enum reg_step judge_key(struct reg_reader *r, struct slice key, struct reg_row *out)
{
	struct take t = { .r = r };
	int64_t before;

	key = slice_trim(key);
	snprintf(r->ref, sizeof r->ref, "%.*s", (int)(key.n < 24 ? key.n : 23), key.s);
	if (key.n == 0) {
		take_refuse(&t, key_column(r), "", "%s is empty.", key_column(r));
		return REG_STEP_REFUSED;
	}
	if (key.n >= sizeof r->ref || !key_fits(r, r->ref)) {
		take_refuse(&t, key_column(r), r->ref, "\"%s\" is not a reference like %s.", r->ref,
		            key_example(r));
		return REG_STEP_REFUSED;
	}
	before = seen_before(r, r->ref, r->now);
	if (before) {
		take_refuse(&t, key_column(r), r->ref, "%s is already in row %lld of this file.",
		            r->ref, (long long)before);
		return REG_STEP_REFUSED;
	}
	*out = (struct reg_row){ r->now, r->line, r->ref, out->hash, r->partial };
	return REG_STEP_ROW;
}

bool reg_cut_short(struct reg_reader *r)
{
	if (r->row.n >= r->header.n || !csv_unended(r->csv, &r->row))
		return false;
	wrong(r, r->row.row, r->row.line, arena_fmt(r->arena, "This file ends in the middle of row "
		"%lld: it has %zu of %zu columns. Fetch it again.", (long long)r->row.row,
		r->row.n, r->header.n));
	return true;
}

bool reg_wrong_row(struct reg_reader *r)
{
	const struct csv_refusal *no = csv_refusal(r->csv);

	wrong(r, no->row, no->line, no->sentence);
	return false;
}

static enum reg_step next_rated(struct reg_reader *r, struct reg_row *out)
{
	struct slice key;

	return cqc_ratings_next(r, &key, &out->hash) ? judge_key(r, key, out) : REG_STEP_END;
}

static enum reg_step next_csv(struct reg_reader *r, struct reg_row *out)
{
	switch (csv_next(r->csv, &r->row)) {
	case CSV_ROW:
		break;
	case CSV_END:
		return REG_STEP_END;
	case CSV_REFUSED:
		reg_wrong_row(r);
		return REG_STEP_WRONG;
	}
	r->now = r->row.row;
	r->line = r->row.line;
	if (reg_cut_short(r))
		return REG_STEP_WRONG;
	out->hash = csv_mark(r->row.raw, r->row.raw_n, r->header.mark + READER_VERSION);
	return judge_key(r, csv_field(&r->row, r->at[r->key]), out);
}

static enum reg_step next_json(struct reg_reader *r, struct reg_row *out)
{
	const char *raw, *sentence, *ref;
	size_t n;

	arena_reset(r->records);
	switch (json_cut(&r->cutter, &raw, &n)) {
	case JSON_RECORD:
		break;
	case JSON_END:
		return REG_STEP_END;
	case JSON_BROKEN:
		return wrong(r, r->cutter.n + 1, 0, r->cutter.sentence);
	}
	r->now = r->cutter.n;
	r->record = json_read(r->records, raw, n, NULL, &sentence);
	if (!r->record) {
		struct take t = { .r = r };

		take_refuse(&t, "", NULL, "%s", sentence);
		return REG_STEP_REFUSED;
	}
	out->hash = csv_mark(raw, n, READER_VERSION);
	ref = json_member_text(r->record, "locationId");
	return judge_key(r, (struct slice){ ref, strlen(ref) }, out);
}

enum reg_step reg_next(struct reg_reader *r, struct reg_row *out)
{
	enum reg_step step;

	if (!r->opened && !open_file(r))
		return REG_STEP_WRONG;
	if (r->over)
		return *r->reason ? REG_STEP_WRONG : REG_STEP_END;
	*out = (struct reg_row){ 0 };
	step = r->rated ? next_rated(r, out) : r->csv ? next_csv(r, out) : next_json(r, out);
	if (step == REG_STEP_END) {
		r->over = true;
		*r->reason = 0;
	}
	return step;
}

/* ---- what it says ---------------------------------------------------------------- */

enum reg_step reg_read(struct reg_reader *r, struct arena *a, struct reg_location *out)
{
	struct take t = { .r = r, .arena = a };

	*out = (struct reg_location){
		.ref = arena_dup(a, r->ref), .provider_ref = "", .provider_name = "", .name = "",
		.also_known_as = "", .address = "", .town = "", .county = "", .postcode = "",
		.phone = "", .website = "", .uprn = "", .ods_code = "", .council = "",
		.region = "", .health_board = "", .care_service = "", .subtype = "", .sector = "",
		.risk = "", .beds = INT_NONE, .places = INT_NONE, .status = REG_ACTIVE,
	};
	switch (r->file) {
	case REG_FILE_CI:            ci_read(&t, out); break;
	case REG_FILE_CQC_DIRECTORY: cqc_directory_read(&t, out); break;
	case REG_FILE_CQC_LOCATION:  cqc_location_read(&t, out); break;
	case REG_FILE_OFSTED:        ofsted_read(&t, out); break;
	case REG_FILE_CQC_RATINGS:   cqc_ratings_read(&t, out); break;
	}
	if (BLANK(out->name))
		take_refuse(&t, r->file == REG_FILE_CI ? "ServiceName" : "Name", "",
		            "%s has no name.", r->ref);
	return t.refused ? REG_STEP_REFUSED : REG_STEP_ROW;
}
