// SPDX-License-Identifier: GPL-2.0
/* The files in a source's directory. README.md beside this describes them. */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "core/format.h"
#include "sim.h"

/*
 * configfs silently truncates a longer text and passes the rest as another
 * write. A text that fills the page may be a truncated one.
 */
#define SIM_TEXT_MAX	4094

static const char * const sim_patterns[] = {
	[SIM_ZERO] = "zero",
	[SIM_COUNTER] = "counter",
	[SIM_RAMP] = "ramp",
	[SIM_SINE] = "sine",
	[SIM_NOISE] = "noise",
	[SIM_PICTURE] = "picture",
	[SIM_RING] = "ring",
	NULL
};

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

/* A number from @min to @max. */
static int sim_parse_number(const char *text, u32 min, u32 max, u32 *number)
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

static int sim_set_kind(struct sim_source *source, const char *text)
{
	const struct sim_kind *kind = sim_kind_find(text);

	if (!kind)
		return -EINVAL;
	source->config.kind = kind;
	return 0;
}

static int sim_get_kind(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%s\n", source->config.kind->name);
}
SIM_ATTR(kind, true);

static int sim_set_order(struct sim_source *source, const char *text)
{
	return sim_parse_number(text, 0, SIM_ORDER_MAX, &source->config.order);
}

static int sim_get_order(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%u\n", source->config.order);
}
SIM_ATTR(order, true);

static int sim_set_pattern(struct sim_source *source, const char *text)
{
	int pattern = sysfs_match_string(sim_patterns, text);

	if (pattern < 0)
		return pattern;
	source->config.pattern = pattern;
	return 0;
}

static int sim_get_pattern(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%s\n", sim_patterns[source->config.pattern]);
}
SIM_ATTR(pattern, true);

static int sim_set_format(struct sim_source *source, const char *text)
{
	char *copy, *format;
	s64 itemsize;
	int err;

	copy = kstrdup(text, GFP_KERNEL_ACCOUNT);
	if (!copy)
		return -ENOMEM;
	format = strim(copy);
	err = mv_format_itemsize(format, strlen(format), &itemsize);
	if (err) {
		kfree(copy);
		return err;
	}
	memmove(copy, format, strlen(format) + 1);
	kfree(source->config.format);
	source->config.format = copy;
	return 0;
}

static int sim_get_format(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%s\n", source->config.format);
}
SIM_ATTR(format, true);

/* One extent; moves @text behind it. */
static int sim_parse_extent(const char **text, u64 *extent)
{
	s64 value = 0;

	if (!isdigit(**text))
		return -EINVAL;
	for (; isdigit(**text); ++*text)
		if (check_mul_overflow(value, (s64)10, &value) ||
		    check_add_overflow(value, (s64)(**text - '0'), &value))
			return -ERANGE;
	*extent = value;
	return 0;
}

/* Space, a comma or both; moves @text behind it. */
static int sim_parse_separator(const char **text)
{
	const char *end = skip_spaces(*text);

	if (*end == ',') {
		end = skip_spaces(end + 1);
		if (!*end)
			return -EINVAL;
	} else if (*end && end == *text) {
		return -EINVAL;
	}
	*text = end;
	return 0;
}

/* MVIEW_NDIM_MAX extents at most. */
static int sim_parse_shape(const char *text, u32 *ndim, u64 *shape)
{
	int err;

	*ndim = 0;
	text = skip_spaces(text);
	while (*text) {
		if (*ndim == MVIEW_NDIM_MAX)
			return -E2BIG;
		err = sim_parse_extent(&text, &shape[(*ndim)++]);
		if (!err)
			err = sim_parse_separator(&text);
		if (err)
			return err;
	}
	return 0;
}

static int sim_set_shape(struct sim_source *source, const char *text)
{
	u64 shape[MVIEW_NDIM_MAX];
	u32 ndim;
	int err;

	err = sim_parse_shape(text, &ndim, shape);
	if (err)
		return err;
	source->config.ndim = ndim;
	memcpy(source->config.shape, shape, ndim * sizeof(*shape));
	return 0;
}

static int sim_get_shape(struct sim_source *source, char *page)
{
	const struct sim_config *config = &source->config;
	int len = 0;
	u32 i;

	for (i = 0; i < config->ndim; i++)
		len += sysfs_emit_at(page, len, i ? " %llu" : "%llu",
				     config->shape[i]);
	return len + sysfs_emit_at(page, len, "\n");
}
SIM_ATTR(shape, true);

static int sim_set_resize(struct sim_source *source, const char *text)
{
	u64 shape[MVIEW_NDIM_MAX];
	u32 ndim;
	int err;

	err = sim_parse_shape(text, &ndim, shape);
	return err ? err : sim_source_resize(source, ndim, shape);
}

SIM_STORE(resize, false)

CONFIGFS_ATTR_WO(sim_, resize);

static int sim_set_size(struct sim_source *source, const char *text)
{
	u64 size;
	int err;

	err = kstrtou64(text, 10, &size);
	if (err)
		return err;
	if (size > READ_ONCE(sim_max_size))
		return -EOVERFLOW;
	source->config.size = size;
	return 0;
}

static int sim_get_size(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%llu\n", source->config.size);
}
SIM_ATTR(size, true);

static int sim_set_readonly(struct sim_source *source, const char *text)
{
	u32 readonly;
	int err;

	err = sim_parse_number(text, 0, 1, &readonly);
	if (err)
		return err;
	source->config.readonly = readonly;
	return 0;
}

static int sim_get_readonly(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%d\n", source->config.readonly);
}
SIM_ATTR(readonly, true);

static int sim_set_rate(struct sim_source *source, const char *text)
{
	u32 rate;
	int err;

	err = sim_parse_number(text, 0, SIM_RATE_MAX, &rate);
	return err ? err : sim_source_set_rate(source, rate);
}

static int sim_get_rate(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%u\n", source->config.rate);
}
SIM_ATTR(rate, false);

static int sim_set_owner(struct sim_source *source, const char *text)
{
	static const char * const owners[] = { "bit", "phase", NULL };
	int owner = sysfs_match_string(owners, text);

	if (owner < 0)
		return owner;
	source->config.ring.phase = owner;
	return 0;
}

static int sim_get_owner(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%s\n",
			  source->config.ring.phase ? "phase" : "bit");
}
SIM_ATTR(owner, true);

static int sim_set_burst(struct sim_source *source, const char *text)
{
	return sim_parse_number(text, 1, SIM_BURST_MAX,
				&source->config.ring.burst);
}

static int sim_get_burst(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%u\n", source->config.ring.burst);
}
SIM_ATTR(burst, true);

static int sim_set_slack(struct sim_source *source, const char *text)
{
	return sim_parse_number(text, 0, U32_MAX, &source->config.ring.slack);
}

static int sim_get_slack(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%u\n", source->config.ring.slack);
}
SIM_ATTR(slack, true);

static const char * const sim_faults[] = {
	[SIM_FAULT_NONE] = "none",
	[SIM_FAULT_STALL] = "stall",
	[SIM_FAULT_STARVE] = "starve",
	[SIM_FAULT_OVERRUN] = "overrun",
	[SIM_FAULT_DISORDER] = "disorder",
	[SIM_FAULT_STAY] = "stay",
};

/* "none", or a word and a number. */
static int sim_set_fault(struct sim_source *source, const char *text)
{
	const char *space = strchr(text, ' ');
	enum sim_fault fault;
	u64 at;
	int err;

	if (!space) {
		if (!sysfs_streq(text, sim_faults[SIM_FAULT_NONE]))
			return -EINVAL;
		sim_source_set_fault(source, SIM_FAULT_NONE, 0);
		return 0;
	}
	for (fault = SIM_FAULT_STALL; fault <= SIM_FAULT_STAY; fault++)
		if (strlen(sim_faults[fault]) == space - text &&
		    !strncmp(text, sim_faults[fault], space - text))
			break;
	if (fault > SIM_FAULT_STAY)
		return -EINVAL;
	err = kstrtou64(skip_spaces(space), 10, &at);
	if (err)
		return err;
	if (!at)
		return -ERANGE;
	sim_source_set_fault(source, fault, at);
	return 0;
}

static int sim_get_fault(struct sim_source *source, char *page)
{
	const struct sim_ring_config *ring = &source->config.ring;

	if (ring->fault == SIM_FAULT_NONE)
		return sysfs_emit(page, "none\n");
	return sysfs_emit(page, "%s %llu\n", sim_faults[ring->fault],
			  ring->at);
}
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
