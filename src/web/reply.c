/* SPDX-License-Identifier: MIT */
/*
 * reply.c -- responses of libmicrohttpd, made from ours.
 */
#include "web/reply.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "web/pack.h"

static void head_add(struct MHD_Response *r, const char *name, const char *value)
{
	/* It refuses line ends and blank names; wire_pair() did so before. */
	(void)MHD_add_response_header(r, name, value);
}

static void reply_finish(struct MHD_Response *r, struct reply_dress dress, bool cached)
{
	size_t n;
	const struct page_pair *pair = page_pairs(dress.https, &n);

	for (size_t i = 0; i < n; i++)
		head_add(r, pair[i].name, pair[i].value);
	if (!cached && !MHD_get_response_header(r, MHD_HTTP_HEADER_CACHE_CONTROL))
		head_add(r, MHD_HTTP_HEADER_CACHE_CONTROL, PAGE_NO_STORE);
	if (dress.close)
		head_add(r, MHD_HTTP_HEADER_CONNECTION, "close");
}

static struct MHD_Response *reply_of(const void *bytes, size_t n, enum MHD_ResponseMemoryMode mode)
{
	return MHD_create_response_from_buffer(n, (void *)(uintptr_t)bytes, mode);
}

struct MHD_Response *reply_page(struct arena *a, const struct page_look *look, int status,
                                uint64_t id, struct reply_dress dress)
{
	struct buf page = buf_new(a);
	struct MHD_Response *r;

	page_write(&page, look, status, id);
	r = reply_of(page.s, page.n, MHD_RESPMEM_MUST_COPY);
	if (!r)
		return NULL;
	head_add(r, MHD_HTTP_HEADER_CONTENT_TYPE, PAGE_TYPE);
	if (status == 503)
		head_add(r, MHD_HTTP_HEADER_RETRY_AFTER, PAGE_RETRY_S);
	if (status == 405)
		head_add(r, MHD_HTTP_HEADER_ALLOW, PAGE_METHODS);
	reply_finish(r, dress, false);
	return r;
}

struct MHD_Response *reply_plain(const char *text, struct reply_dress dress)
{
	struct MHD_Response *r = reply_of(text, strlen(text), MHD_RESPMEM_MUST_COPY);

	if (!r)
		return NULL;
	head_add(r, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; charset=utf-8");
	reply_finish(r, dress, false);
	return r;
}

/* Framing is the door's own business. */
static bool is_framing(const char *name)
{
	return strcasecmp(name, "Content-Length") == 0 || strcasecmp(name, "Connection") == 0
	    || strcasecmp(name, "Transfer-Encoding") == 0;
}

static bool pairs_add(struct MHD_Response *r, const char *pairs, size_t n)
{
	const char *p = pairs, *end = pairs + n;

	if (n > 0 && end[-1] != '\0')
		return false;
	while (p < end) {
		const char *value = p + strlen(p) + 1;

		if (value >= end)
			return false;
		if (!is_framing(p))
			head_add(r, p, value);
		p = value + strlen(value) + 1;
	}
	return true;
}

size_t reply_size(const struct job_end *end)
{
	return end->file >= 0 ? end->file_n : end->body_n;
}

struct MHD_Response *reply_worker(const struct job_end *end, struct reply_dress dress)
{
	struct MHD_Response *r;

	r = end->file >= 0 ? MHD_create_response_from_fd(end->file_n, end->file)
	                   : reply_of(end->body, end->body_n, MHD_RESPMEM_MUST_COPY);
	if (!r) {
		if (end->file >= 0)
			close(end->file);
		return NULL;
	}
	if (!pairs_add(r, end->headers, end->headers_n)) {
		MHD_destroy_response(r);
		return NULL;
	}
	reply_finish(r, dress, false);
	return r;
}

struct MHD_Response *reply_asset(const struct wire_asset *asset, struct MHD_Connection *mhd,
                                 int *status, struct reply_dress dress)
{
	const char *seen = MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, "If-None-Match");
	const char *takes = MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, "Accept-Encoding");
	const bool fresh = seen && asset->etag && strstr(seen, asset->etag);
	const bool packed = !fresh && asset->gzip && pack_wanted(takes);
	struct MHD_Response *r = fresh ? reply_of("", 0, MHD_RESPMEM_PERSISTENT)
		: packed ? reply_of(asset->gzip, asset->gzip_len, MHD_RESPMEM_PERSISTENT)
		: reply_of(asset->bytes, asset->len, MHD_RESPMEM_PERSISTENT);

	if (!r)
		return NULL;
	*status = fresh ? 304 : 200;
	if (!fresh)
		head_add(r, MHD_HTTP_HEADER_CONTENT_TYPE, asset->type);
	if (asset->gzip)
		head_add(r, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
	if (packed)
		head_add(r, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
	if (asset->etag)
		head_add(r, MHD_HTTP_HEADER_ETAG, asset->etag);
	head_add(r, MHD_HTTP_HEADER_CACHE_CONTROL, "public, max-age=31536000, immutable");
	reply_finish(r, dress, true);
	return r;
}
