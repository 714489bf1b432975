/* SPDX-License-Identifier: MIT */
/*
 * form_inside.h -- what the files of the form engine share.
 *
 * Between a typed text and a value stands an answer: what one question was
 * answered with, as text.  Reading is text -> answer -> value, drawing and
 * hiding are value -> answer -> markup; a refused form takes text -> answer
 * -> markup, and so gives back just what was typed.
 */
#ifndef ALM_FORM_INSIDE_H
#define ALM_FORM_INSIDE_H

#include "form/form.h"

struct choice  { const char *key, *label; int64_t code; };
struct choices { const struct choice *list; size_t n; };

struct answer {
	bool        given;                          /* one of its names was sent      */
	const char *text;                           /* one box, one choice; never NULL */
	bool        boxes;                          /* a date came in its boxes       */
	const char *day, *month, *year, *time;
	const char *const *keys; size_t nkeys;      /* several choices                */
	struct file file;
};

/* Choices are asked of the database once for a form, also where rows repeat. */
struct offered { const struct field *field; struct choices choices; struct offered *next; };

/* A form being read or drawn. */
struct asking {
	struct rq           *rq;
	struct arena        *arena;
	const struct params *typed;                 /* may be NULL */
	struct offered      *offered;
	const char          *row;                   /* "Visit 2", in front of problems; or NULL */
	bool                 partly;                /* what is missing is no problem */
};

struct asking asking_begin(struct rq *, const struct params *typed);

/* ---- values: form_value.c ---- */
static inline void *field_at(const struct field *f, void *form)
{
	return (char *)form + f->at;
}
static inline const void *field_in(const struct field *f, const void *form)
{
	return (const char *)form + f->at;
}
int64_t field_number(const struct field *, const void *form);     /* of all but text, rows, files */
void    field_number_set(const struct field *, void *form, int64_t);
const char *field_text(const struct field *, const void *form);   /* of FIELD_TEXT */
bool    field_given(const struct field *, const void *form);
void    field_clear(const struct field *, void *form);
void    form_clear(const struct form *, void *form);
const struct field *field_named(const struct form *, const char *name, size_t n); /* or NULL */
const char *field_label(struct arena *, const struct field *);    /* of one without: its name */
int64_t field_most(const struct field *);                         /* the longest text */

/* ---- choices: form_choice.c ---- */
bool field_chooses(const struct field *);         /* among words or the rows of a statement */
bool field_many(const struct field *);            /* several of them */
struct choices field_choices(struct asking *, const struct field *);
const struct choice *choice_by_key(struct choices, const char *key);
const struct choice *choice_by_code(struct choices, int64_t);

/* ---- answers: form_answer.c ---- */
struct answer answer_typed(struct asking *, const struct field *, const char *name);
struct answer answer_of_value(struct asking *, const struct field *, const void *form);
bool answer_blank(const struct field *, const struct answer *);

/* ---- judging: form_judge.c ---- */
enum judged { JUDGED_FINE, JUDGED_EMPTY, JUDGED_BAD };
struct judgement {
	enum judged what;
	const char *why;                            /* of BAD: the sentence */
	char        on[5];                          /* of BAD dates: boxes of "dmyt"; "": all */
};
/* Read an answer into the form's member, which is left none unless FINE. */
struct judgement answer_judge(struct asking *, const struct field *, const struct answer *,
                              void *form);
struct judgement date_judge(struct arena *, const struct field *, const struct answer *, Date *);
struct judgement moment_judge(struct arena *, const struct field *, const struct answer *,
                              Moment *);
/* "2026-03-31T14:30", "31/3/2026 2:30pm", with Z or +01:00 or by London's clock. */
bool moment_parse(struct arena *, const char *, Moment *) MUST_USE;
struct judgement judged_bad(struct arena *, const struct field *, const char *usual);
const char *text_ranged(struct arena *, const struct field *, const char *text);

/* ---- rows: form_rows.c ---- */
enum { ROWS_MOST = 100 };                           /* of a group that says nothing */
/* The row numbers that were sent for a group, ascending; blank rows only if asked for. */
size_t rows_sent(struct asking *, const struct field *, bool blank_too, int64_t **numbers);
/* "visits" was sent by form_only_redraws(): its blank rows are to be seen. */
bool   rows_keep_blanks(const struct asking *, const struct field *);
const char *row_name(struct arena *, const struct field *group, int64_t row, const char *field);
const char *row_title(struct arena *, const struct field *group, size_t i);
void   rows_draw(struct asking *, struct page *, const struct field *, const void *form,
                 struct attrs group_attrs);

/* ---- questions: form_draw.c, form_input.c ---- */
struct question {
	const struct field *field;
	const char   *name;                         /* as it will be sent */
	struct answer answer;
	const char   *error;
	bool          compact;                      /* in a row */
	bool          sole;                         /* the only question of its row */
	struct attrs  attrs;                        /* of its group: data-depends */
};
void question_draw(struct asking *, struct page *, const struct question *);
void question_choose(struct asking *, struct page *, const struct question *);
void question_date(struct asking *, struct page *, const struct question *);
/* All questions of a form, or of one row; typed names begin with `in`, drawn ones with `out`. */
void fields_draw(struct asking *, struct page *, const struct form *, const void *form,
                 const struct field *group, int64_t in, int64_t out);
const char *problem_of(const struct rq *, const char *name);
/* Where the error summary leads for a problem of that name; NULL: nowhere. */
const char *problem_anchor(struct asking *, const struct form *, const char *name);
const char *date_wrong_boxes(struct asking *, const struct field *, const struct answer *);

#endif
