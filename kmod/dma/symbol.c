// SPDX-License-Identifier: GPL-2.0
/* Names of the functions that asked for memory. */
#include "dma/symbol.h"

#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/string.h>

/* Functions that allocate on behalf of their callers. */
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

/* False if it has no name, as a trampoline that led to the probe. */
static bool mview_dma_name(char *text, size_t size, unsigned long addr)
{
	/* The address that a call returns to may be the next function's. */
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

/* dma_pool_alloc() and the like are inner too, so that a driver comes first. */
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
