/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The API for drivers: register a buffer you own, and programs can view it
 * through /dev/mview without a copy and without knowing your driver.
 *
 * The memory stays the driver's. It must stay where it is until
 * mview_buffer_unregister() has succeeded, which it does when no view is open.
 * Views pin the driver's module, so that module exit may unregister without
 * looking. All functions may sleep unless they say otherwise.
 *
 * Register last: from then on the buffer can be opened, so that nothing may
 * fail in module init or probe after it.
 */
#ifndef _LINUX_MVIEW_H
#define _LINUX_MVIEW_H

#include <linux/types.h>
#include <uapi/linux/mview.h>

struct module;
struct mview_buffer;
struct page;

/**
 * struct mview_buffer_desc - what a driver says of a buffer
 * @name: 1 to MVIEW_NAME_MAX of the characters A-Z a-z 0-9 _ . -, beginning
 *	with a letter or underscore; copied
 * @owner: the module that owns the memory, THIS_MODULE
 * @flags: MVIEW_BUFFER_READONLY if no view may write, or 0
 * @format: of an element, struct module and PEP 3118 syntax; copied
 * @ndim: dimensions. 0 with @shape NULL means one dimension of as many elements
 *	as fit into the memory
 * @shape: elements along each axis; copied
 * @strides: bytes from element to element along each axis, or NULL for C
 *	order; copied
 * @offset: bytes from the start of the memory to element [0, …, 0]
 */
struct mview_buffer_desc {
	const char *name;
	struct module *owner;
	u32 flags;
	const char *format;
	u32 ndim;
	const u64 *shape;
	const s64 *strides;
	u64 offset;
};

/**
 * mview_register_vmalloc - register memory of vmalloc_user() and friends
 * @desc: name and layout
 * @addr: the memory; zero what you don't mean to show
 * @size: its bytes. Views can be mapped if @addr is page-aligned and @size is
 *	a multiple of PAGE_SIZE, else only read and written.
 *
 * Return: the buffer, or ERR_PTR: -EINVAL for a bad name, format or address,
 * -EEXIST if the name is taken, -EOVERFLOW if the layout leaves the memory,
 * -E2BIG for too many dimensions, -EOPNOTSUPP for unknown flags, -ENOMEM.
 */
struct mview_buffer *mview_register_vmalloc(const struct mview_buffer_desc *desc,
					    void *addr, size_t size);

/**
 * mview_register_pages - register an array of pages
 * @desc: name and layout
 * @pages: the pages, each of order 0, of a split or of a compound allocation;
 *	the array is copied
 * @npages: their number
 * @size: bytes used of them, from the first byte of the first page. Views can be
 *	mapped if it is @npages × PAGE_SIZE, else only read and written.
 *
 * Return: as mview_register_vmalloc(); -EINVAL also for a page without a
 * reference count of its own (the tail of a high order allocation).
 */
struct mview_buffer *mview_register_pages(const struct mview_buffer_desc *desc,
					  struct page **pages,
					  unsigned long npages, size_t size);

/**
 * mview_buffer_unregister - take a buffer back
 * @buffer: from a register function, or NULL or ERR_PTR, which do nothing
 *
 * Return: 0: no access to the memory is under way or will be made, and @buffer
 * is gone. -EBUSY while views of it are open: nothing has changed.
 */
int mview_buffer_unregister(struct mview_buffer *buffer);

/**
 * mview_buffer_notify - announce new data to those who poll
 * @buffer: a registered buffer
 *
 * Context: any, interrupt handlers too.
 */
void mview_buffer_notify(struct mview_buffer *buffer);

/**
 * mview_buffer_id - the number that programs find a buffer by
 * @buffer: a registered buffer
 *
 * Return: its id, never used for another buffer.
 */
u64 mview_buffer_id(const struct mview_buffer *buffer);

/**
 * mview_buffer_exports - how many unreleased views a buffer has
 * @buffer: a registered buffer
 *
 * Return: their number, for messages only: it may be another one at once.
 */
unsigned long mview_buffer_exports(const struct mview_buffer *buffer);

/**
 * mview_export_vmalloc - mview_register_vmalloc() in one line
 * @buffer_name: name of the buffer
 * @addr: the memory
 * @size: its bytes
 * @item_format: format of an element; as many as fit make one dimension
 */
#define mview_export_vmalloc(buffer_name, addr, size, item_format)	\
	mview_register_vmalloc(&(const struct mview_buffer_desc) {	\
		.name = (buffer_name),					\
		.owner = THIS_MODULE,					\
		.format = (item_format),				\
	}, addr, size)

#endif /* _LINUX_MVIEW_H */
