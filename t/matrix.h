/* SPDX-License-Identifier: MIT */
/*
 * matrix.h -- who may open what, as t/access/matrix.tsv says it, and a small
 * council in which there is one of each thing and somebody of each role.
 */
#ifndef ALM_T_MATRIX_H
#define ALM_T_MATRIX_H

#include "t/client.h"
#include "web/may.h"
#include "web/route.h"

enum { ROWS_MOST = 400, NOBODY = 0, ROLES_END = ROLE_EVALUATOR + 1 };

/* example and other: "-" where there is none. */
struct row { const char *path, *roles, *example, *other; int line; };

struct matrix {
	struct t      *t;
	struct row     rows[ROWS_MOST];
	size_t         n;
	struct client *by[ROLES_END];           /* nobody, and one of each role */
};

/* The lines of the file; and the world of its examples, with everybody signed in. */
struct matrix *matrix_new(struct t *);
void matrix_sign_in(struct matrix *);           /* again: who was signed out */

const char *role_name(int role);
/* Is the word one of "a,b,c", or of "except=a,b"? */
bool in_list(const char *list, const char *word);
bool row_allows(const struct row *, int role);
const struct route *route_of(const char *path); /* NULL: no such */

#endif
