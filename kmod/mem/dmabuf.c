// SPDX-License-Identifier: GPL-2.0
/* Memory kind dma-buf: memory of another driver, reached through its dma-buf. */
#include <linux/dma-buf.h>
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include "compat.h"
#include "mem/mem.h"

/**
 * struct mview_mem_dmabuf - an imported dma-buf
 * @mem: the memory
 * @dmabuf: holds a reference
 * @map: where the CPU finds it, from the first access on
 * @mapped: @map is set
 */
struct mview_mem_dmabuf {
	struct mview_mem mem;
	struct dma_buf *dmabuf;
	/** @lock: guards @map, @mapped; the exporter's locks go inside it */
	struct mutex lock;
	struct iosys_map map;
	bool mapped;
};

static struct mview_mem_dmabuf *to_dmabuf(struct mview_mem *mem)
{
	return container_of(mem, struct mview_mem_dmabuf, mem);
}

static int mview_mem_dmabuf_vmap(struct mview_mem *mem, struct iosys_map *map)
{
	struct mview_mem_dmabuf *import = to_dmabuf(mem);
	int err = 0;

	if (!import->dmabuf->ops->vmap)
		return -EOPNOTSUPP;
	/* dma_buf_vmap() itself warns, once, of an exporter that fails in it. */
	mutex_lock(&import->lock);
	if (!import->mapped) {
		err = dma_buf_vmap_unlocked(import->dmabuf, &import->map);
		import->mapped = !err;
	}
	*map = import->map;
	mutex_unlock(&import->lock);
	return err;
}

static int mview_mem_dmabuf_begin(struct mview_mem *mem,
				  const struct mv_extent *extent,
				  enum dma_data_direction dir)
{
	return dma_buf_begin_cpu_access(to_dmabuf(mem)->dmabuf, dir);
}

static int mview_mem_dmabuf_end(struct mview_mem *mem,
				const struct mv_extent *extent,
				enum dma_data_direction dir)
{
	return dma_buf_end_cpu_access(to_dmabuf(mem)->dmabuf, dir);
}

static int mview_mem_dmabuf_mmap(struct mview_mem *mem,
				 struct vm_area_struct *vma)
{
	return dma_buf_mmap(to_dmabuf(mem)->dmabuf, vma, vma->vm_pgoff);
}

static void mview_mem_dmabuf_destroy(struct mview_mem *mem)
{
	struct mview_mem_dmabuf *import = to_dmabuf(mem);

	if (import->mapped)
		dma_buf_vunmap_unlocked(import->dmabuf, &import->map);
	dma_buf_put(import->dmabuf);
	mutex_destroy(&import->lock);
	kfree(import);
}

static const struct mview_mem_ops mview_mem_dmabuf_ops = {
	.kind = MVIEW_KIND_DMABUF,
	.name = "dma-buf",
	.maps_first = true,
	.syncs_all = true,
	.vmap = mview_mem_dmabuf_vmap,
	.begin = mview_mem_dmabuf_begin,
	.end = mview_mem_dmabuf_end,
	.mmap = mview_mem_dmabuf_mmap,
	.destroy = mview_mem_dmabuf_destroy,
};

struct mview_mem *mview_mem_dmabuf_create(struct dma_buf *dmabuf)
{
	struct mview_mem_dmabuf *import;

	import = kzalloc(sizeof(*import), GFP_KERNEL_ACCOUNT);
	if (!import)
		return ERR_PTR(-ENOMEM);
	get_dma_buf(dmabuf);
	import->dmabuf = dmabuf;
	mutex_init(&import->lock);
	mview_mem_init(&import->mem, &mview_mem_dmabuf_ops, dmabuf->size);
	import->mem.mappable = dmabuf->ops->mmap && PAGE_ALIGNED(dmabuf->size);
	return &import->mem;
}
