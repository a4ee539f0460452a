/* SPDX-License-Identifier: GPL-2.0 */
/* The user, capabilities and limits of a test. */
#ifndef MVIEW_TEST_USER_H
#define MVIEW_TEST_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define NOBODY	65534

/* Become that user and group for good; root loses all its privileges. */
int become_user(uid_t user);

/* Have a capability, CAP_*, or not for now. */
int capability_set(int capability, bool on);

/* How many bytes of memory this process lets its user lock. */
int memlock_set(size_t bytes);

#endif /* MVIEW_TEST_USER_H */
