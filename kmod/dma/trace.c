// SPDX-License-Identifier: GPL-2.0
/* Traces: how they begin and end, and what the probes record in them. */
#define MVIEW_REQUIRED

#include "dma/trace.h"

#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/llist.h>
#include <linux/memcontrol.h>
#include <linux/mutex.h>
#include <linux/mview.h>
#include <linux/overflow.h>
#include <linux/poll.h>
#include <linux/preempt.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include "dma/filter.h"
#include "dma/history.h"
#include "dma/probe.h"
#include "dma/record.h"

/* Records in stock: allocations that may come before the work item runs. */
#define MVIEW_DMA_STOCK	128
#define MVIEW_DMA_DELAY	msecs_to_jiffies(10)
/* If it could not fill the stock. No queue runs it before that. */
#define MVIEW_DMA_RETRY	msecs_to_jiffies(100)

/**
 * struct mview_dma_trace - a trace
 * @list: on the list of all traces, which probes read with preemption off
 * @id: its number, which no other trace gets
 * @filter: the devices that are traced
 * @allocs: whether allocations are recorded
 * @max: limit of @live
 * @live: number of records in use
 * @seen: number of allocations that were recorded
 * @lost: number of allocations that were not, or have no buffer
 * @missed: what mview_dma_probe_missed() returned when the trace began
 * @memcg: of the process that opened the trace, or NULL; charged for its
 *	records and buffers, whichever process allocates what they are of
 * @stock_lock: guards @stock and @stocked. Raw, because probes take it; no lock
 *	is taken inside
 * @stock: records that are not in use
 * @stocked: number of records in @stock
 * @todo: records that the work item has not looked at since they were queued
 * @work: the work item, which registers and revokes buffers
 * @records: records that the work item has seen
 * @changes: how often buffers have come or gone
 * @wait: waiters for @changes
 * @history: the history, or NULL
 */
struct mview_dma_trace {
	struct list_head list;
	u64 id;
	struct mview_dma_filter filter;
	bool allocs;
	unsigned int max;
	atomic_t live;
	atomic64_t seen;
	atomic64_t lost;
	u64 missed;
	struct mem_cgroup *memcg;
	raw_spinlock_t stock_lock;
	struct list_head stock;
	unsigned int stocked;
	struct llist_head todo;
	struct delayed_work work;
	/** @lock: guards @records. The locks of buckets are taken inside */
	struct mutex lock;
	struct list_head records;
	atomic64_t changes;
	wait_queue_head_t wait;
	struct mview_dma_history *history;
};

/*
 * Guards changes of the list of traces, the number of traces that need the
 * probes, and the last id. Held while probes are registered and unregistered,
 * which sleeps. Taken inside of no other lock.
 */
static DEFINE_MUTEX(mview_dma_traces_lock);
static LIST_HEAD(mview_dma_traces);
static unsigned int mview_dma_listeners;
static u64 mview_dma_last_id;

u64 mview_dma_trace_id(const struct mview_dma_trace *trace)
{
	return trace->id;
}

void mview_dma_trace_queue(struct mview_dma_trace *trace,
			   struct llist_node *todo)
{
	/* Memory that is freed before the work item runs gets no buffer. */
	llist_add(todo, &trace->todo);
	schedule_delayed_work(&trace->work, MVIEW_DMA_DELAY);
}

static struct mview_dma_record *
mview_dma_stock_get(struct mview_dma_trace *trace)
{
	struct mview_dma_record *record;
	unsigned long flags;

	raw_spin_lock_irqsave(&trace->stock_lock, flags);
	record = list_first_entry_or_null(&trace->stock,
					  struct mview_dma_record, list);
	if (record) {
		list_del(&record->list);
		trace->stocked--;
	}
	raw_spin_unlock_irqrestore(&trace->stock_lock, flags);
	return record;
}

static void mview_dma_stock_put(struct mview_dma_trace *trace,
				struct mview_dma_record *record)
{
	raw_spin_lock_irq(&trace->stock_lock);
	list_add(&record->list, &trace->stock);
	trace->stocked++;
	raw_spin_unlock_irq(&trace->stock_lock);
}

/*
 * Fill the stock. May sleep. Returns -ENOMEM if it could not; the work item
 * tries again. The records are charged to @memcg, which is that of the current
 * process when the trace is created, and the active one in the work item.
 */
static int mview_dma_stock_fill(struct mview_dma_trace *trace)
{
	struct mview_dma_record *record;

	while (READ_ONCE(trace->stocked) < MVIEW_DMA_STOCK) {
		record = kzalloc(sizeof(*record), GFP_KERNEL_ACCOUNT |
				 __GFP_RETRY_MAYFAIL | __GFP_NOWARN);
		if (!record)
			return -ENOMEM;
		record->trace = trace;
		INIT_HLIST_NODE(&record->hash);
		mview_dma_stock_put(trace, record);
	}
	return 0;
}

static void mview_dma_stock_empty(struct mview_dma_trace *trace)
{
	struct mview_dma_record *record;

	while ((record = mview_dma_stock_get(trace)))
		kfree(record);
}

static void mview_dma_trace_alloc(struct mview_dma_trace *trace,
				  const struct mview_dma_alloc *alloc)
{
	struct mview_dma_record *record;

	if (!trace->allocs ||
	    !mview_dma_filter_matches(&trace->filter, alloc->dev))
		return;
	record = NULL;
	if (atomic_add_unless(&trace->live, 1, trace->max)) {
		record = mview_dma_stock_get(trace);
		if (!record)
			atomic_dec(&trace->live);
	}
	if (!record) {
		atomic64_inc(&trace->lost);
		/* The work item fills the stock. */
		schedule_delayed_work(&trace->work, MVIEW_DMA_DELAY);
		return;
	}
	mview_dma_record_fill(record, alloc);
	record->nr = atomic64_inc_return(&trace->seen);
	mview_dma_record_publish(record);
}

/*
 * The memory at @addr is new. If there is a record of that address, the probe
 * of the free has missed the end of what was there before, so end the record
 * now.
 *
 * Preemption is off because mview_dma_trace_remove() waits for this function
 * and for mview_dma_free() by synchronize_rcu(). Not all kernels call probes
 * with it off.
 */
void mview_dma_alloc(const struct mview_dma_alloc *alloc)
{
	struct mview_dma_trace *trace;

	preempt_disable_notrace();
	mview_dma_records_end(alloc->addr);
	list_for_each_entry_rcu(trace, &mview_dma_traces, list,
				rcu_read_lock_sched_held()) {
		mview_dma_trace_alloc(trace, alloc);
		if (trace->history)
			mview_dma_history_add_from(trace->history, alloc->dev,
						   alloc->dma, alloc->size,
						   MVIEW_DMA_ALLOC,
						   alloc->stack, alloc->depth);
	}
	preempt_enable_notrace();
}

void mview_dma_free(const struct mview_dma_free *gone)
{
	struct mview_dma_trace *trace;

	preempt_disable_notrace();
	mview_dma_records_end(gone->addr);
	list_for_each_entry_rcu(trace, &mview_dma_traces, list,
				rcu_read_lock_sched_held())
		if (trace->history)
			mview_dma_history_add_from(trace->history, gone->dev,
						   gone->dma, gone->size,
						   MVIEW_DMA_FREE, NULL, 0);
	preempt_enable_notrace();
}

/* Revoke the buffer of a record and put the record back into the stock. */
static void mview_dma_trace_drop(struct mview_dma_trace *trace,
				 struct mview_dma_record *record)
{
	mview_dma_record_revoke(record);
	list_del_init(&record->list);
	if (READ_ONCE(trace->stocked) < MVIEW_DMA_STOCK)
		mview_dma_stock_put(trace, record);
	else
		kfree(record);
	atomic_dec(&trace->live);
}

/* Handle one record that a probe has queued. */
static void mview_dma_trace_attend(struct mview_dma_trace *trace,
				   struct mview_dma_record *record)
{
	bool known = record->known;

	record->known = true;
	if (!known)
		list_add_tail(&record->list, &trace->records);
	/*
	 * If the memory has been freed no probe can find the record any more.
	 */
	if (mview_dma_record_take(record))
		mview_dma_trace_drop(trace, record);
	else if (!known && mview_dma_record_register(record))
		atomic64_inc(&trace->lost);
}

static void mview_dma_trace_work(struct work_struct *work)
{
	struct mview_dma_trace *trace = container_of(to_delayed_work(work),
						     struct mview_dma_trace,
						     work);
	struct llist_node *todo = llist_reverse_order(llist_del_all(&trace->todo));
	struct mem_cgroup *memcg = set_active_memcg(trace->memcg);
	struct mview_dma_record *record, *next;

	mutex_lock(&trace->lock);
	llist_for_each_entry_safe(record, next, todo, todo) {
		mview_dma_trace_attend(trace, record);
		cond_resched();
	}
	mutex_unlock(&trace->lock);
	if (todo) {
		/* Who finds the new number finds the buffers as they are now. */
		atomic64_fetch_inc_release(&trace->changes);
		wake_up_interruptible_poll(&trace->wait,
					   EPOLLIN | EPOLLRDNORM);
	}
	if (mview_dma_stock_fill(trace))
		schedule_delayed_work(&trace->work, MVIEW_DMA_RETRY);
	set_active_memcg(memcg);
}

/* Register the probes that the trace needs. */
static int mview_dma_trace_listen(const struct mview_dma_trace *trace)
{
	int err = 0;

	lockdep_assert_held(&mview_dma_traces_lock);
	if (!mview_dma_listeners)
		err = mview_dma_probe_register();
	if (err)
		return err;
	if (trace->history)
		err = mview_dma_probe_maps_on(trace->history);
	if (!err)
		mview_dma_listeners++;
	else if (!mview_dma_listeners)
		mview_dma_probe_unregister();
	return err;
}

static int mview_dma_trace_add(struct mview_dma_trace *trace)
{
	int err;

	mutex_lock(&mview_dma_traces_lock);
	err = mview_dma_trace_listen(trace);
	if (!err) {
		trace->missed = mview_dma_probe_missed();
		list_add_rcu(&trace->list, &mview_dma_traces);
	}
	mutex_unlock(&mview_dma_traces_lock);
	return err;
}

/* On return no probe takes a record of the trace any more. */
static void mview_dma_trace_remove(struct mview_dma_trace *trace)
{
	mutex_lock(&mview_dma_traces_lock);
	list_del_rcu(&trace->list);
	mutex_unlock(&mview_dma_traces_lock);
	synchronize_rcu();
}

/*
 * Unregister the probes, if no other trace needs them. All records of the trace
 * have been ended, so it needs no probe of frees.
 */
static void mview_dma_trace_unlisten(const struct mview_dma_trace *trace)
{
	mutex_lock(&mview_dma_traces_lock);
	if (trace->history)
		mview_dma_probe_maps_off(trace->history);
	if (!--mview_dma_listeners)
		mview_dma_probe_unregister();
	mutex_unlock(&mview_dma_traces_lock);
}

static u64 mview_dma_trace_new_id(void)
{
	u64 id;

	mutex_lock(&mview_dma_traces_lock);
	id = ++mview_dma_last_id;
	mutex_unlock(&mview_dma_traces_lock);
	return id;
}

static void mview_dma_trace_free(struct mview_dma_trace *trace)
{
	if (trace->history)
		mview_dma_history_destroy(trace->history);
	mview_dma_stock_empty(trace);
	mem_cgroup_put(trace->memcg);
	kfree(trace);
}

static int mview_dma_trace_init(struct mview_dma_trace *trace,
				const struct mview_trace_spec *spec,
				struct mm_struct *payer)
{
	struct mview_dma_history *history;
	int err;

	raw_spin_lock_init(&trace->stock_lock);
	INIT_LIST_HEAD(&trace->stock);
	INIT_LIST_HEAD(&trace->records);
	init_llist_head(&trace->todo);
	mutex_init(&trace->lock);
	INIT_DELAYED_WORK(&trace->work, mview_dma_trace_work);
	init_waitqueue_head(&trace->wait);
	trace->memcg = payer ? get_mem_cgroup_from_mm(payer) : NULL;
	trace->id = mview_dma_trace_new_id();
	trace->allocs = spec->flags & MVIEW_TRACE_ALLOCS;
	trace->max = spec->buffers;
	err = mview_dma_filter_parse(&trace->filter, spec->filter);
	if (!err)
		err = mview_dma_stock_fill(trace);
	if (err || !(spec->flags & MVIEW_TRACE_MAPS))
		return err;
	history = mview_dma_history_create(&trace->filter, spec->entries,
					   spec->flags & MVIEW_TRACE_CALLERS,
					   trace->id);
	if (IS_ERR(history))
		return PTR_ERR(history);
	trace->history = history;
	return 0;
}

struct mview_dma_trace *
mview_dma_trace_create(const struct mview_trace_spec *spec,
		       struct mm_struct *payer)
{
	struct mview_dma_trace *trace = kzalloc(sizeof(*trace),
						GFP_KERNEL_ACCOUNT);
	int err;

	if (!trace)
		return ERR_PTR(-ENOMEM);
	err = mview_dma_trace_init(trace, spec, payer);
	if (!err)
		err = mview_dma_trace_add(trace);
	if (err) {
		mview_dma_trace_free(trace);
		return ERR_PTR(err);
	}
	return trace;
}

/*
 * The probe of frees stays registered until all records have been ended. A free
 * may queue the work item meanwhile, which then finds ended records only.
 */
void mview_dma_trace_destroy(struct mview_dma_trace *trace)
{
	struct mview_dma_record *record, *next;

	mview_dma_trace_remove(trace);
	flush_delayed_work(&trace->work);
	mutex_lock(&trace->lock);
	list_for_each_entry(record, &trace->records, list)
		mview_dma_record_end(record);
	mutex_unlock(&trace->lock);
	mview_dma_trace_unlisten(trace);
	cancel_delayed_work_sync(&trace->work);
	list_for_each_entry_safe(record, next, &trace->records, list)
		mview_dma_trace_drop(trace, record);
	mview_dma_trace_free(trace);
}

void mview_dma_trace_settle(struct mview_dma_trace *trace)
{
	flush_delayed_work(&trace->work);
}

u64 mview_dma_trace_poll(struct mview_dma_trace *trace, struct file *file,
			 struct poll_table_struct *wait)
{
	poll_wait(file, &trace->wait, wait);
	return atomic64_read(&trace->changes);
}

void mview_dma_trace_info(struct mview_dma_trace *trace,
			  struct mview_trace_info *info)
{
	info->trace = trace->id;
	info->live = atomic_read(&trace->live);
	info->seen = atomic64_read(&trace->seen);
	info->lost = atomic64_read(&trace->lost) + mview_dma_probe_missed() -
		     trace->missed;
	/* Pairs with mview_dma_trace_work(). */
	info->changes = atomic64_read_acquire(&trace->changes);
	if (trace->history)
		mview_dma_history_info(trace->history, info);
}
