/* SPDX-License-Identifier: MIT */
/*
 * start_return.c -- a provider's service return to begin with: twice a year.
 */
#include "questions/start.h"

#define STAFF "Staff"
#define WORK  "The work"
#define CARE  "Quality"
#define FIRM  "The firm"

static const struct start_question questions[] = {
	{ "manager", ANSWER_LINE, STAFF, "Registered manager", NULL,
	  "Enter the registered manager's name", .most = 200 },
	{ "manager_since", ANSWER_DATE, STAFF, "In post since", NULL,
	  "Enter since when the manager is in post" },
	{ "workers", ANSWER_NUMBER, STAFF, "Care workers today", NULL,
	  "Enter how many care workers there are", .most = 100000 },
	{ "joined", ANSWER_NUMBER, STAFF, "Joined in the six months", NULL,
	  "Enter how many joined", .most = 100000 },
	{ "left", ANSWER_NUMBER, STAFF, "Left in the six months", NULL, "Enter how many left",
	  .most = 100000 },
	{ "agency_hours", ANSWER_NUMBER, STAFF, "Hours given by agency staff", NULL,
	  "Enter the hours, or 0", .most = 10000000 },
	{ "travel_paid", ANSWER_CHOICE, STAFF, "Are staff paid for travel between visits?", NULL,
	  "Say whether travel is paid", "Yes; No" },
	{ "hours", ANSWER_NUMBER, WORK, "Hours of care given for us", NULL,
	  "Enter the hours of care", .most = 100000000 },
	{ "missed", ANSWER_NUMBER, WORK, "Visits missed", "Nobody came, or more than two hours "
	  "late",
	  "Enter how many visits were missed, or 0", .most = 1000000 },
	{ "declined", ANSWER_WORDS, WORK, "What did you have to decline, and why?", NULL, NULL,
	  .most = 2000 },
	{ "complaints", ANSWER_NUMBER, CARE, "Complaints received", NULL,
	  "Enter how many complaints, or 0", .most = 100000 },
	{ "upheld", ANSWER_NUMBER, CARE, "Of them upheld", NULL, "Enter how many were upheld, or 0",
	  .most = 100000 },
	{ "learned", ANSWER_WORDS, CARE, "What did you change because of them?", NULL, NULL,
	  .most = 2000 },
	{ "safeguarding", ANSWER_NUMBER, CARE, "Safeguarding concerns raised",
	  "A number: no names", "Enter how many, or 0", .most = 100000 },
	{ "trained_pct", ANSWER_NUMBER, CARE, "Staff up to date with training, in per cent", NULL,
	  "Enter the share in per cent", .most = 100 },
	{ "insured_until", ANSWER_DATE, FIRM, "Insurance holds until", NULL,
	  "Enter until when insurance holds" },
	{ "insurance_paper", ANSWER_FILE, FIRM, "Certificate of insurance", NULL,
	  "Give the certificate" },
	{ "worry", ANSWER_CHOICE, FIRM, "Is there anything that may stop you from giving care "
	  "in the "
	  "next six months?", NULL, "Say whether there is", "Yes; No" },
	{ "worry_what", ANSWER_WORDS, FIRM, "What is it?", NULL, "Say what it is", NULL, NULL,
	  "worry", "yes", .most = 4000 },
	{ "true", ANSWER_VOW, FIRM, "All of this is true" },
};
const struct start_set start_return = {
	"Provider service return", ASKS_RETURN,
	"Every six months. What you said last time is filled in: see whether it is still true. "
	  "Write "
	"no names of people who are cared for.",
	questions, COUNT(questions),
};
