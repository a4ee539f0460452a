// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/* Copying runs: the only place of the core that touches bytes. */
#include "walk.h"

/* A constant @len lets the compiler make one load and one store of it. */
#define MV_COPY_BLOCKS(dst, dst_step, src, src_step, len, count)	\
	do {								\
		u8 *to = (dst);						\
		const u8 *from = (src);					\
		s64 left = (count);					\
									\
		for (; left; left--) {					\
			memcpy(to, from, len);				\
			to += (dst_step);				\
			from += (src_step);				\
		}							\
	} while (0)

static void mv_copy_blocks(u8 *dst, s64 dst_step, const u8 *src, s64 src_step,
			   s64 len, s64 count)
{
	switch (len) {
	case 1:
		MV_COPY_BLOCKS(dst, dst_step, src, src_step, 1, count);
		break;
	case 2:
		MV_COPY_BLOCKS(dst, dst_step, src, src_step, 2, count);
		break;
	case 4:
		MV_COPY_BLOCKS(dst, dst_step, src, src_step, 4, count);
		break;
	case 8:
		MV_COPY_BLOCKS(dst, dst_step, src, src_step, 8, count);
		break;
	default:
		MV_COPY_BLOCKS(dst, dst_step, src, src_step, len, count);
	}
}

void mv_run_gather(void *dst, const void *base, const struct mv_run *run)
{
	const u8 *src = base;

	mv_copy_blocks(dst, run->len, src + run->offset, run->stride,
		       run->len, run->count);
}

void mv_run_scatter(void *base, const void *src, const struct mv_run *run)
{
	u8 *dst = base;

	mv_copy_blocks(dst + run->offset, run->stride, src, run->len,
		       run->len, run->count);
}
