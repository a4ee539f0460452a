// SPDX-License-Identifier: GPL-2.0
/*
 * Allocations that fail: each sequence is run with the first, second, ... nth of
 * its allocations failing, until none is left to fail. It then says ENOMEM, or
 * does without, and leaves nothing behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dmabuf.h"
#include "fault.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "user.h"

#define NAME	"failnth_test"
#define OTHER	"failnth_other"
#define MADE	"failnth_made"
#define SIZE	65536
#define MOST	4000	/* allocations of one sequence */

/**
 * struct things - what the sequences work on
 * @dev: /dev/mview
 * @view: a view of four rows
 * @mapped: a view that can be mapped and pinned
 * @dmabuf: a dma-buf, or -1
 */
struct things {
	int dev;
	int view;
	int mapped;
	int dmabuf;
};

/* The sequences return 0 or -1 and errno. */
static int closed(int fd)
{
	return fd < 0 ? -1 : close(fd);
}

static int do_open(__attribute__((unused)) struct things *things)
{
	int dev = dev_open(O_RDWR);

	return dev < 0 ? -1 : close(dev);
}

static int do_view_open(struct things *things)
{
	return closed(view_open(things->dev, NAME, MVIEW_OPEN_WRITE));
}

static int do_slice(struct things *things)
{
	return closed(view_range(things->view, 1, 2, 1));
}

static int do_cast(struct things *things)
{
	return closed(view_cast(things->mapped, "<I", 0, NULL,
				MVIEW_CAST_FREE));
}

static int do_transpose(struct things *things)
{
	return closed(view_transpose(things->view, NULL, 0));
}

static int do_field(struct things *things)
{
	int records = view_cast(things->mapped, "T{<I:a:<I:b:}", 0, NULL,
				MVIEW_CAST_FREE);
	int err;

	if (records < 0)
		return -1;
	err = closed(view_field(records, "b"));
	return closed(records) || err ? -1 : 0;
}

static int do_readonly(struct things *things)
{
	return closed(view_readonly(things->view));
}

static int do_copy(struct things *things)
{
	return closed(view_contiguous(things->view, 'F', 0));
}

/* It lies so already. */
static int do_contiguous(struct things *things)
{
	return closed(view_contiguous(things->view, 'C', 0));
}

static int do_alloc(struct things *things)
{
	return closed(view_alloc(things->dev, SIZE, MVIEW_OPEN_WRITE));
}

static int do_alloc_contiguous(struct things *things)
{
	return closed(view_alloc(things->dev, SIZE, MVIEW_CONTIGUOUS));
}

static int do_import(struct things *things)
{
	struct mview_import_dmabuf import = {
		.size = sizeof(import), .dmabuf_fd = things->dmabuf,
	};

	/* Nothing to do where there is no exporter. */
	if (things->dmabuf < 0)
		return 0;
	return ioctl(things->dev, MVIEW_IMPORT_DMABUF, &import) ? -1 :
	       close(import.fd);
}

static int do_export(struct things *things)
{
	struct mview_view_export_dmabuf export = { .size = sizeof(export) };

	return ioctl(things->mapped, MVIEW_VIEW_EXPORT_DMABUF, &export) ? -1 :
	       close(export.fd);
}

static int do_make(__attribute__((unused)) struct things *things)
{
	return sim_prepare(MADE, NULL) ? -1 : sim_remove(MADE);
}

static int do_info(struct things *things)
{
	struct view_desc desc;

	return view_describe(things->view, &desc);
}

static int do_sync(struct things *things)
{
	if (view_sync(things->view, MVIEW_SYNC_READ))
		return -1;
	return view_sync(things->view, MVIEW_SYNC_READ | MVIEW_SYNC_END);
}

static int do_read(struct things *things)
{
	char data[256];

	return pread(things->view, data, sizeof(data), 0) < 0 ? -1 : 0;
}

static int do_write(struct things *things)
{
	char data[256] = { 0 };

	return pwrite(things->view, data, sizeof(data), 0) < 0 ? -1 : 0;
}

static int do_map(struct things *things)
{
	char *map;
	int i;

	map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
		   things->mapped, 0);
	if (map == MAP_FAILED)
		return -1;
	/* The kernel retries a fault that failed for want of memory. */
	for (i = 0; i < SIZE; i += 4096)
		((volatile char *)map)[i] = 1;
	return munmap(map, SIZE);
}

static int do_poll(struct things *things)
{
	struct pollfd poller = { .fd = things->view, .events = POLLPRI };

	return poll(&poller, 1, 0) < 0 ? -1 : 0;
}

static int do_epoll(struct things *things)
{
	struct epoll_event event = { .events = EPOLLPRI };
	int err, epoll = epoll_create1(EPOLL_CLOEXEC);

	if (epoll < 0)
		return -1;
	err = epoll_ctl(epoll, EPOLL_CTL_ADD, things->view, &event);
	close(epoll);
	return err;
}

static int do_register(__attribute__((unused)) struct things *things)
{
	if (sim_set(OTHER, "live", "1"))
		return -1;
	return sim_set(OTHER, "live", "0");
}

FIXTURE(failing)
{
	struct things things;
	int nth;
};

/* One thing that is done with them. */
struct sequence {
	int (*run)(struct things *things);
};

/*
 * @any_errno: the driver core is in between, which does not pass on why a device
 *	could not be made or bound
 */
FIXTURE_VARIANT(failing)
{
	struct sequence sequence;
	const char *kind;
	bool pinnable;
	bool any_errno;
};

#define FAILING(name, ...)						\
	FIXTURE_VARIANT_ADD(failing, name) { __VA_ARGS__ }

/* clang-format off */
FAILING(open, .sequence.run = do_open, .kind = "kind=pages");
FAILING(view_open, .sequence.run = do_view_open, .kind = "kind=pages");
FAILING(slice, .sequence.run = do_slice, .kind = "kind=pages");
FAILING(cast, .sequence.run = do_cast, .kind = "kind=pages");
FAILING(transpose, .sequence.run = do_transpose, .kind = "kind=pages");
FAILING(field, .sequence.run = do_field, .kind = "kind=pages");
FAILING(readonly, .sequence.run = do_readonly, .kind = "kind=pages");
FAILING(copy, .sequence.run = do_copy, .kind = "kind=pages");
FAILING(contiguous, .sequence.run = do_contiguous, .kind = "kind=pages");
FAILING(alloc, .sequence.run = do_alloc, .kind = "kind=pages");
FAILING(alloc_contiguous, .sequence.run = do_alloc_contiguous,
	.kind = "kind=pages");
FAILING(import, .sequence.run = do_import, .kind = "kind=pages");
FAILING(export, .sequence.run = do_export, .kind = "kind=pages");
FAILING(make, .sequence.run = do_make, .kind = "kind=pages");
FAILING(info, .sequence.run = do_info, .kind = "kind=pages");
FAILING(sync, .sequence.run = do_sync, .kind = "kind=streaming");
FAILING(read, .sequence.run = do_read, .kind = "kind=pages");
FAILING(write, .sequence.run = do_write, .kind = "kind=pages");
FAILING(map_vmalloc, .sequence.run = do_map, .kind = "kind=vmalloc");
FAILING(map_pages, .sequence.run = do_map, .kind = "kind=pages");
FAILING(map_pinnable, .sequence.run = do_map, .kind = "kind=pages",
	.pinnable = true);
/* Not coherent memory: remap_pfn_range() itself warns without a page table. */
FAILING(poll, .sequence.run = do_poll, .kind = "kind=pages");
FAILING(epoll, .sequence.run = do_epoll, .kind = "kind=pages");
FAILING(register_vmalloc, .sequence.run = do_register, .kind = "kind=vmalloc",
	.any_errno = true);
FAILING(register_pages, .sequence.run = do_register, .kind = "kind=pages",
	.any_errno = true);
FAILING(register_kmalloc, .sequence.run = do_register, .kind = "kind=kmalloc",
	.any_errno = true);
FAILING(register_coherent, .sequence.run = do_register, .kind = "kind=coherent",
	.any_errno = true);
FAILING(register_streaming, .sequence.run = do_register,
	.kind = "kind=streaming",
	.any_errno = true);
FAILING(register_streaming_sg, .sequence.run = do_register,
	.kind = "kind=streaming-sg",
	.any_errno = true);
FAILING(register_mmio, .sequence.run = do_register, .kind = "kind=mmio",
	.any_errno = true);
/* clang-format on */

FIXTURE_SETUP(failing)
{
	struct things *things = &self->things;

	self->nth = fail_open();
	if (self->nth < 0 || fault_setup())
		SKIP(return, "this kernel's allocations do not fail at will");
	ASSERT_EQ(0, sim_make(NAME, "shape=4,16384", variant->kind));
	ASSERT_EQ(0, sim_prepare(OTHER, "shape=4,4096", variant->kind));
	things->dev = dev_open(O_RDWR);
	ASSERT_LE(0, things->dev);
	things->view = view_open(things->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, things->view);
	things->mapped = view_open(things->dev, NAME, MVIEW_OPEN_WRITE |
				   (variant->pinnable ? MVIEW_PINNABLE : 0));
	ASSERT_LE(0, things->mapped);
	things->dmabuf = any_dmabuf();
	/* A charge that leaks once makes later allocations fail with EDQUOT. */
	ASSERT_EQ(0, memlock_set(SIZE));
	ASSERT_EQ(0, capability_set(CAP_IPC_LOCK, false));
}

FIXTURE_TEARDOWN(failing)
{
	if (self->nth < 0)
		return;
	close(self->things.dmabuf);
	close(self->things.mapped);
	close(self->things.view);
	EXPECT_EQ(0, sim_remove(OTHER));
	EXPECT_EQ(0, sim_remove(NAME));
	close(self->things.dev);
	close(self->nth);
}

TEST_F_TIMEOUT(failing, is_out_of_memory_and_leaves_nothing, 300)
{
	struct things *things = &self->things;
	int buffers = buffers_count(things->dev), nth, err, error;
	__u64 id = view_buffer_id(things->view);
	long left = 0;

	/* The first run fills caches and the like, which the kernel keeps. */
	ASSERT_EQ(0, variant->sequence.run(things));
	for (nth = 1; !left && nth <= MOST; nth++) {
		ASSERT_EQ(0, fail_nth(self->nth, nth));
		err = variant->sequence.run(things);
		error = errno;
		left = fail_left(self->nth);
		ASSERT_EQ(0, fail_nth(self->nth, 0));
		ASSERT_LE(0, left);
		if (err) {
			EXPECT_TRUE(error == ENOMEM || variant->any_errno) {
				TH_LOG("allocation %d: %s", nth,
				       strerror(error));
			}
			EXPECT_EQ(0, left);
			/* Removing the other buffer may be what failed. */
			sim_set(OTHER, "live", "0");
		}
		EXPECT_EQ(2, buffer_exports(things->dev, id)) {
			TH_LOG("allocation %d", nth);
		}
		EXPECT_EQ(buffers, buffers_count(things->dev));
	}
	EXPECT_LT(0, left);
	TH_LOG("%d allocations", nth - 2);
}

TEST_HARNESS_MAIN
