/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers along a line, of which only the least and the greatest are kept for
 * each place that can be told from the next: any number of them takes little
 * memory.
 */
#ifndef MVIEW_CLI_SPANS_H
#define MVIEW_CLI_SPANS_H

#include <stdint.h>

#include "displays/chart.h"

/**
 * struct spans - the numbers so far
 * @spans: one for each place
 * @n: how many there are
 * @total: numbers that there are going to be
 * @added: so far
 * @at: the place that the last one fell into
 * @next: number of the first one that falls into the place behind it
 */
struct spans {
	struct span *spans;
	int n;
	int64_t total;
	int64_t added;
	int at;
	int64_t next;
};

/**
 * spans_begin - make room
 * @spans: written
 * @total: numbers that there are going to be
 * @most: places at most; if there are fewer numbers, each has its own
 * @start: where the first number is
 * @step: from one to the next
 */
void spans_begin(struct spans *spans, int64_t total, int most, double start,
		 double step);

/* The next of the numbers; one that is not finite is left out. */
void spans_add(struct spans *spans, double value);

#endif /* MVIEW_CLI_SPANS_H */
