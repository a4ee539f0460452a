/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libmview-inspect: views of memory that nobody prepared for mview, and what
 * its bytes mean. It stands on mview.h, whose rules of units, ownership and
 * threads hold here, too.
 *
 *	base.h      errors in words
 *	source.h    a view of what a name stands for
 *	picture.h   which pixels a view shows
 *	camera.h    frames of cameras
 *	dma.h       memory that drivers have, and whose an address is
 *	dmabuf.h    which dma-bufs there are, and who holds them
 *	types.h     C types of the kernel, and values in elements of them
 *	expr.h      expressions on elements of a C type
 *	lens.h      what C does not say of a type: bits, names, conditions
 *	ring.h      rings of descriptors: whose is which, what is new, what is wrong
 *	record.h    elements kept in files
 *
 * Errors      NULL or -1, with errno set, and a sentence for people that names
 *             the thing and says what to do: mview_inspect_error().
 *
 * Show the first line of a camera's picture:
 *
 *	struct mview *view = mview_source_open("v4l2:/dev/video0", 0);
 *
 *	if (!view)
 *		errx(1, "%s", mview_inspect_error());
 *	...
 *	mview_close(view);
 */
#ifndef MVIEW_INSPECT_H
#define MVIEW_INSPECT_H

#include <mview-inspect/base.h>
#include <mview-inspect/camera.h>
#include <mview-inspect/dma.h>
#include <mview-inspect/dmabuf.h>
#include <mview-inspect/expr.h>
#include <mview-inspect/lens.h>
#include <mview-inspect/picture.h>
#include <mview-inspect/record.h>
#include <mview-inspect/ring.h>
#include <mview-inspect/source.h>
#include <mview-inspect/types.h>

#endif /* MVIEW_INSPECT_H */
