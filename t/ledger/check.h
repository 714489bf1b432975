/* SPDX-License-Identifier: MIT */
/*
 * check.h -- the checker: a council's data against the ledger of its clients.
 */
#ifndef ALM_T_LEDGER_CHECK_H
#define ALM_T_LEDGER_CHECK_H

#include <stdbool.h>
#include <stdint.h>

struct verdict {
	long sent, acknowledged, unknown;
	long lost, altered, ghosts, halves;
	long broken;                     /* of the file itself, or of the audit chain */
	char first[300];                 /* the first finding, in words */
};

/*
 * Check DATA (a directory) against BASE, the same council before the clients
 * came, and LEDGER, a directory of *.led.  Of the ledger counts what was
 * written before the record of the disk was `until` bytes long.  DATA is
 * opened as after a crash: what is in its log is recovered.
 */
struct verdict check(const char *data, const char *base, const char *ledger, int64_t until);
bool verdict_fine(const struct verdict *);

#endif
