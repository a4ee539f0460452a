// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Shapes, strides and indices, which libmview and Python have of different widths
 * on 32-bit machines.
 */
#include "view.h"

#define SAME_WIDTH	(sizeof(Py_ssize_t) == sizeof(int64_t))

const int64_t *numbers_wide(int64_t *room, const Py_ssize_t *numbers, int n)
{
	if (SAME_WIDTH || !numbers)
		return (const int64_t *)numbers;
	while (n--)
		room[n] = numbers[n];
	return room;
}

const Py_ssize_t *numbers_narrow(Py_ssize_t *room, const int64_t *numbers,
				 int n)
{
	if (SAME_WIDTH || !numbers)
		return (const Py_ssize_t *)numbers;
	while (n--)
		room[n] = numbers[n];
	return room;
}

static bool all_fit(const int64_t *numbers, int n)
{
	while (numbers && n--)
		if (numbers[n] != (Py_ssize_t)numbers[n])
			return false;
	return true;
}

bool array_is_narrow(const struct mview_array *array, int ndim)
{
	return SAME_WIDTH || (all_fit(&array->len, 1) &&
			      all_fit(array->shape, ndim) &&
			      all_fit(array->strides, ndim) &&
			      all_fit(array->suboffsets, ndim));
}
