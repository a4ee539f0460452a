// SPDX-License-Identifier: LGPL-2.1-or-later
/* Views of mapped files. */
#include "sources/mapping.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mview-inspect.h"
#include "sources/hold.h"

/**
 * struct mapping - a mapped part of a file
 * @hold: what the view knows
 * @map: where it is; NULL if the part is empty
 * @size: of the mapping, which begins with a whole page
 * @fd: the dma-buf, to be synced; or -1
 */
struct mapping {
	struct hold hold;
	void *map;
	size_t size;
	int fd;
};

static void mapping_end(struct hold *hold)
{
	struct mapping *mapping = (struct mapping *)hold;

	if (mapping->map)
		munmap(mapping->map, mapping->size);
	if (mapping->fd >= 0)
		close(mapping->fd);
	free(mapping);
}

static int mapping_sync(struct hold *hold, unsigned int flags, bool begin)
{
	struct mapping *mapping = (struct mapping *)hold;
	struct dma_buf_sync sync = {
		.flags = begin ? DMA_BUF_SYNC_START : DMA_BUF_SYNC_END,
	};

	if (flags & MVIEW_READ)
		sync.flags |= DMA_BUF_SYNC_READ;
	if (flags & MVIEW_WRITE)
		sync.flags |= DMA_BUF_SYNC_RW;
	while (ioctl(mapping->fd, DMA_BUF_IOCTL_SYNC, &sync))
		if (errno != EAGAIN && (errno != EINTR || begin))
			return -errno;
	return 0;
}

/* Where an empty file is. */
static char nothing;

static const struct hold_ops plain = { .end = mapping_end };
static const struct hold_ops file = { .end = mapping_end, .is_file = true };
static const struct hold_ops dmabuf = {
	.end = mapping_end,
	.sync = mapping_sync,
};

/* Linux before 6.7 shares no memfd that is sealed against writing. */
static void *map(int fd, uint64_t offset, size_t size, unsigned int flags)
{
	int prot = flags & MVIEW_WRITE ? PROT_READ | PROT_WRITE : PROT_READ;
	void *at = mmap(NULL, size, prot, MAP_SHARED, fd, offset);

	if (at == MAP_FAILED && errno == EPERM && prot == PROT_READ)
		at = mmap(NULL, size, prot, MAP_PRIVATE, fd, offset);
	return at == MAP_FAILED ? NULL : at;
}

static struct mapping *mapping_create(int fd, uint64_t offset, uint64_t nbytes,
				      unsigned int flags)
{
	struct mapping *mapping = calloc(1, sizeof(*mapping));

	if (!mapping)
		return NULL;
	mapping->hold.ops = &plain;
	mapping->fd = -1;
	if (!nbytes)
		return mapping;
	mapping->size = nbytes;
	mapping->map = map(fd, offset, nbytes, flags);
	if (mapping->map)
		return mapping;
	free(mapping);
	return NULL;
}

/* Devices keep the length that they have. */
static bool may_become_shorter(int fd)
{
	struct stat stat;

	return !fstat(fd, &stat) && S_ISREG(stat.st_mode);
}

struct mview *mapping_view(int fd, uint64_t offset, uint64_t nbytes,
			   unsigned int flags)
{
	uint64_t skip = offset % sysconf(_SC_PAGESIZE);
	struct mapping *mapping;
	char *bytes;

	if (nbytes > SIZE_MAX - skip || offset > INT64_MAX - nbytes) {
		errno = EOVERFLOW;
		return NULL;
	}
	mapping = mapping_create(fd, offset - skip, nbytes ? skip + nbytes : 0,
				 flags);
	if (!mapping)
		return NULL;
	if (may_become_shorter(fd))
		mapping->hold.ops = &file;
	bytes = mapping->map ? (char *)mapping->map + skip : &nothing;
	return hold_bind(mview_from_memory(bytes, nbytes, flags),
			 &mapping->hold);
}

struct hold *mapping_dmabuf(int fd, uint64_t nbytes, unsigned int flags,
			    void **bytes)
{
	struct mapping *mapping = mapping_create(fd, 0, nbytes, flags);

	if (!mapping)
		return NULL;
	mapping->hold.ops = &dmabuf;
	mapping->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (mapping->fd < 0) {
		hold_bind(NULL, &mapping->hold);
		return NULL;
	}
	*bytes = mapping->map ? mapping->map : &nothing;
	return &mapping->hold;
}
