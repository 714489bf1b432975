/* SPDX-License-Identifier: MIT */
/*
 * ofsted.c -- Ofsted's lists of children's social care providers, of any year.
 *
 * Two kinds of list come in one layout or another: the providers as at a day,
 * with their latest full inspection, and who joined and left in a year.  The
 * second is of some only, and so is a list of what closed.  A few lines stand
 * above the header; names of columns changed ("Latest full inspection date",
 * "Inspection date"), and those of joiners and leavers carry days.
 *
 * A children's home is published with its local authority alone: what stands
 * in the place of its name and address ("REDACTED", or nothing) is nothing,
 * and the home is hidden.  Ofsted knows an owner by name only, so that the
 * name, less its legal form and its marks, is the owner's reference.
 * Standards: section 4.
 */
#include <ctype.h>
#include <string.h>

#include "exchange/identifiers.h"
#include "exchange/reg_inside.h"

enum {
	URN, PROVISION, REGISTERED, NAME, LINE_1, LINE_2, TOWN, COUNTY, POSTCODE, REGION, COUNCIL,
	SECTOR, PLACES, SHORT_BREAKS, OWNER, INSPECTED, PUBLISHED, OVERALL, EDUCATION, HEALTH,
	PROTECTED, LEADERS, JOINER, LEAVER, RESIGNED, CLOSED, CANCELLED, WANTS
};

const struct csv_want ofsted_wants[] = {
	[URN]          = { "URN", .must = true },
	[PROVISION]    = { "Provision type", .or_name = "Provider type", .must = true },
	[REGISTERED]   = { "Registration date",
	                   .or_name = "First effective date (that the provider became active" ,
	                   .prefix = true },
	[NAME]         = { "Name", .or_name = "Provider name" },
	[LINE_1]       = { "Address 1", .or_name = "Address line 1" },
	[LINE_2]       = { "Address 2", .or_name = "Address line 2" },
	[TOWN]         = { "Town" },
	[COUNTY]       = { "County" },
	[POSTCODE]     = { "Postcode", .or_name = "Post code" },
	[REGION]       = { "Government Office Region", .or_name = "Ofsted region" },
	[COUNCIL]      = { "Local authority", .prefix = true, .must = true },
	[SECTOR]       = { "Sector" },
	[PLACES]       = { "Places", .or_name = "Number of places" },
	[SHORT_BREAKS] = { "Short-break-only", .or_name = "Short break only", .prefix = true },
	[OWNER]        = { "Organisation which owns", .or_name = "Organisation name",
	                   .prefix = true },
	[INSPECTED]    = { "Latest full inspection date", .or_name = "Inspection date" },
	[PUBLISHED]    = { "Latest full inspection publication date",
	                   .or_name = "Publication date" },
	[OVERALL]      = { "Overall experiences and progress", .or_name = "Overall effectiveness",
	                   .prefix = true },
	[EDUCATION]    = { "Outcomes in education", .prefix = true },
	[HEALTH]       = { "Health services", .prefix = true },
	[PROTECTED]    = { "How well children", .prefix = true },
	[LEADERS]      = { "The effectiveness of leaders", .or_name = "Effectiveness of leaders",
	                   .prefix = true },
	[JOINER]       = { "Joiner status" },
	[LEAVER]       = { "Leaver status" },
	[RESIGNED]     = { "First effective date (that the provider became resigned",
	                   .or_name = "Date resigned", .prefix = true },
	[CLOSED]       = { "First effective date (that the provider closed",
	                   .or_name = "Date closed", .prefix = true },
	[CANCELLED]    = { "First effective date (that the provider became cancelled",
	                   .or_name = "Date cancelled", .prefix = true },
};
const size_t ofsted_nwants = COUNT(ofsted_wants);
_Static_assert(COUNT(ofsted_wants) == WANTS && WANTS <= REG_WANTS, "one want a column");

struct ofsted_layout { int status; };           /* its column; -1: none */

/* "Registration status", or the last of "Registration status (as at 31 March 2023)". */
static int status_column(const struct csv_header *h)
{
	static const char name[] = "Registration status";
	int found = -1;

	for (size_t i = 0; i < h->n; i++) {
		const struct slice begins = { h->name[i], strnlen(h->name[i], sizeof name - 1) };

		if (slice_is(begins, name))
			found = (int)i;
	}
	return found;
}

void ofsted_open(struct reg_reader *r)
{
	struct ofsted_layout *l = NEW(r->arena, struct ofsted_layout);

	l->status = status_column(&r->header);
	r->ofsted = l;
	r->key = URN;
	r->partial = r->at[JOINER] >= 0 || r->at[LEAVER] >= 0 ||
	             (l->status < 0 && r->at[CLOSED] >= 0);
	r->produced = produced_after(r, "at ");
}

/* ---- a row ----------------------------------------------------------------------- */

/* What is kept back is not said, whatever words stand for it. */
static const char *said(struct take *t, int want)
{
	static const char kept_back[] = "REDACTED";
	const char *text = take_text(t, want);
	const struct slice begins = { text, strnlen(text, sizeof kept_back - 1) };

	return slice_is(begins, kept_back) ? "" : text;
}

static bool has(const char *text, const char *word)
{
	return strcasestr(text, word) != NULL;
}

static void read_status(struct take *t, struct reg_location *out)
{
	static const struct { const char *begins; int status; } words[] = {
		{ "Active", REG_ACTIVE }, { "Suspended", REG_SUSPENDED }, { "Resigned", REG_GONE },
		{ "Closed", REG_GONE }, { "Cancelled", REG_GONE }, { "Dormant", REG_INACTIVE },
		{ "Not operat", REG_INACTIVE },
	};
	const int column = t->r->ofsted->status;
	const char *text = clean_text(t->arena, csv_field(&t->r->row, column));
	const Date ends[] = { take_date(t, CANCELLED), take_date(t, RESIGNED),
	                      take_date(t, CLOSED) };

	for (size_t i = 0; i < COUNT(ends); i++)
		if (date_known(ends[i]) && !date_known(out->deregistered))
			out->deregistered = ends[i];
	if (BLANK(text)) {
		out->status = date_known(out->deregistered) ? REG_GONE : REG_ACTIVE;
		return;
	}
	for (size_t i = 0; i < COUNT(words); i++) {
		const size_t n = strlen(words[i].begins);

		if (!slice_is((struct slice){ text, strnlen(text, n) }, words[i].begins))
			continue;
		out->status = words[i].status;
		/* One that closed and came again is open. */
		if (out->status != REG_GONE)
			out->deregistered = DATE_NONE;
		return;
	}
	take_refuse(t, t->r->header.name[column], text, "\"%.40s\" is not a status that we know: "
	            "Active, Suspended, Resigned, Closed, Cancelled.", text);
}

static void read_place(struct take *t, struct reg_location *out)
{
	const char *one = said(t, LINE_1), *two = said(t, LINE_2);

	out->address = arena_fmt(t->arena, "%s%s%s", one, *one && *two ? "\n" : "", two);
	out->town = said(t, TOWN);
	out->county = said(t, COUNTY);
	clean_postcode(t, out, said(t, POSTCODE));
	out->council = take_text(t, COUNCIL);
	out->region = take_text(t, REGION);
	/* Where children live is nobody's to tell: also if a list should tell it. */
	out->hidden = BLANK(out->postcode) || (has(out->care_service, "home") &&
	                                       has(out->care_service, "children"));
}

/* "Bright Acorn (Care) Limited" -> "bright-acorn-care-ltd". */
static const char *owner_ref(struct arena *a, const char *name)
{
	static const struct { const char *is, *to; } forms[] = {
		{ "limited", "ltd" }, { "company", "co" }, { "incorporated", "inc" },
		{ "and", "" }, { "the", "" },
	};
	struct buf b = buf_new(a), word = buf_new(a);

	for (const char *p = name;; p++) {
		const char *w;

		if (*p == '\'')
			continue;
		if (isalnum((unsigned char)*p) || (unsigned char)*p >= 0x80) {
			buf_char(&word, (char)tolower((unsigned char)*p));
			continue;
		}
		w = buf_text(&word);
		for (size_t i = 0; i < COUNT(forms); i++)
			if (strcmp(w, forms[i].is) == 0)
				w = forms[i].to;
		buf_fmt(&b, "%s%s", b.n && *w ? "-" : "", w);
		word = buf_new(a);
		if (!*p)
			return buf_text(&b);
	}
}

static void read_grades(struct take *t, struct reg_location *out)
{
	static const struct { int want, question; } grades[] = {
		{ OVERALL, ASKED_OVERALL }, { PROTECTED, ASKED_PROTECTED },
		{ LEADERS, ASKED_LEADERS }, { EDUCATION, ASKED_EDUCATION },
		{ HEALTH, ASKED_HEALTH },
	};
	static const char *const numbers[] = {
		"", "Outstanding", "Good", "Requires improvement to be good", "Inadequate",
	};
	Date on = take_date(t, PUBLISHED);

	out->inspected = take_date(t, INSPECTED);
	if (!date_known(on))
		on = out->inspected;
	for (size_t i = 0; i < COUNT(grades); i++) {
		const char *text = take_text(t, grades[i].want);

		/* In older files 5 is "not judged". */
		if (BLANK(text) || strcmp(text, "5") == 0)
			continue;
		if (text[0] >= '1' && text[0] <= '4' && !text[1])
			text = numbers[text[0] - '0'];
		rating_put(t, out, &(struct reg_rating){ grades[i].question, text,
			reg_rank_ofsted(text), on, "" });
	}
}

/* "Children's home SC012345", however this month writes it. */
static const char *kind_and_number(struct arena *a, const struct reg_location *l)
{
	char *kind = arena_dup(a, l->care_service);

	for (char *p = kind; *p; p++)
		*p = (char)(p == kind ? toupper((unsigned char)*p) : tolower((unsigned char)*p));
	return arena_fmt(a, "%s %s", kind, l->ref);
}

void ofsted_read(struct take *t, struct reg_location *out)
{
	out->regulator = REGULATOR_OFSTED;
	out->care_service = take_text(t, PROVISION);
	out->subtype = take_text(t, SHORT_BREAKS);
	if (BLANK(out->care_service))
		take_refuse(t, ofsted_wants[PROVISION].name, "", "%s has no provision type.",
		            out->ref);
	out->name = said(t, NAME);
	/* A home is published without its name: what it is, and its number. */
	if (BLANK(out->name))
		out->name = kind_and_number(t->arena, out);
	out->provider_name = said(t, OWNER);
	if (!BLANK(out->provider_name))
		out->provider_ref = owner_ref(t->arena, out->provider_name);
	out->sector = take_text(t, SECTOR);
	out->by_council = slice_is((struct slice){ out->sector, strlen(out->sector) },
	                           "Local Authority");
	out->registered = take_date(t, REGISTERED);
	out->places = take_count(t, PLACES);
	read_status(t, out);
	read_place(t, out);
	read_grades(t, out);
}
