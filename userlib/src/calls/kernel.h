/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The commands of the kernel module as functions: a result or -errno. */
#ifndef MVIEW_SRC_KERNEL_H
#define MVIEW_SRC_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/mview.h>

#include "core/layout.h"

/**
 * struct kernel_view - MVIEW_VIEW_INFO with room for its answer
 * @info: the answer, but for its @layout
 * @shape, @strides, @format: where @layout points to
 * @layout: as the core has it
 */
struct kernel_view {
	struct mview_view_info info;
	int64_t shape[MVIEW_NDIM_MAX];
	int64_t strides[MVIEW_NDIM_MAX];
	char format[MVIEW_FORMAT_MAX];
	struct mv_layout layout;
};

/**
 * struct kernel_buffer - MVIEW_BUFFER_INFO, likewise
 * @info: the answer
 * @layout: likewise
 * @shape, @strides, @format, @name, @owner: where they point to; strings
 *	terminated
 */
struct kernel_buffer {
	struct mview_buffer_info info;
	struct mview_layout layout;
	int64_t shape[MVIEW_NDIM_MAX];
	int64_t strides[MVIEW_NDIM_MAX];
	char format[MVIEW_FORMAT_MAX + 1];
	char name[MVIEW_NAME_MAX + 1];
	char owner[MVIEW_NAME_MAX + 1];
};

/* /dev/mview, as a descriptor. */
int kernel_device_open(bool write);

/* A command of @device, or if that is negative, of /dev/mview, opened for it. */
int kernel_ask(int device, unsigned long request, void *arg);

/* Likewise; it is opened for writing too if @write. */
int kernel_device(bool write, unsigned long request, void *arg);

/* The version of the module's ABI. */
int kernel_abi(void);

/* @device as above. */
int kernel_buffer(struct kernel_buffer *buffer, int device, uint64_t id,
		  bool next);

/*
 * Each returns a new view's descriptor. @name may be NULL, for the @id; @flags are
 * the kernel's.
 */
int kernel_open(const char *name, uint64_t id, uint32_t flags);
int kernel_import(int dmabuf, const struct mv_layout *layout, uint32_t flags);
int kernel_alloc(uint64_t nbytes, const struct mv_layout *layout,
		 uint32_t flags);
int kernel_slice(int fd, const struct mv_axis *axes, uint32_t naxes,
		 uint32_t flags);
int kernel_field(int fd, const char *name, size_t len, uint32_t flags);
int kernel_cast(int fd, const char *format, size_t len, uint32_t ndim,
		const int64_t *shape);
int kernel_transpose(int fd, const uint32_t *axes, uint32_t naxes);
int kernel_readonly(int fd);

/* A new dma-buf's descriptor. */
int kernel_export(int fd);

int kernel_view(int fd, struct kernel_view *view);
/* -ENODEV if the buffer was revoked, else 0. */
int kernel_alive(int fd);

int kernel_seen(int fd, uint64_t *seq);
int kernel_sync(int fd, uint32_t flags);
int kernel_release(int fd);

/* The name of a kind of memory; never freed. */
const char *kernel_kind(uint32_t kind);

#endif /* MVIEW_SRC_KERNEL_H */
