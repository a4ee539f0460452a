// SPDX-License-Identifier: GPL-2.0
/*
 * mmap(2) of a view: the whole pages that hold its extent.
 *
 * Page frames are inserted by fault, never in ->mmap: only then is the mapping
 * in the buffer's address_space before the first page can be seen, so that a
 * zap finds all of them. Kinds that map by themselves bring vm_ops of their
 * own; these are wrapped, so that their mappings are counted as well.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/iosys-map.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include "buffer.h"
#include "compat.h"
#include "mem.h"
#include "view.h"
#include "view_file.h"

static void mview_map_get(struct mview_view *view)
{
	atomic_long_inc(&view->buffer->maps);
	/* A mapping exists, so the claims are not closed. */
	WARN_ON(!mview_claim_get(&view->maps));
}

static void mview_map_put(struct mview_view *view)
{
	atomic_long_dec(&view->buffer->maps);
	mview_claim_put(&view->maps);
}

/*
 * A debugger reads or writes at @offset of the buffer. It may write where the
 * mapping does not let the program write, but not through a read-only view.
 */
static int mview_view_access(struct mview_view *view, u64 offset, void *buf,
			     int len, int write)
{
	enum dma_data_direction dir = write ? DMA_BIDIRECTIONAL :
					      DMA_FROM_DEVICE;
	struct iosys_map map;
	int err, idx;

	if (write && !view->writable)
		return -EACCES;
	if (offset >= view->buffer->size)
		return -EFAULT;
	len = min_t(u64, len, view->buffer->size - offset);
	err = mview_view_enter(view, &idx);
	if (err)
		return err;
	err = mview_view_begin(view, dir, &map);
	if (!err) {
		if (write)
			iosys_map_memcpy_to(&map, offset, buf, len);
		else
			iosys_map_memcpy_from(buf, &map, offset, len);
		err = mview_view_end(view, dir);
	}
	mview_view_leave(view, idx);
	return err ? err : len;
}

static int mview_vma_access(struct vm_area_struct *vma, unsigned long addr,
			    void *buf, int len, int write)
{
	struct mview_view *view = mview_view_of(vma->vm_file);
	u64 offset = (u64)(mview_view_first_page(view) + vma->vm_pgoff)
		     << PAGE_SHIFT;

	/* It may go on in another mapping behind this one. */
	len = min_t(unsigned long, len, vma->vm_end - addr);
	return mview_view_access(view, offset + (addr - vma->vm_start), buf,
				 len, write);
}

/* The page of the buffer that belongs at @addr of the mapping. */
static vm_fault_t mview_vma_insert(struct vm_area_struct *vma,
				   struct mview_view *view, unsigned long addr)
{
	unsigned long pgoff = linear_page_index(vma, addr);
	unsigned long page = mview_view_first_page(view) + pgoff;
	struct mview_mem *mem = view->buffer->mem;

	if (pgoff >= mview_view_npages(view) || page >= mem->size >> PAGE_SHIFT)
		return VM_FAULT_SIGBUS;
	return vmf_insert_pfn(vma, addr, mem->ops->pfn(mem, page));
}

/*
 * All memory is there, so the neighbours that share a page table with the page
 * that was touched are inserted along with it: a fault costs more than they do.
 */
static void mview_vma_insert_around(struct vm_area_struct *vma,
				    struct mview_view *view, unsigned long addr)
{
	unsigned long start = max(vma->vm_start, ALIGN_DOWN(addr, PMD_SIZE));
	unsigned long left = min(vma->vm_end - start,
				 PMD_SIZE - (start & ~PMD_MASK));

	for (; left; left -= PAGE_SIZE, start += PAGE_SIZE)
		if (start != addr && mview_vma_insert(vma, view, start) !=
				     VM_FAULT_NOPAGE)
			return;
}

static vm_fault_t mview_vma_fault(struct vm_fault *vmf)
{
	struct mview_view *view = mview_view_of(vmf->vma->vm_file);
	vm_fault_t ret;
	int idx;

	if (mview_view_enter(view, &idx))
		return VM_FAULT_SIGBUS;
	ret = mview_vma_insert(vmf->vma, view, vmf->address);
	if (ret == VM_FAULT_NOPAGE)
		mview_vma_insert_around(vmf->vma, view, vmf->address);
	mview_view_leave(view, idx);
	return ret;
}

static void mview_vma_open(struct vm_area_struct *vma)
{
	mview_map_get(mview_view_of(vma->vm_file));
}

static void mview_vma_close(struct vm_area_struct *vma)
{
	mview_map_put(mview_view_of(vma->vm_file));
}

static const struct vm_operations_struct mview_vm_ops = {
	.open = mview_vma_open,
	.close = mview_vma_close,
	.fault = mview_vma_fault,
	.access = mview_vma_access,
};

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
	/* The other driver has vm_private_data; vm_ops is what we have. */
	return container_of(vma->vm_ops, struct mview_wrap, ops);
}

static void mview_wrap_open(struct vm_area_struct *vma)
{
	struct mview_wrap *wrap = mview_wrap_of(vma);

	refcount_inc(&wrap->vmas);
	mview_map_get(mview_view_of(wrap->file));
	if (wrap->inner && wrap->inner->open)
		wrap->inner->open(vma);
}

static void mview_wrap_close(struct vm_area_struct *vma)
{
	struct mview_wrap *wrap = mview_wrap_of(vma);

	if (wrap->inner && wrap->inner->close)
		wrap->inner->close(vma);
	mview_map_put(mview_view_of(wrap->file));
	if (refcount_dec_and_test(&wrap->vmas)) {
		/* Nothing may find the ops that are about to be freed. */
		vma->vm_ops = wrap->inner;
		fput(wrap->file);
		kfree(wrap);
	}
}

static int mview_wrap_access(struct vm_area_struct *vma, unsigned long addr,
			     void *buf, int len, int write)
{
	struct mview_wrap *wrap = mview_wrap_of(vma);
	struct mview_view *view = mview_view_of(wrap->file);
	u64 offset = (u64)(vma->vm_pgoff - wrap->pgoff) << PAGE_SHIFT;

	if (wrap->inner && wrap->inner->access)
		return write && !view->writable ? -EACCES :
		       wrap->inner->access(vma, addr, buf, len, write);
	len = min_t(unsigned long, len, vma->vm_end - addr);
	return mview_view_access(view, offset + (addr - vma->vm_start), buf,
				 len, write);
}

/* Let the kind map, then put ourselves around what it has put there. */
static int mview_wrap_mmap(struct mview_view *view, struct file *file,
			   struct vm_area_struct *vma)
{
	struct mview_mem *mem = view->buffer->mem;
	struct mview_wrap *wrap;
	int err;

	wrap = kzalloc(sizeof(*wrap), GFP_KERNEL_ACCOUNT);
	if (!wrap)
		return -ENOMEM;
	err = mem->ops->mmap(mem, vma);
	if (err) {
		kfree(wrap);
		return err;
	}
	wrap->pgoff = vma->vm_pgoff;
	wrap->inner = vma->vm_ops;
	if (wrap->inner)
		wrap->ops = *wrap->inner;
	wrap->ops.open = mview_wrap_open;
	wrap->ops.close = mview_wrap_close;
	wrap->ops.access = mview_wrap_access;
	refcount_set(&wrap->vmas, 1);
	wrap->file = get_file(file);
	vma->vm_ops = &wrap->ops;
	return 0;
}

static int mview_pfn_mmap(struct mview_view *view, struct file *file,
			  struct vm_area_struct *vma)
{
	vm_flags_set(vma, VM_PFNMAP);
	vma->vm_ops = &mview_vm_ops;
	return 0;
}

/* MAP_PRIVATE would copy, and page frames can't be copied on write. */
static int mview_view_may_mmap(struct mview_view *view,
			       struct vm_area_struct *vma)
{
	unsigned long npages = mview_view_npages(view);

	if (!(vma->vm_flags & VM_MAYSHARE))
		return -EINVAL;
	if (!npages && view->nbytes)
		return -EOPNOTSUPP;
	if (vma->vm_pgoff >= npages ||
	    vma_pages(vma) > npages - vma->vm_pgoff)
		return -EINVAL;
	if (vma->vm_pgoff && view->buffer->kind->mmap)
		return -EOPNOTSUPP;
	if ((vma->vm_flags & VM_WRITE) && !view->writable)
		return -EACCES;
	return 0;
}

int mview_view_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct mview_view *view = mview_view_of(file);
	int err, idx;

	if (mview_view_released(view))
		return -EBADFD;
	err = mview_view_may_mmap(view, vma);
	if (err)
		return err;
	/* The VFS has done so for a file opened O_RDONLY; PFN maps rely on it. */
	if (!view->writable)
		vm_flags_clear(vma, VM_MAYWRITE);
	vm_flags_set(vma, VM_DONTEXPAND | VM_DONTDUMP);

	err = mview_view_enter(view, &idx);
	if (err)
		return err;
	if (!mview_claim_get(&view->maps)) {
		err = -EBADFD;
		goto out_leave;
	}
	atomic_long_inc(&view->buffer->maps);
	if (view->buffer->kind->mmap)
		err = mview_wrap_mmap(view, file, vma);
	else
		err = mview_pfn_mmap(view, file, vma);
	if (err)
		mview_map_put(view);
out_leave:
	mview_view_leave(view, idx);
	return err;
}
