// SPDX-License-Identifier: GPL-2.0
/*
 * The last programs, in the memory of the device "ivshmem-plain" of QEMU's or of
 * the driver "mmapper" of user mode Linux, which is a file of the host's: what is
 * written to it is there at once, and stays whatever becomes of the kernel.
 *
 * The memory is a ring of slots. Each has the number of the program, from 1 on,
 * its size, both of 64 bits, and the program.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../system.h"
#include "last.h"

#define DEVICES	"/sys/bus/pci/devices"
#define SLOT	1024UL
#define SIZE	(1UL << 20)

static volatile char *memory;

/* A file of a device, as text without the end of its line. */
static int attribute(const char *device, const char *name, char *text,
		     size_t size)
{
	char path[320];

	snprintf(path, sizeof(path), DEVICES "/%s/%s", device, name);
	if (text_read(path, text, size))
		return -1;
	text[strcspn(text, "\n")] = '\0';
	return 0;
}

static void map(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	void *at;

	if (fd < 0)
		return;
	at = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (at != MAP_FAILED)
		memory = at;
}

static void map_of(const char *device)
{
	char path[320];

	snprintf(path, sizeof(path), DEVICES "/%s/enable", device);
	text_write(path, "1");
	snprintf(path, sizeof(path), DEVICES "/%s/resource2", device);
	map(path);
}

void last_start(void)
{
	char vendor[16], device[16];
	struct dirent *entry;
	DIR *dir;

	map("/dev/mmapper");
	dir = opendir(DEVICES);
	while (dir && (entry = readdir(dir)))
		if (!attribute(entry->d_name, "vendor", vendor, 16) &&
		    !attribute(entry->d_name, "device", device, 16) &&
		    !strcmp(vendor, "0x1af4") && !strcmp(device, "0x1110"))
			map_of(entry->d_name);
	if (dir)
		closedir(dir);
}

/* A crash while a slot is written leaves it with number 0. */
void last_keep(const void *program, size_t size)
{
	static uint64_t number;
	volatile char *slot;

	if (!memory || size > SLOT - 16)
		return;
	slot = memory + number % (SIZE / SLOT) * SLOT;
	*(volatile uint64_t *)slot = 0;
	*(volatile uint64_t *)(slot + 8) = size;
	memcpy((char *)slot + 16, program, size);
	*(volatile uint64_t *)slot = ++number;
}
