// SPDX-License-Identifier: LGPL-2.1-or-later
/* Traces with words, and the functions in stacks. */
#include "sources/dma.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect.h"

void *dma_failed(const char *name)
{
	int err = errno;

	switch (err) {
	case ENXIO:
		return inspect_fail(err, "%s: the module mview is not loaded; "
				    "try: modprobe mview", name);
	case EACCES:
		return inspect_fail(err, "%s: /dev/mview may not be opened by "
				    "you; try it as root", name);
	case EPERM:
		return inspect_fail(err, "%s: to see what drivers have takes "
				    "CAP_SYS_ADMIN, and a kernel that is not "
				    "locked down; try it as root", name);
	case EOPNOTSUPP:
		return inspect_fail(err, "%s: the module mview_dma is not "
				    "there, or this kernel has no place to "
				    "listen at; try: modprobe mview_dma", name);
	case EINVAL:
		return inspect_fail(err, "%s: that is no filter; it is a glob "
				    "for names of devices, as '0000:00:*', or "
				    "driver=GLOB or bus=GLOB", name);
	case ENOTTY:
		return inspect_fail(err, "%s: the module mview that is loaded "
				    "does not know this library; update one of "
				    "them", name);
	default:
		return inspect_fail(err, "%s: %s", name, strerror(err));
	}
}

struct mview_trace *mview_dma_open(const char *filter, unsigned int flags)
{
	struct mview_trace *trace = mview_trace_open(filter, flags, 0, 0);

	return trace ? trace : dma_failed(filter && *filter ? filter : "dma");
}

int mview_dma_wait(struct mview_trace *trace, int timeout_ms)
{
	struct pollfd poller = {
		.fd = mview_trace_fd(trace),
		.events = POLLIN,
	};
	int ready = poll(&poller, 1, timeout_ms);

	if (ready >= 0)
		return ready;
	return inspect_fail_int(errno, "dma: %s", strerror(errno));
}

/* Of "nvme_alloc_queue.isra.0+0x5a/0x120 [nvme]": as far as the "." or "+" */
size_t dma_symbol_len(const char *stack)
{
	return strcspn(stack, ".+\n ");
}

bool dma_has_symbol(const char *stack, const char *symbol, size_t len)
{
	const char *line = stack;

	while (*line) {
		if (!strncmp(line, symbol, len) &&
		    (dma_symbol_len(line) == len ||
		     strcspn(line, "+\n ") == len))
			return true;
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	return false;
}
