// SPDX-License-Identifier: GPL-2.0
/* The table of functions that entries of a history refer to by number. */
#include "dma/function.h"

#include <linux/atomic.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/mview.h>
#include "dma/symbol.h"
#include "dma/table.h"

#define MVIEW_DMA_FUNCTIONS	1024
#define MVIEW_DMA_SLOT_BITS	11
#define MVIEW_DMA_SLOTS		(1 << MVIEW_DMA_SLOT_BITS)
#define MVIEW_DMA_SLOT_TRIES	4

/*
 * A slot has the lower 48 bits of an address, which identify it, and its row.
 */
#define MVIEW_DMA_ADDR_SHIFT	16
#define MVIEW_DMA_SLOT_ROW	((1U << MVIEW_DMA_ADDR_SHIFT) - 1)

/**
 * struct mview_dma_functions - the functions of one trace
 * @list: on the list of all of these structs
 * @table: the names; row 0 stands for addresses that have no name or are inside
 *	of the DMA API
 * @slots: a hash table of the addresses that were looked up. Slots are read and
 *	written without a lock, each as a whole; the row is written before
 */
struct mview_dma_functions {
	struct list_head list;
	struct mview_dma_table *table;
	atomic64_t slots[MVIEW_DMA_SLOTS];
};

/* Guards the list. No lock is taken inside. */
static DEFINE_MUTEX(mview_dma_functions_lock);
static LIST_HEAD(mview_dma_functions_list);

static u64 mview_dma_slot(unsigned long addr, unsigned int row)
{
	return (u64)addr << MVIEW_DMA_ADDR_SHIFT | row;
}

static atomic64_t *mview_dma_slot_at(struct mview_dma_functions *functions,
				     unsigned long addr, unsigned int try)
{
	return &functions->slots[(hash_long(addr, MVIEW_DMA_SLOT_BITS) + try) &
				 (MVIEW_DMA_SLOTS - 1)];
}

/*
 * Look up the name and store the row in a free slot, or else in the first one.
 */
static unsigned int mview_dma_function_new(struct mview_dma_functions *functions,
					   unsigned long addr)
{
	char name[MVIEW_DMA_ROW] = "";
	unsigned int row, try;

	mview_dma_symbol(name, sizeof(name), addr);
	row = mview_dma_table_find(functions->table, name);
	for (try = 0; try < MVIEW_DMA_SLOT_TRIES; try++)
		if (!atomic64_read(mview_dma_slot_at(functions, addr, try)))
			break;
	/*
	 * Other CPUs take the row from the slot and write it to entries. A
	 * program that sees such an entry must see the name: the release here
	 * comes after the row, smp_wmb() in mview_dma_row_add() after the slot.
	 */
	atomic64_set_release(mview_dma_slot_at(functions, addr,
					       try % MVIEW_DMA_SLOT_TRIES),
			     mview_dma_slot(addr, row));
	return row;
}

static unsigned int mview_dma_function(struct mview_dma_functions *functions,
				       unsigned long addr)
{
	unsigned int try;
	u64 slot;

	for (try = 0; try < MVIEW_DMA_SLOT_TRIES; try++) {
		slot = atomic64_read(mview_dma_slot_at(functions, addr, try));
		if (slot && !((slot ^ mview_dma_slot(addr, 0)) >>
			      MVIEW_DMA_ADDR_SHIFT))
			return slot & MVIEW_DMA_SLOT_ROW;
	}
	return mview_dma_function_new(functions, addr);
}

unsigned int mview_dma_functions_find(struct mview_dma_functions *functions,
				      const unsigned long *stack,
				      unsigned int depth)
{
	unsigned int i, row = 0;

	for (i = 0; !row && i < depth; i++)
		row = mview_dma_function(functions, stack[i]);
	return row;
}

struct mview_dma_functions *mview_dma_functions_create(u64 trace)
{
	static const char none[MVIEW_DMA_ROW];
	struct mview_dma_functions *functions;

	functions = kvzalloc(sizeof(*functions), GFP_KERNEL_ACCOUNT);
	if (!functions)
		return NULL;
	functions->table =
		mview_dma_table_create(MVIEW_DMA_FUNCTIONS,
				       MVIEW_TRACE_FUNCTION_FORMAT, trace,
				       MVIEW_ORIGIN_FUNCTIONS);
	if (!functions->table) {
		kvfree(functions);
		return NULL;
	}
	mview_dma_table_find(functions->table, none);
	mutex_lock(&mview_dma_functions_lock);
	list_add(&functions->list, &mview_dma_functions_list);
	mutex_unlock(&mview_dma_functions_lock);
	return functions;
}

void mview_dma_functions_destroy(struct mview_dma_functions *functions)
{
	if (!functions)
		return;
	mutex_lock(&mview_dma_functions_lock);
	list_del(&functions->list);
	mutex_unlock(&mview_dma_functions_lock);
	mview_dma_table_destroy(functions->table);
	kvfree(functions);
}

u64 mview_dma_functions_id(const struct mview_dma_functions *functions)
{
	return mview_dma_table_id(functions->table);
}

/*
 * The code of a module is freed when the module is unloaded, its init code when
 * it has been loaded. Other code may then have the address, so forget all
 * addresses. The names stay in the table, because entries refer to them.
 */
static int mview_dma_functions_forget(struct notifier_block *nb,
				      unsigned long event, void *module)
{
	struct mview_dma_functions *functions;
	unsigned int i;

	mutex_lock(&mview_dma_functions_lock);
	list_for_each_entry(functions, &mview_dma_functions_list, list)
		for (i = 0; i < MVIEW_DMA_SLOTS; i++)
			atomic64_set(&functions->slots[i], 0);
	mutex_unlock(&mview_dma_functions_lock);
	return NOTIFY_DONE;
}

static struct notifier_block mview_dma_functions_nb = {
	.notifier_call = mview_dma_functions_forget,
};

int mview_dma_functions_init(void)
{
	return register_module_notifier(&mview_dma_functions_nb);
}

void mview_dma_functions_exit(void)
{
	unregister_module_notifier(&mview_dma_functions_nb);
}
