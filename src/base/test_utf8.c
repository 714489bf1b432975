/* SPDX-License-Identifier: MIT */
/*
 * test_utf8.c -- what is let in, and which names are the same name; with the
 * words of vocab.h, which are found by code, key and label.
 */
#include "base/utf8.h"
#include "base/vocab.h"
#include "t/t.h"

#include <string.h>

/* Pure: no call can fail. */
TEST_PLAIN(what_text_may_enter)
{
	static const struct { const char *s; size_t n; enum utf8_fault is; } cases[] = {
		{ "", 0, UTF8_FINE }, { "plain\ttext\r\n", 12, UTF8_FINE },
		{ "ŵŷ €", 8, UTF8_FINE },
		{ "\360\237\230\200", 4, UTF8_FINE }, { "\364\217\277\277", 4, UTF8_FINE },
		{ "\342\200\217x", 4, UTF8_FINE },                     /* right-to-left mark */
		{ "\355\237\277", 3, UTF8_FINE }, { "\356\200\200", 3, UTF8_FINE },
		{ "a\0b", 3, UTF8_NUL }, { "\1", 1, UTF8_CONTROL }, { "\177", 1, UTF8_CONTROL },
		{ "\302\205", 2, UTF8_CONTROL }, { "\33[31m", 5, UTF8_CONTROL },
		{ "\300\200", 2, UTF8_BROKEN }, { "\301\277", 2, UTF8_BROKEN }, /* overlong */
		{ "\340\200\200", 3, UTF8_BROKEN }, { "\340\237\277", 3, UTF8_BROKEN },
		{ "\360\200\200\200", 4, UTF8_BROKEN }, { "\360\217\277\277", 4, UTF8_BROKEN },
		/* surrogates, and beyond the last character */
		{ "\355\240\200", 3, UTF8_BROKEN }, { "\355\277\277", 3, UTF8_BROKEN },
		{ "\364\220\200\200", 4, UTF8_BROKEN }, { "\365\200\200\200", 4, UTF8_BROKEN },
		{ "\200", 1, UTF8_BROKEN }, { "\303", 1, UTF8_BROKEN },
		{ "\342\202", 2, UTF8_BROKEN },
		{ "\303(", 2, UTF8_BROKEN }, { "\360\237\230", 3, UTF8_BROKEN },
		{ "\377", 1, UTF8_BROKEN },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		if (utf8_check(cases[i].s, cases[i].n) != cases[i].is)
			IS(i, -1);
	IS(utf8_check("\303\251", 1), UTF8_BROKEN);  /* the length counts, not the NUL */
}

/* Every number that is a character is written, is well formed, and is read again. */
TEST_PLAIN(every_character_there_is)
{
	struct arena_mark m = arena_mark(t->arena);
	long wrong = 0;

	for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
		struct buf b = buf_new(t->arena);
		bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;
		uint32_t back = 0;

		utf8_put(&b, cp);
		wrong += utf8_next(buf_text(&b), &back) != b.n || utf8_length(b.s) != 1
		         || back != (surrogate ? 0xFFFD : cp)
		         || utf8_check(b.s, b.n) == UTF8_BROKEN;
		arena_back(t->arena, m);
	}
	IS(wrong, 0);
}

TEST_PLAIN(broken_bytes_are_taken_one_by_one)
{
	uint32_t cp;

	IS(utf8_next("\303", &cp), 1);
	IS(cp, 0xFFFD);
	IS(utf8_next("\342\202", &cp), 1);
	IS(cp, 0xFFFD);
	IS(utf8_next("\342\202\254!", &cp), 3);
	IS(cp, 0x20AC);
	IS(utf8_length("Béa ŵ"), 5);
}

TEST(names_that_are_the_same_name)
{
	static const struct { const char *name, *key; } cases[] = {
		{ "Ångström,  Béa", "angstrom bea" }, { "O'Neil", "oneil" },
		{ "O\342\200\231Neil", "oneil" },
		{ "O\302\264Neil", "oneil" }, { "O`Neil", "oneil" }, { "O Neil", "o neil" },
		{ "Siân Ŵyn Llŷr", "sian wyn llyr" }, { "Mòrag Nic Ìomhair", "morag nic iomhair" },
		{ "ŁUKASZ Żółć", "lukasz zolc" }, { "İBRAHİM Işık Ğ", "ibrahim isik g" },
		{ "Strauß STRAUẞ", "strauss strauss" },
		{ "Ægir Sørensen Đorđe Þór", "aegir sorensen dorde thor" },
		{ "Nguyễn Thị Ổn", "nguyen thi on" }, { "Smith-Jones", "smith jones" },
		{ "  St. Mary's (Bath) & Co  ", "st marys bath co" }, { "", "" }, { NULL, "" },
		{ "'", "" },
		{ "e\314\201tude", "etude" }, { "no\302\255hyphen", "nohyphen" },
		{ "a\302\240b", "a b" },
		{ "\342\200\256evil\342\200\254", "evil" }, { "ﬁne", "fine" }, { "ＡＢ１", "ab1" },
		{ "ΆΛΦΑ Σίσυφος", "αλφα σισυφοσ" }, { "ЁЛКА Йод", "елка иод" }, { "李", "李" },
		{ "a\342\200\223b", "a b" }, { "EH1 2AB", "eh1 2ab" }, { "№ 5", "5" },
		{ "\303(", "" },
		{ "x\303y", "x y" }, { "µ ª º ²", "μ a o 2" }, { "3×4÷2", "3 4 2" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		SAME(utf8_key(t->arena, cases[i].name), cases[i].key);
}

/* A stored key must be its own key, or searching with one would find nothing. */
TEST_PLAIN(a_key_is_its_own_key)
{
	struct arena_mark m = arena_mark(t->arena);

	for (uint32_t cp = 1; cp < 0x30000; cp++) {
		struct buf b = buf_new(t->arena);
		const char *key;

		utf8_put(&b, cp);
		key = utf8_key(t->arena, buf_text(&b));
		SAME(utf8_key(t->arena, key), key);
		IS(utf8_check(key, strlen(key)), UTF8_FINE);
		arena_back(t->arena, m);
	}
}

TEST(windows_1252)
{
	size_t n = 0;

	SAME(utf8_from_cp1252(t->arena, "caf\351 \200 \223q\224 \222", 12, &n), "café € “q” ’");
	IS(n, strlen("café € “q” ’"));
	SAME(utf8_from_cp1252(t->arena, "\201\215\217\220\235", 5, NULL),
	     "\357\277\275\357\277\275\357\277\275\357\277\275\357\277\275");
	SAME(utf8_from_cp1252(t->arena, "", 0, &n), "");
	IS(n, 0);
}

/* ---- vocabularies ------------------------------------------------------- */

#define TEST_STAGES(X, P)                                   \
	X(P, 1, OPEN,    "open",    "blue",  "Open")        \
	X(P, 7, AWARDED, "awarded", "green", "Placed with a provider")
VOCAB(test_stage, TEST_STAGE, TEST_STAGES)
VOCAB_WORDS(test_stage, TEST_STAGE, TEST_STAGES)

TEST_PLAIN(words_are_found)
{
	IS(test_stage_vocab.n, 2);
	SAME(test_stage_vocab.name, "test_stage");
	SAME(vocab_label(&test_stage_vocab, TEST_STAGE_AWARDED), "Placed with a provider");
	SAME(vocab_label(&test_stage_vocab, 2), "");
	SAME(vocab_label(&test_stage_vocab, INT64_C(1) << 32 | 1), "");
	SAME(vocab_find(&test_stage_vocab, 1)->colour, "blue");
	OK(!vocab_find(&test_stage_vocab, 0));
	IS(vocab_by_key(&test_stage_vocab, "awarded")->code, 7);
	IS(vocab_by_key(&test_stage_vocab, "placed WITH a provider")->code, 7);
	OK(!vocab_by_key(&test_stage_vocab, "AWARDED"));
	OK(!vocab_by_key(&test_stage_vocab, ""));
	OK(!vocab_by_key(&test_stage_vocab, NULL));
}
