/* SPDX-License-Identifier: MIT */
/*
 * cqc_directory.c -- the CQC's care directory CSV, of any year.
 *
 * Four lines stand above the header; one says when the file was produced.
 * The two columns of ids were once headed "CQC Location (for office use
 * only", bracket open, so they are found by their first words.  It lists
 * what is registered and says nothing of ratings.  The address is one cell,
 * its lines between commas, the town being any of the last: it is not
 * guessed which.  Standards: section 1, 1a.
 */
#include "exchange/identifiers.h"
#include "exchange/reg_inside.h"

enum {
	NAME, KNOWN_AS, ADDRESS, POSTCODE, PHONE, WEBSITE, TYPES, CHECKED, SPECIALISMS,
	PROVIDER, COUNCIL, REGION, LOCATION_ID, PROVIDER_ID, WANTS
};

const struct csv_want cqc_directory_wants[] = {
	[NAME]        = { "Name", .must = true },
	[KNOWN_AS]    = { "Also known as" },
	[ADDRESS]     = { "Address", .must = true },
	[POSTCODE]    = { "Postcode", .or_name = "Post code", .must = true },
	[PHONE]       = { "Phone number", .or_name = "Telephone" },
	[WEBSITE]     = { "Service's website", .or_name = "Service\xE2\x80\x99s website",
	                  .prefix = true },
	[TYPES]       = { "Service types", .must = true },
	[CHECKED]     = { "Date of latest check" },
	[SPECIALISMS] = { "Specialisms", .prefix = true },
	[PROVIDER]    = { "Provider name", .must = true },
	[COUNCIL]     = { "Local authority" },
	[REGION]      = { "Region" },
	[LOCATION_ID] = { "CQC Location", .prefix = true, .must = true },
	[PROVIDER_ID] = { "CQC Provider", .prefix = true, .must = true },
};
const size_t cqc_directory_nwants = COUNT(cqc_directory_wants);
_Static_assert(COUNT(cqc_directory_wants) == WANTS && WANTS <= REG_WANTS, "one want a column");

void cqc_directory_open(struct reg_reader *r)
{
	r->key = LOCATION_ID;
	r->produced = produced_after(r, "produced on ");
}

void cqc_directory_read(struct take *t, struct reg_location *out)
{
	const char **lines;
	struct buf address = buf_new(t->arena);
	size_t n;

	out->regulator = REGULATOR_CQC;
	out->name = take_text(t, NAME);
	out->also_known_as = take_text(t, KNOWN_AS);
	out->provider_ref = take_text(t, PROVIDER_ID);
	out->provider_name = take_text(t, PROVIDER);
	if (*out->provider_ref && !cqc_ref(out->provider_ref))
		take_refuse(t, cqc_directory_wants[PROVIDER_ID].name, out->provider_ref,
		            "\"%.40s\" is not a provider's reference like 1-101611848.",
		            out->provider_ref);

	n = clean_list(t->arena, take_text(t, ADDRESS), ",", &lines);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(&address, '\n');
		buf_str(&address, lines[i]);
	}
	out->address = buf_text(&address);
	clean_postcode(t, out, take_text(t, POSTCODE));
	out->phone = clean_phone(t->arena, take_text(t, PHONE));
	out->website = take_text(t, WEBSITE);
	out->council = take_text(t, COUNCIL);
	out->region = take_text(t, REGION);
	out->ntypes = clean_list(t->arena, take_text(t, TYPES), "|", &out->types);
	out->nspecialisms = clean_list(t->arena, take_text(t, SPECIALISMS), "|", &out->specialisms);
	out->care_home = cqc_care_home(out);
	out->checked = take_date(t, CHECKED);
}
