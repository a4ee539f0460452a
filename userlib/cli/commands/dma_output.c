// SPDX-License-Identifier: GPL-2.0
/* mview dma for programs: a list, or a document for each change. */
#include <mview-inspect.h>

#include "cli.h"
#include "commands/dma.h"
#include "displays/describe.h"

#define KEYS	"id,name,symbol,unreadable,device,driver,address,size,time," \
		"pid,process,functions"

void dma_begin(const struct dma_options *options, bool live, size_t traces,
	       struct output_list *list)
{
	struct json_object *head = json_c()->json_object_new_object();

	json_add_number(head, "traces", traces);
	*list = (struct output_list) { .output = options->output };
	if (!live)
		output_begin(list, options->output, head, "buffers:" KEYS,
			     stdout);
	else if (options->output == OUTPUT_CSV)
		output_begin(list, OUTPUT_CSV, head, ":change," KEYS, stdout);
	else
		json_drop(head);
}

void dma_put(const struct mview_dma_buffer *buf, const char *change,
	     const struct dma_options *options, struct output_list *list)
{
	struct json_object *object = json_c()->json_object_new_object();

	if (change)
		json_add_text(object, "change", change);
	json_add_number(object, "id", buf->id);
	json_add_text(object, "name", buf->name);
	json_add_text(object, "symbol", buf->symbol);
	json_add_text(object, "unreadable", buf->unreadable ?: "");
	describe_origin(object, buf->origin);
	if (change && options->output == OUTPUT_JSON)
		output_document(object, OUTPUT_JSON, stdout);
	else
		output_add(list, object);
}

void dma_put_counts(const struct mview_trace_counts *counts,
		    const struct dma_options *options)
{
	struct json_object *object = json_c()->json_object_new_object();

	json_add_number(object, "seen", counts->seen);
	json_add_number(object, "live", counts->live);
	json_add_number(object, "lost", counts->lost);
	json_add_number(object, "entries", counts->entries);
	json_add_number(object, "overwritten", counts->overwritten);
	if (options->output == OUTPUT_JSON)
		output_document(object, OUTPUT_JSON, stdout);
	else
		json_drop(object);
}
