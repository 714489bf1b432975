/* SPDX-License-Identifier: MIT */
/*
 * verb.c -- `almoner demo DIR [--size small|council|large] [--seed N] [--now TIME]`.
 */
#include "demo/demo.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "audit/audit.h"
#include "web/route.h"

static void say_share(const char *what, int64_t permille, const char *paper)
{
	printf("  %-58s %6lld.%lld %%   %s\n", what, (long long)(permille / 10),
	       (long long)(permille % 10), paper);
}

static void say_text(const char *what, const char *text, const char *paper)
{
	printf("  %-58s %10s   %s\n", what, text, paper);
}

/* Millions with two decimals, as the paper prints them. */
static const char *millions(struct arena *a, Money m)
{
	int64_t hundredths = money_pence(money_share(m, 1, 1000000));

	return arena_fmt(a, "\xC2\xA3%lld.%02lldm", (long long)(hundredths / 100),
	                 (long long)(hundredths % 100));
}

static const char *plain(struct arena *a, int64_t n)
{
	return arena_fmt(a, "%lld", (long long)n);
}

static void say_figures(struct arena *a, const struct demo_figures *f)
{
	puts("\nIts shape, and what B&NES say of theirs (paper of 4 June 2019):");
	say_text("spend of the last 12 months: council", millions(a, f->spend_council),
	         "\xC2\xA3"
	         "7.51m (5.1)");
	say_text("                             NHS", millions(a, f->spend_nhs),
	         "\xC2\xA3"
	         "2.54m (5.1)");
	say_share("four strategic and two spot providers' share of spend", f->six_permille,
	          "about 70 % (3a.7)");
	say_share("strategic partners' share of the year's new packages", f->strategic_permille,
	          "about 40 % (3a.7)");
	say_share("                             two years before", f->strategic_before_permille,
	          "notably more (3a.7)");
	say_text("average package a week: council", hours_text(a, f->hours_council), "8 h (3a.6)");
	say_text("                        NHS", hours_text(a, f->hours_nhs), "13.5 h (3a.6)");
	say_share("council packages under 5 hours a week", f->under_five_permille,
	          "a significant number (3a.5)");
	say_text("one team's packages of a new provider, April to December",
	         plain(a, f->team_bought), "29 (3a.9)");
	say_text("                        in the whole year before",
	         plain(a, f->team_bought_before), "3 (3a.9)");
	say_text("another team's of the same provider, April to December",
	         plain(a, f->other_bought), "fewer than before (3a.9)");
	say_text("                        in the whole year before",
	         plain(a, f->other_bought_before), "");
}

static void say_sign_ins(const struct demo_made *m)
{
	puts("\nSign in at http://127.0.0.1:8080/sign-in with one of these, and the passphrase");
	printf("\n    %s\n\n", m->passphrase);
	for (size_t i = 0; i < m->nsign_ins; i++)
		printf("  %-36s %-40s %s\n", m->sign_in[i].role, m->sign_in[i].email,
		       m->sign_in[i].name);
	puts("\nTo look at: http://127.0.0.1:8080/requests (a broker's list), /requests/mine (a "
	     "social worker's),\n"
	     "/portal (a provider's), /returns (a director's), /register (the public's, without "
	     "signing in)");
}

/* ---- the verb ------------------------------------------------------------------ */

static bool options(struct words *w, struct demo_order *o)
{
	const struct word *size =
		vocab_by_key(&demo_size_vocab, words_option(w, "--size", "small"));
	const char *now = words_option(w, "--now", NULL);
	int64_t seed, requests;
	bool fine = true;

	if (!size) {
		fputs("almoner: --size is small, council or large\n", stderr);
		fine = false;
	}
	if (!int_parse(words_option(w, "--seed", "1"), &seed) || seed < 0) {
		fputs("almoner: --seed must be a whole number\n", stderr);
		fine = false;
	}
	if (!int_parse(words_option(w, "--requests", "0"), &requests) || requests < 0 ||
	    requests > 100000) {
		fputs("almoner: --requests must be a number up to 100000\n", stderr);
		fine = false;
	}
	*o = (struct demo_order){ .size = size ? (enum demo_size)size->code : DEMO_SMALL,
		.seed = (uint64_t)seed, .requests = requests, .now = clock_now() };
	if (now && !demo_moment(now, &o->now)) {
		fputs("almoner: --now is a day and a time of London: 2026-06-15T10:30\n", stderr);
		fine = false;
	}
	return fine;
}

bool demo_moment(const char *text, Moment *out)
{
	const char *t = strchr(text, 'T');
	char day[16];
	Minutes time = { 10 * 60 };
	Date d;

	if (!t)
		t = text + strlen(text);
	if ((size_t)(t - text) >= sizeof day)
		return false;
	snprintf(day, sizeof day, "%.*s", (int)(t - text), text);
	if (!date_parse(day, &d) || (*t && !time_parse(t + 1, &time)) ||
	    date_civil(d).year < 2020 || date_civil(d).year > 2033)
		return false;
	*out = moment_at(d, time);
	return true;
}

/* The regulator's file as it was read in, to be looked at and imported again. */
static void keep_file(struct arena *a, const char *dir, const char *name, const char *bytes)
{
	const char *path = arena_fmt(a, "%s/demo/%s", dir, name);
	FILE *f;

	mkdir(arena_fmt(a, "%s/demo", dir), 0700);
	f = fopen(path, "we");
	if (!f || fputs(bytes, f) < 0 || fclose(f) != 0)
		fault(FAULT_IO, "cannot write %s: %s", path, strerror(errno));
}

static int demo_run(struct words *w)
{
	struct demo_order o;
	bool fine = options(w, &o);
	struct demo_figures f;
	struct demo_made made;
	Moment began = clock_now();

	words_new(w);
	if (!words_done(w) || !fine)
		return VERB_MISUSED;
	if (db_exists(w->dir)) {
		fprintf(stderr, "almoner: there is a council in %s already\n", w->dir);
		return VERB_FAILED;
	}
	db_create(w->dir);
	audit_key_make(w->dir);
	verb_open(w, DB_LOAD);
	demo_make(w->db, w->arena, &o, &made, &f);
	keep_file(w->arena, w->dir, "cqc-directory.csv", made.file[0]);
	keep_file(w->arena, w->dir, "cqc-locations.json", made.file[1]);
	keep_file(w->arena, w->dir, "ofsted-providers.csv", made.file[3]);
	db_close(&w->db);
	printf("Westmarch Council, all of it invented: %lld people, %lld requests "
	       "(%lld open now),\n%lld packages running, made in %lld ms.\n",
	       (long long)f.people, (long long)f.requests, (long long)f.open, (long long)f.live,
	       (long long)moment_minus_ms(clock_now(), began));
	for (size_t i = 0; i < COUNT(made.import_line); i++)
		printf("  imported %s\n", made.import_line[i]);
	say_figures(w->arena, &f);
	say_sign_ins(&made);
	return VERB_OK;
}

static const struct verb demo_verbs[] = {
	{ "demo", "DIR [--size small|council|large] [--seed N] [--now 2026-06-15T10:30]",
	  "Make an invented council to look at: three years of requests, and sixty open now",
	  demo_run },
};

const struct room demo_room = { .name = "demo", .verbs = demo_verbs, .nverbs = COUNT(demo_verbs) };
