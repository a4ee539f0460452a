/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Memories: what the views that derive from one another share. It is ordinary
 * memory, or a kernel view, the *root*, which is mapped at first touch.
 */
#ifndef MVIEW_SRC_MEM_H
#define MVIEW_SRC_MEM_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct kernel_view;
struct mview;
struct mview_owner;

/**
 * struct mem - memory under views
 * @counts: views that are allocated, in the upper half: the last one frees the
 *	struct; views that are not released, in the lower half: the last one
 *	gives the memory up. One word, because a derived view adds to both.
 * @base: where byte @origin of the buffer is; NULL while not mapped
 * @origin: offset in the buffer of the byte at @base
 * @writable: it can be written to
 * @needs_sync: a mapping may only be used inside a sync bracket
 * @is_registers: only the kernel moves its elements, each in one access
 * @is_file: it maps a file that may become shorter, see file.h
 * @only_declared: registers that the driver left out must not be accessed
 * @kind: what it is called
 * @buffer_id: of the buffer; 0 for ordinary memory
 * @fd: the root, or -1
 * @lock: guards the making of the mapping; taken inside no other lock
 * @refused: the errno that the kernel refused a mapping with; 0 if it has not
 * @map: the mapping; of a file, the pages that the memory is on, which its owner
 *	unmaps
 * @is_lost: the buffer was revoked, or the file became shorter, and zeros lie over
 *	@map, see guard.c, which sets it in a signal's handler
 * @map_nbytes: its length; 0 if the kernel refuses it
 * @map_offset: where in it the byte at @base lies
 * @own: ordinary memory that goes with it, or NULL
 * @shadowed: the view that @own is a shadow of, or NULL
 * @settle: brings @own to @shadowed, or NULL; 0 or -errno
 * @owner: what stands behind it, or NULL; set once
 * @owner_arg: for its functions
 *
 * What is not atomic is constant while there is an unreleased view, but for
 * @map, which @lock guards.
 */
struct mem {
	_Atomic uint64_t counts;
	_Atomic(char *) base;
	int64_t origin;
	bool writable;
	bool needs_sync;
	bool is_registers;
	bool is_file;
	bool only_declared;
	const char *kind;
	uint64_t buffer_id;
	int fd;
	pthread_mutex_t lock;
	atomic_int refused;
	_Atomic(void *) map;
	atomic_bool is_lost;
	uint64_t map_nbytes;
	uint64_t map_offset;
	void *own;
	struct mview *shadowed;
	int (*settle)(struct mem *mem, bool force);
	const struct mview_owner *owner;
	void *owner_arg;
};

/**
 * struct guard - what struct mview_guard is, see guard.c
 * @outer: the bracket around this one
 * @mem: the memory that is accessed, or NULL
 */
struct guard {
	struct guard *outer;
	struct mem *mem;
};

/* initial-exec: a signal's handler may be the first to use it, and can't allocate. */
extern _Thread_local struct guard *guard_innermost
	__attribute__((tls_model("initial-exec")));

/* Is SIGBUS in the mapping of a memory caught in this thread now? */
bool mem_is_guarded(const struct mem *mem);

/* Create a memory with one unreleased view. NULL if there is no memory. */
struct mem *mem_create_local(void *base, bool writable);
struct mem *mem_create_kernel(int fd, const struct kernel_view *root);

/* Count one more unreleased view. -EBADFD if all others are released. */
int mem_get(struct mem *mem);

/* Uncount a view that was released before and is freed. */
void mem_put(struct mem *mem);

/**
 * mem_release - a view is released
 * @mem: memory
 * @force: in the kernel too, for all who share the root's descriptor; without
 *	it the last view just closes the descriptor
 *
 * Return: 0; if @force -EBUSY, or what @settle says, with nothing changed.
 */
int mem_release(struct mem *mem, bool force);

/**
 * mem_drop - a view is freed that was not released before
 * @mem: memory
 *
 * Return: false, with nothing done, for the last view that is not released.
 */
bool mem_drop(struct mem *mem);

/**
 * mem_sync - begin or end an access of the CPU, where the owner wants to know
 * @mem: memory, with an unreleased view that is entered
 * @flags: MVIEW_READ, MVIEW_WRITE or both
 * @begin: else end
 *
 * Return: 0 or -errno.
 */
int mem_sync(struct mem *mem, unsigned int flags, bool begin);

/**
 * mem_base - where the memory is; maps it
 * @mem: memory, with an unreleased view that is entered
 * @base: written; where byte @mem->origin is, NULL if it can't be mapped:
 *	@mem->refused says why
 *
 * Return: 0 or -errno.
 */
int mem_base(struct mem *mem, char **base);

#endif /* MVIEW_SRC_MEM_H */
