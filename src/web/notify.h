/* SPDX-License-Identifier: MIT */
/*
 * notify.h -- telling the service manager how far we are (sd_notify(3)'s
 * protocol: one datagram to the socket named in NOTIFY_SOCKET).
 */
#ifndef ALM_WEB_NOTIFY_H
#define ALM_WEB_NOTIFY_H

void notify_service(const char *state);      /* "READY=1"; no socket: nothing is said */

#endif
