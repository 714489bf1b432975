/* SPDX-License-Identifier: MIT */
/*
 * password.c -- argon2id hashes, first passwords, and passwords that will not do.
 *
 * Cost: 19 MiB and two passes, OWASP's least for argon2id; about 20 ms.  Only
 * length, the person's own name and the best-known passwords are looked at:
 * rules about capitals and digits make worse passwords (NCSC, ASVS 6.2.5).
 */
#include "auth/inside.h"

#include <sodium.h>
#include <string.h>

#include "base/utf8.h"

static struct { unsigned long long passes; size_t memory; } cost = { 2, (size_t)19 << 20 };

/* What an unknown name's password is tried against. */
static char decoy[crypto_pwhash_STRBYTES];

void auth_cheap_for_tests(void)
{
	cost.passes = crypto_pwhash_OPSLIMIT_MIN;
	cost.memory = crypto_pwhash_MEMLIMIT_MIN;
	decoy[0] = '\0';
}

static void hash_into(char out[crypto_pwhash_STRBYTES], const char *password)
{
	if (fault_due() || crypto_pwhash_str_alg(out, password, strlen(password), cost.passes,
	                                         cost.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
		fault(FAULT_MEMORY, "no memory to hash a password");
}

char *password_hash(struct arena *a, const char *password)
{
	char out[crypto_pwhash_STRBYTES];

	hash_into(out, password);
	return arena_dup(a, out);
}

bool password_right(const char *hash, const char *password)
{
	bool known = !BLANK(hash);

	/* Made at the first try of either kind, so that its making tells nothing. */
	if (!decoy[0])
		hash_into(decoy, "nobody's");
	return crypto_pwhash_str_verify(known ? hash : decoy, password, strlen(password)) == 0 &&
	       known;
}

/* Consonants and vowels in turn, without letters that are taken for others. */
char *password_make(struct arena *a)
{
	static const char consonants[] = "bcdfghjkmnprstvwxz", vowels[] = "aeiouy";
	struct buf b = buf_new(a);

	for (int group = 0; group < 4; group++) {
		if (group)
			buf_char(&b, '-');
		for (int i = 0; i < 3; i++) {
			buf_char(&b, consonants[randombytes_uniform(sizeof consonants - 1)]);
			buf_char(&b, vowels[randombytes_uniform(sizeof vowels - 1)]);
		}
	}
	return buf_text(&b);
}

/* ---- passwords that will not do ---------------------------------------- */

/* Stems of what is tried first; with digits and signs around them they are no better. */
static const char *const well_known[] = {
	"password", "qwerty", "letmein", "welcome", "iloveyou", "sunshine", "princess",
	"football", "liverpool", "arsenal", "chelsea", "monkey", "dragon", "superman", "batman",
	"trustno", "changeme", "administrator", "admin", "secret", "abcdef", "almoner",
	"socialcare", "brokerage", "council", "asdfgh", "zxcvbn", "qazwsx", "master", "shadow",
	"michael", "charlie", "jessica", "ashley", "starwars", "computer", "internet", "summer",
	"winter", "spring", "autumn", "london", "england", "scotland", "wales", "ireland",
};

/* Its letters only, small: "P4ssw0rd-2026!" is "password". */
static char *letters_of(struct arena *a, const char *s)
{
	static const char looks[] = "0o1l3e4a5s7t@a$s";
	struct buf b = buf_new(a);

	for (; *s; s++) {
		char c = (char)(*s >= 'A' && *s <= 'Z' ? *s + 32 : *s);

		for (const char *l = looks; *l; l += 2)
			if (c == *l)
				c = l[1];
		if (c >= 'a' && c <= 'z')
			buf_char(&b, c);
	}
	return buf_text(&b);
}

static size_t different(const char *s)
{
	bool seen[256] = { false };
	size_t n = 0;

	for (; *s; s++) {
		n += !seen[(unsigned char)*s];
		seen[(unsigned char)*s] = true;
	}
	return n;
}

/* It is little more than that word: all but six of its characters. */
static bool mostly(struct arena *a, const char *password, const char *word)
{
	const char *letters = letters_of(a, password), *w = letters_of(a, word);

	return strlen(w) >= 4 && strstr(letters, w) && strlen(password) < strlen(w) + 7;
}

const char *password_fault(struct arena *a, const char *password, const char *email,
                           const char *name)
{
	size_t n = utf8_length(password);

	if (n < PASSWORD_LEAST)
		return arena_fmt(a, "Password must have at least %d characters. Three unusual "
		                 "words will do", PASSWORD_LEAST);
	if (n > PASSWORD_MOST)
		return arena_fmt(a, "Password must have at most %d characters", PASSWORD_MOST);
	if (different(password) < 5)
		return "Password must not repeat the same few characters";
	for (size_t i = 0; i < COUNT(well_known); i++)
		if (mostly(a, password, well_known[i]))
			return "Password must not be one that many people use";
	if (email && mostly(a, password, arena_dupn(a, email, strcspn(email, "@"))))
		return "Password must not be your email address";
	if (name && mostly(a, password, name))
		return "Password must not be your name";
	return NULL;
}
