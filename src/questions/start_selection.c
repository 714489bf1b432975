/* SPDX-License-Identifier: MIT */
/*
 * start_selection.c -- a selection questionnaire to begin with.
 *
 * The headings are those of the standard selection questionnaire that councils
 * use, and the local priorities transparency and partnership working (B&NES
 * 3e.3).  The words are our own.
 */
#include "questions/start.h"

#define ABOUT   "About the organisation"
#define MUST    "Grounds on which we must refuse"
#define MAY     "Grounds on which we may refuse"
#define MONEY   "Economic and financial standing"
#define GROUP   "If you belong to a group"
#define ABLE    "Technical and professional ability"
#define SLAVERY "Modern slavery"
#define INSURED "Insurance"
#define SKILLS  "Skills and recruitment"
#define HEALTH  "Health and safety"
#define SECRET  "Data protection"
#define OPEN    "Local priority: openness"
#define PARTNER "Local priority: partnership working"
#define LAST    "Declaration"
#define YES_NO  "Yes; No"

static const struct start_question questions[] = {
	{ "name", ANSWER_LINE, ABOUT, "Full name of the organisation", NULL,
	  "Enter the organisation's name", .most = 200 },
	{ "legal_form", ANSWER_CHOICE, ABOUT, "What kind of organisation is it?", NULL,
	  "Choose the kind of organisation", "Limited company; Partnership; Sole trader; Charity; "
	  "Community interest company; Public body; Other" },
	{ "company_number", ANSWER_LINE, ABOUT, "Registered number",
	  "Of the company or charity, if it has one", NULL, .most = 20 },
	{ "registered_address", ANSWER_WORDS, ABOUT, "Registered address", NULL,
	  "Enter the registered address", .most = 500 },
	{ "owners", ANSWER_TABLE, ABOUT, "Who controls the organisation?",
	  "Everybody who holds more than a quarter of it, or decides what it does",
	  "Add those who control the organisation",
	  .columns = "Name; Role; Share in per cent: number" },
	{ "regulator_id", ANSWER_LINE, ABOUT, "Number with the regulator",
	  "Of the provider, as the regulator's register has it",
	  "Enter the number with the regulator", .most = 30 },
	{ "contact", ANSWER_LINE, ABOUT, "Whom may we ask about these answers?",
	  "A name, and a telephone number or an address", "Enter whom we may ask", .most = 200 },
	{ "bid_alone", ANSWER_CHOICE, ABOUT, "Do you apply alone?", NULL,
	  "Say whether you apply alone", "Alone; With subcontractors; As a consortium" },
	{ "partners_named", ANSWER_TABLE, ABOUT, "Who are the others?", NULL, "Add the others",
	  NULL, "Name; What they would do", "bid_alone", "with-subcontractors,as-a-consortium" },

	{ "convicted", ANSWER_CHOICE, MUST,
	  "In the past five years, has the organisation, or anybody who directs it, been convicted "
	  "of fraud, bribery, money laundering, human trafficking or organised crime?", NULL,
	  "Say whether there was such a conviction", YES_NO },
	{ "convicted_how", ANSWER_WORDS, MUST, "What happened, and what have you done since?",
	  NULL, "Say what happened", NULL, NULL, "convicted", "yes", .most = 4000 },
	{ "taxes", ANSWER_CHOICE, MUST, "Have you paid all taxes and social security that are due?",
	  NULL, "Say whether all taxes are paid", "Yes; No, but it is agreed how we pay; !No" },

	{ "insolvent", ANSWER_CHOICE, MAY,
	  "Is the organisation insolvent, or being wound up or administered?", NULL,
	  "Say whether the organisation is insolvent", "!Yes; No" },
	{ "misconduct", ANSWER_CHOICE, MAY,
	  "In the past three years, was there grave misconduct, a broken duty to staff or the "
	  "environment, or a public contract ended early because of you?", NULL,
	  "Say whether there was", YES_NO },
	{ "misconduct_how", ANSWER_WORDS, MAY, "What happened, and what have you done since?",
	  NULL, "Say what happened", NULL, NULL, "misconduct", "yes", .most = 4000 },
	{ "conflict", ANSWER_CHOICE, MAY,
	  "Has anybody in the organisation a tie to somebody who decides here?",
	  "A relative, a second post, a share", "Say whether there is such a tie", YES_NO },
	{ "conflict_how", ANSWER_WORDS, MAY, "What is the tie?", NULL, "Say what the tie is", NULL,
	  NULL, "conflict", "yes", .most = 2000 },

	{ "accounts", ANSWER_FILE, MONEY, "Accounts of the last two years",
	  "Audited, if you are bound to have them audited", "Give the accounts" },
	{ "turnover", ANSWER_MONEY, MONEY, "Turnover of the last full year", NULL,
	  "Enter the turnover" },
	{ "days_cash", ANSWER_NUMBER, MONEY, "For how many days could you pay your staff if nobody "
	  "paid you?", NULL, "Enter the number of days", .weight = 2, .most = 3650 },

	{ "in_group", ANSWER_CHOICE, GROUP, "Do you belong to a group of companies?", NULL,
	  "Say whether you belong to a group", YES_NO },
	{ "parent", ANSWER_LINE, GROUP, "Name of the parent", NULL, "Enter the parent's name", NULL,
	  NULL, "in_group", "yes", .most = 200 },
	{ "guarantee", ANSWER_CHOICE, GROUP, "Would the parent guarantee what you owe?", NULL,
	  "Say whether the parent would", YES_NO, NULL, "in_group", "yes" },

	{ "contracts", ANSWER_TABLE, ABLE, "Up to three contracts like this one", NULL,
	  "Add a contract, or say below why there is none", NULL,
	  "For whom; What was done; From: date; Value a year: money" },
	{ "quality", ANSWER_WORDS, ABLE, "How do you know that care is good, and what do you "
	  "do when "
	  "it is not?", NULL, "Say how you know that care is good", .weight = 4, .most = 4000 },
	{ "continuity", ANSWER_WORDS, ABLE, "How would people be cared for if half of your staff "
	  "could not come?", NULL, "Say how people would be cared for", .weight = 3, .most = 4000 },

	{ "slavery_bound", ANSWER_CHOICE, SLAVERY, "Must you publish a statement on modern "
	  "slavery?",
	  "Those whose turnover is £36 million or more must",
	  "Say whether you must publish a statement", YES_NO },
	{ "slavery_where", ANSWER_LINE, SLAVERY, "Where is it published?", NULL,
	  "Enter where it is published", NULL, NULL, "slavery_bound", "yes", .most = 200 },

	{ "insurance", ANSWER_CHOICES, INSURED, "Which of these have you, or will you have before "
	  "the first visit?", NULL, "Choose the insurance that you have",
	  "Employer's liability; Public liability; Professional indemnity" },
	{ "insurance_until", ANSWER_DATE, INSURED, "When does the first of them end?", NULL,
	  "Enter when the first of them ends" },
	{ "insurance_papers", ANSWER_FILE, INSURED, "Certificates", "As one file",
	  "Give the certificates" },

	{ "trained", ANSWER_CHOICE, SKILLS, "Has every care worker the Care Certificate, or works "
	  "towards it?", NULL, "Say whether every care worker has", "Yes=5; Most=3; No=0",
	  .weight = 2 },
	{ "recruits", ANSWER_WORDS, SKILLS, "How do you find staff here, and how do you keep them?",
	  NULL, "Say how you find and keep staff", .weight = 4, .most = 4000 },
	{ "checks", ANSWER_CHOICE, SKILLS, "Is everybody checked against criminal records before "
	  "working alone?", NULL, "Say whether everybody is checked", "Yes; !No" },

	{ "safety", ANSWER_CHOICE, HEALTH, "Have you a written policy on health and safety that is "
	  "reviewed each year?", NULL, "Say whether you have a policy", "Yes; !No" },
	{ "safety_notices", ANSWER_CHOICE, HEALTH, "In the past three years, were you "
	  "prosecuted or "
	  "given a notice over health and safety?", NULL, "Say whether you were", YES_NO },
	{ "safety_how", ANSWER_WORDS, HEALTH, "What was it, and what have you done since?", NULL,
	  "Say what it was", NULL, NULL, "safety_notices", "yes", .most = 4000 },

	{ "data_registered", ANSWER_CHOICE, SECRET, "Are you registered with the Information "
	  "Commissioner?", NULL, "Say whether you are registered", "Yes; !No" },
	{ "data_toolkit", ANSWER_CHOICE, SECRET, "Have you met the standards of the data security "
	  "toolkit?", NULL, "Say whether you have", "Yes=5; Approaching=2; No=0", .weight = 1 },

	{ "opens_costs", ANSWER_CHOICE, OPEN, "Will you show us what your rate is made of, once a "
	  "year?", "Wages, travel, training, overheads, what is left",
	  "Say whether you will show it", "Yes=5; In part=2; No=0", .weight = 3 },
	{ "opens_pay", ANSWER_CHOICE, OPEN, "Are staff paid for travel between visits?", NULL,
	  "Say whether travel is paid", "Yes=5; No=0", .weight = 3 },
	{ "opens_trouble", ANSWER_WORDS, OPEN, "When would you tell us of trouble, and what would "
	  "you tell?", NULL, "Say when you would tell us", .weight = 2, .most = 2000 },

	{ "works_with", ANSWER_WORDS, PARTNER, "How do you work with social workers, nurses and "
	  "other providers?", NULL, "Say how you work with others", .weight = 3, .most = 4000 },
	{ "community", ANSWER_WORDS, PARTNER, "What do people you support do besides being cared "
	  "for, and how do you help?", NULL, "Say how you help", .weight = 2, .most = 4000 },
	{ "new_here", ANSWER_CHOICE, PARTNER, "Do you work in this area already?", NULL,
	  "Say whether you work here", YES_NO },
	{ "mobilise", ANSWER_FILE, PARTNER, "Your plan to begin, and to find and keep staff",
	  "So that the care that is here already is not harmed", "Give the plan", NULL, NULL,
	  "new_here", "no" },

	{ "true", ANSWER_VOW, LAST, "All of this is true and complete, and we shall tell you "
	  "when it "
	  "changes" },
	{ "signed", ANSWER_LINE, LAST, "Name and role of who declares it", NULL,
	  "Enter who declares it", .most = 200 },
	{ "references_seen", ANSWER_CHOICE, "For us", "Were references taken up?", NULL, NULL,
	  "Yes; No; Not needed", .seen_by = SEEN_STAFF },
};
const struct start_set start_selection = {
	"Selection questionnaire", ASKS_SELECTION,
	"Whoever wishes to work for us answers these questions. You may save what you have and "
	  "go on "
	"later. Have at hand: accounts, insurance certificates, the regulator's number.",
	questions, COUNT(questions),
};
