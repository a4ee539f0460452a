/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libmview: Python's memoryview for C, over buffers of kernel drivers and over
 * ordinary memory.
 *
 * A *view* is a layout (format, shape, strides) over a *buffer* and one claim
 * on it, an *export*: while a view of a driver's buffer is not released, the
 * driver can't free or resize it. Slices, casts and indexing make new views
 * by arithmetic alone: no byte is copied, no system call is made. Unless its
 * comment says otherwise, a function does what memoryview's of that name does
 * (https://docs.python.org/3/library/stdtypes.html#memory-views).
 *
 * Units       Strides, offsets and sizes count bytes; shapes, indices, starts
 *             and stops count elements.
 * Ownership   A function that returns a struct mview * gives it to the caller,
 *             who passes it to mview_close(). A derived view is independent of
 *             the one that it came from, which may be released or closed
 *             first. Pointers got from a view hold until it is closed.
 * Threads     Views never change, and all functions may be called on one view
 *             from several threads at once, except that nobody may use a view
 *             any more when mview_close() is called on it.
 * Errors      NULL or -1, with errno set; nothing has happened then.
 *
 *	EINVAL      a value that makes no sense: zero step, bad format, a cast
 *	            that the rules forbid, a value of the wrong kind
 *	E2BIG       too many dimensions, too long a format or name
 *	EOPNOTSUPP  an unknown flag; what this kind of memory can't do
 *	ENOSPC      the caller's buffer is too small; nothing is written
 *	ERANGE      an index outside the shape; a value that does not fit
 *	EOVERFLOW   arithmetic would overflow, or the layout leaves the buffer
 *	EACCES      writing wanted, but the buffer or the view is read-only;
 *	            or /dev/mview may not be opened
 *	EPERM       a privilege is missing
 *	ENOENT      no buffer of that name or id; no field of that name
 *	ENXIO       there is no /dev/mview: the module is not loaded
 *	EBUSY       mappings, or other users of the view, are outstanding
 *	EBADFD      the view was released
 *	ENODEV      the buffer's owner took it away (it was *revoked*)
 *	ENOMEM, EMFILE, ENFILE, EINTR as everywhere
 *
 * A pointer from mview_map() into a buffer that is revoked stays mapped, but
 * touching it raises SIGBUS. So may the functions that read or write elements,
 * where they go through a mapping. Programs that must survive a device's
 * removal catch SIGBUS, or move the data by read(2) and write(2) on mview_fd().
 */
#ifndef MVIEW_H
#define MVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* All that is declared here is exported, and nothing else is. */
#pragma GCC visibility push(default)

/* A view. Opaque. */
struct mview;

/* Directions of access. */
#define MVIEW_READ	(1U << 0)
#define MVIEW_WRITE	(1U << 1)	/* and read */

/* mview_get_contiguous(): write to a copy that is written back. */
#define MVIEW_SHADOW	(1U << 2)

/* "Not given" for a start, stop or step, Python's None. */
#define MVIEW_NONE	INT64_MIN

/* Most dimensions of a view. */
#define MVIEW_DIMS	64

/**
 * mview_version - the library's version, "major.minor.patch"
 */
const char *mview_version(void);

/* ---- views of kernel buffers ------------------------------------------ */

/**
 * mview_open - a view of a whole buffer, with the layout its driver declared
 * @name: the buffer's name
 * @flags: MVIEW_WRITE to write to it; 0 or MVIEW_READ for a read-only view
 *
 * Errors: ENOENT, ENXIO, EACCES, EOPNOTSUPP, E2BIG.
 */
struct mview *mview_open(const char *name, unsigned int flags);

/**
 * mview_open_id - the same, by the buffer's id
 * @id: from struct mview_buffer
 * @flags: as for mview_open()
 *
 * Errors: as mview_open(); EPERM for another process's private buffer.
 */
struct mview *mview_open_id(uint64_t id, unsigned int flags);

/**
 * mview_from_fd - adopt a view's file descriptor, e.g. one that was received
 * @fd: the view takes it over, and closes it; on error it is the caller's
 *
 * Errors: EBADF, ENOTTY if it is no view, EBADFD, ENODEV.
 */
struct mview *mview_from_fd(int fd);

/**
 * mview_import_dmabuf - a view over a dma-buf
 * @fd: the dma-buf; stays the caller's, who may close it at once
 * @format: of an element, in the struct module's syntax with the additions of
 *	PEP 3118; NULL (with @ndim 0) for the whole dma-buf as bytes
 * @ndim: dimensions, at most MVIEW_DIMS
 * @shape: elements along each of @ndim axes
 * @strides: bytes from one element to the next along each axis; NULL for C
 *	order without gaps
 * @offset: of element [0, …, 0] from the start of the dma-buf
 * @flags: as for mview_open()
 *
 * Errors: EINVAL if @fd is no dma-buf or the format is bad, E2BIG, EOVERFLOW,
 * EACCES, ENXIO, EOPNOTSUPP if the kernel has no dma-buf.
 */
struct mview *mview_import_dmabuf(int fd, const char *format, int ndim,
				  const int64_t *shape, const int64_t *strides,
				  int64_t offset, unsigned int flags);

/* ---- views of ordinary memory ----------------------------------------- */

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
 * With suboffsets, arrays of pointers to rows are views, too: these are said
 * to be *indirect*. They can be sliced, indexed, read and written. They are
 * not contiguous, so they can't be cast, nor mapped, and not be transposed.
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
 * mview_from_array - what is described there; PyMemoryView_FromBuffer()
 * @array: its memory must outlive the view and all that derive from it, its
 *	format and arrays are copied
 *
 * Nobody can check that the elements lie in memory that is the caller's, nor
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
 * Like mview_map(), whose pointer is in it; mview_unmap() is its end, too.
 *
 * Errors: as mview_map().
 */
int mview_get_array(struct mview *view, struct mview_array *array);

/* ---- the end of a view ------------------------------------------------- */

/**
 * mview_release - give the export back now
 * @view: stays allocated; any function but this and mview_close() fails on it
 *	with EBADFD from now on
 *
 * May be called again. Views that were derived from it are not touched. The
 * export of a driver's buffer goes when the last view that came from one
 * mview_open() is released or closed. A descriptor of mview_fd() that another
 * process shares is released with it.
 *
 * Errors: EBUSY while the view is mapped, here (mview_map()) or by a process
 * that shares its descriptor, or while another thread is using it.
 */
int mview_release(struct mview *view);

/**
 * mview_close - free a view; releases it first
 * @view: or NULL. Pointers that came from it are dead, those of mview_map() too
 *
 * Descriptors of it that other processes have stay open. Leaves errno alone.
 */
void mview_close(struct mview *view);

/* ---- what a view is ----------------------------------------------------- */

/* Is it a view? Also of a released one; false of NULL. Never fails. */
bool mview_check(const struct mview *view);

/* All that follow fail with EBADFD on a released view, and nothing else. */

/* Dimensions. */
int mview_ndim(const struct mview *view);

/* Elements along each axis; the array has at least one entry. */
const int64_t *mview_shape(const struct mview *view);

/* Bytes from one element to the next along each axis; as mview_shape(). */
const int64_t *mview_strides(const struct mview *view);

/**
 * mview_suboffsets - where pointers are to be followed
 * @view: a view
 *
 * Return: as in struct mview_array; NULL if there are no pointers, and with
 * EBADFD.
 */
const int64_t *mview_suboffsets(const struct mview *view);

/* Bytes from the buffer's start to element [0, …, 0]. */
int64_t mview_offset(const struct mview *view);

/* Bytes of an element. */
int64_t mview_itemsize(const struct mview *view);

/* Bytes of all elements: product of the shape × itemsize. */
int64_t mview_nbytes(const struct mview *view);

/* len(): elements along the first axis, 1 without dimensions. */
int64_t mview_len(const struct mview *view);

/* An element's format. */
const char *mview_format(const struct mview *view);

/* 1 if it can't be written to, else 0. */
int mview_readonly(const struct mview *view);

/**
 * mview_contiguous - do the elements follow one another without a gap
 * @view: a view
 * @order: 'C' if the last axis must vary fastest, 'F' for the first, 'A' for
 *	either
 *
 * Return: 1 or 0; -1 with EINVAL for another order, or EBADFD.
 */
int mview_contiguous(const struct mview *view, char order);

/* Id of its buffer; 0 for ordinary memory. 0 with EBADFD if released. */
uint64_t mview_buffer_id(const struct mview *view);

/**
 * mview_kind - how the memory is stored
 * @view: a view
 *
 * Return: "memory" for ordinary memory, else as in struct mview_buffer.
 */
const char *mview_kind(const struct mview *view);

/* ---- buffers ------------------------------------------------------------ */

/**
 * struct mview_buffer - what the kernel knows of a buffer, at one moment
 * @id: never used for another buffer
 * @name: "" for one that a process made
 * @kind: of its memory: "vmalloc", "pages", "dma-buf", …
 * @readonly: no view of it can write
 * @mappable: mview_map() works on its views
 * @is_private: a process made it, not a driver
 * @nbytes: its size
 * @exports: unreleased views of it
 * @maps: mappings of its views
 * @seq: how often its driver has announced new data
 * @format: of the layout that its driver declared, as are the members below
 * @ndim: dimensions
 * @shape: elements along each axis
 * @strides: bytes from one element to the next along each axis
 * @offset: bytes from its start to element [0, …, 0]
 * @itemsize: bytes of an element
 *
 * Only the library makes these; later versions may append members.
 */
struct mview_buffer {
	uint64_t id;
	const char *name;
	const char *kind;
	bool readonly;
	bool mappable;
	bool is_private;
	uint64_t nbytes;
	uint64_t exports;
	uint64_t maps;
	uint64_t seq;
	const char *format;
	int ndim;
	const int64_t *shape;
	const int64_t *strides;
	int64_t offset;
	int64_t itemsize;
};

/**
 * mview_buffer_next - the buffer with the lowest id that is not below @id
 * @id: 0 to begin with, then the id found plus one
 *
 * No buffer that exists all the while is missed or comes twice.
 *
 * Return: to be freed with mview_buffer_free(). Errors: ENOENT behind the last
 * one; ENXIO, EACCES.
 */
struct mview_buffer *mview_buffer_next(uint64_t id);

/**
 * mview_buffer_by_id, mview_buffer_by_name - one buffer
 * @id: its id
 * @name: its name
 *
 * Return: to be freed with mview_buffer_free(). Errors: ENOENT, ENXIO, EACCES.
 */
struct mview_buffer *mview_buffer_by_id(uint64_t id);
struct mview_buffer *mview_buffer_by_name(const char *name);

/* Free it, or NULL. */
void mview_buffer_free(struct mview_buffer *buffer);

/* ---- derived views ------------------------------------------------------- */

/**
 * struct mview_range - what a slice takes of one axis
 * @start: first index
 * @stop: index to stop before
 * @step: from one index to the next, not 0
 * @flags: MVIEW_AT or 0
 *
 * As in Python: a negative start or stop counts from the end, both are clamped
 * to the shape, and MVIEW_NONE stands for one that is left out. With MVIEW_AT
 * the axis is dropped at index @start, which must lie inside the shape.
 */
struct mview_range {
	int64_t start;
	int64_t stop;
	int64_t step;
	unsigned int flags;
};

#define MVIEW_AT	(1U << 0)

/* start:stop:step */
static inline struct mview_range mview_range(int64_t start, int64_t stop,
					     int64_t step)
{
	struct mview_range range = { start, stop, step, 0 };

	return range;
}

/* : */
static inline struct mview_range mview_whole(void)
{
	return mview_range(MVIEW_NONE, MVIEW_NONE, MVIEW_NONE);
}

/* An index, which drops the axis. */
static inline struct mview_range mview_at(int64_t index)
{
	struct mview_range range = { index, MVIEW_NONE, MVIEW_NONE, MVIEW_AT };

	return range;
}

/**
 * mview_from_view - the same view once more; PyMemoryView_FromObject()
 * @view: a view
 *
 * Each has an export of its own, and is released on its own.
 */
struct mview *mview_from_view(struct mview *view);

/**
 * mview_slice - view[…, start:stop:step, …], on any number of axes
 * @view: a view
 * @ranges: what to take of each of the first @n axes; the rest is taken whole
 * @n: at most the view's dimensions; 0 for the same view once more
 *
 * Errors: EINVAL for a step of 0 or too many axes, ERANGE for an index outside
 * the shape, EOPNOTSUPP.
 */
struct mview *mview_slice(struct mview *view, const struct mview_range *ranges,
			  int n);

/**
 * mview_index - the sub-view at an index of the first axes
 * @view: a view
 * @index: of the first @n axes; negative ones count from the end
 * @n: at most the view's dimensions; all of them give a view of one element
 *	without dimensions
 *
 * Errors: EINVAL for too many axes, ERANGE.
 */
struct mview *mview_index(struct mview *view, const int64_t *index, int n);

/**
 * mview_transpose - the axes in another order
 * @view: a view
 * @axes: for each axis of the new view the one of @view that it is, all of
 *	them once; negative ones count from the end. NULL to reverse them
 *
 * What numpy.transpose() does; memoryview has nothing like it.
 *
 * Errors: EINVAL if @axes is no permutation.
 */
struct mview *mview_transpose(struct mview *view, const int *axes);

/**
 * mview_get_contiguous - elements without gaps; PyMemoryView_GetContiguous()
 * @view: a view
 * @access: MVIEW_READ, MVIEW_WRITE or MVIEW_SHADOW
 * @order: 'C' if the last axis must vary fastest, 'F' for the first, 'A' for
 *	either
 *
 * A view of the same elements if they are contiguous in that order, as
 * writable as @view is. Else a copy of them in ordinary memory, in C order for
 * 'A': with MVIEW_READ it is read-only, with MVIEW_WRITE it is refused, and
 * with MVIEW_SHADOW what is written to it is written to @view's elements when
 * it, and all that derive from it, are released. mview_close() does that too,
 * but can't tell of an error; mview_release() does, and keeps the shadow.
 *
 * MVIEW_SHADOW is Python 2's PyBUF_SHADOW; CPython 3 has only the other two.
 * A copy has no descriptor: mview_fd() says EOPNOTSUPP.
 *
 * Errors: EINVAL, also for MVIEW_WRITE where there would have to be a copy;
 * EACCES for anything but MVIEW_READ if @view is read-only; ENODEV.
 */
struct mview *mview_get_contiguous(struct mview *view, unsigned int access,
				   char order);

/**
 * mview_cast - other elements over the same bytes
 * @view: C-contiguous
 * @format: of the new elements
 * @ndim: dimensions; not looked at if @shape is NULL
 * @shape: new shape, or NULL for one dimension of as many elements as fit
 * @flags: MVIEW_CAST_FREE or 0
 *
 * memoryview.cast()'s rules: one of the two formats is B, b or c, the new one
 * a single native code; one of the two views has one dimension; no extent is
 * 0 where a shape is given or the view has other than one dimension; the size
 * in bytes stays the same. With MVIEW_CAST_FREE any format and shape go that
 * keep the size.
 *
 * Errors: EINVAL, E2BIG, EOVERFLOW, EOPNOTSUPP.
 */
struct mview *mview_cast(struct mview *view, const char *format, int ndim,
			 const int64_t *shape, unsigned int flags);

#define MVIEW_CAST_FREE			(1U << 0)

/**
 * mview_toreadonly - the same elements, but read-only
 * @view: a view
 */
struct mview *mview_toreadonly(struct mview *view);

/* ---- the memory ------------------------------------------------------- */

/**
 * mview_map - a pointer to element [0, …, 0]
 * @view: a view
 *
 * The memory of a kernel buffer is mapped when it is first needed, once for
 * all views that derive from one another. Through a read-only view it must
 * not be written to; if the buffer was opened read-only that raises SIGSEGV.
 * Every call adds a use of the view, which mview_unmap() ends and until when
 * the view can't be released. A view without elements gives a pointer that
 * must not be followed.
 *
 * Errors: EOPNOTSUPP if memory of this kind can't be mapped (the functions
 * that read and write elements work nevertheless), EBADFD, ENODEV, ENOMEM.
 */
void *mview_map(struct mview *view);

/**
 * mview_unmap - end one use that mview_map() began
 * @view: a view
 *
 * Errors: EINVAL if there is none.
 */
int mview_unmap(struct mview *view);

/**
 * mview_sync_begin - the CPU is going to use the memory through a pointer
 * @view: a view; its extent is what is synced
 * @flags: MVIEW_READ, MVIEW_WRITE or both
 *
 * Between this and mview_sync_end() the device leaves the view's bytes alone,
 * and the CPU sees what it wrote before. Needed around accesses through
 * mview_map() where the kind of memory asks for it (dma-buf); elsewhere it
 * does nothing. The functions that read and write elements sync by themselves.
 *
 * Errors: EINVAL for no direction or a bracket that is already open, EACCES
 * for writing to a read-only view, EOPNOTSUPP, EBADFD, ENODEV.
 */
int mview_sync_begin(struct mview *view, unsigned int flags);

/**
 * mview_sync_end - the device may have it back
 * @view: a view
 *
 * Errors: EINVAL if no bracket is open, EBADFD, ENODEV.
 */
int mview_sync_end(struct mview *view);

/**
 * mview_fd - the view as a kernel file, to pass on or to have enforced
 * @view: a view of a kernel buffer
 *
 * A derived view becomes a kernel view of its own now, which shows nothing but
 * its elements and can't be widened by whoever receives it.
 *
 * Return: a descriptor that belongs to the view: dup(2) it to keep it longer.
 * Errors: EOPNOTSUPP for ordinary memory, EBADFD, ENODEV, EMFILE, ENOMEM.
 */
int mview_fd(struct mview *view);

/**
 * mview_wait - wait until the driver announces new data
 * @view: a view of a kernel buffer
 * @timeout_ms: milliseconds; 0 only looks, negative waits for ever
 * @seq: set to the number of announcements so far; or NULL
 *
 * Data is new if it was announced after this view (or the one that it derives
 * from, when it did) was opened or last waited for.
 *
 * Return: 1 for new data, 0 if the time is over. Errors: EOPNOTSUPP for
 * ordinary memory, EINTR, EBADFD, ENODEV.
 */
int mview_wait(struct mview *view, int timeout_ms, uint64_t *seq);

/* ---- bytes ------------------------------------------------------------ */

/**
 * mview_tobytes - copy all elements out
 * @view: a view
 * @buf: destination
 * @size: its size, at least mview_nbytes()
 * @order: 'C' for the last axis fastest, 'F' for the first; 'A' for 'F' if
 *	the view is F-contiguous and not C-contiguous, else 'C'
 *
 * Return: the bytes written. Errors: EINVAL, ENOSPC, EBADFD, ENODEV.
 */
ssize_t mview_tobytes(struct mview *view, void *buf, size_t size, char order);

/**
 * mview_frombytes - write all elements, in C order
 * @view: a view that can be written to
 * @buf: source
 * @size: must be mview_nbytes()
 *
 * Errors: EINVAL, EACCES, EBADFD, ENODEV.
 */
int mview_frombytes(struct mview *view, const void *buf, size_t size);

/**
 * mview_assign - view[…] = other: the elements of one view into another
 * @dst: a view that can be written to
 * @src: of the same shape and format; an "@" before a format does not matter.
 *	May be @dst or share memory with it: it is as if copied first. (Memory
 *	that two ids or two mappings of other programs name is not recognised.)
 *
 * In C, a slice can be assigned on any number of axes: make it, and assign.
 *
 * Errors: EACCES; EINVAL for other structures, with nothing changed; EBADFD,
 * ENODEV; ENOMEM for a copy.
 */
int mview_assign(struct mview *dst, struct mview *src);

/**
 * mview_convert - the same between formats of different byte order
 * @dst: a view that can be written to
 * @src: as for mview_assign(), but the values of its elements may be in the
 *	other byte order, and are swapped. Their kind (signed, unsigned, float,
 *	…), size and place, and the names of fields, are the same.
 *
 * Errors: as mview_assign().
 */
int mview_convert(struct mview *dst, struct mview *src);

/**
 * mview_equal - a == b, by value
 * @a: a view
 * @b: a view
 *
 * Two views are equal if they have the same shape and every element the same
 * value, whatever the formats: an integer and a float are equal if they are so
 * exactly, NaN is equal to nothing, and elements of several values are equal
 * if all of them are. Formats that Python's struct module does not read (T{…},
 * Zf, Zd, sub-arrays, names) make a view unequal to all. A released view is
 * equal to itself only.
 *
 * Return: 1 or 0. Errors: ENODEV; for memory that can't be mapped ENOMEM.
 */
int mview_equal(struct mview *a, struct mview *b);

/**
 * mview_hex - bytes of all elements in C order, two lower-case digits each
 * @view: a view
 * @buf: written, always terminated; may be NULL if @size is 0
 * @size: of @buf
 * @sep: ASCII; stands between groups of bytes. '\0' for none
 * @bytes_per_sep: bytes of a group, which are counted from the right, those of
 *	a negative number from the left; 0 for no groups
 *
 * Return: the length without the terminator, also if @size is 0. Errors:
 * EINVAL for a separator that is not ASCII, ENOSPC, EBADFD, ENODEV; ENOMEM,
 * EOVERFLOW.
 */
ssize_t mview_hex(struct mview *view, char *buf, size_t size, char sep,
		  int bytes_per_sep);

/**
 * mview_hash - hash()
 * @view: read-only, of format B, b or c
 *
 * Equal for views whose elements in C order are the same bytes. It is reckoned
 * once and then remembered, also after a release, so the memory should not
 * change. The function is SipHash-1-3 with a key of zeros; 0 for no bytes; -2
 * where that would be -1: what hash() is in a CPython 3.11 of 64 bits that was
 * started with PYTHONHASHSEED=0.
 *
 * Return: the hash, or -1. Errors: EINVAL if it can be written to or has
 * another format, EBADFD, ENODEV, ENOMEM.
 */
int64_t mview_hash(struct mview *view);

/* ---- values ------------------------------------------------------------- */

/**
 * struct mview_field - what an element, or a part of it, consists of
 * @name: as in the format; f0, f1, … by place where it has none; "" for an
 *	element that is not a record
 * @code: struct module's code; 'F' and 'D' for Zf and Zd; 'T' for a record
 * @order: byte order of the values, '<' or '>'
 * @native: of native size: "@" or "^" was in force, or no mark at all
 * @offset: bytes from the start of the element or record that it lies in
 * @size: bytes of one value, record or string
 * @count: how many follow one another: the product of @shape
 * @ndim: dimensions of a sub-array; 0 if it is none
 * @shape: of the sub-array; a repeat count is its last axis
 * @nfields: of a record
 * @fields: of a record
 *
 * Only the library makes these; padding is left out.
 */
struct mview_field {
	const char *name;
	char code;
	char order;
	bool native;
	int64_t offset;
	int64_t size;
	int64_t count;
	int ndim;
	const int64_t *shape;
	int nfields;
	const struct mview_field *fields;
};

/**
 * mview_element - describe the view's elements
 * @view: a view
 *
 * Return: belongs to the view. Errors: EBADFD.
 */
const struct mview_field *mview_element(const struct mview *view);

enum mview_type {
	MVIEW_BOOL,
	MVIEW_INT,
	MVIEW_UINT,
	MVIEW_FLOAT,
	MVIEW_COMPLEX,
	MVIEW_BYTES,
};

/**
 * struct mview_value - one value of an element
 * @type: which of the members holds it
 * @i: MVIEW_INT, and 0 or 1 for MVIEW_BOOL
 * @u: MVIEW_UINT
 * @f: MVIEW_FLOAT; MVIEW_COMPLEX: real and imaginary part
 * @bytes: MVIEW_BYTES (c, s, p): where they are, and how many
 */
struct mview_value {
	enum mview_type type;
	union {
		int64_t i;
		uint64_t u;
		double f[2];
		struct {
			const void *data;
			size_t len;
		} bytes;
	};
};

/**
 * mview_unpack - read one value from memory
 * @field: what it is; not a record
 * @item: its first byte; need not be aligned
 * @value: written; its bytes lie in @item
 *
 * Errors: EINVAL for a record.
 */
int mview_unpack(const struct mview_field *field, const void *item,
		 struct mview_value *value);

/**
 * mview_pack - write one value to memory
 * @field: what it is; not a record
 * @item: where to; need not be aligned
 * @value: converted as struct.pack() does: an integer may go to a float, but
 *	a float not to an integer; anything to ?, bytes being true if there are
 *	any; bytes to c, s and p, where s and p are cut off or filled up with
 *	zeros; a negative integer to P; what is too large for an f to a native
 *	one, as infinity
 *
 * Errors: EINVAL for a value of the wrong kind, ERANGE for one that does not
 * fit.
 */
int mview_pack(const struct mview_field *field, void *item,
	       const struct mview_value *value);

/**
 * struct mview_visitor - who is told what a view holds
 * @enter: a list begins, of @len things; or, if @record is not NULL, a record
 *	with that description and as many fields
 * @leave: it ends; @record is as it was for @enter
 * @value: one value; its bytes are there for the length of the call
 *
 * Each may be NULL. @arg is mview_tolist()'s. A result other than 0 ends it.
 */
struct mview_visitor {
	int (*enter)(void *arg, const struct mview_field *record, int64_t len);
	int (*leave)(void *arg, const struct mview_field *record);
	int (*value)(void *arg, const struct mview_field *field,
		     const struct mview_value *value);
};

/**
 * mview_tolist - tell all values in C order, as nested lists
 * @view: a view; counts as used until the end
 * @visitor: whom to tell
 * @arg: handed to its functions
 *
 * A view without dimensions is one element, else there is a list for each axis
 * inside the one before it. An element is a value; a list, or lists in lists,
 * for a repeat count or sub-array; or a record of such. tolist() has only
 * formats of a single native code.
 *
 * Return: 0; what a function of @visitor returned that is not 0; -1. Errors:
 * EBADFD, ENODEV, ENOMEM.
 */
int mview_tolist(struct mview *view, const struct mview_visitor *visitor,
		 void *arg);

/**
 * mview_text - what an element or a part of it looks like to people
 * @field: what it is; its whole sub-array is shown
 * @item: its first byte
 * @buf: written, always terminated; may be NULL if @size is 0
 * @size: of @buf
 *
 * The shortest decimal that reads back as the same number, bytes as b'...',
 * sub-arrays as [1, 2], records as (1, 2); in the "C" locale.
 *
 * Return: the length without the terminator, as snprintf(): if it is not below
 * @size, the text was cut off.
 */
size_t mview_text(const struct mview_field *field, const void *item, char *buf,
		  size_t size);

/**
 * mview_format_describe - what a format says, as a table for people
 * @format: of an element
 * @buf: written, always terminated; may be NULL if @size is 0
 * @size: of @buf
 *
 * A line for each field: its offset in the record or element that it lies in,
 * its bytes in all, name, code, type. Those of a record follow it, indented.
 * As struct mview_field has it; an element that is no record is one line.
 *
 * Return: the length without the terminator, as snprintf(): if it is not below
 * @size, the text was cut off. Errors: EINVAL for a bad format, E2BIG,
 * EOVERFLOW, ENOMEM.
 */
ssize_t mview_format_describe(const char *format, char *buf, size_t size);

/**
 * mview_get_raw - copy one element out
 * @view: a view
 * @index: mview_ndim() entries; negative ones count from the end. May be NULL
 *	if there are none
 * @element: room for mview_itemsize() bytes
 *
 * Errors: ERANGE, EBADFD, ENODEV.
 */
int mview_get_raw(struct mview *view, const int64_t *index, void *element);

/**
 * mview_set_raw - write one element
 * @view: a view that can be written to
 * @index: as for mview_get_raw()
 * @element: mview_itemsize() bytes
 *
 * Errors: ERANGE, EACCES, EBADFD, ENODEV.
 */
int mview_set_raw(struct mview *view, const int64_t *index,
		  const void *element);

/**
 * mview_get_i64, mview_get_u64, mview_get_f64, mview_get_complex - one value
 * @view: a view
 * @index: as for mview_get_raw()
 * @field: NULL for an element of one value; else a path to one, as in
 *	"pos.x", "taps[2]", "[1,0]" or "ring[3].len"
 * @value: written; complex: real and imaginary part
 *
 * The value is converted if it fits: integers and ? to integers, floats and
 * complex; floats to complex. Integers of more than 53 bits are rounded to
 * the nearest double.
 *
 * Errors: EINVAL for another kind of value or a bad path, ENOENT for no such
 * field, ERANGE for an index outside the shape or a value that does not fit,
 * EBADFD, ENODEV.
 */
int mview_get_i64(struct mview *view, const int64_t *index, const char *field,
		  int64_t *value);
int mview_get_u64(struct mview *view, const int64_t *index, const char *field,
		  uint64_t *value);
int mview_get_f64(struct mview *view, const int64_t *index, const char *field,
		  double *value);
int mview_get_complex(struct mview *view, const int64_t *index,
		      const char *field, double value[2]);

/**
 * mview_get_bytes - the value of a c, s or p
 * @view: a view
 * @index: as for mview_get_raw()
 * @field: as for mview_get_i64()
 * @buf: written; not terminated
 * @size: of @buf
 *
 * Return: the value's length. Errors: as mview_get_i64(); ENOSPC.
 */
ssize_t mview_get_bytes(struct mview *view, const int64_t *index,
			const char *field, void *buf, size_t size);

/**
 * mview_set_i64, mview_set_u64, mview_set_f64, mview_set_complex,
 * mview_set_bytes - write one value
 * @view: a view that can be written to
 * @index: as for mview_get_raw()
 * @field: as for mview_get_i64()
 * @value: converted as by mview_pack()
 * @len: its length
 *
 * Errors: as mview_get_i64(); EACCES. Nothing is written then.
 */
int mview_set_i64(struct mview *view, const int64_t *index, const char *field,
		  int64_t value);
int mview_set_u64(struct mview *view, const int64_t *index, const char *field,
		  uint64_t value);
int mview_set_f64(struct mview *view, const int64_t *index, const char *field,
		  double value);
int mview_set_complex(struct mview *view, const int64_t *index,
		      const char *field, const double value[2]);
int mview_set_bytes(struct mview *view, const int64_t *index,
		    const char *field, const void *value, size_t len);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif /* MVIEW_H */
