/* SPDX-License-Identifier: MIT */
/*
 * sqlite.h -- what the sqlite*.c files share.
 */
#ifndef ALM_DB_SQLITE_H
#define ALM_DB_SQLITE_H

#include "db/engine_inside.h"

#include <sqlite3.h>

/* Remember a refusal; always false.  SQLite's words name tables and columns, never values. */
bool sqlite_refused(struct engine *, int rc);
/* The VFS of files that others write too: it keeps them mapped.  NULL: SQLite's own. */
const char *map_vfs(void);
/* ---- calls of engine.h that lie in other files than sqlite.c ---- */
bool  sqlite_open(struct engine *, struct arena *);
bool  sqlite_close(struct engine *);
void  sqlite_patience(struct engine *, int ms);
void *sqlite_image(struct engine *, size_t *n);
bool  sqlite_open_image(struct engine *, const void *image, size_t n);
bool  sqlite_checkpoint(struct engine *);
bool  sqlite_is_crowded(struct engine *);
int64_t sqlite_log_frames(struct engine *);
bool  sqlite_make_room(struct engine *);
char *sqlite_integrity(struct engine *, struct arena *, bool *ok);
char *sqlite_plan(struct engine *, struct arena *, const char *text, const struct sql *);
bool  sqlite_schema_begin(struct engine *);
void  sqlite_schema_end(struct engine *);
bool  sqlite_script(struct engine *, struct arena *, const char *sql);
bool  sqlite_dangling(struct engine *, int64_t *n);
bool  sqlite_fill_begin(struct engine *, struct arena *, const char *table,
                        const char *const *columns, size_t n);
bool  sqlite_fill_row(struct engine *, const struct val *row);
bool  sqlite_fill_end(struct engine *);
bool  sqlite_unhurried(struct engine *);
/* ---- sqlite_views.c ---- */
bool  sqlite_views_are(struct engine *, int64_t checksum, bool *are);
bool  sqlite_views_drop(struct engine *, struct arena *);
char *sqlite_views_text(struct arena *, const char *views);
/* and of sqlite.c, which they use */
bool  sqlite_run(struct engine *, const char *text);
bool  sqlite_number(struct engine *, const char *text, int64_t *out);
void  sqlite_rollback(struct engine *);

#endif
