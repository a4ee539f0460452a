// SPDX-License-Identifier: GPL-2.0
/*
 * Memory kind borrowed: memory whose owner may free it at any moment, in any
 * context. It is lent to the buffer and withdrawn again. Bytes are copied under
 * a raw spinlock, a few at a time, and mview_mem_borrowed_lend() takes the same
 * lock: when it has withdrawn the memory nobody reads it, and it has waited for
 * one copy at most.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include "core/walk.h"
#include "mem/mem.h"

/* What one copy has at most: an owner waits that long. */
#define MVIEW_BORROWED_COPY	256

/**
 * struct mview_mem_borrowed - memory that others may free
 * @mem: the memory
 * @addr: its first byte while it is lent, or NULL
 * @lent: it has been
 */
struct mview_mem_borrowed {
	struct mview_mem mem;
	/**
	 * @lock: guards @addr, and what is there from being freed. Nothing is
	 * taken inside; held for MVIEW_BORROWED_COPY bytes.
	 */
	raw_spinlock_t lock;
	const u8 *addr;
	bool lent;
};

static struct mview_mem_borrowed *to_borrowed(struct mview_mem *mem)
{
	return container_of(mem, struct mview_mem_borrowed, mem);
}

/* Who can read all of the kernel's memory may read this. */
static int mview_mem_borrowed_may_open(bool write)
{
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	return security_locked_down(LOCKDOWN_KCORE);
}

static void mview_mem_borrowed_lend(struct mview_mem *mem, const void *addr)
{
	struct mview_mem_borrowed *borrowed = to_borrowed(mem);
	unsigned long flags;

	raw_spin_lock_irqsave(&borrowed->lock, flags);
	borrowed->addr = addr;
	borrowed->lent = borrowed->lent || addr;
	raw_spin_unlock_irqrestore(&borrowed->lock, flags);
}

/**
 * struct mview_borrowed_copy - where a copy of a run's bytes is
 * @run: the run
 * @block: the next block of it
 * @at: bytes of that block that are done
 * @data: where the next byte goes
 */
struct mview_borrowed_copy {
	const struct mv_run *run;
	s64 block;
	s64 at;
	u8 *data;
};

/* The next bytes of the run, as many as may be copied under the lock. */
static void mview_borrowed_some(struct mview_borrowed_copy *copy,
				const u8 *addr)
{
	const struct mv_run *run = copy->run;
	s64 len, left = MVIEW_BORROWED_COPY;

	while (left && copy->block < run->count) {
		len = min(left, run->len - copy->at);
		memcpy(copy->data, addr + run->offset +
		       copy->block * run->stride + copy->at, len);
		copy->data += len;
		copy->at += len;
		left -= len;
		if (copy->at == run->len) {
			copy->block++;
			copy->at = 0;
		}
	}
}

static int mview_mem_borrowed_copy(struct mview_mem *mem,
				   const struct mv_run *run, u8 *data)
{
	struct mview_borrowed_copy copy = { .run = run, .data = data };
	struct mview_mem_borrowed *borrowed = to_borrowed(mem);
	unsigned long flags;
	int err = 0;

	while (!err && copy.block < run->count) {
		raw_spin_lock_irqsave(&borrowed->lock, flags);
		if (borrowed->addr)
			mview_borrowed_some(&copy, borrowed->addr);
		else
			err = borrowed->lent ? -ENODEV : -EOPNOTSUPP;
		raw_spin_unlock_irqrestore(&borrowed->lock, flags);
	}
	return err;
}

static void mview_mem_borrowed_destroy(struct mview_mem *mem)
{
	kfree(to_borrowed(mem));
}

static const struct mview_mem_ops mview_mem_borrowed_ops = {
	.kind = MVIEW_KIND_BORROWED,
	.name = "borrowed",
	.readonly = true,
	.may_open = mview_mem_borrowed_may_open,
	.lend = mview_mem_borrowed_lend,
	.copy = mview_mem_borrowed_copy,
	.destroy = mview_mem_borrowed_destroy,
};

struct mview_mem *mview_mem_borrowed_create(const struct mview_memory *memory,
					    const char **why)
{
	struct mview_mem_borrowed *borrowed;

	borrowed = kzalloc(sizeof(*borrowed), GFP_KERNEL);
	if (!borrowed)
		return ERR_PTR(-ENOMEM);
	raw_spin_lock_init(&borrowed->lock);
	mview_mem_init(&borrowed->mem, &mview_mem_borrowed_ops, memory->size);
	mview_mem_borrowed_lend(&borrowed->mem, memory->borrowed.addr);
	return &borrowed->mem;
}
