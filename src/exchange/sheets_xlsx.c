/* SPDX-License-Identifier: MIT */
/*
 * sheets_xlsx.c -- the sheets of an Excel workbook.
 *
 *	workbook.xml      names of the sheets, and which calendar
 *	its relations     in which file each is
 *	sharedStrings     texts, by number
 *	styles            which numbers are days
 */
#include "exchange/sheets_inside.h"

#include "base/date.h"

#include <ctype.h>
#include <string.h>

struct xlsx_in {
	struct zip *z;
	struct arena *arena;
	const char **texts; size_t ntexts, texts_room;
	bool *days; size_t ndays, days_room;    /* of each style: is it a day? */
	bool  from_1904;
};

#define ADD(a, list, n, room, value)                                                    \
	do {                                                                            \
		if ((n) == (room)) {                                                    \
			size_t more_ = (room) ? 2 * (room) : 64;                         \
			(list) = arena_grow((a), (list), (room) * sizeof *(list),       \
			                    more_ * sizeof *(list));                    \
			(room) = more_;                                                 \
		}                                                                       \
		(list)[(n)++] = (value);                                                \
	} while (0)

/* ---- texts by number --------------------------------------------------------------- */

static void read_texts(struct xlsx_in *in)
{
	size_t n;
	const char *text = zip_text(in->z, "xl/sharedStrings.xml", &n);
	struct xml x = { .at = text, .end = text + (text ? n : 0) };
	struct buf b = buf_new(in->arena);
	bool in_t = false, sounds = false;
	enum xml_step step;

	while (text && (step = xml_next(&x)) != XML_END) {
		if (step == XML_OPEN && xml_is(&x, "si"))
			b.n = 0;
		else if (step == XML_CLOSE && xml_is(&x, "si"))
			ADD(in->arena, in->texts, in->ntexts, in->texts_room,
			    arena_dupn(in->arena, b.s ? b.s : "", b.n));
		else if (step != XML_TEXT && xml_is(&x, "rPh"))
			sounds = step == XML_OPEN;          /* how it is read aloud */
		else if (step != XML_TEXT && xml_is(&x, "t"))
			in_t = step == XML_OPEN;
		else if (step == XML_TEXT && in_t && !sounds)
			xml_put(&b, &x);
	}
}

/* ---- which numbers are days ----------------------------------------------------------- */

/* A format of a day has a y or a d outside of quotes and brackets. */
static bool format_is_day(const char *code)
{
	bool quoted = false, bracket = false;

	for (const char *p = code; *p; p++) {
		if (*p == '"')
			quoted = !quoted;
		else if (*p == '\\' && p[1])
			p++;
		else if (*p == '[' || *p == ']')
			bracket = *p == '[';
		else if (!quoted && !bracket && strchr("yYdD", *p))
			return true;
	}
	return false;
}

struct number_format { int64_t id; bool day; };

static void read_styles(struct xlsx_in *in)
{
	size_t n, nformats = 0, room = 0;
	const char *text = zip_text(in->z, "xl/styles.xml", &n);
	struct xml x = { .at = text, .end = text + (text ? n : 0) };
	struct number_format *formats = NULL;
	bool cells = false;
	enum xml_step step;
	int64_t id;

	while (text && (step = xml_next(&x)) != XML_END) {
		if (step == XML_TEXT)
			continue;
		if (xml_is(&x, "cellXfs"))
			cells = step == XML_OPEN;
		if (step != XML_OPEN ||
		    !int_parse(xml_attribute(in->arena, &x, "numFmtId"), &id))
			id = 0;
		if (step == XML_OPEN && xml_is(&x, "numFmt"))
			ADD(in->arena, formats, nformats, room, ((struct number_format){ id,
				format_is_day(xml_attribute(in->arena, &x, "formatCode")) }));
		if (step == XML_OPEN && cells && xml_is(&x, "xf")) {
			bool day = (id >= 14 && id <= 17) || id == 22;

			for (size_t i = 0; i < nformats; i++)
				if (formats[i].id == id)
					day = formats[i].day;
			ADD(in->arena, in->days, in->ndays, in->days_room, day);
		}
	}
}

/* ---- a sheet --------------------------------------------------------------------------- */

/* "AB12" -> 27; a cell without a place follows the one before it. */
static int64_t column_of(const char *ref, int64_t next)
{
	int64_t column = 0;

	if (!isupper((unsigned char)*ref))
		return next;
	for (; isupper((unsigned char)*ref) && column < SHEET_COLUMNS; ref++)
		column = column * 26 + (*ref - 'A' + 1);
	return column - 1;
}

static const char *cell_text_of(struct xlsx_in *in, const char *kind, const char *style,
                                const char *value)
{
	int64_t n;

	if (strcmp(kind, "s") == 0)
		return int_parse(value, &n) && n >= 0 && (size_t)n < in->ntexts ? in->texts[n] : "";
	if (strcmp(kind, "b") == 0)
		return strcmp(value, "1") == 0 ? "Yes" : "No";
	if (strcmp(kind, "d") == 0)
		return arena_dupn(in->arena, value, strcspn(value, "T"));
	if (*kind && strcmp(kind, "n") != 0)
		return value;                           /* a text, or an error's name */
	if (int_parse(style, &n) && n >= 0 && (size_t)n < in->ndays && in->days[n])
		return sheet_day(in->arena, value, in->from_1904);
	return sheet_number(in->arena, value);
}

struct cell_in { const char *kind, *style; int64_t column; bool value; struct buf text; };

/* Empty rows are not in the file: the sheet's number says how many. */
static void row_begins(struct xlsx_in *in, struct xml *x, struct sheet_out *o)
{
	int64_t number;

	if (!int_parse(xml_attribute(in->arena, x, "r"), &number) || number > 2000000)
		return;
	while (o->row < number - 1)
		sheet_row_end(o);
}

static const char *read_sheet(struct xlsx_in *in, const char *text, size_t n, struct sheet *out)
{
	struct sheet_out o = { .csv = buf_new(in->arena) };
	struct xml x = { .at = text, .end = text + n };
	struct cell_in c = { .kind = "", .style = "", .text = buf_new(in->arena) };
	bool whole = false;
	enum xml_step step;

	while ((step = xml_next(&x)) != XML_END) {
		if (step == XML_TEXT && c.value)
			xml_put(&c.text, &x);
		if (step == XML_TEXT)
			continue;
		if (step == XML_OPEN && xml_is(&x, "row")) {
			row_begins(in, &x, &o);
			c.column = -1;
		} else if (step == XML_OPEN && xml_is(&x, "c")) {
			c.kind = xml_attribute(in->arena, &x, "t");
			c.style = xml_attribute(in->arena, &x, "s");
			c.column = column_of(xml_attribute(in->arena, &x, "r"), c.column + 1);
			c.text.n = 0;
		} else if (xml_is(&x, "v") || xml_is(&x, "t")) {
			c.value = step == XML_OPEN;
		} else if (step == XML_CLOSE && xml_is(&x, "c")) {
			sheet_cell(&o, c.column,
			           cell_text_of(in, c.kind, c.style, buf_text(&c.text)));
		} else if (step == XML_CLOSE && xml_is(&x, "row")) {
			sheet_row_end(&o);
		} else if (step == XML_CLOSE && xml_is(&x, "sheetData")) {
			whole = true;
		}
	}
	out->csv = buf_text(&o.csv);
	out->n = o.csv.n;
	return o.full ? sheets_large : whole ? NULL : sheets_broken;
}

/* ---- the book --------------------------------------------------------------------------- */

/* "worksheets/sheet1.xml", of the relation with that id; NULL: none. */
static const char *path_of(struct xlsx_in *in, const char *id)
{
	size_t n;
	const char *text = zip_text(in->z, "xl/_rels/workbook.xml.rels", &n);
	struct xml x = { .at = text, .end = text + (text ? n : 0) };
	enum xml_step step;

	while (text && (step = xml_next(&x)) != XML_END) {
		const char *to;

		if (step != XML_OPEN || !xml_is(&x, "Relationship") ||
		    strcmp(xml_attribute(in->arena, &x, "Id"), id) != 0)
			continue;
		to = xml_attribute(in->arena, &x, "Target");
		return *to == '/' ? to + 1 : arena_fmt(in->arena, "xl/%s", to);
	}
	return NULL;
}

const char *xlsx_sheets(struct zip *z, struct sheet **out, size_t *count)
{
	enum { MOST = 64 };
	struct xlsx_in in = { .z = z, .arena = z->arena };
	size_t n;
	const char *text = zip_text(z, "xl/workbook.xml", &n), *wrong;
	struct xml x = { .at = text, .end = text + (text ? n : 0) };
	enum xml_step step;

	if (!text)
		return sheets_broken;
	*out = NEWN(z->arena, struct sheet, MOST);
	read_texts(&in);
	read_styles(&in);
	while ((step = xml_next(&x)) != XML_END && *count < MOST) {
		struct sheet *s = &(*out)[*count];
		const char *path, *sheet;

		if (step == XML_OPEN && xml_is(&x, "workbookPr"))
			in.from_1904 = *xml_attribute(in.arena, &x, "date1904") == '1';
		if (step != XML_OPEN || !xml_is(&x, "sheet"))
			continue;
		path = path_of(&in, xml_attribute(in.arena, &x, "id"));
		sheet = path ? zip_text(z, path, &n) : NULL;
		/* A sheet of charts has no cells: passed over. */
		if (path && strstr(path, "chartsheets/"))
			continue;
		if (!sheet)
			return sheets_broken;
		s->name = arena_dup(in.arena, xml_attribute(in.arena, &x, "name"));
		if ((wrong = read_sheet(&in, sheet, n, s)) != NULL)
			return wrong;
		++*count;
	}
	return NULL;
}
