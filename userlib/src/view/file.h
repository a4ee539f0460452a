/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Memory that is a mapping of a file. Whoever has the file may make it shorter
 * at any moment, and a plain access to the pages that are gone raises SIGBUS. The
 * kernel copies instead, with process_vm_readv(2) on this process, and gives
 * EFAULT then: ENODEV here. That takes a system call for each element, so that it
 * is left out where mview_guard_begin() has the signal caught.
 */
#ifndef MVIEW_SRC_FILE_H
#define MVIEW_SRC_FILE_H

#include <stddef.h>
#include <stdint.h>

struct mem;
struct mview;

/* Move @size bytes from @offset in the buffer on. 0 or -errno. */
int file_read(struct mem *mem, int64_t offset, void *buf, size_t size);
int file_write(struct mem *mem, int64_t offset, const void *buf, size_t size);

/* Move all elements of a view that has some, in C order. 0 or -errno. */
int file_gather(struct mview *view, void *buf);
int file_scatter(struct mview *view, const void *buf);

#endif /* MVIEW_SRC_FILE_H */
