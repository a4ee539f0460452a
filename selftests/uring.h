/* SPDX-License-Identifier: GPL-2.0 */
/* An io_uring with one request at a time, by system calls. */
#ifndef MVIEW_TEST_URING_H
#define MVIEW_TEST_URING_H

#include <linux/types.h>
#include <stddef.h>

struct io_uring_sqe;

/**
 * struct uring - the ring
 * @fd: its descriptor
 * @ring: both queues, mapped
 * @sqes: requests, mapped
 * @sq_tail: where in @ring the next request is told
 * @sq_array: which of @sqes it is
 * @cq_head: how many results have been taken
 * @cq_tail: how many there are
 * @cqes: they
 * @mask: of their number
 */
struct uring {
	int fd;
	char *ring;
	struct io_uring_sqe *sqes;
	__u32 *sq_tail;
	__u32 *sq_array;
	__u32 *cq_head;
	__u32 *cq_tail;
	struct io_uring_cqe *cqes;
	__u32 mask;
};

/* -1 and ENOSYS, or EPERM, where there is no io_uring. */
int uring_init(struct uring *uring);

/* Hand a request in; none may be outstanding. */
int uring_read(struct uring *uring, int fd, void *data, size_t size,
	       __u64 offset);
int uring_write(struct uring *uring, int fd, const void *data, size_t size,
		__u64 offset);
int uring_poll(struct uring *uring, int fd, __u32 events);

/* Its result, waiting up to @timeout ms; -ETIMEDOUT if there is none by then. */
int uring_result(struct uring *uring, int timeout);

#endif /* MVIEW_TEST_URING_H */
