/* SPDX-License-Identifier: MIT */
/*
 * key.c -- the chain's key: a file beside the database, and never in it.
 */
#include "audit/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"

_Static_assert(AUDIT_KEY == crypto_generichash_KEYBYTES, "a key of 256 bits");
_Static_assert(AUDIT_HASH == crypto_generichash_BYTES, "hashes of 256 bits");

static unsigned char key[AUDIT_KEY];
static bool known;

static void key_path(char *to, size_t n, const char *dir)
{
	if (snprintf(to, n, "%s/audit.key", dir) >= (int)n)
		fault(FAULT_IO, "the path of the data directory is too long");
}

void audit_key_make(const char *dir)
{
	char path[4096];
	unsigned char fresh[AUDIT_KEY];
	int fd;

	key_path(path, sizeof path, dir);
	fd = fault_due() ? (errno = EIO, -1)
	                 : open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return;
	if (fd < 0)
		fault(FAULT_IO, "cannot make %s: %s", path, strerror(errno));
	randombytes_buf(fresh, sizeof fresh);
	/* Without it on the disk a chain may begin that nobody can verify. */
	if (write(fd, fresh, sizeof fresh) != (ssize_t)sizeof fresh || fsync(fd) != 0) {
		close(fd);
		unlink(path);
		fault(FAULT_IO, "cannot write %s: %s", path, strerror(errno));
	}
	close(fd);
	sodium_memzero(fresh, sizeof fresh);
}

void audit_key_load(const char *dir)
{
	char path[4096];
	unsigned char read_key[AUDIT_KEY + 1];
	ssize_t n;
	int fd;

	key_path(path, sizeof path, dir);
	fd = fault_due() ? (errno = EIO, -1) : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fault(FAULT_IO, "cannot open %s, without which the audit trail cannot go on: %s",
		      path, strerror(errno));
	n = read(fd, read_key, sizeof read_key);
	close(fd);
	if (n != AUDIT_KEY)
		fault(FAULT_IO, "%s is not a key of %d bytes", path, AUDIT_KEY);
	audit_key_set(read_key);
	sodium_memzero(read_key, sizeof read_key);
}

void audit_key_set(const unsigned char fresh[AUDIT_KEY])
{
	memcpy(key, fresh, sizeof key);
	known = true;
}

const unsigned char *audit_key(void)
{
	SURE(known);
	return key;
}
