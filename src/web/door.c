/* SPDX-License-Identifier: MIT */
/*
 * door.c -- the loop of the door, and how it closes.
 *
 *	OPEN --order--> FINISHING  still accepts; every reply ends its connection
 *	     --all that was in flight is answered--> DEAF  no new knock is heard
 *	     --DEAF_MS, and nobody waits to be let in--> SHUT  the port is closed
 *	     --last connection gone--> ended
 *	OPEN --order to yield--> YIELDED  lets nobody in: another has the port
 *	     --last connection gone, or YIELD_MS and then the idle are ended--> SHUT
 *
 * So a client that came before the order is answered, and one that comes
 * while the house is finishing is answered too.  Closing a port resets those
 * who knocked but were not yet let in; hence DEAF: a packet filter drops what
 * opens a connection (the client's kernel tries again in a second, and then
 * finds a closed port or the next house), and those within are let in first.
 */
#include "web/door.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <malloc.h>
#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/log.h"
#include "web/conn.h"
#include "web/dispatch.h"
#include "web/sandbox.h"
#include "web/scribe.h"
#include "web/tally.h"
#include "web/visit.h"

/* What news is about: a worker's slot, or one of these. */
enum { NEWS_HTTP = DISPATCH_SLOTS, NEWS_ORDER, NEWS_TICK, NEWS_WORD, NEWS_TELLER };
enum { TICK_MS = 100, DEAF_MS = 100, YIELD_MS = 3000, PARSER_MEMORY = 32 << 10 };
enum { MEMORY_KEPT = 16 << 20, MEMORY_AHEAD = 1 << 20 };

static struct {
	struct MHD_Daemon *mhd;
	struct dispatch   *dispatch;
	const struct serve_options *options;
	int      listener, orders, epoll, timer;
	enum { OPEN, FINISHING, DEAF, YIELDED, SHUT } stage;
	uint64_t last;                  /* the first number after the order to close */
	int64_t  give_up_ms, deaf_ms;
} my;

static void watch(int fd, uint32_t news)
{
	struct epoll_event want = { .events = EPOLLIN, .data.u32 = news };

	SURE(epoll_ctl(my.epoll, EPOLL_CTL_ADD, fd, &want) == 0);
}

/* The library's own words name addresses: only for debugging. */
static void mhd_says(void *cls, const char *fmt, va_list ap) PRINTF(2, 0);
static void mhd_says(void *cls, const char *fmt, va_list ap)
{
	char text[200];

	(void)cls;
	vsnprintf(text, sizeof text, fmt, ap);
	log_line(LOG_DEBUG, "http", "says=\"%s\"", text);
}

/* The address stays as it was sent; what is decoded is decided above. */
static size_t undecoded(void *cls, struct MHD_Connection *mhd, char *s)
{
	size_t n = 0;

	(void)cls, (void)mhd;
	while (s[n])
		n++;
	return n;
}

static void worker_hired(pid_t pid)
{
	(void)link_order(my.orders, LINK_HIRED, pid, -1);
}

static void worker_condemn(pid_t pid)
{
	(void)link_order(my.orders, LINK_CONDEMN, pid, -1);
}

/* ---- opening ----------------------------------------------------------- */

static void http_open(void)
{
	/* Not default, and needed: without CONNECTION_LIMIT about a thousand
	 * half-open connections would fill the house; STRICT refuses more;
	 * TIMEOUT is for inactivity only, conns_sweep() does the rest. */
	my.mhd = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
		visit_handle, NULL,
		MHD_OPTION_EXTERNAL_LOGGER, mhd_says, NULL,
		MHD_OPTION_LISTEN_SOCKET, my.listener,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)my.options->connections,
		MHD_OPTION_CONNECTION_TIMEOUT, 120u,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)PARSER_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_UNESCAPE_CALLBACK, undecoded, NULL,
		MHD_OPTION_URI_LOG_CALLBACK, visit_uri, NULL,
		MHD_OPTION_NOTIFY_COMPLETED, visit_completed, NULL,
		MHD_OPTION_NOTIFY_CONNECTION, visit_connection, NULL,
		MHD_OPTION_END);
	if (!my.mhd) {
		log_line(LOG_ERROR, "cannot start http", "errno=%d", errno);
		_exit(3);
	}
	watch(MHD_get_daemon_info(my.mhd, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, NEWS_HTTP);
}

static void timer_open(void)
{
	const struct timespec step = { .tv_nsec = TICK_MS * 1000000L };
	const struct itimerspec every = { step, step };

	my.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	SURE(my.timer >= 0 && timerfd_settime(my.timer, 0, &every, NULL) == 0);
	watch(my.timer, NEWS_TICK);
}

/* A page comes and goes in a piece of 50 KB: given back to the system each time,
 * it would be fetched and cleared by the system for the next one. */
static void memory_keep(void)
{
	(void)mallopt(M_TRIM_THRESHOLD, MEMORY_KEPT);
	(void)mallopt(M_TOP_PAD, MEMORY_AHEAD);
}

static void door_open(const struct serve_options *options, const struct wire_app *app)
{
	struct arena *a = arena_new("door", (size_t)256 << 20);
	const struct page_look look = { options->title, options->style };
	/* One processor is left to the pages: when reports have them all, the
	 * disk is slow too, and whoever waits for a commit waits long (measured). */
	const long processors = sysconf(_SC_NPROCESSORS_ONLN);
	const struct dispatch_rules rules = {
		.workers = options->workers, .queue = options->queue,
		.slow = processors > 2 ? (unsigned)processors - 1 : 1,
		.deadline_ms = options->deadline_ms, .no_lanes = options->no_lanes,
		.done = visit_done, .let = visit_let,
		.hired = worker_hired, .condemn = worker_condemn,
	};

	memory_keep();
	my.options = options;
	my.epoll = epoll_create1(EPOLL_CLOEXEC);
	SURE(my.epoll >= 0);
	my.dispatch = dispatch_new(a, &rules, my.epoll);
	visits_open(a, options, app, my.dispatch);
	conns_open(a, (unsigned)options->connections, options->slow_ms, &look, visit_id);
	http_open();
	watch(my.orders, NEWS_ORDER);
	if (scribe_ear() >= 0)
		watch(scribe_ear(), NEWS_WORD);
	if (tally_ear() >= 0)
		watch(tally_ear(), NEWS_TELLER);
	timer_open();
	if (!options->no_sandbox && !sandbox_enter())
		log_line(LOG_WARN, "the door is not sandboxed", "kernel=old");
}

/* ---- closing ------------------------------------------------------------- */

static void close_begin(void)
{
	if (my.stage != OPEN)
		return;
	my.stage = FINISHING;
	my.last = visit_id();
	my.give_up_ms = mono_ms() + my.options->deadline_ms + 2000;
	visits_close();
}

/* Accept packets without SYN (byte 13 of a TCP header, 0x02), drop the rest. */
static void listener_deafen(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x02, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 0),
		BPF_STMT(BPF_RET | BPF_K, 0xffff),
	};
	const struct sock_fprog filter = { COUNT(code), code };

	/* Not possible for a unix: socket, where the proxy tries again. */
	(void)setsockopt(my.listener, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
	my.deaf_ms = mono_ms() + DEAF_MS;
	my.stage = DEAF;
}

static void listener_shut(void)
{
	struct pollfd waiting = { .fd = my.listener, .events = POLLIN };

	/* Whoever knocked already is let in. */
	for (int i = 0; i < 100 && poll(&waiting, 1, 0) > 0; i++)
		MHD_run(my.mhd);
	close(MHD_quiesce_daemon(my.mhd));
	conns_close_idle();
	my.stage = SHUT;
}

/*
 * The port is another's too, who lets in from now on; it must not be made deaf.
 * Who was let in here is answered here, once more.  A connection that says
 * nothing is kept a while: what is on its way to us must not meet a closed one.
 */
static void yield_begin(void)
{
	if (my.stage != OPEN)
		return;
	close_begin();
	close(MHD_quiesce_daemon(my.mhd));
	my.deaf_ms = mono_ms() + YIELD_MS;
	my.stage = YIELDED;
}

static void close_go_on(void)
{
	const bool late = mono_ms() > my.give_up_ms;

	if (my.stage == YIELDED && conns_count() == 0)
		my.stage = SHUT;
	if (my.stage == YIELDED && mono_ms() >= my.deaf_ms) {
		conns_close_idle();
		my.stage = SHUT;
	}

	if (my.stage == FINISHING && (late || !visits_before(my.last)))
		listener_deafen();
	if (my.stage == DEAF && mono_ms() >= my.deaf_ms)
		listener_shut();
	if (my.stage == SHUT && (late || conns_count() == 0)) {
		if (conns_count() > 0)
			log_line(LOG_WARN, "left", "connections=%u", conns_count());
		_exit(0);
	}
}

/* ---- the loop -------------------------------------------------------------- */

static void order_take(void)
{
	struct link_order order = { 0 };
	struct iovec io = { &order, sizeof order };
	int fd;
	const ssize_t got = link_recv(my.orders, &io, 1, &fd, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return;
	if (got != sizeof order)
		_exit(0);               /* no supervisor, no house */
	switch ((enum link_word)order.word) {
	case LINK_HIRE:
		dispatch_hire(my.dispatch, fd, order.pid);
		break;
	case LINK_RETIRE:
		dispatch_retire(my.dispatch, order.pid);
		break;
	case LINK_CLOSE:
		close_begin();
		break;
	case LINK_YIELD:
		yield_begin();
		break;
	case LINK_HIRED:
	case LINK_CONDEMN:
		SURE(!"an order from the door to itself");
	}
}

static void word_take(void)
{
	struct scribe_word word;

	if (!scribe_hear(&word))
		return;
	tally_lot(word.n, word.status == 0);
	dispatch_word(my.dispatch, &word);
}

static void teller_answer(void)
{
	const struct dispatch_now now = dispatch_now(my.dispatch);

	tally_answer(&now, conns_count());
}

static void tick_take(void)
{
	uint64_t n;

	if (read(my.timer, &n, sizeof n) < 0)
		return;
	dispatch_tick(my.dispatch);
	conns_sweep();
}

/* How long the loop may sleep: as long as libmicrohttpd says. */
static int http_patience(void)
{
	MHD_UNSIGNED_LONG_LONG ms;

	return MHD_get_timeout(my.mhd, &ms) == MHD_YES && ms < TICK_MS ? (int)ms : TICK_MS;
}

static void door_turn(void)
{
	struct epoll_event news[64];
	const int n = epoll_wait(my.epoll, news, COUNT(news), http_patience());
	bool http = n <= 0;

	for (int i = 0; i < n; i++)
		switch (news[i].data.u32) {
		case NEWS_HTTP:  http = true;  break;
		case NEWS_ORDER: order_take(); break;
		case NEWS_WORD:  word_take();  break;
		case NEWS_TELLER: teller_answer(); break;
		case NEWS_TICK:  tick_take(); http = true; break;   /* for its own timers */
		default:         dispatch_event(my.dispatch, news[i].data.u32);
		}
	/* Until nothing is resumed: a reply must not wait for the next news. */
	while (visits_resumed() || http) {
		http = false;
		MHD_run(my.mhd);
	}
	if (my.stage != OPEN)
		close_go_on();
}

void door_run(int listener, int orders, const struct serve_options *options,
              const struct wire_app *app)
{
	my.listener = listener;
	my.orders = orders;
	(void)fcntl(listener, F_SETFL, O_NONBLOCK);
	door_open(options, app);
	for (;;)
		door_turn();
}
