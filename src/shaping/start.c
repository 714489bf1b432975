/* SPDX-License-Identifier: MIT */
/*
 * start.c -- what a council begins with: eight stages (B&NES app. 4) and ten
 * ideas (B&NES 3f.4, figure c), in words of our own.
 */
#include "shaping/inside.h"

const struct stage_answers start_stages[START_STAGES] = {
	{ "Long list", "The idea is written down and meets the basic criteria. Ideas come from "
	  "carers' groups, provider forums and everybody with a stake" },
	{ "Work elsewhere", "What others have tried, and what they learned" },
	{ "Outline", "What would be tried, with whom, for how long" },
	{ "Short list", "Set against the priorities of the system and the council's strategy" },
	{ "Outline proposal and funding", "The proposal with the source of its money" },
	{ "Scoping with providers", "First talks with those who might deliver it" },
	{ "Specialists", "Procurement, finance, social work and others as needed" },
	{ "Final proposal", "Ready for procurement through the framework: how it is evaluated, "
	  "its benefits, its criteria of success" },
};

const struct start_idea start_ideas[START_IDEAS] = {
	{ "Reabling homecare", "Homecare that makes people more independent and makes the best "
	  "of the formal care they need" },
	{ "Complex needs and continuing healthcare", "Support for people with complex needs, or "
	  "who may be eligible for continuing healthcare" },
	{ "Urgent care at home", "Capacity kept for urgent care, so that people need not be "
	  "admitted to hospital" },
	{ "End of life", "Support at home at the end of life, and palliative care" },
	{ "Flexible homecare", "Usual homecare, given more flexibly: visit times, changes and "
	  "payment. It is meant to free capacity that is there" },
	{ "Trusted reviewer", "The provider uses what it knows of people to find those whose "
	  "needs have changed, and does yearly reviews, perhaps assessments" },
	{ "Rural support", "Better support where care is hard to find" },
	{ "Workforce", "Initiatives that help people join the sector and stay in it" },
	{ "Assistive technology", "Chosen for each person, perhaps as part of reabling homecare" },
	{ "Neighbourhood teams", "Teams of one place with nurses and care workers, as Buurtzorg "
	  "has them, with the skills that its people need" },
};
