/* SPDX-License-Identifier: GPL-2.0 */
/* Windows for Fourier transforms: sums of cosines. */
#ifndef MVIEW_CLI_WINDOW_H
#define MVIEW_CLI_WINDOW_H

#include <stdint.h>

#define WINDOW_TERMS	5

/**
 * struct window - a window
 * @name: its name
 * @terms: factors of 1, -cos(t), cos(2t), -cos(3t), cos(4t), where t goes from 0
 *	to two pi once
 */
struct window {
	const char *name;
	double terms[WINDOW_TERMS];
};

/* Of that name, or the usual one for NULL; NULL if there is none. */
const struct window *window_find(const char *name);

/* Number @i of @n; periodic, as spectra want it. */
double window_at(const struct window *window, int64_t i, int64_t n);

#endif /* MVIEW_CLI_WINDOW_H */
