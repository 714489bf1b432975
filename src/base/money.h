/* SPDX-License-Identifier: MIT */
/*
 * money.h -- pence in 64 bits.
 *
 * Only base/money.c looks at .pence.  There is one division, money_share(),
 * which rounds half away from zero; whoever calls it says in a comment which
 * figure is being rounded ("once per element and week, never on totals").
 * Amounts stay under 2^53 pence so that JSON and spreadsheets are exact.
 */
#ifndef ALM_MONEY_H
#define ALM_MONEY_H

#include "base/base.h"

typedef struct { int64_t pence; } Money;

#define MONEY_NONE ((Money){ INT64_MIN })
#define MONEY_MAX  ((Money){ INT64_C(9007199254740991) })

Money   money(int64_t pence);                       /* asserts the range */
int64_t money_pence(Money);
bool    money_known(Money);                         /* false: MONEY_NONE */
int     money_cmp(Money, Money);                    /* both known */
Money   money_plus(Money, Money);                   /* over the range: fault */
Money   money_minus(Money, Money);
Money   money_times(Money, int64_t n);
Money   money_share(Money, int64_t num, int64_t den); /* m * num / den, half away from zero */

/* "412.50", "£1,234.5", "-12": at most two decimals. */
bool  money_parse(const char *, Money *out) MUST_USE;
char *money_text(struct arena *, Money);            /* "£1,234.50"; "" if none */
char *money_plain(struct arena *, Money);           /* "1234.50", for CSV and inputs */

#endif
