/* SPDX-License-Identifier: MIT */
/*
 * pages.c -- openings of people's records, and the auditor's list.
 */
#include "audit/inside.h"

#include <stdlib.h>
#include <string.h>

#include "audit/audit.sql.h"
#include "exchange/json.h"
#include "list/list.h"
#include "web/route.h"

/* ---- entries by the one who asks --------------------------------------- */

int64_t audit_by(struct rq *rq, struct audit_entry e)
{
	if (!e.who.v)
		e.who = rq->me->id;
	return audit_write(rq->db, &e);
}

static bool write_alone(void *arg)
{
	void **both = arg;

	audit_write(both[0], both[1]);
	return true;
}

static void audit_shown(struct rq *rq, struct audit_entry e)
{
	void *both[] = { rq->db, &e };

	e.who = rq->me->id;
	/* Many pages at once share the scribe's one sync. */
	if (db_in_write(rq->db) || !audit_noted(rq->arena, &e))
		db_write(rq->db, write_alone, both);    /* joins a transaction that is open */
}

void audit_open(struct rq *rq, PersonId person, const char *reason)
{
	struct buf b = buf_new(rq->arena);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "path", rq->path);
	json_close_object(&j);
	audit_shown(rq, (struct audit_entry){
		.verb = "person.open", .thing = "person", .thing_id = person.v, .person = person,
		.reason = reason, .detail = buf_text(&b) });
}

void audit_listed(struct rq *rq, const char *list, const PersonId *people, size_t n)
{
	struct buf b = buf_new(rq->arena);
	struct json_out j = json_out(&b);

	if (!n)
		return;
	json_open_object(&j, NULL);
	json_put_text(&j, "list", list);
	json_open_array(&j, "people");
	for (size_t i = 0; i < n; i++)
		json_put_int(&j, NULL, people[i].v);
	json_close_array(&j);
	json_close_object(&j);
	audit_shown(rq, (struct audit_entry){
		.verb = "person.list", .thing = "person", .detail = buf_text(&b) });
}

/* ---- the auditor's list ------------------------------------------------ */

/*
 * What changed may name people.  A director or auditor sees that it was done,
 * by whom and to which number, and asks an administrator for more.
 */
/*
 * Nobody learns from the trail that somebody's record is restricted (model.md,
 * law 8): the row stays, for a trail has no gaps, but under no number; and
 * {"list":"work-list","people":[1,2,3]} names only those she may know of.
 */
static const char *people_known(struct rq *rq, const char *detail)
{
	const char *at = strstr(detail, "\"people\":["), *end = at ? strchr(at, ']') : NULL;
	struct audit_secret_row *secret;
	struct buf b = buf_new(rq->arena);
	size_t n, kept = 0;

	if (!end)
		return detail;
	at = strchr(at, '[');
	n = ALL(rq->db, rq->arena, audit_secret, &secret, .now = V(rq->now), .me = V(rq->me->id),
	        .ids = V((const char *)arena_dupn(rq->arena, at, (size_t)(end + 1 - at))));
	if (!n)
		return detail;
	buf_add(&b, detail, (size_t)(at - detail) + 1);
	for (const char *s = at + 1; s < end; s += strcspn(s, ",]") + 1) {
		long long id = strtoll(s, NULL, 10);
		size_t i = 0;

		while (i < n && secret[i].id.v != id)
			i++;
		if (i == n)
			buf_fmt(&b, "%s%lld", kept++ ? "," : "", id);
	}
	buf_str(&b, end);
	return buf_text(&b);
}

static struct cell detail_cell(struct rq *rq, const void *row)
{
	const struct audit_page_row *r = row;

	if (!rq_may(rq, MAY_ADMIN) || r->secret)
		return cell_none();
	return cell_of_text(text_same(r->verb, "person.list") ? people_known(rq, r->detail)
	                    : r->detail);
}

static struct cell thing_cell(struct rq *rq, const void *row)
{
	const struct audit_page_row *r = row;

	(void)rq;
	return r->secret ? cell_none() : cell_of_int(r->thing_id);
}

static struct cell person_cell(struct rq *rq, const void *row)
{
	const struct audit_page_row *r = row;

	(void)rq;
	return r->secret || !r->person.v ? cell_none() : cell_of_int(r->person.v);
}

static struct cell reason_cell(struct rq *rq, const void *row)
{
	const struct audit_page_row *r = row;

	return rq_may(rq, MAY_ADMIN) && !r->secret ? cell_of_text(r->reason) : cell_none();
}

static const struct list_col trail_cols[] = {
	{ "id",        "Row",      .as = CELL_INT },
	{ "at_ms",     "When",     .as = CELL_MOMENT },
	{ "user_name", "Who",      .means = "Empty: the program itself" },
	{ "verb",      "What was done" },
	{ "thing",     "Thing" },
	{ "thing_id",  "Its number", .as = CELL_INT, .make = thing_cell },
	{ "person",    "Person's number", .as = CELL_INT, .make = person_cell,
	  .means = "Whose record it touches; empty too where the reader may not know of it" },
	{ "reason_given", "Reason given", .make = reason_cell,
	  .means = "Shown to administrators: it may hold personal data" },
	{ "changed",   "What changed", .make = detail_cell,
	  .means = "As JSON: each field with its old and new value; shown to administrators" },
};

static const struct list_filter trail_filters[] = {
	{ "person",   "Person's number", FILTER_TEXT },
	{ "by",       "Who",             FILTER_CHOICE, .from = &audit_users_sql },
	{ "verb",     "What was done",   FILTER_TEXT },
	{ "thing",    "Thing",           FILTER_TEXT },
	{ "thing_id", "Its number",      FILTER_TEXT },
};

static const struct list trail = {
	.name = "audit", .title = "Audit trail",
	.why = "Read by auditors and the data protection officer, when somebody asks who saw or "
	       "changed what",
	.sql = &audit_page_sql,
	.cols = trail_cols, .ncols = COUNT(trail_cols),
	.filters = trail_filters, .nfilters = COUNT(trail_filters),
	.page_rows = 50, .none = "Nothing of that kind has happened", .wide = true,
	.person = "person",              /* what changed is read here, so reading it is told too */
};

static const struct route audit_routes[] = {
	{ .path = "/audit", .may = MAY_AUDIT, .title = "Audit trail", .list = &trail,
	  .nav = "Audit trail", .says = "Who did what to which thing, newest first" },
};

const struct room audit_room = {
	.name = "audit", .routes = audit_routes, .nroutes = COUNT(audit_routes),
};
