// SPDX-License-Identifier: LGPL-2.1-or-later
/* Descriptions of the kernel's buffers, one by one. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "calls/kernel.h"
#include "mview.h"

/**
 * struct snapshot - a buffer's description and what it points to
 * @buffer: the description
 * @kernel: the kernel's answer
 */
struct snapshot {
	struct mview_buffer buffer;
	struct kernel_buffer kernel;
};

static void describe(struct snapshot *snapshot)
{
	const struct mview_buffer_info *info = &snapshot->kernel.info;
	const struct mview_layout *layout = &snapshot->kernel.layout;

	snapshot->buffer = (struct mview_buffer) {
		.id = info->id,
		.name = snapshot->kernel.name,
		.owner = snapshot->kernel.owner,
		.kind = kernel_kind(info->kind),
		.readonly = info->buffer_flags & MVIEW_BUFFER_READONLY,
		.mappable = info->buffer_flags & MVIEW_BUFFER_MAPPABLE,
		.is_private = info->buffer_flags & MVIEW_BUFFER_PRIVATE,
		.nbytes = info->nbytes,
		.exports = info->exports,
		.maps = info->maps,
		.seq = info->seq,
		.format = snapshot->kernel.format,
		.ndim = layout->ndim,
		.shape = snapshot->kernel.shape,
		.strides = snapshot->kernel.strides,
		.offset = layout->offset,
		.itemsize = layout->itemsize,
	};
}

static struct mview_buffer *get(uint64_t id, bool next)
{
	struct snapshot *snapshot = calloc(1, sizeof(*snapshot));
	int err;

	if (!snapshot)
		return fail_null(-ENOMEM);
	err = kernel_buffer(&snapshot->kernel, id, next);
	if (err) {
		free(snapshot);
		return fail_null(err);
	}
	describe(snapshot);
	return &snapshot->buffer;
}

struct mview_buffer *mview_buffer_next(uint64_t id)
{
	return get(id, true);
}

struct mview_buffer *mview_buffer_by_id(uint64_t id)
{
	return get(id, false);
}

struct mview_buffer *mview_buffer_by_name(const char *name)
{
	struct mview_buffer *buffer;
	uint64_t id = 0;

	while ((buffer = mview_buffer_next(id))) {
		if (*name && !strcmp(buffer->name, name))
			return buffer;
		id = buffer->id + 1;
		mview_buffer_free(buffer);
	}
	return NULL;
}

void mview_buffer_free(struct mview_buffer *buffer)
{
	free(buffer);
}
