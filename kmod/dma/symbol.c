// SPDX-License-Identifier: GPL-2.0
/* The names of functions that call the DMA API. */
#include "dma/symbol.h"

#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/string.h>

/*
 * Prefixes of functions inside of the DMA API, of tracing and of this module.
 */
static const char * const mview_dma_inner[] = {
	"dma_", "dmam_", "__dma_", "mview_dma_", "pci_alloc_consistent",
	"__traceiter_dma_", "trace_event_raw_event_dma_", "stack_trace_save",
	"arch_stack_walk", "ftrace_", "kprobe_", "pre_handler_kretprobe",
};

static bool mview_dma_is_inner(const char *symbol)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mview_dma_inner); i++)
		if (str_has_prefix(symbol, mview_dma_inner[i]))
			return true;
	return false;
}

/* Returns false if it has no name, as the trampoline of a probe. */
static bool mview_dma_name(char *text, size_t size, unsigned long addr)
{
	/* %pB: a call at the end of a function returns to the next one. */
	scnprintf(text, size, "%pB", (void *)addr);
	return !str_has_prefix(text, "0x");
}

bool mview_dma_symbol(char *text, size_t size, unsigned long addr)
{
	if (mview_dma_name(text, size, addr) && !mview_dma_is_inner(text))
		return true;
	memset(text, 0, size);
	return false;
}

/* Inner functions, such as dma_pool_alloc(), are left out where they come first. */
void mview_dma_symbols(char *text, size_t size, const unsigned long *stack,
		       unsigned int depth)
{
	char symbol[KSYM_SYMBOL_LEN];
	bool outside = false;
	unsigned int i;
	size_t len = 0;

	*text = '\0';
	for (i = 0; i < depth; i++) {
		if (!mview_dma_name(symbol, sizeof(symbol), stack[i]))
			continue;
		outside = outside || !mview_dma_is_inner(symbol);
		if (!outside)
			continue;
		if (len + strlen(symbol) + 2 > size)
			break;
		len += scnprintf(text + len, size - len, "%s%s",
				 len ? "\n" : "", symbol);
	}
}
