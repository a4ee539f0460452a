/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * DLPack's structs, as https://dmlc.github.io/dlpack/latest/c_api.html has
 * them: that of the first versions, and the one with a version in it.
 */
#ifndef MVIEW_PYTHON_DLPACK_H
#define MVIEW_PYTHON_DLPACK_H

#include <stdint.h>

enum { DL_CPU = 1 };

enum { DL_INT = 0, DL_UINT = 1, DL_FLOAT = 2, DL_COMPLEX = 5, DL_BOOL = 6 };

#define DL_READ_ONLY	(1ULL << 0)

struct dl_device {
	int32_t type;
	int32_t id;
};

struct dl_type {
	uint8_t code;
	uint8_t bits;
	uint16_t lanes;
};

/* Strides count elements. */
struct dl_tensor {
	void *data;
	struct dl_device device;
	int32_t ndim;
	struct dl_type dtype;
	int64_t *shape;
	int64_t *strides;
	uint64_t byte_offset;
};

struct dl_managed {
	struct dl_tensor tensor;
	void *context;
	void (*deleter)(struct dl_managed *managed);
};

struct dl_managed_versioned {
	uint32_t major;
	uint32_t minor;
	void *context;
	void (*deleter)(struct dl_managed_versioned *managed);
	uint64_t flags;
	struct dl_tensor tensor;
};

#endif /* MVIEW_PYTHON_DLPACK_H */
