/* SPDX-License-Identifier: GPL-2.0 */
/* A control group that memory is charged to. */
#ifndef MVIEW_TEST_GROUP_H
#define MVIEW_TEST_GROUP_H

/**
 * struct group - a control group of version 2, and where its like are mounted
 * @root: the mount
 * @dir: the group
 */
struct group {
	char root[64];
	char dir[80];
};

/* -1 if there are no such groups, or none for memory; group_end() even then. */
int group_make(struct group *group);
/* Once no process is in it; by the one that made it. */
void group_end(struct group *group);

/* Write a file of the group's; "0" into cgroup.procs has the caller join it. */
int group_write(const struct group *group, const char *file, const char *text);

/* Bytes that are charged to it; or -1. */
long group_memory(const struct group *group);

/*
 * Have processors give back what they have charged to it in advance, which is up
 * to 64 pages each. Takes memory that can be had again from its processes.
 */
void group_settle(const struct group *group);

#endif /* MVIEW_TEST_GROUP_H */
