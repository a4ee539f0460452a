// SPDX-License-Identifier: GPL-2.0
/*
 * Imports of udmabufs over large pages, which some kernels map wrongly for
 * themselves: no byte may come from, or go to, another page than the right one.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/udmabuf.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define PIECE	(2UL << 20)
#define PIECES	2
#define SIZE	(PIECES * PIECE)
#define PAGE	4096UL
#define POOL	"/proc/sys/vm/nr_hugepages"

FIXTURE(large)
{
	int udmabuf;
	int memfd;
	int dev;
	char *peer;	/* the memory as its own file maps it */
	char *seen;
};

static int hugetlb_memfd(void)
{
	int fd = memfd_create("large", MFD_CLOEXEC | MFD_ALLOW_SEALING |
			      MFD_HUGETLB);

	if (fd >= 0 && (ftruncate(fd, SIZE) ||
			fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK))) {
		close(fd);
		return -1;
	}
	return fd;
}

FIXTURE_SETUP(large)
{
	if (getpagesize() != PAGE || text_write(POOL, "4"))
		SKIP(return, "no hugetlb here");
	self->udmabuf = open("/dev/udmabuf", O_RDWR | O_CLOEXEC);
	self->memfd = hugetlb_memfd();
	if (self->udmabuf < 0 || self->memfd < 0)
		SKIP(return, "no udmabuf or no large pages here");
	self->peer = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			  self->memfd, 0);
	if (self->peer == MAP_FAILED)
		SKIP(return, "no large pages left");
	for (size_t at = 0; at < SIZE; at += PAGE)
		memset(self->peer + at, at / PAGE * 7 + at / PIECE, PAGE);
	self->seen = malloc(SIZE);
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN(large)
{
	munmap(self->peer, SIZE);
	close(self->memfd);
	text_write(POOL, "0");
}

/* A view of a part of the memory; the kernel may not take it for a udmabuf. */
static int import_part(FIXTURE_DATA(large) *self, size_t offset, size_t size)
{
	struct udmabuf_create arg = {
		.memfd = self->memfd,
		.flags = UDMABUF_FLAGS_CLOEXEC,
		.offset = offset,
		.size = size,
	};
	int dmabuf = ioctl(self->udmabuf, UDMABUF_CREATE, &arg);
	int view;

	if (dmabuf < 0)
		return -1;
	view = dmabuf_import(self->dev, dmabuf, MVIEW_OPEN_WRITE);
	close(dmabuf);
	return view;
}

/* read(2) gives the right bytes, or fails with EOPNOTSUPP. */
static void check_read(struct __test_metadata *_metadata,
		       FIXTURE_DATA(large) *self, int view, size_t offset,
		       size_t size)
{
	ssize_t n;

	ASSERT_LE(0, view);
	memset(self->seen, 'x', size);
	n = pread(view, self->seen, size, 0);
	if (n < 0) {
		EXPECT_EQ(EOPNOTSUPP, errno);
		return;
	}
	EXPECT_EQ(size, n);
	EXPECT_EQ(0, memcmp(self->seen, self->peer + offset, size));
}

TEST_F(large, pages_are_read_right_or_not)
{
	check_read(_metadata, self, import_part(self, 0, SIZE), 0, SIZE);
}

TEST_F(large, page_is_read_right_or_not)
{
	check_read(_metadata, self, import_part(self, 3 * PAGE, PAGE), 3 * PAGE,
		   PAGE);
}

/* The part spans two large pages. */
TEST_F(large, pages_of_two_are_read_right_or_not)
{
	check_read(_metadata, self, import_part(self, PIECE - PAGE, 2 * PAGE),
		   PIECE - PAGE, 2 * PAGE);
}

TEST_F(large, pages_are_written_right_or_not)
{
	int view = import_part(self, 0, SIZE);
	char *expected = malloc(SIZE);
	ssize_t n;

	ASSERT_LE(0, view);
	memcpy(expected, self->peer, SIZE);
	n = pwrite(view, "hello", 5, 5 * PAGE - 2);
	EXPECT_TRUE(n == 5 || errno == EOPNOTSUPP);
	if (n == 5)
		memcpy(expected + 5 * PAGE - 2, "hello", 5);
	EXPECT_EQ(0, memcmp(expected, self->peer, SIZE));
}

TEST_F(large, pages_are_mapped)
{
	int view = import_part(self, PAGE, SIZE - PAGE);
	char *map = mmap(NULL, SIZE - PAGE, PROT_READ | PROT_WRITE, MAP_SHARED,
			 view, 0);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(map, self->peer + PAGE, SIZE - PAGE));
	map[PIECE + 5] = 'm';
	EXPECT_EQ('m', self->peer[PAGE + PIECE + 5]);
	munmap(map, SIZE - PAGE);
}

TEST_HARNESS_MAIN
