/* SPDX-License-Identifier: MIT */
/*
 * sqlite_map.c -- keeps the data file mapped while others write, and sees the log
 * begin anew.
 *
 * SQLite unmaps the whole file whenever another connection has committed,
 * for it might have become shorter, and maps it again at the next read; since
 * every page that shows a person commits a row, that was done for each page
 * of everybody.  Ours never becomes shorter while it is served (nothing
 * vacuums it).  So that one wish is granted only when the file has become
 * shorter all the same, or so much longer that what is not mapped, and has to
 * be read, is worth a new map.
 *
 * Who begins the log anew writes its head (32 bytes at 0), who closes the data
 * last deletes it: both are told to aside.h first.  All else is SQLite's own VFS.
 */
#include "db/aside.h"
#include "db/sqlite.h"

#include <signal.h>
#include <string.h>

#include "base/log.h"

static sqlite3_io_methods kept;          /* of data files: the VFS's own but for one */
static const sqlite3_io_methods *own;
static sqlite3_int64 mapped;             /* the file's length when it was last unmapped */
static struct log_at end;                /* of the log that is about to go; no salt: not known */

enum { GROWN = 16 << 20, WAL_HEAD = 32, SALT_AT = 16, WAL_INDEX = 32 << 10 };
enum { LOCK_WRITE = 0, LOCK_READERS = 4 };       /* bytes of the index that stand for locks */

/* ---- the log ---- */

static sqlite3_io_methods seen;          /* of logs: the VFS's own but for two */
static const sqlite3_io_methods *own_log;
static int under_bytes;                  /* of the VFS's own file; ours has the log's name behind */

static const char **log_name(sqlite3_file *f)
{
	return (const char **)((char *)f + under_bytes);
}

static int log_write(sqlite3_file *f, const void *bytes, int n, sqlite3_int64 at)
{
	if (at == 0 && n == WAL_HEAD)
		aside_put(*log_name(f), (const unsigned char *)bytes + SALT_AT, &end);
	return own_log->xWrite(f, bytes, n, at);
}

static int log_truncate(sqlite3_file *f, sqlite3_int64 to)
{
	if (to < WAL_HEAD)
		aside_put(*log_name(f), NULL, &end);
	return own_log->xTruncate(f, to);
}

static void log_open(const char *name, sqlite3_file *f)
{
	if (!own_log) {
		own_log = f->pMethods;
		seen = *own_log;
		seen.xWrite = log_write;
		seen.xTruncate = log_truncate;
	}
	if (f->pMethods == own_log)
		f->pMethods = &seen;
	*log_name(f) = name;             /* it stays until the file is closed */
}

static int map_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	sqlite3_vfs *under = vfs->pAppData;

	if (text_ends(name, "-wal"))
		aside_put(name, NULL, &end);
	return under->xDelete(under, name, sync);
}

/*
 * Where the log ends is known to its index alone: behind that may stand a commit of
 * somebody who died before he could say so, which never was.  Who begins the log anew
 * locks out its readers, empties the index, and then writes the head; who closes last
 * gives the index up.  So it is read at that lock, and at that end.
 */
static void end_note(sqlite3_file *f)
{
	volatile void *index = NULL;

	end = (struct log_at){ .frame = 0 };
	if (own->xShmMap(f, 0, WAL_INDEX, 0, &index) == SQLITE_OK && index)
		log_index_end((const volatile uint32_t *)index, &end);
}

static int index_lock(sqlite3_file *f, int at, int n, int flags)
{
	int rc = own->xShmLock(f, at, n, flags);

	if (flags == (SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE) && at == LOCK_READERS &&
	    rc == SQLITE_OK)
		end_note(f);
	else if (flags == (SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE) && at == LOCK_WRITE)
		end = (struct log_at){ .frame = 0 };     /* others may go on with it */
	return rc;
}

static int index_close(sqlite3_file *f, int delete)
{
	if (delete)
		end_note(f);
	return own->xShmUnmap(f, delete);
}

/* ---- the data file ---- */

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

	if (rc == SQLITE_OK && flags & SQLITE_OPEN_WAL)
		log_open(name, f);
	if (rc != SQLITE_OK || !(flags & SQLITE_OPEN_MAIN_DB) || f->pMethods->iVersion < 3)
		return rc;
	/* One file a process is served; its methods are the same each time. */
	if (!own) {
		own = f->pMethods;
		kept = *own;
		kept.xUnfetch = unfetch;
		kept.xShmLock = index_lock;
		kept.xShmUnmap = index_close;
	}
	if (f->pMethods == own)
		f->pMethods = &kept;
	return rc;
}

/* A page that the disk does not give back is no error of a call but a signal, at whichever
 * place it is looked at.  The process ends by it, as it would have; but it says why. */
static void page_lost(int sig)
{
	log_line(LOG_ERROR, "the disk does not give back a page of the data file: ending",
	         "signal=%d see=\"the kernel's log\"", sig);
}

const char *map_vfs(void)
{
	static sqlite3_vfs vfs;
	const struct sigaction lost = { .sa_handler = page_lost, .sa_flags = (int)SA_RESETHAND };

	if (!vfs.zName) {
		sqlite3_vfs *under = sqlite3_vfs_find(NULL);

		(void)sigaction(SIGBUS, &lost, NULL);
		vfs = *under;
		vfs.zName = "almoner";
		vfs.pNext = NULL;
		vfs.pAppData = under;
		vfs.xOpen = map_open;
		vfs.xDelete = map_delete;
		under_bytes = (under->szOsFile + 7) & ~7;
		vfs.szOsFile = under_bytes + (int)sizeof(char *);
		if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK)
			return NULL;
	}
	return vfs.zName;
}
