// SPDX-License-Identifier: GPL-2.0
/* Commands on a view, and what other file descriptors cost. */
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"
#include "memory.h"

#define LOOPS	1000
#define NDIM	4

/* A view of one dimension, and one of four. */
static int flat, cube;

static void slice(void *arg)
{
	static const struct mview_axis axis = {
		.start = 1, .count = 10, .step = 2,
	};

	(void)arg;
	close(memory_slice(flat, &axis, 1));
}

static void slice_cube(void *arg)
{
	static const struct mview_axis axes[NDIM] = {
		{ .start = 1, .count = 7, .step = 2 },
		{ .start = 15, .count = 8, .step = -2 },
		{ .start = 0, .count = 16, .step = 1 },
		{ .start = 4, .count = 4, .step = 3 },
	};

	(void)arg;
	close(memory_slice(cube, axes, NDIM));
}

static void index_cube(void *arg)
{
	static const struct mview_axis axis = {
		.start = 3, .flags = MVIEW_AXIS_INDEX,
	};

	(void)arg;
	close(memory_slice(cube, &axis, 1));
}

static void transpose(void *arg)
{
	struct mview_view_transpose transpose = { .size = sizeof(transpose) };

	(void)arg;
	bench_must(ioctl(cube, MVIEW_VIEW_TRANSPOSE, &transpose),
		   "MVIEW_VIEW_TRANSPOSE");
	close(transpose.fd);
}

static void cast(void *arg)
{
	static const char format = 'I';
	struct mview_view_cast cast = {
		.size = sizeof(cast),
		.format = (uintptr_t)&format,
		.format_len = sizeof(format),
		.flags = MVIEW_CAST_FREE,
	};

	(void)arg;
	bench_must(ioctl(flat, MVIEW_VIEW_CAST, &cast),
		   "MVIEW_VIEW_CAST");
	close(cast.fd);
}

static void readonly(void *arg)
{
	struct mview_view_readonly readonly = { .size = sizeof(readonly) };

	(void)arg;
	bench_must(ioctl(flat, MVIEW_VIEW_READONLY, &readonly),
		   "MVIEW_VIEW_READONLY");
	close(readonly.fd);
}

static void contiguous(void *arg)
{
	struct mview_view_contiguous contiguous = {
		.size = sizeof(contiguous), .order = 'C',
	};

	(void)arg;
	bench_must(ioctl(flat, MVIEW_VIEW_CONTIGUOUS, &contiguous),
		   "MVIEW_VIEW_CONTIGUOUS");
	close(contiguous.fd);
}

static void info(void *arg)
{
	uint64_t shape[NDIM];
	int64_t strides[NDIM];
	char format[8];
	struct mview_layout layout = {
		.size = sizeof(layout),
		.format = (uintptr_t)format,
		.format_len = sizeof(format),
		.ndim = NDIM,
		.shape = (uintptr_t)shape,
		.strides = (uintptr_t)strides,
	};
	struct mview_view_info info = {
		.size = sizeof(info),
		.layout = (uintptr_t)&layout,
	};

	bench_must(ioctl(*(int *)arg, MVIEW_VIEW_INFO, &info),
		   "MVIEW_VIEW_INFO");
}

/* mview's own memory needs no syncing: this measures the bracket alone. */
static void bracket(void *arg)
{
	struct mview_view_sync sync = {
		.size = sizeof(sync), .flags = MVIEW_SYNC_READ,
	};

	(void)arg;
	bench_must(ioctl(flat, MVIEW_VIEW_SYNC, &sync), "MVIEW_VIEW_SYNC");
	sync.flags |= MVIEW_SYNC_END;
	bench_must(ioctl(flat, MVIEW_VIEW_SYNC, &sync), "MVIEW_VIEW_SYNC");
}

static void rejected(void *arg)
{
	(void)arg;
	ioctl(flat, _IO(MVIEW_IOC, 0x7f), 0);
}

static void event(void *arg)
{
	(void)arg;
	close(eventfd(0, EFD_CLOEXEC));
}

static void memfd(void *arg)
{
	(void)arg;
	close(memfd_create("bench", MFD_CLOEXEC));
}

static void dup_flat(void *arg)
{
	(void)arg;
	close(fcntl(flat, F_DUPFD_CLOEXEC, 0));
}

static const struct figure *measure(const char *work, const char *who,
				    void (*run)(void *arg), void *arg)
{
	return bench_measure(work, who, run, arg, LOOPS);
}

void bench_commands(void)
{
	const uint64_t shape[NDIM] = { 16, 16, 16, 16 };
	const struct figure *ours, *bare;

	flat = memory_alloc(MIB, 0);
	cube = memory_alloc_shaped("B", NDIM, shape, 0);

	ours = measure("derive, close", "mview, slice", slice, NULL);
	measure("derive, close", "mview, slice of 4 axes", slice_cube, NULL);
	measure("derive, close", "mview, index", index_cube, NULL);
	measure("derive, close", "mview, transpose", transpose, NULL);
	measure("derive, close", "mview, cast", cast, NULL);
	measure("derive, close", "mview, read-only", readonly, NULL);
	measure("derive, close", "mview, contiguous", contiguous, NULL);
	bare = measure("open, close", "eventfd", event, NULL);
	measure("open, close", "memfd_create", memfd, NULL);
	measure("open, close", "dup", dup_flat, NULL);
	bench_judge("a view derived and closed", ours->median, 7000,
		    "instructions", bare->median, "eventfd");

	ours = measure("describe", "mview, VIEW_INFO", info, &flat);
	measure("describe", "mview, VIEW_INFO of 4 axes", info, &cube);
	measure("begin and end of a sync", "mview, VIEW_SYNC", bracket, NULL);
	bare = measure("describe", "rejected ioctl", rejected, NULL);
	bench_judge("VIEW_INFO", ours->median, 2500, "instructions",
		    bare->median, "rejected ioctl");
	close(flat);
	close(cube);
}
