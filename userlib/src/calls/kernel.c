// SPDX-License-Identifier: LGPL-2.1-or-later
/* The commands of the kernel module, one function each. */
#include "calls/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "calls/abi.h"

#define DEVICE "/dev/mview"

static uint64_t address(const void *p)
{
	return (uintptr_t)p;
}

static int command(int fd, unsigned long request, void *arg)
{
	return ioctl(fd, request, arg) < 0 ? -errno : 0;
}

/* ENOENT means no such buffer, so that a missing device is ENXIO. */
int kernel_device_open(bool write)
{
	int fd = open(DEVICE, (write ? O_RDWR : O_RDONLY) | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	return errno == ENOENT || errno == ENODEV ? -ENXIO : -errno;
}

int kernel_device(bool write, unsigned long request, void *arg)
{
	int fd, err;

	fd = kernel_device_open(write);
	if (fd < 0)
		return fd;
	err = command(fd, request, arg);
	close(fd);
	return err;
}

int kernel_abi(void)
{
	struct mview_dev_info info = { .size = sizeof(info) };
	int err = kernel_device(false, MVIEW_DEV_INFO, &info);

	return err ? err : (int)info.abi_version;
}

int kernel_ask(int device, unsigned long request, void *arg)
{
	return device < 0 ? kernel_device(false, request, arg) :
			    command(device, request, arg);
}

/* Room for any layout of the kernel: MVIEW_FORMAT_MAX and MVIEW_NDIM_MAX. */
static struct mview_layout room(char *format, int64_t *shape, int64_t *strides)
{
	return (struct mview_layout) {
		.size = sizeof(struct mview_layout),
		.format = address(format),
		.format_len = MVIEW_FORMAT_MAX,
		.ndim = MVIEW_NDIM_MAX,
		.shape = address(shape),
		.strides = address(strides),
	};
}

/* Translate the format of a returned layout to this program's ABI */
static int translate(struct mview_layout *layout)
{
	return abi_from_kernel((char *)(uintptr_t)layout->format,
			       &layout->format_len, layout->long_size);
}

int kernel_buffer(struct kernel_buffer *buffer, int device, uint64_t id,
		  bool next)
{
	int err;

	buffer->info = (struct mview_buffer_info) {
		.size = sizeof(buffer->info),
		.flags = next ? MVIEW_BUFFER_INFO_NEXT : 0,
		.id = id,
		.layout = address(&buffer->layout),
		.name = address(buffer->name),
		.name_len = MVIEW_NAME_MAX,
		.owner = address(buffer->owner),
		.owner_len = MVIEW_NAME_MAX,
	};
	buffer->layout = room(buffer->format, buffer->shape, buffer->strides);
	err = kernel_ask(device, MVIEW_BUFFER_INFO, &buffer->info);
	if (!err)
		err = translate(&buffer->layout);
	if (err)
		return err;
	buffer->name[buffer->info.name_len] = '\0';
	buffer->owner[buffer->info.owner_len] = '\0';
	buffer->format[buffer->layout.format_len] = '\0';
	return 0;
}

int kernel_open(const char *name, uint64_t id, uint32_t flags)
{
	struct mview_view_open arg = {
		.size = sizeof(arg),
		.flags = flags,
		.id = id,
		.name = address(name),
		.name_len = name ? strlen(name) : 0,
	};
	int err = kernel_device(flags & MVIEW_OPEN_WRITE, MVIEW_VIEW_OPEN, &arg);

	return err ? err : arg.fd;
}

/* A caller's layout, and room for its format as the kernel reads it */
struct given {
	struct mview_layout layout;
	char text[MVIEW_FORMAT_MAX];
};

static int give(struct given *given, const struct mv_layout *layout)
{
	const char *format = layout->format;
	size_t len = layout->format_len;
	int err = abi_to_kernel(given->text, &format, &len);

	given->layout = (struct mview_layout) {
		.size = sizeof(given->layout),
		.format = address(format),
		.format_len = len,
		.ndim = layout->ndim,
		.shape = address(layout->shape),
		.strides = address(layout->strides),
		.offset = layout->offset,
	};
	return err;
}

/* The layout's address for the kernel; 0 for bytes if none was given. */
static uint64_t place(const struct mv_layout *layout,
		      const struct mview_layout *copy)
{
	bool any = layout->format || layout->ndim || layout->offset ||
		   layout->shape || layout->strides;

	return any ? address(copy) : 0;
}

int kernel_import(int dmabuf, const struct mv_layout *layout, uint32_t flags)
{
	struct given given;
	struct mview_import_dmabuf arg = {
		.size = sizeof(arg),
		.flags = flags,
		.layout = place(layout, &given.layout),
		.dmabuf_fd = dmabuf,
	};
	int err = give(&given, layout);

	if (!err)
		err = kernel_device(flags & MVIEW_OPEN_WRITE,
				    MVIEW_IMPORT_DMABUF, &arg);
	return err ? err : arg.fd;
}

int kernel_alloc(uint64_t nbytes, const struct mv_layout *layout,
		 uint32_t flags)
{
	struct given given;
	struct mview_buffer_alloc arg = {
		.size = sizeof(arg),
		.flags = flags,
		.nbytes = nbytes,
		.layout = place(layout, &given.layout),
	};
	int err = give(&given, layout);

	if (!err)
		err = kernel_device(flags & MVIEW_OPEN_WRITE,
				    MVIEW_BUFFER_ALLOC, &arg);
	/* Modules that do not know the command. */
	return err == -ENOTTY ? -EOPNOTSUPP : err ? err : arg.fd;
}

int kernel_slice(int fd, const struct mv_axis *axes, uint32_t naxes,
		 uint32_t flags)
{
	struct mview_axis copies[MVIEW_NDIM_MAX];
	struct mview_view_slice arg = {
		.size = sizeof(arg),
		.flags = flags,
		.axes = address(copies),
		.ndim = naxes,
	};
	uint32_t i;
	int err;

	for (i = 0; i < naxes; i++) {
		copies[i] = (struct mview_axis) {
			.start = axes[i].start,
			.count = axes[i].index ? 0 : axes[i].count,
			.step = axes[i].index ? 0 : axes[i].step,
			.flags = axes[i].index ? MVIEW_AXIS_INDEX : 0,
		};
	}
	err = command(fd, MVIEW_VIEW_SLICE, &arg);
	return err ? err : arg.fd;
}

int kernel_field(int fd, const char *name, size_t len, uint32_t flags)
{
	struct mview_view_field arg = {
		.size = sizeof(arg),
		.flags = flags,
		.name = address(name),
		.name_len = len,
	};
	int err = command(fd, MVIEW_VIEW_FIELD, &arg);

	return err ? err : arg.fd;
}

int kernel_export(int fd)
{
	struct mview_view_export_dmabuf arg = { .size = sizeof(arg) };
	int err = command(fd, MVIEW_VIEW_EXPORT_DMABUF, &arg);

	return err ? err : arg.fd;
}

int kernel_cast(int fd, const char *format, size_t len, uint32_t ndim,
		const int64_t *shape)
{
	char text[MVIEW_FORMAT_MAX];
	int err = abi_to_kernel(text, &format, &len);
	struct mview_view_cast arg = {
		.size = sizeof(arg),
		.flags = MVIEW_CAST_FREE,
		.format = address(format),
		.format_len = len,
		.ndim = ndim,
		.shape = address(shape),
	};

	if (!err)
		err = command(fd, MVIEW_VIEW_CAST, &arg);
	return err ? err : arg.fd;
}

int kernel_transpose(int fd, const uint32_t *axes, uint32_t naxes)
{
	struct mview_view_transpose arg = {
		.size = sizeof(arg),
		.axes = address(axes),
		.ndim = naxes,
	};
	int err = command(fd, MVIEW_VIEW_TRANSPOSE, &arg);

	return err ? err : arg.fd;
}

int kernel_readonly(int fd)
{
	struct mview_view_readonly arg = { .size = sizeof(arg) };
	int err = command(fd, MVIEW_VIEW_READONLY, &arg);

	return err ? err : arg.fd;
}

int kernel_view(int fd, struct kernel_view *view)
{
	struct mview_layout layout = room(view->format, view->shape,
					  view->strides);
	int err;

	view->info = (struct mview_view_info) {
		.size = sizeof(view->info),
		.layout = address(&layout),
	};
	err = command(fd, MVIEW_VIEW_INFO, &view->info);
	if (!err)
		err = translate(&layout);
	if (err)
		return err;
	view->layout = (struct mv_layout) {
		.format = view->format,
		.format_len = layout.format_len,
		.ndim = layout.ndim,
		.itemsize = layout.itemsize,
		.offset = layout.offset,
		.shape = view->shape,
		.strides = view->strides,
	};
	return 0;
}

int kernel_seen(int fd, uint64_t *seq)
{
	struct mview_view_info info = {
		.size = sizeof(info),
		.flags = MVIEW_VIEW_INFO_SEEN,
	};
	int err = command(fd, MVIEW_VIEW_INFO, &info);

	if (!err)
		*seq = info.seq;
	return err;
}

int kernel_alive(int fd)
{
	struct pollfd poller = { .fd = fd };

	/* If poll() fails the buffer is taken to be alive. */
	if (poll(&poller, 1, 0) <= 0 || !(poller.revents & POLLHUP))
		return 0;
	return -ENODEV;
}

int kernel_sync(int fd, uint32_t flags)
{
	struct mview_view_sync arg = { .size = sizeof(arg), .flags = flags };

	return command(fd, MVIEW_VIEW_SYNC, &arg);
}

int kernel_release(int fd)
{
	struct mview_view_release arg = { .size = sizeof(arg) };

	return command(fd, MVIEW_VIEW_RELEASE, &arg);
}

const char *kernel_kind(uint32_t kind)
{
	static const char *const names[] = {
		[MVIEW_KIND_VMALLOC] = "vmalloc",
		[MVIEW_KIND_PAGES] = "pages",
		[MVIEW_KIND_DMABUF] = "dma-buf",
		[MVIEW_KIND_KMALLOC] = "kmalloc",
		[MVIEW_KIND_COHERENT] = "coherent",
		[MVIEW_KIND_STREAMING] = "streaming",
		[MVIEW_KIND_MMIO] = "mmio",
		[MVIEW_KIND_BORROWED] = "borrowed",
	};
	const char *name = NULL;

	if (kind < sizeof(names) / sizeof(*names))
		name = names[kind];
	return name ? name : "unknown";
}
