/* SPDX-License-Identifier: MIT */
/*
 * bank_holiday_pages.c -- the administrator's list of what was proclaimed.
 *
 * The usual days come by rule and are not shown: here stands what differs
 * from them.  A row is added and removed, never changed.
 */
#include "jobs/calendar.h"
#include "jobs/calendar.sql.h"
#include "jobs/inside.h"

#include "form/form.h"
#include "html/layout.h"
#include "list/list.h"

static const struct list_col holiday_cols[] = {
	{ "id",     "Number", .as = CELL_INT, .in_files_only = true },
	{ "day",    "Day",    .as = CELL_DATE },
	{ "nation", "Where",  .as = CELL_WORD, .words = &nation_vocab },
	{ "kind",   "What",   .as = CELL_WORD, .words = &holiday_kind_vocab },
	{ "name",   "Name",   .link = "/bank-holidays/{id}/remove" },
};
static const struct list_filter holiday_filters[] = {
	{ .name = "nation", .label = "Where", .words = &nation_vocab },
};

static void holidays_above(struct rq *rq, struct page *pg)
{
	(void)rq;
	para(pg, "The usual bank holidays of each nation, and the days kept instead of those that "
	         "fall on a weekend, are known. Keep here what is proclaimed besides, and a usual "
	         "day that is moved: cancel the one, add the other. Working days are counted anew "
	         "at once; returns that were issued stay as they are.");
	EL(pg, "div", "class", "govuk-button-group");
	gov_button(pg, (struct gov_button){ .text = "Add a day", .href = "/bank-holidays/new" });
	gov_button(pg, (struct gov_button){ .text = "Read the file of GOV.UK",
		.href = "/bank-holidays/read", .classes = "govuk-button--secondary" });
	end(pg);
}

const struct list bank_holiday_list_list = {
	.name = "bank-holidays", .title = "Bank holidays",
	.why = "Administrators keep it when a bank holiday is proclaimed or moved",
	.sql = &bank_holiday_list_sql, .cols = holiday_cols, .ncols = COUNT(holiday_cols),
	.filters = holiday_filters, .nfilters = COUNT(holiday_filters), .page_rows = 100,
	.none = "Nothing differs from the usual days", .above = holidays_above,
};

/* ---- adding ---------------------------------------------------------------------- */

struct holiday_in { Date day; int64_t nations; unsigned kind; const char *name; };

static const struct field holiday_fields[] = {
	{ IN(struct holiday_in, day), .label = "Day", .need = "Enter the day" },
	{ IN(struct holiday_in, nations), .label = "Where", .as = AS_CHECKBOXES,
	  .words = &nation_vocab, .need = "Choose where" },
	{ IN(struct holiday_in, kind), .label = "What is it?", .as = AS_RADIOS,
	  .words = &holiday_kind_vocab, .need = "Choose whether it is a holiday or worked" },
	{ IN(struct holiday_in, name), .label = "Name", .max = 120,
	  .hint = "As it was proclaimed, for example \"Coronation\"", .need = "Enter its name" },
};
const struct form bank_holiday_form = {
	.name = "bank-holiday", FORM(struct holiday_in, holiday_fields), .title = "Add a day",
	.lead = "Only what differs from the usual bank holidays.", .button = "Add",
};

static const char *why_not(enum holiday_kept got)
{
	switch (got) {
	case HOLIDAY_FAR:     return "The day must be in the years 2010 to 2035";
	case HOLIDAY_WEEKEND: return "It is a Saturday or Sunday, when nobody works anyhow";
	case HOLIDAY_ALREADY: return "It is a usual bank holiday already";
	case HOLIDAY_NONE:    return "It is no usual bank holiday, so it cannot be cancelled";
	case HOLIDAY_TWICE:   return "Something is kept for that day already: remove it first";
	case HOLIDAY_KEPT:    break;
	}
	return "";
}
_Static_assert(CALENDAR_FIRST == 2010 && CALENDAR_LAST == 2035, "as why_not() says");

struct reply bank_holiday_post(struct rq *rq, void *form)
{
	const struct holiday_in *in = form;

	for (size_t i = 0; i < nation_vocab.n; i++) {
		const struct word *w = &nation_vocab.words[i];
		enum holiday_kept got;

		if (!(in->nations >> (w->code - 1) & 1))
			continue;
		got = holiday_put(rq->db, rq->arena, (enum nation)w->code, in->day,
		                  (enum holiday_kind)in->kind, in->name, rq->me->id);
		if (got != HOLIDAY_KEPT)
			return refuse(rq, "day", "%s (%s)", why_not(got), w->label);
	}
	return go(rq, "Day added: working days are counted with it from now on", "/bank-holidays");
}

/* ---- as published ------------------------------------------------------------------ */

struct holiday_file_in { struct file file; };

static const struct field holiday_file_fields[] = {
	{ IN(struct holiday_file_in, file), .label = "File",
	  .hint = "gov.uk/bank-holidays.json, as it is", .need = "Choose a file" },
};
const struct form bank_holiday_file_form = {
	.name = "bank-holiday-file", FORM(struct holiday_file_in, holiday_file_fields),
	.title = "Read the file of GOV.UK", .button = "Read",
	.lead = "In the years that the file has, the days of each nation become those of the file.",
};

struct reply bank_holiday_file_post(struct rq *rq, void *form)
{
	const struct holiday_file_in *in = form;
	struct holiday_file f = holiday_file_take(rq->db, rq->arena, in->file.bytes, in->file.n,
	                                          rq->me->id);

	if (f.refused)
		return refuse(rq, "file", "%s", f.refused);
	return go(rq, arena_fmt(rq->arena, "Read: %lld added, %lld removed", (long long)f.added,
	                        (long long)f.dropped), "/bank-holidays");
}

/* ---- removing ---------------------------------------------------------------------- */

struct holiday_drop_in { const char *reason; };

static const struct field holiday_drop_fields[] = {
	{ IN(struct holiday_drop_in, reason), .label = "Why?", .max = 400,
	  .need = "Say why it is removed" },
};
const struct form bank_holiday_drop_form = {
	.name = "bank-holiday-remove", FORM(struct holiday_drop_in, holiday_drop_fields),
	.title = "Remove a day", .button = "Remove", .danger = true,
	.lead = "From then on the usual rule holds for that day.",
};

void bank_holiday_above(struct rq *rq, struct page *pg, const void *form)
{
	struct bank_holiday_load_row r;

	(void)form;
	if (ONE(rq->db, rq->arena, bank_holiday_load, &r,
	        .id = V(ID(rq, BankHolidayId, "bank_holiday"))))
		gov_inset_text(pg, (struct gov_inset){ .text = arena_fmt(rq->arena, "%s, %s: %s. "
			"%s", date_text(rq->arena, r.day), vocab_label(&nation_vocab, r.nation),
			r.name, vocab_label(&holiday_kind_vocab, r.kind)) });
}

struct reply bank_holiday_drop_load(struct rq *rq, void *form)
{
	struct bank_holiday_load_row r;

	(void)form;
	return ONE(rq->db, rq->arena, bank_holiday_load, &r,
	           .id = V(ID(rq, BankHolidayId, "bank_holiday")))
		? (struct reply){ .kind = REPLY_DEFAULT } : not_found(rq);
}

struct reply bank_holiday_drop_post(struct rq *rq, void *form)
{
	const struct holiday_drop_in *in = form;

	if (holiday_drop(rq->db, rq->arena, ID(rq, BankHolidayId, "bank_holiday"), in->reason,
	                 rq->me->id) != HOLIDAY_KEPT)
		return not_found(rq);
	return go(rq, "Day removed: working days are counted without it from now on",
	          "/bank-holidays");
}
