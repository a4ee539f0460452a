// SPDX-License-Identifier: GPL-2.0
/* Allocations that fail, where the kernel has fault injection. */
#include "fault.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "system.h"

static int attribute(const char *of, const char *name, const char *value)
{
	char path[256];

	snprintf(path, sizeof(path), "/sys/kernel/debug/%s/%s", of, name);
	return text_write(path, value);
}

/* For slabs and for pages. */
static int attributes(const char *name, const char *value)
{
	return attribute("failslab", name, value) ||
	       attribute("fail_page_alloc", name, value) ? -1 : 0;
}

int fault_setup(void)
{
	return attributes("ignore-gfp-wait", "N") ||
	       attributes("verbose", "0") ||
	       attribute("fail_page_alloc", "ignore-gfp-highmem", "N") ||
	       attribute("fail_page_alloc", "min-order", "0") ? -1 : 0;
}

int fail_open(void)
{
	return open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
}

int fail_nth(int fd, unsigned int nth)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", nth);

	return pwrite(fd, text, len, 0) == len ? 0 : -1;
}

long fail_left(int fd)
{
	char text[16] = "";

	if (pread(fd, text, sizeof(text) - 1, 0) <= 0)
		return -1;
	return strtol(text, NULL, 10);
}

/* Where the code of a module begins, and where what it has ends at the latest. */
static int module_range(const char *module, unsigned long *start,
			unsigned long *end)
{
	char line[512], name[64];
	unsigned long size;
	FILE *file;
	int err = -1;

	file = fopen("/proc/modules", "re");
	while (err && file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%63s %lu %*s %*s %*s %lx", name, &size,
			   start) != 3 || strcmp(name, module))
			continue;
		*end = *start + size;
		err = 0;
	}
	if (file)
		fclose(file);
	return err;
}

int fail_module(const char *module, unsigned int percent)
{
	unsigned long start = 0, end = -1;
	char from[32], to[32], chance[16];

	if (percent && module_range(module, &start, &end))
		return -1;
	snprintf(from, sizeof(from), "%#lx", start);
	snprintf(to, sizeof(to), "%#lx", end);
	snprintf(chance, sizeof(chance), "%u", percent);
	return attributes("probability", "0") ||
	       attributes("require-start", from) ||
	       attributes("require-end", to) ||
	       attributes("task-filter", "N") ||
	       attributes("interval", "1") ||
	       attributes("times", "-1") ||
	       attributes("probability", chance) ? -1 : 0;
}
