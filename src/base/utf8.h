/* SPDX-License-Identifier: MIT */
/*
 * utf8.h -- what text may enter, and how names are compared.
 */
#ifndef ALM_UTF8_H
#define ALM_UTF8_H

#include "base/base.h"

enum utf8_fault { UTF8_FINE, UTF8_BROKEN, UTF8_NUL, UTF8_CONTROL };

/*
 * Is it well-formed UTF-8 (no overlong form, no surrogate, nothing past
 * U+10FFFF), without NUL and without control characters except tab, line
 * feed and carriage return?  Right-to-left marks are text and pass; pages
 * isolate them.
 */
enum utf8_fault utf8_check(const char *, size_t n);
size_t utf8_length(const char *);              /* characters, of checked text */
size_t utf8_next(const char *, uint32_t *cp);  /* bytes taken; broken bytes give U+FFFD, 1 */
bool   utf8_blank(uint32_t cp);                /* white space of any script, zero-width too */
void   utf8_put(struct buf *, uint32_t cp);

/*
 * The key by which people and places are sorted and sought: case folded,
 * accents and marks dropped, punctuation and runs of blanks made one blank.
 * "Ångström,  Béa" -> "angstrom bea"; "O'Neil" -> "oneil".
 */
char *utf8_key(struct arena *, const char *);

/* Windows-1252 to UTF-8; the five undefined bytes become U+FFFD. */
char *utf8_from_cp1252(struct arena *, const char *, size_t n, size_t *out_n);

#endif
