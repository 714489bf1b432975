/* SPDX-License-Identifier: MIT */
/*
 * test_identifiers.c -- numbers with a check digit, postcodes, telephones.
 */
#include "exchange/identifiers.h"

#include "t/t.h"

TEST(nhs_numbers)
{
	char n[11];

	IS(nhs_number_check("943 476 5919", n), ID_FINE);
	SAME(n, "9434765919");
	IS(nhs_number_check(" 401-023-2137 ", n), ID_FINE);
	IS(nhs_number_check("9876544322", n), ID_FINE);
	IS(nhs_number_check("1500000000", n), ID_FINE);         /* its check of 11 is 0 */
	IS(nhs_number_check("9434765918", n), ID_CHECK);
	SAME(n, "");
	IS(nhs_number_check("9434769519", n), ID_CHECK);        /* two digits changed places */
	IS(nhs_number_check("9990000000", n), ID_CHECK);        /* its check would be 10 */
	IS(nhs_number_check("1111111111", n), ID_CHECK);
	IS(nhs_number_check("943476591", n), ID_SHAPE);
	IS(nhs_number_check("94347659190", n), ID_SHAPE);
	IS(nhs_number_check("943476591X", n), ID_SHAPE);
	IS(nhs_number_check("  ", n), ID_EMPTY);
	IS(nhs_number_check(NULL, n), ID_EMPTY);
}

/* Whatever one digit is changed, the sum tells. */
TEST(one_wrong_digit_is_always_found)
{
	char n[11], wrong[] = "9434765919";

	for (int i = 0; i < 10; i++) {
		char right = wrong[i];

		for (char c = '0'; c <= '9'; c++) {
			wrong[i] = c;
			IS(nhs_number_check(wrong, n), c == right ? ID_FINE : ID_CHECK);
		}
		wrong[i] = right;
	}
}

TEST(chi_numbers)
{
	char n[11];

	/* 1 January 1901 or 2001; 0101010001: sum 11, remainder 0. */
	IS(chi_number_check("010101 0034", n), ID_CHECK);
	IS(chi_number_check("2902040005", n), ID_CHECK);        /* a leap day of 2004 */
	IS(chi_number_check("3102260000", n), ID_DAY);
	IS(chi_number_check("0013260000", n), ID_DAY);
	IS(chi_number_check("123", n), ID_SHAPE);
	IS(chi_number_check("", n), ID_EMPTY);

	/* Of the ten last digits at most one is right. */
	int right = 0;
	for (int check = 0; check < 10; check++) {
		char text[11] = "1506520250";

		text[9] = (char)('0' + check);
		right += chi_number_check(text, n) == ID_FINE;
	}
	IS(right, 1);
}

TEST(uprns)
{
	char u[13];

	IS(uprn_check("000100012345", u), ID_FINE);
	SAME(u, "100012345");
	IS(uprn_check("123456789012", u), ID_FINE);
	IS(uprn_check("1234567890123", u), ID_SHAPE);
	IS(uprn_check("9.05E+09", u), ID_SHAPE);
	IS(uprn_check("0000", u), ID_SHAPE);
	IS(uprn_check("", u), ID_EMPTY);
}

TEST(postcodes)
{
	static const struct { const char *from, *to, *district; } good[] = {
		{ "eh1 1yz", "EH1 1YZ", "EH1" }, { "EH11YZ", "EH1 1YZ", "EH1" },
		{ " sw1a  1aa ", "SW1A 1AA", "SW1A" }, { "M1 1AE", "M1 1AE", "M1" },
		{ "B33-8TH", "B33 8TH", "B33" }, { "DN55 1PT", "DN55 1PT", "DN55" },
		{ "W1A 0AX", "W1A 0AX", "W1A" }, { "GIR 0AA", "GIR 0AA", "GIR" },
		{ "G21\xC2\xA0" "1HG.", "G21 1HG", "G21" },
	};
	static const char *const odd[] = {
		"not known", "EH1", "EH1 1Y", "EH1 11Y", "1EH 1YZ", "EH1 1CZ", "EH1 1ZC", "EHH 1YZ",
		"EH111 1YZ", "F52 AX24", "SW1A 1AAA",
	};
	char p[9], d[5];

	for (size_t i = 0; i < COUNT(good); i++) {
		IS(postcode_check(good[i].from, p), ID_FINE);
		SAME(p, good[i].to);
		postcode_district(good[i].from, d);
		SAME(d, good[i].district);
	}
	for (size_t i = 0; i < COUNT(odd); i++) {
		IS(postcode_check(odd[i], p), ID_SHAPE);
		postcode_district(odd[i], d);
		SAME(d, "");
	}
	IS(postcode_check(" ", p), ID_EMPTY);
}

TEST(telephones)
{
	static const struct { const char *from, *to; } good[] = {
		{ "01415 519 204", "0141 551 9204" }, { "0141 952 4415", "0141 952 4415" },
		{ "+44 (0)141 952 4415", "0141 952 4415" }, { "00441419524415", "0141 952 4415" },
		{ "+447700900123", "07700 900123" }, { "1632960102", "01632 960102" },
		{ "01632960101", "01632 960101" }, { "020 7946 0018", "020 7946 0018" },
		{ "0808 157 0192", "0808 157 0192" }, { "(0116) 496-0001", "0116 496 0001" },
		{ "0800 1111", NULL }, { "016977 2345", "01697 72345" },
	};
	char p[20];

	for (size_t i = 0; i < COUNT(good); i++) {
		IS(phone_check(good[i].from, p), good[i].to ? ID_FINE : ID_SHAPE);
		SAME(p, good[i].to ? good[i].to : "");
	}
	IS(phone_check("0800 NOTHING", p), ID_SHAPE);
	IS(phone_check("071 967 0111 or 087", p), ID_SHAPE);
	IS(phone_check("12", p), ID_SHAPE);
	IS(phone_check("", p), ID_EMPTY);
}

TEST(references)
{
	OK(care_inspectorate_ref("CS2003000150", "CS"));
	OK(!care_inspectorate_ref("CS200300015", "CS"));
	OK(!care_inspectorate_ref("CS20030001500", "CS"));
	OK(!care_inspectorate_ref("SP2003000150", "CS"));
	OK(!care_inspectorate_ref("CS200300015O", "CS"));
	OK(!care_inspectorate_ref(NULL, "CS"));
	OK(cqc_ref("1-1000210669"));
	OK(cqc_ref("1-101611848"));
	OK(!cqc_ref("1-"));
	OK(!cqc_ref("1000210669"));
	OK(!cqc_ref("1-10002106x9"));
	OK(!cqc_ref(NULL));
}
