/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: what buffers the kernel has. Part of mview.h. */
#ifndef MVIEW_BUFFER_H
#define MVIEW_BUFFER_H

#include <mview/base.h>

MVIEW_BEGIN

struct mview_device;

/**
 * struct mview_buffer - what the kernel knows of a buffer, at one moment
 * @id: never used for another buffer
 * @name: "" for one that a process made
 * @owner: the module that registered it; "" for one that a process made
 * @kind: of its memory: "vmalloc", "pages", "dma-buf", …
 * @readonly: no view of it can write
 * @mappable: mview_map() works on its views
 * @is_private: a process made it, not a driver
 * @nbytes: its size
 * @exports: unreleased views of it
 * @maps: mappings of its views
 * @seq: how often its driver has announced new data
 * @format: of the layout that its driver declared, as are the members below
 * @ndim: dimensions
 * @shape: elements along each axis
 * @strides: bytes from one element to the next along each axis
 * @offset: bytes from its start to element [0, …, 0]
 * @itemsize: bytes of an element
 *
 * Only the library allocates these, as later versions may append members.
 */
struct mview_buffer {
	uint64_t id;
	const char *name;
	const char *owner;
	const char *kind;
	bool readonly;
	bool mappable;
	bool is_private;
	uint64_t nbytes;
	uint64_t exports;
	uint64_t maps;
	uint64_t seq;
	const char *format;
	int ndim;
	const int64_t *shape;
	const int64_t *strides;
	int64_t offset;
	int64_t itemsize;
};

/**
 * mview_device_open - /dev/mview, to ask it of many buffers
 *
 * While it is open, the module can't be unloaded.
 *
 * Return: to be given to mview_device_close(). Errors: ENXIO, EACCES, ENOMEM.
 */
struct mview_device *mview_device_open(void);

/* Close it, or NULL; keeps errno. */
void mview_device_close(struct mview_device *device);

/**
 * mview_buffer_next - the buffer with the lowest id that is not below @id
 * @device: to be asked, or NULL to open /dev/mview for this call
 * @id: 0 to begin with, then the id found plus one
 *
 * Such a loop finds each buffer that exists throughout exactly once.
 *
 * Return: to be freed with mview_buffer_free(). Errors: ENOENT behind the last
 * one; ENXIO, EACCES.
 */
struct mview_buffer *mview_buffer_next(struct mview_device *device,
				       uint64_t id);

/**
 * mview_buffer_by_id, mview_buffer_by_name - one buffer
 * @id: its id
 * @name: its name
 *
 * Return: to be freed with mview_buffer_free(). Errors: ENOENT, ENXIO, EACCES.
 */
struct mview_buffer *mview_buffer_by_id(uint64_t id);
struct mview_buffer *mview_buffer_by_name(const char *name);

/* Free it, or NULL. */
void mview_buffer_free(struct mview_buffer *buffer);

MVIEW_END

#endif /* MVIEW_BUFFER_H */
