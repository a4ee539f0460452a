/* SPDX-License-Identifier: GPL-2.0 */
/* Findings: what changes as the heads, tails and owner bits of rings do. */
#ifndef MVIEW_CLI_FINDINGS_H
#define MVIEW_CLI_FINDINGS_H

#include "displays/looks.h"

#define FINDINGS	8	/* at most */

struct finding {
	char text[160];
};

/**
 * findings - look for numbers that count, and for bits that flip at even distances
 * @looks: what has changed; numbers are followed through the looks that are kept
 * @found: written: numbers by their addresses, then bits by how many there are
 *
 * Return: how many there are.
 */
int findings(const struct looks *looks, struct finding *found);

#endif /* MVIEW_CLI_FINDINGS_H */
