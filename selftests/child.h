/* SPDX-License-Identifier: GPL-2.0 */
/* A child process that stops where its parent wants to look. */
#ifndef MVIEW_TEST_CHILD_H
#define MVIEW_TEST_CHILD_H

#include <sys/types.h>

/**
 * struct child - a child and the pipes to it
 * @pid: returned by fork() in the parent
 * @ready: the child says that it has come to a stop
 * @go: the parent lets it go on
 */
struct child {
	pid_t pid;
	int ready[2];
	int go[2];
};

/* Like fork(), with the pipes. */
pid_t child_fork(struct child *child);

/* In the child: stop here. */
void child_stop(struct child *child);

/* In the parent: wait until it stops; let it go on; wait until it is gone. */
int child_await(struct child *child);
int child_go(struct child *child);
int child_end(struct child *child);

/* Pass a descriptor through a socket, with a byte. */
int fd_send(int socket, int fd);
int fd_receive(int socket);

#endif /* MVIEW_TEST_CHILD_H */
