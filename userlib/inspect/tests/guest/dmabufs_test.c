// SPDX-License-Identifier: GPL-2.0
/* dma-bufs of other processes: found, listed, viewed. */
#include "words.h"

#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/udmabuf.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mview-inspect.h>

#include "holder.h"

#define SIZE	8192

/* A dma-buf whose byte 5000 is 42, or -1. */
static int make_dmabuf(void)
{
	struct udmabuf_create arg = {
		.flags = UDMABUF_FLAGS_CLOEXEC,
		.size = SIZE,
	};
	int device = open("/dev/udmabuf", O_RDWR | O_CLOEXEC), fd;

	if (device < 0)
		return -1;
	arg.memfd = memfd_create("dmabuf", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (ftruncate(arg.memfd, SIZE) ||
	    fcntl(arg.memfd, F_ADD_SEALS, F_SEAL_SHRINK) ||
	    pwrite(arg.memfd, "*", 1, 5000) != 1)
		return -1;
	fd = ioctl(device, UDMABUF_CREATE, &arg);
	close(arg.memfd);
	close(device);
	return fd;
}

static uint64_t inode_of(int fd)
{
	struct stat stat;

	assert_int_equal(fstat(fd, &stat), 0);
	return stat.st_ino;
}

static const struct mview_dmabuf *find(const struct mview_dmabufs *bufs,
				       uint64_t inode)
{
	const struct mview_dmabuf *buf;

	for (buf = bufs->first; buf; buf = buf->next)
		if (buf->inode == inode)
			return buf;
	return NULL;
}

static void check_bytes(struct mview *view)
{
	int64_t index = 5000, value;

	if (!view)
		fail_msg("%s", mview_inspect_error());
	assert_int_equal(mview_nbytes(view), SIZE);
	assert_int_equal(mview_get_i64(view, &index, NULL, &value), 0);
	assert_int_equal(value, '*');
	mview_close(view);
}

static const char *by_inode(uint64_t inode)
{
	static char name[64];

	snprintf(name, sizeof(name), "dmabuf:%llu", (unsigned long long)inode);
	return name;
}

static const char *by_holder(const char *prefix, const struct holder *holder)
{
	static char name[64];

	snprintf(name, sizeof(name), "%s%d/%d", prefix, holder->pid,
		 holder->fd);
	return name;
}

TEST(a_dma_buf_is_listed_with_its_holders)
{
	int fd = make_dmabuf();
	uint64_t inode = inode_of(fd);
	const struct mview_dmabuf *buf;
	struct mview_dmabufs *bufs;
	struct holder holder;

	assert_int_equal(ioctl(fd, DMA_BUF_SET_NAME_B, "scratch"), 0);
	holder = holder_start(fd);
	bufs = mview_dmabufs_find();
	assert_non_null(bufs);
	buf = find(bufs, inode);
	assert_non_null(buf);
	assert_int_equal(buf->nbytes, SIZE);
	assert_string_equal(buf->exporter, "udmabuf");
	assert_string_equal(buf->name, "scratch");
	assert_int_equal(buf->holders->pid, holder.pid);
	assert_int_equal(buf->holders->fd, holder.fd);
	assert_int_equal(buf->holders->fds, 1);
	assert_int_equal(buf->holders->maps, 0);
	assert_string_equal(buf->holders->comm, "dmabufs_test");
	assert_null(buf->holders->next);
	mview_dmabufs_free(bufs);
	holder_end(&holder);
	bufs = mview_dmabufs_find();
	assert_null(find(bufs, inode));
	mview_dmabufs_free(bufs);
}

TEST(it_is_viewed_by_its_inode_and_by_its_holder)
{
	int fd = make_dmabuf();
	uint64_t inode = inode_of(fd);
	struct holder holder = holder_start(fd);
	struct mview *view;

	check_bytes(mview_source_open(by_inode(inode), 0));
	check_bytes(mview_source_open(by_holder("dmabuf:", &holder), 0));
	check_bytes(mview_source_open(by_holder("fd:", &holder), 0));
	view = mview_source_open(by_inode(inode), 0);
	assert_string_equal(mview_kind(view), "dma-buf");
	holder_end(&holder);
	check_bytes(view);
	assert_words(ENOENT, "no process has such a dma-buf",
		     mview_source_open(by_inode(inode), 0));
}

TEST(what_is_written_arrives)
{
	int fd = make_dmabuf(), own = dup(fd);
	struct holder holder = holder_start(fd);
	struct mview *view = mview_source_open(by_holder("dmabuf:", &holder),
					       MVIEW_WRITE);
	unsigned char *map = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, own, 0);
	int64_t index = 7000;

	assert_non_null(view);
	assert_int_equal(mview_set_i64(view, &index, NULL, 99), 0);
	assert_int_equal(map[7000], 99);
	munmap(map, SIZE);
	mview_close(view);
	holder_end(&holder);
	close(own);
}

TEST(without_the_module_it_is_mapped_and_synced)
{
	struct holder holder = holder_start(make_dmabuf());
	const char *name = by_holder("dmabuf:", &holder);
	struct mview *view;

	rename("/dev/mview", "/dev/mview.away");
	view = mview_source_open(name, MVIEW_WRITE);
	rename("/dev/mview.away", "/dev/mview");
	assert_non_null(view);
	assert_string_equal(mview_kind(view), "memory");
	assert_int_equal(mview_sync_begin(view, MVIEW_READ), 0);
	assert_int_equal(mview_sync_end(view), 0);
	check_bytes(view);
	holder_end(&holder);
}

/* The holder of this one has it mapped, and a pipe open. */
static pid_t start_mapper(int fd, int *hold)
{
	int pipes[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe(pipes), 0);
	pid = fork();
	if (!pid) {
		mmap(NULL, SIZE, PROT_READ, MAP_SHARED, fd, 0);
		close(fd);
		close(pipes[1]);
		_exit(read(pipes[0], &byte, 1));
	}
	close(pipes[0]);
	*hold = pipes[1];
	return pid;
}

TEST(one_that_is_only_mapped_is_told)
{
	int fd = make_dmabuf(), hold;
	uint64_t inode = inode_of(fd);
	pid_t pid = start_mapper(fd, &hold);
	const struct mview_dmabuf *buf;
	struct mview_dmabufs *bufs;

	close(fd);
	usleep(200000);
	bufs = mview_dmabufs_find();
	buf = find(bufs, inode);
	assert_non_null(buf);
	assert_int_equal(buf->holders->pid, pid);
	assert_int_equal(buf->holders->fd, -1);
	assert_int_equal(buf->holders->maps, 1);
	mview_dmabufs_free(bufs);
	assert_words(ENXIO, "mapped, but no descriptor",
		     mview_source_open(by_inode(inode), 0));
	close(hold);
	waitpid(pid, NULL, 0);
}

/* A name may hold anything, lines that look like others' too. */
TEST(a_name_does_not_tell_other_things)
{
	int fd = make_dmabuf();
	uint64_t inode = inode_of(fd);
	const struct mview_dmabuf *buf;
	struct mview_dmabufs *bufs;

	ioctl(fd, DMA_BUF_SET_NAME_B, "x\nexp_name:\tliar\nino:\t1");
	bufs = mview_dmabufs_find();
	buf = find(bufs, inode);
	assert_non_null(buf);
	assert_string_equal(buf->exporter, "udmabuf");
	assert_string_equal(buf->name, "x");
	assert_null(find(bufs, 1));
	mview_dmabufs_free(bufs);
	close(fd);
}

TEST(a_view_of_another_process_is_taken_but_not_ended)
{
	struct mview *theirs = mview_alloc(SIZE, NULL, 0, NULL, NULL, 0,
					   MVIEW_WRITE);
	struct holder holder;
	struct mview *view;
	int64_t index = 3, value;

	assert_non_null(theirs);
	assert_int_equal(mview_set_i64(theirs, &index, NULL, 33), 0);
	holder = holder_start(dup(mview_fd(theirs)));
	view = mview_source_open(by_holder("fd:", &holder), 0);
	if (!view)
		fail_msg("%s", mview_inspect_error());
	assert_int_equal(mview_buffer_id(view), mview_buffer_id(theirs));
	assert_int_equal(mview_readonly(view), 1);
	assert_int_equal(mview_get_i64(view, &index, NULL, &value), 0);
	assert_int_equal(value, 33);
	assert_int_equal(mview_release(view), 0);
	mview_close(view);
	assert_int_equal(mview_get_i64(theirs, &index, NULL, &value), 0);
	mview_close(theirs);
	holder_end(&holder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dma_buf_is_listed_with_its_holders),
		cmocka_unit_test(it_is_viewed_by_its_inode_and_by_its_holder),
		cmocka_unit_test(what_is_written_arrives),
		cmocka_unit_test(without_the_module_it_is_mapped_and_synced),
		cmocka_unit_test(one_that_is_only_mapped_is_told),
		cmocka_unit_test(a_name_does_not_tell_other_things),
		cmocka_unit_test(a_view_of_another_process_is_taken_but_not_ended),
	};
	int fd = make_dmabuf();

	if (fd < 0) {
		puts("1..0 # SKIP no udmabuf");
		return 4;
	}
	close(fd);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("dmabufs", tests, NULL, NULL);
}
