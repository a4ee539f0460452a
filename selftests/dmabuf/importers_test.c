// SPDX-License-Identifier: GPL-2.0
/*
 * Two devices that import a view's dma-buf, each with a bounce buffer of its own:
 * QEMU's "edu", which writes, and vgem, the kernel's virtual GPU, which never
 * does, but whose bounce buffer is copied over the memory by each begin. Wants
 * swiotlb=force on the kernel's command line and the driver mview_edu.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "dmabuf.h"
#include "edu.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "vgem.h"

#define SIZE	EDU_SIZE
#define AT	EDU_AT
#define COUNT	EDU_COUNT

NEEDS_EDU(true)

FIXTURE(importers)
{
	int dev;
	int scratch;
	int view;
	int dmabuf;
	int gpu;
	__u32 handle;
	unsigned char bytes[COUNT];
};

/* mview keeps what edu writes, not vgem's bytes, as edu is attached last. */
FIXTURE_SETUP(importers)
{
	self->gpu = vgem_open();
	if (self->gpu < 0)
		SKIP(return, "no vgem");
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->scratch = edu_open(self->dev, "coherent", MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->scratch);
	self->view = view_alloc(self->dev, SIZE, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->dmabuf = view_export(self->view);
	ASSERT_LE(0, self->dmabuf);
	ASSERT_EQ(0, vgem_take(self->gpu, self->dmabuf, &self->handle));
	ASSERT_EQ(0, edu_attach(self->dmabuf, "bidirectional"));
}

FIXTURE_TEARDOWN(importers)
{
	EXPECT_EQ(0, edu_attach(-1, "bidirectional"));
	close(self->gpu);
}

static int edu_writes(FIXTURE_DATA(importers) *self, int value)
{
	return edu_load(self->scratch, value) ||
	       edu_transfer("from_device", "attached", AT, COUNT) ? -1 : 0;
}

/* Are all bytes of that value for who reads them now? */
static bool is_read(FIXTURE_DATA(importers) *self, int value)
{
	return pread(self->view, self->bytes, COUNT, AT) == COUNT &&
	       all_are(self->bytes, value, COUNT);
}

TEST_F(importers, one_that_leaves_leaves_what_it_wrote_to_the_other)
{
	ASSERT_EQ(0, edu_writes(self, 0x71));
	ASSERT_EQ(0, edu_attach(-1, "bidirectional"));
	EXPECT_TRUE(is_read(self, 0x71));
}

TEST_F(importers, one_that_leaves_takes_nothing_from_the_other)
{
	ASSERT_EQ(0, edu_writes(self, 0x72));
	ASSERT_EQ(0, close(self->gpu));
	self->gpu = -1;
	EXPECT_TRUE(is_read(self, 0x72));
}

struct beginner {
	pthread_t thread;
	pid_t tid;
	int dmabuf;
	int result;
};

static void *begin(void *arg)
{
	struct dma_buf_sync sync = { .flags = DMA_BUF_SYNC_READ };
	struct beginner *beginner = arg;

	__atomic_store_n(&beginner->tid, syscall(SYS_gettid), __ATOMIC_RELEASE);
	beginner->result = ioctl(beginner->dmabuf, DMA_BUF_IOCTL_SYNC, &sync);
	return NULL;
}

/* What is written before the fence signals has to be taken after it. */
TEST_F(importers, begin_of_the_dmabuf_takes_bytes_when_the_fence_has_signalled)
{
	struct beginner beginner = { .dmabuf = self->dmabuf };
	unsigned char *map;
	__u32 fence;

	map = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, self->view, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, vgem_fence(self->gpu, self->handle, true, &fence));
	ASSERT_EQ(0, pthread_create(&beginner.thread, NULL, begin, &beginner));
	while (!__atomic_load_n(&beginner.tid, __ATOMIC_ACQUIRE))
		usleep(1000);
	ASSERT_EQ(0, wait_for_sleep(beginner.tid));
	ASSERT_EQ(0, edu_writes(self, 0x73));
	ASSERT_EQ(0, vgem_signal(self->gpu, fence));
	ASSERT_EQ(0, pthread_join(beginner.thread, NULL));
	EXPECT_EQ(0, beginner.result);
	EXPECT_TRUE(all_are(map + AT, 0x73, COUNT));
}

TEST_HARNESS_MAIN
