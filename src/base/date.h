/* SPDX-License-Identifier: MIT */
/*
 * date.h -- days, moments, minutes, and the clock on the wall in London.
 *
 * A Date is a day of the proleptic Gregorian calendar; stored as days since
 * 1970-01-01.  A Moment is UTC milliseconds since 1970.  What a person sees
 * is Europe/London: GMT, and BST from 01:00 UTC on the last Sunday of March
 * to 01:00 UTC on the last Sunday of October (Summer Time Order 2002).
 */
#ifndef ALM_DATE_H
#define ALM_DATE_H

#include "base/base.h"

typedef struct { int32_t n;  } Date;     /* 1 = 0001-01-01; 0 = none */
typedef struct { int64_t ms; } Moment;   /* 0 = none */
typedef struct { int64_t n;  } Minutes;  /* a length of time, or minutes after midnight */

#define DATE_NONE   ((Date){ 0 })
#define MOMENT_NONE ((Moment){ 0 })
#define DATE_OPEN   date_make(9999, 12, 31)   /* the end of what has no end */

struct civil { int year, month, day; };

/* ---- days ---- */
Date    date_make(int year, int month, int day);   /* none, if there is no such day */
struct civil date_civil(Date);
Date    date_of_day(int64_t day);                  /* days since 1970-01-01 */
int64_t date_day(Date);
bool    date_known(Date);
int     date_cmp(Date, Date);
Date    date_plus(Date, int days);                 /* stops at the calendar's ends; none: none */
int64_t date_minus(Date a, Date b);                /* days from b to a */
int     date_weekday(Date);                        /* 1 = Monday ... 7 = Sunday */
Date    date_month_start(Date);
Date    date_plus_months(Date, int months);        /* 31 January + 1 = 28 or 29 February */
int     date_age(Date born, Date on);              /* whole years; -1: not known, not yet born */
/* Day first: "31/3/2026", "31 March 2026", "31-Mar-26" (two digits: 1930-2029); or "2026-03-31". */
bool    date_parse(const char *, Date *out) MUST_USE;
char   *date_text(struct arena *, Date);           /* "31 March 2026"; "" if none */
char   *date_short(struct arena *, Date);          /* "31 Mar 2026" */
char   *date_iso(struct arena *, Date);            /* "2026-03-31" */
const char *weekday_name(int);                     /* 1 = "Monday" */
const char *month_name(int);                       /* 1 = "January" */

/* ---- moments ---- */
bool    moment_known(Moment);
int     moment_cmp(Moment, Moment);
Moment  moment_plus(Moment, Minutes);
int64_t moment_minus_ms(Moment a, Moment b);       /* milliseconds from b to a */
Date    moment_date(Moment);                       /* the day in London */
Minutes moment_time(Moment);                       /* minutes after midnight, by London's clock */
/* The moment at which London's clock shows that time; where the clock goes
 * back, the first of the two; where it skips, the same time an hour on. */
Moment  moment_at(Date, Minutes after_midnight);
char   *moment_text(struct arena *, Moment);       /* "31 March 2026 at 4:05pm", "... 5pm" */
char   *moment_short(struct arena *, Moment);      /* "31 Mar 4:05pm"; not of this year:
                                                      "31 Mar 2025 4:05pm" */
char   *moment_iso(struct arena *, Moment);        /* "2026-03-31T15:05:00.000Z" */
void    buf_moment(struct buf *, Moment);          /* as moment_short() */

/* ---- minutes ---- */
Minutes minutes(int64_t);
/* "8:30", "08.30", "8am", "1pm", "13:05": minutes after midnight, 0 to 1439. */
bool    time_parse(const char *, Minutes *out) MUST_USE;
char   *time_text(struct arena *, Minutes);        /* "08:30" */
char   *span_text(struct arena *, Minutes);        /* "2 days 3 h", "45 min", "7 h 30 min" */
char   *hours_text(struct arena *, Minutes);       /* "13.5 h", two decimals at most */
void    buf_span(struct buf *, Minutes);           /* as span_text() */
void    buf_hours(struct buf *, Minutes);          /* as hours_text() */

/* ---- the one clock ---- */
Moment  clock_now(void);
void    clock_set(Moment);                         /* tests, demonstrations; none: the real one */

#endif
