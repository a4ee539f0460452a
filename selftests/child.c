// SPDX-License-Identifier: GPL-2.0
/* A child process that stops where its parent wants to look. */
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"

pid_t child_fork(struct child *child)
{
	if (pipe2(child->ready, O_CLOEXEC) || pipe2(child->go, O_CLOEXEC))
		return -1;
	child->pid = fork();
	/* Each process closes the other's ends, so that it notices a death. */
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

int fd_send(int socket, int fd)
{
	char control[CMSG_SPACE(sizeof(fd))] = { 0 };
	char byte = 0;
	struct iovec vector = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	return sendmsg(socket, &message, 0) == 1 ? 0 : -1;
}

int fd_receive(int socket)
{
	char control[CMSG_SPACE(sizeof(int))] = { 0 };
	char byte;
	struct iovec vector = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	int fd;

	if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1 ||
	    !CMSG_FIRSTHDR(&message))
		return -1;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}
