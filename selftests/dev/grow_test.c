// SPDX-License-Identifier: GPL-2.0
/* Structs that have grown are still taken at the length that they had at first. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>

#include "command.h"
#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"grow_test"
#define ROOM	8192

FIXTURE(grown)
{
	struct target target;
	unsigned char arg[ROOM];
	unsigned char full[ROOM];
};

FIXTURE_VARIANT(grown)
{
	const struct command *command;
	__u32 first;	/* bytes of the struct when it was new */
};

FIXTURE_VARIANT_ADD(grown, view_info)
{
	.command = &cmd_view_info, .first = 128,
};

FIXTURE_VARIANT_ADD(grown, release)
{
	.command = &cmd_release, .first = 8,
};

/* Poison where the caller has no struct, or no longer has one. */
static void prepare(FIXTURE_DATA(grown) *self, const struct command *command,
		    __u32 size)
{
	memset(self->arg, 0, size);
	memset(self->arg + size, POISON, ROOM - size);
	memcpy(self->arg, &size, sizeof(size));
	memset(self->full, 0, ROOM);
	command->fill(self->full, &self->target);
	memcpy(self->arg + 8, self->full + 8, size - 8);
}

FIXTURE_SETUP(grown)
{
	ASSERT_EQ(0, sim_make(NAME, "shape=4096"));
	self->target.dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->target.dev);
	self->target.view = view_open(self->target.dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->target.view);
	self->target.id = view_buffer_id(self->target.view);
	self->target.name = NAME;
	prepare(self, variant->command, variant->first);
}

FIXTURE_TEARDOWN_PARENT(grown)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

#define RUN()	command_run(variant->command, &self->target, self->arg)

static bool is_poison(const unsigned char *bytes, size_t size)
{
	while (size--)
		if (*bytes++ != POISON)
			return false;
	return true;
}

TEST_F(grown, has_grown)
{
	EXPECT_EQ(variant->first, variant->command->min);
	EXPECT_LT(variant->first, variant->command->size);
}

TEST_F(grown, is_taken_as_short_as_at_first)
{
	EXPECT_EQ(0, RUN());
}

TEST_F(grown, is_not_taken_shorter)
{
	prepare(self, variant->command, variant->first);
	self->arg[0]--;
	expect_errno(EINVAL, RUN());
}

TEST_F(grown, is_taken_at_every_length_between)
{
	__u32 size;

	for (size = variant->first; size <= variant->command->size; size++) {
		prepare(self, variant->command, size);
		EXPECT_EQ(0, RUN());
	}
}

TEST_F(grown, is_not_written_beyond_the_length_given)
{
	__u32 size;

	for (size = variant->first; size < variant->command->size; size++) {
		prepare(self, variant->command, size);
		ASSERT_EQ(0, RUN());
		EXPECT_TRUE(is_poison(self->arg + size, ROOM - size));
	}
}

TEST_F(grown, keeps_the_length_given)
{
	__u32 size;

	ASSERT_EQ(0, RUN());
	memcpy(&size, self->arg, sizeof(size));
	EXPECT_EQ(variant->first, size);
}

TEST_F(grown, still_rejects_unknown_flags)
{
	self->arg[7] = 0x80;
	expect_errno(EOPNOTSUPP, RUN());
}

TEST_F(grown, may_end_where_the_memory_does)
{
	void *cut = guarded_alloc(variant->first);

	ASSERT_NE(NULL, cut);
	memcpy(cut, self->arg, variant->first);
	EXPECT_EQ(0, command_run(variant->command, &self->target, cut));
}

TEST_F(grown, may_be_as_long_as_a_page_if_by_zeros)
{
	__u32 page = 4096;

	prepare(self, variant->command, page);
	EXPECT_EQ(0, RUN());
	EXPECT_TRUE(is_poison(self->arg + page, ROOM - page));
	prepare(self, variant->command, page);
	self->arg[page - 1] = 1;
	expect_errno(E2BIG, RUN());
}

TEST_F(grown, is_no_longer_than_a_page)
{
	prepare(self, variant->command, getpagesize() + 1);
	expect_errno(E2BIG, RUN());
}

/* What the short struct has is what the long one has. */
TEST_F(grown, says_the_same)
{
	unsigned char early[ROOM];

	ASSERT_EQ(0, RUN());
	memcpy(early, self->arg, variant->first);
	prepare(self, variant->command, variant->command->size);
	ASSERT_EQ(0, RUN());
	EXPECT_EQ(0, memcmp(early + 8, self->arg + 8, variant->first - 8));
}

TEST_HARNESS_MAIN
