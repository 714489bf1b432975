/* SPDX-License-Identifier: MIT */
/*
 * ship_piece.c -- a piece: written under another name, synced, named; and read.
 *
 *	head, stretches of the log that it covers, pages (4 bytes of number, the page)
 *
 * All of it under the seal (sealed.h), numbers little end first.  A page that
 * changed a hundred times since the last piece is in it once.
 */
#include "backup/ship.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"

enum { PAGE_MOST = 64 << 10, RANGES_MOST = 1 << 16, NUMBERS_MOST = 1 << 20 };

static const char magic[8] = "almpiec1";

const char *ship_piece_name(struct arena *a, const char *folder, int64_t number)
{
	return arena_fmt(a, "%s/almoner-piece-%012lld.alm", folder, (long long)number);
}

const char *ship_base_name(struct arena *a, const char *folder, int64_t from)
{
	return arena_fmt(a, "%s/almoner-base-%012lld.alm", folder, (long long)from);
}

bool ship_piece_write(struct arena *a, const char *folder, const struct ship_head *h,
                      const struct log_read *r, const struct seal_key *to)
{
	const char *name = ship_piece_name(a, folder, h->number);
	const char *part = arena_fmt(a, "%s.part", name);
	struct seal_out *o = seal_begin(a, part, to);
	unsigned char *page = arena_get(a, PAGE_MOST);
	struct ship_head head = *h;

	memcpy(head.magic, magic, sizeof head.magic);
	seal_add(o, &head, sizeof head);
	seal_add(o, r->ranges, r->nranges * sizeof *r->ranges);
	for (size_t i = 0; i < r->n; i++) {
		log_page(r, i, page);
		seal_add(o, &r->pages[i].number, sizeof r->pages[i].number);
		seal_add(o, page, (size_t)r->page_size);
	}
	seal_end(o);
	if (!log_read_holds(r)) {
		unlink(part);
		return false;
	}
	if (fault_due() || rename(part, name) != 0)
		fault(FAULT_IO, "cannot give %s its name: %s", name, strerror(errno));
	folder_sync(folder);
	return true;
}

static void damaged(const char *path) NORETURN;
static void damaged(const char *path)
{
	fault(FAULT_INPUT, "%s is not the piece that it should be", path);
}

void ship_piece_read(struct arena *a, const char *folder, int64_t number, struct seal_by by,
                     struct ship_piece *p)
{
	const char *path = ship_piece_name(a, folder, number);
	struct seal_in *in = seal_open(a, path, by);
	unsigned char *page = arena_get(a, PAGE_MOST);
	struct ship_head *h = &p->head;
	uint32_t at, last = 0;

	seal_read(in, h, sizeof *h);
	if (memcmp(h->magic, magic, sizeof magic) != 0 || h->number != number ||
	    h->page_size < 512 || h->page_size > PAGE_MOST || h->npages < 0 || h->db_pages < 1 ||
	    h->nranges < 0 || h->nranges > RANGES_MOST)
		damaged(path);
	p->ranges = NEWN(a, struct log_range, h->nranges + 1);
	seal_read(in, p->ranges, (size_t)h->nranges * sizeof *p->ranges);
	for (int64_t i = 0; i < h->npages; i++) {
		seal_read(in, &at, sizeof at);
		seal_read(in, page, (size_t)h->page_size);
		if (at <= last || at > h->db_pages)
			damaged(path);
		last = at;
		if (p->page)
			p->page(p->arg, h, at, page);
	}
	seal_close(in);
}

static int ascending(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

size_t ship_numbers(struct arena *a, const char *folder, const char *kind, int64_t **numbers)
{
	const char *before = arena_fmt(a, "almoner-%s-", kind);
	DIR *d = fault_due() ? (errno = EIO, NULL) : opendir(folder);
	size_t n = 0, cap = 0;

	*numbers = NULL;
	if (!d)
		fault(FAULT_IO, "cannot read the folder %s: %s", folder, strerror(errno));
	for (struct dirent *e; (e = readdir(d)) && n < NUMBERS_MOST; ) {
		char *end;
		long long is;

		if (!text_begins(e->d_name, before))
			continue;
		is = strtoll(e->d_name + strlen(before), &end, 10);
		if (is < 1 || !text_same(end, ".alm"))
			continue;
		if (n == cap) {
			*numbers = arena_grow(a, *numbers, cap * sizeof **numbers,
			                      (cap + 1024) * sizeof **numbers);
			cap += 1024;
		}
		(*numbers)[n++] = is;
	}
	closedir(d);
	if (n)
		qsort(*numbers, n, sizeof **numbers, ascending);
	return n;
}
