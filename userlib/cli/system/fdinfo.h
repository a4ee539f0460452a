/* SPDX-License-Identifier: GPL-2.0 */
/* What /proc/PID/fdinfo/FD tells of a view and of a trace. */
#ifndef MVIEW_CLI_FDINFO_H
#define MVIEW_CLI_FDINFO_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct fdinfo - a view that has an export, or a trace
 * @is_trace: a trace
 * @id: of the view's buffer, or the number of the trace
 * @writes: the view can be written to
 * @filter: of a trace: which devices, in which escapes stand for what can't be
 *	printed; NULL of a view
 * @lost: of a trace: allocations that it has not recorded
 */
struct fdinfo {
	bool is_trace;
	uint64_t id;
	bool writes;
	char *filter;
	uint64_t lost;
};

/* Whether a descriptor with this link is one of them. */
bool fdinfo_is_of(const char *link);

/* False if it is not, or a view that was released or revoked. */
bool fdinfo_read(FILE *in, struct fdinfo *info);
void fdinfo_deinit(struct fdinfo *info);

#endif /* MVIEW_CLI_FDINFO_H */
