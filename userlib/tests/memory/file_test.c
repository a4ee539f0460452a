// SPDX-License-Identifier: GPL-2.0
/* Memory that maps a file: what system calls move it. */
#include "test.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include <mview.h>

#include "gone.h"

/* One call moves at most that much, as the kernel at most about 2 GiB. */
static size_t most_moved;

typedef ssize_t move_fn(pid_t pid, const struct iovec *own, unsigned long nown,
			const struct iovec *other, unsigned long nother,
			unsigned long flags);

move_fn __real_process_vm_readv, __wrap_process_vm_readv;
move_fn __real_process_vm_writev, __wrap_process_vm_writev;

static struct iovec at_most(const struct iovec *own)
{
	struct iovec some = *own;

	if (some.iov_len > most_moved)
		some.iov_len = most_moved;
	return some;
}

ssize_t __wrap_process_vm_readv(pid_t pid, const struct iovec *own,
				unsigned long nown, const struct iovec *other,
				unsigned long nother, unsigned long flags)
{
	struct iovec some = at_most(own);

	return __real_process_vm_readv(pid, &some, nown, other, nother, flags);
}

ssize_t __wrap_process_vm_writev(pid_t pid, const struct iovec *own,
				 unsigned long nown, const struct iovec *other,
				 unsigned long nother, unsigned long flags)
{
	struct iovec some = at_most(own);

	return __real_process_vm_writev(pid, &some, nown, other, nother, flags);
}

/**
 * struct mapped - a file of two pages, mapped
 * @size: of it
 * @fd: to make it shorter
 * @bytes: of the mapping
 * @view: of them
 */
struct mapped {
	size_t size;
	int fd;
	unsigned char *bytes;
	struct mview *view;
};

static const struct mview_owner file_owner = { .is_file = true };

static void map(struct mapped *mapped)
{
	size_t i;

	mapped->size = 2 * sysconf(_SC_PAGESIZE);
	mapped->fd = memfd_create("file", MFD_CLOEXEC);
	assert_int_equal(ftruncate(mapped->fd, mapped->size), 0);
	mapped->bytes = mmap(NULL, mapped->size, PROT_READ | PROT_WRITE,
			     MAP_SHARED, mapped->fd, 0);
	assert_true(mapped->bytes != MAP_FAILED);
	for (i = 0; i < mapped->size; i++)
		mapped->bytes[i] = i * 7 + i / 256;
	mapped->view = mview_from_memory(mapped->bytes, mapped->size,
					 MVIEW_WRITE);
	assert_int_equal(mview_set_owner(mapped->view, &file_owner, NULL), 0);
}

static void unmap(struct mapped *mapped)
{
	mview_close(mapped->view);
	munmap(mapped->bytes, mapped->size);
	close(mapped->fd);
}

/* Of every third byte a piece each: many, which such calls end inside of. */
TEST(a_file_is_moved_by_as_many_calls_as_it_takes)
{
	struct mview_range every_third = mview_range(MVIEW_NONE, MVIEW_NONE, 3);
	struct mapped mapped;
	struct mview *third;
	char *bytes;
	size_t i, n;

	map(&mapped);
	bytes = malloc(mapped.size);
	most_moved = 1000;
	assert_int_equal(mview_tobytes(mapped.view, bytes, mapped.size, 'C'),
			 mapped.size);
	assert_memory_equal(bytes, mapped.bytes, mapped.size);
	memset(bytes, 0x5a, mapped.size);
	assert_int_equal(mview_frombytes(mapped.view, bytes, mapped.size), 0);
	assert_memory_equal(bytes, mapped.bytes, mapped.size);

	for (most_moved = 1; most_moved < 100; most_moved += 33) {
		third = mview_slice(mapped.view, &every_third, 1);
		n = (mapped.size + 2) / 3;
		for (i = 0; i < n; i++)
			bytes[i] = i * 11 + most_moved;
		assert_int_equal(mview_frombytes(third, bytes, n), 0);
		for (i = 0; i < mapped.size; i++)
			assert_int_equal((char)mapped.bytes[i],
					 i % 3 ? 0x5a : bytes[i / 3]);
		memset(bytes, 0, n);
		assert_int_equal(mview_tobytes(third, bytes, n, 'C'), n);
		for (i = 0; i < n; i++)
			assert_int_equal(bytes[i], (char)mapped.bytes[3 * i]);
		mview_close(third);
	}
	free(bytes);
	unmap(&mapped);
}

TEST(gone_pages_are_told_behind_those_that_are_there)
{
	struct mapped mapped;
	char *bytes;
	size_t i;

	skip_without_process_vm();
	map(&mapped);
	bytes = calloc(1, mapped.size);
	for (most_moved = 1000; most_moved < 3 * mapped.size;
	     most_moved += mapped.size) {
		memset(bytes, most_moved >> 8, mapped.size);
		assert_int_equal(ftruncate(mapped.fd, mapped.size / 2), 0);
		assert_fails(ENODEV, mview_frombytes(mapped.view, bytes,
						     mapped.size));
		for (i = 0; i < mapped.size / 2; i++)
			assert_int_equal((char)mapped.bytes[i], bytes[i]);
		assert_fails(ENODEV, mview_tobytes(mapped.view, bytes,
						   mapped.size, 'C'));
		assert_int_equal(ftruncate(mapped.fd, mapped.size), 0);
		assert_int_equal(mview_tobytes(mapped.view, bytes,
					       mapped.size, 'C'), mapped.size);
	}
	free(bytes);
	unmap(&mapped);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_moved_by_as_many_calls_as_it_takes),
		cmocka_unit_test(gone_pages_are_told_behind_those_that_are_there),
	};

	return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
