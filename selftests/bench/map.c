// SPDX-License-Identifier: GPL-2.0
/* Map, touch every page, unmap. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench.h"
#include "memory.h"

#define PAGE	4096

/**
 * struct mapped - what is mapped
 * @fd: of what
 * @size: bytes
 * @write: touch by writing, not by reading
 */
struct mapped {
	int fd;
	size_t size;
	bool write;
};

/**
 * struct touched - what came of it
 * @read: by reading; NULL if this machine has no such memory
 * @write: by writing
 */
struct touched {
	const struct figure *read;
	const struct figure *write;
};

static volatile char *map(const struct mapped *mapped)
{
	void *memory = mmap(NULL, mapped->size, PROT_READ | PROT_WRITE,
			    MAP_SHARED, mapped->fd, 0);

	bench_must(memory == MAP_FAILED ? -1 : 0, "mmap");
	return memory;
}

static void touch(const struct mapped *mapped, volatile char *memory)
{
	volatile char *end = memory + mapped->size;

	if (mapped->write)
		for (; memory < end; memory += PAGE)
			*memory = 1;
	else
		for (; memory < end; memory += PAGE)
			(void)*memory;
}

static void map_touch_unmap(void *arg)
{
	const struct mapped *mapped = arg;
	volatile char *memory = map(mapped);

	touch(mapped, memory);
	munmap((void *)memory, mapped->size);
}

/* The sum of the lines of that name in a file below /proc/self, in KiB. */
static long kib(const char *path, const char *name)
{
	long value, sum = 0;
	char line[256];
	FILE *file;

	file = fopen(path, "r");
	bench_must(file ? 0 : -1, path);
	while (fgets(line, sizeof(line), file))
		if (!strncmp(line, name, strlen(name)) &&
		    sscanf(line + strlen(name), ": %ld kB", &value) == 1)
			sum += value;
	fclose(file);
	return sum;
}

static long large(void)
{
	return kib("/proc/self/smaps", "FilePmdMapped") +
	       kib("/proc/self/smaps", "ShmemPmdMapped");
}

static long faults(void)
{
	struct rusage usage;

	bench_must(getrusage(RUSAGE_SELF, &usage), "getrusage");
	return usage.ru_minflt + usage.ru_majflt;
}

/* What the mapping is made of; not timed. */
static void inspect(struct figure *figure, const struct mapped *mapped)
{
	long tables = kib("/proc/self/status", "VmPTE");
	volatile char *memory = map(mapped);
	long before = faults();

	touch(mapped, memory);
	figure->faults = faults() - before;
	figure->tables = kib("/proc/self/status", "VmPTE") - tables;
	figure->large = large();
	munmap((void *)memory, mapped->size);
}

static const char *work_of(const struct mapped *mapped)
{
	if (mapped->size == 4 * MIB)
		return mapped->write ? "map, write, unmap 4 MiB" :
				       "map, read, unmap 4 MiB";
	return mapped->write ? "map, write, unmap 256 MiB" :
			       "map, read, unmap 256 MiB";
}

static const struct figure *measure_one(const char *who, int fd, size_t size,
					bool write)
{
	struct mapped mapped = { fd, size, write };
	struct figure *figure;

	figure = bench_measure(work_of(&mapped), who, map_touch_unmap, &mapped,
			       1);
	inspect(figure, &mapped);
	return figure;
}

static struct touched measure(const char *who, int fd, size_t size)
{
	struct touched touched = {};

	if (fd < 0) {
		bench_note("%s: none here", who);
		return touched;
	}
	touched.read = measure_one(who, fd, size, false);
	touched.write = measure_one(who, fd, size, true);
	close(fd);
	return touched;
}

static struct touched measure_sim(const char *who, const char *kind, int order,
				  uint32_t flags)
{
	int fd = memory_sim(kind, order, 4 * MIB, flags);
	struct touched touched = measure(who, fd, 4 * MIB);

	if (fd >= 0)
		memory_sim_end();
	return touched;
}

/* Compare our dearer way with reads of @peer, its cheaper way. */
static void judge(const char *work, const struct touched *ours, double most,
		  const struct touched *peer)
{
	double read = ours->read->median, write = ours->write->median;

	bench_judge(work, read > write ? read : write, most, "instructions",
		    peer->read->median, peer->read->who);
}

/**
 * struct drivers - memory of drivers, in pieces of 2 MiB where that can be had
 * @vmalloc: of vmalloc_huge()
 * @coherent: of dma_alloc_coherent()
 */
struct drivers {
	struct touched vmalloc;
	struct touched coherent;
};

static struct drivers measure_drivers(void)
{
	struct drivers drivers;

	measure_sim("mview, vmalloc", "vmalloc", 0, 0);
	drivers.vmalloc = measure_sim("mview, vmalloc of 2 MiB", "vmalloc", 9,
				      0);
	measure_sim("mview, pages", "pages", 0, 0);
	measure_sim("mview, pages, pinnable", "pages", 0, MVIEW_PINNABLE);
	measure_sim("mview, 2 MiB pages", "pages", 9, 0);
	measure_sim("mview, 2 MiB pages, pinnable", "pages", 9, MVIEW_PINNABLE);
	drivers.coherent = measure_sim("mview, coherent", "coherent", 0, 0);
	measure_sim("mview, streaming", "streaming", 0, 0);
	return drivers;
}

/**
 * struct rivals - what is compared
 * @ours: mview's own memory
 * @pinnable: the same, for O_DIRECT and the like
 * @memfd: today's
 */
struct rivals {
	struct touched ours;
	struct touched pinnable;
	struct touched memfd;
};

static struct rivals measure_rivals(size_t size)
{
	struct rivals rivals;

	rivals.ours = measure("mview, allocated", memory_alloc(size, 0), size);
	rivals.pinnable = measure("mview, allocated, pinnable",
				  memory_alloc(size, MVIEW_PINNABLE), size);
	rivals.memfd = measure("memfd", memory_memfd(size), size);
	measure("udmabuf", memory_udmabuf(size), size);
	measure("dma-heap", memory_heap(size), size);
	return rivals;
}

void bench_maps(void)
{
	struct rivals few, many;
	struct drivers drivers;

	few = measure_rivals(4 * MIB);
	drivers = measure_drivers();
	many = measure_rivals(256 * MIB);
	judge("map, touch, unmap 4 MiB", &few.ours, 30000, &few.memfd);
	judge("map, touch, unmap 256 MiB", &many.ours, 750000, &many.memfd);
	judge("pinnable, 4 MiB", &few.pinnable, 40000, &few.memfd);
	judge("vmalloc of 2 MiB, 4 MiB", &drivers.vmalloc, 60000, &few.memfd);
	judge("coherent, 4 MiB", &drivers.coherent, 60000, &few.memfd);
}
