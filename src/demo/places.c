/* SPDX-License-Identifier: MIT */
/*
 * places.c -- where Westmarch lies: nowhere.
 *
 * WM is a postcode area that does not exist (there are WA, WC, WD, WF, WN, WR,
 * WS and WV), so no address here is anybody's.
 */
#include "demo/inside.h"

#include <stdio.h>

const struct place places[PLACES] = {
	{ "Marchbury",      { "WM1", "WM2", NULL }, 24, 0 },
	{ "Eastmere",       { "WM3", NULL, NULL },  20, 0 },
	{ "Coldwater Vale", { "WM4", "WM5", NULL }, 16, 60 },
	{ "Harrowgate Hill", { "WM6", NULL, NULL }, 15, 20 },
	{ "Saltmarsh",      { "WM7", NULL, NULL },  14, 40 },
	{ "Upper Tarn",     { "WM8", "WM9", NULL }, 11, 120 },
};

static const char *const streets[] = {
	"Tanner's Row", "Mill Race", "Orchard Rise", "Lantern Street", "Quarry Bank", "Heron Close",
	"Chapel Fold", "Ropewalk", "Sparrow Lane", "Almshouse Yard", "Weir View", "Larkfield",
	"Barley Court", "Old Foundry Road", "Kestrel Way", "Pump Lane", "Canal Terrace",
	"St Brannoc's Road", "Bramble Drive", "Signal Box Lane", "Willow Garth", "Cobbler's Hill",
	"Tithe Barn Close", "Ferryman's Walk", "Juniper Avenue", "Market Stairs", "Miners' Row",
	"Osprey Gardens", "Pennywort Lane", "Beacon Park", "Sexton Street", "Thistle Grove",
	"Viaduct Road", "Westering Crescent", "Yarrow Place", "Drovers' Green",
};

const char *street_make(struct chance *c, struct arena *a)
{
	int64_t no = chance_between(c, 1, 140);
	const char *street = CHANCE_OF(c, streets);

	if (chance_in(c, 1, 8))
		return arena_fmt(a, "Flat %lld, %lld %s", (long long)chance_between(c, 1, 24),
		                 (long long)no, street);
	return arena_fmt(a, "%lld %s", (long long)no, street);
}

/* The last two letters are never of C I K M O V. */
const char *postcode_make(struct chance *c, struct arena *a, const char *district)
{
	static const char letters[] = { 'A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'Q',
	                                'R', 'S', 'T', 'U', 'W', 'X', 'Y', 'Z' };
	int64_t digit = chance_between(c, 0, 9);
	char one = CHANCE_OF(c, letters), two = CHANCE_OF(c, letters);

	return arena_fmt(a, "%s %lld%c%c", district, (long long)digit, one, two);
}

/* The weighted sum's check digit; 10 where there is none. */
static int check_digit(const char *nine)
{
	int sum = 0;

	for (int i = 0; i < 9; i++)
		sum += (nine[i] - '0') * (10 - i);
	return (11 - sum % 11) % 11;
}

/*
 * The stride has no factor in common with a million, so every number comes
 * once.  About one in eleven has no check digit and is passed over: a number
 * of the next STRIPE takes its place.
 */
void nhs_number_make(int64_t nth, char out[11])
{
	enum { STRIPE = 110000 };
	int check;

	SURE(nth >= 0 && nth < STRIPE);
	for (int64_t at = nth; ; at += STRIPE) {
		snprintf(out, 11, "999%06lld", (long long)(at * 7919 % 1000000));
		check = check_digit(out);
		if (check < 10)
			break;
	}
	out[9] = (char)('0' + check);
	out[10] = '\0';
}
