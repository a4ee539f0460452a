/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files in a source's directory take and show. Each pair is called with
 * the source locked: sim_set_NAME() gets the text that was written, terminated, and
 * returns 0 or an error and has changed nothing; sim_get_NAME() prints to a page and
 * returns the length.
 */
#ifndef MVIEW_SIM_ATTR_H
#define MVIEW_SIM_ATTR_H

#include <linux/types.h>

struct sim_source;

/* A number from @min to @max: 0, -EINVAL or -ERANGE. */
int sim_parse_number(const char *text, u32 min, u32 max, u32 *number);

/* config.c: memory, layout, pattern and rate */
int sim_set_kind(struct sim_source *source, const char *text);
int sim_get_kind(struct sim_source *source, char *page);
int sim_set_order(struct sim_source *source, const char *text);
int sim_get_order(struct sim_source *source, char *page);
int sim_set_pattern(struct sim_source *source, const char *text);
int sim_get_pattern(struct sim_source *source, char *page);
int sim_set_format(struct sim_source *source, const char *text);
int sim_get_format(struct sim_source *source, char *page);
int sim_set_shape(struct sim_source *source, const char *text);
int sim_get_shape(struct sim_source *source, char *page);
int sim_set_size(struct sim_source *source, const char *text);
int sim_get_size(struct sim_source *source, char *page);
int sim_set_readonly(struct sim_source *source, const char *text);
int sim_get_readonly(struct sim_source *source, char *page);
int sim_set_rate(struct sim_source *source, const char *text);
int sim_get_rate(struct sim_source *source, char *page);
int sim_set_resize(struct sim_source *source, const char *text);

/* config_ring.c: of the pattern "ring" */
int sim_set_owner(struct sim_source *source, const char *text);
int sim_get_owner(struct sim_source *source, char *page);
int sim_set_burst(struct sim_source *source, const char *text);
int sim_get_burst(struct sim_source *source, char *page);
int sim_set_slack(struct sim_source *source, const char *text);
int sim_get_slack(struct sim_source *source, char *page);
int sim_set_fault(struct sim_source *source, const char *text);
int sim_get_fault(struct sim_source *source, char *page);

#endif /* MVIEW_SIM_ATTR_H */
