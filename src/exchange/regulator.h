/* SPDX-License-Identifier: MIT */
/*
 * regulator.h -- what a regulator's file says, in one form.
 *
 * Five files are read: the Care Inspectorate's monthly datastore, the CQC's
 * care directory, the CQC's list of latest ratings and Ofsted's lists of
 * children's social care providers (those registered, and who joined and
 * left), as CSV or as a spreadsheet; and location records of the CQC's API as
 * JSON (one, an array of them, or one a line).  Columns are found by name and
 * prefix, so that any month's layout is read.  This file knows no database:
 * it says what the file says and refuses what cannot be true.  What is
 * personal (managers' names, contacts) is not read at all.
 *
 * Reading is in two steps, because most rows of most months are those of the
 * month before: reg_next() gives a row's key and hash, and only for a row
 * that is new or changed does the caller ask reg_read() what it says.
 *
 * An odd postcode or telephone is kept as it came, a UPRN that is none is left
 * out; a date, grade, count, status or reference that cannot be refuses its row.
 * REG_STEP_WRONG may also come in the middle of a file that breaks there: then
 * nothing of it should be kept.
 *
 * Grades: the Care Inspectorate's 6 (excellent) to 1 (unsatisfactory), the
 * CQC's and Ofsted's 4 (outstanding) to 1 (inadequate).  Standards: sections 1 to 4.
 */
#ifndef ALM_REGULATOR_H
#define ALM_REGULATOR_H

#include "base/base.h"
#include "base/date.h"
#include "base/vocab.h"

#define REGULATORS(X, P)                                                                  \
	X(P, 1, CARE_INSPECTORATE, "care-inspectorate", "purple", "Care Inspectorate")   \
	X(P, 2, CQC,               "cqc",               "blue",   "Care Quality Commission") \
	X(P, 3, OFSTED,            "ofsted",            "turquoise", "Ofsted")
VOCAB(regulator, REGULATOR, REGULATORS)

/* What was graded.  1-9 the CQC's, 11-19 Scotland's key questions, 21-29 its themes to 2022,
 * 31-39 Ofsted's.  The overall one is everybody's: of Ofsted, the overall experiences and
 * progress of children and young people. */
#define REG_QUESTIONS(X, P)                                                               \
	X(P, 1,  OVERALL,     "overall",           "", "Overall")                         \
	X(P, 2,  SAFE,        "safe",              "", "Safe")                            \
	X(P, 3,  EFFECTIVE,   "effective",         "", "Effective")                       \
	X(P, 4,  CARING,      "caring",            "", "Caring")                          \
	X(P, 5,  RESPONSIVE,  "responsive",        "", "Responsive")                      \
	X(P, 6,  WELL_LED,    "well-led",          "", "Well-led")                        \
	X(P, 11, WELLBEING,   "wellbeing",         "", "Support for wellbeing")           \
	X(P, 12, PLANNING,    "planning",          "", "Care and support planning")       \
	X(P, 13, SETTING,     "setting",           "", "Setting")                         \
	X(P, 14, STAFF_TEAM,  "staff-team",        "", "Staff team")                      \
	X(P, 15, LEADERSHIP,  "leadership",        "", "Leadership")                      \
	X(P, 16, PLAY,        "play-and-learning", "", "Care, play and learning")         \
	X(P, 17, COVID,       "covid-19",          "", "Care during the COVID-19 pandemic") \
	X(P, 21, CARE,        "care-and-support",  "", "Quality of care and support")     \
	X(P, 22, ENVIRONMENT, "environment",       "", "Quality of environment")          \
	X(P, 23, STAFFING,    "staffing",          "", "Quality of staffing")             \
	X(P, 24, MANAGEMENT,  "management",        "", "Quality of management and leadership") \
	X(P, 25, INFORMATION, "information",       "", "Quality of information")           \
	X(P, 31, PROTECTED,   "helped-and-protected", "",                                 \
	  "How well children are helped and protected")                                   \
	X(P, 32, LEADERS,     "leaders-and-managers", "", "Effectiveness of leaders and managers") \
	X(P, 33, EDUCATION,   "education",         "", "Education and related learning")    \
	X(P, 34, HEALTH,      "health",            "", "Health services")
VOCAB(reg_question, ASKED, REG_QUESTIONS)

#define REG_STATUSES(X, P)                                                                \
	X(P, 1, ACTIVE,   "active",   "green", "Registered")                              \
	X(P, 2, INACTIVE, "inactive", "grey",  "Registered but not operating")            \
	X(P, 3, LEAVING,  "leaving",  "orange", "Proposing to cancel")                    \
	X(P, 4, GONE,     "gone",     "red",   "No longer registered")                    \
	X(P, 5, SUSPENDED, "suspended", "red", "Registration suspended")
VOCAB(reg_status, REG, REG_STATUSES)

struct reg_rating {
	int         question;       /* enum reg_question                            */
	const char *text;           /* "Good", "5": as published                    */
	int         rank;           /* 6-1 or 4-1; 0: no grade ("Not rated")        */
	Date        on;             /* of its publication; none: not said           */
	const char *service;        /* "Older people": the service or group that was rated;
	                             * "": the location as a whole                  */
};

/* Counts of one year from April: complaints upheld, enforcements, requirements. */
enum reg_tally_kind { TALLY_COMPLAINTS = 1, TALLY_ENFORCEMENTS, TALLY_REQUIREMENTS };
struct reg_tally { enum reg_tally_kind kind; int year; int64_t n; };

struct reg_visit {                  /* one inspection of the Care Inspectorate */
	Date        on;
	const char *requirements, *recommendations;    /* "" where there are none */
};

/* Another location: before it, after it, or under the same roof. */
enum reg_link_kind { LINK_BEFORE = 1, LINK_AFTER, LINK_COMBINED };
struct reg_link { enum reg_link_kind kind; const char *ref, *name, *why; };

/* Texts are trimmed, UTF-8, without control characters; "" where not said. */
struct reg_location {
	enum regulator regulator;
	const char *ref;            /* "CS2003000133", "1-1000210669", "SC012345"      */
	const char *provider_ref, *provider_name;      /* Ofsted gives the name alone  */
	const char *name, *also_known_as;
	const char *address;        /* lines joined by a line feed, without the town   */
	const char *town, *county, *postcode;   /* postcode: normalised, or as it came */
	bool        postcode_odd;
	const char *phone, *website, *uprn, *ods_code;
	const char *council, *region, *health_board;    /* the regulator's own words  */
	const char *care_service;   /* "Support Service"; "Social Care Org"            */
	const char *subtype;        /* "Care at Home"                                  */
	const char *sector;         /* "Voluntary or Not for Profit"                   */
	const char **types;         /* CQC service types; CI additional subtypes       */
	size_t      ntypes;
	const char **specialisms;   /* CQC specialisms; CI client group, areas of care */
	size_t      nspecialisms;
	int         status;         /* enum reg_status                                 */
	Date        registered, deregistered, inspected, checked;
	int64_t     beds, places;   /* INT_NONE: not said                              */
	bool        by_council;     /* provided by a local authority                   */
	bool        hidden;         /* contact and address are not public: PublicList=No,
	                             * a children's home                               */
	bool        care_home;
	const char *risk;           /* "LOW", "MEDIUM", "HIGH"; ""                     */
	struct reg_rating *ratings; size_t nratings;
	struct reg_tally  *tallies; size_t ntallies;
	struct reg_visit  *visits;  size_t nvisits;
	struct reg_link   *links;   size_t nlinks;
};

enum reg_file {
	REG_FILE_CI, REG_FILE_CQC_DIRECTORY, REG_FILE_CQC_LOCATION, REG_FILE_OFSTED,
	REG_FILE_CQC_RATINGS
};
enum regulator reg_file_of(enum reg_file);       /* whose it is */

struct reg_row {
	int64_t     row, line;      /* of the file, the first of several; of JSON, the
	                             * record's number                             */
	const char *ref;            /* good until the next reg_next()               */
	uint64_t    hash;           /* of the raw row, its layout and this reader   */
	bool        partial;        /* the file is of some only (joiners and leavers):
	                             * it says nothing of whom it does not have     */
};

/* `column` is "" where the row as a whole is meant. */
struct reg_refusal { int64_t row, line; const char *column, *value, *reason; };

enum reg_step {
	REG_STEP_ROW,           /* here is one                                     */
	REG_STEP_REFUSED,       /* this row is refused, reg_refusal() says why; go on */
	REG_STEP_END,
	REG_STEP_WRONG,         /* the file is refused, reg_refusal() says why     */
};

struct reg_reader;

/* The bytes must outlive the reader.  A file of the wrong kind is refused by
 * the first reg_next(), in a sentence that says what it seems to be. */
struct reg_reader *reg_open(struct arena *, enum reg_file, const char *bytes, size_t n);
enum reg_step reg_next(struct reg_reader *, struct reg_row *) MUST_USE;
/* What the current row says, in the arena given.  REG_STEP_ROW or _REFUSED;
 * a second refusal in one row is not looked for. */
enum reg_step reg_read(struct reg_reader *, struct arena *, struct reg_location *) MUST_USE;
const struct reg_refusal *reg_refusal(const struct reg_reader *);
Date reg_produced(const struct reg_reader *);   /* the day a preamble gives; none: not said */

/* ---- the same in a child, for files that come from outside ------------------- */
struct reg_child;
/* Does the caller want to hear what this row says?  Asked in the child, of the
 * memory that the parent had when it opened. */
typedef bool reg_wanted(const struct reg_row *, const void *arg);

/* Like reg_open(), but the bytes are read by a child (parse_child.h). */
struct reg_child *reg_child_open(struct arena *, enum reg_file, const char *bytes, size_t n,
                                 reg_wanted *, const void *arg);
/*
 * The next row and, in the arena given, what it says: NULL where that was not
 * wanted.  REG_STEP_REFUSED with a key: the row has one, but what it says
 * cannot be.  REG_STEP_WRONG also when the child was stopped.
 */
enum reg_step reg_child_next(struct reg_child *, struct arena *, struct reg_row *,
                             const struct reg_location **out) MUST_USE;
const struct reg_refusal *reg_child_refusal(const struct reg_child *);

/* ---- ratings --------------------------------------------------------------- */
int reg_rank_cqc(const char *text);             /* "Good" -> 3; 0: no grade           */
/*
 * Ofsted's words: the CQC's four ("Requires improvement to be good"), the numbers 1 to 4 of
 * older files, and of supported accommodation the three of its own: consistently strong 3,
 * inconsistent 2, serious or widespread weaknesses 1.  0: no grade.
 */
int reg_rank_ofsted(const char *text);
const char *reg_grade_ci(int grade);            /* 6 -> "Excellent"; "" if it is none */

#endif
