/* SPDX-License-Identifier: MIT */
/*
 * import_verb.c -- `almoner import KIND FILE --data DIR [--apply]`.
 *
 * Without --apply it says what would happen and writes nothing.  What is
 * refused is named on standard error, row and column; the last line is the
 * count.  A file that is refused as a whole ends with status 1.
 */
#include "market/import.h"

#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_CAP ((off_t)256 << 20)

struct mapped { void *at; size_t n; };

static void unmap(void *arg)
{
	struct mapped *m = arg;

	munmap(m->at, m->n);
}

/* The file in memory until the verb ends; false: said on standard error why not. */
static bool file_map(struct words *w, const char *path, struct import_order *o)
{
	struct mapped *m = NEW(w->arena, struct mapped);
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) != 0) {
		fprintf(stderr, "almoner: %s: %s\n", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	o->bytes = "";
	m->at = MAP_FAILED;
	if (S_ISREG(st.st_mode) && st.st_size > 0 && st.st_size <= FILE_CAP)
		m->at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (m->at == MAP_FAILED && st.st_size != 0) {
		fprintf(stderr, "almoner: %s cannot be read as a file of up to 256 MB\n", path);
		return false;
	}
	if (m->at != MAP_FAILED) {
		m->n = (size_t)st.st_size;
		o->bytes = m->at;
		o->n = m->n;
		arena_defer(w->arena, unmap, m);
	}
	return true;
}

struct applying { struct db *db; struct words *w; struct import_order *o; struct import_result r; };

static bool apply(void *arg)
{
	struct applying *x = arg;

	x->r = import_apply(x->db, x->w->arena, x->o);
	return !x->r.refused;
}

static void preview(void *arg)
{
	struct applying *x = arg;

	x->r = import_preview(x->db, x->w->arena, x->o);
}

static void say_refused(const struct import_result *r)
{
	int64_t said = 0;

	for (size_t i = 0; i < r->nnotes; i++) {
		const struct import_note *n = &r->notes[i];

		if (n->kind != FINDING_REFUSED)
			continue;
		fprintf(stderr, "row %lld%s%s: %s\n", (long long)n->row, *n->field ? ", " : "",
		        n->field, n->now);
		said++;
	}
	if (r->n_refused > said)
		fprintf(stderr, "and %lld more\n", (long long)(r->n_refused - said));
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

static int import_run(struct words *w)
{
	bool really = words_flag(w, "--apply");
	const char *dir = words_data(w);
	const char *kind = words_next(w, "KIND"), *file = words_next(w, "FILE");
	struct import_order o = { .now = clock_now() };
	struct applying x = { .w = w, .o = &o };
	const struct word *k;

	(void)dir;
	if (!words_done(w))
		return VERB_MISUSED;
	k = vocab_by_key(&import_kind_vocab, kind);
	if (!k) {
		fprintf(stderr,
		        "almoner: import knows care-inspectorate, cqc-directory, cqc-location, "
		        "cqc-ratings and ofsted, not \"%s\"\n", kind);
		return VERB_MISUSED;
	}
	o.kind = (enum import_kind)k->code;
	o.file_name = base_name(file);
	if (!file_map(w, file, &o))
		return VERB_FAILED;
	x.db = verb_open(w, really ? DB_READ_WRITE : DB_READ_ONLY);
	if (really)
		db_write(x.db, apply, &x);
	else
		db_read(x.db, preview, &x);
	if (x.r.refused) {
		fprintf(stderr, "%s\n", x.r.message);
		return VERB_FAILED;
	}
	say_refused(&x.r);
	if (*x.r.message)
		fprintf(stderr, "%s\n", x.r.message);
	if (!really)
		puts("Nothing is changed yet: this is what --apply would do.");
	puts(import_counts_text(w->arena, &x.r));
	return VERB_OK;
}

const struct verb import_verbs[IMPORT_VERBS] = {
	{ "import", "KIND FILE --data DIR [--apply]",
	  "Read a regulator's file: care-inspectorate, cqc-directory, cqc-location, "
	  "cqc-ratings, ofsted",
	  import_run },
};
