// SPDX-License-Identifier: GPL-2.0
/* What a source is to be: memory, layout, pattern and rate. README.md describes the files. */
#include <linux/ctype.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "attr.h"
#include "core/format.h"
#include "sim.h"

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

int sim_set_kind(struct sim_source *source, const char *text)
{
	const struct sim_kind *kind = sim_kind_find(text);

	if (!kind)
		return -EINVAL;
	source->config.kind = kind;
	return 0;
}

int sim_get_kind(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%s\n", source->config.kind->name);
}

int sim_set_order(struct sim_source *source, const char *text)
{
	return sim_parse_number(text, 0, SIM_ORDER_MAX, &source->config.order);
}

int sim_get_order(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%u\n", source->config.order);
}

int sim_set_pattern(struct sim_source *source, const char *text)
{
	int pattern = sysfs_match_string(sim_patterns, text);

	if (pattern < 0)
		return pattern;
	source->config.pattern = pattern;
	return 0;
}

int sim_get_pattern(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%s\n", sim_patterns[source->config.pattern]);
}

int sim_set_format(struct sim_source *source, const char *text)
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

int sim_get_format(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%s\n", source->config.format);
}

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

int sim_set_shape(struct sim_source *source, const char *text)
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

int sim_get_shape(struct sim_source *source, char *page)
{
	const struct sim_config *config = &source->config;
	int len = 0;
	u32 i;

	for (i = 0; i < config->ndim; i++)
		len += sysfs_emit_at(page, len, i ? " %llu" : "%llu",
				     config->shape[i]);
	return len + sysfs_emit_at(page, len, "\n");
}

int sim_set_resize(struct sim_source *source, const char *text)
{
	u64 shape[MVIEW_NDIM_MAX];
	u32 ndim;
	int err;

	err = sim_parse_shape(text, &ndim, shape);
	return err ? err : sim_source_resize(source, ndim, shape);
}

int sim_set_size(struct sim_source *source, const char *text)
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

int sim_get_size(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%llu\n", source->config.size);
}

int sim_set_readonly(struct sim_source *source, const char *text)
{
	u32 readonly;
	int err;

	err = sim_parse_number(text, 0, 1, &readonly);
	if (err)
		return err;
	source->config.readonly = readonly;
	return 0;
}

int sim_get_readonly(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%d\n", source->config.readonly);
}

int sim_set_rate(struct sim_source *source, const char *text)
{
	u32 rate;
	int err;

	err = sim_parse_number(text, 0, SIM_RATE_MAX, &rate);
	return err ? err : sim_source_set_rate(source, rate);
}

int sim_get_rate(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%u\n", source->config.rate);
}
