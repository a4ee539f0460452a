// SPDX-License-Identifier: GPL-2.0
/* The files in a source's directory, and how they are locked. README.md describes them. */
#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "attr.h"
#include "sim.h"

/*
 * configfs silently truncates a longer text and passes the rest as another
 * write. A text that fills the page may be a truncated one.
 */
#define SIM_TEXT_MAX	4094

/**
 * sim_store_text - common part of all store callbacks
 * @item: the source
 * @text: what was written
 * @count: its length
 * @idle: the attribute may not be changed while the source is live
 * @set: takes the terminated text
 *
 * Return: @count or an error.
 */
static ssize_t sim_store_text(struct config_item *item, const char *text,
			      size_t count, bool idle,
			      int (*set)(struct sim_source *, const char *))
{
	struct sim_source *source = to_sim_source(item);
	int err;

	if (count > SIM_TEXT_MAX)
		return -E2BIG;
	if (memchr(text, '\0', count))
		return -EINVAL;
	if (mutex_lock_interruptible(&source->lock))
		return -EINTR;
	err = idle && source->device ? -EBUSY : set(source, text);
	mutex_unlock(&source->lock);
	return err ? err : count;
}

static ssize_t sim_show_text(struct config_item *item, char *page,
			     int (*get)(struct sim_source *, char *))
{
	struct sim_source *source = to_sim_source(item);
	int len;

	if (mutex_lock_interruptible(&source->lock))
		return -EINTR;
	len = get(source, page);
	mutex_unlock(&source->lock);
	return len;
}

int sim_parse_number(const char *text, u32 min, u32 max, u32 *number)
{
	u32 value;
	int err;

	err = kstrtou32(text, 10, &value);
	if (err)
		return err;
	if (value < min || value > max)
		return -ERANGE;
	*number = value;
	return 0;
}

#define SIM_STORE(name, idle)						\
static ssize_t sim_##name##_store(struct config_item *item,		\
				  const char *text, size_t count)	\
{									\
	return sim_store_text(item, text, count, idle, sim_set_##name);	\
}

#define SIM_SHOW(name)							\
static ssize_t sim_##name##_show(struct config_item *item, char *page)	\
{									\
	return sim_show_text(item, page, sim_get_##name);		\
}

#define SIM_ATTR(name, idle)	\
	SIM_STORE(name, idle)	\
	SIM_SHOW(name)		\
	CONFIGFS_ATTR(sim_, name)

/* The configuration, most of which may not be changed while the source is live. */
SIM_ATTR(kind, true);
SIM_ATTR(order, true);
SIM_ATTR(pattern, true);
SIM_ATTR(format, true);
SIM_ATTR(shape, true);
SIM_STORE(resize, false)
CONFIGFS_ATTR_WO(sim_, resize);
SIM_ATTR(size, true);
SIM_ATTR(readonly, true);
SIM_ATTR(rate, false);
SIM_ATTR(owner, true);
SIM_ATTR(burst, true);
SIM_ATTR(slack, true);
SIM_ATTR(fault, false);

/*
 * Pin a live source's directory, as it is the only way to stop the source. The
 * item outlives this call even once it is unpinned, because rmdir waits for the
 * files' callbacks.
 */
static int sim_go_live(struct sim_source *source)
{
	int err;

	err = configfs_depend_item_unlocked(source->item.ci_group->cg_subsys,
					    &source->item);
	if (err)
		return err;
	err = sim_device_start(source);
	if (err)
		configfs_undepend_item_unlocked(&source->item);
	return err;
}

static int sim_set_live(struct sim_source *source, const char *text)
{
	u32 live;
	int err;

	err = sim_parse_number(text, 0, 1, &live);
	if (err)
		return err;
	if (live == !!source->device)
		return -EALREADY;
	if (live)
		return sim_go_live(source);
	err = sim_device_stop(source);
	if (!err)
		configfs_undepend_item_unlocked(&source->item);
	return err;
}

static int sim_get_live(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%d\n", !!source->device);
}
SIM_ATTR(live, false);

static int sim_set_revoke(struct sim_source *source, const char *text)
{
	u32 revoke;
	int err;

	err = sim_parse_number(text, 1, 1, &revoke);
	if (err)
		return err;
	if (!source->device)
		return -ENODEV;
	sim_device_unplug(source);
	configfs_undepend_item_unlocked(&source->item);
	return 0;
}

SIM_STORE(revoke, false)

CONFIGFS_ATTR_WO(sim_, revoke);

static int sim_get_device(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%s\n",
			  source->device ? dev_name(&source->device->dev) : "");
}

SIM_SHOW(device)

CONFIGFS_ATTR_RO(sim_, device);

static int sim_set_step(struct sim_source *source, const char *text)
{
	u32 count;
	int err;

	err = sim_parse_number(text, 1, SIM_STEP_MAX, &count);
	if (err)
		return err;
	return sim_source_step(source, count);
}

SIM_STORE(step, false)

CONFIGFS_ATTR_WO(sim_, step);

/* Takes no lock, so that it works while a step is under way. */
static ssize_t sim_blocks_show(struct config_item *item, char *page)
{
	struct sim_source *source = to_sim_source(item);

	return sysfs_emit(page, "%lld\n", atomic64_read(&source->blocks));
}
CONFIGFS_ATTR_RO(sim_, blocks);

struct configfs_attribute *sim_attrs[] = {
	&sim_attr_kind,
	&sim_attr_order,
	&sim_attr_format,
	&sim_attr_shape,
	&sim_attr_resize,
	&sim_attr_size,
	&sim_attr_readonly,
	&sim_attr_pattern,
	&sim_attr_rate,
	&sim_attr_owner,
	&sim_attr_burst,
	&sim_attr_slack,
	&sim_attr_fault,
	&sim_attr_live,
	&sim_attr_revoke,
	&sim_attr_device,
	&sim_attr_step,
	&sim_attr_blocks,
	NULL
};
