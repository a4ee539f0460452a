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
