// SPDX-License-Identifier: GPL-2.0
/* Wrappers of C library functions that libmview calls; see ld's --wrap. */
#include "fault.h"

#include "test.h"

#include <poll.h>
#include <sys/mman.h>
#include <sys/types.h>

static int countdown;

void fault_allocation(int nth)
{
	countdown = nth;
}

bool fault_happened(void)
{
	return countdown < 0;
}

/* Counts down to the allocation that fails; @countdown is -1 from then on. */
static bool out_of_memory(void)
{
	if (countdown <= 0)
		return false;
	if (--countdown)
		return false;
	countdown = -1;
	errno = ENOMEM;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return out_of_memory() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return out_of_memory() ? NULL : __real_calloc(n, size);
}

/**
 * struct fault - what is to happen at the next call
 * @before: is done, or NULL
 * @arg: for it
 * @fails: with @err
 * @err: errno, or 0 for a result of 0
 */
struct fault {
	void (*before)(void *arg);
	void *arg;
	bool fails;
	int err;
};

static struct fault faults[FAULT_CALLS];

void fault_next(enum fault_call call, int err)
{
	faults[call] = (struct fault) { .fails = true, .err = err };
}

void fault_before(enum fault_call call, void (*what)(void *arg), void *arg)
{
	faults[call] = (struct fault) { .before = what, .arg = arg };
}

/* Whether this call must fail; then @result is set. */
static bool fails(enum fault_call call, int *result)
{
	struct fault fault = faults[call];

	faults[call] = (struct fault) {};
	if (fault.before)
		fault.before(fault.arg);
	if (!fault.fails)
		return false;
	if (fault.err)
		errno = fault.err;
	*result = fault.err ? -1 : 0;
	return true;
}

int __wrap_ioctl(int fd, unsigned long request, void *arg)
{
	int result;

	return fails(FAULT_IOCTL, &result) ? result :
					     __real_ioctl(fd, request, arg);
}

void *__wrap_mmap64(void *addr, size_t size, int prot, int flags, int fd,
		    off_t offset)
{
	int result;

	if (fails(FAULT_MMAP, &result))
		return MAP_FAILED;
	return __real_mmap64(addr, size, prot, flags, fd, offset);
}

int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout)
{
	int result;

	return fails(FAULT_POLL, &result) ? result :
					    __real_poll(fds, n, timeout);
}

ssize_t __wrap_pread64(int fd, void *buf, size_t size, off_t pos)
{
	int result;

	return fails(FAULT_PREAD, &result) ?
		       result : __real_pread64(fd, buf, size, pos);
}

ssize_t __wrap_pwrite64(int fd, const void *buf, size_t size, off_t pos)
{
	int result;

	return fails(FAULT_PWRITE, &result) ?
		       result : __real_pwrite64(fd, buf, size, pos);
}

int fault_each(int (*what)(void *arg), void *arg)
{
	int nth, result;

	for (nth = 1;; nth++) {
		fault_allocation(nth);
		errno = 0;
		result = what(arg);
		if (!fault_happened())
			break;
		assert_int_equal(result, -1);
		assert_int_equal(errno, ENOMEM);
	}
	fault_allocation(0);
	assert_int_equal(result, 0);
	return nth - 1;
}
