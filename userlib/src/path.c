// SPDX-License-Identifier: LGPL-2.1-or-later
/* Paths: chains of slices and casts, folded as they grow, replayed on demand. */
#include "path.h"

#include <string.h>
#include <unistd.h>

#include "kernel.h"

void path_whole(struct mv_axis *axes, const struct mv_layout *layout)
{
	uint32_t i;

	for (i = 0; i < layout->ndim; i++) {
		axes[i] = (struct mv_axis) {
			.count = layout->shape[i],
			.step = 1,
		};
	}
}

void path_copy(struct path *dst, const struct path *src)
{
	struct path arrays = *dst;

	*dst = *src;
	dst->root = arrays.root;
	dst->shape = arrays.shape;
	dst->cast = arrays.cast;
	if (src->root_ndim)
		memcpy(dst->root, src->root,
		       src->root_ndim * sizeof(*src->root));
	if (src->cast_ndim) {
		memcpy(dst->shape, src->shape,
		       src->cast_ndim * sizeof(*src->shape));
		memcpy(dst->cast, src->cast,
		       src->cast_ndim * sizeof(*src->cast));
	}
}

/* @axis of what @have takes. */
static void axis_compose(struct mv_axis *have, const struct mv_axis *axis)
{
	if (!axis->index && !axis->count) {
		*have = (struct mv_axis) { .step = 1 };
		return;
	}
	have->start += axis->start * have->step;
	have->index = axis->index;
	have->count = axis->count;
	/* Overflows only where no two elements are a step apart. */
	if (!axis->index &&
	    __builtin_mul_overflow(have->step, axis->step, &have->step))
		have->step = 1;
}

void path_slice(struct path *path, const struct mv_axis *axes, uint32_t naxes)
{
	uint32_t n = path->is_cast ? path->cast_ndim : path->root_ndim;
	struct mv_axis *have = path->is_cast ? path->cast : path->root;
	uint32_t i, axis = 0;

	/* Axes that an index dropped are no axes of the view. */
	for (i = 0; i < n && axis < naxes; i++)
		if (!have[i].index)
			axis_compose(&have[i], &axes[axis++]);
}

void path_cast(struct path *dst, const struct path *src,
	       const struct mv_layout *from, const struct mv_layout *to)
{
	memcpy(dst->root, src->root, src->root_ndim * sizeof(*src->root));
	dst->is_cast = true;
	dst->start = from->offset;
	dst->start_len = mv_layout_nbytes(from);
	dst->bytes = src->is_cast ? src->bytes : dst->start;
	dst->bytes_len = src->is_cast ? src->bytes_len : dst->start_len;
	if (to->ndim)
		memcpy(dst->shape, to->shape, to->ndim * sizeof(*to->shape));
	path_whole(dst->cast, to);
}

/* From @fd to what was made of it, or to the error that came instead. */
static int step(int fd, int next)
{
	close(fd);
	return next;
}

static int step_cast(int fd, const struct path *path,
		     const struct mv_layout *layout)
{
	struct mv_axis range = {
		.start = path->start - path->bytes,
		.count = path->start_len,
		.step = 1,
	};

	if (range.start || range.count != path->bytes_len) {
		fd = step(fd, kernel_cast(fd, "B", 1, 0, NULL));
		if (fd >= 0)
			fd = step(fd, kernel_slice(fd, &range, 1));
		if (fd < 0)
			return fd;
	}
	return step(fd, kernel_cast(fd, layout->format, layout->format_len,
				    path->cast_ndim, path->shape));
}

int path_replay(const struct path *path, int root,
		const struct mv_layout *layout, bool readonly)
{
	int fd;

	fd = kernel_slice(root, path->root, path->root_ndim);
	if (fd >= 0 && path->is_cast)
		fd = step_cast(fd, path, layout);
	if (fd >= 0 && path->is_cast)
		fd = step(fd, kernel_slice(fd, path->cast, path->cast_ndim));
	if (fd >= 0 && readonly)
		fd = step(fd, kernel_readonly(fd));
	return fd;
}
