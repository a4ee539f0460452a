/* SPDX-License-Identifier: GPL-2.0 */
/* Symbols: what the kernel calls an address, for those who may know. */
#ifndef MVIEW_CLI_LENSES_SYMBOLS_H
#define MVIEW_CLI_LENSES_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

/**
 * symbols_text - a symbol of the running kernel by address
 * @address: a number that is one, or not
 *
 * /proc/kallsyms is read at the first call. It has addresses for those only who
 * may see them, see kptr_restrict in sysctl(8); for others there are none.
 *
 * Return: "nvme_irq [nvme]", "jiffies+0x8"; NULL if there is none. Holds until
 * the next call.
 */
const char *symbols_text(uint64_t address);

#endif /* MVIEW_CLI_LENSES_SYMBOLS_H */
