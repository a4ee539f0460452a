// SPDX-License-Identifier: GPL-2.0
/* MVIEW_VIEW_CONTIGUOUS: a copy of a view's elements without gaps. */
#include "view/contiguous.h"

#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "buffer/buffer.h"
#include "core/walk.h"
#include "mem/mem.h"
#include "view/access.h"
#include "view/open.h"
#include "view/view.h"

#define MVIEW_COPY_CHUNK	SZ_64K

/**
 * struct mview_copy - a walk through a view in the order of the copy
 * @layout: the view's, its axes reversed for Fortran's order
 * @walk: where it is
 * @shape: of the reversed layout
 * @strides: of the reversed layout
 */
struct mview_copy {
	struct mv_layout layout;
	struct mv_walk walk;
	s64 shape[MV_NDIM_MAX];
	s64 strides[MV_NDIM_MAX];
};

/*
 * The layout of the copy: the same shape, no gaps. Fortran's order is C's order
 * of the reversed axes, so lay those out and reverse them again.
 */
static struct mview_buffer *mview_copy_describe(const struct mv_layout *from,
						char order)
{
	struct mview_buffer *buffer;
	struct mv_layout *layout;
	int err;

	buffer = mview_buffer_create(from->ndim, from->format_len,
				     MVIEW_BUFFER_PRIVATE |
				     MVIEW_BUFFER_READONLY, GFP_KERNEL_ACCOUNT);
	if (IS_ERR(buffer))
		return buffer;
	layout = &buffer->layout;
	memcpy((char *)layout->format, from->format, from->format_len);
	memcpy(layout->shape, from->shape,
	       array_size(from->ndim, sizeof(*from->shape)));
	layout->itemsize = from->itemsize;
	if (order == 'F')
		mv_layout_transpose(layout, layout, NULL);
	err = mv_layout_strides(layout);
	if (order == 'F')
		mv_layout_transpose(layout, layout, NULL);
	if (err) {
		mview_buffer_destroy(buffer);
		return ERR_PTR(err);
	}
	return buffer;
}

static int mview_copy_move(struct mview_copy *copy, struct mview_view *view,
			   u8 *to)
{
	struct mview_access access;
	s64 len, done = 0;
	int err, end;

	err = mview_access_begin(&access, view, false);
	if (err)
		return err;
	while (copy->walk.left && !err) {
		len = mview_view_chunk(view, done, copy->walk.left,
				       MVIEW_COPY_CHUNK);
		err = mview_access_move(&access, &copy->walk, to + done, len);
		if (!err && fatal_signal_pending(current))
			err = -EINTR;
		done += len;
		cond_resched();
	}
	end = mview_access_end(&access);
	return err ? err : end;
}

/* Copy all elements, in the order in which they are to lie. */
static int mview_copy_fill(struct mview_view *view, struct mview_mem *mem,
			   char order)
{
	struct mview_copy *copy;
	struct iosys_map map;
	int err;

	err = mem->ops->vmap(mem, &map);
	if (err)
		return err;
	copy = kmalloc(sizeof(*copy), GFP_KERNEL_ACCOUNT);
	if (!copy)
		return -ENOMEM;
	copy->layout = view->layout;
	if (order == 'F') {
		copy->layout.shape = copy->shape;
		copy->layout.strides = copy->strides;
		mv_layout_transpose(&copy->layout, &view->layout, NULL);
	}
	mv_walk_init(&copy->walk, &copy->layout, 0);
	err = mview_copy_move(copy, view, map.vaddr);
	kfree(copy);
	return err;
}

struct file *mview_view_copy(struct mview_view *view, char order, u32 mode)
{
	struct mview_buffer *buffer;
	struct mview_mem *mem;
	int err;

	buffer = mview_copy_describe(&view->layout, order);
	if (IS_ERR(buffer))
		return ERR_CAST(buffer);
	mem = mview_mem_pages_create_own(max_t(u64, view->nbytes, 1), false);
	if (!IS_ERR(mem)) {
		err = mview_copy_fill(view, mem, order);
		if (err) {
			mview_mem_destroy(mem);
			mem = ERR_PTR(err);
		}
	}
	return mview_view_open_private(buffer, mem, mode);
}
