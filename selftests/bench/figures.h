/* SPDX-License-Identifier: GPL-2.0 */
/* All figures so far, for the report. */
#ifndef FIGURES_H
#define FIGURES_H

#include "bench.h"

extern struct figure bench_figures[BENCH_FIGURES];
extern int bench_nfigures;

#endif /* FIGURES_H */
