/* SPDX-License-Identifier: MIT */
/*
 * link.c -- messages with at most one descriptor beside them; memory files.
 */
#include "web/link.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Room to lay one descriptor beside a message, aligned as the kernel wants. */
union beside {
	char bytes[CMSG_SPACE(sizeof(int))];
	struct cmsghdr align;
};

bool link_pair(int out[2])
{
	const int room = 1 << 20;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, out) != 0)
		return false;
	for (int i = 0; i < 2; i++)
		(void)setsockopt(out[i], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
	return true;
}

ssize_t link_send(int s, struct iovec *io, int n, int fd, int flags)
{
	union beside room;
	struct msghdr m = { .msg_iov = io, .msg_iovlen = (size_t)n };
	ssize_t sent;

	if (fd >= 0) {
		memset(&room, 0, sizeof room);
		m.msg_control = room.bytes;
		m.msg_controllen = sizeof room.bytes;
		struct cmsghdr *c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof fd);
		memcpy(CMSG_DATA(c), &fd, sizeof fd);
	}
	do
		sent = sendmsg(s, &m, flags | MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent;
}

ssize_t link_recv(int s, struct iovec *io, int n, int *fd, int flags)
{
	union beside room;
	struct msghdr m = {
		.msg_iov = io, .msg_iovlen = (size_t)n,
		.msg_control = room.bytes, .msg_controllen = sizeof room.bytes,
	};
	ssize_t got;

	*fd = -1;
	do
		got = recvmsg(s, &m, flags | MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return got;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
			memcpy(fd, CMSG_DATA(c), sizeof *fd);
	if (m.msg_flags & MSG_TRUNC) {
		errno = EMSGSIZE;
		return -1;
	}
	return got;
}

bool link_order(int s, enum link_word word, pid_t pid, int fd)
{
	struct link_order order = { .word = word, .pid = pid };
	struct iovec io = { &order, sizeof order };

	return link_send(s, &io, 1, fd, MSG_DONTWAIT) == sizeof order;
}

int link_file(const char *name)
{
	return memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

bool link_file_add(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n > 0) {
		ssize_t put = write(fd, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		p += put;
		n -= (size_t)put;
	}
	return true;
}

void link_file_seal(int fd)
{
	(void)fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
}

int64_t mono_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

int64_t mono_ms(void)
{
	return mono_us() / 1000;
}
