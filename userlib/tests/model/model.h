/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A model of the layout core that shares no code with it: the definitions,
 * calculated in integers of 128 bits that can't overflow. Fuzzers and proofs
 * compare the core with it.
 *
 * The model gives the faults of an input as a set, because a function may
 * report any one of several: it must accept if the set is empty, and else
 * return an errno that is in it.
 */
#ifndef MVIEW_TESTS_MODEL_H
#define MVIEW_TESTS_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/format.h"
#include "core/layout.h"
#include "core/walk.h"

#define s128 __int128

enum model_fault {
	MODEL_EINVAL = 1 << 0,
	MODEL_E2BIG = 1 << 1,
	MODEL_EOVERFLOW = 1 << 2,
	MODEL_ERANGE = 1 << 3,
};

/* Does @err, 0 or a negative errno, fit what is wrong? */
bool model_allows(unsigned int faults, int err);

/* A layout; unlike the core's it has its arrays inside. */
struct model {
	unsigned int ndim;
	s128 itemsize;
	s128 offset;
	s128 shape[MV_NDIM_MAX + 1];
	s128 strides[MV_NDIM_MAX + 1];
};

void model_read(struct model *model, const struct mv_layout *layout);

/* All of these but the first want a model without faults. */
unsigned int model_faults(const struct model *model, s128 size);
bool model_empty(const struct model *model);
s128 model_nbytes(const struct model *model);
struct model_extent {
	s128 lo;
	s128 hi;
} model_extent(const struct model *model);
bool model_contiguous(const struct model *model, char order);

/* Where the byte @pos lies, counted in C order. */
s128 model_byte(const struct model *model, s128 pos);

/* Do both show the same elements? Strides of single elements don't count. */
bool model_same(const struct model *a, const struct model *b);

/* These write @dst where nothing is wrong. */
unsigned int model_slice(struct model *dst, const struct model *src,
			 const struct mv_axis *axes, unsigned int naxes);
unsigned int model_transpose(struct model *dst, const struct model *src,
			     const u32 *axes);

/* @to_native, @from_native: the codes, 0 if the format is no native one. */
struct model_cast {
	char to_native;
	char from_native;
	bool flat;
	bool free;
};

/* @dst: itemsize is set, ndim and shape unless flat. */
unsigned int model_cast(struct model *dst, const struct model *src,
			const struct model_cast *cast);

/* slice.indices(); NULL for None. */
struct model_indices {
	s128 start;
	s128 count;
	s128 step;
} model_indices(s128 length, const s64 *start, const s64 *stop, const s64 *step);

/* One item of a format; those of a record follow it, one deeper. */
struct model_item {
	unsigned int depth;
	char code;
	char order;
	s128 offset;
	s128 size;
	s128 count;
};

#define MODEL_ITEMS	MV_FORMAT_MAX

struct model_format {
	s128 itemsize;
	unsigned int count;
	struct model_item items[MODEL_ITEMS];
};

unsigned int model_format(struct model_format *format, const char *text,
			  size_t len);

#endif /* MVIEW_TESTS_MODEL_H */
