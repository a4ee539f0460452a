// SPDX-License-Identifier: GPL-2.0
/*
 * Mappings that a kind of memory makes by itself, all at once. They bring vm_ops
 * of their own, or none; these are wrapped, so that such mappings are counted as
 * well, and debuggers see them.
 *
 * The pages are there before the mapping is linked to the buffer's address_space,
 * where a zap would find it: that happens after ->mmap, under the same
 * mmap_lock. So the zap first passes through the mmap_lock of each process that
 * has made one. A process can hold its own for long, in a fault on a filesystem
 * of its own say, and a zap then waits: as RDMA's does.
 */
#include "view/wrap.h"

#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/refcount.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
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
 * @file: the view's; vm_file may be the other driver's
 * @pgoff: vm_pgoff of the memory's first page, as the other driver left it
 * @mm: of the process that called mmap(2)
 * @list: on the buffer's list until a zap has seen to it
 */
struct mview_wrap {
	struct vm_operations_struct ops;
	const struct vm_operations_struct *inner;
	refcount_t vmas;
	struct file *file;
	unsigned long pgoff;
	struct mm_struct *mm;
	struct list_head list;
};

static struct mview_wrap *mview_wrap_of(struct vm_area_struct *vma)
{
	/* The other driver has vm_private_data; vm_ops is what we have. */
	return container_of(vma->vm_ops, struct mview_wrap, ops);
}

static struct mview_wrap *mview_wrap_create(struct file *file,
					    struct mm_struct *mm)
{
	struct mview_wrap *wrap;

	wrap = kzalloc(sizeof(*wrap), GFP_KERNEL_ACCOUNT);
	if (!wrap)
		return NULL;
	refcount_set(&wrap->vmas, 1);
	wrap->file = get_file(file);
	mmgrab(mm);
	wrap->mm = mm;
	INIT_LIST_HEAD(&wrap->list);
	return wrap;
}

static void mview_wrap_destroy(struct mview_wrap *wrap)
{
	mmdrop(wrap->mm);
	fput(wrap->file);
	kfree(wrap);
}

static void mview_wrap_link(struct mview_wrap *wrap,
			    struct mview_buffer *buffer)
{
	spin_lock(&buffer->populated_lock);
	list_add(&wrap->list, &buffer->populated);
	spin_unlock(&buffer->populated_lock);
}

static void mview_wrap_unlink(struct mview_wrap *wrap,
			      struct mview_buffer *buffer)
{
	spin_lock(&buffer->populated_lock);
	list_del_init(&wrap->list);
	spin_unlock(&buffer->populated_lock);
}

/* Take one off the list; its mm, with a reference, or NULL. */
static struct mm_struct *mview_wrap_next(struct mview_buffer *buffer)
{
	struct mview_wrap *wrap;
	struct mm_struct *mm = NULL;

	spin_lock(&buffer->populated_lock);
	wrap = list_first_entry_or_null(&buffer->populated, struct mview_wrap,
					list);
	if (wrap) {
		list_del_init(&wrap->list);
		mm = wrap->mm;
		mmgrab(mm);
	}
	spin_unlock(&buffer->populated_lock);
	return mm;
}

void mview_wrap_settle(struct mview_buffer *buffer)
{
	struct mm_struct *mm;

	while ((mm = mview_wrap_next(buffer))) {
		/* One without users is past its last mmap(2). */
		if (mmget_not_zero(mm)) {
			mmap_write_lock(mm);
			mmap_write_unlock(mm);
			mmput(mm);
		}
		mmdrop(mm);
	}
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
	struct mview_view *view = mview_view_of(wrap->file);

	if (wrap->inner && wrap->inner->close)
		wrap->inner->close(vma);
	mview_map_put(view, vma);
	if (refcount_dec_and_test(&wrap->vmas)) {
		/* Nothing may find the ops that are about to be freed. */
		vma->vm_ops = wrap->inner;
		mview_wrap_unlink(wrap, view->buffer);
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
	struct mview_buffer *buffer = view->buffer;
	unsigned long page = vma->vm_pgoff;
	struct mview_wrap *wrap;
	int err;

	wrap = mview_wrap_create(file, vma->vm_mm);
	if (!wrap)
		return -ENOMEM;
	err = buffer->mem->ops->mmap(buffer->mem, vma);
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
	mview_wrap_link(wrap, buffer);
	return 0;
}
