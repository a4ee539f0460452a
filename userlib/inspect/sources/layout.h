/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the elements of a source's view lie in its memory. */
#ifndef MVIEW_INSPECT_LAYOUT_H
#define MVIEW_INSPECT_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

struct mview;

#define LAYOUT_DIMS	3

/**
 * struct layout - as mview_from_layout() has it
 * @format: a constant
 * @ndim: at most LAYOUT_DIMS
 * @shape: elements along each axis
 * @strides: bytes
 * @offset: of element [0, …, 0]
 */
struct layout {
	const char *format;
	int ndim;
	int64_t shape[LAYOUT_DIMS];
	int64_t strides[LAYOUT_DIMS];
	int64_t offset;
};

/* @nbytes bytes. */
void layout_bytes(struct layout *layout, uint64_t nbytes);

/* Does @view have it, in memory that begins where its own does? */
bool layout_is_of(const struct layout *layout, const struct mview *view);

#endif /* MVIEW_INSPECT_LAYOUT_H */
