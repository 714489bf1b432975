/* SPDX-License-Identifier: MIT */
/*
 * head.c -- one walk over the headers.
 */
#include "web/head.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

struct walk { struct head *head; struct buf pairs; const char *from, *proto; };

static uint64_t digits(const char *s)
{
	uint64_t n = 0;

	while (*s >= '0' && *s <= '9')
		n = n * 10 + (uint64_t)(*s++ - '0');
	return n;
}

static enum MHD_Result head_each(void *cls, enum MHD_ValueKind kind, const char *name,
                                 size_t name_n, const char *value, size_t value_n)
{
	struct walk *w = cls;

	(void)kind;
	if (!value)
		value = "";
	if (strcasecmp(name, "X-Forwarded-For") == 0)
		return w->from = value, MHD_YES;
	if (strcasecmp(name, "X-Forwarded-Proto") == 0)
		return w->proto = value, MHD_YES;
	if (strcasecmp(name, "Content-Length") == 0)
		w->head->length = digits(value);
	if (strcasecmp(name, "Transfer-Encoding") == 0)
		w->head->chunked = true;
	if (strcasecmp(name, "Expect") == 0)
		w->head->expects = true;
	buf_add(&w->pairs, name, name_n);
	buf_char(&w->pairs, '\0');
	buf_add(&w->pairs, value, value_n);
	buf_char(&w->pairs, '\0');
	return MHD_YES;
}

/* The last element: what our proxy saw, whatever the client said before. */
static const char *last_of(struct arena *a, const char *list)
{
	const char *comma = strrchr(list, ',');

	return text_trim(a, comma ? comma + 1 : list);
}

static const char *peer_text(struct arena *a, struct MHD_Connection *mhd)
{
	const struct sockaddr *sa =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
	const void *number = NULL;
	char text[INET6_ADDRSTRLEN] = "";

	if (sa && sa->sa_family == AF_INET)
		number = &((const struct sockaddr_in *)sa)->sin_addr;
	else if (sa && sa->sa_family == AF_INET6)
		number = &((const struct sockaddr_in6 *)sa)->sin6_addr;
	if (number)
		inet_ntop(sa->sa_family, number, text, sizeof text);
	return arena_dup(a, text);
}

void head_read(struct head *head, struct arena *a, struct MHD_Connection *mhd, bool trust_proxy)
{
	struct walk w = { .head = head, .pairs = buf_new(a) };

	*head = (struct head){ .peer = peer_text(a, mhd) };
	MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, head_each, &w);
	buf_char(&w.pairs, '\0');
	head->pairs = w.pairs.s;
	head->pairs_n = w.pairs.n;
	if (!trust_proxy)
		return;
	head->https = w.proto && strcasecmp(last_of(a, w.proto), "https") == 0;
	if (w.from)
		head->peer = last_of(a, w.from);
}

const char *head_method(const char *method)
{
	static const char *const served[] = { "GET", "HEAD", "POST" };

	for (size_t i = 0; i < COUNT(served); i++)
		if (strcmp(method, served[i]) == 0)
			return served[i];
	return NULL;
}
