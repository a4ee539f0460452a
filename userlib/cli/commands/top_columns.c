// SPDX-License-Identifier: GPL-2.0
/* mview top: the columns, and the order that each of them gives. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <mview.h>

#include "cli.h"
#include "commands/top.h"

void top_print_size(uint64_t nbytes, FILE *out)
{
	static const char units[] = "KMGTPE";
	const char *unit = units;

	if (nbytes < 10000) {
		fprintf(out, "%" PRIu64, nbytes);
		return;
	}
	while (nbytes >> 10 >= 10000 && unit[1]) {
		nbytes >>= 10;
		unit++;
	}
	fprintf(out, "%" PRIu64 "%c", nbytes >> 10, *unit);
}

static void print_id(const struct top *top, const struct entry *entry,
		     bool exact, FILE *out)
{
	(void)top;
	(void)exact;
	fprintf(out, "%s%" PRIu64, entry->is_trace ? "trace " : "@",
		entry->id);
}

static void print_name(const struct top *top, const struct entry *entry,
		       bool exact, FILE *out)
{
	(void)top;
	(void)exact;
	fputs(entry->name, out);
}

static void print_kind(const struct top *top, const struct entry *entry,
		       bool exact, FILE *out)
{
	(void)top;
	(void)exact;
	fputs(entry->kind, out);
}

static void print_bytes(const struct top *top, const struct entry *entry,
			bool exact, FILE *out)
{
	(void)top;
	if (exact)
		fprintf(out, "%" PRIu64, entry->nbytes);
	else
		top_print_size(entry->nbytes, out);
}

static void print_rate(const struct top *top, const struct entry *entry,
		       bool exact, FILE *out)
{
	(void)top;
	(void)exact;
	if (entry->rate >= 0)
		fprintf(out, "%.1f", entry->rate);
}

static void print_views(const struct top *top, const struct entry *entry,
			bool exact, FILE *out)
{
	(void)top;
	(void)exact;
	if (entry->buffer)
		fprintf(out, "%" PRIu64, entry->buffer->exports);
}

static void print_maps(const struct top *top, const struct entry *entry,
		       bool exact, FILE *out)
{
	(void)top;
	(void)exact;
	if (entry->buffer)
		fprintf(out, "%" PRIu64, entry->buffer->maps);
}

static void print_buffers(const struct top *top, const struct entry *entry,
			  bool exact, FILE *out)
{
	(void)top;
	(void)exact;
	if (entry->is_trace)
		fprintf(out, "%zu", entry->buffers);
}

static void print_lost(const struct top *top, const struct entry *entry,
		       bool exact, FILE *out)
{
	(void)top;
	(void)exact;
	if (entry->has_lost)
		fprintf(out, "%" PRIu64, entry->lost);
}

static void print_owner(const struct top *top, const struct entry *entry,
			bool exact, FILE *out)
{
	(void)top;
	(void)exact;
	fputs(entry->owner, out);
}

static void print_holders(const struct top *top, const struct entry *entry,
			  bool exact, FILE *out)
{
	(void)exact;
	holders_print(top->census.holders, entry->is_trace, entry->id, out);
}

/* Buffers before traces. */
static int by_id(const struct entry *a, const struct entry *b)
{
	if (a->is_trace != b->is_trace)
		return a->is_trace - b->is_trace;
	return (a->id > b->id) - (a->id < b->id);
}

static int by_name(const struct entry *a, const struct entry *b)
{
	return strcmp(a->name, b->name);
}

static int by_kind(const struct entry *a, const struct entry *b)
{
	return strcmp(a->kind, b->kind);
}

static int by_owner(const struct entry *a, const struct entry *b)
{
	return strcmp(a->owner, b->owner);
}

/* Numbers: the highest first. */
static int descending(uint64_t a, uint64_t b)
{
	return (a < b) - (a > b);
}

static int by_bytes(const struct entry *a, const struct entry *b)
{
	return descending(a->nbytes, b->nbytes);
}

static int by_rate(const struct entry *a, const struct entry *b)
{
	return (a->rate < b->rate) - (a->rate > b->rate);
}

static int by_views(const struct entry *a, const struct entry *b)
{
	return descending(a->buffer ? a->buffer->exports : 0,
			  b->buffer ? b->buffer->exports : 0);
}

static int by_maps(const struct entry *a, const struct entry *b)
{
	return descending(a->buffer ? a->buffer->maps : 0,
			  b->buffer ? b->buffer->maps : 0);
}

static int by_buffers(const struct entry *a, const struct entry *b)
{
	return descending(a->buffers, b->buffers);
}

static int by_lost(const struct entry *a, const struct entry *b)
{
	return descending(a->lost, b->lost);
}

const struct top_column top_columns[TOP_COLUMNS] = {
	{ "id", true, 0, 0, print_id, by_id },
	{ "name", true, 12, 0, print_name, by_name },
	{ "kind", true, 0, 3, print_kind, by_kind },
	{ "bytes", false, 0, 0, print_bytes, by_bytes },
	{ "blocks/s", false, 0, 0, print_rate, by_rate },
	{ "views", false, 0, 4, print_views, by_views },
	{ "maps", false, 0, 5, print_maps, by_maps },
	{ "buffers", false, 0, 6, print_buffers, by_buffers },
	{ "lost", false, 0, 1, print_lost, by_lost },
	{ "owner", true, 6, 2, print_owner, by_owner },
	{ "open by", true, 10, 0, print_holders, NULL },
};

const struct top_column *top_column(const char *name)
{
	size_t i;

	for (i = 0; i < TOP_COLUMNS; i++)
		if (top_columns[i].compare && !strcmp(top_columns[i].name,
						      name))
			return &top_columns[i];
	return NULL;
}

char *top_cell(const struct top *top, const struct top_column *column,
	       const struct entry *entry, bool exact)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		exit(failed("out of memory"));
	column->print(top, entry, exact, out);
	if (!ftell(out))
		fputc('-', out);
	fclose(out);
	return text;
}
