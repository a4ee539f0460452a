/* SPDX-License-Identifier: GPL-2.0 */
/* The last programs, in memory that is left when the kernel has crashed. */
#ifndef MVIEW_FUZZ_LAST_H
#define MVIEW_FUZZ_LAST_H

#include <stddef.h>

/* Find the memory. Without it, nothing is kept. */
void last_start(void);

/* A program is about to run. */
void last_keep(const void *program, size_t size);

#endif /* MVIEW_FUZZ_LAST_H */
