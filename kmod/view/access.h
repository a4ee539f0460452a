/* SPDX-License-Identifier: GPL-2.0 */
/* Moving a view's elements to and from kernel memory. */
#ifndef MVIEW_ACCESS_H
#define MVIEW_ACCESS_H

#include <linux/types.h>

struct iov_iter;
struct kiocb;
struct mv_walk;
struct mview_view;

/*
 * Move @len bytes at @walk, which is one of @view's elements in some order,
 * between the view and @data: out of the view, or into it if @write. Syncs by
 * itself. The memory is held meanwhile, so keep @len small. -EBADFD if the view
 * was released; what the kind of memory says.
 */
int mview_view_transfer(struct mview_view *view, struct mv_walk *walk, u8 *data,
			size_t len, bool write);

/*
 * How many of @len bytes at @pos, in the order in which they are moved, such a
 * move may have: @max at most, and of registers whole ones. Only if @max is less
 * than one of these it is 0.
 */
s64 mview_view_chunk(const struct mview_view *view, u64 pos, s64 len, s64 max);

/*
 * Move @len bytes at @offset of the buffer, as a debugger does: elements don't
 * matter, and nothing is synced: it is what the program would see. It may write
 * where a mapping does not let the program write, but not through a read-only
 * view. Returns how many were there, -EACCES, -EFAULT behind the end, or as
 * mview_view_transfer().
 */
int mview_view_poke(struct mview_view *view, u64 offset, void *data, int len,
		    bool write);

/* read(2) and write(2): the elements in C order, gathered and scattered. */
ssize_t mview_view_read_iter(struct kiocb *iocb, struct iov_iter *to);
ssize_t mview_view_write_iter(struct kiocb *iocb, struct iov_iter *from);

#endif /* MVIEW_ACCESS_H */
