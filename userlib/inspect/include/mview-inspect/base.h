/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: errors in words. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_BASE_H
#define MVIEW_INSPECT_BASE_H

#include <mview.h>

MVIEW_BEGIN

/**
 * mview_inspect_error - what went wrong, for people
 *
 * About the last function of this library that failed in this thread: a sentence
 * without a full stop, which names the thing and says what can be done, as in
 * "fd:812/14: process 812 has no descriptor 14; 'ls -l /proc/812/fd' lists what
 * it has". errno tells programs the same.
 *
 * Return: never NULL; "" if nothing has failed yet. It holds until the thread
 * calls the library again.
 */
const char *mview_inspect_error(void);

MVIEW_END

#endif /* MVIEW_INSPECT_BASE_H */
