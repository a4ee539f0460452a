/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes of elements, which may be more than a 32-bit program has addresses. */
#ifndef MVIEW_SRC_SIZE_H
#define MVIEW_SRC_SIZE_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

/**
 * size_of_bytes - bytes of elements as the size of an object
 * @nbytes: not negative
 * @size: written
 *
 * Return: 0, or -EOVERFLOW if no object can have as many.
 */
static inline int size_of_bytes(int64_t nbytes, size_t *size)
{
	*size = nbytes;
	return nbytes == (ptrdiff_t)nbytes ? 0 : -EOVERFLOW;
}

#endif /* MVIEW_SRC_SIZE_H */
