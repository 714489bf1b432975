/* SPDX-License-Identifier: MIT */
/*
 * import.c -- the walk through a regulator's file.
 *
 *	for each row    hash known --> unchanged, nothing is touched
 *	                else read: refused | new | compared fact by fact
 *	at the end      gone: what is known, was not in the file, and lies in an
 *	                authority that the file covers
 *
 * A file of some authorities says nothing of the others; a location without
 * an authority can only be missed by a file that covers them all.  A location
 * record of the CQC's API speaks for itself alone, and Ofsted's joiners and
 * leavers for theirs.
 *
 * The file is taken apart in a child, which also knows what is known and says
 * nothing of such rows.  What it says is judged here as if it could lie.
 *
 * A run's file is known again by a hash of its rows' hashes: they are there
 * already, and the whole file need not be read a second time for it.
 */
#include "market/import_inside.h"
#include "market/import.sql.h"

#include "audit/audit.h"
#include "exchange/json.h"

VOCAB_WORDS(import_kind, IMPORTED, IMPORT_KINDS)
VOCAB_WORDS(import_state, IMPORT, IMPORT_STATES)
VOCAB_WORDS(finding, FINDING, FINDINGS)

#define ROW_CAP ((size_t)64 << 20)

/* More than this share of what is known gone, in per cent, and one should look twice. */
enum { MANY_GONE = 20 };

void import_note(struct import *im, struct import_note n)
{
	struct import_result *out = im->out;

	if (im->kept[n.kind]++ >= FINDINGS_KEPT)
		return;
	n.ref = arena_dup(im->a, n.ref ? n.ref : "");
	n.label = arena_dup(im->a, n.label ? n.label : "");
	n.field = arena_dup(im->a, n.field ? n.field : "");
	n.was = arena_dup(im->a, n.was ? n.was : "");
	n.now = arena_dup(im->a, n.now ? n.now : "");
	out->notes[out->nnotes++] = n;
}

static enum reg_file file_of(enum import_kind kind)
{
	switch (kind) {
	case IMPORTED_CI:            return REG_FILE_CI;
	case IMPORTED_CQC_DIRECTORY: return REG_FILE_CQC_DIRECTORY;
	case IMPORTED_CQC_LOCATION:  return REG_FILE_CQC_LOCATION;
	case IMPORTED_OFSTED:        return REG_FILE_OFSTED;
	case IMPORTED_CQC_RATINGS:   return REG_FILE_CQC_RATINGS;
	}
	SURE(!"a kind of import");
	return REG_FILE_CI;
}

static void refused_row(struct import *im, struct reg_child *r, const char *ref)
{
	const struct reg_refusal *no = reg_child_refusal(r);

	im->out->n_refused++;
	import_note(im, (struct import_note){ FINDING_REFUSED, no->row, ref, "", no->column,
		no->value, no->reason });
}

static bool row_known(const struct known_location *known, const struct reg_row *row)
{
	return known && known->hash == row->hash && !known->gone;
}

/* Asked in the child, of its copy of what is known: most rows need not be sent. */
static bool row_wanted(const struct reg_row *row, const void *arg)
{
	const struct import *im = arg;

	return !row_known(known_location(im->known, row->ref), row);
}

/* `l` NULL: what the row says cannot be, or is known.  False: it should have been said. */
static bool walk_row(struct import *im, const struct reg_row *row, const struct reg_location *l,
                     bool refused)
{
	struct known_location *known = known_location(im->known, row->ref);

	im->partial |= row->partial;
	crypto_generichash_update(&im->rows, (const unsigned char *)&row->hash, sizeof row->hash);
	if (known) {
		im->nseen += !known->seen;
		known->seen = true;
	}
	if (row_known(known, row)) {
		im->out->n_unchanged++;
		return true;
	}
	if (l)
		import_row_take(im, row, l, known);
	return l || refused;
}

static bool walk_refused(struct import *im, const char *message)
{
	im->out->refused = true;
	im->out->message = arena_dup(im->a, message);
	return false;
}

/* False: the file is refused. */
static bool walk_rows(struct import *im, struct reg_child *r)
{
	const struct reg_location *l;
	struct reg_row row;

	for (;;) {
		struct arena_mark mark = arena_mark(im->row);

		switch (reg_child_next(r, im->row, &row, &l)) {
		case REG_STEP_ROW:
			if (!walk_row(im, &row, l, false))
				return walk_refused(im, "The file could not be read: a row came "
					"without what it says. Nothing is changed. Tell whoever "
					"looks after Almoner.");
			break;
		case REG_STEP_REFUSED:
			if (*row.ref)
				walk_row(im, &row, NULL, true);
			refused_row(im, r, row.ref);
			break;
		case REG_STEP_END:
			return true;
		case REG_STEP_WRONG:
			return walk_refused(im, reg_child_refusal(r)->reason);
		}
		arena_back(im->row, mark);
	}
}

static bool covers_all(const struct known *k)
{
	for (size_t i = 0; i < k->nareas; i++)
		if (!k->areas[i]->mentioned)
			return false;
	return true;
}

static void find_gone(struct import *im)
{
	struct known *k = im->known;
	bool all;

	if (im->nseen == k->nlocations)
		return;
	known_areas_load(im->db, k, im->regulator);
	all = covers_all(k);
	for (size_t i = 0; i < k->location_room; i++) {
		struct known_location *l = &k->locations[i];
		struct arena_mark mark = arena_mark(im->row);

		if (!l->ref || l->seen || l->gone || l->ended ||
		    !(l->area ? l->area->mentioned : all))
			continue;
		import_row_gone(im, l);
		arena_back(im->row, mark);
	}
	if (im->out->n_gone * 100 > (int64_t)k->nlocations * MANY_GONE)
		im->out->message = arena_fmt(im->a, "%lld of %zu locations that are known are "
			"not in this file. Check that it is whole.", (long long)im->out->n_gone,
			k->nlocations);
}

static void end_row_arena(void *arg)
{
	struct arena *row = arg;

	arena_end(&row);
}

static struct import_result walk(struct db *db, struct arena *a, const struct import_order *o,
                                 ImportRunId run, bool apply)
{
	struct import_result out = { .message = "" };
	struct import im = { .db = db, .a = a, .order = o, .run = run, .apply = apply, .out = &out,
		.regulator = reg_file_of(file_of(o->kind)) };
	struct reg_child *r;

	out.notes = NEWN(a, struct import_note, 4 * FINDINGS_KEPT);
	crypto_generichash_init(&im.rows, NULL, 0, sizeof out.rows_hash);
	im.row = arena_new("import row", ROW_CAP);
	arena_defer(a, end_row_arena, im.row);
	im.known = known_load(db, a, im.regulator);
	im.first = im.known->nlocations == 0;
	r = reg_child_open(a, file_of(o->kind), o->bytes, o->n, row_wanted, &im);
	if (!walk_rows(&im, r))
		out = (struct import_result){ .refused = true, .message = out.message };
	else if (o->kind != IMPORTED_CQC_LOCATION && !im.partial)
		find_gone(&im);
	if (!out.refused)
		news_end(&im);
	crypto_generichash_final(&im.rows, out.rows_hash, sizeof out.rows_hash);
	return out;
}

const char *import_counts_text(struct arena *a, const struct import_result *r)
{
	return arena_fmt(a, "new %lld, changed %lld, unchanged %lld, gone %lld, refused %lld",
	                 (long long)r->n_new, (long long)r->n_changed, (long long)r->n_unchanged,
	                 (long long)r->n_gone, (long long)r->n_refused);
}

struct import_result import_preview(struct db *db, struct arena *a, const struct import_order *o)
{
	return walk(db, a, o, (ImportRunId){ 0 }, false);
}

/* ---- runs ------------------------------------------------------------------------ */

static ImportRunId run_begin(struct db *db, const struct import_order *o, enum import_state state)
{
	static const unsigned char unread[32];
	ImportRunId id = NEW_ID(db, ImportRunId);

	DO(db, import_run_insert, .id = V(id),
	   .kind = V(vocab_find(&import_kind_vocab, o->kind)->key),
	   .file_name = V(o->file_name), .file_hash = V(((struct bytes){ unread, sizeof unread })),
	   .state = V((int64_t)state), .user_account = V(o->by), .made_ms = V(o->now));
	return id;
}

static void run_audit(struct db *db, struct arena *a, ImportRunId id, const struct import_order *o,
                      const struct import_result *r, enum import_state state)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "kind", vocab_find(&import_kind_vocab, o->kind)->key);
	json_put_int(&j, "new", r->n_new);
	json_put_int(&j, "changed", r->n_changed);
	json_put_int(&j, "unchanged", r->n_unchanged);
	json_put_int(&j, "gone", r->n_gone);
	json_put_int(&j, "refused", r->n_refused);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = o->by,
		.thing = "import_run", .thing_id = id.v,
		.verb = state == IMPORT_APPLIED ? "import.apply"
		      : state == IMPORT_REFUSED ? "import.refuse" : "import.preview",
		.detail = buf_text(&b) });
}

static void run_finish(struct db *db, struct arena *a, ImportRunId id, const struct import_order *o,
                       const struct import_result *r, enum import_state state)
{
	for (size_t i = 0; i < r->nnotes; i++) {
		const struct import_note *n = &r->notes[i];

		DO(db, import_finding_insert, .id = V(NEW_ID(db, ImportFindingId)),
		   .import_run = V(id),
		   .finding = V((int64_t)n->kind), .row_no = V(n->row ? n->row : INT_NONE),
		   .thing_ref = V(n->ref), .label = V(n->label), .field = V(n->field),
		   .was = V(n->was), .now_is = V(n->now));
	}
	DO(db, import_run_finish, .id = V(id),
	   .file_hash = V(((struct bytes){ r->rows_hash, sizeof r->rows_hash })),
	   .state = V((int64_t)state),
	   .applied_ms = V(state == IMPORT_APPLIED ? o->now : MOMENT_NONE), .n_new = V(r->n_new),
	   .n_changed = V(r->n_changed), .n_unchanged = V(r->n_unchanged), .n_gone = V(r->n_gone),
	   .n_refused = V(r->n_refused), .message = V(r->message));
	run_audit(db, a, id, o, r, state);
}

struct import_result import_apply(struct db *db, struct arena *a, const struct import_order *o)
{
	struct import_result r;
	ImportRunId run;

	db_need_write(db);
	run = run_begin(db, o, IMPORT_APPLIED);
	r = walk(db, a, o, run, true);
	if (!r.refused)
		run_finish(db, a, run, o, &r, IMPORT_APPLIED);
	return r;
}

ImportRunId import_keep(struct db *db, struct arena *a, const struct import_order *o,
                        const struct import_result *r)
{
	ImportRunId run;

	db_need_write(db);
	run = run_begin(db, o, r->refused ? IMPORT_REFUSED : IMPORT_PREVIEWED);
	run_finish(db, a, run, o, r, r->refused ? IMPORT_REFUSED : IMPORT_PREVIEWED);
	if (!r->refused)
		DO(db, upload_insert, .id = V(NEW_ID(db, UploadId)), .import_run = V(run),
		   .body = V(((struct bytes){ o->bytes, o->n })), .made_ms = V(o->now));
	return run;
}

enum import_ran import_run_apply(struct db *db, struct arena *a, ImportRunId id, UserAccountId by,
                                 Moment now, struct import_result *out)
{
	struct import_order o = { .by = by, .now = now };
	struct upload_of_run_row file;
	struct import_run run;

	db_need_write(db);
	if (!ONE(db, a, import_run_load, &run, .id = V(id)))
		return IMPORT_RAN_GONE;
	if (run.state != IMPORT_PREVIEWED || !ONE(db, a, upload_of_run, &file, .import_run = V(id)))
		return IMPORT_RAN_ALREADY;
	o.kind = (enum import_kind)vocab_by_key(&import_kind_vocab, run.kind)->code;
	o.file_name = run.file_name;
	o.bytes = file.body.p;
	o.n = file.body.n;
	*out = walk(db, a, &o, id, true);
	if (out->refused)
		return IMPORT_RAN_REFUSED;
	DO(db, import_finding_clear, .import_run = V(id));
	run_finish(db, a, id, &o, out, IMPORT_APPLIED);
	DO(db, upload_drop, .import_run = V(id));
	return IMPORT_RAN;
}
