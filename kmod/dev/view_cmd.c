// SPDX-License-Identifier: GPL-2.0
/* The commands on a view. Those that derive make a new view of the same buffer. */
#include "dev/view_cmd.h"

#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "buffer/buffer.h"
#include "core/field.h"
#include "dev/ioctl.h"
#include "dev/marshal.h"
#include "dev/user_ptr.h"
#include "dmabuf/export.h"
#include "mem/mem.h"
#include "trace.h"
#include "view/contiguous.h"
#include "view/file.h"
#include "view/open.h"
#include "view/view.h"

static u32 mview_view_flags(const struct mview_view *view)
{
	u32 flags = 0;

	if (!mview_view_writable(view))
		flags |= MVIEW_VIEW_IS_READONLY;
	if (view->mode & MVIEW_CONFINED)
		flags |= MVIEW_VIEW_IS_CONFINED;
	if (view->mode & MVIEW_PINNABLE)
		flags |= MVIEW_VIEW_IS_PINNABLE;
	if (view->mode & MVIEW_UNDECLARED)
		flags |= MVIEW_VIEW_IS_UNDECLARED;
	if (!view->buffer->kind->begin && !mview_sync_needed(view->buffer))
		flags |= MVIEW_VIEW_IS_COHERENT;
	if (mv_layout_contiguous(&view->layout, 'C'))
		flags |= MVIEW_VIEW_IS_C_CONTIGUOUS;
	if (mv_layout_contiguous(&view->layout, 'F'))
		flags |= MVIEW_VIEW_IS_F_CONTIGUOUS;
	return flags;
}

/* Only CAP_SYS_ADMIN gets addresses; a denial is not logged by audit. */
static int mview_view_info_dma(struct mview_view_info *info,
			       struct mview_view *view)
{
	struct mview_buffer *buffer = view->buffer;
	dma_addr_t dma;
	int err, idx;

	if (!buffer->kind->dma ||
	    !ns_capable_noaudit(&init_user_ns, CAP_SYS_ADMIN))
		return 0;
	err = mview_view_enter(view, &idx);
	if (err)
		return err;
	if (buffer->kind->dma(buffer->mem, view->layout.offset, &dma)) {
		info->view_flags |= MVIEW_VIEW_HAS_DMA_ADDR;
		info->dma_addr = dma;
	}
	mview_view_leave(view, idx);
	return 0;
}

static int mview_view_info(struct file *file, union mview_arg *arg,
			   struct file **result)
{
	struct mview_view_info *info = &arg->view_info;
	struct mview_view *view = mview_view_of(file);
	struct mview_buffer *buffer = view->buffer;
	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	info->view_flags = mview_view_flags(view);
	info->kind = buffer->kind->kind;
	info->buffer_id = buffer->node.id;
	info->buffer_nbytes = buffer->size;
	info->nbytes = view->nbytes;
	info->map_nbytes = (u64)view->window.npages << PAGE_SHIFT;
	info->map_offset = 0;
	if (info->map_nbytes)
		info->map_offset = view->layout.offset -
				   ((u64)view->window.first << PAGE_SHIFT);
	info->exports = mview_claim_count(&buffer->exports);
	info->maps = mview_claim_count(&view->maps);
	info->seq = mview_buffer_seq(buffer);
	info->sync = mview_view_synced(view);
	info->dma_addr = 0;
	err = mview_view_info_dma(info, view);
	if (err)
		return err;
	err = mview_layout_put(info->layout, &view->layout, true);
	if (!err && (info->flags & MVIEW_VIEW_INFO_SEEN))
		mview_view_looked(view, info->seq);
	return err;
}

/* Takes over @derived, on error too. */
static int mview_view_derive(struct mview_view *view,
			     struct mview_view *derived, u32 mode,
			     struct file **result)
{
	int err;

	*result = mview_view_publish(derived, view->buffer, mode);
	err = PTR_ERR_OR_ZERO(*result);
	if (!err)
		trace_mview_derive(mview_view_of(*result));
	return err == -ENODEV ? mview_view_gone(view) : err;
}

/* The mode of a derived view: @view's, and what @flags add to it. */
static u32 mview_view_mode(const struct mview_view *view, u32 flags)
{
	return view->mode | (flags & MVIEW_CONFINED);
}

static int mview_axis_get(struct mv_axis *axis,
			  const struct mview_axis __user *user)
{
	struct mview_axis from;

	if (copy_from_user(&from, user, sizeof(from)))
		return -EFAULT;
	if (from.__reserved)
		return -EINVAL;
	if (from.flags & ~MVIEW_AXIS_INDEX)
		return -EOPNOTSUPP;
	axis->index = from.flags & MVIEW_AXIS_INDEX;
	if (axis->index && (from.count || from.step))
		return -EINVAL;
	if (from.count > S64_MAX)
		return -ERANGE;
	axis->start = from.start;
	axis->count = from.count;
	axis->step = from.step;
	return 0;
}

static int mview_axes_get(struct mv_axis *axes, u64 user, u32 n)
{
	const struct mview_axis __user *from = mview_user_ptr(user);
	u32 i;
	int err;

	for (i = 0; i < n; i++) {
		err = mview_axis_get(&axes[i], &from[i]);
		if (err)
			return err;
	}
	return 0;
}

static int mview_view_slice(struct file *file, union mview_arg *arg,
			    struct file **result)
{
	struct mview_view_slice *slice = &arg->view_slice;
	struct mview_view *view = mview_view_of(file);
	struct mview_view *derived;
	struct mv_axis *axes;
	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	if (slice->ndim > MV_NDIM_MAX)
		return -E2BIG;
	axes = kcalloc(slice->ndim, sizeof(*axes), GFP_KERNEL_ACCOUNT);
	if (!axes)
		return -ENOMEM;
	err = mview_axes_get(axes, slice->axes, slice->ndim);
	if (err)
		goto out_axes;
	derived = mview_view_clone(&view->layout);
	if (IS_ERR(derived)) {
		err = PTR_ERR(derived);
		goto out_axes;
	}
	err = mv_layout_slice(&derived->layout, &derived->layout, axes,
			      slice->ndim);
	if (err)
		mview_view_free(derived);
	else
		err = mview_view_derive(view, derived,
					mview_view_mode(view, slice->flags),
					result);
out_axes:
	kfree(axes);
	return err;
}

static int mview_view_transpose(struct file *file, union mview_arg *arg,
				struct file **result)
{
	struct mview_view_transpose *transpose = &arg->view_transpose;
	struct mview_view *view = mview_view_of(file);
	u32 axes[MV_NDIM_MAX], ndim = transpose->ndim;
	struct mview_view *derived;
	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	if (ndim > MV_NDIM_MAX)
		return -E2BIG;
	if (ndim != (transpose->axes ? view->layout.ndim : 0))
		return -EINVAL;
	if (copy_from_user(axes, mview_user_ptr(transpose->axes),
			   array_size(ndim, sizeof(*axes))))
		return -EFAULT;
	derived = mview_view_clone(&view->layout);
	if (IS_ERR(derived))
		return PTR_ERR(derived);
	err = mv_layout_transpose(&derived->layout, &derived->layout,
				  transpose->axes ? axes : NULL);
	if (err) {
		mview_view_free(derived);
		return err;
	}
	return mview_view_derive(view, derived,
				 mview_view_mode(view, transpose->flags),
				 result);
}

static int mview_view_contiguous(struct file *file, union mview_arg *arg,
				 struct file **result)
{
	struct mview_view_contiguous *contiguous = &arg->view_contiguous;
	bool write = contiguous->flags & MVIEW_OPEN_WRITE;
	struct mview_view *view = mview_view_of(file);
	char order = contiguous->order;
	u32 mode = mview_view_mode(view, contiguous->flags);
	struct mview_view *derived;
	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	if (contiguous->order != 'C' && contiguous->order != 'F' &&
	    contiguous->order != 'A')
		return -EINVAL;
	if (write && !mview_view_writable(view))
		return -EACCES;
	if (!write)
		mode &= ~MVIEW_OPEN_WRITE;
	if (mv_layout_contiguous(&view->layout, order)) {
		derived = mview_view_clone(&view->layout);
		if (IS_ERR(derived))
			return PTR_ERR(derived);
		return mview_view_derive(view, derived, mode, result);
	}
	if (write)
		return -EINVAL;
	*result = mview_view_copy(view, order == 'F' ? 'F' : 'C', mode);
	return PTR_ERR_OR_ZERO(*result);
}

/* A view of @name, a field of @view's elements. */
static struct mview_view *mview_field_create(const struct mview_view *view,
					     const char *name, u32 len)
{
	struct mview_view *derived;
	struct mv_field field;
	int err;

	err = mv_field_find(&field, &view->layout, name, len);
	if (err)
		return ERR_PTR(err);
	derived = mview_view_alloc(view->layout.ndim + field.ndim,
				   field.format_len);
	if (IS_ERR(derived))
		return derived;
	err = mv_layout_field(&derived->layout, (char *)derived->layout.format,
			      &view->layout, &field);
	if (!err)
		return derived;
	mview_view_free(derived);
	return ERR_PTR(err);
}

static int mview_view_field(struct file *file, union mview_arg *arg,
			    struct file **result)
{
	struct mview_view_field *field = &arg->view_field;
	struct mview_view *view = mview_view_of(file);
	struct mview_view *derived;
	char *name;
	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	if (field->name_len > MV_FORMAT_MAX)
		return -E2BIG;
	name = memdup_user(mview_user_ptr(field->name), field->name_len);
	if (IS_ERR(name))
		return PTR_ERR(name);
	derived = mview_field_create(view, name, field->name_len);
	kfree(name);
	if (IS_ERR(derived))
		return PTR_ERR(derived);
	return mview_view_derive(view, derived,
				 mview_view_mode(view, field->flags), result);
}

/* Read the caller's format and shape, and cast the layout to them. */
static int mview_cast_layout(struct mv_layout *layout,
			     const struct mview_view_cast *cast,
			     const struct mv_layout *from)
{
	int err;

	err = mview_format_get(layout, cast->format);
	if (!err && cast->shape)
		err = mview_shape_get(layout, cast->shape);
	if (err)
		return err;
	return mv_layout_cast(layout, from, !cast->shape,
			      cast->flags & MVIEW_CAST_FREE ? MV_CAST_FREE : 0);
}

static int mview_view_cast(struct file *file, union mview_arg *arg,
			   struct file **result)
{
	struct mview_view_cast *cast = &arg->view_cast;
	struct mview_view *view = mview_view_of(file);
	struct mview_view *derived;
	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	if (!cast->shape && cast->ndim)
		return -EINVAL;
	err = mview_layout_lengths(cast->ndim, cast->format_len);
	if (err)
		return err;
	derived = mview_view_alloc(cast->shape ? cast->ndim : 1,
				   cast->format_len);
	if (IS_ERR(derived))
		return PTR_ERR(derived);
	err = mview_cast_layout(&derived->layout, cast, &view->layout);
	if (!err && !mview_view_may_cast(view, &derived->layout))
		err = -EACCES;
	if (err) {
		mview_view_free(derived);
		return err;
	}
	return mview_view_derive(view, derived,
				 mview_view_mode(view, cast->flags), result);
}

static int mview_view_readonly(struct file *file, union mview_arg *arg,
			       struct file **result)
{
	struct mview_view *view = mview_view_of(file);
	struct mview_view *derived;
	u32 mode;
	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	derived = mview_view_clone(&view->layout);
	if (IS_ERR(derived))
		return PTR_ERR(derived);
	mode = mview_view_mode(view, arg->view_readonly.flags);
	return mview_view_derive(view, derived, mode & ~MVIEW_OPEN_WRITE,
				 result);
}

static int mview_view_sync_cmd(struct file *file, union mview_arg *arg,
			       struct file **result)
{
	struct mview_view *view = mview_view_of(file);
	u32 flags = arg->view_sync.flags;
	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	if (!(flags & (MVIEW_SYNC_READ | MVIEW_SYNC_WRITE)))
		return -EINVAL;
	if ((flags & MVIEW_SYNC_WRITE) && !mview_view_writable(view))
		return -EACCES;
	return mview_view_sync(view, flags);
}

static int mview_view_release_cmd(struct file *file, union mview_arg *arg,
				  struct file **result)
{
	return mview_view_release(mview_view_of(file),
				  &arg->view_release.sync);
}

static int mview_view_export_dmabuf(struct file *file, union mview_arg *arg,
				    struct file **result)
{
	struct mview_view *view = mview_view_of(file);
	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	*result = mview_export_open(view);
	err = PTR_ERR_OR_ZERO(*result);
	return err == -ENODEV ? mview_view_gone(view) : err;
}

static const struct mview_command mview_view_commands[] = {
	MVIEW_COMMAND(MVIEW_VIEW_INFO, mview_view_info, view_info,
		      MVIEW_VIEW_INFO_SEEN, MVIEW_RESERVED(view_info)),
	MVIEW_COMMAND(MVIEW_VIEW_SLICE, mview_view_slice, view_slice,
		      MVIEW_CONFINED, MVIEW_FD(view_slice)),
	MVIEW_COMMAND(MVIEW_VIEW_CAST, mview_view_cast, view_cast,
		      MVIEW_CAST_FREE | MVIEW_CONFINED,
		      MVIEW_FD(view_cast), MVIEW_RESERVED(view_cast)),
	MVIEW_COMMAND(MVIEW_VIEW_READONLY, mview_view_readonly, view_readonly,
		      MVIEW_CONFINED,
		      MVIEW_FD(view_readonly), MVIEW_RESERVED(view_readonly)),
	MVIEW_COMMAND(MVIEW_VIEW_SYNC, mview_view_sync_cmd, view_sync,
		      MVIEW_SYNC_READ | MVIEW_SYNC_WRITE | MVIEW_SYNC_END),
	MVIEW_COMMAND(MVIEW_VIEW_RELEASE, mview_view_release_cmd, view_release,
		      0, MVIEW_RESERVED(view_release)),
	MVIEW_COMMAND(MVIEW_VIEW_TRANSPOSE, mview_view_transpose,
		      view_transpose, MVIEW_CONFINED, MVIEW_FD(view_transpose)),
	MVIEW_COMMAND(MVIEW_VIEW_CONTIGUOUS, mview_view_contiguous,
		      view_contiguous, MVIEW_OPEN_WRITE | MVIEW_CONFINED,
		      MVIEW_FD(view_contiguous)),
	MVIEW_COMMAND(MVIEW_VIEW_FIELD, mview_view_field, view_field,
		      MVIEW_CONFINED, MVIEW_FD(view_field)),
	MVIEW_COMMAND(MVIEW_VIEW_EXPORT_DMABUF, mview_view_export_dmabuf,
		      view_export_dmabuf, 0, MVIEW_FD(view_export_dmabuf),
		      MVIEW_RESERVED(view_export_dmabuf)),
};

static long mview_view_cmd_ioctl(struct file *file, unsigned int cmd,
				 unsigned long arg)
{
	return mview_ioctl(file, cmd, arg, MVIEW_VIEW_INFO,
			   mview_view_commands,
			   ARRAY_SIZE(mview_view_commands));
}

void mview_view_cmd_init(void)
{
	mview_view_ioctl = mview_view_cmd_ioctl;
}
