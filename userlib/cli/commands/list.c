// SPDX-License-Identifier: GPL-2.0
/* mview list: all buffers, a line each. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <mview-inspect.h>

#include "cli.h"
#include "displays/describe.h"
#include "displays/output.h"
#include "displays/screen.h"
#include "displays/table.h"
#include "system/census.h"

/**
 * struct list - what is printed
 * @table: of the buffers
 * @census: of them
 * @is_long: with who has them open
 */
struct list {
	struct table *table;
	struct census census;
	bool is_long;
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
	void (*add)(const struct list *list, const struct entry *entry);
};

static void add_id(const struct list *list, const struct entry *entry)
{
	table_addf(list->table, "@%" PRIu64, entry->id);
}

static void add_name(const struct list *list, const struct entry *entry)
{
	table_add(list->table, entry->name);
}

static void add_kind(const struct list *list, const struct entry *entry)
{
	table_add(list->table, entry->kind);
}

static void add_shape(const struct list *list, const struct entry *entry)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		exit(failed("out of memory"));
	print_tuple(out, entry->buffer->shape, entry->buffer->ndim);
	fclose(out);
	table_add(list->table, text);
	free(text);
}

static void add_bytes(const struct list *list, const struct entry *entry)
{
	table_addf(list->table, "%" PRIu64, entry->nbytes);
}

static void add_exports(const struct list *list, const struct entry *entry)
{
	table_addf(list->table, "%" PRIu64, entry->buffer->exports);
}

static void add_maps(const struct list *list, const struct entry *entry)
{
	table_addf(list->table, "%" PRIu64, entry->buffer->maps);
}

static void add_seq(const struct list *list, const struct entry *entry)
{
	table_addf(list->table, "%" PRIu64, entry->buffer->seq);
}

static void add_flags(const struct list *list, const struct entry *entry)
{
	const struct mview_buffer *buffer = entry->buffer;

	table_addf(list->table, "%s%s%s", buffer->readonly ? "ro" : "rw",
		   buffer->mappable ? "" : ",unmappable",
		   buffer->is_private ? ",private" : "");
}

static void add_owner(const struct list *list, const struct entry *entry)
{
	table_add(list->table, entry->owner);
}

static void add_holders(const struct list *list, const struct entry *entry)
{
	char *text = holders_text(list->census.holders, false, entry->id);

	table_add(list->table, *text ? text : "-");
	free(text);
}

static void add_format(const struct list *list, const struct entry *entry)
{
	table_add(list->table, entry->buffer->format);
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

static void begin(struct list *list)
{
	int n = 0, column = 0;
	size_t i;

	for (i = 0; i < N_COLUMNS; i++)
		n += list->is_long || !columns[i].only_long;
	list->table = table_create(n);
	if (!list->is_long && screen_is_terminal())
		table_limit(list->table, screen_columns());
	for (i = 0; i < N_COLUMNS; i++) {
		if (columns[i].only_long && !list->is_long)
			continue;
		if (columns[i].left)
			table_align_left(list->table, column);
		table_add(list->table, columns[i].header);
		column++;
	}
}

static void add_entry(const struct list *list, const struct entry *entry)
{
	size_t i;

	for (i = 0; i < N_COLUMNS; i++)
		if (!columns[i].only_long || list->is_long)
			columns[i].add(list, entry);
}

static int list_buffers(bool is_long)
{
	struct list list = { .is_long = is_long };
	int status;
	size_t i;

	census_init(&list.census);
	status = census_look(&list.census, is_long ? HOLDERS_ALL : 0);
	begin(&list);
	for (i = 0; i < list.census.n; i++)
		if (!list.census.list[i].is_trace)
			add_entry(&list, &list.census.list[i]);
	if (status == EXIT_OK)
		table_flush(list.table, stdout);
	table_destroy(list.table);
	census_deinit(&list.census);
	return status;
}

/* "-" is for people. */
static struct json_object *describe(const struct list *list,
				    const struct entry *entry)
{
	struct json_object *object = describe_buffer(entry->buffer);

	json_add_text(object, "name", strcmp(entry->name, "-") ? entry->name :
								  "");
	json_add_text(object, "owner",
		      strcmp(entry->owner, "-") ? entry->owner : "");
	json_add(object, "open_by",
		 describe_holders(list->census.holders, false, entry->id));
	return object;
}

static int list_json(enum output output)
{
	struct output_list buffers;
	struct list list = { .is_long = true };
	int status;
	size_t i;

	census_init(&list.census);
	status = census_look(&list.census, HOLDERS_ALL);
	if (status == EXIT_OK) {
		output_begin(&buffers, output, NULL,
			     "buffers:" DESCRIBE_BUFFER ",open_by", stdout);
		for (i = 0; i < list.census.n; i++)
			if (!list.census.list[i].is_trace)
				output_add(&buffers,
					   describe(&list, &list.census.list[i]));
		output_end(&buffers, NULL);
	}
	census_deinit(&list.census);
	return status;
}

static int list_run(const struct command *command, int argc, char **argv)
{
	struct listing listing = { .flag = false };
	int status = listing_only(command, argc, argv, &listing);

	if (status)
		return status;
	if (listing.output)
		return list_json(listing.output);
	return list_buffers(listing.flag);
}

const struct command list_command = {
	.name = "list",
	.summary = "list all buffers",
	.usage = "[OPTION]...",
	.options = { long_option, output_options },
	.help = "With --long it tells, too, how often each is mapped and which "
		"processes have it\n"
		"open, to read it (r) or to write it as well (rw).\n",
	.run = list_run,
};
