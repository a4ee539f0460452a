// SPDX-License-Identifier: GPL-2.0
/* A child process that stops where its parent wants to look. */
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"

pid_t child_fork(struct child *child)
{
	if (pipe2(child->ready, O_CLOEXEC) || pipe2(child->go, O_CLOEXEC))
		return -1;
	child->pid = fork();
	/* Each end in one process only, so that a death is noticed. */
	if (child->pid) {
		close(child->ready[1]);
		close(child->go[0]);
	} else {
		close(child->ready[0]);
		close(child->go[1]);
	}
	return child->pid;
}

void child_stop(struct child *child)
{
	char byte = 0;

	if (write(child->ready[1], &byte, 1) != 1 ||
	    read(child->go[0], &byte, 1) != 1)
		_exit(1);
}

int child_await(struct child *child)
{
	char byte;

	return read(child->ready[0], &byte, 1) == 1 ? 0 : -1;
}

int child_go(struct child *child)
{
	char byte = 0;

	return write(child->go[1], &byte, 1) == 1 ? 0 : -1;
}

int child_end(struct child *child)
{
	int status;

	if (waitpid(child->pid, &status, 0) != child->pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
