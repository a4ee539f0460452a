/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Buffers: memory that a driver registered, or that a process imported.
 *
 * Lifetimes. The struct is counted by @node: one for being registered, one for
 * each view. The memory is guarded by @exports: while one is out,
 * mview_buffer_unregister() fails, but mview_buffer_revoke() does not. Each
 * export holds the owner's module too, until the buffer is revoked.
 * A private buffer has no owner to unregister it; it ends with its last export.
 *
 * Access. Code touches the memory only between mview_view_enter(), if that
 * succeeds, and mview_view_leave(). It must not copy to or from user space
 * inside: the copy can fault on a mapping of this buffer, or sleep for as long
 * as another process likes.
 * In a driver's buffer the access is a read side of @srcu. Taking the memory
 * away first closes @exports, then waits for @srcu, then zaps the mappings.
 * A private buffer's memory is never taken away, so an access holds an export
 * instead, and the buffer saves the memory that SRCU needs for each CPU. A
 * view's own export is not enough: another thread may release the view. The
 * buffer may then end in mview_view_leave(), in ->mmap of a view too, under the
 * mmap_lock of the process. It never does so in a fault, nor in ->access of a
 * mapping: a view that is mapped can't be released.
 */
#ifndef MVIEW_BUFFER_H
#define MVIEW_BUFFER_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/irq_work.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/srcu.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <linux/wait.h>
#include "buffer/claim.h"
#include "buffer/registry.h"
#include "buffer/sync.h"
#include "core/layout.h"

struct inode;
struct mview_mem;
struct mview_mem_ops;

/**
 * struct mview_buffer - a registered buffer
 * @api: what drivers hold a pointer to; first member; NULL for a private one
 * @node: its id, its name and its references, for the registry
 * @exports: unreleased views; closed for good when the memory is taken away
 * @maps: mappings of all its views
 * @seq: announcements of new data
 * @wait: pollers that wait for the next one
 * @waker: wakes @wait on behalf of contexts that can't
 * @srcu: read side of accesses to the memory; a private buffer has none
 * @sync: who has which bytes of it, CPU or devices
 * @mem: the memory; freed after @exports is closed and @srcu was waited for
 * @kind: what kind of memory it is
 * @size: bytes of the memory
 * @huge: some of it lies in pieces that can be mapped as one
 * @inode: its address_space holds the mappings of this buffer and of no other
 * @owner: module of the driver; NULL for a private buffer. Good while @exports
 *	is not closed.
 * @owner_name: its name, for output
 * @flags: MVIEW_BUFFER_*
 * @admin: only CAP_SYS_ADMIN may open it
 * @withdrawn: borrowed memory that has been freed; the revocation is to come
 * @origin: where the memory comes from if not from @owner, or NULL
 * @name: empty for a private buffer, and where there is an origin instead
 * @layout: what a view of the whole buffer gets; lies in @room
 * @room: for the layout
 *
 * Immutable once registered, but for the counts and @withdrawn.
 */
struct mview_buffer {
	const struct mview_api *api;
	struct mview_node node;
	struct mview_claims exports;
	atomic_long_t maps;
	atomic64_t seq;
	wait_queue_head_t wait;
	struct irq_work waker;
	struct srcu_struct srcu;
	struct mview_sync sync;
	struct mview_mem *mem;
	const struct mview_mem_ops *kind;
	u64 size;
	bool huge;
	struct inode *inode;
	struct module *owner;
	char owner_name[MODULE_NAME_LEN];
	u32 flags;
	bool admin;
	bool withdrawn;
	struct mview_origin *origin;
	char name[MVIEW_NAME_MAX + 1];
	struct mv_layout layout;
	s64 room[];
};

static_assert(!offsetof(struct mview_buffer, api));

/*
 * Room for a buffer of @ndim dimensions and a format of @format_len bytes. The
 * caller fills in the layout, then adds or destroys it. @flags are those of
 * MVIEW_BUFFER_* that are known. @gfp is GFP_KERNEL for a driver's buffer; one
 * that a user wants is charged to a memcg by GFP_KERNEL_ACCOUNT.
 */
struct mview_buffer *mview_buffer_create(u32 ndim, u32 format_len, u32 flags,
					 gfp_t gfp);
void mview_buffer_destroy(struct mview_buffer *buffer);

/*
 * Check the layout and make the buffer known, in the place of @old if that is
 * not NULL. On success @mem is the buffer's; on error it stays the caller's.
 */
int mview_buffer_add(struct mview_buffer *buffer, struct mview_mem *mem,
		     struct mview_buffer *old);

/*
 * Remove a buffer whose exports are closed. On return no access is under way or
 * can begin, and no mapping is left. Drops the reference.
 */
void mview_buffer_remove(struct mview_buffer *buffer);

struct mview_buffer *mview_buffer_get(struct mview_buffer *buffer);
void mview_buffer_put(struct mview_buffer *buffer);

/* Each returns a buffer with a reference, or ERR_PTR(-ENOENT). */
struct mview_buffer *mview_buffer_find_id(u64 id);
struct mview_buffer *mview_buffer_find_next(u64 id);
struct mview_buffer *mview_buffer_find_name(const char *name);

/* These keep the memory; enter returns false if it is gone or going. */
bool mview_buffer_enter(struct mview_buffer *buffer, int *idx);
void mview_buffer_leave(struct mview_buffer *buffer, int idx);

/*
 * How often new data was announced. Pairs with atomic64_inc_return() in
 * mview_driver_notify(): what the caller reads from the memory afterwards, here
 * or in user space, is at least as new as the announcement.
 */
static inline u64 mview_buffer_seq(const struct mview_buffer *buffer)
{
	return atomic64_read_acquire(&buffer->seq);
}

/* Wake the pollers of all views of the buffer. */
void mview_buffer_wake(struct mview_buffer *buffer);

/*
 * mview_buffer_wake() for any context, possibly deferred: mview_buffer_remove()
 * waits for it, and calls in the meantime share one wakeup.
 */
void mview_buffer_wake_any(struct mview_buffer *buffer);

/*
 * An export: a claim on the memory. Fails with -ENODEV when the memory, or its
 * driver, is going away. The caller holds a reference to the struct throughout.
 * Putting the last one of a private buffer removes the buffer.
 */
int mview_export_get(struct mview_buffer *buffer);
void mview_export_put(struct mview_buffer *buffer);

#endif /* MVIEW_BUFFER_H */
