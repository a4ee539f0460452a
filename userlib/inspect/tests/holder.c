// SPDX-License-Identifier: GPL-2.0
/* A process of its own that holds a descriptor. */
#include "holder.h"

#include "test.h"

#include <sys/wait.h>
#include <unistd.h>

struct holder holder_start(int fd)
{
	struct holder holder = { .fd = fd };
	int pipes[2];
	char byte;

	assert_true(fd >= 0);
	assert_int_equal(pipe(pipes), 0);
	holder.pid = fork();
	assert_true(holder.pid >= 0);
	if (!holder.pid) {
		close(pipes[1]);
		_exit(read(pipes[0], &byte, 1));
	}
	close(pipes[0]);
	close(fd);
	holder.hold = pipes[1];
	return holder;
}

void holder_end(struct holder *holder)
{
	close(holder->hold);
	waitpid(holder->pid, NULL, 0);
}
