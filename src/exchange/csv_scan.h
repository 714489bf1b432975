/* SPDX-License-Identifier: MIT */
/*
 * csv_scan.h -- finding the bytes that matter, sixty-four at a time.
 *
 * Private to csv.c and csv_decode.c.  A window of 64 bytes becomes 64 bits:
 * one where there is a separator, a quote or a line break.  The reader walks
 * the bits and never looks at a letter, so its time goes with the number of
 * fields, not of bytes.  Nothing is read past `end`: the input may be a
 * mapped file whose last page ends with it.  Where there is no SSE2 the plain
 * loops do all the work, with the same answers.
 */
#ifndef ALM_CSV_SCAN_H
#define ALM_CSV_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WINDOW 64

struct scan {
	const char *base, *end;         /* the window begins at base         */
	uint64_t    hits;               /* those of it not yet walked past   */
	char        separator;
};

#ifdef __SSE2__
#include <emmintrin.h>

static inline __m128i sixteen(const char *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

static inline uint64_t hits_of_sixteen(const char *p, __m128i separator)
{
	__m128i v = sixteen(p);
	__m128i hit = _mm_or_si128(
		_mm_or_si128(_mm_cmpeq_epi8(v, separator), _mm_cmpeq_epi8(v, _mm_set1_epi8('"'))),
		_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')),
		             _mm_cmpeq_epi8(v, _mm_set1_epi8('\r'))));

	return (unsigned)_mm_movemask_epi8(hit);
}

static inline uint64_t hits_of(const char *p, char separator)
{
	const __m128i s = _mm_set1_epi8(separator);

	return hits_of_sixteen(p, s) | hits_of_sixteen(p + 16, s) << 16
	     | hits_of_sixteen(p + 32, s) << 32 | hits_of_sixteen(p + 48, s) << 48;
}
#else
static inline uint64_t hits_of(const char *p, char separator)
{
	uint64_t hits = 0;

	for (int i = 0; i < WINDOW; i++) {
		bool hit = p[i] == separator || p[i] == '"' || p[i] == '\n' || p[i] == '\r';

		hits |= (uint64_t)hit << i;
	}
	return hits;
}
#endif

static inline uint64_t scan_window(const struct scan *s)
{
	char last[WINDOW] = { 0 };

	if (s->end - s->base >= WINDOW)
		return hits_of(s->base, s->separator);
	memcpy(last, s->base, (size_t)(s->end - s->base));
	return hits_of(last, s->separator);
}

static inline struct scan scan_from(const char *p, const char *end, char separator)
{
	struct scan s = { p, end, 0, separator };

	s.hits = scan_window(&s);
	return s;
}

/* The next byte that matters; `end` if there is none. */
static inline __attribute__((always_inline)) const char *scan_hit(struct scan *s)
{
	while (!s->hits) {
		if (s->end - s->base <= WINDOW)
			return s->end;
		s->base += WINDOW;
		s->hits = scan_window(s);
	}
	return s->base + __builtin_ctzll(s->hits);
}

/* Walk past the hit that scan_hit() gave. */
static inline void scan_drop(struct scan *s)
{
	s->hits &= s->hits - 1;
}

/* The first byte over 127; `end` if all are ASCII. */
static inline const char *find_high(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		unsigned bits = (unsigned)_mm_movemask_epi8(sixteen(p));

		if (bits)
			return p + __builtin_ctz(bits);
	}
#endif
	while (p < end && (unsigned char)*p < 0x80)
		p++;
	return p;
}

#endif
