/* SPDX-License-Identifier: GPL-2.0 */
/* Allocations that fail, where the kernel has fault injection. */
#ifndef MVIEW_TEST_FAULT_H
#define MVIEW_TEST_FAULT_H

/* Have allocations of all kinds fail when they are told to, silently, or -1. */
int fault_setup(void);

/* /proc/thread-self/fail-nth, or -1: it is for the thread that opens it. */
int fail_open(void);

/* Have the @nth allocation of this task from now on fail; 0 for none. */
int fail_nth(int fd, unsigned int nth);

/* How many are still to come before the one that fails. */
long fail_left(int fd);

/*
 * Have @percent of all allocations fail that functions of a module ask for or have
 * asked for by others, in any task. 0 ends it. -1 if this kernel can't.
 */
int fail_module(const char *module, unsigned int percent);

#endif /* MVIEW_TEST_FAULT_H */
