// SPDX-License-Identifier: GPL-2.0
/*
 * libmview's side of the benchmark: reads the name of a piece of work from
 * standard input, does it, and writes the nanoseconds that libmview took, and
 * those of a memcpy() of as many bytes. Memory is as NumPy's is, of big pages
 * where there are any, and is written to before it is timed. With --check it does
 * each piece once, and prints as TAP whether the result is right.
 */
#include <stdbool.h>
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

static void made(struct mview *view)
{
	check(view ? 0 : -1);
	mview_close(view);
}

static void slice(const struct work *work)
{
	const struct mview_range range = mview_range(1, 9, 1);

	(void)work;
	made(mview_slice(src, &range, 1));
}

static void cast(const struct work *work)
{
	(void)work;
	made(mview_cast(src, "i", 0, NULL, 0));
}

static void row(const struct work *work)
{
	const int64_t index = 3;

	(void)work;
	made(mview_index(src, &index, 1));
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

static unsigned int noise(int64_t i)
{
	return (uint32_t)i * 2654435761U >> 8;
}

/* Where in the source's memory element @k of the destination comes from. */
static int64_t place(const struct work *work, int64_t k)
{
	int64_t at = work->offset, stride = mview_itemsize(src);
	int i;

	for (i = work->ndim - 1; i >= 0; i--) {
		at += k % work->shape[i] *
		      (work->strides[0] ? work->strides[i] : stride);
		stride *= work->shape[i];
		k /= work->shape[i];
	}
	return at;
}

static bool is_assigned(const struct work *work)
{
	bool swapped = strcmp(work->format, work->src_format);
	int i, size = mview_itemsize(src);
	int64_t k, n = dst_size / size;

	/* All of the first, and of the others some. */
	for (k = 0; k < n; k += k < MIB ? 1 : 61) {
		const char *from = src_memory + place(work, k);

		for (i = 0; i < size; i++)
			if (dst_memory[k * size + i] !=
			    from[swapped ? size - 1 - i : i])
				return false;
	}
	return true;
}

static bool is_hex(void)
{
	char digits[3];
	size_t i;

	for (i = 0; i < dst_size / 2; i += i < MIB ? 1 : 61) {
		snprintf(digits, sizeof(digits), "%02x",
			 (unsigned char)src_memory[i]);
		if (memcmp(dst_memory + 2 * i, digits, 2))
			return false;
	}
	return true;
}

/* Integers, and as many of the source's type that equal them. */
static bool compares(const struct work *work)
{
	int32_t *numbers = (int32_t *)dst_memory;
	size_t i, n = mview_nbytes(src) / mview_itemsize(src);

	for (i = 0; i < n; i++) {
		numbers[i] = noise(i);
		if (*work->src_format == 'd')
			((double *)src_memory)[i] = numbers[i];
		else
			((int32_t *)src_memory)[i] = numbers[i];
	}
	if (mview_equal(dst, src) != 1)
		return false;
	numbers[n - 1]++;
	return mview_equal(dst, src) == 0;
}

static bool is_right(const struct work *work)
{
	size_t i;

	if (work->run == equal)
		return compares(work);
	for (i = 0; i < work->size; i++)
		src_memory[i] = noise(i);
	work->run(work);
	return work->run == assign ? is_assigned(work) :
	       work->run == hex ? is_hex() : true;
}

static int check_all(void)
{
	const size_t n = sizeof(works) / sizeof(*works);
	int bad = 0;
	size_t i;

	printf("1..%zu\n", n);
	for (i = 0; i < n; i++) {
		bool right;

		begin(&works[i]);
		right = is_right(&works[i]);
		end();
		printf("%sok %zu - %s\n", right ? "" : "not ", i + 1,
		       works[i].name);
		bad |= !right;
	}
	return bad;
}

int main(int argc, char **argv)
{
	const struct work *current = NULL;
	char line[64];
	size_t i;

	if (argc == 2 && !strcmp(argv[1], "--check"))
		return check_all();
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
