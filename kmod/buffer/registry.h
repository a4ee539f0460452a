/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The registry: finds nodes by id and by name. It knows nothing of the buffers
 * that the nodes are part of.
 */
#ifndef MVIEW_REGISTRY_H
#define MVIEW_REGISTRY_H

#include <linux/kref.h>
#include <linux/rbtree.h>
#include <linux/types.h>

struct mview_claims;

/**
 * struct mview_node - what the registry knows of a buffer
 * @ref: holds the struct that the node is part of; the registry takes a
 *	reference for each look-up
 * @id: never used again
 * @name: empty if it can be found by id alone
 * @by_id: guarded by the registry's lock
 * @by_name: guarded by the registry's lock; empty if there is no name
 */
struct mview_node {
	struct kref ref;
	u64 id;
	const char *name;
	struct rb_node by_id;
	struct rb_node by_name;
};

/* A node that is not registered, with one reference. @name lives as long. */
void mview_node_init(struct mview_node *node, const char *name);

/* Gives the node its id. -EEXIST if the name is taken. */
int mview_registry_add(struct mview_node *node);

/*
 * Puts a node in the place of another of the same name, and closes @claims of
 * the old one in the same step. -EBUSY if there are some.
 */
int mview_registry_replace(struct mview_node *old, struct mview_claims *claims,
			   struct mview_node *node);

/* Does nothing for a node that has been replaced. */
void mview_registry_remove(struct mview_node *node);

/* Each returns a node with a reference, or NULL. */
struct mview_node *mview_registry_find_id(u64 id);
struct mview_node *mview_registry_find_next(u64 id);
struct mview_node *mview_registry_find_name(const char *name);

#endif /* MVIEW_REGISTRY_H */
