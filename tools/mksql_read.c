/* SPDX-License-Identifier: MIT */
/*
 * mksql_read.c -- vocabularies out of headers, statements out of .sql files.
 *
 * A file is read line by line; a line's first characters say what it is:
 *
 *	-- :name        a statement begins
 *	-- :row :in :out    what its names do not tell
 *	-- words        what it is for
 *	--?arg --=order text that is kept at times
 *	other           text
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mksql.h"

struct word words[MAX_WORDS];
int nwords;

/* ---- the vocabularies ------------------------------------------------------- */

static const char *past_blanks(const char *s)
{
	return s + strspn(s, " \t");
}

/* The next text of C from *s on, of as many pieces as stand side by side; *s goes behind it. */
static const char *literal_read(const char **s)
{
	const char *out = "";

	*s += strcspn(*s, "\"");
	while (**s == '"') {
		size_t n = strcspn(*s + 1, "\"\\");

		if ((*s)[n + 1] != '"')
			die("a word with a backslash");
		out = form("%s%.*s", out, (int)n, *s + 1);
		*s += n + 2;
		*s += strspn(*s, " \t\\\n");
	}
	return out;
}

static void word_add(const char *vocabulary, const char *prefix, const char *name, long code,
                     const char *rest)
{
	struct word *w = &words[nwords];

	if (nwords++ == MAX_WORDS)
		die("more than %d words", MAX_WORDS);
	*w = (struct word){ .list = vocabulary, .name = form("%s_%s", prefix, name), .code = code };
	w->key = literal_read(&rest);
	(void)literal_read(&rest);                           /* the colour */
	w->label = literal_read(&rest);
}

/* The words of "#define LIST(X, P)": its lines, as long as they go on. */
static void list_read(const char *text, const char *vocabulary, const char *list,
                      const char *prefix)
{
	const char *head = form("#define %s(X, P)", list), *s = strstr(text, head), *end;

	if (!s)
		die("no %s", head);
	for (;; s = end + 1) {
		const char *x = strstr(s, "X(P,"), *name;
		char *after;
		long code;

		end = s + strcspn(s, "\n");
		if (x && x < end) {
			code = strtol(x + 4, &after, 10);
			name = past_blanks(after);
			name = *name == ',' ? word_at(past_blanks(name + 1), LARGE) : "";
			if (*name)
				word_add(vocabulary, prefix, name, code, after);
		}
		if (end == s || end[-1] != '\\' || !*end)
			return;
	}
}

/* VOCAB(request_stage, STAGE, REQUEST_STAGES) */
void vocabularies_read(const char *path)
{
	static const char mark[] = "\nVOCAB(";
	const char *text = slurp(path);

	here = (struct place){ path, 0 };
	for (const char *s = text; (s = strstr(s, mark));) {
		const char *prefix, *list;

		s += sizeof mark - 1;
		prefix = s + strspn(s, " \t" SMALL);
		if (*prefix != ',')
			continue;
		prefix = past_blanks(prefix + 1);
		list = prefix + strspn(prefix, LARGE);
		if (*list == ',')
			list_read(text, word_at(past_blanks(s), SMALL),
			          word_at(past_blanks(list + 1), LARGE),
			          word_at(prefix, LARGE));
	}
}

long code_of(const char *name, int n)
{
	for (int i = 0; i < nwords; i++)
		if ((int)strlen(words[i].name) == n && !memcmp(words[i].name, name, (size_t)n))
			return words[i].code;
	die("no vocabulary has {%.*s}", n, name);
}

/* ---- reading a statement ------------------------------------------------------ */

static int arg_number(struct query *q, const char *name)
{
	for (int i = 0; i < q->nargs; i++)
		if (same(q->args[i].name, name))
			return i;
	if (q->nargs == MAX_ARGS)
		die("%s: more than %d arguments", q->name, MAX_ARGS);
	q->args[q->nargs] = (struct arg){ .name = name, .line = here.line };
	return q->nargs++;
}

static int order_number(struct query *q, const char *name)
{
	for (int i = 0; i < q->norders; i++)
		if (same(q->orders[i], name))
			return i + 1;
	if (q->norders == MAX_ORDERS)
		die("%s: more than %d orders", q->name, MAX_ORDERS);
	q->orders[q->norders++] = name;
	return q->norders;
}

/* A line's text with :name as ?N and {NAME} as its code, without its comment. */
static char *line_compile(struct query *q, const char *s)
{
	char *out = form("%s", "");
	size_t n;
	bool quoted = false;

	for (; *s; s += n) {
		n = 1;
		if (*s == '\'')
			quoted = !quoted;
		if (!quoted && begins(s, "--"))
			break;
		if (!quoted && *s == ':' && islower((unsigned char)s[1])) {
			const char *name = word_at(s + 1, SMALL);

			n += strlen(name);
			out = form("%s?%d", out, arg_number(q, name) + 1);
		} else if (!quoted && *s == '{') {
			n += strcspn(s + 1, "}");
			out = form("%s%ld", out, code_of(s + 1, (int)n - 1));
			n += s[n] == '}';
		} else {
			out = form("%s%c", out, *s);
		}
	}
	for (n = strlen(out); n && isspace((unsigned char)out[n - 1]); n--)
		out[n - 1] = '\0';
	return out;
}

/* Lines that are always kept become one piece. */
static void piece_add(struct query *q, char *text, int arg, int order)
{
	struct piece *p = q->npieces ? &q->pieces[q->npieces - 1] : NULL;

	if (!*text)
		return;
	if (p && p->arg < 0 && !p->order && arg < 0 && !order) {
		p->text = form("%s\n%s", p->text, text);
	} else {
		if (q->npieces == MAX_PIECES)
			die("%s: more than %d pieces", q->name, MAX_PIECES);
		p = &q->pieces[q->npieces++];
		*p = (struct piece){ .text = text, .arg = arg, .order = order };
	}
	if (p->nlines == MAX_LINES)
		die("%s: more than %d lines", q->name, MAX_LINES);
	p->lines[p->nlines++] = here.line;
}

/* "since Moment, q text" */
static void given_read(struct query *q, const char *s)
{
	for (;;) {
		const char *name = word_at(s = past_blanks(s), SMALL), *type;

		s = past_blanks(s + strlen(name));
		type = word_at(s, TYPE);
		s = past_blanks(s + strlen(type));
		if (!*name || !*type || (*s && *s != ','))
			die("%s: not \"name Type, name Type\"", q->name);
		if (q->ngiven == MAX_ARGS)
			die("%s: more than %d types", q->name, MAX_ARGS);
		q->given[q->ngiven++] = (struct column){ NULL, name, type };
		if (!*s++)
			return;
	}
}

static void comment_read(struct query *q, const char *s)
{
	if (begins(s, "-- :row "))
		q->row = word_at(past_blanks(s + 8), SMALL);
	else if (begins(s, "-- :in "))
		given_read(q, s + 7);
	else if (begins(s, "-- :out "))
		given_read(q, s + 8);
	else if (begins(s, "-- :"))
		die("%s: no such line as %s", q->name, s);
	else if (strlen(s) > 3)
		q->doc = form("%s%s * %s", q->doc ? q->doc : "", q->doc ? "\n" : "", s + 3);
}

static void line_read(struct query *q, const char *s)
{
	bool optional = begins(s, "--?"), order = begins(s, "--=");

	if (optional || order) {
		const char *mark = word_at(s + 3, SMALL), *rest = s + 3 + strlen(mark);
		int n = !*mark ? 0 : optional ? arg_number(q, mark) : order_number(q, mark);

		if (!*mark)
			die("%s: %s wants a name", q->name, optional ? "--?" : "--=");
		if (optional)
			q->args[n].optional = true;
		piece_add(q, line_compile(q, rest), optional ? n : -1, order ? n : 0);
	} else if (begins(s, "--")) {
		comment_read(q, s);
	} else {
		piece_add(q, line_compile(q, s), -1, 0);
	}
}

int queries_read(const char *path, struct query **out)
{
	static const char mark[] = "-- :name ";
	struct query *all = get(MAX_STATEMENTS * sizeof *all), *q = NULL;
	char *s = slurp(path), *end;
	int n = 0;

	here = (struct place){ path, 0 };
	for (; *s; s = end) {
		end = s + strcspn(s, "\n");
		if (*end)
			*end++ = '\0';
		here.line++;
		if (begins(s, mark)) {
			if (n == MAX_STATEMENTS)
				die("more than %d statements", MAX_STATEMENTS);
			q = &all[n++];
			*q = (struct query){ .row = "", .table = "", .line = here.line };
			q->name = word_at(s + sizeof mark - 1, SMALL);
			if (!*q->name)
				die("a statement without a name");
		} else if (q) {
			line_read(q, s);
		}
	}
	for (int i = 0; i < n; i++) {
		here.line = all[i].line;
		if (!all[i].npieces)
			die("%s: no text", all[i].name);
	}
	*out = all;
	return n;
}
