/* SPDX-License-Identifier: MIT */
/*
 * ci.c -- the Care Inspectorate's datastore CSV, any month from 2018 on.
 *
 * The monthly file has had 91 to 124 columns: names changed, and columns of
 * a year ("Complaints_upheld_2425") roll every April.  So plain columns are
 * found by either of their names, and those of a year by their prefix and
 * the four digits at their end.  Grades before 2018-22 are "quality themes",
 * later ones "key questions".  Standards: section 3.
 */
#include <string.h>

#include "exchange/identifiers.h"
#include "exchange/reg_inside.h"

enum {
	CS_NUMBER, COMBINED, COMBINED_CASE, CARE_SERVICE, SUBTYPE, MORE_SUBTYPES, SERVICE_TYPE,
	NAME, LINE_1, LINE_2, LINE_3, LINE_4, TOWN, POSTCODE, UPRN, PHONE, SP_NUMBER, PROVIDER,
	BY_COUNCIL, STATUS, DATE_REG, AUTHORITY, BEDS, MAIN_CARE, ALL_CARE, COUNCIL, BOARD,
	PLACES, CLIENTS, PUBLIC, RISK, GRADED_ON, INSPECTED, WANTS
};

const struct csv_want ci_wants[] = {
	[CS_NUMBER]     = { "CSNumber", .must = true },
	[COMBINED]      = { "Combined_Service_", .or_name = "Combined_Service" },
	[COMBINED_CASE] = { "CaseNumber_Combined" },
	[CARE_SERVICE]  = { "CareService", .must = true },
	[SUBTYPE]       = { "Subtype" },
	[MORE_SUBTYPES] = { "AdditionalSubtypes" },
	[SERVICE_TYPE]  = { "ServiceType" },
	[NAME]          = { "ServiceName", .must = true },
	[LINE_1]        = { "Address_line_1" },
	[LINE_2]        = { "Address_line_2" },
	[LINE_3]        = { "Address_line_3" },
	[LINE_4]        = { "Address_line_4" },
	[TOWN]          = { "Service_town" },
	[POSTCODE]      = { "Service_Postcode", .must = true },
	[UPRN]          = { "ChopUPRN", .or_name = "UPRN" },
	[PHONE]         = { "Service_Phone_Number" },
	[SP_NUMBER]     = { "SP_number", .must = true },
	[PROVIDER]      = { "ServiceProvider", .must = true },
	[BY_COUNCIL]    = { "Provided_by_Local_Authority" },
	[STATUS]        = { "ServiceStatus", .must = true },
	[DATE_REG]      = { "DateReg" },
	[AUTHORITY]     = { "Integration_Authority_Name", .or_name = "CHP_Name" },
	[BEDS]          = { "TotalBeds" },
	[MAIN_CARE]     = { "CareHome_Main_Area_of_Care" },
	[ALL_CARE]      = { "Care_Home_All_Areas_of_Provision" },
	[COUNCIL]       = { "Council_Area_Name" },
	[BOARD]         = { "Health_Board_Name" },
	[PLACES]        = { "Registered_Places" },
	[CLIENTS]       = { "Client_group" },
	[PUBLIC]        = { "PublicList" },
	[RISK]          = { "RAD_SAT_Score", .or_name = "RADScore" },
	[GRADED_ON]     = { "Publication_of_Latest_Grading" },
	[INSPECTED]     = { "Last_inspection_Date" },
};
const size_t ci_nwants = COUNT(ci_wants);
_Static_assert(COUNT(ci_wants) == WANTS && WANTS <= REG_WANTS, "one want a column");

/* ---- the layout of this month -------------------------------------------------- */

static const struct { const char *name; int question; } grades[] = {
	{ "KQ_Support_Wellbeing",         ASKED_WELLBEING },
	{ "KQ_Wellbeing",                 ASKED_WELLBEING },
	{ "KQ_Care_and_Support_Planning", ASKED_PLANNING },
	{ "KQ_Planning",                  ASKED_PLANNING },
	{ "KQ_Setting",                   ASKED_SETTING },
	{ "KQ_Staff_Team",                ASKED_STAFF_TEAM },
	{ "KQ_Staff",                     ASKED_STAFF_TEAM },
	{ "KQ_Leadership",                ASKED_LEADERSHIP },
	{ "KQ_Care_Play_and_Learning",    ASKED_PLAY },
	{ "KQ_CPL",                       ASKED_PLAY },
	{ "KQ_COVID19",                   ASKED_COVID },
	{ "KQ_COVID_19",                  ASKED_COVID },
	{ "Quality_of_Care_and_Support",  ASKED_CARE },
	{ "Quality_of_Environment",       ASKED_ENVIRONMENT },
	{ "Quality_of_Staffing",          ASKED_STAFFING },
	{ "Quality_of_Mgmt_and_Lship",    ASKED_MANAGEMENT },
	{ "Quality_of_Information",       ASKED_INFORMATION },
};

static const struct { const char *prefix; enum reg_tally_kind kind; bool words; } tallies[] = {
	{ "Complaints_upheld_",           TALLY_COMPLAINTS,   false },
	{ "Complnt_upheld_or_partially_", TALLY_COMPLAINTS,   false },
	{ "Enforcements_issued_",         TALLY_ENFORCEMENTS, false },
	{ "any_requirements_",            TALLY_REQUIREMENTS, true },
};

static const char *const ordinals[] = { "first", "second", "third", "fourth", "fifth", "sixth" };

struct ci_grade { int column, question; };
struct ci_tally { int column, year; enum reg_tally_kind kind; bool words; };
struct ci_visit { int date, recs, reqs; };      /* columns; -1: none */

struct ci_layout {
	struct ci_grade *grades;  size_t ngrades;
	struct ci_tally *tallies; size_t ntallies;
	struct ci_visit *visits;  size_t nvisits;
};

static bool begins(const char *name, const char *prefix)
{
	return slice_is((struct slice){ name, strnlen(name, strlen(prefix)) }, prefix);
}

/* "..._2425" -> 2024; 0: no two years that follow each other. */
static int year_at_end(const char *name)
{
	size_t n = strlen(name);
	int from, to;

	if (n < 4 || strspn(name + n - 4, "0123456789") != 4)
		return 0;
	from = (name[n - 4] - '0') * 10 + name[n - 3] - '0';
	to = (name[n - 2] - '0') * 10 + name[n - 1] - '0';
	return (from + 1) % 100 == to ? 2000 + from : 0;
}

static int column_of(const struct csv_header *h, const char *name)
{
	for (size_t i = 0; i < h->n; i++) {
		if (slice_is((struct slice){ h->name[i], strlen(h->name[i]) }, name))
			return (int)i;
	}
	return -1;
}

static void layout_visit(struct reg_reader *r, struct ci_layout *l, int column)
{
	const char *name = r->header.name[column];

	for (size_t i = 0; i < COUNT(ordinals); i++) {
		char *prefix = arena_fmt(r->arena, "%s_date_", ordinals[i]);

		if (!begins(name, prefix) || !year_at_end(name))
			continue;
		const char *year = name + strlen(name) - 4;
		char *recs = arena_fmt(r->arena, "%s_recs_%s", ordinals[i], year);
		char *reqs = arena_fmt(r->arena, "%s_reqs_%s", ordinals[i], year);

		l->visits[l->nvisits++] = (struct ci_visit){
			column, column_of(&r->header, recs), column_of(&r->header, reqs) };
	}
}

void ci_open(struct reg_reader *r)
{
	const struct csv_header *h = &r->header;
	struct ci_layout *l = NEW(r->arena, struct ci_layout);

	l->grades = NEWN(r->arena, struct ci_grade, h->n);
	l->tallies = NEWN(r->arena, struct ci_tally, h->n);
	l->visits = NEWN(r->arena, struct ci_visit, h->n);
	for (size_t i = 0; i < h->n; i++) {
		struct slice name = { h->name[i], strlen(h->name[i]) };

		for (size_t k = 0; k < COUNT(grades); k++) {
			if (slice_is(name, grades[k].name))
				l->grades[l->ngrades++] =
					(struct ci_grade){ (int)i, grades[k].question };
		}
		for (size_t k = 0; k < COUNT(tallies); k++) {
			int year = year_at_end(h->name[i]);

			if (year && begins(h->name[i], tallies[k].prefix))
				l->tallies[l->ntallies++] = (struct ci_tally){
					(int)i, year, tallies[k].kind, tallies[k].words };
		}
		layout_visit(r, l, (int)i);
	}
	r->ci = l;
	r->key = CS_NUMBER;
}

/* ---- a row ----------------------------------------------------------------------- */

static int status_of(struct take *t)
{
	static const struct { const char *word; int status; } words[] = {
		{ "Active", REG_ACTIVE }, { "Inactive", REG_INACTIVE },
		{ "Proposing to Cancel", REG_LEAVING }, { "Cancelled", REG_GONE },
	};
	struct slice s = slice_trim(take_slice(t, STATUS));

	for (size_t i = 0; i < COUNT(words); i++) {
		if (slice_is(s, words[i].word))
			return words[i].status;
	}
	take_refuse(t, ci_wants[STATUS].name, take_text(t, STATUS),
	            "\"%.40s\" is not a status that we know: Active, Inactive, "
	            "Proposing to Cancel.",
	            take_text(t, STATUS));
	return REG_INACTIVE;
}

static const char *address_of(struct take *t)
{
	struct buf b = buf_new(t->arena);

	for (int i = LINE_1; i <= LINE_4; i++) {
		const char *line = take_text(t, i);

		if (*line && b.n)
			buf_char(&b, '\n');
		buf_str(&b, line);
	}
	return buf_text(&b);
}

static bool yes(const struct take *t, int want)
{
	return slice_is(slice_trim(take_slice(t, want)), "Yes");
}

static void read_grades(struct take *t, struct reg_location *out)
{
	const struct ci_layout *l = t->r->ci;
	Date on = take_date(t, GRADED_ON);

	for (size_t i = 0; i < l->ngrades; i++) {
		const char *text = clean_text(t->arena, csv_field(&t->r->row, l->grades[i].column));

		if (!*text)
			continue;
		if (text[1] || text[0] < '1' || text[0] > '6') {
			take_refuse(t, t->r->header.name[l->grades[i].column], text,
			            "\"%.40s\" is not a grade. Grades are 1 to 6.", text);
			return;
		}
		rating_put(t, out, &(struct reg_rating){ l->grades[i].question, text,
			text[0] - '0', on, "" });
	}
}

static void read_tallies(struct take *t, struct reg_location *out)
{
	const struct ci_layout *l = t->r->ci;

	out->tallies = NEWN(t->arena, struct reg_tally, l->ntallies);
	for (size_t i = 0; i < l->ntallies; i++) {
		const struct ci_tally *k = &l->tallies[i];
		const char *text = clean_text(t->arena, csv_field(&t->r->row, k->column));
		int64_t n;

		if (!*text)
			continue;
		/* "Yes", or "Inspected but no requirements made": inspected, none. */
		n = k->words ? slice_is((struct slice){ text, strlen(text) }, "Yes")
		             : clean_count(t, t->r->header.name[k->column], text);
		out->tallies[out->ntallies++] = (struct reg_tally){ k->kind, k->year, n };
	}
}

static void read_visits(struct take *t, struct reg_location *out)
{
	const struct ci_layout *l = t->r->ci;

	out->visits = NEWN(t->arena, struct reg_visit, l->nvisits);
	for (size_t i = 0; i < l->nvisits; i++) {
		const struct ci_visit *v = &l->visits[i];
		const char *day = clean_text(t->arena, csv_field(&t->r->row, v->date));

		if (!*day)
			continue;
		out->visits[out->nvisits++] = (struct reg_visit){
			.on = clean_date(t, t->r->header.name[v->date], day),
			.requirements = clean_lines(t->arena, csv_field(&t->r->row, v->reqs)),
			.recommendations = clean_lines(t->arena, csv_field(&t->r->row, v->recs)),
		};
	}
}

static void read_place(struct take *t, struct reg_location *out)
{
	out->address = address_of(t);
	out->town = take_text(t, TOWN);
	clean_postcode(t, out, take_text(t, POSTCODE));
	out->phone = clean_phone(t->arena, take_text(t, PHONE));
	out->uprn = clean_uprn(t->arena, take_text(t, UPRN));
	out->council = take_text(t, COUNCIL);
	out->region = take_text(t, AUTHORITY);
	out->health_board = take_text(t, BOARD);
	out->hidden = slice_is(slice_trim(take_slice(t, PUBLIC)), "No");
}

static bool list_has(const char **list, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++) {
		if (text_same(list[i], text))
			return true;
	}
	return false;
}

static void read_kind(struct take *t, struct reg_location *out)
{
	const char *all;
	size_t n, kept = 0;

	out->care_service = take_text(t, CARE_SERVICE);
	out->care_home = text_same(out->care_service, "Care Home Service");
	out->subtype = take_text(t, SUBTYPE);
	out->sector = take_text(t, SERVICE_TYPE);
	out->by_council = yes(t, BY_COUNCIL);
	out->ntypes = clean_list(t->arena, take_text(t, MORE_SUBTYPES), ";", &out->types);
	out->beds = take_count(t, BEDS);
	out->places = take_count(t, PLACES);

	/* Whom it is for: the client group, then a home's areas of care, the main one first. */
	all = arena_fmt(t->arena, "%s,%s,%s", take_text(t, CLIENTS), take_text(t, MAIN_CARE),
	                take_text(t, ALL_CARE));
	n = clean_list(t->arena, all, ",", &out->specialisms);
	for (size_t i = 0; i < n; i++) {
		if (!list_has(out->specialisms, kept, out->specialisms[i]))
			out->specialisms[kept++] = out->specialisms[i];
	}
	out->nspecialisms = kept;
}

void ci_read(struct take *t, struct reg_location *out)
{
	out->regulator = REGULATOR_CARE_INSPECTORATE;
	out->name = take_text(t, NAME);
	out->provider_ref = take_text(t, SP_NUMBER);
	out->provider_name = take_text(t, PROVIDER);
	if (*out->provider_ref && !care_inspectorate_ref(out->provider_ref, "SP"))
		take_refuse(t, ci_wants[SP_NUMBER].name, out->provider_ref,
		            "\"%.40s\" is not a provider's number like SP2003001159.",
		            out->provider_ref);
	out->status = status_of(t);
	out->registered = take_date(t, DATE_REG);
	out->inspected = take_date(t, INSPECTED);
	out->risk = take_text(t, RISK);
	read_place(t, out);
	read_kind(t, out);
	read_grades(t, out);
	read_tallies(t, out);
	read_visits(t, out);
	if (yes(t, COMBINED) && slice_trim(take_slice(t, COMBINED_CASE)).n) {
		out->links = NEW(t->arena, struct reg_link);
		out->links[out->nlinks++] = (struct reg_link){
			LINK_COMBINED, take_text(t, COMBINED_CASE), "", "" };
	}
}
