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
#define IN(T, member) .name = #member, .at = offsetof(T, member), .kind = FIELD_KIND(((T *)0)->member)

enum field_as {
	AS_USUAL,        /* by kind: one line; radios for up to 7 words, else a select */
	AS_HIDDEN,
	AS_LONG,         /* several lines of text */
	AS_RADIOS, AS_SELECT,
	AS_CHECKBOXES,   /* an int64_t of bits, 1 << (code - 1) of `words`; or ids as JSON text "[1,2]" of `from` */
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
	const struct sql *from;              /* choices: columns id and label; arguments as in list.h */
	const struct form *group;            /* of rows: the questions of one row */
	size_t      rows;                    /* of rows: at most; 1 is drawn empty at least */
	const char *need;                    /* the refusal when empty; NULL: it may be empty */
	const char *bad;                     /* the refusal when it is not such a value; NULL: a usual one */
	int64_t     min, max;                /* of a value, or of a text's length; 0, 0: the kind's own */
	bool      (*when)(const void *form); /* asked only when this holds; else the value stays none */
	const char *depends;                 /* "reason=1": the script shows it only then; when() decides */
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
	/* Rules between fields: problem_add() for each that fails.  Reads only. */
	void      (*check)(struct rq *, void *form);
};
#define FORM(T, rows_) .size = sizeof(T), .fields = rows_, .nfields = COUNT(rows_)

/*
 * Read what was sent into *form (zeroed first; lives in rq->arena).  Problems
 * are added to rq; returns whether there were none.  Unknown names are
 * ignored; text that is not UTF-8 never came this far.
 */
bool form_read(struct rq *, const struct form *, const struct params *, void *form) MUST_USE;

/* Draw the questions inside an open <form>: values from *form, or, where a
 * name is in `typed`, just what was typed (NULL: nothing was). */
void form_draw(struct rq *, struct page *, const struct form *, const void *form,
               const struct params *typed);
/* The whole page of a form: heading, problems, questions, button. */
struct reply form_page(struct rq *, const struct form *, const void *form,
                       const struct params *typed,
                       void (*above)(struct rq *, struct page *, const void *));

/* The answers as a summary list, with "Change" links to `change_href#field` unless NULL. */
void form_answers(struct rq *, struct page *, const struct form *, const void *form,
                  const char *change_href);
/* The answers as hidden inputs, to be sent on from a "check your answers" page. */
void form_hidden(struct rq *, struct page *, const struct form *, const void *form);
/* What differs, as JSON for the audit trail: {"ward":["3a","4b"]}; old NULL: all that is given. */
const char *form_changes(struct arena *, const struct form *, const void *old, const void *now);
/* The answer to one question in people's words. */
const char *form_value_text(struct rq *, const struct field *, const void *form);
/* The form as a JSON schema object, for the API description. */
void form_schema(struct buf *, const struct form *);

#endif
