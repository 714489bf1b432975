/* SPDX-License-Identifier: MIT */
/*
 * sealed.c -- the stream of sealed.h: libsodium's sealed box and secretstream.
 */
#include "backup/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"

#define STREAM(name) crypto_secretstream_xchacha20poly1305_##name

enum { PIECE = 64 << 10, SEALED = PIECE + STREAM(ABYTES), BOX = 80, TEXT_MOST = 4096 };

struct head {
	char          magic[8];
	unsigned char version, how;
	unsigned char box[BOX];
	unsigned char stream[STREAM(HEADERBYTES)];
};
_Static_assert(sizeof(struct head) == 114, "the head has no holes");
_Static_assert(BOX == SEAL_KEY + crypto_box_SEALBYTES, "a box for a key");
_Static_assert((int)STREAM(KEYBYTES) == SEAL_KEY, "a key of 256 bits");

static const char magic[] = "almoner\n";

/* ---- keys ---------------------------------------------------------------- */

static const char public_word[] = "almoner-public:", secret_word[] = "almoner-secret:";

static bool key_of(const char *word, const char *text, struct seal_key *out)
{
	const char *end;
	size_t n = 0;

	while (text && *text == ' ')
		text++;
	if (!text || !text_begins(text, word))
		return false;
	text += strlen(word);
	return sodium_base642bin(out->bytes, SEAL_KEY, text, strlen(text), "\n ", &n, &end,
	                         sodium_base64_VARIANT_ORIGINAL) == 0 && n == SEAL_KEY && !*end;
}

bool seal_public(const char *text, struct seal_key *out)
{
	return key_of(public_word, text, out);
}

bool seal_secret(const char *text, struct seal_key *out)
{
	return key_of(secret_word, text, out);
}

static int *key_file(struct arena *a, const char *path, mode_t mode)
{
	int *fd = NEW(a, int);

	*fd = fault_due() ? (errno = EIO, -1)
	                  : open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (*fd < 0)
		fault(FAULT_IO, "cannot make the key %s: %s", path, strerror(errno));
	arena_defer(a, fd_close, fd);
	return fd;
}

static void key_write(struct arena *a, int *fd, const char *path, const char *word,
                      const unsigned char key[SEAL_KEY])
{
	char base64[SEAL_KEY * 2];
	const char *line;
	bool ok;

	sodium_bin2base64(base64, sizeof base64, key, SEAL_KEY, sodium_base64_VARIANT_ORIGINAL);
	line = arena_fmt(a, "%s%s\n", word, base64);
	ok = write(*fd, line, strlen(line)) == (ssize_t)strlen(line) && fsync(*fd) == 0;
	fd_close(fd);
	if (!ok)
		fault(FAULT_IO, "cannot write the key %s", path);
}

void seal_make_keys(struct arena *a, const char *public_file, const char *secret_file)
{
	unsigned char public[SEAL_KEY], secret[SEAL_KEY];
	int *fd, *fd2;

	if (access(public_file, F_OK) == 0)
		fault(FAULT_IO, "there is a key in %s already", public_file);
	fd = key_file(a, secret_file, 0600);
	fd2 = key_file(a, public_file, 0644);
	crypto_box_keypair(public, secret);
	key_write(a, fd, secret_file, secret_word, secret);
	key_write(a, fd2, public_file, public_word, public);
	sodium_memzero(secret, sizeof secret);
}

char *seal_text_of(struct arena *a, const char *path)
{
	char text[TEXT_MOST];
	int fd = fault_due() ? (errno = EIO, -1) : open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		fault(FAULT_IO, "cannot open %s: %s", path, strerror(errno));
	n = read(fd, text, sizeof text);
	close(fd);
	if (n < 0)
		fault(FAULT_IO, "cannot read %s", path);
	return arena_dupn(a, text, (size_t)n);
}

/* ---- writing --------------------------------------------------------------- */

struct seal_out {
	const char   *path;
	int           fd;
	size_t        n;                 /* waiting in `piece` */
	struct head   head;
	struct seal_key key;
	STREAM(state) state;
	unsigned char piece[PIECE], sealed[4 + SEALED];
};

static void write_whole(struct seal_out *o, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n) {
		ssize_t done = fault_due() ? (errno = ENOSPC, -1) : write(o->fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			fault(errno == ENOSPC ? FAULT_FULL : FAULT_IO, "cannot write %s: %s",
			      o->path, strerror(errno));
		p += done;
		n -= (size_t)done;
	}
}

struct seal_out *seal_begin(struct arena *a, const char *path, const struct seal_key *to)
{
	struct seal_out *o = NEW(a, struct seal_out);

	o->path = arena_dup(a, path);
	o->fd = fault_due() ? (errno = EIO, -1)
	                    : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
	                           0600);
	if (o->fd < 0)
		fault(FAULT_IO, "cannot make %s: %s", path, strerror(errno));
	arena_defer(a, fd_close, &o->fd);
	memcpy(o->head.magic, magic, sizeof o->head.magic);
	o->head.version = 1;
	o->head.how = to != NULL;
	STREAM(keygen)(o->key.bytes);
	if (!to)
		memcpy(o->head.box, o->key.bytes, SEAL_KEY);
	else if (crypto_box_seal(o->head.box, o->key.bytes, SEAL_KEY, to->bytes) != 0)
		fault(FAULT_INPUT, "the public key is no good key");
	STREAM(init_push)(&o->state, o->head.stream, o->key.bytes);
	write_whole(o, &o->head, sizeof o->head);
	return o;
}

static void piece_out(struct seal_out *o, unsigned char tag)
{
	unsigned long long n;

	STREAM(push)(&o->state, o->sealed + 4, &n, o->piece, o->n,
	             (const unsigned char *)&o->head, sizeof o->head, tag);
	for (int i = 0; i < 4; i++)
		o->sealed[i] = (unsigned char)(n >> 8 * i);
	write_whole(o, o->sealed, 4 + (size_t)n);
	o->n = 0;
}

void seal_add(struct seal_out *o, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	while (n) {
		size_t some = sizeof o->piece - o->n < n ? sizeof o->piece - o->n : n;

		memcpy(o->piece + o->n, p, some);
		o->n += some;
		p += some;
		n -= some;
		if (o->n == sizeof o->piece)
			piece_out(o, 0);
	}
}

struct seal_key seal_end(struct seal_out *o)
{
	piece_out(o, STREAM(TAG_FINAL));
	if (fault_due() || fsync(o->fd) != 0)
		fault(FAULT_IO, "%s did not reach the disk", o->path);
	fd_close(&o->fd);
	return o->key;
}

/* ---- reading ---------------------------------------------------------------- */

struct seal_in {
	const char   *path;
	int           fd;
	size_t        at, n;
	bool          final;
	struct head   head;
	STREAM(state) state;
	unsigned char piece[PIECE], sealed[SEALED];
};

/* How many came: fewer than n only where the file ends. */
static size_t read_some(struct seal_in *in, void *to, size_t n)
{
	size_t had = 0;

	while (had < n) {
		ssize_t got = fault_due() ? (errno = EIO, -1)
		                          : read(in->fd, (char *)to + had, n - had);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			fault(FAULT_IO, "cannot read %s: %s", in->path, strerror(errno));
		if (got == 0)
			break;
		had += (size_t)got;
	}
	return had;
}

static struct seal_key stream_key(struct seal_in *in, struct seal_by by)
{
	unsigned char public[SEAL_KEY];
	struct seal_key key;

	if (by.stream)
		return *by.stream;
	if (!in->head.how) {
		memcpy(key.bytes, in->head.box, SEAL_KEY);
		return key;
	}
	if (!by.secret)
		fault(FAULT_INPUT, "%s is sealed: say where its secret key is, with --key FILE",
		      in->path);
	crypto_scalarmult_base(public, by.secret->bytes);
	if (crypto_box_seal_open(key.bytes, in->head.box, BOX, public, by.secret->bytes) != 0)
		fault(FAULT_INPUT, "this is not the key that %s was sealed for", in->path);
	return key;
}

struct seal_in *seal_open(struct arena *a, const char *path, struct seal_by by)
{
	struct seal_in *in = NEW(a, struct seal_in);
	struct seal_key key;

	in->path = arena_dup(a, path);
	in->fd = fault_due() ? (errno = EIO, -1) : open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0)
		fault(FAULT_IO, "cannot open %s: %s", path, strerror(errno));
	arena_defer(a, fd_close, &in->fd);
	if (read_some(in, &in->head, sizeof in->head) != sizeof in->head ||
	    memcmp(in->head.magic, magic, sizeof in->head.magic) != 0)
		fault(FAULT_INPUT, "%s is not a backup of Almoner", path);
	if (in->head.version != 1)
		fault(FAULT_INPUT, "%s was written by a newer Almoner than this one", path);
	key = stream_key(in, by);
	if (STREAM(init_pull)(&in->state, in->head.stream, key.bytes) != 0)
		fault(FAULT_INPUT, "%s is damaged", path);
	return in;
}

static void piece_in(struct seal_in *in)
{
	unsigned char length[4], tag;
	unsigned long long n = 0;
	size_t want;

	if (in->final)
		fault(FAULT_INPUT, "%s is damaged: it ends too early", in->path);
	if (read_some(in, length, sizeof length) != sizeof length)
		fault(FAULT_INPUT, "%s is cut short", in->path);
	want = length[0] | (size_t)length[1] << 8 | (size_t)length[2] << 16 |
	       (size_t)length[3] << 24;
	if (want < STREAM(ABYTES) || want > sizeof in->sealed)
		fault(FAULT_INPUT, "%s is damaged", in->path);
	if (read_some(in, in->sealed, want) != want)
		fault(FAULT_INPUT, "%s is cut short", in->path);
	if (STREAM(pull)(&in->state, in->piece, &n, &tag, in->sealed, want,
	                 (const unsigned char *)&in->head, sizeof in->head) != 0)
		fault(FAULT_INPUT, "%s is damaged", in->path);
	in->at = 0;
	in->n = (size_t)n;
	in->final = tag == STREAM(TAG_FINAL);
}

void seal_read(struct seal_in *in, void *to, size_t n)
{
	unsigned char *p = to;

	while (n) {
		size_t some;

		if (in->at == in->n) {
			piece_in(in);
			continue;
		}
		some = in->n - in->at < n ? in->n - in->at : n;
		memcpy(p, in->piece + in->at, some);
		in->at += some;
		p += some;
		n -= some;
	}
}

void seal_close(struct seal_in *in)
{
	char more;

	while (!in->final && in->at == in->n)
		piece_in(in);
	if (!in->final || in->at != in->n || read_some(in, &more, 1) != 0)
		fault(FAULT_INPUT, "%s is damaged: there is something behind its end", in->path);
	fd_close(&in->fd);
}

bool seal_is_sealed(const struct seal_in *in)
{
	return in->head.how;
}
