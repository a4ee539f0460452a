/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mview._inspect: C types and the values of their members.
 *
 * A CType has records: what the members of a struct or union are called. They
 * are made when they are first asked for, by name, and stay as long as the
 * CType. An Element is a struct or union in a copy of memory, bytes that it
 * shares with the Elements inside it; it finds a member by one look into a dict,
 * and makes the value then.
 */
#ifndef MVIEW_PYTHON_TYPES_H
#define MVIEW_PYTHON_TYPES_H

#include "inspect.h"

struct record;

/**
 * struct slot - a member, as the record has it that it is found in
 * @member: libmview-inspect's
 * @offset: bytes from the start of that record
 * @record: of its own members, once they were asked for
 * @values: makes Python's value of an integer: a dict of an enum's members, or a
 *	type of integers with named bits; once it was asked for, and NULL for plain
 *	ones
 * @is_ready: @values was asked for
 */
struct slot {
	const struct mview_member *member;
	int64_t offset;
	struct record *record;
	PyObject *values;
	bool is_ready;
};

/**
 * struct record - the members of a struct or union by name
 * @next: the record that the CType made before
 * @names: a dict: places in @slots
 * @n: of @slots
 * @slots: the members, those of anonymous structs and unions among them
 */
struct record {
	struct record *next;
	PyObject *names;
	Py_ssize_t n;
	struct slot slots[];
};

/**
 * struct ctype - mview.CType
 * @type: libmview-inspect's
 * @root: the type as a member of nothing
 * @records: all that were made
 */
struct ctype {
	PyObject ob_base;
	struct mview_ctype *type;
	struct slot root;
	struct record *records;
};

extern PyTypeObject ctype_type, element_type, elements_type,
	elements_iterator_type, ring_type;

/* ---- ctype.c ---------------------------------------------------------------- */

/* A CType of @type, which is taken over; NULL is what libmview-inspect failed with. */
PyObject *ctype_wrap(struct mview_ctype *type);

/* ctype_of(view): of its format. */
PyObject *inspect_ctype_of(PyObject *module, PyObject *view);

static inline bool is_record(const struct mview_member *member)
{
	return member->kind == MVIEW_MEMBER_STRUCT ||
	       member->kind == MVIEW_MEMBER_UNION;
}

/* The record of a slot that has members; NULL with an exception. */
struct record *slot_record(struct ctype *ctype, struct slot *slot);

/* A member by name; NULL without an exception if there is none. */
struct slot *record_find(const struct record *record, PyObject *name);

/* ---- types.c ---------------------------------------------------------------- */

PyObject *inspect_types(PyObject *module, PyObject *args);
PyObject *inspect_type_name(PyObject *module, PyObject *view);

/* ---- lens.c ----------------------------------------------------------------- */

PyObject *inspect_lens(PyObject *module, PyObject *args);

/* ---- value.c ---------------------------------------------------------------- */

/**
 * slot_value - Python's value of a member
 * @ctype: whose member it is
 * @slot: the member
 * @bytes: a bytes object
 * @base: where the whole element begins in it
 * @at: where the member does
 */
PyObject *slot_value(struct ctype *ctype, struct slot *slot, PyObject *bytes,
		     Py_ssize_t base, Py_ssize_t at);

/* The same of the whole element that begins at @base. */
PyObject *root_value(struct ctype *ctype, PyObject *bytes, Py_ssize_t base);

/* Of a value that was read already, of a member without members. */
PyObject *slot_convert(struct slot *slot, const struct mview_value *value);

/**
 * value_read - the reverse, for mview_ctype_set()
 * @value: written; may point into @object
 * @member: what it is for
 * @object: a number, bytes, or str for what has names, or is text
 */
int value_read(struct mview_value *value, const struct mview_member *member,
	       PyObject *object);

/* ---- element.c, elements.c ---------------------------------------------------- */

/* An Element: a struct or union; as slot_value(). */
PyObject *element_create(struct ctype *ctype, struct slot *slot,
			 PyObject *bytes, Py_ssize_t base, Py_ssize_t at);

#endif /* MVIEW_PYTHON_TYPES_H */
