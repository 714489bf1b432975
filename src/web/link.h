/* SPDX-License-Identifier: MIT */
/*
 * link.h -- what the processes say to one another, and how it is sent.
 *
 * One message of a SEQPACKET pair is one whole request, answer or order, so
 * that nothing is ever half there.  Up to LINK_INLINE bytes of body travel in
 * the message; more goes as a memory file beside it, since a file for every
 * request would halve the throughput (measured) and a copy of 60 MB would
 * stop the door.  Both ends are the same executable: no byte order, no
 * versions.
 */
#ifndef ALM_WEB_LINK_H
#define ALM_WEB_LINK_H

#include <sys/types.h>
#include <sys/uio.h>

#include "base/base.h"

#define LINK_INLINE  (64u << 10)          /* bytes of body inside a message         */
#define LINK_HEAD    (32u << 10)          /* bytes of everything else, at most      */
#define LINK_MESSAGE (LINK_INLINE + LINK_HEAD + 1024u)
#define LINK_ASK     0xA5C0FFEEu
#define LINK_ANSWER  0xA4500D1Eu

enum link_part { PART_METHOD, PART_PATH, PART_QUERY, PART_HEADERS, PART_PEER, PART_BODY, PARTS };

/* Door to worker: this, then the parts; texts with their NUL. */
struct link_ask {
	uint32_t magic;
	uint32_t part[PARTS];
	uint64_t id, file_len;          /* file_len > 0: the body is the file beside it */
	int64_t  received_ms;
	uint32_t https, tries;          /* tries: how often it was asked before */
};

/* Worker to door: this, then the header pairs, then the body.  The first
 * answer of a worker has id 0 and means "my database is open"; its status is
 * 1 if he is a patient one. */
struct link_answer {
	uint32_t magic, status;
	uint32_t headers, body;
	uint64_t id, file_len;
	uint32_t page_us, faults;       /* work on the page; page faults that read a disk */
	uint32_t held, unused;          /* 1: not before the scribe's word for it         */
};

enum link_word {
	LINK_HIRE = 1,                  /* to the door: here is a worker's socket       */
	LINK_RETIRE,                    /* to the door: no more work for this worker    */
	LINK_CLOSE,                     /* to the door: answer what is there, then end  */
	LINK_YIELD,                     /* the same; but let nobody in: another does    */
	LINK_HIRED,                     /* to the supervisor: it has opened its database*/
	LINK_CONDEMN,                   /* to the supervisor: kill it, it is overdue    */
};
struct link_order { uint32_t word; int32_t pid; };

bool    link_pair(int out[2]);                   /* both ends with room for a message */
/* `fd` < 0: none.  Bytes sent, or -1 with errno. */
ssize_t link_send(int s, struct iovec *, int n, int fd, int flags) MUST_USE;
/* *fd becomes -1 if none came.  0: the other end is gone; -1: errno. */
ssize_t link_recv(int s, struct iovec *, int n, int *fd, int flags) MUST_USE;
bool    link_order(int s, enum link_word, pid_t, int fd);

int     link_file(const char *name);             /* an empty memory file, or -1 */
bool    link_file_add(int fd, const void *, size_t n) MUST_USE;
void    link_file_seal(int fd);                  /* nobody can change it any more */

int64_t mono_ms(void);                           /* a clock that nobody sets */
int64_t mono_us(void);

#endif
