// SPDX-License-Identifier: GPL-2.0
/*
 * Assignment: random layouts and shapes that have a path of their own, against
 * a loop over the elements, with and without the machine's vectors.
 */
#include "test.h"

#include <stdlib.h>

#include "core/assign.h"

#include "bytes/elements.h"
#include "fast/simd.h"

#define ROUNDS	3000

/* One side: a layout, and the memory that its extent fits into. */
struct side {
	int64_t shape[MV_NDIM_MAX];
	int64_t strides[MV_NDIM_MAX];
	struct mv_layout layout;
	size_t size;
	unsigned char *bytes;
};

static uint64_t state_of_random = 1;

static uint64_t random_below(uint64_t n)
{
	state_of_random ^= state_of_random << 13;
	state_of_random ^= state_of_random >> 7;
	state_of_random ^= state_of_random << 17;
	return state_of_random % n;
}

/* Memory of the extent's size, to the byte, so that ASan sees what leaves it. */
static void side_alloc(struct side *side)
{
	struct mv_extent extent;
	size_t i;

	side->layout.offset = 0;
	extent = mv_layout_extent(&side->layout);
	side->layout.offset = -extent.lo;
	side->size = extent.hi - extent.lo;
	side->bytes = malloc(side->size ? side->size : 1);
	for (i = 0; i < side->size; i++)
		side->bytes[i] = random_below(256);
}

static void side_init(struct side *side, int ndim, const int64_t *shape,
		      int64_t itemsize)
{
	side->layout = (struct mv_layout) {
		.format = "B",
		.format_len = 1,
		.ndim = ndim,
		.itemsize = itemsize,
		.shape = side->shape,
		.strides = side->strides,
	};
	if (ndim)
		memcpy(side->shape, shape, ndim * sizeof(*shape));
	mv_layout_strides(&side->layout);
}

/* C order of the axes in another order, some reversed, some with gaps. */
static void side_shuffle(struct side *side)
{
	int64_t stride = side->layout.itemsize;
	uint32_t order[MV_NDIM_MAX], i, at, ndim = side->layout.ndim;

	for (i = 0; i < ndim; i++) {
		at = random_below(i + 1);
		order[i] = order[at];
		order[at] = i;
	}
	for (i = 0; i < ndim; i++) {
		if (!random_below(4))
			stride *= 1 + random_below(3);
		if (!random_below(8))
			stride += random_below(70);
		side->strides[order[i]] = random_below(4) ? stride : -stride;
		stride *= side->shape[order[i]] ? side->shape[order[i]] : 1;
	}
}

/* The address of each element in C order, one after the other. */
static unsigned char *element(const struct side *side, const int64_t *index)
{
	unsigned char *at = side->bytes + side->layout.offset;
	uint32_t i;

	for (i = 0; i < side->layout.ndim; i++)
		at += index[i] * side->layout.strides[i];
	return at;
}

static bool next_index(const struct mv_layout *layout, int64_t *index)
{
	uint32_t i;

	for (i = layout->ndim; i-- > 0;) {
		if (++index[i] < layout->shape[i])
			return true;
		index[i] = 0;
	}
	return false;
}

static void copy_naively(unsigned char *bytes, const struct side *dst,
			 const struct side *src)
{
	int64_t index[MV_NDIM_MAX] = {};

	if (!mv_layout_nbytes(&dst->layout))
		return;
	do
		memcpy(bytes + (element(dst, index) - dst->bytes),
		       element(src, index), dst->layout.itemsize);
	while (next_index(&dst->layout, index));
}

static void copy_plainly(struct side *dst, const struct side *src)
{
	struct mv_assign assign;
	struct mv_plane plane;

	mv_assign_init(&assign, dst->bytes, &dst->layout, src->bytes,
		       &src->layout);
	while (mv_assign_next(&assign, &plane))
		mv_plane_copy(&plane);
	assert_false(mv_assign_next(&assign, &plane));
}

/* Every path gives what the loop gives, the bytes between included. */
static void check_pair(struct side *dst, const struct side *src)
{
	unsigned char *want = malloc(dst->size + 1);
	unsigned char *before = malloc(dst->size + 1);
	int level;

	memcpy(want, dst->bytes, dst->size);
	memcpy(before, dst->bytes, dst->size);
	copy_naively(want, dst, src);
	copy_plainly(dst, src);
	assert_memory_equal(dst->bytes, want, dst->size);
	for (level = SIMD_NONE; level <= SIMD_AVX2; level++) {
		memcpy(dst->bytes, before, dst->size);
		simd_limit(level);
		elements_copy((char *)dst->bytes, &dst->layout,
			      (char *)src->bytes, &src->layout);
		assert_memory_equal(dst->bytes, want, dst->size);
	}
	free(before);
	free(want);
}

static void check_and_free(struct side *dst, struct side *src)
{
	side_alloc(dst);
	side_alloc(src);
	check_pair(dst, src);
	free(dst->bytes);
	free(src->bytes);
}

static const int64_t itemsizes[] = { 1, 2, 4, 8, 16, 3, 12, 24 };

TEST(random_layouts)
{
	struct side dst, src;
	int64_t shape[6], itemsize;
	int i, k, ndim;

	for (i = 0; i < ROUNDS; i++) {
		itemsize = itemsizes[random_below(COUNT_OF(itemsizes))];
		ndim = random_below(6);
		for (k = 0; k < ndim; k++)
			shape[k] = random_below(20) ? 1 + random_below(7) : 0;
		if (ndim && ndim < 3)
			shape[random_below(ndim)] *= 1 + random_below(40);
		side_init(&dst, ndim, shape, itemsize);
		side_init(&src, ndim, shape, itemsize);
		side_shuffle(&dst);
		if (random_below(3))
			side_shuffle(&src);
		check_and_free(&dst, &src);
	}
}

/* The two last axes exchanged, around the sizes of squares and tiles. */
TEST(transposes)
{
	static const int64_t lengths[] = { 2, 15, 16, 17, 64, 65, 130, 300 };
	struct side dst, src;
	size_t i, j, k;

	for (k = 0; k < COUNT_OF(itemsizes); k++) {
		for (i = 0; i < COUNT_OF(lengths); i++) {
			for (j = 0; j < COUNT_OF(lengths); j++) {
				int64_t size = itemsizes[k];
				int64_t shape[] = { lengths[i], lengths[j] };

				side_init(&dst, 2, shape, size);
				side_init(&src, 2, shape, size);
				src.strides[0] = size;
				src.strides[1] = size * shape[0];
				check_and_free(&dst, &src);
			}
		}
	}
}

/* Big enough to be written past the cache, at any place in a line. */
TEST(big_transposes)
{
	struct side dst, src;
	int64_t at;
	size_t k;

	for (k = 0; k < 5; k++) {
		for (at = 0; at < 64; at += 12) {
			int64_t size = itemsizes[k];
			int64_t shape[] = { (1 << 20) / size / 512 + 3, 512 };

			side_init(&dst, 2, shape, size);
			side_init(&src, 2, shape, size);
			src.strides[0] = size;
			src.strides[1] = size * shape[0];
			side_alloc(&dst);
			side_alloc(&src);
			dst.bytes = realloc(dst.bytes, dst.size + at);
			dst.layout.offset += at;
			dst.size += at;
			memset(dst.bytes, 1, dst.size);
			check_pair(&dst, &src);
			free(dst.bytes);
			free(src.bytes);
		}
	}
}

/* Few values side by side to planes of them, and back. */
TEST(interleaved_values)
{
	struct side planes, pixels;
	int64_t ways, n, size;

	for (ways = 2; ways <= 5; ways++) {
		for (size = 1; size <= 8; size *= 2) {
			for (n = 1; n < 150; n += 37) {
				int64_t shape[] = { ways, n };

				side_init(&planes, 2, shape, size);
				side_init(&pixels, 2, shape, size);
				pixels.strides[0] = size;
				pixels.strides[1] = size * ways;
				check_and_free(&planes, &pixels);
				check_and_free(&pixels, &planes);
			}
		}
	}
}

TEST(steps_in_a_row)
{
	static const int64_t steps[] = {
		1, 2, 3, 4, 5, 8, -1, -2, 300, -300, 0,
	};
	struct side dst, src;
	int64_t n, size;
	size_t i, j;

	for (i = 0; i < COUNT_OF(steps); i++) {
		for (j = 0; j < COUNT_OF(steps) - 1; j++) {
			for (size = 1; size <= 16; size *= 2) {
				for (n = 1; n < 100; n += 49) {
					side_init(&dst, 1, &n, size);
					side_init(&src, 1, &n, size);
					src.strides[0] = size * steps[i];
					dst.strides[0] = size * steps[j];
					check_and_free(&dst, &src);
				}
			}
		}
	}
}

/* Through so much memory that it is worth looking ahead. */
TEST(wide_steps_in_a_row)
{
	static const int64_t steps[] = { 16, -16, 100, 4096, -5000 };
	struct side dst, src;
	int64_t n, size;
	size_t i;

	for (i = 0; i < COUNT_OF(steps); i++) {
		for (size = 1; size <= 16; size *= 2) {
			n = (300 << 10) / llabs(steps[i]);
			side_init(&dst, 1, &n, size);
			side_init(&src, 1, &n, size);
			src.strides[0] = steps[i];
			check_and_free(&dst, &src);
		}
	}
}

/* As a loop in C order has it. */
TEST(where_elements_overlap_the_last_stays)
{
	const int64_t shape[] = { 5, 3, 40 };
	struct side dst, src;
	int i, k;

	for (i = 0; i < 1000; i++) {
		side_init(&dst, 3, shape, itemsizes[i % 8]);
		side_init(&src, 3, shape, itemsizes[i % 8]);
		for (k = 0; k < 3; k++)
			dst.strides[k] = (int64_t)random_below(100) - 50;
		side_shuffle(&src);
		check_and_free(&dst, &src);
	}
}

TEST(sixty_four_axes)
{
	int64_t shape[64];
	struct side dst, src;
	int i;

	for (i = 0; i < 64; i++)
		shape[i] = i % 5 ? 1 : 2;
	side_init(&dst, 64, shape, 2);
	side_init(&src, 64, shape, 2);
	side_shuffle(&src);
	check_and_free(&dst, &src);
}

TEST(nothing_to_copy)
{
	const int64_t shape[] = { 3, 0, 5 };
	struct mv_assign assign;
	struct mv_plane plane;
	struct side dst, src;

	side_init(&dst, 3, shape, 4);
	side_init(&src, 3, shape, 4);
	mv_assign_init(&assign, NULL, &dst.layout, NULL, &src.layout);
	assert_false(mv_assign_next(&assign, &plane));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_layouts),
		cmocka_unit_test(transposes),
		cmocka_unit_test(big_transposes),
		cmocka_unit_test(interleaved_values),
		cmocka_unit_test(steps_in_a_row),
		cmocka_unit_test(wide_steps_in_a_row),
		cmocka_unit_test(where_elements_overlap_the_last_stays),
		cmocka_unit_test(sixty_four_axes),
		cmocka_unit_test(nothing_to_copy),
	};

	return cmocka_run_group_tests_name("assign", tests, NULL, NULL);
}
