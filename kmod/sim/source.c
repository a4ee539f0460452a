// SPDX-License-Identifier: GPL-2.0
/* What a source has while it is bound: memory, a buffer, a thread for blocks. */
#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "sim.h"

/* How large the buffer is to be. */
static int sim_data_size(const struct sim_generator *generator, u64 bytes,
			 size_t *size)
{
	u64 need = max_t(u64, generator->nbytes, 1);

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

/* A ring has a format of its own. */
static const char *sim_format(const struct sim_config *config)
{
	return config->pattern == SIM_RING ? SIM_RING_FORMAT : config->format;
}

static int sim_data_fill(struct sim_data *data, const struct sim_config *config,
			 u64 block)
{
	if (config->pattern == SIM_RING)
		return sim_ring_fill(&data->ring, &config->ring,
				     data->memory.device, block);
	return sim_pattern_fill(&data->generator, data->memory.device, block);
}

static int sim_data_init(struct sim_data *data, struct device *dev,
			 const struct sim_config *config, u64 block)
{
	const char *format = sim_format(config);
	size_t size;
	int err;

	err = sim_pattern_init(&data->generator, config->pattern, format,
			       strlen(format), config->ndim, config->shape);
	if (!err && config->pattern == SIM_RING)
		err = sim_ring_init(&data->ring, &config->ring, config->ndim,
				    config->shape);
	if (err)
		return err;
	err = sim_data_size(&data->generator, config->size, &size);
	if (err)
		return err;
	err = sim_memory_create(&data->memory, dev, config->kind, size,
				config->order);
	if (err)
		return err;
	err = sim_data_fill(data, config,
			    config->pattern == SIM_RING ? 0 : block);
	if (err)
		sim_memory_destroy(&data->memory);
	return err;
}

/* Memory with a block in it. */
static struct sim_data *sim_data_create(struct device *dev,
					const struct sim_config *config,
					u64 block)
{
	struct sim_data *data;
	int err;

	data = kvzalloc(sizeof(*data), GFP_KERNEL_ACCOUNT);
	if (!data)
		return ERR_PTR(-ENOMEM);
	err = sim_data_init(data, dev, config, block);
	if (err) {
		kvfree(data);
		return ERR_PTR(err);
	}
	return data;
}

static void sim_data_destroy(struct sim_data *data)
{
	if (!data)
		return;
	sim_memory_destroy(&data->memory);
	kvfree(data);
}

/* Register the buffer, or resize it if there is one. */
static struct mview_buffer *sim_register(const struct sim_source *source,
					 const struct sim_config *config,
					 const struct sim_data *data)
{
	const struct mview_buffer_desc desc = {
		.name = source->item.ci_name,
		.owner = THIS_MODULE,
		.flags = config->readonly ? 0 : MVIEW_WRITABLE,
		.format = sim_format(config),
		.ndim = config->ndim,
		.shape = config->shape,
	};
	struct mview_memory memory;

	data->memory.kind->describe(&data->memory, &memory);
	if (source->buffer)
		return mview_buffer_resize(source->buffer, &desc, &memory);
	return mview_buffer_register(&desc, &memory);
}

/* Called by @thread, or with @bound_lock held and @thread parked. */
static int sim_make_block(struct sim_source *source)
{
	int err;

	err = sim_data_fill(source->data, &source->config,
			    atomic64_read(&source->blocks) + 1);
	if (err)
		return err;
	atomic64_inc(&source->blocks);
	mview_buffer_notify(source->buffer);
	return 0;
}

/* The first @due + n * @period after now; periods that were missed drop. */
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

static int sim_source_start(struct sim_source *source, struct device *dev)
{
	const struct sim_config *config = &source->config;
	struct task_struct *thread;
	struct mview_buffer *buffer;
	struct sim_data *data;
	int err;

	data = sim_data_create(dev, config, 0);
	if (IS_ERR(data))
		return PTR_ERR(data);
	thread = sim_thread_create(source, config->rate);
	if (IS_ERR(thread)) {
		err = PTR_ERR(thread);
		goto err_data;
	}
	/* Register last, so that no later error has to revoke the buffer. */
	buffer = sim_register(source, config, data);
	if (IS_ERR(buffer)) {
		err = PTR_ERR(buffer);
		goto err_thread;
	}
	source->data = data;
	source->buffer = buffer;
	atomic64_set(&source->blocks, 0);
	sim_thread_start(source, thread);
	return 0;

err_thread:
	if (thread)
		kthread_stop(thread);
err_data:
	sim_data_destroy(data);
	return err;
}

int sim_source_bind(struct sim_source *source, struct device *dev)
{
	int err = -ENODEV;

	mutex_lock(&source->bound_lock);
	if (source->state != SIM_ENDING)
		err = sim_source_start(source, dev);
	source->error = err;
	/* @error reports it already; the driver core does not log -ENODEV. */
	if (err && source->state == SIM_STARTING)
		err = -ENODEV;
	mutex_unlock(&source->bound_lock);
	return err;
}

void sim_source_unbind(struct sim_source *source)
{
	mutex_lock(&source->bound_lock);
	sim_thread_stop(source);
	mview_buffer_revoke(source->buffer);
	source->buffer = NULL;
	sim_data_destroy(source->data);
	source->data = NULL;
	mutex_unlock(&source->bound_lock);
}

int sim_source_unregister(struct sim_source *source)
{
	int err;

	lockdep_assert_held(&source->lock);
	mutex_lock(&source->bound_lock);
	sim_pause(source);
	err = mview_buffer_unregister(source->buffer);
	if (err) {
		sim_resume(source);
	} else {
		source->buffer = NULL;
		source->state = SIM_ENDING;
		sim_thread_stop(source);
	}
	mutex_unlock(&source->bound_lock);
	return err;
}

/* Make blocks for up to 100 ms, so that others can get @bound_lock. */
static int sim_step_a_while(struct sim_source *source, u32 *count)
{
	unsigned long end = jiffies + HZ / 10;
	int err = 0;

	if (!source->buffer)
		return -ENODEV;
	sim_pause(source);
	do {
		err = signal_pending(current) ? -EINTR : sim_make_block(source);
	} while (!err && --*count && time_before(jiffies, end));
	sim_resume(source);
	return err;
}

int sim_source_step(struct sim_source *source, u32 count)
{
	int err = 0;

	lockdep_assert_held(&source->lock);
	while (count && !err) {
		mutex_lock(&source->bound_lock);
		err = sim_step_a_while(source, &count);
		mutex_unlock(&source->bound_lock);
	}
	return err;
}

int sim_source_set_rate(struct sim_source *source, u32 rate)
{
	struct task_struct *thread = NULL;
	int err = 0;

	lockdep_assert_held(&source->lock);
	mutex_lock(&source->bound_lock);
	if (source->buffer)
		thread = sim_thread_create(source, rate);
	if (IS_ERR(thread)) {
		err = PTR_ERR(thread);
	} else {
		sim_thread_stop(source);
		source->config.rate = rate;
		sim_thread_start(source, thread);
	}
	mutex_unlock(&source->bound_lock);
	return err;
}

void sim_source_set_fault(struct sim_source *source, enum sim_fault fault,
			  u64 at)
{
	lockdep_assert_held(&source->lock);
	mutex_lock(&source->bound_lock);
	sim_pause(source);
	source->config.ring.fault = fault;
	source->config.ring.at = at;
	sim_resume(source);
	mutex_unlock(&source->bound_lock);
}

/* The thread is parked. */
static int sim_data_replace(struct sim_source *source,
			    const struct sim_config *config)
{
	struct mview_buffer *buffer;
	struct sim_data *data;

	data = sim_data_create(source->data->memory.dev, config,
			       atomic64_read(&source->blocks));
	if (IS_ERR(data))
		return PTR_ERR(data);
	buffer = sim_register(source, config, data);
	if (IS_ERR(buffer)) {
		sim_data_destroy(data);
		return PTR_ERR(buffer);
	}
	sim_data_destroy(source->data);
	source->data = data;
	source->buffer = buffer;
	source->config = *config;
	return 0;
}

int sim_source_resize(struct sim_source *source, u32 ndim, const u64 *shape)
{
	struct sim_config config = source->config;
	int err = -ENODEV;

	lockdep_assert_held(&source->lock);
	config.ndim = ndim;
	memcpy(config.shape, shape, ndim * sizeof(*shape));
	mutex_lock(&source->bound_lock);
	if (source->buffer) {
		sim_pause(source);
		err = sim_data_replace(source, &config);
		sim_resume(source);
	}
	mutex_unlock(&source->bound_lock);
	return err;
}
