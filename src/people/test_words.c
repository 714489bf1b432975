/* SPDX-License-Identifier: MIT */
/*
 * test_words.c -- distances, sounds and pieces of words.
 */
#include "people/words.h"
#include "base/utf8.h"
#include "t/t.h"

#include <string.h>

static struct name_word word(struct t *t, const char *s)
{
	return name_word_of(t->arena, utf8_key(t->arena, s));
}

TEST(words_are_as_far_apart_as_one_mistypes)
{
	static const struct { const char *a, *b; int far; } cases[] = {
		{ "smith", "smith", 0 },   { "smith", "smiht", 1 },   { "smith", "smit", 1 },
		{ "smith", "ssmith", 1 },  { "smith", "smyth", 1 },   { "smith", "smythe", 2 },
		{ "ab", "ba", 1 },         { "", "a", 1 },            { "", "", 0 },
		{ "abc", "", 3 },          { "smith", "jones", 3 },   { "margaret", "magraret", 1 },
		{ "Siân", "sian", 0 },     { "Łukasz", "lukas", 1 },  { "Björk", "bjork", 0 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct name_word a = word(t, cases[i].a), b = word(t, cases[i].b);

		IS(word_distance(&a, &b), cases[i].far);
		IS(word_distance(&b, &a), cases[i].far);
	}
}

TEST(words_sound_alike)
{
	static const char *const alike[][2] = {
		{ "Catherine", "Kathryn" }, { "Smith", "Smyth" }, { "Jon", "John" },
		{ "Rhys", "Reece" },
		{ "Stephen", "Steven" }, { "Philip", "Filip" }, { "Llewellyn", "Lewellin" },
		{ "MacDonald", "McDonald" }, { "Wright", "Rite" }, { "Evans", "Efans" },
	};
	static const char *const other[][2] = {
		{ "Smith", "Jones" }, { "Mary", "Nora" }, { "Brook", "Book" }, { "Alan", "Ellen" },
	};

	for (size_t i = 0; i < COUNT(alike); i++)
		SAME(word(t, alike[i][0]).sound, word(t, alike[i][1]).sound);
	for (size_t i = 0; i < COUNT(other); i++)
		OK(strcmp(word(t, other[i][0]).sound, word(t, other[i][1]).sound));
	SAME(word(t, "Bo").sound, "");
}

TEST(names_are_cut_and_joined)
{
	static const struct { const char *name, *words; } cases[] = {
		{ "O'Neil", "oneil" }, { "O Neil", "o neil oneil" },
		{ "Smith-Jones", "smith jones smithjones" },
		{ "de la Cruz", "de la cruz dela lacruz delacruz" },
		{ "ap Rhys", "ap rhys aprhys" }, { "Ann Ann", "ann annann" }, { "--", "" },
			{ NULL, "" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct name_words *w = NEW(t->arena, struct name_words);
		struct buf b = buf_new(t->arena);

		name_words_add(t->arena, w, cases[i].name);
		for (size_t k = 0; k < w->n; k++)
			buf_fmt(&b, "%s%s", k ? " " : "", w->at[k].text);
		SAME(buf_text(&b), cases[i].words);
	}
}

/* Longer than is kept: cut, and still like itself. */
TEST(long_words_are_cut)
{
	char longer[200];
	struct name_word a;

	memset(longer, 'x', sizeof longer - 1);
	longer[sizeof longer - 1] = 0;
	a = word(t, longer);
	IS(a.n, WORD_LETTERS);
	IS(strlen(a.text), WORD_LETTERS);
	IS(word_distance(&a, &a), 0);
	SAME(word(t, "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D").text, "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D");
	IS(word(t, "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D").n, 4);
}

/* Two words one edit apart share a piece: that is what the index stands on. */
TEST(one_edit_apart_shares_a_piece)
{
	static const char *const names[] = { "ian", "jo", "smith", "margaret", "anna", "siân",
	                                     "nguyen" };

	for (size_t i = 0; i < COUNT(names); i++) {
		struct name_word w = word(t, names[i]);

		for (size_t at = 0; at < w.n; at++) {
			char *wrong = arena_dup(t->arena, w.text);
			struct name_word x;
			const char *own = word_near_pieces(t->arena, &w), *other;
			bool shares = false;

			wrong[at] = 'q';
			x = word(t, wrong);
			other = word_near_pieces(t->arena, &x);
			for (const char *p = own; (p = strstr(p, "\"-")); p++) {
				char *piece = arena_dupn(t->arena, p, strcspn(p + 1, "\"") + 2);

				shares = shares || strstr(other, piece);
			}
			OK(shares);
		}
	}
	{
		struct name_word w = word(t, "ann");

		SAME(word_pieces(t->arena, &w),
		     "[\"=ann\",\"-ann\",\"-nn\",\"-an\",\"~an\",\"3^an\",\"3ann\",\"3nn$\"]");
	}
}
