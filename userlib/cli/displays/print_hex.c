// SPDX-License-Identifier: GPL-2.0
/* Bytes in hexadecimal and ASCII, as hexdump -C has them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/hex_line.h"
#include "displays/print.h"
#include "lenses/elements.h"
#include "sources/labels.h"
#include "sources/read.h"

#define MANY	(16 << 10)	/* bytes from which on only edges are printed */
#define EDGE	(32 * HEX_LINE)	/* bytes at each edge */
#define NO_VALUE	2	/* what put_wanted() returns for that */

/**
 * struct dump - where the printing of bytes is
 * @how: what was asked for
 * @itemsize: bytes of an element
 * @read: for each byte of an element, whether it was read; NULL if all were
 * @inside: of the element, the byte that comes next
 * @skip: bytes that come first and are not to be printed
 * @left: bytes to be printed
 * @line: what of the line is there
 * @last: the line before, if @lines is not 0
 * @lines: how many there were
 * @starred: those that repeat have been told of
 * @out: where to
 */
struct dump {
	const struct hex_style *how;
	int64_t itemsize;
	const bool *read;
	int64_t inside;
	int64_t skip;
	int64_t left;
	struct hex_line line;
	struct hex_line last;
	int64_t lines;
	bool starred;
	FILE *out;
};

static void put_bytes(const struct dump *dump)
{
	char text[HEX_LINE_TEXT];

	hex_line_text(&dump->line, text);
	fprintf(dump->out, "%s\n", text);
}

static bool repeats(const struct hex_line *line, const struct hex_line *last)
{
	return line->n == HEX_LINE &&
	       !memcmp(line->bytes, last->bytes, HEX_LINE) &&
	       !memcmp(line->known, last->known, sizeof(line->known));
}

/* The line is complete. */
static void put_line(struct dump *dump)
{
	if (!dump->how->repeats && dump->lines &&
	    repeats(&dump->line, &dump->last)) {
		if (!dump->starred)
			fputs("*\n", dump->out);
		dump->starred = true;
	} else {
		dump->starred = false;
		put_bytes(dump);
	}
	dump->last = dump->line;
	dump->lines++;
	dump->line.offset += dump->line.n;
	dump->line.n = 0;
}

static int put_items(void *arg, const void *items, int64_t n)
{
	const unsigned char *bytes = items;
	struct dump *dump = arg;
	struct hex_line *line = &dump->line;
	int64_t i;

	for (i = 0; i < n * dump->itemsize && dump->left; i++) {
		bool known = !dump->read || dump->read[dump->inside];

		dump->inside = (dump->inside + 1) % dump->itemsize;
		if (dump->skip) {
			dump->skip--;
			continue;
		}
		line->known[line->n] = known;
		line->bytes[line->n++] = known ? bytes[i] : 0;
		dump->left--;
		if (line->n == HEX_LINE || !dump->left)
			put_line(dump);
	}
	return ferror(dump->out) ? 1 : 0;
}

/* Print the bytes from @lo to @hi. */
static int put_range(struct dump *dump, struct mview *view, int64_t lo,
		     int64_t hi)
{
	int64_t first = lo / dump->itemsize;
	int64_t n = (hi + dump->itemsize - 1) / dump->itemsize - first;
	void *items = allocate(n * dump->itemsize);
	int err;

	dump->skip = lo % dump->itemsize;
	dump->left = hi - lo;
	dump->inside = 0;
	dump->line.offset = lo;
	dump->lines = 0;
	err = read_range(view, first, n, items);
	if (!err)
		put_items(dump, items, n);
	free(items);
	return err;
}

static int put_edges(struct dump *dump, struct mview *view, int64_t size)
{
	int err = put_range(dump, view, 0, EDGE);

	if (err)
		return err;
	fputs("...\n", dump->out);
	return put_range(dump, view, (size - EDGE) / HEX_LINE * HEX_LINE, size);
}

static int put_all(struct dump *dump, struct mview *view)
{
	struct read_copy copy;
	int err = read_moment(&copy, view);

	if (err)
		return err;
	dump->left = mview_nbytes(view);
	err = read_each(copy.view, put_items, dump);
	read_done(&copy, view);
	return err;
}

/**
 * struct wanted - elements of which some are printed
 * @dump: of them
 * @labels: of the view
 * @shape: of the view
 * @next: the number of the next element
 */
struct wanted {
	struct dump *dump;
	const struct labels *labels;
	const int64_t *shape;
	int64_t next;
};

static void put_element(struct wanted *wanted, const char *item)
{
	struct dump *dump = wanted->dump;
	char label[LABELS_TEXT];

	labels_text(wanted->labels, wanted->shape, wanted->next, label);
	fprintf(dump->out, "[%s]\n", label);
	dump->left = dump->itemsize;
	dump->line.offset = wanted->next * dump->itemsize;
	dump->lines = 0;
	put_items(dump, item, 1);
}

static int put_wanted(void *arg, const void *items, int64_t n)
{
	struct wanted *wanted = arg;
	const char *item = items;
	int64_t i;
	int is;

	for (i = 0; i < n; i++, item += wanted->dump->itemsize) {
		is = elements_wanted(wanted->dump->how->where, item);
		if (is < 0)
			return NO_VALUE;
		if (is)
			put_element(wanted, item);
		wanted->next++;
	}
	return ferror(wanted->dump->out) ? 1 : 0;
}

static int put_where(struct dump *dump, struct mview *view,
		     const struct labels *labels)
{
	struct wanted wanted = {
		.dump = dump,
		.labels = labels,
		.shape = mview_shape(view),
	};
	struct read_copy copy;
	int err = read_moment(&copy, view);

	if (err)
		return err;
	err = read_each(copy.view, put_wanted, &wanted);
	read_done(&copy, view);
	return err;
}

int print_hex(struct mview *view, const struct labels *labels,
	      const struct hex_style *how, FILE *out)
{
	int64_t size = mview_nbytes(view);
	bool *read = hex_line_marks(view);
	struct dump dump = {
		.how = how,
		.itemsize = mview_itemsize(view),
		.read = read,
		.out = out,
	};
	int err;

	if (how->where)
		err = put_where(&dump, view, labels);
	else if (how->all || size <= MANY)
		err = put_all(&dump, view);
	else
		err = put_edges(&dump, view, size);
	if (!how->where)
		fprintf(out, "%08" PRIx64 "\n", size);
	free(read);
	return err < 0 ? -1 : err == NO_VALUE;
}
