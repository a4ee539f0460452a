/* SPDX-License-Identifier: GPL-2.0 */
/* Devices of the kernel, by sysfs: what stands on one, and its driver. */
#ifndef MVIEW_CLI_DEVICE_H
#define MVIEW_CLI_DEVICE_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

/**
 * struct device - a device that is on a bus
 * @name: as "0000:00:04.0"
 * @bus: as "pci"
 * @path: in /sys, without links
 * @driver: that has it; "" if none
 */
struct device {
	char name[NAME_MAX + 1];
	char bus[NAME_MAX + 1];
	char path[PATH_MAX];
	char driver[NAME_MAX + 1];
};

/* Return: an exit status; on failure it has said why. */
int device_find(struct device *device, const char *name);

/**
 * device_each - go through what of a class stands on a device
 * @device: the device
 * @class: as "block"
 * @use: told of the name and the path of each; a result that is not 0 ends it
 * @arg: handed to @use
 *
 * Return: 0, or what @use returned.
 */
int device_each(const struct device *device, const char *class,
		int (*use)(const char *name, const char *path, void *arg),
		void *arg);

/**
 * device_disks, device_interfaces, device_terminals - what stands on a device
 * @device: that its driver is to let go of
 * @out: told, a line each, what happens to it
 *
 * Return: an exit status. It fails, and has said why, if the device must not be
 * taken away: a filesystem or swap is on it, or the caller is logged in by it.
 */
int device_disks(const struct device *device, FILE *out);
int device_interfaces(const struct device *device, FILE *out);
int device_terminals(const struct device *device, FILE *out);

/**
 * device_rebind - have its driver let go of a device, and take it again
 * @device: has a driver
 *
 * Once begun, it is brought to its end by a process of its own, which neither
 * ^C nor the end of this process stops.
 *
 * Return: an exit status; on failure it has said why.
 */
int device_rebind(const struct device *device);

#endif /* MVIEW_CLI_DEVICE_H */
