/* SPDX-License-Identifier: MIT */
/*
 * rules_pages.c -- what the commissioner keeps for the whole market: fair
 * prices, time bands, localities and their districts, skills.
 *
 * All are added or superseded from a day on; nothing that has begun is edited.
 */
#include "market/keep.sql.h"
#include "market/page.sql.h"
#include "market/pages.h"

/* What a verb answered, as a reply; `field`: where it is said. */
static struct reply kept_reply(struct rq *rq, enum kept got, const char *field, const char *already,
                               const char *flash, const char *to)
{
	switch (got) {
	case KEPT:
		return go(rq, flash, "%s", to);
	case KEPT_GONE:
		return not_found(rq);
	case KEPT_STALE:
		return refuse(rq, NULL,
		              "Someone else changed this since you opened it. Open it again");
	case KEPT_ALREADY:
		return refuse(rq, field, "%s", already);
	case KEPT_DATES:
		return refuse(rq, field, "It would end before it begins");
	case KEPT_PLACES:
		break;
	}
	return not_found(rq);
}

/* Lists have one button above them, for those who keep them. */
static void add_button(struct rq *rq, struct page *pg, const char *words, const char *href)
{
	if (rq_may(rq, MAY_MARKET))
		gov_button(pg, (struct gov_button){ .text = words, .href = href });
}

/* ---- all of it on one page ------------------------------------------------------------ */

struct reply market_get(struct rq *rq)
{
	static const struct { const char *href, *text, *says; } ways[] = {
		{ "/prices", "Fair price of care",
		  "What an hour should cost, by service and locality" },
		{ "/bands", "Time bands",
		  "The stretches of the day in which providers state free hours" },
		{ "/localities", "Localities", "The council's planning areas" },
		{ "/districts", "Postcode districts", "Which of them lies in which locality" },
		{ "/frameworks", "Frameworks", "The agreements on which providers are accredited" },
		{ "/skills", "Skills", "What requests may ask for and providers may offer" },
		{ "/evidence/rules", "Evidence",
		  "Insurance and other things that providers must show, and what follows" },
		{ "/questionnaires", "Questionnaires", "What providers and staff are asked" },
		{ "/providers", "Providers", "Who there is, and on what standing" },
		{ "/register", "Public register", "What everybody may see of them" },
	};
	struct page *pg;

	rq->look.title = rq->look.h1 = "Market";
	pg = show_begin(rq);
	EL(pg, "ul", "class", "govuk-list govuk-list--spaced");
	for (size_t i = 0; i < COUNT(ways); i++) {
		el(pg, "li");
		el_link(pg, ways[i].href, ways[i].text);
		text(pg, ": ");
		text(pg, ways[i].says);
		end(pg);
	}
	end(pg);
	return show(rq, pg);
}

/* ---- prices ------------------------------------------------------------------------------ */

static struct cell price_last(struct rq *rq, const void *row)
{
	(void)rq;
	return last_day_cell(((const struct market_price_list_row *)row)->until_day);
}

static const struct list_col price_cols[] = {
	{ "id",            "Number",   .as = CELL_INT, .in_files_only = true },
	{ "service",       "Service",  .as = CELL_WORD, .words = &service_vocab },
	{ "locality_name", "Locality" },
	{ "from_day",      "From",     .as = CELL_DATE },
	{ "last_day",      "Last day", .as = CELL_DATE, .make = price_last },
	{ "rate_pence",    "Rate an hour", .as = CELL_MONEY },
};
static const struct list_filter price_filters[] = {
	{ "service",  "Service",  FILTER_CHOICE, .words = &service_vocab },
	{ "locality", "Locality", FILTER_CHOICE, .from = &market_locality_choices_sql },
	{ "on_day",   "On",       FILTER_DATE },
};

static void prices_above(struct rq *rq, struct page *pg)
{
	add_button(rq, pg, "Set a price", "/prices/new");
}

const struct list market_prices_list = {
	.name = "prices", .title = "Fair price of care",
	.why = "Read by brokers beside an offer, and by commissioners who set it",
	.sql = &market_price_list_sql, .cols = price_cols, .ncols = COUNT(price_cols),
	.filters = price_filters, .nfilters = COUNT(price_filters), .page_rows = 50,
	.none = "No price is set yet", .above = prices_above,
};

struct price_in { unsigned service; LocalityId locality; Date from; Money rate; };

static const struct field price_fields[] = {
	{ IN(struct price_in, service), .label = "Service", .words = &service_vocab,
	  .need = "Choose the service" },
	{ IN(struct price_in, locality), .label = "Locality", .from = &market_locality_choices_sql,
	  .need = "Choose the locality" },
	{ IN(struct price_in, from), .label = "From",
	  .hint = "The price before it ends the day before", .need = "Enter the first day" },
	{ IN(struct price_in, rate), .label = "Rate an hour", .min = 1, .max = 100000,
	  .need = "Enter the rate an hour",
	  .bad = "Rate an hour must be an amount of money up to £1,000, like 21.50" },
};
const struct form price_form = {
	.name = "fair-price", FORM(struct price_in, price_fields),
	.title = "Set a fair price of care", .button = "Set the price",
};

struct reply price_load(struct rq *rq, void *form)
{
	struct price_in *in = form;

	in->service = SERVICE_HOMECARE;
	in->from = date_plus(rq->today, 1);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply price_post(struct rq *rq, void *form)
{
	const struct price_in *in = form;
	FairPriceId id;

	return kept_reply(rq, fair_price_set(rq->db, rq->arena, in->service, in->locality, in->from,
	                                     in->rate, rq->me->id, rq->now, &id), "from",
	                  "A price that begins on that day is in force already. Choose a later day",
	                  "Price set", "/prices");
}

/* ---- time bands ----------------------------------------------------------------------------- */

static struct cell band_days_cell(struct rq *rq, const void *row)
{
	return cell_of_text(days_text(rq->arena,
	                                   ((const struct market_band_list_row *)row)->days));
}

static struct cell band_last(struct rq *rq, const void *row)
{
	(void)rq;
	return last_day_cell(((const struct market_band_list_row *)row)->until_day);
}

/* The end of the day is 24:00, which no clock shows. */
static struct cell band_end_cell(struct rq *rq, const void *row)
{
	Minutes until = ((const struct market_band_list_row *)row)->end_mins;

	return cell_of_text(day_end_text(rq->arena, until));
}

static void band_ways(struct rq *rq, struct page *pg, const void *row)
{
	const struct market_band_list_row *r = row;

	if (!rq_may(rq, MAY_MARKET) || date_cmp(r->until_day, rq->today) <= 0)
		return;
	el_link(pg, arena_fmt(rq->arena, "/bands/%lld/change", (long long)r->id.v), "Change");
	text(pg, " ");
	el_link(pg, arena_fmt(rq->arena, "/bands/%lld/end", (long long)r->id.v), "End");
}

static const struct list_col band_cols[] = {
	{ "id",         "Number",   .as = CELL_INT, .in_files_only = true },
	{ "name",       "Name" },
	{ "day_words",  "Days",     .make = band_days_cell },
	{ "start_mins", "From",     .as = CELL_TIME },
	{ "end_text",   "To",       .make = band_end_cell },
	{ "from_day",   "In force from", .as = CELL_DATE },
	{ "last_day",   "Last day", .as = CELL_DATE, .make = band_last },
	{ "ways",       "Change",   .draw = band_ways, .make = band_last, .on_page_only = true },
};

static void bands_above(struct rq *rq, struct page *pg)
{
	add_button(rq, pg, "Add a time band", "/bands/new");
}

const struct list market_bands_list = {
	.name = "bands", .title = "Time bands",
	.why = "Read by commissioners; providers state their free hours in these",
	.sql = &market_band_list_sql, .cols = band_cols, .ncols = COUNT(band_cols),
	.page_rows = 100, .none = "There are no time bands yet", .above = bands_above,
};

struct band_in { const char *name; int64_t days; Minutes start,
	until; int64_t position; Date from; };

static const struct field band_fields[] = {
	{ IN(struct band_in, name), .label = "Name", .max = 40, .need = "Enter the band's name" },
	{ IN(struct band_in, days), .label = "Days", .as = AS_CHECKBOXES, .words = &weekday_vocab,
	  .need = "Choose at least one day" },
	{ IN(struct band_in, start), .label = "Begins at", .as = AS_TIME,
	  .need = "Enter when it begins" },
	{ IN(struct band_in, until), .label = "Ends at", .as = AS_TIME,
	  .hint = "Enter 23:59 for the end of the day", .need = "Enter when it ends" },
	{ IN(struct band_in, position), .label = "Place in the order", .min = 1, .max = 99,
	  .width = "2", .need = "Enter its place in the order, like 1" },
	{ IN(struct band_in, from), .label = "In force from", .need = "Enter the first day" },
};

static void band_check(struct rq *rq, void *form)
{
	const struct band_in *in = form;

	if (in->start.n >= in->until.n)
		problem_add(rq, "until", "A band must end after it begins");
}

const struct form band_form = {
	.name = "time-band", FORM(struct band_in, band_fields), .title = "Time band",
	.button = "Save", .check = band_check,
};

static struct band_answers band_answers(const struct band_in *in)
{
	/* "23:59" is how a form says the end of the day. */
	return (struct band_answers){ in->name, in->days, in->start,
		minutes(in->until.n == 1439 ? 1440 : in->until.n), in->position };
}

struct reply band_load(struct rq *rq, void *form)
{
	struct band_in *in = form;

	in->days = 127;
	in->from = rq->today;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply band_post(struct rq *rq, void *form)
{
	const struct band_in *in = form;
	struct band_answers b = band_answers(in);
	TimeBandId id;

	return kept_reply(rq, time_band_add(rq->db, rq->arena, &b, in->from, rq->me->id, &id),
	                  "until", "",
	                  "Time band added", "/bands");
}

struct reply band_change_load(struct rq *rq, void *form)
{
	struct band_in *in = form;
	struct time_band b;

	if (!ONE(rq->db, rq->arena, time_band_load, &b, .id = V(ID(rq, TimeBandId, "band"))))
		return not_found(rq);
	*in = (struct band_in){ b.name, b.days, b.start_mins,
		minutes(b.end_mins.n == 1440 ? 1439 : b.end_mins.n), b.position,
			date_plus(rq->today, 1) };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply band_change_post(struct rq *rq, void *form)
{
	const struct band_in *in = form;
	struct band_answers b = band_answers(in);
	TimeBandId id;
	enum kept got = time_band_change(rq->db, rq->arena, ID(rq, TimeBandId, "band"), &b,
	                                 in->from,
	                                 rq->me->id, &id);

	if (got == KEPT_DATES)
		return refuse(rq, "from",
		              "The change must begin while the band is in force, and after its "
		              "first day");
	return kept_reply(rq, got, "from", "", "Time band changed", "/bands");
}

struct band_end_in { Date last; };

static const struct field band_end_fields[] = {
	{ IN(struct band_end_in, last), .label = "Last day", .need = "Enter the last day" },
};
const struct form band_end_form = {
	.name = "time-band-end", FORM(struct band_end_in, band_end_fields),
	.title = "End a time band",
	.lead = "Free hours stated in it count no more after its last day.",
	.button = "End it", .danger = true,
};

struct reply band_end_load(struct rq *rq, void *form)
{
	struct time_band b;

	(void)form;
	if (!ONE(rq->db, rq->arena, time_band_load, &b, .id = V(ID(rq, TimeBandId, "band"))))
		return not_found(rq);
	rq->look.caption = b.name;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply band_end_post(struct rq *rq, void *form)
{
	const struct band_end_in *in = form;
	enum kept got = time_band_end(rq->db, rq->arena, ID(rq, TimeBandId, "band"),
	                              date_plus(in->last, 1),
	                              rq->me->id);

	if (got == KEPT_DATES)
		return refuse(rq, "last", "The last day must be one on which the band is in force");
	return kept_reply(rq, got, "last", "", "The time band ends", "/bands");
}

/*
 * ---- localities and districts
 * ------------------------------------------------------------------
 */

static const struct list_col locality_cols[] = {
	{ "id",        "Number",    .as = CELL_INT, .in_files_only = true },
	{ "name",      "Name",      .link = "/districts?locality={id}" },
	{ "districts", "Postcode districts", .as = CELL_INT, .means = "Today" },
	{ "providers", "Providers", .as = CELL_INT, .means = "Accredited for it today" },
};

static void localities_above(struct rq *rq, struct page *pg)
{
	add_button(rq, pg, "Add a locality", "/localities/new");
}

const struct list market_localities_list = {
	.name = "localities", .title = "Localities",
	.why = "Read by commissioners: every request and every standing is of one of these",
	.sql = &market_locality_list_sql, .cols = locality_cols, .ncols = COUNT(locality_cols),
	.page_rows = 100, .none = "There are no localities yet", .above = localities_above,
};

struct locality_in { const char *name; };

static const struct field locality_fields[] = {
	{ IN(struct locality_in, name), .label = "Name", .max = 80,
	  .need = "Enter the locality's name" },
};
const struct form locality_form = {
	.name = "locality", FORM(struct locality_in, locality_fields), .title = "Add a locality",
	.button = "Add",
};

struct reply locality_post(struct rq *rq, void *form)
{
	const struct locality_in *in = form;
	LocalityId id;

	return kept_reply(rq, locality_add(rq->db, rq->arena, in->name, rq->me->id, &id), "name",
	                  "There is a locality of that name already", "Locality added",
	                  "/localities");
}

static struct cell district_last(struct rq *rq, const void *row)
{
	(void)rq;
	return last_day_cell(((const struct market_district_list_row *)row)->until_day);
}

static const struct list_col district_cols[] = {
	{ "id",            "Number",   .as = CELL_INT, .in_files_only = true },
	{ "district",      "District" },
	{ "locality_name", "Locality" },
	{ "from_day",      "From",     .as = CELL_DATE },
	{ "last_day",      "Last day", .as = CELL_DATE, .make = district_last },
};
static const struct list_filter district_filters[] = {
	{ "locality", "Locality", FILTER_CHOICE, .from = &market_locality_choices_sql },
};

static void districts_above(struct rq *rq, struct page *pg)
{
	add_button(rq, pg, "Put a district into a locality", "/districts/new");
}

const struct list market_districts_list = {
	.name = "districts", .title = "Postcode districts",
	.why = "Read by commissioners: a person's postcode decides the locality",
	.sql = &market_district_list_sql, .cols = district_cols, .ncols = COUNT(district_cols),
	.filters = district_filters, .nfilters = COUNT(district_filters), .page_rows = 100,
	.none = "No postcode district is in a locality yet", .above = districts_above,
};

struct district_in { const char *district; LocalityId locality; Date from; };

static const struct field district_fields[] = {
	{ IN(struct district_in, district), .label = "Postcode district", .width = "5", .max = 5,
	  .hint = "The first half of a postcode, like BA1", .need = "Enter the postcode district" },
	{ IN(struct district_in, locality), .label = "Locality",
	  .from = &market_locality_choices_sql, .need = "Choose the locality" },
	{ IN(struct district_in, from), .label = "From", .need = "Enter the first day" },
};
const struct form district_form = {
	.name = "district", FORM(struct district_in, district_fields),
	.title = "Put a district into a locality", .button = "Save",
};

struct reply district_load(struct rq *rq, void *form)
{
	struct district_in *in = form;

	in->from = rq->today;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply district_post(struct rq *rq, void *form)
{
	const struct district_in *in = form;
	LocalityDistrictId id;
	enum kept got = district_set(rq->db, rq->arena, in->district, in->locality, in->from,
	                             rq->me->id,
	                             rq->now, &id);

	if (got == KEPT_DATES)
		return refuse(rq, "district",
		              "Postcode district must be the first half of a postcode, "
		              "like BA1 or EC1A");
	return kept_reply(rq, got, "from",
	                  "The district moved on that day already. Choose a later day",
	                  "District saved", "/districts");
}

/* ---- skills ------------------------------------------------------------------------------ */

static const struct list_col skill_cols[] = {
	{ "id",        "Number",    .as = CELL_INT, .in_files_only = true },
	{ "name",      "Name" },
	{ "providers", "Providers", .as = CELL_INT, .means = "Who say that they have it" },
	{ "ended_day", "Ended",     .as = CELL_DATE },
};

static void skills_above(struct rq *rq, struct page *pg)
{
	add_button(rq, pg, "Add a skill", "/skills/new");
}

const struct list market_skills_list = {
	.name = "skills", .title = "Skills",
	.why = "Read by commissioners: what a request may ask for",
	.sql = &market_skill_list_sql, .cols = skill_cols, .ncols = COUNT(skill_cols),
	.page_rows = 100, .none = "There are no skills yet", .above = skills_above,
};

struct skill_in { const char *name; };

static const struct field skill_fields[] = {
	{ IN(struct skill_in, name), .label = "Name", .max = 80, .need = "Enter the skill" },
};
const struct form skill_form = {
	.name = "skill", FORM(struct skill_in, skill_fields), .title = "Add a skill",
	.button = "Add",
};

struct reply skill_post(struct rq *rq, void *form)
{
	const struct skill_in *in = form;
	SkillId id;

	return kept_reply(rq, skill_add(rq->db, rq->arena, in->name, rq->me->id, &id), "name",
	                  "There is a skill of that name already", "Skill added", "/skills");
}
