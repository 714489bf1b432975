/* SPDX-License-Identifier: MIT */
/*
 * page.c -- security headers and the door's own pages.
 *
 * The policy names no inline script or style and no other site.  HSTS is said
 * only when the request came by https, for a council may try the service on
 * plain http inside its network first.
 */
#include "web/page.h"

static const struct page_pair always[] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
	  "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
	  "frame-ancestors 'none'" },
	{ "X-Content-Type-Options",       "nosniff" },
	{ "Referrer-Policy",              "same-origin" },
	{ "Cross-Origin-Opener-Policy",   "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	/* Kept last: left out of what is said on plain http. */
	{ "Strict-Transport-Security",    "max-age=31536000" },
};

const struct page_pair *page_pairs(bool https, size_t *n)
{
	*n = COUNT(always) - (https ? 0 : 1);
	return always;
}

#define NOT_SAVED "Nothing you sent was saved."
#define SAVED_ONCE "Nothing you typed was saved twice: go back and send it again. " \
	"If it had been saved already, you will be told so."

static const struct page_words {
	int         status;
	const char *reason, *heading, *text;
} words[] = {
	{ 400, "Bad Request", "Sorry, we could not read that request",
	  "It was not written as a browser writes it. " NOT_SAVED " Go back and try again; if this "
	  "happens again, tell your service desk which browser you use." },
	{ 404, "Not Found", "Page not found",
	  "If you typed the address, check it is correct. "
	  "If you pasted it, check you copied all of it." },
	{ 405, "Method Not Allowed", "Sorry, that cannot be done here",
	  "This address can only be read or sent a form. " NOT_SAVED },
	{ 408, "Request Timeout", "Sorry, your request took too long to arrive",
	  NOT_SAVED " Check your connection, then go back and send it again." },
	{ 413, "Content Too Large", "Sorry, what you sent is too large",
	  NOT_SAVED " Go back and choose a smaller file, or send it in parts." },
	{ 414, "URI Too Long", "Sorry, that address is too long",
	  "Go back and choose fewer filters." },
	{ 431, "Request Header Fields Too Large", "Sorry, your browser sent too much",
	  NOT_SAVED " Remove the cookies of this site, then sign in again." },
	{ 500, "Internal Server Error", "Sorry, there is a problem with the service",
	  SAVED_ONCE " It may also help to try again later." },
	{ 503, "Service Unavailable", "Sorry, the service is busy",
	  NOT_SAVED " Wait a few seconds, then go back and send it again." },
	{ 504, "Gateway Timeout", "Sorry, that took too long",
	  SAVED_ONCE " If it was a report, ask for fewer months or fewer columns." },
	{ 507, "Insufficient Storage", "Sorry, the service cannot save anything at the moment",
	  NOT_SAVED " You can still read. Go back, keep what you typed, and try again later." },
};

static const struct page_words *words_of(int status)
{
	const struct page_words *found = NULL;

	for (size_t i = 0; i < COUNT(words); i++)
		if (words[i].status == status || (!found && words[i].status == 500))
			found = &words[i];
	return found;
}

/* Title and address come from configuration, which is not to be trusted with markup. */
static void put_text(struct buf *to, const char *text)
{
	for (; text && *text; text++)
		switch (*text) {
		case '&': buf_str(to, "&amp;");  break;
		case '<': buf_str(to, "&lt;");   break;
		case '"': buf_str(to, "&quot;"); break;
		default:  buf_char(to, *text);
		}
}

void page_write(struct buf *to, const struct page_look *look, int status, uint64_t id)
{
	const struct page_words *say = words_of(status);

	buf_fmt(to, "<!DOCTYPE html>\n<html lang=\"en\" class=\"govuk-template\">\n<head>\n"
	        "<meta charset=\"utf-8\">\n<title>%s", say->heading);
	if (!BLANK(look->title)) {
		buf_str(to, " - ");
		put_text(to, look->title);
	}
	buf_str(to, "</title>\n"
	        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
	if (!BLANK(look->style)) {
		buf_str(to, "<link rel=\"stylesheet\" href=\"");
		put_text(to, look->style);
		buf_str(to, "\">\n");
	}
	buf_fmt(to, "</head>\n<body class=\"govuk-template__body\">\n"
	        "<div class=\"govuk-width-container\">\n"
	        "<main class=\"govuk-main-wrapper\" id=\"main-content\">\n"
	        "<h1 class=\"govuk-heading-l\">%s</h1>\n<p class=\"govuk-body\">%s</p>\n",
	        say->heading, say->text);
	if (id) {
		buf_fmt(to, "<p class=\"govuk-body\">If you report this, give the number ");
		buf_fmt(to, "%llx.</p>\n", (unsigned long long)id);
	}
	buf_str(to, "</main>\n</div>\n</body>\n</html>\n");
}

void page_write_raw(struct buf *to, const struct page_look *look, int status, uint64_t id)
{
	struct buf page = buf_new(to->arena);
	size_t n;
	const struct page_pair *pair = page_pairs(false, &n);

	page_write(&page, look, status, id);
	buf_fmt(to, "HTTP/1.1 %d %s\r\nConnection: close\r\nContent-Type: " PAGE_TYPE "\r\n"
	        "Cache-Control: " PAGE_NO_STORE "\r\nContent-Length: %zu\r\n",
	        status, words_of(status)->reason, page.n);
	for (size_t i = 0; i < n; i++)
		buf_fmt(to, "%s: %s\r\n", pair[i].name, pair[i].value);
	buf_str(to, "\r\n");
	buf_add(to, page.s, page.n);
}
