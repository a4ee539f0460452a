/* SPDX-License-Identifier: GPL-2.0 */
/* Files of this machine by which its health is told. */
#ifndef MVIEW_CLI_MACHINE_H
#define MVIEW_CLI_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

#define MACHINE_PATH	512	/* bytes of a path, with its end */

/*
 * Write a path below the root, which a test may have made: the environment's
 * MVIEW_DOCTOR_ROOT, which is for tests alone and not in mview(1). Return @path.
 */
__attribute__((format(printf, 2, 3)))
const char *machine_path(char path[MACHINE_PATH], const char *format, ...);

/* Whether there is such a file. */
__attribute__((format(printf, 1, 2)))
bool machine_has(const char *format, ...);

/* Whether there is one that matches such a pattern, as glob(7) has it. */
__attribute__((format(printf, 1, 2)))
bool machine_matches(const char *format, ...);

/*
 * Read a file's beginning into @text, less the newline at its end; empty if it
 * can't be read. Return the number of bytes.
 */
__attribute__((format(printf, 3, 4)))
size_t machine_read(char *text, size_t size, const char *format, ...);

#endif /* MVIEW_CLI_MACHINE_H */
