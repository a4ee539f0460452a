// SPDX-License-Identifier: GPL-2.0
/*
 * What a trace shows of devices with the kernel's own drivers, beside what QEMU
 * finds in the guest's memory at the device address. Run by scripts/dma-oracle:
 * it has QEMU save that memory, as the list in the directory that is the only
 * argument wants it. KTAP.
 */
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "dma.h"
#include "mview_test.h"
#include "system.h"

#define BUFFERS	1024

/* A buffer, as it was when it was listed. */
static struct shown {
	struct origin origin;
	unsigned char *bytes;
} shown[BUFFERS];

static const char * const drivers[] = { "nvme", "e1000e", "xhci_hcd" };

/* Bind each device of a driver anew: it allocates under the trace. */
static void rebind(const char *driver)
{
	char path[256];
	const char *name;
	glob_t found;
	size_t i;

	snprintf(path, sizeof(path), "/sys/bus/pci/drivers/%s/0000:*", driver);
	if (glob(path, 0, NULL, &found))
		return;
	for (i = 0; i < found.gl_pathc; i++) {
		name = strrchr(found.gl_pathv[i], '/') + 1;
		snprintf(path, sizeof(path), "/sys/bus/pci/drivers/%s/unbind",
			 driver);
		text_write(path, name);
		snprintf(path, sizeof(path), "/sys/bus/pci/drivers/%s/bind",
			 driver);
		text_write(path, name);
	}
	globfree(&found);
}

static unsigned char *buffer_bytes(int dev, const struct origin *origin)
{
	size_t size = origin->info.nbytes, done = 0;
	unsigned char *bytes = malloc(size);
	int view = view_open_id(dev, origin->info.id, 0);
	ssize_t n = 1;

	while (bytes && n > 0 && done < size &&
	       (n = pread(view, bytes + done, size - done, done)) > 0)
		done += n;
	close(view);
	if (done == size)
		return bytes;
	free(bytes);
	return NULL;
}

/* Everything of the trace that can be read, also as a list in a file. */
static int list(int dev, int trace, const char *path)
{
	struct mview_trace_info info;
	struct origin origin;
	FILE *file;
	int n = 0;
	__u64 id;

	if (trace_info(trace, MVIEW_TRACE_SETTLE, &info))
		return -1;
	file = fopen(path, "w");
	if (!file)
		return -1;
	for (id = 0; n < BUFFERS && !origin_get(dev, id, MVIEW_BUFFER_INFO_NEXT,
						&origin);
	     id = origin.info.id + 1) {
		if (origin.info.trace != info.trace)
			continue;
		shown[n].origin = origin;
		shown[n].bytes = buffer_bytes(dev, &origin);
		if (shown[n].bytes)
			fprintf(file, "%d %#llx %llu\n", n++,
				(unsigned long long)origin.info.dma_addr,
				(unsigned long long)origin.info.nbytes);
	}
	fclose(file);
	return n;
}

/* Has QEMU found the same there? -1: the memory has changed meanwhile. */
static int same(int dev, const char *dir, int i)
{
	size_t size = shown[i].origin.info.nbytes;
	unsigned char *now = buffer_bytes(dev, &shown[i].origin);
	unsigned char *saved = malloc(size);
	char path[512];
	int fd, result = -1;

	snprintf(path, sizeof(path), "%s/%d", dir, i);
	fd = open(path, O_RDONLY);
	if (now && !memcmp(now, shown[i].bytes, size))
		result = read(fd, saved, size) == (ssize_t)size &&
			 !memcmp(saved, now, size);
	close(fd);
	free(saved);
	free(now);
	return result;
}

/* All of a driver's buffers. */
static int judge(int dev, const char *dir, int n, const char *driver)
{
	int i, one, good = 0, bad = 0, changed = 0, any = 0;
	size_t at;

	for (i = 0; i < n; i++) {
		if (strcmp(shown[i].origin.driver, driver))
			continue;
		for (at = 0; at < shown[i].origin.info.nbytes; at++)
			any |= shown[i].bytes[at];
		one = same(dev, dir, i);
		good += one == 1;
		bad += one == 0;
		changed += one == -1;
		if (!one)
			printf("# differs: %llu bytes of %s\n",
			       (unsigned long long)shown[i].origin.info.nbytes,
			       shown[i].origin.stack);
	}
	printf("# %s: %d alike, %d differ, %d changed\n", driver, good, bad,
	       changed);
	return good && !bad && any ? 0 : 1;
}

int main(int argc, char **argv)
{
	int dev = dev_open(O_RDWR), trace, n, bad, failed = 0;
	char path[512];
	size_t i;

	if (argc != 2)
		return 2;
	trace = trace_open(dev, "bus=pci", MVIEW_TRACE_ALLOCS, 0, 0);
	for (i = 0; i < sizeof(drivers) / sizeof(*drivers); i++)
		rebind(drivers[i]);
	if (system("ip link set dev eth0 up >/dev/null 2>&1"))
		printf("# no eth0\n");
	/* Until the devices are quiet. */
	sleep(3);
	snprintf(path, sizeof(path), "%s/list.new", argv[1]);
	n = list(dev, trace, path);
	printf("KTAP version 1\n1..%zu\n", i);
	if (n < 0)
		return 1;
	chdir(argv[1]);
	rename("list.new", "list");
	for (i = 0; access("done", F_OK) && i < 600; i++)
		usleep(100000);
	for (i = 0; i < sizeof(drivers) / sizeof(*drivers); i++) {
		bad = judge(dev, argv[1], n, drivers[i]);
		printf("%sok %zu %s\n", bad ? "not " : "", i + 1, drivers[i]);
		failed |= bad;
	}
	return failed;
}
