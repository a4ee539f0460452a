/* SPDX-License-Identifier: GPL-2.0 */
/* Fourier transforms, by FFTW. */
#ifndef MVIEW_CLI_FOURIER_H
#define MVIEW_CLI_FOURIER_H

#include <stdint.h>

#include "displays/window.h"

struct fourier;

/* For @n numbers, at least 2. NULL if FFTW can't be had, or the memory can't. */
struct fourier *fourier_create(const struct window *window, int64_t n);
void fourier_destroy(struct fourier *fourier);

/*
 * Add the squares of the amplitudes in @n numbers to @squares, which has
 * @n / 2 + 1. A sine of amplitude 1 that fits in a whole number of times adds 1
 * at that number.
 */
void fourier_add(struct fourier *fourier, const double *values,
		 double *squares);

#endif /* MVIEW_CLI_FOURIER_H */
