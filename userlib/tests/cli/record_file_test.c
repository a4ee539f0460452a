// SPDX-License-Identifier: GPL-2.0
/* Frames on their way into a recording: when it is asked whether they are torn. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <mview.h>

#include "cli/cli.h"
#include "cli/commands/record.h"

/* Each frame makes a chunk full. */
#define FRAME	(1 << 20)
#define FRAMES	3

static char path[64];

/* Bytes of the file before the frame that is being written */
static int64_t before;

static int64_t file_size(void)
{
	struct stat stat_;

	assert_int_equal(stat(path, &stat_), 0);
	return stat_.st_size;
}

/* A driver that announces the next block once the chunk goes into the file */
typeof(record_is_torn) __wrap_record_is_torn;

bool __wrap_record_is_torn(const struct record_frame *frame)
{
	return frame->is_torn || file_size() > before;
}

/* How many frames of the recording are torn, the first one is already. */
static uint64_t torn_of(const char *compression)
{
	struct record_options options = { .output = path,
					  .compression = compression };
	struct record_tap tap = { .name = "adc0" };
	struct record_frame frame = { .tap = &tap, .is_torn = true };
	unsigned char *bytes = malloc(FRAME);
	struct record_file *file;
	int i;

	assert_non_null(bytes);
	for (i = 0; i < FRAME; i++)
		bytes[i] = i * 2654435761U >> 24;
	frame.view = mview_from_memory(bytes, FRAME, 0);
	file = record_file_open(&options, &tap, 1, FRAME);
	assert_non_null(file);
	for (i = 0; i < FRAMES; i++) {
		before = file_size();
		assert_int_equal(record_file_write(file, &frame), 0);
		assert_true(file_size() > before);
		frame.is_torn = false;
	}
	assert_int_equal(record_file_end(file, false), EXIT_OK);
	record_file_close(file);
	assert_int_equal(tap.frames, FRAMES);
	mview_close(frame.view);
	free(bytes);
	return tap.torn;
}

TEST(compressing_and_writing_a_chunk_tears_no_frame)
{
	int file;

	snprintf(path, sizeof(path), "/tmp/record_file_test.XXXXXX");
	file = mkstemp(path);
	assert_true(file >= 0);
	close(file);
	assert_int_equal(torn_of(NULL), 1);
	assert_int_equal(torn_of("lz4"), 1);
	assert_int_equal(torn_of("zstd"), 1);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compressing_and_writing_a_chunk_tears_no_frame),
	};

	return cmocka_run_group_tests_name("record_file", tests, NULL, NULL);
}
