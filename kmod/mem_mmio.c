// SPDX-License-Identifier: GPL-2.0
/*
 * Memory kind MMIO: registers. Each access has the width that the format gives
 * the element or its field, as a driver's own would: a register that is read by
 * bytes, or twice, may do something else.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/sched/signal.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "core/format.h"
#include "core/walk.h"
#include "mem.h"

struct mview_mem_mmio {
	struct mview_mem mem;
	void __iomem *addr;
	phys_addr_t phys;
};

static struct mview_mem_mmio *to_mmio(struct mview_mem *mem)
{
	return container_of(mem, struct mview_mem_mmio, mem);
}

static int mview_mem_mmio_may_open(void)
{
	if (!capable(CAP_SYS_RAWIO))
		return -EPERM;
	return security_locked_down(LOCKDOWN_DEV_MEM);
}

/* One register. @data has its bytes as they lie there. */
static int mview_mmio_read(const void __iomem *addr, u8 *data, s64 size)
{
	u16 w;
	u32 l;
	u64 q;

	switch (size) {
	case 1:
		*data = __raw_readb(addr);
		break;
	case 2:
		w = __raw_readw(addr);
		memcpy(data, &w, sizeof(w));
		break;
	case 4:
		l = __raw_readl(addr);
		memcpy(data, &l, sizeof(l));
		break;
#ifdef CONFIG_64BIT
	case 8:
		q = __raw_readq(addr);
		memcpy(data, &q, sizeof(q));
		break;
#endif
	default:
		return -EOPNOTSUPP;
	}
	rmb();	/* as in readl(): the next access is made after this one */
	return 0;
}

static int mview_mmio_write(void __iomem *addr, const u8 *data, s64 size)
{
	u16 w;
	u32 l;
	u64 q;

	wmb();	/* as in writel(): this access is made after the last one */
	switch (size) {
	case 1:
		__raw_writeb(*data, addr);
		break;
	case 2:
		memcpy(&w, data, sizeof(w));
		__raw_writew(w, addr);
		break;
	case 4:
		memcpy(&l, data, sizeof(l));
		__raw_writel(l, addr);
		break;
#ifdef CONFIG_64BIT
	case 8:
		memcpy(&q, data, sizeof(q));
		__raw_writeq(q, addr);
		break;
#endif
	default:
		return -EOPNOTSUPP;
	}
	return 0;
}

/* @count scalars of @size bytes that follow one another. */
static int mview_mmio_scalars(void __iomem *addr, u8 *data, s64 size,
			      s64 count, bool write)
{
	int err = 0;

	for (; count && !err; count--, addr += size, data += size) {
		/* Not every machine can do what lies across its own width. */
		if (!IS_ALIGNED((unsigned long)addr, size))
			return -EOPNOTSUPP;
		err = write ? mview_mmio_write(addr, data, size) :
			      mview_mmio_read(addr, data, size);
	}
	return err;
}

/* The items at a cursor, records within records: MV_FORMAT_DEPTH at most. */
static int mview_mmio_items(struct mv_format_cursor *cursor,
			    void __iomem *addr, u8 *data, bool write)
{
	struct mv_format_cursor record;
	struct mv_format_item item;
	int err = 0;
	s64 i, at;

	while (!err && mv_format_next(cursor, &item) > 0) {
		at = item.offset;
		switch (item.code) {
		case 'x':
			break;
		case 'T':
			/* Of records of nothing there can be any number. */
			for (i = 0; item.size && i < item.count && !err; i++) {
				mv_format_enter(&record, &item);
				err = mview_mmio_items(&record, addr + at,
						       data + at, write);
				at += item.size;
			}
			break;
		case 'F':
		case 'D':
			err = mview_mmio_scalars(addr + at, data + at,
						 item.size / 2, item.count * 2,
						 write);
			break;
		case 's':
		case 'p':
			err = mview_mmio_scalars(addr + at, data + at, 1,
						 item.size * item.count, write);
			break;
		default:
			err = mview_mmio_scalars(addr + at, data + at,
						 item.size, item.count, write);
		}
	}
	return err;
}

static int mview_mem_mmio_move(struct mview_mem *mem,
			       const struct mv_layout *layout,
			       const struct mv_run *run, u8 *data, bool write)
{
	u8 __iomem *block = to_mmio(mem)->addr + run->offset;
	struct mv_format_cursor cursor;
	int err = 0;
	s64 i, at;

	/* Padding is not read. */
	if (!write)
		memset(data, 0, run->len * run->count);
	for (i = 0; i < run->count; i++, block += run->stride) {
		for (at = 0; at < run->len && !err; at += layout->itemsize) {
			/* A format may be long, and is read for each. */
			if (fatal_signal_pending(current))
				return -EINTR;
			cond_resched();
			mv_format_first(&cursor, layout->format,
					layout->format_len);
			err = mview_mmio_items(&cursor, block + at, data,
					       write);
			data += layout->itemsize;
		}
	}
	return err;
}

static unsigned long mview_mem_mmio_pfn(struct mview_mem *mem,
					unsigned long page)
{
	return PHYS_PFN(to_mmio(mem)->phys) + page;
}

static void mview_mem_mmio_destroy(struct mview_mem *mem)
{
	kfree(to_mmio(mem));
}

static const struct mview_mem_ops mview_mem_mmio_ops = {
	.kind = MVIEW_KIND_MMIO,
	.name = "mmio",
	.uncached = true,
	.may_open = mview_mem_mmio_may_open,
	.move = mview_mem_mmio_move,
	.pfn = mview_mem_mmio_pfn,
	.destroy = mview_mem_mmio_destroy,
};

struct mview_mem *mview_mem_mmio_create(const struct mview_memory *memory)
{
	struct mview_mem_mmio *mmio;
	phys_addr_t last;

	if (!memory->mmio.addr ||
	    check_add_overflow(memory->mmio.phys,
			       (phys_addr_t)(memory->size - 1), &last))
		return ERR_PTR(-EINVAL);
	mmio = kzalloc(sizeof(*mmio), GFP_KERNEL);
	if (!mmio)
		return ERR_PTR(-ENOMEM);
	mmio->addr = memory->mmio.addr;
	mmio->phys = memory->mmio.phys;
	mview_mem_init(&mmio->mem, &mview_mem_mmio_ops, memory->size);
	mmio->mem.mappable = PAGE_ALIGNED(memory->mmio.phys) &&
			     PAGE_ALIGNED(memory->size);
	return &mmio->mem;
}
