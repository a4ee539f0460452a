// SPDX-License-Identifier: LGPL-2.1-or-later
/* What an open file is, by its filesystem and its kind. */
#include "sources/file.h"

#include <linux/fs.h>
#include <linux/magic.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define MVIEW_MAGIC	0x6d766965

const char *file_path(int fd, char *path, size_t size)
{
	char link[32];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, size - 1);
	if (len < 0)
		return "?";
	path[len] = '\0';
	return path;
}

static bool is_of(int fd, unsigned long magic)
{
	struct statfs fs;

	return !fstatfs(fd, &fs) && (unsigned long)fs.f_type == magic;
}

bool file_is_dmabuf(int fd)
{
	return is_of(fd, DMA_BUF_MAGIC);
}

bool file_is_view(int fd)
{
	return is_of(fd, MVIEW_MAGIC);
}

/* The inodes of dma-bufs have a size, but no kind. */
bool file_length(int fd, uint64_t *length)
{
	struct stat stat;

	if (fstat(fd, &stat))
		return false;
	if (S_ISBLK(stat.st_mode))
		return !ioctl(fd, BLKGETSIZE64, length);
	*length = stat.st_size;
	return S_ISREG(stat.st_mode) || file_is_dmabuf(fd);
}
