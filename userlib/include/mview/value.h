/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: the values in the elements. Part of mview.h. */
#ifndef MVIEW_VALUE_H
#define MVIEW_VALUE_H

#include <mview/base.h>
#include <mview/format.h>

MVIEW_BEGIN

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
 *	zeros; a negative integer to P; a number that is too large for a native
 *	f becomes infinity
 *
 * Errors: EINVAL for a value of the wrong kind, ERANGE for one that does not
 * fit.
 */
int mview_pack(const struct mview_field *field, void *item,
	       const struct mview_value *value);

/**
 * struct mview_visitor - functions that mview_tolist() calls
 * @enter: a list begins, of @len things; or, if @record is not NULL, a record
 *	with that description and as many fields
 * @leave: it ends; @record is as it was for @enter
 * @value: one value; its bytes are valid until the function returns
 *
 * Each may be NULL. @arg is mview_tolist()'s. A result other than 0 ends
 * mview_tolist(), which returns it.
 */
struct mview_visitor {
	int (*enter)(void *arg, const struct mview_field *record, int64_t len);
	int (*leave)(void *arg, const struct mview_field *record);
	int (*value)(void *arg, const struct mview_field *field,
		     const struct mview_value *value);
};

/**
 * mview_tolist - go through all values in C order, as nested lists
 * @view: a view; in use until mview_tolist() returns
 * @visitor: functions to call
 * @arg: their first argument
 *
 * A view without dimensions is one element, else there is a list for each axis
 * inside the one before it. An element is a value; a list, or lists in lists,
 * for a repeat count or sub-array; or a record of these. A sub-array without
 * bytes is an empty list, however many items it is of. (memoryview's tolist()
 * takes formats of a single native code only.)
 *
 * Return: 0; what a function of @visitor returned that is not 0; -1. Errors:
 * EBADFD, ENODEV, ENOMEM.
 */
int mview_tolist(struct mview *view, const struct mview_visitor *visitor,
		 void *arg);

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

MVIEW_END

#endif /* MVIEW_VALUE_H */
