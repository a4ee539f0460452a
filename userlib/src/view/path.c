// SPDX-License-Identifier: LGPL-2.1-or-later
/* Paths: chains of derivations, folded as they grow, replayed on demand. */
#include "view/path.h"

#include <string.h>
#include <unistd.h>

#include "calls/kernel.h"

void path_whole(struct path_part *part, const struct mv_layout *layout)
{
	uint32_t i;

	part->left = part->ndim;
	for (i = 0; i < part->ndim; i++) {
		part->order[i] = i;
		part->axes[i] = (struct mv_axis) {
			.count = layout->shape[i],
			.step = 1,
		};
	}
}

static void part_copy(struct path_part *dst, const struct path_part *src)
{
	dst->left = src->left;
	dst->field_len = src->field_len;
	if (src->field_len)
		memcpy(dst->field, src->field, src->field_len);
	if (!src->ndim)
		return;
	memcpy(dst->axes, src->axes, src->ndim * sizeof(*src->axes));
	memcpy(dst->order, src->order, src->left * sizeof(*src->order));
}

void path_copy(struct path *dst, const struct path *src)
{
	struct path arrays = *dst;

	*dst = *src;
	dst->root = arrays.root;
	dst->shape = arrays.shape;
	dst->cast = arrays.cast;
	dst->format = arrays.format;
	if (src->format_len)
		memcpy(dst->format, src->format, src->format_len);
	part_copy(&dst->root, &src->root);
	part_copy(&dst->cast, &src->cast);
	if (src->shape_ndim)
		memcpy(dst->shape, src->shape,
		       src->shape_ndim * sizeof(*src->shape));
}

/* Change @have to what @axis takes of the axis that @have made. */
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

static struct path_part *last_part(struct path *path)
{
	return path->is_cast ? &path->cast : &path->root;
}

void path_slice(struct path *path, const struct mv_axis *axes, uint32_t naxes)
{
	struct path_part *part = last_part(path);
	uint32_t i, left = 0;

	for (i = 0; i < part->left; i++) {
		if (i < naxes)
			axis_compose(&part->axes[part->order[i]], &axes[i]);
		/* An axis that an index dropped is no axis of the view. */
		if (i >= naxes || !axes[i].index)
			part->order[left++] = part->order[i];
	}
	part->left = left;
}

void path_transpose(struct path *path, const uint32_t *axes, uint32_t naxes)
{
	struct path_part *part = last_part(path);
	uint8_t order[MV_NDIM_MAX];
	uint32_t i;

	if (!part->ndim)
		return;
	memcpy(order, part->order, naxes * sizeof(*order));
	for (i = 0; i < naxes; i++)
		part->order[i] = order[axes[i]];
}

void path_room_field(struct path_room *room, const struct path *path,
		     const struct mv_layout *layout,
		     const struct mv_field *field)
{
	size_t bytes = field->path_len + 1;

	if (path->is_cast) {
		room->cast_ndim += field->ndim;
		room->cast_field += bytes;
		room->format = path->format_len ? path->format_len :
						  layout->format_len;
	} else {
		room->root_ndim += field->ndim;
		room->root_field += bytes;
	}
}

static void part_name(struct path_part *part, const struct mv_field *field)
{
	if (part->field_len)
		part->field[part->field_len++] = '.';
	memcpy(part->field + part->field_len, field->path, field->path_len);
	part->field_len += field->path_len;
}

void path_field(struct path *path, const struct mv_layout *from,
		const struct mv_field *field, const struct mv_layout *to)
{
	struct path_part *part = last_part(path);
	uint32_t i, axis;

	if (path->is_cast && !path->format_len) {
		path->format_len = from->format_len;
		memcpy(path->format, from->format, from->format_len);
	}
	part_name(part, field);
	for (i = 0; i < field->ndim; i++) {
		axis = part->ndim - field->ndim + i;
		part->axes[axis] = (struct mv_axis) {
			.count = to->shape[from->ndim + i],
			.step = 1,
		};
		part->order[part->left++] = axis;
	}
}

void path_cast(struct path *dst, const struct path *src,
	       const struct mv_layout *from, const struct mv_layout *to)
{
	part_copy(&dst->root, &src->root);
	dst->is_cast = true;
	dst->format_len = 0;
	dst->cast.field_len = 0;
	dst->start = from->offset;
	dst->start_len = mv_layout_nbytes(from);
	dst->bytes = src->is_cast ? src->bytes : dst->start;
	dst->bytes_len = src->is_cast ? src->bytes_len : dst->start_len;
	dst->shape_ndim = to->ndim;
	if (to->ndim)
		memcpy(dst->shape, to->shape, to->ndim * sizeof(*to->shape));
	path_whole(&dst->cast, to);
}

/* Close @fd and return @next, which was derived from it or is -errno. */
static int step(int fd, int next)
{
	close(fd);
	return next;
}

/* The elements that the cast makes: their format and @size in bytes. */
struct unit {
	const char *format;
	size_t format_len;
	int64_t size;
};

static struct unit unit_of(const struct path *path,
			   const struct mv_layout *layout)
{
	struct unit unit = {
		.format = path->format_len ? path->format : layout->format,
		.format_len = path->format_len ? path->format_len :
						 layout->format_len,
		.size = path->start_len,
	};
	uint32_t i;

	/* An axis of length 0 leaves no bytes to slice. */
	for (i = 0; i < path->shape_ndim && path->shape[i]; i++)
		unit.size /= path->shape[i];
	return unit;
}

/*
 * Take a range of bytes, as elements @unit if the range consists of whole ones.
 * The kernel refuses bytes of registers where the layout has padding; a cast of
 * such registers keeps their size, so that there the range is whole elements.
 */
static int step_range(int fd, const struct path *path, const struct unit *unit)
{
	static const struct unit byte = { "B", 1, 1 };
	int64_t start = path->start - path->bytes;
	struct mv_axis range = { .step = 1 };

	if (!start && path->start_len == path->bytes_len)
		return fd;
	if (!unit->size || start % unit->size || path->bytes_len % unit->size)
		unit = &byte;
	range.start = start / unit->size;
	range.count = path->start_len / unit->size;
	fd = step(fd, kernel_cast(fd, unit->format, unit->format_len, 0, NULL));
	return fd < 0 ? fd : step(fd, kernel_slice(fd, &range, 1, 0));
}

static int step_cast(int fd, const struct path *path,
		     const struct mv_layout *layout)
{
	struct unit unit = unit_of(path, layout);

	fd = step_range(fd, path, &unit);
	return fd < 0 ? fd : step(fd, kernel_cast(fd, unit.format,
						  unit.format_len,
						  path->shape_ndim,
						  path->shape));
}

/* The kernel's slice leaves the axes in the order that they had. */
static int step_order(int fd, const struct path_part *part)
{
	uint32_t i, j, axes[MV_NDIM_MAX];
	bool moved = false;

	for (i = 0; i < part->left; i++) {
		axes[i] = 0;
		for (j = 0; j < part->left; j++)
			axes[i] += part->order[j] < part->order[i];
		moved = moved || axes[i] != i;
	}
	return moved ? step(fd, kernel_transpose(fd, axes, part->left)) : fd;
}

/* What is derived from a confined view is confined: the first step has @flags. */
static int replay_root(const struct path_part *part, int root, uint32_t flags)
{
	int fd;

	if (!part->field_len)
		return kernel_slice(root, part->axes, part->ndim, flags);
	fd = kernel_field(root, part->field, part->field_len, flags);
	return fd < 0 ? fd : step(fd, kernel_slice(fd, part->axes, part->ndim,
						   0));
}

static int replay_cast(int fd, const struct path *path,
		       const struct mv_layout *layout)
{
	const struct path_part *part = &path->cast;

	fd = step_cast(fd, path, layout);
	if (fd >= 0 && part->field_len)
		fd = step(fd, kernel_field(fd, part->field, part->field_len,
					   0));
	if (fd >= 0)
		fd = step(fd, kernel_slice(fd, part->axes, part->ndim, 0));
	return fd >= 0 ? step_order(fd, part) : fd;
}

int path_replay(const struct path *path, int root,
		const struct mv_layout *layout, bool readonly, uint32_t flags)
{
	int fd;

	fd = replay_root(&path->root, root, flags);
	if (fd >= 0)
		fd = step_order(fd, &path->root);
	if (fd >= 0 && path->is_cast)
		fd = replay_cast(fd, path, layout);
	if (fd >= 0 && readonly)
		fd = step(fd, kernel_readonly(fd));
	return fd;
}
