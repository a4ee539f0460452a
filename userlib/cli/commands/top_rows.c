// SPDX-License-Identifier: GPL-2.0
/* mview top: which buffers and traces are shown, in which order. */
#include <stdlib.h>
#include <string.h>

#include <mview.h>

#include "cli.h"
#include "commands/top.h"
#include "displays/describe.h"
#include "displays/json.h"

/* Whether a cell of it has the text, in letters of either case. */
static bool fits(const struct top *top, const struct entry *entry,
		 FILE *cells, char *const *text)
{
	size_t i;

	rewind(cells);
	for (i = 0; i < TOP_COLUMNS; i++) {
		if (!top_columns[i].left)
			continue;
		top_columns[i].print(top, entry, true, cells);
		fputc('\n', cells); /* so that no text is of two cells */
	}
	fputc('\0', cells);
	return !fflush(cells) && strcasestr(*text, top->filter);
}

/* Equal rows are in the order of their ids, so that they stay where they are. */
static int in_order(const void *left, const void *right, void *arg)
{
	const struct entry *a = *(const struct entry *const *)left;
	const struct entry *b = *(const struct entry *const *)right;
	const struct top *top = arg;
	int order = top->sort->compare(a, b);

	if (order)
		return top->reversed ? -order : order;
	return top_columns[0].compare(a, b);
}

static void count(struct top *top, const struct entry *entry)
{
	if (entry->is_trace) {
		top->traces++;
		return;
	}
	top->buffers++;
	top->nbytes += entry->nbytes;
}

void top_arrange(struct top *top)
{
	const struct census *census = &top->census;
	char *text;
	size_t size, i;
	FILE *cells = open_memstream(&text, &size);

	if (!cells)
		exit(failed("out of memory"));
	top->rows = reallocate(top->rows, census->n * sizeof(*top->rows));
	top->n = 0;
	top->nbytes = 0;
	top->buffers = 0;
	top->traces = 0;
	for (i = 0; i < census->n; i++) {
		const struct entry *entry = &census->list[i];

		count(top, entry);
		if (!*top->filter || fits(top, entry, cells, &text))
			top->rows[top->n++] = entry;
	}
	fclose(cells);
	free(text);
	qsort_r(top->rows, top->n, sizeof(*top->rows), in_order, top);
}

int top_look(struct top *top, int64_t cpu_ns)
{
	int status = census_look(&top->census, cpu_ns);

	top_arrange(top);
	return status;
}

/* A number, or null if there is none. */
static void add_number(struct json_object *object, const char *key, bool is,
		       uint64_t number)
{
	if (is)
		json_add_number(object, key, number);
	else
		json_add(object, key, NULL);
}

static struct json_object *object_of(const struct top *top,
				     const struct entry *entry)
{
	const struct mview_buffer *buffer = entry->buffer;
	struct json_object *object = json_c()->json_object_new_object();

	json_add_flag(object, "trace", entry->is_trace);
	json_add_number(object, "id", entry->id);
	json_add(object, "name", strcmp(entry->name, "-") ?
				 json_text(entry->name) : NULL);
	json_add_text(object, "kind", entry->kind);
	json_add(object, "owner", strcmp(entry->owner, "-") ?
				  json_text(entry->owner) : NULL);
	json_add_number(object, "nbytes", entry->nbytes);
	json_add(object, "rate", entry->rate >= 0 ?
		 json_c()->json_object_new_double(entry->rate) : NULL);
	add_number(object, "exports", buffer, buffer ? buffer->exports : 0);
	add_number(object, "maps", buffer, buffer ? buffer->maps : 0);
	add_number(object, "seq", buffer, buffer ? buffer->seq : 0);
	add_number(object, "buffers", !buffer, entry->buffers);
	add_number(object, "lost", entry->has_lost, entry->lost);
	json_add(object, "open_by",
		 describe_holders(top->census.holders, entry->is_trace,
				  entry->id));
	return object;
}

void top_output(const struct top *top, enum output output, FILE *out)
{
	struct json_object *head = json_c()->json_object_new_object();
	struct output_list list;
	size_t i;

	json_add_number(head, "hidden",
			holders_hidden(top->census.holders));
	output_begin(&list, output, head,
		     "list:trace,id,name,kind,owner,nbytes,rate,exports,maps,seq,"
		     "buffers,lost,open_by", out);
	for (i = 0; i < top->n; i++)
		output_add(&list, object_of(top, top->rows[i]));
	output_end(&list, NULL);
}
