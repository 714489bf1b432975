/* SPDX-License-Identifier: MIT */
/*
 * test_sink.h -- a mail server on a port of its own that keeps what it is given.
 *
 * A child that speaks RFC 5321 as far as a client needs: EHLO, AUTH PLAIN,
 * STARTTLS (which it offers and cannot), MAIL, RCPT, DATA, RSET, QUIT.  It may
 * be told to refuse, to fall silent or to hang up at one place, so many times.
 */
#ifndef ALM_PAPERS_TEST_SINK_H
#define ALM_PAPERS_TEST_SINK_H

#include <sys/types.h>

#include "t/t.h"

enum sink_place {
	SINK_NOWHERE, SINK_AT_AUTH, SINK_AT_MAIL, SINK_AT_RCPT, SINK_AT_DATA,
	SINK_AT_END,            /* after the letter's last line */
};
enum { SINK_SILENT = -1, SINK_HANGS_UP = -2 };

struct sink_manner {
	enum sink_place at;
	int  says;              /* a code, SINK_SILENT or SINK_HANGS_UP          */
	int  times;             /* then it behaves                               */
	bool auth, starttls;    /* offered */
};

struct sink { struct t *t; pid_t pid; int port; const char *dir; };

struct sink sink_open(struct t *, struct sink_manner);   /* gone with the arena */
/* What it heard, a line for each command; a letter's lines are not among them. */
char *sink_log(struct sink *);
/* The n-th letter as it came over the wire, from 1, with its last dot; NULL: none. */
char *sink_letter(struct sink *, int n);
/* False: the words did not come within five seconds. */
bool  sink_heard(struct sink *, const char *words);

#endif
