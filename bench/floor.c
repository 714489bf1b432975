/* SPDX-License-Identifier: MIT */
/*
 * floor.c -- the least that can be between a client and a disk: a socket, 4 KB, a sync.
 *
 *	floor PORT FILE
 *
 * One client at a time; whatever it sends at once is one request.  No parser,
 * no rights, no database: no server that confirms what it has synced is faster
 * on the same machine and disk.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 4096, REQUEST_MOST = 65536 };

static int listen_at(const char *port)
{
	const struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)strtol(port, NULL, 10)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	const int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
	    bind(fd, (const struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 16) != 0)
		return -1;
	return fd;
}

/* False: the disk refused. */
static bool serve(int client, int file)
{
	static const char said[] =
		"HTTP/1.1 303 See Other\r\nLocation: /\r\nContent-Length: 0\r\n\r\n";
	static char page[PAGE], asked[REQUEST_MOST];
	const int on = 1;

	setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	for (int64_t n = 0; read(client, asked, sizeof asked) > 0; n++) {
		memset(page, (int)n, sizeof page);
		if (pwrite(file, page, sizeof page, n % PAGES * PAGE) != sizeof page ||
		    fdatasync(file) != 0)
			return false;
		if (write(client, said, sizeof said - 1) != sizeof said - 1)
			break;
	}
	return true;
}

int main(int argc, char **argv)
{
	const int fd = argc == 3 ? listen_at(argv[1]) : -1;
	const int file = fd < 0 ? -1 : open(argv[2], O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (file < 0 || posix_fallocate(file, 0, (off_t)PAGE * PAGES) != 0 || fsync(file) != 0)
		return 2;
	for (;;) {
		const int client = accept(fd, NULL, NULL);

		if (client < 0 || !serve(client, file))
			return 1;
		close(client);
	}
}
