/* SPDX-License-Identifier: MIT */
/*
 * test_pages.c -- the page around pages, and our own components: what each
 * must say, and to whom.
 */
#include <string.h>

#include "html/alm.h"
#include "html/layout.h"
#include "t/t.h"

static struct layout house(void)
{
	return (struct layout){
		.council = "Westmarch Council", .service = "Care brokerage", .home = "/",
		.css = "/assets/a.css", .js = "/assets/a.js", .title = "Requests",
	};
}

static const char *drawn(struct t *t, const struct layout *l)
{
	return layout_end(layout_begin(t->arena, l), l, NULL);
}

/* ---- layout ---- */

TEST(a_page_has_its_frame)
{
	struct layout l = house();
	const char *out = drawn(t, &l);

	OK(text_begins(out, "<!DOCTYPE html>\n<html lang=\"en\" class=\"govuk-template\">"));
	HAS(out, "<title>Requests - Care brokerage - Westmarch Council</title>");
	HAS(out, "<a href=\"#main-content\" class=\"govuk-skip-link\"");
	HAS(out, "<main class=\"govuk-main-wrapper\" id=\"main-content\"></main>");
	HAS(out, "<script type=\"module\" src=\"/assets/a.js\"></script>");
	HAS(out, "href=\"/accessibility\">Accessibility statement</a>");
	OK(text_ends(out, "</body></html>"));
	LACKS(out, "Sign out");
	LACKS(out, "Printed");
	LACKS(out, "alm-wide");
}

/* The policy is script-src 'self'; style-src 'self': nothing inline may come out. */
TEST(nothing_is_inline)
{
	struct layout l = house();
	const char *out;

	l.session_seconds = 1200;
	l.session_path = "/session";
	out = drawn(t, &l);
	HAS(out, "<body class=\"govuk-template__body\" data-session-seconds=\"1200\""
	         " data-session-path=\"/session\">");
	LACKS(out, " style=");
	LACKS(out, "<style");
	LACKS(out, "<script>");
	LACKS(out, " onclick=");
}

TEST(nothing_of_the_government_is_shown)
{
	struct layout l = house();
	const char *out = drawn(t, &l);

	LACKS(out, "crown");
	LACKS(out, "Crown");
	LACKS(out, "GOV.UK");
	LACKS(out, "govuk-header__");
}

TEST(who_is_signed_in_can_sign_out)
{
	struct layout l = house();
	const char *out;

	l.user = "Bo <Broker>";
	l.organisation = "Adult care";
	l.sign_out = "/sign-out";
	l.csrf = "tok\"en";
	l.now = T_NOW;
	out = drawn(t, &l);
	HAS(out, "<bdi>Bo &lt;Broker&gt;</bdi></span>, <bdi>Adult care</bdi>");
	HAS(out, "<form method=\"post\" action=\"/sign-out\" novalidate>"
	         "<input type=\"hidden\" name=\"csrf\" value=\"tok&quot;en\">");
	HAS(out, "Printed by <bdi>Bo &lt;Broker&gt;</bdi> on 15 June 2026 at 9:30am");
	l.user = NULL;
	l.sign_in = "/sign-in";
	out = drawn(t, &l);
	HAS(out, "<a class=\"govuk-link\" href=\"/sign-in\">Sign in</a>");
	LACKS(out, "Sign out");
}

TEST(errors_come_first_everywhere)
{
	const struct gov_problem wrong[] = { { .text = "Enter the rate", .href = "#rate" } };
	struct layout l = house();
	const char *out;

	l.problems = wrong;
	l.nproblems = 1;
	l.h1 = "Offer";
	l.flash = "Saved";
	out = drawn(t, &l);
	HAS(out, "<title>Error: Requests - ");
	HAS(out, "<h2 class=\"govuk-error-summary__title\">There is a problem</h2>");
	HAS(out, "<a href=\"#rate\">Enter the rate</a>");
	NEED(strstr(out, "govuk-error-summary") && strstr(out, "<h1"));
	OK(strstr(out, "govuk-error-summary") < strstr(out, "<h1"));
	HAS(out, "govuk-notification-banner--success");
	l.problems = NULL;
	l.nproblems = 0;
	LACKS(drawn(t, &l), "Error: ");
}

TEST(the_way_back_is_crumbs_or_link)
{
	const struct gov_crumb crumbs[] = { { .text = "Requests", .href = "/requests" } };
	struct layout l = house();

	l.back = "/before";
	HAS(drawn(t, &l), "<a href=\"/before\" class=\"govuk-back-link\">Back</a>");
	l.crumbs = crumbs;
	l.ncrumbs = 1;
	LACKS(drawn(t, &l), "govuk-back-link");
	HAS(drawn(t, &l), "govuk-breadcrumbs--collapse-on-mobile");
	l.wide = true;
	l.demo = true;
	l.request_id = "a1b2";
	HAS(drawn(t, &l), "<body class=\"govuk-template__body alm-wide\">");
	HAS(drawn(t, &l), "is invented");
	HAS(drawn(t, &l), "<code>a1b2</code>");
}

TEST(a_form_carries_its_tokens)
{
	struct page *pg = page_new(t->arena);

	post_begin(pg, "/import", "c", "k", true);
	hidden(pg, "revision", NULL);
	end(pg);
	SAME(page_text(pg, NULL), "<form method=\"post\" action=\"/import\" novalidate"
	     " enctype=\"multipart/form-data\"><input type=\"hidden\" name=\"csrf\" value=\"c\">"
	     "<input type=\"hidden\" name=\"key\" value=\"k\"></form>");
}

/* ---- what the fixtures cannot see: blanks that matter ---- */

TEST(words_do_not_run_together)
{
	struct page *pg = page_new(t->arena);

	gov_error_message(pg, (struct gov_error){ .text = "Enter it" });
	HAS(page_text(pg, NULL), "<span class=\"govuk-visually-hidden\">Error:</span> Enter it");
	pg = page_new(t->arena);
	gov_warning_text(pg, (struct gov_warning){ .text = "Late" });
	HAS(page_text(pg, NULL), "Warning</span> Late");
	pg = page_new(t->arena);
	GOV_SUMMARY(pg, { "Weekly price", "£4", .href = "/x" }, { NULL, NULL });
	HAS(page_text(pg, NULL),
	    "Change<span class=\"govuk-visually-hidden\"> weekly price</span>");
}

TEST(a_text_that_begins_with_a_line_break_keeps_it)
{
	struct page *pg = page_new(t->arena);

	gov_textarea(pg, (struct gov_textarea){ .name = "n", .value = "\n</textarea>" });
	HAS(page_text(pg, NULL), ">\n\n&lt;/textarea&gt;</textarea>");
}

TEST(a_prefix_is_short_to_write)
{
	struct page *pg = page_new(t->arena);

	gov_input(pg, (struct gov_input){ .name = "rate", .label = "Rate", .prefix = "£",
	                                  .value = "\"><b>", .number = true });
	HAS(page_text(pg, NULL), "<div class=\"govuk-input__prefix\" aria-hidden=\"true\">£</div>");
	HAS(page_text(pg, NULL), "value=\"&quot;&gt;&lt;b&gt;\"");
	HAS(page_text(pg, NULL), "inputmode=\"numeric\"");
}

TEST(a_date_marks_the_box_at_fault)
{
	struct page *pg = page_new(t->arena);

	gov_date_input(pg, (struct gov_date){ .name = "born", .legend = "Born", .day = "31",
	               .month = "2", .year = "2026", .error = "No such day", .error_on = "d" });
	HAS(page_text(pg, NULL), "govuk-input--error govuk-input--width-2\" id=\"born-day\"");
	LACKS(page_text(pg, NULL), "govuk-input--error govuk-input--width-2\" id=\"born-month\"");
	HAS(page_text(pg, NULL), "name=\"born-year\" type=\"text\" value=\"2026\"");
	HAS(page_text(pg, NULL), "aria-describedby=\"born-error\"");
}

static const char *pages(struct t *t, int64_t at, int64_t last)
{
	struct page *pg = page_new(t->arena);
	struct buf out = buf_new(t->arena);
	const char *s;

	gov_pages(pg, "/x?page=", at, last);
	/* What is shown: numbers, [here], and ... for what is left out. */
	s = page_text(pg, NULL);
	while ((s = strstr(s, "<li class=\"govuk-pagination__item"))) {
		const char *number = strstr(s, "aria-label=\"Page ");
		const char *stop = strstr(s, "</li>");
		bool here = strstr(s, "aria-current") && strstr(s, "aria-current") < stop;

		buf_str(&out, out.n ? " " : "");
		if (number && number < stop) {
			number += sizeof "aria-label=\"Page " - 1;
			buf_fmt(&out, here ? "[%.*s]" : "%.*s", (int)strcspn(number, "\""), number);
		} else {
			buf_str(&out, "...");
		}
		s = stop;
	}
	return buf_text(&out);
}

TEST(pages_show_first_last_and_neighbours)
{
	SAME(pages(t, 1, 1), "");
	SAME(pages(t, 1, 2), "[1] 2");
	SAME(pages(t, 2, 3), "1 [2] 3");
	SAME(pages(t, 5, 20), "1 ... 4 [5] 6 ... 20");
	SAME(pages(t, 20, 20), "1 ... 19 [20]");
	SAME(pages(t, 1, 20), "[1] 2 ... 20");
	SAME(pages(t, 3, 20), "1 2 [3] 4 ... 20");
}

/* ---- our own ---- */

TEST(our_pieces_isolate_and_escape)
{
	const struct alm_event events[] = {
		{ .title = "Sent <1>", .by = "Bo & Co", .when = "today", .when_iso = "2026-06-15" },
		{ .title = NULL },
	};
	const struct gov_fact facts[] = { { "Born", "1941" }, { "NHS number", NULL } };
	struct page *pg = page_new(t->arena);
	const char *out;

	alm_identity(pg, (struct alm_identity){ .name = "<Ada>", .items = facts, .nitems = 2 });
	alm_timeline(pg, events, 2);
	alm_badge(pg, 3, "waiting");
	alm_copy(pg, "the reference", "\"R\"");
	alm_downloads(pg, "/requests", "a=1&b=2");
	out = page_text(pg, NULL);
	HAS(out, "<bdi>&lt;Ada&gt;</bdi>");
	LACKS(out, "NHS number");
	HAS(out, "Sent &lt;1&gt;");
	HAS(out, "<time datetime=\"2026-06-15\">today</time> by <bdi>Bo &amp; Co</bdi>");
	HAS(out, "3<span class=\"govuk-visually-hidden\"> waiting</span>");
	HAS(out, "data-copy=\"&quot;R&quot;\"");
	HAS(out, "href=\"/requests.xlsx?a=1&amp;b=2\"");
}

TEST(a_filter_says_how_much_is_chosen)
{
	struct alm_filter none = { .action = "/requests", .clear_href = "/requests" }, two = none;
	struct page *pg = page_new(t->arena);

	alm_filter_begin(pg, none);
	alm_filter_end(pg, none);
	LACKS(page_text(pg, NULL), "<details class=\"govuk-details\" open>");
	LACKS(page_text(pg, NULL), "Clear all");
	two.chosen = 2;
	pg = page_new(t->arena);
	alm_filter_begin(pg, two);
	alm_filter_end(pg, two);
	HAS(page_text(pg, NULL), "<details class=\"govuk-details\" open>");
	HAS(page_text(pg, NULL), "Filter (2 chosen)");
	HAS(page_text(pg, NULL), "Clear all");
}

TEST(wide_tables_scroll_by_keyboard)
{
	const char *const bands[] = { "Morning" }, *const heads[] = { "Brook", "Cedar" };
	const struct alm_visit visits[] = { { 7, 0, "08:00", "45 min", true } };
	const struct gov_cell cells[] = { { .text = "£1", .number = true }, { .text = "£2" } };
	const struct alm_compare_row rows[] = { { "Cost", cells } };
	struct page *pg = page_new(t->arena);
	const char *out;

	alm_visit_grid(pg, (struct alm_grid){ .bands = bands, .nbands = 1,
	                                      .visits = visits, .nvisits = 1 });
	alm_compare(pg, (struct alm_compare){ .caption = "Offers", .heads = heads, .nheads = 2,
	            .items = rows, .nitems = 1, .best = 1, .best_text = "First in order" });
	out = page_text(pg, NULL);
	HAS(out, "role=\"group\" aria-label=\"Visits in a week\" tabindex=\"0\"");
	HAS(out, "Not covered");
	HAS(out, "No visit");
	HAS(out, "class=\"govuk-table__header alm-compare__best\"><bdi>Brook</bdi>");
	LACKS(out, "class=\"govuk-table__header alm-compare__best\"><bdi>Cedar</bdi>");
}

TEST(progress_never_passes_its_end)
{
	struct page *pg = page_new(t->arena);

	alm_progress(pg, "Import", 5, 0);
	HAS(page_text(pg, NULL), "value=\"0\" max=\"1\"");
	alm_progress(pg, "Import", 3, 7);
	HAS(page_text(pg, NULL), "value=\"3\" max=\"7\"");
}
