/* SPDX-License-Identifier: MIT */
/*
 * sqlite_pages.c -- the database of one moment, page by page, while others write.
 *
 *	page p = the newest frame of p in the log up to the moment, else the file's
 *
 * A reader's transaction holds the moment: no checkpoint brings frames behind
 * it into the file, and the log does not begin anew over frames that are not
 * in the file yet (SQLite's "WAL-mode File Format", 2.3).  What a checkpoint does write
 * meanwhile stands in the log too and is read from there, so a page that is
 * half written is never looked at.  SQLite's own backup calls begin again
 * whenever another process commits, and would never end here.
 */
#include "db/pages.h"
#include "db/sqlite.h"

#include <stdio.h>
#include <string.h>

enum { WAL_HEAD = 32, FRAME_HEAD = 24, WAL_INDEX = 32 << 10 };

struct engine_pages {
	struct engine *e;
	sqlite3_file  *file, *wal;
	int            size;             /* of a page, bytes                        */
	int64_t        n;                /* how many pages                          */
	uint32_t      *frames;           /* for each page its frame, from 1; 0: the file's */
	struct log_at  log;              /* where the log ends at the moment        */
};

static int64_t frame_at(const struct engine_pages *g, uint32_t frame)
{
	return WAL_HEAD + (int64_t)(frame - 1) * (g->size + FRAME_HEAD);
}

/*
 * How many frames of the log to look at; g->n becomes the pages of the moment.
 * From the head of the log's index (the same, 2.2: mxFrame at byte 16, nPage
 * at 20, nBackfill at 96).  Once all frames are in the file the log may begin
 * anew beneath a reader, who then reads the file alone, and so do we; and no
 * checkpoint touches the file while such a reader is there.
 */
static bool frames_count(struct engine_pages *g, uint32_t *last)
{
	volatile void *index = NULL;
	volatile const uint32_t *word;
	sqlite3_int64 bytes = 0;

	if (g->file->pMethods->iVersion < 2 ||
	    g->file->pMethods->xShmMap(g->file, 0, WAL_INDEX, 0, &index) != SQLITE_OK || !index)
		return false;
	word = index;
	*last = word[4] == word[24] ? 0 : word[4];
	g->n = word[5];
	if (!log_index_end(word, &g->log))
		return false;
	if (*last)
		return true;
	if (g->file->pMethods->xFileSize(g->file, &bytes) != SQLITE_OK)
		return false;
	g->n = bytes / g->size;                  /* the index of an empty log does not know */
	return true;
}

static bool frames_find(struct engine_pages *g, struct arena *a)
{
	unsigned char head[FRAME_HEAD];
	uint32_t last;

	if (!frames_count(g, &last))
		return false;
	g->frames = NEWN(a, uint32_t, g->n + 1);
	for (uint32_t i = 1; i <= last; i++) {
		if (g->wal->pMethods->xRead(g->wal, head, FRAME_HEAD, frame_at(g, i)) != SQLITE_OK)
			return false;
		if (be32(head) <= g->n)
			g->frames[be32(head)] = i;
	}
	return true;
}

struct engine_pages *engine_pages(struct engine *e, struct arena *a)
{
	struct engine_pages *g = NEW(a, struct engine_pages);
	int64_t size = 0;
	int rc = engine_number(e, "PRAGMA page_size", &size) ? SQLITE_OK : SQLITE_ERROR;

	g->e = e;
	g->size = (int)size;
	if (rc != SQLITE_OK)
		return NULL;
	rc = sqlite3_file_control(e->c, "main", SQLITE_FCNTL_FILE_POINTER, &g->file);
	if (rc == SQLITE_OK)
		rc = sqlite3_file_control(e->c, "main", SQLITE_FCNTL_JOURNAL_POINTER, &g->wal);
	if (rc == SQLITE_OK && !frames_find(g, a))
		rc = SQLITE_IOERR_READ;
	if (rc == SQLITE_OK)
		return g;
	sqlite_refused(e, rc);
	return NULL;
}

int64_t engine_pages_count(const struct engine_pages *g)
{
	return g->n;
}

const struct log_at *engine_pages_log(const struct engine_pages *g)
{
	return &g->log;
}

int engine_pages_size(const struct engine_pages *g)
{
	return g->size;
}

bool engine_page(struct engine_pages *g, int64_t number, void *to)
{
	const uint32_t frame = g->frames[number];
	sqlite3_file *from = frame ? g->wal : g->file;
	int rc;

	if (engine_due(g->e))
		return false;
	rc = from->pMethods->xRead(from, to, g->size, frame ? frame_at(g, frame) + FRAME_HEAD
	                                                    : (number - 1) * g->size);
	return rc == SQLITE_OK || sqlite_refused(g->e, rc);
}

bool engine_log_end(struct engine *e, struct log_at *end)
{
	volatile void *index = NULL;
	sqlite3_file *f = NULL;

	return sqlite3_file_control(e->c, "main", SQLITE_FCNTL_FILE_POINTER, &f) == SQLITE_OK &&
	       f->pMethods && f->pMethods->iVersion >= 2 &&
	       f->pMethods->xShmMap(f, 0, WAL_INDEX, 0, &index) == SQLITE_OK && index &&
	       log_index_end((const volatile uint32_t *)index, end);
}

/* ---- how many rows there are -------------------------------------------------------- */

static int count_one(struct engine *e, struct buf *out, const char *table)
{
	sqlite3_stmt *st = NULL;
	char text[200];
	int rc;

	snprintf(text, sizeof text, "SELECT count(*) FROM \"%s\"", table);
	rc = sqlite3_prepare_v2(e->c, text, -1, &st, NULL);
	if (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW)
		buf_fmt(out, "rows %s %lld\n", table, (long long)sqlite3_column_int64(st, 0));
	sqlite3_finalize(st);
	return rc;
}

bool engine_counts(struct engine *e, struct buf *out)
{
	sqlite3_stmt *st = NULL;
	int rc = engine_due(e) ? SQLITE_ERROR : sqlite3_prepare_v2(e->c,
		"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
		"ORDER BY name", -1, &st, NULL);

	while (rc == SQLITE_OK || rc == SQLITE_ROW)
		if ((rc = sqlite3_step(st)) == SQLITE_ROW)
			rc = count_one(e, out, (const char *)sqlite3_column_text(st, 0));
	if (rc != SQLITE_DONE)
		sqlite_refused(e, rc);
	sqlite3_finalize(st);
	return rc == SQLITE_DONE;
}
