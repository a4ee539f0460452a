// SPDX-License-Identifier: GPL-2.0
/*
 * Exports: a view's pages as a dma-buf. It has a view of its
 * own, never released, which maps and syncs; and references to the pages, so
 * that a device that was let in keeps them though the buffer be revoked.
 */
#include "dmabuf/export.h"

#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/iosys-map.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "buffer/buffer.h"
#include "mem/mem.h"
#include "trace.h"
#include "view/mmap.h"
#include "view/open.h"
#include "view/view.h"

/*
 * The driver may have mapped the same memory for its own device, and several
 * devices may be let in: a mapping that syncs by itself must be the only one.
 */
#define MVIEW_EXPORT_ATTRS	DMA_ATTR_SKIP_CPU_SYNC

/**
 * struct mview_attachment - a device that was let in
 * @dev: it
 * @sgt: what it has mapped, or NULL
 * @dir: with which it has
 * @list: on the list of the export
 */
struct mview_attachment {
	struct device *dev;
	struct sg_table *sgt;
	enum dma_data_direction dir;
	struct list_head list;
};

/**
 * struct mview_export - what a dma-buf stands on
 * @file: the view's
 * @addr: where vmap() has put the pages in a row of their own, which stays when
 *	the driver's memory goes
 * @attachments: devices that were let in
 * @npages: entries of @pages
 * @pages: its window, each with a reference
 */
struct mview_export {
	struct file *file;
	void *addr;
	/** @lock: guards @attachments and what they have mapped */
	struct mutex lock;
	struct list_head attachments;
	unsigned long npages;
	struct page *pages[] __counted_by(npages);
};

static void mview_export_destroy(struct mview_export *export)
{
	unsigned long i;

	if (export->addr)
		vunmap(export->addr);
	for (i = 0; i < export->npages && export->pages[i]; i++)
		put_page(export->pages[i]);
	if (export->file)
		fput(export->file);
	mutex_destroy(&export->lock);
	kvfree(export);
}

static int mview_export_attach(struct dma_buf *dmabuf,
			       struct dma_buf_attachment *dma_attachment)
{
	struct mview_export *export = dmabuf->priv;
	struct mview_attachment *attachment;
	int err;

	err = mview_view_check(mview_view_of(export->file));
	if (err)
		return err;
	attachment = kzalloc(sizeof(*attachment), GFP_KERNEL);
	if (!attachment)
		return -ENOMEM;
	attachment->dev = dma_attachment->dev;
	dma_attachment->priv = attachment;
	mutex_lock(&export->lock);
	list_add(&attachment->list, &export->attachments);
	mutex_unlock(&export->lock);
	return 0;
}

static void mview_export_detach(struct dma_buf *dmabuf,
				struct dma_buf_attachment *dma_attachment)
{
	struct mview_attachment *attachment = dma_attachment->priv;
	struct mview_export *export = dmabuf->priv;

	mutex_lock(&export->lock);
	list_del(&attachment->list);
	mutex_unlock(&export->lock);
	kfree(attachment);
}

/* Brackets sync @sgt from here on, and nothing once it is NULL. */
static void mview_attachment_set(struct dma_buf_attachment *dma_attachment,
				 struct sg_table *sgt,
				 enum dma_data_direction dir)
{
	struct mview_export *export = dma_attachment->dmabuf->priv;
	struct mview_attachment *attachment = dma_attachment->priv;

	mutex_lock(&export->lock);
	attachment->sgt = sgt;
	attachment->dir = dir;
	/* What the CPU wrote in a bracket that ended before */
	if (sgt)
		dma_sync_sgtable_for_device(attachment->dev, sgt, dir);
	mutex_unlock(&export->lock);
}

static struct sg_table *mview_export_map(struct dma_buf_attachment *attachment,
					 enum dma_data_direction dir)
{
	struct mview_export *export = attachment->dmabuf->priv;
	struct sg_table *sgt;
	unsigned int max;
	int err;

	err = mview_view_check(mview_view_of(export->file));
	if (err)
		return ERR_PTR(err);
	/* What the device takes at once, and what bounce buffers do */
	max = min_t(size_t, dma_get_max_seg_size(attachment->dev),
		    dma_max_mapping_size(attachment->dev));
	if (max < PAGE_SIZE)
		return ERR_PTR(-EOPNOTSUPP);
	sgt = kzalloc(sizeof(*sgt), GFP_KERNEL);
	if (!sgt)
		return ERR_PTR(-ENOMEM);
	err = sg_alloc_table_from_pages_segment(sgt, export->pages,
						export->npages, 0,
						attachment->dmabuf->size, max,
						GFP_KERNEL);
	if (err)
		goto err_free;
	err = dma_map_sgtable(attachment->dev, sgt, dir, MVIEW_EXPORT_ATTRS);
	if (err)
		goto err_table;
	mview_attachment_set(attachment, sgt, dir);
	return sgt;

err_table:
	sg_free_table(sgt);
err_free:
	kfree(sgt);
	return ERR_PTR(err);
}

static void mview_export_unmap(struct dma_buf_attachment *attachment,
			       struct sg_table *sgt,
			       enum dma_data_direction dir)
{
	mview_attachment_set(attachment, NULL, dir);
	dma_sync_sgtable_for_cpu(attachment->dev, sgt, dir);
	dma_unmap_sgtable(attachment->dev, sgt, dir, MVIEW_EXPORT_ATTRS);
	sg_free_table(sgt);
	kfree(sgt);
}

/*
 * Between the CPU and the devices that were let in. What the CPU has only read
 * is not copied back over what a device has written meanwhile.
 */
static void mview_export_sync_attached(struct mview_export *export,
				       enum dma_data_direction dir, bool end)
{
	struct mview_attachment *attachment;

	mutex_lock(&export->lock);
	list_for_each_entry(attachment, &export->attachments, list) {
		if (!attachment->sgt)
			continue;
		if (end && dir == DMA_FROM_DEVICE &&
		    attachment->dir == DMA_BIDIRECTIONAL)
			continue;
		if (end)
			dma_sync_sgtable_for_device(attachment->dev,
						    attachment->sgt,
						    attachment->dir);
		else
			dma_sync_sgtable_for_cpu(attachment->dev,
						 attachment->sgt,
						 attachment->dir);
	}
	mutex_unlock(&export->lock);
}

/* And between the CPU and the device that the driver has. */
static int mview_export_sync_own(struct mview_export *export,
				 enum dma_data_direction dir, bool end)
{
	struct mview_view *view = mview_view_of(export->file);
	struct mview_mem *mem;
	int err, idx;

	err = mview_view_enter(view, &idx);
	if (err)
		return err;
	mem = view->buffer->mem;
	if (end)
		mview_mem_for_device(mem, &view->extent,
				     dir != DMA_FROM_DEVICE);
	else
		mview_mem_for_cpu(mem, &view->extent);
	mview_view_leave(view, idx);
	return 0;
}

/*
 * Two devices with bounce buffers of their own may both have written: the bytes
 * of those that were let in count.
 */
static int mview_export_sync(struct dma_buf *dmabuf,
			     enum dma_data_direction dir, bool end)
{
	int err = mview_export_sync_own(dmabuf->priv, dir, end);

	mview_export_sync_attached(dmabuf->priv, dir, end);
	return err;
}

static int mview_export_begin(struct dma_buf *dmabuf,
			      enum dma_data_direction dir)
{
	return mview_export_sync(dmabuf, dir, false);
}

static int mview_export_end(struct dma_buf *dmabuf,
			    enum dma_data_direction dir)
{
	return mview_export_sync(dmabuf, dir, true);
}

/* It becomes a mapping of the view, counted and zapped as all of them are. */
static int mview_export_mmap(struct dma_buf *dmabuf, struct vm_area_struct *vma)
{
	struct mview_export *export = dmabuf->priv;

	vma_set_file(vma, export->file);
	return mview_view_mmap(export->file, vma);
}

/*
 * It can't fail: dma_buf_vmap() warns of an exporter that does. After a revoke it
 * is ->begin_cpu_access that says no.
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
	.detach = mview_export_detach,
	.map_dma_buf = mview_export_map,
	.unmap_dma_buf = mview_export_unmap,
	.begin_cpu_access = mview_export_begin,
	.end_cpu_access = mview_export_end,
	.mmap = mview_export_mmap,
	.vmap = mview_export_vmap,
	.release = mview_export_release,
};

/* References to the pages of the view's window. */
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
		get_page(export->pages[i]);
		cond_resched();
	}
	mview_view_leave(view, idx);
	export->addr = vmap(export->pages, export->npages, VM_MAP, PAGE_KERNEL);
	return export->addr ? 0 : -ENOMEM;
}

static struct dma_buf *mview_export_dmabuf(struct mview_export *export)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);

	info.ops = &mview_export_ops;
	info.size = array_size(export->npages, PAGE_SIZE);
	info.flags = O_RDWR;
	info.priv = export;
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
	mutex_init(&export->lock);
	INIT_LIST_HEAD(&export->attachments);
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
