/* SPDX-License-Identifier: MIT */
/*
 * test_house.h -- a whole server on a port of its own, and clients for it.
 *
 * The server is a child with a tiny application (test_house.c lists its
 * addresses).  Every wait is bounded; what never comes is a failed check, not
 * a test that hangs.
 */
#ifndef ALM_WEB_TEST_HOUSE_H
#define ALM_WEB_TEST_HOUSE_H

#include <sys/types.h>

#include "t/t.h"
#include "web/wire.h"

struct house {
	pid_t pid;              /* of the supervisor            */
	int   port;
	const char *log;        /* a file with what it logged   */
	struct t *t;
	struct house *kept;     /* until it is ended            */
};

bool  house_open(struct house *, struct t *, struct serve_options) MUST_USE;
int   house_end(struct house *, int patience_ms);       /* its exit code; -1: had to be killed */
int   house_close(struct house *);                      /* SIGTERM, then house_end() */
char *house_log(struct house *);

/* A connected socket, or -1. */
int house_connect(struct house *);

struct answer {
	int    status;          /* 0: no answer came            */
	char  *text;            /* head and body                */
	char  *body;
	size_t body_n;
	bool   closed;          /* by the server, afterwards    */
};

/* Send bytes and read one answer; `s` stays open. */
struct answer ask_on(struct house *, int s, const void *bytes, size_t n, bool no_body);
/* On a connection of its own.  `headers`: "Name: value\r\n" or "". */
struct answer ask(struct house *, const char *method, const char *path, const char *headers,
                  const void *body, size_t n);
struct answer ask_get(struct house *, const char *path);

/*
 * A storm: `clients` connections that each ask for `path` again as soon as
 * they are answered, for `ms`; `each` is called every `every_ms` meanwhile
 * with the process that answered last.
 */
struct storm {
	const char *path;
	int  clients, ms, every_ms;
	int  at_least;          /* calls of each(); a busy machine gets up to 20 s for them */
	void (*each)(struct house *, struct storm *);
	struct storm *beside;   /* another, at the same time    */
	int64_t count[6];       /* of answers by hundreds: count[2] is 2xx */
	int64_t lost;           /* connections that broke without an answer */
	int64_t most_ms;        /* the longest wait             */
	pid_t   worker;
	int     calls;
};
void storm_run(struct house *, struct storm *);

#endif
