// SPDX-License-Identifier: GPL-2.0
/* Elements are read in order and in pieces. */
#include "test.h"

#include "cli/sources/read.h"
#include "tests/cli/printed.h"

/* Elements come whole, once and in order, from wherever a range begins. */
TEST(ranges_are_read_in_c_order)
{
	unsigned char bytes[120], got[60], want;
	struct mview_range step = mview_range(MVIEW_NONE, MVIEW_NONE, -2);
	struct mview_range ranges[3] = { step, mview_whole(), step };
	struct mview *view, *slice;
	int64_t first, n, i, at;

	for (i = 0; i < 120; i++)
		bytes[i] = i;
	view = view_of(bytes, 120, "B", 3, 4, 5, 6);
	slice = mview_slice(view, ranges, 3);
	for (first = 0; first < 30; first++) {
		for (n = 0; first + n <= 30; n++) {
			got[n] = 0xee;
			assert_int_equal(read_range(slice, first, n, got), 0);
			assert_int_equal(got[n], 0xee);
			for (i = 0; i < n; i++) {
				at = first + i;
				want = (3 - at / 15 * 2) * 30 +
				       at / 3 % 5 * 6 + 5 - at % 3 * 2;
				assert_int_equal(got[i], want);
			}
		}
	}
	mview_close(slice);
	mview_close(view);
}

static int sum_piece(void *arg, const void *items, int64_t n)
{
	const uint32_t *numbers = items;
	uint64_t *sum = arg;

	assert_true(n <= 1 << 18);
	while (n--)
		*sum = *sum * 31 + *numbers++;
	return 0;
}

TEST(big_views_are_read_in_small_pieces)
{
	size_t n = 3 << 20, i;
	uint32_t *numbers = calloc(n, sizeof(*numbers));
	struct mview_range back = mview_range(MVIEW_NONE, MVIEW_NONE, -1);
	struct mview *view = view_of(numbers, 4 * n, "I", 2, 3, n / 3, 0);
	struct mview *slice = mview_slice(view, &back, 1);
	uint64_t sum = 0, want = 0;

	for (i = 0; i < n; i++)
		numbers[i] = i;
	for (i = 0; i < n; i++)
		want = want * 31 + numbers[(2 - i / (n / 3)) * (n / 3) +
					   i % (n / 3)];
	assert_int_equal(read_each(slice, sum_piece, &sum), 0);
	assert_true(sum == want);
	mview_close(slice);
	mview_close(view);
	free(numbers);
}

TESTSET(cli_read,
	CASE(ranges_are_read_in_c_order),
	CASE(big_views_are_read_in_small_pieces));
