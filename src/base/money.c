/* SPDX-License-Identifier: MIT */
/*
 * money.c -- pence: the sums, the one rounding, and how amounts are written.
 *
 *	share(m, num, den) = m * num / den, half away from zero
 */
#include "base/money.h"
#include "base/fault.h"

#include <string.h>

/* A product of two 64-bit numbers, and back, without loss. */
__extension__ typedef __int128 wide;

#define MOST INT64_C(9007199254740991)

static bool in_range(wide pence)
{
	return pence >= -(wide)MOST && pence <= (wide)MOST;
}

static Money checked(wide pence)
{
	if (!in_range(pence))
		fault(FAULT_INPUT, "an amount of money is out of range");
	return (Money){ (int64_t)pence };
}

Money money(int64_t pence)
{
	SURE(in_range(pence));
	return (Money){ pence };
}

int64_t money_pence(Money m)
{
	return m.pence;
}

bool money_known(Money m)
{
	return m.pence != INT64_MIN;
}

int money_cmp(Money a, Money b)
{
	SURE(money_known(a) && money_known(b));
	return (a.pence > b.pence) - (a.pence < b.pence);
}

Money money_plus(Money a, Money b)
{
	SURE(money_known(a) && money_known(b));
	return checked((wide)a.pence + b.pence);
}

Money money_minus(Money a, Money b)
{
	SURE(money_known(a) && money_known(b));
	return checked((wide)a.pence - b.pence);
}

Money money_times(Money m, int64_t n)
{
	SURE(money_known(m));
	return checked((wide)m.pence * n);
}

Money money_share(Money m, int64_t num, int64_t den)
{
	wide top, bottom, whole, rest;

	SURE(money_known(m) && den != 0);
	top = (wide)m.pence * num;
	bottom = den;
	if (bottom < 0) {
		top = -top;
		bottom = -bottom;
	}
	whole = top / bottom;         /* C cuts towards zero ... */
	rest = top % bottom;          /* ... and what was cut has the sign of top */
	if (2 * (rest < 0 ? -rest : rest) >= bottom)
		whole += top < 0 ? -1 : 1;
	return checked(whole);
}

/* ---- from people ----------------------------------------------------- */

static const char *blanks_pass(const char *s)
{
	while (*s == ' ' || (*s >= '\t' && *s <= '\r') || text_begins(s, "\302\240"))
		s += *s == '\302' ? 2 : 1;
	return s;
}

/* A minus as typed, or as a word processor makes it (U+2212). */
static bool minus_take(const char **s)
{
	size_t n = **s == '-' ? 1 : text_begins(*s, "\342\210\222") ? 3 : 0;

	*s += n;
	return n > 0;
}

/*
 * "1234" or "1,234": commas only where thousands go, so that the continental
 * "12,50" is refused rather than taken for 1250 pounds.
 */
static bool pounds_take(const char **s, int64_t *pounds)
{
	const char *p = *s;
	int group = 0;
	bool commas = false;

	*pounds = 0;
	for (;; p++) {
		if (*p >= '0' && *p <= '9') {
			*pounds = *pounds * 10 + (*p - '0');
			if (*pounds > MOST / 100 || (commas && group == 3))
				return false;
			group++;
		} else if (*p == ',') {
			if (group < 1 || group > 3 || (commas && group != 3))
				return false;
			commas = true;
			group = 0;
		} else {
			break;
		}
	}
	*s = p;
	return !commas || group == 3;
}

/* ".5" or ".50" to pence; none at all is nought. */
static bool pence_take(const char **s, int64_t *pence)
{
	const char *p = *s;

	*pence = 0;
	if (*p != '.')
		return true;
	if (*++p < '0' || *p > '9')
		return false;
	*pence = 10 * (*p++ - '0');
	if (*p >= '0' && *p <= '9')
		*pence += *p++ - '0';
	*s = p;
	return *p < '0' || *p > '9';
}

bool money_parse(const char *s, Money *out)
{
	int64_t pounds, pence;
	bool minus;

	if (!s)
		return false;
	s = blanks_pass(s);
	minus = minus_take(&s);
	if (text_begins(s, "£")) {
		s = blanks_pass(s + strlen("£"));
		minus = minus || minus_take(&s);
	}
	if (*s != '.' && (*s < '0' || *s > '9'))
		return false;
	if (!pounds_take(&s, &pounds) || !pence_take(&s, &pence) || *blanks_pass(s))
		return false;
	pence += pounds * 100;
	if (!in_range(pence))
		return false;
	*out = (Money){ minus ? -pence : pence };
	return true;
}

/* ---- to people ------------------------------------------------------- */

char *money_plain(struct arena *a, Money m)
{
	long long size;

	if (!money_known(m))
		return arena_dup(a, "");
	size = m.pence < 0 ? -m.pence : m.pence;
	return arena_fmt(a, "%s%lld.%02lld", m.pence < 0 ? "-" : "", size / 100, size % 100);
}

char *money_text(struct arena *a, Money m)
{
	struct buf b = buf_new(a);
	const char *plain = money_plain(a, m);
	size_t left;

	if (!money_known(m))
		return arena_dup(a, "");
	if (*plain == '-')
		buf_char(&b, *plain++);
	buf_str(&b, "£");
	for (left = strlen(plain); left; left--, plain++) {
		buf_char(&b, *plain);
		/* "1234.50": after this digit come `left - 1` more, of which ".50" are three */
		if (left > 4 && (left - 4) % 3 == 0)
			buf_char(&b, ',');
	}
	return buf_text(&b);
}
