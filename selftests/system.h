/* SPDX-License-Identifier: GPL-2.0 */
/* What the tests ask the system for beside mview's own files. */
#ifndef MVIEW_TEST_SYSTEM_H
#define MVIEW_TEST_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Is it the debug kernel, which sees what others do not? Races that only it can
 * see the outcome of are shorter elsewhere.
 */
bool kernel_is_debug(void);

/*
 * Does a debugger reach what a driver has mapped? The kernel asks the driver
 * only on architectures that have HAVE_IOREMAP_PROT.
 */
bool debugger_reaches_drivers(void);

/* In a test, with return: skip it where none reaches what it is about. */
#define SKIP_UNLESS_DEBUGGED(otherwise, what)				\
do {									\
	if (!debugger_reaches_drivers())				\
		SKIP(otherwise, "no debugger reaches %s here", what);	\
} while (0)

/*
 * What is to race needs them all: in a guest, programs start on one processor. For
 * the caller, and whatever it starts from now on.
 */
int cpus_use_all(void);

/* Have the kernel load a module of its own, if it has it. */
void module_request(const char *name);

/*
 * Modules of the project, from the directory that the environment names as
 * MVIEW_MODULES. Unloading one in use fails with EAGAIN.
 */
int module_load(const char *name);
int module_unload(const char *name);

/* How often a module is in use; -1 if it is not loaded. */
int module_users(const char *name);

/*
 * smaps_kib - a line of /proc/self/smaps in KiB
 * @address: the mapping begins there
 * @key: such as "FilePmdMapped"
 *
 * Returns -1 if there is no such mapping or line.
 */
long smaps_kib(const void *address, const char *key);

/* Is a flag, such as "dd", among the VmFlags of the mapping that begins there? */
bool smaps_flag(const void *address, const char *flag);

/*
 * Are the @npages pages from @address on, of a pinnable view's mapping that has
 * been touched, one after the other in physical memory? -1 if unknown.
 */
int pages_in_one_piece(const void *address, unsigned long npages);

/* All of a file of text; -1 if it does not fit with a terminating zero. */
int text_read(const char *path, char *text, size_t size);

/* Does the text contain what may be a kernel address, or a hashed one? */
bool text_has_address(const char *text);

/* Replace what is in a file of the kernel's by a text. */
int text_write(const char *path, const char *text);

#endif /* MVIEW_TEST_SYSTEM_H */
