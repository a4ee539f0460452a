// SPDX-License-Identifier: GPL-2.0
/* A control group that memory is charged to. */
#include "group.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include "system.h"

int group_make(struct group *group)
{
	char path[128];

	snprintf(group->root, sizeof(group->root), "/tmp/mview-group.%d",
		 getpid());
	snprintf(group->dir, sizeof(group->dir), "%s/mview_test", group->root);
	snprintf(path, sizeof(path), "%s/cgroup.subtree_control", group->root);
	return mkdir(group->root, 0700) ||
	       mount("mview_test", group->root, "cgroup2", 0, NULL) ||
	       text_write(path, "+memory") || mkdir(group->dir, 0700) ? -1 : 0;
}

void group_end(struct group *group)
{
	rmdir(group->dir);
	umount2(group->root, MNT_DETACH);
	rmdir(group->root);
}

int group_write(const struct group *group, const char *file, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", group->dir, file);
	return text_write(path, text);
}

long group_memory(const struct group *group)
{
	char path[128], text[64];

	snprintf(path, sizeof(path), "%s/memory.current", group->dir);
	return text_read(path, text, sizeof(text)) ? -1 : atol(text);
}

void group_settle(const struct group *group)
{
	/* Above a limit, what processors keep is given back before all else. */
	group_write(group, "memory.high", "0");
	group_write(group, "memory.high", "max");
	/* Other processors do so in the background. */
	usleep(100000);
}
