// SPDX-License-Identifier: GPL-2.0
/*
 * mview set: how memory is accessed. A register wants one write of its own width,
 * and a read where bits of it stay. The kernel and libmview access each element of a
 * view by one access of its size, so what is counted here are calls and elements.
 */
#include "test.h"

#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <mview.h>

#include "cli/cli.h"

#define FORMAT	"T{<B:a:<H:b:<I:c:<Q:d:}"

/* A command leaves it to the end of the tool to free what it has opened. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static unsigned char *memory;
static char name[64];

/**
 * struct access - what mview set did to memory
 * @reads: calls
 * @writes: calls
 * @width: bytes of an element that was written last
 */
static struct access {
	int reads;
	int writes;
	int64_t width;
} done;

typeof(mview_tobytes) __wrap_mview_tobytes, __real_mview_tobytes;
typeof(mview_frombytes) __wrap_mview_frombytes, __real_mview_frombytes;

ssize_t __wrap_mview_tobytes(struct mview *view, void *buf, size_t size, char order)
{
	done.reads++;
	return __real_mview_tobytes(view, buf, size, order);
}

int __wrap_mview_frombytes(struct mview *view, const void *buf, size_t size)
{
	done.writes++;
	done.width = mview_itemsize(view);
	assert_int_equal(size, done.width);
	assert_int_equal(mview_nbytes(view), done.width);
	return __real_mview_frombytes(view, buf, size);
}

/* Without what it tells. */
static int run(int argc, char **argv)
{
	int status, told = dup(STDOUT_FILENO), none = open("/dev/null", O_WRONLY);

	fflush(stdout);
	dup2(none, STDOUT_FILENO);
	optind = 0;
	status = set_command.run(&set_command, argc, argv);
	fflush(stdout);
	dup2(told, STDOUT_FILENO);
	close(none);
	close(told);
	return status;
}

/* @bits: names for some; @option: a word more. Both may be NULL. */
static struct access set(const char *bits, const char *option, const char *one,
			 const char *other)
{
	char *argv[16], words[16][64];
	const char *const all[] = {
		"set", name, "[:15]", "-f", FORMAT, bits ? "-B" : NULL, bits,
		option, one, other,
	};
	int argc = 0;
	size_t i;

	for (i = 0; i < COUNT_OF(all); i++) {
		if (!all[i])
			continue;
		snprintf(words[argc], sizeof(*words), "%s", all[i]);
		argv[argc] = words[argc];
		argc++;
	}
	argv[argc] = NULL;
	done = (struct access) { 0 };
	assert_int_equal(run(argc, argv), 0);
	return done;
}

static const struct {
	const char *path;
	int64_t width;
	int at;
} fields[] = { { "a", 1, 0 }, { "b", 2, 1 }, { "c", 4, 3 }, { "d", 8, 7 } };

TEST(bits_of_one_storage_are_one_read_and_one_write_of_its_width)
{
	char bits[64], low[64], high[64];
	size_t i;

	for (i = 0; i < COUNT_OF(fields); i++) {
		const char *path = fields[i].path;
		int width = fields[i].width, top = 8 * width - 1;
		unsigned char *field = memory + fields[i].at;
		struct access access;

		memset(memory, 0x24, 15);
		snprintf(bits, sizeof(bits), "%s{low:1:0,high:%d:%d}", path, top,
			 top - 1);
		snprintf(low, sizeof(low), "%s.low=3", path);
		snprintf(high, sizeof(high), "%s.high=2", path);
		access = set(bits, NULL, low, high);
		assert_int_equal(access.reads, 1);
		assert_int_equal(access.writes, 1);
		assert_int_equal(access.width, width);
		assert_int_equal(field[0] & 0x3f, 0x27);
		assert_int_equal(field[width - 1] >> 6, 2);
	}
}

TEST(two_storages_are_two_writes)
{
	struct access access = set(NULL, NULL, "b=1", "d=2");

	assert_int_equal(access.writes, 2);
	assert_int_equal(access.width, 8);
}

TEST(what_is_set_whole_and_quietly_is_not_read)
{
	struct access access = set(NULL, "-q", "c=7", NULL);

	assert_int_equal(access.reads, 0);
	assert_int_equal(access.writes, 1);
	access = set(NULL, "-q", "c|=8", NULL);
	assert_int_equal(access.reads, 1);
	assert_int_equal(memory[3], 15);
	access = set(NULL, "--dry-run", "c=9", NULL);
	assert_int_equal(access.writes, 0);
}

static int setup(__attribute__((unused)) void **state)
{
	int fd = memfd_create("set", 0);

	if (fd < 0 || ftruncate(fd, 4096))
		return -1;
	memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	snprintf(name, sizeof(name), "fd:%d/%d", getpid(), fd);
	return memory == MAP_FAILED;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(bits_of_one_storage_are_one_read_and_one_write_of_its_width),
		cmocka_unit_test(two_storages_are_two_writes),
		cmocka_unit_test(what_is_set_whole_and_quietly_is_not_read),
	};

	return cmocka_run_group_tests_name("set", tests, setup, NULL);
}
