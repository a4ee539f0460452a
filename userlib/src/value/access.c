// SPDX-License-Identifier: LGPL-2.1-or-later
/* Elements by index: raw and as values. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/size.h"
#include "calls/transfer.h"
#include "format/type.h"
#include "value/element.h"
#include "value/place.h"
#include "view/file.h"
#include "view/indirect.h"
#include "view/mem.h"
#include "view/view.h"

#define SMALL	64	/* bytes of a value that need no allocation */

/**
 * struct spot - where an element, or a part of it, is
 * @offset: in the buffer
 * @pos: in the file of its view, where elements stand in C order
 * @item: in memory, if it was found along pointers; else NULL
 */
struct spot {
	int64_t offset;
	int64_t pos;
	char *item;
};

static int locate(const struct mview *view, const int64_t *index,
		  struct spot *spot)
{
	const struct mv_layout *layout = &view->layout;
	int64_t i, linear = 0, places[MV_NDIM_MAX];
	uint32_t axis;

	spot->offset = layout->offset;
	for (axis = 0; axis < layout->ndim; axis++) {
		i = index[axis];
		if (i < 0)
			i += layout->shape[axis];
		if (i < 0 || i >= layout->shape[axis])
			return -ERANGE;
		places[axis] = i;
		spot->offset += i * layout->strides[axis];
		linear = linear * layout->shape[axis] + i;
	}
	spot->pos = linear * layout->itemsize;
	spot->item = view->suboffsets ? indirect_find(view, places) : NULL;
	return 0;
}

/* Move @size bytes of the element, from byte @at on. */
static int load(struct mview *view, const int64_t *index, int64_t at,
		void *buf, size_t size)
{
	unsigned int access = MVIEW_READ;
	struct spot spot;
	char *base;
	int fd, err;

	err = locate(view, index, &spot);
	if (!err)
		err = view_base(view, &access, &base);
	if (err)
		return err;
	if (spot.item) {
		memcpy(buf, spot.item + at, size);
		return 0;
	}
	if (!base && view->mem->is_file)
		return file_read(view->mem, spot.offset + at, buf, size);
	if (!base) {
		fd = view_fd(view);
		return fd < 0 ? fd : transfer_read(fd, buf, size,
						   spot.pos + at);
	}
	memcpy(buf, base + (spot.offset - view->mem->origin) + at, size);
	view_done(view, access);
	return 0;
}

static int store(struct mview *view, const int64_t *index, int64_t at,
		 const void *buf, size_t size)
{
	unsigned int access = MVIEW_WRITE;
	struct spot spot;
	char *base;
	int fd, err;

	if (view->readonly)
		return -EACCES;
	err = locate(view, index, &spot);
	if (!err)
		err = view_base(view, &access, &base);
	if (err)
		return err;
	if (spot.item) {
		memcpy(spot.item + at, buf, size);
		return 0;
	}
	if (!base && view->mem->is_file)
		return file_write(view->mem, spot.offset + at, buf, size);
	if (!base) {
		fd = view_fd(view);
		return fd < 0 ? fd : transfer_write(fd, buf, size,
						    spot.pos + at);
	}
	memcpy(base + (spot.offset - view->mem->origin) + at, buf, size);
	view_done(view, access);
	return 0;
}

int mview_get_raw(struct mview *view, const int64_t *index, void *element)
{
	int err;

	err = view_enter(view);
	if (err)
		return fail(err);
	err = load(view, index, 0, element, view->layout.itemsize);
	view_leave(view);
	return status(err);
}

int mview_set_raw(struct mview *view, const int64_t *index,
		  const void *element)
{
	int err;

	err = view_enter(view);
	if (err)
		return fail(err);
	err = store(view, index, 0, element, view->layout.itemsize);
	view_leave(view);
	return status(err);
}

/**
 * struct cell - one value on its way
 * @place: which one
 * @item: its bytes
 * @small: where they are if there are few
 */
struct cell {
	struct place place;
	void *item;
	char small[SMALL];
};

/* Enter the view; cell_end() leaves it. */
static int cell_begin(struct cell *cell, struct mview *view, const char *field)
{
	size_t size;
	int err;

	err = view_enter(view);
	if (err)
		return err;
	err = place_find(&cell->place, view->type->element, field);
	if (err)
		goto leave;
	err = size_of_bytes(cell->place.field->size, &size);
	if (err)
		goto leave;
	cell->item = size <= SMALL ? cell->small : malloc(size);
	if (cell->item)
		return 0;
	err = -ENOMEM;
leave:
	view_leave(view);
	return err;
}

static void cell_end(struct cell *cell, struct mview *view)
{
	if (cell->item != cell->small)
		free(cell->item);
	view_leave(view);
}

/* Read the bytes of a value; @value points to them. */
static int cell_load(struct cell *cell, struct mview *view,
		     const int64_t *index, struct mview_value *value)
{
	int err;

	err = load(view, index, cell->place.offset, cell->item,
		   cell->place.field->size);
	return err ? err : element_unpack(cell->place.field, cell->item, value);
}

/* Read a value that is a number: its bytes are not kept. */
static int get(struct mview *view, const int64_t *index, const char *field,
	       struct mview_value *value)
{
	struct cell cell;
	int err;

	err = cell_begin(&cell, view, field);
	if (err)
		return err;
	err = cell_load(&cell, view, index, value);
	cell_end(&cell, view);
	return err;
}

static int set(struct mview *view, const int64_t *index, const char *field,
	       const struct mview_value *value)
{
	struct cell cell;
	int err;

	err = cell_begin(&cell, view, field);
	if (err)
		return fail(err);
	err = element_pack(cell.place.field, cell.item, value);
	if (!err)
		err = store(view, index, cell.place.offset, cell.item,
			    cell.place.field->size);
	cell_end(&cell, view);
	return status(err);
}

int mview_get_i64(struct mview *view, const int64_t *index, const char *field,
		  int64_t *value)
{
	struct mview_value any;
	int err = get(view, index, field, &any);

	return status(err ? err : value_to_i64(&any, value));
}

int mview_get_u64(struct mview *view, const int64_t *index, const char *field,
		  uint64_t *value)
{
	struct mview_value any;
	int err = get(view, index, field, &any);

	return status(err ? err : value_to_u64(&any, value));
}

int mview_get_f64(struct mview *view, const int64_t *index, const char *field,
		  double *value)
{
	struct mview_value any;
	int err = get(view, index, field, &any);

	return status(err ? err : value_to_f64(&any, value));
}

int mview_get_complex(struct mview *view, const int64_t *index,
		      const char *field, double value[2])
{
	struct mview_value any;
	int err = get(view, index, field, &any);

	return status(err ? err : value_to_complex(&any, value));
}

static int copy_bytes(const struct mview_value *value, void *buf, size_t size)
{
	if (value->type != MVIEW_BYTES)
		return -EINVAL;
	if (value->bytes.len > size)
		return -ENOSPC;
	if (value->bytes.len)
		memcpy(buf, value->bytes.data, value->bytes.len);
	return 0;
}

ssize_t mview_get_bytes(struct mview *view, const int64_t *index,
			const char *field, void *buf, size_t size)
{
	struct mview_value any;
	struct cell cell;
	int err;

	err = cell_begin(&cell, view, field);
	if (err)
		return fail(err);
	err = cell_load(&cell, view, index, &any);
	if (!err)
		err = copy_bytes(&any, buf, size);
	cell_end(&cell, view);
	return err ? fail(err) : (ssize_t)any.bytes.len;
}

int mview_set_i64(struct mview *view, const int64_t *index, const char *field,
		  int64_t value)
{
	struct mview_value any = { .type = MVIEW_INT, .i = value };

	return set(view, index, field, &any);
}

int mview_set_u64(struct mview *view, const int64_t *index, const char *field,
		  uint64_t value)
{
	struct mview_value any = { .type = MVIEW_UINT, .u = value };

	return set(view, index, field, &any);
}

int mview_set_f64(struct mview *view, const int64_t *index, const char *field,
		  double value)
{
	struct mview_value any = { .type = MVIEW_FLOAT, .f = { value } };

	return set(view, index, field, &any);
}

int mview_set_complex(struct mview *view, const int64_t *index,
		      const char *field, const double value[2])
{
	struct mview_value any = {
		.type = MVIEW_COMPLEX,
		.f = { value[0], value[1] },
	};

	return set(view, index, field, &any);
}

int mview_set_bytes(struct mview *view, const int64_t *index,
		    const char *field, const void *value, size_t len)
{
	struct mview_value any = {
		.type = MVIEW_BYTES,
		.bytes = { value, len },
	};

	return set(view, index, field, &any);
}
