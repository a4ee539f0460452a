/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: what every chapter of mview.h begins with. Part of mview.h. */
#ifndef MVIEW_BASE_H
#define MVIEW_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Around the declarations of each chapter: they are C's, and all of them are
 * exported from the library, which exports nothing else.
 */
#ifdef __cplusplus
#define MVIEW_BEGIN	extern "C" { _Pragma("GCC visibility push(default)")
#define MVIEW_END	_Pragma("GCC visibility pop") }
#else
#define MVIEW_BEGIN	_Pragma("GCC visibility push(default)")
#define MVIEW_END	_Pragma("GCC visibility pop")
#endif

MVIEW_BEGIN

/* A view. Opaque. */
struct mview;

/* Directions of access. */
#define MVIEW_READ	(1U << 0)
#define MVIEW_WRITE	(1U << 1)	/* and read */

/* mview_get_contiguous(): write to a copy that is written back. */
#define MVIEW_SHADOW	(1U << 2)

/*
 * Kernel views. A confined one can be mapped only if its pages show no byte of
 * other elements; else mview_map() gives EACCES, and the elements are read and
 * written. A program can hand a confined view to one that may see no more. The
 * mappings of a pinnable view can be used for O_DIRECT, io_uring and RDMA.
 *
 * An access to a register can have side effects in the device. A view therefore
 * accesses only the registers that the driver's layout declares: a cast that
 * would touch padding or gaps of the layout, and a mapping whose pages would show
 * them, give EACCES. A view that was opened with MVIEW_UNDECLARED accesses all
 * registers. The flag has no effect on other kinds of memory.
 */
#define MVIEW_CONFINED			(1U << 16)
#define MVIEW_PINNABLE			(1U << 17)
#define MVIEW_UNDECLARED		(1U << 18)

/* mview_alloc(): in one piece of physical memory. */
#define MVIEW_CONTIGUOUS		(1U << 19)

/* "Not given" for a start, stop or step, Python's None. */
#define MVIEW_NONE	INT64_MIN

/* Most dimensions of a view. */
#define MVIEW_DIMS	64

/**
 * mview_version - the library's version, "major.minor.patch"
 */
const char *mview_version(void);

MVIEW_END

#endif /* MVIEW_BASE_H */
