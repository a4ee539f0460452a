// SPDX-License-Identifier: LGPL-2.1-or-later
/* Where buffers come from. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "calls/kernel.h"
#include "kernel/device.h"
#include "mview.h"

#define NAME	64	/* bytes that are tried first, without the end */
#define STACK	1024

/**
 * struct found - a buffer's origin and what it points to
 * @origin: what the caller sees
 * @comm: the process's name
 * @texts: device, driver and stack, each terminated
 */
struct found {
	struct mview_origin origin;
	char comm[16];
	char texts[];
};

static struct found *make_room(struct mview_buffer_origin *info)
{
	struct found *found = calloc(1, sizeof(*found) + info->device_len +
					info->driver_len + info->stack_len + 3);
	char *device, *driver, *stack;

	if (!found)
		return NULL;
	device = found->texts;
	driver = device + info->device_len + 1;
	stack = driver + info->driver_len + 1;
	info->device = (uintptr_t)device;
	info->driver = (uintptr_t)driver;
	info->stack = (uintptr_t)stack;
	found->origin.device = device;
	found->origin.driver = driver;
	found->origin.stack = stack;
	return found;
}

/* The texts are terminated, because what follows them is zero. */
static void fill(struct found *found, const struct mview_buffer_origin *info)
{
	struct mview_origin *origin = &found->origin;

	origin->id = info->id;
	origin->flags = info->origin_flags;
	origin->trace = info->trace;
	origin->nr = info->nr;
	origin->time = info->time;
	origin->address = info->dma_addr;
	origin->nbytes = info->nbytes;
	origin->pid = info->pid;
	memcpy(found->comm, info->comm, sizeof(found->comm) - 1);
	origin->comm = found->comm;
}

/* @info has the capacities, and, if they are too small, the lengths after it. */
static int get(int device, struct mview_buffer_origin *info,
	       struct mview_origin **origin)
{
	struct found *found = make_room(info);
	int err;

	if (!found)
		return -ENOMEM;
	err = kernel_ask(device, MVIEW_BUFFER_ORIGIN, info);
	if (err) {
		free(found);
		return err;
	}
	fill(found, info);
	*origin = &found->origin;
	return 0;
}

static struct mview_origin *find(int device, uint64_t id, uint32_t flags)
{
	struct mview_buffer_origin info = {
		.size = sizeof(info),
		.flags = flags,
		.id = id,
		.device_len = NAME,
		.driver_len = NAME,
		.stack_len = STACK,
	};
	struct mview_origin *origin = NULL;
	int err;

	do {
		info.id = id;
		err = get(device, &info, &origin);
	} while (err == -ENOSPC);
	return err ? fail_null(err) : origin;
}

struct mview_origin *mview_origin_next(struct mview_device *device, uint64_t id)
{
	return find(device_fd(device), id, MVIEW_BUFFER_INFO_NEXT);
}

struct mview_origin *mview_origin_by_id(uint64_t id)
{
	return find(-1, id, 0);
}

void mview_origin_free(struct mview_origin *origin)
{
	free(origin);
}
