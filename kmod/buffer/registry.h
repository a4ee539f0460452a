/* SPDX-License-Identifier: GPL-2.0 */
/* The registry: finds buffers by id and by name. */
#ifndef MVIEW_REGISTRY_H
#define MVIEW_REGISTRY_H

#include <linux/types.h>

struct mview_buffer;

/* Gives the buffer its id. -EEXIST if the name is taken. */
int mview_registry_add(struct mview_buffer *buffer);

/* Puts it in the place of another of the same name. -EBUSY if that has exports. */
int mview_registry_replace(struct mview_buffer *old, struct mview_buffer *buffer);

/* Nothing for one that has been replaced. */
void mview_registry_remove(struct mview_buffer *buffer);

/* Each returns a counted reference, or ERR_PTR(-ENOENT). */
struct mview_buffer *mview_registry_find_id(u64 id);
struct mview_buffer *mview_registry_find_next(u64 id);
struct mview_buffer *mview_registry_find_name(const char *name);

#endif /* MVIEW_REGISTRY_H */
