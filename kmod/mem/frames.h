/* SPDX-License-Identifier: GPL-2.0 */
/* The page frames behind a range of the kernel's addresses. */
#ifndef MVIEW_FRAMES_H
#define MVIEW_FRAMES_H

#include <linux/types.h>

/**
 * struct mview_frames - page frames of a range, from its first page on
 * @first: number of the first one
 * @list: all numbers; NULL if they follow one another
 */
struct mview_frames {
	unsigned long first;
	unsigned long *list;
};

/*
 * Find the frames of all pages that [@addr, @addr + @size) touches, in a zeroed
 * struct that is to be deinited in any case. -ENOMEM; -EINVAL if some page is
 * not there; -EOPNOTSUPP if the addresses are neither of the direct map nor of
 * vmalloc(), ioremap() and the like.
 */
int mview_frames_init(struct mview_frames *frames, const void *addr,
		      size_t size);
void mview_frames_deinit(struct mview_frames *frames);

/* Is all of [@addr, @addr + @size) memory of the direct map? */
bool mview_frames_direct(const void *addr, size_t size);

static inline unsigned long
mview_frames_pfn(const struct mview_frames *frames, unsigned long page)
{
	return frames->list ? frames->list[page] : frames->first + page;
}

#endif /* MVIEW_FRAMES_H */
