/* SPDX-License-Identifier: MIT */
/*
 * sniff_zip.c -- a spreadsheet is a zip file: its members' names say which.
 *
 * A member is found by its name behind a local header, and only its first
 * 64 KiB are inflated: enough for the names of the columns, and no bomb.
 */
#include "exchange/sniff_zip.h"

#include <string.h>
#include <zlib.h>

#define HEADER 30               /* bytes of a local header before the name */
#define PEEK   ((size_t)64 << 10)

/* The local header of the member of that name; NULL: none. */
static const char *member_find(const char *bytes, size_t n, const char *name)
{
	size_t k = strlen(name);
	const char *at = bytes;

	while ((at = memmem(at, n - (size_t)(at - bytes), name, k)) != NULL) {
		if (at - bytes >= HEADER && memcmp(at - HEADER, "PK\x03\x04", 4) == 0)
			return at - HEADER;
		at += k;
	}
	return NULL;
}

static unsigned two_bytes(const char *p)
{
	return (unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}

const char *zip_peek(struct arena *a, const char *bytes, size_t n, const char *name)
{
	const char *header = member_find(bytes, n, name), *data;
	z_stream z = { 0 };
	char *out;

	if (!header)
		return "";
	data = header + HEADER + two_bytes(header + 26) + two_bytes(header + 28);
	if (data >= bytes + n)
		return "";
	out = arena_get(a, PEEK + 1);
	if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
		return "";
	z.next_in = (Bytef *)(uintptr_t)data;
	z.avail_in = (uInt)(bytes + n - data < INT32_MAX ? bytes + n - data : INT32_MAX);
	z.next_out = (Bytef *)out;
	z.avail_out = PEEK;
	inflate(&z, Z_SYNC_FLUSH);      /* what came out before an error will do */
	inflateEnd(&z);
	return out;
}

static bool is_rqia(struct arena *a, const char *bytes, size_t n)
{
	static const char *const sheets[] = {
		"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
	};

	for (size_t i = 0; i < COUNT(sheets); i++) {
		const char *text = zip_peek(a, bytes, n, sheets[i]);

		if (strstr(text, "Categories of Care") && strstr(text, "AsOnCertificate"))
			return true;
	}
	return false;
}

struct sniffed zip_sniff(struct arena *a, const char *bytes, size_t n)
{
	if (member_find(bytes, n, "xl/workbook.xml") && is_rqia(a, bytes, n))
		return (struct sniffed){ FILE_RQIA,
			"the register of RQIA, the regulator of Northern Ireland",
			"Almoner reads the registers of the CQC, the Care Inspectorate and "
			"Ofsted." };
	if (member_find(bytes, n, "xl/workbook.xml"))
		return (struct sniffed){ FILE_XLSX, "an Excel workbook (XLSX)",
			"Open it and save the sheet as CSV (UTF-8)." };
	if (memmem(bytes, n < 200 ? n : 200, "opendocument.spreadsheet", 24))
		return (struct sniffed){ FILE_ODS, "an OpenDocument spreadsheet (ODS)",
			"Open it and save the sheet as CSV (UTF-8)." };
	return (struct sniffed){ FILE_ZIP, "a zip file", "Unpack it and use the file inside." };
}
