/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What processes hold: PID/FD. */
#ifndef MVIEW_INSPECT_HELD_H
#define MVIEW_INSPECT_HELD_H

#include <stdbool.h>

/**
 * struct held - a descriptor of a process
 * @pid: the process
 * @fd: the descriptor
 */
struct held {
	int pid;
	int fd;
};

/* "812/14" at @text, which is moved behind it; false if it is not there. */
bool held_read(const char **text, struct held *held);

/**
 * held_get - the same file, as a descriptor of this process
 * @name: what complaints are about
 * @held: whose
 *
 * Return: a descriptor, close-on-exec; or -1, with inspect_fail() called.
 */
int held_get(const char *name, const struct held *held);

#endif /* MVIEW_INSPECT_HELD_H */
