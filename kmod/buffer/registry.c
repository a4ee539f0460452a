// SPDX-License-Identifier: GPL-2.0
/* The registry: two trees of the same buffers. */
#include "buffer/registry.h"

#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/rbtree.h>
#include <linux/string.h>
#include "buffer/buffer.h"

/*
 * Guards the trees and the last id. Taken inside no other lock of mview;
 * nothing is taken inside it.
 */
static DEFINE_MUTEX(mview_registry_lock);
static struct rb_root mview_registry_ids = RB_ROOT;
static struct rb_root mview_registry_names = RB_ROOT;
static u64 mview_registry_last_id;

static struct mview_buffer *by_id(const struct rb_node *node)
{
	return rb_entry(node, struct mview_buffer, by_id);
}

static struct mview_buffer *by_name(const struct rb_node *node)
{
	return rb_entry(node, struct mview_buffer, by_name);
}

static int mview_registry_cmp_name(const void *name, const struct rb_node *node)
{
	return strcmp(name, by_name(node)->name);
}

static int mview_registry_cmp_names(struct rb_node *new,
				    const struct rb_node *node)
{
	return mview_registry_cmp_name(by_name(new)->name, node);
}

static bool mview_registry_less_id(struct rb_node *new,
				   const struct rb_node *node)
{
	return by_id(new)->id < by_id(node)->id;
}

int mview_registry_add(struct mview_buffer *buffer)
{
	int err = 0;

	mutex_lock(&mview_registry_lock);
	if (buffer->name[0] &&
	    rb_find_add(&buffer->by_name, &mview_registry_names,
			mview_registry_cmp_names)) {
		err = -EEXIST;
	} else {
		buffer->id = ++mview_registry_last_id;
		rb_add(&buffer->by_id, &mview_registry_ids,
		       mview_registry_less_id);
	}
	mutex_unlock(&mview_registry_lock);
	return err;
}

/*
 * The old one's exports are closed in the same step, so that whoever found it
 * here and can't open it finds the new one.
 */
int mview_registry_replace(struct mview_buffer *old, struct mview_buffer *buffer)
{
	int err = 0;

	mutex_lock(&mview_registry_lock);
	if (mview_claim_close(&old->exports)) {
		buffer->id = old->id;
		atomic64_set(&buffer->seq, atomic64_read(&old->seq));
		rb_replace_node(&old->by_id, &buffer->by_id,
				&mview_registry_ids);
		rb_replace_node(&old->by_name, &buffer->by_name,
				&mview_registry_names);
		RB_CLEAR_NODE(&old->by_id);
		RB_CLEAR_NODE(&old->by_name);
	} else {
		err = -EBUSY;
	}
	mutex_unlock(&mview_registry_lock);
	return err;
}

static void mview_registry_erase(struct rb_node *node, struct rb_root *root)
{
	if (!RB_EMPTY_NODE(node))
		rb_erase(node, root);
	RB_CLEAR_NODE(node);
}

void mview_registry_remove(struct mview_buffer *buffer)
{
	mutex_lock(&mview_registry_lock);
	mview_registry_erase(&buffer->by_id, &mview_registry_ids);
	mview_registry_erase(&buffer->by_name, &mview_registry_names);
	mutex_unlock(&mview_registry_lock);
}

/* The leftmost buffer whose id is not below @id; the lock is held. */
static struct mview_buffer *mview_registry_at_least(u64 id)
{
	struct rb_node *node = mview_registry_ids.rb_node;
	struct mview_buffer *found = NULL;

	lockdep_assert_held(&mview_registry_lock);
	while (node) {
		if (by_id(node)->id < id) {
			node = node->rb_right;
		} else {
			found = by_id(node);
			node = node->rb_left;
		}
	}
	return found;
}

struct mview_buffer *mview_registry_find_next(u64 id)
{
	struct mview_buffer *buffer;

	mutex_lock(&mview_registry_lock);
	buffer = mview_registry_at_least(id);
	if (buffer)
		mview_buffer_get(buffer);
	mutex_unlock(&mview_registry_lock);
	return buffer ? buffer : ERR_PTR(-ENOENT);
}

struct mview_buffer *mview_registry_find_id(u64 id)
{
	struct mview_buffer *buffer = mview_registry_find_next(id);

	if (IS_ERR(buffer) || buffer->id == id)
		return buffer;
	mview_buffer_put(buffer);
	return ERR_PTR(-ENOENT);
}

struct mview_buffer *mview_registry_find_name(const char *name)
{
	struct mview_buffer *buffer = NULL;
	struct rb_node *node;

	mutex_lock(&mview_registry_lock);
	node = rb_find(name, &mview_registry_names, mview_registry_cmp_name);
	if (node)
		buffer = mview_buffer_get(by_name(node));
	mutex_unlock(&mview_registry_lock);
	return buffer ? buffer : ERR_PTR(-ENOENT);
}
