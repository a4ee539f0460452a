// SPDX-License-Identifier: GPL-2.0
/* Bytes in hexadecimal and ASCII, as hexdump -C has them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/print.h"
#include "lenses/elements.h"
#include "sources/labels.h"
#include "sources/read.h"

#define LINE	16
#define MANY	(16 << 10)	/* bytes from which on only edges are printed */
#define EDGE	(32 * LINE)	/* bytes at each edge */
#define NO_VALUE	2	/* what put_wanted() returns for that */

/**
 * struct dump - where the printing of bytes is
 * @how: what was asked for
 * @itemsize: bytes of an element
 * @read: for each byte of an element, whether it was read; NULL if all were
 * @inside: of the element, the byte that comes next
 * @skip: bytes that come first and are not to be printed
 * @left: bytes to be printed
 * @offset: of the line's first byte
 * @line: bytes of the line that are there
 * @known: for each of them, whether it was read
 * @n: their number
 * @last: the line before, and what was known of it, if @lines is not 0
 * @last_known: likewise
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
	int64_t offset;
	unsigned char line[LINE];
	bool known[LINE];
	int n;
	unsigned char last[LINE];
	bool last_known[LINE];
	int64_t lines;
	bool starred;
	FILE *out;
};

static void put_bytes(const struct dump *dump)
{
	FILE *out = dump->out;
	int i;

	fprintf(out, "%08" PRIx64 " ", dump->offset);
	for (i = 0; i < LINE; i++) {
		if (i == LINE / 2)
			fputc(' ', out);
		if (i >= dump->n)
			fputs("   ", out);
		else if (!dump->known[i])
			fputs(" --", out);
		else
			fprintf(out, " %02x", dump->line[i]);
	}
	fputs("  |", out);
	for (i = 0; i < dump->n; i++) {
		unsigned char c = dump->line[i];

		if (!dump->known[i])
			fputc(' ', out);
		else
			fputc(c >= ' ' && c < 0x7f ? c : '.', out);
	}
	fputs("|\n", out);
}

/* The line is complete. */
static void put_line(struct dump *dump)
{
	if (!dump->how->repeats && dump->lines && dump->n == LINE &&
	    !memcmp(dump->line, dump->last, LINE) &&
	    !memcmp(dump->known, dump->last_known, sizeof(dump->known))) {
		if (!dump->starred)
			fputs("*\n", dump->out);
		dump->starred = true;
	} else {
		dump->starred = false;
		put_bytes(dump);
	}
	memcpy(dump->last, dump->line, LINE);
	memcpy(dump->last_known, dump->known, sizeof(dump->known));
	dump->lines++;
	dump->offset += dump->n;
	dump->n = 0;
}

static int put_items(void *arg, const void *items, int64_t n)
{
	const unsigned char *bytes = items;
	struct dump *dump = arg;
	int64_t i;

	for (i = 0; i < n * dump->itemsize && dump->left; i++) {
		bool known = !dump->read || dump->read[dump->inside];

		dump->inside = (dump->inside + 1) % dump->itemsize;
		if (dump->skip) {
			dump->skip--;
			continue;
		}
		dump->known[dump->n] = known;
		dump->line[dump->n++] = known ? bytes[i] : 0;
		dump->left--;
		if (dump->n == LINE || !dump->left)
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
	dump->offset = lo;
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
	return put_range(dump, view, (size - EDGE) / LINE * LINE, size);
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

/* The bytes of @field, which begins at @read[@field->offset]. */
static void mark(bool *read, const struct mview_field *field)
{
	int64_t i;
	int f;

	read += field->offset;
	if (field->code != 'T') {
		memset(read, true, field->size * field->count);
		return;
	}
	for (i = 0; i < field->count; i++)
		for (f = 0; f < field->nfields; f++)
			mark(read + i * field->size, &field->fields[f]);
}

/* The bytes read of each element of registers, NULL for other memory. */
static bool *marks(struct mview *view)
{
	int64_t size = mview_itemsize(view);
	bool *read;

	if (strcmp(mview_kind(view), "mmio"))
		return NULL;
	read = allocate(size);
	memset(read, false, size);
	mark(read, mview_element(view));
	return read;
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
	dump->offset = wanted->next * dump->itemsize;
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
	bool *read = marks(view);
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
