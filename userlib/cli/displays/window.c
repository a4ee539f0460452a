// SPDX-License-Identifier: GPL-2.0
/* Windows for Fourier transforms. */
#include "displays/window.h"

#include <math.h>
#include <string.h>

/* The usual one comes first. */
static const struct window windows[] = {
	{ "hann", { 0.5, 0.5 } },
	{ "hamming", { 0.54, 0.46 } },
	{ "blackman", { 0.42, 0.5, 0.08 } },
	{ "flattop", { 0.21557895, 0.41663158, 0.277263158, 0.083578947,
		       0.006947368 } },
	{ "none", { 1 } },
};

const struct window *window_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(windows) / sizeof(*windows); i++)
		if (!name || !strcmp(windows[i].name, name))
			return &windows[i];
	return NULL;
}

double window_at(const struct window *window, int64_t i, int64_t n)
{
	double sum = 0, sign = 1;
	int term;

	for (term = 0; term < WINDOW_TERMS; term++, sign = -sign)
		if (window->terms[term])
			sum += sign * window->terms[term] *
			       cos(2 * M_PI * term * i / n);
	return sum;
}
