/* SPDX-License-Identifier: MIT */
/*
 * sealed.h -- a stream of bytes in a file that only the holder of a key can read.
 *
 *	"almoner\n" version 1, how (0 open, 1 sealed), 80 bytes of key, 24 of the stream
 *	then pieces: length (4 bytes, little end first), bytes under secretstream
 *
 * The stream's own key is new for each file.  Sealed: it lies in a box of
 * libsodium's (crypto_box_seal) for a public key, so the machine that writes
 * cannot read what it wrote last night.  Open (--plain): it lies there as it
 * is.  The last piece carries the tag FINAL, each the head as what it belongs
 * to: a file that is cut short, put together anew or changed by one bit is
 * found out before anything of it is believed.
 */
#ifndef ALM_SEALED_H
#define ALM_SEALED_H

#include "base/base.h"

enum { SEAL_KEY = 32 };

/* A key of a pair, or of one stream. */
struct seal_key { unsigned char bytes[SEAL_KEY]; };

/* Two files: the public key is for the machine, the secret one is for the safe.  One of
 * them that is there already: fault(IO), and neither is changed. */
void seal_make_keys(struct arena *, const char *public_file, const char *secret_file);
/* "almoner-public:..." / "almoner-secret:..."; false: it is none. */
bool seal_public(const char *text, struct seal_key *out) MUST_USE;
bool seal_secret(const char *text, struct seal_key *out) MUST_USE;
/* What a small file of text holds; cannot: fault(IO). */
char *seal_text_of(struct arena *, const char *path);

/* ---- writing: a refusal of the disk is a fault --------------------------------- */
struct seal_out;
/* Makes the file (0600); to == NULL: open to whoever has it. */
struct seal_out *seal_begin(struct arena *, const char *path, const struct seal_key *to);
void seal_add(struct seal_out *, const void *, size_t);
/* To the disk and closed; the stream's key, to read it again at once. */
struct seal_key seal_end(struct seal_out *);

/* ---- reading: anything that is not as it was written is a fault ----------------- */
struct seal_in;
struct seal_by { const struct seal_key *secret, *stream; };     /* either, or none: it is open */
struct seal_in *seal_open(struct arena *, const char *path, struct seal_by);
void seal_read(struct seal_in *, void *, size_t);
void seal_close(struct seal_in *);               /* after the last byte, and no other */
bool seal_is_sealed(const struct seal_in *);

#endif
