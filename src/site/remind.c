/* SPDX-License-Identifier: MIT */
/*
 * remind.c -- the morning's letter: how much waits for whom, and where.
 *
 *	account --8:00, wants it, not had it today--> marked --has tasks--> one letter
 *
 * She is marked before her tasks are counted, each in a transaction of its
 * own: should counting break, the job's next try goes on with the next person,
 * and nobody has two letters a day.  A letter has numbers and links only.
 */
#include "site/task.h"

#include "jobs/jobs.h"
#include "papers/mail.h"
#include "site/setting.h"
#include "site/task.sql.h"

struct reminding {
	struct db *db;
	struct arena *arena;
	const struct remind_users_row *who;
	const struct task_group *groups;
	size_t n;
	Moment now;
};

static bool mark(void *arg)
{
	struct reminding *x = arg;

	return DO(x->db, remind_mark, .id = V(x->who->id), .day = V(moment_date(x->now))) == 1;
}

/* Lists have an address of their own; what has none is on the page of tasks. */
static void line_put(struct buf *b, struct arena *a, const char *site, const struct task_group *g)
{
	buf_fmt(b, "%s:\n%s%s\n\n", task_words(a, g), site, g->kind->all ? g->kind->all : "/tasks");
}

static bool letter(void *arg)
{
	struct reminding *x = arg;
	const char *site = setting(x->db, "council.address");
	struct buf b = buf_new(x->arena);
	int64_t all = 0;

	buf_str(&b, "This waits for you:\n\n");
	for (size_t i = 0; i < x->n; i++) {
		all += x->groups[i].n;
		line_put(&b, x->arena, site, &x->groups[i]);
	}
	buf_fmt(&b, "If you would rather not have this letter in the morning:\n"
	        "%s/account/reminders\n", site);
	mail_send(x->db, x->who->email,
	          arena_fmt(x->arena, "%lld %s for you", (long long)all,
	                    all == 1 ? "task" : "tasks"), buf_text(&b), x->now);
	return true;
}

/* True: a letter was written. */
static bool remind_one(struct db *db, struct arena *a, const struct remind_users_row *who,
                       Moment now)
{
	struct me me = { .id = who->id, .name = who->name, .email = who->email,
	                 .roles = who->roles, .rights = may_of_roles(who->roles),
	                 .team = who->team, .provider = who->provider };
	struct reminding x = { .db = db, .arena = a, .who = who, .now = now };
	struct task_group *groups;

	if (!db_write(db, mark, &x))
		return false;
	x.n = tasks_of(db, a, &me, now, 1, &groups);
	x.groups = groups;
	if (x.n)
		db_write(db, letter, &x);
	return x.n > 0;
}

void remind_job(struct db *db, struct arena *a, struct job *job)
{
	Date today = moment_date(job->now);
	UserAccountId after = { -1 };             /* none would be NULL */
	struct remind_users_row *who;
	int64_t letters = 0, seen = 0;
	size_t n;

	if (date_cmp(moment_date(job->due), today) != 0) {
		job->message = "That morning is over";
		return;
	}
	do {
		n = ALL(db, a, remind_users, &who, .day = V(today), .after = V(after));
		for (size_t i = 0; i < n; i++) {
			struct arena_mark mark_here = arena_mark(a);

			letters += remind_one(db, a, &who[i], job->now);
			arena_back(a, mark_here);
			after = who[i].id;
		}
		seen += (int64_t)n;
		job_progress(db, job, seen, seen + (n > 0));
	} while (n);
	job->message = arena_fmt(a, "%lld letters", (long long)letters);
}
