/* SPDX-License-Identifier: MIT */
/*
 * reg_inside.h -- what the readers of regulators' files share.
 *
 * Private to regulator.c, ci.c, cqc_directory.c, cqc_location.c,
 * cqc_ratings.c and ofsted.c.  A row
 * is taken column by column; the first value that cannot be true refuses the
 * row, and the rest is read but not judged.
 */
#ifndef ALM_REG_INSIDE_H
#define ALM_REG_INSIDE_H

#include "exchange/csv.h"
#include "exchange/json.h"
#include "exchange/regulator.h"

/* Raise it when a reader reads a row otherwise: then every row is read anew. */
#define READER_VERSION 3

#define REG_WANTS 48            /* the most columns that a reader asks for */

struct ci_layout;
struct ofsted_layout;
struct rated_locations;

struct reg_reader {
	struct arena      *arena;
	enum reg_file      file;
	const char        *bytes;
	size_t             n;
	bool               opened, over;
	Date               produced;
	/* CSV */
	struct csv        *csv;
	struct csv_header  header;
	const struct csv_want *wants;
	int                at[REG_WANTS];
	int                key;             /* the want that is the row's key    */
	struct csv_row     row;
	struct ci_layout  *ci;
	struct ofsted_layout *ofsted;
	struct rated_locations *rated;  /* a location has many rows */
	bool               partial;
	/* JSON: a record at a time, in an arena of its own */
	struct json_cutter cutter;
	struct arena      *records;
	const struct json_t *record;
	/* the row at hand */
	int64_t            now, line;
	char               ref[24];
	struct reg_refusal refusal;
	char               value[80], reason[600];
	/* keys that were seen: hash -> row */
	struct { uint64_t mark; int64_t row; } *seen;
	size_t             nseen, seen_room;
};

/* A row being taken apart. */
struct take {
	struct reg_reader *r;
	struct arena      *arena;   /* of what the caller keeps                  */
	bool               refused;
};

/* The first refusal of a row stays; value NULL: the row as a whole. */
void take_refuse(struct take *, const char *column, const char *value, const char *fmt, ...)
	PRINTF(4, 5);

/* ---- from a text, whatever it came in: "" and debris ("NA", "#N/A") are nothing ---- */
const char *clean_text(struct arena *, struct slice);       /* one line            */
const char *clean_lines(struct arena *, struct slice);      /* line breaks kept    */
Date        clean_date(struct take *, const char *column, const char *text);
int64_t     clean_count(struct take *, const char *column, const char *text);
void        clean_postcode(struct take *, struct reg_location *, const char *text);
const char *clean_phone(struct arena *, const char *text);
const char *clean_uprn(struct arena *, const char *text);
/* "A|B | C" by any of the separators, blanks and empty ones left out. */
size_t      clean_list(struct arena *, const char *text, const char *separators,
                       const char ***out);
/* Put a grade; of two for one question of one service the later stays. */
void        rating_put(struct take *, struct reg_location *, const struct reg_rating *);

/* ---- from the row at hand --------------------------------------------------------- */
struct slice take_slice(const struct take *, int want);
const char  *take_text(struct take *, int want);
Date         take_date(struct take *, int want);
int64_t      take_count(struct take *, int want);

/* ---- the readers --------------------------------------------------------------------- */
extern const struct csv_want ci_wants[];
extern const size_t          ci_nwants;
void ci_open(struct reg_reader *);                  /* after the header is found    */
void ci_read(struct take *, struct reg_location *);

extern const struct csv_want cqc_directory_wants[];
extern const size_t          cqc_directory_nwants;
void cqc_directory_open(struct reg_reader *);
void cqc_directory_read(struct take *, struct reg_location *);

void cqc_location_read(struct take *, struct reg_location *);

extern const struct csv_want ofsted_wants[];
extern const size_t          ofsted_nwants;
void ofsted_open(struct reg_reader *);
void ofsted_read(struct take *, struct reg_location *);

extern const struct csv_want cqc_ratings_wants[];
extern const size_t          cqc_ratings_nwants;
bool cqc_ratings_open(struct reg_reader *);             /* false: the file is wrong */
bool cqc_ratings_next(struct reg_reader *, struct slice *key, uint64_t *hash);
void cqc_ratings_read(struct take *, struct reg_location *);

/* Is the row at hand the last one, and not whole?  Then the file is wrong, and it is said. */
bool reg_cut_short(struct reg_reader *);
/* The file broke where csv_next() stopped: said; always false. */
bool reg_wrong_row(struct reg_reader *);

/* The day that follows some words in the lines above the header; none: not said. */
Date produced_after(struct reg_reader *, const char *words);

/* Do the CQC's service types say that people live there? */
bool cqc_care_home(const struct reg_location *);

#endif
