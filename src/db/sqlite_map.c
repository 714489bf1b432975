/* SPDX-License-Identifier: MIT */
/*
 * sqlite_map.c -- keeps the data file mapped while others write.
 *
 * SQLite unmaps the whole file whenever another connection has committed,
 * for it might have become shorter, and maps it again at the next read; since
 * every page that shows a person commits a row, that was done for each page
 * of everybody.  Ours never becomes shorter while it is served (nothing
 * vacuums it).  So that one wish is granted only when the file has become
 * shorter all the same, or so much longer that what is not mapped, and has to
 * be read, is worth a new map.  All else is SQLite's own VFS.
 */
#include "db/sqlite.h"

#include <string.h>

static sqlite3_io_methods kept;          /* of data files: the VFS's own but for one */
static const sqlite3_io_methods *own;
static sqlite3_int64 mapped;             /* the file's length when it was last unmapped */

enum { GROWN = 16 << 20 };

static int unfetch(sqlite3_file *f, sqlite3_int64 at, void *p)
{
	sqlite3_int64 size;

	if (p)
		return own->xUnfetch(f, at, p);
	if (own->xFileSize(f, &size) == SQLITE_OK && size >= mapped && size - mapped < GROWN)
		return SQLITE_OK;
	mapped = size;
	return own->xUnfetch(f, at, NULL);
}

static int map_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	sqlite3_vfs *under = vfs->pAppData;
	int rc = under->xOpen(under, name, f, flags, out);

	if (rc != SQLITE_OK || !(flags & SQLITE_OPEN_MAIN_DB) || f->pMethods->iVersion < 3)
		return rc;
	/* One file a process is served; its methods are the same each time. */
	if (!own) {
		own = f->pMethods;
		kept = *own;
		kept.xUnfetch = unfetch;
	}
	if (f->pMethods == own)
		f->pMethods = &kept;
	return rc;
}

const char *map_vfs(void)
{
	static sqlite3_vfs vfs;

	if (!vfs.zName) {
		sqlite3_vfs *under = sqlite3_vfs_find(NULL);

		vfs = *under;
		vfs.zName = "almoner";
		vfs.pNext = NULL;
		vfs.pAppData = under;
		vfs.xOpen = map_open;
		if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK)
			return NULL;
	}
	return vfs.zName;
}
