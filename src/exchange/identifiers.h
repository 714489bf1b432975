/* SPDX-License-Identifier: MIT */
/*
 * identifiers.h -- the numbers by which others know people and places.
 *
 * They are kept as text (a leading nought is a digit), without blanks, and
 * checked where they carry a check digit.  An NHS number and a CHI number
 * look alike and are different schemes: say which one is meant.
 */
#ifndef ALM_IDENTIFIERS_H
#define ALM_IDENTIFIERS_H

#include "base/base.h"
#include "base/date.h"

enum id_answer {
	ID_FINE,
	ID_EMPTY,       /* nothing but blanks                       */
	ID_SHAPE,       /* not the right number of digits           */
	ID_CHECK,       /* the check digit is wrong                 */
	ID_DAY,         /* a CHI number begins with no real day     */
};

/* "943 476 5919" -> "9434765919"; blanks and hyphens may stand anywhere. */
enum id_answer nhs_number_check(const char *, char out[11]) MUST_USE;
/* ddmmyy, four digits of which the last is the check, as for the NHS. */
enum id_answer chi_number_check(const char *, char out[11]) MUST_USE;
/* 1 to 12 digits, no check digit; leading noughts go. */
enum id_answer uprn_check(const char *, char out[13]) MUST_USE;

/* "eh11yz" -> "EH1 1YZ".  ID_SHAPE: no British postcode; the caller keeps the text. */
enum id_answer postcode_check(const char *, char out[9]) MUST_USE;
/* "EH1 1YZ" -> "EH1": all that a provider may see before an award. "" if it is none. */
void           postcode_district(const char *postcode, char out[5]);

/*
 * "+44 (0)1419524415", "1419524415" (a spreadsheet ate the nought) -> "0141
 * 952 4415".  ID_SHAPE: not a number of this country; the caller keeps the text.
 */
enum id_answer phone_check(const char *, char out[20]) MUST_USE;

/* "CS2003000133"; "SP2003001159"; "1-1000210669". */
bool care_inspectorate_ref(const char *, const char *letters);
bool cqc_ref(const char *);
/* "SC012345", "2611190": Ofsted's unique reference number. */
bool ofsted_ref(const char *);

#endif
