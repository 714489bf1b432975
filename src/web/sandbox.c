/* SPDX-License-Identifier: MIT */
/*
 * sandbox.c -- the list of what the door's loop does, and how a list is put on.
 */
#include "web/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"

/* The 13 file rights of the first Landlock: known to every kernel that has it. */
#define LANDLOCK_ALL ((1ull << 13) - 1)

static const int allowed[] = {
	/* connections and workers */
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(sendmsg),
	SCMP_SYS(recvmsg), SCMP_SYS(sendto), SCMP_SYS(recvfrom), SCMP_SYS(sendfile),
	SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(shutdown), SCMP_SYS(close),
	SCMP_SYS(setsockopt), SCMP_SYS(getsockopt), SCMP_SYS(getsockname), SCMP_SYS(getpeername),
	SCMP_SYS(fcntl), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_ctl),
	SCMP_SYS(poll), SCMP_SYS(timerfd_settime),
	/* large bodies: memory files are made, not opened */
	SCMP_SYS(memfd_create), SCMP_SYS(lseek), SCMP_SYS(pread64), SCMP_SYS(fstat),
	SCMP_SYS(newfstatat),
	/* memory, time, ending */
	SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex),
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(getrandom), SCMP_SYS(exit),
	SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigaction), SCMP_SYS(gettid), SCMP_SYS(getpid), SCMP_SYS(tgkill),
	SCMP_SYS(restart_syscall), SCMP_SYS(sched_yield), SCMP_SYS(sigaltstack),
};

static bool landlock_enter(void)
{
	const struct landlock_ruleset_attr none = { .handled_access_fs = LANDLOCK_ALL };
	const int rules = (int)syscall(SYS_landlock_create_ruleset, &none, sizeof none, 0);
	bool on;

	if (rules < 0)
		return false;
	on = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return on;
}

bool sandbox_calls(const int *calls, size_t n, enum sandbox_else otherwise)
{
	const bool kills = otherwise == SANDBOX_KILLS;
	scmp_filter_ctx filter = seccomp_init(kills ? SCMP_ACT_KILL_PROCESS
	                                            : SCMP_ACT_ERRNO(EPERM));
	/* Memory, but never memory that can be run. */
	const struct scmp_arg_cmp not_run = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	bool ok = filter != NULL;

	for (size_t i = 0; ok && i < n; i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) == 0;
	ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_run) == 0
	    && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_run) == 0
	    /* What already is the rule cannot be added to it. */
	    && (kills || seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(execve), 0) == 0)
	    && seccomp_load(filter) == 0;
	if (filter)
		seccomp_release(filter);
	return ok;
}

bool sandbox_enter(void)
{
	int file, out;
	bool files, calls;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	/* Each is seen to refuse by itself: files before seccomp hides the answer. */
	files = landlock_enter();
	file = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	files = files && file < 0 && errno == EACCES;
	if (file >= 0)
		close(file);
	calls = sandbox_calls(allowed, COUNT(allowed), SANDBOX_REFUSES);
	out = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	calls = calls && out < 0 && errno == EPERM;
	if (out >= 0)
		close(out);
	if (!files || !calls)
		log_line(LOG_WARN, "sandbox", "landlock=%d seccomp=%d", files, calls);
	return files && calls;
}
