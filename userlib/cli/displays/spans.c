// SPDX-License-Identifier: GPL-2.0
/* Numbers along a line, a least and a greatest for each place. */
#include "displays/spans.h"

#include <math.h>

#include "cli.h"

/* The first of the numbers that fall into a place. */
static int64_t place_start(const struct spans *spans, int at)
{
	int64_t each = spans->total / spans->n, rest = spans->total % spans->n;

	return each * at + (rest * at + spans->n - 1) / spans->n;
}

void spans_begin(struct spans *spans, int64_t total, int most, double start,
		 double step)
{
	int64_t first, next = 0;
	int at;

	*spans = (struct spans) {
		.total = total,
		.n = total < most ? total : most,
	};
	spans->spans = allocate(spans->n * sizeof(*spans->spans));
	for (at = 0; at < spans->n; at++) {
		first = next;
		next = place_start(spans, at + 1);
		spans->spans[at] = (struct span) {
			.x = start + step * (first + (next - 1 - first) / 2.0),
			.lo = INFINITY,
			.hi = -INFINITY,
		};
	}
	if (spans->n)
		spans->next = place_start(spans, 1);
}

void spans_add(struct spans *spans, double value)
{
	struct span *span;

	if (spans->added++ == spans->next)
		spans->next = place_start(spans, ++spans->at + 1);
	if (!isfinite(value))
		return;
	span = &spans->spans[spans->at];
	span->lo = fmin(span->lo, value);
	span->hi = fmax(span->hi, value);
}
