/* SPDX-License-Identifier: MIT */
/*
 * neighbour_pages.c -- what neighbours buy, as a list; and `almoner import ocds FILE`.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "site/verb.h"
#include "tender/pages.h"
#include "tender/neighbour.h"
#include "tender/neighbour.sql.h"

#define FILE_CAP ((off_t)64 << 20)

/* ---- the list --------------------------------------------------------------------- */

static struct cell last_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return cell_of_date(date_plus(((const struct watched_list_row *)row)->until_day, -1));
}

static const struct list_col watched_cols[] = {
	{ "at_ms",       "Published", .as = CELL_DATE, .in_files_only = true },
	{ "title",       "Title",     .link = "/neighbours/{id}" },
	{ "tag",         "Step" },
	{ "buyer",       "Buyer" },
	{ "cpv_label",   "What" },
	{ "region",      "Region",    .means = "As published: a name, or a NUTS code" },
	{ "value_pence", "Value",     .as = CELL_MONEY },
	{ "close_ms",    "Deadline",  .as = CELL_MOMENT },
	{ "suppliers",   "Awarded to" },
	{ "cpv",         "CPV",       .in_files_only = true },
	{ "method",      "Procedure", .in_files_only = true },
	{ "from_day",    "Contract from", .as = CELL_DATE, .in_files_only = true },
	{ "last",        "Contract's last day", .as = CELL_DATE, .make = last_cell,
	  .in_files_only = true },
	{ "ocid",        "OCID",      .in_files_only = true },
	{ "url",         "Address",   .in_files_only = true },
};
static const struct list_filter watched_filters[] = {
	{ "q",      "Words", FILTER_TEXT },
	{ "buyer",  "Buyer", FILTER_CHOICE, .from = &watched_buyers_sql },
	{ "region", "Region", FILTER_CHOICE, .from = &watched_regions_sql },
	{ "cpv",    "CPV begins with", FILTER_TEXT },
	{ "worth",  "Value", FILTER_CHOICE, .words = &watched_worth_vocab },
	{ "closes", "Deadline on or after", FILTER_DATE },
	{ "open",   "Open only", FILTER_YES },
};
const struct list watched_notices = {
	.name = "notices", .title = "What neighbours buy",
	.why = "Read by commissioners who plan a tender: who buys the like, from whom, for how "
	       "much",
	.sql = &watched_list_sql, .count = &watched_count_sql, .cols = watched_cols,
	.ncols = COUNT(watched_cols), .filters = watched_filters,
	.nfilters = COUNT(watched_filters), .page_rows = 50, .wide = true,
	.none = "No notice was read yet: almoner import ocds FILE",
};

struct reply watched_get(struct rq *rq)
{
	struct watched_notice w;
	struct record *rec;

	if (!ONE(rq->db, rq->arena, watched_load, &w,
	         .id = V(ID(rq, WatchedNoticeId, "watched_notice"))))
		return not_found(rq);
	rec = record_new(rq->arena, "notice", w.id.v, w.title);
	record_text(rec, "buyer", "Buyer", w.buyer);
	record_text(rec, "step", "Step", w.tag);
	record_moment(rec, "published", "Published", w.at_ms);
	record_text(rec, "about", "What is bought", w.about);
	record_text(rec, "cpv", "CPV", arena_fmt(rq->arena, "%s %s", w.cpv, w.cpv_label));
	record_text(rec, "region", "Region", w.region);
	record_money(rec, "value", "Value", w.value_pence);
	record_text(rec, "method", "Procedure", w.method);
	record_moment(rec, "close", "Deadline", w.close_ms);
	record_date(rec, "from", "Contract from", w.from_day);
	record_date(rec, "last", "Contract's last day", date_plus(w.until_day, -1));
	record_text(rec, "suppliers", "Awarded to", w.suppliers);
	record_text(rec, "ocid", "OCID", w.ocid);
	record_text(rec, "url", "Address", w.url);
	rq->look.back = "/neighbours";
	return record_reply(rq, rec);
}

/* ---- from the command line -------------------------------------------------------- */

struct mapped { void *at; size_t n; };

static void unmap(void *arg)
{
	struct mapped *m = arg;

	munmap(m->at, m->n);
}

/* The file in memory until the verb ends; false: said on standard error why not. */
static bool file_map(struct words *w, const char *path, struct mapped *m)
{
	struct mapped *keep;
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) != 0) {
		fprintf(stderr, "almoner: %s: %s\n", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	*m = (struct mapped){ MAP_FAILED, (size_t)st.st_size };
	if (S_ISREG(st.st_mode) && st.st_size > 0 && st.st_size <= FILE_CAP)
		m->at = mmap(NULL, m->n, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (m->at == MAP_FAILED) {
		fprintf(stderr, "almoner: %s cannot be read as a file of up to 64 MB\n", path);
		return false;
	}
	keep = NEW(w->arena, struct mapped);
	*keep = *m;
	arena_defer(w->arena, unmap, keep);
	return true;
}

struct reading {
	struct db *db;
	struct words *w;
	struct mapped m;
	bool apply;
	struct watched_read r;
};

static bool read_write(void *arg)
{
	struct reading *x = arg;

	x->r = watched_read(x->db, x->w->arena, x->m.at, x->m.n, (UserAccountId){ 0 },
	                    clock_now());
	/* A preview is the same, and rolled back: so it counts the same. */
	return x->apply && !x->r.broken;
}

int import_ocds_run(struct words *w)
{
	struct reading x = { .w = w, .apply = words_flag(w, "--apply") };
	const char *dir = words_data(w), *kind = words_next(w, "KIND");
	const char *file = words_next(w, "FILE");

	(void)dir;
	(void)kind;
	if (!words_done(w))
		return VERB_MISUSED;
	if (!file_map(w, file, &x.m))
		return VERB_FAILED;
	x.db = verb_open(w, DB_READ_WRITE);
	db_write(x.db, read_write, &x);
	if (x.r.broken) {
		fprintf(stderr, "almoner: %s: %s\n", file, x.r.broken);
		return VERB_FAILED;
	}
	for (size_t i = 0; i < x.r.nnotes; i++)
		fprintf(stderr, "release %lld: %s\n", (long long)x.r.notes[i].row,
		        x.r.notes[i].why);
	if (x.r.n_refused > (int64_t)x.r.nnotes)
		fprintf(stderr, "and %lld more\n",
		        (long long)x.r.n_refused - (long long)x.r.nnotes);
	if (!x.apply)
		puts("Nothing is changed yet: this is what --apply would do.");
	puts(watched_counts_text(w->arena, &x.r));
	return VERB_OK;
}
