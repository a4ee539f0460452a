/* SPDX-License-Identifier: GPL-2.0 */
/* Differences between kernel versions: written for the newest, from 6.1 on. */
#ifndef MVIEW_COMPAT_H
#define MVIEW_COMPAT_H

#include <linux/dma-buf.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
/* Later split by who holds the reservation lock; here nobody needs to. */
#define dma_buf_vmap_unlocked(dmabuf, map)	dma_buf_vmap(dmabuf, map)
#define dma_buf_vunmap_unlocked(dmabuf, map)	dma_buf_vunmap(dmabuf, map)
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

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
#define MVIEW_IMPORT_DMABUF_NS()	MODULE_IMPORT_NS(DMA_BUF)
#else
#define MVIEW_IMPORT_DMABUF_NS()	MODULE_IMPORT_NS("DMA_BUF")
#endif

#endif /* MVIEW_COMPAT_H */
