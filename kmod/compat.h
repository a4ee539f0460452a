/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Differences between kernel versions, from 6.1 on, and nothing else. mview is
 * written for the newest kernel. This header adapts it to older ones:
 *
 * since  what has changed                        here
 * 6.2    dma_buf_vmap() wants dma_resv locked    dma_buf_vmap_unlocked()
 * 6.2    a probe of ftrace reads arguments by a  ftrace_regs_get_argument()
 *        function of every architecture
 * 6.3    vm_flags is read-only                   vm_flags_set(), _clear()
 * 6.4    MAX_ORDER is the largest order, not     MAX_PAGE_ORDER, as 6.8
 *        one more; 6.8 renames it                calls it
 * 6.10   get_unmapped_area is a function, not a  mview_any_area()
 *        member of the mm; 6.19: without the mm
 * 6.10   __assign_str() takes one argument       mview_assign_str()
 * 6.11   udmabuf shows wrong pages of large      MVIEW_UDMABUF_SHOWS_HEADS
 *        folios, until 6.16
 * 6.12   page frames can be mapped by PMD        MVIEW_HUGE_FAULT()
 *        (ARCH_SUPPORTS_PMD_PFNMAP)
 * 6.12   the DMA API has tracepoints             MVIEW_DMA_TRACEPOINTS,
 *                                                MVIEW_DMA_FTRACE
 * 6.13   these tell the direction of memory, in  dma/tracepoint.c asks for
 *        6.12.y since 6.12.48                    the type, not the version
 * 6.13   namespaces of symbols are strings       MVIEW_EXPORT(),
 *                                                MVIEW_IMPORT_DMABUF_NS()
 * 6.17   pfn_t is gone                           mview_insert_pfn_pmd()
 * 6.18   system_unbound_wq has a new name        system_dfl_wq
 *
 * Where a name of the kernel stands on the right, it is used as the newest
 * kernel has it.
 */
#ifndef MVIEW_COMPAT_H
#define MVIEW_COMPAT_H

#include <linux/dma-buf.h>
#include <linux/export.h>
#include <linux/huge_mm.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched/mm.h>
#include <linux/version.h>
#include <linux/workqueue.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
/* Later split by who holds the reservation lock; here nobody needs to. */
#define dma_buf_vmap_unlocked(dmabuf, map)	dma_buf_vmap(dmabuf, map)
#define dma_buf_vunmap_unlocked(dmabuf, map)	dma_buf_vunmap(dmabuf, map)
#endif

/*
 * A udmabuf over large folios, of hugetlb or of shmem, shows the kernel the first
 * page of the folio in place of each of its pages, from 6.11 until udmabuf.c took
 * folio_page() of the offset (6.16). 6.13 to 6.15 may fail to show it at all.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0) && \
	LINUX_VERSION_CODE < KERNEL_VERSION(6, 16, 0)
#define MVIEW_UDMABUF_SHOWS_HEADS	1
#else
#define MVIEW_UDMABUF_SHOWS_HEADS	0
#endif

/*
 * Page frames as large as a PMD: from 6.12 on, where the architecture can. They
 * went into the page table by another type before 6.17.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0) && \
	defined(CONFIG_ARCH_SUPPORTS_PMD_PFNMAP)
#define MVIEW_HUGE_FAULT(fn)	(fn)
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
#include <linux/pfn_t.h>
#define mview_pmd_pfn(pfn)	__pfn_to_pfn_t(pfn, PFN_DEV)
#else
#define mview_pmd_pfn(pfn)	(pfn)
#endif

static inline vm_fault_t mview_insert_pfn_pmd(struct vm_fault *vmf,
					      unsigned long pfn)
{
	return vmf_insert_pfn_pmd(vmf, mview_pmd_pfn(pfn),
				  vmf->flags & FAULT_FLAG_WRITE);
}
#else
#define MVIEW_HUGE_FAULT(...)	NULL

static inline vm_fault_t mview_insert_pfn_pmd(struct vm_fault *vmf,
					      unsigned long pfn)
{
	return VM_FAULT_FALLBACK;
}
#endif

/* An address for a mapping: any, or one that suits large pages. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
#define mview_any_area(file, addr, len, pgoff, flags)			\
	current->mm->get_unmapped_area(file, addr, len, pgoff, flags)
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 19, 0)
#define mview_any_area(file, addr, len, pgoff, flags)			\
	mm_get_unmapped_area(current->mm, file, addr, len, pgoff, flags)
#else
#define mview_any_area	mm_get_unmapped_area
#endif

#ifdef CONFIG_TRANSPARENT_HUGEPAGE
#define mview_huge_area	thp_get_unmapped_area
#else
#define mview_huge_area	mview_any_area
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
static inline void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags |= flags;
}

static inline void vm_flags_clear(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags &= ~flags;
}
#endif

/* Namespaces of symbols are strings since. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
#define MVIEW_EXPORT(symbol)		EXPORT_SYMBOL_NS_GPL(symbol, MVIEW)
#define MVIEW_IMPORT_DMABUF_NS()	MODULE_IMPORT_NS(DMA_BUF)
#else
#define MVIEW_EXPORT(symbol)		EXPORT_SYMBOL_NS_GPL(symbol, "MVIEW")
#define MVIEW_IMPORT_DMABUF_NS()	MODULE_IMPORT_NS("DMA_BUF")
#endif

/* The largest order that the page allocator has: MAX_ORDER, or one less. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
#define MAX_PAGE_ORDER	(MAX_ORDER - 1)
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)
#define MAX_PAGE_ORDER	MAX_ORDER
#endif

/* The unbound system workqueue was renamed. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 18, 0)
#define system_dfl_wq	system_unbound_wq
#endif

/* __assign_str() takes one argument since. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
#define mview_assign_str(dst, ...)	__assign_str(dst, __VA_ARGS__)
#else
#define mview_assign_str(dst, ...)	__assign_str(dst)
#endif

/* What reports allocations: tracepoints of the DMA API, or probes of ftrace. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#ifdef CONFIG_TRACEPOINTS
#define MVIEW_DMA_TRACEPOINTS
#endif
#elif defined(CONFIG_DYNAMIC_FTRACE_WITH_ARGS) && defined(CONFIG_KRETPROBES)
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
#define MVIEW_DMA_FTRACE
#elif defined(CONFIG_X86_64)
#define MVIEW_DMA_FTRACE
#define ftrace_regs_get_argument(fregs, n)				\
	regs_get_kernel_argument(&(fregs)->regs, n)
#endif
#endif

#endif /* MVIEW_COMPAT_H */
