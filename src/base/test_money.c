/* SPDX-License-Identifier: MIT */
/*
 * test_money.c -- pence add up, halves go away from zero, and what is not an
 * amount is refused.
 */
#include "base/fault.h"
#include "base/money.h"
#include "t/t.h"

#define MOST INT64_C(9007199254740991)

TEST_PLAIN(sums)
{
	IS(money_pence(money_plus(money(150), money(-50))), 100);
	IS(money_pence(money_minus(money(150), money(250))), -100);
	IS(money_pence(money_times(money(1999), 52)), 103948);
	IS(money_pence(money_times(money(1999), -1)), -1999);
	IS(money_cmp(money(1), money(2)), -1);
	IS(money_cmp(money(2), money(2)), 0);
	IS(money_cmp(money(2), money(-2)), 1);
	OK(money_known(money(0)));
	OK(!money_known(MONEY_NONE));
	IS(money_pence(MONEY_MAX), MOST);
}

TEST_PLAIN(beyond_the_range)
{
	FAULTS(FAULT_INPUT, money_plus(MONEY_MAX, money(1)));
	FAULTS(FAULT_INPUT, money_minus(money(-MOST), money(1)));
	FAULTS(FAULT_INPUT, money_times(MONEY_MAX, INT64_MAX));
	FAULTS(FAULT_INPUT, money_times(money(2), INT64_MIN));
	FAULTS(FAULT_INPUT, money_share(MONEY_MAX, INT64_MAX, 1));
	IS(money_pence(money_plus(MONEY_MAX, money(0))), MOST);
	DIES(money(MOST + 1));
	DIES(money(-MOST - 1));
	DIES(money_plus(MONEY_NONE, money(1)));
	DIES(money_cmp(money(1), MONEY_NONE));
	DIES(money_share(money(1), 1, 0));
}

TEST_PLAIN(halves_go_away_from_zero)
{
	static const struct { int64_t from, num, den, is; } cases[] = {
		{ 1, 1, 2, 1 }, { -1, 1, 2, -1 }, { 1, -1, 2, -1 }, { 1, 1, -2, -1 },
		{ -1, 1, -2, 1 },
		{ 3, 1, 2, 2 }, { -3, 1, 2, -2 }, { 1, 1, 3, 0 }, { 2, 1, 3, 1 }, { -2, 1, 3, -1 },
		{ 0, 5, 7, 0 }, { 100, 1, 1, 100 }, { 2500, 45, 60, 1875 }, { 2333, 45, 60, 1750 },
		{ 2335, 30, 60, 1168 }, { 49, 1, 100, 0 }, { 50, 1, 100, 1 }, { -50, 1, 100, -1 },
		{ MOST, INT64_MAX, INT64_MAX, MOST }, { MOST, 1, 2, MOST / 2 + 1 },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		IS(money_pence(money_share(money(cases[i].from), cases[i].num, cases[i].den)),
		   cases[i].is);
}

/* Against another way to round: add half and take the floor. */
TEST_PLAIN(every_small_share)
{
	long wrong = 0;

	for (int64_t m = -60; m <= 60; m++)
		for (int64_t num = -7; num <= 7; num++)
			for (int64_t den = 1; den <= 12; den++) {
				int64_t top = m * num, size = top < 0 ? -top : top;
				int64_t is = (2 * size + den) / (2 * den);

				wrong += money_pence(money_share(money(m), num, den))
				         != (top < 0 ? -is : is);
			}
	IS(wrong, 0);
}

TEST_PLAIN(amounts_from_people)
{
	static const struct { const char *s; int64_t is; } good[] = {
		{ "412.50", 41250 }, { "£1,234.5", 123450 }, { "-12", -1200 }, { "0", 0 },
		{ " £ 5 ", 500 }, { "-£5", -500 }, { "£-5", -500 }, { ".5", 50 }, { "0.05", 5 },
		{ "1,234,567.89", 123456789 }, { "\342\210\2223.20", -320 }, { "007", 700 },
		{ "90071992547409.91", MOST }, { "-90071992547409.91", -MOST },
		{ "£5\302\240", 500 },
	};
	static const char *const bad[] = {
		"", " ", "£", "-", ".", "1.", "1.234", "12,50", "1,2345", "1234,567", ",123",
		"1,,234",
		"1,234,", "12p", "1e3", "--1", "-£-1", "1.2.3", "1 000", "£ £1", "five",
		"90071992547409.92",
		"99999999999999999999999", "\302", NULL,
	};
	Money m;

	for (size_t i = 0; i < COUNT(good); i++) {
		m = MONEY_NONE;
		OK(money_parse(good[i].s, &m));
		IS(money_pence(m), good[i].is);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		m = MONEY_NONE;
		if (money_parse(bad[i], &m))
			SAME(bad[i], "refused");
		OK(!money_known(m));
	}
}

TEST(amounts_to_people)
{
	SAME(money_text(t->arena, money(123450)), "£1,234.50");
	SAME(money_text(t->arena, money(-5)), "-£0.05");
	SAME(money_text(t->arena, money(99999)), "£999.99");
	SAME(money_text(t->arena, money(100000)), "£1,000.00");
	SAME(money_text(t->arena, money(0)), "£0.00");
	SAME(money_text(t->arena, MONEY_MAX), "£90,071,992,547,409.91");
	SAME(money_text(t->arena, MONEY_NONE), "");
	SAME(money_plain(t->arena, money(-123450)), "-1234.50");
	SAME(money_plain(t->arena, MONEY_NONE), "");
}

TEST_PLAIN(what_is_written_is_read_again)
{
	for (int64_t p = 1; p < MOST / 7; p = p * 7 + 3)
		for (int sign = -1; sign <= 1; sign += 2) {
			Money back = MONEY_NONE;

			OK(money_parse(money_text(t->arena, money(sign * p)), &back));
			IS(money_pence(back), sign * p);
			OK(money_parse(money_plain(t->arena, money(sign * p)), &back));
			IS(money_pence(back), sign * p);
		}
}
