/* SPDX-License-Identifier: GPL-2.0 */
/* mview dma: its options, and how it has a driver take its device again. */
#ifndef MVIEW_CLI_DMA_H
#define MVIEW_CLI_DMA_H

#include <stdbool.h>

/**
 * struct dma_options - of the command line
 * @filter: for devices, or NULL for all
 * @maps: keep a history
 * @callers: with functions
 * @once: list and end
 * @rebind: @filter is a device, whose driver is to take it again
 * @yes: without a question
 * @is_long: all functions, and nothing cut
 */
struct dma_options {
	const char *filter;
	bool maps;
	bool callers;
	bool once;
	bool rebind;
	bool yes;
	bool is_long;
};

/* Say what --rebind will do, and ask; an exit status. */
int dma_ask(const struct dma_options *options);

/* Do it; an exit status. */
int dma_rebind(const struct dma_options *options);

#endif /* MVIEW_CLI_DMA_H */
