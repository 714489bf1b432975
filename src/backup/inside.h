/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of backup/ share.
 */
#ifndef ALM_BACKUP_INSIDE_H
#define ALM_BACKUP_INSIDE_H

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
