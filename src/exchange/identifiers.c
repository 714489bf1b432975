/* SPDX-License-Identifier: MIT */
/*
 * identifiers.c -- check digits and shapes of the numbers of others.
 *
 * NHS and CHI: the first nine digits times 10 to 2, added; 11 less the
 * remainder by 11 is the check digit, 11 counting as 0; where it is 10 there
 * is no such number.  Standards: section 5.
 */
#include "exchange/identifiers.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A blank or a hyphen, also the ones that word processors put: its length. */
static size_t filler(const char *s)
{
	static const char *const long_ones[] = {
		"\xC2\xA0", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x80\x93",
	};

	if (*s == ' ' || *s == '-' || *s == '\t' || *s == '\r' || *s == '\n')
		return 1;
	for (size_t i = 0; i < COUNT(long_ones); i++) {
		if (text_begins(s, long_ones[i]))
			return strlen(long_ones[i]);
	}
	return 0;
}

/* The digits of `s` without fillers, at most `most` of them; ID_SHAPE for anything else. */
static enum id_answer digits_of(const char *s, char *out, size_t most)
{
	size_t n = 0;

	while (s && *s) {
		size_t skip = filler(s);

		if (!skip && (!is_digit(*s) || n == most))
			return ID_SHAPE;
		if (!skip)
			out[n++] = *s++;
		s += skip;
	}
	out[n] = 0;
	return n ? ID_FINE : ID_EMPTY;
}

static bool check_digit_fits(const char *digits)
{
	int sum = 0, check;

	for (int i = 0; i < 9; i++)
		sum += (digits[i] - '0') * (10 - i);
	check = (11 - sum % 11) % 11;
	return check == digits[9] - '0';        /* 10 is no digit, so never fits */
}

enum id_answer nhs_number_check(const char *s, char out[11])
{
	enum id_answer a = digits_of(s, out, 10);

	if (a == ID_FINE && strlen(out) != 10)
		a = ID_SHAPE;
	/* Ten equal digits may pass the sum, and are what people type to get on. */
	if (a == ID_FINE && (!check_digit_fits(out) || strspn(out, (char[]){ out[0], 0 }) == 10))
		a = ID_CHECK;
	if (a)
		*out = 0;
	return a;
}

enum id_answer chi_number_check(const char *s, char out[11])
{
	enum id_answer a = digits_of(s, out, 10);

	if (a == ID_FINE && strlen(out) != 10)
		a = ID_SHAPE;
	if (a == ID_FINE) {
		int day = (out[0] - '0') * 10 + out[1] - '0';
		int month = (out[2] - '0') * 10 + out[3] - '0';
		int year = (out[4] - '0') * 10 + out[5] - '0';

		/* The century is not said: a day of either will do. */
		if (!date_known(date_make(2000 + year, month, day))
		    && !date_known(date_make(1900 + year, month, day)))
			a = ID_DAY;
		else if (!check_digit_fits(out))
			a = ID_CHECK;
	}
	if (a)
		*out = 0;
	return a;
}

enum id_answer uprn_check(const char *s, char out[13])
{
	char digits[32];
	enum id_answer a = digits_of(s, digits, sizeof digits - 1);
	const char *from = digits;

	*out = 0;
	if (a)
		return a;
	while (*from == '0')
		from++;
	if (!*from || strlen(from) > 12)
		return ID_SHAPE;
	memcpy(out, from, strlen(from) + 1);
	return ID_FINE;
}

/* ---- postcodes -------------------------------------------------------------- */

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* A9, A99, A9A, AA9, AA99, AA9A, GIR: the part before the blank. */
static bool outward_fits(const char *s, size_t n)
{
	size_t area = is_letter(s[0]) ? is_letter(s[1]) ? 2 : 1 : 0;

	if (n == 3 && memcmp(s, "GIR", 3) == 0)
		return true;
	if (!area || n <= area || n > area + 2 || !is_digit(s[area]))
		return false;
	return n == area + 1 || is_digit(s[area + 1]) || is_letter(s[area + 1]);
}

/* 9AA, without the letters C I K M O V, which were left out as too alike. */
static bool inward_fits(const char *s)
{
	return is_digit(s[0]) && is_letter(s[1]) && is_letter(s[2])
		&& !strchr("CIKMOV", s[1]) && !strchr("CIKMOV", s[2]);
}

enum id_answer postcode_check(const char *s, char out[9])
{
	char raw[8] = "";
	size_t n = 0, out_n;

	*out = 0;
	while (s && *s) {
		size_t skip = *s == '.' ? 1 : filler(s);    /* "G21 1HG." */

		if (!skip && (n == 7 || !(is_letter(*s) || is_digit(*s))))
			return ID_SHAPE;
		if (!skip)
			raw[n++] = upper(*s++);
		s += skip;
	}
	if (n == 0)
		return ID_EMPTY;
	if (n < 5 || !outward_fits(raw, n - 3) || !inward_fits(raw + n - 3))
		return ID_SHAPE;
	out_n = n - 3;
	memcpy(out, raw, out_n);
	out[out_n] = ' ';
	memcpy(out + out_n + 1, raw + out_n, 4);
	return ID_FINE;
}

void postcode_district(const char *postcode, char out[5])
{
	char whole[9];

	*out = 0;
	if (postcode_check(postcode, whole) == ID_FINE) {
		size_t n = strcspn(whole, " ");

		memcpy(out, whole, n);
		out[n] = 0;
	}
}

/* ---- telephones ---------------------------------------------------------------- */

/* Digits from the first nought on: +44, 0044 and the (0) after them made one. */
static enum id_answer phone_digits(const char *s, char *out, size_t most)
{
	size_t n = 0;

	if (!s)
		return ID_EMPTY;
	for (s += filler(s); *s; ) {
		size_t skip = filler(s);

		if (skip || strchr("()./+", *s)) {
			s += skip ? skip : 1;
			continue;
		}
		if (!is_digit(*s) || n == most)
			return ID_SHAPE;
		out[n++] = *s++;
	}
	out[n] = 0;
	if (text_begins(out, "0044"))
		memmove(out, out + 2, n -= 1);
	if (text_begins(out, "44") && n >= 11) {
		size_t from = out[2] == '0' ? 3 : 2;

		memmove(out + 1, out + from, strlen(out + from) + 1);
		out[0] = '0';
	}
	return *out ? ID_FINE : ID_EMPTY;
}

/* How the digits are grouped, by how the number begins. */
static const struct { const char *begins; int first, second; } groups[] = {
	{ "02", 3, 4 }, { "011", 4, 3 }, { "0121", 4, 3 }, { "0131", 4, 3 }, { "0141", 4, 3 },
	{ "0151", 4, 3 }, { "0161", 4, 3 }, { "0171", 4, 3 }, { "0181", 4, 3 }, { "0191", 4, 3 },
	{ "01", 5, 0 }, { "07", 5, 0 }, { "03", 4, 3 }, { "05", 4, 3 }, { "08", 4, 3 },
	{ "09", 4, 3 },
};

enum id_answer phone_check(const char *s, char out[20])
{
	char digits[32];
	enum id_answer a = phone_digits(s, digits + 1, sizeof digits - 2);
	const char *d = digits + 1;
	size_t n = a ? 0 : strlen(d);

	*out = 0;
	if (a)
		return a;
	/* A spreadsheet took it for a number and ate the nought. */
	if (*d != '0' && (n == 9 || n == 10)) {
		digits[0] = '0';
		d = digits;
		n++;
	}
	if (n != 11 && !(n == 10 && (text_begins(d, "01") || text_begins(d, "08"))))
		return ID_SHAPE;
	for (size_t i = 0; i < COUNT(groups); i++) {
		if (!text_begins(d, groups[i].begins))
			continue;

		char *to = out;
		for (size_t k = 0; k < n; k++) {
			if ((int)k == groups[i].first
			    || (groups[i].second && (int)k == groups[i].first + groups[i].second))
				*to++ = ' ';
			*to++ = d[k];
		}
		*to = 0;
		return ID_FINE;
	}
	return ID_SHAPE;
}

/* ---- the regulators' ------------------------------------------------------------ */

bool care_inspectorate_ref(const char *s, const char *letters)
{
	return s && strlen(s) == 12 && memcmp(s, letters, 2) == 0
		&& strspn(s + 2, "0123456789") == 10;
}

bool cqc_ref(const char *s)
{
	size_t n;

	if (!s)
		return false;
	n = strspn(s, "0123456789");
	if (n == 0 || n > 3 || s[n] != '-')
		return false;
	s += n + 1;
	n = strspn(s, "0123456789");
	return n >= 5 && n <= 13 && !s[n];
}

bool ofsted_ref(const char *s)
{
	size_t n;

	if (!s)
		return false;
	s += s[0] == 'S' && s[1] == 'C' ? 2 : 0;
	n = strspn(s, "0123456789");
	return n >= 5 && n <= 8 && !s[n];
}
