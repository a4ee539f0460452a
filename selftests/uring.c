// SPDX-License-Identifier: GPL-2.0
/* An io_uring with one request at a time, by system calls. */
#include <endian.h>
#include <errno.h>
#include <linux/io_uring.h>
#include <linux/swab.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "mview_test.h"
#include "uring.h"

#define ENTRIES	4

static __u32 *at(const struct uring *uring, __u32 offset)
{
	return (__u32 *)(uring->ring + offset);
}

int uring_init(struct uring *uring)
{
	struct io_uring_params params = {};
	size_t size;

	uring->fd = syscall(SYS_io_uring_setup, ENTRIES, &params);
	if (uring->fd < 0)
		return -1;
	size = params.cq_off.cqes +
	       params.cq_entries * sizeof(struct io_uring_cqe);
	uring->ring = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED,
			   uring->fd, IORING_OFF_SQ_RING);
	uring->sqes = mmap(NULL, params.sq_entries * sizeof(*uring->sqes),
			   PROT_READ | PROT_WRITE, MAP_SHARED, uring->fd,
			   IORING_OFF_SQES);
	if (uring->ring == MAP_FAILED || uring->sqes == MAP_FAILED)
		return -1;
	uring->sq_tail = at(uring, params.sq_off.tail);
	uring->sq_array = at(uring, params.sq_off.array);
	uring->cq_head = at(uring, params.cq_off.head);
	uring->cq_tail = at(uring, params.cq_off.tail);
	uring->cqes = (void *)at(uring, params.cq_off.cqes);
	uring->mask = *at(uring, params.cq_off.ring_mask);
	return 0;
}

static int submit(struct uring *uring, const struct io_uring_sqe *sqe)
{
	__u32 tail = *uring->sq_tail;

	uring->sqes[0] = *sqe;
	uring->sq_array[tail % ENTRIES] = 0;
	__atomic_store_n(uring->sq_tail, tail + 1, __ATOMIC_RELEASE);
	return syscall(SYS_io_uring_enter, uring->fd, 1, 0, 0, NULL, 0) == 1 ?
	       0 : -1;
}

int uring_read(struct uring *uring, int fd, void *data, size_t size,
	       __u64 offset)
{
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_READ,
		.fd = fd,
		.addr = to_user(data),
		.len = size,
		.off = offset,
	};

	return submit(uring, &sqe);
}

int uring_write(struct uring *uring, int fd, const void *data, size_t size,
		__u64 offset)
{
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_WRITE,
		.fd = fd,
		.addr = to_user(data),
		.len = size,
		.off = offset,
	};

	return submit(uring, &sqe);
}

int uring_poll(struct uring *uring, int fd, __u32 events)
{
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_POLL_ADD,
		.fd = fd,
#if __BYTE_ORDER == __BIG_ENDIAN
		/* The kernel has 16 bits of them in front of the others. */
		.poll32_events = __swahw32(events),
#else
		.poll32_events = events,
#endif
	};

	return submit(uring, &sqe);
}

/* The ring itself can be polled for results. */
int uring_result(struct uring *uring, int timeout)
{
	struct pollfd poller = { .fd = uring->fd, .events = POLLIN };
	__u32 head = *uring->cq_head;
	int result;

	if (poll(&poller, 1, timeout) < 0)
		return -errno;
	if (__atomic_load_n(uring->cq_tail, __ATOMIC_ACQUIRE) == head)
		return -ETIMEDOUT;
	result = uring->cqes[head & uring->mask].res;
	__atomic_store_n(uring->cq_head, head + 1, __ATOMIC_RELEASE);
	return result;
}
