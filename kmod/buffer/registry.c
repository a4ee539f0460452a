// SPDX-License-Identifier: GPL-2.0
/* The registry: two trees of the same nodes. */
#include "buffer/registry.h"

#include <linux/errno.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include "buffer/claim.h"

/*
 * Guards the trees and the last id. Taken inside no other lock of mview;
 * nothing is taken inside it.
 */
static DEFINE_MUTEX(mview_registry_lock);
static struct rb_root mview_registry_ids = RB_ROOT;
static struct rb_root mview_registry_names = RB_ROOT;
static u64 mview_registry_last_id;

static struct mview_node *by_id(const struct rb_node *node)
{
	return rb_entry(node, struct mview_node, by_id);
}

static struct mview_node *by_name(const struct rb_node *node)
{
	return rb_entry(node, struct mview_node, by_name);
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

void mview_node_init(struct mview_node *node, const char *name)
{
	kref_init(&node->ref);
	node->name = name;
	RB_CLEAR_NODE(&node->by_id);
	RB_CLEAR_NODE(&node->by_name);
}

int mview_registry_add(struct mview_node *node)
{
	int err = 0;

	mutex_lock(&mview_registry_lock);
	if (node->name[0] &&
	    rb_find_add(&node->by_name, &mview_registry_names,
			mview_registry_cmp_names)) {
		err = -EEXIST;
	} else {
		node->id = ++mview_registry_last_id;
		rb_add(&node->by_id, &mview_registry_ids,
		       mview_registry_less_id);
	}
	mutex_unlock(&mview_registry_lock);
	return err;
}

/*
 * Closes @claims under the lock, so that a caller that found @old and can't
 * claim it finds @node when it looks again.
 */
int mview_registry_replace(struct mview_node *old, struct mview_claims *claims,
			   struct mview_node *node)
{
	int err = 0;

	mutex_lock(&mview_registry_lock);
	if (mview_claim_close(claims)) {
		node->id = old->id;
		rb_replace_node(&old->by_id, &node->by_id,
				&mview_registry_ids);
		rb_replace_node(&old->by_name, &node->by_name,
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

void mview_registry_remove(struct mview_node *node)
{
	mutex_lock(&mview_registry_lock);
	mview_registry_erase(&node->by_id, &mview_registry_ids);
	mview_registry_erase(&node->by_name, &mview_registry_names);
	mutex_unlock(&mview_registry_lock);
}

/* The leftmost node whose id is not below @id; the lock is held. */
static struct mview_node *mview_registry_at_least(u64 id)
{
	struct rb_node *node = mview_registry_ids.rb_node;
	struct mview_node *found = NULL;

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

struct mview_node *mview_registry_find_next(u64 id)
{
	struct mview_node *node;

	mutex_lock(&mview_registry_lock);
	node = mview_registry_at_least(id);
	if (node)
		kref_get(&node->ref);
	mutex_unlock(&mview_registry_lock);
	return node;
}

struct mview_node *mview_registry_find_id(u64 id)
{
	struct mview_node *node;

	mutex_lock(&mview_registry_lock);
	node = mview_registry_at_least(id);
	if (node && node->id == id)
		kref_get(&node->ref);
	else
		node = NULL;
	mutex_unlock(&mview_registry_lock);
	return node;
}

struct mview_node *mview_registry_find_name(const char *name)
{
	struct mview_node *found = NULL;
	struct rb_node *node;

	mutex_lock(&mview_registry_lock);
	node = rb_find(name, &mview_registry_names, mview_registry_cmp_name);
	if (node) {
		found = by_name(node);
		kref_get(&found->ref);
	}
	mutex_unlock(&mview_registry_lock);
	return found;
}
