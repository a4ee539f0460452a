// SPDX-License-Identifier: GPL-2.0
/* QEMU's "edu" device with the driver mview_edu. */
#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "edu.h"
#include "kselftest.h"
#include "mview_test.h"
#include "system.h"

#define SCRATCH	32768	/* of the coherent buffer */

int edu_find(char *name, size_t size)
{
	DIR *dir = opendir(EDU_DRIVER);
	struct dirent *entry;
	int found = -1;

	errno = ENODEV;
	if (!dir)
		return -1;
	while (found && (entry = readdir(dir))) {
		if (!strchr(entry->d_name, ':'))
			continue;
		snprintf(name, size, "%s", entry->d_name);
		found = 0;
	}
	closedir(dir);
	if (found)
		errno = ENODEV;
	return found;
}

bool edu_bound(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), EDU_DRIVER "/%s", name);
	return !access(path, F_OK);
}

int edu_bind(const char *name)
{
	return text_write(EDU_DRIVER "/bind", name);
}

int edu_unbind(const char *name)
{
	return text_write(EDU_DRIVER "/unbind", name);
}

/* Write to an attribute of the device. */
static int edu_tell(const char *attribute, const char *text)
{
	char name[64], path[256];

	if (edu_find(name, sizeof(name)))
		return -1;
	snprintf(path, sizeof(path), EDU_DRIVER "/%s/%s", name, attribute);
	return text_write(path, text);
}

int edu_transfer(const char *direction, const char *buffer,
		 unsigned int offset, unsigned int count)
{
	char text[128];

	snprintf(text, sizeof(text), "%s %s %u %u", direction, buffer, offset,
		 count);
	return edu_tell("transfer", text);
}

int edu_attach(int dmabuf, const char *direction)
{
	char text[64];

	snprintf(text, sizeof(text), "%d %s", dmabuf, direction);
	return edu_tell("attach", text);
}

bool all_are(const volatile void *bytes, int value, size_t count)
{
	const volatile unsigned char *at = bytes;

	while (count && *at == value) {
		at++;
		count--;
	}
	return !count;
}

void fill_all(volatile void *bytes, int value, size_t count)
{
	volatile unsigned char *at = bytes;

	while (count--)
		*at++ = value;
}

static sigjmp_buf on_touch;

static void touch_fault(int number)
{
	(void)number;
	siglongjmp(on_touch, 1);
}

bool touch_is_fatal(const volatile void *byte)
{
	struct sigaction action = { .sa_handler = touch_fault }, old;
	volatile bool fatal = true;

	sigaction(SIGBUS, &action, &old);
	if (!sigsetjmp(on_touch, 1)) {
		(void)*(const volatile char *)byte;
		fatal = false;
	}
	sigaction(SIGBUS, &old, NULL);
	return fatal;
}

static bool bouncing(void)
{
	char line[4096];

	return !text_read("/proc/cmdline", line, sizeof(line)) &&
	       strstr(line, "swiotlb=force");
}

void edu_or_skip(bool bounced)
{
	char name[64];

	if (!edu_find(name, sizeof(name)) && (!bounced || bouncing()))
		return;
	ksft_print_header();
	ksft_exit_skip(bounced ?
		       "no edu device whose streaming DMA is bounced\n" :
		       "no edu device with the driver mview_edu\n");
}

int edu_load(int scratch, int value)
{
	unsigned char bytes[EDU_COUNT];

	memset(bytes, value, EDU_COUNT);
	if (pwrite(scratch, bytes, EDU_COUNT, SCRATCH) != EDU_COUNT)
		return -1;
	return edu_transfer("to_device", "coherent", SCRATCH, EDU_COUNT);
}

int edu_dump(int scratch, void *bytes)
{
	if (edu_transfer("from_device", "coherent", SCRATCH, EDU_COUNT))
		return -1;
	return pread(scratch, bytes, EDU_COUNT, SCRATCH) == EDU_COUNT ? 0 : -1;
}

bool edu_has(int scratch, int value)
{
	unsigned char bytes[EDU_COUNT];

	memset(bytes, ~value, EDU_COUNT);
	return !edu_dump(scratch, bytes) && all_are(bytes, value, EDU_COUNT);
}

int edu_open(int dev, const char *buffer, __u32 flags)
{
	char device[64], name[128];

	if (edu_find(device, sizeof(device)))
		return -1;
	snprintf(name, sizeof(name), "%s.%s", device, buffer);
	return view_open(dev, name, flags);
}

int edu_words(int dev)
{
	int view = edu_open(dev, "regs", MVIEW_OPEN_WRITE | MVIEW_UNDECLARED);
	int words;

	if (view < 0)
		return -1;
	words = view_cast(view, "<I", 1, (__u64[]){ 40 }, MVIEW_CAST_FREE);
	close(view);
	return words;
}

int edu_word_write(int words, unsigned int at, __u32 value)
{
	return pwrite(words, &value, sizeof(value), at) == sizeof(value) ? 0 : -1;
}

__u32 edu_word_read(int words, unsigned int at)
{
	__u32 value;

	return pread(words, &value, sizeof(value), at) == sizeof(value) ?
	       value : ~0U;
}
