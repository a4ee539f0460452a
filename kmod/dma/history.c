// SPDX-License-Identifier: GPL-2.0
/* The history of a trace. */
#define MVIEW_REQUIRED

#include "dma/history.h"

#include <linux/align.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/cpumask.h>
#include <linux/device.h>
#include <linux/dma-direction.h>
#include <linux/err.h>
#include <linux/hash.h>
#include <linux/irqflags.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/overflow.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>
#include <asm/word-at-a-time.h>
#include <uapi/linux/mview.h>
#include "dma/filter.h"
#include "dma/function.h"
#include "dma/table.h"

/**
 * struct mview_dma_entry - an entry, as MVIEW_TRACE_ENTRY_FORMAT describes it
 * @seq: 0 while the entry is being written, then its number, from 1 on
 * @time: when, CLOCK_BOOTTIME
 * @address: the device address
 * @size: bytes
 * @pid: the process that was running
 * @device: index into the table of devices
 * @op: MVIEW_DMA_*
 * @dir: enum dma_data_direction
 * @comm: the name of the process
 * @function: index into the table of functions
 * @__reserved: 0
 */
struct mview_dma_entry {
	u64 seq;
	u64 time;
	u64 address;
	u64 size;
	u32 pid;
	u16 device;
	u8 op;
	u8 dir;
	char comm[TASK_COMM_LEN];
	u32 function;
	u32 __reserved;
};

static_assert(sizeof(struct mview_dma_entry) == 64);

/**
 * struct mview_dma_pair - a device, as MVIEW_TRACE_DEVICE_FORMAT describes it
 * @device: dev_name()
 * @driver: the name of its driver, or ""
 */
struct mview_dma_pair {
	char device[MVIEW_ORIGIN_NAME];
	char driver[MVIEW_ORIGIN_NAME];
};

static_assert(sizeof(struct mview_dma_pair) == MVIEW_DMA_ROW);

#define MVIEW_DMA_DEVICES	512
#define MVIEW_DMA_HISTORY_MAX	SZ_256M	/* bytes of the rings of all CPUs */
#define MVIEW_DMA_CALLERS	12	/* return addresses looked up at most */
#define MVIEW_DMA_CACHE_BITS	2
#define MVIEW_DMA_CACHED_NAME	40	/* struct mview_dma_cached has 64 bytes */

/**
 * struct mview_dma_cached - a device that was looked up
 * @dev: its address, which another device may have by now
 * @driver: the address of its driver
 * @name: the first bytes of its name
 * @wanted: whether the filter matches it
 * @device: index into the table of devices, if @wanted
 */
struct mview_dma_cached {
	const struct device *dev;
	const struct device_driver *driver;
	char name[MVIEW_DMA_CACHED_NAME] __aligned(sizeof(long));
	bool wanted;
	u16 device;
} ____cacheline_aligned;

/**
 * struct mview_dma_row - the state of one CPU
 * @head: number of entries that have been written
 * @mask: number of entries of @ring, minus 1
 * @ring: the ring of this CPU
 * @cache: devices of the last entries, by the hash of their address
 */
struct mview_dma_row {
	unsigned long head;
	unsigned long mask;
	struct mview_dma_entry *ring;
	struct mview_dma_cached cache[1 << MVIEW_DMA_CACHE_BITS];
};

/**
 * struct mview_dma_history - the history of a trace
 * @filter: the filter of the trace
 * @entries: entries for each CPU, a power of 2
 * @callers: whether the functions that map are looked up
 * @ring: the rings, struct mview_dma_entry[nr_cpu_ids][@entries]
 * @rows: the state of each CPU
 * @devices: the table of devices; a row is a struct mview_dma_pair
 * @functions: the table of functions
 * @buffer: the buffer by which programs read @ring
 */
struct mview_dma_history {
	const struct mview_dma_filter *filter;
	unsigned int entries;
	bool callers;
	struct mview_dma_entry *ring;
	struct mview_dma_row __percpu *rows;
	struct mview_dma_table *devices;
	struct mview_dma_functions *functions;
	struct mview_buffer *buffer;
};

/*
 * Compare word by word, which saves half of the instructions of an entry. A
 * @name that is longer than @cached->name never matches.
 */
static __always_inline bool
mview_dma_name_is(const struct mview_dma_cached *cached, const char *name)
{
	const struct word_at_a_time constants = WORD_AT_A_TIME_CONSTANTS;
	const unsigned long *word = (const unsigned long *)cached->name;
	unsigned long i, c, zero;

	if (!IS_ALIGNED((unsigned long)name, sizeof(c)))
		return !strncmp(cached->name, name, sizeof(cached->name) - 1);
	for (i = 0; i < sizeof(cached->name) / sizeof(c); i++) {
		c = read_word_at_a_time(name + i * sizeof(c));
		if (has_zero(c, &zero, &constants)) {
			zero = prep_zero_mask(c, zero, &constants);
			zero = create_zero_mask(zero);
			return word[i] == (c & zero_bytemask(zero));
		}
		if (word[i] != c)
			return false;
	}
	return true;
}

/*
 * Compare the name too: a new device may have the address of one that is gone.
 */
static __always_inline bool
mview_dma_cached_is(const struct mview_dma_cached *cached,
		    const struct device *dev)
{
	return cached->dev == dev && cached->driver == READ_ONCE(dev->driver) &&
	       mview_dma_name_is(cached, mview_dma_dev_name(dev));
}

static noinline void
mview_dma_cached_fill(struct mview_dma_cached *cached,
		      struct mview_dma_history *history,
		      const struct device *dev)
{
	const struct device_driver *driver = READ_ONCE(dev->driver);
	struct mview_dma_pair pair = {};

	strscpy(pair.device, mview_dma_dev_name(dev), sizeof(pair.device));
	strscpy(pair.driver, driver ? driver->name : "", sizeof(pair.driver));
	cached->dev = dev;
	cached->driver = driver;
	strscpy_pad(cached->name, pair.device, sizeof(cached->name));
	cached->wanted = mview_dma_filter_matches(history->filter, dev);
	if (cached->wanted)
		cached->device = mview_dma_table_find(history->devices,
						      (const char *)&pair);
}

static __always_inline const struct mview_dma_cached *
mview_dma_device(struct mview_dma_history *history, struct mview_dma_row *row,
		 const struct device *dev)
{
	struct mview_dma_cached *cached =
		&row->cache[hash_ptr(dev, MVIEW_DMA_CACHE_BITS)];

	if (!mview_dma_cached_is(cached, dev))
		mview_dma_cached_fill(cached, history, dev);
	return cached;
}

/*
 * Interrupts are off: a handler that adds entries could wrap around to the one
 * that is being written.
 */
static __always_inline void
mview_dma_row_add(struct mview_dma_row *row,
		  const struct mview_dma_cached *cached, u64 now,
		  dma_addr_t dma, size_t size, u8 dir, u8 op, u32 function)
{
	struct mview_dma_entry *entry = &row->ring[row->head & row->mask];
	unsigned long nr = row->head + 1 ?: 1;

	WRITE_ONCE(row->head, nr);
	WRITE_ONCE(entry->seq, 0);
	smp_wmb();	/* who sees new bytes sees the 0 or a later number */
	entry->time = now;
	entry->address = dma;
	entry->size = size;
	entry->pid = current->tgid;
	entry->device = cached->device;
	entry->op = op;
	entry->dir = dir;
	memcpy(entry->comm, current->comm, sizeof(entry->comm));
	entry->function = function;
	/*
	 * A reader that sees the number sees the rest of the entry. 32-bit
	 * kernels have no smp_store_release() of 64 bits, and may write the
	 * halves of @seq one after the other: the upper one is always 0 there.
	 */
	smp_wmb();
	WRITE_ONCE(entry->seq, nr);
}

/*
 * A function of its own: the kernel clears @stack where it is declared, which
 * entries without a function need not pay for.
 */
static noinline u32 mview_dma_caller(struct mview_dma_history *history, u8 op)
{
	unsigned long stack[MVIEW_DMA_CALLERS];

	if (op != MVIEW_DMA_MAP && op != MVIEW_DMA_MAP_SG)
		return 0;
	return mview_dma_functions_find(history->functions, stack,
					stack_trace_save(stack,
							 ARRAY_SIZE(stack),
							 0));
}

/*
 * With @stack the function is looked up in it; without, in the stack of the
 * caller if the trace wants the functions that map.
 */
static __always_inline void
mview_dma_history_put(struct mview_dma_history *history,
		      const struct device *dev, dma_addr_t dma, size_t size,
		      u8 dir, u8 op, const unsigned long *stack,
		      unsigned int depth)
{
	const struct mview_dma_cached *cached;
	struct mview_dma_row *row;
	unsigned long flags;
	u32 function = 0;
	u64 now;

	local_irq_save(flags);
	now = ktime_get_boot_fast_ns();
	row = this_cpu_ptr(history->rows);
	cached = mview_dma_device(history, row, dev);
	if (cached->wanted) {
		if (stack)
			function = mview_dma_functions_find(history->functions,
							    stack, depth);
		else if (history->callers)
			function = mview_dma_caller(history, op);
		mview_dma_row_add(row, cached, now, dma, size, dir, op,
				  function);
	}
	local_irq_restore(flags);
}

void mview_dma_history_add(struct mview_dma_history *history,
			   const struct device *dev, dma_addr_t dma,
			   size_t size, u8 dir, u8 op)
{
	mview_dma_history_put(history, dev, dma, size, dir, op, NULL, 0);
}

void mview_dma_history_add_from(struct mview_dma_history *history,
				const struct device *dev, dma_addr_t dma,
				size_t size, u8 op, const unsigned long *stack,
				unsigned int depth)
{
	mview_dma_history_put(history, dev, dma, size, DMA_BIDIRECTIONAL, op,
			      stack, depth);
}

void mview_dma_history_info(const struct mview_dma_history *history,
			    struct mview_trace_info *info)
{
	unsigned int cpu;

	info->history = mview_buffer_id(history->buffer);
	info->devices = mview_dma_table_id(history->devices);
	info->functions = mview_dma_functions_id(history->functions);
	for_each_possible_cpu(cpu) {
		unsigned long n = READ_ONCE(per_cpu_ptr(history->rows,
							cpu)->head);

		info->maps += n;
		if (n > history->entries)
			info->maps_lost += n - history->entries;
	}
}

static size_t mview_dma_history_size(unsigned int entries)
{
	return array3_size(nr_cpu_ids, entries,
			   sizeof(struct mview_dma_entry));
}

static int mview_dma_history_register(struct mview_dma_history *history,
				      u64 trace)
{
	const u64 shape[] = { nr_cpu_ids, history->entries };
	const struct mview_origin origin = {
		.trace = trace, .flags = MVIEW_ORIGIN_HISTORY,
	};
	const struct mview_buffer_desc desc = {
		.owner = THIS_MODULE,
		.flags = MVIEW_ADMIN,
		.format = MVIEW_TRACE_ENTRY_FORMAT,
		.ndim = ARRAY_SIZE(shape),
		.shape = shape,
		.origin = &origin,
	};
	size_t size = PAGE_ALIGN(mview_dma_history_size(history->entries));

	history->buffer = mview_buffer_register(&desc,
						MVIEW_VMALLOC(history->ring,
							      size));
	return PTR_ERR_OR_ZERO(history->buffer);
}

void mview_dma_history_destroy(struct mview_dma_history *history)
{
	mview_buffer_revoke(history->buffer);
	mview_dma_functions_destroy(history->functions);
	mview_dma_table_destroy(history->devices);
	vfree(history->ring);
	free_percpu(history->rows);
	kfree(history);
}

static void mview_dma_rows_init(struct mview_dma_history *history)
{
	struct mview_dma_row *row;
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		row = per_cpu_ptr(history->rows, cpu);
		row->mask = history->entries - 1;
		row->ring = &history->ring[(size_t)cpu * history->entries];
	}
}

/*
 * Returns 0 or -ENOMEM; mview_dma_history_destroy() frees what there is then.
 */
static int mview_dma_history_alloc(struct mview_dma_history *history, u64 trace)
{
	history->rows = alloc_percpu_gfp(struct mview_dma_row,
					 GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	history->ring = __vmalloc(mview_dma_history_size(history->entries),
				  GFP_KERNEL_ACCOUNT | __GFP_ZERO |
				  __GFP_NOWARN);
	history->devices = mview_dma_table_create(MVIEW_DMA_DEVICES,
						  MVIEW_TRACE_DEVICE_FORMAT,
						  trace, MVIEW_ORIGIN_DEVICES);
	history->functions = mview_dma_functions_create(trace);
	if (!history->rows || !history->ring || !history->devices ||
	    !history->functions)
		return -ENOMEM;
	mview_dma_rows_init(history);
	return 0;
}

struct mview_dma_history *
mview_dma_history_create(const struct mview_dma_filter *filter,
			 unsigned int entries, bool callers, u64 trace)
{
	struct mview_dma_history *history;
	int err;

	entries = roundup_pow_of_two(entries);
	if (mview_dma_history_size(entries) > MVIEW_DMA_HISTORY_MAX)
		return ERR_PTR(-E2BIG);
	history = kzalloc(sizeof(*history), GFP_KERNEL_ACCOUNT);
	if (!history)
		return ERR_PTR(-ENOMEM);
	history->filter = filter;
	history->entries = entries;
	history->callers = callers;
	err = mview_dma_history_alloc(history, trace);
	if (!err)
		err = mview_dma_history_register(history, trace);
	if (err) {
		mview_dma_history_destroy(history);
		return ERR_PTR(err);
	}
	return history;
}
