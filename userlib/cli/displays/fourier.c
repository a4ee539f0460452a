// SPDX-License-Identifier: GPL-2.0
/* Fourier transforms, by FFTW, which is loaded when it is needed. */
#include "displays/fourier.h"

#include <complex.h>
#include <fftw3.h>
#include <stdlib.h>

#include "cli.h"
#include "load/load.h"

#define FUNCTIONS(f, s)			\
	f(fftw_alloc_real) s		\
	f(fftw_alloc_complex) s		\
	f(fftw_plan_dft_r2c_1d) s	\
	f(fftw_execute) s		\
	f(fftw_destroy_plan) s		\
	f(fftw_free) s

static struct fftw {
	FUNCTIONS(LOAD_POINTER, ;)
} fftw;

/**
 * struct fourier - a transform
 * @n: numbers
 * @weights: of each, so that a sine's amplitude stays what it is
 * @in: weighted numbers
 * @out: their transform
 * @plan: from @in to @out
 */
struct fourier {
	int64_t n;
	double *weights;
	double *in;
	fftw_complex *out;
	fftw_plan plan;
};

/* Half of a sine's amplitude is at its negative frequency. */
static void find_weights(struct fourier *fourier, const struct window *window)
{
	double sum = 0;
	int64_t i;

	for (i = 0; i < fourier->n; i++) {
		fourier->weights[i] = window_at(window, i, fourier->n);
		sum += fourier->weights[i];
	}
	for (i = 0; i < fourier->n; i++)
		fourier->weights[i] *= 2 / sum;
}

struct fourier *fourier_create(const struct window *window, int64_t n)
{
	struct fourier *fourier;

	if (LOAD(fftw, "libfftw3.so.3", FUNCTIONS))
		return NULL;
	fourier = allocate(sizeof(*fourier));
	*fourier = (struct fourier) {
		.n = n,
		.weights = allocate(n * sizeof(double)),
		.in = fftw.fftw_alloc_real(n),
		.out = fftw.fftw_alloc_complex(n / 2 + 1),
	};
	if (fourier->in && fourier->out)
		fourier->plan = fftw.fftw_plan_dft_r2c_1d(n, fourier->in,
							  fourier->out,
							  FFTW_ESTIMATE);
	if (!fourier->plan) {
		fourier_destroy(fourier);
		return NULL;
	}
	find_weights(fourier, window);
	return fourier;
}

void fourier_destroy(struct fourier *fourier)
{
	if (!fourier)
		return;
	if (fourier->plan)
		fftw.fftw_destroy_plan(fourier->plan);
	fftw.fftw_free(fourier->in);
	fftw.fftw_free(fourier->out);
	free(fourier->weights);
	free(fourier);
}

void fourier_add(struct fourier *fourier, const double *values, double *squares)
{
	int64_t i, n = fourier->n;
	double re, im, square;

	for (i = 0; i < n; i++)
		fourier->in[i] = values[i] * fourier->weights[i];
	fftw.fftw_execute(fourier->plan);
	for (i = 0; i <= n / 2; i++) {
		re = creal(fourier->out[i]);
		im = cimag(fourier->out[i]);
		square = re * re + im * im;
		/* These two have no negative frequency. */
		squares[i] += i == 0 || 2 * i == n ? square / 4 : square;
	}
}
