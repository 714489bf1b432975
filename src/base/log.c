/* SPDX-License-Identifier: MIT */
/*
 * log.c -- one line, one write, so that the lines of several processes on
 * one standard error never run into each other.
 *
 *	at=2026-03-31T15:05:00.000Z level=info role=worker pid=71 what="job done" id=7
 *
 * It asks for no memory: it must be able to say that there is none.
 */
#include "base/log.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum log_level log_least = LOG_INFO;
const char    *log_role  = "almoner";

static const char *const level_names[] = { "error", "warn", "info", "debug" };

/* The machine's own time, even when tests have set the program's clock. */
static size_t stamp(char *s, size_t size)
{
	struct timespec now;
	struct tm tm;
	int n;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	n = snprintf(s, size, "at=%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ", tm.tm_year + 1900,
	             tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
	             now.tv_nsec / 1000000);
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

void log_line(enum log_level level, const char *what, const char *fmt, ...)
{
	char line[1024];
	size_t n, most = sizeof line - 2;
	ssize_t wrote;
	va_list ap;
	int more;

	if (level > log_least)
		return;
	n = stamp(line, sizeof line);
	more = snprintf(line + n, most - n, " level=%s role=%s pid=%ld what=\"%s\" ",
	                level_names[level], log_role, (long)getpid(), what);
	n = more < 0 ? n : n + (size_t)more < most ? n + (size_t)more : most - 1;
	va_start(ap, fmt);
	more = vsnprintf(line + n, most - n, fmt, ap);
	va_end(ap);
	n = more < 0 ? n : n + (size_t)more < most ? n + (size_t)more : most - 1;

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)line[i] < ' ')
			line[i] = ' ';    /* one line, whatever a value held */
	line[n++] = '\n';
	wrote = write(STDERR_FILENO, line, n);
	(void)wrote;                      /* nowhere to complain about it */
}
