/* SPDX-License-Identifier: MIT */
/*
 * bank_holiday.c -- keeping what is proclaimed: a row, its place in the
 * calendar and its line in the audit trail, in one transaction.
 */
#include "jobs/calendar.h"

#include "audit/audit.h"
#include "exchange/json.h"
#include "jobs/calendar.sql.h"

static void tell(struct db *db, struct arena *a, const char *verb, BankHolidayId id,
                 const struct bank_holiday_load_row *r, const char *reason, UserAccountId by)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "nation", vocab_find(&nation_vocab, r->nation)->key);
	json_put_date(&j, "day", r->day);
	json_put_text(&j, "kind", vocab_find(&holiday_kind_vocab, r->kind)->key);
	json_put_text(&j, "name", r->name);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "bank_holiday",
		.thing_id = id.v, .reason = reason, .detail = buf_text(&b) });
}

enum holiday_kept holiday_put(struct db *db, struct arena *a, enum nation nation, Date day,
                              enum holiday_kind kind, const char *name, UserAccountId by)
{
	int year = date_civil(day).year;
	BankHolidayId id;

	db_need_write(db);
	if (year < CALENDAR_FIRST || year > CALENDAR_LAST)
		return HOLIDAY_FAR;
	if (date_weekday(day) > 5)
		return HOLIDAY_WEEKEND;
	if (day_usual(nation, day) != (kind == HOLIDAY_ADDED))
		return kind == HOLIDAY_ADDED ? HOLIDAY_ALREADY : HOLIDAY_NONE;
	id = NEW_ID(db, BankHolidayId);
	if (DO(db, bank_holiday_put, .id = V(id), .nation = V((int64_t)nation), .day = V(day),
	       .kind = V((int64_t)kind), .name = V(name)) != 1)
		return HOLIDAY_TWICE;
	calendar_mend(db, a, nation, day);
	tell(db, a, "holiday.add", id, &(struct bank_holiday_load_row){ .nation = nation,
		.day = day, .kind = kind, .name = name }, NULL, by);
	return HOLIDAY_KEPT;
}

enum holiday_kept holiday_drop(struct db *db, struct arena *a, BankHolidayId id, const char *reason,
                               UserAccountId by)
{
	struct bank_holiday_load_row r;

	db_need_write(db);
	if (!ONE(db, a, bank_holiday_load, &r, .id = V(id)))
		return HOLIDAY_NONE;
	DO(db, bank_holiday_drop, .id = V(id));
	calendar_mend(db, a, (enum nation)r.nation, r.day);
	tell(db, a, "holiday.drop", id, &r, reason, by);
	return HOLIDAY_KEPT;
}
