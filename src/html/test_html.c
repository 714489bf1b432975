/* SPDX-License-Identifier: MIT */
/*
 * test_html.c -- the writer: text stays text, elements are closed, addresses
 * are encoded.
 */
#include <string.h>

#include "html/html.h"
#include "t/t.h"

static const char *written(struct t *t, const char *s)
{
	struct page *pg = page_new(t->arena);

	text(pg, s);
	return page_text(pg, NULL);
}

/* ---- escaping ---- */

TEST(text_is_escaped)
{
	SAME(written(t, "a & b"), "a &amp; b");
	SAME(written(t, "<script>"), "&lt;script&gt;");
	SAME(written(t, "\"x\" 'y'"), "&quot;x&quot; &#39;y&#39;");
	SAME(written(t, "&lt;"), "&amp;lt;");
	SAME(written(t, ""), "");
	SAME(written(t, NULL), "");
	SAME(written(t, "Zażółć £ €"), "Zażółć £ €");
}

TEST(line_separators_are_escaped_and_their_neighbours_not)
{
	SAME(written(t, "a\xE2\x80\xA8" "b"), "a&#8232;b");
	SAME(written(t, "a\xE2\x80\xA9"), "a&#8233;");
	SAME(written(t, "\xE2\x80\x9Cquoted\xE2\x80\x9D"), "\xE2\x80\x9Cquoted\xE2\x80\x9D");
	SAME(written(t, "\xE2\x82\xAC"), "\xE2\x82\xAC");
	/* Broken off in the middle: nothing is read beyond the end. */
	SAME(written(t, "a\xE2\x80"), "a\xE2\x80");
	SAME(written(t, "a\xE2"), "a\xE2");
}

TEST(control_characters_are_shown_not_passed)
{
	struct page *pg = page_new(t->arena);

	SAME(written(t, "a\x01" "b\x1F\x7F"), "a\xEF\xBF\xBD" "b\xEF\xBF\xBD\xEF\xBF\xBD");
	SAME(written(t, "a\tb\r\nc"), "a\tb\r\nc");
	text_n(pg, "a\0b", 3);
	SAME(page_text(pg, NULL), "a\xEF\xBF\xBD" "b");
}

/* Each of the 256 bytes: none comes out as markup. */
TEST(no_byte_makes_markup)
{
	for (int c = 1; c < 256; c++) {
		char s[2] = { (char)c, '\0' };
		const char *out = written(t, s);

		OK(!strpbrk(out, "<>\"'"));
		OK(*out != '&' || strlen(out) > 1);
		IS(strlen(out) > 0, true);
	}
}

TEST(attributes_are_escaped_and_null_left_out)
{
	struct page *pg = page_new(t->arena);

	EL(pg, "a", "href", "/x?a=1&b=\"2\"", "id", NULL, "title", "", "hidden", ON(true),
	   "disabled", ON(false));
	end(pg);
	SAME(page_text(pg, NULL), "<a href=\"/x?a=1&amp;b=&quot;2&quot;\" title=\"\" hidden></a>");
}

TEST(what_a_person_typed_is_isolated)
{
	struct page *pg = page_new(t->arena);

	/* A right-to-left override in a name must not turn the words around it. */
	text(pg, "by ");
	bdi(pg, "Ada\xE2\x80\xAE<b>");
	text(pg, " today");
	bdi(pg, "");
	SAME(page_text(pg, NULL), "by <bdi>Ada\xE2\x80\xAE&lt;b&gt;</bdi> today");
	SAME(html_bdi(t->arena, "Bo").markup, "<bdi>Bo</bdi>");
}

/* ---- elements ---- */

TEST(elements_nest_and_close_themselves)
{
	struct page *pg = page_new(t->arena);
	size_t n = 0;

	EL(pg, "ul", "class", "a");
	el_text(pg, "li", "b", "x<y");
	el_text(pg, "li", NULL, NULL);
	VOID(pg, "input", "name", "q");
	end(pg);
	SAME(page_text(pg, &n),
	     "<ul class=\"a\"><li class=\"b\">x&lt;y</li><li></li><input name=\"q\"></ul>");
	IS(n, strlen(page_text(pg, NULL)));
}

TEST(classes_are_joined_without_the_blank_ones)
{
	struct page *pg = page_new(t->arena);

	tag_begin(pg, "p");
	TAG_CLASS(pg, "a", NULL, "", "b\"");
	tag_int(pg, "data-n", -7);
	tag_body(pg);
	end(pg);
	tag_begin(pg, "p");
	TAG_CLASS(pg, NULL, "");
	tag_body(pg);
	end(pg);
	SAME(page_text(pg, NULL), "<p class=\"a b&quot;\" data-n=\"-7\"></p><p></p>");
}

/* Not tortured: each claim runs in a child, which dies. */
TEST_PLAIN(a_page_that_is_not_closed_is_a_bug)
{
	struct page *open = page_new(t->arena), *in_tag = page_new(t->arena);
	struct page *deep = page_new(t->arena), *fine = page_new(t->arena);

	el(open, "div");
	DIES(page_text(open, NULL));
	DIES(page_html(open));
	end(open);
	SAME(page_text(open, NULL), "<div></div>");
	DIES(end(open));
	DIES(tag_attr(fine, "id", "x"));
	tag_begin(in_tag, "p");
	DIES(text(in_tag, "x"));
	DIES(el(in_tag, "b"));
	DIES(put(in_tag, HTML_LIT("x")));
	DIES(page_text(in_tag, NULL));
	for (int i = 0; i < PAGE_DEPTH; i++)
		el(deep, "i");
	DIES(el(deep, "i"));
	DIES(el_attrs(fine, "p", (struct attrs){ (const char *const[]){ "id" }, 1 }));
}

TEST(parts_are_put_together)
{
	struct page *pg = page_new(t->arena), *part = page_part(pg);

	el(pg, "p");
	el_link(part, "/a", "A & B");
	put(pg, page_html(part));
	put(pg, HTML_LIT("<br>"));
	put(pg, HTML_NONE);
	put_or_text(pg, HTML_LIT("<i>x</i>"), "not this");
	put_or_text(pg, HTML_NONE, "<this>");
	end(pg);
	SAME(page_text(pg, NULL), "<p><a class=\"govuk-link\" href=\"/a\">A &amp; B</a><br>"
	     "<i>x</i>&lt;this&gt;</p>");
	SAME(html_text(t->arena, "<").markup, "&lt;");
	OK(!html_given(HTML_NONE));
	OK(!html_given(HTML_LIT("")));
	OK(html_given(HTML_LIT("x")));
}

TEST(line_breaks_are_shown)
{
	SAME(html_lines(t->arena, "12 High St\r\nBath <x>\n").markup,
	     "12 High St<br>Bath &lt;x&gt;<br>");
	SAME(html_lines(t->arena, NULL).markup, "");
}

/* ---- addresses ---- */

TEST(addresses_are_encoded)
{
	struct buf out = buf_new(t->arena);

	buf_str(&out, "/requests");
	url_add(&out, "q", "O'Neil & \xC3\x85sa+1");
	url_add(&out, "none", NULL);
	url_add(&out, "blank", "");
	url_add_int(&out, "page", -12);
	url_add_int(&out, "most", INT64_MIN);
	SAME(buf_text(&out), "/requests?q=O%27Neil%20%26%20%C3%85sa%2B1&blank=&page=-12"
	     "&most=-9223372036854775808");
	out = buf_new(t->arena);
	url_part(&out, "a/b?c#d e%");
	SAME(buf_text(&out), "a%2Fb%3Fc%23d%20e%25");
}

TEST(only_harmless_addresses_are_safe)
{
	OK(url_safe("/people/1"));
	OK(url_safe("#main"));
	OK(url_safe("?page=2"));
	OK(url_safe("https://example.org/"));
	OK(url_safe("mailto:a@example.org"));
	OK(url_safe("tel:01225"));
	OK(!url_safe("javascript:alert(1)"));
	OK(!url_safe("JavaScript:alert(1)"));
	OK(!url_safe(" javascript:alert(1)"));
	OK(!url_safe("java\tscript:alert(1)"));
	OK(!url_safe("/\texample.org"));
	OK(!url_safe("data:text/html,x"));
	OK(!url_safe("//example.org/"));
	OK(!url_safe("/\\example.org/"));
	OK(!url_safe(""));
	OK(!url_safe(NULL));
}
