/* SPDX-License-Identifier: MIT */
/*
 * raw.c -- how often a second this disk takes 4 KB and says that they are kept.
 *
 *	raw FILE SECONDS
 *
 * Over a file that is long already, as a database's log is.  Prints the rate.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 4096 };

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int page_write(int fd, int64_t at)
{
	static char page[PAGE];

	memset(page, (int)at, sizeof page);
	return pwrite(fd, page, sizeof page, at % PAGES * PAGE) == sizeof page;
}

int main(int argc, char **argv)
{
	const int fd = argc == 3 ? open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600) : -1;
	int64_t n = 0, began, ends;

	if (fd < 0)
		return 2;
	for (int i = 0; i < PAGES; i++)
		if (!page_write(fd, i))
			return 1;
	if (fdatasync(fd) != 0)
		return 1;
	began = now_ns();
	ends = began + strtoll(argv[2], NULL, 10) * 1000000000;
	for (; now_ns() < ends; n++)
		if (!page_write(fd, n) || fdatasync(fd) != 0)
			return 1;
	printf("%lld\n", (long long)(n * 1000000000 / (now_ns() - began)));
	unlink(argv[1]);
	return 0;
}
