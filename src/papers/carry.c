/* SPDX-License-Identifier: MIT */
/*
 * carry.c -- the two ways a letter leaves: a file in DIR/mail, or SMTP.
 *
 * Neither raises a fault: a mail server that is away is every day's business.
 * libcurl reads the letter from memory through a callback of ours, which only
 * copies.
 */
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "papers/inside.h"

/* ---- the folder ------------------------------------------------------------ */

static bool write_whole(int fd, const char *s)
{
	size_t n = strlen(s);

	while (n) {
		ssize_t done = write(fd, s, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		s += done;
		n -= (size_t)done;
	}
	return fsync(fd) == 0;
}

/* The name is there for good only when its directory is on the disk too. */
static bool sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

const char *letter_to_folder(struct arena *a, const char *dir, const struct letter *l)
{
	const char *folder = arena_fmt(a, "%s/mail", dir);
	const char *name = arena_fmt(a, "%s/%08lld.eml", folder, (long long)l->id);
	const char *part = arena_fmt(a, "%s.part", name);
	const char *text = letter_text(a, l);
	bool ok;
	int fd;

	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return arena_fmt(a, "The folder mail cannot be made: %s", strerror(errno));
	fd = fault_due() ? (errno = EIO, -1)
	                 : open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return arena_fmt(a, "The folder mail cannot be written: %s", strerror(errno));
	ok = write_whole(fd, text);
	ok = close(fd) == 0 && ok;
	if (ok && rename(part, name) == 0 && sync_folder(folder))
		return NULL;
	unlink(part);
	return "The folder mail cannot be written: is the disk full?";
}

/* ---- SMTP ------------------------------------------------------------------- */

enum { CONNECT_S = 10, WHOLE_S = 30 };

struct smtp { CURL *curl; const char *url; };
struct reading { const char *s; size_t left; };

static void smtp_close(void *curl)
{
	curl_easy_cleanup(curl);
}

struct smtp *smtp_open(struct arena *a, const char *url)
{
	struct smtp *s = NEW(a, struct smtp);

	s->url = url;
	s->curl = fault_due() ? NULL : curl_easy_init();
	if (s->curl)
		arena_defer(a, smtp_close, s->curl);
	return s;
}

static size_t read_some(char *to, size_t size, size_t n, void *from)
{
	struct reading *r = from;

	n *= size;
	if (n > r->left)
		n = r->left;
	memcpy(to, r->s, n);
	r->s += n;
	r->left -= n;
	return n;
}

bool url_needs_tls(const char *url)
{
	static const char *const here[] = { "127.0.0.1", "localhost", "[::1]" };
	const char *host = strstr(url, "//"), *at = NULL;
	size_t n;

	host = host ? host + 2 : url;
	for (size_t i = 0; host[i] && host[i] != '/'; i++)
		if (host[i] == '@')
			at = &host[i];
	if (!at)
		return false;
	n = *++at == '[' ? strcspn(at, "]") + 1 : strcspn(at, ":/");
	for (size_t i = 0; i < COUNT(here); i++)
		if (strlen(here[i]) == n && strncmp(at, here[i], n) == 0)
			return false;
	return true;
}

/*
 * TLS is required on smtps://, and on smtp:// where a password would cross a
 * network; else it is taken where the server can.  Certificates are checked.
 */
static CURLcode set_up(CURL *c, const struct smtp *s, const char *from, struct curl_slist *to,
                       struct reading *r)
{
	curl_easy_reset(c);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)WHOLE_S);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_USE_SSL,
	                 (long)(url_needs_tls(s->url) ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, read_some);
	curl_easy_setopt(c, CURLOPT_READDATA, r);
	return curl_easy_setopt(c, CURLOPT_URL, s->url);
}

/* 5yz is "never" (RFC 5321 4.2.1), but x3z speaks of who we are (RFC 4954 6), not of the letter. */
static bool is_for_good(long answer)
{
	return answer >= 500 && answer < 600 && answer / 10 % 10 != 3;
}

const char *letter_by_smtp(struct arena *a, struct smtp *s, const struct letter *l, bool *for_good)
{
	struct reading r = { .s = letter_text(a, l) };
	const char *from = arena_fmt(a, "<%s>", l->from);
	struct curl_slist *to;
	long answer = 0;
	CURLcode code;

	if (!s->curl || !(to = curl_slist_append(NULL, arena_fmt(a, "<%s>", l->to))))
		return "No memory for the connection to the mail server";
	r.left = strlen(r.s);
	code = set_up(s->curl, s, from, to, &r);
	if (code == CURLE_OK)
		code = curl_easy_perform(s->curl);
	curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &answer);
	curl_slist_free_all(to);
	if (code == CURLE_OK)
		return NULL;
	*for_good = code != CURLE_LOGIN_DENIED && is_for_good(answer);
	return answer >= 400
	     ? arena_fmt(a, "The mail server refused it, code %ld: %s", answer,
	                 curl_easy_strerror(code))
	     : arena_fmt(a, "The mail server: %s", curl_easy_strerror(code));
}
