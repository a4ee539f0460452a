// SPDX-License-Identifier: GPL-2.0
/* The clock, and figures: medians of rounds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"
#include "figures.h"

struct figure bench_figures[BENCH_FIGURES];
int bench_nfigures;

double bench_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

/* Eight instructions and the loop's own two. */
static double time_loop(unsigned long loops)
{
	double start = bench_now();
	unsigned long i;

	for (i = 0; i < loops; i++)
		__asm__ volatile("nop\nnop\nnop\nnop\nnop\nnop\nnop\nnop");
	return (bench_now() - start) / loops;
}

bool bench_counts(void)
{
	const int tries = 10;
	double took, least = 0;
	int i;

	/* Other processes may take the processor: the least time counts. */
	for (i = 0; i < tries; i++) {
		took = time_loop(100000);
		least = i && least < took ? least : took;
	}
	return least > 9.5 && least < 10.5;
}

long bench_must(long result, const char *what)
{
	if (result < 0) {
		perror(what);
		exit(2);
	}
	return result;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct figure *bench_figure(const char *work, const char *who, double *values,
			    int n)
{
	struct figure *figure = &bench_figures[bench_nfigures];

	if (bench_nfigures == BENCH_FIGURES) {
		fprintf(stderr, "bench: more figures than BENCH_FIGURES\n");
		exit(2);
	}
	bench_nfigures++;
	qsort(values, n, sizeof(*values), compare);
	figure->work = work;
	figure->who = who;
	figure->median = (values[n / 2] + values[(n - 1) / 2]) / 2;
	figure->low = values[0];
	figure->high = values[n - 1];
	figure->faults = -1;
	return figure;
}

struct figure *bench_measure(const char *work, const char *who,
			     void (*run)(void *arg), void *arg, int loops)
{
	double start, values[BENCH_ROUNDS];
	int i, round;

	run(arg);
	for (round = 0; round < BENCH_ROUNDS; round++) {
		start = bench_now();
		for (i = 0; i < loops; i++)
			run(arg);
		values[round] = (bench_now() - start) / loops;
	}
	return bench_figure(work, who, values, BENCH_ROUNDS);
}
