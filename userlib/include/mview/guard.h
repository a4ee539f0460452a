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
 * mview_guard_begin - survive it if the view's buffer is revoked meanwhile
 * @guard: anywhere, usually on the stack; until mview_guard_end() it must stay
 *	there, and the view open
 * @view: whose elements are going to be accessed, through functions of this
 *	library or a pointer of mview_map()
 *
 * Touching a mapping whose buffer was revoked raises SIGBUS. In a bracket, for
 * this thread and the view's mapping, what can't be read shows zeros instead,
 * what is written is lost, and mview_guard_end() tells. The mapping stays that
 * way for all threads and all views that share it. Brackets nest, in the same
 * order; the outermost one costs a system call.
 *
 * That sees to it that a handler of SIGBUS is installed, which hands every
 * signal that is no such access on to the handler that was there before. The
 * library takes it away when it is unloaded.
 *
 * Returns nothing, and never fails: a view that was released, or one of
 * ordinary memory, is not guarded.
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
