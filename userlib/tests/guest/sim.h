/* SPDX-License-Identifier: GPL-2.0 */
/* Buffers of mview_sim. */
#ifndef MVIEW_TESTS_GUEST_SIM_H
#define MVIEW_TESTS_GUEST_SIM_H

/* 0, or -1 and errno. */
int sim_make(const char *name, const char *kind, const char *format,
	     const char *shape, const char *size);
int sim_set(const char *name, const char *attribute, const char *value);
int sim_remove(const char *name);

/* Entries of /proc/self/fd. */
int count_fds(void);

#endif /* MVIEW_TESTS_GUEST_SIM_H */
