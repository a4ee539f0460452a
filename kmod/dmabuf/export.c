// SPDX-License-Identifier: GPL-2.0
/*
 * Exports: a view's pages as a dma-buf. It has a view of its own, which is
 * never released and maps and syncs, and references to the pages, so that an
 * attached device keeps them when the buffer is revoked.
 */
#include "dmabuf/export.h"

#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/iosys-map.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "buffer/buffer.h"
#include "buffer/fences.h"
#include "buffer/sync.h"
#include "mem/mem.h"
#include "mem/segments.h"
#include "trace.h"
#include "view/mmap.h"
#include "view/open.h"
#include "view/view.h"

/*
 * The driver may have mapped the same memory for its own device, and several
 * devices may attach. The DMA API may sync by itself only where there is a
 * single mapping, so buffer/sync.c does it.
 */
#define MVIEW_EXPORT_ATTRS	DMA_ATTR_SKIP_CPU_SYNC

/**
 * struct mview_export - a dma-buf's private data
 * @file: the view's
 * @buffer: the view's, which holds it
 * @addr: vmap()'s mapping of the pages, which stays when the driver's memory
 *	goes
 * @fences: of the devices at work on it
 * @bracket: over the whole dma-buf, one for all importers, because
 *	->begin_cpu_access and ->end_cpu_access don't tell which of them calls
 * @npages: entries of @pages
 * @pages: its window; of those of one folio in a row the first has a reference
 */
struct mview_export {
	struct file *file;
	struct mview_buffer *buffer;
	void *addr;
	struct mview_fences *fences;
	struct mview_bracket bracket;
	unsigned long npages;
	struct page *pages[] __counted_by(npages);
};

/**
 * struct mview_mapping - the dma-buf as a device has mapped it
 * @sgt: what the importer has
 * @dir: the direction that it is mapped with
 * @device: known to the buffer, if it has segments to sync
 */
struct mview_mapping {
	struct sg_table sgt;
	enum dma_data_direction dir;
	struct mview_device device;
};

static struct mview_mapping *to_mapping(struct sg_table *sgt)
{
	return container_of(sgt, struct mview_mapping, sgt);
}

/* Is page @i the first of consecutive pages of one folio? */
static bool mview_export_counts(struct mview_export *export, unsigned long i)
{
	return !i || page_folio(export->pages[i]) !=
		     page_folio(export->pages[i - 1]);
}

/* End a bracket that an importer left open, as mview_view_unsync() does. */
static void mview_export_unsync(struct mview_export *export)
{
	struct mview_buffer *buffer = export->buffer;
	int idx;

	if (!export->bracket.open)
		return;
	if (mview_buffer_enter(buffer, &idx)) {
		mview_sync_end(buffer, &export->bracket, true);
		mview_buffer_leave(buffer, idx);
	} else {
		mview_sync_drop(buffer, &export->bracket);
	}
}

static void mview_export_destroy(struct mview_export *export)
{
	unsigned long i;

	mview_export_unsync(export);
	if (export->fences)
		mview_fences_remove(export->buffer, export->fences);
	if (export->addr)
		vunmap(export->addr);
	for (i = 0; i < export->npages && export->pages[i]; i++)
		;
	/* Backwards: mview_export_counts() looks at folios that are still held. */
	while (i--)
		if (mview_export_counts(export, i))
			put_page(export->pages[i]);
	if (export->file)
		fput(export->file);
	kvfree(export);
}

static int mview_export_attach(struct dma_buf *dmabuf,
			       struct dma_buf_attachment *attachment)
{
	struct mview_export *export = dmabuf->priv;

	return mview_view_check(mview_view_of(export->file));
}

/* Map the pages in pieces that fit the device and its bounce buffers. */
static int mview_mapping_fill(struct mview_mapping *mapping,
			      struct mview_export *export, struct device *dev)
{
	unsigned int max;
	int err;

	max = min_t(size_t, dma_get_max_seg_size(dev),
		    dma_max_mapping_size(dev));
	if (max < PAGE_SIZE)
		return -EOPNOTSUPP;
	err = sg_alloc_table_from_pages_segment(&mapping->sgt, export->pages,
						export->npages, 0,
						export->npages << PAGE_SHIFT,
						max, GFP_KERNEL);
	if (err)
		return err;
	err = dma_map_sgtable(dev, &mapping->sgt, mapping->dir,
			      MVIEW_EXPORT_ATTRS);
	if (err)
		sg_free_table(&mapping->sgt);
	return err;
}

static void mview_mapping_clear(struct mview_mapping *mapping,
				struct device *dev)
{
	dma_unmap_sgtable(dev, &mapping->sgt, mapping->dir, MVIEW_EXPORT_ATTRS);
	sg_free_table(&mapping->sgt);
}

/* Have buffer/sync.c hand bytes over between the device and the CPU. */
static int mview_mapping_attach(struct mview_mapping *mapping,
				struct mview_export *export)
{
	struct mview_buffer *buffer = export->buffer;
	int idx;

	if (!mview_buffer_enter(buffer, &idx))
		return -ENODEV;
	mview_sync_attach(buffer, &mapping->device);
	mview_buffer_leave(buffer, idx);
	return 0;
}

static void mview_mapping_detach(struct mview_mapping *mapping,
				 struct mview_export *export)
{
	struct mview_buffer *buffer = export->buffer;
	bool held;
	int idx;

	if (!mapping->device.segments)
		return;
	held = mview_buffer_enter(buffer, &idx);
	mview_sync_detach(buffer, &mapping->device, held);
	if (held)
		mview_buffer_leave(buffer, idx);
	kvfree(mapping->device.segments);
}

/* Attach the device to the buffer if it sees other bytes than the CPU. */
static int mview_mapping_place(struct mview_mapping *mapping,
			       struct mview_export *export, struct device *dev)
{
	struct mview_device *device = &mapping->device;
	struct mview_segments *segments;
	int err = 0;

	segments = mview_segments_create(dev, mapping->dir, &mapping->sgt,
					 export->npages << PAGE_SHIFT);
	if (IS_ERR(segments))
		return PTR_ERR(segments);
	if (mview_segments_need_sync(segments)) {
		device->segments = segments;
		device->extent = export->bracket.extent;
		err = mview_mapping_attach(mapping, export);
	}
	if (err || !device->segments)
		kvfree(segments);
	return err;
}

/*
 * A device that writes may read as well: the CPU's bytes have to be copied to
 * its bounce buffer, or the next begin would overwrite them from there.
 */
static struct sg_table *mview_export_map(struct dma_buf_attachment *attachment,
					 enum dma_data_direction dir)
{
	struct mview_export *export = attachment->dmabuf->priv;
	struct mview_mapping *mapping;
	int err;

	err = mview_view_check(mview_view_of(export->file));
	if (err)
		return ERR_PTR(err);
	mapping = kzalloc(sizeof(*mapping), GFP_KERNEL);
	if (!mapping)
		return ERR_PTR(-ENOMEM);
	mapping->dir = dir == DMA_TO_DEVICE ? dir : DMA_BIDIRECTIONAL;
	err = mview_mapping_fill(mapping, export, attachment->dev);
	if (err)
		goto err_free;
	err = mview_mapping_place(mapping, export, attachment->dev);
	if (err)
		goto err_clear;
	return &mapping->sgt;

err_clear:
	mview_mapping_clear(mapping, attachment->dev);
err_free:
	kfree(mapping);
	return ERR_PTR(err);
}

static void mview_export_unmap(struct dma_buf_attachment *attachment,
			       struct sg_table *sgt,
			       enum dma_data_direction dir)
{
	struct mview_mapping *mapping = to_mapping(sgt);

	mview_mapping_detach(mapping, attachment->dmabuf->priv);
	mview_mapping_clear(mapping, attachment->dev);
	kfree(mapping);
}

/* dma_buf_begin_cpu_access() itself waits for fences only after the sync. */
static int mview_export_begin(struct dma_buf *dmabuf,
			      enum dma_data_direction dir)
{
	struct mview_export *export = dmabuf->priv;
	struct mview_buffer *buffer = export->buffer;
	bool write = dir != DMA_FROM_DEVICE;
	int err, idx;

	err = mview_sync_wait(buffer, &export->bracket.extent, write);
	if (err)
		return err;
	if (!mview_buffer_enter(buffer, &idx))
		return -ENODEV;
	mview_sync_begin(buffer, &export->bracket, write);
	mview_buffer_leave(buffer, idx);
	return 0;
}

static int mview_export_end(struct dma_buf *dmabuf,
			    enum dma_data_direction dir)
{
	struct mview_export *export = dmabuf->priv;
	struct mview_buffer *buffer = export->buffer;
	int idx;

	if (!mview_buffer_enter(buffer, &idx)) {
		mview_sync_drop(buffer, &export->bracket);
		return -ENODEV;
	}
	mview_sync_end(buffer, &export->bracket, dir != DMA_FROM_DEVICE);
	mview_buffer_leave(buffer, idx);
	return 0;
}

/* Make it a mapping of the view, which counts and zaps it as its others. */
static int mview_export_mmap(struct dma_buf *dmabuf, struct vm_area_struct *vma)
{
	struct mview_export *export = dmabuf->priv;

	vma_set_file(vma, export->file);
	return mview_view_mmap(export->file, vma);
}

/*
 * It can't fail: dma_buf_vmap() warns of an exporter that does. After a revoke
 * mview_export_begin() returns -ENODEV.
 */
static int mview_export_vmap(struct dma_buf *dmabuf, struct iosys_map *map)
{
	struct mview_export *export = dmabuf->priv;

	iosys_map_set_vaddr(map, export->addr);
	return 0;
}

static void mview_export_release(struct dma_buf *dmabuf)
{
	mview_export_destroy(dmabuf->priv);
}

static const struct dma_buf_ops mview_export_ops = {
	.attach = mview_export_attach,
	.map_dma_buf = mview_export_map,
	.unmap_dma_buf = mview_export_unmap,
	.begin_cpu_access = mview_export_begin,
	.end_cpu_access = mview_export_end,
	.mmap = mview_export_mmap,
	.vmap = mview_export_vmap,
	.release = mview_export_release,
};

/* Take references to the pages of the view's window, and vmap() them. */
static int mview_export_pin(struct mview_export *export,
			    struct mview_view *view)
{
	struct mview_mem *mem;
	unsigned long i, pfn;
	int err, idx;

	err = mview_view_enter(view, &idx);
	if (err)
		return err;
	mem = view->buffer->mem;
	for (i = 0; i < export->npages; i++) {
		pfn = mem->ops->pfn(mem, view->window.first + i);
		export->pages[i] = pfn_to_page(pfn);
		if (mview_export_counts(export, i))
			get_page(export->pages[i]);
		cond_resched();
	}
	mview_view_leave(view, idx);
	export->addr = vmap(export->pages, export->npages, VM_MAP, PAGE_KERNEL);
	return export->addr ? 0 : -ENOMEM;
}

/* Tell buffer/sync.c the extent and the fences of the dma-buf. */
static int mview_export_place(struct mview_export *export,
			      struct mview_view *view)
{
	struct mv_extent *extent = &export->bracket.extent;

	export->buffer = view->buffer;
	extent->lo = (s64)view->window.first << PAGE_SHIFT;
	extent->hi = extent->lo + array_size(export->npages, PAGE_SIZE);
	export->fences = mview_fences_create(view->buffer, extent);
	return export->fences ? 0 : -ENOMEM;
}

static struct dma_buf *mview_export_dmabuf(struct mview_export *export)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);

	info.ops = &mview_export_ops;
	info.size = array_size(export->npages, PAGE_SIZE);
	info.flags = O_RDWR;
	info.priv = export;
	info.resv = &export->fences->resv;
	return dma_buf_export(&info);
}

static struct dma_buf *mview_export_create(struct mview_view *view)
{
	unsigned long npages = view->window.npages;
	struct mview_export *export;
	struct mview_view *own;
	struct dma_buf *dmabuf;
	int err;

	export = kvzalloc(struct_size(export, pages, npages),
			  GFP_KERNEL_ACCOUNT);
	if (!export)
		return ERR_PTR(-ENOMEM);
	export->npages = npages;
	own = mview_view_clone(&view->layout);
	if (IS_ERR(own)) {
		err = PTR_ERR(own);
		goto err_export;
	}
	export->file = mview_view_publish(own, view->buffer, view->mode);
	if (IS_ERR(export->file)) {
		err = PTR_ERR(export->file);
		export->file = NULL;
		goto err_export;
	}
	trace_mview_derive(own);
	err = mview_export_place(export, own);
	if (!err)
		err = mview_export_pin(export, own);
	if (err)
		goto err_export;
	dmabuf = mview_export_dmabuf(export);
	if (IS_ERR(dmabuf)) {
		err = PTR_ERR(dmabuf);
		goto err_export;
	}
	return dmabuf;

err_export:
	mview_export_destroy(export);
	return ERR_PTR(err);
}

struct file *mview_export_open(struct mview_view *view)
{
	struct dma_buf *dmabuf;

	if (!mview_view_writable(view))
		return ERR_PTR(-EACCES);
	if (view->window.err)
		return ERR_PTR(view->window.err);
	if (!view->window.npages ||
	    !(view->buffer->flags & MVIEW_BUFFER_PINNABLE))
		return ERR_PTR(-EOPNOTSUPP);
	dmabuf = mview_export_create(view);
	return IS_ERR(dmabuf) ? ERR_CAST(dmabuf) : dmabuf->file;
}
