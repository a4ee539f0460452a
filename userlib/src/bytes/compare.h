/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Numbers, many at a time: made alike, then compared. All integers are made
 * 64 bits wide; those of up to 32 bits, doubles where the others are floats.
 */
#ifndef MVIEW_SRC_COMPARE_H
#define MVIEW_SRC_COMPARE_H

#include <stdbool.h>
#include <stdint.h>

#include "mview.h"

#define COMPARE_MOST	512	/* numbers at a time */

enum number {
	NUMBER_NONE,	/* not one number */
	NUMBER_BOOL,
	NUMBER_INT,
	NUMBER_UINT,
	NUMBER_FLOAT,
};

/* The kind of number that a value of @field is. */
enum number number_kind(const struct mview_field *field);

/* Whether @n consecutive numbers at @a and at @b have the same values. */
bool numbers_equal(const struct mview_field *a_field, const void *a,
		   const struct mview_field *b_field, const void *b,
		   int64_t n);

/* Python's comparison, which is exact. */
bool int_equals_float(int64_t i, double f);
bool uint_equals_float(uint64_t u, double f);

#endif /* MVIEW_SRC_COMPARE_H */
