// SPDX-License-Identifier: GPL-2.0
/* Simulated buffers through configfs. */
#include "sim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT	"/sys/kernel/config/mview_sim/"

int sim_set(const char *name, const char *attribute, const char *value)
{
	char path[256];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), ROOT "%s/%s", name, attribute);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = write(fd, value, strlen(value));
	close(fd);
	return n < 0 ? -1 : 0;
}

int sim_make(const char *name, const char *kind, const char *format,
	     const char *shape, const char *size)
{
	char path[256];
	int err;

	snprintf(path, sizeof(path), ROOT "%s", name);
	if (mkdir(path, 0755))
		return -1;
	if (!sim_set(name, "kind", kind) && !sim_set(name, "format", format) &&
	    !sim_set(name, "shape", shape) && !sim_set(name, "size", size) &&
	    !sim_set(name, "pattern", "counter") &&
	    !sim_set(name, "live", "1"))
		return 0;
	err = errno;
	rmdir(path);
	errno = err;
	return -1;
}

int sim_remove(const char *name)
{
	char path[256];

	if (sim_set(name, "live", "0"))
		return -1;
	snprintf(path, sizeof(path), ROOT "%s", name);
	return rmdir(path);
}

int count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}
