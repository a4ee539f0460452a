/* SPDX-License-Identifier: GPL-2.0 */
/* Taking a simulated device from its driver, and memory that may be gone. */
#ifndef MVIEW_TEST_UNBIND_H
#define MVIEW_TEST_UNBIND_H

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "mview_test.h"
#include "system.h"

#define SIM_DRIVER	"/sys/bus/platform/drivers/mview_sim/"

/* What simulated memory is filled with before it is given back. */
#define SPOILED		0x6b

/**
 * struct memory - of a simulated buffer that its driver is taken from
 * @kind: attribute of mview_sim
 * @order: attribute; NULL for single pages
 * @shape: attribute
 * @size: bytes
 * @no_map: it can't be mapped
 * @by_pages: processes must not map it by large entries
 * @flags: its views are opened with these, beside MVIEW_OPEN_WRITE
 */
struct memory {
	const char *kind;
	const char *order;
	const char *shape;
	size_t size;
	bool no_map;
	bool by_pages;
	__u32 flags;
};

#define SMALL	.shape = "shape=65536", .size = 65536

static inline int memory_make(const char *name, const struct memory *memory,
			      const char *rate)
{
	return sim_make(name, memory->kind, memory->order ?: "order=0",
			memory->shape, rate);
}

/* Tell the driver's file "bind" or "unbind" the device of a buffer. */
static inline int sim_driver(const char *file, const char *name)
{
	char path[sizeof(SIM_DRIVER) + 16] = SIM_DRIVER;
	char device[64];

	if (sim_get(name, "device", device, sizeof(device)))
		return -1;
	return text_write(strcat(path, file), device);
}

static inline int sim_unbind(const char *name)
{
	return sim_driver("unbind", name);
}

static inline int sim_bind(const char *name)
{
	return sim_driver("bind", name);
}

/* One for each process: a test's threads do not touch side by side. */
static sigjmp_buf touch_failed;

static inline void touch_bus_error(int signal)
{
	siglongjmp(touch_failed, signal);
}

/*
 * touch - read a byte of a mapping
 *
 * Returns it, or -1 if that raised SIGBUS.
 */
static inline int touch(const void *address)
{
	signal(SIGBUS, touch_bus_error);
	if (sigsetjmp(touch_failed, 1))
		return -1;
	return *(const volatile unsigned char *)address;
}

/* The same for writing: 0 or -1. */
static inline int poke(void *address, unsigned char value)
{
	signal(SIGBUS, touch_bus_error);
	if (sigsetjmp(touch_failed, 1))
		return -1;
	*(volatile unsigned char *)address = value;
	return 0;
}

#endif /* MVIEW_TEST_UNBIND_H */
