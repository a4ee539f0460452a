// SPDX-License-Identifier: GPL-2.0
/* Every command with an argument that works, for tests of all commands. */
#include <string.h>
#include <sys/ioctl.h>

#include "command.h"
#include "mview_test.h"

static char name[MVIEW_NAME_MAX], owner[MVIEW_NAME_MAX];
static char format[MVIEW_FORMAT_MAX];
static __u64 shape[MVIEW_NDIM_MAX];
static __s64 strides[MVIEW_NDIM_MAX];
static struct mview_layout layout;

static const __u32 axes[] = { 0 };
static const struct mview_axis axis = { .count = 2, .step = 1 };

/* Room for what is returned. */
static __u64 fill_room(void)
{
	layout = (struct mview_layout) {
		.size = sizeof(layout),
		.format = to_user(format),
		.format_len = sizeof(format),
		.ndim = MVIEW_NDIM_MAX,
		.shape = to_user(shape),
		.strides = to_user(strides),
	};
	return to_user(&layout);
}

static __u64 fill_two_bytes(void)
{
	strides[0] = 1;
	shape[0] = 2;
	layout = (struct mview_layout) {
		.size = sizeof(layout),
		.format = to_user("B"),
		.format_len = 1,
		.ndim = 1,
		.shape = to_user(shape),
		.strides = to_user(strides),
	};
	return to_user(&layout);
}

static void fill_nothing(void *arg, const struct target *target)
{
	(void)arg;
	(void)target;
}

static void fill_buffer_info(void *arg, const struct target *target)
{
	struct mview_buffer_info *info = arg;

	info->id = target->id;
	info->name = to_user(name);
	info->name_len = sizeof(name);
	info->owner = to_user(owner);
	info->owner_len = sizeof(owner);
	info->layout = fill_room();
}

static void fill_view_open(void *arg, const struct target *target)
{
	struct mview_view_open *open = arg;

	open->name = to_user(target->name);
	open->name_len = strlen(target->name);
}

static void fill_import(void *arg, const struct target *target)
{
	struct mview_import_dmabuf *import = arg;

	import->dmabuf_fd = target->dmabuf;
	import->layout = fill_two_bytes();
}

static void fill_alloc(void *arg, const struct target *target)
{
	struct mview_buffer_alloc *alloc = arg;

	(void)target;
	alloc->nbytes = 4096;
	alloc->layout = fill_two_bytes();
}

/* Room for any origin. */
static void fill_origin(void *arg, const struct target *target)
{
	static char device[MVIEW_NAME_MAX], driver[MVIEW_NAME_MAX], stack[4096];
	struct mview_buffer_origin *origin = arg;

	origin->id = target->id;
	origin->device = to_user(device);
	origin->driver = to_user(driver);
	origin->stack = to_user(stack);
	origin->device_len = sizeof(device);
	origin->driver_len = sizeof(driver);
	origin->stack_len = sizeof(stack);
}

static void fill_view_info(void *arg, const struct target *target)
{
	struct mview_view_info *info = arg;

	(void)target;
	info->layout = fill_room();
}

static void fill_slice(void *arg, const struct target *target)
{
	struct mview_view_slice *slice = arg;

	(void)target;
	slice->axes = to_user(&axis);
	slice->ndim = 1;
}

static void fill_cast(void *arg, const struct target *target)
{
	struct mview_view_cast *cast = arg;
	struct view_desc desc;

	if (!view_describe(target->view, &desc))
		shape[0] = desc.info.nbytes;
	cast->format = to_user("b");
	cast->format_len = 1;
	cast->ndim = 1;
	cast->shape = to_user(shape);
}

static void fill_sync(void *arg, const struct target *target)
{
	struct mview_view_sync *sync = arg;

	(void)target;
	sync->flags = MVIEW_SYNC_READ;
}

static void fill_transpose(void *arg, const struct target *target)
{
	struct mview_view_transpose *transpose = arg;

	(void)target;
	transpose->axes = to_user(axes);
	transpose->ndim = 1;
}

static void fill_field(void *arg, const struct target *target)
{
	struct mview_view_field *field = arg;

	(void)target;
	field->name = to_user("b");
	field->name_len = 1;
}

static void fill_contiguous(void *arg, const struct target *target)
{
	struct mview_view_contiguous *contiguous = arg;

	(void)target;
	contiguous->order = 'C';
}

const struct command cmd_dev_info = {
	.number = MVIEW_DEV_INFO,
	.size = sizeof(struct mview_dev_info),
	.fill = fill_nothing,
};

const struct command cmd_buffer_info = {
	.number = MVIEW_BUFFER_INFO,
	.size = sizeof(struct mview_buffer_info),
	.flags = MVIEW_BUFFER_INFO_NEXT,
	.layout_at = offsetof(struct mview_buffer_info, layout),
	.fill = fill_buffer_info,
};

const struct command cmd_view_open = {
	.number = MVIEW_VIEW_OPEN,
	.size = sizeof(struct mview_view_open),
	.flags = MVIEW_OPEN_WRITE | MVIEW_CONFINED | MVIEW_PINNABLE |
		 MVIEW_UNDECLARED,
	.fd_at = offsetof(struct mview_view_open, fd),
	.fill = fill_view_open,
};

const struct command cmd_import_dmabuf = {
	.number = MVIEW_IMPORT_DMABUF,
	.size = sizeof(struct mview_import_dmabuf),
	.flags = MVIEW_OPEN_WRITE | MVIEW_CONFINED,
	.fd_at = offsetof(struct mview_import_dmabuf, fd),
	.layout_at = offsetof(struct mview_import_dmabuf, layout),
	.needs_dmabuf = true,
	.fill = fill_import,
};

const struct command cmd_buffer_alloc = {
	.number = MVIEW_BUFFER_ALLOC,
	.size = sizeof(struct mview_buffer_alloc),
	.flags = MVIEW_OPEN_WRITE | MVIEW_CONFINED | MVIEW_PINNABLE |
		 MVIEW_CONTIGUOUS,
	.fd_at = offsetof(struct mview_buffer_alloc, fd),
	.reserved_at = offsetof(struct mview_buffer_alloc, __reserved),
	.layout_at = offsetof(struct mview_buffer_alloc, layout),
	.fill = fill_alloc,
};

const struct command cmd_buffer_origin = {
	.number = MVIEW_BUFFER_ORIGIN,
	.size = sizeof(struct mview_buffer_origin),
	.flags = MVIEW_BUFFER_INFO_NEXT,
	.reserved_at = offsetof(struct mview_buffer_origin, __reserved),
	.fill = fill_origin,
};

const struct command cmd_view_info = {
	.number = MVIEW_VIEW_INFO,
	.size = sizeof(struct mview_view_info),
	.flags = MVIEW_VIEW_INFO_SEEN,
	.reserved_at = offsetof(struct mview_view_info, __reserved),
	.layout_at = offsetof(struct mview_view_info, layout),
	.on_view = true,
	.fill = fill_view_info,
};

const struct command cmd_slice = {
	.number = MVIEW_VIEW_SLICE,
	.size = sizeof(struct mview_view_slice),
	.flags = MVIEW_CONFINED,
	.fd_at = offsetof(struct mview_view_slice, fd),
	.on_view = true,
	.fill = fill_slice,
};

const struct command cmd_cast = {
	.number = MVIEW_VIEW_CAST,
	.size = sizeof(struct mview_view_cast),
	.flags = MVIEW_CAST_FREE | MVIEW_CONFINED,
	.fd_at = offsetof(struct mview_view_cast, fd),
	.reserved_at = offsetof(struct mview_view_cast, __reserved),
	.on_view = true,
	.fill = fill_cast,
};

const struct command cmd_readonly = {
	.number = MVIEW_VIEW_READONLY,
	.size = sizeof(struct mview_view_readonly),
	.flags = MVIEW_CONFINED,
	.fd_at = offsetof(struct mview_view_readonly, fd),
	.reserved_at = offsetof(struct mview_view_readonly, __reserved),
	.on_view = true,
	.fill = fill_nothing,
};

const struct command cmd_sync = {
	.number = MVIEW_VIEW_SYNC,
	.size = sizeof(struct mview_view_sync),
	.flags = MVIEW_SYNC_READ | MVIEW_SYNC_WRITE | MVIEW_SYNC_END,
	.on_view = true,
	.fill = fill_sync,
};

const struct command cmd_release = {
	.number = MVIEW_VIEW_RELEASE,
	.size = sizeof(struct mview_view_release),
	.reserved_at = offsetof(struct mview_view_release, __reserved),
	.on_view = true,
	.fill = fill_nothing,
};

const struct command cmd_transpose = {
	.number = MVIEW_VIEW_TRANSPOSE,
	.size = sizeof(struct mview_view_transpose),
	.flags = MVIEW_CONFINED,
	.fd_at = offsetof(struct mview_view_transpose, fd),
	.on_view = true,
	.fill = fill_transpose,
};

const struct command cmd_field = {
	.number = MVIEW_VIEW_FIELD,
	.size = sizeof(struct mview_view_field),
	.flags = MVIEW_CONFINED,
	.fd_at = offsetof(struct mview_view_field, fd),
	.on_view = true,
	.needs_records = true,
	.fill = fill_field,
};

const struct command cmd_contiguous = {
	.number = MVIEW_VIEW_CONTIGUOUS,
	.size = sizeof(struct mview_view_contiguous),
	.flags = MVIEW_OPEN_WRITE | MVIEW_CONFINED,
	.fd_at = offsetof(struct mview_view_contiguous, fd),
	.on_view = true,
	.fill = fill_contiguous,
};

const struct command cmd_export_dmabuf = {
	.number = MVIEW_VIEW_EXPORT_DMABUF,
	.size = sizeof(struct mview_view_export_dmabuf),
	.fd_at = offsetof(struct mview_view_export_dmabuf, fd),
	.reserved_at = offsetof(struct mview_view_export_dmabuf, __reserved),
	.on_view = true,
	.makes_dmabuf = true,
	.fill = fill_nothing,
};

int command_run(const struct command *command, const struct target *target,
		void *arg)
{
	return ioctl(command->on_view ? target->view : target->dev,
		     command->number, arg);
}
