// SPDX-License-Identifier: GPL-2.0
/*
 * Memory kind MMIO: registers. Each access has the width that the format gives
 * the element or its field, as a driver's own would: a register that is read by
 * bytes, or twice, or together with its neighbour, may do something else.
 */
#include <linux/capability.h>
#include <linux/cc_platform.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/sched/signal.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "core/format.h"
#include "core/walk.h"
#include "mem/mem.h"

struct mview_mem_mmio {
	struct mview_mem mem;
	void __iomem *addr;
	phys_addr_t phys;
};

static struct mview_mem_mmio *to_mmio(struct mview_mem *mem)
{
	return container_of(mem, struct mview_mem_mmio, mem);
}

static int mview_mem_mmio_may_open(bool write)
{
	if (!capable(CAP_SYS_RAWIO))
		return -EPERM;
	/* Checked for reads too, as in mmap() of PCI resources in sysfs. */
	return security_locked_down(LOCKDOWN_PCI_ACCESS);
}

/* One register. @data has its bytes as they lie there. */
static int mview_mmio_read(const void __iomem *addr, u8 *data, s64 size)
{
	u16 w;
	u32 l;
	u64 q __maybe_unused;

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
	u64 q __maybe_unused;

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

/**
 * struct mview_mmio_access - an access to an element, or to fields of it
 * @addr: of the element
 * @lo: its first byte that is accessed
 * @hi: behind the last one; neither lies inside a register
 * @data: what is at @lo
 * @write: to the device
 */
struct mview_mmio_access {
	u8 __iomem *addr;
	s64 lo;
	s64 hi;
	u8 *data;
	bool write;
};

/*
 * The index of the first item that ends beyond @lo, of items of @size bytes
 * that follow one another from @at on.
 */
static s64 mview_mmio_first(const struct mview_mmio_access *access, s64 at,
			    s64 size)
{
	return access->lo > at ? div64_u64(access->lo - at, size) : 0;
}

/* Called between any two accesses: they may be many, and slow. */
static int mview_mmio_pause(void)
{
	cond_resched();
	return fatal_signal_pending(current) ? -EINTR : 0;
}

/* @count registers of @size bytes, from byte @at of the element on. */
static int mview_mmio_registers(const struct mview_mmio_access *access, s64 at,
				s64 size, s64 count)
{
	s64 i = mview_mmio_first(access, at, size);
	u8 *data;
	int err;

	for (at += i * size; i < count && at < access->hi; i++) {
		/* Not every machine can do accesses that are not aligned. */
		if (!IS_ALIGNED((unsigned long)access->addr + at, size))
			return -EOPNOTSUPP;
		data = access->data + (at - access->lo);
		err = access->write ?
			mview_mmio_write(access->addr + at, data, size) :
			mview_mmio_read(access->addr + at, data, size);
		if (!err)
			err = mview_mmio_pause();
		if (err)
			return err;
		at += size;
	}
	return 0;
}

/* Access the items at a cursor. Recursion ends at MV_FORMAT_DEPTH. */
static int mview_mmio_items(const struct mview_mmio_access *access,
			    struct mv_format_cursor *cursor, s64 base)
{
	struct mv_format_cursor record;
	struct mv_format_item item;
	int err = 0;
	s64 i, at, unit;

	while (!err && mv_format_next(cursor, &item) > 0) {
		at = base + item.offset;
		/* An item of no bytes can have any count. */
		if (item.code == 'x' || !item.size)
			continue;
		if (item.code != 'T') {
			unit = mv_format_unit(&item);
			err = mview_mmio_registers(access, at, unit,
						   div64_u64(item.size, unit) *
						   item.count);
			continue;
		}
		i = mview_mmio_first(access, at, item.size);
		for (at += i * item.size;
		     i < item.count && at < access->hi && !err; i++) {
			mv_format_enter(&record, &item);
			err = mview_mmio_items(access, &record, at);
			if (!err)
				err = mview_mmio_pause();
			at += item.size;
		}
	}
	return err;
}

static int mview_mem_mmio_move(struct mview_mem *mem,
			       const struct mv_layout *layout,
			       const struct mv_run *run, s64 inside, u8 *data,
			       bool write)
{
	struct mview_mmio_access access = { .data = data, .write = write };
	struct mv_format_cursor cursor;
	s64 i, left, len;
	int err;

	/* Padding is not read. */
	if (!write)
		memset(data, 0, run->len * run->count);
	for (i = 0; i < run->count; i++) {
		access.addr = to_mmio(mem)->addr + run->offset +
			      i * run->stride - inside;
		access.lo = inside;
		for (left = run->len; left; left -= len) {
			len = min(left, layout->itemsize - access.lo);
			access.hi = access.lo + len;
			mv_format_first(&cursor, layout->format,
					layout->format_len);
			err = mview_mmio_items(&access, &cursor, 0);
			if (!err)
				err = mview_mmio_pause();
			if (err)
				return err;
			access.addr += layout->itemsize;
			access.data += len;
			access.lo = 0;
		}
	}
	return 0;
}

static unsigned long mview_mem_mmio_pfn(struct mview_mem *mem,
					unsigned long page)
{
	return PHYS_PFN(to_mmio(mem)->phys) + page;
}

/* As ioremap() does: devices have no encrypted addresses. */
static pgprot_t mview_mem_mmio_prot(struct mview_mem *mem, pgprot_t prot)
{
	return pgprot_decrypted(pgprot_device(prot));
}

/*
 * s390 has instructions of their own for registers, where it has addresses of
 * them at all, and user mode Linux only emulates them. In a confidential guest some
 * are encrypted, which only ioremap() knows, and others make programs fault that the
 * kernel is able to use.
 */
static bool mview_mem_mmio_has_pages(void)
{
	return !IS_ENABLED(CONFIG_S390) &&
	       !IS_ENABLED(CONFIG_INDIRECT_IOMEM) &&
	       !cc_platform_has(CC_ATTR_GUEST_MEM_ENCRYPT);
}

static void mview_mem_mmio_destroy(struct mview_mem *mem)
{
	kfree(to_mmio(mem));
}

static const struct mview_mem_ops mview_mem_mmio_ops = {
	.kind = MVIEW_KIND_MMIO,
	.name = "mmio",
	.only_declared = true,
	.may_open = mview_mem_mmio_may_open,
	.move = mview_mem_mmio_move,
	.pfn = mview_mem_mmio_pfn,
	.prot = mview_mem_mmio_prot,
	.destroy = mview_mem_mmio_destroy,
};

struct mview_mem *mview_mem_mmio_create(const struct mview_memory *memory,
					const char **why)
{
	struct mview_mem_mmio *mmio;
	phys_addr_t last;

	if (!memory->mmio.addr)
		return ERR_PTR(mview_refuse(why, "mmio.addr: NULL", -EINVAL));
	if (check_add_overflow(memory->mmio.phys,
			       (phys_addr_t)(memory->size - 1), &last))
		return ERR_PTR(mview_refuse(why, "mmio.phys, size: overflow",
					    -EINVAL));
	/* Else a mapping would show other registers than the kernel reads. */
	if (offset_in_page(memory->mmio.phys) !=
	    offset_in_page((unsigned long)memory->mmio.addr))
		return ERR_PTR(mview_refuse(why,
			"mmio.phys: not what ioremap() was given for addr",
			-EINVAL));
	mmio = kzalloc(sizeof(*mmio), GFP_KERNEL);
	if (!mmio)
		return ERR_PTR(-ENOMEM);
	mmio->addr = memory->mmio.addr;
	mmio->phys = memory->mmio.phys;
	mview_mem_init(&mmio->mem, &mview_mem_mmio_ops, memory->size);
	mmio->mem.mappable = mview_mem_mmio_has_pages() &&
			     PAGE_ALIGNED(memory->mmio.phys) &&
			     PAGE_ALIGNED(memory->size);
	return &mmio->mem;
}
