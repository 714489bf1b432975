/* SPDX-License-Identifier: MIT */
/*
 * names.c -- who lives in Westmarch: names of an English border county, with
 * its Welsh, Scottish, Irish, South Asian, Polish and Caribbean families.
 *
 * Given and family names are drawn apart from each other, so that whoever
 * has one of these names has it by chance.
 */
#include "demo/inside.h"

#define GIVEN 24
#define FAMILY 36

struct origin {
	int         weight;              /* of 100 */
	const char *language;            /* of those who do not say English */
	int         speak_it;            /* of 100 */
	const char *women[GIVEN], *men[GIVEN], *family[FAMILY];
};

static const struct origin
	origins[] = {
		{ 58,
	          NULL,
	          0,
	          { "Joan",    "Margaret", "Doris",    "Sheila",   "Beryl",   "Audrey",
	            "Jean",    "Maureen",  "Brenda",   "Patricia", "Eileen",  "Barbara",
	            "Dorothy", "Hilda",    "Marjorie", "Pauline",  "Sylvia",  "Rita",
	            "Edna",    "Pamela",   "Hazel",    "Norma",    "Gillian", "Winifred" },
	          { "Ronald",  "Kenneth", "Derek",  "Dennis",  "Raymond",  "Stanley",
	            "Leonard", "Peter",   "Arthur", "Frank",   "Gordon",   "Harold",
	            "Norman",  "Roy",     "Brian",  "Maurice", "Cyril",    "Geoffrey",
	            "Alan",    "Walter",  "Ernest", "Michael", "Clifford", "Trevor" },
	          { "Ashdown",     "Barlow",    "Beckwith",     "Blackmore", "Bracegirdle",
	            "Butterfield", "Carver",    "Chilcott",     "Clegg",     "Crabtree",
	            "Dewhurst",    "Eastwood",  "Fairweather",  "Garside",   "Greenhalgh",
	            "Haddock",     "Hartley",   "Hollingworth", "Kemp",      "Lockyer",
	            "Mallory",     "Nuttall",   "Oakes",        "Pargeter",  "Pickles",
	            "Ramsbottom",  "Rowbotham", "Sharples",     "Stubbs",    "Tattersall",
	            "Thackray",    "Underhill", "Wainwright",   "Whitlock",  "Winterbourne",
	            "Yardley" } },
		{ 9,
	          "Welsh",
	          12,
	          { "Gwyneth", "Myfanwy", "Bronwen", "Megan", "Olwen", "Eirlys", "Nesta",
	            "Blodwen", "Delyth", "Mair", "Eluned", "Glenys" },
	          { "Emlyn", "Dilwyn", "Gwyn", "Idris", "Ieuan", "Aneurin", "Elwyn", "Gethin",
	            "Hywel", "Ifor", "Rhodri", "Trefor" },
	          { "Bevan", "Bowen", "Cadwallader", "Eynon", "Gittins", "Gwilym", "Jenkins",
	            "Llewellyn", "Meredith", "Onions", "Parry", "Powell", "Prosser", "Probert",
	            "Pugh", "Rees", "Treharne", "Vaughan" } },
		{ 7,
	          NULL,
	          0,
	          { "Morag", "Isla", "Catriona", "Moira", "Elspeth", "Jessie", "Ailsa", "Senga",
	            "Una", "Rhona", "Effie", "Kirsteen" },
	          { "Angus", "Hamish", "Duncan", "Callum", "Alasdair", "Murdo", "Fergus",
	            "Gregor", "Lachlan", "Struan", "Hector", "Iain" },
	          { "Abernethy", "Auchterlonie", "Buchan", "Cruickshank", "Dalgleish",
	            "Farquharson", "Galbraith", "Imrie", "Kinnaird", "MacAskill", "MacCrimmon",
	            "McGlashan", "Ogilvie", "Rankine", "Strachan", "Urquhart" } },
		{ 6,
	          NULL,
	          0,
	          { "Bridget", "Noreen", "Philomena", "Dympna", "Kathleen", "Bernadette", "Nuala",
	            "Concepta", "Assumpta", "Oonagh" },
	          { "Seamus", "Declan", "Padraig", "Eamon", "Brendan", "Cormac", "Fintan",
	            "Malachy", "Desmond", "Aidan" },
	          { "O'Brien", "Brannigan", "Cassidy", "Delahunty", "O'Dowd", "Finnegan",
	            "Geraghty", "Heffernan", "Kinsella", "Mulcahy", "O'Shaughnessy", "Rafferty",
	            "Scully", "Tierney" } },
		{ 10,
	          "Punjabi",
	          35,
	          { "Harjit Kaur", "Surinder", "Amina", "Fatima", "Lakshmi", "Parveen", "Nasreen",
	            "Kamala", "Rukhsana", "Savitri", "Zainab", "Manjit" },
	          { "Gurdev", "Mohinder", "Rashid", "Anwar", "Ramesh", "Suresh", "Iqbal", "Tariq",
	            "Balwant", "Devendra", "Yusuf", "Kishan" },
	          { "Aulakh", "Bhandari", "Chaudhry", "Dhaliwal", "Farooqi", "Ghuman", "Hussain",
	            "Joshi", "Khatun", "Lodhi", "Mahmood", "Nagra", "Patel", "Qureshi", "Rahman",
	            "Sandhu", "Trivedi", "Virk" } },
		{ 5,
	          "Polish",
	          40,
	          { "Danuta", "Halina", "Irena", "Jadwiga", "Krystyna", "Stanisława", "Teresa",
	            "Wanda", "Zofia", "Bożena" },
	          { "Bogdan", "Czesław", "Edward", "Henryk", "Jerzy", "Kazimierz", "Mieczysław",
	            "Tadeusz", "Witold", "Zbigniew" },
	          { "Adamczyk", "Bielecki", "Chmiel", "Dudek", "Górny", "Jabłoński", "Kaczmarek",
	            "Leśniak", "Mazur", "Nowicki", "Pawlak", "Sobczak", "Wrona", "Zielony" } },
		{ 5,
	          NULL,
	          0,
	          { "Beverley", "Cislyn", "Hyacinth", "Icilda", "Merle", "Myrtle", "Norma",
	            "Pearline", "Una", "Verona" },
	          { "Alford", "Carlton", "Delroy", "Egbert", "Everton", "Lloyd", "Neville",
	            "Rupert", "Winston", "Vivian" },
	          { "Bartley", "Campbell", "Chambers", "Dacosta", "Gayle", "Grizzle", "Lewin",
	            "Palmer", "Pinnock", "Samuels", "Thorpe", "Wedderburn" } },
	};

static const char *one_of(struct chance *c, const char *const *list, int64_t most)
{
	int64_t n = 0;

	while (n < most && list[n])
		n++;
	return list[chance_between(c, 0, n - 1)];
}

struct person_name name_make(struct chance *c)
{
	int weights[COUNT(origins)];
	const struct origin *o;
	struct person_name p;

	for (size_t i = 0; i < COUNT(origins); i++)
		weights[i] = origins[i].weight;
	o = &origins[chance_weighted(c, weights, COUNT(origins))];
	p.woman = chance_in(c, 64, 100);         /* as among people over 65 with care at home */
	p.given = one_of(c, p.woman ? o->women : o->men, GIVEN);
	p.family = one_of(c, o->family, FAMILY);
	p.language = chance_in(c, o->speak_it, 100) ? o->language : NULL;
	return p;
}

/* What people want to be true, in their own words. */
const char *outcome_words(struct chance *c, size_t at)
{
	static const char *const first[] = {
		"I want to stay in my own home with my cat.",
		"To be up, washed and dressed before my daughter rings at nine.",
		"To walk to the corner shop again by the spring.",
		"I would like to cook my own tea, with somebody near.",
		"To sleep in my own bed and not in the chair.",
		"To go to chapel on Sundays.",
		"To feel safe on the stairs.",
		"My wife should get a night's rest.",
		"To take my tablets at the right time without worrying about it.",
		"To have a shower when I want one, not when it suits.",
	};
	static const char *const second[] = {
		"To see my friends at the bowls club once a week.",
		"I want to manage my own money.",
		"To be spoken to as Mrs, not as dear.",
		"To keep my garden going.",
		"To eat properly: I have lost a stone.",
		"To get back to reading with the large-print books.",
	};

	return at ? CHANCE_OF(c, second) : CHANCE_OF(c, first);
}
