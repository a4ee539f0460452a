/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Views of ordinary memory. */
#ifndef MVIEW_SRC_LOCAL_H
#define MVIEW_SRC_LOCAL_H

#include <stdbool.h>
#include <stdint.h>

struct mview;
struct type;

/**
 * local_create - a view of ordinary memory, to be filled in
 * @base: where byte 0 of the buffer is
 * @writable: it can be written to
 * @type: a reference, which it takes over; on error too
 * @ndim: dimensions, whose shape and strides are not set
 * @indirect: it has suboffsets, which are not set
 *
 * Return: to be given to mview_close(); NULL if there is no memory.
 */
struct mview *local_create(void *base, bool writable, struct type *type,
			   uint32_t ndim, bool indirect);

#endif /* MVIEW_SRC_LOCAL_H */
