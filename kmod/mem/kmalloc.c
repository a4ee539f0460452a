// SPDX-License-Identifier: GPL-2.0
/*
 * Memory kind kmalloc: slab memory. A page of it holds objects of others, so it
 * is never mapped.
 */
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mem/mem.h"

struct mview_mem_kmalloc {
	struct mview_mem mem;
	void *addr;
};

static struct mview_mem_kmalloc *to_kmalloc(struct mview_mem *mem)
{
	return container_of(mem, struct mview_mem_kmalloc, mem);
}

static int mview_mem_kmalloc_vmap(struct mview_mem *mem, struct iosys_map *map)
{
	iosys_map_set_vaddr(map, to_kmalloc(mem)->addr);
	return 0;
}

static void mview_mem_kmalloc_destroy(struct mview_mem *mem)
{
	kfree(to_kmalloc(mem));
}

static const struct mview_mem_ops mview_mem_kmalloc_ops = {
	.kind = MVIEW_KIND_KMALLOC,
	.name = "kmalloc",
	.vmap = mview_mem_kmalloc_vmap,
	.destroy = mview_mem_kmalloc_destroy,
};

/* All of it is memory of the direct map, in one piece. */
static bool mview_mem_kmalloc_valid(const struct mview_memory *memory)
{
	unsigned long last, first = (unsigned long)memory->kmalloc.addr;
	struct page *head;

	if (check_add_overflow(first, memory->size - 1, &last) ||
	    is_vmalloc_addr(memory->kmalloc.addr) ||
	    !virt_addr_valid((void *)first) || !virt_addr_valid((void *)last))
		return false;
	/* An object does not leave its slab, or its compound page. */
	head = virt_to_head_page((void *)first);
	return head == virt_to_head_page((void *)last);
}

struct mview_mem *mview_mem_kmalloc_create(const struct mview_memory *memory,
					   const char **why)
{
	struct mview_mem_kmalloc *kmalloc;

	if (!mview_mem_kmalloc_valid(memory))
		return ERR_PTR(mview_refuse(why,
			"kmalloc.addr, size: not kmalloc() memory, or not one object",
			-EINVAL));
	kmalloc = kzalloc(sizeof(*kmalloc), GFP_KERNEL);
	if (!kmalloc)
		return ERR_PTR(-ENOMEM);
	kmalloc->addr = memory->kmalloc.addr;
	mview_mem_init(&kmalloc->mem, &mview_mem_kmalloc_ops, memory->size);
	return &kmalloc->mem;
}
