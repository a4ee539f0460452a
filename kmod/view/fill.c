// SPDX-License-Identifier: GPL-2.0
/*
 * The rest of a page table, after a first page frame.
 *
 * vmf_insert_pfn_prot() is what the kernel has for this, page by page. On x86
 * it looks up in the kernel's resources how each page has to be cached, which
 * costs more than all the rest: 4 MiB in small pages are mapped, touched and
 * unmapped with 940,000 instructions by a loop around it, with 236,000 as below
 * (6.12). So there, only the first page goes that way; what follows it is cached
 * as it is, which is how memory of one buffer is. i915 does the same, in
 * drivers/gpu/drm/i915/i915_mm.c, in 6.1 as in 6.12. On other architectures
 * nothing is looked up, and set_pte_at() may need symbols that are not
 * exported.
 *
 * arm64 makes one contiguous entry of neighbours if they map a compound page as
 * pages (contpte), which it splits by itself in a zap. It never does so to page
 * frames, whose entries are special.
 */
#include "view/fill.h"

#include <linux/mm.h>
#include <linux/pgtable.h>
#include "mem/mem.h"

#ifdef CONFIG_X86
/**
 * struct mview_fill - a page table being filled
 * @vma: the mapping
 * @mem: the memory
 * @page: of it, the next
 * @prot: attributes of the first page's entry; 0 before it was read
 */
struct mview_fill {
	struct vm_area_struct *vma;
	struct mview_mem *mem;
	unsigned long page;
	pgprot_t prot;
};

/* Fill one entry, the first page's first. The page table is locked. */
static int mview_fill_one(pte_t *pte, unsigned long addr, void *data)
{
	struct mview_fill *fill = data;
	unsigned long page = fill->page++;
	pte_t old = ptep_get(pte);
	unsigned long pfn;

	if (!pgprot_val(fill->prot)) {
		/* A concurrent zap may have removed the entry. */
		if (!pte_present(old))
			return -EAGAIN;
		fill->prot = pte_pgprot(old);
	}
	if (!pte_none(old))
		return 0;
	pfn = fill->mem->ops->pfn(fill->mem, page);
	set_pte_at(fill->vma->vm_mm, addr, pte,
		   pte_mkspecial(pfn_pte(pfn, fill->prot)));
	return 0;
}

void mview_fill(struct vm_area_struct *vma, unsigned long addr,
		struct mview_mem *mem, unsigned long page, unsigned long left)
{
	struct mview_fill fill = { .vma = vma, .mem = mem, .page = page };

	apply_to_page_range(vma->vm_mm, addr, left << PAGE_SHIFT,
			    mview_fill_one, &fill);
}
#else
void mview_fill(struct vm_area_struct *vma, unsigned long addr,
		struct mview_mem *mem, unsigned long page, unsigned long left)
{
	pgprot_t prot = mview_mem_prot(mem, vma->vm_page_prot);

	while (--left) {
		addr += PAGE_SIZE;
		if (vmf_insert_pfn_prot(vma, addr, mem->ops->pfn(mem, ++page),
					prot) != VM_FAULT_NOPAGE)
			break;
	}
}
#endif
