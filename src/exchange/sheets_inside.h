/* SPDX-License-Identifier: MIT */
/*
 * sheets_inside.h -- what the readers of XLSX and ODS share: the zip file, the
 * XML, and a sheet that is being written.
 */
#ifndef ALM_SHEETS_INSIDE_H
#define ALM_SHEETS_INSIDE_H

#include "exchange/csv.h"
#include "exchange/sheets.h"

/* ---- zip (sheets_zip.c) ------------------------------------------------------------ */
struct zip {
	struct arena *arena;
	const char *bytes; size_t n, directory, members;
	bool large;                 /* a member was asked for that is too large to unpack */
};

/* False: no zip file, or its end is missing. */
bool zip_open(struct arena *, struct zip *, const char *bytes, size_t n);
/* A member's text, NUL-terminated; NULL: none of that name, or it cannot be unpacked. */
const char *zip_text(struct zip *, const char *name, size_t *n);

/* ---- XML (sheets_xml.c): as much of it as spreadsheets are made of ------------------- */
enum xml_step { XML_OPEN, XML_CLOSE, XML_TEXT, XML_END };
struct xml {
	const char  *at, *end;
	struct slice name;          /* of an element, without its prefix               */
	struct slice attributes;    /* of XML_OPEN, as written                         */
	struct slice text;          /* of XML_TEXT, as written: see xml_put()          */
	bool         closing;       /* <a/>: XML_CLOSE comes next by itself            */
	bool         literal;       /* the text is CDATA: no entities in it            */
	struct buf   value[4];      /* of attributes, in turn                          */
	unsigned     turn;
};
enum xml_step xml_next(struct xml *);
bool xml_is(const struct xml *, const char *name);
/* An attribute by its name without prefix; "" if it is not there.  Good until the fourth
 * call after it, for a file has millions of them. */
const char *xml_attribute(struct arena *, struct xml *, const char *name);
/* The text at hand, entities replaced. */
void xml_put(struct buf *, const struct xml *);

/* ---- a sheet being written (sheets.c) --------------------------------------------------- */
enum { SHEET_COLUMNS = 2000, SHEET_BYTES = 160 << 20 };
struct sheet_out {
	struct buf csv;
	int64_t    row, rows_due;   /* rows that are written; empty ones that are due  */
	int64_t    column;          /* where the next cell of this row goes            */
	bool       begun, full;     /* this row has a cell; too big: nothing more goes in */
};
/* A cell at a column of the row at hand, counted from 0; an empty one is left out. */
void sheet_cell(struct sheet_out *, int64_t column, const char *text);
void sheet_row_end(struct sheet_out *);

/* "45382" -> "2024-03-31", by the calendar that the book counts from. */
const char *sheet_day(struct arena *, const char *serial, bool from_1904);
/* "2611190.0", "2.61119E6" -> "2611190" */
const char *sheet_number(struct arena *, const char *);

const char *xlsx_sheets(struct zip *, struct sheet **out, size_t *count);
const char *ods_sheets(struct zip *, struct sheet **out, size_t *count);
extern const char sheets_broken[], sheets_large[];

#endif
