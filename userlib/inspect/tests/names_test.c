// SPDX-License-Identifier: GPL-2.0
/* The grammar of names: what is none is refused in words that name it. */
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <mview-inspect.h>

#include "sources/kept_name.h"

TEST(names_that_are_none_are_refused)
{
	static const char *const names[] = {
		"", "@", "@x", "@-1", "@1x", "@ 1", "@18446744073709551616",
		"fd:", "fd:1", "fd:1/", "fd:/1", "fd:0/1", "fd:-1/1",
		"fd:1/-1", "fd:+1/1", "fd: 1/1", "fd:1/ 1", "fd:1/1 ",
		"fd:1/1@", "fd:1/1@0", "fd:1/1@0+", "fd:1/1@+1", "fd:1/1@0+0",
		"fd:1/1@0-1", "fd:1/1@0+1x", "fd:1/1@-1+1", "fd:1/1+1",
		"fd:4294967296/1", "fd:2147483648/1", "fd:1/2147483648",
		"fd:0x/1", "fd:0x0x1/1", "fd:0xg/1", "fd:1//1", "fd:1/1/1",
		"fd:1/1@9223372036854775808+1", "fd:1/1@1+9223372036854775807",
		"dmabuf:", "dmabuf:x", "dmabuf:-1", "dmabuf:1x", "dmabuf:1/",
		"dmabuf:1/x", "dmabuf:/1", "dmabuf:0/1", "dmabuf:1/1@0+1",
		"dmabuf:18446744073709551616",
		"dma:", "dma:/f", "dma:#0", "dma:d/", "dma:d/#0", "dma:d#",
		"dma:d#x", "dma:d#-1", "dma:d#1x", "dma:d/f/g", "dma:d/f#",
		"dma:d#18446744073709551616", "v4l2:",
		"drm:", "drm:/", "drm:card0/", "drm:card0/x", "drm:card0/0",
		"drm:card0/1/2", "drm:../card0", "drm:card0/4294967296",
		"drm:card 0",
	};
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++) {
		errno = 0;
		if (mview_source_open(names[i], 0) || errno != EINVAL ||
		    !strstr(mview_inspect_error(), names[i]))
			fail_msg("%s: %s", names[i], mview_inspect_error());
	}
}

/* @range: NULL for none. */
static void check_kept(const char *text, const char *path, const char *channel,
		       const char *range)
{
	struct kept_name kept;

	assert_true(kept_name_read(text, &kept));
	assert_string_equal(kept.path, path);
	assert_int_equal(!kept.channel, !channel);
	if (channel)
		assert_string_equal(kept.channel, channel);
	assert_int_equal(!kept.range, !range);
	if (range)
		assert_string_equal(kept.range, range);
	kept_name_free(&kept);
}

TEST(names_of_files_have_one_meaning)
{
	check_kept("a@1.npy", "a@1.npy", NULL, NULL);
	check_kept("a.mcap#adc0", "a.mcap", "adc0", NULL);
	check_kept("a.mcap#z@1", "a.mcap", "z", "1");
	check_kept("a.mcap#z\\@1", "a.mcap", "z@1", NULL);
	check_kept("a.mcap#z\\@1@1s:", "a.mcap", "z@1", "1s:");
	check_kept("a\\#1.mcap#dma:d/f#2@-1", "a#1.mcap", "dma:d/f#2", "-1");
	check_kept("a\\\\#b\\\\@1", "a\\", "b\\", "1");
	check_kept("a#@12", "a", "@12", NULL);
	check_kept("a#@12@3", "a", "@12", "3");
	check_kept("a#fd:1/2@0+64", "a", "fd:1/2@0+64", NULL);
	check_kept("a#z@1@x", "a", "z@1@x", NULL);
	check_kept("a#b#c@0x10:20", "a", "b#c", "0x10:20");
	check_kept("a#z@-10:", "a", "z", "-10:");
	check_kept("a#z@0.5s:-2", "a", "z", "0.5s:-2");
	check_kept("a#z@-0:", "a", "z@-0:", NULL);
	check_kept("a#z@-:", "a", "z@-:", NULL);
	check_kept("a#z@:-1s", "a", "z@:-1s", NULL);
	check_kept("a#", "a", "", NULL);
	check_kept("\\", "\\", NULL, NULL);
}

TEST(backslashes_are_of_all_names)
{
	assert_words(EINVAL, "fd:x y", mview_source_open("fd:x\\ y", 0));
	assert_words(ENOENT, "has a \\ in front",
		     mview_source_open("file:no#ne", 0));
}

TEST(flags_that_are_unknown_are_refused)
{
	assert_words(EOPNOTSUPP, "fd:1/1",
		     mview_source_open("fd:1/1", 1U << 30));
	assert_words(EOPNOTSUPP, "fd:1/1",
		     mview_source_open("fd:1/1", MVIEW_PINNABLE));
}

TEST(a_long_name_is_cut_in_the_words)
{
	char name[5000] = "fd:";

	memset(name + 3, '1', sizeof(name) - 4);
	assert_words(EINVAL, "fd:1111", mview_source_open(name, 0));
}

TEST(without_the_module_registered_buffers_say_so)
{
	if (!access("/dev/mview", F_OK))
		return;
	assert_words(ENXIO, "modprobe mview", mview_source_open("adc0", 0));
	assert_words(ENXIO, "modprobe mview", mview_source_open("@12", 0));
}

/* Pieces of names in any order, and pieces of pieces; of no process that is */
static const char *const pieces[] = {
	"fd:", "dmabuf:", "dma:", "drm:", "v4l2:", "@", "/", "+", "0",
	"4194305", "0x", "999999999", "18446744073709551615", "-", "x", " ", "#", "[",
	"\xff", "%s", "%n", "card0", "0000:00:04.0", "nvme", "self",
};

TEST(no_name_does_harm)
{
	char name[256];
	int i, n, len;

	srand(1);
	for (i = 0; i < 2000; i++) {
		len = 0;
		name[0] = '\0';
		for (n = rand() % 8; n >= 0; n--)
			len += snprintf(name + len, sizeof(name) - len, "%.*s",
					1 + rand() % 24,
					pieces[rand() % COUNT_OF(pieces)]);
		mview_close(mview_source_open(name, 0));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_that_are_none_are_refused),
		cmocka_unit_test(names_of_files_have_one_meaning),
		cmocka_unit_test(backslashes_are_of_all_names),
		cmocka_unit_test(flags_that_are_unknown_are_refused),
		cmocka_unit_test(a_long_name_is_cut_in_the_words),
		cmocka_unit_test(without_the_module_registered_buffers_say_so),
		cmocka_unit_test(no_name_does_harm),
	};

	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
