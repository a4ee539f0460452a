// SPDX-License-Identifier: LGPL-2.1-or-later
/* What bits say of a ring in which all goes in order: the fewest exceptions. */
#include "ring/ring.h"

/*
 * Of 2n places, those of the last n entries are as they should be and the n before
 * them are not, for the bit differs. One place further, the slot there joins the
 * window and leaves it as what it was a way round ago, the contrary: the number of
 * those that are right changes by one. Of places that are as good the last one is
 * taken, on the way from @from: an entry that is missing tells less than one that
 * is there.
 */
struct ring_fit fit_flips(const signed char *bits, int64_t n, int64_t from)
{
	struct ring_fit fit = { .at = from };
	int64_t right = 0, best, i;

	for (i = 0; i < n; i++)
		right += bits[i] == fit_expects(&fit, true, n, i);
	best = right;
	for (i = from; i < from + 2 * n - 1; i++) {
		if (bits[i % n] >= 0)
			right += bits[i % n] == fit_bit(i, n) ? 1 : -1;
		if (right < best)
			continue;
		best = right;
		fit.at = (i + 1) % (2 * n);
	}
	fit.wrong = n - best;
	return fit;
}

/**
 * struct row - slots in a row
 * @start: the first
 * @count: their number
 * @sum: of their weights
 */
struct row {
	int64_t start;
	int64_t count;
	int64_t sum;
};

/* The row with the greatest sum, of +1 for each @bit and -1 for others. */
static struct row best_row(const signed char *bits, int64_t n, bool bit)
{
	struct row row = { .sum = 0 }, best = row;
	int64_t i;

	for (i = 0; i < n; i++) {
		row.sum += (bits[i] == 1) == bit ? 1 : -1;
		row.count++;
		if (row.sum <= 0)
			row = (struct row) { .start = i + 1 };
		else if (row.sum > best.sum)
			best = row;
	}
	return best;
}

/*
 * A row that goes round the end is all but a row that does not: where the slots
 * that the device does not own are a better one, it is what is left.
 */
struct ring_fit fit_run(const signed char *bits, int64_t n)
{
	struct row ones = best_row(bits, n, true);
	struct row others = best_row(bits, n, false);
	int64_t i, count = 0;

	for (i = 0; i < n; i++)
		count += bits[i] == 1;
	if (!count || count == n)
		return (struct ring_fit) { .at = -1, .count = count };
	if (2 * count - n + others.sum > ones.sum) {
		ones.start = (others.start + others.count) % n;
		ones.count = n - others.count;
		ones.sum = 2 * count - n + others.sum;
	}
	return (struct ring_fit) {
		.at = ones.start,
		.count = ones.count,
		.wrong = count - ones.sum,
	};
}

int fit_expects(const struct ring_fit *fit, bool flips, int64_t n, int64_t i)
{
	int64_t from_start;

	/* The bit of the last place before @at that is this slot. */
	if (flips)
		return fit_bit(fit->at + 2 * n - 1 - i, n);
	if (fit->at < 0)
		return fit->count > 0;
	from_start = i >= fit->at ? i - fit->at : i - fit->at + n;
	return from_start < fit->count;
}
