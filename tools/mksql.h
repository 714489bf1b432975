/* SPDX-License-Identifier: MIT */
/*
 * mksql.h -- a schema and a statement as mksql sees them, and who reads,
 * judges and writes them.
 *
 * A host program: it lives for a second, ends at the first thing that is
 * wrong, and gives no memory back.
 */
#ifndef ALM_TOOLS_MKSQL_H
#define ALM_TOOLS_MKSQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { MAX_COLUMNS = 4000, MAX_ARGS = 64, MAX_OUTS = 100, MAX_PIECES = 64, MAX_LINES = 100,
       MAX_ORDERS = 16, MAX_STATEMENTS = 200, MAX_WORDS = 2000 };

/* A column of the schema, of a result, or a name that :in and :out give a type. */
struct column { const char *table, *name, *type; };

/* Part of a text: kept always, or only with argument `arg`, or only in order `order`. */
struct piece {
	char *text;
	int arg, order;              /* -1: with any; 0: in any            */
	int lines[MAX_LINES];        /* where each line of text came from  */
	int nlines;
};

struct arg { const char *name, *type; bool optional; int line; };

struct query {
	const char *name, *row;      /* row "": a struct of its own        */
	const char *table;           /* what "id" belongs to; "": unknown  */
	const char *doc;             /* NULL: none                         */
	int line;
	struct piece  pieces[MAX_PIECES];
	struct arg    args[MAX_ARGS];
	struct column given[MAX_ARGS], outs[MAX_OUTS];
	const char   *orders[MAX_ORDERS];
	int npieces, nargs, ngiven, nouts, norders;
	bool writes;
	bool shelved;                /* reads tables of db/shelf.h alone   */
};

/* ---- mksql.c: what all of them need --------------------------------------- */

/* Where the reader is: die() says so. */
extern struct place { const char *file; int line; } here;

void die(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
void *get(size_t n);                                /* zeroed, never NULL  */
char *form(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *slurp(const char *path);
/* The word that begins s, of the characters in `set`; "": none. */
const char *word_at(const char *s, const char *set);
bool same(const char *, const char *);
bool begins(const char *s, const char *prefix);
bool ends(const char *s, const char *tail);

#define SMALL "abcdefghijklmnopqrstuvwxyz0123456789_"
#define LARGE "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
#define TYPE  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* ---- mksql_schema.c ----------------------------------------------------------- */

extern struct column columns[MAX_COLUMNS];
extern int ncolumns;

sqlite3 *schema_open(char **paths, int n);          /* fills columns       */
void functions_forget(sqlite3 *);                   /* of db/functions.c   */
const char *id_of_table(const char *table);         /* "CareRequestId"     */
bool is_table_with_id(const char *name);
/* Of a column (table NULL: of all that have that name, if they agree); NULL: unknown. */
const char *type_of_column(const char *table, const char *name);
/* What the ending of a name says about its unit; NULL: nothing. */
const char *type_of_ending(const char *name);

/* ---- mksql_read.c -------------------------------------------------------------- */

/* A word of VOCAB(list, PREFIX, ...): {PREFIX_NAME} is its code. */
struct word { const char *list, *name, *key, *label; long code; };
extern struct word words[MAX_WORDS];
extern int nwords;

void vocabularies_read(const char *path);
long code_of(const char *name, int n);              /* of {NAME}, n bytes  */
int  queries_read(const char *path, struct query **out);

/* ---- mksql_prepare.c ------------------------------------------------------------ */

/* Give every argument and column its type; try each text on the schema. */
void query_prepare(sqlite3 *, struct query *);

/* ---- mksql_check.c -------------------------------------------------------------- */

/* One text of a statement, and the line of the file that each of its lines came from. */
struct text { const char *s; const int *lines; };

/* Refuse what the dialect forbids. */
void dialect_check(const struct query *, const struct text *);
/* Refuse an argument that meets a column of another kind: the types are known. */
void kinds_check(const struct query *, const struct text *);
int  text_line(const struct text *, size_t offset);

/* ---- mksql_views.c ---------------------------------------------------------------- */

/* A file of views as C: words and codes put in, comments left out, each tried on the schema. */
void views_write(const char *out, const char *in, sqlite3 *);

/* ---- mksql_write.c ---------------------------------------------------------------- */

FILE *create(const char *path);
void put_cstr(FILE *, const char *);
void queries_write(const char *base, const struct query *, int n);

#endif
