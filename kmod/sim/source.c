// SPDX-License-Identifier: GPL-2.0
/* One source: its memory, its life and the thread that makes its blocks. */
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/overflow.h>
#include <linux/pfn.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "sim.h"

/* Rather fail, and say nothing, than have the OOM killer make room. */
#define SIM_GFP	(GFP_KERNEL_ACCOUNT | __GFP_ZERO | __GFP_RETRY_MAYFAIL | \
		 __GFP_NOWARN)

static void sim_free_pages(struct sim_memory *memory)
{
	/* Not by force: somebody may have pinned one of them. */
	while (memory->npages)
		put_page(memory->pages[--memory->npages]);
	kvfree(memory->pages);
	memory->pages = NULL;
}

static int sim_alloc_pages(struct sim_memory *memory)
{
	unsigned long npages = PFN_UP(memory->size);
	struct page *page;

	memory->npages = 0;
	memory->pages = kvmalloc_array(npages, sizeof(*memory->pages), SIM_GFP);
	if (!memory->pages)
		return -ENOMEM;
	while (memory->npages < npages) {
		page = fatal_signal_pending(current) ? NULL : alloc_page(SIM_GFP);
		if (!page)
			goto err_pages;
		memory->pages[memory->npages++] = page;
		cond_resched();
	}
	memory->addr = vmap(memory->pages, npages, VM_MAP, PAGE_KERNEL);
	if (!memory->addr)
		goto err_pages;
	return 0;

err_pages:
	sim_free_pages(memory);
	return -ENOMEM;
}

static int sim_memory_create(struct sim_memory *memory, enum sim_kind kind,
			     size_t size)
{
	memory->size = size;
	if (kind == SIM_PAGES)
		return sim_alloc_pages(memory);
	memory->addr = __vmalloc(size, SIM_GFP);
	return memory->addr ? 0 : -ENOMEM;
}

static void sim_memory_destroy(struct sim_memory *memory)
{
	if (memory->pages) {
		vunmap(memory->addr);
		sim_free_pages(memory);
	} else {
		vfree(memory->addr);
	}
	memory->addr = NULL;
}

/* How large the buffer is to be. */
static int sim_buffer_size(const struct sim_source *source, size_t *size)
{
	u64 need = max_t(u64, source->generator.nbytes, 1);
	u64 bytes = source->config.size;

	if (!bytes) {
		if (check_add_overflow(need, (u64)PAGE_SIZE - 1, &bytes))
			return -EOVERFLOW;
		bytes &= PAGE_MASK;
	}
	if (bytes < need || bytes > READ_ONCE(sim_max_size))
		return -EOVERFLOW;
	*size = bytes;
	return 0;
}

static struct mview_buffer *sim_register(const struct sim_source *source)
{
	const struct sim_config *config = &source->config;
	const struct sim_memory *memory = &source->memory;
	const struct mview_buffer_desc desc = {
		.name = source->item.ci_name,
		.owner = THIS_MODULE,
		.flags = config->readonly ? MVIEW_BUFFER_READONLY : 0,
		.format = config->format,
		.ndim = config->ndim,
		.shape = config->shape,
	};

	if (config->kind == SIM_PAGES)
		return mview_buffer_register(&desc, MVIEW_PAGES(memory->pages,
								memory->npages,
								memory->size));
	return mview_buffer_register(&desc, MVIEW_VMALLOC(memory->addr,
							  memory->size));
}

/* Caller: @source->thread, or the holder of the lock with no thread running. */
static int sim_make_block(struct sim_source *source)
{
	int err;

	err = sim_pattern_fill(&source->generator, source->memory.addr,
			       atomic64_read(&source->blocks) + 1);
	if (err)
		return err;
	atomic64_inc(&source->blocks);
	mview_buffer_notify(source->buffer);
	return 0;
}

/* The next point after now on the grid of @due and @period: late ones drop. */
static ktime_t sim_next_due(ktime_t due, u64 period)
{
	s64 late = ktime_to_ns(ktime_sub(ktime_get(), due));

	return ktime_add_ns(due, (div64_u64(late, period) + 1) * period);
}

static int sim_thread(void *data)
{
	struct sim_source *source = data;
	u64 period = NSEC_PER_SEC / source->config.rate;
	ktime_t due = ktime_add_ns(ktime_get(), period);

	while (!kthread_should_stop()) {
		if (kthread_should_park()) {
			kthread_parkme();
			continue;
		}
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop() && !kthread_should_park())
			schedule_hrtimeout(&due, HRTIMER_MODE_ABS);
		__set_current_state(TASK_RUNNING);
		if (ktime_before(ktime_get(), due))
			continue;
		sim_make_block(source);
		due = sim_next_due(due, period);
	}
	return 0;
}

/* A thread that is yet to be woken, or NULL if there is nothing to do. */
static struct task_struct *sim_thread_create(struct sim_source *source,
					     u32 rate)
{
	if (!rate)
		return NULL;
	return kthread_create(sim_thread, source, "mview_sim/%s",
			      source->item.ci_name);
}

static void sim_thread_start(struct sim_source *source,
			     struct task_struct *thread)
{
	source->thread = thread;
	if (thread)
		wake_up_process(thread);
}

static void sim_thread_stop(struct sim_source *source)
{
	if (source->thread)
		kthread_stop(source->thread);
	source->thread = NULL;
}

/* Until sim_resume() the generator is the caller's. */
static void sim_pause(struct sim_source *source)
{
	if (source->thread)
		kthread_park(source->thread);
}

static void sim_resume(struct sim_source *source)
{
	if (source->thread)
		kthread_unpark(source->thread);
}

/* The memory with block 0 in it. */
static int sim_source_fill(struct sim_source *source)
{
	const struct sim_config *config = &source->config;
	struct sim_generator *generator = &source->generator;
	size_t size;
	int err;

	err = sim_pattern_init(generator, config->pattern, config->format,
			       strlen(config->format), config->ndim,
			       config->shape);
	if (err)
		return err;
	err = sim_buffer_size(source, &size);
	if (err)
		return err;
	err = sim_memory_create(&source->memory, config->kind, size);
	if (err)
		return err;
	err = sim_pattern_fill(generator, source->memory.addr, 0);
	if (err)
		sim_memory_destroy(&source->memory);
	return err;
}

int sim_source_start(struct sim_source *source)
{
	struct task_struct *thread;
	struct mview_buffer *buffer;
	int err;

	lockdep_assert_held(&source->lock);
	err = sim_source_fill(source);
	if (err)
		return err;
	/* Registering comes last: a buffer may not be taken back if viewed. */
	thread = sim_thread_create(source, source->config.rate);
	if (IS_ERR(thread)) {
		err = PTR_ERR(thread);
		goto err_memory;
	}
	buffer = sim_register(source);
	if (IS_ERR(buffer)) {
		err = PTR_ERR(buffer);
		goto err_thread;
	}
	source->buffer = buffer;
	atomic64_set(&source->blocks, 0);
	sim_thread_start(source, thread);
	return 0;

err_thread:
	if (thread)
		kthread_stop(thread);
err_memory:
	sim_memory_destroy(&source->memory);
	return err;
}

int sim_source_stop(struct sim_source *source)
{
	int err;

	lockdep_assert_held(&source->lock);
	sim_pause(source);
	err = mview_buffer_unregister(source->buffer);
	if (err) {
		sim_resume(source);
		return err;
	}
	source->buffer = NULL;
	sim_thread_stop(source);
	sim_memory_destroy(&source->memory);
	return 0;
}

int sim_source_step(struct sim_source *source, u32 count)
{
	int err = 0;

	lockdep_assert_held(&source->lock);
	sim_pause(source);
	while (count-- && !err)
		err = signal_pending(current) ? -EINTR : sim_make_block(source);
	sim_resume(source);
	return err;
}

int sim_source_set_rate(struct sim_source *source, u32 rate)
{
	struct task_struct *thread = NULL;

	lockdep_assert_held(&source->lock);
	if (source->buffer) {
		thread = sim_thread_create(source, rate);
		if (IS_ERR(thread))
			return PTR_ERR(thread);
	}
	sim_thread_stop(source);
	source->config.rate = rate;
	sim_thread_start(source, thread);
	return 0;
}
