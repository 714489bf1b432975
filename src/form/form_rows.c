/* SPDX-License-Identifier: MIT */
/*
 * form_rows.c -- repeating groups: which rows were sent, rows drawn beside
 * their buttons, and the two buttons that work without script.
 *
 *	sent      visits.0.days  visits.3.days      numbers as the browser had them
 *	read      at[0]          at[1]              blank rows dropped
 *	drawn     visits.0.days  visits.1.days      numbered anew
 */
#include <string.h>

#include "form/form_inside.h"

enum { ROW_NUMBER_MOST = 9999 };
#define KEEP_BLANKS "form-keep"

/* ---- names ---- */

const char *row_name(struct arena *a, const struct field *group, int64_t row, const char *field)
{
	struct buf name = buf_new(a);

	buf_str(&name, group->name);
	buf_char(&name, '.');
	buf_int(&name, row);
	buf_char(&name, '.');
	buf_str(&name, field);
	return buf_text(&name);
}

/* "Visit 2": the group's form is titled with one of its rows. */
const char *row_title(struct arena *a, const struct field *group, size_t i)
{
	const char *title = group->group->title;

	return arena_fmt(a, "%s %zu", title ? title : field_label(a, group), i + 1);
}

/* "visit", of "Add another visit" */
static const char *row_word(struct arena *a, const struct field *group)
{
	return group->group->title ? text_lower(a, group->group->title) : "row";
}

/* The row of "visits.12.days" or "visits.12"; -1: it is not of this group. */
static int64_t row_number(const char *name, const char *group)
{
	size_t n = strlen(group);
	int64_t row = 0;
	const char *s;

	if (strncmp(name, group, n) != 0 || name[n] != '.')
		return -1;
	for (s = name + n + 1; *s >= '0' && *s <= '9' && row <= ROW_NUMBER_MOST; s++)
		row = row * 10 + *s - '0';
	return s > name + n + 1 && (!*s || *s == '.') && row <= ROW_NUMBER_MOST ? row : -1;
}

/* ---- what was sent ---- */

static bool row_blank(struct asking *ask, const struct field *group, int64_t row)
{
	const struct form *form = group->group;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *f = &form->fields[i];
		struct answer at;

		/* What a browser sends by itself does not make a row. */
		if (f->as == AS_HIDDEN)
			continue;
		at = answer_typed(ask, f, row_name(ask->arena, group, row, f->name));
		if (!answer_blank(f, &at))
			return false;
	}
	return true;
}

size_t rows_sent(struct asking *ask, const struct field *group, bool blank_too, int64_t **out)
{
	size_t sent = ask->typed ? ask->typed->n : 0, n = 0, kept = 0;
	int64_t *rows = NEWN(ask->arena, int64_t, sent + 1);

	for (size_t i = 0; i < sent; i++) {
		int64_t row = row_number(ask->typed->list[i].name, group->name);
		size_t at = n;

		if (row < 0)
			continue;
		while (at > 0 && rows[at - 1] >= row)
			at--;
		if (at < n && rows[at] == row)
			continue;
		memmove(rows + at + 1, rows + at, (n++ - at) * sizeof *rows);
		rows[at] = row;
	}
	for (size_t i = 0; i < n; i++)
		if (blank_too || !row_blank(ask, group, rows[i]))
			rows[kept++] = rows[i];
	*out = rows;
	return kept;
}

bool rows_keep_blanks(const struct asking *ask, const struct field *group)
{
	for (size_t i = 0; ask->typed && i < ask->typed->n; i++)
		if (strcmp(ask->typed->list[i].name, KEEP_BLANKS) == 0 &&
		    text_same(ask->typed->list[i].value, group->name))
			return true;
	return false;
}

/* ---- the buttons ---- */

static const struct field *group_named(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i].kind == FIELD_ROWS && text_same(form->fields[i].name, name))
			return &form->fields[i];
	return NULL;
}

/* A name no row has yet: it makes one. */
static const char *row_after(struct asking *ask, const struct field *group)
{
	int64_t *rows;
	size_t n = rows_sent(ask, group, true, &rows);
	/* The browser had one row even where it sent nothing of it. */
	int64_t next = n ? rows[n - 1] + 1 : 0;

	return arena_fmt(ask->arena, "%s.%lld", group->name, (long long)next);
}

bool form_only_redraws(struct rq *rq, const struct form *form, const struct params *sent,
                       struct params *out)
{
	const char *add = param(sent, "form-add"), *remove = param(sent, "form-remove");
	struct asking ask = asking_begin(rq, sent);
	struct param *list = NEWN(rq->arena, struct param, sent->n + 1 + 2 * form->nfields);
	const struct field *to = add ? group_named(form, add) : NULL;
	size_t n = 0;

	*out = (struct params){ list, 0 };
	if (!add && !remove)
		return false;
	for (size_t i = 0; i < sent->n; i++) {
		const struct param *p = &sent->list[i];
		size_t len = remove ? strlen(remove) : 0;
		bool gone = len && strncmp(p->name, remove, len) == 0 &&
		            (p->name[len] == '.' || !p->name[len]);

		if (!gone && !text_same(p->name, "form-add") && !text_same(p->name, "form-remove"))
			list[n++] = *p;
	}
	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i].kind == FIELD_ROWS)
			list[n++] = (struct param){ .name = KEEP_BLANKS,
			                            .value = form->fields[i].name };
	if (to)
		list[n++] = (struct param){ .name = row_after(&ask, to), .value = "" };
	out->n = n;
	return true;
}

/* ---- drawing ---- */

static void row_draw(struct asking *ask, struct page *pg, const struct field *group,
                     const void *row, int64_t in, int64_t out, bool removable)
{
	const char *title = row_title(ask->arena, group, (size_t)out);
	struct page *remove = page_part(pg);

	EL(pg, "fieldset", "class", "govuk-fieldset alm-rows__row");
	EL(pg, "legend", "class", "govuk-fieldset__legend alm-rows__legend");
	text(pg, title);
	end(pg);
	EL(pg, "div", "class", "alm-rows__fields");
	fields_draw(ask, pg, group->group, row, group, in, out);
	if (removable) {
		text(remove, "Remove");
		EL(remove, "span", "class", "govuk-visually-hidden");
		text(remove, " ");
		text(remove, title);
		end(remove);
		gov_button(pg, (struct gov_button){
			.html = page_html(remove), .name = "form-remove",
			.value = arena_fmt(ask->arena, "%s.%lld", group->name, (long long)out),
			.classes = "govuk-button--secondary alm-rows__remove",
		});
	}
	end(pg);
	end(pg);
}

/* "?add=visits" in the address: the link instead of the button. */
static bool row_wanted(const struct asking *ask, const struct field *group)
{
	const char *add = param(&ask->rq->query, "add");

	return add && (!*add || text_same(add, group->name));
}

static void rows_all(struct asking *ask, struct page *pg, const struct field *group,
                     const struct rows *rows)
{
	void *blank = form_new(ask->arena, group->group);
	int64_t *sent = NULL;
	size_t most = group->rows ? group->rows : ROWS_MOST;
	size_t n = rows_sent(ask, group, rows_keep_blanks(ask, group), &sent), drawn = 0;
	bool typed = n > 0;

	if (!typed)
		n = rows->n;
	for (; drawn < n && drawn < most; drawn++)
		row_draw(ask, pg, group,
		         typed ? blank : (char *)rows->at + drawn * group->group->size,
		         typed ? sent[drawn] : -1, (int64_t)drawn, n > 1 || !group->need);
	if (drawn < most && (drawn == 0 || row_wanted(ask, group)))
		row_draw(ask, pg, group, blank, -1, (int64_t)drawn++, false);
	if (drawn < most)
		gov_button(pg, (struct gov_button){
			.text = arena_fmt(ask->arena, "Add another %s",
			                  row_word(ask->arena, group)),
			.name = "form-add", .value = group->name,
			.classes = "govuk-button--secondary",
		});
}

void rows_draw(struct asking *ask, struct page *pg, const struct field *group, const void *form,
               struct attrs group_attrs)
{
	const char *error = problem_of(ask->rq, group->name), *id = group->name;
	const char *hint_id = group->hint ? arena_fmt(ask->arena, "%s-hint", id) : NULL;
	const char *error_id = error ? arena_fmt(ask->arena, "%s-error", id) : NULL;

	tag_begin(pg, "div");
	TAG_CLASS(pg, "govuk-form-group", error ? "govuk-form-group--error" : NULL);
	tag_attrs(pg, group_attrs);
	tag_body(pg);
	gov_fieldset_begin(pg, (struct gov_fieldset){
		.legend = field_label(ask->arena, group),
		.legend_classes = "govuk-fieldset__legend--m",
		.classes = "alm-rows", .attrs = ATTRS("id", id, "tabindex", "-1"),
		.described_by = !hint_id ? error_id : !error_id ? hint_id
		              : arena_fmt(ask->arena, "%s %s", hint_id, error_id),
	});
	if (hint_id)
		gov_hint(pg, (struct gov_hint){ .text = group->hint, .id = hint_id });
	if (error)
		gov_error_message(pg, (struct gov_error){ .text = error, .id = error_id });
	rows_all(ask, pg, group, field_in(group, form));
	gov_fieldset_end(pg);
	end(pg);
}
