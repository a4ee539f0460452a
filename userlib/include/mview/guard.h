/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: accesses that outlive the buffer. Part of mview.h. */
#ifndef MVIEW_GUARD_H
#define MVIEW_GUARD_H

#include <mview/base.h>

MVIEW_BEGIN

/**
 * struct mview_guard - a bracket around accesses; the caller provides room
 * @opaque: the library's
 */
struct mview_guard {
	void *opaque[4];
};

/**
 * mview_guard_begin - begin accesses that survive a revoke of the buffer
 * @guard: anywhere, usually on the stack; until mview_guard_end() it must stay
 *	there, and the view open
 * @view: whose elements are going to be accessed, through functions of this
 *	library or a pointer of mview_map()
 *
 * An access to a mapping raises SIGBUS once the buffer is revoked. Between begin
 * and end, in this thread and for the view's mapping, reads find zeros instead,
 * writes are lost, and mview_guard_end() returns ENODEV. The mapping then has
 * zeros for all threads and all views that share it. Brackets nest: the last one
 * begun ends first. The outermost one costs a system call.
 *
 * mview_guard_begin() installs a handler of SIGBUS. The handler passes every
 * other SIGBUS to the handler that was installed before it. The library removes
 * it when it is unloaded.
 *
 * It never fails. For a released view and for ordinary memory it does nothing,
 * but for mappings of files that may become shorter: see struct mview_owner.
 */
void mview_guard_begin(struct mview_guard *guard, struct mview *view);

/**
 * mview_guard_end - the end of a bracket
 * @guard: the innermost one of this thread
 *
 * Return: 0, and errno is left alone. Errors: ENODEV if the buffer was found to
 * be revoked, here or earlier: what was read may be zeros.
 */
int mview_guard_end(struct mview_guard *guard);

MVIEW_END

#endif /* MVIEW_GUARD_H */
