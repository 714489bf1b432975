/* SPDX-License-Identifier: MIT */
/*
 * pages.c -- a copy of a council's database at one moment, for whoever backs it up.
 *
 *	hold all writers -> begin to read -> find the pages -> let the writers go on
 *	                 -> hand the pages over -> stop reading
 */
#include "db/copy.h"
#include "db/inside.h"
#include "db/pages.h"

enum { PAGES_BYTES = 256 << 20, PAGE_MOST = 64 << 10 };

struct copying {
	const char *dir;
	const struct db_copy *to;
	struct db *writer, *reader;
	struct arena *arena;
	struct engine_pages *pages;
};

static bool held_work(void *arg)
{
	struct copying *c = arg;
	int64_t n;

	if (!engine_run(c->reader->engine, "BEGIN") ||
	    !engine_number(c->reader->engine, "SELECT count(*) FROM schema_version", &n))
		db_fault(c->reader, "begin a copy");
	c->pages = engine_pages(c->reader->engine, c->arena);
	if (!c->pages)
		db_fault(c->reader, "begin a copy");
	return false;                            /* nothing was changed */
}

static void copy_work(void *arg)
{
	struct copying *c = arg;
	void *page;
	int64_t n;

	c->writer = db_open(c->dir, DB_READ_WRITE);
	c->reader = db_open(c->dir, DB_READ_ONLY);
	db_write(c->writer, held_work, c);
	db_close(&c->writer);
	n = engine_pages_count(c->pages);
	page = arena_get(c->arena, PAGE_MOST);
	c->reader->tx = TX_READ;
	c->to->begin(c->to->arg, c->reader, n, engine_pages_size(c->pages),
	             engine_pages_log(c->pages));
	for (int64_t i = 1; i <= n; i++) {
		if (!engine_page(c->pages, i, page))
			db_fault(c->reader, "read a page");
		c->to->page(c->to->arg, page, (size_t)engine_pages_size(c->pages));
	}
}

void db_copy(const char *dir, const struct db_copy *to)
{
	struct copying c = { .dir = dir, .to = to, .arena = arena_new("copy", PAGES_BYTES) };
	struct fault broke;

	if (db_on_server(dir)) {
		arena_end(&c.arena);
		fault(FAULT_DB, "a server's database has no pages: carry.h makes a file of it");
	}
	boundary_run(copy_work, &c, &broke);
	db_close(&c.writer);
	db_close(&c.reader);
	arena_end(&c.arena);
	if (broke.kind != FAULT_NONE)
		fault(broke.kind, "%s", broke.why);
}

bool db_log_end(struct db *db, struct log_at *end)
{
	return engine_log_end(db->engine, end);
}

void db_counts(struct db *db, struct buf *out)
{
	if (!engine_counts(db->engine, out))
		db_fault(db, "count rows");
}
