// SPDX-License-Identifier: GPL-2.0
/* What the tests share: simulated buffers, and the commands as functions. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "mview_test.h"

#define SIM_ROOT	"/sys/kernel/config/mview_sim"

static void sim_path(char *path, size_t size, const char *name,
		     const char *attribute)
{
	snprintf(path, size, SIM_ROOT "/%s/%s", name, attribute);
}

int sim_set(const char *name, const char *attribute, const char *value)
{
	char path[256];
	ssize_t done;
	int fd, error;

	sim_path(path, sizeof(path), name, attribute);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	done = write(fd, value, strlen(value));
	error = errno;
	close(fd);
	errno = error;
	return done < 0 ? -1 : 0;
}

int sim_get(const char *name, const char *attribute, char *value, size_t size)
{
	char path[256];
	ssize_t done;
	int fd;

	sim_path(path, sizeof(path), name, attribute);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	done = read(fd, value, size - 1);
	close(fd);
	if (done < 0)
		return -1;
	value[done] = '\0';
	value[strcspn(value, "\n")] = '\0';
	return 0;
}

int sim_step(const char *name, unsigned int blocks)
{
	char value[16];

	snprintf(value, sizeof(value), "%u", blocks);
	return sim_set(name, "step", value);
}

int sim_remove(const char *name)
{
	char path[256];

	if (sim_set(name, "live", "0") && errno != EALREADY)
		return -1;
	sim_path(path, sizeof(path), name, "");
	return rmdir(path);
}

int sim_make_from(const char *name, const char *const *attributes, bool live)
{
	char path[256], key[64];
	int err;

	/* A test that was killed may have left one. */
	sim_remove(name);
	sim_path(path, sizeof(path), name, "");
	if (mkdir(path, 0755))
		return -1;
	for (; *attributes; attributes++) {
		const char *value = strchr(*attributes, '=');

		snprintf(key, sizeof(key), "%.*s",
			 (int)(value - *attributes), *attributes);
		if (sim_set(name, key, value + 1))
			return -1;
	}
	if (!live || !sim_set(name, "live", "1"))
		return 0;
	/* A directory holds the module, and a test that skips has no teardown. */
	err = errno;
	rmdir(path);
	errno = err;
	return -1;
}

bool sim_is_refused(void)
{
	bool refused = errno == EOPNOTSUPP;
	struct utsname name;

	return refused && !uname(&name) && !strcmp(name.machine, "s390x");
}

int dev_open(int flags)
{
	return open(MVIEW_DEVICE, flags | O_CLOEXEC);
}

static void layout_init(struct mview_layout *layout, char *format,
			__u64 *shape, __s64 *strides)
{
	layout->size = sizeof(*layout);
	layout->format = to_user(format);
	layout->format_len = MVIEW_FORMAT_MAX;
	layout->ndim = MVIEW_NDIM_MAX;
	layout->shape = to_user(shape);
	layout->strides = to_user(strides);
}

int view_describe(int view, struct view_desc *desc)
{
	struct mview_view_info *info = &desc->info;

	memset(desc, 0, sizeof(*desc));
	info->size = sizeof(*info);
	info->layout = to_user(&desc->layout);
	layout_init(&desc->layout, desc->format, desc->shape, desc->strides);
	return ioctl(view, MVIEW_VIEW_INFO, info);
}

int buffer_describe(int dev, __u64 id, __u32 flags, struct buffer_desc *desc)
{
	struct mview_buffer_info *info = &desc->info;

	memset(desc, 0, sizeof(*desc));
	info->size = sizeof(*info);
	info->flags = flags;
	info->id = id;
	info->name = to_user(desc->name);
	info->name_len = MVIEW_NAME_MAX;
	info->layout = to_user(&desc->layout);
	layout_init(&desc->layout, desc->format, desc->shape, desc->strides);
	return ioctl(dev, MVIEW_BUFFER_INFO, info);
}

int buffers_count(int dev)
{
	struct buffer_desc desc;
	__u64 id = 0;
	int n = 0;

	while (!buffer_describe(dev, id, MVIEW_BUFFER_INFO_NEXT, &desc)) {
		id = desc.info.id + 1;
		n++;
	}
	return n;
}

int buffer_find(int dev, const char *name, struct buffer_desc *desc)
{
	__u64 id = 0;

	while (!buffer_describe(dev, id, MVIEW_BUFFER_INFO_NEXT, desc)) {
		if (!strcmp(desc->name, name))
			return 0;
		id = desc->info.id + 1;
	}
	return -1;
}

__u64 view_buffer_id(int view)
{
	struct view_desc desc;

	return view_describe(view, &desc) ? -1 : desc.info.buffer_id;
}

__u64 view_maps(int view)
{
	struct view_desc desc;

	return view_describe(view, &desc) ? -1 : desc.info.maps;
}

__u64 view_seq(int view)
{
	struct view_desc desc;

	return view_describe(view, &desc) ? -1 : desc.info.seq;
}

__u64 buffer_exports(int dev, __u64 id)
{
	struct buffer_desc desc;

	return buffer_describe(dev, id, 0, &desc) ? -1 : desc.info.exports;
}

__u64 buffer_maps(int dev, __u64 id)
{
	struct buffer_desc desc;

	return buffer_describe(dev, id, 0, &desc) ? -1 : desc.info.maps;
}

int view_open(int dev, const char *name, __u32 flags)
{
	struct mview_view_open arg = {
		.size = sizeof(arg),
		.flags = flags,
		.name = to_user(name),
		.name_len = strlen(name),
		.fd = POISON_FD,
	};

	return ioctl(dev, MVIEW_VIEW_OPEN, &arg) ? -1 : arg.fd;
}

int view_open_id(int dev, __u64 id, __u32 flags)
{
	struct mview_view_open arg = {
		.size = sizeof(arg),
		.flags = flags,
		.id = id,
		.fd = POISON_FD,
	};

	return ioctl(dev, MVIEW_VIEW_OPEN, &arg) ? -1 : arg.fd;
}

int view_slice(int view, const struct mview_axis *axes, __u32 ndim)
{
	struct mview_view_slice arg = {
		.size = sizeof(arg),
		.axes = to_user(axes),
		.ndim = ndim,
		.fd = POISON_FD,
	};

	return ioctl(view, MVIEW_VIEW_SLICE, &arg) ? -1 : arg.fd;
}

int view_range(int view, __s64 start, __u64 count, __s64 step)
{
	struct mview_axis axis = {
		.start = start,
		.count = count,
		.step = step,
	};

	return view_slice(view, &axis, 1);
}

int view_index(int view, __s64 index)
{
	struct mview_axis axis = {
		.start = index,
		.flags = MVIEW_AXIS_INDEX,
	};

	return view_slice(view, &axis, 1);
}

int view_cast(int view, const char *format, __u32 ndim, const __u64 *shape,
	      __u32 flags)
{
	struct mview_view_cast arg = {
		.size = sizeof(arg),
		.flags = flags,
		.format = to_user(format),
		.format_len = strlen(format),
		.ndim = ndim,
		.shape = to_user(shape),
		.fd = POISON_FD,
	};

	return ioctl(view, MVIEW_VIEW_CAST, &arg) ? -1 : arg.fd;
}

int view_readonly(int view)
{
	struct mview_view_readonly arg = {
		.size = sizeof(arg),
		.fd = POISON_FD,
	};

	return ioctl(view, MVIEW_VIEW_READONLY, &arg) ? -1 : arg.fd;
}

int view_transpose(int view, const __u32 *axes, __u32 ndim)
{
	struct mview_view_transpose arg = {
		.size = sizeof(arg),
		.axes = to_user(axes),
		.ndim = ndim,
		.fd = POISON_FD,
	};

	return ioctl(view, MVIEW_VIEW_TRANSPOSE, &arg) ? -1 : arg.fd;
}

int view_field(int view, const char *name)
{
	struct mview_view_field arg = {
		.size = sizeof(arg),
		.name = to_user(name),
		.name_len = strlen(name),
		.fd = POISON_FD,
	};

	return ioctl(view, MVIEW_VIEW_FIELD, &arg) ? -1 : arg.fd;
}

int view_contiguous(int view, char order, __u32 flags)
{
	struct mview_view_contiguous arg = {
		.size = sizeof(arg),
		.flags = flags,
		.order = order,
		.fd = POISON_FD,
	};

	return ioctl(view, MVIEW_VIEW_CONTIGUOUS, &arg) ? -1 : arg.fd;
}

int view_sync(int view, __u32 flags)
{
	struct mview_view_sync arg = {
		.size = sizeof(arg),
		.flags = flags,
	};

	return ioctl(view, MVIEW_VIEW_SYNC, &arg);
}

int view_seen(int view)
{
	struct mview_view_info info = {
		.size = sizeof(info),
		.flags = MVIEW_VIEW_INFO_SEEN,
	};

	return ioctl(view, MVIEW_VIEW_INFO, &info);
}

int view_release(int view)
{
	struct mview_view_release arg = { .size = sizeof(arg) };

	return ioctl(view, MVIEW_VIEW_RELEASE, &arg);
}

int view_alloc(int dev, __u64 nbytes, __u32 flags)
{
	struct mview_buffer_alloc arg = {
		.size = sizeof(arg),
		.flags = flags,
		.nbytes = nbytes,
		.fd = POISON_FD,
	};

	return ioctl(dev, MVIEW_BUFFER_ALLOC, &arg) ? -1 : arg.fd;
}

int view_confined(int view)
{
	struct mview_view_slice arg = {
		.size = sizeof(arg),
		.flags = MVIEW_CONFINED,
		.fd = POISON_FD,
	};

	return ioctl(view, MVIEW_VIEW_SLICE, &arg) ? -1 : arg.fd;
}

int view_export(int view)
{
	struct mview_view_export_dmabuf arg = {
		.size = sizeof(arg),
		.fd = POISON_FD,
	};

	return ioctl(view, MVIEW_VIEW_EXPORT_DMABUF, &arg) ? -1 : arg.fd;
}

int buffer_dump(int dev, __u64 id, void *bytes, size_t size)
{
	size_t done = 0;
	int view;

	view = view_open_id(dev, id, 0);
	if (view < 0)
		return -1;
	while (done < size) {
		ssize_t step = pread(view, (char *)bytes + done, size - done,
				     done);

		if (step <= 0)
			break;
		done += step;
	}
	close(view);
	return done == size ? 0 : -1;
}

int poll_events(int fd, int timeout)
{
	struct pollfd poller = { .fd = fd, .events = POLLPRI };

	return poll(&poller, 1, timeout) < 0 ? -1 : poller.revents;
}

int poll_all_events(int fd)
{
	struct pollfd poller = {
		.fd = fd,
		.events = POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM | POLLPRI,
	};

	return poll(&poller, 1, 0) < 0 ? -1 : poller.revents;
}

int wait_for_sleep(pid_t tid)
{
	char path[64], line[256], state;
	int i;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	for (i = 0; i < PATIENCE_MS; i++) {
		FILE *file = fopen(path, "re");

		if (!file)
			return -1;
		state = 0;
		if (fgets(line, sizeof(line), file) && strrchr(line, ')'))
			state = strrchr(line, ')')[2];
		fclose(file);
		if (state == 'S')
			return 0;
		usleep(1000);
	}
	errno = ETIMEDOUT;
	return -1;
}

void *guarded_alloc(size_t size)
{
	size_t page = getpagesize();
	size_t room = (size + page - 1) / page * page;
	char *memory;

	memory = mmap(NULL, room + page, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return NULL;
	if (mprotect(memory + room, page, PROT_NONE))
		return NULL;
	return memory + room - size;
}

void *bad_address(void)
{
	return guarded_alloc(0);
}

size_t kernel_long_size(void)
{
	struct utsname name;

	if (sizeof(long) == 8 || uname(&name))
		return sizeof(long);
	return strstr(name.machine, "64") || !strcmp(name.machine, "s390x") ?
	       8 : 4;
}

__u32 next_random(__u64 *state)
{
	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return *state >> 33;
}
