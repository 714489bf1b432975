/* SPDX-License-Identifier: MIT */
/*
 * feed_pages.c -- opportunities as an Atom feed (RFC 4287), for those who look for work.
 */
#include "tender/pages.h"

#include "site/setting.h"

enum { FEED_MOST = 100 };

static void entry_put(struct rq *rq, struct page *xml, const char *site,
                      const struct opportunity_public *o)
{
	const char *at = arena_fmt(rq->arena, "%s/opportunities/%lld", site, (long long)o->id.v);

	el(xml, "entry");
	el_text(xml, "title", NULL, o->title);
	el_text(xml, "id", NULL, at);
	el_text(xml, "updated", NULL, moment_iso(rq->arena, o->shown_ms));
	EL(xml, "link", "href", at);
	end(xml);
	el_text(xml, "summary", NULL,
	        arena_fmt(rq->arena, "%s. %s: %s%s%s",
	                  vocab_label(&service_vocab, o->service),
	                  moment_known(o->published_ms) ? "Deadline" : "Planned, with the deadline",
	                  moment_text(rq->arena, o->close_ms),
	                  o->framework.v ? ". Only for those on " : "",
	                  o->framework.v ? o->framework_name : ""));
	end(xml);
}

struct reply opportunity_feed_get(struct rq *rq)
{
	const char *site = arena_dup(rq->arena, setting(rq->db, "council.address"));
	const char *name = arena_dup(rq->arena, setting(rq->db, "council.name"));
	struct page *xml = page_new(rq->arena);
	struct opportunity_public *list;
	const char *bytes;
	size_t n = ALL(rq->db, rq->arena, opportunity_public_list, &list, .now = V(rq->now),
	               .limit = V((int64_t)FEED_MOST), .skip = V((int64_t)0));

	put(xml, HTML_LIT("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
	EL(xml, "feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", "en-GB");
	el_text(xml, "title", NULL, arena_fmt(rq->arena, "%s: opportunities for care providers",
	                                      name));
	el_text(xml, "id", NULL, arena_fmt(rq->arena, "%s/opportunities", site));
	EL(xml, "link", "rel", "self", "href", arena_fmt(rq->arena, "%s/opportunities/feed", site));
	end(xml);
	EL(xml, "link", "href", arena_fmt(rq->arena, "%s/opportunities", site));
	end(xml);
	el(xml, "author");
	el_text(xml, "name", NULL, name);
	end(xml);
	el_text(xml, "updated", NULL,
	        moment_iso(rq->arena, n ? list[0].shown_ms : rq->now));
	for (size_t i = 0; i < n; i++)
		entry_put(rq, xml, site, &list[i]);
	end(xml);
	bytes = page_text(xml, &n);
	return file_reply(rq, "application/atom+xml", NULL, bytes, n);
}
