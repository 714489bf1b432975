/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of backup/ share.
 */
#ifndef ALM_BACKUP_INSIDE_H
#define ALM_BACKUP_INSIDE_H

#include <sys/types.h>

#include "backup/backup.h"

/* Kinds of records in a copy: each a byte, and how long it is (8 bytes, little end first). */
enum record_kind {
	RECORD_HEAD = 'H',           /* lines of text: struct backup_head */
	RECORD_PAGES = 'P',          /* the database                      */
	RECORD_FILE = 'F',           /* name, NUL, content                */
	RECORD_END = 'E',            /* BLAKE2b-256 of all before it      */
};
enum { BACKUP_FORMAT = 1, BACKUP_HASH = 32, BACKUP_NAME_MOST = 512 };

/* ---- folder.c: files and directories ---- */
/* Each regular file below DIR that a copy takes, by its name from there, sorted. */
size_t folder_files(struct arena *, const char *dir, const char ***names);
void   folder_remove(const char *path);              /* and all in it; not there: nothing */
bool   folder_is_free(const char *path);             /* not there, or an empty directory */
void   folder_make(const char *path);                /* 0700; cannot: fault */
void   folder_sync(const char *path);
const char *folder_above(struct arena *, const char *path);

/* ---- copy.c, for ship.h ---- */
/* backup_take(), but a base: pieces from number `from` on go on from it; checked in `check`. */
struct backup_head backup_take_base(struct arena *, const char *dir, const char *file,
                                    const struct seal_key *to, int64_t from, const char *check);
/* backup_restore(), but `more` is given the folder before it is checked and named, with what
 * the copy says of itself; true: it has changed the database. */
struct backup_more {
	bool (*more)(void *arg, const char *part, const struct backup_head *);
	void  *arg;
};
struct backup_head backup_restore_more(struct arena *, const char *file, const char *dir,
                                       struct seal_by, const struct backup_more *);

/* ---- child.c: this program, started anew beside the clerk ---- */
struct child { pid_t pid; int says; char key[80]; };
/* `words`: what stands behind the program's name, up to NULL.  NULL, or why it is not. */
const char *child_start(struct arena *, struct child *, const char *const *words);
/* False: it runs on.  Else whether it ended well, and the last line that it wrote. */
bool child_ended(struct arena *, struct child *, bool *well, const char **says) MUST_USE;

/* ---- schedule.c ---- */
struct job;
void backup_plan(struct db *, struct arena *, const char *dir, Moment now);
void backup_job(struct db *, struct arena *, struct job *);
/* The program that makes copies beside the clerk; NULL: the clerk itself (tests). */
extern const char *backup_program;

/* ---- emergency.c ---- */
/* The folder of plain pages; returns how many packages stand in it. */
size_t emergency_write(struct db *, struct arena *, const char *to, Moment now);

#endif
