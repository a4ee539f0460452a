/* SPDX-License-Identifier: GPL-2.0 */
/* QEMU's "edu" device with the driver mview_edu, whose transfers are real DMA. */
#ifndef MVIEW_TEST_EDU_H
#define MVIEW_TEST_EDU_H

#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>

#define EDU_DRIVER		"/sys/bus/pci/drivers/mview_edu"

/* Registers, and what the first of them says. */
#define EDU_REG_ID		0x00
#define EDU_REG_LIVE		0x04
#define EDU_REG_SOURCE		0x80
#define EDU_REG_DESTINATION	0x88
#define EDU_REG_COUNT		0x90
#define EDU_REG_COMMAND		0x98
#define EDU_ID			0x010000ed

/* Where the device has its own memory. */
#define EDU_MEMORY		0x40000

#define EDU_SIZE		65536	/* of each buffer but the registers */
#define EDU_AT			1024	/* of it, what tests transfer: in one page */
#define EDU_COUNT		256

/*
 * NEEDS_EDU - skip the whole test where there is no such device
 * @bounced: or where its streaming DMA does not go through bounce buffers
 */
#define NEEDS_EDU(bounced)						\
static void __attribute__((constructor)) needs_edu(void)		\
{									\
	edu_or_skip(bounced);						\
}

void edu_or_skip(bool bounced);

/* The name of a device that the driver is bound to; ENODEV if there is none. */
int edu_find(char *name, size_t size);
bool edu_bound(const char *name);
int edu_bind(const char *name);
int edu_unbind(const char *name);

/*
 * To or from the device's own memory, until its end.
 * @direction: "to_device" or "from_device"
 * @buffer: without the device's name
 */
int edu_transfer(const char *direction, const char *buffer,
		 unsigned int offset, unsigned int count);

/*
 * Let the device import a dma-buf, as the buffer "attached" of edu_transfer(),
 * until another or none, -1.
 * @direction: "bidirectional", "to_device" or "from_device"
 */
int edu_attach(int dmabuf, const char *direction);

/*
 * Set, get and compare EDU_COUNT bytes of the device's own memory.
 * @scratch: a view of the buffer "coherent", through which they go
 */
int edu_load(int scratch, int value);
int edu_dump(int scratch, void *bytes);
bool edu_has(int scratch, int value);

/* A view of a buffer, such as "coherent", of the device that edu_find() finds. */
int edu_open(int dev, const char *buffer, __u32 flags);

/* A view of the registers as 32-bit words, and accesses to one of them. */
int edu_words(int dev);
int edu_word_write(int words, unsigned int at, __u32 value);
__u32 edu_word_read(int words, unsigned int at);

/* Are all bytes of that value; make them so. Not by more than a byte. */
bool all_are(const volatile void *bytes, int value, size_t count);
void fill_all(volatile void *bytes, int value, size_t count);

/* Does the touch of a mapping raise SIGBUS? */
bool touch_is_fatal(const volatile void *byte);

#endif /* MVIEW_TEST_EDU_H */
