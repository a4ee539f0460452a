// SPDX-License-Identifier: GPL-2.0
/*
 * Layouts grow by themselves, without the structs that point to them: what holds
 * for the length and the flags of an argument holds for them as well.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>

#include "command.h"
#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"grow_test"
#define SIZE	sizeof(struct mview_layout)
#define ROOM	(1 << 17)

FIXTURE(layout)
{
	struct target target;
	__u64 arg[64];
	unsigned char layout[ROOM];
};

FIXTURE_VARIANT(layout)
{
	const struct command *command;
	bool is_returned;
};

FIXTURE_VARIANT_ADD(layout, of_buffer_info)
{
	.command = &cmd_buffer_info, .is_returned = true,
};

FIXTURE_VARIANT_ADD(layout, of_view_info)
{
	.command = &cmd_view_info, .is_returned = true,
};

/* clang-format off */
FIXTURE_VARIANT_ADD(layout, of_import) { .command = &cmd_import_dmabuf };
FIXTURE_VARIANT_ADD(layout, of_alloc) { .command = &cmd_buffer_alloc };
/* clang-format on */

static __u64 *pointer(FIXTURE_DATA(layout) *self,
		      const struct command *command)
{
	return &self->arg[command->layout_at / sizeof(*self->arg)];
}

/* The command with a layout of @size bytes, zero behind what is known. */
static void prepare(FIXTURE_DATA(layout) *self, const struct command *command,
		    __u32 size)
{
	memset(self->arg, 0, sizeof(self->arg));
	memcpy(self->arg, &command->size, sizeof(command->size));
	command->fill(self->arg, &self->target);
	memset(self->layout, 0, ROOM);
	memcpy(self->layout, (void *)(uintptr_t)*pointer(self, command), SIZE);
	memcpy(self->layout, &size, sizeof(size));
	*pointer(self, command) = to_user(self->layout);
}

FIXTURE_SETUP(layout)
{
	struct target *target = &self->target;

	target->dmabuf = variant->command->needs_dmabuf ? any_dmabuf() : -1;
	if (variant->command->needs_dmabuf && target->dmabuf < 0)
		SKIP(return, "nobody here exports a dma-buf");
	ASSERT_EQ(0, sim_make(NAME, "shape=4096"));
	target->name = NAME;
	target->dev = dev_open(O_RDWR);
	ASSERT_LE(0, target->dev);
	target->view = view_open(target->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, target->view);
	target->id = view_buffer_id(target->view);
	prepare(self, variant->command, SIZE);
}

FIXTURE_TEARDOWN_PARENT(layout)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

#define PREPARE(size)	prepare(self, variant->command, size)
#define RUN()	command_run(variant->command, &self->target, self->arg)

static bool all_are(const unsigned char *bytes, unsigned char byte, size_t size)
{
	while (size--)
		if (*bytes++ != byte)
			return false;
	return true;
}

TEST_F(layout, is_taken_at_its_length)
{
	EXPECT_EQ(0, RUN());
}

TEST_F(layout, is_taken_longer_with_zeros)
{
	const __u32 more[] = { 1, 3, 8, 1000 };

	for (size_t i = 0; i < ARRAY_SIZE(more); i++) {
		PREPARE(SIZE + more[i]);
		EXPECT_EQ(0, RUN());
	}
}

TEST_F(layout, is_not_taken_longer_with_anything_else)
{
	PREPARE(SIZE + 8);
	self->layout[SIZE] = 1;
	expect_errno(E2BIG, RUN());
	PREPARE(SIZE + 1000);
	self->layout[SIZE + 999] = 1;
	expect_errno(E2BIG, RUN());
}

TEST_F(layout, is_not_taken_shorter)
{
	const __u32 sizes[] = { 0, 1, 4, 7, 8, SIZE - 8, SIZE - 1 };

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		PREPARE(sizes[i]);
		expect_errno(EINVAL, RUN());
	}
}

TEST_F(layout, is_at_most_a_page)
{
	PREPARE(getpagesize());
	EXPECT_EQ(0, RUN());
	PREPARE(getpagesize() + 1);
	expect_errno(E2BIG, RUN());
}

TEST_F(layout, may_be_followed_by_anything)
{
	memset(self->layout + SIZE, POISON, ROOM - SIZE);
	EXPECT_EQ(0, RUN());
	EXPECT_TRUE(all_are(self->layout + SIZE, POISON, ROOM - SIZE));
}

TEST_F(layout, keeps_its_length_and_its_tail)
{
	__u32 size = SIZE + 64, seen;

	PREPARE(size);
	ASSERT_EQ(0, RUN());
	memcpy(&seen, self->layout, sizeof(seen));
	EXPECT_EQ(size, seen);
	EXPECT_TRUE(all_are(self->layout + SIZE, 0, 64));
}

TEST_F(layout, may_end_where_the_memory_does)
{
	void *end = guarded_alloc(SIZE);

	ASSERT_NE(NULL, end);
	memcpy(end, self->layout, SIZE);
	*pointer(self, variant->command) = to_user(end);
	EXPECT_EQ(0, RUN());
}

TEST_F(layout, must_not_be_cut_off)
{
	void *end = guarded_alloc(SIZE - 1);

	ASSERT_NE(NULL, end);
	memcpy(end, self->layout, SIZE - 1);
	*pointer(self, variant->command) = to_user(end);
	expect_errno(EFAULT, RUN());
}

TEST_F(layout, has_no_flags)
{
	for (int bit = 0; bit < 32; bit++) {
		__u32 flags = 1U << bit;

		PREPARE(SIZE);
		memcpy(self->layout + 4, &flags, sizeof(flags));
		expect_errno(EOPNOTSUPP, RUN());
	}
}

TEST_F(layout, has_a_reserved_member)
{
	for (int bit = 0; bit < 32; bit++) {
		__u32 reserved = 1U << bit;

		PREPARE(SIZE);
		memcpy(self->layout + offsetof(struct mview_layout, __reserved),
		       &reserved, sizeof(reserved));
		expect_errno(EINVAL, RUN());
	}
}

TEST_F(layout, may_be_left_out)
{
	*pointer(self, variant->command) = 0;
	EXPECT_EQ(0, RUN());
}

/* A layout that is only input may lie in read-only memory. */
TEST_F(layout, is_written_only_if_it_is_returned)
{
	struct mview_layout before;

	memcpy(&before, self->layout, SIZE);
	ASSERT_EQ(0, RUN());
	EXPECT_EQ(!variant->is_returned,
		  !memcmp(&before, self->layout, SIZE));
}

TEST_HARNESS_MAIN
