/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Access to memory that may be taken away: one element, and all.
 *
 * A buffer that its owner revokes makes the functions here raise RevokedError,
 * where an access through a plain pointer would kill the process.
 */
#ifndef MVIEW_PYTHON_GUARD_H
#define MVIEW_PYTHON_GUARD_H

#include "view.h"

#define ITEM_SMALL	256

/**
 * struct item - a copy of one element
 * @bytes: the copy
 * @size: its length
 * @small: where it is, unless it is too big
 */
struct item {
	char *bytes;
	size_t size;
	char small[ITEM_SMALL];
};

/* Room for an element of a View. */
int item_init(struct item *item, const struct view *view);
void item_deinit(struct item *item);

/* Copy an element of a View that has its libmview view. */
int item_read(struct item *item, struct view *view, const Py_ssize_t *index);
int item_write(const struct item *item, struct view *view,
	       const Py_ssize_t *index);

/**
 * struct guarded - a call of libmview that reads or writes many elements
 * @guards: of the views that it uses
 * @has_b: there are two
 * @thread: while other threads may run, else NULL
 */
struct guarded {
	struct mview_guard guards[2];
	bool has_b;
	PyThreadState *thread;
};

/**
 * guarded_begin - libmview is going to use the elements of one view or two
 * @guarded: written
 * @a: a view
 * @b: another one, or NULL
 * @nbytes: how much it will move; if it is much, other threads run meanwhile
 */
void guarded_begin(struct guarded *guarded, struct mview *a, struct mview *b,
		   Py_ssize_t nbytes);

/* It has, with that result; which is now -1 if memory was taken away. */
int64_t guarded_end(struct guarded *guarded, int64_t result);

#endif /* MVIEW_PYTHON_GUARD_H */
