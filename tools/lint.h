/* SPDX-License-Identifier: MIT */
/*
 * lint.h -- a file as lint sees it, and what the rules may say.
 */
#ifndef ALM_TOOLS_LINT_H
#define ALM_TOOLS_LINT_H

#include <stdbool.h>
#include <stddef.h>

enum kind { KIND_C, KIND_SQL, KIND_SCRIPT, KIND_WORDS, KIND_DATA };

struct file {
	const char *path;      /* from the top of the tree: "src/base/date.c" */
	char        room[32];  /* "base" for src/base/..., else ""            */
	enum kind   kind;
	char       *text;      /* as it is, NUL-terminated                    */
	char       *code;      /* of the same length: comments and the insides
	                        * of strings are blanks (C and SQL only)      */
	int         lines;
};

/* One finding.  `at` points into text or code, or is NULL for the whole file. */
void found(const struct file *, const char *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* What was measured over all C files of the tree. */
struct measures { int functions[20000], nfunctions, comment_lines, used_lines; };
extern struct measures measured;

void  text_rules(const struct file *);               /* lint_text.c */
void  code_blank(struct file *);                     /* lint_scan.c */
void  function_rules(const struct file *);
void  c_rules(const struct file *);                  /* lint_c.c    */
void  room_rules(const struct file *);               /* lint_room.c */
void  sql_rules(const struct file *);                /* lint_sql.c  */

/* The next place at or after s where the whole word stands; NULL: none. */
const char *word_find(const char *s, const char *word);
bool begins(const char *s, const char *prefix);
bool ends(const char *s, const char *suffix);
bool word_char(char);

#endif
