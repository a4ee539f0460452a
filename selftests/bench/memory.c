// SPDX-License-Identifier: GPL-2.0
/* Memory to measure with, all of it written to before. */
#include "memory.h"

#include <fcntl.h>
#include <linux/dma-heap.h>
#include <linux/udmabuf.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"

#define SIM	"/sys/kernel/config/mview_sim/bench"

/* Write all of the memory, as programs that use it do. */
static void write_all(int fd, size_t size)
{
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			    0);

	bench_must(memory == MAP_FAILED ? -1 : 0, "mmap");
	memset(memory, 1, size);
	munmap(memory, size);
}

static int device(void)
{
	return bench_must(open("/dev/mview", O_RDWR | O_CLOEXEC),
			  "/dev/mview");
}

int memory_alloc_shaped(const char *format, uint32_t ndim,
			const uint64_t *shape, uint32_t flags)
{
	struct mview_layout layout = {
		.size = sizeof(layout),
		.format = (uintptr_t)format,
		.format_len = strlen(format),
		.ndim = ndim,
		.shape = (uintptr_t)shape,
	};
	struct mview_buffer_alloc alloc = {
		.size = sizeof(alloc),
		.flags = MVIEW_OPEN_WRITE | flags,
		.layout = (uintptr_t)&layout,
	};
	int dev = device();

	bench_must(ioctl(dev, MVIEW_BUFFER_ALLOC, &alloc),
		   "MVIEW_BUFFER_ALLOC");
	close(dev);
	return alloc.fd;
}

int memory_alloc(size_t size, uint32_t flags)
{
	const uint64_t shape[] = { size / sizeof(uint16_t) };
	int view = memory_alloc_shaped("H", 1, shape, flags);

	write_all(view, size);
	return view;
}

/* Write to an attribute of the source. */
static int sim_set(const char *name, const char *value)
{
	char path[128];
	ssize_t written;
	int fd;

	snprintf(path, sizeof(path), SIM "/%s", name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	written = write(fd, value, strlen(value));
	close(fd);
	return written < 0 ? -1 : 0;
}

void memory_sim_end(void)
{
	sim_set("live", "0");
	rmdir(SIM);
}

static int sim_open(uint32_t flags)
{
	static const char name[] = "bench";
	struct mview_view_open open = {
		.size = sizeof(open),
		.flags = MVIEW_OPEN_WRITE | flags,
		.name = (uintptr_t)name,
		.name_len = strlen(name),
	};
	int dev = device();
	int err = ioctl(dev, MVIEW_VIEW_OPEN, &open);

	close(dev);
	return err ? -1 : open.fd;
}

int memory_sim(const char *kind, int order, size_t size, uint32_t flags)
{
	char shape[32], digits[16];
	int view = -1;

	snprintf(shape, sizeof(shape), "%zu", size);
	snprintf(digits, sizeof(digits), "%d", order);
	if (mkdir(SIM, 0755))
		return -1;
	if (!sim_set("kind", kind) && !sim_set("order", digits) &&
	    !sim_set("shape", shape) && !sim_set("live", "1"))
		view = sim_open(flags);
	if (view < 0)
		memory_sim_end();
	else
		write_all(view, size);
	return view;
}

int memory_memfd(size_t size)
{
	int fd = memfd_create("bench", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	bench_must(fd, "memfd_create");
	bench_must(ftruncate(fd, size), "ftruncate");
	write_all(fd, size);
	return fd;
}

/* The largest that may be made, in MiB; the kernel's own choice is 64. */
static void udmabuf_allow(size_t size)
{
	static const char path[] =
		"/sys/module/udmabuf/parameters/size_limit_mb";
	FILE *file = fopen(path, "w");

	if (!file)
		return;
	fprintf(file, "%zu\n", size / MIB);
	fclose(file);
}

int memory_udmabuf(size_t size)
{
	struct udmabuf_create create = {
		.flags = UDMABUF_FLAGS_CLOEXEC,
		.size = size,
	};
	int dev, fd;

	dev = open("/dev/udmabuf", O_RDWR | O_CLOEXEC);
	if (dev < 0)
		return -1;
	udmabuf_allow(size);
	create.memfd = memory_memfd(size);
	bench_must(fcntl(create.memfd, F_ADD_SEALS, F_SEAL_SHRINK),
		   "F_ADD_SEALS");
	fd = ioctl(dev, UDMABUF_CREATE, &create);
	close(create.memfd);
	close(dev);
	return fd;
}

int memory_heap(size_t size)
{
	struct dma_heap_allocation_data alloc = {
		.len = size,
		.fd_flags = O_RDWR | O_CLOEXEC,
	};
	int dev, err;

	dev = open("/dev/dma_heap/system", O_RDWR | O_CLOEXEC);
	if (dev < 0)
		return -1;
	err = ioctl(dev, DMA_HEAP_IOCTL_ALLOC, &alloc);
	close(dev);
	if (err)
		return -1;
	write_all(alloc.fd, size);
	return alloc.fd;
}

int memory_import(int dmabuf)
{
	struct mview_import_dmabuf import = {
		.size = sizeof(import),
		.dmabuf_fd = dmabuf,
	};

	int dev = device();

	bench_must(ioctl(dev, MVIEW_IMPORT_DMABUF, &import),
		   "MVIEW_IMPORT_DMABUF");
	close(dev);
	return import.fd;
}

int memory_slice(int view, const struct mview_axis *axes, uint32_t ndim)
{
	struct mview_view_slice slice = {
		.size = sizeof(slice),
		.axes = (uintptr_t)axes,
		.ndim = ndim,
	};

	bench_must(ioctl(view, MVIEW_VIEW_SLICE, &slice), "MVIEW_VIEW_SLICE");
	return slice.fd;
}
