/* SPDX-License-Identifier: MIT */
/*
 * test_log.c -- whatever is logged is one line, and not too long.
 */
#include "base/log.h"
#include "t/t.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static char line[4096];               /* what was written, with a NUL */
static int  pipe_ends[2], stderr_was;

static void listen_begin(void)
{
	SURE(pipe(pipe_ends) == 0);
	SURE(fcntl(pipe_ends[0], F_SETFL, O_NONBLOCK) == 0);
	stderr_was = dup(STDERR_FILENO);
	SURE(dup2(pipe_ends[1], STDERR_FILENO) == STDERR_FILENO);
}

static const char *listen_end(void)
{
	ssize_t n = read(pipe_ends[0], line, sizeof line - 1);

	SURE(dup2(stderr_was, STDERR_FILENO) == STDERR_FILENO);
	close(stderr_was);
	close(pipe_ends[0]);
	close(pipe_ends[1]);
	line[n < 0 ? 0 : n] = '\0';
	return line;
}

/* The log asks for no memory and swallows what it cannot write: nothing to torture. */
TEST_PLAIN(a_line_says_who_and_what)
{
	const char *role = log_role;

	listen_begin();
	log_role = "clerk";
	log_line(LOG_ERROR, "job done", "id=%d", 7);
	log_role = role;
	listen_end();
	OK(text_begins(line, "at=20"));
	HAS(line, " level=error role=clerk pid=");
	OK(text_ends(line, " what=\"job done\" id=7\n"));
}

TEST_PLAIN(what_is_logged_stays_one_line)
{
	listen_begin();
	log_line(LOG_ERROR, "odd", "value=%s", "a\nb\r\033c");
	listen_end();
	OK(text_ends(line, "value=a b  c\n"));
	OK(strchr(line, '\n') == line + strlen(line) - 1);
}

TEST_PLAIN(a_long_line_is_cut_and_ended)
{
	listen_begin();
	log_line(LOG_ERROR, "long", "%3000d", 1);
	listen_end();
	OK(strlen(line) > 900 && strlen(line) <= 1024);
	OK(text_ends(line, " \n"));
	listen_begin();
	log_line(LOG_ERROR, arena_fmt(t->arena, "%2000d", 1), "x=%d", 1);
	listen_end();
	OK(strlen(line) > 900 && strlen(line) <= 1024);
	OK(text_ends(line, "\n"));
}

TEST_PLAIN(the_least_level_is_kept)
{
	enum log_level was = log_least;

	listen_begin();
	log_least = LOG_WARN;
	log_line(LOG_INFO, "not this", "x=%d", 1);
	log_line(LOG_WARN, "but this", "x=%d", 2);
	log_least = was;
	listen_end();
	LACKS(line, "not this");
	HAS(line, "but this");
}
