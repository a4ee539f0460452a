/* SPDX-License-Identifier: GPL-2.0 */
/* What of the kernel's code the threads of a program reach. */
#ifndef MVIEW_FUZZ_KCOV_H
#define MVIEW_FUZZ_KCOV_H

/*
 * Have the calling process's programs traced, and what they reach counted for
 * libFuzzer. -1 if this kernel has no KCOV, or it is in use.
 */
int kcov_start(void);

/* Number of different places that have been reached since. */
unsigned int kcov_places(void);

#endif /* MVIEW_FUZZ_KCOV_H */
