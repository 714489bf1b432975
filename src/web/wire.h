/* SPDX-License-Identifier: MIT */
/*
 * wire.h -- how an application is put on the wire: processes, requests, replies.
 *
 * serve() is the supervisor.  It forks one door (HTTP, no database, no files,
 * sandboxed), N workers (one request at a time each), one clerk, and one
 * scribe, who writes down for all workers what must not be lost.  What a
 * worker sees of a request is struct wire_request; what it says back is struct
 * wire_reply.  A worker that dies costs its one request: a GET or HEAD is
 * tried once more on another worker, a POST is answered 500.  So "500" never
 * proves "not done": every form needs an idempotency key.
 *
 * Routing, sessions and forms are above this line; HTTP's syntax is below it.
 */
#ifndef ALM_WEB_WIRE_H
#define ALM_WEB_WIRE_H

#include "base/base.h"
#include "base/date.h"

struct serve_options {
	const char *listen;      /* "127.0.0.1:8080" (default), "[::1]:0", "unix:/run/x.sock"  */
	int         workers;     /* default 4                                                  */
	int         queue;       /* requests that may wait for a worker; default 256; then 503 */
	int         deadline_ms; /* for one request, waiting included; default 30000; then 504 */
	int         slow_ms;     /* for a client to send a request head; default 20000         */
	int         connections; /* open at once; default 4000                                 */
	size_t      body_limit;  /* bytes; default 8 MB; more is 413                           */
	size_t      upload_limit;/* the same where lane() says WIRE_UPLOAD; default 64 MB      */
	size_t      arena_cap;   /* memory of one request; default 256 MB; more is a fault     */
	const char *admin;       /* where metrics are told; NULL: nowhere (web/teller.h)       */
	const char *dir;         /* where whoever follows us asks for the address; NULL: nobody
	                          * can (web/handover.h)                                       */
	char *const *argv;       /* SIGUSR2 starts this anew, to follow us; NULL: nothing      */
	const char *data_file;   /* held in memory before the port opens; NULL: none           */
	bool        trust_proxy; /* believe the last X-Forwarded-For and X-Forwarded-Proto     */
	const char *style;       /* address of the style sheet of the door's own pages         */
	const char *title;       /* name of the service on the door's own pages                */
	const void *mine;        /* whatever the application's open() wants to find            */
	bool        no_lanes;    /* tests only: the control in which slow starves quick        */
	bool        no_sandbox;  /* debugging only                                             */
};

/* Header and reply pairs are "name\0value\0...name\0value\0" and an empty name. */
struct wire_request {
	uint64_t    id;          /* unique; the same number is in the log and on the 500 page  */
	const char *method;      /* "GET", "HEAD" or "POST"; answer HEAD as GET                */
	const char *path;        /* as sent, before '?', still percent-encoded; begins with /  */
	const char *query;       /* as sent, after '?'; "" if none                             */
	const char *headers;     /* pairs                                                      */
	const char *peer;        /* address of the client, for throttling; never for the log   */
	const char *body;        /* never NULL; not NUL-terminated when body_fd >= 0           */
	size_t      body_len;
	int         body_fd;     /* >= 0: a sealed memory file (over 64 KB), mapped at `body`  */
	Moment      received;
	bool        https;
};

struct wire_reply {
	int         status;      /* 0 is taken for 200                                         */
	const char *headers;     /* pairs (see wire_pair), or NULL                             */
	const char *body;
	size_t      len;
	bool        pack;        /* gzip it if the client can.  Not where a page shows a secret
	                          * beside text the client chose, unless masked (BREACH).      */
};

enum wire_lane {
	WIRE_QUICK,              /* pages                                                      */
	WIRE_SLOW,               /* reports and exports: at most half of the workers           */
	WIRE_UPLOAD,             /* as slow, with upload_limit instead of body_limit           */
};

/* Served by the door itself, for ever fresh: the path must hold a hash of the bytes. */
struct wire_asset {
	const char *path, *type; /* "/assets/app-3f9a.css", "text/css; charset=utf-8"          */
	const void *bytes;
	size_t      len;
	const void *gzip;        /* NULL: only as it is                                        */
	size_t      gzip_len;
	const char *etag;        /* quoted: "\"3f9a\""                                         */
};

/* What a worker has the scribe write down: bytes that the application knows. */
struct wire_note { const void *bytes; size_t n; };

struct wire_app {
	/* Once per worker and for the clerk, after the fork: opens the database. */
	void *(*open)(const struct serve_options *);
	/* One request.  A fault that comes back from here is answered 500 (the
	 * disk full: 507) and the worker lives on: roll back before letting it. */
	void  (*answer)(void *app, struct arena *, const struct wire_request *,
	                struct wire_reply *);
	/* Asked by the door, which has no database: must be pure.  NULL: all quick. */
	enum wire_lane (*lane)(const char *method, const char *path);
	/* The row that an address is of, as it stands in the table; NULL: none.
	 * Asked by the door, for its counts: must be pure. */
	const char *(*route)(const char *path);
	/* Lines of metrics from the database, without personal data.  A fault: it does
	 * not answer.  NULL: none. */
	void  (*tell)(void *app, struct arena *, struct buf *out);
	/* The scribe's: all of these on the disk when it returns; a fault: none
	 * of them.  NULL: no scribe. */
	void  (*scribe)(void *app, struct arena *, const struct wire_note *, size_t n);
	/* The clerk's life: work, and wire_rest() in between, until that says
	 * false.  NULL: no clerk. */
	void  (*clerk)(void *app);
	/* A process beside the clerk, that lives exactly as long as he does, with
	 * wire_rest() too: says to the world that he is there.  NULL: none. */
	void  (*pulse)(void *app);
	const struct wire_asset *assets;
	size_t nassets;
};

/*
 * Serve until SIGTERM or SIGINT, then answer what is in flight, and return 0;
 * SIGHUP replaces the workers one for one.  Whoever is started with the same
 * directory and address takes both over: then, too, it returns 0; SIGUSR2
 * starts such a one.  Returns 1, having said why, if it
 * cannot listen.  Logs "ready" with listen=ADDRESS once requests will be
 * answered.  The caller must hold no open database: the processes are forked
 * from here.
 */
int serve(const struct serve_options *, const struct wire_app *);

/* The value of the first header of that name (any case); NULL: not there. */
const char *wire_header(const struct wire_request *, const char *name);

/* Append one header to a reply's pairs; `headers = buf_text(&b)` when done.
 * A value with a line end or other control byte is a bug. */
void wire_pair(struct buf *, const char *name, const char *value);

/*
 * In a worker: have the scribe write this down; on the disk before the page
 * leaves.  If it cannot be written, a sorry leaves instead; a page that breaks
 * off is not noted.  False: nobody here does that: do it yourself.
 */
bool wire_note(const void *bytes, size_t n) MUST_USE;

/* The clerk's sleep: false as soon as it has to stop.  0 ms just asks. */
bool wire_rest(int ms);

/* Of the clerk and his pulse: what nobody else is called, on any machine, ever. */
const char *wire_clerk(void);

#endif
