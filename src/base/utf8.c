/* SPDX-License-Identifier: MIT */
/*
 * utf8.c -- well-formed text, and the key under which a name is found.
 *
 * The key takes Latin letters to their plain ones (Welsh, Gaelic, Polish,
 * Turkish, Vietnamese...) by table, drops marks and apostrophes, and makes
 * one blank of everything else that is neither letter nor digit.  Greek and
 * Cyrillic lose case and accents; other scripts are kept as they are.  The
 * key is stored: a change to these tables means building the stored keys
 * anew, in a migration.
 */
#include "base/utf8.h"

#include <string.h>

#define REPLACEMENT 0xFFFD

/* How many bytes a character takes, by its first; 0: it cannot be a first. */
static size_t length_of(unsigned char c)
{
	return c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
}

/*
 * The character at s, of which n bytes may be read.  Returns the bytes it
 * takes, 0 if it is broken (Unicode, table 3-7).
 */
static size_t decode(const unsigned char *s, size_t n, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = length_of(s[0]);

	if (len == 0 || len > n)
		return 0;
	*cp = len == 1 ? s[0] : s[0] & (0x7Fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
		*cp = *cp << 6 | (s[i] & 0x3Fu);
	}
	if (*cp < least[len] || *cp > 0x10FFFF || (*cp >= 0xD800 && *cp <= 0xDFFF))
		return 0;
	return len;
}

static bool control(uint32_t cp)
{
	if (cp == '\t' || cp == '\n' || cp == '\r')
		return false;
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0);
}

enum utf8_fault utf8_check(const char *s, size_t n)
{
	const unsigned char *at = (const unsigned char *)s, *end = at + n;
	uint32_t cp;
	size_t len;

	while (at < end) {
		if (*at >= 0x20 && *at < 0x7F) {  /* most of it, quickly */
			at++;
			continue;
		}
		len = decode(at, (size_t)(end - at), &cp);
		if (!len)
			return UTF8_BROKEN;
		if (cp == 0)
			return UTF8_NUL;
		if (control(cp))
			return UTF8_CONTROL;
		at += len;
	}
	return UTF8_FINE;
}

size_t utf8_length(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

size_t utf8_next(const char *s, uint32_t *cp)
{
	/* A NUL is no continuation byte: reading stops at it by itself. */
	size_t len = decode((const unsigned char *)s, 4, cp);

	if (len)
		return len;
	*cp = REPLACEMENT;
	return 1;
}

void utf8_put(struct buf *b, uint32_t cp)
{
	char out[4];
	size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;

	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) {
		utf8_put(b, REPLACEMENT);
		return;
	}
	for (size_t i = n - 1; i > 0; i--, cp >>= 6)
		out[i] = (char)(0x80 | (cp & 0x3F));
	out[0] = (char)(n == 1 ? cp : (0xF00u >> n & 0xF0) | cp);
	buf_add(b, out, n);
}

bool utf8_blank(uint32_t cp)
{
	switch (cp) {
	case ' ': case 0x85: case 0xA0: case 0x1680: case 0x2028: case 0x2029:
	case 0x202F: case 0x205F: case 0x2060: case 0x3000: case 0xFEFF:
		return true;
	default:
		return (cp >= '\t' && cp <= '\r') || (cp >= 0x2000 && cp <= 0x200B);
	}
}

/* ---- the key ----------------------------------------------------------- */

/* The plain letter of each; '*': two letters, below; '.': kept as it is. */
static const char latin_00c0[] =
	/* 00C0 */ "aaaaaa*ceeeeiiiidnooooo ouuuuy**"
	/* 00E0 */ "aaaaaa*ceeeeiiiidnooooo ouuuuy*y"
	/* 0100 */ "aaaaaaccccccccddddeeeeeeeeeegggg"
	/* 0120 */ "gggghhhhiiiiiiiiii**jjkkklllllll"
	/* 0140 */ "lllnnnnnnnnnoooooo**rrrrrrssssss"
	/* 0160 */ "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
	/* 0180 */ "bbbb..occdddd.eeeffg.*.ikkl.mnno"
	/* 01A0 */ "oo..pp.....ttttuu.vyyzz........."
	/* 01C0 */ "....*********aaiioouuuuuuuuuueaa"
	/* 01E0 */ "aa**ggggkkoooo..j***gg*.nnaa**oo"
	/* 0200 */ "aaaaeeeeiiiioooorrrruuuusstt..hh"
	/* 0220 */ "nd..zzaaeeooooooooyylnt.**acclts"
	/* 0240 */ "z..buveejj.qrryya..bocddee.e....";
static const char latin_1e00[] =
	/* 1E00 */ "aabbbbbbccddddddddddeeeeeeeeeeff"
	/* 1E20 */ "gghhhhhhhhhhiiiikkkkkkllllllllmm"
	/* 1E40 */ "mmmmnnnnnnnnoooooooopppprrrrrrrr"
	/* 1E60 */ "ssssssssssttttttttuuuuuuuuuuvvvv"
	/* 1E80 */ "wwwwwwwwwwxxxxyyzzzzzzhtwyas..*."
	/* 1EA0 */ "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
	/* 1EC0 */ "eeeeeeeeiiiioooooooooooooooooooo"
	/* 1EE0 */ "oooouuuuuuuuuuuuuuyyyyyyyy..vvyy";

_Static_assert(sizeof latin_00c0 - 1 == 0x260 - 0xC0, "one for each");
_Static_assert(sizeof latin_1e00 - 1 == 0x1F00 - 0x1E00, "one for each");

/* One character that becomes several, or another that no table row reaches. */
static const struct { uint32_t cp; const char *key; } singles[] = {
	{ 0x00AA, "a" },  { 0x00B2, "2" },  { 0x00B3, "3" },  { 0x00B5, "\316\274" },
	{ 0x00B9, "1" },  { 0x00BA, "o" },
	{ 0x00C6, "ae" }, { 0x00DE, "th" }, { 0x00DF, "ss" }, { 0x00E6, "ae" },
	{ 0x00FE, "th" }, { 0x0132, "ij" }, { 0x0133, "ij" }, { 0x0152, "oe" },
	{ 0x0153, "oe" }, { 0x0195, "hv" }, { 0x01C4, "dz" }, { 0x01C5, "dz" },
	{ 0x01C6, "dz" }, { 0x01C7, "lj" }, { 0x01C8, "lj" }, { 0x01C9, "lj" },
	{ 0x01CA, "nj" }, { 0x01CB, "nj" }, { 0x01CC, "nj" }, { 0x01E2, "ae" },
	{ 0x01E3, "ae" }, { 0x01F1, "dz" }, { 0x01F2, "dz" }, { 0x01F3, "dz" },
	{ 0x01F6, "hv" }, { 0x01FC, "ae" }, { 0x01FD, "ae" }, { 0x0238, "db" },
	{ 0x0239, "qp" }, { 0x1E9E, "ss" },
	{ 0xFB00, "ff" }, { 0xFB01, "fi" }, { 0xFB02, "fl" }, { 0xFB03, "ffi" },
	{ 0xFB04, "ffl" }, { 0xFB05, "st" }, { 0xFB06, "st" },
};

/* What is left out, made a blank, or moved by so much.  The first row that holds wins. */
enum fold { DROP, SPACE, MOVE, BECOME };
static const struct { uint32_t from, to; enum fold how; int32_t by; } ranges[] = {
	{ 0x00AD, 0x00AD, DROP,   0 },        /* soft hyphen                    */
	{ 0x00B4, 0x00B4, DROP,   0 },        /* acute accent as an apostrophe  */
	{ 0x0080, 0x00BF, SPACE,  0 },        /* Latin-1 signs                  */
	{ 0x02B0, 0x036F, DROP,   0 },        /* modifiers; combining marks     */
	{ 0x0386, 0x0386, BECOME, 0x03B1 },   /* Greek with accents             */
	{ 0x0388, 0x0388, BECOME, 0x03B5 },
	{ 0x0389, 0x0389, BECOME, 0x03B7 },
	{ 0x038A, 0x038A, BECOME, 0x03B9 },
	{ 0x038C, 0x038C, BECOME, 0x03BF },
	{ 0x038E, 0x038E, BECOME, 0x03C5 },
	{ 0x038F, 0x038F, BECOME, 0x03C9 },
	{ 0x03AC, 0x03AC, BECOME, 0x03B1 },
	{ 0x03AD, 0x03AD, BECOME, 0x03B5 },
	{ 0x03AE, 0x03AE, BECOME, 0x03B7 },
	{ 0x03AF, 0x03AF, BECOME, 0x03B9 },
	{ 0x0390, 0x0390, BECOME, 0x03B9 },
	{ 0x03AA, 0x03AA, BECOME, 0x03B9 },
	{ 0x03CA, 0x03CA, BECOME, 0x03B9 },
	{ 0x03B0, 0x03B0, BECOME, 0x03C5 },
	{ 0x03AB, 0x03AB, BECOME, 0x03C5 },
	{ 0x03CB, 0x03CB, BECOME, 0x03C5 },
	{ 0x03CD, 0x03CD, BECOME, 0x03C5 },
	{ 0x03CC, 0x03CC, BECOME, 0x03BF },
	{ 0x03CE, 0x03CE, BECOME, 0x03C9 },
	{ 0x03C2, 0x03C2, BECOME, 0x03C3 },   /* final sigma                    */
	{ 0x0391, 0x03A1, MOVE,   32 },
	{ 0x03A3, 0x03A9, MOVE,   32 },
	{ 0x0401, 0x0401, BECOME, 0x0435 },   /* Cyrillic io, short i           */
	{ 0x0451, 0x0451, BECOME, 0x0435 },
	{ 0x0419, 0x0419, BECOME, 0x0438 },
	{ 0x0439, 0x0439, BECOME, 0x0438 },
	{ 0x0400, 0x040F, MOVE,   80 },
	{ 0x0410, 0x042F, MOVE,   32 },
	{ 0x0483, 0x0489, DROP,   0 },
	{ 0x0591, 0x05C7, DROP,   0 },        /* Hebrew points                  */
	{ 0x061C, 0x061C, DROP,   0 },        /* Arabic letter mark             */
	{ 0x0600, 0x061F, SPACE,  0 },        /* Arabic punctuation             */
	{ 0x064B, 0x065F, DROP,   0 },        /* Arabic vowels                  */
	{ 0x1680, 0x1680, SPACE,  0 },
	{ 0x1AB0, 0x1AFF, DROP,   0 },
	{ 0x1DC0, 0x1DFF, DROP,   0 },
	{ 0x200B, 0x200F, DROP,   0 },        /* no width; direction marks      */
	{ 0x2018, 0x201B, DROP,   0 },        /* typographic apostrophes        */
	{ 0x202A, 0x202E, DROP,   0 },        /* direction overrides            */
	{ 0x2032, 0x2032, DROP,   0 },
	{ 0x2060, 0x206F, DROP,   0 },
	{ 0x20D0, 0x20FF, DROP,   0 },
	{ 0x2000, 0x2BFF, SPACE,  0 },        /* punctuation, signs, arrows     */
	{ 0x3000, 0x3004, SPACE,  0 },
	{ 0x3008, 0x3020, SPACE,  0 },
	{ 0xFE00, 0xFE0F, DROP,   0 },        /* variation selectors            */
	{ 0xFE20, 0xFE2F, DROP,   0 },
	{ 0xFEFF, 0xFEFF, DROP,   0 },
	{ 0xFF01, 0xFF5E, MOVE,   -0xFEE0 },  /* full-width ASCII               */
	{ 0xFFF9, 0xFFFF, SPACE,  0 },
};

/* The key so far: a blank is due before the next letter, if there is one. */
struct key { struct buf out; bool gap; };

static void key_put(struct key *k, const char *s, size_t n)
{
	if (k->gap && k->out.n)
		buf_char(&k->out, ' ');
	k->gap = false;
	buf_add(&k->out, s, n);
}

static void key_ascii(struct key *k, char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		key_put(k, &c, 1);
	else if (c != '\'' && c != '`')
		k->gap = true;
}

static void key_cp(struct key *k, uint32_t cp)
{
	key_put(k, "", 0);            /* the blank that may be due */
	utf8_put(&k->out, cp);
}

static void key_other(struct key *k, uint32_t cp)
{
	for (size_t i = 0; i < COUNT(singles); i++) {
		if (singles[i].cp != cp)
			continue;
		key_put(k, singles[i].key, strlen(singles[i].key));
		return;
	}
	for (size_t i = 0; i < COUNT(ranges); i++) {
		if (cp < ranges[i].from || cp > ranges[i].to)
			continue;
		switch (ranges[i].how) {
		case DROP:
			return;
		case SPACE:
			k->gap = true;
			return;
		case BECOME:
			key_cp(k, (uint32_t)ranges[i].by);
			return;
		case MOVE:
			cp = (uint32_t)((int32_t)cp + ranges[i].by);
			if (cp < 0x80)
				key_ascii(k, (char)cp);
			else
				key_cp(k, cp);
			return;
		}
	}
	key_cp(k, cp);
}

/* The table's answer for a Latin letter; '.' when it has none of one letter. */
static char latin(uint32_t cp)
{
	char c = '.';

	if (cp >= 0xC0 && cp < 0x260)
		c = latin_00c0[cp - 0xC0];
	else if (cp >= 0x1E00 && cp < 0x1F00)
		c = latin_1e00[cp - 0x1E00];
	return c == '*' ? '.' : c;
}

char *utf8_key(struct arena *a, const char *s)
{
	struct key k = { .out = buf_new(a) };
	uint32_t cp;
	char c;

	for (; s && *s; s += utf8_next(s, &cp)) {
		utf8_next(s, &cp);
		c = cp < 0x80 ? (char)cp : latin(cp);
		if (cp < 0x80 || c != '.')
			key_ascii(&k, c);
		else
			key_other(&k, cp);
	}
	return buf_text(&k.out);
}

/* ---- Windows-1252 ------------------------------------------------------- */

static const uint16_t cp1252_80[32] = {
	0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
	0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

char *utf8_from_cp1252(struct arena *a, const char *s, size_t n, size_t *out_n)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		utf8_put(&b, c >= 0x80 && c < 0xA0 ? cp1252_80[c - 0x80] : c);
	}
	if (out_n)
		*out_n = b.n;
	return buf_text(&b);
}
