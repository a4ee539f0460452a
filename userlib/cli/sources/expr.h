/* SPDX-License-Identifier: GPL-2.0 */
/* Expressions that name a part of a buffer: adc0[10:20, ..., ::2] */
#ifndef MVIEW_CLI_EXPR_H
#define MVIEW_CLI_EXPR_H

#include <stdbool.h>
#include <stdint.h>

#include <mview.h>

#define EXPR_NAME_MAX	512	/* a source's name and its end */

/**
 * struct expr_slice - one pair of brackets
 * @ranges: what is taken of each axis, but for those of the ellipsis
 * @n: number of @ranges
 * @ellipsis: how many of them stand before "...", or -1 if there is none
 */
struct expr_slice {
	struct mview_range ranges[MVIEW_DIMS];
	int n;
	int ellipsis;
};

/**
 * expr_name, expr_slice - read the next part of an expression
 * @text: moved behind it; on error, to where it is wrong
 * @name: written, up to the first space or [ that no \ stands in front of, and
 *	without these \: room for EXPR_NAME_MAX bytes
 * @slice: written
 *
 * Return: NULL, or what is wrong.
 */
const char *expr_name(const char **text, char *name);
const char *expr_slice(const char **text, struct expr_slice *slice);

/* A name as expr_name() reads it; to be freed. */
char *expr_escape(const char *name);

/**
 * expr_ranges - what a slice takes of each axis
 * @slice: as it was read
 * @ndim: dimensions of the view
 * @ranges: written; room for MVIEW_DIMS
 *
 * Return: the number of @ranges, or -1 if there are more than @ndim.
 */
int expr_ranges(const struct expr_slice *slice, int ndim,
		struct mview_range *ranges);

/**
 * expr_shape - read a shape: 2,3 or (2, 3); one extent may be -1
 * @text: the text
 * @shape: room for MVIEW_DIMS extents
 * @ndim: written
 *
 * Return: NULL, or what is wrong.
 */
const char *expr_shape(const char *text, int64_t *shape, int *ndim);

#endif /* MVIEW_CLI_EXPR_H */
