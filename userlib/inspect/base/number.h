/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers in names. */
#ifndef MVIEW_INSPECT_NUMBER_H
#define MVIEW_INSPECT_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/**
 * number_read - a number without a sign, decimal or, with 0x, hexadecimal
 * @text: where it is; moved behind it
 * @max: the largest one
 * @number: written
 *
 * Return: false, with nothing moved or written, if there is none, or a larger
 * one.
 */
bool number_read(const char **text, uint64_t max, uint64_t *number);

#endif /* MVIEW_INSPECT_NUMBER_H */
