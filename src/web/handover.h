/* SPDX-License-Identifier: MIT */
/*
 * handover.h -- how one supervisor follows another at the same address, while
 * nobody who knocks notices.
 *
 *	newcomer --take--> old         a socket in the data directory, one for each address
 *	         <--the listening sockets--
 *	(starts its door and workers; both let in who knocks)
 *	         --ready-->            the old lets nobody in any more, answers, ends
 *
 * The descriptor itself goes over, so that whoever waits in its queue is not
 * reset.  If the newcomer ends before it is ready, nothing has happened.
 */
#ifndef ALM_WEB_HANDOVER_H
#define ALM_WEB_HANDOVER_H

#include <signal.h>
#include <sys/types.h>

#include "base/base.h"

/* What goes over.  admin -1: none. */
struct estate { int listener, admin; char address[128], admin_address[128]; };

/* ---- the newcomer's ---- */
enum heir { HEIR_NONE, HEIR_TAKEN, HEIR_REFUSED };
/* Is there somebody at this address of this directory?  HEIR_TAKEN: `out` is ours too,
 * and *talk is open until the end.  HEIR_REFUSED, said why in the log: it hands over to
 * another just now, or is of another kind. */
enum heir handover_take(const char *dir, const char *listen, struct estate *out, int *talk);
/* All is up: the old one may go. */
void handover_ready(int talk);

/* ---- whoever serves ---- */
/* Be asked: a socket to be watched; -1, logged: nobody can follow us without a pause.
 * Takes the place of a predecessor's. */
int  handover_open(const char *dir, const char *listen) MUST_USE;
void handover_gone(const char *dir, const char *listen);
/* Somebody knocks: a conversation to be watched; -1: not one of ours. */
int  handover_hear(int ear) MUST_USE;
enum heir_says { HEIR_NOTHING, HEIR_TAKES, HEIR_IS_READY, HEIR_IS_GONE };
enum heir_says handover_said(int talk);
bool handover_give(int talk, int listener, const char *address, int admin,
                   const char *admin_address) MUST_USE;
int  handover_pid(int talk);            /* of the other end */
/* Start a newcomer: `argv` anew, whatever file has that name now. */
pid_t handover_start(char *const *argv, const sigset_t *mask);

#endif
