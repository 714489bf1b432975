/* SPDX-License-Identifier: MIT */
/*
 * spent.c -- runs a command and says what it took: "WALL CPU", milliseconds
 * with a fraction, on descriptor 3.
 *
 *	spent COMMAND [ARGUMENT]... 3>figures
 *
 * CPU is that of the command and of all its children that it waited for.  Its
 * status is the command's.
 */
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t us_of(struct timeval t)
{
	return (int64_t)t.tv_sec * 1000000 + t.tv_usec;
}

int main(int argc, char **argv)
{
	const int64_t began = now_us();
	int64_t wall, cpu;
	struct rusage use;
	int status;
	pid_t pid;

	if (argc < 2)
		return 2;
	pid = fork();
	if (pid == 0) {
		close(3);
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &use) != pid)
		return 2;
	wall = now_us() - began;
	cpu = us_of(use.ru_utime) + us_of(use.ru_stime);
	dprintf(3, "%lld.%03lld %lld.%03lld\n", (long long)(wall / 1000), (long long)(wall % 1000),
	        (long long)(cpu / 1000), (long long)(cpu % 1000));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
