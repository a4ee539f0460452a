// SPDX-License-Identifier: GPL-2.0
/* Memory kind dma-buf: memory of another driver, reached through its dma-buf. */
#include <linux/dma-buf.h>
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>
#include "compat.h"
#include "mem/mem.h"

/**
 * struct mview_mem_dmabuf - an imported dma-buf
 * @mem: the memory
 * @dmabuf: holds a reference
 * @map: where the CPU finds it, from the first access on
 * @mapped: @map is set
 * @wrong: the vmap may have shown wrong pages, so there is no @map
 * @readers: brackets for reading that are open
 * @writers: brackets for writing that are open; they share one begin call and
 *	one end call
 * @owed: begin calls for reading whose end call has not been made yet
 * @calls: calls for reading that are under way
 * @taken: a call for writing is under way, or waits for @calls to be 0
 *
 * The exporter knows neither extents nor brackets: each call is for all of the
 * memory, and one for reading may undo what the CPU has written since one for
 * writing. So mview makes no call for reading while a bracket for writing is
 * open: mview_dmabuf_begin_read() makes none, as the CPU has the memory
 * already, and mview_dmabuf_settle() makes the end calls later. No lock is held
 * in a call. A begin may wait, and be interrupted; an end never waits.
 */
struct mview_mem_dmabuf {
	struct mview_mem mem;
	struct dma_buf *dmabuf;
	/**
	 * @lock: guards @map, @mapped, @wrong; the exporter's locks go inside
	 * it
	 */
	struct mutex lock;
	struct iosys_map map;
	bool mapped;
	bool wrong;
	/**
	 * @turn: woken when @taken or @calls go down; its lock guards these and
	 * the counts, and is taken inside no other
	 */
	wait_queue_head_t turn;
	unsigned long readers;
	unsigned long writers;
	unsigned long owed;
	unsigned long calls;
	bool taken;
};

static struct mview_mem_dmabuf *to_dmabuf(struct mview_mem *mem)
{
	return container_of(mem, struct mview_mem_dmabuf, mem);
}

/*
 * Whether @map shows only first pages of large folios. udmabuf may have put
 * them in place of other pages of the folios, so the kernel must not read or
 * write the memory. A udmabuf that does consist of first pages looks the same
 * and is refused, too. Programs that map the memory see the right pages.
 */
static bool mview_dmabuf_shows_heads(const struct dma_buf *dmabuf,
				     const struct iosys_map *map)
{
	bool heads = false;
	struct page *page;
	size_t at;

	if (!MVIEW_UDMABUF_SHOWS_HEADS || strcmp(dmabuf->exp_name, "udmabuf") ||
	    map->is_iomem || !is_vmalloc_addr(map->vaddr))
		return false;
	for (at = 0; at < dmabuf->size; at += PAGE_SIZE) {
		page = vmalloc_to_page(map->vaddr + at);
		if (page && PageTail(page))
			return false;
		heads = heads || (page && PageHead(page));
		cond_resched();
	}
	return heads;
}

static int mview_dmabuf_map(struct mview_mem_dmabuf *import)
{
	int err;

	lockdep_assert_held(&import->lock);
	if (import->wrong)
		return -EOPNOTSUPP;
	if (import->mapped)
		return 0;
	/* dma_buf_vmap() itself warns, once, of an exporter that fails in it. */
	err = dma_buf_vmap_unlocked(import->dmabuf, &import->map);
	if (err)
		return err;
	import->wrong = mview_dmabuf_shows_heads(import->dmabuf, &import->map);
	import->mapped = !import->wrong;
	if (!import->wrong)
		return 0;
	dma_buf_vunmap_unlocked(import->dmabuf, &import->map);
	return -EOPNOTSUPP;
}

static int mview_mem_dmabuf_vmap(struct mview_mem *mem, struct iosys_map *map)
{
	struct mview_mem_dmabuf *import = to_dmabuf(mem);
	int err;

	if (!import->dmabuf->ops->vmap)
		return -EOPNOTSUPP;
	mutex_lock(&import->lock);
	err = mview_dmabuf_map(import);
	*map = import->map;
	mutex_unlock(&import->lock);
	return err;
}

/* Called with @turn.lock held; drops it around the call. */
static int mview_dmabuf_call(struct mview_mem_dmabuf *import,
			     int (*call)(struct dma_buf *dmabuf,
					 enum dma_data_direction dir),
			     enum dma_data_direction dir)
{
	int err;

	spin_unlock(&import->turn.lock);
	err = call(import->dmabuf, dir);
	spin_lock(&import->turn.lock);
	return err;
}

/* Clear @taken, so that other calls for reading and writing can begin. */
static void mview_dmabuf_give(struct mview_mem_dmabuf *import)
{
	import->taken = false;
	wake_up_all_locked(&import->turn);
}

static int mview_dmabuf_call_read(struct mview_mem_dmabuf *import,
				  int (*call)(struct dma_buf *dmabuf,
					      enum dma_data_direction dir))
{
	int err;

	import->calls++;
	err = mview_dmabuf_call(import, call, DMA_FROM_DEVICE);
	import->calls--;
	wake_up_all_locked(&import->turn);
	return err;
}

/* Make the owed end calls for reading, unless a write bracket is open. */
static int mview_dmabuf_settle(struct mview_mem_dmabuf *import)
{
	int err = 0;

	while (!err && import->owed > import->readers && !import->writers &&
	       !import->taken) {
		import->owed--;
		err = mview_dmabuf_call_read(import, dma_buf_end_cpu_access);
		if (err)
			import->owed++;
	}
	return err;
}

static int mview_dmabuf_begin_read(struct mview_mem_dmabuf *import)
{
	int err;

	err = wait_event_interruptible_locked(import->turn, !import->taken);
	if (!err && !import->writers) {
		err = mview_dmabuf_call_read(import, dma_buf_begin_cpu_access);
		if (!err)
			import->owed++;
	}
	if (!err)
		import->readers++;
	return err;
}

static int mview_dmabuf_end_read(struct mview_mem_dmabuf *import, bool last)
{
	int err;

	import->readers--;
	err = mview_dmabuf_settle(import);
	if (err && !last)
		import->readers++;
	return err;
}

/*
 * DMA_BIDIRECTIONAL, because bytes that the CPU does not write must keep what
 * the device wrote, so the CPU has to have them, too.
 */
static int mview_dmabuf_begin_write(struct mview_mem_dmabuf *import)
{
	int err;

	err = wait_event_interruptible_locked(import->turn, !import->taken);
	if (!err && !import->writers) {
		import->taken = true;
		err = wait_event_interruptible_locked(import->turn,
						      !import->calls);
		if (!err)
			err = mview_dmabuf_call(import,
						dma_buf_begin_cpu_access,
						DMA_BIDIRECTIONAL);
		mview_dmabuf_give(import);
	}
	if (!err)
		import->writers++;
	else
		mview_dmabuf_settle(import);
	return err;
}

/* The open bracket for writing keeps other calls from being under way. */
static int mview_dmabuf_end_write(struct mview_mem_dmabuf *import, bool last)
{
	int err;

	if (--import->writers)
		return 0;
	import->taken = true;
	err = mview_dmabuf_call(import, dma_buf_end_cpu_access,
				DMA_BIDIRECTIONAL);
	mview_dmabuf_give(import);
	if (err && !last)
		import->writers++;
	mview_dmabuf_settle(import);
	return err;
}

static int mview_mem_dmabuf_begin(struct mview_mem *mem, bool write)
{
	struct mview_mem_dmabuf *import = to_dmabuf(mem);
	int err;

	spin_lock(&import->turn.lock);
	err = write ? mview_dmabuf_begin_write(import) :
		      mview_dmabuf_begin_read(import);
	spin_unlock(&import->turn.lock);
	return err;
}

static int mview_mem_dmabuf_end(struct mview_mem *mem, bool write, bool last)
{
	struct mview_mem_dmabuf *import = to_dmabuf(mem);
	int err;

	spin_lock(&import->turn.lock);
	err = write ? mview_dmabuf_end_write(import, last) :
		      mview_dmabuf_end_read(import, last);
	spin_unlock(&import->turn.lock);
	return err;
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
	init_waitqueue_head(&import->turn);
	mview_mem_init(&import->mem, &mview_mem_dmabuf_ops, dmabuf->size);
	import->mem.mappable = dmabuf->ops->mmap && PAGE_ALIGNED(dmabuf->size);
	return &import->mem;
}
