// SPDX-License-Identifier: GPL-2.0
/* mview list: all buffers, a line each. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <mview.h>

#include "cli.h"
#include "source.h"
#include "table.h"

static const struct option options[] = {
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static const char *const headers[] = {
	"id", "name", "kind", "format", "shape", "bytes", "exports", "maps",
	"seq", "flags",
};

#define N_HEADERS	(sizeof(headers) / sizeof(*headers))

static void add_shape(struct table *table, const struct mview_buffer *buffer)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		exit(failed("out of memory"));
	print_tuple(out, buffer->shape, buffer->ndim);
	fclose(out);
	table_add(table, text);
	free(text);
}

static void add_buffer(struct table *table, const struct mview_buffer *buffer)
{
	table_addf(table, "@%" PRIu64, buffer->id);
	table_add(table, *buffer->name ? buffer->name : "-");
	table_add(table, buffer->kind);
	table_add(table, buffer->format);
	add_shape(table, buffer);
	table_addf(table, "%" PRIu64, buffer->nbytes);
	table_addf(table, "%" PRIu64, buffer->exports);
	table_addf(table, "%" PRIu64, buffer->maps);
	table_addf(table, "%" PRIu64, buffer->seq);
	table_addf(table, "%s%s%s", buffer->readonly ? "ro" : "rw",
		   buffer->mappable ? "" : ",unmappable",
		   buffer->is_private ? ",private" : "");
}

int list_run(const struct command *command, int argc, char **argv)
{
	const struct source device = { .text = "list" };
	struct mview_buffer *buffer;
	struct table *table;
	uint64_t id = 0;
	int option, status;
	size_t i;

	option = getopt_long(argc, argv, "h", options, NULL);
	if (option != -1)
		return option_status(command, option);
	if (optind != argc)
		return misused(command, "there is nothing to give it");
	table = table_create(N_HEADERS);
	for (i = 0; i < N_HEADERS; i++) {
		if (i < 5 || i == N_HEADERS - 1)
			table_align_left(table, i);
		table_add(table, headers[i]);
	}
	while ((buffer = mview_buffer_next(id))) {
		add_buffer(table, buffer);
		id = buffer->id + 1;
		mview_buffer_free(buffer);
	}
	status = errno == ENOENT ? EXIT_OK : source_failed(&device);
	if (status == EXIT_OK)
		table_flush(table, stdout);
	table_destroy(table);
	return status;
}
