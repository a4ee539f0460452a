// SPDX-License-Identifier: GPL-2.0
/* Symbols from /proc/kallsyms, sorted by address. */
#include "lenses/symbols.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define FAR	4096	/* what lies so far behind a symbol is not its */

/**
 * struct symbol - one of them
 * @address: where it is
 * @name: with its module, as in "nvme_irq [nvme]"
 */
struct symbol {
	uint64_t address;
	char *name;
};

/**
 * struct symbols - all of them, by address
 * @symbols: array
 * @n: its length
 * @room: for so many
 */
static struct symbols {
	struct symbol *symbols;
	size_t n;
	size_t room;
} all;

static void add(uint64_t address, const char *name)
{
	if (all.n == all.room) {
		all.room = all.room ? 2 * all.room : 65536;
		all.symbols = reallocate(all.symbols,
					 all.room * sizeof(*all.symbols));
	}
	all.symbols[all.n++] = (struct symbol) {
		.address = address,
		.name = strcpy(allocate(strlen(name) + 1), name),
	};
}

static int compare(const void *a, const void *b)
{
	const struct symbol *left = a, *right = b;

	return left->address < right->address ? -1 :
	       left->address > right->address;
}

/* "ffffffffc0a01000 t nvme_irq\t[nvme]"; addresses are 0 to who may not know. */
static void read_all(void)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	char line[512], *name, *tab;
	uint64_t address;

	while (file && fgets(line, sizeof(line), file)) {
		address = strtoull(line, &name, 16);
		/* Offsets, as those of per-CPU data, are "absolute". */
		if (!address || strlen(name) < 4 || name[1] == 'A' ||
		    name[1] == 'a')
			continue;
		name += strspn(name, " ") + 2;
		name[strcspn(name, "\n")] = '\0';
		tab = strchr(name, '\t');
		if (tab)
			*tab = ' ';
		add(address, name);
	}
	if (file)
		fclose(file);
	if (all.n)
		qsort(all.symbols, all.n, sizeof(*all.symbols), compare);
}

/* The last one that is not behind @address. */
static const struct symbol *find(uint64_t address)
{
	size_t low = 0, high = all.n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (all.symbols[middle].address > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low ? &all.symbols[low - 1] : NULL;
}

const char *symbols_text(uint64_t address)
{
	const struct symbol *symbol;
	static char text[600];
	static bool is_read;

	if (!is_read)
		read_all();
	is_read = true;
	symbol = address ? find(address) : NULL;
	if (!symbol || address - symbol->address >= FAR)
		return NULL;
	snprintf(text, sizeof(text), "%s", symbol->name);
	if (address > symbol->address)
		snprintf(text, sizeof(text), "%.*s+0x%" PRIx64 "%s",
			 (int)strcspn(symbol->name, " "), symbol->name,
			 address - symbol->address,
			 symbol->name + strcspn(symbol->name, " "));
	return text;
}
