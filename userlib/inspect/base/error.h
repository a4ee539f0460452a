/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Errors in words, of each thread: mview_inspect_error(). */
#ifndef MVIEW_INSPECT_ERROR_H
#define MVIEW_INSPECT_ERROR_H

#include <stddef.h>

/**
 * inspect_fail - say what is wrong
 * @err: a positive errno, which is set
 * @format: printf()'s; names the thing and says what to do
 *
 * Return: NULL, for functions that return pointers.
 */
__attribute__((format(printf, 2, 3)))
void *inspect_fail(int err, const char *format, ...);

/* The same for functions that return int: -1. */
#define inspect_fail_int(...)	(inspect_fail(__VA_ARGS__), -1)

#endif /* MVIEW_INSPECT_ERROR_H */
