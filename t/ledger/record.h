/* SPDX-License-Identifier: MIT */
/*
 * record.h -- what fault.c writes down and counts, and cut.c reads.
 */
#ifndef ALM_T_LEDGER_RECORD_H
#define ALM_T_LEDGER_RECORD_H

#include <stdbool.h>
#include <stdint.h>

enum record_kind {
	RECORD_OPEN = 1,         /* a file has this name: bytes = the name           */
	RECORD_WRITE,            /* bytes at `at`                                    */
	RECORD_ZEROS,            /* `covers` zeros at `at`                           */
	RECORD_TRUNCATE,         /* to the length `at`                               */
	RECORD_SYNC,             /* of the file: what stood before `covers` is safe  */
	RECORD_SYNC_DIR,         /* of names: the same                               */
	RECORD_RENAME,           /* bytes = from NUL to                              */
	RECORD_UNLINK,
};

struct record {
	uint32_t kind, length;           /* so many bytes follow */
	uint64_t ino;
	int64_t  at;
	uint64_t covers;
};

enum fault_call {
	FAULT_WRITE, FAULT_SYNC, FAULT_TRUNCATE, FAULT_RENAME, FAULT_UNLINK, FAULT_SEND,
	FAULT_OPEN, FAULT_READ, FAULT_LOG_READ, FAULT_MAP, FAULT_CALLS
};
#define FAULT_CALL_NAMES { "write", "sync", "truncate", "rename", "unlink", "send", "open", \
                           "read", "logread", "map" }

struct fault_counts {
	long n[FAULT_CALLS];
	long reached;                    /* the call that was to fail came */
	long root;                       /* the supervisor's pid           */
	long shift_s;                    /* the clock is so far from the true one */
	long well;                       /* nothing is made to fail any more */
};

#endif
