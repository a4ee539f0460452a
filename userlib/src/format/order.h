/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Types that differ in nothing but the byte order of their values. */
#ifndef MVIEW_SRC_ORDER_H
#define MVIEW_SRC_ORDER_H

#include <stdbool.h>

struct mv_plane;
struct type;

/* Whether two types are the same but for the byte order of their values. */
bool order_only(const struct type *a, const struct type *b);

/* Whether two types that are order_only() differ in that. */
bool order_differs(const struct type *a, const struct type *b);

/* Copy elements of @src to ones of @dst; the two are order_only(). */
void order_plane(const struct mv_plane *plane, const struct type *dst,
		 const struct type *src);

#endif /* MVIEW_SRC_ORDER_H */
