// SPDX-License-Identifier: GPL-2.0
/* What the tests ask the system for beside mview's own files. */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "system.h"

int text_read(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t done = 0;
	ssize_t got;

	if (fd < 0)
		return -1;
	while (done < size && (got = read(fd, text + done, size - done)) > 0)
		done += got;
	close(fd);
	if (done == size || got < 0)
		return -1;
	text[done] = '\0';
	return 0;
}

int text_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	ssize_t done;
	int error;

	if (fd < 0)
		return -1;
	done = write(fd, text, strlen(text));
	error = errno;
	close(fd);
	errno = error;
	return done < 0 ? -1 : 0;
}

int cpus_use_all(void)
{
	cpu_set_t all;

	memset(&all, 0xff, sizeof(all));
	return sched_setaffinity(0, sizeof(all), &all);
}

bool debugger_reaches_drivers(void)
{
#ifdef __riscv
	return false;
#else
	return true;
#endif
}

bool kernel_is_debug(void)
{
	struct utsname name;

	return !uname(&name) && strstr(name.release, "-debug-");
}

int module_load(const char *name)
{
	char path[512];
	int fd, failed;

	snprintf(path, sizeof(path), "%s/%s.ko", getenv("MVIEW_MODULES"),
		 name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	failed = syscall(SYS_finit_module, fd, "", 0);
	close(fd);
	return failed;
}

int module_unload(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK);
}

int module_users(const char *name)
{
	char path[128], text[32];

	snprintf(path, sizeof(path), "/sys/module/%s/refcnt", name);
	return text_read(path, text, sizeof(text)) ? -1 : atoi(text);
}

/*
 * SIOCGIFFLAGS of an interface that does not exist makes the kernel look for a
 * module of that name, wherever this system keeps its modules.
 */
void module_request(const char *name)
{
	struct ifreq request = {};
	int fd;

	/* The kernel would start modprobe twice, also for one that is there. */
	if (module_users(name) >= 0)
		return;
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	ioctl(fd, SIOCGIFFLAGS, &request);
	close(fd);
}

int pages_in_one_piece(const void *address, unsigned long npages)
{
	const uint64_t present = 1ULL << 63, frame = (1ULL << 55) - 1;
	uint64_t entry, first = 0;
	off_t at = (uintptr_t)address / getpagesize() * sizeof(entry);
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC), one = 1;
	unsigned long i;

	for (i = 0; i < npages && one > 0; i++) {
		if (pread(fd, &entry, sizeof(entry),
			  at + i * sizeof(entry)) != sizeof(entry) ||
		    !(entry & present) || !(entry & frame))
			one = -1;
		else if (!i)
			first = entry & frame;
		else if ((entry & frame) != first + i)
			one = 0;
	}
	close(fd);
	return one;
}

/* What stands behind "key:" of the mapping that begins at @address. */
static int smaps_line(const void *address, const char *key, char *value,
		      size_t size)
{
	size_t len = strlen(key);
	unsigned long start, end;
	bool here = false;
	char line[512];
	FILE *file;
	int found = -1;

	file = fopen("/proc/self/smaps", "re");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%lx-%lx", &start, &end) == 2) {
			here = start == (uintptr_t)address;
		} else if (here && !strncmp(line, key, len) &&
			   line[len] == ':') {
			snprintf(value, size, "%s", line + len + 1);
			found = 0;
		}
	}
	if (file)
		fclose(file);
	return found;
}

long smaps_kib(const void *address, const char *key)
{
	char value[512];
	long kib;

	if (smaps_line(address, key, value, sizeof(value)) ||
	    sscanf(value, "%ld kB", &kib) != 1)
		return -1;
	return kib;
}

bool smaps_flag(const void *address, const char *flag)
{
	char value[512], wanted[16];

	snprintf(wanted, sizeof(wanted), " %s", flag);
	return !smaps_line(address, "VmFlags", value, sizeof(value)) &&
	       strstr(value, wanted);
}

/* Kernel addresses begin with 0xffff, hashed pointers have 16 digits. */
bool text_has_address(const char *text)
{
	size_t digits;

	for (; *text; text += digits + 1) {
		digits = strspn(text, "0123456789abcdefABCDEF");
		if (digits >= 12)
			return true;
		if (!text[digits])
			break;
	}
	return false;
}
