// SPDX-License-Identifier: LGPL-2.1-or-later
/* Memories: counted, mapped once, given up by the last view. */
#include "view/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/count.h"
#include "base/size.h"
#include "calls/kernel.h"
#include "mview.h"

#define COUNT_UNRELEASED	1ULL
#define COUNT_VIEW		(1ULL << 32)

_Thread_local struct guard *guard_innermost;

bool mem_is_guarded(const struct mem *mem)
{
	const struct guard *guard;

	for (guard = guard_innermost; guard; guard = guard->outer)
		if (guard->mem == mem)
			return true;
	return false;
}

static uint32_t unreleased(uint64_t counts)
{
	return counts;
}

static struct mem *mem_create(void)
{
	struct mem *mem = calloc(1, sizeof(*mem));

	if (!mem)
		return NULL;
	mem->counts = COUNT_VIEW + COUNT_UNRELEASED;
	pthread_mutex_init(&mem->lock, NULL);
	return mem;
}

struct mem *mem_create_local(void *base, bool writable)
{
	struct mem *mem = mem_create();

	if (!mem)
		return NULL;
	mem->base = base;
	mem->writable = writable;
	mem->kind = "memory";
	mem->fd = -1;
	return mem;
}

struct mem *mem_create_kernel(int fd, const struct kernel_view *root)
{
	const struct mview_view_info *info = &root->info;
	struct mem *mem = mem_create();

	if (!mem)
		return NULL;
	mem->origin = root->layout.offset;
	mem->writable = !(info->view_flags & MVIEW_VIEW_IS_READONLY);
	mem->needs_sync = !(info->view_flags & MVIEW_VIEW_IS_COHERENT);
	mem->is_registers = info->kind == MVIEW_KIND_MMIO;
	mem->only_declared = mem->is_registers &&
			     !(info->view_flags & MVIEW_VIEW_IS_UNDECLARED);
	mem->kind = kernel_kind(info->kind);
	mem->buffer_id = info->buffer_id;
	mem->fd = fd;
	mem->map_nbytes = info->map_nbytes;
	mem->map_offset = info->map_offset;
	return mem;
}

int mem_get(struct mem *mem)
{
	uint64_t counts = atomic_load_explicit(&mem->counts,
					       memory_order_relaxed);

	do {
		if (!unreleased(counts))
			return -EBADFD;
	} while (!count_change(&mem->counts, &counts,
			       counts + COUNT_VIEW + COUNT_UNRELEASED));
	return 0;
}

void mem_put(struct mem *mem)
{
	if (atomic_fetch_sub(&mem->counts, COUNT_VIEW) >= 2 * COUNT_VIEW)
		return;
	pthread_mutex_destroy(&mem->lock);
	free(mem);
}

bool mem_drop(struct mem *mem)
{
	uint64_t counts = atomic_load_explicit(&mem->counts,
					       memory_order_relaxed);

	while (unreleased(counts) > 1)
		if (count_change(&mem->counts, &counts,
				 counts - COUNT_VIEW - COUNT_UNRELEASED))
			return true;
	return false;
}

static void mem_unmap(struct mem *mem)
{
	if (!mem->map)
		return;
	munmap(mem->map, mem->map_nbytes);
	mem->map = NULL;
	mem->base = NULL;
}

static int mem_give_up_local(struct mem *mem, bool force)
{
	int err = mem->settle ? mem->settle(mem, force) : 0;

	if (err)
		return err;
	free(mem->own);
	mem->own = NULL;
	return 0;
}

static int mem_give_up_kernel(struct mem *mem, bool force)
{
	mem_unmap(mem);
	if (force && kernel_release(mem->fd) == -EBUSY)
		return -EBUSY;
	close(mem->fd);
	mem->fd = -1;
	return 0;
}

int mem_release(struct mem *mem, bool force)
{
	int err;

	if (unreleased(atomic_fetch_sub(&mem->counts, COUNT_UNRELEASED)) > 1)
		return 0;
	err = mem->fd < 0 ? mem_give_up_local(mem, force) :
			    mem_give_up_kernel(mem, force);
	if (err)
		atomic_fetch_add(&mem->counts, COUNT_UNRELEASED);
	else if (mem->owner && mem->owner->end)
		mem->owner->end(mem->owner_arg);
	return err;
}

int mem_sync(struct mem *mem, unsigned int flags, bool begin)
{
	if (mem->fd >= 0 || !mem->owner || !mem->owner->sync)
		return 0;
	return mem->owner->sync(mem->owner_arg, flags, begin);
}

static int mem_map(struct mem *mem)
{
	int prot = PROT_READ | (mem->writable ? PROT_WRITE : 0);
	/* mmap() of no bytes would not get as far as the reason. */
	int64_t nbytes = mem->map_nbytes ? mem->map_nbytes : 1;
	size_t size;
	void *map;

	if (mem->is_lost)
		return -ENODEV;
	if (mem->base || mem->refused)
		return 0;
	mem->refused = -size_of_bytes(nbytes, &size);
	if (mem->refused)
		return 0;
	map = mmap(NULL, size, prot, MAP_SHARED, mem->fd, 0);
	if (map != MAP_FAILED) {
		mem->map = map;
		mem->base = (char *)map + mem->map_offset;
		return 0;
	}
	if (errno != EOPNOTSUPP && errno != EACCES && errno != EPERM)
		return -errno;
	mem->refused = errno;
	return 0;
}

int mem_base(struct mem *mem, char **base)
{
	int err = 0;

	*base = atomic_load_explicit(&mem->base, memory_order_acquire);
	if (*base)
		return 0;
	if (atomic_load(&mem->is_lost))
		return -ENODEV;
	if (mem->fd < 0 || mem->refused)
		return 0;
	pthread_mutex_lock(&mem->lock);
	err = mem_map(mem);
	*base = mem->base;
	pthread_mutex_unlock(&mem->lock);
	return err;
}
