// SPDX-License-Identifier: GPL-2.0
/*
 * Mappings of imported dma-bufs. dma_buf_mmap() gives a mapping the file of the
 * dma-buf and vm_ops of the exporter, or none. A copy of these, with ->open,
 * ->close and ->access of ours, counts the mapping, so that a mapped view is not
 * released, and shows it to debuggers, which find no pages in most of them.
 *
 * fs/coda/file.c does the same to the vm_ops of another filesystem (6.1, 6.12),
 * for there is no other place: vm_private_data is the exporter's; vm_file is
 * shared by all mappings of the dma-buf, and putting the view's file there would
 * hide the mapping from exporters that take pages away, DRM's for example, who
 * find it in the address_space of that file.
 *
 * Such a mapping is never zapped: it holds the view, which holds the dma-buf.
 */
#include "view/wrap.h"

#include <linux/errno.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include "buffer/buffer.h"
#include "mem/mem.h"
#include "view/access.h"
#include "view/maps.h"
#include "view/view.h"

/**
 * struct mview_wrap - vm_ops around those of another driver
 * @ops: a copy of @inner with our ->open, ->close and ->access
 * @inner: the other driver's; may be NULL
 * @vmas: mappings that have come from the one mmap(2) by fork and split
 * @file: the view's; vm_file is the other driver's
 * @pgoff: vm_pgoff of the memory's first page, as the other driver left it
 */
struct mview_wrap {
	struct vm_operations_struct ops;
	const struct vm_operations_struct *inner;
	refcount_t vmas;
	struct file *file;
	unsigned long pgoff;
};

static struct mview_wrap *mview_wrap_of(struct vm_area_struct *vma)
{
	/* The other driver owns vm_private_data, so go by vm_ops. */
	return container_of(vma->vm_ops, struct mview_wrap, ops);
}

static struct mview_wrap *mview_wrap_create(struct file *file)
{
	struct mview_wrap *wrap;

	wrap = kzalloc(sizeof(*wrap), GFP_KERNEL_ACCOUNT);
	if (!wrap)
		return NULL;
	refcount_set(&wrap->vmas, 1);
	wrap->file = get_file(file);
	return wrap;
}

static void mview_wrap_destroy(struct mview_wrap *wrap)
{
	fput(wrap->file);
	kfree(wrap);
}

static void mview_wrap_open(struct vm_area_struct *vma)
{
	struct mview_wrap *wrap = mview_wrap_of(vma);

	refcount_inc(&wrap->vmas);
	mview_map_get(mview_view_of(wrap->file), vma);
	if (wrap->inner && wrap->inner->open)
		wrap->inner->open(vma);
}

static void mview_wrap_close(struct vm_area_struct *vma)
{
	struct mview_wrap *wrap = mview_wrap_of(vma);

	if (wrap->inner && wrap->inner->close)
		wrap->inner->close(vma);
	mview_map_put(mview_view_of(wrap->file), vma);
	if (refcount_dec_and_test(&wrap->vmas)) {
		/* @wrap is about to be freed, so don't leave it in vm_ops. */
		vma->vm_ops = wrap->inner;
		mview_wrap_destroy(wrap);
	}
}

static int mview_wrap_access(struct vm_area_struct *vma, unsigned long addr,
			     void *buf, int len, int write)
{
	struct mview_wrap *wrap = mview_wrap_of(vma);
	struct mview_view *view = mview_view_of(wrap->file);
	u64 offset = (u64)(vma->vm_pgoff - wrap->pgoff) << PAGE_SHIFT;

	if (wrap->inner && wrap->inner->access)
		return write && !mview_view_writable(view) ? -EACCES :
		       wrap->inner->access(vma, addr, buf, len, write);
	len = min_t(unsigned long, len, vma->vm_end - addr);
	return mview_view_poke(view, offset + (addr - vma->vm_start), buf, len,
			       write);
}

int mview_wrap_mmap(struct mview_view *view, struct file *file,
		    struct vm_area_struct *vma)
{
	struct mview_mem *mem = view->buffer->mem;
	unsigned long page = vma->vm_pgoff;
	struct mview_wrap *wrap;
	int err;

	wrap = mview_wrap_create(file);
	if (!wrap)
		return -ENOMEM;
	err = mem->ops->mmap(mem, vma);
	if (err) {
		mview_wrap_destroy(wrap);
		return err;
	}
	wrap->pgoff = vma->vm_pgoff - page;
	wrap->inner = vma->vm_ops;
	if (wrap->inner)
		wrap->ops = *wrap->inner;
	wrap->ops.open = mview_wrap_open;
	wrap->ops.close = mview_wrap_close;
	wrap->ops.access = mview_wrap_access;
	vma->vm_ops = &wrap->ops;
	return 0;
}
