/* SPDX-License-Identifier: MIT */
/*
 * firms.c -- the forty providers, in the regulator's own layouts.
 *
 * Four strategic partners hold Part B contracts with hours bought ahead in
 * their home localities and Part A elsewhere; two spot providers take much of
 * what is large; the others are on Part A, on interim agreements, accredited
 * out of area, or not on the framework.  Who plays which part is told by its
 * place: enum FIRM_* in inside.h.
 */
#include "demo/inside.h"

#include "exchange/csv.h"
#include "exchange/json.h"

/* Localities as bits: Marchbury 1, Eastmere 2, Coldwater Vale 4, Harrowgate Hill 8,
 * Saltmarsh 16, Upper Tarn 32. */
enum { ALL = 63 };

const struct firm_spec firm_specs[FIRMS] = {
	{ "Larkrise Homecare", "Larkrise Care Group Limited", "WM1", FIRM_STRATEGIC, 1 | 2 | 4,
	  1 | 2, "Good" },
	{ "Tarnside Care at Home", "Tarnside Community Care CIC", "WM8", FIRM_STRATEGIC,
	  4 | 8 | 32, 4 | 32, "Outstanding" },
	{ "Bridgewell Support", "Bridgewell Support Services Limited", "WM7", FIRM_STRATEGIC,
	  1 | 16 | 32, 1 | 16, "Good" },
	{ "Meadowcroft Independent Living", "Meadowcroft Living Limited", "WM6", FIRM_STRATEGIC,
	  2 | 8 | 16, 8 | 2, "Good" },
	{ "Copperfield Complex Care", "Copperfield Care Partners LLP", "WM2", FIRM_SPOT, ALL, 0,
	  "Good" },
	{ "Ostlers Home Support", "Ostlers Home Support Limited", "WM3", FIRM_SPOT, ALL, 0,
	  "Requires improvement" },
	{ "Harbour Lights Homecare", "Harbour Lights Care Limited", "WM7", FIRM_NEWCOMER, ALL, 0,
	  NULL },
	{ "Silverbirch Carers", "Silverbirch Carers Limited", "WM4", FIRM_SILENT, 4 | 8 | 32, 0,
	  "Good" },
	{ "Lantern Street Care", "Lantern Street Care Limited", "WM5", FIRM_LEAVER, 1 | 4 | 16, 0,
	  "Inadequate" },
	{ "Pennywort Homecare", "Pennywort Care Limited", "WM2", FIRM_PART_A, 1 | 2 | 16, 0,
	  "Requires improvement" },
	{ "Quayside Helping Hands", "Quayside Helping Hands Limited", "WM7", FIRM_PART_A,
	  1 | 2 | 16, 0, "Requires improvement" },
	{ "Acorn and Oak Care", "Acorn and Oak Care Limited", "WM1", FIRM_PART_A, 1 | 2, 0,
	  "Good" },
	{ "Beacon Hill Homecare", "Beacon Hill Homecare Limited", "WM6", FIRM_PART_A, 8 | 16, 0,
	  "Good" },
	{ "Bluebell Cottage Care", "Bluebell Cottage Care Limited", "WM4", FIRM_PART_A, 4 | 32, 0,
	  "Good" },
	{ "Carriage House Care", "Carriage House Care LLP", "WM2", FIRM_PART_A, 1 | 8, 0,
	  "Good" },
	{ "Dovecote Domiciliary", "Dovecote Domiciliary Limited", "WM3", FIRM_PART_A, 2 | 4 | 8,
	  0, "Outstanding" },
	{ "Evergreen Visiting Care", "Evergreen Visiting Care Limited", "WM1", FIRM_PART_A,
	  1 | 16 | 32, 0, "Good" },
	{ "Fernleigh Care", "Fernleigh Care CIC", "WM5", FIRM_PART_A, 4 | 8, 0, "Good" },
	{ "Goldcrest Home Help", "Goldcrest Home Help Limited", "WM6", FIRM_PART_A, 2 | 8, 0,
	  "Good" },
	{ "Hearthstone Care", "Hearthstone Care Limited", "WM9", FIRM_PART_A, 16 | 32, 0,
	  "Good" },
	{ "Ivy Lane Carers", "Ivy Lane Carers Co-operative", "WM2", FIRM_PART_A, 1 | 2 | 4, 0,
	  "Good" },
	{ "Kittiwake Care", "Kittiwake Care Limited", "WM7", FIRM_PART_A, 16, 0, NULL },
	{ "Moorland Nightingales", "Moorland Nightingales Limited", "WM8", FIRM_PART_A, 32 | 4, 0,
	  "Good" },
	{ "Nine Elms Homecare", "Nine Elms Homecare Limited", "WM1", FIRM_PART_A, 1 | 8 | 16, 0,
	  "Good" },
	{ "Orchard Gate Care", "Orchard Gate Care Limited", "WM3", FIRM_INTERIM, 1 | 2 | 8, 0,
	  "Good" },
	{ "Primrose Bank Care", "Primrose Bank Care Limited", "WM5", FIRM_INTERIM, 4 | 32, 0,
	  "Good" },
	{ "Rosehip Home Carers", "Rosehip Home Carers Limited", "WM6", FIRM_INTERIM, 8 | 16, 0,
	  "Requires improvement" },
	{ "St Brannoc's Trust", "St Brannoc's Charitable Trust", "WM1", FIRM_INTERIM, 1 | 4 | 16,
	  0, "Good" },
	{ "Three Counties Care", "Three Counties Care Limited", "XM1", FIRM_OUT_OF_AREA,
	  1 | 2 | 16, 0, "Good" },
	{ "Underwood Homecare", "Underwood Homecare Limited", "XM2", FIRM_OUT_OF_AREA, 2 | 4 | 8,
	  0, "Good" },
	{ "Vale and Dale Support", "Vale and Dale Support Limited", "XM4", FIRM_OUT_OF_AREA,
	  4 | 32, 0, "Good" },
	{ "Wayfarer Care", "Wayfarer Care Limited", "XM5", FIRM_OUT_OF_AREA, 1 | 8 | 32, 0,
	  NULL },
	{ "Yellow Gate Live-in Care", "Yellow Gate Limited", "WM2", FIRM_OUTSIDE, ALL, 0,
	  "Good" },
	{ "Zephyr Care Agency", "Zephyr Care Agency Limited", "WM3", FIRM_OUTSIDE, ALL, 0, NULL },
	{ "Amber Door Care", "Amber Door Care Limited", "WM6", FIRM_OUTSIDE, ALL, 0, "Good" },
	{ "Brindle Home Services", "Brindle Home Services Limited", "WM4", FIRM_OUTSIDE, ALL, 0,
	  "Inadequate" },
	{ "Cloverleaf Personal Care", "Cloverleaf Personal Care Limited", "WM7", FIRM_OUTSIDE,
	  ALL, 0, "Good" },
	{ "Drovers' House", "Westering Homes Limited", "WM1", FIRM_OTHER, 0, 0, "Good" },
	{ "Heron Court Nursing Home", "Heron Court Limited", "WM3", FIRM_OTHER, 0, 0,
	  "Requires improvement" },
	{ "The Malthouse", "Malthouse Supported Living CIC", "WM8", FIRM_OTHER, 0, 0, "Good" },
};

/* Registered for supported living besides homecare. */
static bool is_young(int i)
{
	return i == FIRM_YOUNG || i == FIRM_YOUNG_TOO;
}

/* Names by which the regulators know service types: the directory's and the API's. */
static const char *service_type(int i, bool api)
{
	static const char *const others[3][2] = {
		{ "Residential homes", "Residential homes" },
		{ "Nursing homes", "Nursing homes" },
		{ "Supported living", "Supported living" },
	};

	if (firm_specs[i].kind == FIRM_OTHER)
		return others[i - (FIRMS - 3)][api];
	if (is_young(i) && !api)
		return "Homecare agencies|Supported living";
	return api ? "Domiciliary care service" : "Homecare agencies";
}

/* The address of a firm's office is the same in every file of a council. */
struct office { const char *street, *town, *postcode, *phone; };

static struct office office_of(struct arena *a, int i)
{
	struct chance c = { 4711u + (unsigned)i };
	const char *district = firm_specs[i].district, *town = "Longbridge";

	for (int p = 0; p < PLACES; p++)
		for (int d = 0; d < 3 && places[p].districts[d]; d++)
			if (text_same(places[p].districts[d], district))
				town = places[p].name;
	return (struct office){ street_make(&c, a), town, postcode_make(&c, a, district),
		arena_fmt(a, "01632 960%03d", 100 + i) };
}

static const char *location_ref(struct arena *a, int i)
{
	return arena_fmt(a, "1-99%08d", 1000 + i);
}

static const char *provider_ref(struct arena *a, int i)
{
	return arena_fmt(a, "1-88%06d", 100 + i);
}

static void put_cell(struct buf *b, const char *text, bool last)
{
	csv_put_text(b, text, false);
	buf_str(b, last ? "\r\n" : ",");
}

const char *firms_directory(struct arena *a, Date produced)
{
	struct buf b = buf_new(a);

	buf_fmt(&b, "CQC Locations data\r\n\r\nThis data was produced on %s\r\n\r\n",
	        date_text(a, produced));
	buf_str(&b, "Name,Also known as,Address,Postcode,Phone number,Service's website (if "
	            "available),"
	            "Service types,Date of latest check,Specialisms/services,Provider name,Local "
	            "authority,"
	            "Region,Location URL,CQC Location ID (for office use only),"
	            "CQC Provider ID (for office use only)\r\n");
	for (int i = 0; i < FIRMS; i++) {
		const struct firm_spec *f = &firm_specs[i];
		struct office o = office_of(a, i);
		const char *ref = location_ref(a, i);

		put_cell(&b, f->name, false);
		put_cell(&b, "", false);
		put_cell(&b, arena_fmt(a, "%s,%s", o.street, o.town), false);
		put_cell(&b, o.postcode, false);
		put_cell(&b, o.phone, false);
		put_cell(&b, arena_fmt(a, "firm%02d.example.org", i), false);
		put_cell(&b, service_type(i, false), false);
		put_cell(&b, "", false);
		put_cell(&b, "Caring for adults over 65 yrs|Dementia", false);
		put_cell(&b, f->legal, false);
		put_cell(&b, f->kind == FIRM_OUT_OF_AREA ? "Longbridge" : "Westmarch", false);
		put_cell(&b, "Marches", false);
		put_cell(&b, arena_fmt(a, "https://regulator.example.org/location/%s", ref), false);
		put_cell(&b, ref, false);
		put_cell(&b, provider_ref(a, i), true);
	}
	return buf_text(&b);
}

/* Key questions are rated as the whole is, but for one that is a grade better. */
static void put_questions(struct json_out *j, const char *rating)
{
	static const char *const questions[] = { "Safe", "Effective", "Caring", "Responsive",
		                                 "Well-led" };

	json_open_array(j, "keyQuestionRatings");
	for (size_t q = 0; q < COUNT(questions); q++) {
		json_open_object(j, NULL);
		json_put_text(j, "name", questions[q]);
		json_put_text(j, "rating", q == 2 ? "Good" : rating);
		json_close_object(j);
	}
	json_close_array(j);
}

static void put_location(struct json_out *j, struct arena *a, int i, Date newest)
{
	const struct firm_spec *f = &firm_specs[i];
	struct office o = office_of(a, i);

	json_open_object(j, NULL);
	json_put_text(j, "locationId", location_ref(a, i));
	json_put_text(j, "providerId", provider_ref(a, i));
	json_put_text(j, "organisationType", "Location");
	json_put_text(j, "type", "Social Care Org");
	json_put_text(j, "name", f->name);
	json_put_text(j, "registrationStatus", "Registered");
	json_put_date(j, "registrationDate", date_plus(newest, -3000 + 40 * i));
	json_put_text(j, "localAuthority",
	              f->kind == FIRM_OUT_OF_AREA ? "Longbridge" : "Westmarch");
	json_put_text(j, "region", "Marches");
	json_put_text(j, "postalAddressLine1", o.street);
	json_put_text(j, "postalAddressTownCity", o.town);
	json_put_text(j, "postalCode", o.postcode);
	json_put_text(j, "mainPhoneNumber", o.phone);
	json_open_array(j, "gacServiceTypes");
	json_open_object(j, NULL);
	json_put_text(j, "name", service_type(i, true));
	json_close_object(j);
	if (is_young(i)) {
		json_open_object(j, NULL);
		json_put_text(j, "name", "Supported living service");
		json_close_object(j);
	}
	json_close_array(j);
	json_open_object(j, "currentRatings");
	if (f->rating) {
		json_open_object(j, "overall");
		json_put_text(j, "rating", f->rating);
		json_put_date(j, "reportDate", date_plus(newest, -30 - 23 * i));
		put_questions(j, f->rating);
		json_close_object(j);
	}
	json_close_object(j);
	json_close_object(j);
}

const char *firms_ratings(struct arena *a, Date newest)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_array(&j, NULL);
	for (int i = 0; i < FIRMS; i++)
		put_location(&j, a, i, newest);
	json_close_array(&j);
	return buf_text(&b);
}
