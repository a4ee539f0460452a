// SPDX-License-Identifier: GPL-2.0
/* mview list: all buffers, a line each. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <mview-inspect.h>

#include "cli.h"
#include "commands/holders.h"
#include "displays/screen.h"
#include "displays/table.h"

/**
 * struct list - what is printed
 * @table: of the buffers
 * @holders: the processes that have them open; only of a long list
 * @traced: memory that traces have found; NULL if that may not be known
 */
struct list {
	struct table *table;
	struct holders *holders;
	struct mview_dma_buffers *traced;
};

/**
 * struct column - what is told of each buffer
 * @header: over it
 * @left: aligned to the left
 * @only_long: only in a long list
 * @add: adds the cell
 */
struct column {
	const char *header;
	bool left;
	bool only_long;
	void (*add)(const struct list *list, const struct mview_buffer *buffer);
};

static void add_id(const struct list *list, const struct mview_buffer *buffer)
{
	table_addf(list->table, "@%" PRIu64, buffer->id);
}

static const struct mview_dma_buffer *
find_traced(const struct list *list, const struct mview_buffer *buffer)
{
	const struct mview_dma_buffer *traced = NULL;

	if (list->traced)
		traced = list->traced->first;
	while (traced && traced->id != buffer->id)
		traced = traced->next;
	return traced;
}

static void add_name(const struct list *list, const struct mview_buffer *buffer)
{
	const struct mview_dma_buffer *traced = find_traced(list, buffer);

	if (traced)
		table_add(list->table, traced->name);
	else
		table_add(list->table, *buffer->name ? buffer->name : "-");
}

static void add_kind(const struct list *list, const struct mview_buffer *buffer)
{
	table_add(list->table, buffer->kind);
}

static void add_shape(const struct list *list,
		      const struct mview_buffer *buffer)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		exit(failed("out of memory"));
	print_tuple(out, buffer->shape, buffer->ndim);
	fclose(out);
	table_add(list->table, text);
	free(text);
}

static void add_bytes(const struct list *list,
		      const struct mview_buffer *buffer)
{
	table_addf(list->table, "%" PRIu64, buffer->nbytes);
}

static void add_exports(const struct list *list,
			const struct mview_buffer *buffer)
{
	table_addf(list->table, "%" PRIu64, buffer->exports);
}

static void add_maps(const struct list *list, const struct mview_buffer *buffer)
{
	table_addf(list->table, "%" PRIu64, buffer->maps);
}

static void add_seq(const struct list *list, const struct mview_buffer *buffer)
{
	table_addf(list->table, "%" PRIu64, buffer->seq);
}

static void add_flags(const struct list *list,
		      const struct mview_buffer *buffer)
{
	table_addf(list->table, "%s%s%s", buffer->readonly ? "ro" : "rw",
		   buffer->mappable ? "" : ",unmappable",
		   buffer->is_private ? ",private" : "");
}

static void add_owner(const struct list *list,
		      const struct mview_buffer *buffer)
{
	const struct mview_dma_buffer *traced = find_traced(list, buffer);

	if (traced && *traced->origin->driver)
		table_add(list->table, traced->origin->driver);
	else
		table_add(list->table, *buffer->owner ? buffer->owner : "-");
}

static void add_holders(const struct list *list,
			const struct mview_buffer *buffer)
{
	char *text = holders_text(list->holders, buffer->id);

	table_add(list->table, *text ? text : "-");
	free(text);
}

static void add_format(const struct list *list,
		       const struct mview_buffer *buffer)
{
	table_add(list->table, buffer->format);
}

static const struct column columns[] = {
	{ "id", true, false, add_id },
	{ "name", true, false, add_name },
	{ "kind", true, false, add_kind },
	{ "shape", true, false, add_shape },
	{ "bytes", false, false, add_bytes },
	{ "views", false, false, add_exports },
	{ "maps", false, true, add_maps },
	{ "seq", false, false, add_seq },
	{ "flags", true, false, add_flags },
	{ "owner", true, false, add_owner },
	{ "open by", true, true, add_holders },
	/* Last, as it is the longest, and what is cut. */
	{ "format", true, false, add_format },
};

#define N_COLUMNS	(sizeof(columns) / sizeof(*columns))

static void begin(struct list *list, bool is_long)
{
	int n = 0, column = 0;
	size_t i;

	for (i = 0; i < N_COLUMNS; i++)
		n += is_long || !columns[i].only_long;
	list->holders = is_long ? holders_find() : NULL;
	list->traced = mview_dma_find(NULL);
	list->table = table_create(n);
	if (!is_long && screen_is_terminal())
		table_limit(list->table, screen_columns());
	for (i = 0; i < N_COLUMNS; i++) {
		if (columns[i].only_long && !is_long)
			continue;
		if (columns[i].left)
			table_align_left(list->table, column);
		table_add(list->table, columns[i].header);
		column++;
	}
}

static void add_buffer(const struct list *list,
		       const struct mview_buffer *buffer)
{
	size_t i;

	for (i = 0; i < N_COLUMNS; i++)
		if (!columns[i].only_long || list->holders)
			columns[i].add(list, buffer);
}

static int list_buffers(bool is_long)
{
	struct mview_buffer *buffer;
	struct list list;
	uint64_t id = 0;
	int status;

	begin(&list, is_long);
	while ((buffer = mview_buffer_next(id))) {
		add_buffer(&list, buffer);
		id = buffer->id + 1;
		mview_buffer_free(buffer);
	}
	status = errno == ENOENT ? EXIT_OK : device_failed();
	if (status == EXIT_OK)
		table_flush(list.table, stdout);
	table_destroy(list.table);
	mview_dma_free(list.traced);
	if (list.holders)
		holders_free(list.holders);
	return status;
}

static int list_run(const struct command *command, int argc, char **argv)
{
	bool is_long = false;
	int status = options_flag(command, argc, argv, &is_long);

	if (status)
		return status;
	if (optind != argc)
		return misused(command, "there is nothing to give it");
	return list_buffers(is_long);
}

const struct command list_command = {
	.name = "list",
	.summary = "list all buffers",
	.usage = "[-l]",
	.options = { long_option },
	.help = "With --long it tells, too, how often each is mapped and who has it "
		"open.\n",
	.run = list_run,
};
