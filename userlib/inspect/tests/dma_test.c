// SPDX-License-Identifier: GPL-2.0
/* Memory that drivers have, as traces tell of it: this test is the traces. */
#include "words.h"

#include <stdio.h>

#include <mview-inspect.h>

/* By id, ended by one without; and the id that was opened last. */
static struct mview_origin *origins;
static uint64_t opened;

/* In place of those of libmview. */
typeof(mview_device_open) __wrap_mview_device_open;
typeof(mview_device_close) __wrap_mview_device_close;
typeof(mview_origin_next) __wrap_mview_origin_next;
typeof(mview_origin_free) __wrap_mview_origin_free;
typeof(mview_open_id) __wrap_mview_open_id;

struct mview_device *__wrap_mview_device_open(void)
{
	static char device;

	return (struct mview_device *)&device;
}

void __wrap_mview_device_close(__attribute__((unused))
			       struct mview_device *device)
{
}

struct mview_origin *
__wrap_mview_origin_next(__attribute__((unused)) struct mview_device *device,
			 uint64_t id)
{
	struct mview_origin *origin = origins;

	while (origin->id && origin->id < id)
		origin++;
	errno = ENOENT;
	return origin->id ? origin : NULL;
}

void __wrap_mview_origin_free(__attribute__((unused))
			      struct mview_origin *origin)
{
}

struct mview *__wrap_mview_open_id(uint64_t id,
				   __attribute__((unused)) unsigned int flags)
{
	static char byte;

	opened = id;
	return mview_from_memory(&byte, 1, 0);
}

/* What trace @nr tells of memory at @at of device @of, that @by asked for. */
static struct mview_origin memory(uint64_t id, uint64_t nr, const char *of,
				  const char *by, uint64_t at)
{
	return (struct mview_origin) {
		.id = id,
		.trace = nr,
		.device = of,
		.driver = "",
		.stack = by,
		.comm = "",
		.time = id,
		.address = at,
		.nbytes = 4096,
	};
}

static struct mview_dma_buffers *find(struct mview_origin *all)
{
	struct mview_dma_buffers *list;

	origins = all;
	list = mview_dma_find(NULL);
	if (!list)
		fail_msg("%s", mview_inspect_error());
	return list;
}

/* The first buffer of a trace may have any number of a trace before it. */
TEST(traces_are_counted_in_any_order)
{
	struct mview_origin all[] = {
		memory(1, 9, "dev", "f+0x1", 0x1000),
		memory(2, 4, "dev", "f+0x1", 0x1000),
		memory(3, 9, "dev", "f+0x1", 0x2000),
		memory(4, 4, "dev", "f+0x1", 0x3000),
		{ .id = 0 },
	};
	struct mview_dma_buffers *list = find(all);

	assert_int_equal(list->traces, 2);
	assert_int_equal(list->count, 3);
	mview_dma_free(list);
}

TEST(a_history_is_a_trace_and_no_buffer)
{
	struct mview_origin all[] = {
		memory(1, 3, "", "", 0),
		memory(2, 0, "adc", "", 0),
		{ .id = 0 },
	};
	struct mview_dma_buffers *list;

	all[0].flags = MVIEW_ORIGIN_HISTORY;
	list = find(all);
	assert_int_equal(list->traces, 1);
	assert_int_equal(list->count, 0);
	mview_dma_free(list);
}

/* Each name that is printed opens the memory that it was printed for. */
TEST(names_open_what_they_name)
{
	struct mview_origin all[] = {
		memory(1, 1, "dev", "f+0x1", 0x1000),
		memory(2, 1, "dev", "", 0x2000),
		memory(3, 1, "other", "", 0x3000),
		memory(4, 1, "dev", "g+0x1", 0x4000),
		memory(5, 1, "dev", "", 0x5000),
		memory(6, 1, "dev", "f+0x1", 0x6000),
		{ .id = 0 },
	};
	struct mview_dma_buffers *list = find(all);
	const struct mview_dma_buffer *buffer;
	struct mview *view;

	assert_int_equal(list->count, 6);
	for (buffer = list->first; buffer; buffer = buffer->next) {
		view = mview_source_open(buffer->name, 0);
		if (!view)
			fail_msg("%s", mview_inspect_error());
		if (opened != buffer->id)
			fail_msg("%s opens %d, not %d", buffer->name,
				 (int)opened, (int)buffer->id);
		mview_close(view);
	}
	mview_dma_free(list);
}

TEST(devices_may_have_long_names)
{
	char device[256] = "", name[300];
	struct mview_origin all[] = {
		memory(1, 1, device, "f+0x1", 0x1000),
		{ .id = 0 },
	};
	struct mview *view;

	memset(device, 'd', sizeof(device) - 1);
	origins = all;
	snprintf(name, sizeof(name), "dma:%s", device);
	view = mview_source_open(name, 0);
	if (!view)
		fail_msg("%s", mview_inspect_error());
	mview_close(view);
	snprintf(name, sizeof(name), "dma:%sd", device);
	assert_words(EINVAL, "dma:ddd", mview_source_open(name, 0));
	all[0].device = "other";
	snprintf(name, sizeof(name), "dma:%s", device);
	assert_words(ENODEV, "there is no device ddd",
		     mview_source_open(name, 0));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(traces_are_counted_in_any_order),
		cmocka_unit_test(a_history_is_a_trace_and_no_buffer),
		cmocka_unit_test(names_open_what_they_name),
		cmocka_unit_test(devices_may_have_long_names),
	};

	return cmocka_run_group_tests_name("dma", tests, NULL, NULL);
}
