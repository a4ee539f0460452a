// SPDX-License-Identifier: GPL-2.0
/* dma: what the kernel's own driver of an nvme disk has, by name. */
#include "words.h"

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <mview-inspect.h>

#define DRIVER	"/sys/bus/pci/drivers/nvme/"
#define QUEUE	"nvme_alloc_queue"
#define BLOCK	4096

static struct {
	char device[64];
	struct mview_trace *trace;
} test;

static int write_to(const char *file, const char *text)
{
	char path[128];
	int fd, err;

	snprintf(path, sizeof(path), DRIVER "%s", file);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return -1;
	err = write(fd, text, strlen(text)) < 0 ? -1 : 0;
	close(fd);
	return err;
}

/* The driver, once loaded, finds the disk by and by. */
static bool find_device(void)
{
	glob_t found;
	int i;

	for (i = 0; i < 250 && !access(DRIVER, F_OK); i++) {
		if (!glob(DRIVER "0000:*", 0, NULL, &found)) {
			snprintf(test.device, sizeof(test.device), "%s",
				 found.gl_pathv[0] + strlen(DRIVER));
			globfree(&found);
			return true;
		}
		usleep(20000);
	}
	return false;
}

/* Read a block of the disk, which comes some time after its driver. */
static void read_disk(void)
{
	void *block = aligned_alloc(BLOCK, BLOCK);
	glob_t found;
	int fd, i;

	for (i = 0; glob("/dev/nvme[0-9]*n1", 0, NULL, &found); i++) {
		assert_true(i < 400);
		usleep(20000);
	}
	fd = open(found.gl_pathv[0], O_RDONLY | O_DIRECT);
	assert_true(fd >= 0);
	assert_int_equal(pread(fd, block, BLOCK, 0), BLOCK);
	close(fd);
	globfree(&found);
	free(block);
}

static struct mview_dma_buffers *find(struct mview_trace *trace)
{
	struct mview_dma_buffers *list;

	list = mview_dma_find(trace);
	if (!list)
		fail_msg("%s", mview_inspect_error());
	return list;
}

static int setup(void **state)
{
	(void)state;
	assert_int_equal(write_to("unbind", test.device), 0);
	test.trace = mview_dma_open("driver=nvme",
				    MVIEW_TRACE_ALLOCS | MVIEW_TRACE_MAPS |
					    MVIEW_TRACE_CALLERS);
	if (!test.trace)
		fail_msg("%s", mview_inspect_error());
	assert_int_equal(write_to("bind", test.device), 0);
	read_disk();
	/* Names are those of buffers, which what was allocated has some ms later. */
	mview_dma_free(find(test.trace));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mview_trace_close(test.trace);
	/* One that is bound stays as it is. */
	write_to("bind", test.device);
	return 0;
}

/* "dma:DEVICE" and what is behind it */
static const char *name(const char *rest)
{
	static char text[128];

	snprintf(text, sizeof(text), "dma:%s%s", test.device, rest);
	return text;
}

TEST(each_buffer_has_a_name_that_opens_it)
{
	struct mview_dma_buffers *list = find(test.trace);
	const struct mview_dma_buffer *buffer;
	size_t n = 0, queues = 0;

	for (buffer = list->first; buffer; buffer = buffer->next) {
		struct mview *view = mview_source_open(buffer->name, 0);

		n++;
		queues += !strcmp(buffer->symbol, QUEUE);
		assert_string_equal(buffer->origin->device, test.device);
		assert_string_equal(buffer->origin->driver, "nvme");
		if (!view)
			fail_msg("%s", mview_inspect_error());
		assert_int_equal(mview_buffer_id(view), buffer->id);
		assert_int_equal(mview_nbytes(view), buffer->origin->nbytes);
		assert_int_equal(mview_readonly(view), 1);
		mview_close(view);
	}
	assert_int_equal(n, list->count);
	assert_true(queues >= 4);
	mview_dma_free(list);
}

/* Entries of 16 bytes: completions of the admin commands, phase bit 1. */
TEST(the_first_queue_has_completions)
{
	struct mview *view = mview_source_open(name("/" QUEUE "#0"), 0);
	char bytes[16];
	struct mview_range first = mview_range(0, 16, 1);
	struct mview *entry;

	if (!view)
		fail_msg("%s", mview_inspect_error());
	entry = mview_slice(view, &first, 1);
	assert_int_equal(mview_tobytes(entry, bytes, 16, 'C'), 16);
	assert_int_equal(bytes[14] & 1, 1);
	mview_close(entry);
	mview_close(view);
}

TEST(a_function_further_out_finds_it_too)
{
	struct mview *view = mview_source_open(name("/nvme_pci_enable#0"), 0);

	/* The function may have been inlined: then there is none of that name. */
	if (!view)
		assert_words_are(QUEUE);
	mview_close(view);
	assert_words(ENOENT, QUEUE, mview_source_open(name("/nvme_none"), 0));
}

TEST(a_name_that_fits_several_is_told)
{
	assert_words(ENOTUNIQ, "#0", mview_source_open(name("/" QUEUE), 0));
	assert_words(ENOTUNIQ, "#0", mview_source_open(name(""), 0));
	assert_words(ERANGE, "the last one is #",
		     mview_source_open(name("/" QUEUE "#999"), 0));
}

TEST(it_is_never_written)
{
	assert_words(EACCES, "never written",
		     mview_source_open(name("/" QUEUE "#0"), MVIEW_WRITE));
}

TEST(what_no_trace_has_seen_is_told)
{
	assert_words(ENODEV, "there is no device",
		     mview_source_open("dma:0000:77:00.0", 0));
	assert_words(ENOENT, "no trace has seen it allocate",
		     mview_source_open("dma:0000:00:00.0", 0));
	assert_words_are("mview dma 0000:00:00.0 --rebind");
	mview_trace_close(test.trace);
	assert_words(ENOENT, "no trace is open",
		     mview_source_open(name("/" QUEUE "#0"), 0));
	test.trace = NULL;
}

TEST(the_view_ends_with_its_driver)
{
	struct mview *view = mview_source_open(name("/" QUEUE "#0"), 0);
	int64_t index = 0, value;

	assert_non_null(view);
	assert_int_equal(mview_get_i64(view, &index, NULL, &value), 0);
	assert_int_equal(write_to("unbind", test.device), 0);
	assert_fails(ENODEV, mview_get_i64(view, &index, NULL, &value));
	mview_close(view);
}

TEST(news_are_waited_for)
{
	struct mview_dma_buffers *list;

	mview_dma_free(find(test.trace));
	assert_int_equal(mview_dma_wait(test.trace, 0), 0);
	assert_int_equal(write_to("unbind", test.device), 0);
	assert_int_equal(mview_dma_wait(test.trace, 10000), 1);
	list = find(test.trace);
	assert_int_equal(list->count, 0);
	mview_dma_free(list);
}

TEST(two_traces_know_the_same_memory_once)
{
	struct mview_trace *other;
	struct mview_dma_buffers *all, *one, *two;
	size_t n;

	assert_int_equal(write_to("unbind", test.device), 0);
	other = mview_dma_open(test.device, MVIEW_TRACE_ALLOCS);
	assert_non_null(other);
	assert_int_equal(write_to("bind", test.device), 0);
	read_disk();
	one = find(test.trace);
	two = find(other);
	all = find(NULL);
	n = all->count;
	assert_int_equal(all->traces, 2);
	assert_int_equal(one->count, n);
	assert_int_equal(two->count, n);
	assert_string_equal(one->first->name, two->first->name);
	mview_dma_free(one);
	mview_dma_free(two);
	mview_dma_free(all);
	mview_trace_close(other);
}

static struct mview_dma_uses *whose(uint64_t address, const char *device)
{
	struct mview_dma_uses *uses = mview_whose(address, device);

	if (!uses)
		fail_msg("%s", mview_inspect_error());
	return uses;
}

TEST(a_live_address_is_its_buffers)
{
	struct mview_dma_buffers *list = find(test.trace);
	const struct mview_dma_buffer *buffer = list->first;
	const struct mview_origin *origin = buffer->origin;
	struct mview_dma_uses *uses;

	uses = whose(origin->address + origin->nbytes - 1, NULL);
	assert_non_null(uses->first);
	assert_int_equal(uses->first->state, MVIEW_DMA_LIVE);
	assert_true(uses->first->coherent);
	assert_string_equal(uses->first->name, buffer->name);
	assert_string_equal(uses->first->driver, "nvme");
	assert_int_equal(uses->first->address, origin->address);
	assert_int_equal(uses->histories, 1);
	mview_whose_free(uses);
	uses = whose(origin->address, "0000:77:00.0");
	assert_null(uses->first);
	mview_whose_free(uses);
	mview_dma_free(list);
}

TEST(an_address_that_was_freed_has_an_end)
{
	struct mview_dma_buffers *list = find(test.trace);
	uint64_t address = list->first->origin->address;
	struct mview_dma_uses *uses;

	mview_dma_free(list);
	assert_int_equal(write_to("unbind", test.device), 0);
	mview_dma_free(find(test.trace));
	uses = whose(address, test.device);
	assert_non_null(uses->first);
	assert_int_equal(uses->first->state, MVIEW_DMA_ENDED);
	assert_true(uses->first->coherent);
	assert_string_equal(uses->first->name, "");
	assert_true(uses->first->until > uses->first->since);
	assert_non_null(strstr(uses->first->function, "[nvme]"));
	mview_whose_free(uses);
}

/* Of some streaming map in the history */
static uint64_t mapped_address(void)
{
	const struct mview_trace_counts *counts;
	uint64_t op = 0, address = 0;
	struct mview *history;
	int64_t index[2];

	counts = mview_trace_counts(test.trace, true);
	assert_non_null(counts);
	history = mview_open_id(counts->history, 0);
	assert_non_null(history);
	assert_string_equal(mview_format(history), MVIEW_TRACE_ENTRY_FORMAT);
	for (index[0] = 0; !address && index[0] < mview_shape(history)[0];
	     index[0]++) {
		for (index[1] = 0; !address && index[1] < 64; index[1]++) {
			assert_int_equal(mview_get_u64(history, index, "op",
						       &op), 0);
			if (op == MVIEW_DMA_MAP || op == MVIEW_DMA_MAP_SG)
				mview_get_u64(history, index, "address",
					      &address);
		}
	}
	mview_close(history);
	return address;
}

TEST(a_streaming_map_has_a_beginning_and_an_end)
{
	struct mview_dma_uses *uses;
	const struct mview_dma_use *use;
	uint64_t address;

	address = mapped_address();
	assert_int_not_equal(address, 0);
	uses = whose(address, test.device);
	use = uses->first;
	while (use && (use->coherent || use->state != MVIEW_DMA_ENDED))
		use = use->next;
	assert_non_null(use);
	assert_string_equal(use->device, test.device);
	assert_string_equal(use->driver, "nvme");
	assert_non_null(strstr(use->function, "+0x"));
	assert_true(use->since && use->until > use->since);
	assert_true(address - use->address < use->nbytes);
	mview_whose_free(uses);
}

TEST(an_address_that_nobody_had_has_no_uses)
{
	struct mview_dma_uses *uses;

	uses = whose(0xfffffffffffff000, NULL);
	assert_null(uses->first);
	assert_int_equal(uses->traces, 1);
	mview_whose_free(uses);
}

/* Is there a disk, and a kernel that has a place to listen at? */
static bool can_trace(void)
{
	struct mview_trace *trace;

	if (!find_device())
		return false;
	trace = mview_dma_open(NULL, MVIEW_TRACE_ALLOCS);
	mview_trace_close(trace);
	return trace || errno != EOPNOTSUPP;
}

#define WITH_TRACE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TRACE(each_buffer_has_a_name_that_opens_it),
		WITH_TRACE(the_first_queue_has_completions),
		WITH_TRACE(a_function_further_out_finds_it_too),
		WITH_TRACE(a_name_that_fits_several_is_told),
		WITH_TRACE(it_is_never_written),
		WITH_TRACE(what_no_trace_has_seen_is_told),
		WITH_TRACE(the_view_ends_with_its_driver),
		WITH_TRACE(news_are_waited_for),
		WITH_TRACE(two_traces_know_the_same_memory_once),
		WITH_TRACE(a_live_address_is_its_buffers),
		WITH_TRACE(an_address_that_was_freed_has_an_end),
		WITH_TRACE(a_streaming_map_has_a_beginning_and_an_end),
		WITH_TRACE(an_address_that_nobody_had_has_no_uses),
	};

	if (!can_trace()) {
		puts("1..0 # SKIP no nvme disk, or no traces");
		return 4;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("dma", tests, NULL, NULL);
}
