/* SPDX-License-Identifier: GPL-2.0 */
/* What the tests of the tool share: elements, and what is printed of them. */
#ifndef MVIEW_TESTS_PRINTED_H
#define MVIEW_TESTS_PRINTED_H

#include <stdio.h>
#include <stdlib.h>

#include <mview.h>

/* What is printed between capture() and captured(). */
static char *printed;
static size_t printed_size;

static inline FILE *capture(void)
{
	return open_memstream(&printed, &printed_size);
}

static inline void captured(FILE *out, const char *want)
{
	fclose(out);
	assert_string_equal(printed, want);
	free(printed);
}

static inline struct mview *view_of(void *memory, size_t size,
				    const char *format, int ndim, int64_t a,
				    int64_t b, int64_t c)
{
	const int64_t shape[] = { a, b, c };
	struct mview *view = mview_from_layout(memory, size, format, ndim,
					       shape, NULL, 0, 0);

	assert_non_null(view);
	return view;
}

#endif /* MVIEW_TESTS_PRINTED_H */
