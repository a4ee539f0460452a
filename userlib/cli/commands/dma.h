/* SPDX-License-Identifier: GPL-2.0 */
/* mview dma: its options, and how it has a driver take its device again. */
#ifndef MVIEW_CLI_DMA_H
#define MVIEW_CLI_DMA_H

#include <stdbool.h>

#include "displays/output.h"

/**
 * struct dma_options - of the command line
 * @filter: for devices, or NULL for all
 * @maps: keep a history
 * @callers: with functions
 * @once: list and end
 * @rebind: @filter is a device, whose driver is to take it again
 * @yes: without a question
 * @is_long: all functions, and nothing cut
 * @output: for whom
 */
struct dma_options {
	const char *filter;
	bool maps;
	bool callers;
	bool once;
	bool rebind;
	bool yes;
	bool is_long;
	enum output output;
};

/* Say what --rebind will do, and ask; an exit status. */
int dma_ask(const struct dma_options *options);

struct mview_dma_buffer;
struct mview_dma_buffers;
struct mview_trace_counts;

/*
 * Output for programs. dma_put() prints a buffer, with @change "+" if it came, "-"
 * if it went, or NULL in a list; dma_begin() begins the list, or prints the names
 * of the columns of CSV; dma_put_counts() prints what a trace has seen,
 * which CSV does not have.
 */
void dma_put(const struct mview_dma_buffer *buf, const char *change,
	     const struct dma_options *options, struct output_list *list);
void dma_begin(const struct dma_options *options, bool live,
	       size_t traces, struct output_list *list);
void dma_put_counts(const struct mview_trace_counts *counts,
		    const struct dma_options *options);

/* Do it; an exit status. */
int dma_rebind(const struct dma_options *options);

#endif /* MVIEW_CLI_DMA_H */
