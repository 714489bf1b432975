/* SPDX-License-Identifier: MIT */
/*
 * watched.c -- what Westmarch hears of its providers: whose contracts they are,
 * Ofsted's list of homes and agencies, read twice, and what the second brought.
 *
 * The list is in Ofsted's own layout and goes through the importer.  Between
 * the two a home was rated lower, another higher, one closed and one opened,
 * an agency moved.  All of it is invented.
 */
#include "demo/inside.h"

#include "exchange/csv.h"
#include "market/watch.sql.h"

#include <string.h>

/* On the second list: as on the first unless said. */
struct home {
	const char *urn, *kind, *name, *line, *postcode, *owner, *sector, *places;
	const char *grade, *protected, *leaders;        /* O, G, R, I; "" not inspected yet   */
	const char *then;                               /* the overall grade on the first list */
	enum { STAYS, OPENS, CLOSES, MOVES } does;
};

static const struct home homes[] = {
	{ "SC990101", "Children's home", "", "", "", "Bramble Row Care Limited", "Private", "4",
	  "R", "R", "G", "G", STAYS },
	{ "SC990102", "Children's home", "", "", "", "Bramble Row Care Limited", "Private", "3",
	  "G", "G", "G", "G", STAYS },
	{ "2990103", "Children's home", "", "", "", "Westmarch Council", "Local Authority", "5",
	  "O", "G", "O", "G", STAYS },
	{ "2990104", "Children's home", "", "", "", "Stepping Stile Homes Ltd", "Private", "2",
	  "G", "G", "R", "G", CLOSES },
	{ "2990105", "Children's home", "", "", "", "Stepping Stile Homes Ltd", "Private", "3",
	  "", "", "", "", OPENS },
	{ "SC990106", "Secure children's home", "", "", "", "Westmarch Council",
	  "Local Authority", "12", "G", "G", "G", "G", STAYS },
	{ "SC990107", "Independent Fostering Agency", "Hazelbrook Fostering", "2 Weavers Yard",
	  "WM1 2BB", "Hazelbrook Foster Care CIC", "Voluntary", "", "G", "O", "G", "G", STAYS },
	{ "2990108", "Independent Fostering Agency", "Kitewell Families", "Unit 4, Saddlers Court",
	  "WM3 4DD", "Kitewell Families Ltd", "Private", "", "G", "G", "G", "G", MOVES },
	{ "2990109", "Voluntary Adoption Agency", "Two Rivers Adoption", "9 Chapel Walk",
	  "WM2 1AA", "Two Rivers Adoption", "Voluntary", "", "O", "O", "O", "O", STAYS },
	{ "2990110", "Residential Family Centre", "", "", "", "Lower Mill Families Ltd", "Private",
	  "6", "G", "G", "G", "R", STAYS },
	{ "2990111", "Supported accommodation", "Front Door Sixteen Plus", "31 Station Road",
	  "WM7 5EE", "Front Door Housing CIC", "Voluntary", "18", "G", "", "", "G", STAYS },
};

static const char *grade_words(const char *letter)
{
	switch (*letter) {
	case 'O': return "Outstanding";
	case 'G': return "Good";
	case 'R': return "Requires improvement to be good";
	case 'I': return "Inadequate";
	default:  return "";
	}
}

static void put_cell(struct buf *b, const char *text)
{
	csv_put_text(b, text, false);
	buf_char(b, ',');
}

static const char *day_first(struct arena *a, Date d)
{
	struct civil c = date_civil(d);

	return arena_fmt(a, "%02d/%02d/%04d", c.day, c.month, c.year);
}

/* Days between the two lists. */
enum { BETWEEN = 35 };

static bool inspected_anew(const struct home *h)
{
	return strcmp(h->grade, h->then) != 0 ||
	       (*h->protected && strcmp(h->protected, h->then) != 0) ||
	       (*h->leaders && strcmp(h->leaders, h->then) != 0);
}

static void put_home(struct arena *a, struct buf *b, const struct home *h, Date as_at, bool second)
{
	const bool kept_back = !*h->name;
	const bool other = second && *h->grade && inspected_anew(h);
	const char *grade = second ? h->grade : h->then;
	const Date seen = date_plus(as_at, other ? -25 : second ? -BETWEEN - 200 : -200);

	put_cell(b, "Ofsted Social Care Provider Webpage");
	put_cell(b, h->urn);
	put_cell(b, h->kind);
	put_cell(b, day_first(a, h->does == OPENS ? date_plus(as_at, -20) : date_make(2016, 4, 4)));
	put_cell(b, "Active");
	put_cell(b, kept_back ? "REDACTED" : h->name);
	put_cell(b, kept_back ? "REDACTED" : second && h->does == MOVES ? "11 Corn Street"
	                                                                : h->line);
	put_cell(b, kept_back ? "REDACTED" : "Westmarch");
	put_cell(b, kept_back ? "REDACTED" : second && h->does == MOVES ? "WM3 9AB" : h->postcode);
	put_cell(b, "South West");
	put_cell(b, "Westmarch");
	put_cell(b, h->sector);
	put_cell(b, h->places);
	put_cell(b, h->owner);
	put_cell(b, *grade ? day_first(a, seen) : "");
	put_cell(b, *grade ? day_first(a, date_plus(seen, 18)) : "");
	put_cell(b, grade_words(grade));
	put_cell(b, grade_words(second || !*h->protected ? h->protected : h->then));
	buf_fmt(b, "%s,\r\n", grade_words(second || !*h->leaders ? h->leaders : h->then));
}

const char *homes_list(struct arena *a, Date as_at, bool second)
{
	struct buf b = buf_new(a);

	buf_fmt(&b, "Children's social care data in England - Provider level as at %s\r\n"
	        "This worksheet contains one table. All providers in it are invented.\r\n\r\n"
	        "Web link,URN,Provision type,Registration date,Registration status,Name,Address 1,"
	        "Town,Postcode,Government Office Region,Local authority,Sector,Places,"
	        "Organisation which owns the provider,Latest full inspection date,"
	        "Latest full inspection publication date,Overall experiences and progress of "
	        "children and young people,How well children and young people are helped and "
	        "protected,The effectiveness of leaders and managers,\r\n", date_text(a, as_at));
	for (size_t i = 0; i < COUNT(homes); i++)
		if (homes[i].does != (second ? CLOSES : OPENS))
			put_home(a, &b, &homes[i], as_at, second);
	return buf_text(&b);
}

/* ---- who looks after whom ---------------------------------------------------------------- */

/* The partners and every third of the others; the rest are nobody's yet. */
void watched_found(struct council *c)
{
	for (int i = 0; i < FIRMS; i++)
		if (firm_specs[i].kind == FIRM_STRATEGIC || i % 3 == 0)
			SURE(contract_manager_set(c->db, c->arena, c->firm[i].id, c->commissioner,
			                          moment_date(c->founded), c->commissioner,
			                          c->founded) == WATCH_DONE);
}

static const char *did(const struct notice_list_row *n)
{
	switch (n->kind) {
	case EVENT_RATED_DOWN:
		return "Read the report; asked for the action plan, visit booked for next week";
	case EVENT_RATED_UP:
		return "Congratulated them; nothing else to do";
	case EVENT_RATED:
		return "Read the report; agrees with our monitoring";
	default:
		return "Checked with the provider; our records are right";
	}
}

/* What lies there, but for every fourth and what was rated lower: somebody is behind. */
void watched_look(struct council *c)
{
	struct notice_list_row *n;
	const size_t count = ALL(c->db, c->arena, notice_list, &n, .me = V(c->commissioner),
	                         .today = V(moment_date(clock_now())),
	                         .open = V((int64_t)NOTICE_OPEN), .limit = V(INT64_C(500)),
	                         .skip = V(INT64_C(0)));

	for (size_t i = 0; i < count; i++)
		if (i % 4 != 1 && n[i].kind != EVENT_RATED_DOWN)
			SURE(notice_look(c->db, c->arena, n[i].id, did(&n[i]), c->commissioner,
			                 clock_now()) == WATCH_DONE);
}
