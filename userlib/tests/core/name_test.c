// SPDX-License-Identifier: GPL-2.0
/* The core's names of buffers. */
#include "test.h"

#include <string.h>

#include "core/name.h"

TEST(devices_names_are_names)
{
	assert_true(mv_name_valid("adc0"));
	assert_true(mv_name_valid("0000:00:04.0"));
	assert_true(mv_name_valid("mview_sim.3.auto"));
	assert_true(mv_name_valid("1c20000.adc"));
	assert_true(mv_name_valid("soc@0:timer"));
	assert_true(mv_name_valid("usb-1,0+2"));
	assert_true(mv_name_valid("_"));
	assert_true(mv_name_valid("7"));
}

/* What may stand in a name, and what may begin one. */
TEST(characters_are_letters_digits_and_a_few)
{
	const char *first = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	const char *next = ".-:+,@";
	char name[3] = { 0 };
	int c;

	for (c = 1; c < 256; c++) {
		name[0] = c;
		name[1] = 'x';
		assert_int_equal(mv_name_valid(name), !!strchr(first, c));
		name[0] = 'x';
		name[1] = c;
		assert_int_equal(mv_name_valid(name),
				 strchr(first, c) || strchr(next, c));
	}
}

TEST(lengths_are_bounded)
{
	char name[MV_NAME_MAX + 2] = { 0 };

	assert_false(mv_name_valid(""));
	memset(name, 'a', MV_NAME_MAX);
	assert_true(mv_name_valid(name));
	name[MV_NAME_MAX] = 'a';
	assert_false(mv_name_valid(name));
}

TEST(what_programs_take_for_another_source_is_none)
{
	assert_false(mv_name_valid("dma:0000:00:04.0"));
	assert_false(mv_name_valid("dmabuf:12"));
	assert_false(mv_name_valid("fd:1"));
	assert_false(mv_name_valid("v4l2:"));
	assert_false(mv_name_valid("drm:card0"));
	assert_false(mv_name_valid("file:x"));
	assert_true(mv_name_valid("dma"));
	assert_true(mv_name_valid("dma0:x"));
	assert_true(mv_name_valid("x.dma:0"));
	assert_true(mv_name_valid("filet:x"));
}

TEST(what_programs_take_for_an_id_or_a_moment_is_none)
{
	assert_false(mv_name_valid("@12"));
	assert_false(mv_name_valid("adc@12"));
	assert_false(mv_name_valid("adc@0"));
	assert_false(mv_name_valid("a@b@1"));
	assert_true(mv_name_valid("adc@"));
	assert_true(mv_name_valid("adc@12.regs"));
	assert_true(mv_name_valid("adc@1f"));
	assert_true(mv_name_valid("adc12"));
	assert_true(mv_name_valid("12"));
}

TESTSET(name,
	CASE(devices_names_are_names),
	CASE(characters_are_letters_digits_and_a_few),
	CASE(lengths_are_bounded),
	CASE(what_programs_take_for_another_source_is_none),
	CASE(what_programs_take_for_an_id_or_a_moment_is_none));
