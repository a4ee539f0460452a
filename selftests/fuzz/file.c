// SPDX-License-Identifier: GPL-2.0
/* Operations that are system calls on views, and on other files of mview's. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "fuzz.h"

#define MOST	65536	/* bytes that are moved at once */

FUZZ_OP(close)
{
	fuzz_put(fuzz, insn->on % FUZZ_FDS, -1);
}

FUZZ_OP(dup)
{
	int fd = fcntl(fuzz_fd(fuzz, insn->on), F_DUPFD_CLOEXEC, 0);

	if (fd >= 0)
		fuzz_put(fuzz, insn->to % FUZZ_FDS, fd);
}

/* Room for one descriptor in a message. */
union passed {
	char room[CMSG_SPACE(sizeof(int))];
	struct cmsghdr align;
};

static void message_init(struct msghdr *message, struct iovec *iov,
			 union passed *passed)
{
	static char byte;

	*iov = (struct iovec){ &byte, 1 };
	*message = (struct msghdr) {
		.msg_iov = iov,
		.msg_iovlen = 1,
		.msg_control = passed,
		.msg_controllen = sizeof(*passed),
	};
}

static void send_fd(int to, int fd)
{
	union passed passed = { 0 };
	struct msghdr message;
	struct cmsghdr *head;
	struct iovec iov;

	message_init(&message, &iov, &passed);
	head = CMSG_FIRSTHDR(&message);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), &fd, sizeof(fd));
	sendmsg(to, &message, MSG_DONTWAIT);
}

static int receive_fd(int from)
{
	union passed passed = { 0 };
	struct msghdr message;
	struct iovec iov;
	int fd;

	message_init(&message, &iov, &passed);
	if (recvmsg(from, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) <= 0 ||
	    !CMSG_FIRSTHDR(&message))
		return -1;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

/* Over a socket; it may be closed while it is under way. */
FUZZ_OP(pass)
{
	int fd, ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return;
	send_fd(ends[0], fuzz_fd(fuzz, insn->on));
	if (insn->a & 1)
		fuzz_put(fuzz, insn->on % FUZZ_FDS, -1);
	fd = insn->a & 2 ? -1 : receive_fd(ends[1]);
	if (fd >= 0)
		fuzz_put(fuzz, insn->to % FUZZ_FDS, fd);
	close(ends[0]);
	close(ends[1]);
}

static size_t wanted(const struct fuzz_insn *insn)
{
	__u64 size = fuzz_number(insn->n);

	return size < MOST ? size : MOST;
}

/*
 * Where bytes go to or come from: memory of its own, mappings, which may be of
 * the same view, or nothing at all.
 */
static char *memory(struct fuzz *fuzz, const struct fuzz_insn *insn,
		    char *own)
{
	switch (insn->a % 8) {
	case 6:
		return fuzz_map_at(fuzz, insn->to);
	case 7:
		return fuzz->nowhere;
	default:
		return own;
	}
}

static off_t position(const struct fuzz_insn *insn)
{
	return fuzz_number(insn->b << 8 | insn->a);
}

FUZZ_OP(read)
{
	static __thread char own[MOST];
	int fd = fuzz_view(fuzz, insn);
	char *to = memory(fuzz, insn, own);
	ssize_t got;

	got = insn->b < 128 ? read(fd, to, wanted(insn)) :
			      pread(fd, to, wanted(insn), position(insn));
	if (got > (ssize_t)wanted(insn))
		fuzz_bug("read of %zu bytes returns %zd", wanted(insn), got);
	if (got > 0 && to == own)
		fuzz_check_bytes(fuzz, own, got);
}

FUZZ_OP(write)
{
	static __thread char own[MOST];
	int fd = fuzz_view(fuzz, insn);
	char *from = memory(fuzz, insn, own);
	struct iovec parts[2] = {
		{ from, wanted(insn) / 2 },
		{ from, wanted(insn) - wanted(insn) / 2 },
	};

	fuzz_fill(own, sizeof(own), insn->to);
	if (insn->b < 128)
		writev(fd, parts, 2);
	else
		pwrite(fd, from, wanted(insn), position(insn));
}

FUZZ_OP(seek)
{
	lseek(fuzz_view(fuzz, insn), fuzz_number(insn->n), insn->a % 6);
}

FUZZ_OP(poll)
{
	int epoll, fd = fuzz_fd(fuzz, insn->on);
	struct pollfd poller = { .fd = fd, .events = insn->n };
	struct epoll_event event = {
		.events = insn->n | (insn->a & 2 ? EPOLLET : 0),
	};

	if (insn->a & 1) {
		poll(&poller, 1, 0);
		return;
	}
	epoll = epoll_create1(EPOLL_CLOEXEC);
	epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
	epoll_wait(epoll, &event, 1, 0);
	/* Or the file may end first. */
	if (insn->a & 4)
		fuzz_put(fuzz, insn->on % FUZZ_FDS, -1);
	close(epoll);
}

FUZZ_OP(splice)
{
	int fd = fuzz_view(fuzz, insn), ends[2];
	size_t size = wanted(insn);

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK))
		return;
	if (insn->a & 1) {
		splice(fd, NULL, ends[1], NULL, size, SPLICE_F_NONBLOCK);
		splice(ends[0], NULL, fuzz_fd(fuzz, insn->to), NULL, size,
		       SPLICE_F_NONBLOCK);
	} else {
		sendfile(ends[1], fd, NULL, size);
	}
	close(ends[0]);
	close(ends[1]);
}

/* Read a file of the kernel's that tells of mview's. */
FUZZ_OP(show)
{
	char path[64], text[4096];
	int file;

	switch (insn->a % 4) {
	case 0:
		snprintf(path, sizeof(path), "/sys/kernel/debug/mview/buffers");
		break;
	case 1:
		snprintf(path, sizeof(path), "/sys/kernel/debug/dma_buf/bufinfo");
		break;
	case 2:
		snprintf(path, sizeof(path), "/proc/self/maps");
		break;
	default:
		snprintf(path, sizeof(path), "/proc/self/fdinfo/%d",
			 fuzz_fd(fuzz, insn->on));
	}
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return;
	while (read(file, text, insn->b + 1) > 0)
		if (insn->b & 1)
			break;
	close(file);
}

/* Opened anew, with all rights: which no view allows. */
static void reopen(struct fuzz *fuzz, int fd)
{
	char path[64];
	int again;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	again = open(path, O_RDWR | O_CLOEXEC);
	if (again >= 0 && fuzz->threads == 1)
		fuzz_bug("%s can be opened anew", path);
	if (again >= 0)
		close(again);
}

/* Calls that views have nothing of their own for. */
FUZZ_OP(file)
{
	int fd = fuzz_view(fuzz, insn);
	struct stat stat;

	switch (insn->a % 10) {
	case 0:
		fstat(fd, &stat);
		break;
	case 1:
		ftruncate(fd, fuzz_number(insn->n));
		break;
	case 2:
		fallocate(fd, insn->b % 8, 0, fuzz_number(insn->n));
		break;
	case 3:
		fsync(fd);
		break;
	case 4:
		fcntl(fd, F_SETFL, insn->n & (O_APPEND | O_DIRECT |
					      O_NONBLOCK | O_NOATIME));
		break;
	case 5:
		flock(fd, LOCK_EX | LOCK_NB);
		break;
	case 6:
		fchmod(fd, insn->n & 0777);
		break;
	case 7:
		copy_file_range(fd, NULL, fuzz_fd(fuzz, insn->to), NULL,
				wanted(insn), 0);
		break;
	case 8:
		posix_fadvise(fd, 0, 0, insn->b % 8);
		break;
	default:
		reopen(fuzz, fd);
	}
}
