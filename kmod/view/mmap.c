// SPDX-License-Identifier: GPL-2.0
/*
 * mmap(2) of a view: the whole pages that hold its extent. vm_pgoff of a mapping
 * counts from the first page of the buffer.
 *
 * Pages are inserted by fault, never in ->mmap: only then is the mapping in the
 * buffer's address_space before the first page can be seen, so that a zap finds
 * all of them. Kinds that map by themselves are in wrap.c. Page frames are
 * inserted as such, or, for mappings that are to be pinned, as pages that count
 * references.
 */
#include "view/mmap.h"

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/userfaultfd_k.h>
#include "buffer/buffer.h"
#include "compat.h"
#include "mem/mem.h"
#include "view/access.h"
#include "view/maps.h"
#include "view/fill.h"
#include "view/view.h"
#include "view/wrap.h"

static int mview_vma_access(struct vm_area_struct *vma, unsigned long addr,
			    void *buf, int len, int write)
{
	u64 offset = (u64)vma->vm_pgoff << PAGE_SHIFT;

	/* The caller may ask for bytes past the end of this mapping. */
	len = min_t(unsigned long, len, vma->vm_end - addr);
	return mview_view_poke(mview_view_of(vma->vm_file),
			       offset + (addr - vma->vm_start), buf, len,
			       write);
}

/* How many pages of the window there are from @page on. */
static unsigned long mview_window_left(const struct mview_view *view,
				       unsigned long page)
{
	const struct mview_window *window = &view->window;

	return page < window->first ||
	       page - window->first >= window->npages ? 0 :
	       window->npages - (page - window->first);
}

/*
 * How many pages to insert from @addr on: up to the end of the page table. All
 * memory is present, and inserting a page costs less than a fault.
 */
static unsigned long mview_vma_left(struct vm_area_struct *vma,
				    struct mview_view *view,
				    unsigned long addr)
{
	unsigned long table = (ALIGN_DOWN(addr, PMD_SIZE) + PMD_SIZE - addr) >>
			      PAGE_SHIFT;

	return min3(mview_window_left(view, linear_page_index(vma, addr)),
		    (vma->vm_end - addr) >> PAGE_SHIFT, table);
}

/*
 * Some kernels since 6.7 let userfaultfd put marks into empty entries of these
 * mappings, which no insertion would replace.
 */
static bool mview_fault_is_marked(const struct vm_fault *vmf)
{
	return (vmf->flags & FAULT_FLAG_ORIG_PTE_VALID) &&
	       !pte_none(vmf->orig_pte);
}

static vm_fault_t mview_pfn_insert(struct vm_fault *vmf,
				   struct mview_view *view)
{
	unsigned long page = linear_page_index(vmf->vma, vmf->address);
	unsigned long addr = vmf->address & PAGE_MASK;
	unsigned long left = mview_vma_left(vmf->vma, view, addr);
	struct mview_mem *mem = view->buffer->mem;
	vm_fault_t ret;

	if (!left || mview_fault_is_marked(vmf))
		return VM_FAULT_SIGBUS;
	ret = vmf_insert_pfn_prot(vmf->vma, addr, mem->ops->pfn(mem, page),
				  mview_mem_prot(mem, vmf->vma->vm_page_prot));
	if (ret == VM_FAULT_NOPAGE)
		mview_fill(vmf->vma, addr, mem, page, left);
	return ret;
}

/* A piece of PMD_SIZE that begins with @page lies in the mapping at @addr. */
static bool mview_vma_holds_piece(struct vm_area_struct *vma,
				  unsigned long addr)
{
	return addr >= vma->vm_start && addr + PMD_SIZE <= vma->vm_end &&
	       IS_ALIGNED(linear_page_index(vma, addr), MVIEW_HUGE_PAGES);
}

/*
 * The decision between a large entry and a page table depends only on the buffer
 * and on @vma, which don't change while faults are under way. So faults side by
 * side never decide differently: vmf_insert_pfn_pmd() must not find a page table,
 * nor vmf_insert_pfn_prot() a large entry (a WARN, and a VM_BUG_ON in 6.12). A page
 * table may be left from when @vma was smaller; it stays as long as @vma. Some
 * kernels since 6.7 let userfaultfd protect these mappings, and split them then.
 */
static bool mview_pfn_is_huge(struct vm_fault *vmf, struct mview_view *view,
			      unsigned long addr, unsigned long page)
{
	struct mview_mem *mem = view->buffer->mem;
	pgprot_t prot = vmf->vma->vm_page_prot;

	return mview_vma_holds_piece(vmf->vma, addr) &&
	       !(vmf->vma->vm_flags & VM_NOHUGEPAGE) &&
	       !userfaultfd_wp(vmf->vma) &&
	       mview_window_left(view, page) >= MVIEW_HUGE_PAGES &&
	       mview_mem_huge(mem, page) &&
	       pgprot_val(mview_mem_prot(mem, prot)) == pgprot_val(prot) &&
	       (pmd_none(*vmf->pmd) || pmd_leaf(*vmf->pmd));
}

static vm_fault_t mview_pfn_insert_huge(struct vm_fault *vmf,
					struct mview_view *view)
{
	unsigned long addr = vmf->address & PMD_MASK;
	unsigned long page = linear_page_index(vmf->vma, addr);
	struct mview_mem *mem = view->buffer->mem;

	if (!mview_pfn_is_huge(vmf, view, addr, page))
		return VM_FAULT_FALLBACK;
	return mview_insert_pfn_pmd(vmf, mem->ops->pfn(mem, page));
}

static vm_fault_t __maybe_unused mview_pfn_huge_fault(struct vm_fault *vmf,
						      unsigned int order)
{
	struct mview_view *view = mview_view_of(vmf->vma->vm_file);
	vm_fault_t ret;
	int idx;

	if (order != MVIEW_HUGE_ORDER)
		return VM_FAULT_FALLBACK;
	if (mview_view_enter(view, &idx))
		return VM_FAULT_SIGBUS;
	ret = mview_pfn_insert_huge(vmf, view);
	mview_view_leave(view, idx);
	return ret;
}

/*
 * PR_SET_THP_DISABLE and transparent_hugepage/enabled in sysfs keep the core
 * from calling ->huge_fault. They may change at any time, so that they must not
 * have a say in the decision, see mview_pfn_is_huge().
 */
static vm_fault_t mview_pfn_fault(struct vm_fault *vmf)
{
	struct mview_view *view = mview_view_of(vmf->vma->vm_file);
	vm_fault_t ret;
	int idx;

	if (mview_view_enter(view, &idx))
		return VM_FAULT_SIGBUS;
	ret = mview_pfn_insert_huge(vmf, view);
	if (ret & VM_FAULT_FALLBACK)
		ret = mview_pfn_insert(vmf, view);
	mview_view_leave(view, idx);
	return ret;
}

/* Insert pages in batches; a concurrent fault may have inserted some. */
static vm_fault_t mview_page_insert(struct vm_area_struct *vma,
				    struct mview_view *view, unsigned long addr)
{
	unsigned long left = mview_vma_left(vma, view, addr);
	unsigned long page = linear_page_index(vma, addr);
	struct mview_mem *mem = view->buffer->mem;
	struct page *batch[32];
	unsigned long i, n, rest;
	int err = 0;

	if (!left)
		return VM_FAULT_SIGBUS;
	for (; left && !err; left -= n, addr += n * PAGE_SIZE) {
		n = min(left, ARRAY_SIZE(batch));
		for (i = 0; i < n; i++)
			batch[i] = pfn_to_page(mem->ops->pfn(mem, page++));
		rest = n;
		err = vm_insert_pages(vma, addr, batch, &rest);
	}
	return !err || err == -EBUSY ? VM_FAULT_NOPAGE : vmf_error(err);
}

static vm_fault_t mview_page_fault(struct vm_fault *vmf)
{
	struct mview_view *view = mview_view_of(vmf->vma->vm_file);
	vm_fault_t ret;
	int idx;

	if (mview_fault_is_marked(vmf) || mview_view_enter(view, &idx))
		return VM_FAULT_SIGBUS;
	ret = mview_page_insert(vmf->vma, view, vmf->address & PAGE_MASK);
	mview_view_leave(view, idx);
	return ret;
}

/* Handle poison here: the core would look for a page cache entry. */
static vm_fault_t mview_folio_check(struct page *page)
{
	if (!PageHWPoison(page))
		return VM_FAULT_LOCKED;
	unlock_page(page);
	put_page(page);
	return VM_FAULT_HWPOISON;
}

/*
 * Compound pages of PMD_SIZE: returns the page locked, and the caller maps all
 * of the compound page if it can. It does so after mview_view_leave(), so a zap
 * waits for the page lock, see mview_mem_settle().
 */
static vm_fault_t mview_folio_fault(struct vm_fault *vmf)
{
	struct mview_view *view = mview_view_of(vmf->vma->vm_file);
	vm_fault_t ret = VM_FAULT_SIGBUS;
	struct mview_mem *mem;
	struct page *page;
	int idx;

	if (mview_view_enter(view, &idx))
		return VM_FAULT_SIGBUS;
	mem = view->buffer->mem;
	if (mview_window_left(view, vmf->pgoff)) {
		page = pfn_to_page(mem->ops->pfn(mem, vmf->pgoff));
		get_page(page);
		lock_page(page);
		vmf->page = page;
		ret = mview_folio_check(page);
	}
	mview_view_leave(view, idx);
	return ret;
}

static void mview_vma_open(struct vm_area_struct *vma)
{
	mview_map_get(mview_view_of(vma->vm_file), vma);
}

/*
 * copy_huge_pmd() reads a large entry without a lock and writes it to the child
 * later, when a zap may have passed both mappings. So fork(2) must not copy any:
 * with VM_WIPEONFORK in the child's flags dup_mmap() copies no page tables, and
 * the child faults its pages in. madvise(MADV_KEEPONFORK) of the parent does not
 * matter: dup_mmap() calls ->open before it looks at the child's flags, in all
 * versions that have large entries of page frames (6.12 and later).
 *
 * The other callers of ->open may set the flag as well: splits and moves, also
 * splits by userfaultfd in other processes. They hold the mmap_lock of @vma's
 * process for writing, as dup_mmap() does, and the flag has no effect until the
 * next fork.
 */
static void mview_pfn_open(struct vm_area_struct *vma)
{
	mview_vma_open(vma);
	if (mview_view_of(vma->vm_file)->buffer->huge)
		vm_flags_set(vma, VM_WIPEONFORK);
}

static void mview_vma_close(struct vm_area_struct *vma)
{
	mview_map_put(mview_view_of(vma->vm_file), vma);
}

static const struct vm_operations_struct mview_pfn_ops = {
	.open = mview_pfn_open,
	.close = mview_vma_close,
	.fault = mview_pfn_fault,
	.huge_fault = MVIEW_HUGE_FAULT(mview_pfn_huge_fault),
	.access = mview_vma_access,
};

/* No ->access: ptrace finds these pages by get_user_pages(). */
static const struct vm_operations_struct mview_page_ops = {
	.open = mview_vma_open,
	.close = mview_vma_close,
	.fault = mview_page_fault,
};

static const struct vm_operations_struct mview_folio_ops = {
	.open = mview_vma_open,
	.close = mview_vma_close,
	.fault = mview_folio_fault,
};

static int mview_pfn_mmap(struct mview_view *view, struct vm_area_struct *vma)
{
	struct mview_mem *mem = view->buffer->mem;

	vma->vm_page_prot = mview_mem_prot(mem, vma->vm_page_prot);
	vm_flags_set(vma, VM_PFNMAP | VM_IO);
	vma->vm_ops = &mview_pfn_ops;
	return 0;
}

/* Use folio faults only if @vma has room to map a folio as a whole. */
static int mview_page_mmap(struct mview_view *view, struct vm_area_struct *vma)
{
	if (view->buffer->mem->folios &&
	    mview_vma_holds_piece(vma, ALIGN(vma->vm_start, PMD_SIZE))) {
		vma->vm_ops = &mview_folio_ops;
	} else {
		vm_flags_set(vma, VM_MIXEDMAP);
		vma->vm_ops = &mview_page_ops;
	}
	return 0;
}

/* MAP_PRIVATE would copy, and page frames can't be copied on write. */
static int mview_view_may_mmap(struct mview_view *view,
			       struct vm_area_struct *vma)
{
	const struct mview_window *window = &view->window;

	if (!(vma->vm_flags & VM_MAYSHARE))
		return -EINVAL;
	if (window->err)
		return window->err;
	if (vma->vm_pgoff >= window->npages ||
	    vma_pages(vma) > window->npages - vma->vm_pgoff)
		return -EINVAL;
	if (vma->vm_pgoff && view->buffer->kind->maps_first)
		return -EOPNOTSUPP;
	if ((vma->vm_flags & VM_WRITE) && !mview_view_writable(view))
		return -EACCES;
	/* The VFS checks noexec for a view's file, not for its dma-buf. */
	return vma->vm_flags & VM_EXEC ? -EPERM : 0;
}

/* Called inside mview_view_enter(), after mview_map_first(). */
static int mview_view_map(struct mview_view *view, struct file *file,
			  struct vm_area_struct *vma)
{
	if (view->buffer->kind->mmap)
		return mview_wrap_mmap(view, file, vma);
	if (view->mode & MVIEW_PINNABLE)
		return mview_page_mmap(view, vma);
	return mview_pfn_mmap(view, vma);
}

int mview_view_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct mview_view *view = mview_view_of(file);
	int err, idx;

	err = mview_view_check(view);
	if (!err)
		err = mview_view_may_mmap(view, vma);
	if (err)
		return err;
	/* The VFS has done so for a file opened O_RDONLY; PFN maps rely on it. */
	if (!mview_view_writable(view))
		vm_flags_clear(vma, VM_MAYWRITE);
	vm_flags_clear(vma, VM_MAYEXEC);
	vm_flags_set(vma, VM_DONTEXPAND | VM_DONTDUMP);
	vma->vm_pgoff += view->window.first;

	err = mview_view_enter(view, &idx);
	if (err)
		return err;
	err = mview_map_first(view, vma);
	if (!err) {
		err = mview_view_map(view, file, vma);
		if (err)
			mview_map_put(view, vma);
	}
	mview_view_leave(view, idx);
	return err;
}

/* Find an address that suits large pages if the buffer has any. */
unsigned long mview_view_area(struct file *file, unsigned long addr,
			      unsigned long len, unsigned long pgoff,
			      unsigned long flags)
{
	struct mview_view *view = mview_view_of(file);

	pgoff += view->window.first;
	if (view->buffer->huge)
		return mview_huge_area(file, addr, len, pgoff, flags);
	return mview_any_area(file, addr, len, pgoff, flags);
}
