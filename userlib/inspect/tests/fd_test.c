// SPDX-License-Identifier: GPL-2.0
/* fd: what processes hold. */
#include "test.h"

#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mview-inspect.h>

#include "gone.h"
#include "holder.h"
#include "words.h"

#define SIZE	10000

/* Bytes 0, 1, 2, ... 250, 0, ... */
static int memfd(void)
{
	int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	unsigned char bytes[SIZE];
	int i;

	for (i = 0; i < SIZE; i++)
		bytes[i] = i % 251;
	assert_int_equal(write(fd, bytes, SIZE), SIZE);
	return fd;
}

/* fd:PID/FD of @holder and what is behind it */
static const char *name_of(const struct holder *holder, const char *part)
{
	static char name[64];

	snprintf(name, sizeof(name), "fd:%d/%d%s", holder->pid, holder->fd,
		 part);
	return name;
}

static int64_t at(struct mview *view, int64_t i)
{
	int64_t value;

	assert_int_equal(mview_get_i64(view, &i, NULL, &value), 0);
	return value;
}

TEST(a_memfd_of_another_process_is_bytes)
{
	struct holder holder = holder_start(memfd());
	struct mview *view = mview_source_open(name_of(&holder, ""), 0);

	assert_non_null(view);
	assert_int_equal(mview_nbytes(view), SIZE);
	assert_string_equal(mview_format(view), "B");
	assert_int_equal(mview_readonly(view), 1);
	assert_int_equal(at(view, 9999), 9999 % 251);
	mview_close(view);
	holder_end(&holder);
}

TEST(a_part_begins_and_ends_anywhere)
{
	struct holder holder = holder_start(memfd());
	struct mview *view = mview_source_open(name_of(&holder, "@0x1001+3"), 0);

	assert_non_null(view);
	assert_int_equal(mview_nbytes(view), 3);
	assert_int_equal(at(view, 0), 0x1001 % 251);
	assert_int_equal(at(view, 2), 0x1003 % 251);
	mview_close(view);
	view = mview_source_open(name_of(&holder, "@9999+1"), 0);
	assert_int_equal(at(view, 0), 9999 % 251);
	mview_close(view);
	holder_end(&holder);
}

TEST(a_part_that_is_not_there_is_refused)
{
	struct holder holder = holder_start(memfd());

	assert_words(ERANGE, "10000 bytes",
		     mview_source_open(name_of(&holder, "@9999+2"), 0));
	assert_words(ERANGE, "10000 bytes",
		     mview_source_open(name_of(&holder, "@0x7fffffffffff+1"), 0));
	holder_end(&holder);
}

static void assert_gone(int64_t result)
{
	assert_int_equal(result, -1);
	assert_int_equal(errno, ENODEV);
}

/* What is left is as it was, and what is gone is an error, not a signal. */
TEST(a_file_that_is_made_shorter_has_no_such_element)
{
	int fd = memfd(), own = dup(fd);
	struct holder holder = holder_start(fd);
	struct mview *view = mview_source_open(name_of(&holder, "@1+9999"),
					       MVIEW_WRITE);
	struct mview_range all = mview_range(MVIEW_NONE, MVIEW_NONE, -33);
	struct mview_range part = mview_range(0, 4000, 33);
	struct mview *sparse, *left;
	int64_t last = 9998, value;
	char bytes[SIZE];

	skip_without_process_vm();
	assert_non_null(view);
	sparse = mview_slice(view, &all, 1);
	left = mview_slice(view, &part, 1);
	assert_int_equal(mview_tobytes(sparse, bytes, SIZE, 'C'), 303);
	assert_int_equal((unsigned char)bytes[0], 9999 % 251);
	assert_int_equal(ftruncate(own, 4096), 0);
	assert_int_equal(at(view, 4000), 4001 % 251);
	assert_int_equal(mview_tobytes(left, bytes, SIZE, 'C'), 122);
	assert_int_equal((unsigned char)bytes[1], 34);
	assert_gone(mview_get_i64(view, &last, NULL, &value));
	assert_gone(mview_set_i64(view, &last, NULL, 1));
	assert_gone(mview_tobytes(view, bytes, SIZE, 'C'));
	assert_gone(mview_tobytes(sparse, bytes, SIZE, 'C'));
	assert_gone(mview_frombytes(sparse, bytes, 303));
	mview_close(left);
	mview_close(sparse);
	mview_close(view);
	close(own);
	holder_end(&holder);
}

TEST(a_pointer_into_a_file_that_is_made_shorter_can_be_guarded)
{
	int fd = memfd(), own = dup(fd);
	struct holder holder = holder_start(fd);
	struct mview *view = mview_source_open(name_of(&holder, ""), 0);
	volatile unsigned char *bytes = mview_map(view);
	struct mview_guard guard;

	skip_without_fault_addresses();
	assert_non_null(bytes);
	mview_guard_begin(&guard, view);
	assert_int_equal(bytes[9999], 9999 % 251);
	assert_int_equal(mview_guard_end(&guard), 0);
	assert_int_equal(ftruncate(own, 0), 0);
	mview_guard_begin(&guard, view);
	assert_int_equal(mview_tobytes(view, (char[SIZE]) { 0 }, SIZE, 'C'), SIZE);
	assert_int_equal(bytes[9999], 0);
	assert_gone(mview_guard_end(&guard));
	assert_gone(mview_tobytes(view, (char[SIZE]) { 0 }, SIZE, 'C'));
	assert_int_equal(mview_unmap(view), 0);
	assert_null(mview_map(view));
	assert_int_equal(errno, ENODEV);
	mview_close(view);
	close(own);
	holder_end(&holder);
}

TEST(what_is_written_arrives)
{
	int fd = memfd(), own = dup(fd);
	struct holder holder = holder_start(fd);
	struct mview *view = mview_source_open(name_of(&holder, ""),
					       MVIEW_WRITE);
	int64_t index = 5000;
	char byte;

	assert_non_null(view);
	assert_int_equal(mview_set_i64(view, &index, NULL, 99), 0);
	assert_int_equal(pread(own, &byte, 1, 5000), 1);
	assert_int_equal(byte, 99);
	mview_close(view);
	close(own);
	holder_end(&holder);
}

TEST(the_view_outlives_the_process)
{
	struct holder holder = holder_start(memfd());
	struct mview *view = mview_source_open(name_of(&holder, ""), 0);
	struct mview *other;

	holder_end(&holder);
	other = mview_from_view(view);
	mview_close(view);
	assert_int_equal(at(other, 300), 300 % 251);
	mview_close(other);
}

static int open_descriptors(void)
{
	int fd, n = 0;

	for (fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

TEST(nothing_is_left_open_or_mapped)
{
	struct holder holder = holder_start(memfd());
	struct mview_array array;
	struct mview *view;
	int before = open_descriptors();
	unsigned char resident;

	view = mview_source_open(name_of(&holder, ""), 0);
	assert_int_equal(open_descriptors(), before);
	assert_int_equal(mview_get_array(view, &array), 0);
	mview_unmap(view);
	assert_int_equal(mincore(array.buf, 1, &resident), 0);
	mview_close(view);
	assert_fails(ENOMEM, mincore(array.buf, 1, &resident));
	mview_source_open(name_of(&holder, "@9999+2"), 0);
	assert_int_equal(open_descriptors(), before);
	holder_end(&holder);
}

TEST(an_empty_file_is_an_empty_view)
{
	struct holder holder = holder_start(memfd_create("empty", MFD_CLOEXEC));
	struct mview *view = mview_source_open(name_of(&holder, ""), 0);

	assert_non_null(view);
	assert_int_equal(mview_nbytes(view), 0);
	mview_close(view);
	holder_end(&holder);
}

TEST(a_sealed_memfd_can_be_read)
{
	int fd = memfd();
	struct holder holder;
	struct mview *view;

	assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), 0);
	holder = holder_start(fd);
	view = mview_source_open(name_of(&holder, ""), 0);
	assert_non_null(view);
	assert_int_equal(at(view, 7), 7);
	mview_close(view);
	assert_words(EPERM, "sealed",
		     mview_source_open(name_of(&holder, ""), MVIEW_WRITE));
	holder_end(&holder);
}

TEST(a_file_that_is_read_only_is_not_written)
{
	struct holder holder = holder_start(open("/proc/self/exe", O_RDONLY));
	struct mview *view = mview_source_open(name_of(&holder, ""), 0);

	assert_non_null(view);
	assert_int_equal(at(view, 1), 'E');
	mview_close(view);
	assert_words(EACCES, "not open for reading and writing",
		     mview_source_open(name_of(&holder, ""), MVIEW_WRITE));
	holder_end(&holder);
}

static int io_uring(void)
{
	struct io_uring_params params = { .flags = 0 };

	return syscall(SYS_io_uring_setup, 8, &params);
}

/* Its rings have an array of 16 completions behind the head, of 16 bytes each. */
TEST(the_rings_of_io_uring_are_mapped)
{
	int fd = io_uring();
	struct holder holder;
	struct mview *view;

	/* Where containers are forbidden to */
	if (fd < 0)
		return;
	holder = holder_start(fd);
	assert_words(EINVAL, "@0x10000000+",
		     mview_source_open(name_of(&holder, ""), 0));
	view = mview_source_open(name_of(&holder, "@0x10000000+512"), 0);
	assert_non_null(view);
	assert_int_equal(mview_nbytes(view), 512);
	assert_int_equal(at(view, 511), 0);
	mview_close(view);
	holder_end(&holder);
}

TEST(what_cannot_be_mapped_is_told)
{
	struct holder holder;
	int pipes[2];

	assert_int_equal(pipe(pipes), 0);
	holder = holder_start(pipes[0]);
	assert_words(ENODEV, "pipe:",
		     mview_source_open(name_of(&holder, ""), 0));
	assert_words(ENODEV, "pipe:",
		     mview_source_open(name_of(&holder, "@0+4096"), 0));
	holder_end(&holder);
	close(pipes[1]);
	holder = holder_start(socket(AF_UNIX, SOCK_STREAM, 0));
	assert_words(EINVAL, "@OFFSET+LENGTH",
		     mview_source_open(name_of(&holder, ""), 0));
	holder_end(&holder);
}

TEST(a_process_or_descriptor_that_is_gone_is_told)
{
	struct holder holder = holder_start(memfd());
	char name[64];

	snprintf(name, sizeof(name), "fd:%d/999", holder.pid);
	assert_words(ENOENT, "has no descriptor 999",
		     mview_source_open(name, 0));
	holder_end(&holder);
	assert_words(ESRCH, "there is no process",
		     mview_source_open(name_of(&holder, ""), 0));
}

TEST(what_is_no_dma_buf_is_told)
{
	struct holder holder = holder_start(memfd());
	char name[64];

	snprintf(name, sizeof(name), "dmabuf:%d/%d", holder.pid, holder.fd);
	assert_words(EINVAL, "memfd:test", mview_source_open(name, 0));
	holder_end(&holder);
}

/* In a process of nobody's. */
static int opens_as_nobody(const char *name)
{
	if (syscall(SYS_setresuid, 65534, 65534, 65534))
		return 1;
	if (mview_source_open(name, 0) || errno != EPERM)
		return 2;
	return strstr(mview_inspect_error(), "CAP_SYS_PTRACE") ? 0 : 3;
}

TEST(without_the_right_it_is_told_which_one)
{
	struct holder holder;
	int status;
	pid_t pid;

	if (getuid())
		return;
	holder = holder_start(memfd());
	pid = fork();
	if (!pid)
		_exit(opens_as_nobody(name_of(&holder, "")));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	holder_end(&holder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_memfd_of_another_process_is_bytes),
		cmocka_unit_test(a_part_begins_and_ends_anywhere),
		cmocka_unit_test(a_part_that_is_not_there_is_refused),
		cmocka_unit_test(a_file_that_is_made_shorter_has_no_such_element),
		cmocka_unit_test(a_pointer_into_a_file_that_is_made_shorter_can_be_guarded),
		cmocka_unit_test(what_is_written_arrives),
		cmocka_unit_test(the_view_outlives_the_process),
		cmocka_unit_test(nothing_is_left_open_or_mapped),
		cmocka_unit_test(an_empty_file_is_an_empty_view),
		cmocka_unit_test(a_sealed_memfd_can_be_read),
		cmocka_unit_test(a_file_that_is_read_only_is_not_written),
		cmocka_unit_test(the_rings_of_io_uring_are_mapped),
		cmocka_unit_test(what_cannot_be_mapped_is_told),
		cmocka_unit_test(a_process_or_descriptor_that_is_gone_is_told),
		cmocka_unit_test(what_is_no_dma_buf_is_told),
		cmocka_unit_test(without_the_right_it_is_told_which_one),
	};

	return cmocka_run_group_tests_name("fd", tests, NULL, NULL);
}
