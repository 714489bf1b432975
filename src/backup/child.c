/* SPDX-License-Identifier: MIT */
/*
 * child.c -- work beside the clerk: this very program, started anew.
 *
 * A copy of a large council takes minutes and the clerk has a turn each
 * second; a database connection is not carried over a fork.
 */
#include "backup/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SAYS = 2000 };

const char *backup_program = "/proc/self/exe";

const char *child_start(struct arena *a, struct child *c, const char *const *words)
{
	char *argv[12] = { arena_dup(a, "almoner") };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none, all;
	int pipe_fds[2], rc;

	for (int i = 0; words[i]; i++)
		argv[i + 1] = arena_dup(a, words[i]);
	if (pipe2(pipe_fds, O_CLOEXEC | O_NONBLOCK) != 0)
		return strerror(errno);
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, pipe_fds[1], 1);
	posix_spawn_file_actions_adddup2(&files, pipe_fds[1], 2);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setsigdefault(&how, &all);
	rc = posix_spawn(&c->pid, backup_program, &files, &how, argv, environ);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	close(pipe_fds[1]);
	c->says = pipe_fds[0];
	if (rc == 0)
		return NULL;
	close(pipe_fds[0]);
	c->pid = 0;
	return strerror(rc);
}

/* The last line that it wrote. */
static const char *last_words(struct arena *a, int fd)
{
	char text[SAYS];
	ssize_t n = read(fd, text, sizeof text - 1);
	char *line;

	while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == ' '))
		n--;
	text[n > 0 ? n : 0] = '\0';
	line = strrchr(text, '\n');
	line = line ? line + 1 : text;
	return arena_dup(a, text_begins(line, "almoner: ") ? line + 9 : line);
}

bool child_ended(struct arena *a, struct child *c, bool *well, const char **says)
{
	int status = 0;
	pid_t got = waitpid(c->pid, &status, WNOHANG);

	if (got == 0)
		return false;
	*well = got == c->pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	*says = last_words(a, c->says);
	if (!**says)
		*says = "It was cut short";
	close(c->says);
	c->pid = 0;
	return true;
}
