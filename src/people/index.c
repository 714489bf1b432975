/* SPDX-License-Identifier: MIT */
/*
 * index.c -- keeps the words under which a person is found.
 *
 *	person_word   every word of every name, for each who bears it
 *	word_piece    the pieces of each word that anybody bears, once
 *
 * Changed with the record, in its transaction, and only by what differs.
 */
#include "people/inside.h"

#include <string.h>

static bool borne(struct db *db, struct arena *a, const char *word)
{
	struct word_known_row r;

	return ONE(db, a, word_known, &r, .word = V(word));
}

static void word_drop(struct db *db, struct arena *a, PersonId id, const char *text)
{
	struct name_word w = name_word_of(a, text);

	DO(db, person_word_delete, .person = V(id), .word = V(text));
	if (!borne(db, a, text))
		DO(db, word_piece_delete, .word = V(text), .pieces = V(word_pieces(a, &w)));
}

static void word_keep(struct db *db, struct arena *a, PersonId id, const struct name_word *w)
{
	if (!borne(db, a, w->text))
		DO(db, word_piece_insert, .word = V(w->text), .pieces = V(word_pieces(a, w)));
	DO(db, person_word_insert, .person = V(id), .word = V(w->text));
}

void person_words_keep(struct db *db, struct arena *a, PersonId id, const struct person_form *f)
{
	struct name_words *now = NEW(a, struct name_words);
	struct person_word_list_row *was;
	size_t n;

	db_need_write(db);
	n = ALL(db, a, person_word_list, &was, .person = V(id));
	if (!f->restricted) {
		name_words_add(a, now, f->family_name);
		name_words_add(a, now, f->given_name);
		name_words_add(a, now, f->known_as);
	}
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < now->n && strcmp(now->at[k].text, was[i].word))
			k++;
		if (k == now->n)
			word_drop(db, a, id, was[i].word);
		else
			now->at[k] = now->at[--now->n];         /* stays as it is */
	}
	for (size_t k = 0; k < now->n; k++)
		word_keep(db, a, id, &now->at[k]);
}

void person_index(struct db *db, struct arena *a, PersonId id)
{
	struct person_form f;
	struct person p;

	if (!person_load(db, a, id, &p))
		return;
	f = person_to_form(&p);
	person_words_keep(db, a, id, &f);
}
