// SPDX-License-Identifier: GPL-2.0
/* What views of kernel buffers give to others. Runs as root in a guest. */
#include "../test.h"

#include <endian.h>
#include <unistd.h>

#include <mview.h>

#include "fixture.h"

TEST(contiguous_copies_are_ordinary_memory)
{
	struct mview *slice = odd_slice(*state), *copy, *same;

	copy = mview_get_contiguous(slice, MVIEW_READ, 'F');
	assert_string_equal(mview_kind(copy), "memory");
	assert_int_equal(mview_strides(copy)[1], 10);
	assert_int_equal(at(copy, 1, 0), 47);
	assert_fails(EOPNOTSUPP, mview_fd(copy));
	assert_null_errno(EINVAL, mview_get_contiguous(slice, MVIEW_WRITE,
						       'C'));
	same = mview_get_contiguous(*state, MVIEW_WRITE, 'C');
	assert_int_equal(mview_buffer_id(same), mview_buffer_id(*state));
	mview_close(same);
	mview_close(copy);
	mview_close(slice);
}

TEST(shadows_hold_the_export_and_are_written_back)
{
	struct mview *view = mview_open(SIM_NAME, MVIEW_WRITE), *slice, *shadow;
	int64_t index[] = { 1, 0 };

	slice = odd_slice(view);
	shadow = mview_get_contiguous(slice, MVIEW_SHADOW, 'F');
	mview_close(slice);
	mview_close(view);
	assert_int_equal(exports_of(*state), 2);
	assert_int_equal(mview_set_i64(shadow, index, NULL, -47), 0);
	assert_int_equal(at(*state, 3, 11), 47);
	assert_int_equal(mview_release(shadow), 0);
	assert_int_equal(at(*state, 3, 11), -47);
	assert_int_equal(at(*state, 3, 8), 44);
	assert_int_equal(exports_of(*state), 1);
	mview_close(shadow);
}

/* Nine of the ten rows. */
static struct mview *rows(struct mview *view, int64_t start, int64_t step)
{
	const struct mview_range range = mview_range(start, MVIEW_NONE, step);

	return mview_slice(view, &range, 1);
}

TEST(overlapping_views_of_one_buffer_are_assigned)
{
	struct mview *other = mview_open(SIM_NAME, 0);
	struct mview *to = rows(*state, 1, 1), *from = rows(other, 8, -1);

	assert_int_equal(mview_assign(to, from), 0);
	assert_int_equal(at(*state, 0, 11), 11);
	assert_int_equal(at(*state, 1, 0), 96);
	assert_int_equal(at(*state, 5, 0), 48);
	assert_int_equal(at(*state, 9, 11), 11);
	mview_close(from);
	mview_close(to);
	mview_close(other);
}

TEST(steps_beyond_all_numbers_have_a_descriptor)
{
	struct mview_range far = mview_range(0, MVIEW_NONE, INT64_MAX);
	struct mview *row = mview_slice(*state, &far, 1), *same;

	same = mview_slice(row, &far, 1);
	assert_true(mview_fd(same) >= 0);
	assert_int_equal(at(same, 0, 11), 11);
	mview_close(same);
	mview_close(row);
}

TEST(a_single_element_has_a_descriptor)
{
	struct mview *element = mview_cast(*state, "240s", 0, &(int64_t) { 0 },
					   MVIEW_CAST_FREE);
	struct mview *same = mview_transpose(element, NULL);
	char bytes[240];

	assert_int_equal(mview_ndim(same), 0);
	assert_int_equal(pread(mview_fd(same), bytes, 240, 0), 240);
	assert_int_equal(bytes[238], 119);
	mview_close(same);
	mview_close(element);
}

static int sum(void *arg, const struct mview_field *field,
	       const struct mview_value *value)
{
	(void)field;
	*(int64_t *)arg += value->i;
	return 0;
}

TEST(lists_and_hashes_are_read)
{
	static const struct mview_visitor adds = { .value = sum };
	struct mview *readonly = mview_open(SIM_NAME, 0), *bytes, *local;
	struct mview *slice = odd_slice(*state);
	unsigned char memory[240];
	int64_t total = 0;

	assert_int_equal(mview_tolist(slice, &adds, &total), 0);
	assert_int_equal(total, 5 * (71 + 68 + 65 + 62));
	bytes = mview_cast(readonly, "B", 0, NULL, MVIEW_CAST_FREE);
	mview_tobytes(bytes, memory, sizeof(memory), 'C');
	local = mview_from_memory(memory, sizeof(memory), 0);
	assert_int_equal(mview_hash(bytes), mview_hash(local));
	assert_fails(EINVAL, mview_hash(*state));
	mview_close(local);
	mview_close(bytes);
	mview_close(readonly);
	mview_close(slice);
}

TEST(arrays_are_in_the_mapping)
{
	struct mview *slice = odd_slice(*state);
	struct mview_array array;

	assert_int_equal(mview_get_array(slice, &array), 0);
	assert_int_equal(le16toh(*(uint16_t *)array.buf), 23);
	assert_int_equal(array.strides[0], 48);
	assert_int_equal(array.strides[1], -6);
	assert_int_equal(maps_of(*state), 1);
	assert_fails(EBUSY, mview_release(slice));
	assert_int_equal(mview_unmap(slice), 0);
	mview_close(slice);
}

TEST(arrays_need_a_mapping)
{
	struct mview_array array;

	assert_fails(EOPNOTSUPP, mview_get_array(*state, &array));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_ALL(contiguous_copies_are_ordinary_memory),
		ON_ALL(shadows_hold_the_export_and_are_written_back),
		ON_ALL(overlapping_views_of_one_buffer_are_assigned),
		ON_ALL(steps_beyond_all_numbers_have_a_descriptor),
		ON_ALL(a_single_element_has_a_descriptor),
		ON_ALL(lists_and_hashes_are_read),
		ON(pages, arrays_are_in_the_mapping),
		ON(vmalloc, arrays_are_in_the_mapping),
		ON(unmappable, arrays_need_a_mapping),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("libmview_export", tests, NULL,
					   NULL);
}
