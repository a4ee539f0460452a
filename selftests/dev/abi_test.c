// SPDX-License-Identifier: GPL-2.0
/*
 * What holds for every command: the length of its struct, flags and reserved
 * members that it does not know, pointers that lead nowhere, and the
 * descriptor that it returns.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "command.h"
#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"

/* The sizes are ABI, the same for programs of 32 bits. */
static_assert(sizeof(struct mview_layout) == 64);
static_assert(sizeof(struct mview_dev_info) == 32);
static_assert(sizeof(struct mview_buffer_info) == 88);
static_assert(sizeof(struct mview_view_open) == 32);
static_assert(sizeof(struct mview_import_dmabuf) == 24);
static_assert(sizeof(struct mview_buffer_alloc) == 32);
static_assert(sizeof(struct mview_view_info) == 104);
static_assert(sizeof(struct mview_axis) == 32);
static_assert(sizeof(struct mview_view_slice) == 24);
static_assert(sizeof(struct mview_view_transpose) == 24);
static_assert(sizeof(struct mview_view_cast) == 40);
static_assert(sizeof(struct mview_view_field) == 24);
static_assert(sizeof(struct mview_view_readonly) == 16);
static_assert(sizeof(struct mview_view_contiguous) == 16);
static_assert(sizeof(struct mview_view_sync) == 8);
static_assert(sizeof(struct mview_view_release) == 16);
static_assert(sizeof(struct mview_view_export_dmabuf) == 16);

#define NAME	"abi_test"
#define TAIL	1024

struct argument {
	__u64 bytes[(sizeof(struct mview_view_info) + TAIL) / 8];
};

static void set_u32(void *arg, size_t offset, __u32 value)
{
	memcpy((char *)arg + offset, &value, sizeof(value));
}

static __u32 get_u32(const void *arg, size_t offset)
{
	__u32 value;

	memcpy(&value, (const char *)arg + offset, sizeof(value));
	return value;
}

static void target_init(struct __test_metadata *_metadata,
			struct target *target, const struct command *command)
{
	target->dmabuf = command->needs_dmabuf ? any_dmabuf() : -1;
	if (command->needs_dmabuf && target->dmabuf < 0)
		SKIP(return, "nobody here exports a dma-buf");
	ASSERT_EQ(0, sim_make(NAME, "format=B", "shape=4096"));
	target->name = NAME;
	target->dev = dev_open(O_RDWR);
	ASSERT_LE(0, target->dev);
	target->view = view_open(target->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, target->view);
	if (command->needs_records)
		target->view = view_cast(target->view, "T{B:b:}", 1,
					 (__u64 []){ 4096 }, MVIEW_CAST_FREE);
	ASSERT_LE(0, target->view);
	target->id = view_buffer_id(target->view);
}

static void argument_init(struct argument *arg, const struct command *command,
			  const struct target *target)
{
	memset(arg, 0, sizeof(*arg));
	set_u32(arg, 0, command->size);
	command->fill(arg, target);
	if (command->fd_at)
		set_u32(arg, command->fd_at, POISON_FD);
}

FIXTURE(command)
{
	struct target target;
	struct argument arg;
};

FIXTURE_VARIANT(command)
{
	const struct command *command;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(command, dev_info) { .command = &cmd_dev_info };
FIXTURE_VARIANT_ADD(command, buffer_info) { .command = &cmd_buffer_info };
FIXTURE_VARIANT_ADD(command, view_open) { .command = &cmd_view_open };
FIXTURE_VARIANT_ADD(command, import_dmabuf) { .command = &cmd_import_dmabuf };
FIXTURE_VARIANT_ADD(command, buffer_alloc) { .command = &cmd_buffer_alloc };
FIXTURE_VARIANT_ADD(command, buffer_origin) { .command = &cmd_buffer_origin };
FIXTURE_VARIANT_ADD(command, view_info) { .command = &cmd_view_info };
FIXTURE_VARIANT_ADD(command, slice) { .command = &cmd_slice };
FIXTURE_VARIANT_ADD(command, cast) { .command = &cmd_cast };
FIXTURE_VARIANT_ADD(command, readonly) { .command = &cmd_readonly };
FIXTURE_VARIANT_ADD(command, sync) { .command = &cmd_sync };
FIXTURE_VARIANT_ADD(command, release) { .command = &cmd_release };
FIXTURE_VARIANT_ADD(command, transpose) { .command = &cmd_transpose };
FIXTURE_VARIANT_ADD(command, field) { .command = &cmd_field };
FIXTURE_VARIANT_ADD(command, contiguous) { .command = &cmd_contiguous };
FIXTURE_VARIANT_ADD(command, export_dmabuf) { .command = &cmd_export_dmabuf };
/* clang-format on */

FIXTURE_SETUP(command)
{
	target_init(_metadata, &self->target, variant->command);
	argument_init(&self->arg, variant->command, &self->target);
}

FIXTURE_TEARDOWN_PARENT(command)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(command, accepts_exact_length)
{
	EXPECT_EQ(0, command_run(variant->command, &self->target, &self->arg));
}

TEST_F(command, accepts_longer_with_zeros)
{
	set_u32(&self->arg, 0, variant->command->size + 8);
	EXPECT_EQ(0, command_run(variant->command, &self->target, &self->arg));
}

TEST_F(command, accepts_odd_length_with_zeros)
{
	set_u32(&self->arg, 0, variant->command->size + 1);
	EXPECT_EQ(0, command_run(variant->command, &self->target, &self->arg));
}

TEST_F(command, accepts_much_longer_with_zeros)
{
	set_u32(&self->arg, 0, variant->command->size + TAIL);
	EXPECT_EQ(0, command_run(variant->command, &self->target, &self->arg));
}

TEST_F(command, rejects_too_short)
{
	const __u32 sizes[] = { 0, 1, 4, 7, variant->command->size - 1 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		set_u32(&self->arg, 0, sizes[i]);
		expect_errno(EINVAL, command_run(variant->command,
						 &self->target, &self->arg));
	}
}

TEST_F(command, rejects_longer_with_first_tail_byte)
{
	set_u32(&self->arg, 0, variant->command->size + 8);
	((char *)&self->arg)[variant->command->size] = 1;
	expect_errno(E2BIG, command_run(variant->command, &self->target,
					&self->arg));
}

TEST_F(command, rejects_longer_with_last_tail_byte)
{
	set_u32(&self->arg, 0, variant->command->size + TAIL);
	((char *)&self->arg)[variant->command->size + TAIL - 1] = 1;
	expect_errno(E2BIG, command_run(variant->command, &self->target,
					&self->arg));
}

TEST_F(command, ignores_what_lies_behind_the_length)
{
	memset((char *)&self->arg + variant->command->size, POISON, 64);
	EXPECT_EQ(0, command_run(variant->command, &self->target, &self->arg));
}

TEST_F(command, leaves_length_and_tail_alone)
{
	const char *tail = (char *)&self->arg + variant->command->size;
	size_t i;

	set_u32(&self->arg, 0, variant->command->size + 64);
	ASSERT_EQ(0, command_run(variant->command, &self->target, &self->arg));
	EXPECT_EQ(variant->command->size + 64, get_u32(&self->arg, 0));
	for (i = 0; i < 64; i++)
		EXPECT_EQ(0, tail[i]);
}

TEST_F(command, does_not_write_behind_the_struct)
{
	const unsigned char *tail =
		(unsigned char *)&self->arg + variant->command->size;
	size_t i;

	memset((void *)tail, POISON, 64);
	ASSERT_EQ(0, command_run(variant->command, &self->target, &self->arg));
	for (i = 0; i < 64; i++)
		EXPECT_EQ(POISON, tail[i]);
}

TEST_F(command, rejects_every_unknown_flag)
{
	__u32 flags = get_u32(&self->arg, 4);
	int bit;

	for (bit = 0; bit < 32; bit++) {
		if (variant->command->flags & (1U << bit))
			continue;
		set_u32(&self->arg, 4, flags | 1U << bit);
		expect_errno(EOPNOTSUPP, command_run(variant->command,
						     &self->target,
						     &self->arg));
	}
}

TEST_F(command, rejects_null)
{
	expect_errno(EFAULT, command_run(variant->command, &self->target,
					 NULL));
}

TEST_F(command, rejects_bad_address)
{
	expect_errno(EFAULT, command_run(variant->command, &self->target,
					 bad_address()));
}

TEST_F(command, rejects_struct_that_is_cut_off)
{
	__u32 size = variant->command->size;
	char *cut = guarded_alloc(size - 1);

	ASSERT_NE(NULL, cut);
	memcpy(cut, &self->arg, size - 1);
	expect_errno(EFAULT, command_run(variant->command, &self->target,
					 cut));
}

TEST_F(command, is_unknown_to_the_other_file)
{
	struct command other = *variant->command;

	other.on_view = !other.on_view;
	expect_errno(ENOTTY, command_run(&other, &self->target, &self->arg));
}

/* Commands that return a descriptor. */
FIXTURE(descriptor)
{
	struct target target;
	struct argument arg;
};

FIXTURE_VARIANT(descriptor)
{
	const struct command *command;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(descriptor, view_open) { .command = &cmd_view_open };
FIXTURE_VARIANT_ADD(descriptor, import_dmabuf) { .command = &cmd_import_dmabuf };
FIXTURE_VARIANT_ADD(descriptor, buffer_alloc) { .command = &cmd_buffer_alloc };
FIXTURE_VARIANT_ADD(descriptor, slice) { .command = &cmd_slice };
FIXTURE_VARIANT_ADD(descriptor, cast) { .command = &cmd_cast };
FIXTURE_VARIANT_ADD(descriptor, readonly) { .command = &cmd_readonly };
FIXTURE_VARIANT_ADD(descriptor, transpose) { .command = &cmd_transpose };
FIXTURE_VARIANT_ADD(descriptor, field) { .command = &cmd_field };
FIXTURE_VARIANT_ADD(descriptor, contiguous) { .command = &cmd_contiguous };
FIXTURE_VARIANT_ADD(descriptor, export_dmabuf) { .command = &cmd_export_dmabuf };
/* clang-format on */

FIXTURE_SETUP(descriptor)
{
	target_init(_metadata, &self->target, variant->command);
	argument_init(&self->arg, variant->command, &self->target);
}

FIXTURE_TEARDOWN_PARENT(descriptor)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static int lowest_free_fd(void)
{
	int fd = fcntl(0, F_DUPFD_CLOEXEC, 0);

	close(fd);
	return fd;
}

/* The buffers there are, and the exports of all of them. */
static __u64 count_exports(int dev)
{
	struct buffer_desc desc;
	__u64 id = 0, sum = 0;

	while (!buffer_describe(dev, id, MVIEW_BUFFER_INFO_NEXT, &desc)) {
		sum += desc.info.exports + 1;
		id = desc.info.id + 1;
	}
	return sum;
}

TEST_F(descriptor, is_the_lowest_free_one)
{
	int expected = lowest_free_fd();

	ASSERT_EQ(0, command_run(variant->command, &self->target, &self->arg));
	EXPECT_EQ(expected, get_u32(&self->arg, variant->command->fd_at));
}

TEST_F(descriptor, is_close_on_exec)
{
	int fd;

	ASSERT_EQ(0, command_run(variant->command, &self->target, &self->arg));
	fd = get_u32(&self->arg, variant->command->fd_at);
	EXPECT_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
}

TEST_F(descriptor, holds_an_export)
{
	__u64 before = count_exports(self->target.dev);
	int fd;

	ASSERT_EQ(0, command_run(variant->command, &self->target, &self->arg));
	fd = get_u32(&self->arg, variant->command->fd_at);
	EXPECT_LT(before, count_exports(self->target.dev));
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(before, count_exports(self->target.dev));
}

TEST_F(descriptor, is_what_the_command_makes)
{
	struct dma_buf_sync sync = { DMA_BUF_SYNC_READ };
	struct view_desc desc;
	int fd;

	ASSERT_EQ(0, command_run(variant->command, &self->target, &self->arg));
	fd = get_u32(&self->arg, variant->command->fd_at);
	EXPECT_EQ(0, variant->command->makes_dmabuf ?
		     ioctl(fd, DMA_BUF_IOCTL_SYNC, &sync) :
		     view_describe(fd, &desc));
}

TEST_F(descriptor, is_untouched_on_error)
{
	size_t fd_at = variant->command->fd_at;

	set_u32(&self->arg, 4, 1U << 31);
	EXPECT_EQ(-1, command_run(variant->command, &self->target, &self->arg));
	EXPECT_EQ(POISON_FD, get_u32(&self->arg, fd_at));
}

TEST_F(descriptor, is_not_made_when_there_is_no_number_left)
{
	__u64 before = count_exports(self->target.dev);
	struct rlimit limit, few;

	ASSERT_EQ(0, getrlimit(RLIMIT_NOFILE, &limit));
	few.rlim_max = limit.rlim_max;
	few.rlim_cur = lowest_free_fd();
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &few));
	expect_errno(EMFILE, command_run(variant->command, &self->target,
					 &self->arg));
	ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &limit));
	EXPECT_EQ(POISON_FD, get_u32(&self->arg, variant->command->fd_at));
	EXPECT_EQ(before, count_exports(self->target.dev));
}

/* If the kernel can't return a descriptor, it must not install one. */
TEST_F(descriptor, is_not_made_when_it_cannot_be_returned)
{
	__u64 before = count_exports(self->target.dev);
	int next = lowest_free_fd();
	void *arg;

	arg = mmap(NULL, sizeof(self->arg), PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, arg);
	memcpy(arg, &self->arg, sizeof(self->arg));
	ASSERT_EQ(0, mprotect(arg, sizeof(self->arg), PROT_READ));
	expect_errno(EFAULT, command_run(variant->command, &self->target,
					 arg));
	EXPECT_EQ(next, lowest_free_fd());
	EXPECT_EQ(before, count_exports(self->target.dev));
}

/* Commands with a reserved member. */
FIXTURE(reserved)
{
	struct target target;
	struct argument arg;
};

FIXTURE_VARIANT(reserved)
{
	const struct command *command;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(reserved, buffer_alloc) { .command = &cmd_buffer_alloc };
FIXTURE_VARIANT_ADD(reserved, buffer_origin) { .command = &cmd_buffer_origin };
FIXTURE_VARIANT_ADD(reserved, view_info) { .command = &cmd_view_info };
FIXTURE_VARIANT_ADD(reserved, cast) { .command = &cmd_cast };
FIXTURE_VARIANT_ADD(reserved, readonly) { .command = &cmd_readonly };
FIXTURE_VARIANT_ADD(reserved, release) { .command = &cmd_release };
FIXTURE_VARIANT_ADD(reserved, export_dmabuf) { .command = &cmd_export_dmabuf };
/* clang-format on */

FIXTURE_SETUP(reserved)
{
	target_init(_metadata, &self->target, variant->command);
	argument_init(&self->arg, variant->command, &self->target);
}

FIXTURE_TEARDOWN_PARENT(reserved)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(reserved, must_be_zero)
{
	int bit;

	for (bit = 0; bit < 32; bit++) {
		set_u32(&self->arg, variant->command->reserved_at, 1U << bit);
		expect_errno(EINVAL, command_run(variant->command,
						 &self->target, &self->arg));
	}
}

TEST_F(reserved, comes_back_as_zero)
{
	size_t reserved_at = variant->command->reserved_at;

	ASSERT_EQ(0, command_run(variant->command, &self->target, &self->arg));
	EXPECT_EQ(0, get_u32(&self->arg, reserved_at));
}

/* Pointers inside the structs. */
FIXTURE(pointer)
{
	struct target target;
	struct argument arg;
};

FIXTURE_VARIANT(pointer)
{
	const struct command *command;
	size_t at;
	bool in_layout;
};

#define POINTER_ADD(name, cmd, type, member)				\
	FIXTURE_VARIANT_ADD(pointer, name)				\
	{								\
		.command = &cmd, .at = offsetof(struct type, member),	\
	}

/* In the layout that the struct points to. */
#define LAYOUT_ADD(name, cmd, member)					\
	FIXTURE_VARIANT_ADD(pointer, name)				\
	{								\
		.command = &cmd,					\
		.at = offsetof(struct mview_layout, member),		\
		.in_layout = true,					\
	}

/* clang-format off */
POINTER_ADD(buffer_name, cmd_buffer_info, mview_buffer_info, name);
POINTER_ADD(buffer_owner, cmd_buffer_info, mview_buffer_info, owner);
POINTER_ADD(buffer_layout, cmd_buffer_info, mview_buffer_info, layout);
LAYOUT_ADD(buffer_format, cmd_buffer_info, format);
LAYOUT_ADD(buffer_shape, cmd_buffer_info, shape);
LAYOUT_ADD(buffer_strides, cmd_buffer_info, strides);
POINTER_ADD(open_name, cmd_view_open, mview_view_open, name);
POINTER_ADD(import_layout, cmd_import_dmabuf, mview_import_dmabuf, layout);
LAYOUT_ADD(import_format, cmd_import_dmabuf, format);
LAYOUT_ADD(import_shape, cmd_import_dmabuf, shape);
LAYOUT_ADD(import_strides, cmd_import_dmabuf, strides);
POINTER_ADD(alloc_layout, cmd_buffer_alloc, mview_buffer_alloc, layout);
LAYOUT_ADD(alloc_format, cmd_buffer_alloc, format);
LAYOUT_ADD(alloc_shape, cmd_buffer_alloc, shape);
LAYOUT_ADD(alloc_strides, cmd_buffer_alloc, strides);
POINTER_ADD(origin_driver, cmd_buffer_origin, mview_buffer_origin, driver);
POINTER_ADD(view_layout, cmd_view_info, mview_view_info, layout);
LAYOUT_ADD(view_format, cmd_view_info, format);
LAYOUT_ADD(view_shape, cmd_view_info, shape);
LAYOUT_ADD(view_strides, cmd_view_info, strides);
POINTER_ADD(slice_axes, cmd_slice, mview_view_slice, axes);
POINTER_ADD(cast_format, cmd_cast, mview_view_cast, format);
POINTER_ADD(cast_shape, cmd_cast, mview_view_cast, shape);
POINTER_ADD(transpose_axes, cmd_transpose, mview_view_transpose, axes);
POINTER_ADD(field_name, cmd_field, mview_view_field, name);
/* clang-format on */

FIXTURE_SETUP(pointer)
{
	target_init(_metadata, &self->target, variant->command);
	argument_init(&self->arg, variant->command, &self->target);
}

FIXTURE_TEARDOWN_PARENT(pointer)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

/* The pointer is @at bytes into @arg, or into the layout that @arg points to. */
static void set_pointer(void *arg, const struct command *command,
			bool in_layout, size_t at, __u64 value)
{
	char *in = arg;
	__u64 layout;

	if (in_layout) {
		memcpy(&layout, in + command->layout_at, sizeof(layout));
		in = (char *)(uintptr_t)layout;
	}
	memcpy(in + at, &value, sizeof(value));
}

TEST_F(pointer, to_nothing_is_refused)
{
	set_pointer(&self->arg, variant->command, variant->in_layout,
		    variant->at, to_user(bad_address()));
	expect_errno(EFAULT, command_run(variant->command, &self->target,
					 &self->arg));
}

TEST_F(pointer, to_the_kernel_is_refused)
{
	set_pointer(&self->arg, variant->command, variant->in_layout,
		    variant->at, 0xffff800000000000);
	expect_errno(EFAULT, command_run(variant->command, &self->target,
					 &self->arg));
}

/* Bits that no address of the program's has, above one that works */
TEST_F(pointer, with_more_bits_is_refused)
{
	__u64 more = 1ULL << (sizeof(long) == 4 ? 32 : 55), value;
	char *in = (char *)&self->arg;

	if (variant->in_layout) {
		memcpy(&value, in + variant->command->layout_at, sizeof(value));
		in = (char *)(uintptr_t)value;
	}
	memcpy(&value, in + variant->at, sizeof(value));
	set_pointer(&self->arg, variant->command, variant->in_layout,
		    variant->at, value | more);
	expect_errno(EFAULT, command_run(variant->command, &self->target,
					 &self->arg));
}

TEST_F(pointer, that_is_bad_makes_no_view)
{
	__u64 before = count_exports(self->target.dev);

	set_pointer(&self->arg, variant->command, variant->in_layout,
		    variant->at, to_user(bad_address()));
	EXPECT_EQ(-1, command_run(variant->command, &self->target, &self->arg));
	if (variant->command->fd_at) {
		EXPECT_EQ(POISON_FD, get_u32(&self->arg,
					     variant->command->fd_at));
	}
	EXPECT_EQ(before, count_exports(self->target.dev));
}

/* Numbers that are no command. */
FIXTURE(number)
{
	struct target target;
	struct argument arg;
};

FIXTURE_SETUP(number)
{
	target_init(_metadata, &self->target, &cmd_dev_info);
	self->arg.bytes[0] = 0;
	set_u32(&self->arg, 0, sizeof(self->arg));
}

FIXTURE_TEARDOWN_PARENT(number)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static bool is_one_of(unsigned int number, const unsigned int *numbers,
		      size_t n)
{
	while (n--)
		if (number == numbers[n])
			return true;
	return false;
}

TEST_F(number, that_the_device_does_not_know)
{
	static const unsigned int known[] = {
		MVIEW_DEV_INFO, MVIEW_BUFFER_INFO, MVIEW_VIEW_OPEN,
		MVIEW_IMPORT_DMABUF, MVIEW_BUFFER_ALLOC, MVIEW_TRACE_OPEN,
		MVIEW_BUFFER_ORIGIN,
	};
	unsigned int i;

	for (i = _IO(MVIEW_IOC, 0); i <= _IO(MVIEW_IOC, 0xff); i++) {
		if (is_one_of(i, known, ARRAY_SIZE(known)))
			continue;
		expect_errno(ENOTTY, ioctl(self->target.dev, i, &self->arg));
	}
}

TEST_F(number, that_a_view_does_not_know)
{
	static const unsigned int known[] = {
		MVIEW_VIEW_INFO, MVIEW_VIEW_SLICE, MVIEW_VIEW_CAST,
		MVIEW_VIEW_READONLY, MVIEW_VIEW_SYNC, MVIEW_VIEW_RELEASE,
		MVIEW_VIEW_TRANSPOSE, MVIEW_VIEW_CONTIGUOUS,
		MVIEW_VIEW_EXPORT_DMABUF, MVIEW_VIEW_FIELD,
	};
	unsigned int i;

	for (i = _IO(MVIEW_IOC, 0); i <= _IO(MVIEW_IOC, 0xff); i++) {
		if (is_one_of(i, known, ARRAY_SIZE(known)))
			continue;
		expect_errno(ENOTTY, ioctl(self->target.view, i, &self->arg));
	}
}

TEST_F(number, of_another_driver)
{
	unsigned int i;

	for (i = 0; i < 8; i++) {
		expect_errno(ENOTTY, ioctl(self->target.dev,
					   _IO(MVIEW_IOC + 1, i), &self->arg));
		expect_errno(ENOTTY, ioctl(self->target.view,
					   _IO(MVIEW_IOC - 1, 0x40 + i),
					   &self->arg));
	}
}

TEST_F(number, with_a_direction_or_a_length)
{
	expect_errno(ENOTTY, ioctl(self->target.dev,
				   _IOWR(MVIEW_IOC, 0, struct mview_dev_info),
				   &self->arg));
	expect_errno(ENOTTY, ioctl(self->target.view,
				   _IOC(_IOC_NONE, MVIEW_IOC, 0x40, 8),
				   &self->arg));
}

TEST_HARNESS_MAIN
