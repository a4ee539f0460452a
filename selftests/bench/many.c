// SPDX-License-Identifier: GPL-2.0
/* A hundred thousand views of one buffer: memory and cost of each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench.h"
#include "memory.h"

#define COUNT	100000
#define GROUP	100	/* made between two looks at the clock */
#define GROUPS	(COUNT / GROUP)
#define SIDE	10	/* groups of the first views, and of the last */

static int cube;
static int fds[COUNT];
static double costs[GROUPS];

static int make_view(void)
{
	static const struct mview_axis axes[4] = {
		{ .start = 1, .count = 7, .step = 2 },
		{ .start = 15, .count = 8, .step = -2 },
		{ .start = 0, .count = 16, .step = 1 },
		{ .start = 4, .count = 4, .step = 3 },
	};

	return memory_slice(cube, axes, 4);
}

static int make_memfd(void)
{
	return bench_must(memfd_create("bench", MFD_CLOEXEC), "memfd_create");
}

/* The sum of the lines of that name in a file, as the kernel counts. */
static long count(const char *path, const char *name)
{
	char line[256], format[64];
	long value, sum = 0;
	FILE *file;

	snprintf(format, sizeof(format), " %s %%ld", name);
	file = fopen(path, "r");
	bench_must(file ? 0 : -1, path);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, format, &value) == 1)
			sum += value;
	fclose(file);
	return sum;
}

/* Free pages, with those that processors keep at hand. */
static long unused(void)
{
	return count("/proc/zoneinfo", "nr_free_pages") +
	       count("/proc/zoneinfo", "count:");
}

static long slab(void)
{
	return count("/proc/meminfo", "Slab:");
}

/**
 * struct weight - what each of many takes
 * @bytes: of all the machine's memory
 * @slab: of that, small objects
 */
struct weight {
	double bytes;
	double slab;
};

/* Allocate the array and the table of descriptors before weighing. */
static void prepare(void)
{
	const struct rlimit limit = { 2 * COUNT, 2 * COUNT };

	bench_must(setrlimit(RLIMIT_NOFILE, &limit), "RLIMIT_NOFILE");
	memset(fds, 0xff, sizeof(fds));
	memset(costs, 0, sizeof(costs));
	close(bench_must(dup2(cube, COUNT + 100), "dup2"));
}

static void make_all(int (*make)(void))
{
	double start;
	int i, group;

	for (group = 0; group < GROUPS; group++) {
		start = bench_now();
		for (i = 0; i < GROUP; i++)
			fds[group * GROUP + i] = make();
		costs[group] = (bench_now() - start) / GROUP;
	}
}

static struct weight weigh(int (*make)(void))
{
	long pages = unused(), kib = slab();
	struct weight weight;
	int i;

	make_all(make);
	weight.bytes = (pages - unused()) * (double)getpagesize() / COUNT;
	weight.slab = (slab() - kib) * 1024.0 / COUNT;
	for (i = 0; i < COUNT; i++)
		close(fds[i]);
	/* The kernel frees closed files a little later. */
	sleep(2);
	return weight;
}

void bench_many(void)
{
	const uint64_t shape[] = { 16, 16, 16, 16 };
	const struct figure *first, *last;
	struct weight views, memfds;

	cube = memory_alloc_shaped("B", 4, shape, 0);
	sleep(2);
	prepare();
	views = weigh(make_view);
	first = bench_figure("100,000 slices of 4 axes", "mview, the first 1,000",
			     costs, SIDE);
	last = bench_figure("100,000 slices of 4 axes", "mview, the last 1,000",
			    costs + GROUPS - SIDE, SIDE);
	memfds = weigh(make_memfd);
	bench_note("100,000 views: %.0f bytes each, of which slab %.0f; memfds: %.0f and %.0f",
		   views.bytes, views.slab, memfds.bytes, memfds.slab);
	bench_judge("100,000 views, each", views.bytes, 800, "bytes",
		    memfds.bytes, "memfd");
	bench_judge("the last 1,000 of them", last->median,
		    1.1 * first->median, "instructions", first->median,
		    "the first 1,000");
	close(cube);
}
