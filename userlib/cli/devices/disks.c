// SPDX-License-Identifier: GPL-2.0
/* Devices: the disks on one, and whether anything is using them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cli.h"
#include "devices/device.h"
#include "displays/text.h"

#define DEPTH_MAX	8	/* of what is made of disks, as RAID and LVM */

/* What is being asked: is any of the disks of @device in use? */
struct search {
	const struct device *device;
	FILE *out;
};

static bool read_number(const char *path, dev_t *number)
{
	unsigned int major, minor;
	FILE *in = fopen(path, "re");
	bool is_read = in && fscanf(in, "%u:%u", &major, &minor) == 2;

	if (in)
		fclose(in);
	if (is_read)
		*number = makedev(major, minor);
	return is_read;
}

static bool is_node(const char *path, dev_t disk)
{
	struct stat stat_;

	return !stat(path, &stat_) && S_ISBLK(stat_.st_mode) &&
	       stat_.st_rdev == disk;
}

/*
 * A line of mountinfo: "36 35 98:0 / /mnt rw - ext4 /dev/sda1 rw". Some
 * filesystems have a number of their own in place of the disk's.
 */
static bool line_mounts(char *line, dev_t disk, char *where, size_t size)
{
	unsigned int major, minor;
	char point[512], source[512];
	char *rest = strstr(line, " - ");

	if (!rest || sscanf(line, "%*d %*d %u:%u %*s %511s", &major, &minor,
			    point) != 3)
		return false;
	if (sscanf(rest, " - %*s %511s", source) != 1)
		*source = '\0';
	if (makedev(major, minor) != disk && !is_node(source, disk))
		return false;
	snprintf(where, size, "%s", point);
	return true;
}

static bool find_mount(dev_t disk, char *where, size_t size)
{
	FILE *in = fopen("/proc/self/mountinfo", "re");
	char *line = NULL;
	bool found = false;
	size_t room = 0;

	while (in && !found && getline(&line, &room, in) > 0)
		found = line_mounts(line, disk, where, size);
	free(line);
	if (in)
		fclose(in);
	return found;
}

static bool is_swap(dev_t disk)
{
	FILE *in = fopen("/proc/swaps", "re");
	bool found = false;
	char path[512];

	while (in && !found && fscanf(in, "%511s%*[^\n]", path) == 1)
		found = is_node(path, disk);
	if (in)
		fclose(in);
	return found;
}

/*
 * The kernel lets a disk be opened exclusively by one user at a time: so do
 * filesystems and swap, of any namespace, and programs that want it whole.
 */
static bool is_claimed(const char *name)
{
	char path[PATH_MAX], *c;
	int fd;

	snprintf(path, sizeof(path), "/dev/%s", name);
	for (c = path; *c; c++)
		if (*c == '!')
			*c = '/';
	fd = open(path, O_RDONLY | O_EXCL | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0)
		close(fd);
	return fd < 0 && errno == EBUSY;
}

static int in_use(const struct search *search, const char *name, dev_t disk)
{
	const char *device = search->device->name;
	char where[512];

	if (find_mount(disk, where, sizeof(where)))
		return failed("%s: the filesystem on its disk %s is mounted at "
			      "%s; unmount it first", device, name, where);
	if (is_swap(disk))
		return failed("%s: its disk %s is used for swap; end that "
			      "first: swapoff /dev/%s", device, name, name);
	if (is_claimed(name))
		return failed("%s: its disk %s is in use, by a filesystem or a "
			      "program that wants it for itself; end that "
			      "first", device, name);
	return EXIT_OK;
}

static int look_at(const struct search *search, const char *name, int depth);

/* What is made of a disk, by LVM, RAID, encryption, multipath, ... */
static int look_at_holders(const struct search *search, const char *name,
			   int depth)
{
	char path[PATH_MAX];
	struct dirent *entry;
	int status = EXIT_OK;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/class/block/%s/holders", name);
	dir = opendir(path);
	while (dir && status == EXIT_OK && (entry = readdir(dir)))
		if (*entry->d_name != '.')
			status = look_at(search, entry->d_name, depth + 1);
	if (dir)
		closedir(dir);
	return status;
}

static int look_at(const struct search *search, const char *name, int depth)
{
	int status = EXIT_OK;
	char path[PATH_MAX];
	dev_t disk;

	if (depth < DEPTH_MAX)
		status = look_at_holders(search, name, depth);
	snprintf(path, sizeof(path), "/sys/class/block/%s/dev", name);
	if (status == EXIT_OK && read_number(path, &disk))
		status = in_use(search, name, disk);
	return status;
}

static int look_at_disk(const char *name, const char *path, void *arg)
{
	const struct search *search = arg;
	char partition[PATH_MAX];

	snprintf(partition, sizeof(partition), "%s/partition", path);
	if (access(partition, F_OK))
		text_printf(search->out, "  the disk %s goes away and comes "
			    "back; what is being read or written then fails\n",
			    name);
	return look_at(search, name, 0);
}

int device_disks(const struct device *device, FILE *out)
{
	struct search search = { .device = device, .out = out };

	return device_each(device, "block", look_at_disk, &search);
}
