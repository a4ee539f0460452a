/* SPDX-License-Identifier: GPL-2.0 */
/* Moving a view's elements to and from kernel memory. */
#ifndef MVIEW_ACCESS_H
#define MVIEW_ACCESS_H

#include <linux/iosys-map.h>
#include <linux/types.h>

struct iov_iter;
struct kiocb;
struct mv_layout;
struct mv_walk;
struct mview_view;

/**
 * struct mview_access - a transfer of elements in one or more moves
 * @view: the view that has them
 * @layout: what they are, for kinds of memory that access them one by one
 * @inside: bytes into an element at which the next run begins, for these
 * @map: the address for the CPU, for the others
 * @write: to the memory, not from it
 * @begun: by mview_access_begin(): what is moved is synced
 */
struct mview_access {
	struct mview_view *view;
	const struct mv_layout *layout;
	u64 inside;
	struct iosys_map map;
	bool write;
	bool begun;
};

/*
 * Between begin and end the CPU may own the memory. The caller may take any
 * time: it holds nothing that a revoke or a release waits for. The begin may
 * wait for a device, and be interrupted. -EBADFD if the view was released,
 * -ENODEV; errors of the kind of memory. The end fails if written bytes may not
 * have reached the device.
 */
int mview_access_begin(struct mview_access *access, struct mview_view *view,
		       bool write);
int mview_access_end(struct mview_access *access);

/*
 * Move @len bytes at @walk, which is one of the view's elements in some order,
 * between the view and @data: out of the view, or into it for writing. The
 * memory is held meanwhile, so keep @len small. Errors as of the begin.
 */
int mview_access_move(struct mview_access *access, struct mv_walk *walk,
		      u8 *data, size_t len);

/*
 * How many of @len bytes at @pos, in the order of the moves, one
 * mview_access_move() may have: at most @max, and whole registers. 0 only if
 * @max is less than a register.
 */
s64 mview_view_chunk(const struct mview_view *view, u64 pos, s64 len, s64 max);

/*
 * Move @len bytes at @offset of the buffer, as a debugger does: elements don't
 * matter, and nothing is synced: it is what the program would see. It may write
 * where a mapping does not let the program write, but not through a read-only
 * view. Returns how many were there, -EACCES, -EFAULT behind the end, or as
 * mview_access_move().
 */
int mview_view_poke(struct mview_view *view, u64 offset, void *data, int len,
		    bool write);

/* read(2) and write(2): the elements in C order, gathered and scattered. */
ssize_t mview_view_read_iter(struct kiocb *iocb, struct iov_iter *to);
ssize_t mview_view_write_iter(struct kiocb *iocb, struct iov_iter *from);

#endif /* MVIEW_ACCESS_H */
