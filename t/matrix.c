/* SPDX-License-Identifier: MIT */
/*
 * matrix.c -- reads t/access/matrix.tsv, and makes its world.
 */
#include "t/matrix.h"

#include <stdio.h>
#include <string.h>

#include "t/journey.h"
#include "t/world.h"

/* ---- the matrix -------------------------------------------------------------- */

static char *word_cut(char **at)
{
	char *s = *at, *end = s + strcspn(s, "\t");

	*at = *end ? end + 1 : end;
	*end = '\0';
	return s;
}

static void matrix_read(struct matrix *m, const char *file)
{
	char line[1000];
	FILE *f = fopen(file, "r");
	struct t *t = m->t;

	NEED(f);
	for (int no = 1; fgets(line, sizeof line, f); no++) {
		char *s = arena_dup(t->arena, line);

		s[strcspn(s, "\n")] = '\0';
		if (*s == '#' || !*s)
			continue;
		SURE(m->n < ROWS_MOST);
		m->rows[m->n] = (struct row){ .line = no };
		m->rows[m->n].path = word_cut(&s);
		m->rows[m->n].roles = word_cut(&s);
		m->rows[m->n].example = word_cut(&s);
		m->rows[m->n++].other = word_cut(&s);
	}
	fclose(f);
}

const char *role_name(int role)
{
	return role == NOBODY ? "nobody" : vocab_find(&role_vocab, role)->key;
}

bool in_list(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *s = list; (s = strstr(s, word)); s += n)
		if ((s == list || s[-1] == ',' || s[-1] == '=') && (!s[n] || s[n] == ','))
			return true;
	return false;
}

bool row_allows(const struct row *r, int role)
{
	return in_list(r->roles, "everybody") || (role != NOBODY &&
	       (in_list(r->roles, "signed-in") || in_list(r->roles, role_name(role))));
}

const struct route *route_of(const char *path)
{
	for (size_t i = 0; i < nrooms; i++)
		for (size_t k = 0; k < rooms[i]->nroutes; k++)
			if (strcmp(rooms[i]->routes[k].path, path) == 0)
				return &rooms[i]->routes[k];
	return NULL;
}

/* ---- one of each role ---------------------------------------------------------- */

static bool put_accounts(void *arg)
{
	static const struct sql_piece piece = {
		"INSERT INTO user_account (id, email, email_key, name, roles, team, provider, "
		"password_hash, made_ms) SELECT 9000 + day, 'r' || day || '@example.org', "
		"'r' || day || '@example.org', 'Role ' || day, 1 << day, "
		"CASE WHEN day = 6 THEN NULL ELSE 1 END, CASE WHEN day = 6 THEN 1 END, '', 1 "
		"FROM (SELECT 1 AS day UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 "
		"UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9 "
		"UNION SELECT 10) d", -1, 0 };
	/* On the panel of t/access/questions.journey, without an interest in its sheet. */
	static const struct sql_piece member = {
		"INSERT INTO panel_member (panel, member, moderates, added_by, added_ms) "
		"SELECT 1, id, 1, 5, 1 FROM user_account WHERE id IN (9002, 9004, 9009, 9010)",
		-1, 0 };
	static const struct sql_piece declared = {
		"INSERT INTO panel_declaration (sheet, member, declared_ms) "
		"SELECT 1, id, 1 FROM user_account WHERE id IN (9002, 9004, 9009, 9010)", -1, 0 };
	static const struct sql_piece *const pieces[] = { &piece, &member, &declared };
	static const char *const none[] = { NULL };
	static struct sql q[COUNT(pieces)];

	for (size_t i = 0; i < COUNT(pieces); i++) {
		q[i] = (struct sql){ .name = "roles", .file = __FILE__, .pieces = pieces[i],
			.npieces = 1, .args = none, .order_names = none, .writes = true };
		db_do(arg, &q[i], NULL);
	}
	return true;
}

void matrix_sign_in(struct matrix *m)
{
	m->by[NOBODY] = client_new(m->t);
	for (int role = 1; role < ROLES_END; role++) {
		m->by[role] = client_another(m->by[NOBODY]);
		client_as(m->by[role], arena_fmt(m->t->arena, "r%d", role));
	}
}

struct matrix *matrix_new(struct t *t)
{
	struct matrix *m = NEW(t->arena, struct matrix);

	*m = (struct matrix){ .t = t };
	matrix_read(m, "t/access/matrix.tsv");
	/* The first is what snapshots of old schemas hold (src/db/test_upgrade.c): it stays. */
	journey_run(t, "t/access/world.journey");
	journey_more(t, "t/access/questions.journey");
	journey_more(t, "t/access/accreditation.journey");
	journey_more(t, "t/access/tender.journey");
	db_write(t->db, put_accounts, t->db);
	matrix_sign_in(m);
	return m;
}
