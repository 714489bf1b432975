/* SPDX-License-Identifier: MIT */
/*
 * sniff.c -- naming a file by its first bytes, its columns or its members.
 *
 * A rule of columns holds when one of the first twenty rows has all of its
 * names; a rule of members when all stand in the first bytes of the JSON.
 * The first rule that holds names the file, so the particular come before
 * the general.  "a|b" is either; a star at the end is "begins so".
 */
#include "exchange/sniff.h"

#include <string.h>
#include <strings.h>

#include "exchange/csv.h"
#include "exchange/sniff_zip.h"

#define LOOK      ((size_t)256 << 10)   /* bytes of a text that are looked at */
#define LOOK_ROWS 20

struct rule {
	enum file_kind kind;
	const char *needs[5];
	const char *seems, *advice;
};

static const struct rule column_rules[] = {
	{ FILE_CARE_INSPECTORATE, { "CSNumber", "ServiceName|CareService|SP_number" },
	  "the Care Inspectorate's datastore (Scotland)",
	  "Use the Care Inspectorate import." },
	{ FILE_CQC_FILTERS, { "Location ID", "Location HSCA start date|Care homes beds|Dormant*" },
	  "the CQC's care directory with filters",
	  "Use the plain care directory CSV, or location records from the CQC's API." },
	{ FILE_CQC_RATINGS, { "Location ID", "Domain", "Latest Rating" },
	  "the CQC's list of latest ratings",
	  "Use the CQC ratings import." },
	{ FILE_CQC_DIRECTORY, { "CQC Location*", "CQC Provider*" },
	  "the CQC's care directory (England)",
	  "Use the CQC directory import." },
	{ FILE_CQC_DERIVED, { "cqc_id|cqc_location_id|locationid", "name|locationname" },
	  "a list that somebody made from the CQC's register",
	  "Fetch the care directory CSV from the CQC itself." },
	{ FILE_OFSTED, { "URN", "Provision type" },
	  "Ofsted's list of children's social care providers (England)",
	  "Use the Ofsted import." },
	{ FILE_HIQA, { "Centre_ID", "Centre_Title", "Registration_Provider" },
	  "the register of HIQA, the Irish regulator",
	  "Almoner reads the registers of the CQC, the Care Inspectorate and Ofsted." },
	{ FILE_RQIA, { "Categories of Care", "Conditions(AsOnCertificate)" },
	  "the register of RQIA, the regulator of Northern Ireland",
	  "Almoner reads the registers of the CQC, the Care Inspectorate and Ofsted." },
	{ FILE_CONTRACTS, { "Contract Reference|Contract Title|Reference number|Title of agreement",
	                    "Supplier*|Contractor*", "Start Date*|Contract start*" },
	  "a council's contracts register", "" },
	{ FILE_SPEND, { "Supplier Name|SupplierName|Vendor Name|supplier_name"
	                "|Supplier(Beneficiary) Name|Beneficiary*",
	                "Amount|Net Amount|NetAmount|Net|Invoice Nett Amount|Sum of Invoice*"
	                "|Total (excludes VAT)|Gross|Value*|Amount*" },
	  "a council's published spending", "" },
	{ FILE_POSTCODES, { "pcds|pcd|pcd2|Postcode",
	                    "oseast1m|lsoa*|osward|GridReferenceEasting|lat" },
	  "a directory of postcodes", "" },
};

static const struct rule member_rules[] = {
	{ FILE_CQC_LIST, { "\"locations\"", "\"totalPages\"|\"firstPageUri\"" },
	  "a page of the CQC's list of locations, which only names them",
	  "Fetch each location's own record from the API." },
	{ FILE_OCDS, { "\"ocid\"|\"releases\"" }, "Open Contracting data", "" },
	{ FILE_CQC_PROVIDER, { "\"providerId\"", "\"locationIds\"" },
	  "a CQC provider's record",
	  "Fetch the records of its locations from the API." },
	{ FILE_CQC_LOCATION, { "\"locationId\"" },
	  "a CQC location record (England)",
	  "Use the CQC location import." },
	{ FILE_OPEN_REFERRAL, { "\"service_at_locations\"|\"assured_date\"|\"taxonomy_terms\"" },
	  "Open Referral data", "" },
};

/* ---- rules -------------------------------------------------------------------- */

/* Does one of the row's fields fit one of the names in "a|b*|c"? */
static bool row_has(const struct csv_row *row, const char *names)
{
	for (size_t n; *names; names += n + (names[n] == '|')) {
		n = strcspn(names, "|");
		bool begins = n && names[n - 1] == '*';
		size_t k = n - begins;

		for (size_t i = 0; i < row->n; i++) {
			struct slice f = slice_trim(row->field[i]);

			if (f.n < k || (!begins && f.n != k))
				continue;
			f.n = k;
			if (strncasecmp(f.s, names, k) == 0)
				return true;
		}
	}
	return false;
}

static bool row_fits(const struct csv_row *row, const struct rule *rule)
{
	for (size_t i = 0; i < COUNT(rule->needs) && rule->needs[i]; i++) {
		if (!row_has(row, rule->needs[i]))
			return false;
	}
	return true;
}

static bool text_has(const char *text, size_t n, const char *names)
{
	for (size_t k; *names; names += k + (names[k] == '|')) {
		k = strcspn(names, "|");
		if (memmem(text, n, names, k))
			return true;
	}
	return false;
}

static bool text_fits(const char *text, size_t n, const struct rule *rule)
{
	for (size_t i = 0; i < COUNT(rule->needs) && rule->needs[i]; i++) {
		if (!text_has(text, n, rule->needs[i]))
			return false;
	}
	return true;
}

static struct sniffed named(const struct rule *r)
{
	return (struct sniffed){ r->kind, r->seems, r->advice };
}

/* ---- texts ----------------------------------------------------------------------- */

static struct sniffed sniff_rows(struct arena *a, const char *text, size_t n)
{
	struct csv_limits limits = { 20000, LOOK, LOOK_ROWS };
	struct csv *c = csv_open(a, text, n, &limits);
	struct csv_row row;
	size_t widest = 0;

	while (csv_next(c, &row) == CSV_ROW) {
		for (size_t i = 0; i < COUNT(column_rules); i++) {
			if (row_fits(&row, &column_rules[i]))
				return named(&column_rules[i]);
		}
		widest = row.n > widest ? row.n : widest;
	}
	if (widest > 1)
		return (struct sniffed){ FILE_CSV, "a CSV file of another kind",
			"Check that it is the right file, as it was published." };
	return (struct sniffed){ FILE_UNKNOWN, "a file of an unknown kind", "" };
}

static struct sniffed sniff_json(const char *text, size_t n)
{
	size_t look = n < LOOK ? n : LOOK;

	for (size_t i = 0; i < COUNT(member_rules); i++) {
		if (text_fits(text, look, &member_rules[i]))
			return named(&member_rules[i]);
	}
	return (struct sniffed){ FILE_JSON, "JSON of another kind",
		"Check that it is the right file." };
}

/* ---- by the first bytes -------------------------------------------------------------- */

static const struct {
	const char *bytes;
	size_t n;
	struct sniffed is;
} first_bytes[] = {
	{ "%PDF-", 5, { FILE_PDF, "a PDF", "Ask for the data as CSV." } },
	{ "\xD0\xCF\x11\xE0", 4, { FILE_XLS, "an old Excel workbook (XLS)",
	  "Open it and save the sheet as CSV (UTF-8)." } },
	{ "\x89PNG", 4, { FILE_PICTURE, "a picture", "" } },
	{ "\xFF\xD8\xFF", 3, { FILE_PICTURE, "a picture", "" } },
	{ "GIF8", 4, { FILE_PICTURE, "a picture", "" } },
};

struct sniffed file_sniff(struct arena *a, const char *bytes, size_t n)
{
	const char *nul;
	struct slice text;

	for (size_t i = 0; i < COUNT(first_bytes); i++) {
		if (n >= first_bytes[i].n && !memcmp(bytes, first_bytes[i].bytes, first_bytes[i].n))
			return first_bytes[i].is;
	}
	if (n >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0)
		return zip_sniff(a, bytes, n);

	/* An even number, for UTF-16; a row cut at the end does no harm. */
	n = n < LOOK ? n : LOOK;
	csv_decode(a, &bytes, &n, &nul);
	text = slice_trim((struct slice){ bytes, n });
	if (text.n == 0)
		return (struct sniffed){ FILE_EMPTY, "an empty file", "Fetch it again." };
	if (*text.s == '<')
		return (struct sniffed){ FILE_HTML, "a web page or XML",
			"Perhaps the page was saved in place of the file it links to." };
	if (*text.s == '{' || *text.s == '[')
		return sniff_json(text.s, text.n);
	return sniff_rows(a, bytes, n);
}
