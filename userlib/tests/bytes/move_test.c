// SPDX-License-Identifier: GPL-2.0
/* Assignment between views, in other byte orders too; hexadecimal digits. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mview.h"

#include "fast/simd.h"

static uint8_t memory[64];
static uint8_t other[64];

static int setup(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 64; i++) {
		memory[i] = i;
		other[i] = 100 + i;
	}
	return 0;
}

static struct mview *view_of(uint8_t *bytes, const char *format, int64_t n)
{
	return mview_from_layout(bytes, 64, format, 1, &n, NULL, 0,
				 MVIEW_WRITE);
}

/* start:stop:step of it, which is closed. */
static struct mview *part(struct mview *view, int64_t start, int64_t stop,
			  int64_t step)
{
	const struct mview_range range = mview_range(start, stop, step);
	struct mview *slice = mview_slice(view, &range, 1);

	mview_close(view);
	return slice;
}

static void close_both(struct mview *a, struct mview *b)
{
	mview_close(a);
	mview_close(b);
}

TEST(a_slice_is_assigned)
{
	struct mview *dst = part(view_of(memory, "h", 32), 1, 8, 3);
	struct mview *src = part(view_of(other, "@h", 32), 31, 28, -1);

	assert_int_equal(mview_assign(dst, src), 0);
	assert_memory_equal(memory + 2, other + 62, 2);
	assert_memory_equal(memory + 8, other + 60, 2);
	assert_memory_equal(memory + 14, other + 58, 2);
	assert_int_equal(memory[4], 4);
	close_both(dst, src);
}

TEST(other_structures_are_refused)
{
	struct mview *dst = view_of(memory, "h", 8);
	struct mview *src = view_of(other, "H", 8);
	int16_t value;

	assert_fails(EINVAL, mview_assign(dst, src));
	assert_fails(EINVAL, mview_convert(dst, src));
	close_both(src, NULL);
	src = view_of(other, "h", 7);
	assert_fails(EINVAL, mview_assign(dst, src));
	close_both(src, NULL);
	src = view_of(other, "<h", 8);
	assert_fails(EINVAL, mview_assign(dst, src));
	assert_int_equal(memory[0], 0);
	assert_int_equal(mview_convert(dst, src), 0);
	memcpy(&value, memory, sizeof(value));
	assert_int_equal(value, 101 << 8 | 100);
	close_both(dst, src);
}

TEST(readonly_and_released_views_are_refused)
{
	struct mview *view = view_of(memory, "B", 8);
	struct mview *readonly = mview_toreadonly(view);

	assert_fails(EACCES, mview_assign(readonly, view));
	assert_int_equal(mview_assign(view, readonly), 0);
	mview_release(readonly);
	assert_fails(EBADFD, mview_assign(readonly, view));
	assert_fails(EBADFD, mview_assign(view, readonly));
	assert_fails(EBADFD, mview_convert(view, readonly));
	close_both(view, readonly);
}

/* Every pair of starts and steps, both ways, against a copy. */
TEST(overlapping_is_as_if_copied_first)
{
	static const int64_t steps[] = { 1, 2, -1, -2 };
	uint8_t copy[64];
	size_t i, j;
	int64_t a, b;
	int k;

	for (i = 0; i < 4; i++) {
		for (j = 0; j < 4; j++) {
			for (a = 20; a < 30; a++) {
				struct mview *dst, *src;

				b = 50 - a;
				setup(NULL);
				memcpy(copy, memory, 64);
				for (k = 0; k < 8; k++)
					memory[a + k * steps[i]] =
						copy[b + k * steps[j]];
				memcpy(other, memory, 64);
				memcpy(memory, copy, 64);
				dst = part(view_of(memory, "B", 64), a,
					   a + 8 * steps[i], steps[i]);
				src = part(view_of(memory, "B", 64), b,
					   b + 8 * steps[j], steps[j]);
				assert_int_equal(mview_assign(dst, src), 0);
				assert_memory_equal(memory, other, 64);
				close_both(dst, src);
			}
		}
	}
}

TEST(assignment_of_nothing)
{
	struct mview *dst = view_of(memory, "h", 0);
	struct mview *src = view_of(other, "h", 0);

	assert_int_equal(mview_assign(dst, src), 0);
	assert_int_equal(mview_convert(dst, src), 0);
	close_both(dst, src);
}

/* What an element of @format becomes in the other byte order. */
static void check_convert(const char *to, const char *from, const char *bytes,
			  const char *swapped, int64_t size)
{
	int64_t n = 64 / size, i;
	struct mview *dst = view_of(memory, to, n);
	struct mview *src = view_of(other, from, n);
	int level;

	assert_non_null(dst);
	assert_non_null(src);
	for (level = SIMD_NONE; level <= SIMD_AVX2; level++) {
		simd_limit(level);
		memset(memory, 0, 64);
		for (i = 0; i < n; i++)
			memcpy(other + i * size, bytes, size);
		assert_int_equal(mview_convert(dst, src), 0);
		for (i = 0; i < n; i++)
			assert_memory_equal(memory + i * size, swapped, size);
	}
	close_both(dst, src);
	dst = part(view_of(memory, to, n), n - 1, MVIEW_NONE, -2);
	src = part(view_of(other, from, n), 0, n, 2);
	memset(memory, 0, 64);
	assert_int_equal(mview_convert(dst, src), 0);
	assert_memory_equal(memory + (n - 1) * size, swapped, size);
	close_both(dst, src);
}

TEST(byte_orders_are_converted)
{
	check_convert(">h", "<h", "\1\2", "\2\1", 2);
	check_convert("<H", ">H", "\1\2", "\2\1", 2);
	check_convert(">i", "<l", "\1\2\3\4", "\4\3\2\1", 4);
	check_convert("<f", "!f", "\1\2\3\4", "\4\3\2\1", 4);
	check_convert(">d", "<d", "\1\2\3\4\5\6\7\x8",
		      "\x8\7\6\5\4\3\2\1", 8);
	check_convert(">Zf", "<Zf", "\1\2\3\4\5\6\7\x8",
		      "\4\3\2\1\x8\7\6\5", 8);
	check_convert("<2h", ">2h", "\1\2\3\4", "\2\1\4\3", 4);
	check_convert("<2s", ">2s", "\1\2", "\1\2", 2);
	check_convert("<B", ">B", "\1", "\1", 1);
	check_convert("<?", ">?", "\1", "\1", 1);
	check_convert("T{<h:a:B:b:x>h:c:2s:d:}", "T{>h:a:B:b:x>h:c:2s:d:}",
		      "\1\2\3\4\5\6\7\x8", "\2\1\3\4\5\6\7\x8", 8);
	check_convert("2T{<h:a:}:x:", "2T{>h:a:}:x:", "\1\2\3\4", "\2\1\4\3",
		      4);
}

TEST(items_without_bytes_are_not_gone_through)
{
	alarm(20);
	check_convert("T{<h:a:(1000000000000)T{<0h:b:}:z:}", "T{>h:a:(1000000000000)T{>0h:b:}:z:}",
		      "\1\2", "\2\1", 2);
	alarm(0);
}

TEST(only_the_byte_order_is_converted)
{
	static const char *const formats[][2] = {
		{ "<h", ">H" }, { "<h", ">e" }, { "<h", ">2b" },
		{ "<i", ">2h" }, { "<2h", ">(2,1)h" }, { "<4s", ">i" },
		{ "T{<h:a:}", "T{>h:b:}" }, { "T{<h:a:}", "<h" },
		{ "T{<hx}", "T{>xh}" }, { "2c", "2s" },
	};
	struct mview *dst, *src;
	size_t i;

	for (i = 0; i < COUNT_OF(formats); i++) {
		dst = view_of(memory, formats[i][0], 2);
		src = view_of(other, formats[i][1], 2);
		assert_non_null(dst);
		assert_non_null(src);
		assert_fails(EINVAL, mview_convert(dst, src));
		close_both(dst, src);
	}
}

TEST(a_view_is_converted_in_place)
{
	struct mview *dst = view_of(memory, ">i", 16);
	struct mview *src = view_of(memory, "<i", 16);

	assert_int_equal(mview_convert(dst, src), 0);
	assert_memory_equal(memory, "\3\2\1\0\7\6\5\4", 8);
	close_both(dst, src);
}

static void check_hex(struct mview *view, char sep, int bytes_per_sep,
		      const char *want)
{
	ssize_t length = strlen(want);
	char buf[256];

	assert_int_equal(mview_hex(view, NULL, 0, sep, bytes_per_sep), length);
	assert_int_equal(mview_hex(view, buf, length + 1, sep, bytes_per_sep),
			 length);
	assert_string_equal(buf, want);
	assert_fails(ENOSPC, mview_hex(view, buf, length, sep, bytes_per_sep));
}

TEST(hex_is_pythons)
{
	struct mview *view;

	memcpy(memory, "\x01\x9a\xbc\xde\xf0", 5);
	view = view_of(memory, "B", 5);
	check_hex(view, 0, 1, "019abcdef0");
	check_hex(view, ':', 1, "01:9a:bc:de:f0");
	check_hex(view, ':', 2, "01:9abc:def0");
	check_hex(view, ':', -2, "019a:bcde:f0");
	check_hex(view, '-', 0, "019abcdef0");
	check_hex(view, ' ', 4, "01 9abcdef0");
	check_hex(view, ' ', -4, "019abcde f0");
	check_hex(view, ' ', 5, "019abcdef0");
	check_hex(view, ' ', INT32_MIN, "019abcdef0");
	assert_fails(EINVAL, mview_hex(view, NULL, 0, '\xe9', 1));
	view = part(view, MVIEW_NONE, MVIEW_NONE, -2);
	check_hex(view, 0, 1, "f0bc01");
	check_hex(view, ',', 2, "f0,bc01");
	view = part(view, 0, 0, 1);
	check_hex(view, ',', 1, "");
	mview_release(view);
	assert_fails(EBADFD, mview_hex(view, NULL, 0, 0, 1));
	mview_close(view);
}

TEST(hex_that_is_too_long_is_refused)
{
	static const int64_t shape = INT64_MAX, stride;
	struct mview *view = mview_from_layout(memory, 1, "B", 1, &shape,
					       &stride, 0, 0);

	assert_fails(EOVERFLOW, mview_hex(view, NULL, 0, 0, 0));
	mview_close(view);
}

/* Longer than what is done at once, whole and in pieces. */
TEST(hex_of_many_bytes)
{
	const int64_t n = 9001;
	uint8_t *bytes = malloc(3 * n);
	char *want = malloc(2 * n + 1), *buf = malloc(2 * n + 1);
	struct mview *view = mview_from_memory(bytes, 3 * n, 0);
	struct mview *row = part(mview_slice(view, NULL, 0), 0, n, 1);
	int64_t i;
	int level;

	for (i = 0; i < 3 * n; i++)
		bytes[i] = i * 7 / 3;
	view = part(view, 0, 3 * n, 3);
	for (level = SIMD_NONE; level <= SIMD_AVX2; level++) {
		simd_limit(level);
		for (i = 0; i < n; i++)
			sprintf(want + 2 * i, "%02x", bytes[i]);
		assert_int_equal(mview_hex(row, buf, 2 * n + 1, 0, 0), 2 * n);
		assert_string_equal(buf, want);
		for (i = 0; i < n; i++)
			sprintf(want + 2 * i, "%02x", bytes[3 * i]);
		assert_int_equal(mview_hex(view, buf, 2 * n + 1, 0, 0), 2 * n);
		assert_string_equal(buf, want);
	}
	close_both(view, row);
	free(bytes);
	free(want);
	free(buf);
}

#define WITH_MEMORY(test) cmocka_unit_test_setup(test, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(a_slice_is_assigned),
		WITH_MEMORY(other_structures_are_refused),
		WITH_MEMORY(readonly_and_released_views_are_refused),
		WITH_MEMORY(overlapping_is_as_if_copied_first),
		WITH_MEMORY(assignment_of_nothing),
		WITH_MEMORY(byte_orders_are_converted),
		WITH_MEMORY(items_without_bytes_are_not_gone_through),
		WITH_MEMORY(only_the_byte_order_is_converted),
		WITH_MEMORY(a_view_is_converted_in_place),
		WITH_MEMORY(hex_is_pythons),
		WITH_MEMORY(hex_that_is_too_long_is_refused),
		cmocka_unit_test(hex_of_many_bytes),
	};

	return cmocka_run_group_tests_name("move", tests, NULL, NULL);
}
