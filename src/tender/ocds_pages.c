/* SPDX-License-Identifier: MIT */
/*
 * ocds_pages.c -- open contracting data, for machines: /ocds.json, an opportunity's record, and
 * `almoner export ocds --data DIR [FILE]`.
 */
#include <stdio.h>
#include <string.h>

#include "site/verb.h"
#include "tender/pages.h"

enum { PAGE_RELEASES = 100, ALL_RELEASES = 1000000, PAGE_DIGITS = 6 };

static struct reply json_reply(struct rq *rq, const char *json)
{
	(void)rq;
	return file_reply(rq, "application/json", NULL, json, strlen(json));
}

struct reply ocds_get(struct rq *rq)
{
	const char *typed = param(&rq->query, "page");
	int64_t page = 1;
	struct page *pg;

	if (typed && (strlen(typed) > PAGE_DIGITS || !int_parse(typed, &page) || page < 1))
		return not_found(rq);
	if (rq->format == AS_JSON)
		return json_reply(rq, ocds_packages(rq->db, rq->arena, page, PAGE_RELEASES,
		                                    rq->now));
	rq->look.title = rq->look.h1 = "Open contracting data";
	pg = show_begin(rq);
	para(pg, "What is published of opportunities, awards and contracts, by the Open "
	     "Contracting Data Standard 1.1, under the Open Government Licence.");
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, "/ocds.json", "Releases, the oldest first, a hundred a page");
	end(pg);
	return show(rq, pg);
}

struct reply opportunity_ocds_get(struct rq *rq)
{
	struct opportunity o;

	if (!opportunity_here(rq, &o) || !moment_known(o.shown_ms))
		return not_found(rq);
	return json_reply(rq, ocds_record(rq->db, rq->arena, &o, rq->now));
}

/* ---- from the command line -------------------------------------------------------- */

struct exporting { struct db *db; struct arena *a; const char *json; };

static void collect(void *arg)
{
	struct exporting *x = arg;

	x->json = ocds_packages(x->db, x->a, 1, ALL_RELEASES, clock_now());
}

int export_ocds_run(struct words *w)
{
	const char *dir = words_data(w), *kind = words_next(w, "KIND"), *path = words_maybe(w);
	struct exporting x = { .a = w->arena };
	FILE *out = stdout;
	bool well;

	(void)dir;
	if (!words_done(w))
		return VERB_MISUSED;
	if (!text_same(kind, "ocds")) {
		fprintf(stderr, "almoner: export knows ocds, not \"%s\"\n", kind);
		return VERB_MISUSED;
	}
	x.db = verb_open(w, DB_READ_ONLY);
	db_read(x.db, collect, &x);
	if (path && !(out = fopen(path, "w"))) {
		perror(path);
		return VERB_FAILED;
	}
	well = fprintf(out, "%s\n", x.json) > 0 && fflush(out) == 0;
	if (path)
		well &= fclose(out) == 0;
	if (!well)
		fprintf(stderr, "almoner: %s could not be written\n", path ? path : "it");
	return well ? VERB_OK : VERB_FAILED;
}
