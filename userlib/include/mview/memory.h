/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: views of ordinary memory. Part of mview.h. */
#ifndef MVIEW_MEMORY_H
#define MVIEW_MEMORY_H

#include <mview/base.h>

MVIEW_BEGIN

/**
 * mview_from_memory - bytes in ordinary memory; PyMemoryView_FromMemory()
 * @mem: must outlive the view and all that derive from it
 * @size: bytes
 * @flags: MVIEW_WRITE, or 0 or MVIEW_READ for a read-only view
 *
 * Format B, one dimension.
 */
struct mview *mview_from_memory(void *mem, size_t size, unsigned int flags);

/**
 * mview_from_layout - elements in ordinary memory; PyMemoryView_FromBuffer()
 * @mem: first byte; must outlive the view and all that derive from it
 * @size: bytes that the elements may lie in
 * @format: of an element; copied
 * @ndim: dimensions, at most MVIEW_DIMS
 * @shape: elements along each axis; copied
 * @strides: bytes; copied. NULL for C order without gaps
 * @offset: of element [0, …, 0] from @mem
 * @flags: as for mview_from_memory()
 *
 * Errors: EINVAL, E2BIG, EOVERFLOW if an element would lie outside.
 */
struct mview *mview_from_layout(void *mem, size_t size, const char *format,
				int ndim, const int64_t *shape,
				const int64_t *strides, int64_t offset,
				unsigned int flags);

/**
 * struct mview_array - elements in memory; CPython's Py_buffer
 * @buf: element [0, …, 0], or the pointer that leads to it
 * @len: bytes of all elements: product of the shape × itemsize
 * @itemsize: bytes of an element
 * @readonly: it must not be written to
 * @ndim: dimensions, at most MVIEW_DIMS
 * @format: of an element; NULL for B
 * @shape: elements along each axis; NULL for one axis of @len / @itemsize
 * @strides: bytes from one element to the next along each axis; NULL for C
 *	order without gaps
 * @suboffsets: NULL, or for each axis: if it is not negative, there is a
 *	pointer at the place that the index leads to, and the next axes count
 *	from as many bytes behind where that points
 *
 * Suboffsets describe arrays of pointers to rows; views of these are called
 * *indirect*. They can be sliced, indexed, read and written. They are not
 * contiguous, and can't be cast, mapped or transposed.
 */
struct mview_array {
	void *buf;
	int64_t len;
	int64_t itemsize;
	bool readonly;
	int ndim;
	const char *format;
	const int64_t *shape;
	const int64_t *strides;
	const int64_t *suboffsets;
};

/**
 * mview_from_array - elements that @array describes; PyMemoryView_FromBuffer()
 * @array: its memory must outlive the view and all that derive from it, its
 *	format and arrays are copied
 *
 * The library can't check that the elements lie in the caller's memory, nor
 * where pointers lead to.
 *
 * Errors: EINVAL for no @buf, a bad format, an itemsize or a length that
 * contradicts it; E2BIG; EOVERFLOW.
 */
struct mview *mview_from_array(const struct mview_array *array);

/**
 * mview_get_array - describe the elements in memory; PyMemoryView_GET_BUFFER()
 * @view: a view
 * @array: written; what it points to belongs to the view
 *
 * It adds a use of the view as mview_map() does, and @array->buf is that
 * function's pointer; mview_unmap() ends the use.
 *
 * Errors: as mview_map().
 */
int mview_get_array(struct mview *view, struct mview_array *array);

/**
 * struct mview_owner - what stands behind memory that views are made of
 * @end: called once, when the last view of the memory has been released or
 *	closed and a mapping of the library's own is gone; or NULL
 * @sync: begin an access of the CPU to the memory, or end it; or NULL for memory
 *	that no device changes. @flags are MVIEW_READ, MVIEW_WRITE or both. 0 or
 *	-errno. Only called for ordinary memory, as the kernel's syncs itself.
 *
 * @is_file: the memory is a mapping of a file that may become shorter, whose
 *	pages nothing else is on. Functions that read or write elements then have
 *	the kernel copy them, by a system call each, and give ENODEV for what is
 *	gone. A pointer of mview_map() raises SIGBUS there. Inside of
 *	mview_guard_begin() the signal is caught, and no system call is needed.
 *	The view has all of the memory, in one piece
 *
 * They may be called by any thread, @sync by several at once.
 */
struct mview_owner {
	void (*end)(void *arg);
	int (*sync)(void *arg, unsigned int flags, bool begin);
	bool is_file;
};

/**
 * mview_set_owner - bind something to the life of a view's memory
 * @view: any, before another is made of it
 * @owner: constant, for ever; also tells this kind of owner from others
 * @arg: handed to its functions
 *
 * For memory that has to be unmapped or given back, once neither @view nor any
 * that derives from it is left. With @sync, mview_sync_begin() and
 * mview_sync_end() call it, and all functions that read or write elements do so
 * themselves where no bracket is open.
 *
 * Errors: EBUSY if it has an owner, EBADFD. @owner is not called then.
 */
int mview_set_owner(struct mview *view, const struct mview_owner *owner,
		    void *arg);

/**
 * mview_get_owner - what was bound to a view's memory
 * @view: one that mview_set_owner() was called for, or that derives from it
 * @owner: the same as then
 *
 * Return: its @arg; NULL if the memory has no owner or another one, or with
 * EBADFD.
 */
void *mview_get_owner(const struct mview *view,
		      const struct mview_owner *owner);

MVIEW_END

#endif /* MVIEW_MEMORY_H */
