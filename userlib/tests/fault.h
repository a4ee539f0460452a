/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Allocations and system calls of the library that fail when a test wants it.
 * The Makefile puts these in their place in programs called fault_test.
 */
#ifndef MVIEW_TESTS_FAULT_H
#define MVIEW_TESTS_FAULT_H

#include <poll.h>
#include <stdbool.h>
#include <sys/types.h>

enum fault_call {
	FAULT_IOCTL,
	FAULT_MMAP,
	FAULT_POLL,
	FAULT_PREAD,
	FAULT_PWRITE,
	FAULT_CALLS,
};

/* The @nth allocation from now on fails, and no other; 0 for none. */
void fault_allocation(int nth);

/* Whether the fault has happened. */
bool fault_happened(void);

/* The next call fails with @err; with 0 for @err it returns 0. */
void fault_next(enum fault_call call, int err);

/* The next call does @what first. */
void fault_before(enum fault_call call, void (*what)(void *arg), void *arg);

/**
 * fault_each - try what needs memory without it
 * @what: 0, or -1 with errno; leaves nothing behind, and can be repeated
 * @arg: handed to it
 *
 * The first, second, … allocation fails until there are no more; each time
 * the result must be ENOMEM, and success at the end.
 *
 * Return: how many allocations there are.
 */
int fault_each(int (*what)(void *arg), void *arg);

/* The C library's, and what the linker puts in their place. */
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);
int __real_ioctl(int fd, unsigned long request, void *arg);
int __wrap_ioctl(int fd, unsigned long request, void *arg);
void *__real_mmap64(void *addr, size_t size, int prot, int flags, int fd,
		    off_t offset);
void *__wrap_mmap64(void *addr, size_t size, int prot, int flags, int fd,
		    off_t offset);
int __real_poll(struct pollfd *fds, nfds_t n, int timeout);
int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout);
ssize_t __real_pread64(int fd, void *buf, size_t size, off_t pos);
ssize_t __wrap_pread64(int fd, void *buf, size_t size, off_t pos);
ssize_t __real_pwrite64(int fd, const void *buf, size_t size, off_t pos);
ssize_t __wrap_pwrite64(int fd, const void *buf, size_t size, off_t pos);

#endif /* MVIEW_TESTS_FAULT_H */
