// SPDX-License-Identifier: GPL-2.0
/* Private buffers: made by a process, they live as long as their views. */
#include "buffer/private.h"

#include <linux/err.h>
#include <linux/mm.h>
#include "buffer/buffer.h"
#include "buffer/limit.h"
#include "mem/mem.h"

int mview_private_charge(struct mview_buffer *buffer, u64 size)
{
	unsigned long npages = DIV_ROUND_UP_ULL(size, PAGE_SIZE);
	struct mview_limit *limit;

	limit = mview_limit_charge(npages);
	if (IS_ERR(limit))
		return PTR_ERR(limit);
	buffer->limit = limit;
	buffer->charged = npages;
	return 0;
}

struct mview_mem *mview_private_mem(struct mview_buffer *buffer, u64 size)
{
	int err;

	err = mview_private_charge(buffer, size);
	return err ? ERR_PTR(err) : mview_mem_pages_create_own(size);
}
