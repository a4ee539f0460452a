/* SPDX-License-Identifier: GPL-2.0 */
/* A process of its own that holds a descriptor. */
#ifndef MVIEW_INSPECT_TESTS_HOLDER_H
#define MVIEW_INSPECT_TESTS_HOLDER_H

#include <sys/types.h>

/**
 * struct holder - a child that has one descriptor more than this process
 * @pid: the child
 * @fd: its descriptor
 * @hold: a pipe that it reads from; its end is the child's
 */
struct holder {
	pid_t pid;
	int fd;
	int hold;
};

/* The child gets @fd, which is closed here. */
struct holder holder_start(int fd);
void holder_end(struct holder *holder);

#endif /* MVIEW_INSPECT_TESTS_HOLDER_H */
