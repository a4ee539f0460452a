// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/* Copying runs: blocks that are spread in the buffer, to and from packed ones. */
#include "walk.h"

#define MV_GATHER(len) (						\
	memcpy(packed, spread, len), packed += (len), spread += stride)

#define MV_SCATTER(len) (						\
	memcpy(spread, packed, len), packed += (len), spread += stride)

/* With a constant @len a copy is a load and a store. Unrolled by four. */
#define MV_BLOCKS(copy, len)						\
	do {								\
		for (; left >= 4; left -= 4) {				\
			copy(len);					\
			copy(len);					\
			copy(len);					\
			copy(len);					\
		}							\
		for (; left; left--)					\
			copy(len);					\
	} while (0)

/* The common sizes of elements, then any. */
#define MV_BLOCKS_OF(copy, len)						\
	do {								\
		switch (len) {						\
		case 1:							\
			MV_BLOCKS(copy, 1);				\
			break;						\
		case 2:							\
			MV_BLOCKS(copy, 2);				\
			break;						\
		case 4:							\
			MV_BLOCKS(copy, 4);				\
			break;						\
		case 8:							\
			MV_BLOCKS(copy, 8);				\
			break;						\
		default:						\
			for (; left; left--)				\
				copy(len);				\
		}							\
	} while (0)

void mv_run_gather(void *dst, const void *base, const struct mv_run *run)
{
	const u8 *spread = (const u8 *)base + run->offset;
	s64 stride = run->stride, left = run->count;
	u8 *packed = dst;

	MV_BLOCKS_OF(MV_GATHER, run->len);
}

void mv_run_scatter(void *base, const void *src, const struct mv_run *run)
{
	u8 *spread = (u8 *)base + run->offset;
	s64 stride = run->stride, left = run->count;
	const u8 *packed = src;

	MV_BLOCKS_OF(MV_SCATTER, run->len);
}
