/* SPDX-License-Identifier: MIT */
/*
 * test_sink.c -- the mail server of the tests.
 *
 * It writes down each command before it answers, and each letter before it
 * says 250: as a server must that takes charge of it.
 */
#include "papers/test_sink.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the child: it has no arena, and ends when it is killed --------------- */

struct serving {
	const char *dir;
	struct sink_manner manner;
	FILE *in, *log;
	int letters;
};

static void say(struct serving *s, const char *words)
{
	if (write(fileno(s->in), words, strlen(words)) < 0)
		fputs("(gone)\n", s->log);
}

/* False: it hangs up. */
static bool answer(struct serving *s, enum sink_place at, const char *well)
{
	char words[64];

	if (at != s->manner.at || s->manner.times == 0) {
		say(s, well);
		return true;
	}
	s->manner.times--;
	while (s->manner.says == SINK_SILENT)
		if (fgetc(s->in) == EOF)
			return false;
	if (s->manner.says == SINK_HANGS_UP)
		return false;
	snprintf(words, sizeof words, "%d refused\r\n", s->manner.says);
	say(s, words);
	return true;
}

static bool take_letter(struct serving *s)
{
	char path[200], line[2048];
	FILE *out;

	snprintf(path, sizeof path, "%s/%d", s->dir, ++s->letters);
	out = fopen(path, "we");
	while (out && fgets(line, sizeof line, s->in)) {
		fputs(line, out);
		if (strcmp(line, ".\r\n") == 0)
			break;
	}
	if (out)
		fclose(out);
	fputs("(letter)\n", s->log);
	return answer(s, SINK_AT_END, "250 taken\r\n");
}

static bool take_auth(struct serving *s, char *line, size_t size)
{
	if (strcasecmp(line, "AUTH PLAIN\r\n") == 0) {
		say(s, "334 \r\n");
		if (!fgets(line, (int)size, s->in))
			return false;
		fputs(line, s->log);
	}
	return answer(s, SINK_AT_AUTH, "235 welcome\r\n");
}

static bool command(struct serving *s, char *line, size_t size)
{
	static const struct { const char *verb; enum sink_place at; const char *well; } plain[] = {
		{ "MAIL ", SINK_AT_MAIL, "250 sender\r\n" },
		{ "RCPT ", SINK_AT_RCPT, "250 recipient\r\n" },
		{ "RSET", SINK_NOWHERE, "250 reset\r\n" },
		{ "STARTTLS", SINK_NOWHERE, "454 no certificate today\r\n" },
	};

	for (size_t i = 0; i < COUNT(plain); i++)
		if (strncasecmp(line, plain[i].verb, strlen(plain[i].verb)) == 0)
			return answer(s, plain[i].at, plain[i].well);
	if (strncasecmp(line, "EHLO", 4) == 0) {
		say(s, "250-sink.example.org\r\n250-SIZE 1000000\r\n");
		say(s, s->manner.auth ? "250-AUTH PLAIN\r\n" : "");
		say(s, s->manner.starttls ? "250-STARTTLS\r\n" : "");
		say(s, "250 8BITMIME\r\n");
		return true;
	}
	if (strncasecmp(line, "AUTH", 4) == 0)
		return take_auth(s, line, size);
	if (strncasecmp(line, "DATA", 4) == 0) {
		bool refuses = s->manner.at == SINK_AT_DATA && s->manner.times;

		return answer(s, SINK_AT_DATA, "354 go on\r\n") && (refuses || take_letter(s));
	}
	if (strncasecmp(line, "QUIT", 4) != 0) {
		say(s, "502 what?\r\n");
		return true;
	}
	say(s, "221 good bye\r\n");
	return false;
}

static void serve_one(struct serving *s, int fd)
{
	char line[2048];

	s->in = fdopen(fd, "r+");
	if (!s->in)
		return;
	fputs("(connection)\n", s->log);
	say(s, "220 sink.example.org ESMTP\r\n");
	while (fgets(line, sizeof line, s->in)) {
		fputs(line, s->log);
		if (!command(s, line, sizeof line))
			break;
	}
	fclose(s->in);
}

static void serve_all(const char *dir, struct sink_manner manner, int listening)
{
	struct serving s = { .dir = dir, .manner = manner };
	char path[200];
	int fd;

	(void)signal(SIGPIPE, SIG_IGN);
	snprintf(path, sizeof path, "%s/log", dir);
	s.log = fopen(path, "we");
	if (!s.log)
		_exit(1);
	setvbuf(s.log, NULL, _IOLBF, 0);
	while ((fd = accept(listening, NULL, NULL)) >= 0)
		serve_one(&s, fd);
	_exit(0);
}

/* ---- the test's side ------------------------------------------------------- */

static void sink_end(void *sink)
{
	struct sink *s = sink;

	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
}

struct sink sink_open(struct t *t, struct sink_manner manner)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
	                          .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof at;
	struct sink *s = NEW(t->arena, struct sink);
	const int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	*s = (struct sink){ .t = t, .dir = t_directory(t) };
	NEED(bind(listening, (struct sockaddr *)&at, sizeof at) == 0 && listen(listening, 4) == 0 &&
	     getsockname(listening, (struct sockaddr *)&at, &n) == 0);
	s->port = ntohs(at.sin_port);
	s->pid = fork();
	if (s->pid == 0)
		serve_all(s->dir, manner, listening);
	close(listening);
	arena_defer(t->arena, sink_end, s);
	return *s;
}

static char *file_text(struct arena *a, const char *path)
{
	struct stat st;
	char *text = NULL;
	FILE *f = fopen(path, "re");

	if (f && fstat(fileno(f), &st) == 0) {
		text = arena_get(a, (size_t)st.st_size + 1);
		text[fread(text, 1, (size_t)st.st_size, f)] = '\0';
	}
	if (f)
		fclose(f);
	return text;
}

char *sink_log(struct sink *s)
{
	char *text = file_text(s->t->arena, arena_fmt(s->t->arena, "%s/log", s->dir));

	return text ? text : arena_dup(s->t->arena, "");
}

char *sink_letter(struct sink *s, int n)
{
	return file_text(s->t->arena, arena_fmt(s->t->arena, "%s/%d", s->dir, n));
}

bool sink_heard(struct sink *s, const char *words)
{
	for (int i = 0; i < 1000; i++) {
		if (strstr(sink_log(s), words))
			return true;
		usleep(5000);
	}
	return false;
}
