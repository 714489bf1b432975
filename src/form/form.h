/* SPDX-License-Identifier: MIT */
/*
 * form.h -- a form is a struct and one row for each question.
 *
 *	struct placing { ProviderId provider; Money rate; Date start; int64_t revision; };
 *
 *	static const struct field placing_fields[] = {
 *		{ IN(struct placing, provider), .label = "Provider", .from = &provider_options_sql,
 *		  .need = "Choose a provider" },
 *		{ IN(struct placing, rate), .label = "Hourly rate", .min = 1, .max = 100000,
 *		  .need = "Enter the hourly rate",
 *		  .bad = "Hourly rate must be an amount of money, like 21.50" },
 *		{ IN(struct placing, revision), .as = AS_HIDDEN },
 *	};
 *	static const struct form placing_form = { FORM(struct placing, placing_fields),
 *		.title = "Place a package", .button = "Place" };
 *
 * IN() takes name, place and kind from the member's C type.  The same rows
 * draw the page, read what was sent, word the error summary, show the answers
 * for checking, say what changed (for the audit trail), and describe the API.
 * What a person typed is never lost: a refused form is drawn again with the
 * typed text, also where it is not a value at all.
 */
#ifndef ALM_FORM_H
#define ALM_FORM_H

#include "web/rq.h"

enum field_kind {
	FIELD_TEXT, FIELD_INT, FIELD_CODE, FIELD_BOOL, FIELD_MONEY, FIELD_DATE, FIELD_MOMENT,
	FIELD_MINUTES, FIELD_ID, FIELD_ROWS, FIELD_FILE,
};

/* Rows of a repeating group: `at` is an array of the group's struct. */
struct rows { void *at; size_t n; };
/* An uploaded file, in the arena or mapped. */
struct file { const char *name, *bytes; size_t n; };

#define FIELD_KIND_ID_(T) T: FIELD_ID,
#define FIELD_KIND(x) _Generic((x), ID_KINDS(FIELD_KIND_ID_)                          \
	const char *: FIELD_TEXT, int64_t: FIELD_INT, unsigned: FIELD_CODE, bool: FIELD_BOOL, \
	Money: FIELD_MONEY, Date: FIELD_DATE, Moment: FIELD_MOMENT, Minutes: FIELD_MINUTES,   \
	struct rows: FIELD_ROWS, struct file: FIELD_FILE)
#define IN(T, member) \
	.name = #member, .at = offsetof(T, member), .kind = FIELD_KIND(((T *)0)->member)

enum field_as {
	AS_USUAL,        /* by kind: one line; radios for up to 7 words, else a select */
	AS_HIDDEN,
	AS_LONG,         /* several lines of text */
	AS_RADIOS, AS_SELECT,
	/* An int64_t of bits, 1 << (code - 1) of `words`; or ids of `from` as JSON text "[1,2]". */
	AS_CHECKBOXES,
	AS_SEARCH,       /* a select with type-ahead */
	AS_TIME,         /* Minutes after midnight: "8:30"; else Minutes are a length: "45" */
	AS_HOURS,        /* Minutes typed as hours: "13.5" */
	AS_PASSWORD, AS_EMAIL, AS_PHONE, AS_POSTCODE,
};

struct field {
	const char *name;
	size_t      at;
	enum field_kind kind;
	enum field_as   as;
	const char *label, *hint;
	const char *section;                 /* a heading before this question */
	const struct vocab *words;           /* of a code, or of bits */
	const struct sql *from;              /* choices: columns id, label; see list_fill() */
	const struct form *group;            /* of rows: the questions of one row */
	size_t      rows;                    /* of rows: at most; 1 is drawn empty at least */
	const char *need;                    /* the refusal when empty; NULL: it may be empty */
	const char *bad;                     /* the refusal of other than such a value; or NULL */
	/* Of a value (pence, minutes, day, ms), or of a text's length in characters.  0, 0: the
	 * kind's own: from nought up; a line of 200, a long text of 4,000 characters. */
	int64_t     min, max;
	/* "reason=1,3": asked only when that question of this form, which comes before it, has
	 * one of these codes or keys ("yes" of a bool); else it stays none.  Script shows it
	 * only then. */
	const char *depends;
	bool      (*when)(const void *form); /* the same where no list of codes can say it */
	bool        keep_blanks;             /* of text: as typed; else trimmed */
	const char *width;                   /* "5", "10", "20": characters; NULL: by kind */
	const char *autocomplete;
};

struct form {
	const char *name;                    /* "request": of its API schema */
	size_t      size;
	const struct field *fields;
	size_t      nfields;
	const char *title, *caption, *lead;  /* lead: a paragraph above the questions */
	const char *button;                  /* "Continue" */
	bool        danger;                  /* a red button */
	/* What is missing is no problem when it is sent, for it is saved to be gone on with;
	 * form_complete() asks for it in the end. */
	bool        partly;
	/* Rules between fields: problem_add() for each that fails.  Reads only.  A group's
	 * is asked of each sound row, with the row, and names its fields without a number. */
	void      (*check)(struct rq *, void *form);
};
#define FORM(T, rows_) .size = sizeof(T), .fields = rows_, .nfields = COUNT(rows_)

/*
 * A form's struct in which every answer is none: NULL, INT_NONE, MONEY_NONE,
 * Minutes of INT_NONE, zero dates and ids.  What load() is to fill: a struct
 * of zeros would show a rate of 0.00 that nobody stated.
 */
void *form_new(struct arena *, const struct form *);

/*
 * Read what was sent into *form (made none first; lives in rq->arena).  All
 * problems are added to rq; returns whether there were none.  check() is asked
 * only when every answer is sound by itself.  Unknown names are ignored; text
 * that is not UTF-8 never came this far.  Names are sent so:
 *
 *	text, code, id...   ward=4b  reason=hospital-discharge  provider=17
 *	date                start-day=31 start-month=3 start-year=2026
 *	                    or start=2026-03-31, start=31/3/2026
 *	moment              the same and ready-time=14:30, or ready=2026-03-31T14:30
 *	                    (by London's clock, unless it ends in Z or +01:00)
 *	several choices     days=monday days=friday; an empty one says only "none else"
 *	rows of a group     visits.0.days=monday visits.0.from=8:30 visits.1.days=...
 *
 * Rows without any answer are dropped, so that problems name the rows as the
 * struct has them: "visits.1.from" is at[1].  An empty text is NULL.
 */
bool form_read(struct rq *, const struct form *, const struct params *, void *form) MUST_USE;

/*
 * Has each question that is asked and needed its answer, in rows too?  What is
 * missing is added to rq.  Of a form that was saved partly.
 */
bool form_complete(struct rq *, const struct form *, const void *form) MUST_USE;

/*
 * Was the form sent only to be drawn again, with a row more or less?  "Add
 * another" and "Remove" are buttons named form-add (value: the group) and
 * form-remove (value: "visits.2"), so that they work without script.  True:
 * nothing is to be checked or done; draw the form with form_new() and
 * *typed_out.  To be asked first of every POST, before form_read().
 */
bool form_only_redraws(struct rq *, const struct form *, const struct params *,
                       struct params *typed_out) MUST_USE;

/* Draw the questions inside an open <form>: values from *form, or, where a
 * name is in `typed`, just what was typed (NULL: nothing was); hidden ones as
 * post() left them.  "?add=visits" in the address draws one empty row more. */
void form_draw(struct rq *, struct page *, const struct form *, const void *form,
               const struct params *typed);
/* The whole page of a form: heading, problems, questions, button. */
struct reply form_page(struct rq *, const struct form *, const void *form,
                       const struct params *typed,
                       void (*above)(struct rq *, struct page *, const void *));

/* The answers as a summary list, with "Change" links to `change_href#field` unless NULL. */
void form_answers(struct rq *, struct page *, const struct form *, const void *form,
                  const char *change_href);
/* The answers as hidden inputs, to be sent on from a "check your answers" page.
 * Passwords and files are not among them. */
void form_hidden(struct rq *, struct page *, const struct form *, const void *form);
/*
 * What differs, as JSON for the audit trail, in the order of the questions:
 * {"ward":["3a","4b"],"reason":["change","discharge"]}; old NULL: all that is
 * given, {"ward":[null,"4b"]}.  Codes are their keys, money pounds, dates ISO,
 * ids numbers, rows arrays of objects, a file its name.  Neither hidden
 * fields nor passwords.
 */
const char *form_changes(struct arena *, const struct form *, const void *old, const void *now);
/* Is this question of the form asked, as when() or depends says of what was answered? */
bool form_asks(const struct form *, const struct field *, const void *form);
/* The answer to one question in people's words. */
const char *form_value_text(struct rq *, const struct field *, const void *form);
/* The form as a JSON schema object, for the API description. */
void form_schema(struct buf *, const struct form *);

#endif
