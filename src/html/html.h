/* SPDX-License-Identifier: MIT */
/*
 * html.h -- the writer of HTML: what is text stays text.
 *
 * Whatever goes through text() or an attribute is escaped.  Markup is a type
 * of its own: an Html is made by HTML_LIT("a literal") or by a writer, and a
 * string cannot become one.  The writer knows which elements are open and
 * closes them by name; a page with an unclosed element is a bug.
 *
 *	EL(pg, "p", "class", "govuk-body", "id", id);     an attribute that is NULL is left out
 *		text(pg, "Sent to ");
 *		bdi(pg, provider_name);                   what a person typed: isolated
 *	end(pg);
 *
 *	writer:  between elements --tag_begin--> in a tag --tag_body--> between elements
 */
#ifndef ALM_HTML_H
#define ALM_HTML_H

#include "base/base.h"

/* Markup that is safe to put into a page.  All zero: none. */
typedef struct { const char *markup; size_t n; } Html;

#define HTML_NONE   ((Html){ NULL, 0 })
#define HTML_LIT(s) ((Html){ "" s "", sizeof(s) - 1 })

enum { PAGE_DEPTH = 64 };                /* elements open at once */

struct page {
	struct arena *arena;
	struct buf    out;
	bool          in_tag;            /* "<div" is written, ">" is not */
	unsigned      depth;
	const char   *open[PAGE_DEPTH];
};

/* A list of attributes: name, value, name, value.  A NULL value leaves it out. */
struct attrs { const char *const *list; size_t n; };
#define ATTRS(...)  ((struct attrs){ ATTR_LIST_(__VA_ARGS__), COUNT((ATTR_LIST_(__VA_ARGS__))) })
#define ATTR_LIST_(...) (const char *const []){ __VA_ARGS__ }

/* The value of an attribute that has none: EL(pg, "option", "selected", ON(chosen)). */
extern const char attr_on[];
#define ON(flag) ((flag) ? attr_on : NULL)

/* ---- pages ---- */
struct page *page_new(struct arena *);
struct page *page_part(struct page *);        /* a piece to be put into it, or elsewhere */
Html         page_html(struct page *);        /* all of it; an element left open is a bug */
const char  *page_text(struct page *, size_t *n); /* the same as bytes; n may be NULL */
bool         html_given(Html);                /* is there any? */

/* ---- elements ---- */
void el(struct page *, const char *tag);
#define EL(pg, tag, ...)   el_attrs((pg), (tag), ATTRS(__VA_ARGS__))
#define VOID(pg, tag, ...) el_void((pg), (tag), ATTRS(__VA_ARGS__))      /* input, img, br, meta */
void el_attrs(struct page *, const char *tag, struct attrs);
void el_void(struct page *, const char *tag, struct attrs);
void end(struct page *);                      /* the innermost open element */
/* <tag class="...">text</tag>; a NULL class is left out. */
void el_text(struct page *, const char *tag, const char *classes, const char *text);
void el_link(struct page *, const char *href, const char *text);     /* a govuk-link */

/* ---- contents ---- */
void text(struct page *, const char *);       /* escaped; NULL writes nothing */
void text_n(struct page *, const char *, size_t n);
void text_int(struct page *, int64_t);
void bdi(struct page *, const char *);        /* text within other text that a person typed */
void put(struct page *, Html);

/* Either markup or text, markup first: what components take as .html and .text. */
void put_or_text(struct page *, Html, const char *);

/* ---- a tag piece by piece, for components ---- */
void tag_begin(struct page *, const char *tag);
/* A NULL value leaves it out; attr_on writes the bare name. */
void tag_attr(struct page *, const char *name, const char *value);
void tag_int(struct page *, const char *name, int64_t value);
void tag_attrs(struct page *, struct attrs);
/* class="..." of the pieces that are neither NULL nor ""; none at all: no attribute. */
#define TAG_CLASS(pg, ...) tag_class((pg), ATTRS(__VA_ARGS__))
void tag_class(struct page *, struct attrs pieces);
void tag_body(struct page *);                 /* ">": its contents follow, then end() */
void tag_void(struct page *);                 /* ">": it has no contents */

/* ---- small pieces of markup ---- */
Html html_text(struct arena *, const char *);                 /* escaped text */
Html html_bdi(struct arena *, const char *);
Html html_link(struct arena *, const char *href, const char *text);
Html html_lines(struct arena *, const char *);                /* text, with its line breaks shown */

/* ---- addresses ---- */
/* Append "?key=value" or "&key=value", percent-encoded; a NULL value adds nothing. */
void url_add(struct buf *, const char *key, const char *value);
void url_add_int(struct buf *, const char *key, int64_t value);
void url_part(struct buf *, const char *);                    /* one step of a path */
/* May it be a link's target?  Our own paths, http, https, mailto and tel only. */
bool url_safe(const char *);

#endif
