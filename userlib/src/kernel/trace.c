// SPDX-License-Identifier: LGPL-2.1-or-later
/* Traces of drivers. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/fail.h"
#include "calls/kernel.h"
#include "mview.h"

/**
 * struct mview_trace - a trace
 * @fd: its file
 * @counts: the last answer
 */
struct mview_trace {
	int fd;
	struct mview_trace_counts counts;
};

static int trace_open(const char *filter, unsigned int flags,
		      unsigned int buffers, unsigned int entries)
{
	struct mview_trace_open open = {
		.size = sizeof(open),
		.flags = flags,
		.filter = (uintptr_t)filter,
		.filter_len = filter ? strlen(filter) : 0,
		.buffers = buffers,
		.entries = entries,
	};
	int err = kernel_device(false, MVIEW_TRACE_OPEN, &open);

	/* Modules that do not know the command. */
	return err == -ENOTTY ? -EOPNOTSUPP : err ? err : open.fd;
}

struct mview_trace *mview_trace_open(const char *filter, unsigned int flags,
				     unsigned int buffers, unsigned int entries)
{
	struct mview_trace *trace = calloc(1, sizeof(*trace));

	if (!trace)
		return fail_null(-ENOMEM);
	trace->fd = trace_open(filter, flags, buffers, entries);
	if (trace->fd >= 0)
		return trace;
	errno = -trace->fd;
	free(trace);
	return NULL;
}

void mview_trace_close(struct mview_trace *trace)
{
	int saved = errno;

	if (!trace)
		return;
	close(trace->fd);
	free(trace);
	errno = saved;
}

int mview_trace_fd(const struct mview_trace *trace)
{
	return trace->fd;
}

const struct mview_trace_counts *mview_trace_counts(struct mview_trace *trace,
						    bool settle)
{
	struct mview_trace_info info = {
		.size = sizeof(info),
		.flags = settle ? MVIEW_TRACE_SETTLE : 0,
	};

	if (ioctl(trace->fd, MVIEW_TRACE_INFO, &info))
		return NULL;
	trace->counts = (struct mview_trace_counts) {
		.trace = info.trace,
		.live = info.live,
		.seen = info.seen,
		.lost = info.lost,
		.entries = info.maps,
		.overwritten = info.maps_lost,
		.changes = info.changes,
		.history = info.history,
		.devices = info.devices,
		.functions = info.functions,
	};
	return &trace->counts;
}
