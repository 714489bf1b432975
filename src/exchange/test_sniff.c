/* SPDX-License-Identifier: MIT */
/*
 * test_sniff.c -- every kind of file that people bring by mistake has a name.
 */
#include "exchange/sniff.h"

#include "exchange/table.h"
#include "exchange/test_fixture.h"

static enum file_kind kind(struct t *t, const char *text)
{
	return file_sniff(t->arena, text, strlen(text)).kind;
}

TEST(our_own_kinds)
{
	size_t n;
	const char *bytes = fixture(t, "care-inspectorate-2026-03.csv", &n);

	IS(file_sniff(t->arena, bytes, n).kind, FILE_CARE_INSPECTORATE);
	bytes = fixture(t, "cqc-directory.csv", &n);
	IS(file_sniff(t->arena, bytes, n).kind, FILE_CQC_DIRECTORY);
	bytes = fixture(t, "cqc-locations.json", &n);
	IS(file_sniff(t->arena, bytes, n).kind, FILE_CQC_LOCATION);
}

TEST(other_peoples_columns)
{
	IS(kind(t, "Centre_ID,Centre_Title,Registration_Provider\n"), FILE_HIQA);
	IS(kind(t, "Title of it,,\n\n\nWeb link,URN,Provision type,Name\n"), FILE_OFSTED);
	IS(kind(t, "name,cqc_id,type,postcode,lon,lat\n"), FILE_CQC_DERIVED);
	IS(kind(t, "Location ID,ODS Code,Name,Domain,Latest Rating\n"), FILE_CQC_RATINGS);
	IS(kind(t, "Location ID,Location HSCA start date,Dormant (Y/N)\n"), FILE_CQC_FILTERS);
	IS(kind(t, "ServiceName,Categories of Care,Conditions(AsOnCertificate)\n"), FILE_RQIA);
	IS(kind(t, "Body,Supplier Name,Net Amount\n"), FILE_SPEND);
	IS(kind(t, "\xC3\xAF\xC2\xBB\xC2\xBF" "SupplierName,NetAmount\n"), FILE_SPEND);
	IS(kind(t, "Contract Reference,Supplier Company Name,Start Date\n"), FILE_CONTRACTS);
	IS(kind(t, "pcd,pcds,oseast1m\n"), FILE_POSTCODES);
	IS(kind(t, "Supplier Name,Netting\n"), FILE_CSV);
	IS(kind(t, "a,b\n1,2\n"), FILE_CSV);
}

TEST(json_of_all_sorts)
{
	IS(kind(t, "{\"locations\":[],\"totalPages\":88}"), FILE_CQC_LIST);
	IS(kind(t, "{\"providerId\":\"1-1\",\"locationIds\":[]}"), FILE_CQC_PROVIDER);
	IS(kind(t, " [{\"locationId\":\"1-1\"}]"), FILE_CQC_LOCATION);
	IS(kind(t, "{\"releases\":[]}"), FILE_OCDS);
	IS(kind(t, "{\"x\":1}"), FILE_JSON);
}

TEST(what_is_no_data)
{
	static const struct column one[] = { { "a", "A" } };
	struct table tab = table_new(t->arena, "x", "X", one, 1);
	size_t n;
	const char *xlsx = table_file(t->arena, &tab, TABLE_XLSX, &n);

	IS(file_sniff(t->arena, xlsx, n).kind, FILE_XLSX);
	/* Cut short anywhere, it is still no crash. */
	for (size_t cut = 0; cut < n; cut += 97)
		OK(*file_sniff(t->arena, xlsx, cut).seems);
	IS(file_sniff(t->arena, "PK\x03\x04", 4).kind, FILE_ZIP);
	/* A name with no header before it. */
	IS(kind(t, "PK\x03\x04xl/workbook.xml"), FILE_ZIP);
	IS(kind(t, "%PDF-1.7"), FILE_PDF);
	IS(kind(t, "\xD0\xCF\x11\xE0"), FILE_XLS);
	IS(kind(t, "\n<!DOCTYPE html>"), FILE_HTML);
	IS(kind(t, "\x89PNG\r\n"), FILE_PICTURE);
	IS(kind(t, ""), FILE_EMPTY);
	IS(kind(t, " \n\n"), FILE_EMPTY);
	IS(kind(t, "hello"), FILE_UNKNOWN);
}
