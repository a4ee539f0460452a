// SPDX-License-Identifier: GPL-2.0
/* Devices: finding them, and what is below one. */
#include "devices/device.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* The last part of what the link at @path leads to; "" if there is none. */
static void read_link_name(const char *path, char *name)
{
	char target[PATH_MAX];
	ssize_t length = readlink(path, target, sizeof(target) - 1);

	*name = '\0';
	if (length <= 0)
		return;
	target[length] = '\0';
	snprintf(name, NAME_MAX + 1, "%s", basename(target));
}

/* @link is "/sys/bus/BUS/devices/NAME". */
static int read_device(struct device *device, const char *link)
{
	char path[PATH_MAX];

	if (!realpath(link, device->path))
		return failed("%s: %s", link, strerror(errno));
	snprintf(path, sizeof(path), "%s/driver", link);
	read_link_name(path, device->driver);
	snprintf(path, sizeof(path), "%s/subsystem", link);
	read_link_name(path, device->bus);
	return EXIT_OK;
}

int device_find(struct device *device, const char *name)
{
	char pattern[PATH_MAX];
	int status = EXIT_FAILED;
	glob_t found;

	*device = (struct device) { .name = "" };
	if (!*name || strlen(name) > NAME_MAX || strpbrk(name, "/*?[]\\="))
		return failed("%s: that is no device; one is called as "
			      "0000:00:04.0 is, see /sys/bus/*/devices", name);
	snprintf(device->name, sizeof(device->name), "%s", name);
	snprintf(pattern, sizeof(pattern), "/sys/bus/*/devices/%s", name);
	if (glob(pattern, GLOB_NOSORT, NULL, &found))
		return failed("%s: there is no such device, see "
			      "/sys/bus/*/devices", name);
	if (found.gl_pathc > 1)
		failed("%s: several devices are called that: %s, %s", name,
		       found.gl_pathv[0], found.gl_pathv[1]);
	else
		status = read_device(device, found.gl_pathv[0]);
	globfree(&found);
	return status;
}

static bool is_below(const char *path, const struct device *device)
{
	size_t length = strlen(device->path);
	char real[PATH_MAX];

	return realpath(path, real) && !strncmp(real, device->path, length) &&
	       (!real[length] || real[length] == '/');
}

/*
 * The disks of an NVMe controller may be below its subsystem, which links to
 * the controllers that lead to them.
 */
static bool is_led_to(const char *path, const struct device *device)
{
	static const char parent[] = "/nvme-subsystem/";
	char real[PATH_MAX + 8], *name;
	bool found = false;
	glob_t links;
	size_t i;

	name = realpath(path, real) ? strstr(real, parent) : NULL;
	if (!name)
		return false;
	name += strlen(parent);
	strcpy(name + strcspn(name, "/"), "/nvme*");
	if (glob(real, GLOB_NOSORT, NULL, &links))
		return false;
	for (i = 0; i < links.gl_pathc && !found; i++)
		found = is_below(links.gl_pathv[i], device);
	globfree(&links);
	return found;
}

int device_each(const struct device *device, const char *class,
		int (*use)(const char *name, const char *path, void *arg),
		void *arg)
{
	char path[PATH_MAX];
	struct dirent *entry;
	int result = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/class/%s", class);
	dir = opendir(path);
	while (dir && !result && (entry = readdir(dir))) {
		if (*entry->d_name == '.')
			continue;
		snprintf(path, sizeof(path), "/sys/class/%s/%s", class,
			 entry->d_name);
		if (is_below(path, device) || is_led_to(path, device))
			result = use(entry->d_name, path, arg);
	}
	if (dir)
		closedir(dir);
	return result;
}
