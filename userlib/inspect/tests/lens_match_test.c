// SPDX-License-Identifier: GPL-2.0
/* Which lens is for a buffer: the test stands for the kernel that has it. */
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const int64_t shape[] = { 4, 16 };

static struct mview_buffer buffer = {
	.id = 7, .name = "q0", .owner = "nvme", .nbytes = 4096, .itemsize = 8,
	.ndim = 2, .shape = shape, .format = "T{<Q:a:<Q:b:}",
};

static struct mview_origin origin = {
	.id = 7, .device = "0000:00:04.0", .driver = "nvme",
	.stack = "dma_pool_alloc+0x1/0x2\n"
		 "nvme_alloc_queue.isra.0+0x5a/0x120 [nvme]\n",
};

static struct mview_dma_buffer other = {
	.id = 6, .name = "dma:0000:00:04.0/nvme_alloc_queue#2",
};

static struct mview_dma_buffer found = {
	.next = &other, .id = 7, .name = "dma:0000:00:04.0/nvme_alloc_queue#3",
};

static struct mview_dma_buffers all = { .first = &found, .count = 2 };

typeof(mview_buffer_id) __wrap_mview_buffer_id;
typeof(mview_buffer_by_id) __wrap_mview_buffer_by_id;
typeof(mview_buffer_free) __wrap_mview_buffer_free;
typeof(mview_origin_by_id) __wrap_mview_origin_by_id;
typeof(mview_origin_free) __wrap_mview_origin_free;
typeof(mview_dma_find) __wrap_mview_dma_find;
typeof(mview_dma_free) __wrap_mview_dma_free;

uint64_t __wrap_mview_buffer_id(__attribute__((unused)) const struct mview *view)
{
	return buffer.id;
}

struct mview_buffer *__wrap_mview_buffer_by_id(__attribute__((unused)) uint64_t id)
{
	return &buffer;
}

void __wrap_mview_buffer_free(__attribute__((unused)) struct mview_buffer *it)
{
}

struct mview_origin *__wrap_mview_origin_by_id(__attribute__((unused)) uint64_t id)
{
	return origin.id ? &origin : NULL;
}

void __wrap_mview_origin_free(__attribute__((unused)) struct mview_origin *it)
{
}

struct mview_dma_buffers *
__wrap_mview_dma_find(__attribute__((unused)) struct mview_trace *trace)
{
	return &all;
}

void __wrap_mview_dma_free(__attribute__((unused)) struct mview_dma_buffers *it)
{
}

static char path[32];

/* Does a lens with that in its match fit a view of @format? */
static bool matches_format(const char *match, const char *format)
{
	FILE *file = fopen(path, "w");
	struct mview *bare, *view;
	struct mview_lens *lens;
	char bytes[16] = { 0 };

	fprintf(file, "it: { format: B, match: { %s } }\n", match);
	fclose(file);
	bare = mview_from_memory(bytes, sizeof(bytes), 0);
	view = mview_cast(bare, format, 0, NULL, MVIEW_CAST_FREE);
	lens = mview_lens_match(view, NULL, NULL);
	if (lens)
		assert_string_equal(lens->name, "it");
	else
		assert_words_are("there is no lens for this buffer");
	mview_lens_close(lens);
	mview_close(view);
	mview_close(bare);
	return lens;
}

static bool matches(const char *match)
{
	return matches_format(match, "B");
}

TEST(drivers_and_names_are_patterns)
{
	assert_true(matches("driver: nvme"));
	assert_true(matches("driver: nv*, name: q?"));
	assert_false(matches("driver: nvm"));
	assert_false(matches("driver: nvme, name: q"));
	assert_false(matches(""));
}

TEST(the_owner_is_the_driver_where_no_origin_is_known)
{
	uint64_t id = origin.id;

	buffer.owner = "sim";
	assert_false(matches("driver: sim"));
	origin.id = 0;
	assert_true(matches("driver: sim"));
	assert_false(matches("symbol: \"*\""));
	origin.id = id;
	buffer.owner = "nvme";
}

TEST(symbols_are_any_function_of_the_stack)
{
	assert_true(matches("symbol: nvme_alloc_queue"));
	assert_true(matches("symbol: dma_pool_*"));
	assert_false(matches("symbol: nvme_alloc"));
	assert_false(matches("symbol: nvme"));
}

TEST(sizes_and_numbers_are_lines)
{
	assert_true(matches("size: 16 * n"));
	assert_true(matches("size: 512"));
	assert_true(matches("size: 2 + 17 * n"));
	assert_true(matches("size: 1024 - 16 * n"));
	assert_true(matches("size: n"));
	assert_false(matches("size: 24 * n"));
	assert_false(matches("size: 511"));
	assert_false(matches("size: 528 + 16 * n"));
	assert_false(matches("size: n * n"));
	assert_false(matches("size: n * 0"));
	assert_false(matches("size: 512 / (n - 1)"));
	assert_true(matches("number: 2 * n + 1"));
	assert_false(matches("number: 2 * n"));
	assert_true(matches("number: 3"));
	assert_false(matches("driver: nvme, number: 2"));
}

TEST(formats_are_those_that_drivers_declare)
{
	assert_true(matches("format: \"T{<Q:a:<Q:b:}\""));
	assert_true(matches("format: \"*<Q:b:}\", driver: nvme"));
	assert_false(matches("format: \"T{<Q:a:}\""));
}

TEST(numbers_are_those_of_names)
{
	found.id = 8;
	assert_false(matches("number: n"));
	found.id = 7;
	assert_true(matches("number: n"));
}

TEST(types_are_those_that_drivers_tell)
{
	assert_true(matches_format("type: nvme:nvme_command",
				   "T{16B:nvme/nvme_command:}"));
	assert_true(matches_format("type: \"*:nvme_c*\"",
				   "T{16B:nvme/nvme_command:}"));
	assert_false(matches_format("type: nvme:nvme_command", "B"));
}

static void keep(const char *why, void *kept)
{
	*(char **)kept = strdup(why);
}

/* What is told of a file with that text, and then the lens of @path. */
static char *told_of(const char *text, struct mview_lens **lens)
{
	char places[128], broken[] = "/tmp/mview-match-XXXXXX", *told = NULL;
	struct mview *view = mview_from_memory(places, 1, 0);
	FILE *file = fdopen(mkstemp(broken), "w");

	fputs(text, file);
	fclose(file);
	snprintf(places, sizeof(places), "%s:%s", broken, path);
	setenv("MVIEW_LENSES", places, 1);
	*lens = mview_lens_match(view, keep, &told);
	setenv("MVIEW_LENSES", path, 1);
	if (told)
		assert_ptr_equal(strstr(told, broken), told);
	unlink(broken);
	mview_close(view);
	return told;
}

TEST(files_that_can_not_be_read_are_told)
{
	struct mview_lens *lens;
	char *told;

	assert_true(matches("driver: nvme"));
	told = told_of("it: { format: B }\nthat: { format: B, bits: 3 }\n"
		       "other:\n  match: { driver: nvme }\n", &lens);
	assert_non_null(lens);
	assert_string_equal(lens->file, path);
	assert_non_null(told);
	assert_non_null(strstr(told, ":2: "));
	free(told);
	mview_lens_close(lens);
}

TEST(files_without_a_lens_for_it_are_not_read)
{
	struct mview_lens *lens;

	assert_true(matches("driver: nvme"));
	assert_null(told_of("it: { format: B, bits: 3 }\nother:\n"
			    "  match: { driver: sim }\n", &lens));
	assert_non_null(lens);
	mview_lens_close(lens);
}

TEST(memory_of_nobody_has_no_lens)
{
	unsigned char byte = 0;
	struct mview *view = mview_from_memory(&byte, 1, 0);

	buffer.id = 0;
	assert_words(ENOENT, "buffers of the kernel's, and this is none",
		     mview_lens_match(view, NULL, NULL));
	buffer.id = 7;
	mview_close(view);
}

static int setup(__attribute__((unused)) void **state)
{
	int fd;

	strcpy(path, "/tmp/mview-match-XXXXXX");
	fd = mkstemp(path);
	setenv("MVIEW_LENSES", path, 1);
	setenv("XDG_CONFIG_HOME", path, 1);
	return fd < 0 || close(fd);
}

static int teardown(__attribute__((unused)) void **state)
{
	return unlink(path);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(drivers_and_names_are_patterns),
		cmocka_unit_test(the_owner_is_the_driver_where_no_origin_is_known),
		cmocka_unit_test(symbols_are_any_function_of_the_stack),
		cmocka_unit_test(sizes_and_numbers_are_lines),
		cmocka_unit_test(formats_are_those_that_drivers_declare),
		cmocka_unit_test(numbers_are_those_of_names),
		cmocka_unit_test(types_are_those_that_drivers_tell),
		cmocka_unit_test(files_that_can_not_be_read_are_told),
		cmocka_unit_test(files_without_a_lens_for_it_are_not_read),
		cmocka_unit_test(memory_of_nobody_has_no_lens),
	};

	return cmocka_run_group_tests_name("lens_match", tests, setup, teardown);
}
