// SPDX-License-Identifier: GPL-2.0
/*
 * libmview's side of the benchmark: reads the name of a piece of work from
 * standard input, does it, and writes the nanoseconds that libmview took, and
 * those of a memcpy() of as many bytes. Memory is as NumPy's is, of big pages
 * where there are any, and is written to before it is timed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "mview.h"

#define MAX_DIMS	4
#define PAGE		4096
#define VIEWS		100000	/* made and closed in one go */

/**
 * struct work - a piece of work
 * @name: as compare.py calls it
 * @run: does it once
 * @loops: how often that is timed in one go
 * @format: of the destination, or of the only view
 * @src_format: of the source
 * @ndim: dimensions of both
 * @shape: of both
 * @strides: of the source; 0 for C order
 * @offset: of the source
 * @size: bytes of the source's memory
 */
struct work {
	const char *name;
	void (*run)(const struct work *work);
	int loops;
	const char *format;
	const char *src_format;
	int ndim;
	int64_t shape[MAX_DIMS];
	int64_t strides[MAX_DIMS];
	int64_t offset;
	size_t size;
};

static struct mview *dst, *src;
static char *dst_memory, *src_memory;
static size_t dst_size;

static void check(int result)
{
	if (result < 0) {
		perror("bench");
		exit(1);
	}
}

static void assign(const struct work *work)
{
	check(strcmp(work->format, work->src_format) ?
	      mview_convert(dst, src) : mview_assign(dst, src));
}

static void equal(const struct work *work)
{
	(void)work;
	check(mview_equal(dst, src) - 1);
}

static void hex(const struct work *work)
{
	(void)work;
	check(mview_hex(src, dst_memory, dst_size, 0, 1) < 0 ? -1 : 0);
}

static void slice(const struct work *work)
{
	const struct mview_range range = mview_range(1, 9, 1);

	(void)work;
	mview_close(mview_slice(src, &range, 1));
}

static void cast(const struct work *work)
{
	(void)work;
	mview_close(mview_cast(src, "i", 0, NULL, 0));
}

static void row(const struct work *work)
{
	const int64_t index = 3;

	(void)work;
	mview_close(mview_index(src, &index, 1));
}

#define MIB	(1 << 20)

static const struct work works[] = {
	{ "transpose", assign, 1, "f", "f", 2, { 4096, 4096 }, { 4, 16384 },
	  0, 64 * MIB },
	{ "axes", assign, 1, "f", "f", 4, { 64, 64, 64, 64 },
	  { 4, 16384, 256, 1048576 }, 0, 64 * MIB },
	{ "planar", assign, 3, "B", "B", 3, { 3, 2160, 3840 },
	  { 1, 11520, 3 }, 0, 2160 * 11520 },
	{ "every second", assign, 3, "f", "f", 2, { 2048, 2048 },
	  { 32768, 8 }, 0, 64 * MIB },
	{ "reversed", assign, 1, "f", "f", 1, { 16 * MIB }, { -4 },
	  64 * MIB - 4, 64 * MIB },
	{ "column", assign, 100, "f", "f", 1, { 4096 }, { 16384 }, 0,
	  64 * MIB },
	{ "channel", assign, 1, "H", "H", 1, { 4 * MIB }, { 16 }, 0,
	  64 * MIB },
	{ "byte-swapped", assign, 1, "<i", ">i", 1, { 16 * MIB }, {}, 0,
	  64 * MIB },
	{ "int32 == int32", equal, 1, "i", "i", 1, { 16 * MIB }, {}, 0,
	  64 * MIB },
	{ "int32 == float64", equal, 1, "i", "d", 1, { 4 * MIB }, {}, 0,
	  32 * MIB },
	{ "hex", hex, 1, "B", "B", 1, { 16 * MIB }, {}, 0, 16 * MIB },
	{ "slice", slice, VIEWS, "B", "B", 1, { 4096 }, {}, 0, 4096 },
	{ "cast", cast, VIEWS, "B", "B", 1, { 4096 }, {}, 0, 4096 },
	{ "index", row, VIEWS, "B", "B", 2, { 64, 64 }, {}, 0, 4096 },
};

static char *allocate(size_t size)
{
	char *memory = malloc(size);
	uintptr_t page = ((uintptr_t)memory + PAGE - 1) & ~(PAGE - 1UL);

	if (!memory)
		check(-1);
	if (size >= 4 * MIB)
		madvise((void *)page, size - PAGE, MADV_HUGEPAGE);
	memset(memory, 0, size);
	return memory;
}

static void begin(const struct work *work)
{
	int64_t elements = 1;
	int i;

	for (i = 0; i < work->ndim; i++)
		elements *= work->shape[i];
	src_memory = allocate(work->size);
	src = mview_from_layout(src_memory, work->size, work->src_format,
				work->ndim, work->shape,
				work->strides[0] ? work->strides : NULL,
				work->offset, MVIEW_READ);
	check(src ? 0 : -1);
	dst_size = elements * mview_itemsize(src);
	if (work->run == hex)
		dst_size = 2 * dst_size + 1;
	dst_memory = allocate(dst_size);
	dst = mview_from_layout(dst_memory, dst_size, work->format, work->ndim,
				work->shape, NULL, 0, MVIEW_WRITE);
	check(dst ? 0 : -1);
}

static void end(void)
{
	mview_close(dst);
	mview_close(src);
	free(dst_memory);
	free(src_memory);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

static double time_work(const struct work *work)
{
	double start;
	int i;

	/* The other process had the caches. */
	work->run(work);
	start = now();
	for (i = 0; i < work->loops; i++)
		work->run(work);
	return (now() - start) / work->loops;
}

static double time_memcpy(const struct work *work)
{
	size_t size = dst_size < work->size ? dst_size : work->size;
	int loops = work->loops < VIEWS ? work->loops : 1;
	double start = now();
	int i;

	for (i = 0; i < loops; i++)
		memcpy(dst_memory, src_memory, size);
	return (now() - start) / loops;
}

int main(void)
{
	const struct work *current = NULL;
	char line[64];
	size_t i;

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		for (i = 0; i < sizeof(works) / sizeof(*works); i++) {
			if (strcmp(line, works[i].name) ||
			    &works[i] == current)
				continue;
			if (current)
				end();
			current = &works[i];
			begin(current);
			break;
		}
		if (!current || strcmp(line, current->name)) {
			fprintf(stderr, "bench: no work \"%s\"\n", line);
			return 1;
		}
		/* What is compared is what memcpy() left there: all alike. */
		printf("%.1f ", time_work(current));
		if (current->run == equal)
			printf("0\n");
		else
			printf("%.1f\n", time_memcpy(current));
		fflush(stdout);
	}
	if (current)
		end();
	return 0;
}
