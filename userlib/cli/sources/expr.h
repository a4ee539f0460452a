/* SPDX-License-Identifier: GPL-2.0 */
/* Expressions that name a part of a buffer: adc0[10:20, ..., ::2] */
#ifndef MVIEW_CLI_EXPR_H
#define MVIEW_CLI_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <mview.h>

#define EXPR_ENDS	" \t\n["	/* what ends the name of a source */

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
 * @name: written: where in @text the name begins
 * @len: written: its bytes, up to the first of EXPR_ENDS
 * @slice: written
 *
 * What a backslash stands in front of ends no name. These backslashes are part of
 * what is found, and mview_source_open() reads them.
 *
 * Return: NULL, or what is wrong.
 */
const char *expr_name(const char **text, const char **name, size_t *len);
const char *expr_slice(const char **text, struct expr_slice *slice);

/* The first of @marks that no backslash stands in front of, or the end. */
const char *expr_find(const char *text, const char *marks);

/* What stands before that, without its backslashes; to be freed. */
char *expr_part(const char *text, const char *marks);

/* A part with backslashes, so that it has none of @marks; to be freed. */
char *expr_escape(const char *part, const char *marks);

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
