/* SPDX-License-Identifier: GPL-2.0 */
/* The benchmark of what the kernel does: figures, and what they should be. */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MIB	(1UL << 20)

#define BENCH_ROUNDS	5
#define BENCH_FIGURES	128

/**
 * struct figure - what was measured of one piece of work
 * @work: what is done
 * @who: by whom
 * @median: instructions it takes once
 * @low: the least of all rounds
 * @high: the most
 * @faults: page faults on the way; -1 where nothing is mapped
 * @tables: KiB of page tables for the mapping: none where large entries do
 * @large: KiB that these map, as far as smaps knows: it counts no page frames
 */
struct figure {
	const char *work;
	const char *who;
	double median;
	double low;
	double high;
	long faults;
	long tables;
	long large;
};

/* Nanoseconds, which are instructions where the clock counts them. */
double bench_now(void);

/* Does the clock count instructions? */
bool bench_counts(void);

/* Print @what and exit if @result is negative. Returns @result. */
long bench_must(long result, const char *what);

/*
 * Do @run @loops times in each of some rounds, and once before that. The figure
 * lasts as long as the program.
 */
struct figure *bench_measure(const char *work, const char *who,
			     void (*run)(void *arg), void *arg, int loops);

/* The figure of values measured otherwise; they are sorted. */
struct figure *bench_figure(const char *work, const char *who, double *values,
			    int n);

/*
 * @value should be at most @most: in @unit, and @peer is what today's best
 * needs, by the name @whose. Printed and kept.
 */
void bench_judge(const char *work, double value, double most, const char *unit,
		 double peer, const char *whose);

/* All figures as a table, and all there is as JSON in the file @path. */
void bench_print_figures(void);
int bench_write(const char *path);

/* Were all targets reached? */
bool bench_reached(void);

/* A line of explanation, before the results. */
void bench_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The pieces of work, a file each. */
void bench_maps(void);
void bench_commands(void);
void bench_reads(void);
void bench_imports(void);
void bench_many(void);
void bench_dma(void);

#endif /* BENCH_H */
