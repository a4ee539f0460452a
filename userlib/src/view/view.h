/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Views. A view is one allocation and never changes once it is returned, but
 * for its uses and what the kernel knows of it.
 *
 * Every function that touches the memory *enters* its view first and *leaves*
 * it last. A view can be released only while no function is inside, so these
 * need no lock. A pointer from mview_map() is inside until mview_unmap().
 */
#ifndef MVIEW_SRC_VIEW_H
#define MVIEW_SRC_VIEW_H

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/layout.h"
#include "mview.h"
#include "view/path.h"

struct mem;
struct type;

#define MVIEW_MODES	(MVIEW_CONFINED | MVIEW_PINNABLE | MVIEW_UNDECLARED)
#define NO_HASH		(-1)
#define VIEW_RELEASED	(-1)	/* in place of the number of uses */

/**
 * struct mview - a view
 * @uses: those inside, among them pointers of mview_map(); VIEW_RELEASED
 * @maps: pointers of mview_map() that were not given back
 * @fd: a kernel view of its own, or -1
 * @sync: directions of the open sync bracket, or 0
 * @seen: the last announcement that it knows of
 * @hash: once it was asked for; NO_HASH before
 * @mem: the memory; an export of it while not released, and a reference
 * @type: a reference; @layout borrows its format
 * @is_root: it is the kernel view under @mem, whose descriptor is its own
 * @readonly: no writing
 * @layout: in the buffer; the arrays lie in @data
 * @suboffsets: of a view whose elements are found along pointers, see
 *	indirect.h; else NULL
 * @path: from the root, the arrays lie in @data
 * @data: see view_alloc()
 */
struct mview {
	atomic_int uses;
	atomic_int maps;
	atomic_int fd;
	atomic_uint sync;
	_Atomic uint64_t seen;
	_Atomic int64_t hash;
	struct mem *mem;
	struct type *type;
	bool is_root;
	bool readonly;
	struct mv_layout layout;
	int64_t *suboffsets;
	struct path path;
	int64_t data[];
};

/**
 * view_alloc - a view to be filled in
 * @ndim: room for so many dimensions
 * @path: what its path needs
 * @indirect: it has suboffsets
 *
 * Arrays are not initialised. Until it has its memory and type, free() is its
 * end. NULL if there is no memory.
 */
struct mview *view_alloc(uint32_t ndim, const struct path_room *path,
			 bool indirect);

/* mv_layout_contiguous() for views: indirect ones are never contiguous. */
static inline bool view_contiguous(const struct mview *view, char order)
{
	return !view->suboffsets && mv_layout_contiguous(&view->layout, order);
}

/* Check the flags of functions that make a view. 0 or -errno. */
static inline int view_check_flags(unsigned int flags)
{
	return flags & ~(MVIEW_READ | MVIEW_WRITE) ? -EOPNOTSUPP : 0;
}

/* The same for functions that open a kernel buffer. */
static inline int view_check_modes(unsigned int flags)
{
	return view_check_flags(flags & ~MVIEW_MODES);
}

/* Begin a use of the view: 0, or -EBADFD if it is released. */
int view_enter(struct mview *view);
void view_leave(struct mview *view);

static inline bool view_is_released(const struct mview *view)
{
	return atomic_load_explicit(&view->uses, memory_order_relaxed) ==
	       VIEW_RELEASED;
}

/**
 * view_fd - the kernel's view for it, made now if there is none
 * @view: entered
 *
 * Unless @view is the root, the kernel's view is confined: it goes out by
 * mview_fd().
 *
 * Return: a descriptor that belongs to the view, or -errno.
 */
int view_fd(struct mview *view);

/**
 * view_replay - another kernel view for it
 * @view: entered
 * @flags: MVIEW_CONFINED or 0
 *
 * Return: a descriptor, the caller's, or -errno.
 */
int view_replay(struct mview *view, uint32_t flags);

/**
 * view_map - mview_map()
 * @view: a view
 * @indirect: it may be one whose elements lie behind pointers
 * @pointer: written
 *
 * Return: 0, with one more use of the view, or -errno.
 */
int view_map(struct mview *view, bool indirect, void **pointer);

/**
 * view_base - where its memory is, for one access by the CPU
 * @view: entered; view_done() is the end of the access
 * @access: MVIEW_READ or MVIEW_WRITE; 0 on return if view_done() has nothing to
 *	tell the memory's owner, whatever becomes of the view's bracket meanwhile
 * @base: written; where byte @view->mem->origin of the buffer is. NULL if the
 *	elements have to be read and written by remote.h, because the memory
 *	can't be mapped, is not synced for the CPU, consists of registers, is a
 *	mapping of a file that is not guarded, or lies behind pointers
 *
 * Return: 0 or -errno.
 */
int view_base(struct mview *view, unsigned int *access, char **base);

/* The end of an access that view_base() allowed, with what it left in @access. */
void view_done(struct mview *view, unsigned int access);

/**
 * view_sync - begin or end a bracket, in the kernel or at the owner
 * @view: entered, or being released
 * @flags: MVIEW_READ, MVIEW_WRITE or both, and MVIEW_SYNC_END
 *
 * The caller keeps count of it in @sync.
 *
 * Return: 0 or -errno.
 */
int view_sync(struct mview *view, uint32_t flags);

#endif /* MVIEW_SRC_VIEW_H */
