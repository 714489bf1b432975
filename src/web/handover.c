/* SPDX-License-Identifier: MIT */
/*
 * handover.c -- words and descriptors between two executables, which may be
 * of different versions: hence a number in each message.
 */
#include "web/handover.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "web/link.h"

enum { TAKE = 0x414C4D01, GIVE, GIVE_ADMIN, READY };      /* "ALM", first version */
enum { PATIENCE_MS = 5000 };

struct message { uint32_t word; char address[128]; };

static struct stat own;                 /* of our socket's file */

/* A name for the address, short enough for a socket's. */
static bool name_of(struct sockaddr_un *at, const char *dir, const char *listen,
                    const char *more)
{
	uint64_t hash = 14695981039346656037u;
	int n;

	for (const char *p = listen; *p; p++)
		hash = (hash ^ (unsigned char)*p) * 1099511628211u;
	*at = (struct sockaddr_un){ .sun_family = AF_UNIX };
	n = snprintf(at->sun_path, sizeof at->sun_path, "%s/serve-%08x.sock%s", dir,
	             (unsigned)(hash ^ hash >> 32), more);
	return n > 0 && (size_t)n < sizeof at->sun_path;
}

static int socket_new(int more)
{
	return socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | more, 0);
}

static bool message_send(int talk, uint32_t word, const char *address, int fd)
{
	struct message m = { .word = word };
	struct iovec io = { &m, sizeof m };

	snprintf(m.address, sizeof m.address, "%s", address);
	return link_send(talk, &io, 1, fd, 0) == sizeof m;
}

static bool message_wait(int talk, struct message *m, int *fd)
{
	struct pollfd news = { .fd = talk, .events = POLLIN };
	struct iovec io = { m, sizeof *m };

	*fd = -1;
	return poll(&news, 1, PATIENCE_MS) > 0 && link_recv(talk, &io, 1, fd, 0) == sizeof *m;
}

/* ---- the newcomer ------------------------------------------------------ */

static bool estate_take(int talk, struct estate *out)
{
	struct message m = { 0 };

	*out = (struct estate){ .listener = -1, .admin = -1 };
	if (!message_send(talk, TAKE, "", -1) || !message_wait(talk, &m, &out->listener) ||
	    m.word != GIVE || out->listener < 0)
		return false;
	memcpy(out->address, m.address, sizeof out->address);
	out->address[sizeof out->address - 1] = '\0';
	if (!message_wait(talk, &m, &out->admin) || m.word != GIVE_ADMIN)
		return false;
	memcpy(out->admin_address, m.address, sizeof out->admin_address);
	out->admin_address[sizeof out->admin_address - 1] = '\0';
	return true;
}

enum heir handover_take(const char *dir, const char *listen, struct estate *out, int *talk)
{
	struct sockaddr_un at;

	*talk = -1;
	if (!name_of(&at, dir, listen, "") || (*talk = socket_new(0)) < 0)
		return HEIR_NONE;
	if (connect(*talk, (struct sockaddr *)&at, sizeof at) != 0) {
		close(*talk);
		*talk = -1;
		return HEIR_NONE;       /* none there, or a dead one's */
	}
	if (estate_take(*talk, out))
		return HEIR_TAKEN;
	log_line(LOG_ERROR, "cannot take over", "address=%s why=\"whoever serves there does not "
	         "hand over: it is closing, or another takes over just now\"", listen);
	close(*talk);
	*talk = -1;
	return HEIR_REFUSED;
}

void handover_ready(int talk)
{
	(void)message_send(talk, READY, "", -1);
}

/* ---- whoever serves ------------------------------------------------------ */

/* Made beside and moved into place, so that there is always one that answers. */
int handover_open(const char *dir, const char *listen_at)
{
	struct sockaddr_un at, beside;
	char more[24];
	int s = -1;

	snprintf(more, sizeof more, ".%d", (int)getpid());
	if (name_of(&at, dir, listen_at, "") && name_of(&beside, dir, listen_at, more))
		s = socket_new(SOCK_NONBLOCK);
	const mode_t was = umask(0177);
	if (s >= 0 && bind(s, (struct sockaddr *)&beside, sizeof beside) == 0
	    && listen(s, 4) == 0 && rename(beside.sun_path, at.sun_path) == 0
	    && stat(at.sun_path, &own) == 0) {
		(void)umask(was);
		return s;
	}
	(void)umask(was);
	log_line(LOG_WARN, "nobody can take over without a pause", "errno=%d", errno);
	if (s >= 0)
		close(s);
	return -1;
}

void handover_gone(const char *dir, const char *listen_at)
{
	struct sockaddr_un at;
	struct stat now;

	if (name_of(&at, dir, listen_at, "") && stat(at.sun_path, &now) == 0 &&
	    now.st_ino == own.st_ino && now.st_dev == own.st_dev)
		(void)unlink(at.sun_path);
}

static struct ucred who(int talk)
{
	struct ucred c = { .uid = (uid_t)-1 };
	socklen_t n = sizeof c;

	(void)getsockopt(talk, SOL_SOCKET, SO_PEERCRED, &c, &n);
	return c;
}

int handover_pid(int talk)
{
	return who(talk).pid;
}

int handover_hear(int ear)
{
	const int talk = accept4(ear, NULL, NULL, SOCK_CLOEXEC);

	if (talk < 0 || who(talk).uid == geteuid())
		return talk;
	close(talk);
	return -1;
}

enum heir_says handover_said(int talk)
{
	struct message m = { 0 };
	struct iovec io = { &m, sizeof m };
	int fd;
	const ssize_t got = link_recv(talk, &io, 1, &fd, MSG_DONTWAIT);

	if (fd >= 0)
		close(fd);
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return HEIR_NOTHING;
	if (got == sizeof m && m.word == TAKE)
		return HEIR_TAKES;
	return got == sizeof m && m.word == READY ? HEIR_IS_READY : HEIR_IS_GONE;
}

bool handover_give(int talk, int listener, const char *address, int admin,
                   const char *admin_address)
{
	return message_send(talk, GIVE, address, listener) &&
	       message_send(talk, GIVE_ADMIN, admin_address ? admin_address : "", admin);
}

/* All of it, but its memory, is as at our own start. */
pid_t handover_start(char *const *argv, const sigset_t *mask)
{
	const pid_t pid = fork();

	if (pid != 0) {
		log_line(LOG_INFO, "starting a successor", "child=%d", (int)pid);
		return pid;
	}
	(void)sigprocmask(SIG_SETMASK, mask, NULL);
	(void)execvp(argv[0], argv);
	log_line(LOG_ERROR, "cannot start it", "errno=%d", errno);
	_exit(127);
}
