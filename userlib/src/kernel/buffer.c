// SPDX-License-Identifier: LGPL-2.1-or-later
/* Descriptions of the kernel's buffers, one by one. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "calls/kernel.h"
#include "kernel/device.h"
#include "mview.h"

/**
 * struct snapshot - a buffer's description and what it points to
 * @buffer: the description
 * @dims: its shape, then its strides
 *
 * Behind them stand the name, the owner and the format. The kernel's answer has
 * room for the longest of each: a list of many buffers would fill memory with it.
 */
struct snapshot {
	struct mview_buffer buffer;
	int64_t dims[];
};

/* Copy a text with its end. Return where the next one goes. */
static char *put(const char **text, char *to, const char *from, size_t len)
{
	*text = to;
	memcpy(to, from, len + 1);
	return to + len + 1;
}

static void describe(struct snapshot *snapshot,
		     const struct kernel_buffer *kernel)
{
	const struct mview_buffer_info *info = &kernel->info;
	const struct mview_layout *layout = &kernel->layout;
	int64_t *shape = snapshot->dims, *strides = shape + layout->ndim;
	struct mview_buffer *buffer = &snapshot->buffer;
	char *texts = (char *)(strides + layout->ndim);

	*buffer = (struct mview_buffer) {
		.id = info->id,
		.kind = kernel_kind(info->kind),
		.readonly = info->buffer_flags & MVIEW_BUFFER_READONLY,
		.mappable = info->buffer_flags & MVIEW_BUFFER_MAPPABLE,
		.is_private = info->buffer_flags & MVIEW_BUFFER_PRIVATE,
		.nbytes = info->nbytes,
		.exports = info->exports,
		.maps = info->maps,
		.seq = info->seq,
		.ndim = layout->ndim,
		.shape = shape,
		.strides = strides,
		.offset = layout->offset,
		.itemsize = layout->itemsize,
	};
	memcpy(shape, kernel->shape, layout->ndim * sizeof(*shape));
	memcpy(strides, kernel->strides, layout->ndim * sizeof(*strides));
	texts = put(&buffer->name, texts, kernel->name, info->name_len);
	texts = put(&buffer->owner, texts, kernel->owner, info->owner_len);
	put(&buffer->format, texts, kernel->format, layout->format_len);
}

static struct mview_buffer *get(int device, uint64_t id, bool next)
{
	struct kernel_buffer kernel;
	struct snapshot *snapshot;
	int err;

	err = kernel_buffer(&kernel, device, id, next);
	if (err)
		return fail_null(err);
	snapshot = malloc(sizeof(*snapshot) +
			  2 * kernel.layout.ndim * sizeof(*snapshot->dims) +
			  kernel.info.name_len + kernel.info.owner_len +
			  kernel.layout.format_len + 3);
	if (!snapshot)
		return fail_null(-ENOMEM);
	describe(snapshot, &kernel);
	return &snapshot->buffer;
}

struct mview_buffer *mview_buffer_next(struct mview_device *device, uint64_t id)
{
	return get(device_fd(device), id, true);
}

struct mview_buffer *mview_buffer_by_id(uint64_t id)
{
	return get(-1, id, false);
}

struct mview_buffer *mview_buffer_by_name(const char *name)
{
	struct mview_device *device = mview_device_open();
	struct mview_buffer *buffer = NULL;
	uint64_t id = 0;

	while (device && (buffer = mview_buffer_next(device, id))) {
		if (*name && !strcmp(buffer->name, name))
			break;
		id = buffer->id + 1;
		mview_buffer_free(buffer);
	}
	mview_device_close(device);
	return buffer;
}

void mview_buffer_free(struct mview_buffer *buffer)
{
	free(buffer);
}
