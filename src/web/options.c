/* SPDX-License-Identifier: MIT */
/*
 * options.c -- what is taken for options that were not given, and what the
 * system has to allow for them.
 */
#include "web/options.h"

#include <sys/resource.h>

#include "base/log.h"
#include "web/listen.h"

void options_fill(struct serve_options *o)
{
	o->listen       = o->listen       ? o->listen       : LISTEN_DEFAULT;
	o->workers      = o->workers      ? o->workers      : 4;
	o->queue        = o->queue        ? o->queue        : 256;
	o->deadline_ms  = o->deadline_ms  ? o->deadline_ms  : 30000;
	o->slow_ms      = o->slow_ms      ? o->slow_ms      : 20000;
	o->connections  = o->connections  ? o->connections  : 4000;
	o->body_limit   = o->body_limit   ? o->body_limit   : (size_t)8 << 20;
	o->upload_limit = o->upload_limit ? o->upload_limit : (size_t)64 << 20;
	o->arena_cap    = o->arena_cap    ? o->arena_cap    : (size_t)256 << 20;
	if (o->workers > OPTIONS_WORKERS)
		o->workers = OPTIONS_WORKERS;
}

void descriptors_raise(struct serve_options *o)
{
	struct rlimit most;
	const rlim_t want = (rlim_t)o->connections + 1024;

	if (getrlimit(RLIMIT_NOFILE, &most) != 0 || most.rlim_cur >= want)
		return;
	most.rlim_cur = most.rlim_max < want ? most.rlim_max : want;
	(void)setrlimit(RLIMIT_NOFILE, &most);
	if (most.rlim_cur < want) {
		o->connections = (int)(most.rlim_cur / 2);
		log_line(LOG_WARN, "few descriptors", "connections=%d", o->connections);
	}
}
