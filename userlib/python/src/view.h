/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mview.View: what the files of this extension share.
 *
 * A View is one allocation, like CPython's memoryview: a Py_buffer whose arrays
 * stand behind it. Of ordinary memory, that Py_buffer is all that an index, a
 * slice along one axis or an attribute needs; libmview's view of the same
 * elements (@mview) is made when something is asked for that libmview does. Of
 * what libmview opened, a kernel buffer or a source, @mview is there from the
 * start and does everything, and the Py_buffer has no address.
 *
 * Ownership   A View of an exporter's memory holds a reference on a Source,
 *             which holds the exporter's Py_buffer and counts the Views that
 *             are not released; the last of them gives the buffer back. So a
 *             slice keeps the exporter's buffer although its parent is released.
 *             A View of what libmview opened has no Source: libmview counts.
 * Uses        A function that holds addresses of a View while it runs foreign
 *             code, or lets other threads run, calls view_begin() before and
 *             view_end() after. A View with uses is not released.
 * Formats     @buffer.format is the Source's, one that format_keep() keeps, or,
 *             of what libmview opened, @mview's; the last dies with the View.
 */
#ifndef MVIEW_PYTHON_VIEW_H
#define MVIEW_PYTHON_VIEW_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>

#include <mview.h>

/* A copy of so many bytes is worth to let other threads run meanwhile. */
#define BIG_COPY	(64 << 10)

/**
 * struct source - an exporter's buffer
 * @views: that are not released; the last one gives @buffer back
 * @buffer: as the exporter filled it in
 */
struct source {
	PyObject ob_base;
	Py_ssize_t views;
	Py_buffer buffer;
};

/**
 * struct view - mview.View
 * @source: whose memory it is; NULL for what libmview opened
 * @mview: libmview's view of the same elements, or NULL while not needed
 * @buffer: the elements; @buf is NULL for what libmview opened. @obj is
 *	borrowed from @source
 * @uses: exported buffers, and operations that are under way
 * @hash: once it was asked for; -1 before
 * @weakrefs: list of weak references
 * @code: of a single native format, which needs no libmview; else 0
 * @flags: VIEW_*
 * @data: shape, strides and suboffsets
 */
struct view {
	PyVarObject ob_base;
	struct source *source;
	struct mview *mview;
	Py_buffer buffer;
	Py_ssize_t uses;
	Py_hash_t hash;
	PyObject *weakrefs;
	char code;
	unsigned short flags;
	Py_ssize_t data[];
};

#define VIEW_RELEASED	(1U << 0)
#define VIEW_C		(1U << 1)	/* C-contiguous */
#define VIEW_F		(1U << 2)	/* Fortran-contiguous */
#define VIEW_INDIRECT	(1U << 3)	/* it has suboffsets */
#define VIEW_OPAQUE	(1U << 4)	/* libmview does not know its format */
#define VIEW_OPENED	(1U << 5)	/* opened by libmview, see above */
#define VIEW_PINNED	(1U << 6)	/* an address of it was given away */
#define VIEW_REGISTERS	(1U << 7)	/* of a device: an access does something */
#define VIEW_UNDECLARED	(1U << 8)	/* opened to access any register */

extern PyTypeObject view_type, view_iterator_type, source_type, sync_type,
	guard_type;
extern PyObject *revoked_error;

static inline bool is_view(PyObject *object)
{
	return Py_IS_TYPE(object, &view_type);
}

/* ---- view.c: making, releasing ------------------------------------------ */

/**
 * view_alloc - a View to be filled in
 * @source: whose memory it is, or NULL
 * @ndim: room for so many dimensions
 *
 * It is one more unreleased View of @source. @buffer has its arrays, which are
 * not initialised, and @ndim.
 */
struct view *view_alloc(struct source *source, int ndim);

/* A View of the elements that a Py_buffer has, which belong to @source. */
struct view *view_from_buffer(struct source *source, const Py_buffer *from);

/* Contiguity, from what @buffer says, and @code from the format. */
void view_init_flags(struct view *view);

/**
 * view_wrap - a View of what libmview made
 * @mview: taken over, also on failure; NULL with errno makes an exception
 * @parent: what it came from; NULL for what libmview opened
 * @format: of the View, if it is kept; NULL for @parent's
 */
PyObject *view_wrap(struct mview *mview, struct view *parent,
		    const char *format);

/* The same for another extension; see struct mview_python. */
PyObject *view_derive(struct mview *mview, PyObject *parent);
struct mview *view_borrow(PyObject *view);

/* libmview's view of the elements: borrowed, or NULL with an exception. */
struct mview *view_mview(struct view *view);

/* libmview's view of a Py_buffer; *@opaque is set for a format unknown to it. */
struct mview *mview_from_buffer(const Py_buffer *buffer, bool *opaque);

/* ---- numbers.c: libmview's have 64 bits, Python's as many as an address --- */

/* These as the other has them: themselves, or a copy in @room. NULL stays NULL. */
const int64_t *numbers_wide(int64_t *room, const Py_ssize_t *numbers, int n);
const Py_ssize_t *numbers_narrow(Py_ssize_t *room, const int64_t *numbers,
				 int n);

/* Can Python have the length and all numbers of the arrays? */
bool array_is_narrow(const struct mview_array *array, int ndim);

/* ---- view.c: releasing ---------------------------------------------------- */

PyObject *view_release(struct view *self, PyObject *unused);
int view_refuse_released(void);

/* type.c: the type is complete. */
int view_type_ready(void);

/* 0, or -1 with an exception if it is released. */
static inline int view_check(const struct view *view)
{
	return view->flags & VIEW_RELEASED ? view_refuse_released() : 0;
}

/* A use of the View begins, or not, with an exception; it ends. */
static inline int view_begin(struct view *view)
{
	if (view_check(view))
		return -1;
	view->uses++;
	return 0;
}

static inline void view_end(struct view *view)
{
	view->uses--;
}

/* ---- source.c ------------------------------------------------------------ */

/* The buffer of an exporter; NULL with an exception. */
struct source *source_create(PyObject *exporter);

/* One View more, one less. */
void source_hold(struct source *source);
void source_drop(struct source *source);

/* ---- fail.c: exceptions --------------------------------------------------- */

/* An exception for an errno of libmview's. */
PyObject *fail_errno(int error);

/*
 * An exception for an errno, with the text that a library gives for it:
 * ValueError for EINVAL, NotImplementedError for EOPNOTSUPP, IndexError for
 * ERANGE, else OSError. Without a text, that of fail_errno().
 */
PyObject *fail_text(int error, const char *text);

/* The id of the kernel buffer; 0 for other memory. The View is not released. */
uint64_t view_id(const struct view *view);

/* NotImplementedError unless it is of a kernel buffer, else 0. */
int view_refuse_ordinary(const struct view *view);

/* PermissionError: a record of registers is not written as one. Returns -1. */
int fail_registers(void);

/* That errno is in errno; the operation was on the buffer of that name. */
PyObject *fail_named(PyObject *name);

/* ---- format.c ------------------------------------------------------------- */

/* Must be called before any other of these. */
void native_init(void);

/**
 * native_format - a format of one native code
 * @format: such as "i" or "@i"
 * @code: written: the code, or 0 for any other format
 * @size: written: of an element
 *
 * Return: the format as a static string, NULL for any other.
 */
const char *native_format(const char *format, char *code, Py_ssize_t *size);

/* The code alone. */
char native_code(const char *format);

/* The same text for as long as the process lives; NULL with an exception. */
const char *format_keep(const char *format);

/* Not implemented: the format. Returns NULL. */
PyObject *fail_format(const char *format);

/* ---- field.c --------------------------------------------------------------- */

/**
 * field_key - a key that names a field of records: "name" or (..., "name")
 * @view: which it is for
 * @key: the key
 * @rest: written, a new reference: what is before the name; NULL if nothing is
 *
 * Return: a View of the field, a new reference; NULL with an exception, or
 * without one for any other key.
 */
struct view *field_key(struct view *view, PyObject *key, PyObject **rest);

PyObject *view_field(struct view *self, PyObject *name);

/* ---- value.c: elements to and from Python -------------------------------- */

/* An element of a native code, aligned or not. */
PyObject *value_native(char code, const char *item);

/* Elements of a native code, into a new list of @n; -1 with an exception. */
int value_native_row(PyObject *list, char code, const char *item,
		     Py_ssize_t stride, Py_ssize_t n);

/* An element of any format that libmview knows. */
PyObject *value_unpack(const struct mview_field *field, const char *item);

/* libmview's description of a native code, as far as packing needs it. */
struct mview_field field_native(char code, Py_ssize_t size);

/*
 * A plain integer to a native code that is one; false, with nothing done, for
 * all else.
 */
bool value_store(char code, char *item, PyObject *value);

/**
 * value_pack - the reverse
 * @field: what it is
 * @item: written, one of its kind; padding is not touched
 * @value: a number, bytes, or a sequence of such
 * @format: for messages
 */
int value_pack(const struct mview_field *field, char *item, PyObject *value,
	       const char *format);

/* ---- index.c, slice.c, assign.c ------------------------------------------ */

/* The element at a place in memory, or in a kernel buffer. */
PyObject *view_item(struct view *view, const Py_ssize_t *index);

/* view[i], whatever the number of dimensions. */
PyObject *view_first(struct view *view, Py_ssize_t index);

PyObject *view_subscript(struct view *self, PyObject *key);
int view_ass_subscript(struct view *self, PyObject *key, PyObject *value);

/* A part along the first axis. */
PyObject *view_slice(struct view *self, PyObject *slice);

/* ---- methods and slots elsewhere ------------------------------------------ */

int view_getbuffer(struct view *self, Py_buffer *buffer, int flags);
void view_releasebuffer(struct view *self, Py_buffer *buffer);
PyObject *view_richcompare(PyObject *self, PyObject *other, int op);
Py_hash_t view_hash(struct view *self);
PyObject *view_iter(PyObject *self);
PyObject *view_cast(struct view *self, PyObject *const *args, Py_ssize_t n,
		    PyObject *given);
PyObject *view_transpose(struct view *self, PyObject *args);
PyObject *view_T(struct view *self, void *unused);
PyObject *view_toreadonly(struct view *self, PyObject *unused);
PyObject *view_tolist(struct view *self, PyObject *unused);
PyObject *view_tobytes(struct view *self, PyObject *const *args, Py_ssize_t n,
		       PyObject *given);
PyObject *view_bytes(struct view *self, PyObject *unused);
PyObject *view_hex(struct view *self, PyObject *const *args, Py_ssize_t n,
		   PyObject *given);

/* All bytes in an order, of a view that is not released. */
int view_copy_out(struct view *view, void *to, Py_ssize_t size, char order);
PyObject *view_to_bytes(struct view *view, char order);

extern PyMethodDef view_methods[];
extern PyGetSetDef view_attributes[];

/* ---- kernel.c, handout.c, sync.c, bracket.c, interop.c, dlpack.c ----------------------- */

/**
 * struct layout - the shape of a new view
 * @ndim: dimensions
 * @has_strides: else C order without gaps
 * @shape: elements
 * @strides: bytes
 */
struct layout {
	int ndim;
	bool has_strides;
	int64_t shape[MVIEW_DIMS];
	int64_t strides[MVIEW_DIMS];
};

/* A shape, which may be one number or None, and strides, which may be None. */
int layout_read(struct layout *layout, PyObject *shape, PyObject *strides);

PyObject *view_wait(struct view *self, PyObject *args, PyObject *kwargs);
PyObject *view_fileno(struct view *self, PyObject *unused);
PyObject *view_confine(struct view *self, PyObject *unused);
PyObject *view_expose(struct view *self, PyObject *unused);
PyObject *view_export_dmabuf(struct view *self, PyObject *unused);
PyObject *view_guard(struct view *self, PyObject *unused);
PyObject *view_sync(struct view *self, PyObject *args, PyObject *kwargs);
PyObject *view_name(struct view *self, void *unused);
PyObject *view_kind(struct view *self, void *unused);
PyObject *view_buffer_id(struct view *self, void *unused);
PyObject *view_array_interface(struct view *self, void *unused);
PyObject *view_array(struct view *self, PyObject *args, PyObject *kwargs);
PyObject *view_as_type(struct view *self, PyObject *args, PyObject *kwargs);
PyObject *view_lens(struct view *self, PyObject *args, PyObject *kwargs);
PyObject *view_where(struct view *self, PyObject *args, PyObject *kwargs);
PyObject *view_dlpack(struct view *self, PyObject *args, PyObject *kwargs);
PyObject *view_dlpack_device(struct view *self, PyObject *unused);

#endif /* MVIEW_PYTHON_VIEW_H */
