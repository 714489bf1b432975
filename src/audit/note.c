/* SPDX-License-Identifier: MIT */
/*
 * note.c -- a row of the trail as bytes, from the worker that showed a person
 * to the scribe that writes it.
 *
 *	note = head, then the texts with their NUL; a text that is not there: length 0
 */
#include "audit/inside.h"

#include <string.h>

#include "web/wire.h"

enum { TEXT_VERB, TEXT_THING, TEXT_REASON, TEXT_DETAIL, TEXTS };

struct note_head { int64_t who, thing_id, person; uint32_t length[TEXTS]; };

bool audit_noted(struct arena *a, const struct audit_entry *e)
{
	const char *const text[TEXTS] = { e->verb, e->thing, e->reason, e->detail };
	struct note_head head = {
		.who = e->who.v, .thing_id = e->thing_id, .person = e->person.v };
	struct buf b = buf_new(a);

	for (int i = 0; i < TEXTS; i++)
		head.length[i] = text[i] ? (uint32_t)strlen(text[i]) + 1 : 0;
	buf_add(&b, (const char *)&head, sizeof head);
	for (int i = 0; i < TEXTS; i++)
		buf_add(&b, text[i], head.length[i]);
	return wire_note(b.s, b.n);
}

/* Both ends are the same executable: what does not fit is a bug. */
static struct audit_entry entry_of(const struct wire_note *note)
{
	const char *text[TEXTS], *at = (const char *)note->bytes + sizeof(struct note_head);
	size_t left = note->n - sizeof(struct note_head);
	struct note_head head;

	SURE(note->n >= sizeof head);
	memcpy(&head, note->bytes, sizeof head);
	for (int i = 0; i < TEXTS; i++) {
		SURE(head.length[i] <= left && (!head.length[i] || !at[head.length[i] - 1]));
		text[i] = head.length[i] ? at : NULL;
		at += head.length[i];
		left -= head.length[i];
	}
	return (struct audit_entry){
		.who = { head.who }, .verb = text[TEXT_VERB], .thing = text[TEXT_THING],
		.thing_id = head.thing_id, .person = { head.person },
		.reason = text[TEXT_REASON], .detail = text[TEXT_DETAIL],
	};
}

struct writing { struct db *db; const struct wire_note *notes; size_t n; };

static bool notes_write(void *arg)
{
	const struct writing *w = arg;
	struct audit_head head = audit_head(w->db);

	for (size_t i = 0; i < w->n; i++) {
		struct audit_entry e = entry_of(&w->notes[i]);

		audit_append(w->db, &head, &e);
	}
	return true;
}

void audit_notes(struct db *db, const struct wire_note *notes, size_t n)
{
	struct writing w = { db, notes, n };

	db_write(db, notes_write, &w);
}
