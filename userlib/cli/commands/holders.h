/* SPDX-License-Identifier: GPL-2.0 */
/* The processes that have a buffer open: a descriptor is a view of it. */
#ifndef MVIEW_CLI_HOLDERS_H
#define MVIEW_CLI_HOLDERS_H

#include <stdint.h>

struct holders;

/* Look at all other processes whose descriptors the caller may see. */
struct holders *holders_find(void);
void holders_free(struct holders *holders);

/**
 * holders_text - the processes that have a buffer open
 * @holders: all of them
 * @id: the buffer's
 *
 * Return: "1234 python3, 99 mview"; "" if there are none. To be freed.
 */
char *holders_text(const struct holders *holders, uint64_t id);

#endif /* MVIEW_CLI_HOLDERS_H */
