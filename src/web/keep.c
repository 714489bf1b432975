/* SPDX-License-Identifier: MIT */
/*
 * keep.c -- one mapping, replaced when the file has grown.
 */
#include "web/keep.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

static struct { void *map; size_t n; bool told; } kept;

static size_t lockable(void)
{
	return (size_t)sysconf(_SC_PHYS_PAGES) / 2 * (size_t)sysconf(_SC_PAGESIZE);
}

/* The soft limit is often small where the hard one is not. */
static void limit_raise(void)
{
	struct rlimit most;

	if (getrlimit(RLIMIT_MEMLOCK, &most) == 0 && most.rlim_cur < most.rlim_max) {
		most.rlim_cur = most.rlim_max;
		(void)setrlimit(RLIMIT_MEMLOCK, &most);
	}
}

static void map_lock(void *map, size_t n)
{
	limit_raise();
	if (n <= lockable() && mlock(map, n) == 0)
		return;
	(void)madvise(map, n, MADV_WILLNEED);
	if (!kept.told)
		log_line(LOG_WARN, "data file warmed, not locked", "bytes=%zu see=LimitMEMLOCK", n);
	kept.told = true;
}

void keep_file(const char *path)
{
	struct stat st;
	void *map;
	const int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && st.st_size > 0 && (size_t)st.st_size != kept.n) {
		map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
		if (map != MAP_FAILED) {
			(void)madvise(map, (size_t)st.st_size, MADV_DONTFORK);
			map_lock(map, (size_t)st.st_size);
			if (kept.map)
				munmap(kept.map, kept.n);
			kept.map = map;
			kept.n = (size_t)st.st_size;
		}
	}
	close(fd);
}
