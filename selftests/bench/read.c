// SPDX-License-Identifier: GPL-2.0
/* read(2) and write(2) of views, beside loops over mappings, and a memfd. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"
#include "memory.h"

/* Bytes that are read; every second element of twice as much memory. */
#define SIZE	MIB
#define COUNT	(SIZE / sizeof(uint16_t))

/* A view of all of the memory, of every second element, and another file. */
static int whole, second, memfd;
static uint16_t *packed;

static void read_second(void *arg)
{
	(void)arg;
	bench_must(pread(second, packed, SIZE, 0) - (ssize_t)SIZE, "pread");
}

static void write_second(void *arg)
{
	(void)arg;
	bench_must(pwrite(second, packed, SIZE, 0) - (ssize_t)SIZE, "pwrite");
}

static void read_whole(void *arg)
{
	(void)arg;
	bench_must(pread(whole, packed, SIZE, 0) - (ssize_t)SIZE, "pread");
}

static void read_few(void *arg)
{
	(void)arg;
	bench_must(pread(whole, packed, 64, 0) - 64, "pread");
}

static void read_few_memfd(void *arg)
{
	(void)arg;
	bench_must(pread(memfd, packed, 64, 0) - 64, "pread");
}

static void read_memfd(void *arg)
{
	(void)arg;
	bench_must(pread(memfd, packed, SIZE, 0) - (ssize_t)SIZE, "pread");
}

static uint16_t *map_whole(void)
{
	uint16_t *memory = mmap(NULL, 2 * SIZE, PROT_READ | PROT_WRITE,
				MAP_SHARED, whole, 0);

	bench_must(memory == MAP_FAILED ? -1 : 0, "mmap");
	return memory;
}

/* Arguments, since programs don't know the shape when compiled. */
__attribute__((noinline)) static void gather(uint16_t *dst, const uint16_t *src,
					     size_t count, size_t step)
{
	size_t i;

	for (i = 0; i < count; i++)
		dst[i] = src[i * step];
}

static void gather_mapped(void *arg)
{
	gather(packed, arg, COUNT, 2);
}

static void map_gather_unmap(void *arg)
{
	uint16_t *memory = map_whole();

	gather_mapped(memory);
	munmap(memory, 2 * SIZE);
	(void)arg;
}

/* Both ways give the same. */
static void compare(uint16_t *memory)
{
	size_t i;

	for (i = 0; i < 2 * COUNT; i++)
		memory[i] = i * 40503;
	memset(packed, 0, SIZE);
	read_second(NULL);
	for (i = 0; i < COUNT; i++) {
		if (packed[i] == memory[2 * i])
			continue;
		fprintf(stderr, "bench: element %zu is wrong\n", i);
		exit(2);
	}
}

void bench_reads(void)
{
	const struct mview_axis axis = {
		.start = 0, .count = COUNT, .step = 2,
	};
	const char *work = "read 1 MiB, every second uint16";
	const struct figure *ours, *peer;
	uint16_t *memory;

	whole = memory_alloc(2 * SIZE, 0);
	second = memory_slice(whole, &axis, 1);
	memfd = memory_memfd(SIZE);
	packed = malloc(SIZE);
	memory = map_whole();
	compare(memory);

	ours = bench_measure(work, "mview, read", read_second, NULL, 1);
	peer = bench_measure(work, "map, loop, unmap", map_gather_unmap, NULL,
			     1);
	bench_measure(work, "loop over what is mapped", gather_mapped, memory,
		      1);
	bench_measure("write 1 MiB, every second uint16", "mview, write",
		      write_second, NULL, 1);
	bench_measure("read 1 MiB", "mview, read", read_whole, NULL, 1);
	bench_measure("read 1 MiB", "memfd, read", read_memfd, NULL, 1);
	bench_measure("read 64 bytes", "mview, read", read_few, NULL, 1000);
	bench_measure("read 64 bytes", "memfd, read", read_few_memfd, NULL,
		      1000);
	bench_judge(work, ours->median, 1.3 * peer->median, "instructions",
		    peer->median, peer->who);
	munmap(memory, 2 * SIZE);
	free(packed);
	close(memfd);
	close(second);
	close(whole);
}
