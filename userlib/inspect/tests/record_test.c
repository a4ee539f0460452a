// SPDX-License-Identifier: GPL-2.0
/* What is kept in files, and files that are not what they say. */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <mview-inspect.h>

#include "gone.h"
#include "record/npy.h"
#include "record/snapshot.h"
#include "words.h"

#define PATH	"/file.npy"
#define HEADER(rest)	"\x93NUMPY\1\0" rest

static char directory[32];

/* A file of the test's directory; "file:" stands before it. */
static const char *source(const char *name)
{
	static char text[2][128];
	static int turn;

	turn = !turn;
	snprintf(text[turn], sizeof(text[turn]), "file:%s%s", directory, name);
	return text[turn];
}

static const char *path(const char *name)
{
	return source(name) + strlen("file:");
}

static void put(const char *name, const void *bytes, size_t size)
{
	FILE *file = fopen(path(name), "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

/* A .npy with that dictionary and as many bytes behind it. */
static void put_npy(const char *dictionary, size_t nbytes)
{
	size_t len = strlen(dictionary);
	char file[4096] = HEADER("");

	assert_true(len + nbytes < sizeof(file) - 10);
	file[8] = len & 0xff;
	file[9] = len >> 8;
	memcpy(file + 10, dictionary, len);
	put(PATH, file, 10 + len + nbytes);
}

static struct mview *numbers(void)
{
	static int32_t memory[] = { 1, -2, 3, -4, 5, -6 };
	const int64_t shape[] = { 2, 3 };

	return mview_from_layout(memory, sizeof(memory), "i", 2, shape, NULL, 0,
				 0);
}

static void save(const char *name)
{
	struct mview *view = numbers();

	assert_int_equal(mview_snapshot_save(view, path(name)), 0);
	mview_close(view);
}

static int entries(void)
{
	char command[128];
	FILE *pipe;
	int n;

	snprintf(command, sizeof(command), "ls %s | wc -l", directory);
	pipe = popen(command, "r");
	assert_int_equal(fscanf(pipe, "%d", &n), 1);
	pclose(pipe);
	return n;
}

static int begin(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s/*", directory);
	return system(command);
}

TEST(what_is_saved_is_the_same)
{
	static const char *const names[] = { PATH, "/file.raw" };
	struct mview *view, *saved = numbers();
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++) {
		save(names[i]);
		view = mview_source_open(source(names[i]), 0);
		assert_non_null(view);
		assert_int_equal(mview_equal(view, saved), 1);
		assert_string_equal(mview_format(view), "i");
		assert_int_equal(mview_readonly(view), 1);
		mview_close(view);
	}
	mview_close(saved);
}

TEST(the_file_is_mapped_until_the_last_view_is_closed)
{
	struct mview *view, *part;
	struct mview_array array;
	unsigned char resident;
	void *page;
	int64_t one = 1;

	save(PATH);
	view = mview_source_open(source(PATH), 0);
	part = mview_index(view, &one, 1);
	mview_close(view);
	unlink(path(PATH));
	assert_int_equal(mview_get_array(part, &array), 0);
	assert_int_equal(*(int32_t *)array.buf, -4);
	mview_unmap(part);
	page = (void *)((uintptr_t)array.buf & -(uintptr_t)getpagesize());
	assert_int_equal(mincore(page, 1, &resident), 0);
	mview_close(part);
	assert_fails(ENOMEM, mincore(page, 1, &resident));
}

TEST(a_file_that_is_made_shorter_is_an_error)
{
	struct mview *view;
	int64_t index[] = { 1, 2 }, value;

	skip_without_process_vm();
	save(PATH);
	view = mview_source_open(source(PATH), 0);
	assert_int_equal(mview_get_i64(view, index, NULL, &value), 0);
	assert_int_equal(value, -6);
	assert_int_equal(truncate(path(PATH), 0), 0);
	assert_fails(ENODEV, mview_get_i64(view, index, NULL, &value));
	mview_close(view);
}

TEST(a_file_that_is_cut_off_anywhere_is_refused)
{
	char bytes[4096];
	FILE *file;
	size_t size, i;

	save(PATH);
	file = fopen(path(PATH), "rb");
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	for (i = 0; i < size; i++) {
		assert_int_equal(truncate(path(PATH), i), 0);
		assert_null(mview_source_open(source(PATH), 0));
		assert_int_equal(errno, EINVAL);
		assert_words_are(i < 6 ? "neither .npy" :
				 i < 10 ? "too long" : "cut off");
		put(PATH, bytes, size);
	}
}

TEST(headers_that_lie_are_refused)
{
	static const struct {
		const char *dictionary;
		int err;
		const char *words;
	} bad[] = {
		{ "", EINVAL, "header" },
		{ "{", EINVAL, "header" },
		{ "{'descr': '<i4', 'fortran_order': False}", EINVAL, "header" },
		{ "{'descr': '<i4', 'fortran_order': False, 'shape': (3,)} x",
		  EINVAL, "header" },
		{ "{'descr': '<i4', 'fortran_order': 0, 'shape': (3,)}", EINVAL,
		  "header" },
		{ "{'descr': '<i4', 'fortran_order': False, 'shape': (-3,)}",
		  EINVAL, "header" },
		{ "{'descr': '<i4', 'fortran_order': False, 'shape': (3,), "
		  "'x': 1}", EINVAL, "header" },
		{ "{'descr': '<i8', 'fortran_order': False, "
		  "'shape': (4611686018427387904, 4)}", EOVERFLOW, "more than" },
		{ "{'descr': '<i4', 'fortran_order': False, 'shape': (26,)}",
		  EINVAL, "cut off" },
		{ "{'descr': '|S0', 'fortran_order': False, 'shape': (3,)}",
		  EOPNOTSUPP, "type" },
		{ "{'descr': '|O', 'fortran_order': False, 'shape': (3,)}",
		  EOPNOTSUPP, "pickled" },
		{ "{'descr': [('a', '<i4'), ('a', '<i4')], "
		  "'fortran_order': False, 'shape': (3,)}", 0, NULL },
		{ "{'descr': [('', '')], 'fortran_order': False, "
		  "'shape': (3,)}", EOPNOTSUPP, "type" },
		{ "{'descr': [], 'fortran_order': False, 'shape': (3,)}",
		  EINVAL, "format" },
	};
	struct mview *view;
	size_t i;

	for (i = 0; i < COUNT_OF(bad); i++) {
		put_npy(bad[i].dictionary, 100);
		if (bad[i].err) {
			assert_words(bad[i].err, bad[i].words,
				     mview_source_open(source(PATH), 0));
			assert_words_are(path(PATH));
		} else {
			view = mview_source_open(source(PATH), 0);
			assert_non_null(view);
			mview_close(view);
		}
	}
}

/* As when the file is written to between its start and the rest. */
TEST(a_header_that_ends_before_its_length_does_is_refused)
{
	static const char start[] = "\x93NUMPY\2\0\0";
	char *header = malloc(sizeof(start));
	struct elements elements;

	assert_non_null(header);
	memcpy(header, start, sizeof(start));
	assert_fails(EINVAL, npy_read("x", header, sizeof(start), &elements));
	assert_words_are("header");
	free(header);
}

TEST(records_that_are_nested_too_deep_are_refused)
{
	char text[4096] = "{'descr': ";
	int i;

	for (i = 0; i < 17; i++)
		strcat(text, "[('a', ");
	strcat(text, "'<i4'");
	for (i = 0; i < 17; i++)
		strcat(text, ")]");
	strcat(text, ", 'fortran_order': False, 'shape': ()}");
	put_npy(text, 4);
	assert_words(E2BIG, "nested", mview_source_open(source(PATH), 0));
}

#define RAW	"/file.raw"
#define SIDECAR	"/file.raw.json"

static void put_sidecar(const char *text)
{
	put(RAW, "12345678", 8);
	put(SIDECAR, text, strlen(text));
}

TEST(bytes_that_are_not_as_described_are_refused)
{
	static const struct {
		const char *text;
		int err;
		const char *words;
	} bad[] = {
		{ "", EINVAL, SIDECAR ": it does not say" },
		{ "{\"format\": \"i\"}", EINVAL, "it does not say" },
		{ "{\"format\": \"i\", \"itemsize\": 4, \"byteorder\": "
		  "\"middle\", \"shape\": [2]}", EOPNOTSUPP, "middle" },
		{ "{\"format\": \"i\", \"itemsize\": 8, \"byteorder\": "
		  "\"little\", \"shape\": [2]}", EINVAL, "8 where it was" },
		{ "{\"format\": \"y\", \"itemsize\": 4, \"byteorder\": "
		  "\"little\", \"shape\": [2]}", EINVAL, "format y" },
		{ "{\"format\": \"<i\", \"itemsize\": 4, \"byteorder\": "
		  "\"big\", \"shape\": [3]}", EINVAL, "8 bytes" },
		{ "{\"format\": \"<i\", \"itemsize\": 4, \"byteorder\": "
		  "\"big\", \"shape\": [1]}", EINVAL, "8 bytes" },
	};
	struct mview *view;
	size_t i;

	for (i = 0; i < COUNT_OF(bad); i++) {
		put_sidecar(bad[i].text);
		assert_words(bad[i].err, bad[i].words,
			     mview_source_open(source(RAW), 0));
	}
	put_sidecar("{\"format\": \"<i\", \"itemsize\": 4, \"later\": [1], "
		    "\"byteorder\": \"big\", \"shape\": [2]}");
	view = mview_source_open(source(RAW), 0);
	assert_non_null(view);
	mview_close(view);
	unlink(path(SIDECAR));
	assert_words(EINVAL, "no /tmp", mview_source_open(source(RAW), 0));
}

TEST(another_byte_order_is_told_by_the_fields)
{
	static const struct {
		const char *format;
		bool native;
	} formats[] = {
		{ "T{<i:a:}", false },
		{ "T{<i:a=b:}", false },
		{ "T{T{>h:a:2B:b:}:c:}", false },
		{ "4s", false },
		{ "i", true },
		{ "T{i:a:}", true },
		{ "T{<h:a:=h:b:}", true },
		{ "T{<h:a:@h:b:}", true },
		{ "T{T{h:a:}:b:<h:c:}", true },
	};
	struct mview *view;
	char text[256];
	size_t i;

	for (i = 0; i < COUNT_OF(formats); i++) {
		snprintf(text, sizeof(text), "{\"format\": \"%s\", "
			 "\"itemsize\": 4, \"byteorder\": \"middle\", "
			 "\"shape\": [2]}", formats[i].format);
		put_sidecar(text);
		view = mview_source_open(source(RAW), 0);
		assert_int_equal(!view, formats[i].native);
		if (!view)
			assert_int_equal(errno, EOPNOTSUPP);
		mview_close(view);
	}
}

TEST(a_pipe_has_no_description_beside_it)
{
	struct mview *view = numbers();
	char bytes[64];
	int fd;

	assert_int_equal(mkfifo(path("/pipe"), 0600), 0);
	fd = open(path("/pipe"), O_RDONLY | O_NONBLOCK);
	assert_int_equal(mview_snapshot_save(view, path("/pipe")), 0);
	assert_int_equal(read(fd, bytes, sizeof(bytes)), mview_nbytes(view));
	assert_int_equal(entries(), 1);
	close(fd);
	mview_close(view);
}

TEST(what_is_no_file_is_told)
{
	assert_words(EINVAL, "look like file:", mview_source_open("file:", 0));
	assert_words(ENOENT, "No such", mview_source_open(source("/none"), 0));
	assert_words(EINVAL, "no regular", mview_source_open(source(""), 0));
	assert_int_equal(mkfifo(path("/pipe"), 0600), 0);
	assert_words(EINVAL, "no regular",
		     mview_source_open(source("/pipe"), 0));
	save(PATH);
	assert_words(EACCES, "read-only",
		     mview_source_open(source(PATH), MVIEW_WRITE));
}

TEST(what_npy_does_not_have_is_told)
{
	struct mview *bytes = mview_from_memory(directory, 16, 0);
	struct mview *view = mview_cast(bytes, "P", 0, NULL, 0);

	errno = 0;
	assert_int_equal(mview_snapshot_save(view, path(PATH)), -1);
	assert_int_equal(errno, EOPNOTSUPP);
	assert_words_are("format P");
	assert_int_equal(entries(), 0);
	assert_int_equal(mview_snapshot_save(view, path(RAW)), 0);
	mview_release(view);
	assert_fails(EBADFD, mview_snapshot_save(view, path(PATH)));
	mview_close(view);
	mview_close(bytes);
}

TEST(a_full_disk_leaves_what_was_there)
{
	struct rlimit old, limit;
	struct mview *view = numbers();

	save(PATH);
	assert_fails(ENOSPC, mview_snapshot_save(view, "/dev/full"));
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	limit = (struct rlimit) { 100, old.rlim_max };
	setrlimit(RLIMIT_FSIZE, &limit);
	assert_fails(EFBIG, mview_snapshot_save(view, path(PATH)));
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(entries(), 1);
	mview_close(view);
	view = mview_source_open(source(PATH), 0);
	assert_non_null(view);
	mview_close(view);
}

TEST(bytes_stay_with_their_description)
{
	struct mview *view = numbers();

	assert_int_equal(mkdir(path(RAW SNAPSHOT_SIDECAR), 0777), 0);
	assert_fails(EISDIR, mview_snapshot_save(view, path(RAW)));
	assert_int_equal(entries(), 1);
	mview_close(view);
}

TEST(a_snapshot_of_itself_is_the_same)
{
	struct mview *view;

	save(PATH);
	view = mview_source_open(source(PATH), 0);
	assert_int_equal(mview_snapshot_save(view, path(PATH)), 0);
	mview_close(view);
	view = mview_source_open(source(PATH), 0);
	assert_non_null(view);
	mview_close(view);
	assert_int_equal(entries(), 1);
}

TEST(a_view_that_was_released_is_not_recorded)
{
	struct mview_recorder *recorder = mview_recorder_open(path(RAW), NULL);
	struct mview *view = numbers(), *other = numbers();
	int channel = mview_recorder_add(recorder, "adc0", view, NULL,
					 NULL);

	assert_int_equal(channel, 0);
	mview_release(view);
	alarm(10);
	assert_fails(EBADFD, mview_recorder_write(recorder, 0, view, 0, 0));
	assert_words_are("released");
	alarm(0);
	assert_int_equal(mview_recorder_write(recorder, 0, other, 1, 0), 0);
	assert_int_equal(mview_recorder_close(recorder), 0);
	mview_close(view);
	view = mview_source_open(source(RAW), 0);
	assert_non_null(view);
	assert_int_equal(mview_equal(view, other), 1);
	mview_close(view);
	mview_close(other);
}

TEST(what_is_gathered_is_written_by_the_caller)
{
	struct mview_recorder *recorder = mview_recorder_open(path(RAW), NULL);
	static char bytes[1 << 20];
	struct mview *view = mview_from_memory(bytes, sizeof(bytes), 0);
	struct mview *byte = mview_from_memory(bytes, 1, 0);

	assert_int_equal(mview_recorder_add(recorder, "all", view, NULL, NULL),
			 0);
	assert_int_equal(mview_recorder_add(recorder, "one", byte, NULL, NULL),
			 1);
	assert_int_equal(mview_recorder_gather(recorder, 1, byte, 0, 0), 0);
	assert_int_equal(mview_recorder_gather(recorder, 0, view, 0, 0), 1);
	assert_int_equal(mview_recorder_messages(recorder, 0), 0);
	assert_int_equal(mview_recorder_flush(recorder), 0);
	assert_int_equal(mview_recorder_messages(recorder, 0), 1);
	assert_int_equal(mview_recorder_messages(recorder, 1), 1);
	assert_fails(EINVAL, mview_recorder_gather(recorder, 2, view, 0, 0));
	assert_int_equal(mview_recorder_close(recorder), 0);
	mview_close(byte);
	mview_close(view);
}

/* It would be a hole otherwise, or what another program writes. */
TEST(a_recording_that_is_made_shorter_or_longer_is_lost)
{
	static const int lengths[] = { 100, 1 << 20 };
	struct mview *view = mview_from_memory((char[4096]){ 0 }, 4096, 0);
	struct mview_recorder *recorder;
	struct stat stat_;

	for (int i = 0; i < 2; i++) {
		recorder = mview_recorder_open(path(RAW), NULL);
		assert_int_equal(mview_recorder_add(recorder, "a", view, NULL,
						    NULL), 0);
		assert_int_equal(mview_recorder_write(recorder, 0, view, 0, 0),
				 0);
		assert_int_equal(mview_recorder_flush(recorder), 0);
		assert_int_equal(truncate(path(RAW), lengths[i]), 0);
		assert_int_equal(mview_recorder_write(recorder, 0, view, 1, 0),
				 0);
		assert_fails(ESTALE, mview_recorder_flush(recorder));
		assert_words_are("lost");
		assert_int_equal(stat(path(RAW), &stat_), 0);
		assert_int_equal(stat_.st_size, lengths[i]);
		assert_fails(ESTALE, mview_recorder_close(recorder));
	}
	mview_close(view);
}

/* A recording of one chunk, with no records in it, and a compression of so many bytes. */
static void put_chunk(const char *compression, size_t len)
{
	static const unsigned char magic[] = "\x89MCAP0\r\n";
	unsigned char file[128] = { 0 }, *chunk = file + 8;

	memcpy(file, magic, 8);
	chunk[0] = 6;
	chunk[1] = 40 + len;
	chunk[37] = len;
	memcpy(chunk + 41, compression, len);
	put(RAW, file, 8 + 9 + 40 + len);
}

TEST(a_compression_is_known_by_its_whole_name)
{
	static const struct {
		const char *compression;
		size_t len;
	} bad[] = {
		{ "\0", 1 }, { "\0\0\0\0", 4 }, { "lz4\0", 4 }, { "lz4\0x", 5 },
		{ "\0lz4", 4 }, { "zstd\0", 5 }, { "lz", 2 }, { "lz4 lz4 lz4", 11 },
	};
	struct mview_recording *recording;
	struct mview_message message;

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		put_chunk(bad[i].compression, bad[i].len);
		recording = mview_recording_open(path(RAW));
		assert_non_null(recording);
		assert_fails(EBADMSG, mview_recording_next(recording, &message));
		assert_words_are("unknown");
		assert_fails(ENODATA, mview_recording_next(recording, &message));
		mview_recording_close(recording);
	}
}

/* One message of a channel, which has them told. */
static void record_as(const char *name, const char *lens, const char *type)
{
	struct mview_recorder *recorder = mview_recorder_open(path(name), NULL);
	struct mview *view = numbers();

	assert_int_equal(mview_recorder_add(recorder, "a", view, lens, type), 0);
	assert_int_equal(mview_recorder_write(recorder, 0, view, 0, 0), 0);
	assert_int_equal(mview_recorder_close(recorder), 0);
	mview_close(view);
}

static void assert_recorded(struct mview *view, const char *lens,
			    const char *type)
{
	char *named = mview_ctype_named(view);

	assert_non_null(view);
	if (lens)
		assert_string_equal(mview_recorded_lens(view), lens);
	else
		assert_null(mview_recorded_lens(view));
	if (type)
		assert_string_equal(named, type);
	else
		assert_null(named);
	free(named);
	mview_close(view);
}

TEST(a_recording_names_lens_and_type)
{
	const char *odd = "\"\\\n'";
	struct mview *view;

	record_as(RAW, "rx", "edu:desc");
	assert_int_equal(mview_recording_recover(path(RAW), path("/b")), 1);
	assert_recorded(mview_source_open(source("/b"), 0), "rx", "edu:desc");
	record_as(RAW, odd, NULL);
	assert_recorded(mview_source_open(source(RAW), 0), odd, NULL);
	record_as(RAW, NULL, NULL);
	assert_recorded(mview_source_open(source(RAW), 0), NULL, NULL);
	view = numbers();
	assert_null(mview_recorded_type(view));
	mview_close(view);
}

/* As elements of a slice are, and those of a cast are not. */
TEST(other_elements_were_not_seen_as_the_recorded_ones)
{
	const struct mview_range row = mview_at(1);
	struct mview *view;

	record_as(RAW, "rx", "edu:desc");
	view = mview_source_open(source(RAW), 0);
	assert_recorded(mview_slice(view, &row, 1), "rx", "edu:desc");
	assert_recorded(mview_cast(view, "H", 0, NULL, MVIEW_CAST_FREE), NULL,
			NULL);
	mview_release(view);
	assert_null(mview_recorded_lens(view));
	mview_close(view);
}

/* Whoever reads it opens no file that the recording names. */
TEST(a_recording_names_no_file)
{
	struct mview *view;

	record_as(RAW, "/etc/passwd", "../../../etc/passwd:x");
	view = mview_source_open(source(RAW), 0);
	assert_null(mview_lens_match(view, NULL, NULL));
	assert_int_equal(errno, ENOENT);
	assert_words_are("no name of a lens");
	assert_null(mview_ctype_open("../../../etc/passwd:x"));
	assert_int_equal(errno, EINVAL);
	mview_close(view);
	record_as(RAW, "no_such_lens", NULL);
	view = mview_source_open(source(RAW), 0);
	assert_null(mview_lens_match(view, NULL, NULL));
	assert_words_are("no_such_lens");
	mview_close(view);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_is_saved_is_the_same, begin),
		cmocka_unit_test_setup(the_file_is_mapped_until_the_last_view_is_closed, begin),
		cmocka_unit_test_setup(a_file_that_is_made_shorter_is_an_error, begin),
		cmocka_unit_test_setup(a_file_that_is_cut_off_anywhere_is_refused, begin),
		cmocka_unit_test_setup(headers_that_lie_are_refused, begin),
		cmocka_unit_test_setup(a_header_that_ends_before_its_length_does_is_refused, begin),
		cmocka_unit_test_setup(records_that_are_nested_too_deep_are_refused, begin),
		cmocka_unit_test_setup(bytes_that_are_not_as_described_are_refused, begin),
		cmocka_unit_test_setup(another_byte_order_is_told_by_the_fields, begin),
		cmocka_unit_test_setup(a_pipe_has_no_description_beside_it, begin),
		cmocka_unit_test_setup(what_is_no_file_is_told, begin),
		cmocka_unit_test_setup(what_npy_does_not_have_is_told, begin),
		cmocka_unit_test_setup(a_full_disk_leaves_what_was_there, begin),
		cmocka_unit_test_setup(bytes_stay_with_their_description, begin),
		cmocka_unit_test_setup(a_snapshot_of_itself_is_the_same, begin),
		cmocka_unit_test_setup(a_view_that_was_released_is_not_recorded, begin),
		cmocka_unit_test_setup(what_is_gathered_is_written_by_the_caller, begin),
		cmocka_unit_test_setup(a_recording_that_is_made_shorter_or_longer_is_lost, begin),
		cmocka_unit_test_setup(a_compression_is_known_by_its_whole_name, begin),
		cmocka_unit_test_setup(a_recording_names_lens_and_type, begin),
		cmocka_unit_test_setup(other_elements_were_not_seen_as_the_recorded_ones, begin),
		cmocka_unit_test_setup(a_recording_names_no_file, begin),
	};
	int failed;

	strcpy(directory, "/tmp/mview-record-XXXXXX");
	if (!mkdtemp(directory))
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	begin(NULL);
	rmdir(directory);
	return failed;
}
