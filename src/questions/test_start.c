/* SPDX-License-Identifier: MIT */
/*
 * test_start.c -- the starting set can be published as it is, and answered.
 */
#include "questions/start.h"
#include "questions/test_questions.h"

struct begun { struct t *t; size_t n; };

static bool start_all(void *arg)
{
	struct begun *b = arg;

	b->n = questionnaires_start(b->t->db, b->t->arena, KEEPER, T_NOW);
	return true;
}

/* Not tortured: the verbs that it is made of are. */
TEST_PLAIN(the_starting_set_is_sound_and_made_once)
{
	static const struct start_set *const sets[] = { &start_selection, &start_return };
	struct begun b = { t, 0 };

	world_make(t->db);
	db_write(t->db, start_all, &b);
	IS(b.n, 2);
	for (size_t i = 0; i < COUNT(sets); i++) {
		struct questionnaire_named_row q;
		struct version_in_state_row v;
		const char *const *faults;
		struct questions set;
		size_t weight = 0;

		NEED(ONE(t->db, t->arena, questionnaire_named, &q, .name = V(sets[i]->name)));
		NEED(ONE(t->db, t->arena, version_in_state, &v, .questionnaire = V(q.id),
		         .state = V((int64_t)VERSION_DRAFT)));
		set = quiz_load(t, v.id);
		IS(set.n, sets[i]->n);
		IS(version_faults(t->arena, &set, &faults), 0);
		for (size_t k = 0; k < set.n; k++) {
			SAME(set.list[k].q.stem, sets[i]->questions[k].stem);
			weight += (size_t)set.list[k].q.weight;
		}
		OK(weight > 0 || i == 1);
	}
	db_write(t->db, start_all, &b);
	IS(b.n, 0);
}
