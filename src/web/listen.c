/* SPDX-License-Identifier: MIT */
/*
 * listen.c -- addresses are numbers: a name that resolves to something else
 * tomorrow is no way to say where personal data is served.  "localhost" is
 * taken for the number that everyone means by it.
 */
#include "web/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

enum { GOT_SIZE = 128, BACKLOG = 4096 };

union address {
	struct sockaddr     any;
	struct sockaddr_in  v4;
	struct sockaddr_in6 v6;
	struct sockaddr_un  un;
};

static socklen_t address_parse(const char *text, union address *out)
{
	char host[64];
	const char *colon = strrchr(text, ':');
	const bool six = text[0] == '[';
	int64_t port;

	memset(out, 0, sizeof *out);
	if (text_begins(text, "unix:")) {
		if (strlen(text + 5) >= sizeof out->un.sun_path || !text[5])
			return 0;
		out->un.sun_family = AF_UNIX;
		memcpy(out->un.sun_path, text + 5, strlen(text + 5));
		return sizeof out->un;
	}
	if (!colon || !int_parse(colon + 1, &port) || port < 0 || port > 65535)
		return 0;
	const size_t n = (size_t)(colon - text) - (six ? 2 : 0);
	if (n >= sizeof host || (six && colon[-1] != ']'))
		return 0;
	memcpy(host, text + (six ? 1 : 0), n);
	host[n] = '\0';
	if (six) {
		out->v6.sin6_family = AF_INET6;
		out->v6.sin6_port = htons((uint16_t)port);
		return inet_pton(AF_INET6, host, &out->v6.sin6_addr) == 1 ? sizeof out->v6 : 0;
	}
	if (strcmp(host, "localhost") == 0)
		memcpy(host, "127.0.0.1", sizeof "127.0.0.1");
	out->v4.sin_family = AF_INET;
	out->v4.sin_port = htons((uint16_t)port);
	return inet_pton(AF_INET, host, &out->v4.sin_addr) == 1 ? sizeof out->v4 : 0;
}

static void address_text(const union address *at, const char *asked, char *got)
{
	char host[INET6_ADDRSTRLEN] = "";

	if (at->any.sa_family == AF_INET) {
		inet_ntop(AF_INET, &at->v4.sin_addr, host, sizeof host);
		snprintf(got, GOT_SIZE, "%s:%u", host, ntohs(at->v4.sin_port));
	} else if (at->any.sa_family == AF_INET6) {
		inet_ntop(AF_INET6, &at->v6.sin6_addr, host, sizeof host);
		snprintf(got, GOT_SIZE, "[%s]:%u", host, ntohs(at->v6.sin6_port));
	} else {
		snprintf(got, GOT_SIZE, "%s", asked);
	}
}

static int refuse(const char *address, const char *why)
{
	log_line(LOG_ERROR, "cannot listen", "address=%s why=\"%s\"", address, why);
	return -1;
}

/* A socket that an earlier run left behind, and nobody answers, is in the way. */
static void stale_remove(const union address *at, socklen_t n)
{
	const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct stat st;

	if (probe < 0)
		return;
	if (connect(probe, &at->any, n) != 0 && errno == ECONNREFUSED
	    && stat(at->un.sun_path, &st) == 0 && S_ISSOCK(st.st_mode))
		unlink(at->un.sun_path);
	close(probe);
}

int listen_open(const char *address, char *got)
{
	union address at;
	const int yes = 1;
	socklen_t n = address_parse(address, &at);
	int s;

	if (n == 0)
		return refuse(address, "not ADDRESS:PORT, [ADDRESS]:PORT or unix:PATH");
	if (at.any.sa_family == AF_UNIX)
		stale_remove(&at, n);
	s = socket(at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (s < 0)
		return refuse(address, strerror(errno));
	(void)setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(s, &at.any, n) != 0 || listen(s, BACKLOG) != 0) {
		refuse(address, strerror(errno));
		close(s);
		return -1;
	}
	n = sizeof at;
	(void)getsockname(s, &at.any, &n);
	address_text(&at, address, got);
	return s;
}

void listen_gone(const char *address)
{
	if (text_begins(address, "unix:"))
		(void)unlink(address + 5);
}
