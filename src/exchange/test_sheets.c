/* SPDX-License-Identifier: MIT */
/*
 * test_sheets.c -- spreadsheets of somebody else's: read, cut short, spoiled.
 */
#include "exchange/sheets.h"

#include "exchange/regulator.h"
#include "exchange/sheets_inside.h"
#include "exchange/table.h"
#include "exchange/test_fixture.h"

#include <string.h>

/* ---- a zip file, its members as they are ----------------------------------------------- */

struct made { struct buf b, directory; unsigned members; };

static void put_two(struct buf *b, size_t n)
{
	buf_char(b, (char)(n & 255));
	buf_char(b, (char)(n >> 8 & 255));
}

static void put_four(struct buf *b, size_t n)
{
	put_two(b, n & 65535);
	put_two(b, n >> 16);
}

static void put_bytes(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_char(b, s[i]);
}

static void put_member(struct made *m, const char *name, const char *text)
{
	const size_t at = m->b.n, n = strlen(text), name_n = strlen(name);

	put_bytes(&m->b, "PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0", 18);
	put_four(&m->b, n);
	put_four(&m->b, n);
	put_two(&m->b, name_n);
	put_two(&m->b, 0);
	buf_str(&m->b, name);
	buf_str(&m->b, text);
	put_bytes(&m->directory, "PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);
	put_four(&m->directory, n);
	put_four(&m->directory, n);
	put_two(&m->directory, name_n);
	put_bytes(&m->directory, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
	put_four(&m->directory, at);
	buf_str(&m->directory, name);
	m->members++;
}

static const char *zip_made(struct made *m, size_t *n)
{
	const size_t at = m->b.n;

	put_bytes(&m->b, m->directory.s, m->directory.n);
	put_bytes(&m->b, "PK\x05\x06\0\0\0\0", 8);
	put_two(&m->b, m->members);
	put_two(&m->b, m->members);
	put_four(&m->b, m->directory.n);
	put_four(&m->b, at);
	put_two(&m->b, 0);
	*n = m->b.n;
	return m->b.s;
}

#define ODS_HEAD "<?xml version=\"1.0\"?><o:document-content><!-- > --><table:table " \
	"table:name=\"Cover\"><table:table-row><table:table-cell><text:p>Contents</text:p>" \
	"</table:table-cell></table:table-row></table:table><table:table table:name=\"Data\">"
#define ODS_TAIL "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell " \
	"table:number-columns-repeated=\"16384\"/></table:table-row></table:table>" \
	"</o:document-content>"
#define T(text) "<table:table-cell><text:p>" text "</text:p></table:table-cell>"

static const char ods_text[] = ODS_HEAD
	"<table:table-row>" T("As at 31 March 2026") "</table:table-row>"
	"<table:table-row><table:table-cell/></table:table-row>"
	"<table:table-row>" T("URN") T("Provision type") T("Registration status") T("Name")
	T("Local authority") T("Registration date") T("Places") "</table:table-row>"
	"<table:table-row>" T("SC900101") T("Children&apos;s home") T("Active")
	"<table:table-cell office:value-type=\"string\"><office:annotation><text:p>Note</text:p>"
	"</office:annotation><text:p>Fox &amp; <![CDATA[Hare]]></text:p></table:table-cell>"
	T("Nowhere")
	"<table:table-cell office:value-type=\"date\" office:date-value=\"2012-02-14T00:00:00\">"
	"<text:p>14/02/12</text:p></table:table-cell>"
	"<table:table-cell office:value-type=\"float\" office:value=\"4\"><text:p>4.00</text:p>"
	"</table:table-cell></table:table-row>" ODS_TAIL;

static const char *ods_made(struct t *t, const char *text, size_t *n)
{
	struct made m = { buf_new(t->arena), buf_new(t->arena), 0 };

	put_member(&m, "mimetype", "application/vnd.oasis.opendocument.spreadsheet");
	put_member(&m, "content.xml", text);
	return zip_made(&m, n);
}

TEST(an_opendocument_sheet)
{
	size_t n, count;
	const char *bytes = ods_made(t, ods_text, &n);
	struct reg_reader *r = reg_open(t->arena, REG_FILE_OFSTED, bytes, n);
	struct reg_location l;
	struct sheet *sheets;
	struct reg_row row;

	OK(sheets_zipped(bytes, n));
	NEED(!sheets_read(t->arena, bytes, n, &sheets, &count));
	IS(count, 2);
	SAME(sheets[1].name, "Data");
	HAS(sheets[1].csv, "\n\nURN,Provision type,");
	NEED(reg_next(r, &row) == REG_STEP_ROW);
	IS(row.row, 4);                         /* as the sheet counts them */
	NEED(reg_read(r, t->arena, &l) == REG_STEP_ROW);
	SAME(l.name, "Fox & Hare");
	IS(l.registered.n, date_make(2012, 2, 14).n);
	IS(l.places, 4);
	IS(reg_next(r, &row), REG_STEP_END);
}

/* ---- our own writer's workbook ------------------------------------------------------------ */

static const char *xlsx_made(struct t *t, size_t *n)
{
	static const struct column cols[] = {
		{ .key = "urn", .label = "URN" }, { .key = "type", .label = "Provision type" },
		{ .key = "status", .label = "Registration status" },
		{ .key = "name", .label = "Name" }, { .key = "la", .label = "Local authority" },
		{ .key = "reg", .label = "Registration date", .kind = CELL_DATE },
		{ .key = "places", .label = "Places", .kind = CELL_INT },
	};
	struct table table = table_new(t->arena, "providers", "Providers", cols, COUNT(cols));
	struct cell *c = table_add(&table);

	table.as_at = T_NOW;
	c[0] = cell_of_text("2990102");
	c[1] = cell_of_text("Voluntary Adoption Agency");
	c[2] = cell_of_text("Active");
	c[3] = cell_of_text("Hare <&> \"Fox\"");
	c[4] = cell_of_text("Nowhere");
	c[5] = cell_of_date(date_make(2024, 2, 29));
	c[6] = cell_of_int(12);
	return table_file(t->arena, &table, TABLE_XLSX, n);
}

TEST_PLAIN(a_workbook)
{
	size_t n;
	const char *bytes = xlsx_made(t, &n);
	struct reg_reader *r = reg_open(t->arena, REG_FILE_OFSTED, bytes, n);
	struct reg_location l;
	struct reg_row row;

	NEED(reg_next(r, &row) == REG_STEP_ROW);
	SAME(row.ref, "2990102");
	NEED(reg_read(r, t->arena, &l) == REG_STEP_ROW);
	SAME(l.name, "Hare <&> \"Fox\"");
	IS(l.registered.n, date_make(2024, 2, 29).n);
	IS(l.places, 12);
	IS(reg_next(r, &row), REG_STEP_END);
}

/* The nth place of some four bytes. */
static char *place_of(const char *bytes, size_t n, const char *four, int nth)
{
	const char *at = bytes;

	while (nth && (at = memmem(at, n - (size_t)(at - bytes), four, 4)) != NULL)
		at += --nth ? 4 : 0;
	NEED(at != NULL);
	return (char *)(uintptr_t)at;
}

static const char *refusal(struct t *t, enum reg_file file, const char *bytes, size_t n)
{
	struct reg_reader *r = reg_open(t->arena, file, bytes, n);
	struct reg_row row;

	return reg_next(r, &row) == REG_STEP_WRONG ? reg_refusal(r)->reason : "read";
}

TEST_PLAIN(sheets_that_cannot_be_read)
{
	size_t n, ods_n;
	const char *bytes = xlsx_made(t, &n), *ods = ods_made(t, ods_text, &ods_n);

	HAS(refusal(t, REG_FILE_OFSTED, bytes, n - 200), "broken or was cut short");
	HAS(refusal(t, REG_FILE_OFSTED, ods, ods_n / 2), "broken or was cut short");
	HAS(refusal(t, REG_FILE_CI, bytes, n), "Ofsted's list");
	HAS(refusal(t, REG_FILE_CQC_LOCATION, bytes, n), "an Excel workbook (XLSX)");
	ods = ods_made(t, ODS_HEAD "<table:table-row>" T("a") T("b") "</table:table-row>" ODS_TAIL,
	               &ods_n);
	HAS(refusal(t, REG_FILE_OFSTED, ods, ods_n), "None of the 2 sheets");
	/* It says of itself that it is larger than what is unpacked. */
	memcpy(place_of(ods, ods_n, "PK\x01\x02", 2) + 24, "\xFF\xFF\xFF\x0F", 4);
	HAS(refusal(t, REG_FILE_OFSTED, ods, ods_n), "too large");
	ods = ods_made(t, ODS_HEAD "<table:table-row>" T("URN"), &ods_n);
	HAS(refusal(t, REG_FILE_OFSTED, ods, ods_n), "broken or was cut short");
}

TEST(days_and_numbers)
{
	SAME(sheet_day(t->arena, "45382", false), "2024-03-31");
	SAME(sheet_day(t->arena, "45382.75", false), "2024-03-31");
	SAME(sheet_day(t->arena, "43920", true), "2024-03-31");
	SAME(sheet_day(t->arena, "soon", false), "soon");
	SAME(sheet_number(t->arena, "2.61119E6"), "2611190");
	SAME(sheet_number(t->arena, "2611190.0"), "2611190");
	SAME(sheet_number(t->arena, "12.5"), "12.5");
}

/* ---- spoiled by chance: whatever comes, it is read or refused ------------------------------ */

static uint32_t chance(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void spoil(struct t *t, enum reg_file file, const char *bytes, size_t n, uint32_t seed)
{
	for (int turn = 0; turn < 400; turn++) {
		struct arena_mark mark = arena_mark(t->arena);
		char *copy = arena_dupn(t->arena, bytes, n);
		size_t left = n - (turn % 8 ? 0 : chance(&seed) % n);
		struct reg_location l;
		struct reg_row row;
		struct reg_reader *r;

		for (int i = 0; i < 1 + turn % 7; i++)
			copy[chance(&seed) % n] = (char)chance(&seed);
		r = reg_open(t->arena, file, copy, left);
		for (enum reg_step s; (s = reg_next(r, &row)) != REG_STEP_END &&
		                      s != REG_STEP_WRONG;)
			if (s == REG_STEP_ROW && reg_read(r, t->arena, &l) == REG_STEP_ROW)
				OK(*l.ref && l.name);
		arena_back(t->arena, mark);
	}
}

TEST_PLAIN(spoiled_files_are_read_or_refused)
{
	size_t n;
	const char *bytes = ods_made(t, ods_text, &n);

	spoil(t, REG_FILE_OFSTED, bytes, n, 1);
	bytes = xlsx_made(t, &n);
	spoil(t, REG_FILE_OFSTED, bytes, n, 2);
	bytes = fixture(t, "ofsted-providers.csv", &n);
	spoil(t, REG_FILE_OFSTED, bytes, n, 3);
	bytes = fixture(t, "ofsted-joiners-leavers.csv", &n);
	spoil(t, REG_FILE_OFSTED, bytes, n, 4);
	bytes = fixture(t, "cqc-watched-before.json", &n);
	spoil(t, REG_FILE_CQC_LOCATION, bytes, n, 5);
	bytes = fixture(t, "cqc-directory.csv", &n);
	spoil(t, REG_FILE_CQC_DIRECTORY, bytes, n, 6);
}
