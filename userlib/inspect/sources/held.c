// SPDX-License-Identifier: LGPL-2.1-or-later
/* What processes hold, by pidfd_getfd(2). */
#include "sources/held.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/number.h"

bool held_read(const char **text, struct held *held)
{
	const char *at = *text;
	uint64_t pid, fd;

	if (!number_read(&at, INT_MAX, &pid) || !pid || *at++ != '/' ||
	    !number_read(&at, INT_MAX, &fd))
		return false;
	*text = at;
	*held = (struct held) { .pid = pid, .fd = fd };
	return true;
}

static int no_process(const char *name, int pid, int err)
{
	switch (err) {
	case ESRCH:
		return inspect_fail_int(ESRCH, "%s: there is no process %d, or "
					"no longer", name, pid);
	case EINVAL:
		return inspect_fail_int(EINVAL, "%s: %d is a thread; its "
					"process is wanted", name, pid);
	default:
		return inspect_fail_int(err, "%s: process %d: %s", name, pid,
					strerror(err));
	}
}

static int no_descriptor(const char *name, const struct held *held, int err)
{
	switch (err) {
	case EBADF:
		return inspect_fail_int(ENOENT, "%s: process %d has no "
					"descriptor %d; 'ls -l /proc/%d/fd' "
					"lists what it has", name, held->pid,
					held->fd, held->pid);
	case EPERM:
		return inspect_fail_int(EPERM, "%s: what process %d has may "
					"not be taken by you; try it as root, "
					"or with CAP_SYS_PTRACE", name,
					held->pid);
	default:
		return no_process(name, held->pid, err);
	}
}

int held_get(const char *name, const struct held *held)
{
	int pidfd, fd, err;

	pidfd = pidfd_open(held->pid, 0);
	if (pidfd < 0)
		return no_process(name, held->pid, errno);
	fd = pidfd_getfd(pidfd, held->fd, 0);
	err = errno;
	close(pidfd);
	return fd < 0 ? no_descriptor(name, held, err) : fd;
}
